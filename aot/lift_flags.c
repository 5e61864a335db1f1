/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_flags.c: conditions rebuilt from what set them.
 *
 * QEMU keeps aarch64's N, Z, C and V in four variables of which one fact each counts:
 * the sign of NF and VF, whether ZF is zero. After a subtraction a-b it computes
 *
 *     r = a - b;  NF = r;  ZF = r;  VF = (r ^ a) & (a ^ b)
 *
 * and "signed less" is the sign of NF ^ VF, which LLVM does not see through. So other
 * values that say the same are put in their place, of which LLVM can make compares:
 *
 *     ZF = a != b ? -1 : 0        VF = NF ^ (a < b ? -1 : 0)
 *
 * since N ^ V is a < b by definition. NF ^ VF then folds to the compare itself.
 *
 * With exact faults the flags would have to be computed and stored before the next access.
 * Their operands are stored instead (enum fe_flag_kind).
 */
#include "ir.h"
#include "lift.h"

#define B (l->b)

static bool is_const(LLVMValueRef v, uint64_t c)
{
    return v && LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == c;
}

/* If V is trunc(x >> 32) from 64 bits, sets *X. */
static bool is_high_half(LLVMValueRef v, LLVMValueRef *x)
{
    if (!ir_is_op(v, LLVMTrunc)) {
        return false;
    }
    LLVMValueRef s = LLVMGetOperand(v, 0);
    if (!ir_is_op(s, LLVMLShr) || !is_const(LLVMGetOperand(s, 1), 32)) {
        return false;
    }
    *x = LLVMGetOperand(s, 0);
    return true;
}

/* Is V  x ^ y  in either order? */
static bool is_xor_of(LLVMValueRef v, LLVMValueRef x, LLVMValueRef y)
{
    if (!ir_is_op(v, LLVMXor)) {
        return false;
    }
    LLVMValueRef p = LLVMGetOperand(v, 0), q = LLVMGetOperand(v, 1);
    return (p == x && q == y) || (p == y && q == x);
}

/* If V is the overflow word of a subtraction, sets its operands and result. */
static bool is_sub_overflow(LLVMValueRef v, LLVMValueRef *a, LLVMValueRef *b, LLVMValueRef *r)
{
    if (!ir_is_op(v, LLVMAnd)) {
        return false;
    }
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef x = LLVMGetOperand(v, i), y = LLVMGetOperand(v, 1 - i);
        if (!ir_is_op(x, LLVMXor)) {
            continue;
        }
        for (unsigned k = 0; k < 2; k++) {
            LLVMValueRef s = LLVMGetOperand(x, k);
            if (ir_is_op(s, LLVMSub) && LLVMGetOperand(s, 0) == LLVMGetOperand(x, 1 - k) &&
                is_xor_of(y, LLVMGetOperand(s, 0), LLVMGetOperand(s, 1))) {
                *a = LLVMGetOperand(s, 0);
                *b = LLVMGetOperand(s, 1);
                *r = s;
                return true;
            }
        }
    }
    return false;
}

static LLVMValueRef mask(struct lifter *l, LLVMIntPredicate p, LLVMValueRef x, LLVMValueRef y)
{
    return LLVMBuildSExt(B, LLVMBuildICmp(B, p, x, y, ""), l->i32, "");
}

static LLVMValueRef sign_word(struct lifter *l, LLVMValueRef v)
{
    LLVMValueRef a, b, r, wide = v;
    bool high = is_high_half(v, &wide);

    if (!is_sub_overflow(wide, &a, &b, &r)) {
        return v;
    }
    if (high) {
        r = LLVMBuildTrunc(B, LLVMBuildLShr(B, r, const_i64(l, 32), ""), l->i32, "");
    }
    return LLVMBuildXor(B, r, mask(l, LLVMIntSLT, a, b), "");
}

static LLVMValueRef zero_word(struct lifter *l, LLVMValueRef v)
{
    LLVMValueRef r = v;

    if (ir_is_op(v, LLVMOr)) {
        /* low half | high half of a 64-bit result */
        for (unsigned i = 0; i < 2; i++) {
            LLVMValueRef lo = LLVMGetOperand(v, i), x;
            if (is_high_half(LLVMGetOperand(v, 1 - i), &x) && ir_is_op(lo, LLVMTrunc) &&
                LLVMGetOperand(lo, 0) == x) {
                r = x;
            }
        }
    }
    if (ir_is_op(r, LLVMSub)) {
        return mask(l, LLVMIntNE, LLVMGetOperand(r, 0), LLVMGetOperand(r, 1));
    }
    return r == v ? v : mask(l, LLVMIntNE, r, LLVMConstNull(LLVMTypeOf(r)));
}

LLVMValueRef plain_value(struct lifter *l, unsigned var, LLVMValueRef v)
{
    switch (l->fe->vars[var].meaning) {
    case FE_MEANS_SIGN: return sign_word(l, v);
    case FE_MEANS_ZERO: return zero_word(l, v);
    case FE_MEANS_ADDRESS: return untag(l, v);
    default: return v;
    }
}

/* --- Exact faults: flags by what set them ----------------------------------------- */

static LLVMValueRef flag_var(struct lifter *l, unsigned flag)
{
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (flag_of(l->fe, v) == (int)flag) {
            return var_get(l, v);
        }
    }
    return NULL;
}

static bool is_compare(LLVMValueRef v, LLVMOpcode ext, LLVMIntPredicate p, LLVMValueRef *a,
                       LLVMValueRef *b)
{
    if (ir_is_op(v, LLVMTrunc)) {
        v = LLVMGetOperand(v, 0);
    }
    if (!ir_is_op(v, ext)) {
        return false;
    }
    v = LLVMGetOperand(v, 0);
    if (!ir_is_op(v, LLVMICmp) || LLVMGetICmpPredicate(v) != p) {
        return false;
    }
    *a = LLVMGetOperand(v, 0);
    *b = LLVMGetOperand(v, 1);
    return true;
}

/* N and Z are those of a - b, and C and V go with it. */
static bool is_subtraction(LLVMValueRef n, LLVMValueRef z, LLVMValueRef c, LLVMValueRef v,
                           LLVMValueRef *a, LLVMValueRef *b)
{
    LLVMValueRef r = n, a2, b2;

    is_high_half(n, &r);
    if (!ir_is_op(r, LLVMSub)) {
        return false;
    }
    *a = LLVMGetOperand(r, 0);
    *b = LLVMGetOperand(r, 1);
    return is_compare(z, LLVMSExt, LLVMIntNE, &a2, &b2) && a2 == *a && b2 == *b &&
           is_compare(c, LLVMZExt, LLVMIntUGE, &a2, &b2) && a2 == *a && b2 == *b &&
           ir_is_op(v, LLVMXor) &&
           is_compare(LLVMGetOperand(v, 1), LLVMSExt, LLVMIntSLT, &a2, &b2) && a2 == *a &&
           b2 == *b;
}

static LLVMValueRef word(struct lifter *l, LLVMValueRef x)
{
    return LLVMTypeOf(x) == l->i64 ? x : LLVMBuildZExt(B, x, l->i64, "");
}

static LLVMValueRef words(struct lifter *l, LLVMValueRef low, LLVMValueRef high)
{
    high = LLVMBuildShl(B, word(l, high), const_i64(l, 32), "");
    return LLVMBuildOr(B, word(l, low), high, "");
}

void flags_describe(struct lifter *l)
{
    LLVMValueRef n = flag_var(l, 0), z = flag_var(l, 1), c = flag_var(l, 2), v = flag_var(l, 3);
    LLVMValueRef a, b, r = n, r2;
    unsigned k = (unsigned)l->fe->flag_kind;
    enum fe_flag_kind kind;

    if (is_subtraction(n, z, c, v, &a, &b)) {
        kind = LLVMTypeOf(a) == l->i64 ? FE_FLAGS_SUB64 : FE_FLAGS_SUB32;
        a = word(l, a);
        b = word(l, b);
    } else if (is_const(c, 0) && is_const(v, 0) && is_high_half(n, &r) &&
               is_compare(z, LLVMSExt, LLVMIntNE, &r2, &b) && r2 == r && is_const(b, 0)) {
        kind = FE_FLAGS_LOGIC64;
        a = r;
    } else if (is_const(c, 0) && is_const(v, 0) && n == z) {
        kind = FE_FLAGS_LOGIC32;
        a = word(l, n);
        b = const_i64(l, 0);
    } else {
        kind = FE_FLAGS_WORDS;
        a = words(l, n, z);
        b = words(l, c, v);
    }
    var_set(l, k, LLVMConstInt(l->i32, kind, 0));
    var_set(l, k + 1, a);
    var_set(l, k + 2, b);
    l->flags_set = 0;
}

void flags_settle(struct lifter *l)
{
    LLVMBasicBlockRef cold, done;

    if (l->fe->flag_kind < 0) {
        return;
    }
    cold = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    done = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMValueRef kind = env_load(l, l->i32, l->fe->vars[l->fe->flag_kind].offset);
    cond_br_cold(l, LLVMBuildICmp(B, LLVMIntEQ, kind, LLVMConstNull(l->i32), ""), done, cold);
    LLVMPositionBuilderAtEnd(B, cold);
    LLVMTypeRef ft = LLVMFunctionType(l->voidt, &l->ptr, 1, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, "hqemu_settle_flags"), env = env_pointer(l);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, "hqemu_settle_flags", ft);
    }
    LLVMBuildCall2(B, ft, fn, &env, 1, "");
    LLVMBuildBr(B, done);
    LLVMPositionBuilderAtEnd(B, done);
}
