/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rotates.c: rotations of 32-bit integers by a register.
 *
 * riscv64 without Zbb has two shifts of words, by N and by -N, and an or. Each shift takes its
 * count modulo 32 and is extended with the sign; LLVM knows a rotation of 32 bits in that no
 * more, and makes a product of the negation. So it is found before.
 */
#include "rotates.h"
#include "ir.h"

#include <stdbool.h>
#include <string.h>

enum { WORD = 32 };

/* V is X, an integer of 64 bits, with the lower half extended by OP: X, or NULL. */
static LLVMValueRef extended(LLVMValueRef v, LLVMOpcode op)
{
    LLVMValueRef word = ir_is_op(v, op) ? LLVMGetOperand(v, 0) : NULL;

    return word && LLVMGetIntTypeWidth(LLVMTypeOf(word)) == WORD && ir_is_op(word, LLVMTrunc)
               ? LLVMGetOperand(word, 0)
               : NULL;
}

/* The value whose lower half is V's. */
static LLVMValueRef lower_half(LLVMValueRef v)
{
    for (LLVMValueRef x = v; x; x = extended(v, LLVMSExt)) {
        v = x;
    }
    return v;
}

static bool masks(LLVMValueRef v, unsigned with)
{
    return ir_is_op(v, LLVMAnd) && ir_is_number(LLVMGetOperand(v, 1), with);
}

/* What V, a count modulo 32, is made of. Sets *MASKED if it is less than 32. */
static LLVMValueRef modulo(LLVMValueRef v, bool *masked)
{
    for (LLVMValueRef x = v; x;) {
        v = x;
        *masked |= masks(v, WORD - 1);
        x = masks(v, WORD - 1) || masks(v, 2 * WORD - 1) ? LLVMGetOperand(v, 0)
                                                         : extended(v, LLVMSExt);
    }
    return v;
}

/* A shift of VALUE by COUNT, modulo 32, whose lower half is extended; NULL if it is none. */
struct shift {
    LLVMValueRef value, count;
};

static struct shift find_shift(LLVMValueRef v, LLVMOpcode op)
{
    struct shift s = {NULL, NULL};
    bool masked = false;

    v = extended(v, LLVMSExt);
    if (v && ir_is_op(v, op)) {
        s.count = modulo(LLVMGetOperand(v, 1), &masked);
        s.value = masked ? LLVMGetOperand(v, 0) : NULL;
    }
    return s;
}

static bool is_negation(LLVMValueRef v, LLVMValueRef of)
{
    bool masked = false;

    return ir_is_op(v, LLVMSub) && ir_is_number(LLVMGetOperand(v, 0), 0) &&
           modulo(LLVMGetOperand(v, 1), &masked) == of;
}

/* LEFT | RIGHT rotates: the value, and the count to the left; or NULL. */
static struct shift find_rotate(LLVMValueRef left, LLVMValueRef right)
{
    struct shift l = find_shift(left, LLVMShl), r = find_shift(right, LLVMLShr);
    LLVMValueRef from = r.value ? extended(r.value, LLVMZExt) : NULL;

    if (!l.value || !from || lower_half(l.value) != lower_half(from) ||
        !(is_negation(l.count, r.count) || is_negation(r.count, l.count))) {
        l.value = NULL;
    }
    return l;
}

static void do_or(LLVMBuilderRef b, LLVMModuleRef mod, LLVMValueRef v)
{
    static const char name[] = "llvm.fshl";
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    LLVMTypeRef i32 = LLVMInt32TypeInContext(ctx);
    LLVMValueRef x = LLVMGetOperand(v, 0), y = LLVMGetOperand(v, 1);
    struct shift s = find_rotate(x, y);

    s = s.value ? s : find_rotate(y, x);
    if (!s.value) {
        return;
    }
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMPositionBuilderBefore(b, v);
    x = LLVMBuildTrunc(b, s.value, i32, "");
    LLVMValueRef args[3] = {x, x, LLVMBuildTrunc(b, s.count, i32, "")};
    LLVMValueRef r = LLVMBuildCall2(b, LLVMIntrinsicGetType(ctx, id, &i32, 1),
                                    LLVMGetIntrinsicDeclaration(mod, id, &i32, 1), args, 3, "");
    LLVMReplaceAllUsesWith(v, LLVMBuildSExt(b, r, LLVMTypeOf(v), ""));
    LLVMInstructionEraseFromParent(v);
}

void find_rotates(LLVMModuleRef mod)
{
    LLVMBuilderRef b = LLVMCreateBuilderInContext(LLVMGetModuleContext(mod));

    for (LLVMValueRef fn = LLVMGetFirstFunction(mod); fn; fn = LLVMGetNextFunction(fn)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            for (LLVMValueRef v = LLVMGetFirstInstruction(bb), next; v; v = next) {
                next = LLVMGetNextInstruction(v);
                if (ir_is_op(v, LLVMOr)) {
                    do_or(b, mod, v);
                }
            }
        }
    }
    LLVMDisposeBuilder(b);
}
