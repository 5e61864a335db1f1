/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp_chain.c: one test for NaNs after several operations.
 *
 * A NaN stays one: a sum or product is a NaN if an operand is. So the operations of a
 * block need no test each; it is enough to test, at the end, the results that no tested
 * operation has used. If one is a NaN, all are done again by QEMU's helpers:
 *
 *     fmul.d f1, f2, f3        f1 = f2 * f3
 *     fadd.d f4, f4, f1        f4' = f4 + f1
 *     fsd    f4, 0(a0)         if (f4' is a NaN)
 *                                  f1 = helper(f2, f3), f4' = helper(f4, f1)
 *                              store f4'
 *
 * In between the results are perhaps not the guest's, in which case they are NaNs, whose
 * payload may be wrong, or depend on one. So, up to the test, nothing may be done with
 * them that is seen from outside or that cannot be done again, and nothing that raises
 * flags which the right value would not (a NaN raises none but the invalid flag, which
 * means nothing in MXCSR). `chained()` says what may be done; all else comes after the test.
 *
 * To do it again is to lift the same operations once more, from the state at the chain's
 * start, in the cold block (l->replay). What loads have loaded is kept; what does not depend
 * on the chain is the same there, which LLVM finds. Flags that helpers raise are those
 * that the host has raised, and the right ones.
 */
#include "ir.h"
#include "lift_fp.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

#define B (l->b)

enum { MAX_TESTS = 48, MAX_LOGGED = 128 };

/* Of a result, or of operands. */
struct pending_test {
    LLVMValueRef x, y;
    const struct fe_op *o;
    enum chain_test test;
    bool covered; /* by a later one: a NaN would be seen there */
};

struct fp_chain {
    bool open;
    unsigned first; /* operation */
    /* The state at the start, as far as it was asked for since. */
    LLVMValueRef val[MAX_TEMPS], known[FE_MAX_VARS];
    struct temp_fact fact[MAX_TEMPS];
    struct var_set boxed, written;
    int fp_rm;
    uint64_t fp_rm_temp, insn_pc;
    bool pc_set;
    /* What depends on results that have not been tested. */
    bool temp_open[MAX_TEMPS];
    struct var_set var_open;
    unsigned ntests;
    struct pending_test tests[MAX_TESTS];
    /* Results that are not computed again. */
    unsigned nlogged;
    struct {
        unsigned op, out;
        LLVMValueRef value;
    } logged[MAX_LOGGED];
};

void chain_init(struct lifter *l)
{
    l->chain = xcalloc(1, sizeof(*l->chain));
}

void chain_free(struct lifter *l)
{
    free(l->chain);
}

bool chain_open(const struct lifter *l)
{
    return l->chain->open;
}

/* --- What the state was ----------------------------------------------------------------- */

void chain_var_read(struct lifter *l, unsigned v)
{
    if (l->chain->open && !l->replay && !var_in(&l->chain->written, v)) {
        l->chain->known[v] = l->known[v];
    }
}

void chain_var_written(struct lifter *l, unsigned v)
{
    if (l->chain->open && !l->replay) {
        var_add(&l->chain->written, v);
    }
}

static void start_chain(struct lifter *l)
{
    struct fp_chain *c = l->chain;

    c->open = true;
    c->first = l->op_index;
    memcpy(c->val, l->val, sizeof(c->val));
    memcpy(c->known, l->known, sizeof(c->known));
    memcpy(c->fact, l->fact, sizeof(c->fact));
    memset(&c->written, 0, sizeof(c->written));
    memset(&c->var_open, 0, sizeof(c->var_open));
    memset(c->temp_open, 0, sizeof(c->temp_open));
    c->boxed = l->boxed;
    c->fp_rm = l->fp_rm;
    c->fp_rm_temp = l->fp_rm_temp;
    c->insn_pc = l->insn_pc;
    c->pc_set = l->pc_set;
    c->ntests = c->nlogged = 0;
}

/* --- Tests -------------------------------------------------------------------------------- */

/* The value that was put into a vector where X takes it out, or NULL. */
static LLVMValueRef inserted(LLVMValueRef x)
{
    LLVMValueRef at = LLVMGetOperand(x, 1), v = LLVMGetOperand(x, 0);
    unsigned bits = ir_element_bits(LLVMTypeOf(x)), lo;

    if (!LLVMIsAConstantInt(at)) {
        return NULL;
    }
    lo = (unsigned)LLVMConstIntGetZExtValue(at) * bits;
    for (;;) {
        if (LLVMIsABitCastInst(v)) {
            v = LLVMGetOperand(v, 0);
            if (LLVMGetTypeKind(LLVMTypeOf(v)) != LLVMVectorTypeKind) {
                return NULL;
            }
        } else if (LLVMIsAInsertElementInst(v) && LLVMIsAConstantInt(LLVMGetOperand(v, 2))) {
            unsigned n = ir_element_bits(LLVMTypeOf(LLVMGetOperand(v, 1)));
            unsigned from = (unsigned)LLVMConstIntGetZExtValue(LLVMGetOperand(v, 2)) * n;
            if (from == lo && n == bits) {
                return LLVMGetOperand(v, 1);
            }
            if (from + n > lo && from < lo + bits) {
                return NULL;
            }
            v = LLVMGetOperand(v, 0);
        } else {
            return NULL;
        }
    }
}

static bool is_fneg(LLVMValueRef x)
{
    return LLVMIsAInstruction(x) && LLVMGetInstructionOpcode(x) == LLVMFNeg;
}

static bool is_copysign(LLVMValueRef x)
{
    return LLVMIsAIntrinsicInst(x) && LLVMGetIntrinsicID(LLVMGetCalledValue(x)) ==
                                          LLVMLookupIntrinsicID("llvm.copysign", 13);
}

/* X without changes of its sign and of how its bits are seen; with COPIED, without another
 * number's sign, too. */
static LLVMValueRef magnitude(LLVMValueRef x, bool copied)
{
    LLVMValueRef y;

    for (;;) {
        bool logic = LLVMIsABinaryOperator(x) && (LLVMGetInstructionOpcode(x) == LLVMXor ||
                                                  LLVMGetInstructionOpcode(x) == LLVMAnd);
        if (LLVMIsABitCastInst(x)) {
            x = LLVMGetOperand(x, 0);
        } else if (logic && LLVMIsAConstantInt(LLVMGetOperand(x, 1))) {
            /* Only a change of the sign leaves a NaN one. */
            uint64_t k = LLVMConstIntGetZExtValue(LLVMGetOperand(x, 1));
            unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(x));
            uint64_t sign = 1ull << (bits - 1), rest = sign - 1;
            if (k != (LLVMGetInstructionOpcode(x) == LLVMXor ? sign : rest)) {
                return x;
            }
            x = LLVMGetOperand(x, 0);
        } else if (is_fneg(x) || (copied && is_copysign(x))) {
            x = LLVMGetOperand(x, 0);
        } else if (LLVMIsAExtractElementInst(x) && (y = inserted(x))) {
            x = y;
        } else {
            return x;
        }
    }
}

static bool is_result(const struct fp_chain *c, LLVMValueRef x)
{
    for (unsigned i = 0; i < c->ntests; i++) {
        bool result = c->tests[i].test == CHAIN_NAN || c->tests[i].test == CHAIN_RESULT;
        if (result && c->tests[i].x == x) {
            return true;
        }
    }
    return false;
}

void chain_covers(struct lifter *l, LLVMValueRef *x, unsigned n)
{
    struct fp_chain *c = l->chain;

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef m = magnitude(x[i], true);
        for (unsigned k = 0; k < c->ntests; k++) {
            if (c->tests[k].test == CHAIN_NAN && c->tests[k].x == m) {
                c->tests[k].covered = true;
            }
        }
    }
}

void chain_test(struct lifter *l, enum chain_test test, const struct fe_op *o, LLVMValueRef x,
                LLVMValueRef y)
{
    struct fp_chain *c = l->chain;

    c->tests[c->ntests++] = (struct pending_test){.x = x, .y = y, .o = o, .test = test};
}

static void branch_cold(struct lifter *l, LLVMValueRef cond, LLVMBasicBlockRef cold)
{
    LLVMBasicBlockRef next = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");

    cond_br_cold(l, LLVMBuildNot(B, cond, ""), next, cold);
    LLVMPositionBuilderAtEnd(B, next);
}

double least_normal(struct lifter *l, LLVMTypeRef t)
{
    return ir_element_type(t) == l->f64 ? 0x1p-1022 : 0x1p-126;
}

LLVMValueRef nan_unless_good(struct lifter *l, LLVMValueRef x)
{
    enum { EQUAL_OR_UNORDERED = 8 };
    LLVMTypeRef t = LLVMTypeOf(x);
    bool is_double = ir_element_type(t) == l->f64, scalar = t == ir_element_type(t);
    LLVMTypeRef vt = scalar ? LLVMVectorType(t, is_double ? 2 : 4) : t;
    LLVMValueRef first = LLVMConstInt(l->i32, 0, 0), v[3];
    const char *name = scalar       ? is_double ? "llvm.x86.sse2.cmp.sd" : "llvm.x86.sse.cmp.ss"
                       : !is_double ? "llvm.x86.sse.cmp.ps"
                       : LLVMGetVectorSize(t) == 4 ? "llvm.x86.avx.cmp.pd.256"
                                                   : "llvm.x86.sse2.cmp.pd";

    v[0] = fp_abs(l, x);
    if (scalar) {
        v[0] = LLVMBuildInsertElement(B, LLVMGetPoison(vt), v[0], first, "");
    }
    v[1] = fp_const(vt, least_normal(l, t));
    v[2] = LLVMConstInt(l->i8, EQUAL_OR_UNORDERED, 0);
    /* By its name: a compare in LLVM's terms gives a mask register where there are some. */
    x = intrinsic(l, name, NULL, 0, v, 3);
    return scalar ? LLVMBuildExtractElement(B, x, first, "") : x;
}

/* The next result from *AT on that has to be tested for being a NaN, of type T, or NULL; with
 * TINY, one that also may not do because it is small. */
static const struct pending_test *next_result(const struct fp_chain *c, unsigned *at,
                                              LLVMTypeRef t, bool tiny)
{
    while (*at < c->ntests) {
        const struct pending_test *r = &c->tests[(*at)++];
        bool wanted = tiny ? r->test == CHAIN_RESULT : r->test == CHAIN_NAN && !r->covered;
        if (wanted && LLVMTypeOf(r->x) == t) {
            return r;
        }
    }
    return NULL;
}

/* One test of four results, which vectorise_code.c knows. */
static void test_four(struct lifter *l, const LLVMValueRef x[4], LLVMBasicBlockRef cold)
{
    LLVMTypeRef t = LLVMTypeOf(x[0]);
    const char *testz = t == l->f64 ? "llvm.x86.avx.vtestz.pd.256" : "llvm.x86.avx.vtestz.ps";
    LLVMValueRef all = LLVMGetPoison(LLVMVectorType(t, 4)), v[2];

    for (unsigned i = 0; i < 4; i++) {
        all = LLVMBuildInsertElement(B, all, x[i], LLVMConstInt(l->i32, i, 0), "");
    }
    v[0] = v[1] = nan_unless_good(l, all); /* all ones, or 0 */
    LLVMValueRef none = intrinsic(l, testz, NULL, 0, v, 2);
    branch_cold(l, LLVMBuildICmp(B, LLVMIntEQ, none, LLVMConstNull(l->i32), ""), cold);
}

/* Tests of those results of type T that may be too small, as long as there are four, or three
 * at the end. Returns where the others start. */
static unsigned test_fours(struct lifter *l, LLVMTypeRef t, LLVMBasicBlockRef cold)
{
    const struct pending_test *r;
    LLVMValueRef four[4];
    unsigned at = 0, done = 0, n = 0;

    while ((r = next_result(l->chain, &at, t, true))) {
        four[n++] = r->x;
        if (n == 4) {
            test_four(l, four, cold);
            done = at;
            n = 0;
        }
    }
    if (n < 3) {
        return done;
    }
    four[3] = fp_const(t, 1);
    test_four(l, four, cold);
    return at;
}

/* Tests of results of type T. One compare asks about two, or four: first those that may be too
 * small, then, if one of these is left, preferably with it, the others. */
static void test_results(struct lifter *l, LLVMTypeRef t, LLVMBasicBlockRef cold)
{
    const struct fp_chain *c = l->chain;
    const struct pending_test *r, *other;
    unsigned at_nan = 0,
             at_tiny = l->host_fma ? test_fours(l, t, cold) : 0; /* it has AVX, too */

    while ((r = next_result(c, &at_tiny, t, true))) {
        LLVMValueRef x = NULL, y = NULL;
        if (l->host_fma) { /* so there is that kind of compare */
            if ((other = next_result(c, &at_nan, t, false))) {
                x = nan_unless_good(l, r->x);
                y = other->x;
            } else if ((other = next_result(c, &at_tiny, t, true))) {
                x = nan_unless_good(l, r->x);
                y = nan_unless_good(l, other->x);
            }
        }
        x = y ? fcmp(l, LLVMRealUNO, x, y) : fp_chain_test(l, r->test, r->o, r->x, NULL);
        branch_cold(l, x, cold);
    }
    while ((r = next_result(c, &at_nan, t, false))) {
        other = next_result(c, &at_nan, t, false);
        branch_cold(l, fcmp(l, LLVMRealUNO, r->x, other ? other->x : r->x), cold);
    }
}

static void make_tests(struct lifter *l, LLVMBasicBlockRef cold)
{
    struct fp_chain *c = l->chain;

    test_results(l, l->f64, cold);
    test_results(l, l->f32, cold);
    for (unsigned i = 0; i < c->ntests; i++) {
        const struct pending_test *p = &c->tests[i];
        if (p->test == CHAIN_UNORDERED || p->test == CHAIN_RANGE) {
            branch_cold(l, fp_chain_test(l, p->test, p->o, p->x, p->y), cold);
        }
    }
}

static bool needs_tests(const struct fp_chain *c)
{
    for (unsigned i = 0; i < c->ntests; i++) {
        if (c->tests[i].test != CHAIN_NAN || !c->tests[i].covered) {
            return true;
        }
    }
    return false;
}

/* --- The same operations again ----------------------------------------------------------- */

static void log_outputs(struct lifter *l, const struct fe_op *o)
{
    struct fp_chain *c = l->chain;

    for (unsigned i = 0; i < o->nout; i++) {
        c->logged[c->nlogged].op = (unsigned)(o - l->blk->ops);
        c->logged[c->nlogged].out = i;
        c->logged[c->nlogged++].value = temp_get(l, l->blk->args[o->args + i]);
    }
}

/* Sets O's outputs to what they were, if that is known. */
static bool from_log(struct lifter *l, const struct fe_op *o)
{
    struct fp_chain *c = l->chain;
    bool any = false;

    for (unsigned i = 0; i < c->nlogged; i++) {
        if (c->logged[i].op == (unsigned)(o - l->blk->ops)) {
            l->fact[l->blk->args[o->args + c->logged[i].out]].kind = FACT_NONE;
            temp_set(l, l->blk->args[o->args + c->logged[i].out], c->logged[i].value);
            any = true;
        }
    }
    return any;
}

static bool is_store(const struct fe_op *o)
{
    return o->opc == FE_OP_qemu_st_i32 || o->opc == FE_OP_qemu_st_i64 ||
           o->opc == FE_OP_qemu_st8_i32 || o->opc == FE_OP_qemu_st_i128;
}

static void replay(struct lifter *l, unsigned end)
{
    struct fp_chain *c = l->chain;
    unsigned here = l->op_index;

    memcpy(l->val, c->val, sizeof(l->val));
    memcpy(l->known, c->known, sizeof(l->known));
    memcpy(l->fact, c->fact, sizeof(l->fact));
    l->boxed = c->boxed;
    l->fp_rm = c->fp_rm;
    l->fp_rm_temp = c->fp_rm_temp;
    l->insn_pc = c->insn_pc;
    l->pc_set = c->pc_set;
    l->replay = true;
    for (unsigned i = c->first; i < end; i++) {
        const struct fe_op *o = &l->blk->ops[i];
        l->op_index = i;
        if (o->opc == FE_OP_call && fp_is_compare(o)) {
            call_helper(l, o); /* for its flags only */
        }
        if (!is_store(o) && !from_log(l, o)) {
            lift_op(l, o);
        }
    }
    l->replay = false;
    l->op_index = here;
}

static bool used_later(struct lifter *l, uint64_t t)
{
    for (unsigned i = l->op_index; i < l->blk->nops; i++) {
        const struct fe_op *o = &l->blk->ops[i];
        const uint64_t *a = &l->blk->args[o->args];
        for (unsigned k = o->nout; k < (unsigned)o->nout + o->nin; k++) {
            if (a[k] == t) {
                return true;
            }
        }
        for (unsigned k = 0; k < o->nout; k++) {
            if (a[k] == t) {
                return false;
            }
        }
    }
    return false;
}

/* Temp T where both ways have come together. */
static LLVMValueRef both_ways(struct lifter *l, LLVMValueRef fast, LLVMValueRef slow,
                              LLVMBasicBlockRef *from)
{
    LLVMValueRef f = float_behind(fast), s = single_behind(l, fast), v[2] = {fast, slow};
    LLVMValueRef last = LLVMGetBasicBlockTerminator(from[1]);
    LLVMBasicBlockRef here = LLVMGetInsertBlock(B);

    if (s || f) {
        LLVMPositionBuilderBefore(B, last);
        v[0] = s ? s : f;
        v[1] = s ? single_of(l, slow) : LLVMBuildBitCast(B, slow, LLVMTypeOf(f), "");
        LLVMPositionBuilderAtEnd(B, here);
    }
    LLVMValueRef phi = LLVMBuildPhi(B, LLVMTypeOf(v[0]), "");
    LLVMAddIncoming(phi, v, from, 2);
    return phi;
}

void chain_sync(struct lifter *l)
{
    struct fp_chain *c = l->chain;
    LLVMValueRef val[MAX_TEMPS], known[FE_MAX_VARS];
    struct var_set boxed = l->boxed;
    uint64_t insn_pc = l->insn_pc;
    bool pc_set = l->pc_set;

    if (!c->open) {
        return;
    }
    c->open = false;
    if (!needs_tests(c)) {
        return;
    }
    LLVMBasicBlockRef cold = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef join = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    make_tests(l, cold);
    LLVMBasicBlockRef from[2] = {LLVMGetInsertBlock(B), NULL};
    LLVMBuildBr(B, join);
    memcpy(val, l->val, sizeof(val));
    memcpy(known, l->known, sizeof(known));
    LLVMPositionBuilderAtEnd(B, cold);
    replay(l, l->op_index);
    from[1] = LLVMGetInsertBlock(B);
    LLVMBuildBr(B, join);
    LLVMPositionBuilderAtEnd(B, join);
    for (uint64_t t = 0; t < l->blk->ntemps; t++) {
        if (l->val[t] != val[t] && val[t] && l->val[t] && used_later(l, t)) {
            LLVMValueRef phi = both_ways(l, val[t], l->val[t], from);
            val[t] = phi;
        }
    }
    /* After all phis. */
    for (uint64_t t = 0; t < l->blk->ntemps; t++) {
        LLVMTypeRef type = temp_type(l, t);
        if (val[t] && LLVMIsAPHINode(val[t]) && LLVMTypeOf(val[t]) != type) {
            bool single = LLVMTypeOf(val[t]) == l->f32 && type == l->i64;
            val[t] = single ? box_single(l, val[t]) : LLVMBuildBitCast(B, val[t], type, "");
        }
    }
    memcpy(l->val, val, sizeof(val));
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        bool same = !var_in(&c->written, v) || l->known[v] == known[v];
        l->known[v] = same ? known[v] : NULL;
    }
    l->boxed = boxed;
    l->insn_pc = insn_pc;
    l->pc_set = pc_set;
}

/* --- What a chain goes on over ------------------------------------------------------------ */

static bool var_of_access(struct lifter *l, const struct fe_op *o, unsigned size, int *v)
{
    const uint64_t *a = &l->blk->args[o->args];
    bool store = o->nout == 0;
    uint64_t base = a[store ? 1 : o->nout];
    struct temp_fact f = l->fact[base];

    if (l->blk->temps[base].kind != FE_ENV && f.kind != FACT_ENV) {
        return false;
    }
    *v = var_at(
        l, (l->blk->temps[base].kind == FE_ENV ? 0 : f.offset) + (int32_t)a[o->nout + o->nin],
        size);
    return *v >= 0;
}

static bool is_open(struct lifter *l, uint64_t t)
{
    const struct fe_temp *x = &l->blk->temps[t];

    return x->kind == FE_GLOBAL ? x->val >= 0 && var_in(&l->chain->var_open, (unsigned)x->val)
                                : l->chain->temp_open[t];
}

static bool reads_open(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];

    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        if (is_open(l, a[i])) {
            return true;
        }
    }
    return false;
}

/* True if what O reads of the chain's values are its results, as numbers: a NaN then. A number
 * with the sign of a result is not: the sign of a NaN is not the guest's. Nor is an integer. */
static bool reads_results(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];

    if (fp_from_integer(o)) {
        return !reads_open(l, o);
    }
    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        if (is_open(l, a[i]) &&
            !is_result(l->chain, magnitude(fp_operand(l, o, a[i]), false))) {
            return false;
        }
    }
    return true;
}

static void set_open(struct lifter *l, const struct fe_op *o, bool open)
{
    const uint64_t *a = &l->blk->args[o->args];

    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *x = &l->blk->temps[a[i]];
        if (x->kind != FE_GLOBAL) {
            l->chain->temp_open[a[i]] = open;
        } else if (x->val >= 0 && open) {
            var_add(&l->chain->var_open, (unsigned)x->val);
        } else if (x->val >= 0) {
            var_del(&l->chain->var_open, (unsigned)x->val);
        }
    }
}

enum kind { OTHER, PURE, STATE, LOAD, STORE, NUMERIC };

static enum kind kind_of(struct lifter *l, const struct fe_op *o)
{
    switch (o->opc) {
    case FE_OP_insn_start:
    case FE_OP_mov_i32:
    case FE_OP_mov_i64:
    case FE_OP_add_i32:
    case FE_OP_add_i64:
    case FE_OP_sub_i32:
    case FE_OP_sub_i64:
    case FE_OP_mul_i32:
    case FE_OP_mul_i64:
    case FE_OP_and_i32:
    case FE_OP_and_i64:
    case FE_OP_or_i32:
    case FE_OP_or_i64:
    case FE_OP_xor_i32:
    case FE_OP_xor_i64:
    case FE_OP_andc_i32:
    case FE_OP_andc_i64:
    case FE_OP_orc_i32:
    case FE_OP_orc_i64:
    case FE_OP_nor_i32:
    case FE_OP_nor_i64:
    case FE_OP_neg_i32:
    case FE_OP_neg_i64:
    case FE_OP_not_i32:
    case FE_OP_not_i64:
    case FE_OP_shl_i32:
    case FE_OP_shl_i64:
    case FE_OP_shr_i32:
    case FE_OP_shr_i64:
    case FE_OP_sar_i32:
    case FE_OP_sar_i64:
    case FE_OP_ext8s_i32:
    case FE_OP_ext8s_i64:
    case FE_OP_ext8u_i32:
    case FE_OP_ext8u_i64:
    case FE_OP_ext16s_i32:
    case FE_OP_ext16s_i64:
    case FE_OP_ext16u_i32:
    case FE_OP_ext16u_i64:
    case FE_OP_ext32s_i64:
    case FE_OP_ext32u_i64:
    case FE_OP_ext_i32_i64:
    case FE_OP_extu_i32_i64:
    case FE_OP_extrl_i64_i32:
    case FE_OP_extrh_i64_i32:
    case FE_OP_setcond_i32:
    case FE_OP_setcond_i64:
    case FE_OP_negsetcond_i32:
    case FE_OP_negsetcond_i64:
    case FE_OP_movcond_i32:
    case FE_OP_movcond_i64:
    case FE_OP_deposit_i32:
    case FE_OP_deposit_i64:
    case FE_OP_extract_i32:
    case FE_OP_extract_i64:
    case FE_OP_sextract_i32:
    case FE_OP_sextract_i64:
    case FE_OP_rotl_i64:
    case FE_OP_extract2_i32:
    case FE_OP_extract2_i64:
    case FE_OP_add2_i32:
    case FE_OP_add2_i64:
    case FE_OP_sub2_i32:
    case FE_OP_sub2_i64: return PURE;
    case FE_OP_ld_i64:
    case FE_OP_st_i64:
    case FE_OP_ld_i32:
    case FE_OP_st_i32:
    case FE_OP_ld32u_i64:
    case FE_OP_st32_i64: return STATE;
    case FE_OP_qemu_ld_i32:
    case FE_OP_qemu_ld_i64: return o->mem.align_log2 ? OTHER : LOAD;
    case FE_OP_qemu_st_i32:
    case FE_OP_qemu_st_i64: return o->mem.align_log2 || l->release_next ? OTHER : STORE;
    case FE_OP_call:
        if (fp_sets_rounding(l, o) || !strcmp(o->helper->name, "prefetch")) {
            return PURE;
        }
        return fp_chained(l, o) ? NUMERIC : OTHER;
    default: return OTHER;
    }
}

static bool goes_on(struct lifter *l, const struct fe_op *o, enum kind kind)
{
    struct fp_chain *c = l->chain;
    bool reads = reads_open(l, o);
    int v;

    switch (kind) {
    case PURE: set_open(l, o, reads); return true;
    case LOAD:
        if (reads || c->nlogged + o->nout > MAX_LOGGED) {
            return false;
        }
        set_open(l, o, false);
        return true;
    case STORE: return !reads;
    case STATE:
        if (!var_of_access(l, o, o->opc == FE_OP_ld_i64 || o->opc == FE_OP_st_i64 ? 8 : 4,
                           &v)) {
            return false;
        }
        if (o->nout) {
            set_open(l, o, var_in(&c->var_open, (unsigned)v));
        } else if (is_open(l, l->blk->args[o->args])) {
            var_add(&c->var_open, (unsigned)v);
        } /* or one half of it is still what it was */
        return true;
    case NUMERIC:
        if (c->ntests + 2 > MAX_TESTS || c->nlogged + 1 > MAX_LOGGED || !reads_results(l, o)) {
            return false;
        }
        /* What a compare says of NaNs does not depend on which. */
        set_open(l, o, !fp_from_integer(o) && !fp_is_compare(o));
        return true;
    default: return false;
    }
}

void chain_before(struct lifter *l, const struct fe_op *o)
{
    enum kind kind = kind_of(l, o);

    if (l->chain->open && !goes_on(l, o, kind)) {
        chain_sync(l);
    }
    if (!l->chain->open && kind == NUMERIC && !l->no_chain) {
        start_chain(l);
        goes_on(l, o, kind);
    }
}

void chain_after(struct lifter *l, const struct fe_op *o)
{
    if (l->chain->open &&
        (o->opc == FE_OP_qemu_ld_i32 || o->opc == FE_OP_qemu_ld_i64 ||
         (o->opc == FE_OP_call && (fp_is_compare(o) || fp_from_integer(o))))) {
        log_outputs(l, o);
    }
}
