/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp_vec_chain.c: one test for a chain of floating point operations on vectors.
 *
 * Each operation was lifted as the host's and a test, which sends NaNs to QEMU's helper:
 *
 *     head:  r = x + y;  if r has a NaN goto cold         cold:  c = helper()
 *     fast:                                                       goto join
 *     join:  phi(r, c);  ... the next operation
 *
 * Where nothing between such operations has an effect that could not be had twice, they are
 * a chain. It is copied, and in the copy the tests wait for the end, where one branch is for
 * all of them. If it is taken, the original chain does everything again, from the first
 * test on. That does no harm: an operation raises the same flags twice, and one on a NaN
 * raises none that count.
 *
 *     head:  r = x + y                                     again: if r has a NaN ... (as above)
 *            s = r * z
 *            if r or s has a NaN goto again
 *     join:  phi(s, the original's) <----------------------------'
 *
 * What is copied may load from guest memory, but not where a number that has not been
 * tested takes part in the address. Variables are stored to after the test.
 */
#include "ir.h"
#include "lift_fp.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

#define B (l->b)

enum {
    MAX_CHAIN = 32,    /* diamonds */
    MAX_VALUES = 1000, /* instructions copied */
    MAX_SLOTS = 64,    /* variables stored to */
};

void vec_chain_add(struct lifter *l, const struct cold_path *p)
{
    if (!p->head || p->many) {
        return;
    }
    if (l->ncold == l->cold_room) {
        l->cold_room = l->cold_room ? 2 * l->cold_room : 64;
        l->colds = xrealloc(l->colds, l->cold_room, sizeof(*l->colds));
    }
    l->colds[l->ncold++] = *p;
}

/* --- Values -------------------------------------------------------------------------- */

static LLVMValueRef operand(LLVMValueRef v, unsigned i)
{
    return LLVMGetOperand(v, i);
}

/* The intrinsic that V calls, without "llvm." and "experimental.constrained."; or "". */
static const char *intrinsic_name(LLVMValueRef v)
{
    static const char strict[] = "experimental.constrained.";
    size_t n;

    if (!LLVMIsACallInst(v) || !LLVMIsAFunction(LLVMGetCalledValue(v))) {
        return "";
    }
    const char *s = LLVMGetValueName2(LLVMGetCalledValue(v), &n);
    if (strncmp(s, "llvm.", 5)) {
        return "";
    }
    s += 5;
    return strncmp(s, strict, sizeof(strict) - 1) ? s : s + sizeof(strict) - 1;
}

/* Operands of V, an operation whose result is a NaN if an operand is one; else 0. */
static unsigned nan_operands(LLVMValueRef v)
{
    static const struct {
        const char *name;
        unsigned n;
    } ops[] = {{"fadd.", 2}, {"fsub.", 2}, {"fmul.", 2},    {"fdiv.", 2}, {"fma.", 3},
               {"sqrt.", 1}, {"fabs.", 1}, {"fptrunc.", 1}, {"fpext.", 1}};

    if (ir_is_op(v, LLVMFNeg)) {
        return 1;
    }
    const char *name = intrinsic_name(v);
    for (size_t i = 0; *name && i < sizeof(ops) / sizeof(ops[0]); i++) {
        if (!strncmp(name, ops[i].name, strlen(ops[i].name))) {
            return ops[i].n;
        }
    }
    return 0;
}

/* V is integer arithmetic on the bits of a number that leaves NaNs NaNs. */
static bool keeps_nan(LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);

    if ((!ir_is_op(v, LLVMXor) && !ir_is_op(v, LLVMAnd)) ||
        LLVMGetTypeKind(t) != LLVMIntegerTypeKind || !LLVMIsAConstantInt(operand(v, 1)) ||
        (LLVMGetIntTypeWidth(t) != 32 && LLVMGetIntTypeWidth(t) != 64)) {
        return false;
    }
    uint64_t sign = 1ull << (LLVMGetIntTypeWidth(t) - 1);
    uint64_t x = LLVMConstIntGetZExtValue(operand(v, 1));
    return x == (ir_is_op(v, LLVMXor) ? sign : sign - 1);
}

/* The comparison behind a test of all elements. */
static LLVMValueRef comparison(LLVMValueRef test)
{
    if (ir_is_op(test, LLVMICmp) && ir_is_op(operand(test, 0), LLVMBitCast)) {
        return operand(operand(test, 0), 0);
    }
    return test;
}

/* The test that D branches on. */
static LLVMValueRef test_of(const struct cold_path *d)
{
    LLVMValueRef c = LLVMGetCondition(LLVMGetBasicBlockTerminator(d->head));

    return ir_is_op(c, LLVMXor) ? operand(c, 0) : c; /* it is asked for the opposite */
}

/* --- Chains ----------------------------------------------------------------------------- */

/* Copies of values; or, while a chain is looked for, the values that come from a number
 * which is perhaps not tested. SCRAMBLED: by something that may make other numbers of
 * NaNs. */
struct copies {
    LLVMValueRef from[MAX_VALUES], to[MAX_VALUES];
    bool scrambled[MAX_VALUES];
    unsigned n, total;
    /* Copies of stores to variables, which wait. */
    LLVMValueRef slot[MAX_SLOTS], stored[MAX_SLOTS];
    unsigned nslots;
};

static LLVMValueRef copy_of(const struct copies *m, LLVMValueRef v)
{
    for (unsigned i = m->n; i-- > 0;) {
        if (m->from[i] == v) {
            return m->to[i];
        }
    }
    return v;
}

static bool is_slot(LLVMValueRef p)
{
    return LLVMIsAAllocaInst(p) != NULL;
}

/* True if V can be done twice. */
static bool repeatable(LLVMValueRef v)
{
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMStore:
        return is_slot(operand(v, 1)) &&
               LLVMGetAllocatedType(operand(v, 1)) == LLVMTypeOf(operand(v, 0));
    case LLVMLoad:
        if (is_slot(operand(v, 0))) {
            return LLVMGetAllocatedType(operand(v, 0)) == LLVMTypeOf(v);
        }
        return ir_is_plain_access(v);
    case LLVMCall: {
        const char *name = intrinsic_name(v);
        return *name && strncmp(name, "x86.", 4) && strncmp(name, "mem", 3);
    }
    case LLVMAlloca:
    case LLVMFence:
    case LLVMAtomicCmpXchg:
    case LLVMAtomicRMW:
    case LLVMUDiv:
    case LLVMSDiv:
    case LLVMURem:
    case LLVMSRem: return false;
    default: return true;
    }
}

enum taint { TESTED, UNTESTED, SCRAMBLED };

static enum taint operands_taint(const struct copies *m, LLVMValueRef v)
{
    enum taint t = TESTED;

    for (int k = 0; k < LLVMGetNumOperands(v); k++) {
        LLVMValueRef x = operand(v, (unsigned)k);
        for (unsigned i = 0; i < m->n; i++) {
            if (m->from[i] == x) {
                enum taint y = m->scrambled[i] ? SCRAMBLED : UNTESTED;
                t = y > t ? y : t;
            }
        }
    }
    return t;
}

/* The instruction V joins the chain; false if it cannot. What has not been tested may be
 * a NaN where it should be another one. That must not be seen before there is a test: not
 * by a load's address, nor by an operation that would raise a flag because of what has been
 * made of the NaN's bits. */
static bool scan_value(struct copies *m, LLVMValueRef v)
{
    enum taint t = operands_taint(m, v);
    bool arithmetic = nan_operands(v) != 0;

    if (LLVMIsAPHINode(v)) {
        t = UNTESTED;
    } else if (t == TESTED) {
        return true;
    } else if (ir_is_op(v, LLVMLoad)) {
        return is_slot(operand(v, 0));
    } else if (!strncmp(intrinsic_name(v), "sitofp.", 7) ||
               !strncmp(intrinsic_name(v), "uitofp.", 7)) {
        return false;
    } else if (LLVMIsACallInst(v) && t == SCRAMBLED) {
        return false;
    } else if (!arithmetic && !ir_is_op(v, LLVMBitCast) && !ir_is_op(v, LLVMTrunc) &&
               !ir_is_op(v, LLVMZExt) && !ir_is_op(v, LLVMExtractElement) &&
               !ir_is_op(v, LLVMInsertElement) && !ir_is_op(v, LLVMShuffleVector) &&
               !keeps_nan(v)) {
        t = SCRAMBLED;
    }
    m->scrambled[m->n] = t == SCRAMBLED;
    m->from[m->n++] = v;
    return true;
}

static bool scan_chain(struct copies *m, LLVMBasicBlockRef bb)
{
    LLVMValueRef end = LLVMGetBasicBlockTerminator(bb);

    for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v != end;
         v = LLVMGetNextInstruction(v)) {
        m->nslots += ir_is_op(v, LLVMStore); /* at most */
        if (!repeatable(v) || ++m->total >= MAX_VALUES || m->nslots > MAX_SLOTS ||
            !scan_value(m, v)) {
            return false;
        }
    }
    return true;
}

/* Diamonds FIRST to the result are a chain in which everything can be done twice. */
static unsigned chain_end(struct lifter *l, unsigned first, struct copies *m)
{
    unsigned i = first;

    m->n = m->total = m->nslots = 0;
    while (i + 1 < l->ncold && i < first + MAX_CHAIN &&
           l->colds[i].join == l->colds[i + 1].head && scan_chain(m, l->colds[i].fast) &&
           scan_chain(m, l->colds[i].join)) {
        i++;
    }
    return i;
}

/* --- Copying ------------------------------------------------------------------------------ */

static int slot_index(const struct copies *m, LLVMValueRef slot)
{
    for (unsigned i = 0; i < m->nslots; i++) {
        if (m->slot[i] == slot) {
            return (int)i;
        }
    }
    return -1;
}

static void store_later(struct copies *m, LLVMValueRef slot, LLVMValueRef x)
{
    int i = slot_index(m, slot);

    if (i < 0) {
        i = (int)m->nslots++;
        m->slot[i] = slot;
    }
    m->stored[i] = x;
}

static void store_now(struct lifter *l, const struct copies *m)
{
    for (unsigned i = 0; i < m->nslots; i++) {
        LLVMBuildStore(B, m->stored[i], m->slot[i]);
    }
}

/* The copy of V, of which nothing has been copied yet. */
static LLVMValueRef make_copy(struct lifter *l, struct copies *m, LLVMValueRef v)
{
    int slot = ir_is_op(v, LLVMLoad) ? slot_index(m, operand(v, 0)) : -1;

    if (LLVMIsAPHINode(v)) {
        return copy_of(m, LLVMGetIncomingValue(v, 0)); /* of the fast way */
    }
    if (slot >= 0) {
        return m->stored[slot];
    }
    LLVMValueRef to = LLVMInstructionClone(v);
    for (int i = 0; i < LLVMGetNumOperands(to); i++) {
        LLVMValueRef x = operand(to, (unsigned)i), y = copy_of(m, x);
        if (x != y) {
            LLVMSetOperand(to, (unsigned)i, y);
        }
    }
    LLVMInsertIntoBuilder(B, to);
    return to;
}

/* Copies BB, but for its terminator, to where the builder is. */
static void copy_block(struct lifter *l, struct copies *m, LLVMBasicBlockRef bb)
{
    LLVMValueRef end = LLVMGetBasicBlockTerminator(bb);

    for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v != end;
         v = LLVMGetNextInstruction(v)) {
        if (ir_is_op(v, LLVMStore)) {
            store_later(m, operand(v, 1), copy_of(m, operand(v, 0)));
        } else {
            LLVMValueRef to = make_copy(l, m, v);
            m->from[m->n] = v;
            m->to[m->n++] = to;
        }
    }
}

static bool in_chain(const struct cold_path *d, unsigned n, LLVMBasicBlockRef bb)
{
    for (unsigned i = 0; i < n; i++) {
        if (bb == d[i].fast || bb == d[i].cold || (bb == d[i].join && i + 1 < n)) {
            return true;
        }
    }
    return false;
}

/* V, of the original chain, has the copy TO: what comes after the chain uses either. */
static void join_value(struct lifter *l, const struct cold_path *d, unsigned n, LLVMValueRef v,
                       LLVMValueRef to, LLVMBasicBlockRef copy_end)
{
    const struct cold_path *last = &d[n - 1];
    LLVMValueRef phi = NULL;
    LLVMUseRef next;

    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = next) {
        LLVMValueRef user = LLVMGetUser(u);
        LLVMBasicBlockRef bb = LLVMGetInstructionParent(user);
        next = LLVMGetNextUse(u);
        if (in_chain(d, n, bb) || user == phi || (LLVMIsAPHINode(user) && bb == last->join)) {
            continue;
        }
        if (!phi) {
            LLVMBasicBlockRef from[3] = {last->fast, last->cold, copy_end};
            LLVMValueRef x[3] = {v, v, to};
            LLVMPositionBuilderBefore(B, LLVMGetFirstInstruction(last->join));
            phi = LLVMBuildPhi(B, LLVMTypeOf(v), "");
            LLVMAddIncoming(phi, x, from, 3);
        }
        for (int i = 0; i < LLVMGetNumOperands(user); i++) {
            if (operand(user, (unsigned)i) == v) {
                LLVMSetOperand(user, (unsigned)i, phi);
            }
        }
        /* The uses have changed. */
        next = LLVMGetFirstUse(v);
    }
}

/* Tests of vectors of one type that wait for the end of a chain. */
struct waiting {
    LLVMTypeRef type;
    LLVMValueRef good;   /* a bit for each element: no cause to go through it again */
    LLVMValueRef result; /* waits for another one; */
    bool small;          /*   it may not do because it is small */
};

enum { MAX_WAITING = 2 };

/* The vector that D's test is about, if it is D's result, so that where the test holds what
 * follows is a NaN or right; else NULL. */
static LLVMValueRef result_of(struct lifter *l, const struct cold_path *d)
{
    LLVMValueRef test = comparison(test_of(d)), r, phi = LLVMGetFirstInstruction(d->join);

    if (!ir_is_op(test, LLVMFCmp) || !LLVMIsAPHINode(phi) ||
        (l->p->flushes && LLVMGetFCmpPredicate(test) == LLVMRealUEQ)) {
        return NULL;
    }
    r = operand(test, 0);
    if (!strncmp(intrinsic_name(r), "fabs.", 5)) {
        r = operand(r, 0);
    }
    phi = LLVMGetIncomingValue(phi, 0);
    while (ir_is_op(phi, LLVMBitCast) ||
           (ir_is_op(phi, LLVMInsertElement) && ir_is_op(operand(phi, 0), LLVMBitCast))) {
        phi = operand(phi, 0);
    }
    bool vector = LLVMGetTypeKind(LLVMTypeOf(r)) == LLVMVectorTypeKind;
    return phi == r && vector && nan_operands(r) ? r : NULL;
}

static void add_good(struct lifter *l, struct waiting *w, LLVMValueRef good)
{
    w->good = w->good ? LLVMBuildAnd(B, w->good, good, "") : good;
}

/* The test of what waits alone. */
static void test_alone(struct lifter *l, struct waiting *w)
{
    if (w->result && w->small) {
        LLVMValueRef least = fp_const(w->type, least_normal(l, w->type));
        add_good(l, w, fcmp(l, LLVMRealONE, fp_abs(l, w->result), least));
    } else if (w->result) {
        add_good(l, w, fcmp(l, LLVMRealORD, w->result, w->result));
    }
    w->result = NULL;
}

/* D's test, with the copy R of its result, waits. One compare asks about two. */
static void wait_for_end(struct lifter *l, struct waiting *w, const struct cold_path *d,
                         LLVMValueRef r)
{
    LLVMTypeRef t = LLVMTypeOf(r);
    bool small = LLVMGetFCmpPredicate(comparison(test_of(d))) == LLVMRealUEQ;

    while (w->type && w->type != t) {
        w++;
    }
    w->type = t;
    if (w->result && l->host_fma) { /* so there is that kind of compare */
        LLVMValueRef x = w->small ? nan_unless_good(l, w->result) : w->result;
        LLVMValueRef y = small ? nan_unless_good(l, r) : r;
        add_good(l, w, fcmp(l, LLVMRealORD, x, y));
        w->result = NULL;
        return;
    }
    test_alone(l, w);
    w->result = r;
    w->small = small;
}

static void branch_to(struct lifter *l, LLVMValueRef good, LLVMBasicBlockRef again)
{
    LLVMBasicBlockRef go_on = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");

    cond_br_cold(l, good, go_on, again);
    LLVMPositionBuilderAtEnd(B, go_on);
}

static void test_waiting(struct lifter *l, struct waiting *w, LLVMBasicBlockRef again)
{
    for (; w->type; w++) {
        test_alone(l, w);
        LLVMTypeRef mask = LLVMIntTypeInContext(l->ctx, LLVMGetVectorSize(w->type));
        LLVMValueRef bits = LLVMBuildBitCast(B, w->good, mask, "");
        branch_to(l, LLVMBuildICmp(B, LLVMIntEQ, bits, LLVMConstAllOnes(mask), ""), again);
    }
}

/* Copies the diamonds D[0] to D[N - 1]. */
static void copy_chain(struct lifter *l, const struct cold_path *d, unsigned n,
                       struct copies *m)
{
    LLVMBasicBlockRef again = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef last_join = d[n - 1].join, end;
    LLVMValueRef branch = LLVMGetBasicBlockTerminator(d[0].head);
    struct waiting waiting[MAX_WAITING + 1] = {0};

    /* The original begins with the first test. */
    LLVMInstructionRemoveFromParent(branch);
    LLVMPositionBuilderAtEnd(B, again);
    LLVMInsertIntoBuilder(B, branch);
    LLVMPositionBuilderAtEnd(B, d[0].head);
    m->n = m->nslots = 0;
    for (unsigned i = 0; i < n; i++) {
        struct cold_path original = d[i];
        if (i == 0) {
            original.head = again;
        }
        LLVMValueRef r = result_of(l, &original);
        if (r) {
            wait_for_end(l, waiting, &original, copy_of(m, r));
        } else {
            LLVMValueRef test = LLVMGetBasicBlockTerminator(original.head);
            branch_to(l, copy_of(m, LLVMGetCondition(test)), again);
        }
        copy_block(l, m, d[i].fast);
        if (i + 1 < n) {
            copy_block(l, m, d[i].join);
        }
    }
    test_waiting(l, waiting, again);
    store_now(l, m);
    end = LLVMGetInsertBlock(B);
    LLVMBuildBr(B, last_join);
    for (LLVMValueRef phi = LLVMGetFirstInstruction(last_join); LLVMIsAPHINode(phi);
         phi = LLVMGetNextInstruction(phi)) {
        LLVMValueRef x = copy_of(m, LLVMGetIncomingValue(phi, 0));
        LLVMAddIncoming(phi, &x, &end, 1);
    }
    for (unsigned i = 0; i < m->n; i++) {
        if (LLVMGetFirstUse(m->from[i])) {
            join_value(l, d, n, m->from[i], m->to[i], end);
        }
    }
}

void vec_chains(struct lifter *l)
{
    struct copies *m = xmalloc(sizeof(*m));

    for (unsigned i = 0; i < l->ncold;) {
        unsigned last = chain_end(l, i, m), waits = 0;
        for (unsigned k = i; k <= last; k++) {
            waits += result_of(l, &l->colds[k]) != NULL;
        }
        if (waits > 1) {
            copy_chain(l, &l->colds[i], last - i + 1, m);
        }
        i = last + 1;
    }
    free(m);
    l->ncold = 0;
}
