/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vectorise_code.c: the code of N rounds, and one test of all their results. */
#include "vectorise_loop.h"

#include <stddef.h>
#include <stdint.h>

static LLVMTypeRef lanes_type(struct loop *s, LLVMTypeRef t)
{
    return LLVMVectorType(ir_element_type(t), ir_elements(t) * s->n);
}

static LLVMValueRef failed(struct loop *s, LLVMValueRef v)
{
    s->failed = true;
    return LLVMGetPoison(LLVMTypeOf(v));
}

void loop_to_preheader(struct loop *s, LLVMBasicBlockRef *back)
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

    for (unsigned i = 0; i < ir_noperands(v); i++) {
        LLVMSetOperand(c, i, operands[i]);
    }
    LLVMInsertIntoBuilder(s->b, c);
    return c;
}

LLVMValueRef loop_at_start(struct loop *s, LLVMValueRef v)
{
    struct node *n = loop_node(s, v);
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
                              ? loop_initial(s, v)
                              : loop_at_start(s, loop_incoming(s, v));
    }
    if (ir_noperands(v) > 3) {
        return failed(s, v);
    }
    for (unsigned i = 0; i < ir_noperands(v); i++) {
        x[i] = loop_at_start(s, LLVMGetOperand(v, i));
    }
    loop_to_preheader(s, &back);
    n->start = copy(s, v, x);
    go_back(s, back);
    return n->start;
}

LLVMValueRef loop_at_now(struct loop *s, LLVMValueRef v)
{
    struct node *n = loop_node(s, v);
    LLVMValueRef x[3];

    if (loop_kind_of(s, v) == UNIFORM) {
        return loop_at_start(s, v);
    }
    if (n->now) {
        return n->now;
    }
    if (LLVMIsAPHINode(v)) {
        return n->now = n->phi ? n->phi : loop_at_now(s, loop_incoming(s, v));
    }
    for (unsigned i = 0; i < ir_noperands(v); i++) {
        x[i] = loop_at_now(s, LLVMGetOperand(v, i));
    }
    return n->now = copy(s, v, x);
}

/* N elements of X, of which each is one of M, or of Y behind it, by number. */
static LLVMValueRef shuffle(struct loop *s, LLVMValueRef x, LLVMValueRef y, unsigned first,
                            unsigned n, unsigned m)
{
    LLVMValueRef mask[MAX_ELEMENTS];

    for (unsigned i = 0; i < n; i++) {
        mask[i] = LLVMConstInt(s->i32, first + i % m, 0);
    }
    return LLVMBuildShuffleVector(s->b, x, y ? y : LLVMGetPoison(LLVMTypeOf(x)),
                                  LLVMConstVector(mask, n), "");
}

static LLVMValueRef splat(struct loop *s, LLVMValueRef x)
{
    LLVMTypeRef t = lanes_type(s, LLVMTypeOf(x));
    unsigned m = ir_elements(LLVMTypeOf(x)), n = m * s->n;

    if (LLVMIsConstant(x)) {
        LLVMValueRef e[MAX_ELEMENTS];
        for (unsigned i = 0; i < n; i++) {
            e[i] = m == 1 ? x : LLVMGetAggregateElement(x, i % m);
        }
        return LLVMConstVector(e, n);
    }
    if (m == 1) {
        x = LLVMBuildInsertElement(s->b, LLVMGetPoison(t), x, LLVMConstInt(s->i32, 0, 0), "");
    }
    return shuffle(s, x, NULL, 0, n, m);
}

static LLVMValueRef uniform_vector(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef x = loop_at_start(s, v);
    LLVMBasicBlockRef back;

    if (LLVMIsConstant(x)) {
        return splat(s, x);
    }
    for (unsigned i = 0; i < s->nsplats; i++) {
        if (s->splats[i].x == x) {
            return s->splats[i].vec;
        }
    }
    loop_to_preheader(s, &back);
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

    ir_set_strict(call);
    return call;
}

static LLVMValueRef vector_call(struct loop *s, LLVMValueRef v)
{
    unsigned total = LLVMGetNumArgOperands(v), n = ir_noperands(v);
    LLVMValueRef args[8];
    LLVMTypeRef types[2] = {lanes_type(s, LLVMTypeOf(v)),
                            lanes_type(s, LLVMTypeOf(LLVMGetOperand(v, 0)))};
    bool converts = types[0] != types[1];

    if (total > 8) {
        return failed(s, v);
    }
    for (unsigned i = 0; i < total; i++) {
        LLVMValueRef x = LLVMGetOperand(v, i);
        args[i] = i < n ? loop_vector_of(s, x) : x;
    }
    return intrinsic(s, v, types, converts ? 2 : 1, args, total);
}

/* V, which loads a T. */
static LLVMValueRef vector_load(struct loop *s, LLVMValueRef v, LLVMTypeRef t)
{
    LLVMValueRef p = LLVMGetOperand(v, 0), x;
    bool same = loop_kind_of(s, p) == UNIFORM;

    x = LLVMBuildLoad2(s->b, same ? t : lanes_type(s, t),
                       same ? loop_at_start(s, p) : loop_at_now(s, p), "");
    LLVMSetAlignment(x, 1);
    LLVMSetMetadata(x, s->md_tbaa, LLVMGetMetadata(v, s->md_tbaa));
    return same ? splat(s, x) : x;
}

static LLVMValueRef from_lanes(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef vec = LLVMGetPoison(lanes_type(s, LLVMTypeOf(v)));
    unsigned m = ir_elements(LLVMTypeOf(v));

    if (m > 1) {
        return s->n == 2 ? shuffle(s, loop_lane(s, v, 0), loop_lane(s, v, 1), 0, 2 * m, 2 * m)
                         : failed(s, v);
    }
    for (unsigned i = 0; i < s->n; i++) {
        vec = LLVMBuildInsertElement(s->b, vec, loop_lane(s, v, i), LLVMConstInt(s->i32, i, 0),
                                     "");
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
        e[i] = LLVMConstInt(t, (uint64_t)n->stride * i, 0);
    }
    return LLVMBuildAdd(s->b, splat(s, loop_at_now(s, n->v)), LLVMConstVector(e, s->n), "");
}

/* What PHI was in the last of the N rounds before, then what it becomes in these, as numbers of
 * type T. */
static LLVMValueRef delayed_vector(struct loop *s, LLVMValueRef phi, LLVMTypeRef t)
{
    unsigned size = loop_size_of(s, t);
    LLVMValueRef x = loop_delayed(s, phi, size), first = loop_node(s, phi)->phi,
                 mask[MAX_LANES];
    LLVMTypeRef vt = lanes_type(s, t);

    if (!x) {
        return failed(s, phi);
    }
    if (ir_is_scalar(LLVMTypeOf(phi))) {
        first = LLVMBuildBitCast(s->b, first, t, "");
    } else {
        first = LLVMBuildBitCast(s->b, first,
                                 LLVMVectorType(t, ir_total_size(LLVMTypeOf(phi)) / size), "");
        first = LLVMBuildExtractElement(s->b, first, LLVMConstInt(s->i32, 0, 0), "");
    }
    if (LLVMIsAPHINode(x) && LLVMGetInstructionParent(x) == s->header) {
        x = delayed_vector(s, x, t);
    } else {
        x = LLVMBuildBitCast(s->b, loop_vector_of(s, x), vt, "");
    }
    first =
        LLVMBuildInsertElement(s->b, LLVMGetPoison(vt), first, LLVMConstInt(s->i32, 0, 0), "");
    for (unsigned i = 0; i < s->n; i++) {
        mask[i] = LLVMConstInt(s->i32, i ? s->n + i - 1 : 0, 0);
    }
    return LLVMBuildShuffleVector(s->b, first, x, LLVMConstVector(mask, s->n), "");
}

static LLVMValueRef make_vector(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v, x = NULL, second;
    LLVMTypeRef t = loop_is_element(s, LLVMTypeOf(v)) ? lanes_type(s, LLVMTypeOf(v)) : NULL;

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
        return LLVMGetInstructionParent(v) == s->header
                   ? delayed_vector(s, v, LLVMTypeOf(v))
                   : loop_vector_of(s, loop_incoming(s, v));
    }
    if (LLVMIsALoadInst(v)) {
        return vector_load(s, v, LLVMTypeOf(v));
    }
    if (LLVMIsACallInst(v)) {
        return vector_call(s, v);
    }
    if ((x = loop_element(s, v))) {
        LLVMTypeRef from = LLVMTypeOf(x);
        unsigned size = loop_size_of(s, from);
        x = loop_vector_of(s, x);
        if (size == loop_size_of(s, LLVMTypeOf(v))) {
            return LLVMBuildBitCast(s->b, x, t, "");
        }
        x = LLVMBuildBitCast(s->b, x, lanes_type(s, s->i32), "");
        x = LLVMBuildZExt(s->b, x, lanes_type(s, s->i64), "");
        return LLVMBuildBitCast(s->b, x, t, "");
    }
    if ((x = loop_delayed_element(s, v))) {
        return delayed_vector(s, x, LLVMTypeOf(v));
    }
    if ((x = loop_load_pair(s, v, &second))) {
        return vector_load(s, x, LLVMTypeOf(v));
    }
    LLVMValueRef o[3];
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    for (unsigned i = 0; i < ir_noperands(v); i++) {
        o[i] = loop_vector_of(s, LLVMGetOperand(v, i));
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
    default: /* of binary operators, only those of integers that find_kind() lets be LANES */
        return LLVMIsABinaryOperator(v) ? LLVMBuildBinOp(s->b, op, o[0], o[1], "")
                                        : failed(s, v);
    }
}

LLVMValueRef loop_vector_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = loop_node(s, v);

    if (!n || loop_kind_of(s, v) == UNIFORM) {
        return loop_is_element(s, LLVMTypeOf(v)) ? uniform_vector(s, v) : failed(s, v);
    }
    if (!n->vec) {
        n->vec = make_vector(s, n);
    }
    return n->vec;
}

LLVMValueRef loop_lane(struct loop *s, LLVMValueRef v, unsigned i)
{
    struct node *n = loop_node(s, v);
    LLVMValueRef x[4];

    if (!n || loop_kind_of(s, v) == UNIFORM) {
        return loop_at_start(s, v);
    }
    if (n->lane[i]) {
        return n->lane[i];
    }
    if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) != s->header) {
        return n->lane[i] = loop_lane(s, loop_incoming(s, v), i);
    }
    if (n->kind == AFFINE) {
        LLVMTypeRef t = LLVMTypeOf(v);
        if (LLVMGetTypeKind(t) == LLVMPointerTypeKind) {
            LLVMValueRef a = loop_lane(s, LLVMGetOperand(v, 0), i);
            return n->lane[i] = LLVMBuildIntToPtr(s->b, a, t, "");
        }
        LLVMValueRef k = LLVMConstInt(t, (uint64_t)n->stride * i, 0);
        return n->lane[i] =
                   i ? LLVMBuildAdd(s->b, loop_at_now(s, v), k, "") : loop_at_now(s, v);
    }
    if (n->kind == LANES) {
        LLVMValueRef vec = loop_vector_of(s, v);
        unsigned m = ir_elements(LLVMTypeOf(v));
        if (m > 1) {
            return n->lane[i] = shuffle(s, vec, NULL, i * m, m, m);
        }
        return n->lane[i] = LLVMBuildExtractElement(s->b, vec, LLVMConstInt(s->i32, i, 0), "");
    }
    if (LLVMIsAPHINode(v)) {
        return n->lane[i] = i ? loop_lane(s, loop_incoming(s, v), i - 1) : n->phi;
    }
    if (n->kind != SERIAL || ir_noperands(v) > 4 || LLVMIsALoadInst(v)) {
        return failed(s, v);
    }
    for (unsigned k = 0; k < ir_noperands(v); k++) {
        x[k] = loop_lane(s, LLVMGetOperand(v, k), i);
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
    if (!loop_node(s, v) || !depth) {
        return false;
    }
    if (LLVMIsAPHINode(v)) {
        return LLVMGetInstructionParent(v) != s->header &&
               carries_nan(s, loop_incoming(s, v), from, t, depth - 1);
    }
    if (LLVMIsAExtractElementInst(v)) {
        return LLVMTypeOf(v) == t && ir_is_number(LLVMGetOperand(v, 1), 0) &&
               carries_nan(s, LLVMGetOperand(v, 0), from, t, depth - 1);
    }
    if (LLVMIsAInsertElementInst(v)) {
        LLVMValueRef x = LLVMGetOperand(v, 1);
        return LLVMTypeOf(x) == t && ir_is_number(LLVMGetOperand(v, 2), 0) &&
               carries_nan(s, x, from, t, depth - 1);
    }
    if (LLVMIsABitCastInst(v)) {
        return carries_nan(s, LLVMGetOperand(v, 0), from, t, depth - 1);
    }
    if ((ir_is_arithmetic(v) || ir_is_intrinsic(v, "llvm.fabs.") ||
         LLVMGetInstructionOpcode(v) == LLVMFNeg) &&
        LLVMTypeOf(v) == t) {
        for (unsigned i = 0; i < ir_noperands(v); i++) {
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
        if (carries_nan(s, loop_incoming(s, phi), v, t, DEPTH) &&
            carries_nan(s, v, phi, t, DEPTH)) {
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
    if (!loop_node(s, x) || !LLVMIsABitCastInst(x)) {
        return NULL;
    }
    x = LLVMGetOperand(x, 0);
    return LLVMGetTypeKind(LLVMTypeOf(x)) == LLVMVectorTypeKind &&
                   LLVMGetElementType(LLVMTypeOf(x)) == s->i1
               ? x
               : NULL;
}

/* X, or what FABS, a call, makes of it if there is one, is not to be a NaN or TINY. */
static void test_tiny(struct loop *s, struct bad *b, LLVMValueRef x, LLVMValueRef tiny,
                      LLVMValueRef fabs)
{
    bool serial = loop_kind_of(s, x) == SERIAL;

    for (unsigned i = 0; i < (serial ? s->n : 1); i++) {
        LLVMValueRef r = serial ? loop_lane(s, x, i) : loop_vector_of(s, x);
        LLVMTypeRef t = LLVMTypeOf(r);
        r = fabs ? intrinsic(s, fabs, &t, 1, &r, 1) : r;
        add_bad(s, b, LLVMBuildFCmp(s->b, LLVMRealUEQ, r, serial ? tiny : splat(s, tiny), ""));
    }
}

static void test_nan(struct loop *s, struct bad *b, LLVMValueRef x)
{
    LLVMValueRef tiny, y;

    if (LLVMIsAConstant(x)) {
        return;
    }
    if ((y = loop_tiny_as_nan(x, &tiny))) {
        test_tiny(s, b, y, tiny, NULL);
        return;
    }
    if (loop_kind_of(s, x) != SERIAL) {
        add_nan(s, b, loop_vector_of(s, x));
        return;
    }
    for (unsigned i = stays_nan(s, x) ? s->n - 1 : 0; i < s->n; i++) {
        add_nan(s, b, loop_lane(s, x, i));
    }
}

/* C is true if its first operand and what is returned are, or, if not WANT, if one is; or NULL.
 */
static LLVMValueRef joined(struct loop *s, LLVMValueRef c, bool want)
{
    if (LLVMGetInstructionOpcode(c) == (want ? LLVMAnd : LLVMOr)) {
        return LLVMGetOperand(c, 1);
    }
    if (!LLVMIsASelectInst(c) || LLVMTypeOf(c) != s->i1) {
        return NULL;
    }
    LLVMValueRef fixed = LLVMGetOperand(c, want ? 2 : 1);
    bool is_fixed = LLVMIsAConstantInt(fixed) && !LLVMConstIntGetZExtValue(fixed) == want;
    return is_fixed ? LLVMGetOperand(c, want ? 1 : 2) : NULL;
}

static void test_four(struct loop *s, struct bad *b, const struct four *f)
{
    for (unsigned i = 0; i < 4; i++) {
        if (!LLVMIsAConstantFP(f->x[i])) { /* else a place that was left */
            test_tiny(s, b, f->x[i], f->tiny, f->fabs);
        }
    }
}

/* C, an i1 or vectors of them: bad is what is not WANT. */
static void test_condition(struct loop *s, struct bad *b, LLVMValueRef c, bool want)
{
    bool known = loop_node(s, c) != NULL;

    if (known && LLVMIsAFCmpInst(c) &&
        LLVMGetFCmpPredicate(c) == (want ? LLVMRealORD : LLVMRealUNO)) {
        test_nan(s, b, LLVMGetOperand(c, 0));
        if (LLVMGetOperand(c, 1) != LLVMGetOperand(c, 0)) {
            test_nan(s, b, LLVMGetOperand(c, 1));
        }
        return;
    }
    LLVMValueRef other = known ? joined(s, c, want) : NULL;
    if (other) {
        test_condition(s, b, LLVMGetOperand(c, 0), want);
        test_condition(s, b, other, want);
        return;
    }
    struct four f;
    if (known && loop_tests_four(c, want, &f)) {
        test_four(s, b, &f);
        return;
    }
    LLVMValueRef bits = known ? bits_tested(s, c, want) : NULL;
    if (bits) {
        test_condition(s, b, bits, false);
        return;
    }
    bool serial = loop_kind_of(s, c) == SERIAL;
    for (unsigned i = 0; i < (serial ? s->n : 1); i++) {
        LLVMValueRef x = serial ? loop_lane(s, c, i) : loop_vector_of(s, c);
        add_bad(s, b, want ? LLVMBuildNot(s->b, x, "") : x);
    }
}

LLVMValueRef loop_bad_rounds(struct loop *s)
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
            LLVMTypeRef t = LLVMIntTypeInContext(s->ctx, ir_elements(LLVMTypeOf(x)));
            x = LLVMBuildBitCast(s->b, x, t, "");
            x = LLVMBuildICmp(s->b, LLVMIntNE, x, LLVMConstNull(t), "");
        }
        all = all ? LLVMBuildOr(s->b, all, x, "") : x;
    }
    return all;
}
