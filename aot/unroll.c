/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unroll.c: see unroll.h.
 *
 * Each round of a loop polls, which is a good part of a short one, and keeps LLVM from merging
 * what rounds have in common: steps of pointers, sign extensions of counters. So LLVM unrolls
 * such loops here, each round with its ways out of the loop, and only the first of them keeps
 * its poll: the header's, which all ways around the loop pass.
 *
 * Only short loops of one way with one end: with more, text grows twice as much for nothing,
 * and LLVM makes branches of what had become conditional moves, which cannot be foretold as
 * well (Levenshtein distance, 20 %). And only without floating point: vectorise.c does several
 * rounds of those.
 */
#include "unroll.h"
#include "ir.h"
#include "xalloc.h"

#include <llvm-c/DebugInfo.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_BLOCKS = 4,
    MAX_WORK = 60,   /* of a round: see work_of() */
    MAX_TOTAL = 120, /* of all rounds, if they are more than two */
    MANY_ROUNDS = 4,
    FEW_ROUNDS = 2,
};

struct way {
    LLVMBasicBlockRef bb[MAX_BLOCKS]; /* from the header to the latch */
    unsigned n;
    unsigned exits;    /* besides the poll's */
    LLVMValueRef poll; /* the header's */
};

/* The polls of loops that are unrolled. Their copies have the same metadata. */
struct polls {
    LLVMContextRef ctx;
    unsigned mark; /* the metadata's kind */
    LLVMValueRef *kept;
    size_t n;
};

/* --- Loops ------------------------------------------------------------------------------- */

static unsigned edges_in(LLVMBasicBlockRef bb)
{
    unsigned n = 0;

    for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb)); u; u = LLVMGetNextUse(u)) {
        n++;
    }
    return n;
}

/* Goes on from BB to the header; false: not by blocks that nothing else leads to, or with more
 * than one way out. */
static bool find_way(struct way *w, LLVMBasicBlockRef bb)
{
    if (w->n == MAX_BLOCKS || edges_in(bb) != 1) {
        return false;
    }
    LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);
    unsigned n = LLVMIsABranchInst(t) ? LLVMGetNumSuccessors(t) : 0;
    w->bb[w->n++] = bb;
    w->exits += n == 2;
    for (unsigned i = 0; i < n && w->exits <= 1; i++) {
        LLVMBasicBlockRef to = LLVMGetSuccessor(t, i);
        if (to == w->bb[0] || find_way(w, to)) {
            return true;
        }
    }
    w->n--;
    w->exits -= n == 2;
    return false;
}

static bool is_floating(LLVMTypeRef t)
{
    LLVMTypeKind k = LLVMGetTypeKind(ir_element_type(t));

    return k == LLVMFloatTypeKind || k == LLVMDoubleTypeKind;
}

/* V is what a loop may have that is unrolled. */
static bool is_plain(LLVMValueRef v)
{
    if (LLVMIsALoadInst(v) || LLVMIsAStoreInst(v)) {
        return ir_is_plain_access(v) &&
               !is_floating(LLVMIsALoadInst(v) ? LLVMTypeOf(v)
                                               : LLVMTypeOf(LLVMGetOperand(v, 0)));
    }
    if (LLVMIsACallInst(v) && !LLVMIsAIntrinsicInst(v)) {
        return false;
    }
    return LLVMIsAPHINode(v) || !(is_floating(LLVMTypeOf(v)) || LLVMIsASelectInst(v) ||
                                  LLVMIsAAtomicRMWInst(v) || LLVMIsAAtomicCmpXchgInst(v));
}

/* The instructions of a round that become some of the host's; 0: it is not to be unrolled. */
static unsigned work_of(const struct way *w)
{
    unsigned work = 0;

    for (unsigned i = 0; i < w->n; i++) {
        LLVMValueRef v = LLVMGetFirstInstruction(w->bb[i]);
        for (; v; v = LLVMGetNextInstruction(v)) {
            if (v != w->poll && !is_plain(v)) {
                return 0;
            }
            work += !LLVMIsAPHINode(v) && !LLVMIsACastInst(v);
        }
    }
    return work;
}

/* The number of rounds to be done in one, or 0. W->bb has the header. After LLVM's loop passes
 * there is one way into a loop, besides the one around. */
static unsigned rounds_of(struct way *w)
{
    LLVMBasicBlockRef on, leave;

    w->poll = ir_poll(w->bb[0], &on, &leave);
    if (!w->poll || edges_in(w->bb[0]) != 2 || !find_way(w, on)) {
        return 0;
    }
    unsigned work = work_of(w);
    if (!work || work > MAX_WORK) {
        return 0;
    }
    return work * MANY_ROUNDS <= MAX_TOTAL ? MANY_ROUNDS : FEW_ROUNDS;
}

/* --- Unrolling --------------------------------------------------------------------------- */

/* {itself, {"llvm.loop.unroll.count", ROUNDS}}: see "llvm.loop" in LLVM's language reference.
 */
static LLVMValueRef loop_metadata(LLVMContextRef ctx, unsigned rounds)
{
    static const char count[] = "llvm.loop.unroll.count";
    LLVMMetadataRef itself = LLVMTemporaryMDNode(ctx, NULL, 0);
    LLVMMetadataRef pair[] = {
        LLVMMDStringInContext2(ctx, count, sizeof(count) - 1),
        LLVMValueAsMetadata(LLVMConstInt(LLVMInt32TypeInContext(ctx), rounds, 0))};
    LLVMMetadataRef parts[] = {itself, LLVMMDNodeInContext2(ctx, pair, 2)};
    LLVMMetadataRef node = LLVMMDNodeInContext2(ctx, parts, 2);

    LLVMMetadataReplaceAllUsesWith(itself, node);
    return LLVMMetadataAsValue(ctx, node);
}

static void mark_loops(struct polls *p, LLVMValueRef fn)
{
    unsigned kind = LLVMGetMDKindIDInContext(p->ctx, "llvm.loop", strlen("llvm.loop"));
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        struct way w = {.bb = {bb}, .n = 1};
        unsigned rounds = rounds_of(&w);
        if (!rounds) {
            continue;
        }
        LLVMValueRef md = loop_metadata(p->ctx, rounds);
        LLVMSetMetadata(LLVMGetBasicBlockTerminator(w.bb[w.n - 1]), kind, md);
        LLVMSetMetadata(w.poll, p->mark, md);
        p->kept = xgrow(p->kept, p->n, sizeof(LLVMValueRef));
        p->kept[p->n++] = w.poll;
    }
}

static bool is_kept(const struct polls *p, LLVMValueRef poll)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->kept[i] == poll) {
            return true;
        }
    }
    return false;
}

/* Polls that are copies of one that is kept find no request. */
static void drop_copies(const struct polls *p, LLVMValueRef fn)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn), on, leave;

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef poll = ir_poll(bb, &on, &leave);
        if (poll && LLVMGetMetadata(poll, p->mark) && !is_kept(p, poll)) {
            LLVMReplaceAllUsesWith(poll, LLVMConstNull(LLVMTypeOf(poll)));
            LLVMInstructionEraseFromParent(poll);
        }
    }
}

LLVMErrorRef unroll_loops(LLVMModuleRef mod, LLVMTargetMachineRef tm,
                          LLVMPassBuilderOptionsRef options)
{
    struct polls p = {.ctx = LLVMGetModuleContext(mod)};

    p.mark = LLVMGetMDKindIDInContext(p.ctx, "hqemu.poll", strlen("hqemu.poll"));
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        mark_loops(&p, f);
    }
    if (!p.n) {
        return NULL;
    }
    LLVMErrorRef e = LLVMRunPasses(mod, /* only what is marked */
                                   "function(loop-unroll<O2;no-partial;no-runtime;no-peeling;"
                                   "no-upperbound;full-unroll-max=0>)",
                                   tm, options);
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); !e && f; f = LLVMGetNextFunction(f)) {
        drop_copies(&p, f);
    }
    free(p.kept);
    return e;
}
