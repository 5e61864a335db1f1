/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * product_zeros.c: products of vectors of which elements are known to be 0.
 *
 * LLVM 19 makes pmaddwd of a product of elements that are extended from 16 to 32 bits: one
 * factor's upper halves are 0 then, so the other's do not matter. If elements of the other
 * factor are 0, too, both halves of the first do not matter either, and code generation leaves
 * something in both factors: two halves that do not matter, whose product does. Elements that
 * ought to be 0 are not (X86TargetLowering::SimplifyDemandedVectorEltsForTargetNode).
 *
 * So a factor with such elements passes through an empty asm statement, behind which nothing
 * is known of it, and pmulld is what is left.
 */
#include "product_zeros.h"
#include "ir.h"

#include <stdbool.h>

enum { DEPTH = 16, ASM_BITS = 128, MAX_ELEMENTS = 64 };

static bool is_vector(LLVMValueRef v)
{
    return LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMVectorTypeKind;
}

/* Of a number, or of a vector's elements; 0: neither. */
static unsigned element_bits(LLVMValueRef v)
{
    return ir_element_bits(LLVMTypeOf(v));
}

static bool may_be_zero(LLVMValueRef v, unsigned at, unsigned bits, unsigned depth);

static bool shuffled_may(LLVMValueRef v, unsigned element, unsigned at, unsigned bits,
                         unsigned depth)
{
    LLVMValueRef x = LLVMGetOperand(v, 0);
    int from = LLVMGetMaskValue(v, element);
    unsigned n = LLVMGetVectorSize(LLVMTypeOf(x));

    if (from < 0) {
        return false; /* no matter what: nobody wants it */
    }
    if ((unsigned)from >= n) {
        x = LLVMGetOperand(v, 1);
        from -= (int)n;
    }
    return may_be_zero(x, (unsigned)from * element_bits(x) + at, bits, depth);
}

/* Bits [at, at + bits) of ELEMENT, a number or a vector's, may be known to be 0. */
static bool element_may(LLVMValueRef v, unsigned element, unsigned at, unsigned bits,
                        unsigned depth)
{
    LLVMValueRef x = LLVMGetOperand(v, 0), k;
    unsigned from;

    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMShuffleVector: return shuffled_may(v, element, at, bits, depth);
    case LLVMInsertElement:
        k = LLVMGetOperand(v, 2);
        if (!LLVMIsAConstantInt(k)) {
            return true;
        }
        return LLVMConstIntGetZExtValue(k) == element
                   ? may_be_zero(LLVMGetOperand(v, 1), at, bits, depth)
                   : may_be_zero(x, element * element_bits(v) + at, bits, depth);
    case LLVMExtractElement:
        k = LLVMGetOperand(v, 1);
        return !LLVMIsAConstantInt(k) ||
               may_be_zero(x, (unsigned)LLVMConstIntGetZExtValue(k) * element_bits(x) + at,
                           bits, depth);
    case LLVMSExt:
    case LLVMZExt:
    case LLVMTrunc:
        from = element_bits(x);
        if (at >= from) {
            if (LLVMIsAZExtInst(v)) {
                return true;
            }
            at = from - 1;
        }
        return may_be_zero(x, element * from + at, at + bits > from ? from - at : bits, depth);
    case LLVMFreeze: return may_be_zero(x, element * element_bits(v) + at, bits, depth);
    case LLVMLoad:
    case LLVMPHI: /* of another block, or of this one's start */
    case LLVMExtractValue: return false;
    case LLVMCall: return LLVMIsAIntrinsicInst(v);
    default: return true; /* and, shifts, select, ... */
    }
}

/* Bits [at, at + bits) of V may be known to be 0: the code generator looks through what moves
 * bits.
 */
static bool may_be_zero(LLVMValueRef v, unsigned at, unsigned bits, unsigned depth)
{
    unsigned z = element_bits(v), end = at + bits;

    if (!z || !depth--) {
        return true;
    }
    if (LLVMIsABitCastInst(v)) {
        return may_be_zero(LLVMGetOperand(v, 0), at, bits, depth);
    }
    if (!LLVMIsConstant(v) && !LLVMIsAInstruction(v)) {
        return false;
    }
    for (unsigned i = at / z; i * z < end; i++) {
        unsigned from = i * z < at ? at - i * z : 0, to = end - i * z < z ? end - i * z : z;
        LLVMValueRef e = v;
        if (LLVMIsConstant(v)) {
            e = is_vector(v) ? LLVMGetAggregateElement(v, i) : v;
            if (!e || LLVMIsNull(e)) {
                return true;
            }
        } else if (element_may(v, i, from, to - from, depth)) {
            return true;
        }
    }
    return false;
}

static bool may_have_zeros(LLVMValueRef v)
{
    unsigned z = element_bits(v);

    for (unsigned i = 0; i < LLVMGetVectorSize(LLVMTypeOf(v)); i++) {
        if (may_be_zero(v, i * z, z, DEPTH)) {
            return true;
        }
    }
    return false;
}

static LLVMValueRef empty_asm(LLVMBuilderRef b, LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v), ft = LLVMFunctionType(t, &t, 1, 0);
    LLVMValueRef a = LLVMGetInlineAsm(ft, "", 0, "=x,0", 4, 0, 0, LLVMInlineAsmDialectATT, 0);

    return LLVMBuildCall2(b, ft, a, &v, 1, "");
}

/* V, of which nothing is known any more. */
static LLVMValueRef hidden(LLVMBuilderRef b, LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v), e = LLVMGetElementType(t);
    unsigned n = LLVMGetVectorSize(t), k = ASM_BITS / LLVMGetIntTypeWidth(e);
    LLVMValueRef mask[MAX_ELEMENTS];

    if (n == k) {
        return empty_asm(b, v);
    }
    /* No register, perhaps: zeros that nobody knows, as wide as that. */
    LLVMTypeRef i32 = LLVMInt32TypeInContext(LLVMGetTypeContext(t));
    LLVMValueRef z = empty_asm(b, LLVMConstNull(LLVMVectorType(e, k)));
    for (unsigned i = 0; i < n; i++) {
        mask[i] = LLVMConstInt(i32, i % k, 0);
    }
    z = LLVMBuildShuffleVector(b, z, LLVMGetPoison(LLVMTypeOf(z)), LLVMConstVector(mask, n),
                               "");
    return LLVMBuildOr(b, v, z, "");
}

static bool is_product(LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);

    return LLVMGetInstructionOpcode(v) == LLVMMul && is_vector(v) &&
           LLVMGetVectorSize(t) <= MAX_ELEMENTS &&
           LLVMGetIntTypeWidth(LLVMGetElementType(t)) == 32;
}

void hide_zero_factors(LLVMModuleRef mod)
{
    LLVMBuilderRef b = LLVMCreateBuilderInContext(LLVMGetModuleContext(mod));

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            LLVMValueRef v = LLVMGetFirstInstruction(bb);
            for (; v; v = LLVMGetNextInstruction(v)) {
                if (!is_product(v)) {
                    continue;
                }
                LLVMValueRef x = LLVMGetOperand(v, 0), y = LLVMGetOperand(v, 1);
                bool zx = may_have_zeros(x), zy = may_have_zeros(y);
                if (zx || zy) {
                    unsigned which = zx ? 0 : 1;
                    LLVMPositionBuilderBefore(b, v);
                    LLVMSetOperand(v, which, hidden(b, LLVMGetOperand(v, which)));
                }
            }
        }
    }
    LLVMDisposeBuilder(b);
}
