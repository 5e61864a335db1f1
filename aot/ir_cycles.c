/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ir_cycles.c: see ir_cycles.h. Without recursion: functions have thousands of blocks. */
#include "ir_cycles.h"
#include "xalloc.h"

#include <stdint.h>
#include <stdlib.h>

struct visit {
    unsigned node, next; /* the successor to look at */
};

struct search {
    struct ir_cycles *c;
    unsigned *order, *low; /* of each node; order 0: not seen */
    unsigned *path, npath; /* whose component is not known yet */
    struct visit *stack;
    unsigned depth, seen, components;
};

static int compare(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const struct ir_node *)a)->bb;
    uintptr_t y = (uintptr_t)((const struct ir_node *)b)->bb;

    return (x > y) - (x < y);
}

static unsigned find(const struct ir_cycles *c, LLVMBasicBlockRef bb)
{
    struct ir_node key = {.bb = bb};
    const struct ir_node *at = bsearch(&key, c->nodes, c->n, sizeof(*c->nodes), compare);

    return (unsigned)(at - c->nodes);
}

static void enter(struct search *s, unsigned node)
{
    s->order[node] = s->low[node] = ++s->seen;
    s->path[s->npath++] = node;
    s->stack[s->depth++] = (struct visit){.node = node};
}

/* NODE is the first of its component that was seen: all on the path from it on are in it. */
static void close_component(struct search *s, unsigned node)
{
    bool alone = s->path[s->npath - 1] == node;
    unsigned k;

    s->components++;
    do {
        k = s->path[--s->npath];
        s->c->nodes[k].component = s->components;
        s->c->nodes[k].in_cycle |= !alone;
    } while (k != node);
}

static void step(struct search *s)
{
    struct visit *v = &s->stack[s->depth - 1];
    unsigned node = v->node;
    LLVMValueRef t = LLVMGetBasicBlockTerminator(s->c->nodes[node].bb);

    if (v->next < LLVMGetNumSuccessors(t)) {
        unsigned to = find(s->c, LLVMGetSuccessor(t, v->next++));
        struct ir_node *n = &s->c->nodes[to];
        if (!s->order[to]) {
            enter(s, to);
        } else if (!n->component && s->low[node] > s->order[to]) {
            s->low[node] = s->order[to];
        }
        n->in_cycle |= to == node;
        return;
    }
    if (s->low[node] == s->order[node]) {
        close_component(s, node);
    }
    s->depth--;
    if (s->depth) {
        unsigned up = s->stack[s->depth - 1].node;
        s->low[up] = s->low[node] < s->low[up] ? s->low[node] : s->low[up];
    }
}

void ir_cycles_find(struct ir_cycles *c, LLVMValueRef fn,
                    bool (*left_out)(void *arg, LLVMBasicBlockRef bb), void *arg)
{
    struct search s = {.c = c};
    unsigned n = LLVMCountBasicBlocks(fn);

    *c = (struct ir_cycles){.nodes = xcalloc(n + 1, sizeof(*c->nodes))};
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn);
    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        c->nodes[c->n++].bb = bb;
    }
    qsort(c->nodes, n, sizeof(*c->nodes), compare);
    s.order = xcalloc(n + 1, sizeof(*s.order));
    s.low = xcalloc(n + 1, sizeof(*s.low));
    s.path = xcalloc(n + 1, sizeof(*s.path));
    s.stack = xcalloc(n + 1, sizeof(*s.stack));
    for (unsigned i = 0; left_out && i < n; i++) {
        s.order[i] = left_out(arg, c->nodes[i].bb) ? UINT32_MAX : 0;
    }
    for (unsigned i = 0; i < n; i++) {
        if (!s.order[i]) {
            enter(&s, i);
        }
        while (s.depth) {
            step(&s);
        }
    }
    free(s.order);
    free(s.low);
    free(s.path);
    free(s.stack);
}

/* The blocks that stay out of the inner cycles, by their place in OUTER. */
struct entered {
    const struct ir_cycles *outer;
    bool *out;
};

static bool is_out(void *arg, LLVMBasicBlockRef bb)
{
    const struct entered *e = arg;

    return e->out[find(e->outer, bb)];
}

bool ir_cycles_inner(struct ir_cycles *inner, const struct ir_cycles *outer, LLVMValueRef fn)
{
    struct entered e = {outer, xcalloc(outer->n + 1, sizeof(*e.out))};
    bool any = false;

    for (unsigned i = 0; i < outer->n; i++) {
        const struct ir_node *from = &outer->nodes[i];
        LLVMValueRef t = LLVMGetBasicBlockTerminator(from->bb);
        e.out[i] |= !from->in_cycle;
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            unsigned to = find(outer, LLVMGetSuccessor(t, k));
            e.out[to] |= outer->nodes[to].component != from->component;
        }
    }
    ir_cycles_find(inner, fn, is_out, &e);
    for (unsigned i = 0; i < inner->n; i++) {
        any |= inner->nodes[i].in_cycle;
    }
    free(e.out);
    return any;
}

void ir_cycles_free(struct ir_cycles *c)
{
    free(c->nodes);
}

bool ir_in_cycle(const struct ir_cycles *c, LLVMBasicBlockRef bb)
{
    return c->nodes[find(c, bb)].in_cycle;
}

unsigned ir_component(const struct ir_cycles *c, LLVMBasicBlockRef bb)
{
    return c->nodes[find(c, bb)].component;
}

bool ir_same_component(const struct ir_cycles *c, LLVMBasicBlockRef a, LLVMBasicBlockRef b)
{
    unsigned x = find(c, a), y = find(c, b);

    return x == y || (c->nodes[x].component && c->nodes[x].component == c->nodes[y].component);
}
