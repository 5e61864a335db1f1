/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * call_results.c: a call's results are taken apart where the call is.
 *
 * A translated function returns two dozen registers as one structure, and the blocks behind
 * the call have the extractvalues that they want. LLVM's instruction selection, in a block of
 * its own, makes a copy of all members for each such instruction, and takes all of them for
 * live.
 */
#include "call_results.h"
#include "xalloc.h"

#include <stdlib.h>

enum { MAX_RESULTS = 64 };

struct users {
    LLVMValueRef *v;
    size_t n, room;
};

static void collect_extracts(struct users *u, LLVMValueRef call)
{
    u->n = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(call); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef x = LLVMGetUser(use);
        if (!LLVMIsAExtractValueInst(x) || LLVMGetNumIndices(x) != 1 ||
            LLVMGetIndices(x)[0] >= MAX_RESULTS) {
            continue;
        }
        if (u->n == u->room) {
            u->room = u->room ? 2 * u->room : 64;
            u->v = xrealloc(u->v, u->room, sizeof(*u->v));
        }
        u->v[u->n++] = x;
    }
}

static void gather(LLVMBuilderRef b, struct users *u, LLVMValueRef call)
{
    LLVMValueRef first[MAX_RESULTS] = {0};

    collect_extracts(u, call);
    for (size_t i = 0; i < u->n; i++) {
        LLVMValueRef *same = &first[LLVMGetIndices(u->v[i])[0]];
        if (*same) {
            LLVMReplaceAllUsesWith(u->v[i], *same);
            LLVMInstructionEraseFromParent(u->v[i]);
        } else {
            *same = u->v[i];
        }
    }
    for (size_t i = 0; i < MAX_RESULTS; i++) {
        if (!first[i]) {
            continue;
        }
        LLVMInstructionRemoveFromParent(first[i]);
        if (LLVMGetFirstUse(first[i])) {
            LLVMPositionBuilderBefore(b, LLVMGetNextInstruction(call));
            LLVMInsertIntoBuilder(b, first[i]);
        } else {
            LLVMDeleteInstruction(first[i]);
        }
    }
}

void gather_results(LLVMModuleRef mod)
{
    LLVMBuilderRef b = LLVMCreateBuilderInContext(LLVMGetModuleContext(mod));
    struct users u = {0};

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f); bb;
             bb = LLVMGetNextBasicBlock(bb)) {
            for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i;
                 i = LLVMGetNextInstruction(i)) {
                if (LLVMIsACallInst(i) &&
                    LLVMGetTypeKind(LLVMTypeOf(i)) == LLVMStructTypeKind) {
                    gather(b, &u, i);
                }
            }
        }
    }
    LLVMDisposeBuilder(b);
    free(u.v);
}
