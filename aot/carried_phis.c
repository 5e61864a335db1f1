/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * carried_phis.c: values that stay in vector registers where ways meet and around loops.
 *
 * A phi of nothing but values that come from vector registers, from memory or from others of
 * its kind becomes a phi of doubles; one of others, too, that come into a loop but not round
 * it. Which phis those are is found for all at once, since they go round in circles. Where such
 * a value is computed with, it costs a move: so no phi is chosen that is computed with and
 * that a loop without calls goes through; unless it is an interpreter's, in which there are
 * many calls, each with two moves for it otherwise.
 */
#include "carried.h"
#include "ir.h"
#include "ir_cycles.h"
#include "xalloc.h"

#include <stdlib.h>

struct phi {
    LLVMValueRef old, new;
    bool fits;          /* all that comes in may */
    bool sourced;       /* something comes from a vector register or memory */
    bool wanted;        /* something wants it in a vector register */
    unsigned ncomputed; /* uses that compute with it */
};

enum { MANY_CALLS = 64, MAX_DEPTH = 8 };

struct phis {
    struct carried *w;
    struct phi *phis;  /* in program order, so that the result is always the same */
    void **by_address; /* the same */
    unsigned nphis, room;
    unsigned *ncalls;                  /* by component of loops[0] */
    struct ir_cycles loops[MAX_DEPTH]; /* the loops in those of the one before */
    unsigned depth;
    struct ir_cycles quiet; /* without the blocks that call translated code */
};

static struct phi *find(const struct phis *s, LLVMValueRef v)
{
    return ir_find(s->by_address, s->nphis, v);
}

static void collect(struct phis *s, LLVMValueRef fn)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; v && LLVMIsAPHINode(v); v = LLVMGetNextInstruction(v)) {
            if (LLVMTypeOf(v) != s->w->i64) {
                continue;
            }
            if (s->nphis == s->room) {
                s->room = s->room ? 2 * s->room : 64;
                s->phis = xrealloc(s->phis, s->room, sizeof(*s->phis));
            }
            s->phis[s->nphis++] = (struct phi){.old = v};
        }
    }
    s->by_address = xcalloc(s->nphis + 1, sizeof(*s->by_address));
    for (unsigned i = 0; i < s->nphis; i++) {
        s->by_address[i] = &s->phis[i];
    }
    ir_sort(s->by_address, s->nphis);
}

/* V calls translated code, and not only when a signal comes or the function is left. */
static bool is_hot_call(LLVMValueRef v)
{
    return ir_calls_code(v) && !LLVMIsAInlineAsm(LLVMGetCalledValue(v)) && !ir_leaves(v);
}

static bool has_hot_call(void *unused, LLVMBasicBlockRef bb)
{
    (void)unused;
    for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v)) {
        if (is_hot_call(v)) {
            return true;
        }
    }
    return false;
}

/* X is what such a call, or memory, has left; not what the function was given. */
static bool is_source(LLVMValueRef x)
{
    LLVMValueRef call = LLVMIsAExtractValueInst(x) ? LLVMGetOperand(x, 0) : NULL;

    return !LLVMIsAArgument(x) && !(call && LLVMIsACallInst(call) && !is_hot_call(call));
}

static void look_at_uses(struct phis *s, struct phi *p)
{
    for (LLVMUseRef u = LLVMGetFirstUse(p->old); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (carried_operand(user, s->w->to)) {
            LLVMUseRef v = LLVMGetFirstUse(user);
            for (; v; v = LLVMGetNextUse(v)) {
                LLVMValueRef call = LLVMGetUser(v);
                p->wanted |= !LLVMIsACallInst(call) || is_hot_call(call);
            }
        } else if (!(LLVMIsAPHINode(user) && find(s, user)) &&
                   !(LLVMIsAStoreInst(user) && LLVMGetOperand(user, 1) != p->old)) {
            p->ncomputed++;
        }
    }
}

static void look_at_incoming(struct phis *s, struct phi *p)
{
    unsigned n = LLVMCountIncoming(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(p->old, i), x = carried_operand(v, s->w->from);
        p->sourced |= carried_is_load(v) || (x && (is_source(x) || !p->ncomputed));
    }
}

/* The way from FROM to BB is one in the innermost loop around BB. */
static bool is_in_loop(const struct phis *s, LLVMBasicBlockRef from, LLVMBasicBlockRef bb)
{
    unsigned k = s->depth - 1;

    while (k && !ir_in_cycle(&s->loops[k], bb)) {
        k--;
    }
    return ir_same_component(&s->loops[k], from, bb);
}

static bool still_fits(const struct phis *s, const struct phi *p)
{
    unsigned n = LLVMCountIncoming(p->old);
    LLVMBasicBlockRef bb = LLVMGetInstructionParent(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(p->old, i);
        const struct phi *q = find(s, v);
        if (!(q && q->fits) && !carried_operand(v, s->w->from) && !carried_is_load(v) &&
            is_in_loop(s, LLVMGetIncomingBlock(p->old, i), bb)) {
            return false;
        }
    }
    return true;
}

/* Phis that fit hand on what they want and where it comes from. True if P is news to one. */
static bool spread(const struct phis *s, struct phi *p)
{
    unsigned n = LLVMCountIncoming(p->old);
    bool changed = false;

    for (unsigned i = 0; i < n; i++) {
        struct phi *q = find(s, LLVMGetIncomingValue(p->old, i));
        if (q && q->fits) {
            changed |= (p->wanted && !q->wanted) || (q->sourced && !p->sourced);
            q->wanted |= p->wanted;
            p->sourced |= q->sourced;
        }
    }
    return changed;
}

static void count_calls(struct phis *s, LLVMValueRef fn)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);

    s->ncalls = xcalloc(s->loops[0].n + 1, sizeof(*s->ncalls));
    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; v; v = LLVMGetNextInstruction(v)) {
            bool converts = carried_operand(v, s->w->to) || carried_operand(v, s->w->from);
            s->ncalls[ir_component(&s->loops[0], bb)] += is_hot_call(v) && !converts;
        }
    }
}

/* In the outermost loop around P are so many that more moves come with them than with what
 * computes with P. */
static bool many_calls(const struct phis *s, const struct phi *p)
{
    unsigned n = s->ncalls[ir_component(&s->loops[0], LLVMGetInstructionParent(p->old))];

    return n >= MANY_CALLS && 2 * n > p->ncomputed;
}

static void choose(struct phis *s)
{
    bool changed;

    for (unsigned i = 0; i < s->nphis; i++) {
        struct phi *p = &s->phis[i];
        look_at_uses(s, p);
        look_at_incoming(s, p);
        p->fits = !p->ncomputed || many_calls(s, p) ||
                  !ir_in_cycle(&s->quiet, LLVMGetInstructionParent(p->old));
    }
    do {
        changed = false;
        for (unsigned i = 0; i < s->nphis; i++) {
            struct phi *p = &s->phis[i];
            bool fits = p->fits && still_fits(s, p);
            changed |= fits != p->fits;
            p->fits = fits;
        }
    } while (changed);
    do {
        changed = false;
        for (unsigned i = 0; i < s->nphis; i++) {
            changed |= s->phis[i].fits && spread(s, &s->phis[i]);
        }
    } while (changed);
}

static bool chosen(const struct phi *p)
{
    return p && p->fits && p->sourced && p->wanted;
}

static LLVMValueRef double_of(void *arg, LLVMValueRef v)
{
    struct phis *s = arg;
    struct phi *p = find(s, v);

    return chosen(p) ? p->new : carried_double(s->w, v);
}

static void replace(struct phis *s)
{
    LLVMBuilderRef b = s->w->b;

    for (unsigned i = 0; i < s->nphis; i++) {
        if (chosen(&s->phis[i])) {
            LLVMPositionBuilderBefore(b, s->phis[i].old);
            s->phis[i].new = LLVMBuildPhi(b, s->w->f64, "");
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (chosen(&s->phis[i])) {
            ir_fill_double_phi(b, s->phis[i].new, s->phis[i].old, double_of, s);
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (!chosen(&s->phis[i])) {
            continue;
        }
        LLVMValueRef at = s->phis[i].old, x = s->phis[i].new;
        while (LLVMIsAPHINode(at)) {
            at = LLVMGetNextInstruction(at);
        }
        LLVMPositionBuilderBefore(b, at);
        x = LLVMBuildCall2(b, LLVMGlobalGetValueType(s->w->from), s->w->from, &x, 1, "");
        LLVMReplaceAllUsesWith(s->phis[i].old, x);
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (chosen(&s->phis[i])) {
            LLVMInstructionEraseFromParent(s->phis[i].old);
        }
    }
}

static void find_loops(struct phis *s, LLVMValueRef fn)
{
    bool more = true;

    ir_cycles_find(&s->loops[s->depth++], fn, NULL, NULL);
    while (more && s->depth < MAX_DEPTH) {
        more = ir_cycles_inner(&s->loops[s->depth], &s->loops[s->depth - 1], fn);
        s->depth++;
    }
}

void carried_phis(struct carried *w, LLVMValueRef fn)
{
    struct phis s = {.w = w};

    if (!w->to || !w->from) {
        return;
    }
    collect(&s, fn);
    if (s.nphis) {
        find_loops(&s, fn);
        ir_cycles_find(&s.quiet, fn, has_hot_call, NULL);
        count_calls(&s, fn);
        choose(&s);
        replace(&s);
        free(s.ncalls);
        while (s.depth) {
            ir_cycles_free(&s.loops[--s.depth]);
        }
        ir_cycles_free(&s.quiet);
    }
    free(s.phis);
    free(s.by_address);
}
