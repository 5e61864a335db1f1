/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * forward.c: wide loads of what narrower stores have just written.
 *
 *     fsw fa0, 0(sp)
 *     fsw fa1, 4(sp)
 *     ld  a0, 0(sp)
 *
 * The host forwards a load from one store only; here it would wait until both are in the cache.
 * Compilers copy small structures and vectors so. The load's value is put together from those
 * of the stores, which stay. To the guest, it is a load that was satisfied from its own stores.
 *
 * From the load on, instructions are looked at in reverse, also across the cold paths of
 * floating point operations (lift_fp.c), which write no guest memory: where a block is entered
 * from such a path, that has to come from what has been looked at.
 */
#include "forward.h"
#include "ir.h"

#include <stdbool.h>
#include <string.h>

enum { GRANULE = 4, MAX_GRANULES = 4, MAX_STEPS = 300, MAX_BLOCKS = 48, MAX_PENDING = 48 };

struct forwarding {
    LLVMContextRef ctx;
    LLVMBuilderRef b;
    LLVMTypeRef i32, i64, f32, f64;
    /* The load being looked at. */
    LLVMValueRef base;
    int64_t offset;
    unsigned size; /* bytes */
    LLVMValueRef piece[MAX_GRANULES];
    unsigned piece_size;
    unsigned covered; /* a bit for each granule */
    LLVMBasicBlockRef seen[MAX_BLOCKS], pending[MAX_PENDING];
    unsigned nseen, npending;
};

/* P as *BASE + *OFFSET. False if it is no address of guest memory. */
static bool parse_address(LLVMValueRef p, LLVMValueRef *base, int64_t *offset)
{
    if (LLVMGetPointerAddressSpace(LLVMTypeOf(p)) != 0 || !LLVMIsAIntToPtrInst(p)) {
        return false;
    }
    *base = LLVMGetOperand(p, 0);
    *offset = 0;
    while (LLVMIsABinaryOperator(*base) && LLVMGetInstructionOpcode(*base) == LLVMAdd &&
           LLVMIsAConstantInt(LLVMGetOperand(*base, 1))) {
        *offset += LLVMConstIntGetSExtValue(LLVMGetOperand(*base, 1));
        *base = LLVMGetOperand(*base, 0);
    }
    return true;
}

static bool call_leaves_memory(LLVMValueRef v)
{
    return !ir_calls_code(v) && !ir_is_intrinsic(v, "llvm.mem");
}

enum found { GO_ON, STOP, COMPLETE };

static enum found look_at_store(struct forwarding *w, LLVMValueRef v)
{
    LLVMValueRef x = LLVMGetOperand(v, 0), base;
    unsigned size = ir_total_size(LLVMTypeOf(x));
    int64_t offset;

    if (!ir_is_plain_access(v) || !size) {
        return STOP;
    }
    if (!parse_address(LLVMGetOperand(v, 1), &base, &offset)) {
        return LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 1))) ||
                       LLVMIsAAllocaInst(LLVMGetOperand(v, 1))
                   ? GO_ON /* CPU state */
                   : STOP;
    }
    if (base != w->base) {
        return STOP;
    }
    int64_t at = offset - w->offset;
    if (at + size <= 0 || at >= w->size) {
        return GO_ON;
    }
    if (at < 0 || at + size > w->size || (size != 4 && size != 8) || size == w->size ||
        at % size || (w->piece_size && size != w->piece_size) ||
        LLVMGetTypeKind(LLVMTypeOf(x)) == LLVMVectorTypeKind) {
        return STOP;
    }
    unsigned first = (unsigned)at / GRANULE;
    unsigned mask = (size == 8 ? 3u : 1u) << first;
    if (w->covered & mask) {
        return GO_ON; /* overwritten, all of it, since pieces have one size */
    }
    w->piece_size = size;
    w->piece[(unsigned)at / size] = x;
    w->covered |= mask;
    return w->covered == (1u << w->size / GRANULE) - 1 ? COMPLETE : GO_ON;
}

static enum found look_at(struct forwarding *w, LLVMValueRef v)
{
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMStore: return look_at_store(w, v);
    case LLVMCall: return call_leaves_memory(v) ? GO_ON : STOP;
    case LLVMFence:
    case LLVMAtomicCmpXchg:
    case LLVMAtomicRMW: return STOP;
    default: return GO_ON;
    }
}

/* C calls a helper and goes on to one place only, and writes no guest memory. */
static bool is_cold_block(LLVMBasicBlockRef c)
{
    LLVMValueRef end = LLVMGetBasicBlockTerminator(c);
    bool cold = false;

    if (LLVMGetNumSuccessors(end) != 1) {
        return false;
    }
    for (LLVMValueRef v = LLVMGetFirstInstruction(c); v != end; v = LLVMGetNextInstruction(v)) {
        LLVMValueRef base;
        int64_t offset;
        if (LLVMIsAStoreInst(v)) {
            LLVMValueRef p = LLVMGetOperand(v, 1);
            if (parse_address(p, &base, &offset) ||
                !LLVMGetPointerAddressSpace(LLVMTypeOf(p))) {
                return false;
            }
        } else if (LLVMIsACallInst(v) && !call_leaves_memory(v)) {
            return false;
        }
        cold |= ir_is_cold_call(v);
    }
    return cold;
}

/* Calls FN for each block that goes on to BB; false if that says so. */
static bool for_each_pred(struct forwarding *w, LLVMBasicBlockRef bb,
                          bool (*fn)(struct forwarding *w, LLVMBasicBlockRef pred, void *arg),
                          void *arg)
{
    LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb));

    for (; u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsATerminatorInst(user) && !fn(w, LLVMGetInstructionParent(user), arg)) {
            return false;
        }
    }
    return true;
}

static bool add_pending(struct forwarding *w, LLVMBasicBlockRef pred, void *arg)
{
    (void)arg;
    if (w->npending == MAX_PENDING) {
        return false;
    }
    w->pending[w->npending++] = pred;
    return true;
}

static bool sort_pred(struct forwarding *w, LLVMBasicBlockRef pred, void *arg)
{
    LLVMBasicBlockRef *way = arg;

    if (is_cold_block(pred)) {
        return for_each_pred(w, pred, add_pending, NULL);
    }
    if (*way && *way != pred) {
        return false;
    }
    *way = pred;
    return true;
}

/* True if the pieces reach the load on all ways. */
static bool on_all_ways(const struct forwarding *w)
{
    for (unsigned i = 0; i < w->npending; i++) {
        bool seen = false;
        for (unsigned k = 0; k < w->nseen; k++) {
            seen |= w->seen[k] == w->pending[i];
        }
        if (!seen) {
            return false;
        }
    }
    return true;
}

/* Looks for the stores that LOAD's value comes from. */
static bool find_pieces(struct forwarding *w, LLVMValueRef load)
{
    LLVMBasicBlockRef bb = LLVMGetInstructionParent(load);
    LLVMValueRef v = LLVMGetPreviousInstruction(load);

    w->size = ir_total_size(LLVMTypeOf(load));
    w->piece_size = w->covered = w->nseen = w->npending = 0;
    if ((w->size != 8 && w->size != 16) || !ir_is_plain_access(load) ||
        !parse_address(LLVMGetOperand(load, 0), &w->base, &w->offset)) {
        return false;
    }
    for (unsigned steps = 0; steps < MAX_STEPS; steps++) {
        if (!v) {
            LLVMBasicBlockRef way = NULL;
            if (!for_each_pred(w, bb, sort_pred, &way) || !way || w->nseen == MAX_BLOCKS) {
                return false;
            }
            bb = way;
            v = LLVMGetLastInstruction(bb);
            w->seen[w->nseen++] = bb;
            continue;
        }
        enum found f = look_at(w, v);
        if (f != GO_ON) {
            return f == COMPLETE && on_all_ways(w);
        }
        v = LLVMGetPreviousInstruction(v);
    }
    return false;
}

/* The pieces as one value of TYPE. */
static LLVMValueRef put_together(struct forwarding *w, LLVMTypeRef type)
{
    unsigned n = w->size / w->piece_size;
    bool numbers = true;
    LLVMTypeRef e = w->piece_size == 4 ? w->i32 : w->i64;

    for (unsigned i = 0; i < n; i++) {
        numbers &= LLVMGetTypeKind(LLVMTypeOf(w->piece[i])) != LLVMIntegerTypeKind;
    }
    if (numbers) {
        e = w->piece_size == 4 ? w->f32 : w->f64;
    } else if (w->size == 8) {
        LLVMValueRef x[2];
        for (unsigned i = 0; i < 2; i++) {
            x[i] = LLVMBuildBitCast(w->b, w->piece[i], w->i32, "");
            x[i] = LLVMBuildZExt(w->b, x[i], w->i64, "");
        }
        x[1] = LLVMBuildShl(w->b, x[1], LLVMConstInt(w->i64, 32, 0), "");
        return LLVMBuildBitCast(w->b, LLVMBuildOr(w->b, x[0], x[1], ""), type, "");
    }
    LLVMValueRef v = LLVMGetPoison(LLVMVectorType(e, n));
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef x = LLVMBuildBitCast(w->b, w->piece[i], e, "");
        v = LLVMBuildInsertElement(w->b, v, x, LLVMConstInt(w->i32, i, 0), "");
    }
    return LLVMBuildBitCast(w->b, v, type, "");
}

/* What takes one word of LOAD gets its piece. */
static void hand_out_words(struct forwarding *w, LLVMValueRef load)
{
    LLVMUseRef next;

    for (LLVMUseRef u = LLVMGetFirstUse(load); u; u = next) {
        LLVMValueRef user = LLVMGetUser(u), word = user;
        unsigned i = 0;
        next = LLVMGetNextUse(u);
        if (LLVMIsABinaryOperator(user) && LLVMGetInstructionOpcode(user) == LLVMLShr &&
            LLVMIsAConstantInt(LLVMGetOperand(user, 1)) &&
            LLVMConstIntGetZExtValue(LLVMGetOperand(user, 1)) == 32) {
            LLVMUseRef only = LLVMGetFirstUse(user);
            word = only && !LLVMGetNextUse(only) ? LLVMGetUser(only) : user;
            i = 1;
        }
        if (LLVMIsATruncInst(word) && LLVMTypeOf(word) == w->i32) {
            LLVMPositionBuilderBefore(w->b, load);
            LLVMReplaceAllUsesWith(word, LLVMBuildBitCast(w->b, w->piece[i], w->i32, ""));
        }
    }
}

static void forward(struct forwarding *w, LLVMValueRef load)
{
    if (w->piece_size == 4 && LLVMTypeOf(load) == w->i64) {
        hand_out_words(w, load);
    }
    LLVMPositionBuilderBefore(w->b, load);
    LLVMReplaceAllUsesWith(load, put_together(w, LLVMTypeOf(load)));
    LLVMInstructionEraseFromParent(load);
}

void forward_stores(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct forwarding w = {
        .ctx = ctx,
        .b = LLVMCreateBuilderInContext(ctx),
        .i32 = LLVMInt32TypeInContext(ctx),
        .i64 = LLVMInt64TypeInContext(ctx),
        .f32 = LLVMFloatTypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
    };

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            LLVMValueRef v = LLVMGetFirstInstruction(bb), next;
            for (; v; v = next) {
                next = LLVMGetNextInstruction(v);
                if (LLVMIsALoadInst(v) && find_pieces(&w, v)) {
                    forward(&w, v);
                }
            }
        }
    }
    LLVMDisposeBuilder(w.b);
}
