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
 */
#include "lift.h"

#define B (l->b)

static bool is_op(LLVMValueRef v, LLVMOpcode op)
{
    return v && LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == op;
}

static bool is_const(LLVMValueRef v, uint64_t c)
{
    return v && LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == c;
}

/* If V is trunc(x >> 32) from 64 bits, sets *X. */
static bool is_high_half(LLVMValueRef v, LLVMValueRef *x)
{
    if (!is_op(v, LLVMTrunc)) {
        return false;
    }
    LLVMValueRef s = LLVMGetOperand(v, 0);
    if (!is_op(s, LLVMLShr) || !is_const(LLVMGetOperand(s, 1), 32)) {
        return false;
    }
    *x = LLVMGetOperand(s, 0);
    return true;
}

/* Is V  x ^ y  in either order? */
static bool is_xor_of(LLVMValueRef v, LLVMValueRef x, LLVMValueRef y)
{
    if (!is_op(v, LLVMXor)) {
        return false;
    }
    LLVMValueRef p = LLVMGetOperand(v, 0), q = LLVMGetOperand(v, 1);
    return (p == x && q == y) || (p == y && q == x);
}

/* If V is the overflow word of a subtraction, sets its operands and result. */
static bool is_sub_overflow(LLVMValueRef v, LLVMValueRef *a, LLVMValueRef *b, LLVMValueRef *r)
{
    if (!is_op(v, LLVMAnd)) {
        return false;
    }
    for (unsigned i = 0; i < 2; i++) {
        LLVMValueRef x = LLVMGetOperand(v, i), y = LLVMGetOperand(v, 1 - i);
        if (!is_op(x, LLVMXor)) {
            continue;
        }
        for (unsigned k = 0; k < 2; k++) {
            LLVMValueRef s = LLVMGetOperand(x, k);
            if (is_op(s, LLVMSub) && LLVMGetOperand(s, 0) == LLVMGetOperand(x, 1 - k) &&
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

    if (is_op(v, LLVMOr)) {
        /* low half | high half of a 64-bit result */
        for (unsigned i = 0; i < 2; i++) {
            LLVMValueRef lo = LLVMGetOperand(v, i), x;
            if (is_high_half(LLVMGetOperand(v, 1 - i), &x) && is_op(lo, LLVMTrunc) &&
                LLVMGetOperand(lo, 0) == x) {
                r = x;
            }
        }
    }
    if (is_op(r, LLVMSub)) {
        return mask(l, LLVMIntNE, LLVMGetOperand(r, 0), LLVMGetOperand(r, 1));
    }
    return r == v ? v : mask(l, LLVMIntNE, r, LLVMConstNull(LLVMTypeOf(r)));
}

LLVMValueRef flag_value(struct lifter *l, unsigned var, LLVMValueRef v)
{
    switch (l->fe->vars[var].meaning) {
    case FE_MEANS_SIGN: return sign_word(l, v);
    case FE_MEANS_ZERO: return zero_word(l, v);
    default: return v;
    }
}
