/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * split_returns.c: each way to a function's end returns by itself.
 *
 * simplifycfg merges all returns into one block, with a phi for each of two dozen registers.
 * Each way would jump there, and moves what it returns into the registers of the phis first,
 * though it may have been in the right ones. A return of its own is no longer than the jump.
 */
#include "split_returns.h"
#include "ir.h"

#include <stdbool.h>
#include <stddef.h>

enum { MAX_INSTRUCTIONS = 96 };

struct return_block {
    LLVMBuilderRef b;
    LLVMBasicBlockRef bb;
    LLVMValueRef old[MAX_INSTRUCTIONS], new[MAX_INSTRUCTIONS];
    unsigned n;
};

/* BB only puts together what phis bring, and returns it. */
static bool find(struct return_block *r, LLVMBasicBlockRef bb)
{
    LLVMValueRef v = LLVMGetFirstInstruction(bb);

    r->bb = bb;
    r->n = 0;
    if (!LLVMIsAPHINode(v) || !LLVMIsAReturnInst(LLVMGetBasicBlockTerminator(bb))) {
        return false;
    }
    for (; v; v = LLVMGetNextInstruction(v)) {
        bool plain = LLVMIsAPHINode(v) || LLVMIsAInsertValueInst(v) || LLVMIsABitCastInst(v) ||
                     LLVMIsAReturnInst(v);
        if (!plain || r->n == MAX_INSTRUCTIONS) {
            return false;
        }
        r->old[r->n++] = v;
    }
    return true;
}

static void map_operands(const struct return_block *r, LLVMValueRef v, unsigned n)
{
    for (int i = 0; i < LLVMGetNumOperands(v); i++) {
        for (unsigned k = 0; k < n; k++) {
            if (LLVMGetOperand(v, (unsigned)i) == r->old[k]) {
                LLVMSetOperand(v, (unsigned)i, r->new[k]);
                break;
            }
        }
    }
}

/* A copy of the block for the way from PRED. */
static LLVMBasicBlockRef copy_for(struct return_block *r, LLVMBasicBlockRef pred)
{
    LLVMBasicBlockRef bb = LLVMInsertBasicBlockInContext(
        LLVMGetModuleContext(LLVMGetGlobalParent(LLVMGetBasicBlockParent(r->bb))), r->bb, "");

    LLVMPositionBuilderAtEnd(r->b, bb);
    for (unsigned i = 0; i < r->n; i++) {
        if (LLVMIsAPHINode(r->old[i])) {
            r->new[i] = ir_incoming(r->old[i], pred);
            continue;
        }
        r->new[i] = LLVMInstructionClone(r->old[i]);
        LLVMInsertIntoBuilder(r->b, r->new[i]);
        map_operands(r, r->new[i], i);
    }
    return bb;
}

static void split(struct return_block *r)
{
    LLVMValueRef phi = r->old[0];

    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMBasicBlockRef pred = LLVMGetIncomingBlock(phi, i), copy = NULL;
        LLVMValueRef t = LLVMGetBasicBlockTerminator(pred);
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            if (LLVMGetSuccessor(t, k) == r->bb) {
                copy = copy ? copy : copy_for(r, pred);
                LLVMSetSuccessor(t, k, copy);
            }
        }
    }
    LLVMDeleteBasicBlock(r->bb);
}

void split_returns(LLVMModuleRef mod)
{
    struct return_block r = {.b = LLVMCreateBuilderInContext(LLVMGetModuleContext(mod))};

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f), next;
        for (; bb; bb = next) {
            next = LLVMGetNextBasicBlock(bb);
            if (bb != LLVMGetEntryBasicBlock(f) && find(&r, bb)) {
                split(&r);
            }
        }
    }
    LLVMDisposeBuilder(r.b);
}
