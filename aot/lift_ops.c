/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_ops.c: one short function for each TCG opcode or family.
 *
 * The table at the end is expanded from QEMU's own opcode list, so that an opcode
 * without a row here does not compile. Semantics are those of QEMU's
 * docs/devel/tcg-ops.rst.
 */
#include "lift.h"

#include <string.h>

#define B (l->b)

/* --- Operands ---------------------------------------------------------------- */

LLVMTypeRef temp_type(struct lifter *l, uint64_t t)
{
    switch (l->blk->temps[t].type) {
    case FE_I32: return l->i32;
    case FE_V128: return l->v2i64;
    case FE_V256: return LLVMVectorType(l->i64, 4);
    default: return l->i64; /* I64, one half of I128, V64 */
    }
}

LLVMValueRef temp_get(struct lifter *l, uint64_t t)
{
    const struct fe_temp *x = &l->blk->temps[t];

    switch (x->kind) {
    case FE_CONST:
        if (x->type == FE_V128 || x->type == FE_V256) {
            LLVMValueRef e[4];
            for (int i = 0; i < 4; i++) {
                e[i] = const_i64(l, (uint64_t)x->val);
            }
            return LLVMConstVector(e, x->type == FE_V128 ? 2 : 4);
        }
        return LLVMConstInt(temp_type(l, t), (uint64_t)x->val, 0);
    case FE_GLOBAL: {
        if (x->val < 0) {
            l->error = "state of another CPU mode";
            return LLVMGetPoison(temp_type(l, t));
        }
        LLVMValueRef v = var_get(l, (unsigned)x->val);
        return l->fe->vars[x->val].cls == FE_VAR_F64 ? LLVMBuildBitCast(B, v, l->i64, "") : v;
    }
    case FE_ENV: return LLVMBuildPtrToInt(B, env_pointer(l), l->i64, "");
    default:
        if (!l->val[t] && l->tb_slot[t]) {
            l->val[t] = LLVMBuildLoad2(B, temp_type(l, t), l->tb_slot[t], "");
        }
        return l->val[t] ? l->val[t] : LLVMGetPoison(temp_type(l, t));
    }
}

void temp_set(struct lifter *l, uint64_t t, LLVMValueRef v)
{
    const struct fe_temp *x = &l->blk->temps[t];

    if (x->kind == FE_GLOBAL) {
        if (x->val < 0) {
            l->error = "state of another CPU mode";
            return;
        }
        if ((unsigned)x->val == l->fe->pc_var) {
            l->pc_set = true;
        }
        if (l->fe->vars[x->val].cls == FE_VAR_F64) {
            LLVMValueRef f = float_behind(v);
            v = f && LLVMTypeOf(f) == l->f64 ? f : LLVMBuildBitCast(B, v, l->f64, "");
        }
        var_set(l, (unsigned)x->val, plain_value(l, (unsigned)x->val, v));
    } else {
        if (l->tb_slot[t]) {
            LLVMBuildStore(B, v, l->tb_slot[t]);
        }
        l->val[t] = v;
    }
}

LLVMValueRef intrinsic(struct lifter *l, const char *name, LLVMTypeRef *types, unsigned ntypes,
                       LLVMValueRef *args, unsigned nargs)
{
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef fn = LLVMGetIntrinsicDeclaration(l->mod, id, types, ntypes);
    return LLVMBuildCall2(B, LLVMIntrinsicGetType(l->ctx, id, types, ntypes), fn, args, nargs,
                          "");
}

#define ARGS const uint64_t *a = &l->blk->args[o->args]
#define IN(i) temp_get(l, a[o->nout + (i)])
#define CARG(i) a[o->nout + o->nin + (i)]
#define SET(v) temp_set(l, a[0], (v))

#define LIFT(name) static void lift_##name(struct lifter *l, const struct fe_op *o)

/* Both widths of an opcode. */
#define ALIAS(to, from)                                                                        \
    static void lift_##to(struct lifter *l, const struct fe_op *o)                             \
    {                                                                                          \
        lift_##from(l, o);                                                                     \
    }

/* --- Moves and integer arithmetic -------------------------------------------- */

LIFT(discard)
{
    ARGS;
    /* The value is unspecified from here on; a variable keeps some value, so that a
     * store of it stays defined. */
    if (l->blk->temps[a[0]].kind != FE_GLOBAL) {
        SET(LLVMConstNull(temp_type(l, a[0])));
    }
}

static struct temp_fact fact_of(struct lifter *l, uint64_t t)
{
    if (l->blk->temps[t].kind == FE_ENV) {
        return (struct temp_fact){FACT_ENV, 0};
    }
    return l->fact[t];
}

LIFT(mov_i32)
{
    ARGS;
    SET(IN(0));
}

LIFT(mov_i64)
{
    ARGS;
    struct temp_fact f = fact_of(l, a[1]);
    SET(IN(0));
    l->fact[a[0]] = f;
}

#define BINARY(name, build)                                                                    \
    LIFT(name##_i32)                                                                           \
    {                                                                                          \
        ARGS;                                                                                  \
        LLVMValueRef x = IN(0), y = IN(1);                                                     \
        SET(build);                                                                            \
    }                                                                                          \
    ALIAS(name##_i64, name##_i32)

#define NOT(v) LLVMBuildNot(B, v, "")

LIFT(add_i32)
{
    ARGS;
    SET(LLVMBuildAdd(B, IN(0), IN(1), ""));
}

LIFT(add_i64)
{
    ARGS;
    struct temp_fact f = fact_of(l, a[1]);
    const struct fe_temp *k = &l->blk->temps[a[2]];
    bool env = f.kind == FACT_ENV && k->kind == FE_CONST;

    SET(LLVMBuildAdd(B, IN(0), IN(1), ""));
    l->fact[a[0]] = env ? (struct temp_fact){FACT_ENV, f.offset + (int32_t)k->val}
                        : (struct temp_fact){FACT_NONE, 0};
}

BINARY(sub, LLVMBuildSub(B, x, y, ""))
BINARY(mul, LLVMBuildMul(B, x, y, ""))
BINARY(and, LLVMBuildAnd(B, x, y, ""))
BINARY(or, LLVMBuildOr(B, x, y, ""))
BINARY(xor, LLVMBuildXor(B, x, y, ""))
BINARY(andc, LLVMBuildAnd(B, x, NOT(y), ""))
BINARY(orc, LLVMBuildOr(B, x, NOT(y), ""))
BINARY(eqv, NOT(LLVMBuildXor(B, x, y, "")))
BINARY(nand, NOT(LLVMBuildAnd(B, x, y, "")))
BINARY(nor, NOT(LLVMBuildOr(B, x, y, "")))

/* V is C2 ? TAKEN : other, with C2 the same test as C. */
static bool selects(LLVMValueRef v, LLVMValueRef c, int64_t taken)
{
    if (!LLVMIsASelectInst(v) || !LLVMIsAConstantInt(LLVMGetOperand(v, 1)) ||
        LLVMConstIntGetSExtValue(LLVMGetOperand(v, 1)) != taken) {
        return false;
    }
    LLVMValueRef c2 = LLVMGetOperand(v, 0);
    return c2 == c || (LLVMIsAICmpInst(c2) && LLVMIsAICmpInst(c) &&
                       LLVMGetICmpPredicate(c2) == LLVMGetICmpPredicate(c) &&
                       LLVMGetOperand(c2, 0) == LLVMGetOperand(c, 0) &&
                       LLVMGetOperand(c2, 1) == LLVMGetOperand(c, 1));
}

/* X / Y. riscv64's quotient by 0 is -1: (y == 0 ? -1 : x) / (y == 0 ? 1 : y). With the first
 * choice behind the division instead, one of the host's gives the remainder too. */
static LLVMValueRef quotient(struct lifter *l, LLVMValueRef x, LLVMValueRef y, bool is_signed)
{
    LLVMValueRef c = LLVMIsASelectInst(x) ? LLVMGetOperand(x, 0) : NULL;
    bool by_zero = c && selects(x, c, -1) && selects(y, c, 1);
    LLVMValueRef from = by_zero ? LLVMGetOperand(x, 2) : x;
    LLVMValueRef q = is_signed ? LLVMBuildSDiv(B, from, y, "") : LLVMBuildUDiv(B, from, y, "");

    return by_zero ? LLVMBuildSelect(B, c, LLVMGetOperand(x, 1), q, "") : q;
}

/* Division never traps in TCG's terms: where the guest's result is defined for a
 * zero divisor or an overflow, the frontend replaces operands first. */
BINARY(div, quotient(l, x, y, true))
BINARY(divu, quotient(l, x, y, false))
BINARY(rem, LLVMBuildSRem(B, x, y, ""))
BINARY(remu, LLVMBuildURem(B, x, y, ""))

/* (high:low) / divisor. The frontends only use this to divide a value that was
 * extended to double width. */
static void lift_div2(struct lifter *l, const struct fe_op *o, bool is_signed)
{
    ARGS;
    LLVMValueRef lo = IN(0), d = IN(2);
    uint64_t high = a[o->nout + 1];
    const struct fe_temp *h = &l->blk->temps[high];
    bool extended = false;

    if (!is_signed) {
        extended = h->kind == FE_CONST && h->val == 0;
    } else if (l->op_index > 0) {
        /* sari high, low, width-1 comes right before it */
        const struct fe_op *p = o - 1;
        const uint64_t *pa = &l->blk->args[p->args];
        const struct fe_temp *n = &l->blk->temps[pa[2]];
        extended = (p->opc == FE_OP_sar_i32 || p->opc == FE_OP_sar_i64) && pa[0] == high &&
                   pa[1] == a[o->nout] && n->kind == FE_CONST &&
                   n->val == (p->opc == FE_OP_sar_i32 ? 31 : 63);
    }
    if (!extended) {
        l->error = "double-width division";
        return;
    }
    LLVMValueRef q = quotient(l, lo, d, is_signed);
    LLVMValueRef r = is_signed ? LLVMBuildSRem(B, lo, d, "") : LLVMBuildURem(B, lo, d, "");
    temp_set(l, a[0], q);
    temp_set(l, a[1], r);
}

LIFT(div2_i32)
{
    lift_div2(l, o, true);
}
LIFT(divu2_i32)
{
    lift_div2(l, o, false);
}
ALIAS(div2_i64, div2_i32)
ALIAS(divu2_i64, divu2_i32)

/* Shift counts are in range, or the result is unspecified but must be some value. */
static LLVMValueRef shift_count(struct lifter *l, LLVMValueRef x, LLVMValueRef n)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    return LLVMBuildAnd(B, n, LLVMConstInt(t, LLVMGetIntTypeWidth(t) - 1, 0), "");
}

BINARY(shl, LLVMBuildShl(B, x, shift_count(l, x, y), ""))
BINARY(shr, LLVMBuildLShr(B, x, shift_count(l, x, y), ""))
BINARY(sar, LLVMBuildAShr(B, x, shift_count(l, x, y), ""))

static LLVMValueRef rotate(struct lifter *l, const char *name, LLVMValueRef x, LLVMValueRef n)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[3] = {x, x, n};
    return intrinsic(l, name, &t, 1, args, 3);
}

BINARY(rotl, rotate(l, "llvm.fshl", x, y))
BINARY(rotr, rotate(l, "llvm.fshr", x, y))

#define UNARY(name, build)                                                                     \
    LIFT(name##_i32)                                                                           \
    {                                                                                          \
        ARGS;                                                                                  \
        LLVMValueRef x = IN(0);                                                                \
        SET(build);                                                                            \
    }                                                                                          \
    ALIAS(name##_i64, name##_i32)

static LLVMValueRef unary_intrinsic(struct lifter *l, const char *name, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    return intrinsic(l, name, &t, 1, &x, 1);
}

UNARY(not, NOT(x))
UNARY(neg, LLVMBuildNeg(B, x, ""))
UNARY(ctpop, unary_intrinsic(l, "llvm.ctpop", x))

/* The value is its own type's low BITS bits, extended. */
static LLVMValueRef extend(struct lifter *l, LLVMValueRef x, unsigned bits, bool is_signed)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    if (bits >= LLVMGetIntTypeWidth(t)) {
        return x;
    }
    LLVMValueRef n = LLVMBuildTrunc(B, x, LLVMIntTypeInContext(l->ctx, bits), "");
    return is_signed ? LLVMBuildSExt(B, n, t, "") : LLVMBuildZExt(B, n, t, "");
}

UNARY(ext8s, extend(l, x, 8, true))
UNARY(ext16s, extend(l, x, 16, true))
UNARY(ext8u, extend(l, x, 8, false))
UNARY(ext16u, extend(l, x, 16, false))

LIFT(ext32s_i64)
{
    ARGS;
    SET(extend(l, IN(0), 32, true));
}
LIFT(ext32u_i64)
{
    ARGS;
    SET(extend(l, IN(0), 32, false));
}
LIFT(ext_i32_i64)
{
    ARGS;
    SET(LLVMBuildSExt(B, IN(0), l->i64, ""));
}
LIFT(extu_i32_i64)
{
    ARGS;
    SET(LLVMBuildZExt(B, IN(0), l->i64, ""));
}
LIFT(extrl_i64_i32)
{
    ARGS;
    SET(LLVMBuildTrunc(B, IN(0), l->i32, ""));
}
LIFT(extrh_i64_i32)
{
    ARGS;
    SET(LLVMBuildTrunc(B, LLVMBuildLShr(B, IN(0), const_i64(l, 32), ""), l->i32, ""));
}

/* The low bits swapped; TCG_BSWAP_OS (4) asks for sign extension, else zeros do. */
static void lift_bswap(struct lifter *l, const struct fe_op *o, unsigned bits)
{
    ARGS;
    LLVMValueRef x = IN(0);
    LLVMTypeRef t = LLVMTypeOf(x), n = LLVMIntTypeInContext(l->ctx, bits);

    if (bits < LLVMGetIntTypeWidth(t)) {
        x = unary_intrinsic(l, "llvm.bswap", LLVMBuildTrunc(B, x, n, ""));
        SET(CARG(0) & 4 ? LLVMBuildSExt(B, x, t, "") : LLVMBuildZExt(B, x, t, ""));
    } else {
        SET(unary_intrinsic(l, "llvm.bswap", x));
    }
}

LIFT(bswap16_i32)
{
    lift_bswap(l, o, 16);
}
LIFT(bswap32_i32)
{
    lift_bswap(l, o, 32);
}
ALIAS(bswap16_i64, bswap16_i32)
ALIAS(bswap32_i64, bswap32_i32)
LIFT(bswap64_i64)
{
    lift_bswap(l, o, 64);
}

/* Input 2 is the result for a zero input 1. */
static void lift_count_zeros(struct lifter *l, const struct fe_op *o, const char *name)
{
    ARGS;
    LLVMValueRef x = IN(0), zero = IN(1), args[2] = {x, LLVMConstInt(l->i1, 0, 0)};
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef n = intrinsic(l, name, &t, 1, args, 2);
    LLVMValueRef is0 = LLVMBuildICmp(B, LLVMIntEQ, x, LLVMConstInt(t, 0, 0), "");
    SET(LLVMBuildSelect(B, is0, zero, n, ""));
}

LIFT(clz_i32)
{
    lift_count_zeros(l, o, "llvm.ctlz");
}
LIFT(ctz_i32)
{
    lift_count_zeros(l, o, "llvm.cttz");
}
ALIAS(clz_i64, clz_i32)
ALIAS(ctz_i64, ctz_i32)

LIFT(deposit_i32)
{
    ARGS;
    LLVMValueRef x = IN(0), y = IN(1);
    LLVMTypeRef t = LLVMTypeOf(x);
    uint64_t pos = CARG(0), len = CARG(1);
    uint64_t mask = (len >= 64 ? ~0ull : (1ull << len) - 1) << pos;

    x = LLVMBuildAnd(B, x, LLVMConstInt(t, ~mask, 0), "");
    y = LLVMBuildShl(B, y, LLVMConstInt(t, pos, 0), "");
    y = LLVMBuildAnd(B, y, LLVMConstInt(t, mask, 0), "");
    SET(LLVMBuildOr(B, x, y, ""));
}
ALIAS(deposit_i64, deposit_i32)

static void lift_extract(struct lifter *l, const struct fe_op *o, bool is_signed)
{
    ARGS;
    LLVMValueRef x = IN(0);
    LLVMTypeRef t = LLVMTypeOf(x);

    x = LLVMBuildLShr(B, x, LLVMConstInt(t, CARG(0), 0), "");
    SET(extend(l, x, (unsigned)CARG(1), is_signed));
}

LIFT(extract_i32)
{
    lift_extract(l, o, false);
}
LIFT(sextract_i32)
{
    lift_extract(l, o, true);
}
ALIAS(extract_i64, extract_i32)
ALIAS(sextract_i64, sextract_i32)

/* (input 2 : input 1) >> constant, low half */
LIFT(extract2_i32)
{
    ARGS;
    LLVMValueRef args[3] = {IN(1), IN(0), NULL};
    LLVMTypeRef t = LLVMTypeOf(args[0]);
    args[2] = LLVMConstInt(t, CARG(0), 0);
    SET(intrinsic(l, "llvm.fshr", &t, 1, args, 3));
}
ALIAS(extract2_i64, extract2_i32)

/* --- Double-width arithmetic --------------------------------------------------- */

static LLVMTypeRef twice(struct lifter *l, LLVMTypeRef t)
{
    return LLVMIntTypeInContext(l->ctx, 2 * LLVMGetIntTypeWidth(t));
}

static LLVMValueRef join(struct lifter *l, LLVMValueRef lo, LLVMValueRef hi)
{
    LLVMTypeRef t = LLVMTypeOf(lo), w = twice(l, t);
    lo = LLVMBuildZExt(B, lo, w, "");
    hi = LLVMBuildZExt(B, hi, w, "");
    hi = LLVMBuildShl(B, hi, LLVMConstInt(w, LLVMGetIntTypeWidth(t), 0), "");
    return LLVMBuildOr(B, lo, hi, "");
}

static LLVMValueRef high_half(struct lifter *l, LLVMValueRef x, LLVMTypeRef t)
{
    LLVMTypeRef w = LLVMTypeOf(x);
    x = LLVMBuildLShr(B, x, LLVMConstInt(w, LLVMGetIntTypeWidth(t), 0), "");
    return LLVMBuildTrunc(B, x, t, "");
}

static void set_halves(struct lifter *l, const uint64_t *a, LLVMValueRef x, LLVMTypeRef t)
{
    LLVMValueRef lo = LLVMBuildTrunc(B, x, t, ""), hi = high_half(l, x, t);
    temp_set(l, a[0], lo);
    temp_set(l, a[1], hi);
}

LIFT(add2_i32)
{
    ARGS;
    LLVMValueRef x = join(l, IN(0), IN(1)), y = join(l, IN(2), IN(3));
    set_halves(l, a, LLVMBuildAdd(B, x, y, ""), temp_type(l, a[0]));
}
LIFT(sub2_i32)
{
    ARGS;
    LLVMValueRef x = join(l, IN(0), IN(1)), y = join(l, IN(2), IN(3));
    set_halves(l, a, LLVMBuildSub(B, x, y, ""), temp_type(l, a[0]));
}
ALIAS(add2_i64, add2_i32)
ALIAS(sub2_i64, sub2_i32)

static LLVMValueRef wide_mul(struct lifter *l, LLVMValueRef x, LLVMValueRef y, bool is_signed)
{
    LLVMTypeRef w = twice(l, LLVMTypeOf(x));
    x = is_signed ? LLVMBuildSExt(B, x, w, "") : LLVMBuildZExt(B, x, w, "");
    y = is_signed ? LLVMBuildSExt(B, y, w, "") : LLVMBuildZExt(B, y, w, "");
    return LLVMBuildMul(B, x, y, "");
}

LIFT(mulu2_i32)
{
    ARGS;
    LLVMValueRef x = IN(0);
    set_halves(l, a, wide_mul(l, x, IN(1), false), LLVMTypeOf(x));
}
LIFT(muls2_i32)
{
    ARGS;
    LLVMValueRef x = IN(0);
    set_halves(l, a, wide_mul(l, x, IN(1), true), LLVMTypeOf(x));
}
LIFT(muluh_i32)
{
    ARGS;
    LLVMValueRef x = IN(0);
    SET(high_half(l, wide_mul(l, x, IN(1), false), LLVMTypeOf(x)));
}
LIFT(mulsh_i32)
{
    ARGS;
    LLVMValueRef x = IN(0);
    SET(high_half(l, wide_mul(l, x, IN(1), true), LLVMTypeOf(x)));
}
ALIAS(mulu2_i64, mulu2_i32)
ALIAS(muls2_i64, muls2_i32)
ALIAS(muluh_i64, muluh_i32)
ALIAS(mulsh_i64, mulsh_i32)

/* --- Conditions and branches ----------------------------------------------------- */

static LLVMValueRef compare(struct lifter *l, unsigned cond, LLVMValueRef x, LLVMValueRef y)
{
    LLVMIntPredicate p = LLVMIntEQ;

    switch (cond) {
    case FE_NEVER: return LLVMConstInt(l->i1, 0, 0);
    case FE_ALWAYS: return LLVMConstInt(l->i1, 1, 0);
    case FE_TSTEQ:
    case FE_TSTNE:
        x = LLVMBuildAnd(B, x, y, "");
        y = LLVMConstNull(LLVMTypeOf(x));
        p = cond == FE_TSTEQ ? LLVMIntEQ : LLVMIntNE;
        break;
    case FE_EQ: p = LLVMIntEQ; break;
    case FE_NE: p = LLVMIntNE; break;
    case FE_LT: p = LLVMIntSLT; break;
    case FE_GE: p = LLVMIntSGE; break;
    case FE_LE: p = LLVMIntSLE; break;
    case FE_GT: p = LLVMIntSGT; break;
    case FE_LTU: p = LLVMIntULT; break;
    case FE_GEU: p = LLVMIntUGE; break;
    case FE_LEU: p = LLVMIntULE; break;
    case FE_GTU: p = LLVMIntUGT; break;
    default: l->error = "unknown condition"; break;
    }
    return LLVMBuildICmp(B, p, x, y, "");
}

LIFT(setcond_i32)
{
    ARGS;
    LLVMValueRef x = IN(0), c = compare(l, (unsigned)CARG(0), x, IN(1));
    SET(LLVMBuildZExt(B, c, temp_type(l, a[0]), ""));
}
LIFT(negsetcond_i32)
{
    ARGS;
    LLVMValueRef x = IN(0), c = compare(l, (unsigned)CARG(0), x, IN(1));
    SET(LLVMBuildSExt(B, c, temp_type(l, a[0]), ""));
}
LIFT(movcond_i32)
{
    ARGS;
    LLVMValueRef x = IN(0), c = compare(l, (unsigned)CARG(0), x, IN(1));
    LLVMValueRef t = IN(2), e = IN(3);
    SET(LLVMBuildSelect(B, c, t, e, ""));
}
ALIAS(setcond_i64, setcond_i32)
ALIAS(negsetcond_i64, negsetcond_i32)
ALIAS(movcond_i64, movcond_i32)

static void start_at(struct lifter *l, LLVMBasicBlockRef bb)
{
    LLVMPositionBuilderAtEnd(B, bb);
    l->terminated = false;
}

/* What is known here is so on one way to LABEL. */
static void to_label(struct lifter *l, uint64_t label)
{
    var_join(&l->label_dirty[label], &l->dirty);
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        l->label_boxed[label].w[w] &= l->boxed.w[w];
    }
}

static bool is_clean_address(const struct lifter *l, uint64_t t)
{
    const struct fe_temp *x = &l->blk->temps[t];

    return x->kind == FE_GLOBAL && x->val >= 0 &&
           l->fe->vars[x->val].meaning == FE_MEANS_ADDRESS;
}

LIFT(brcond_i32)
{
    ARGS;
    LLVMValueRef x = IN(0), y = IN(1);
    if (is_clean_address(l, a[o->nout + 1])) {
        x = untag(l, x); /* QEMU's frontend would have done so */
    }
    LLVMValueRef c = compare(l, (unsigned)CARG(0), x, y);
    LLVMBasicBlockRef next = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBuildCondBr(B, c, l->labels[CARG(1)], next);
    to_label(l, CARG(1));
    start_at(l, next);
}
ALIAS(brcond_i64, brcond_i32)

LIFT(br)
{
    ARGS;
    LLVMBuildBr(B, l->labels[CARG(0)]);
    to_label(l, CARG(0));
    l->terminated = true;
}

/* True if an operation that comes later branches to LABEL. */
static bool branches_back(struct lifter *l, uint64_t label)
{
    for (unsigned i = l->op_index + 1; i < l->blk->nops; i++) {
        const struct fe_op *o = &l->blk->ops[i];
        const uint64_t *c = &l->blk->args[o->args + o->nout + o->nin];
        if ((o->opc == FE_OP_br && c[0] == label) ||
            ((o->opc == FE_OP_brcond_i32 || o->opc == FE_OP_brcond_i64) && c[1] == label)) {
            return true;
        }
    }
    return false;
}

LIFT(set_label)
{
    ARGS;
    if (!l->terminated) {
        LLVMBuildBr(B, l->labels[CARG(0)]);
        to_label(l, CARG(0));
    }
    if (l->p->exact_faults && branches_back(l, CARG(0))) {
        l->error = "loop inside a block";
    }
    l->dirty = l->label_dirty[CARG(0)];
    l->boxed = l->label_boxed[CARG(0)];
    if (branches_back(l, CARG(0))) {
        memset(&l->boxed, 0, sizeof(l->boxed));
    }
    start_at(l, l->labels[CARG(0)]);
    var_forget(l);
    for (unsigned t = 0; t < l->blk->ntemps; t++) {
        if (l->tb_slot[t]) {
            l->val[t] = NULL;
        }
    }
}

static const char unsupported_32bit_only[] = "operation of 32-bit hosts";

LIFT(brcond2_i32)
{
    (void)o;
    l->error = unsupported_32bit_only;
}
ALIAS(setcond2_i32, brcond2_i32)

/* --- Memory of the CPU state ------------------------------------------------------- */

/* Bytes [offset, offset+size) of the CPU state as an integer or vector of TYPE. A
 * variable that holds them is read in its register. */
static LLVMValueRef state_load(struct lifter *l, LLVMTypeRef type, unsigned size,
                               int32_t offset)
{
    int v = var_at(l, offset, size);

    if (v < 0) {
        return env_load(l, type, offset);
    }
    const struct fe_var *x = &l->fe->vars[v];
    int32_t at = offset - x->offset;
    if (x->cls == FE_VAR_V128 && at >= 0 && at + size <= 16 && at % (int32_t)size == 0) {
        LLVMValueRef q = var_get(l, (unsigned)v);
        if (size == 16) {
            return LLVMBuildBitCast(B, q, type, "");
        }
        LLVMTypeRef e = LLVMIntTypeInContext(l->ctx, size * 8);
        q = LLVMBuildBitCast(B, q, LLVMVectorType(e, 16 / size), "");
        q = LLVMBuildExtractElement(B, q, LLVMConstInt(l->i32, (unsigned)at / size, 0), "");
        return LLVMBuildBitCast(B, q, type, "");
    }
    if (x->cls == FE_VAR_V128 && size == 32 && at == 0) {
        l->error = "256-bit access to a 128-bit register";
        return LLVMGetPoison(type);
    }
    LLVMValueRef w = var_get(l, (unsigned)v);
    if (x->cls == FE_VAR_F64) {
        w = LLVMBuildBitCast(B, w, l->i64, "");
    }
    unsigned bits = x->cls == FE_VAR_I32 ? 32 : 64;
    if (x->cls == FE_VAR_V128 || at < 0 || (unsigned)at * 8 + size * 8 > bits) {
        l->error = "partial overlap with a register in the CPU state";
        return LLVMGetPoison(type);
    }
    w = LLVMBuildLShr(B, w, LLVMConstInt(LLVMTypeOf(w), (unsigned)at * 8, 0), "");
    if (size * 8 < bits) {
        w = LLVMBuildTrunc(B, w, LLVMIntTypeInContext(l->ctx, size * 8), "");
    }
    return LLVMBuildBitCast(B, w, type, "");
}

static bool is_instruction(LLVMValueRef v, LLVMOpcode op)
{
    return LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == op;
}

static bool is_float(LLVMValueRef v)
{
    LLVMTypeKind k = LLVMGetTypeKind(LLVMTypeOf(v));
    return k == LLVMFloatTypeKind || k == LLVMDoubleTypeKind;
}

LLVMValueRef float_behind(LLVMValueRef x)
{
    if (is_instruction(x, LLVMBitCast) && is_float(LLVMGetOperand(x, 0))) {
        return LLVMGetOperand(x, 0);
    }
    return NULL;
}

/* The vector of floats behind Q, if it was made as one. */
static LLVMValueRef floats_behind(LLVMValueRef q)
{
    if (is_instruction(q, LLVMBitCast)) {
        LLVMValueRef f = LLVMGetOperand(q, 0);
        LLVMTypeRef t = LLVMTypeOf(f);
        if (LLVMGetTypeKind(t) == LLVMVectorTypeKind &&
            LLVMGetTypeKind(LLVMGetElementType(t)) != LLVMIntegerTypeKind) {
            return f;
        }
    }
    return NULL;
}

/*
 * Q with the 64-bit X as its element AT. What is a number by origin is put in as one:
 * values that LLVM sees as integers in between go through integer registers wherever
 * they cross from one block to another.
 */
static LLVMValueRef insert_double(struct lifter *l, LLVMValueRef q, LLVMValueRef x, unsigned at)
{
    bool single = is_instruction(x, LLVMZExt);
    LLVMValueRef f = float_behind(single ? LLVMGetOperand(x, 0) : x), old = floats_behind(q);

    if (!f && old && LLVMIsAConstantInt(x) && LLVMIsNull(x)) {
        f = LLVMConstNull(LLVMGetElementType(LLVMTypeOf(old)));
    }
    if (!f) {
        q = LLVMBuildBitCast(B, q, l->v2i64, "");
        return LLVMBuildInsertElement(B, q, x, LLVMConstInt(l->i32, at, 0), "");
    }
    if (LLVMTypeOf(f) == l->f64) {
        q = LLVMBuildBitCast(B, q, LLVMVectorType(l->f64, 2), "");
        return LLVMBuildInsertElement(B, q, f, LLVMConstInt(l->i32, at, 0), "");
    }
    q = LLVMBuildBitCast(B, q, LLVMVectorType(l->f32, 4), "");
    q = LLVMBuildInsertElement(B, q, f, LLVMConstInt(l->i32, 2 * at, 0), "");
    return LLVMBuildInsertElement(B, q, LLVMConstNull(l->f32),
                                  LLVMConstInt(l->i32, 2 * at + 1, 0), "");
}

static void state_store(struct lifter *l, LLVMValueRef x, unsigned size, int32_t offset)
{
    int v = var_at(l, offset, size);

    if (v < 0) {
        env_store(l, x, offset);
        return;
    }
    const struct fe_var *r = &l->fe->vars[v];
    int32_t at = offset - r->offset;
    if (r->cls == FE_VAR_V128 && at >= 0 && at + size <= 16 && at % (int32_t)size == 0) {
        LLVMValueRef q = x;
        if (size == 8 && LLVMTypeOf(x) == l->i64) {
            q = insert_double(l, var_get(l, (unsigned)v), x, (unsigned)at / 8);
        } else if (size < 16) {
            LLVMTypeRef e = LLVMIntTypeInContext(l->ctx, size * 8);
            q = LLVMBuildBitCast(B, var_get(l, (unsigned)v), LLVMVectorType(e, 16 / size), "");
            q = LLVMBuildInsertElement(B, q, LLVMBuildBitCast(B, x, e, ""),
                                       LLVMConstInt(l->i32, (unsigned)at / size, 0), "");
        }
        var_set(l, (unsigned)v, LLVMBuildBitCast(B, q, l->v2i64, ""));
        return;
    }
    LLVMTypeRef t = r->cls == FE_VAR_I32 ? l->i32 : l->i64;
    unsigned bits = LLVMGetIntTypeWidth(t);
    if (r->cls == FE_VAR_V128 || at < 0 || (unsigned)at * 8 + size * 8 > bits) {
        l->error = "partial overlap with a register in the CPU state";
        return;
    }
    LLVMValueRef w = LLVMBuildBitCast(B, x, LLVMIntTypeInContext(l->ctx, size * 8), "");
    if (size * 8 < bits) {
        LLVMValueRef old = var_get(l, (unsigned)v);
        if (r->cls == FE_VAR_F64) {
            old = LLVMBuildBitCast(B, old, l->i64, "");
        }
        uint64_t mask = ((1ull << (size * 8)) - 1) << (at * 8);
        w = LLVMBuildShl(B, LLVMBuildZExt(B, w, t, ""), LLVMConstInt(t, (unsigned)at * 8, 0),
                         "");
        w = LLVMBuildOr(B, w, LLVMBuildAnd(B, old, LLVMConstInt(t, ~mask, 0), ""), "");
    }
    if (r->cls == FE_VAR_F64) {
        w = LLVMBuildBitCast(B, w, l->f64, "");
    }
    var_set(l, (unsigned)v, w);
}

/* Host memory at temp BASE + OFFSET, which is the CPU state or nothing we know. */
static bool known_env(struct lifter *l, uint64_t base, int64_t off, int32_t *offset)
{
    struct temp_fact f = fact_of(l, base);
    if (f.kind != FACT_ENV) {
        l->error = "computed address in the CPU state";
        return false;
    }
    *offset = f.offset + (int32_t)off;
    return true;
}

static void lift_ld(struct lifter *l, const struct fe_op *o, unsigned bits, bool is_signed)
{
    ARGS;
    LLVMTypeRef t = temp_type(l, a[0]), m = LLVMIntTypeInContext(l->ctx, bits);
    int32_t offset;

    if (!known_env(l, a[1], (int64_t)CARG(0), &offset)) {
        return;
    }
    LLVMValueRef v = state_load(l, m, bits / 8, offset);
    if (bits < LLVMGetIntTypeWidth(t)) {
        v = is_signed ? LLVMBuildSExt(B, v, t, "") : LLVMBuildZExt(B, v, t, "");
    }
    SET(v);
}

static void lift_st(struct lifter *l, const struct fe_op *o, unsigned bits)
{
    ARGS;
    LLVMTypeRef m = LLVMIntTypeInContext(l->ctx, bits);
    int32_t offset;

    if (!known_env(l, a[1], (int64_t)CARG(0), &offset)) {
        return;
    }
    LLVMValueRef v = IN(0);
    if (bits < LLVMGetIntTypeWidth(LLVMTypeOf(v))) {
        v = LLVMBuildTrunc(B, v, m, "");
    }
    state_store(l, v, bits / 8, offset);
}

#define LD(name, bits, is_signed)                                                              \
    LIFT(name)                                                                                 \
    {                                                                                          \
        lift_ld(l, o, bits, is_signed);                                                        \
    }
#define ST(name, bits)                                                                         \
    LIFT(name)                                                                                 \
    {                                                                                          \
        lift_st(l, o, bits);                                                                   \
    }
LD(ld8u_i32, 8, false)
LD(ld8s_i32, 8, true)
LD(ld16u_i32, 16, false)
LD(ld16s_i32, 16, true)
LD(ld_i32, 32, false)
LD(ld8u_i64, 8, false)
LD(ld8s_i64, 8, true)
LD(ld16u_i64, 16, false)
LD(ld16s_i64, 16, true)
LD(ld32u_i64, 32, false)
LD(ld32s_i64, 32, true)
LD(ld_i64, 64, false)
ST(st8_i32, 8)
ST(st16_i32, 16)
ST(st_i32, 32)
ST(st8_i64, 8)
ST(st16_i64, 16)
ST(st32_i64, 32)
ST(st_i64, 64)

/* --- Guest memory -------------------------------------------------------------------- */

LLVMValueRef guest_ptr(struct lifter *l, LLVMValueRef addr)
{
    return LLVMBuildIntToPtr(B, addr, l->ptr, "");
}

LLVMValueRef guest_load(struct lifter *l, LLVMTypeRef type, LLVMValueRef addr)
{
    LLVMValueRef v = LLVMBuildLoad2(B, type, guest_ptr(l, addr), "");
    LLVMSetAlignment(v, 1);
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_guest);
    return v;
}

LLVMValueRef guest_store(struct lifter *l, LLVMValueRef x, LLVMValueRef addr)
{
    LLVMValueRef v = LLVMBuildStore(B, x, guest_ptr(l, addr));
    LLVMSetAlignment(v, 1);
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_guest);
    guest_stored(l);
    return v;
}

void guest_stored(struct lifter *l)
{
    if (l->release_next) {
        LLVMBuildFence(B, LLVMAtomicOrderingSequentiallyConsistent, 0, "");
        l->release_next = false;
    }
}

LLVMValueRef guest_bswap(struct lifter *l, LLVMValueRef v)
{
    return unary_intrinsic(l, "llvm.bswap", v);
}

/* Two registers of 32 bits in one access of 64: two accesses for us, for the reasons
 * given for 16 bytes below. */
static bool is_word_pair(const struct fe_op *o)
{
    return o->mem.pair && o->mem.size_log2 == 3 && !o->mem.bswap;
}

static LLVMValueRef plus(struct lifter *l, LLVMValueRef addr, uint64_t n)
{
    return LLVMBuildAdd(B, addr, const_i64(l, n), "");
}

LIFT(qemu_ld_i32)
{
    ARGS;
    check_alignment(l, o, IN(0), false);
    if (l->p->exact_faults) {
        exact_load(l, o);
        return;
    }
    if (is_word_pair(o)) {
        LLVMValueRef addr = IN(0), low = guest_load(l, l->i32, addr);
        SET(join(l, low, guest_load(l, l->i32, plus(l, addr, 4))));
        return;
    }
    LLVMTypeRef t = temp_type(l, a[0]);
    unsigned bits = 8u << o->mem.size_log2;
    LLVMTypeRef m = LLVMIntTypeInContext(l->ctx, bits);
    LLVMValueRef v;

    if (bits >= 32 && t == l->i64 && !o->mem.bswap && !o->mem.sign && for_vector(l, o, a[0])) {
        /* The cold paths of what uses it want an integer: LLVM would load one. */
        v = LLVMBuildBitCast(B, guest_load(l, bits == 64 ? l->f64 : l->f32, IN(0)), m, "");
    } else {
        v = guest_load(l, m, IN(0));
    }

    if (o->mem.bswap && bits > 8) {
        v = unary_intrinsic(l, "llvm.bswap", v);
    }
    if (bits < LLVMGetIntTypeWidth(t)) {
        v = o->mem.sign ? LLVMBuildSExt(B, v, t, "") : LLVMBuildZExt(B, v, t, "");
    }
    SET(v);
}
ALIAS(qemu_ld_i64, qemu_ld_i32)

LIFT(qemu_st_i32)
{
    ARGS;
    LLVMValueRef v = IN(0), addr = IN(1);

    check_alignment(l, o, addr, true);
    if (l->p->exact_faults) {
        exact_store(l, o);
        return;
    }
    unsigned bits = 8u << o->mem.size_log2;
    LLVMValueRef f = bits == 32 ? single_behind(l, v) : bits == 64 ? float_behind(v) : NULL;

    if (is_word_pair(o)) {
        guest_store(l, LLVMBuildTrunc(B, v, l->i32, ""), addr);
        guest_store(l, high_half(l, v, l->i32), plus(l, addr, 4));
        return;
    }
    if (f && !o->mem.bswap && !LLVMIsConstant(f)) {
        guest_store(l, f, addr);
        return;
    }
    if (bits < LLVMGetIntTypeWidth(LLVMTypeOf(v))) {
        v = LLVMBuildTrunc(B, v, LLVMIntTypeInContext(l->ctx, bits), "");
    }
    if (o->mem.bswap && bits > 8) {
        v = unary_intrinsic(l, "llvm.bswap", v);
    }
    guest_store(l, v, addr);
}
ALIAS(qemu_st_i64, qemu_st_i32)
ALIAS(qemu_st8_i32, qemu_st_i32)

/*
 * 16 bytes. Pairs of registers are two accesses: values that come from or go to integer
 * registers one by one, through a vector register, would cost four instructions and
 * fail to forward from earlier stores. Otherwise, an aligned vector move is one access on every
 * CPU with AVX (Intel SDM 3A, 9.1.1; AMD says the same), which is what an access that has to be
 * atomic needs; inline assembly keeps LLVM from splitting that one.
 */
LIFT(qemu_ld_i128)
{
    ARGS;
    LLVMValueRef addr = IN(0), v;

    check_alignment(l, o, addr, false);
    if (o->mem.bswap) {
        l->error = "byte-swapped 16-byte access";
        return;
    }
    if (l->p->exact_faults) {
        exact_load_pair(l, o);
        return;
    }
    if (o->mem.pair) {
        LLVMValueRef low = guest_load(l, l->i64, addr);
        LLVMValueRef high = guest_load(l, l->i64, plus(l, addr, 8));
        temp_set(l, a[0], low);
        temp_set(l, a[1], high);
        return;
    }
    if (o->mem.atomic16 && o->mem.align_log2 == 4) {
        LLVMTypeRef ft = LLVMFunctionType(l->v2i64, &l->ptr, 1, 0);
        LLVMValueRef as = LLVMGetInlineAsm(ft, "vmovdqa ($1), $0", 16, "=x,r,~{memory}", 14, 1,
                                           0, LLVMInlineAsmDialectATT, 0);
        LLVMValueRef p = guest_ptr(l, addr);
        v = LLVMBuildCall2(B, ft, as, &p, 1, "");
    } else {
        v = guest_load(l, l->v2i64, addr);
    }
    LLVMValueRef lo = LLVMBuildExtractElement(B, v, LLVMConstInt(l->i32, 0, 0), "");
    LLVMValueRef hi = LLVMBuildExtractElement(B, v, LLVMConstInt(l->i32, 1, 0), "");
    temp_set(l, a[0], lo);
    temp_set(l, a[1], hi);
}

LIFT(qemu_st_i128)
{
    ARGS;
    LLVMValueRef lo = IN(0), hi = IN(1), addr = IN(2);

    check_alignment(l, o, addr, true);
    if (o->mem.bswap) {
        l->error = "byte-swapped 16-byte access";
        return;
    }
    if (l->p->exact_faults) {
        exact_store_pair(l, o);
        return;
    }
    if (o->mem.pair) {
        guest_store(l, lo, addr);
        guest_store(l, hi, plus(l, addr, 8));
        return;
    }
    if (o->mem.atomic16 && o->mem.align_log2 == 4) {
        LLVMValueRef v = LLVMGetPoison(l->v2i64);
        v = LLVMBuildInsertElement(B, v, lo, LLVMConstInt(l->i32, 0, 0), "");
        v = LLVMBuildInsertElement(B, v, hi, LLVMConstInt(l->i32, 1, 0), "");
        LLVMTypeRef types[2] = {l->v2i64, l->ptr};
        LLVMTypeRef ft = LLVMFunctionType(l->voidt, types, 2, 0);
        LLVMValueRef as = LLVMGetInlineAsm(ft, "vmovdqa $0, ($1)", 16, "x,r,~{memory}", 13, 1,
                                           0, LLVMInlineAsmDialectATT, 0);
        LLVMValueRef args[2] = {v, guest_ptr(l, addr)};
        LLVMBuildCall2(B, ft, as, args, 2, "");
        return;
    }
    LLVMValueRef v = LLVMGetPoison(l->v2i64);
    v = LLVMBuildInsertElement(B, v, lo, LLVMConstInt(l->i32, 0, 0), "");
    v = LLVMBuildInsertElement(B, v, hi, LLVMConstInt(l->i32, 1, 0), "");
    guest_store(l, v, addr);
}

/*
 * Barriers (include/tcg/tcg-mo.h). The low four bits say which pairs are ordered, the
 * next two what for: 1 the load before is a load-acquire, 2 the store after is a
 * store-release, 3 a barrier as such. x86 orders all but a store before a later load,
 * and neither acquire nor release is about that pair, so those only have to hold the
 * compiler back. But where a release store must come before a later acquire load, the
 * store itself has to be a locked one.
 */
LIFT(mb)
{
    ARGS;
    enum { ST_LD = 2, KIND = 0x30, RELEASE = 0x20 };
    unsigned kind = (unsigned)CARG(0) & KIND;
    bool full = kind != 0x10 && kind != RELEASE && (CARG(0) & ST_LD);

    l->release_next = kind == RELEASE && l->fe->release_is_sc;
    LLVMBuildFence(B, LLVMAtomicOrderingSequentiallyConsistent, !full, "");
}

/* --- Vectors --------------------------------------------------------------------------- */

static LLVMTypeRef elem_vec(struct lifter *l, const struct fe_op *o)
{
    unsigned bits = 64u << (o->type - FE_V64), e = 8u << o->vece;
    return LLVMVectorType(LLVMIntTypeInContext(l->ctx, e), bits / e);
}

/* Input I as a vector of the operation's elements; the result back. */
static LLVMValueRef vec_in(struct lifter *l, const struct fe_op *o, unsigned i)
{
    ARGS;
    return LLVMBuildBitCast(B, IN(i), elem_vec(l, o), "");
}

static void vec_set(struct lifter *l, const struct fe_op *o, LLVMValueRef v)
{
    ARGS;
    SET(LLVMBuildBitCast(B, v, temp_type(l, a[0]), ""));
}

static LLVMValueRef splat(struct lifter *l, LLVMTypeRef vt, LLVMValueRef x)
{
    LLVMTypeRef it = LLVMVectorType(l->i32, LLVMGetVectorSize(vt));
    LLVMValueRef v =
        LLVMBuildInsertElement(B, LLVMGetPoison(vt), x, LLVMConstInt(l->i32, 0, 0), "");
    return LLVMBuildShuffleVector(B, v, LLVMGetPoison(vt), LLVMConstNull(it), "");
}

LIFT(mov_vec)
{
    ARGS;
    SET(IN(0));
}

LIFT(dup_vec)
{
    ARGS;
    LLVMTypeRef vt = elem_vec(l, o), e = LLVMGetElementType(vt);
    LLVMValueRef x = IN(0);
    if (LLVMGetIntTypeWidth(e) < LLVMGetIntTypeWidth(LLVMTypeOf(x))) {
        x = LLVMBuildTrunc(B, x, e, "");
    }
    vec_set(l, o, splat(l, vt, x));
}

LIFT(dup2_vec)
{
    (void)o;
    l->error = unsupported_32bit_only;
}

LIFT(ld_vec)
{
    ARGS;
    int32_t offset;
    if (known_env(l, a[1], (int64_t)CARG(0), &offset)) {
        SET(state_load(l, temp_type(l, a[0]), 8u << (o->type - FE_V64), offset));
    }
}

LIFT(st_vec)
{
    ARGS;
    int32_t offset;
    if (known_env(l, a[1], (int64_t)CARG(0), &offset)) {
        state_store(l, IN(0), 8u << (o->type - FE_V64), offset);
    }
}

LIFT(dupm_vec)
{
    ARGS;
    int32_t offset;
    LLVMTypeRef vt = elem_vec(l, o);
    if (known_env(l, a[1], (int64_t)CARG(0), &offset)) {
        vec_set(l, o,
                splat(l, vt, state_load(l, LLVMGetElementType(vt), 1u << o->vece, offset)));
    }
}

#define VBINARY(name, build)                                                                   \
    LIFT(name##_vec)                                                                           \
    {                                                                                          \
        LLVMValueRef x = vec_in(l, o, 0), y = vec_in(l, o, 1);                                 \
        vec_set(l, o, build);                                                                  \
    }

static LLVMValueRef binary_intrinsic(struct lifter *l, const char *name, LLVMValueRef x,
                                     LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[2] = {x, y};
    return intrinsic(l, name, &t, 1, args, 2);
}

VBINARY(add, LLVMBuildAdd(B, x, y, ""))
VBINARY(sub, LLVMBuildSub(B, x, y, ""))
VBINARY(mul, LLVMBuildMul(B, x, y, ""))
VBINARY(ssadd, binary_intrinsic(l, "llvm.sadd.sat", x, y))
VBINARY(usadd, binary_intrinsic(l, "llvm.uadd.sat", x, y))
VBINARY(sssub, binary_intrinsic(l, "llvm.ssub.sat", x, y))
VBINARY(ussub, binary_intrinsic(l, "llvm.usub.sat", x, y))
VBINARY(smin, binary_intrinsic(l, "llvm.smin", x, y))
VBINARY(umin, binary_intrinsic(l, "llvm.umin", x, y))
VBINARY(smax, binary_intrinsic(l, "llvm.smax", x, y))
VBINARY(umax, binary_intrinsic(l, "llvm.umax", x, y))
VBINARY(and, LLVMBuildAnd(B, x, y, ""))
VBINARY(or, LLVMBuildOr(B, x, y, ""))
VBINARY(xor, LLVMBuildXor(B, x, y, ""))
VBINARY(andc, LLVMBuildAnd(B, x, NOT(y), ""))
VBINARY(orc, LLVMBuildOr(B, x, NOT(y), ""))
VBINARY(nand, NOT(LLVMBuildAnd(B, x, y, "")))
VBINARY(nor, NOT(LLVMBuildOr(B, x, y, "")))
VBINARY(eqv, NOT(LLVMBuildXor(B, x, y, "")))

LIFT(neg_vec)
{
    vec_set(l, o, LLVMBuildNeg(B, vec_in(l, o, 0), ""));
}
LIFT(not_vec)
{
    vec_set(l, o, NOT(vec_in(l, o, 0)));
}
LIFT(abs_vec)
{
    LLVMTypeRef t = elem_vec(l, o);
    LLVMValueRef args[2] = {vec_in(l, o, 0), LLVMConstInt(l->i1, 0, 0)};
    vec_set(l, o, intrinsic(l, "llvm.abs", &t, 1, args, 2));
}

/* Shifts by a constant, by one scalar, and by a vector of counts. Counts are below the
 * element's width. */
static LLVMValueRef shift_imm(struct lifter *l, const struct fe_op *o)
{
    ARGS;
    LLVMTypeRef vt = elem_vec(l, o);
    return splat(l, vt, LLVMConstInt(LLVMGetElementType(vt), CARG(0), 0));
}

static LLVMValueRef shift_scalar(struct lifter *l, const struct fe_op *o)
{
    ARGS;
    LLVMTypeRef vt = elem_vec(l, o), e = LLVMGetElementType(vt);
    LLVMValueRef n = IN(1);
    unsigned have = LLVMGetIntTypeWidth(LLVMTypeOf(n)), want = LLVMGetIntTypeWidth(e);
    if (have < want) {
        n = LLVMBuildZExt(B, n, e, "");
    } else if (have > want) {
        n = LLVMBuildTrunc(B, n, e, "");
    }
    return splat(l, vt, n);
}

static LLVMValueRef vec_count(struct lifter *l, const struct fe_op *o, LLVMValueRef n)
{
    LLVMTypeRef vt = elem_vec(l, o);
    return LLVMBuildAnd(
        B, n, splat(l, vt, LLVMConstInt(LLVMGetElementType(vt), (8u << o->vece) - 1, 0)), "");
}

#define VSHIFT(name, count, build)                                                             \
    LIFT(name##_vec)                                                                           \
    {                                                                                          \
        LLVMValueRef x = vec_in(l, o, 0), n = vec_count(l, o, count);                          \
        vec_set(l, o, build);                                                                  \
    }
#define VSHIFTS(suffix, count)                                                                 \
    VSHIFT(shl##suffix, count, LLVMBuildShl(B, x, n, ""))                                      \
    VSHIFT(shr##suffix, count, LLVMBuildLShr(B, x, n, ""))                                     \
    VSHIFT(sar##suffix, count, LLVMBuildAShr(B, x, n, ""))                                     \
    VSHIFT(rotl##suffix, count, rotate(l, "llvm.fshl", x, n))
VSHIFTS(i, shift_imm(l, o))
VSHIFTS(s, shift_scalar(l, o))
VSHIFTS(v, vec_in(l, o, 1))
VSHIFT(rotrv, vec_in(l, o, 1), rotate(l, "llvm.fshr", x, n))

LIFT(cmp_vec)
{
    ARGS;
    LLVMValueRef x = vec_in(l, o, 0), c = compare(l, (unsigned)CARG(0), x, vec_in(l, o, 1));
    if (LLVMTypeOf(c) == l->i1) {
        vec_set(l, o,
                CARG(0) == FE_ALWAYS ? LLVMConstAllOnes(elem_vec(l, o))
                                     : LLVMConstNull(elem_vec(l, o)));
    } else {
        vec_set(l, o, LLVMBuildSExt(B, c, elem_vec(l, o), ""));
    }
}

LIFT(bitsel_vec)
{
    LLVMValueRef m = vec_in(l, o, 0), x = vec_in(l, o, 1), y = vec_in(l, o, 2);
    x = LLVMBuildAnd(B, x, m, "");
    y = LLVMBuildAnd(B, y, NOT(m), "");
    vec_set(l, o, LLVMBuildOr(B, x, y, ""));
}

LIFT(cmpsel_vec)
{
    ARGS;
    LLVMValueRef x = vec_in(l, o, 0), c = compare(l, (unsigned)CARG(0), x, vec_in(l, o, 1));
    LLVMValueRef t = vec_in(l, o, 2), e = vec_in(l, o, 3);
    vec_set(l, o, LLVMBuildSelect(B, c, t, e, ""));
}

/* --- Control --------------------------------------------------------------------------- */

LIFT(insn_start)
{
    ARGS;
    l->insn_pc = a[0];
    l->pc_set = false;
}

LIFT(exit_tb)
{
    control_exit_tb(l, o);
}
LIFT(goto_ptr)
{
    control_goto_ptr(l, o);
}

/* What follows sets the pc and leaves with exit_tb; the jump itself is that exit. */
LIFT(goto_tb)
{
    (void)l;
    (void)o;
}

/* --- Opcodes that no frontend emits ------------------------------------------------------ */

static void lift_never(struct lifter *l, const struct fe_op *o)
{
    (void)o;
    l->error = "operation of QEMU's plugins or of its code generator";
}
ALIAS(plugin_cb, never)
ALIAS(plugin_mem_cb, never)
ALIAS(last_generic, never)
ALIAS(x86_shufps_vec, never)
ALIAS(x86_blend_vec, never)
ALIAS(x86_packss_vec, never)
ALIAS(x86_packus_vec, never)
ALIAS(x86_psrldq_vec, never)
ALIAS(x86_vperm2i128_vec, never)
ALIAS(x86_punpckl_vec, never)
ALIAS(x86_punpckh_vec, never)
ALIAS(x86_vpshldi_vec, never)
ALIAS(x86_vpshldv_vec, never)
ALIAS(x86_vpshrdv_vec, never)

/* --- The table --------------------------------------------------------------------------- */

void lift_op(struct lifter *l, const struct fe_op *o)
{
    static void (*const lifters[FE_NB_OPS])(struct lifter *, const struct fe_op *) = {
#define OP(name, no, ni, nc) [FE_OP_##name] = lift_##name,
#include "tcg_opcodes.def"
#undef OP
    };

    if (l->flags_set && ends_flags(o)) {
        flags_describe(l);
    }
    if (!l->replay) {
        chain_before(l, o);
    }
    if (l->fe->fp_flags < 0 || !lift_single_op(l, o)) {
        lifters[o->opc](l, o);
    }
    /* Whatever a temp held, it is something else now. */
    for (unsigned i = 0; i < o->nout; i++) {
        if (o->opc != FE_OP_add_i64 && o->opc != FE_OP_mov_i64) {
            l->fact[l->blk->args[o->args + i]] = (struct temp_fact){FACT_NONE, 0};
        }
    }
    if (!l->replay) {
        chain_after(l, o);
    }
}
