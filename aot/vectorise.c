/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vectorise.c: several rounds of a loop of floating point operations at once.
 *
 * LLVM's own vectoriser does nothing for translated loops: each round polls, and each has a
 * way to QEMU's helpers for what the host cannot do. So this pass puts a second loop before
 * such a loop, which does N rounds at once, and makes no step that cannot be taken back before
 * it is certain that none of those rounds would have left the straight way:
 *
 *     enough rounds left, and no store in the way of a load?       no: LOOP
 *     FAST:  poll                                                  a request: LOOP
 *            loads of N elements, operations on vectors
 *            one test of all results                               it fires: LOOP
 *            stores
 *            at least N rounds left: FAST; some: LOOP; none: on
 *     LOOP:  as it was
 *
 * LOOP goes on with the first round that FAST has not done, so it does by itself what is rare.
 *
 * What a value is in N rounds (`enum kind`): the same in each, a start plus a stride, an
 * element of a vector; or SERIAL: computed round by round, since it depends on the round
 * before, as sums do, whose order matters. Those are done by scalar instructions, N copies of
 * them, which still share the poll, the test, and what is around them.
 *
 * Exactness. Elements are computed by the operations that the loop has, so results and flags
 * are the same. If the test fires, rounds are computed again, so flags of up to N rounds ahead
 * are raised early; they would be raised in any case, unless a signal's handler looks in
 * between. Loads come before the stores of up to N - 1 earlier rounds: the check before the
 * loop is that they are of other places.
 */
#include "vectorise.h"

#include <llvm-c/Analysis.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_LANES = 8,     /* rounds at once */
    MAX_ELEMENTS = 32, /* of a vector: bytes */
    VECTOR_BYTES = 32,
    MAX_BLOCKS = 24, /* on the straight way */
    MAX_COLD = 12,   /* beside it, each time */
    MAX_COLD_BLOCKS = 48,
    MAX_NODES = 160, /* instructions on the straight way */
    MAX_SPLATS = 32,
    MAX_GUARDS = 16,
    MAX_TESTS = 32,
    MAX_CHECKS = 12, /* of pairs of addresses */
    MAX_SERIAL = 64, /* copies of serial instructions */
};

enum kind { UNKNOWN, BUSY, BAD, UNIFORM, AFFINE, LANES, SERIAL };

struct node {
    LLVMValueRef v;
    enum kind kind;
    int64_t stride;          /* of AFFINE: a round's step */
    LLVMValueRef start, now; /* UNIFORM: start, before the loop. AFFINE: at the first round, at
                                the first of these N */
    LLVMValueRef vec;        /* of LANES, or when wanted as such */
    LLVMValueRef lane[MAX_LANES];
    bool wide, second; /* an access of 8 bytes that does 16; the other one of them */
    LLVMValueRef phi;  /* of the header's: in FAST */
};

struct test {
    LLVMValueRef cond;
    bool want; /* on the straight way */
};

struct loop {
    LLVMModuleRef mod;
    LLVMContextRef ctx;
    LLVMBuilderRef b;
    LLVMTypeRef i1, i32, i64, f32, f64;
    unsigned md_prof, md_tbaa;
    bool tagged;
    LLVMAttributeRef strictfp;

    LLVMValueRef fn, poll;
    LLVMBasicBlockRef before, header, latch, out, leave;
    LLVMBasicBlockRef way[MAX_BLOCKS], cold[MAX_COLD_BLOCKS];
    unsigned nway, ncold, nnodes, ntests, nsplats, nserial, n;
    struct node nodes[MAX_NODES];
    struct test tests[MAX_TESTS];
    struct {
        LLVMValueRef x, vec;
    } splats[MAX_SPLATS];
    struct {
        LLVMValueRef v;
        bool sign;
    } guards[MAX_GUARDS];
    unsigned nguards;
    bool failed;
    LLVMBasicBlockRef fast, body, stores, end;
};

/* --- The shape of the loop ----------------------------------------------------------- */

static bool in(LLVMBasicBlockRef bb, LLVMBasicBlockRef const *set, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (set[i] == bb) {
            return true;
        }
    }
    return false;
}

static bool is_jump(LLVMValueRef t)
{
    return LLVMIsABranchInst(t) && !LLVMIsConditional(t);
}

/* The volatile load of the poll that ends BB, or NULL; *ON is where it goes on. */
static LLVMValueRef poll_of(LLVMBasicBlockRef bb, LLVMBasicBlockRef *on,
                            LLVMBasicBlockRef *leave)
{
    LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);

    if (!t || !LLVMIsABranchInst(t) || !LLVMIsConditional(t)) {
        return NULL;
    }
    LLVMValueRef c = LLVMGetCondition(t), load;
    if (!LLVMIsAICmpInst(c) || !LLVMIsALoadInst(load = LLVMGetOperand(c, 0)) ||
        !LLVMGetVolatile(load) || LLVMGetInstructionParent(load) != bb ||
        LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(load, 0))) == 0) {
        return NULL;
    }
    LLVMValueRef k = LLVMGetOperand(c, 1);
    if (!LLVMIsAConstantInt(k)) {
        return NULL;
    }
    if (LLVMGetICmpPredicate(c) == LLVMIntSGT && LLVMConstIntGetSExtValue(k) == -1) {
        *on = LLVMGetSuccessor(t, 0);
        *leave = LLVMGetSuccessor(t, 1);
        return load;
    }
    if (LLVMGetICmpPredicate(c) == LLVMIntSLT && LLVMConstIntGetSExtValue(k) == 0) {
        *on = LLVMGetSuccessor(t, 1);
        *leave = LLVMGetSuccessor(t, 0);
        return load;
    }
    return NULL;
}

/* Which successor of BR is not expected, or -1. */
static int unlikely(const struct loop *s, LLVMValueRef br)
{
    LLVMValueRef md = LLVMGetMetadata(br, s->md_prof), x[4];
    unsigned n = md ? LLVMGetMDNodeNumOperands(md) : 0;

    if (n != 3) {
        return -1;
    }
    LLVMGetMDNodeOperands(md, x);
    if (!LLVMIsAConstantInt(x[1]) || !LLVMIsAConstantInt(x[2])) {
        return -1;
    }
    uint64_t first = LLVMConstIntGetZExtValue(x[1]), second = LLVMConstIntGetZExtValue(x[2]);
    return first / 16 > second ? 1 : second / 16 > first ? 0 : -1;
}

/* True if all ways from COLD lead to one block of the straight way after its block I; adds
 * those beside it to s->cold. */
static bool is_detour(struct loop *s, LLVMBasicBlockRef cold, unsigned i)
{
    LLVMBasicBlockRef set[MAX_COLD], join = NULL;
    unsigned n = 0;

    if (in(cold, s->way, s->nway)) {
        return false;
    }
    set[n++] = cold;
    for (unsigned j = 0; j < n; j++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(set[j]);
        unsigned ns = LLVMGetNumSuccessors(t);
        if (!ns) {
            return false;
        }
        for (unsigned k = 0; k < ns; k++) {
            LLVMBasicBlockRef to = LLVMGetSuccessor(t, k);
            if (in(to, s->way, s->nway)) {
                if (in(to, s->way, i + 1) || (join && join != to)) {
                    return false;
                }
                join = to;
            } else if (!in(to, set, n)) {
                if (n == MAX_COLD) {
                    return false;
                }
                set[n++] = to;
            }
        }
    }
    for (unsigned j = 0; j < n; j++) {
        if (!in(set[j], s->cold, s->ncold)) {
            if (s->ncold == MAX_COLD_BLOCKS) {
                return false;
            }
            s->cold[s->ncold++] = set[j];
        }
    }
    return true;
}

/* Follows the straight way from the header around. */
static bool find_way(struct loop *s, LLVMBasicBlockRef bb)
{
    LLVMBasicBlockRef beside[MAX_TESTS];
    unsigned at[MAX_TESTS];

    s->way[s->nway++] = s->header;
    for (;;) {
        if (s->nway == MAX_BLOCKS || in(bb, s->way, s->nway)) {
            return false;
        }
        s->way[s->nway++] = bb;
        LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);
        if (!LLVMIsABranchInst(t)) {
            return false;
        }
        if (!LLVMIsConditional(t)) {
            bb = LLVMGetSuccessor(t, 0);
            continue;
        }
        LLVMBasicBlockRef yes = LLVMGetSuccessor(t, 0), no = LLVMGetSuccessor(t, 1);
        if (yes == s->header || no == s->header) {
            s->latch = bb;
            s->out = yes == s->header ? no : yes;
            break;
        }
        int cold = unlikely(s, t);
        if (s->ntests == MAX_TESTS || cold < 0) {
            return false;
        }
        bool cold_yes = cold == 0;
        beside[s->ntests] = cold_yes ? yes : no;
        at[s->ntests] = s->nway - 1;
        s->tests[s->ntests++] = (struct test){LLVMGetCondition(t), !cold_yes};
        bb = cold_yes ? no : yes;
    }
    for (unsigned i = 0; i < s->ntests; i++) {
        if (!is_detour(s, beside[i], at[i])) {
            return false;
        }
    }
    return s->out != s->header && !in(s->out, s->way, s->nway) &&
           !in(s->out, s->cold, s->ncold);
}

static struct node *node(struct loop *s, LLVMValueRef v)
{
    for (unsigned i = 0; i < s->nnodes; i++) {
        if (s->nodes[i].v == v) {
            return &s->nodes[i];
        }
    }
    return NULL;
}

static bool collect(struct loop *s)
{
    s->nnodes = s->nguards = 0;
    for (unsigned i = 0; i < s->nway; i++) {
        LLVMValueRef v = LLVMGetFirstInstruction(s->way[i]);
        for (; v; v = LLVMGetNextInstruction(v)) {
            if (s->nnodes == MAX_NODES) {
                return false;
            }
            s->nodes[s->nnodes++] = (struct node){.v = v};
        }
    }
    return true;
}

/* --- What values are --------------------------------------------------------------------- */

static unsigned size_of(const struct loop *s, LLVMTypeRef t)
{
    return t == s->f64 || t == s->i64 ? 8 : t == s->f32 || t == s->i32 ? 4 : 0;
}

static bool is_scalar(LLVMTypeRef t)
{
    LLVMTypeKind k = LLVMGetTypeKind(t);
    return k == LLVMIntegerTypeKind || k == LLVMFloatTypeKind || k == LLVMDoubleTypeKind;
}

static unsigned elements(LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind ? LLVMGetVectorSize(t) : 1;
}

static LLVMTypeRef element_type(LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind ? LLVMGetElementType(t) : t;
}

/* Of a vector, a number or both, in bytes. */
static unsigned total_size(LLVMTypeRef t)
{
    LLVMTypeRef e = element_type(t);

    switch (LLVMGetTypeKind(e)) {
    case LLVMIntegerTypeKind: return elements(t) * LLVMGetIntTypeWidth(e) / 8;
    case LLVMFloatTypeKind: return elements(t) * 4;
    case LLVMDoubleTypeKind: return elements(t) * 8;
    default: return 0;
    }
}

/* A number, a guest's vector register, or a compare's result of one. */
static bool is_element(const struct loop *s, LLVMTypeRef t)
{
    return is_scalar(t) || (LLVMGetTypeKind(t) == LLVMVectorTypeKind &&
                            (total_size(t) == 16 || LLVMGetElementType(t) == s->i1));
}

/* Of what is loaded and stored. */
static unsigned memory_size(const struct loop *s, LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind && total_size(t) == 16 ? 16 : size_of(s, t);
}

static LLVMValueRef peel(LLVMValueRef v)
{
    while (LLVMIsABitCastInst(v)) {
        v = LLVMGetOperand(v, 0);
    }
    return v;
}

static bool is_intrinsic(LLVMValueRef v, const char *name)
{
    size_t n;

    return LLVMIsAIntrinsicInst(v) &&
           !strncmp(LLVMGetValueName2(LLVMGetCalledValue(v), &n), name, strlen(name));
}

static bool is_zero(LLVMValueRef v)
{
    return LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == 0;
}

#define CONSTRAINED "llvm.experimental.constrained."

/* An operation that raises flags, of one result for each operand or pair or three. */
static bool is_arithmetic(LLVMValueRef v)
{
    static const char *const names[] = {CONSTRAINED "fadd.",   CONSTRAINED "fsub.",
                                        CONSTRAINED "fmul.",   CONSTRAINED "fdiv.",
                                        CONSTRAINED "fma.",    CONSTRAINED "sqrt.",
                                        CONSTRAINED "fpext.",  CONSTRAINED "fptrunc.",
                                        CONSTRAINED "sitofp.", CONSTRAINED "uitofp."};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (is_intrinsic(v, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_sign_operation(LLVMValueRef v)
{
    return is_intrinsic(v, "llvm.fabs.") || is_intrinsic(v, "llvm.copysign.");
}

/* Operands that are values. */
static unsigned noperands(LLVMValueRef v)
{
    if (!LLVMIsACallInst(v)) {
        return (unsigned)LLVMGetNumOperands(v);
    }
    unsigned n = LLVMGetNumArgOperands(v);
    while (n && LLVMGetValueKind(LLVMGetOperand(v, n - 1)) == LLVMMetadataAsValueValueKind) {
        n--;
    }
    return n;
}

/* The scalar that V, an element of a vector, is: itself, if its bits are V's, or its extension
 * if V is wider, by zeros; or NULL. */
static LLVMValueRef element(const struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAExtractElementInst(v) || !is_zero(LLVMGetOperand(v, 1))) {
        return NULL;
    }
    LLVMValueRef w = peel(LLVMGetOperand(v, 0));
    if (!LLVMIsAInsertElementInst(w) || !is_zero(LLVMGetOperand(w, 2))) {
        return NULL;
    }
    LLVMValueRef x = LLVMGetOperand(w, 1), rest = LLVMGetOperand(w, 0);
    unsigned from = size_of(s, LLVMTypeOf(x)), to = size_of(s, LLVMTypeOf(v));
    if (!from || !to || from > to) {
        return NULL;
    }
    if (from < to) {
        LLVMValueRef e = LLVMIsConstant(rest) ? LLVMGetAggregateElement(rest, 1) : NULL;
        if (!e || !LLVMIsNull(e)) {
            return NULL;
        }
    }
    return x;
}

/* A compare that makes a NaN of X if it is the smallest normal number (lift_fp.c): X and that
 * number; else NULL. */
static LLVMValueRef tiny_as_nan(LLVMValueRef v, LLVMValueRef *tiny)
{
    enum { EQ_UQ = 8 };

    if ((is_intrinsic(v, "llvm.x86.sse.cmp.ps") || is_intrinsic(v, "llvm.x86.sse2.cmp.pd")) &&
        LLVMConstIntGetZExtValue(LLVMGetOperand(v, 2)) == EQ_UQ) {
        *tiny = LLVMGetOperand(v, 1);
        return LLVMIsConstant(*tiny) ? LLVMGetOperand(v, 0) : NULL;
    }
    if (!LLVMIsAExtractElementInst(v) || !is_zero(LLVMGetOperand(v, 1))) {
        return NULL;
    }
    LLVMValueRef c = LLVMGetOperand(v, 0);
    if ((!is_intrinsic(c, "llvm.x86.sse.cmp.ss") && !is_intrinsic(c, "llvm.x86.sse2.cmp.sd")) ||
        LLVMConstIntGetZExtValue(LLVMGetOperand(c, 2)) != EQ_UQ) {
        return NULL;
    }
    LLVMValueRef a = LLVMGetOperand(c, 0), k = LLVMGetOperand(c, 1);
    if (!LLVMIsAInsertElementInst(a) || !LLVMIsConstant(k) || !is_zero(LLVMGetOperand(a, 2))) {
        return NULL;
    }
    *tiny = LLVMGetAggregateElement(k, 0);
    return *tiny ? LLVMGetOperand(a, 1) : NULL;
}

static enum kind kind_of(struct loop *s, LLVMValueRef v);

/* The value of a phi on the straight way; of the header's, around the loop. */
static LLVMValueRef incoming(struct loop *s, LLVMValueRef phi)
{
    LLVMBasicBlockRef bb = LLVMGetInstructionParent(phi);

    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        if (bb == s->header ? from == s->latch : in(from, s->way, s->nway)) {
            return LLVMGetIncomingValue(phi, i);
        }
    }
    return NULL;
}

static LLVMValueRef initial(struct loop *s, LLVMValueRef phi)
{
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        if (LLVMGetIncomingBlock(phi, i) == s->before) {
            return LLVMGetIncomingValue(phi, i);
        }
    }
    return NULL;
}

/* Extensions of 32 bits to 64; of what takes steps, they take the same ones as long as that
 * does not overflow, which a guard finds out before the loop. */
enum extension { NONE, SIGN, ZERO };

static bool is_32(LLVMValueRef v)
{
    return LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == 32;
}

/* True if V is in the upper 32 bits, and nothing is below. */
static bool is_shifted(LLVMValueRef v)
{
    if (!LLVMIsAInstruction(v)) {
        return false;
    }
    if (LLVMGetInstructionOpcode(v) == LLVMAdd && LLVMIsAConstantInt(LLVMGetOperand(v, 1))) {
        return !(uint32_t)LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1)) &&
               is_shifted(LLVMGetOperand(v, 0));
    }
    return LLVMGetInstructionOpcode(v) == LLVMShl && is_32(LLVMGetOperand(v, 1));
}

static enum extension extension_of(const struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAInstruction(v) || LLVMTypeOf(v) != s->i64) {
        return NONE;
    }
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMSExt: return LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i32 ? SIGN : NONE;
    case LLVMZExt: return LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i32 ? ZERO : NONE;
    case LLVMAnd:
        return LLVMIsAConstantInt(LLVMGetOperand(v, 1)) &&
                       LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1)) == 0xffffffff
                   ? ZERO
                   : NONE;
    case LLVMAShr:
    case LLVMLShr:
        if (!is_32(LLVMGetOperand(v, 1)) || !is_shifted(LLVMGetOperand(v, 0))) {
            return NONE;
        }
        return LLVMGetInstructionOpcode(v) == LLVMAShr ? SIGN : ZERO;
    default: return NONE;
    }
}

static bool add_guard(struct loop *s, LLVMValueRef v, enum extension e)
{
    if (s->nguards == MAX_GUARDS) {
        return false;
    }
    s->guards[s->nguards].v = v;
    s->guards[s->nguards++].sign = e == SIGN;
    return true;
}

/* True if V is PHI plus a constant, perhaps extended. */
static bool is_step(struct loop *s, LLVMValueRef v, LLVMValueRef phi, int64_t *step)
{
    enum extension e = NONE;
    bool shifted = false;

    *step = 0;
    for (unsigned i = 0; i < 8; i++) {
        enum extension here = extension_of(s, v);
        if (v == phi) {
            *step = e ? (int32_t)*step : *step;
            return !e || add_guard(s, phi, e);
        }
        if (!node(s, v) || (here && e && here != e)) {
            return false;
        }
        e = here ? here : e;
        if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) != s->header) {
            v = incoming(s, v);
        } else if (LLVMGetInstructionOpcode(v) == LLVMAdd &&
                   LLVMIsAConstantInt(LLVMGetOperand(v, 1))) {
            int64_t c = LLVMConstIntGetSExtValue(LLVMGetOperand(v, 1));
            *step += shifted ? c / (1ll << 32) : c;
            v = LLVMGetOperand(v, 0);
        } else if (shifted && is_shifted(v)) {
            shifted = false;
            v = LLVMGetOperand(v, 0);
        } else if (here) {
            shifted =
                is_shifted(LLVMGetOperand(v, 0)) && LLVMGetInstructionOpcode(v) != LLVMAnd;
            v = LLVMGetOperand(v, 0);
        } else if (here ||
                   (e && LLVMGetInstructionOpcode(v) == LLVMTrunc && LLVMTypeOf(v) == s->i32)) {
            v = LLVMGetOperand(v, 0);
        } else {
            return false;
        }
    }
    return false;
}

static int64_t stride_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = node(s, v);
    return n && kind_of(s, v) == AFFINE ? n->stride : 0;
}

/* True if V depends on TARGET, of this round or an earlier one. */
static bool depends(struct loop *s, LLVMValueRef v, LLVMValueRef target, bool *seen)
{
    struct node *n = node(s, v);

    if (v == target) {
        return true;
    }
    if (!n || seen[n - s->nodes]) {
        return false;
    }
    seen[n - s->nodes] = true;
    if (LLVMIsAPHINode(v)) {
        LLVMValueRef x = incoming(s, v);
        return !x || depends(s, x, target, seen);
    }
    for (unsigned i = 0; i < noperands(v); i++) {
        if (depends(s, LLVMGetOperand(v, i), target, seen)) {
            return true;
        }
    }
    return false;
}

/* The number at the low end of V, a vector: a scalar, a phi of the header, or NULL. */
static LLVMValueRef low_end(struct loop *s, LLVMValueRef v)
{
    for (;;) {
        v = peel(v);
        if (LLVMIsAInsertElementInst(v) && LLVMIsAConstantInt(LLVMGetOperand(v, 2))) {
            if (is_zero(LLVMGetOperand(v, 2))) {
                return LLVMGetOperand(v, 1);
            }
            /* an element as wide as the number, or above it in any case */
            v = LLVMGetOperand(v, 0);
        } else if (LLVMIsAPHINode(v) && node(s, v)) {
            if (LLVMGetInstructionParent(v) == s->header) {
                return v;
            }
            v = incoming(s, v);
        } else {
            return NULL;
        }
    }
}

/* PHI, of the header, is a number, or a vector with one at the low end, that has been computed
 * in an earlier round, as one of LANES: that number, by way of other phis like this, or NULL.
 */
static LLVMValueRef delayed(struct loop *s, LLVMValueRef phi, unsigned size)
{
    bool seen[MAX_NODES] = {false};
    LLVMValueRef x = incoming(s, phi);

    if (depends(s, x, phi, seen)) {
        return NULL;
    }
    if (!is_scalar(LLVMTypeOf(x))) {
        x = low_end(s, x);
    }
    if (!x || (is_scalar(LLVMTypeOf(x)) && size_of(s, LLVMTypeOf(x)) != size)) {
        return NULL;
    }
    if (node(s, x) && LLVMIsAPHINode(x) && LLVMGetInstructionParent(x) == s->header) {
        return delayed(s, x, size) ? x : NULL;
    }
    return is_scalar(LLVMTypeOf(x)) && kind_of(s, x) == LANES ? x : NULL;
}

/* The header's phi that V is the low end of, or NULL. */
static LLVMValueRef delayed_element(struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAExtractElementInst(v) || !is_zero(LLVMGetOperand(v, 1)) ||
        !size_of(s, LLVMTypeOf(v))) {
        return NULL;
    }
    LLVMValueRef phi = low_end(s, LLVMGetOperand(v, 0));
    if (!phi || !node(s, phi) || !LLVMIsAPHINode(phi) || is_scalar(LLVMTypeOf(phi)) ||
        LLVMGetInstructionParent(phi) != s->header) {
        return NULL;
    }
    return delayed(s, phi, size_of(s, LLVMTypeOf(v))) ? phi : NULL;
}

static enum kind kind_of_phi(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v;

    if (LLVMGetInstructionParent(v) != s->header) {
        LLVMValueRef x = incoming(s, v);
        enum kind k = x ? kind_of(s, x) : BAD;
        n->stride = k == AFFINE ? stride_of(s, x) : 0;
        return k;
    }
    if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind &&
        is_step(s, incoming(s, v), v, &n->stride)) {
        return n->stride ? AFFINE : UNIFORM;
    }
    return size_of(s, LLVMTypeOf(v)) && delayed(s, v, size_of(s, LLVMTypeOf(v))) ? LANES
                                                                                 : SERIAL;
}

/* V, a pointer, as a value and a constant. */
static LLVMValueRef base_of(LLVMValueRef p, int64_t *offset)
{
    *offset = 0;
    if (!LLVMIsAIntToPtrInst(p)) {
        return p;
    }
    p = LLVMGetOperand(p, 0);
    while (LLVMIsABinaryOperator(p) && LLVMGetInstructionOpcode(p) == LLVMAdd &&
           LLVMIsAConstantInt(LLVMGetOperand(p, 1))) {
        *offset += LLVMConstIntGetSExtValue(LLVMGetOperand(p, 1));
        p = LLVMGetOperand(p, 0);
    }
    return p;
}

/* True if pointer Q is 8 bytes after P, and they take steps of 16. */
static bool is_next(struct loop *s, LLVMValueRef p, LLVMValueRef q)
{
    int64_t i, k;

    return base_of(p, &i) == base_of(q, &k) && k == i + 8 && kind_of(s, p) == AFFINE &&
           stride_of(s, p) == 16;
}

static bool is_plain_load(struct loop *s, LLVMValueRef v)
{
    return LLVMIsALoadInst(v) && node(s, v) && !LLVMGetVolatile(v) &&
           LLVMGetOrdering(v) == LLVMAtomicOrderingNotAtomic &&
           !LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 0)));
}

/* V is put together from two loads side by side: the first one, or NULL. */
static LLVMValueRef load_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second)
{
    if (!LLVMIsAInsertElementInst(v) || LLVMTypeOf(v) != LLVMVectorType(s->i64, 2) ||
        !LLVMIsAConstantInt(LLVMGetOperand(v, 2)) ||
        LLVMConstIntGetZExtValue(LLVMGetOperand(v, 2)) != 1) {
        return NULL;
    }
    LLVMValueRef w = LLVMGetOperand(v, 0);
    if (!LLVMIsAInsertElementInst(w) || !is_zero(LLVMGetOperand(w, 2))) {
        return NULL;
    }
    LLVMValueRef a = LLVMGetOperand(w, 1), b = LLVMGetOperand(v, 1);
    *second = b;
    return is_plain_load(s, a) && is_plain_load(s, b) &&
                   is_next(s, LLVMGetOperand(a, 0), LLVMGetOperand(b, 0))
               ? a
               : NULL;
}

/* Store V and a later one, *SECOND, store the halves of a vector: that, or NULL. */
static LLVMValueRef store_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second)
{
    LLVMValueRef x = LLVMGetOperand(v, 0), w = LLVMGetNextInstruction(v);

    if (!LLVMIsAExtractElementInst(x) || !is_zero(LLVMGetOperand(x, 1)) ||
        LLVMTypeOf(LLVMGetOperand(x, 0)) != LLVMVectorType(s->i64, 2)) {
        return NULL;
    }
    while (w && !LLVMIsAStoreInst(w) && !LLVMIsALoadInst(w)) {
        w = LLVMGetNextInstruction(w);
    }
    if (!w || !LLVMIsAStoreInst(w) || LLVMGetVolatile(w) ||
        LLVMGetOrdering(w) != LLVMAtomicOrderingNotAtomic) {
        return NULL;
    }
    LLVMValueRef y = LLVMGetOperand(w, 0);
    *second = w;
    return LLVMIsAExtractElementInst(y) && LLVMIsAConstantInt(LLVMGetOperand(y, 1)) &&
                   LLVMConstIntGetZExtValue(LLVMGetOperand(y, 1)) == 1 &&
                   LLVMGetOperand(y, 0) == LLVMGetOperand(x, 0) &&
                   is_next(s, LLVMGetOperand(v, 1), LLVMGetOperand(w, 1))
               ? LLVMGetOperand(x, 0)
               : NULL;
}

static enum kind kind_of_load(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef p = LLVMGetOperand(v, 0);
    unsigned size = memory_size(s, LLVMTypeOf(v));

    if (LLVMGetVolatile(v) || LLVMGetOrdering(v) != LLVMAtomicOrderingNotAtomic || !size ||
        LLVMGetPointerAddressSpace(LLVMTypeOf(p))) {
        return BAD;
    }
    enum kind k = kind_of(s, p);
    return k == UNIFORM || (k == AFFINE && stride_of(s, p) == size) ? LANES : BAD;
}

/* Of an instruction without effects, by its operands. */
static enum kind kind_by_operands(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v;
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    bool serial = false, lanes = false, affine = false, mixed = !is_element(s, LLVMTypeOf(v));
    int64_t st[3] = {0};

    for (unsigned i = 0; i < noperands(v); i++) {
        LLVMValueRef x = LLVMGetOperand(v, i);
        enum kind k = kind_of(s, x);
        if (k == BAD || k == BUSY) {
            return BAD;
        }
        serial |= k == SERIAL;
        lanes |= k == LANES;
        affine |= k == AFFINE;
        mixed |= elements(LLVMTypeOf(x)) != elements(LLVMTypeOf(v)) &&
                 (op != LLVMBitCast || is_scalar(LLVMTypeOf(x)) || is_scalar(LLVMTypeOf(v)));
        mixed |= !is_element(s, LLVMTypeOf(x));
        if (i < 3) {
            st[i] = stride_of(s, x);
        }
    }
    if (serial) {
        return SERIAL;
    }
    if (affine && !lanes) {
        LLVMValueRef k = noperands(v) == 2 ? LLVMGetOperand(v, 1) : NULL;
        bool constant = k && LLVMIsAConstantInt(k);
        switch (op) {
        case LLVMAdd: n->stride = st[0] + st[1]; break;
        case LLVMSub: n->stride = st[0] - st[1]; break;
        case LLVMTrunc: n->stride = LLVMTypeOf(v) == s->i32 ? (int32_t)st[0] : 0; break;
        case LLVMIntToPtr: n->stride = st[0]; break;
        case LLVMSExt:
        case LLVMZExt:
        case LLVMAnd:
        case LLVMAShr:
        case LLVMLShr: {
            enum extension e = extension_of(s, v);
            int64_t step = op == LLVMAShr || op == LLVMLShr ? st[0] / (1ll << 32) : st[0];
            n->stride = e && add_guard(s, v, e) ? (int32_t)step : 0;
            break;
        }
        case LLVMShl:
            n->stride =
                constant ? (int64_t)((uint64_t)st[0] << (LLVMConstIntGetZExtValue(k) & 63)) : 0;
            break;
        case LLVMMul: n->stride = constant ? st[0] * LLVMConstIntGetSExtValue(k) : 0; break;
        default: n->stride = 0;
        }
        if (n->stride) {
            return AFFINE;
        }
        if (op == LLVMAdd || op == LLVMSub) {
            return UNIFORM; /* the strides cancel */
        }
    }
    if (!lanes && !affine && !is_arithmetic(v)) {
        return UNIFORM;
    }
    if (op == LLVMIntToPtr) {
        return BAD;
    }
    mixed |= op == LLVMInsertElement || op == LLVMExtractElement || op == LLVMShuffleVector;
    return mixed ? SERIAL : LANES;
}

static enum kind find_kind(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v, x;

    if (LLVMIsAPHINode(v)) {
        return kind_of_phi(s, n);
    }
    if (LLVMIsALoadInst(v)) {
        return kind_of_load(s, v);
    }
    if (LLVMIsACallInst(v)) {
        if (is_intrinsic(v, "llvm.x86.sse.cmp.") || is_intrinsic(v, "llvm.x86.sse2.cmp.")) {
            return SERIAL;
        }
        return is_arithmetic(v) || is_sign_operation(v) ? kind_by_operands(s, n) : BAD;
    }
    if ((x = element(s, v))) {
        return kind_of(s, x);
    }
    if (delayed_element(s, v) || load_pair(s, v, &x)) {
        return LANES;
    }
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor:
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMBitCast:
    case LLVMIntToPtr:
    case LLVMICmp:
    case LLVMFCmp:
    case LLVMSelect:
    case LLVMFNeg:
    case LLVMInsertElement:
    case LLVMShuffleVector:
    case LLVMExtractElement: return kind_by_operands(s, n);
    default: return BAD;
    }
}

static enum kind kind_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = node(s, v);

    if (!n) {
        /* of a block beside the way? then it has no business here */
        return LLVMIsAInstruction(v) && in(LLVMGetInstructionParent(v), s->cold, s->ncold)
                   ? BAD
                   : UNIFORM;
    }
    if (n->kind == UNKNOWN) {
        n->kind = BUSY;
        n->kind = find_kind(s, n);
    }
    return n->kind;
}

/* --- Code ----------------------------------------------------------------------------------
 */

static LLVMTypeRef lanes_type(struct loop *s, LLVMTypeRef t)
{
    return LLVMVectorType(element_type(t), elements(t) * s->n);
}

static LLVMValueRef const_int(struct loop *s, LLVMTypeRef t, uint64_t x)
{
    (void)s;
    return LLVMConstInt(t, x, 0);
}

static LLVMValueRef failed(struct loop *s, LLVMValueRef v)
{
    s->failed = true;
    return LLVMGetPoison(LLVMTypeOf(v));
}

static void before_loop(struct loop *s, LLVMBasicBlockRef *back)
{
    *back = LLVMGetInsertBlock(s->b);
    LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(s->before));
}

static void go_back(struct loop *s, LLVMBasicBlockRef back)
{
    if (back == s->before) {
        LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(back));
    } else {
        LLVMPositionBuilderAtEnd(s->b, back);
    }
}

static LLVMValueRef copy(struct loop *s, LLVMValueRef v, LLVMValueRef *operands)
{
    LLVMValueRef c = LLVMInstructionClone(v);

    for (unsigned i = 0; i < noperands(v); i++) {
        LLVMSetOperand(c, i, operands[i]);
    }
    LLVMInsertIntoBuilder(s->b, c);
    return c;
}

/* UNIFORM or AFFINE V at the first round, before the loop. */
static LLVMValueRef at_start(struct loop *s, LLVMValueRef v)
{
    struct node *n = node(s, v);
    LLVMValueRef x[3];
    LLVMBasicBlockRef back;

    if (!n) {
        return v;
    }
    if (n->start) {
        return n->start;
    }
    if (LLVMIsAPHINode(v)) {
        return n->start = LLVMGetInstructionParent(v) == s->header
                              ? initial(s, v)
                              : at_start(s, incoming(s, v));
    }
    if (noperands(v) > 3) {
        return failed(s, v);
    }
    for (unsigned i = 0; i < noperands(v); i++) {
        x[i] = at_start(s, LLVMGetOperand(v, i));
    }
    before_loop(s, &back);
    n->start = copy(s, v, x);
    go_back(s, back);
    return n->start;
}

/* AFFINE V at the first of these N rounds. */
static LLVMValueRef at_now(struct loop *s, LLVMValueRef v)
{
    struct node *n = node(s, v);
    LLVMValueRef x[3];

    if (kind_of(s, v) == UNIFORM) {
        return at_start(s, v);
    }
    if (n->now) {
        return n->now;
    }
    if (LLVMIsAPHINode(v)) {
        return n->now = n->phi ? n->phi : at_now(s, incoming(s, v));
    }
    for (unsigned i = 0; i < noperands(v); i++) {
        x[i] = at_now(s, LLVMGetOperand(v, i));
    }
    return n->now = copy(s, v, x);
}

/* N elements of X, of which each is one of M, or of Y behind it, by number. */
static LLVMValueRef shuffle(struct loop *s, LLVMValueRef x, LLVMValueRef y, unsigned first,
                            unsigned n, unsigned m)
{
    LLVMValueRef mask[MAX_ELEMENTS];

    for (unsigned i = 0; i < n; i++) {
        mask[i] = const_int(s, s->i32, first + i % m);
    }
    return LLVMBuildShuffleVector(s->b, x, y ? y : LLVMGetPoison(LLVMTypeOf(x)),
                                  LLVMConstVector(mask, n), "");
}

static LLVMValueRef splat(struct loop *s, LLVMValueRef x)
{
    LLVMTypeRef t = lanes_type(s, LLVMTypeOf(x));
    unsigned m = elements(LLVMTypeOf(x)), n = m * s->n;

    if (LLVMIsConstant(x)) {
        LLVMValueRef e[MAX_ELEMENTS];
        for (unsigned i = 0; i < n; i++) {
            e[i] = m == 1 ? x : LLVMGetAggregateElement(x, i % m);
        }
        return LLVMConstVector(e, n);
    }
    if (m == 1) {
        x = LLVMBuildInsertElement(s->b, LLVMGetPoison(t), x, const_int(s, s->i32, 0), "");
    }
    return shuffle(s, x, NULL, 0, n, m);
}

static LLVMValueRef uniform_vector(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef x = at_start(s, v);
    LLVMBasicBlockRef back;

    if (LLVMIsConstant(x)) {
        return splat(s, x);
    }
    for (unsigned i = 0; i < s->nsplats; i++) {
        if (s->splats[i].x == x) {
            return s->splats[i].vec;
        }
    }
    before_loop(s, &back);
    LLVMValueRef vec = splat(s, x);
    go_back(s, back);
    if (s->nsplats < MAX_SPLATS) {
        s->splats[s->nsplats].x = x;
        s->splats[s->nsplats++].vec = vec;
    }
    return vec;
}

static LLVMValueRef intrinsic(struct loop *s, LLVMValueRef like, LLVMTypeRef *types,
                              unsigned ntypes, LLVMValueRef *args, unsigned n)
{
    LLVMValueRef f = LLVMGetIntrinsicDeclaration(
        s->mod, LLVMGetIntrinsicID(LLVMGetCalledValue(like)), types, ntypes);
    LLVMValueRef call = LLVMBuildCall2(s->b, LLVMGlobalGetValueType(f), f, args, n, "");

    LLVMAddCallSiteAttribute(call, LLVMAttributeFunctionIndex, s->strictfp);
    return call;
}

static LLVMValueRef vector_of(struct loop *s, LLVMValueRef v);

static LLVMValueRef vector_call(struct loop *s, LLVMValueRef v)
{
    unsigned total = LLVMGetNumArgOperands(v), n = noperands(v);
    LLVMValueRef args[8];
    LLVMTypeRef types[2] = {lanes_type(s, LLVMTypeOf(v)),
                            lanes_type(s, LLVMTypeOf(LLVMGetOperand(v, 0)))};
    bool converts = types[0] != types[1];

    if (total > 8) {
        return failed(s, v);
    }
    for (unsigned i = 0; i < total; i++) {
        LLVMValueRef x = LLVMGetOperand(v, i);
        args[i] = i < n ? vector_of(s, x) : x;
    }
    return intrinsic(s, v, types, converts ? 2 : 1, args, total);
}

/* V, which loads a T. */
static LLVMValueRef vector_load(struct loop *s, LLVMValueRef v, LLVMTypeRef t)
{
    LLVMValueRef p = LLVMGetOperand(v, 0), x;
    bool same = kind_of(s, p) == UNIFORM;

    x = LLVMBuildLoad2(s->b, same ? t : lanes_type(s, t), same ? at_start(s, p) : at_now(s, p),
                       "");
    LLVMSetAlignment(x, 1);
    LLVMSetMetadata(x, s->md_tbaa, LLVMGetMetadata(v, s->md_tbaa));
    return same ? splat(s, x) : x;
}

static LLVMValueRef lane(struct loop *s, LLVMValueRef v, unsigned i);

static LLVMValueRef from_lanes(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef vec = LLVMGetPoison(lanes_type(s, LLVMTypeOf(v)));
    unsigned m = elements(LLVMTypeOf(v));

    if (m > 1) {
        return s->n == 2 ? shuffle(s, lane(s, v, 0), lane(s, v, 1), 0, 2 * m, 2 * m)
                         : failed(s, v);
    }
    for (unsigned i = 0; i < s->n; i++) {
        vec = LLVMBuildInsertElement(s->b, vec, lane(s, v, i), const_int(s, s->i32, i), "");
    }
    return vec;
}

static LLVMValueRef affine_vector(struct loop *s, struct node *n)
{
    LLVMTypeRef t = LLVMTypeOf(n->v);
    LLVMValueRef e[MAX_LANES];

    if (LLVMGetTypeKind(t) != LLVMIntegerTypeKind) {
        return failed(s, n->v);
    }
    for (unsigned i = 0; i < s->n; i++) {
        e[i] = const_int(s, t, (uint64_t)n->stride * i);
    }
    return LLVMBuildAdd(s->b, splat(s, at_now(s, n->v)), LLVMConstVector(e, s->n), "");
}

/* What PHI was in the last of the N rounds before, then what it becomes in these, as numbers of
 * type T. */
static LLVMValueRef delayed_vector(struct loop *s, LLVMValueRef phi, LLVMTypeRef t)
{
    unsigned size = size_of(s, t);
    LLVMValueRef x = delayed(s, phi, size), first = node(s, phi)->phi, mask[MAX_LANES];
    LLVMTypeRef vt = lanes_type(s, t);

    if (!x) {
        return failed(s, phi);
    }
    if (is_scalar(LLVMTypeOf(phi))) {
        first = LLVMBuildBitCast(s->b, first, t, "");
    } else {
        first = LLVMBuildBitCast(s->b, first,
                                 LLVMVectorType(t, total_size(LLVMTypeOf(phi)) / size), "");
        first = LLVMBuildExtractElement(s->b, first, const_int(s, s->i32, 0), "");
    }
    if (LLVMIsAPHINode(x) && LLVMGetInstructionParent(x) == s->header) {
        x = delayed_vector(s, x, t);
    } else {
        x = LLVMBuildBitCast(s->b, vector_of(s, x), vt, "");
    }
    first = LLVMBuildInsertElement(s->b, LLVMGetPoison(vt), first, const_int(s, s->i32, 0), "");
    for (unsigned i = 0; i < s->n; i++) {
        mask[i] = const_int(s, s->i32, i ? s->n + i - 1 : 0);
    }
    return LLVMBuildShuffleVector(s->b, first, x, LLVMConstVector(mask, s->n), "");
}

static LLVMValueRef make_vector(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v, x = NULL, second;
    LLVMTypeRef t = is_element(s, LLVMTypeOf(v)) ? lanes_type(s, LLVMTypeOf(v)) : NULL;

    if (!t) {
        return failed(s, v);
    }
    if (n->kind == SERIAL) {
        return from_lanes(s, v);
    }
    if (n->kind == AFFINE) {
        return affine_vector(s, n);
    }
    if (LLVMIsAPHINode(v)) {
        return LLVMGetInstructionParent(v) == s->header ? delayed_vector(s, v, LLVMTypeOf(v))
                                                        : vector_of(s, incoming(s, v));
    }
    if (LLVMIsALoadInst(v)) {
        return vector_load(s, v, LLVMTypeOf(v));
    }
    if (LLVMIsACallInst(v)) {
        return vector_call(s, v);
    }
    if ((x = element(s, v))) {
        LLVMTypeRef from = LLVMTypeOf(x);
        unsigned size = size_of(s, from);
        x = vector_of(s, x);
        if (size == size_of(s, LLVMTypeOf(v))) {
            return LLVMBuildBitCast(s->b, x, t, "");
        }
        x = LLVMBuildBitCast(s->b, x, lanes_type(s, s->i32), "");
        x = LLVMBuildZExt(s->b, x, lanes_type(s, s->i64), "");
        return LLVMBuildBitCast(s->b, x, t, "");
    }
    if ((x = delayed_element(s, v))) {
        return delayed_vector(s, x, LLVMTypeOf(v));
    }
    if ((x = load_pair(s, v, &second))) {
        return vector_load(s, x, LLVMTypeOf(v));
    }
    LLVMValueRef o[3];
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    for (unsigned i = 0; i < noperands(v); i++) {
        o[i] = vector_of(s, LLVMGetOperand(v, i));
    }
    switch (op) {
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMBitCast: return LLVMBuildCast(s->b, op, o[0], t, "");
    case LLVMICmp: return LLVMBuildICmp(s->b, LLVMGetICmpPredicate(v), o[0], o[1], "");
    case LLVMFCmp: return LLVMBuildFCmp(s->b, LLVMGetFCmpPredicate(v), o[0], o[1], "");
    case LLVMSelect: return LLVMBuildSelect(s->b, o[0], o[1], o[2], "");
    case LLVMFNeg: return LLVMBuildFNeg(s->b, o[0], "");
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor: return LLVMBuildBinOp(s->b, op, o[0], o[1], "");
    default: return failed(s, v);
    }
}

static LLVMValueRef vector_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = node(s, v);

    if (!n || kind_of(s, v) == UNIFORM) {
        return is_element(s, LLVMTypeOf(v)) ? uniform_vector(s, v) : failed(s, v);
    }
    if (!n->vec) {
        n->vec = make_vector(s, n);
    }
    return n->vec;
}

/* V in round I of these N. */
static LLVMValueRef lane(struct loop *s, LLVMValueRef v, unsigned i)
{
    struct node *n = node(s, v);
    LLVMValueRef x[4];

    if (!n || kind_of(s, v) == UNIFORM) {
        return at_start(s, v);
    }
    if (n->lane[i]) {
        return n->lane[i];
    }
    if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) != s->header) {
        return n->lane[i] = lane(s, incoming(s, v), i);
    }
    if (n->kind == AFFINE) {
        LLVMTypeRef t = LLVMTypeOf(v);
        if (LLVMGetTypeKind(t) == LLVMPointerTypeKind) {
            LLVMValueRef a = lane(s, LLVMGetOperand(v, 0), i);
            return n->lane[i] = LLVMBuildIntToPtr(s->b, a, t, "");
        }
        LLVMValueRef k = const_int(s, t, (uint64_t)n->stride * i);
        return n->lane[i] = i ? LLVMBuildAdd(s->b, at_now(s, v), k, "") : at_now(s, v);
    }
    if (n->kind == LANES) {
        LLVMValueRef vec = vector_of(s, v);
        unsigned m = elements(LLVMTypeOf(v));
        if (m > 1) {
            return n->lane[i] = shuffle(s, vec, NULL, i * m, m, m);
        }
        return n->lane[i] = LLVMBuildExtractElement(s->b, vec, const_int(s, s->i32, i), "");
    }
    if (LLVMIsAPHINode(v)) {
        return n->lane[i] = i ? lane(s, incoming(s, v), i - 1) : n->phi;
    }
    if (n->kind != SERIAL || noperands(v) > 4 || LLVMIsALoadInst(v)) {
        return failed(s, v);
    }
    for (unsigned k = 0; k < noperands(v); k++) {
        x[k] = lane(s, LLVMGetOperand(v, k), i);
    }
    s->nserial++;
    return n->lane[i] = copy(s, v, x);
}

/* --- Tests --------------------------------------------------------------------------- */

/* By their types, which are few. */
enum { MAX_TYPES = 8 };

struct bad {
    LLVMValueRef bad[MAX_TYPES];  /* true, or a vector with something true: not as wanted */
    LLVMValueRef left[MAX_TYPES]; /* to be tested for NaNs, together with another one */
};

static LLVMValueRef *by_type(struct loop *s, LLVMValueRef *set, LLVMTypeRef t)
{
    for (unsigned i = 0; i < MAX_TYPES; i++) {
        if (!set[i] || LLVMTypeOf(set[i]) == t) {
            return &set[i];
        }
    }
    s->failed = true;
    return set;
}

static void add_bad(struct loop *s, struct bad *b, LLVMValueRef c)
{
    LLVMValueRef *x = by_type(s, b->bad, LLVMTypeOf(c));
    *x = *x ? LLVMBuildOr(s->b, *x, c, "") : c;
}

static void add_nan(struct loop *s, struct bad *b, LLVMValueRef x)
{
    LLVMValueRef *left = by_type(s, b->left, LLVMTypeOf(x));

    if (!*left || LLVMIsAConstant(*left)) {
        *left = x;
    } else {
        add_bad(s, b, LLVMBuildFCmp(s->b, LLVMRealUNO, *left, x, ""));
        *left = LLVMConstNull(LLVMTypeOf(x)); /* keeps its place, and is no NaN */
    }
}

/* True if V is a NaN whenever FROM, of the same round, is one; numbers of type T alone count.
 */
static bool carries_nan(struct loop *s, LLVMValueRef v, LLVMValueRef from, LLVMTypeRef t,
                        unsigned depth)
{
    if (v == from) {
        return true;
    }
    if (!node(s, v) || !depth) {
        return false;
    }
    if (LLVMIsAPHINode(v)) {
        return LLVMGetInstructionParent(v) != s->header &&
               carries_nan(s, incoming(s, v), from, t, depth - 1);
    }
    if (LLVMIsAExtractElementInst(v)) {
        return LLVMTypeOf(v) == t && is_zero(LLVMGetOperand(v, 1)) &&
               carries_nan(s, LLVMGetOperand(v, 0), from, t, depth - 1);
    }
    if (LLVMIsAInsertElementInst(v)) {
        LLVMValueRef x = LLVMGetOperand(v, 1);
        return LLVMTypeOf(x) == t && is_zero(LLVMGetOperand(v, 2)) &&
               carries_nan(s, x, from, t, depth - 1);
    }
    if (LLVMIsABitCastInst(v)) {
        return carries_nan(s, LLVMGetOperand(v, 0), from, t, depth - 1);
    }
    if ((is_arithmetic(v) || is_intrinsic(v, "llvm.fabs.") ||
         LLVMGetInstructionOpcode(v) == LLVMFNeg) &&
        LLVMTypeOf(v) == t) {
        for (unsigned i = 0; i < noperands(v); i++) {
            LLVMValueRef x = LLVMGetOperand(v, i);
            if (LLVMTypeOf(x) == t && carries_nan(s, x, from, t, depth - 1)) {
                return true;
            }
        }
    }
    return false;
}

/* True if V, which is SERIAL, is a NaN in all later rounds if it is in one. */
static bool stays_nan(struct loop *s, LLVMValueRef v)
{
    enum { DEPTH = 16 };

    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef phi = s->nodes[i].v;
        if (!LLVMIsAPHINode(phi) || LLVMGetInstructionParent(phi) != s->header) {
            break;
        }
        LLVMTypeRef t = LLVMTypeOf(v);
        if (carries_nan(s, incoming(s, phi), v, t, DEPTH) && carries_nan(s, v, phi, t, DEPTH)) {
            return true;
        }
    }
    return false;
}

/* C asks if no bit of a vector of them is set (WANT), or if one is: that vector, or NULL. */
static LLVMValueRef bits_tested(struct loop *s, LLVMValueRef c, bool want)
{
    if (!LLVMIsAICmpInst(c) || LLVMGetICmpPredicate(c) != (want ? LLVMIntEQ : LLVMIntNE) ||
        !LLVMIsAConstant(LLVMGetOperand(c, 1)) || !LLVMIsNull(LLVMGetOperand(c, 1))) {
        return NULL;
    }
    LLVMValueRef x = LLVMGetOperand(c, 0);
    if (!node(s, x) || !LLVMIsABitCastInst(x)) {
        return NULL;
    }
    x = LLVMGetOperand(x, 0);
    return LLVMGetTypeKind(LLVMTypeOf(x)) == LLVMVectorTypeKind &&
                   LLVMGetElementType(LLVMTypeOf(x)) == s->i1
               ? x
               : NULL;
}

static void test_nan(struct loop *s, struct bad *b, LLVMValueRef x)
{
    LLVMValueRef tiny, y;

    if (LLVMIsAConstant(x)) {
        return;
    }
    if ((y = tiny_as_nan(x, &tiny))) {
        if (kind_of(s, y) != SERIAL) {
            add_bad(s, b,
                    LLVMBuildFCmp(s->b, LLVMRealUEQ, vector_of(s, y), splat(s, tiny), ""));
            return;
        }
        for (unsigned i = 0; i < s->n; i++) {
            add_bad(s, b, LLVMBuildFCmp(s->b, LLVMRealUEQ, lane(s, y, i), tiny, ""));
        }
        return;
    }
    if (kind_of(s, x) != SERIAL) {
        add_nan(s, b, vector_of(s, x));
        return;
    }
    for (unsigned i = stays_nan(s, x) ? s->n - 1 : 0; i < s->n; i++) {
        add_nan(s, b, lane(s, x, i));
    }
}

/* C, an i1 or vectors of them: bad is what is not WANT. */
static void test_condition(struct loop *s, struct bad *b, LLVMValueRef c, bool want)
{
    bool known = node(s, c) != NULL;

    if (known && LLVMIsAFCmpInst(c) &&
        LLVMGetFCmpPredicate(c) == (want ? LLVMRealORD : LLVMRealUNO)) {
        test_nan(s, b, LLVMGetOperand(c, 0));
        if (LLVMGetOperand(c, 1) != LLVMGetOperand(c, 0)) {
            test_nan(s, b, LLVMGetOperand(c, 1));
        }
        return;
    }
    if (known && LLVMGetInstructionOpcode(c) == (want ? LLVMAnd : LLVMOr)) {
        test_condition(s, b, LLVMGetOperand(c, 0), want);
        test_condition(s, b, LLVMGetOperand(c, 1), want);
        return;
    }
    LLVMValueRef bits = known ? bits_tested(s, c, want) : NULL;
    if (bits) {
        test_condition(s, b, bits, false);
        return;
    }
    bool serial = kind_of(s, c) == SERIAL;
    for (unsigned i = 0; i < (serial ? s->n : 1); i++) {
        LLVMValueRef x = serial ? lane(s, c, i) : vector_of(s, c);
        add_bad(s, b, want ? LLVMBuildNot(s->b, x, "") : x);
    }
}

/* True if one of these N rounds does not take the straight way. */
static LLVMValueRef bad_rounds(struct loop *s)
{
    struct bad b = {{NULL}, {NULL}};
    LLVMValueRef all = NULL;

    for (unsigned i = 0; i < s->ntests; i++) {
        test_condition(s, &b, s->tests[i].cond, s->tests[i].want);
    }
    for (unsigned i = 0; i < MAX_TYPES; i++) {
        if (b.left[i] && !LLVMIsAConstant(b.left[i])) {
            add_bad(s, &b, LLVMBuildFCmp(s->b, LLVMRealUNO, b.left[i], b.left[i], ""));
        }
    }
    for (unsigned i = 0; i < MAX_TYPES && b.bad[i]; i++) {
        LLVMValueRef x = b.bad[i];
        if (LLVMTypeOf(x) != s->i1) {
            LLVMTypeRef t = LLVMIntTypeInContext(s->ctx, elements(LLVMTypeOf(x)));
            x = LLVMBuildBitCast(s->b, x, t, "");
            x = LLVMBuildICmp(s->b, LLVMIntNE, x, LLVMConstNull(t), "");
        }
        all = all ? LLVMBuildOr(s->b, all, x, "") : x;
    }
    return all;
}

/* --- Before the loop -----------------------------------------------------------------------
 */

/* How the loop goes on: while X, which takes a step each round, is not, or before, BOUND. */
struct trip {
    LLVMValueRef x, bound;
    LLVMIntPredicate p;
    int64_t step;
};

static LLVMIntPredicate swapped(LLVMIntPredicate p)
{
    switch (p) {
    case LLVMIntSLT: return LLVMIntSGT;
    case LLVMIntSGT: return LLVMIntSLT;
    case LLVMIntULT: return LLVMIntUGT;
    case LLVMIntUGT: return LLVMIntULT;
    case LLVMIntSLE: return LLVMIntSGE;
    case LLVMIntSGE: return LLVMIntSLE;
    case LLVMIntULE: return LLVMIntUGE;
    case LLVMIntUGE: return LLVMIntULE;
    default: return p;
    }
}

static LLVMIntPredicate inverse(LLVMIntPredicate p)
{
    switch (p) {
    case LLVMIntEQ: return LLVMIntNE;
    case LLVMIntNE: return LLVMIntEQ;
    case LLVMIntSLT: return LLVMIntSGE;
    case LLVMIntSGE: return LLVMIntSLT;
    case LLVMIntSGT: return LLVMIntSLE;
    case LLVMIntSLE: return LLVMIntSGT;
    case LLVMIntULT: return LLVMIntUGE;
    case LLVMIntUGE: return LLVMIntULT;
    case LLVMIntUGT: return LLVMIntULE;
    case LLVMIntULE: return LLVMIntUGT;
    default: return p;
    }
}

static bool find_trip(struct loop *s, struct trip *t)
{
    LLVMValueRef br = LLVMGetBasicBlockTerminator(s->latch), c = LLVMGetCondition(br);

    if (!LLVMIsAICmpInst(c) || !node(s, c) ||
        LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(c, 0))) != LLVMIntegerTypeKind) {
        return false;
    }
    t->x = LLVMGetOperand(c, 0);
    t->bound = LLVMGetOperand(c, 1);
    t->p = LLVMGetICmpPredicate(c);
    if (kind_of(s, t->x) == UNIFORM && kind_of(s, t->bound) == AFFINE) {
        LLVMValueRef x = t->x;
        t->x = t->bound;
        t->bound = x;
        t->p = swapped(t->p);
    }
    if (kind_of(s, t->x) != AFFINE || kind_of(s, t->bound) != UNIFORM) {
        return false;
    }
    if (LLVMGetSuccessor(br, 0) != s->header) {
        t->p = inverse(t->p);
    }
    t->step = stride_of(s, t->x);
    int64_t size = t->step < 0 ? -t->step : t->step;
    if (size <= 0 || size > 4096 || (size & (size - 1))) {
        return false;
    }
    switch (t->p) {
    case LLVMIntNE: return true;
    case LLVMIntSLT:
    case LLVMIntULT: return t->step > 0;
    case LLVMIntSGT:
    case LLVMIntUGT: return t->step < 0;
    default: return false;
    }
}

/* The number of rounds, as 64 bits; 0 if it is not known. */
static LLVMValueRef rounds(struct loop *s, const struct trip *t)
{
    LLVMValueRef first = at_start(s, t->x), bound = at_start(s, t->bound), ok, n;
    LLVMTypeRef type = LLVMTypeOf(first);
    unsigned bits = LLVMGetIntTypeWidth(type), shift = 0;
    bool up = t->step > 0;
    uint64_t step = (uint64_t)(up ? t->step : -t->step);
    LLVMValueRef one = const_int(s, s->i64, 1), k;

    while (1ull << shift < step) {
        shift++;
    }
    k = const_int(s, type, shift);
    LLVMValueRef d =
        up ? LLVMBuildSub(s->b, bound, first, "") : LLVMBuildSub(s->b, first, bound, "");
    if (t->p == LLVMIntNE) {
        n = LLVMBuildLShr(s->b, d, k, "");
        LLVMValueRef rest = LLVMBuildAnd(s->b, d, const_int(s, type, step - 1), "");
        ok = LLVMBuildICmp(s->b, LLVMIntEQ, rest, LLVMConstNull(type), "");
        n = LLVMBuildZExtOrBitCast(s->b, n, s->i64, "");
        n = LLVMBuildAdd(s->b, n, one, "");
        return step == 1 ? n : LLVMBuildSelect(s->b, ok, n, LLVMConstNull(s->i64), "");
    }
    /* X must not wrap around before it has reached the bound. */
    bool is_signed = t->p == LLVMIntSLT || t->p == LLVMIntSGT;
    uint64_t top = is_signed ? (1ull << (bits - 1)) - 1 : ~0ull >> (64 - bits);
    uint64_t bottom = is_signed ? 1ull << (bits - 1) : 0;
    LLVMValueRef limit = const_int(s, type, up ? top - step : bottom + step);
    ok = LLVMBuildICmp(s->b,
                       up ? (is_signed ? LLVMIntSLE : LLVMIntULE)
                          : (is_signed ? LLVMIntSGE : LLVMIntUGE),
                       bound, limit, "");
    LLVMValueRef before = LLVMBuildICmp(s->b, t->p, first, bound, "");
    ok = LLVMBuildAnd(s->b, ok, before, ""); /* more than one round, or no matter */
    /* (d + step - 1) / step, without overflow: d > 0. */
    n = LLVMBuildSub(s->b, d, const_int(s, type, 1), "");
    n = LLVMBuildLShr(s->b, n, k, "");
    n = LLVMBuildZExtOrBitCast(s->b, n, s->i64, "");
    n = LLVMBuildAdd(s->b, n, const_int(s, s->i64, 2), "");
    return LLVMBuildSelect(s->b, ok, n, LLVMConstNull(s->i64), "");
}

static LLVMValueRef pointer_operand(LLVMValueRef access)
{
    return LLVMGetOperand(access, LLVMIsAStoreInst(access) ? 1 : 0);
}

static unsigned access_size(struct loop *s, LLVMValueRef access)
{
    LLVMValueRef x = LLVMIsAStoreInst(access) ? LLVMGetOperand(access, 0) : access;
    return node(s, access)->wide ? 16 : memory_size(s, LLVMTypeOf(x));
}

/* What FAST does: not the second of a pair, and no load that nobody wants. */
static bool is_access(struct loop *s, struct node *n)
{
    if (LLVMIsAStoreInst(n->v)) {
        return !n->second;
    }
    return LLVMIsALoadInst(n->v) && n->v != s->poll && !n->second &&
           (n->wide || n->kind != BAD);
}

/* The address that ACCESS is at in the first round. */
static LLVMValueRef first_address(struct loop *s, LLVMValueRef access)
{
    LLVMValueRef p = at_start(s, pointer_operand(access));
    return LLVMBuildPtrToInt(s->b, p, s->i64, "");
}

/* True if STORE is not in the way of ACCESS: that N rounds of one come before, or after N
 * rounds of the other, makes no difference. EARLIER: in a round, ACCESS comes first. */
static LLVMValueRef apart(struct loop *s, LLVMValueRef store, LLVMValueRef access, bool earlier,
                          LLVMValueRef nrounds)
{
    unsigned zs = access_size(s, store), za = access_size(s, access);
    int64_t stride = stride_of(s, pointer_operand(access));
    LLVMValueRef d = LLVMBuildSub(s->b, first_address(s, store), first_address(s, access), "");
    uint64_t lo, span;

    /* Forbidden is -lo < d < span - lo, modulo what addresses are. */
    if (stride == zs && za == zs) {
        uint64_t reach = (uint64_t)s->n * zs;
        if (LLVMIsAStoreInst(access)) {
            lo = reach - 1;
            span = 2 * reach - 1;
        } else if (earlier) {
            lo = 0;
            span = reach;
            d = LLVMBuildSub(s->b, d, const_int(s, s->i64, 1), "");
            span--;
        } else {
            lo = zs - 1;
            span = reach + zs - 1;
        }
        d = LLVMBuildAdd(s->b, d, const_int(s, s->i64, lo), "");
        LLVMValueRef k = const_int(s, s->i64, s->tagged ? span << 8 : span);
        if (s->tagged) {
            d = LLVMBuildShl(s->b, d, const_int(s, s->i64, 8), "");
        }
        return LLVMBuildICmp(s->b, LLVMIntUGE, d, k, "");
    }
    /* All rounds of both: A of na bytes and S of ns bytes. */
    LLVMValueRef na =
        stride ? LLVMBuildMul(s->b, nrounds, const_int(s, s->i64, (uint64_t)stride), "")
               : const_int(s, s->i64, za);
    LLVMValueRef ns = LLVMBuildMul(s->b, nrounds, const_int(s, s->i64, zs), "");
    LLVMValueRef back = LLVMBuildNeg(s->b, d, "");
    if (s->tagged) {
        LLVMValueRef eight = const_int(s, s->i64, 8);
        na = LLVMBuildShl(s->b, na, eight, "");
        ns = LLVMBuildShl(s->b, ns, eight, "");
        d = LLVMBuildShl(s->b, d, eight, "");
        back = LLVMBuildShl(s->b, back, eight, "");
    }
    LLVMValueRef c = LLVMBuildICmp(s->b, LLVMIntUGE, d, na, "");
    c = LLVMBuildAnd(s->b, c, LLVMBuildICmp(s->b, LLVMIntUGE, back, ns, ""), "");
    LLVMValueRef few =
        LLVMBuildICmp(s->b, LLVMIntULT, nrounds, const_int(s, s->i64, 1ull << 40), "");
    return LLVMBuildAnd(s->b, c, few, "");
}

/* True if X is the extension of 32 bits. */
static LLVMValueRef is_extended(struct loop *s, LLVMValueRef x, bool sign)
{
    LLVMValueRef y = LLVMBuildTrunc(s->b, x, s->i32, "");

    y = sign ? LLVMBuildSExt(s->b, y, s->i64, "") : LLVMBuildZExt(s->b, y, s->i64, "");
    return LLVMBuildICmp(s->b, LLVMIntEQ, x, y, "");
}

/* True if what is extended takes no step out of its range in NROUNDS. */
static LLVMValueRef guards_hold(struct loop *s, LLVMValueRef nrounds)
{
    LLVMValueRef ok =
        LLVMBuildICmp(s->b, LLVMIntULT, nrounds, const_int(s, s->i64, 1ull << 32), "");

    for (unsigned i = 0; i < s->nguards; i++) {
        LLVMValueRef v = s->guards[i].v, first = at_start(s, v);
        LLVMValueRef stride = const_int(s, s->i64, (uint64_t)node(s, v)->stride);
        LLVMValueRef last = LLVMBuildMul(s->b, nrounds, stride, "");
        last = LLVMBuildAdd(s->b, first, last, "");
        ok = LLVMBuildAnd(s->b, ok, is_extended(s, first, s->guards[i].sign), "");
        ok = LLVMBuildAnd(s->b, ok, is_extended(s, last, s->guards[i].sign), "");
    }
    return ok;
}

/* True if FAST may be entered; *NROUNDS are the loop's. */
static LLVMValueRef may_enter(struct loop *s, const struct trip *t, LLVMValueRef *nrounds)
{
    LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(s->before));
    *nrounds = rounds(s, t);
    LLVMValueRef ok = LLVMBuildICmp(s->b, LLVMIntUGE, *nrounds, const_int(s, s->i64, s->n), "");
    unsigned nchecks = 0;
    if (s->nguards) {
        ok = LLVMBuildAnd(s->b, ok, guards_hold(s, *nrounds), "");
    }
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef store = s->nodes[i].v;
        if (!LLVMIsAStoreInst(store) || s->nodes[i].second) {
            continue;
        }
        for (unsigned k = 0; k < s->nnodes; k++) {
            LLVMValueRef v = s->nodes[k].v;
            if (!is_access(s, &s->nodes[k]) || (LLVMIsAStoreInst(v) && k >= i)) {
                continue;
            }
            if (nchecks++ == MAX_CHECKS) {
                s->failed = true;
                return ok;
            }
            ok = LLVMBuildAnd(s->b, ok, apart(s, store, v, k < i, *nrounds), "");
        }
    }
    return ok;
}

/* --- The loop ---------------------------------------------------------------------------- */

static bool inside(struct loop *s, LLVMBasicBlockRef bb)
{
    return in(bb, s->way, s->nway) || in(bb, s->cold, s->ncold) || bb == s->leave;
}

static bool used_outside(struct loop *s, LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMBasicBlockRef bb = LLVMGetInstructionParent(LLVMGetUser(u));
        if (!inside(s, bb) && bb != s->before && bb != s->fast && bb != s->body &&
            bb != s->stores && bb != s->end) {
            return true;
        }
    }
    return false;
}

/* What has effects has to be something that FAST can do. Sets s->n. */
static bool can_do(struct loop *s)
{
    unsigned size = 0, work = 0, fences = 0, serial = 0;

    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        LLVMTypeRef t = LLVMTypeOf(v);
        if (v == s->poll || LLVMIsABranchInst(v)) {
            continue;
        }
        if (LLVMIsAFenceInst(v)) {
            if (!LLVMIsAtomicSingleThread(v)) {
                return false;
            }
            fences++;
            continue;
        }
        if (LLVMIsAStoreInst(v)) {
            LLVMValueRef x = LLVMGetOperand(v, 0), p = LLVMGetOperand(v, 1), second, pair;
            if (s->nodes[i].second) {
                continue;
            }
            if ((pair = store_pair(s, v, &second))) {
                s->nodes[i].wide = node(s, second)->second = true;
                x = pair;
            }
            unsigned z = access_size(s, v);
            if (!z || LLVMGetVolatile(v) || LLVMGetOrdering(v) != LLVMAtomicOrderingNotAtomic ||
                LLVMGetPointerAddressSpace(LLVMTypeOf(p)) || kind_of(s, p) != AFFINE ||
                stride_of(s, p) != z || kind_of(s, x) == BAD) {
                return false;
            }
            size = z > size ? z : size;
            continue;
        }
        enum kind k = kind_of(s, v);
        LLVMValueRef second, first = load_pair(s, v, &second);
        if (first) {
            node(s, first)->wide = node(s, second)->second = true;
            size = 16;
        } else if (LLVMIsALoadInst(v)) {
            unsigned z = k == BAD ? 0 : access_size(s, v);
            size = z > size ? z : size;
        } else if (LLVMIsACallInst(v)) {
            if (k == BAD) {
                return false;
            }
            if (is_arithmetic(v)) {
                unsigned z = total_size(t), zo = total_size(LLVMTypeOf(LLVMGetOperand(v, 0)));
                size = z > size ? z : size;
                size = zo > size ? zo : size;
                work++;
            }
        } else if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) == s->header &&
                   kind_of(s, incoming(s, v)) == BAD) {
            return false;
        }
        if (k == BAD && LLVMGetTypeKind(t) != LLVMVoidTypeKind && used_outside(s, v)) {
            return false;
        }
        serial += k == SERIAL && is_arithmetic(v);
    }
    for (unsigned i = 0; i < s->ntests; i++) {
        if (kind_of(s, s->tests[i].cond) == BAD) {
            return false;
        }
    }
    if (!size || !work || fences > 1) {
        return false;
    }
    s->n = VECTOR_BYTES / size;
    return serial * s->n <= MAX_SERIAL;
}

/* Makes s->before a block of its own, which only goes to the header. */
static bool find_before(struct loop *s)
{
    LLVMBasicBlockRef preds[16];
    unsigned n = 0;

    for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(s->header)); u;
         u = LLVMGetNextUse(u)) {
        LLVMValueRef t = LLVMGetUser(u);
        if (!LLVMIsATerminatorInst(t)) {
            return false;
        }
        LLVMBasicBlockRef bb = LLVMGetInstructionParent(t);
        if (in(bb, s->way, s->nway) || in(bb, s->cold, s->ncold)) {
            if (bb != s->latch) {
                return false;
            }
            continue;
        }
        if (n == 16 || !LLVMIsABranchInst(t)) {
            return false;
        }
        preds[n++] = bb;
    }
    if (!n) {
        return false;
    }
    if (n == 1 && is_jump(LLVMGetBasicBlockTerminator(preds[0]))) {
        s->before = preds[0];
        return true;
    }
    s->before = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    LLVMPositionBuilderAtEnd(s->b, s->before);
    LLVMValueRef v = LLVMGetFirstInstruction(s->header), next;
    for (; v && LLVMIsAPHINode(v); v = next) {
        next = LLVMGetNextInstruction(v);
        LLVMPositionBuilderAtEnd(s->b, s->before);
        LLVMValueRef merged = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        LLVMPositionBuilderBefore(s->b, v);
        LLVMValueRef phi = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        for (unsigned i = 0; i < LLVMCountIncoming(v); i++) {
            LLVMBasicBlockRef from = LLVMGetIncomingBlock(v, i);
            LLVMValueRef x = LLVMGetIncomingValue(v, i);
            LLVMAddIncoming(from == s->latch ? phi : merged, &x, &from, 1);
        }
        LLVMAddIncoming(phi, &merged, &s->before, 1);
        LLVMReplaceAllUsesWith(v, phi);
        LLVMInstructionEraseFromParent(v);
    }
    LLVMPositionBuilderAtEnd(s->b, s->before);
    LLVMBuildBr(s->b, s->header);
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(preds[i]);
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            if (LLVMGetSuccessor(t, k) == s->header) {
                LLVMSetSuccessor(t, k, s->before);
            }
        }
    }
    return true;
}

static bool has_one_pred(LLVMBasicBlockRef bb)
{
    LLVMBasicBlockRef pred = NULL;

    for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb)); u; u = LLVMGetNextUse(u)) {
        LLVMBasicBlockRef from = LLVMGetInstructionParent(LLVMGetUser(u));
        if (pred && pred != from) {
            return false;
        }
        pred = from;
    }
    return pred != NULL;
}

/* Uses of V after the loop become uses of PHI, which is in s->out. */
static void use_phi_outside(struct loop *s, LLVMValueRef v, LLVMValueRef phi)
{
    bool any;

    do {
        any = false;
        for (LLVMUseRef u = LLVMGetFirstUse(v); u && !any; u = LLVMGetNextUse(u)) {
            LLVMValueRef user = LLVMGetUser(u);
            LLVMBasicBlockRef bb = LLVMGetInstructionParent(user);
            if ((bb == s->out && LLVMIsAPHINode(user)) || inside(s, bb) || bb == s->before ||
                bb == s->fast || bb == s->body || bb == s->stores || bb == s->end) {
                continue;
            }
            for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(user); i++) {
                if (LLVMGetOperand(user, i) == v) {
                    LLVMSetOperand(user, i, phi);
                    any = true;
                }
            }
        }
    } while (any);
}

/* All values are those of the last of the N rounds, where the loop is left from FAST. */
static void connect_exit(struct loop *s)
{
    bool alone = has_one_pred(s->out);
    unsigned last = s->n - 1;

    for (LLVMValueRef v = LLVMGetFirstInstruction(s->out); v && LLVMIsAPHINode(v);
         v = LLVMGetNextInstruction(v)) {
        for (unsigned i = 0; i < LLVMCountIncoming(v); i++) {
            if (LLVMGetIncomingBlock(v, i) == s->latch) {
                LLVMValueRef x = lane(s, LLVMGetIncomingValue(v, i), last);
                LLVMAddIncoming(v, &x, &s->end, 1);
                break;
            }
        }
    }
    if (!alone) {
        return; /* then there are no other uses: nothing in the loop is certain to be known */
    }
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        bool phis_only = true;
        if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMVoidTypeKind || !used_outside(s, v)) {
            continue;
        }
        for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
            LLVMValueRef user = LLVMGetUser(u);
            LLVMBasicBlockRef bb = LLVMGetInstructionParent(user);
            phis_only &= inside(s, bb) || (bb == s->out && LLVMIsAPHINode(user));
        }
        if (phis_only) {
            continue;
        }
        LLVMValueRef x = lane(s, v, last);
        LLVMBasicBlockRef back = LLVMGetInsertBlock(s->b);
        LLVMPositionBuilderBefore(s->b, LLVMGetFirstInstruction(s->out));
        LLVMValueRef phi = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        LLVMPositionBuilderAtEnd(s->b, back);
        use_phi_outside(s, v, phi);
        LLVMAddIncoming(phi, &v, &s->latch, 1);
        LLVMAddIncoming(phi, &x, &s->end, 1);
    }
}

/* Branches to LIKELY if C. */
static void branch(struct loop *s, LLVMValueRef c, LLVMBasicBlockRef likely,
                   LLVMBasicBlockRef other, LLVMValueRef like)
{
    LLVMValueRef br = LLVMBuildCondBr(s->b, c, likely, other);
    LLVMValueRef md = like ? LLVMGetMetadata(like, s->md_prof) : NULL;

    if (md) {
        LLVMSetMetadata(br, s->md_prof, md);
    }
}

static bool is_header_phi(struct loop *s, LLVMValueRef v)
{
    return LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) == s->header;
}

static void store_lanes(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef x = LLVMGetOperand(v, 0);
    x = vector_of(s, node(s, v)->wide ? LLVMGetOperand(x, 0) : x);
    LLVMValueRef st = LLVMBuildStore(s->b, x, at_now(s, LLVMGetOperand(v, 1)));

    LLVMSetAlignment(st, 1);
    LLVMSetMetadata(st, s->md_tbaa, LLVMGetMetadata(v, s->md_tbaa));
}

static void build(struct loop *s, const struct trip *t)
{
    LLVMValueRef nrounds, last = LLVMGetBasicBlockTerminator(s->before);
    LLVMValueRef enter = may_enter(s, t, &nrounds);
    if (s->failed) {
        return; /* what it has made is of no use, and does no harm */
    }
    LLVMValueRef poll_br = LLVMGetBasicBlockTerminator(s->header);
    LLVMTypeRef i64 = s->i64;
    LLVMValueRef second;

    s->fast = LLVMInsertBasicBlockInContext(s->ctx, s->header, "fast");
    s->body = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    s->stores = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    s->end = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    LLVMPositionBuilderBefore(s->b, last);
    LLVMBuildCondBr(s->b, enter, s->fast, s->header);
    LLVMInstructionEraseFromParent(last);

    /* s->before needs a terminator that before_loop() can stand before: it has one again. */
    LLVMPositionBuilderAtEnd(s->b, s->fast);
    LLVMValueRef left = LLVMBuildPhi(s->b, i64, "");
    for (unsigned i = 0; i < s->nnodes && is_header_phi(s, s->nodes[i].v); i++) {
        s->nodes[i].phi = LLVMBuildPhi(s->b, LLVMTypeOf(s->nodes[i].v), "");
    }
    LLVMValueRef request = LLVMInstructionClone(s->poll);
    LLVMInsertIntoBuilder(s->b, request);
    LLVMValueRef none =
        LLVMBuildICmp(s->b, LLVMIntSGT, request, LLVMConstAllOnes(LLVMTypeOf(request)), "");
    branch(s, none, s->body, s->header,
           LLVMGetSuccessor(poll_br, 0) == s->way[1] ? poll_br : NULL);

    LLVMPositionBuilderAtEnd(s->b, s->body);
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        if (LLVMIsAFenceInst(v)) {
            LLVMInsertIntoBuilder(s->b, LLVMInstructionClone(v));
        } else if (is_arithmetic(v) && kind_of(s, v) == LANES) {
            vector_of(s, v);
        } else if (is_access(s, &s->nodes[i]) && LLVMIsALoadInst(v) && !s->nodes[i].wide) {
            vector_of(s, v);
        } else if (load_pair(s, v, &second)) {
            vector_of(s, v);
        }
    }
    for (unsigned k = 0; k < s->n; k++) {
        for (unsigned i = 0; i < s->nnodes; i++) {
            LLVMValueRef v = s->nodes[i].v;
            if (is_arithmetic(v) && kind_of(s, v) == SERIAL) {
                lane(s, v, k);
            }
        }
    }
    LLVMValueRef bad = bad_rounds(s);
    if (bad) {
        branch(s, LLVMBuildNot(s->b, bad, ""), s->stores, s->header,
               LLVMGetSuccessor(poll_br, 0) == s->way[1] ? poll_br : NULL);
    } else {
        LLVMBuildBr(s->b, s->stores);
    }

    LLVMPositionBuilderAtEnd(s->b, s->stores);
    for (unsigned i = 0; i < s->nnodes; i++) {
        if (LLVMIsAStoreInst(s->nodes[i].v) && !s->nodes[i].second) {
            store_lanes(s, s->nodes[i].v);
        }
    }
    LLVMValueRef now_left = LLVMBuildSub(s->b, left, const_int(s, i64, s->n), "");
    LLVMAddIncoming(left, &nrounds, &s->before, 1);
    LLVMAddIncoming(left, &now_left, &s->stores, 1);
    for (unsigned i = 0; i < s->nnodes && is_header_phi(s, s->nodes[i].v); i++) {
        struct node *n = &s->nodes[i];
        LLVMValueRef first = initial(s, n->v), next;
        if (n->kind == UNIFORM) {
            next = n->phi;
        } else if (n->kind == AFFINE) {
            next = LLVMBuildAdd(s->b, n->phi,
                                const_int(s, LLVMTypeOf(n->v), (uint64_t)n->stride * s->n), "");
        } else {
            next = lane(s, incoming(s, n->v), s->n - 1);
        }
        LLVMAddIncoming(n->phi, &first, &s->before, 1);
        LLVMAddIncoming(n->phi, &next, &s->stores, 1);
        LLVMAddIncoming(n->v, &n->phi, &s->fast, 1);
        if (bad) {
            LLVMAddIncoming(n->v, &n->phi, &s->body, 1);
        }
        LLVMAddIncoming(n->v, &next, &s->end, 1);
    }
    LLVMValueRef more = LLVMBuildICmp(s->b, LLVMIntUGE, now_left, const_int(s, i64, s->n), "");
    branch(s, more, s->fast, s->end, NULL);

    LLVMPositionBuilderAtEnd(s->b, s->end);
    connect_exit(s);
    LLVMValueRef done = LLVMBuildICmp(s->b, LLVMIntEQ, now_left, LLVMConstNull(i64), "");
    LLVMBuildCondBr(s->b, done, s->out, s->header);
    if (s->failed) { /* can_do() should have known: not entered */
        LLVMSetCondition(LLVMGetBasicBlockTerminator(s->before), LLVMConstNull(s->i1));
    }
}

/* True if a loop has been made. */
static bool vectorise(struct loop *s, LLVMBasicBlockRef header)
{
    LLVMBasicBlockRef on;
    struct trip t;

    s->header = header;
    s->poll = poll_of(header, &on, &s->leave);
    if (!s->poll || LLVMGetNumSuccessors(LLVMGetBasicBlockTerminator(s->leave)) ||
        !find_way(s, on) || !collect(s) || !find_trip(s, &t) || !can_do(s) || !find_before(s)) {
        return false;
    }
    collect(s); /* the header may have other phis now */
    if (find_trip(s, &t) && can_do(s)) {
        build(s, &t);
    }
    return s->end != NULL;
}

bool vectorise_loops(LLVMModuleRef mod, bool tagged)
{
    bool ok = true;
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct loop *s = malloc(sizeof(*s));
    LLVMBuilderRef b = LLVMCreateBuilderInContext(ctx);
    static const char strictfp[] = "strictfp";

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f), on, leave;
        bool any = false;
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            if (!poll_of(bb, &on, &leave)) {
                continue;
            }
            memset(s, 0, sizeof(*s));
            s->mod = mod;
            s->ctx = ctx;
            s->b = b;
            s->i1 = LLVMInt1TypeInContext(ctx);
            s->i32 = LLVMInt32TypeInContext(ctx);
            s->i64 = LLVMInt64TypeInContext(ctx);
            s->f32 = LLVMFloatTypeInContext(ctx);
            s->f64 = LLVMDoubleTypeInContext(ctx);
            s->md_prof = LLVMGetMDKindIDInContext(ctx, "prof", 4);
            s->md_tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4);
            s->tagged = tagged;
            s->fn = f;
            s->strictfp = LLVMCreateEnumAttribute(
                ctx, LLVMGetEnumAttributeKindForName(strictfp, sizeof(strictfp) - 1), 0);
            any |= vectorise(s, bb);
        }
        ok &= !any || !LLVMVerifyFunction(f, LLVMReturnStatusAction);
    }
    LLVMDisposeBuilder(b);
    free(s);
    return ok;
}
