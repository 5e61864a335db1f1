/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fences.c: full barriers of the guest, as cheap as the host can do them.
 *
 * LLVM 19 makes mfence of them. A locked instruction that changes nothing orders memory as well
 * (Intel's manual, volume 3, "Memory Ordering") and takes half the time; what mfence orders
 * beyond that, non-temporal stores, translated code does not make, and the C library ends them
 * with sfence.
 *
 * Next to a locked instruction that is there anyway no barrier is needed: compilers write one
 * before or after many of their atomic operations (riscv64's `fence rw,w`, aarch64's `dmb ish`
 * behind a loop of exclusives).
 */
#include "fences.h"

#include <stdbool.h>
#include <string.h>

enum kind { QUIET, FULL_FENCE, LOCKED, OTHER };

/* LLVM makes a fence and a load of what does not change memory. */
static bool changes_nothing(LLVMValueRef rmw)
{
    LLVMValueRef x = LLVMGetOperand(rmw, 1);

    return LLVMIsConstant(x) && LLVMGetAtomicRMWBinOp(rmw) != LLVMAtomicRMWBinOpXchg &&
           (LLVMIsNull(x) || !LLVMIsAConstantInt(x) || LLVMConstIntGetSExtValue(x) == -1);
}

/* CPU state is this thread's own. */
static bool is_state(LLVMValueRef pointer)
{
    return LLVMGetPointerAddressSpace(LLVMTypeOf(pointer)) != 0;
}

static enum kind kind_of(LLVMValueRef v)
{
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMFence: return LLVMIsAtomicSingleThread(v) ? QUIET : FULL_FENCE;
    case LLVMAtomicCmpXchg: return LOCKED;
    case LLVMAtomicRMW: return changes_nothing(v) ? FULL_FENCE : LOCKED;
    case LLVMLoad: return is_state(LLVMGetOperand(v, 0)) ? QUIET : OTHER;
    case LLVMStore: return is_state(LLVMGetOperand(v, 1)) ? QUIET : OTHER;
    case LLVMCall:
    case LLVMInvoke: return OTHER;
    default: return QUIET;
    }
}

/* The first in its block that is not quiet, in the direction of STEP. */
static enum kind neighbour(LLVMValueRef v, LLVMValueRef (*step)(LLVMValueRef))
{
    enum kind k = QUIET;

    while (k == QUIET && (v = step(v))) {
        k = kind_of(v);
    }
    return k;
}

static bool is_redundant(LLVMValueRef fence)
{
    enum kind next = neighbour(fence, LLVMGetNextInstruction);

    /* Of two fences, the later one stays. */
    return next == FULL_FENCE || next == LOCKED ||
           neighbour(fence, LLVMGetPreviousInstruction) == LOCKED;
}

/* Not below the stack pointer: there it would be another line. */
static void locked_or(LLVMBuilderRef b, LLVMTypeRef ft)
{
    static const char code[] = "lock orl $$0, (%rsp)", does[] = "~{memory},~{flags}";
    LLVMValueRef a = LLVMGetInlineAsm(ft, code, strlen(code), does, strlen(does), 1, 0,
                                      LLVMInlineAsmDialectATT, 0);

    LLVMBuildCall2(b, ft, a, NULL, 0, "");
}

void lower_fences(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    LLVMBuilderRef b = LLVMCreateBuilderInContext(ctx);
    LLVMTypeRef ft = LLVMFunctionType(LLVMVoidTypeInContext(ctx), NULL, 0, 0);

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            LLVMValueRef next, v = LLVMGetFirstInstruction(bb);
            for (; v; v = next) {
                next = LLVMGetNextInstruction(v);
                if (!LLVMIsAFenceInst(v) || LLVMIsAtomicSingleThread(v)) {
                    continue;
                }
                if (!is_redundant(v)) {
                    LLVMPositionBuilderBefore(b, v);
                    locked_or(b, ft);
                }
                LLVMInstructionEraseFromParent(v);
            }
        }
    }
    LLVMDisposeBuilder(b);
}
