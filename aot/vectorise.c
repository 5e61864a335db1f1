/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vectorise.c: several rounds of a loop of floating point operations at once.
 *
 * LLVM's own vectoriser does nothing for translated loops: each round polls, and each has a
 * way to QEMU's helpers for what the host cannot do. So this pass puts a second loop before
 * such a loop, which does N rounds at once, and makes no step that cannot be taken back before
 * it is certain that none of those rounds would have left the straight way:
 *
 *     enough rounds left, and no store in the way of a load?       no: LOOP
 *     FAST:  poll                                                  a request: LOOP
 *            loads of N elements, operations on vectors
 *            one test of all results                               it fires: LOOP
 *            stores
 *            at least N rounds left: FAST; some: LOOP; none: on
 *     LOOP:  as it was
 *
 * LOOP goes on with the first round that FAST has not done, so it does by itself what is rare.
 *
 * What a value is in N rounds (`enum kind`): the same in each, a start plus a stride, an
 * element of a vector; or SERIAL: computed round by round, since it depends on the round
 * before, as sums do, whose order matters. Those are done by scalar instructions, N copies of
 * them, which still share the poll, the test, and what is around them.
 *
 * Exactness. Elements are computed by the operations that the loop has, so results and flags
 * are the same. If the test fires, rounds are computed again, so flags of up to N rounds ahead
 * are raised early; they would be raised in any case, unless a signal's handler looks in
 * between. Loads come before the stores of up to N - 1 earlier rounds: the check before the
 * loop is that they are of other places.
 */
#include "vectorise.h"

#include "vectorise_loop.h"
#include "xalloc.h"

#include <llvm-c/Analysis.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* --- The shape of the loop ----------------------------------------------------------- */

bool block_in(LLVMBasicBlockRef bb, LLVMBasicBlockRef const *set, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (set[i] == bb) {
            return true;
        }
    }
    return false;
}

static bool is_jump(LLVMValueRef t)
{
    return LLVMIsABranchInst(t) && !LLVMIsConditional(t);
}

/* Which successor of BR is not expected, or -1. */
static int unlikely(const struct loop *s, LLVMValueRef br)
{
    LLVMValueRef md = LLVMGetMetadata(br, s->md_prof), x[4];
    unsigned n = md ? LLVMGetMDNodeNumOperands(md) : 0;

    if (n != 3) {
        return -1;
    }
    LLVMGetMDNodeOperands(md, x);
    if (!LLVMIsAConstantInt(x[1]) || !LLVMIsAConstantInt(x[2])) {
        return -1;
    }
    uint64_t first = LLVMConstIntGetZExtValue(x[1]), second = LLVMConstIntGetZExtValue(x[2]);
    return first / 16 > second ? 1 : second / 16 > first ? 0 : -1;
}

/* True if all ways from COLD lead to one block of the straight way after its block I; adds
 * those beside it to s->cold. */
static bool is_detour(struct loop *s, LLVMBasicBlockRef cold, unsigned i)
{
    LLVMBasicBlockRef set[MAX_COLD], join = NULL;
    unsigned n = 0;

    if (block_in(cold, s->way, s->nway)) {
        return false;
    }
    set[n++] = cold;
    for (unsigned j = 0; j < n; j++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(set[j]);
        unsigned ns = LLVMGetNumSuccessors(t);
        if (!ns) {
            return false;
        }
        for (unsigned k = 0; k < ns; k++) {
            LLVMBasicBlockRef to = LLVMGetSuccessor(t, k);
            if (block_in(to, s->way, s->nway)) {
                if (block_in(to, s->way, i + 1) || (join && join != to)) {
                    return false;
                }
                join = to;
            } else if (!block_in(to, set, n)) {
                if (n == MAX_COLD) {
                    return false;
                }
                set[n++] = to;
            }
        }
    }
    for (unsigned j = 0; j < n; j++) {
        if (!block_in(set[j], s->cold, s->ncold)) {
            if (s->ncold == MAX_COLD_BLOCKS) {
                return false;
            }
            s->cold[s->ncold++] = set[j];
        }
    }
    return true;
}

/* Follows the straight way from the header around. */
static bool find_way(struct loop *s, LLVMBasicBlockRef bb)
{
    LLVMBasicBlockRef beside[MAX_TESTS];
    unsigned at[MAX_TESTS];

    s->way[s->nway++] = s->header;
    for (;;) {
        if (s->nway == MAX_BLOCKS || block_in(bb, s->way, s->nway)) {
            return false;
        }
        s->way[s->nway++] = bb;
        LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);
        if (!LLVMIsABranchInst(t)) {
            return false;
        }
        if (!LLVMIsConditional(t)) {
            bb = LLVMGetSuccessor(t, 0);
            continue;
        }
        LLVMBasicBlockRef yes = LLVMGetSuccessor(t, 0), no = LLVMGetSuccessor(t, 1);
        if (yes == s->header || no == s->header) {
            s->latch = bb;
            s->out = yes == s->header ? no : yes;
            break;
        }
        int cold = unlikely(s, t);
        if (s->ntests == MAX_TESTS || cold < 0) {
            return false;
        }
        bool cold_yes = cold == 0;
        beside[s->ntests] = cold_yes ? yes : no;
        at[s->ntests] = s->nway - 1;
        s->tests[s->ntests++] = (struct test){LLVMGetCondition(t), !cold_yes};
        bb = cold_yes ? no : yes;
    }
    for (unsigned i = 0; i < s->ntests; i++) {
        if (!is_detour(s, beside[i], at[i])) {
            return false;
        }
    }
    return s->out != s->header && !block_in(s->out, s->way, s->nway) &&
           !block_in(s->out, s->cold, s->ncold);
}

struct node *loop_node(struct loop *s, LLVMValueRef v)
{
    for (unsigned i = 0; i < s->nnodes; i++) {
        if (s->nodes[i].v == v) {
            return &s->nodes[i];
        }
    }
    return NULL;
}

static bool collect(struct loop *s)
{
    s->nnodes = s->nguards = 0;
    for (unsigned i = 0; i < s->nway; i++) {
        LLVMValueRef v = LLVMGetFirstInstruction(s->way[i]);
        for (; v; v = LLVMGetNextInstruction(v)) {
            if (s->nnodes == MAX_NODES) {
                return false;
            }
            s->nodes[s->nnodes++] = (struct node){.v = v};
        }
    }
    return true;
}

/* --- The loop ---------------------------------------------------------------------------- */

static bool inside(struct loop *s, LLVMBasicBlockRef bb)
{
    return block_in(bb, s->way, s->nway) || block_in(bb, s->cold, s->ncold) || bb == s->leave;
}

static bool used_outside(struct loop *s, LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMBasicBlockRef bb = LLVMGetInstructionParent(LLVMGetUser(u));
        if (!inside(s, bb) && bb != s->before && bb != s->fast && bb != s->body &&
            bb != s->stores && bb != s->end) {
            return true;
        }
    }
    return false;
}

/* What has effects has to be something that FAST can do. Sets s->n. */
static bool can_do(struct loop *s)
{
    unsigned size = 0, work = 0, fences = 0, serial = 0;

    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        LLVMTypeRef t = LLVMTypeOf(v);
        if (v == s->poll || LLVMIsABranchInst(v)) {
            continue;
        }
        if (LLVMIsAFenceInst(v)) {
            if (!LLVMIsAtomicSingleThread(v)) {
                return false;
            }
            fences++;
            continue;
        }
        if (LLVMIsAStoreInst(v)) {
            LLVMValueRef x = LLVMGetOperand(v, 0), p = LLVMGetOperand(v, 1), second, pair;
            if (s->nodes[i].second) {
                continue;
            }
            if ((pair = loop_store_pair(s, v, &second))) {
                s->nodes[i].wide = loop_node(s, second)->second = true;
                x = pair;
            }
            unsigned z = loop_access_size(s, v);
            if (!z || !ir_is_plain_access(v) || LLVMGetPointerAddressSpace(LLVMTypeOf(p)) ||
                loop_kind_of(s, p) != AFFINE || loop_stride_of(s, p) != z ||
                loop_kind_of(s, x) == BAD) {
                return false;
            }
            size = z > size ? z : size;
            continue;
        }
        enum kind k = loop_kind_of(s, v);
        LLVMValueRef second, first = loop_load_pair(s, v, &second);
        if (first) {
            loop_node(s, first)->wide = loop_node(s, second)->second = true;
            size = 16;
        } else if (LLVMIsALoadInst(v)) {
            unsigned z = k == BAD ? 0 : loop_access_size(s, v);
            size = z > size ? z : size;
        } else if (LLVMIsACallInst(v)) {
            if (k == BAD) {
                return false;
            }
            if (ir_is_arithmetic(v)) {
                unsigned z = ir_total_size(t),
                         zo = ir_total_size(LLVMTypeOf(LLVMGetOperand(v, 0)));
                size = z > size ? z : size;
                size = zo > size ? zo : size;
                work++;
            }
        } else if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) == s->header &&
                   loop_kind_of(s, loop_incoming(s, v)) == BAD) {
            return false;
        }
        if (k == BAD && LLVMGetTypeKind(t) != LLVMVoidTypeKind && used_outside(s, v)) {
            return false;
        }
        serial += k == SERIAL && ir_is_arithmetic(v);
    }
    for (unsigned i = 0; i < s->ntests; i++) {
        if (loop_kind_of(s, s->tests[i].cond) == BAD) {
            return false;
        }
    }
    if (!size || !work || fences > 1) {
        return false;
    }
    s->n = VECTOR_BYTES / size;
    return serial * s->n <= MAX_SERIAL;
}

/* Makes s->before a block of its own, which only goes to the header. */
static bool find_before(struct loop *s)
{
    LLVMBasicBlockRef preds[16];
    unsigned n = 0;

    for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(s->header)); u;
         u = LLVMGetNextUse(u)) {
        LLVMValueRef t = LLVMGetUser(u);
        if (!LLVMIsATerminatorInst(t)) {
            return false;
        }
        LLVMBasicBlockRef bb = LLVMGetInstructionParent(t);
        if (block_in(bb, s->way, s->nway) || block_in(bb, s->cold, s->ncold)) {
            if (bb != s->latch) {
                return false;
            }
            continue;
        }
        if (n == 16 || !LLVMIsABranchInst(t)) {
            return false;
        }
        preds[n++] = bb;
    }
    if (!n) {
        return false;
    }
    if (n == 1 && is_jump(LLVMGetBasicBlockTerminator(preds[0]))) {
        s->before = preds[0];
        return true;
    }
    s->before = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    LLVMPositionBuilderAtEnd(s->b, s->before);
    LLVMValueRef v = LLVMGetFirstInstruction(s->header), next;
    for (; v && LLVMIsAPHINode(v); v = next) {
        next = LLVMGetNextInstruction(v);
        LLVMPositionBuilderAtEnd(s->b, s->before);
        LLVMValueRef merged = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        LLVMPositionBuilderBefore(s->b, v);
        LLVMValueRef phi = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        for (unsigned i = 0; i < LLVMCountIncoming(v); i++) {
            LLVMBasicBlockRef from = LLVMGetIncomingBlock(v, i);
            LLVMValueRef x = LLVMGetIncomingValue(v, i);
            LLVMAddIncoming(from == s->latch ? phi : merged, &x, &from, 1);
        }
        LLVMAddIncoming(phi, &merged, &s->before, 1);
        LLVMReplaceAllUsesWith(v, phi);
        LLVMInstructionEraseFromParent(v);
    }
    LLVMPositionBuilderAtEnd(s->b, s->before);
    LLVMBuildBr(s->b, s->header);
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(preds[i]);
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            if (LLVMGetSuccessor(t, k) == s->header) {
                LLVMSetSuccessor(t, k, s->before);
            }
        }
    }
    return true;
}

static bool has_one_pred(LLVMBasicBlockRef bb)
{
    LLVMBasicBlockRef pred = NULL;

    for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb)); u; u = LLVMGetNextUse(u)) {
        LLVMBasicBlockRef from = LLVMGetInstructionParent(LLVMGetUser(u));
        if (pred && pred != from) {
            return false;
        }
        pred = from;
    }
    return pred != NULL;
}

/* Uses of V after the loop become uses of PHI, which is in s->out. */
static void use_phi_outside(struct loop *s, LLVMValueRef v, LLVMValueRef phi)
{
    bool any;

    do {
        any = false;
        for (LLVMUseRef u = LLVMGetFirstUse(v); u && !any; u = LLVMGetNextUse(u)) {
            LLVMValueRef user = LLVMGetUser(u);
            LLVMBasicBlockRef bb = LLVMGetInstructionParent(user);
            if ((bb == s->out && LLVMIsAPHINode(user)) || inside(s, bb) || bb == s->before ||
                bb == s->fast || bb == s->body || bb == s->stores || bb == s->end) {
                continue;
            }
            for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(user); i++) {
                if (LLVMGetOperand(user, i) == v) {
                    LLVMSetOperand(user, i, phi);
                    any = true;
                }
            }
        }
    } while (any);
}

/* All values are those of the last of the N rounds, where the loop is left from FAST. */
static void connect_exit(struct loop *s)
{
    bool alone = has_one_pred(s->out);
    unsigned last = s->n - 1;

    for (LLVMValueRef v = LLVMGetFirstInstruction(s->out); v && LLVMIsAPHINode(v);
         v = LLVMGetNextInstruction(v)) {
        LLVMValueRef x = ir_incoming(v, s->latch);
        if (x) {
            x = loop_lane(s, x, last);
            LLVMAddIncoming(v, &x, &s->end, 1);
        }
    }
    if (!alone) {
        return; /* then there are no other uses: nothing in the loop is certain to be known */
    }
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        bool phis_only = true;
        if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMVoidTypeKind || !used_outside(s, v)) {
            continue;
        }
        for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
            LLVMValueRef user = LLVMGetUser(u);
            LLVMBasicBlockRef bb = LLVMGetInstructionParent(user);
            phis_only &= inside(s, bb) || (bb == s->out && LLVMIsAPHINode(user));
        }
        if (phis_only) {
            continue;
        }
        LLVMValueRef x = loop_lane(s, v, last);
        LLVMBasicBlockRef back = LLVMGetInsertBlock(s->b);
        LLVMPositionBuilderBefore(s->b, LLVMGetFirstInstruction(s->out));
        LLVMValueRef phi = LLVMBuildPhi(s->b, LLVMTypeOf(v), "");
        LLVMPositionBuilderAtEnd(s->b, back);
        use_phi_outside(s, v, phi);
        LLVMAddIncoming(phi, &v, &s->latch, 1);
        LLVMAddIncoming(phi, &x, &s->end, 1);
    }
}

/* Branches to LIKELY if C. */
static void branch(struct loop *s, LLVMValueRef c, LLVMBasicBlockRef likely,
                   LLVMBasicBlockRef other, LLVMValueRef like)
{
    LLVMValueRef br = LLVMBuildCondBr(s->b, c, likely, other);
    LLVMValueRef md = like ? LLVMGetMetadata(like, s->md_prof) : NULL;

    if (md) {
        LLVMSetMetadata(br, s->md_prof, md);
    }
}

static bool is_header_phi(struct loop *s, LLVMValueRef v)
{
    return LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) == s->header;
}

static void store_lanes(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef x = LLVMGetOperand(v, 0);
    x = loop_vector_of(s, loop_node(s, v)->wide ? LLVMGetOperand(x, 0) : x);
    LLVMValueRef st = LLVMBuildStore(s->b, x, loop_at_now(s, LLVMGetOperand(v, 1)));

    LLVMSetAlignment(st, 1);
    LLVMSetMetadata(st, s->md_tbaa, LLVMGetMetadata(v, s->md_tbaa));
}

static void build(struct loop *s, const struct trip *t)
{
    LLVMValueRef nrounds, last = LLVMGetBasicBlockTerminator(s->before);
    LLVMValueRef enter = loop_may_enter(s, t, &nrounds);
    if (s->failed) {
        return; /* what it has made is of no use, and does no harm */
    }
    LLVMValueRef poll_br = LLVMGetBasicBlockTerminator(s->header);
    LLVMTypeRef i64 = s->i64;
    LLVMValueRef second;

    s->fast = LLVMInsertBasicBlockInContext(s->ctx, s->header, "fast");
    s->body = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    s->stores = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    s->end = LLVMInsertBasicBlockInContext(s->ctx, s->header, "");
    LLVMPositionBuilderBefore(s->b, last);
    LLVMBuildCondBr(s->b, enter, s->fast, s->header);
    LLVMInstructionEraseFromParent(last);

    /* s->before needs a terminator that loop_to_preheader() can stand before: it has one again.
     */
    LLVMPositionBuilderAtEnd(s->b, s->fast);
    LLVMValueRef left = LLVMBuildPhi(s->b, i64, "");
    for (unsigned i = 0; i < s->nnodes && is_header_phi(s, s->nodes[i].v); i++) {
        s->nodes[i].phi = LLVMBuildPhi(s->b, LLVMTypeOf(s->nodes[i].v), "");
    }
    LLVMValueRef request = LLVMInstructionClone(s->poll);
    LLVMInsertIntoBuilder(s->b, request);
    LLVMValueRef none =
        LLVMBuildICmp(s->b, LLVMIntSGT, request, LLVMConstAllOnes(LLVMTypeOf(request)), "");
    branch(s, none, s->body, s->header,
           LLVMGetSuccessor(poll_br, 0) == s->way[1] ? poll_br : NULL);

    LLVMPositionBuilderAtEnd(s->b, s->body);
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef v = s->nodes[i].v;
        if (LLVMIsAFenceInst(v)) {
            LLVMInsertIntoBuilder(s->b, LLVMInstructionClone(v));
        } else if (ir_is_arithmetic(v) && loop_kind_of(s, v) == LANES) {
            loop_vector_of(s, v);
        } else if (loop_is_access(s, &s->nodes[i]) && LLVMIsALoadInst(v) && !s->nodes[i].wide) {
            loop_vector_of(s, v);
        } else if (loop_load_pair(s, v, &second)) {
            loop_vector_of(s, v);
        }
    }
    for (unsigned k = 0; k < s->n; k++) {
        for (unsigned i = 0; i < s->nnodes; i++) {
            LLVMValueRef v = s->nodes[i].v;
            if (ir_is_arithmetic(v) && loop_kind_of(s, v) == SERIAL) {
                loop_lane(s, v, k);
            }
        }
    }
    LLVMValueRef bad = loop_bad_rounds(s);
    if (bad) {
        branch(s, LLVMBuildNot(s->b, bad, ""), s->stores, s->header,
               LLVMGetSuccessor(poll_br, 0) == s->way[1] ? poll_br : NULL);
    } else {
        LLVMBuildBr(s->b, s->stores);
    }

    LLVMPositionBuilderAtEnd(s->b, s->stores);
    for (unsigned i = 0; i < s->nnodes; i++) {
        if (LLVMIsAStoreInst(s->nodes[i].v) && !s->nodes[i].second) {
            store_lanes(s, s->nodes[i].v);
        }
    }
    LLVMValueRef now_left = LLVMBuildSub(s->b, left, LLVMConstInt(i64, s->n, 0), "");
    LLVMAddIncoming(left, &nrounds, &s->before, 1);
    LLVMAddIncoming(left, &now_left, &s->stores, 1);
    for (unsigned i = 0; i < s->nnodes && is_header_phi(s, s->nodes[i].v); i++) {
        struct node *n = &s->nodes[i];
        LLVMValueRef first = loop_initial(s, n->v), next;
        if (n->kind == UNIFORM) {
            next = n->phi;
        } else if (n->kind == AFFINE) {
            next =
                LLVMBuildAdd(s->b, n->phi,
                             LLVMConstInt(LLVMTypeOf(n->v), (uint64_t)n->stride * s->n, 0), "");
        } else {
            next = loop_lane(s, loop_incoming(s, n->v), s->n - 1);
        }
        LLVMAddIncoming(n->phi, &first, &s->before, 1);
        LLVMAddIncoming(n->phi, &next, &s->stores, 1);
        LLVMAddIncoming(n->v, &n->phi, &s->fast, 1);
        if (bad) {
            LLVMAddIncoming(n->v, &n->phi, &s->body, 1);
        }
        LLVMAddIncoming(n->v, &next, &s->end, 1);
    }
    LLVMValueRef more =
        LLVMBuildICmp(s->b, LLVMIntUGE, now_left, LLVMConstInt(i64, s->n, 0), "");
    branch(s, more, s->fast, s->end, NULL);

    LLVMPositionBuilderAtEnd(s->b, s->end);
    connect_exit(s);
    LLVMValueRef done = LLVMBuildICmp(s->b, LLVMIntEQ, now_left, LLVMConstNull(i64), "");
    LLVMBuildCondBr(s->b, done, s->out, s->header);
    if (s->failed) { /* can_do() should have known: not entered */
        LLVMSetCondition(LLVMGetBasicBlockTerminator(s->before), LLVMConstNull(s->i1));
    }
}

/* True if a loop has been made. */
static bool vectorise(struct loop *s, LLVMBasicBlockRef header)
{
    LLVMBasicBlockRef on;
    struct trip t;

    s->header = header;
    s->poll = ir_poll(header, &on, &s->leave);
    if (!s->poll || LLVMGetNumSuccessors(LLVMGetBasicBlockTerminator(s->leave)) ||
        !find_way(s, on) || !collect(s) || !loop_find_trip(s, &t) || !can_do(s) ||
        !find_before(s)) {
        return false;
    }
    collect(s); /* the header may have other phis now */
    if (loop_find_trip(s, &t) && can_do(s)) {
        build(s, &t);
    }
    return s->end != NULL;
}

bool vectorise_loops(LLVMModuleRef mod, bool tagged)
{
    bool ok = true;
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct loop *s = xmalloc(sizeof(*s));
    LLVMBuilderRef b = LLVMCreateBuilderInContext(ctx);

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f), on, leave;
        bool any = false;
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            if (!ir_poll(bb, &on, &leave)) {
                continue;
            }
            memset(s, 0, sizeof(*s));
            s->mod = mod;
            s->ctx = ctx;
            s->b = b;
            s->i1 = LLVMInt1TypeInContext(ctx);
            s->i32 = LLVMInt32TypeInContext(ctx);
            s->i64 = LLVMInt64TypeInContext(ctx);
            s->f32 = LLVMFloatTypeInContext(ctx);
            s->f64 = LLVMDoubleTypeInContext(ctx);
            s->md_prof = LLVMGetMDKindIDInContext(ctx, "prof", 4);
            s->md_tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4);
            s->tagged = tagged;
            s->fn = f;
            any |= vectorise(s, bb);
        }
        ok &= !any || !LLVMVerifyFunction(f, LLVMReturnStatusAction);
    }
    LLVMDisposeBuilder(b);
    free(s);
    return ok;
}
