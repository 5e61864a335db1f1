/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wide_loads.c: a number that is loaded piece by piece is loaded at once.
 *
 * Where a guest may not rely on accesses that are not aligned, as on RISC-V, its compiler
 * makes of such a load one for each byte, and puts them together:
 *
 *     lbu a0, 0(s0); lbu a1, 1(s0); slli a1, a1, 8; or a0, a0, a1        16 bits of it
 *
 * or stores the bytes on the stack, where a number is loaded then; to that the host's store
 * buffer cannot forward, so it waits for the stores. LLVM merges such loads itself if nobody
 * else wants a piece; but here pieces are values of guest registers, which somebody may.
 *
 * So this pass replaces loads in one block from places side by side by one load, and each
 * piece by a shift of its result, if all pieces are shifted to where they belong (or to
 * where the other byte order has them), or stored side by side; then that becomes one store.
 * LLVM's passes do the rest. All loads happen in any case, and nothing is stored between them.
 */
#include "lift.h"
#include "ir.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_TERMS = 4, MAX_PIECES = 64 };

/* An address: a sum of values and a constant. */
struct address {
    LLVMValueRef terms[MAX_TERMS]; /* in order of their pointers */
    unsigned n;
    int64_t offset;
};

struct piece {
    LLVMValueRef load;
    struct address at;
    unsigned order; /* in the block */
};

struct pieces {
    LLVMBuilderRef b;
    LLVMContextRef ctx;
    unsigned md_tbaa;
    struct piece p[MAX_PIECES];
    unsigned n;
    /* Stores that have become one. They stay until the block is done, since the walk through it
     * may be about to come to them. */
    LLVMValueRef *dead;
    size_t ndead;
};

static bool add_terms(struct address *a, LLVMValueRef v)
{
    if (LLVMIsAConstantInt(v)) {
        a->offset += LLVMConstIntGetSExtValue(v);
        return true;
    }
    if (LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == LLVMAdd) {
        return add_terms(a, LLVMGetOperand(v, 0)) && add_terms(a, LLVMGetOperand(v, 1));
    }
    if (a->n == MAX_TERMS) {
        return false;
    }
    unsigned i = a->n++;
    for (; i > 0 && a->terms[i - 1] > v; i--) {
        a->terms[i] = a->terms[i - 1];
    }
    a->terms[i] = v;
    return true;
}

/* Pointer P as a sum. */
static bool address_of(LLVMValueRef p, struct address *a)
{
    memset(a, 0, sizeof(*a));
    return LLVMIsAIntToPtrInst(p) && add_terms(a, LLVMGetOperand(p, 0));
}

/* The pointer that is DISTANCE bytes from P, an IntToPtr. */
static LLVMValueRef pointer_at(struct pieces *s, LLVMValueRef p, int64_t distance)
{
    LLVMValueRef addr = LLVMGetOperand(p, 0);

    if (!distance) {
        return p;
    }
    addr = LLVMBuildAdd(s->b, addr, LLVMConstInt(LLVMTypeOf(addr), (uint64_t)distance, 0), "");
    return LLVMBuildIntToPtr(s->b, addr, LLVMTypeOf(p), "");
}

static bool same_terms(const struct address *a, const struct address *b)
{
    return a->n == b->n && !memcmp(a->terms, b->terms, a->n * sizeof(a->terms[0]));
}

static int compare(const void *x, const void *y)
{
    const struct piece *p = x, *q = y;
    unsigned wp = LLVMGetIntTypeWidth(LLVMTypeOf(p->load));
    unsigned wq = LLVMGetIntTypeWidth(LLVMTypeOf(q->load));

    if (wp != wq) {
        return wp < wq ? -1 : 1;
    }
    if (p->at.n != q->at.n) {
        return p->at.n < q->at.n ? -1 : 1;
    }
    int c = memcmp(p->at.terms, q->at.terms, p->at.n * sizeof(p->at.terms[0]));
    if (c) {
        return c;
    }
    if (p->at.offset != q->at.offset) {
        return p->at.offset < q->at.offset ? -1 : 1;
    }
    return p->order < q->order ? -1 : 1;
}

/* Among the users of V, or of its extension: a shift by SHIFT modulo 32, or an `or` where
 * that is 0. */
static bool is_shifted(LLVMValueRef v, unsigned shift)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsAZExtInst(user) || LLVMIsASExtInst(user)) {
            if (is_shifted(user, shift)) {
                return true;
            }
        } else if (LLVMIsAInstruction(user) && LLVMGetInstructionOpcode(user) == LLVMShl &&
                   LLVMGetOperand(user, 0) == v &&
                   LLVMIsAConstantInt(LLVMGetOperand(user, 1))) {
            if (LLVMConstIntGetZExtValue(LLVMGetOperand(user, 1)) % 32 == shift % 32) {
                return true;
            }
        } else if (shift == 0 && LLVMIsAInstruction(user) &&
                   LLVMGetInstructionOpcode(user) == LLVMOr) {
            return true;
        }
    }
    return false;
}

static bool are_shifted(const struct piece *p, unsigned n, unsigned bits, bool swapped)
{
    for (unsigned i = 0; i < n; i++) {
        if (!is_shifted(p[i].load, bits * (swapped ? n - 1 - i : i))) {
            return false;
        }
    }
    return true;
}

/* The first store of V found, to A; or NULL. */
static LLVMValueRef stored_at(LLVMValueRef v, struct address *a)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) == v && !LLVMGetVolatile(user) &&
            address_of(LLVMGetOperand(user, 1), a)) {
            return user;
        }
    }
    return NULL;
}

static bool are_copied(const struct piece *p, unsigned n, unsigned bits)
{
    struct address first, a;

    if (!stored_at(p[0].load, &first)) {
        return false;
    }
    for (unsigned i = 1; i < n; i++) {
        if (!stored_at(p[i].load, &a) || !same_terms(&first, &a) ||
            a.offset != first.offset + (int64_t)(i * bits / 8)) {
            return false;
        }
    }
    return true;
}

/* V may write memory that a guest's loads read. */
static bool may_write(LLVMValueRef v)
{
    if (LLVMIsAStoreInst(v)) {
        return LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 1))) == 0;
    }
    if (LLVMIsACallInst(v)) {
        size_t n;
        LLVMValueRef fn = LLVMGetCalledValue(v);
        const char *name = LLVMGetValueName2(fn, &n);
        return !LLVMIsAFunction(fn) ||
               (strncmp(name, "llvm.fsh", 8) && strncmp(name, "llvm.bswap", 10) &&
                strncmp(name, "hqemu.to_", 9) && strncmp(name, "hqemu.from_", 11));
    }
    return LLVMIsAFenceInst(v) || LLVMIsAAtomicRMWInst(v) || LLVMIsAAtomicCmpXchgInst(v);
}

static void mark(struct pieces *s, LLVMValueRef access, LLVMValueRef like)
{
    LLVMValueRef tbaa = LLVMGetMetadata(like, s->md_tbaa);

    LLVMSetAlignment(access, 1);
    if (tbaa) {
        LLVMSetMetadata(access, s->md_tbaa, tbaa);
    }
}

/* V touches none of the SIZE bytes from A on for certain, nor stops what comes after it. */
static bool is_apart(LLVMValueRef v, const struct address *a, int64_t size)
{
    bool store = LLVMIsAStoreInst(v);
    struct address at;

    if (!store && !LLVMIsALoadInst(v)) {
        return !may_write(v);
    }
    LLVMValueRef ptr = LLVMGetOperand(v, store ? 1 : 0);
    LLVMTypeRef t = LLVMTypeOf(store ? LLVMGetOperand(v, 0) : v);
    if (LLVMGetPointerAddressSpace(LLVMTypeOf(ptr)) != 0) {
        return true;
    }
    if (!address_of(ptr, &at) || !same_terms(&at, a) ||
        LLVMGetTypeKind(t) != LLVMIntegerTypeKind) {
        return false;
    }
    return at.offset >= a->offset + size ||
           at.offset + (int64_t)(LLVMGetIntTypeWidth(t) / 8) <= a->offset;
}

/* The N pieces from P on, of which W was loaded, are stored side by side, too: at once, where
 * the last one is. */
static void merge_stores(struct pieces *s, const struct piece *p, unsigned n, unsigned bits,
                         LLVMValueRef w)
{
    LLVMValueRef stores[8], v = w;
    struct address first, a;
    unsigned seen = 0;

    for (unsigned i = 0; i < n; i++) {
        stores[i] = stored_at(p[i].load, i ? &a : &first);
    }
    while (seen < n && (v = LLVMGetNextInstruction(v))) {
        unsigned i = 0;
        while (i < n && stores[i] != v) {
            i++;
        }
        seen += i < n;
        if (i == n && seen && !is_apart(v, &first, n * bits / 8)) {
            return;
        }
    }
    if (seen < n) {
        return;
    }
    address_of(LLVMGetOperand(v, 1), &a);
    LLVMPositionBuilderBefore(s->b, v);
    LLVMValueRef ptr = pointer_at(s, LLVMGetOperand(v, 1), first.offset - a.offset);
    mark(s, LLVMBuildStore(s->b, w, ptr), v);
    for (unsigned i = 0; i < n; i++) {
        s->dead = xgrow(s->dead, s->ndead, sizeof(*s->dead));
        s->dead[s->ndead++] = stores[i];
    }
}

/* One load for the N pieces from P on, which lie side by side. */
static void merge(struct pieces *s, struct piece *p, unsigned n, unsigned bits, bool copied)
{
    const struct piece *first = p;
    LLVMTypeRef wide = LLVMIntTypeInContext(s->ctx, n * bits);

    for (unsigned i = 1; i < n; i++) {
        if (p[i].order < first->order) {
            first = &p[i];
        }
    }
    LLVMPositionBuilderBefore(s->b, first->load);
    LLVMValueRef ptr = LLVMGetOperand(first->load, 0);
    ptr = pointer_at(s, ptr, p->at.offset - first->at.offset);
    LLVMValueRef w = LLVMBuildLoad2(s->b, wide, ptr, "");
    mark(s, w, first->load);
    if (copied) {
        merge_stores(s, p, n, bits, w);
        LLVMPositionBuilderBefore(s->b, first->load);
    }
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMBuildLShr(s->b, w, LLVMConstInt(wide, i * bits, 0), "");
        v = LLVMBuildTrunc(s->b, v, LLVMTypeOf(p[i].load), "");
        LLVMReplaceAllUsesWith(p[i].load, v);
    }
    for (unsigned i = 0; i < n; i++) {
        LLVMInstructionEraseFromParent(p[i].load);
    }
}

/* How many pieces of BITS, from number I on, lie side by side, in 64 bits at most. */
static unsigned run_from(const struct pieces *s, unsigned i, unsigned bits)
{
    const struct piece *p = &s->p[i];
    unsigned n = 1;

    while (i + n < s->n && (n + 1) * bits <= 64 &&
           LLVMTypeOf(p[n].load) == LLVMTypeOf(p->load) && same_terms(&p[n].at, &p->at) &&
           p[n].at.offset == p->at.offset + (int64_t)(n * bits / 8)) {
        n++;
    }
    return n;
}

/* What has been collected is all that nothing is stored between. */
static void flush(struct pieces *s)
{
    if (s->n > 1) {
        qsort(s->p, s->n, sizeof(s->p[0]), compare);
    }
    for (unsigned i = 0; i < s->n;) {
        unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(s->p[i].load));
        unsigned run = run_from(s, i, bits), n = 64 / bits;
        for (; n > 1; n /= 2) {
            struct piece *p = &s->p[i];
            bool copied = n <= run && are_copied(p, n, bits);
            bool shifted = n <= run && !copied &&
                           (are_shifted(p, n, bits, false) || are_shifted(p, n, bits, true));
            if (copied || shifted) {
                merge(s, p, n, bits, copied);
                break;
            }
        }
        i += n ? n : 1;
    }
    s->n = 0;
}

static void add_piece(struct pieces *s, LLVMValueRef load, unsigned order)
{
    LLVMTypeRef t = LLVMTypeOf(load);
    struct piece *p = &s->p[s->n];

    if (LLVMGetTypeKind(t) != LLVMIntegerTypeKind || !ir_is_plain_access(load)) {
        return;
    }
    unsigned bits = LLVMGetIntTypeWidth(t);
    if ((bits != 8 && bits != 16) || !address_of(LLVMGetOperand(load, 0), &p->at)) {
        return;
    }
    p->load = load;
    p->order = order;
    if (++s->n == MAX_PIECES) {
        flush(s);
    }
}

void widen_loads(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct pieces s = {.ctx = ctx,
                       .b = LLVMCreateBuilderInContext(ctx),
                       .md_tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4)};

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            LLVMValueRef v = LLVMGetFirstInstruction(bb), next;
            for (unsigned order = 0; v; v = next, order++) {
                next = LLVMGetNextInstruction(v);
                if (LLVMIsALoadInst(v)) {
                    add_piece(&s, v, order);
                } else if (may_write(v)) {
                    flush(&s);
                }
            }
            flush(&s);
            for (size_t i = 0; i < s.ndead; i++) {
                LLVMInstructionEraseFromParent(s.dead[i]);
            }
            s.ndead = 0;
        }
    }
    free(s.dead);
    LLVMDisposeBuilder(s.b);
}
