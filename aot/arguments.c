/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arguments.c: which caller-saved registers may hold something for the callee where a function
 * is called, and for the caller where it returns.
 *
 * A callee that reads an argument register may still not be given an argument in it: a variadic
 * function stores all of them, and one that is called by address may have any. But a compiler
 * puts an argument where the callee finds it on all ways that lead to the call, after the last
 * call before it, which leaves the register undefined, unless it is the caller's own argument.
 * What some way does not define, or some way to the callee's end, is nothing.
 *
 * Forward data flow over every function's blocks, for the least that is defined. A way that is
 * none must not take part in it: calls that never come back, though that is not known, seem to
 * go on in what stands behind them. So such a way counts only to what nothing else leads to;
 * padding does not count as leading on. What a function that is jumped into, or whose jumps may
 * have more targets, defines is not known; all may be.
 */
#include "libc_match.h"
#include "symeval.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

/* What is defined at some place: */
struct defined {
    struct var_set called; /* if it was at the function's entry, */
    struct var_set alone;  /* and by the function itself */
};

struct search {
    const struct program *p;
    struct var_set all;
    struct var_set others;     /* what calls preserve, or the standard has nothing to do with */
    struct var_set unknown;    /* what a function that is not known may have for its caller */
    struct defined *at_return; /* by function, at all ways to its end */
    uint64_t *jumped;          /* targets of direct jumps from one function into another */
    size_t njumped;
    bool ret_changed;
    struct sym sym;
    struct sym_regs kept;
    /* Of the function that is being looked at: */
    size_t func;
    struct defined *in; /* by block */
    bool *behind_call;  /* nothing leads to the block but a call before it */
    bool *returns; /* what may be a tail call, the block's last jump, may be a return too */
    bool *reached;
    unsigned *work, nwork; /* reached blocks that have not been looked at */
    uint64_t *later;       /* places behind calls, at most one for each block */
    unsigned nlater;
    bool in_changed;
};

/* Takes away from A what is not in B; true if that changed A. */
static bool meet(struct var_set *a, const struct var_set *b)
{
    struct var_set gone = *a;

    var_remove(&gone, b);
    var_remove(a, &gone);
    return !var_none(&gone);
}

static bool meet_both(struct defined *a, const struct defined *b)
{
    bool changed = meet(&a->called, &b->called);

    return meet(&a->alone, &b->alone) || changed;
}

/* What is defined after a call of the function at TARGET, if D was before it. */
static struct var_set after_call(const struct search *s, uint64_t target,
                                 const struct var_set *d)
{
    size_t g = program_func_index(s->p, target);
    struct var_set r;

    if (g == s->p->nfuncs) {
        return s->unknown;
    }
    r = var_common(d, &s->at_return[g].called);
    var_join(&r, &s->at_return[g].alone);
    return r;
}

static void flow_to(struct search *s, uint64_t pc, const struct defined *d)
{
    int k = func_block_index(s->p->funcs[s->func], pc);

    if (k >= 0) {
        s->in_changed |= meet_both(&s->in[k], d);
    }
}

/* To what stands behind a call. */
static void flow_behind(struct search *s, uint64_t pc, const struct defined *d)
{
    int k = func_block_index(s->p->funcs[s->func], pc);

    if (k >= 0 && s->behind_call[k]) {
        s->in_changed |= meet_both(&s->in[k], d);
    }
}

/* B does nothing. */
static bool is_padding(const struct search *s, const struct block *b)
{
    for (unsigned i = 0; i < b->fe->nops; i++) {
        switch (b->fe->ops[i].opc) {
        case FE_OP_insn_start:
        case FE_OP_goto_tb:
        case FE_OP_exit_tb: break;
        case FE_OP_mov_i64: {
            const struct fe_temp *t = &b->fe->temps[b->fe->args[b->fe->ops[i].args]];
            if (t->kind != FE_GLOBAL || t->val != s->p->fe->pc_var) {
                return false;
            }
            break;
        }
        default: return false;
        }
    }
    return true;
}

/* D is defined at the end of B, the K-th block, which leaves by E. */
static void flow_exit(struct search *s, unsigned k, const struct block_exit *e,
                      const struct defined *d)
{
    const struct func *f = s->p->funcs[s->func];
    const struct block *b = f->blocks[k];
    /* What is called by address is taken to be no such piece of a function. */
    uint64_t target = e->kind == EXIT_DIRECT ? e->target : UINT64_MAX;
    struct defined after = {after_call(s, target, &d->called),
                            after_call(s, target, &d->alone)};

    if (e->kind == EXIT_SYSCALL || e->kind == EXIT_LEAVE) {
        flow_to(s, block_end(b), d);
    } else if (b->fe->branch == FE_BR_CALL) {
        flow_behind(s, block_end(b), &after);
    } else if (e->kind == EXIT_DIRECT && func_block_at(f, target)) {
        if (s->behind_call[k] && is_padding(s, b)) {
            flow_behind(s, target, d);
        } else {
            flow_to(s, target, d);
        }
    } else if (b->fe->branch == FE_BR_RET) {
        s->ret_changed |= meet_both(&s->at_return[s->func], d);
    } else {
        for (unsigned i = 0; i < b->njump_targets; i++) {
            flow_to(s, b->jump_targets[i], d);
        }
        if (!b->njump_targets) { /* a tail call */
            if (s->returns[k]) {
                var_join(&after.called, &d->called);
                var_join(&after.alone, &d->alone);
            }
            s->ret_changed |= meet_both(&s->at_return[s->func], &after);
        }
    }
}

static struct defined at_end(const struct search *s, const struct block *b, unsigned k)
{
    struct defined d = s->in[k];
    bool traps = b->nexits == 0; /* then all counts as written */
    bool more = b->checks_mode;  /* a helper may have written any */

    for (unsigned i = 0; i < b->nexits; i++) {
        more |= b->exits[i].kind == EXIT_SYSCALL || b->exits[i].kind == EXIT_LEAVE;
    }
    if (more) {
        return (struct defined){s->all, s->all};
    }
    if (!traps) {
        var_join(&d.called, &b->sure);
        var_join(&d.alone, &b->sure);
    }
    return d;
}

/* Whether NODE hangs on what is in memory, but for the frame. */
static bool is_loaded(const struct search *s, uint32_t node)
{
    const struct sym_node *n = &s->sym.nodes[node];
    uint64_t reg, offset;

    if (n->opc == FE_OP_qemu_ld_i64) {
        return !sym_address(&s->sym, n->in[0], &reg, &offset) ||
               reg != (uint64_t)libc_var(s->p->fe, LIBC_SP);
    }
    for (unsigned i = 0; i < n->nin; i++) {
        if (is_loaded(s, n->in[i])) {
            return true;
        }
    }
    return false;
}

/* B ends in a jump by a register that the block has not loaded, as code that compilers move
 * out of several functions returns. */
static bool may_return(struct search *s, const struct block *b)
{
    if (!ends_in_jump(b) || b->njump_targets) {
        return false;
    }
    sym_reset(&s->sym);
    sym_run(&s->sym, b);
    return !is_loaded(s, s->sym.globals[s->p->fe->pc_var]);
}

/* Something may come to B from elsewhere than the other blocks of F. */
static bool is_entered(const struct search *s, const struct func *f, const struct block *b)
{
    size_t ref = program_code_ref(s->p, b->pc);
    bool is_ref = ref < s->p->ncode_refs && s->p->code_refs[ref] == b->pc;

    return b->entered || is_ref || (b->pc != f->entry && program_func_at(s->p, b->pc)) ||
           (s->njumped &&
            bsearch(&b->pc, s->jumped, s->njumped, sizeof(*s->jumped), compare_u64));
}

static void reach(struct search *s, uint64_t pc)
{
    int k = func_block_index(s->p->funcs[s->func], pc);

    if (k >= 0 && !s->reached[k]) {
        s->reached[k] = true;
        s->work[s->nwork++] = (unsigned)k;
    }
}

/* Marks what the K-th block leads to; what may stand behind a call is left for later. */
static void reach_from(struct search *s, unsigned k)
{
    const struct func *f = s->p->funcs[s->func];
    const struct block *b = f->blocks[k];
    bool is_call = b->fe->branch == FE_BR_CALL;
    bool padding = s->behind_call[k] && is_padding(s, b);

    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        uint64_t next = e->kind == EXIT_DIRECT && !is_call ? e->target : block_end(b);
        bool behind = padding || (is_call && e->kind <= EXIT_INDIRECT);
        if (behind && s->nlater < f->nblocks) {
            s->later[s->nlater++] = next;
        } else if (!behind && e->kind != EXIT_INDIRECT) {
            reach(s, next);
        }
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        reach(s, b->jump_targets[i]);
    }
}

/* Sets `behind_call`: of all ways that perhaps are none, those without which blocks of F are
 * not reached. */
static void find_ways(struct search *s, const struct func *f)
{
    s->nwork = s->nlater = 0;
    memset(s->reached, 0, f->nblocks * sizeof(*s->reached));
    memset(s->behind_call, 0, f->nblocks * sizeof(*s->behind_call));
    for (unsigned k = 0; k < f->nblocks; k++) {
        if (f->blocks[k]->pc == f->entry || is_entered(s, f, f->blocks[k])) {
            reach(s, f->blocks[k]->pc);
        }
    }
    for (unsigned next = 0; s->nwork || next < s->nlater;) {
        if (s->nwork) {
            reach_from(s, s->work[--s->nwork]);
            continue;
        }
        int k = func_block_index(f, s->later[next++]);
        if (k >= 0 && !s->reached[k]) {
            s->behind_call[k] = true;
            reach(s, f->blocks[k]->pc);
        }
    }
}

/* Before anything is known. */
static void start(struct search *s, const struct func *f)
{
    find_ways(s, f);
    for (unsigned k = 0; k < f->nblocks; k++) {
        s->in[k] = (struct defined){s->all, s->all};
        s->returns[k] = may_return(s, f->blocks[k]);
        if (f->blocks[k]->pc == f->entry) {
            s->in[k].alone = s->others;
        }
    }
}

/* One of which nothing is known is a tail call, unless F computes addresses inside itself. */
static bool has_open_jump(const struct func *f)
{
    for (unsigned k = 0; k < f->nblocks; k++) {
        const struct block *b = f->blocks[k];
        if (b->njump_targets ? b->jump_open : ends_in_jump(b) && f->nrefs) {
            return true;
        }
    }
    return false;
}

static void search_func(struct search *s, size_t i)
{
    const struct func *f = s->p->funcs[i];

    s->func = i;
    if (f->rejected || has_open_jump(f)) {
        for (unsigned k = 0; k < f->nblocks; k++) {
            f->blocks[k]->defined = s->all;
        }
        return;
    }
    start(s, f);
    do {
        s->in_changed = false;
        for (unsigned k = 0; k < f->nblocks; k++) {
            const struct block *b = f->blocks[k];
            struct defined d = at_end(s, b, k);
            for (unsigned x = 0; x < b->nexits; x++) {
                flow_exit(s, k, &b->exits[x], &d);
            }
        }
    } while (s->in_changed);
    for (unsigned k = 0; k < f->nblocks; k++) {
        f->blocks[k]->defined = at_end(s, f->blocks[k], k).called;
    }
}

static void find_jumped(struct search *s)
{
    size_t cap = 0;

    for (size_t i = 0; i < s->p->nfuncs; i++) {
        const struct func *f = s->p->funcs[i];
        for (unsigned k = 0; k < f->nblocks; k++) {
            const struct block *b = f->blocks[k];
            for (unsigned x = 0; x < b->nexits; x++) {
                uint64_t target = b->exits[x].target;
                if (b->exits[x].kind == EXIT_DIRECT && !func_block_at(f, target)) {
                    if (s->njumped == cap) {
                        cap = cap ? 2 * cap : 256;
                        s->jumped = xrealloc(s->jumped, cap, sizeof(*s->jumped));
                    }
                    s->jumped[s->njumped++] = target;
                }
            }
        }
    }
    if (s->njumped) {
        qsort(s->jumped, s->njumped, sizeof(*s->jumped), compare_u64);
    }
}

void find_arguments(struct program *p)
{
    struct search s = {.p = p};
    struct var_set results = {{0}}; /* of nearly all functions that have some */
    unsigned most = 0;

    for (unsigned v = 0; v < p->fe->nvars; v++) {
        var_add(&s.all, v);
        if (!p->fe->vars[v].temporary) {
            var_add(&s.others, v);
        }
        if (!(p->fe->vars[v].abi & FE_ABI_DEAD_AT_RETURN)) {
            var_add(&s.unknown, v);
            if (p->fe->vars[v].reg >= 0) {
                var_add(&results, v);
            }
        }
    }
    s.at_return = xcalloc(p->nfuncs + 1, sizeof(*s.at_return));
    for (size_t i = 0; i < p->nfuncs; i++) {
        s.at_return[i] = (struct defined){s.all, s.all};
        most = p->funcs[i]->nblocks > most ? p->funcs[i]->nblocks : most;
    }
    s.in = xcalloc(most + 1, sizeof(*s.in));
    s.behind_call = xcalloc(most + 1, sizeof(*s.behind_call));
    s.returns = xcalloc(most + 1, sizeof(*s.returns));
    s.reached = xcalloc(most + 1, sizeof(*s.reached));
    s.work = xcalloc(most + 1, sizeof(*s.work));
    s.later = xcalloc(most + 1, sizeof(*s.later));
    s.sym.fe = p->fe;
    sym_callee_saved(p->fe, &s.kept);
    s.sym.callee_saved = &s.kept;
    find_jumped(&s);
    do {
        s.ret_changed = false;
        for (size_t i = 0; i < p->nfuncs; i++) {
            search_func(&s, i);
        }
    } while (s.ret_changed);
    for (size_t i = 0; i < p->nfuncs; i++) {
        p->funcs[i]->lost = s.all;
        var_remove(&p->funcs[i]->lost, &results);
        var_remove(&p->funcs[i]->lost, &s.at_return[i].called);
    }
    free(s.at_return);
    free(s.in);
    free(s.behind_call);
    free(s.returns);
    free(s.reached);
    sym_free(&s.sym);
    free(s.work);
    free(s.later);
    free(s.jumped);
}
