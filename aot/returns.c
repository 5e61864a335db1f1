/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * returns.c: which functions never come back to their caller.
 *
 * A call of abort(), __assert_fail(), longjmp() or __cxa_throw() ends its block for good; what
 * stands after it is other code, or the next function. Taken for a way on, it makes all
 * that it reads live, which spreads over the whole program: from there to each caller of
 * the function that may fail so, and on to whatever else those call.
 *
 * A function comes back if a block that its entry, or an exception, leads to is a return, a
 * jump to a function that does, or a jump nobody knows the targets of. Where one comes back
 * nevertheless (a signal handler that changes the pc, as after a trap), the caller returns in
 * turn, and the state is right by the procedure call standard: see liveness.c.
 */
#include "program.h"
#include "xalloc.h"

#include <stdlib.h>

struct walk {
    const struct program *p;
    const struct func *f;
    bool *seen; /* by index of the block */
    unsigned *stack, depth;
    bool returns;
};

static void visit(struct walk *w, uint64_t pc)
{
    int i = func_block_index(w->f, pc);

    if (i < 0) {
        const struct func *g = program_func_at(w->p, pc);
        w->returns |= !g || g->returns;
    } else if (!w->seen[i]) {
        w->seen[i] = true;
        w->stack[w->depth++] = (unsigned)i;
    }
}

static void visit_next(struct walk *w, const struct block *b)
{
    if (func_block_at(w->f, block_end(b))) {
        visit(w, block_end(b));
    } else {
        w->returns = true; /* what the kernel, or a signal handler, goes on with */
    }
}

static void visit_exit(struct walk *w, const struct block *b, const struct block_exit *e)
{
    bool call = b->fe->branch == FE_BR_CALL;

    switch (e->kind) {
    case EXIT_DIRECT:
        if (!call) {
            visit(w, e->target);
        } else if (!ends_for_good(w->p, b)) {
            visit_next(w, b);
        }
        break;
    case EXIT_INDIRECT:
        if (call) {
            visit_next(w, b);
        } else {
            /* One target is what a stub's table entry holds at first. */
            w->returns |= b->njump_targets < 2 || b->jump_open;
        }
        break;
    case EXIT_SYSCALL:
    case EXIT_LEAVE: visit_next(w, b); break;
    }
}

static bool may_return(const struct program *p, const struct func *f)
{
    struct walk w = {.p = p, .f = f};

    if (f->rejected || !func_block_at(f, f->entry)) {
        return true;
    }
    w.seen = xcalloc(f->nblocks, sizeof(*w.seen));
    w.stack = xcalloc(f->nblocks, sizeof(*w.stack));
    visit(&w, f->entry);
    for (unsigned i = 0; i < f->nblocks; i++) {
        if (f->blocks[i]->entered) {
            visit(&w, f->blocks[i]->pc);
        }
    }
    while (w.depth && !w.returns) {
        const struct block *b = f->blocks[w.stack[--w.depth]];
        for (unsigned i = 0; i < b->nexits; i++) {
            visit_exit(&w, b, &b->exits[i]);
        }
        for (unsigned i = 0; i < b->njump_targets; i++) {
            visit(&w, b->jump_targets[i]);
        }
        /* A trap. What stands after it is known if something else leads there. */
        if (!b->nexits && func_block_at(f, block_end(b))) {
            visit(&w, block_end(b));
        }
    }
    free(w.seen);
    free(w.stack);
    return w.returns;
}

bool ends_for_good(const struct program *p, const struct block *b)
{
    if (b->fe->branch != FE_BR_CALL || b->nexits != 1 || b->exits[0].kind != EXIT_DIRECT) {
        return false;
    }
    const struct func *g = program_func_at(p, b->exits[0].target);
    return g && !g->returns;
}

void find_returns(struct program *p)
{
    bool changed;

    do {
        changed = false;
        for (size_t i = 0; i < p->nfuncs; i++) {
            struct func *f = p->funcs[i];
            if (!f->returns && may_return(p, f)) {
                f->returns = changed = true;
            }
        }
    } while (changed);
}
