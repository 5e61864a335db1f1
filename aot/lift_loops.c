/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_loops.c: where a function's loops are, and so where it has to poll and where it
 * can be entered.
 *
 * The graph has a node for each block and one for each dispatch that jumps share. Loops are
 * found by taking the header, the first block that the function comes to, out of each
 * strongly connected part and looking for such parts in the rest.
 *
 * A thread may come from outside to the headers of outermost loops, to where calls return to,
 * to landing pads and to what a profile says. There are three ways:
 *
 *   entries   outside of all loops. A switch at the function's start goes there: by their
 *             address if there is a slot in the dispatch table, else by a number, which
 *             takes less room.
 *   tables    where the header is a dispatch, its targets are entries by way of it.
 *   sites     in a loop. A second way into a loop would cost it its shape, and twice its
 *             time. So they are reached by way of the loop's header, where the poll
 *             finds a request that is none to leave (lift_control.c): the loop pays nothing.
 */
#include "lift.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

/* The K-th way on from node AT: to *TO, which is NO_NODE if it leaves the function. False if
 * there is no K-th. */
enum { NO_NODE = UINT32_MAX };

static bool edge_at(struct lifter *l, unsigned at, unsigned k, unsigned *to)
{
    bool dispatch = at >= l->ninfo;
    const struct block *b = l->info[dispatch ? at - l->ninfo : at].b;
    const struct block_info *t;
    uint64_t pc;

    *to = NO_NODE;
    if (!dispatch && ends_for_good(l->p, b)) {
        return false;
    }
    if (dispatch) {
        if (k == b->njump_targets) {
            return false;
        }
        pc = b->jump_targets[k];
    } else if (k >= b->nexits) {
        if (k > b->nexits || !b->njump_targets) {
            return false;
        }
        *to = l->ninfo + l->info[at].group;
        return true;
    } else if (b->fe->branch == FE_BR_CALL || b->exits[k].kind == EXIT_SYSCALL) {
        pc = block_end(b);
    } else if (b->exits[k].kind == EXIT_DIRECT) {
        pc = b->exits[k].target;
    } else {
        return true;
    }
    t = block_info_at(l, pc);
    *to = t ? (unsigned)(t - l->info) : NO_NODE;
    return true;
}

/* What find_loops() knows of a node. */
struct node {
    enum { UNSEEN, ON_STACK, DONE } state;
    unsigned next;   /* edge to be followed next */
    unsigned order;  /* in which the function comes to nodes */
    unsigned region; /* that is being searched */
    unsigned index, low;
    bool on_stack;
};

struct graph {
    struct lifter *l;
    struct node *nodes;
    unsigned n, *stack, *path, *members;
    unsigned nstack, nregions, nindex;
};

static void poll_at(struct lifter *l, unsigned node)
{
    if (node < l->ninfo) {
        l->info[node].polls = true;
    } else {
        l->info[node - l->ninfo].table_polls = true;
    }
}

/* Depth-first from ROOT. Each cycle has an edge that leads back to a node on the stack; that
 * node polls. */
static void walk_from(struct graph *g, unsigned root, unsigned *order)
{
    unsigned depth = 0, to;

    if (g->nodes[root].state != UNSEEN) {
        return;
    }
    g->path[depth++] = root;
    g->nodes[root].state = ON_STACK;
    g->nodes[root].order = (*order)++;
    while (depth) {
        unsigned at = g->path[depth - 1];
        if (!edge_at(g->l, at, g->nodes[at].next++, &to)) {
            g->nodes[at].state = DONE;
            depth--;
        } else if (to != NO_NODE && g->nodes[to].state == ON_STACK) {
            poll_at(g->l, to);
        } else if (to != NO_NODE && g->nodes[to].state == UNSEEN) {
            g->nodes[to].state = ON_STACK;
            g->nodes[to].order = (*order)++;
            g->path[depth++] = to;
        }
    }
}

static void add_loop(struct graph *g, unsigned first, unsigned end, struct loop *up)
{
    struct lifter *l = g->l;
    struct loop *loop = &l->loops[l->nloops++];

    *loop = (struct loop){.up = up, .header = g->stack[first]};
    for (unsigned i = first; i < end; i++) {
        if (g->nodes[g->stack[i]].order < g->nodes[loop->header].order) {
            loop->header = g->stack[i];
        }
    }
    for (unsigned i = first; i < end; i++) {
        l->loop_of[g->stack[i]] = loop;
    }
}

/* Tarjan's algorithm, in the part of region R that ROOT leads to. */
static void connect(struct graph *g, unsigned root, unsigned r, struct loop *up)
{
    unsigned depth = 0, to;

    g->path[depth++] = root;
    for (;;) {
        unsigned at = g->path[depth - 1];
        struct node *x = &g->nodes[at];
        if (!x->index) {
            x->index = x->low = ++g->nindex;
            x->next = 0;
            x->on_stack = true;
            g->stack[g->nstack++] = at;
        }
        if (edge_at(g->l, at, x->next++, &to)) {
            if (to == NO_NODE || g->nodes[to].region != r) {
                continue;
            }
            if (!g->nodes[to].index) {
                g->path[depth++] = to;
            } else if (g->nodes[to].on_stack && g->nodes[to].index < x->low) {
                x->low = g->nodes[to].index;
            }
            continue;
        }
        if (x->low == x->index) {
            unsigned first = g->nstack;
            bool self = false;
            do {
                g->nodes[g->stack[--first]].on_stack = false;
            } while (g->stack[first] != at);
            for (unsigned k = 0; edge_at(g->l, at, k, &to); k++) {
                self |= to == at;
            }
            if (g->nstack - first > 1 || self) {
                add_loop(g, first, g->nstack, up);
            }
            g->nstack = first;
        }
        if (--depth == 0) {
            return;
        }
        struct node *below = &g->nodes[g->path[depth - 1]];
        below->low = x->low < below->low ? x->low : below->low;
    }
}

/* The loops among the nodes of UP, but for its header; or of the function. */
static void find_inner_loops(struct graph *g, struct loop *up)
{
    unsigned n = 0, r = ++g->nregions;

    for (unsigned i = 0; i < g->n; i++) {
        struct node *x = &g->nodes[i];
        if (x->state == DONE && g->l->loop_of[i] == up && (!up || i != up->header)) {
            x->region = r;
            x->index = 0;
            g->members[n++] = i;
        }
    }
    g->nindex = 0;
    for (unsigned i = 0; i < n; i++) {
        if (!g->nodes[g->members[i]].index) {
            connect(g, g->members[i], r, up);
        }
    }
}

/* The innermost loop that block I is in the middle of, or NULL. */
static struct loop *middle_of(struct lifter *l, unsigned i)
{
    struct loop *loop = l->loop_of[i];

    return loop && loop->header == i ? loop->up : loop;
}

static void enter_by_number(struct lifter *l, struct block_info *bi)
{
    if (!bi->number && l->nnumbers < MAX_SITES && l->p->text_lo > MAX_SITES) {
        bi->number = ++l->nnumbers;
    }
}

/* A thread may come to block I from outside of the function. */
static void mark_place(struct lifter *l, unsigned i)
{
    struct block_info *bi = &l->info[i];
    struct loop *loop = middle_of(l, i);

    if (bi->b->pc == l->f->entry) {
        return;
    }
    if (!loop && (bi->b->entered || !l->nloops)) {
        bi->inner_entry = true;
    } else if (!loop) {
        enter_by_number(l, bi);
    } else if (!bi->site && l->nsites < MAX_SITES) {
        bi->site = ++l->nsites;
        for (; loop; loop = loop->up) {
            loop->has_sites = true;
        }
    }
}

static void mark_places(struct lifter *l)
{
    unsigned to;

    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        bool calls = b->fe->branch == FE_BR_CALL;
        for (struct loop *loop = l->loop_of[i]; calls && loop; loop = loop->up) {
            loop->has_calls = true;
        }
        if (b->entered) {
            mark_place(l, i);
        }
        for (unsigned k = 0; k < b->nexits; k++) {
            bool returns = calls || b->exits[k].kind == EXIT_SYSCALL;
            if (returns && edge_at(l, i, k, &to) && to != NO_NODE) {
                mark_place(l, to);
            }
        }
    }
}

/* How a thread that comes from outside gets to the header of LOOP, an outermost one. */
static void mark_header(struct lifter *l, const struct loop *loop)
{
    if (loop->header < l->ninfo) {
        struct block_info *bi = &l->info[loop->header];
        bi->inner_entry = bi->b->pc != l->f->entry;
        return;
    }
    const struct block *b = l->info[loop->header - l->ninfo].b;
    for (unsigned i = 0; i < b->njump_targets; i++) {
        struct block_info *t = block_info_at(l, b->jump_targets[i]);
        if (t && t->b->pc != l->f->entry) {
            t->table_entry = loop->header - l->ninfo + 1;
            enter_by_number(l, t);
        }
    }
}

void find_loops(struct lifter *l)
{
    unsigned n = 2 * l->ninfo, order = 0;
    struct graph g = {.l = l, .n = n};

    g.nodes = xcalloc(n, sizeof(*g.nodes));
    g.stack = xmalloc(n * sizeof(*g.stack));
    g.path = xmalloc(n * sizeof(*g.path));
    g.members = xmalloc(n * sizeof(*g.members));
    l->loops = xcalloc(n, sizeof(*l->loops));
    l->loop_of = xcalloc(n, sizeof(*l->loop_of));
    l->nloops = l->nsites = l->nnumbers = 0;
    for (unsigned i = 0; i < l->ninfo; i++) {
        if (l->info[i].b->pc == l->f->entry) {
            walk_from(&g, i, &order);
        }
    }
    /* Blocks that the entry does not lead to come last: nothing jumps back to them. One that
     * data points to may be a function of its own: in a stripped program, one behind a call
     * that does not come back. */
    for (unsigned i = 0; i < l->ninfo; i++) {
        if (g.nodes[i].state == UNSEEN) {
            l->info[i].inner_entry = program_data_points_to(l->p, l->info[i].b->pc);
        }
        walk_from(&g, i, &order);
    }
    find_inner_loops(&g, NULL);
    for (unsigned i = 0; i < l->nloops; i++) {
        if (!l->loops[i].up) {
            mark_header(l, &l->loops[i]);
        }
        find_inner_loops(&g, &l->loops[i]);
    }
    mark_places(l);
    free(g.nodes);
    free(g.stack);
    free(g.path);
    free(g.members);
}

void free_loops(struct lifter *l)
{
    free(l->loops);
    free(l->loop_of);
    l->loops = NULL;
    l->loop_of = NULL;
}

bool entered_from_outside(const struct lifter *l, const struct block_info *bi)
{
    return bi->inner_entry || bi->number || bi->site || bi->b->pc == l->f->entry;
}

struct loop *site_loop(struct lifter *l, unsigned i)
{
    return l->info[i].site ? middle_of(l, i) : NULL;
}

bool site_entry(struct lifter *l, unsigned i, uint64_t *enter)
{
    const struct loop *loop = middle_of(l, i);

    while (loop->up) {
        loop = loop->up;
    }
    if (loop->header < l->ninfo) {
        *enter = l->info[loop->header].b->pc;
        return true;
    }
    const struct block *b = l->info[loop->header - l->ninfo].b;
    for (unsigned k = 0; k < b->njump_targets; k++) {
        const struct block_info *t = block_info_at(l, b->jump_targets[k]);
        if (t && t->table_entry == loop->header - l->ninfo + 1) {
            *enter = t->number;
            return t->number != 0;
        }
    }
    return false;
}
