/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrow_words.c: arithmetic on 32-bit integers as such.
 *
 * What riscv64's addiw gives, the sign-extended sum of a register's lower half and a constant,
 * is for instcombine
 *
 *     ashr (add (shl x, 32), constant << 32), 32
 *
 * Instruction selection knows that, but not once the constant is in a register, where LLVM puts
 * 64-bit ones that are used often: four instructions in a row, for lea and movslq. The same
 * goes for other shifts to the right, which make indices of such sums, for logical operations,
 * and for comparisons.
 */
#include "narrow_words.h"
#include "ir.h"

#include <stdbool.h>
#include <stdint.h>

enum { HALF = 32, MAX_DEPTH = 4 };

struct narrow {
    LLVMBuilderRef b;
    LLVMTypeRef i32, i64;
};

static bool is_halfwise(LLVMOpcode op)
{
    return op == LLVMAdd || op == LLVMSub || op == LLVMAnd || op == LLVMOr || op == LLVMXor;
}

/* V is W << 32 for a W that word() makes. */
static bool has_word(LLVMValueRef v, unsigned depth)
{
    if (LLVMIsAConstantInt(v)) {
        return LLVMConstIntGetZExtValue(v) << HALF == 0;
    }
    if (!LLVMIsAInstruction(v) || depth == MAX_DEPTH) {
        return false;
    }
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    return op == LLVMShl ? ir_is_number(LLVMGetOperand(v, 1), HALF)
                         : is_halfwise(op) && has_word(LLVMGetOperand(v, 0), depth + 1) &&
                               has_word(LLVMGetOperand(v, 1), depth + 1);
}

static LLVMValueRef word(const struct narrow *n, LLVMValueRef v)
{
    if (LLVMIsAConstantInt(v)) {
        return LLVMConstInt(n->i32, LLVMConstIntGetZExtValue(v) >> HALF, 0);
    }
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    LLVMValueRef x = LLVMGetOperand(v, 0);
    return op == LLVMShl
               ? LLVMBuildTrunc(n->b, x, n->i32, "")
               : LLVMBuildBinOp(n->b, op, word(n, x), word(n, LLVMGetOperand(v, 1)), "");
}

/* V shifts by a constant that leaves the whole of a word that is computed. */
static bool shifts_word(LLVMValueRef v)
{
    LLVMValueRef x = LLVMGetOperand(v, 0), by = LLVMGetOperand(v, 1);

    return LLVMIsAConstantInt(by) && LLVMConstIntGetZExtValue(by) <= HALF &&
           LLVMIsAInstruction(x) && is_halfwise(LLVMGetInstructionOpcode(x)) && has_word(x, 0);
}

static LLVMValueRef shifted(const struct narrow *n, LLVMValueRef v)
{
    uint64_t by = LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1));
    LLVMValueRef x = word(n, LLVMGetOperand(v, 0));

    x = LLVMGetInstructionOpcode(v) == LLVMAShr ? LLVMBuildSExt(n->b, x, n->i64, "")
                                                : LLVMBuildZExt(n->b, x, n->i64, "");
    return by == HALF ? x : LLVMBuildShl(n->b, x, LLVMConstInt(n->i64, HALF - by, 0), "");
}

/* What V, before which the builder is, is on plain words; or NULL. */
static LLVMValueRef narrowed(const struct narrow *n, LLVMValueRef v)
{
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMAShr:
    case LLVMLShr: return LLVMTypeOf(v) == n->i64 && shifts_word(v) ? shifted(n, v) : NULL;
    case LLVMICmp: {
        LLVMValueRef x = LLVMGetOperand(v, 0), y = LLVMGetOperand(v, 1);
        return LLVMTypeOf(x) == n->i64 && has_word(x, 0) && has_word(y, 0)
                   ? LLVMBuildICmp(n->b, LLVMGetICmpPredicate(v), word(n, x), word(n, y), "")
                   : NULL;
    }
    default: return NULL;
    }
}

static void narrow_in_block(const struct narrow *n, LLVMBasicBlockRef bb)
{
    for (LLVMValueRef v = LLVMGetFirstInstruction(bb), next; v; v = next) {
        next = LLVMGetNextInstruction(v);
        LLVMPositionBuilderBefore(n->b, v);
        LLVMValueRef x = narrowed(n, v);
        if (x) {
            LLVMReplaceAllUsesWith(v, x);
            LLVMInstructionEraseFromParent(v);
        }
    }
}

void narrow_words(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct narrow n = {LLVMCreateBuilderInContext(ctx), LLVMInt32TypeInContext(ctx),
                       LLVMInt64TypeInContext(ctx)};

    for (LLVMValueRef fn = LLVMGetFirstFunction(mod); fn; fn = LLVMGetNextFunction(fn)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            narrow_in_block(&n, bb);
        }
    }
    LLVMDisposeBuilder(n.b);
}
