/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_loops.c: where a function's loops are, and so where it has to poll and where it
 * can be entered.
 */
#include "lift.h"

#include <stdlib.h>

/* An edge inside the function. */
struct edge {
    unsigned to;    /* index in l->info */
    bool via_table; /* by a jump table, or the dispatch that several jumps share */
};

/* The K-th way on from B, which may be the way back from a call. False if it leaves the
 * function. */
static bool edge_at(struct lifter *l, const struct block *b, unsigned k, struct edge *out)
{
    const struct block_info *t;
    uint64_t pc;

    if (ends_for_good(l->p, b)) {
        return false;
    }
    if (k >= b->nexits) {
        pc = b->jump_targets[k - b->nexits];
    } else if (b->fe->branch == FE_BR_CALL || b->exits[k].kind == EXIT_SYSCALL) {
        pc = block_end(b);
    } else if (b->exits[k].kind == EXIT_DIRECT) {
        pc = b->exits[k].target;
    } else {
        return false;
    }
    t = block_info_at(l, pc);
    if (!t) {
        return false;
    }
    *out = (struct edge){(unsigned)(t - l->info), k >= b->nexits};
    return true;
}

/* FROM's edge E closes a loop: the blocks on the stack from E's target on. */
static void close_loop(struct lifter *l, unsigned from, struct edge e, const unsigned *stack,
                       unsigned depth, uint8_t *in_loop)
{
    unsigned at = depth;

    while (at > 0 && stack[at - 1] != e.to) {
        at--;
    }
    l->info[e.to].loop_header = true;
    /* An approximation: it misses side paths, which only costs an entry too many. */
    for (; at < depth; at++) {
        in_loop[stack[at]] = 1;
    }
    if (e.via_table) {
        l->info[l->info[from].group].table_polls = true;
    } else {
        l->info[e.to].polls = true;
    }
}

static void mark_return_sites(struct lifter *l)
{
    /* A second way into a loop costs it more than the fallback does up to its header. */
    for (unsigned i = 0; i < l->ninfo; i++) {
        if (l->info[i].loop_header) {
            return;
        }
    }
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        for (unsigned k = 0; k < b->nexits; k++) {
            struct edge e;
            bool returns = b->fe->branch == FE_BR_CALL || b->exits[k].kind == EXIT_SYSCALL;
            if (returns && edge_at(l, b, k, &e)) {
                l->info[e.to].inner_entry = true;
            }
        }
    }
}

/*
 * Each cycle has an edge that depth-first search finds to lead back to a block on its
 * stack; that edge, or the block it leads to, polls.
 *
 * The headers of outermost loops are inner entries: a thread of control that comes
 * from the fallback into the middle of a function gets back into translated code
 * there, at the latest one round of an outermost loop later. Inner loops are left
 * alone, since a second way in would cost them their shape. Functions without loops have
 * entries at the return sites of calls, where frames go on that longjmp or an exception
 * has unwound. Landing pads of exceptions are entries everywhere: nothing else leads there;
 * and so is what a profile says was often wanted.
 */
void find_loops(struct lifter *l)
{
    unsigned n = l->ninfo, depth = 0, *stack = malloc(n * sizeof(*stack));
    enum { UNSEEN, ON_STACK, DONE };
    uint8_t *state = calloc(n, 1), *in_loop = calloc(n, 1);
    unsigned *next = calloc(n, sizeof(*next));

    for (unsigned root = 0; root < n; root++) {
        if (l->info[root].b->pc == l->f->entry) {
            stack[depth++] = root;
            state[root] = ON_STACK;
        }
    }
    /* Blocks that the entry does not lead to come last: nothing jumps back to them. */
    for (unsigned root = 0; depth || root < n;) {
        if (!depth) {
            if (state[root] == UNSEEN) {
                stack[depth++] = root;
                state[root] = ON_STACK;
            }
            root++;
            continue;
        }
        unsigned at = stack[depth - 1];
        const struct block *b = l->info[at].b;
        struct edge e;
        if (next[at] == b->nexits + b->njump_targets) {
            state[at] = DONE;
            depth--;
            continue;
        }
        if (!edge_at(l, b, next[at]++, &e)) {
            continue;
        }
        if (state[e.to] == ON_STACK) {
            close_loop(l, at, e, stack, depth, in_loop);
        } else if (state[e.to] == UNSEEN) {
            state[e.to] = ON_STACK;
            stack[depth++] = e.to;
        }
    }
    for (unsigned i = 0; i < n; i++) {
        l->info[i].inner_entry =
            l->info[i].b->entered ||
            (l->info[i].loop_header && !in_loop[i] && l->info[i].b->pc != l->f->entry);
    }
    mark_return_sites(l);
    free(stack);
    free(state);
    free(in_loop);
    free(next);
}
