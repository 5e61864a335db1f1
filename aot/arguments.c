/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * arguments.c: which caller-saved registers may hold something for the callee where a function
 * is called, and for the caller where it returns.
 *
 * A callee that reads an argument register may still not be given an argument in it: a variadic
 * function stores all of them, and one that is called by address may have any. But an argument
 * is put there on some way that leads to the call, after the last call before, which leaves the
 * register undefined, unless it is the caller's own argument. (Not on all ways: a value that
 * another argument says to be absent need not be set.)
 *
 * What the standard has no name for is a result only of code that compilers move out of several
 * functions, and of assembly; it is one if it is written on all ways to the return. What is
 * left alone on all ways still has its value after the call, and compilers know that.
 *
 * The same flow tells where in a function a register is undefined since a call. What a call of
 * unknown code leaves is taken to be undefined only in functions that are plainly a compiler's.
 *
 * All this is forward data flow over every function's blocks.
 */
#include "libc_match.h"
#include "symeval.h"
#include "xalloc.h"

#include <stdlib.h>

/* What certainly has a value that is meant at some place: */
struct meant {
    struct var_set called; /* if it had at the function's entry, */
    struct var_set alone;  /* and by what the function itself does */
};

struct search {
    const struct program *p;
    struct var_set all;
    struct var_set temporary;
    struct var_set others;   /* what calls preserve, or the standard has nothing to do with */
    struct var_set results;  /* the standard's, and all that is not undefined at a return */
    struct meant *at_return; /* by function, at all ways to its end */
    uint64_t *jumped;        /* targets of direct jumps from one function into another */
    size_t njumped;
    struct sym sym;
    struct sym_regs kept;
    size_t func; /* what is being looked at; by block of it: */
    struct meant *in;
    struct var_set *may; /* has perhaps a value that is meant */
    bool *returns;       /* the block's last jump, perhaps a tail call, may be a return */
    bool in_changed, ret_changed;
};

/* Takes away from A what is not in B; true if that changed A. */
static bool meet(struct var_set *a, const struct var_set *b)
{
    struct var_set gone = *a;

    var_remove(&gone, b);
    var_remove(a, &gone);
    return !var_none(&gone);
}

static bool meet_both(struct meant *a, const struct meant *b)
{
    bool changed = meet(&a->called, &b->called);

    return meet(&a->alone, &b->alone) || changed;
}

/* Something may come to B from elsewhere than the other blocks of F. */
static bool is_entered(const struct search *s, const struct func *f, const struct block *b)
{
    return b->pc == f->entry || b->entered || program_data_points_to(s->p, b->pc) ||
           program_func_at(s->p, b->pc) ||
           (s->njumped &&
            bsearch(&b->pc, s->jumped, s->njumped, sizeof(*s->jumped), compare_u64));
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

/* A helper or the kernel may write any variable at the end of B. */
static bool writes_more(const struct block *b)
{
    for (unsigned i = 0; i < b->nexits; i++) {
        if (b->exits[i].kind == EXIT_SYSCALL || b->exits[i].kind == EXIT_LEAVE) {
            return true;
        }
    }
    return b->checks_mode;
}

/* --- What is meant at returns ---------------------------------------------------------- */

static struct var_set after_call(const struct search *s, size_t g, const struct var_set *d)
{
    if (g == s->p->nfuncs) {
        return s->results; /* what is not known is taken to be no piece of a function */
    }
    struct var_set r = var_common(d, &s->at_return[g].called);
    var_join(&r, &s->at_return[g].alone);
    return r;
}

/* What is meant after the call E, if D is before it. */
static struct meant after_both(const struct search *s, const struct block_exit *e,
                               const struct meant *d)
{
    size_t g = program_exit_func(s->p, e);
    return (struct meant){after_call(s, g, &d->called), after_call(s, g, &d->alone)};
}

static void flow_to(struct search *s, uint64_t pc, const struct meant *d)
{
    int k = func_block_index(s->p->funcs[s->func], pc);

    if (k >= 0) {
        s->in_changed |= meet_both(&s->in[k], d);
    }
}

/* D is at the end of the K-th block, which leaves by E. */
static void flow_exit(struct search *s, unsigned k, const struct block_exit *e,
                      const struct meant *d)
{
    const struct func *f = s->p->funcs[s->func];
    const struct block *b = f->blocks[k];
    struct meant after;

    if (e->kind == EXIT_SYSCALL || e->kind == EXIT_LEAVE) {
        flow_to(s, block_end(b), d);
    } else if (b->fe->branch == FE_BR_CALL) {
        after = after_both(s, e, d);
        flow_to(s, block_end(b), &after);
    } else if (e->kind == EXIT_DIRECT && func_block_at(f, e->target)) {
        flow_to(s, e->target, d);
    } else if (b->fe->branch == FE_BR_RET) {
        s->ret_changed |= meet_both(&s->at_return[s->func], d);
    } else if (b->njump_targets) {
        for (unsigned i = 0; i < b->njump_targets; i++) {
            flow_to(s, b->jump_targets[i], d);
        }
    } else { /* a tail call */
        after = after_both(s, e, d);
        if (s->returns[k]) {
            var_join(&after.called, &d->called);
            var_join(&after.alone, &d->alone);
        }
        s->ret_changed |= meet_both(&s->at_return[s->func], &after);
    }
}

static struct meant at_end(const struct search *s, const struct block *b, unsigned k)
{
    struct meant d = s->in[k];

    if (writes_more(b)) {
        return (struct meant){s->all, s->all};
    }
    var_join(&d.called, &b->sure);
    var_join(&d.alone, &b->sure);
    return d;
}

/* Whether NODE is what is in memory, but for the frame; a sum is of a table of offsets. */
static bool is_loaded(const struct search *s, uint32_t node)
{
    const struct sym_node *n = &s->sym.nodes[node];
    uint64_t reg, offset;

    if (n->opc == FE_OP_qemu_ld_i64) {
        return !sym_address(&s->sym, n->in[0], &reg, &offset) ||
               reg != (uint64_t)libc_var(s->p->fe, LIBC_SP);
    }
    for (unsigned i = 0; n->opc != FE_OP_add_i64 && i < n->nin; i++) {
        if (is_loaded(s, n->in[i])) {
            return true;
        }
    }
    return false;
}

/* B ends in a jump by a register that the block has not loaded, as code that compilers move
 * out of several functions returns, or to a label that is not known. */
static bool may_return(struct search *s, const struct block *b)
{
    if (!ends_in_jump(b) || b->njump_targets) {
        return false;
    }
    sym_reset(&s->sym);
    sym_run(&s->sym, b);
    return !is_loaded(s, s->sym.globals[s->p->fe->pc_var]);
}

static void find_results(struct search *s, size_t i)
{
    const struct func *f = s->p->funcs[i];

    if (f->rejected || has_open_jump(f)) {
        return; /* all may be meant */
    }
    s->func = i;
    for (unsigned k = 0; k < f->nblocks; k++) {
        s->in[k] = (struct meant){s->all, s->all};
        s->returns[k] = may_return(s, f->blocks[k]);
        if (f->blocks[k]->pc == f->entry) {
            s->in[k].alone = s->others;
        }
    }
    do {
        s->in_changed = false;
        for (unsigned k = 0; k < f->nblocks; k++) {
            struct meant d = at_end(s, f->blocks[k], k);
            for (unsigned x = 0; x < f->blocks[k]->nexits; x++) {
                flow_exit(s, k, &f->blocks[k]->exits[x], &d);
            }
        }
    } while (s->in_changed);
}

/* --- What may be meant at calls -------------------------------------------------------- */

static void spread_to(struct search *s, uint64_t pc, const struct var_set *d)
{
    int k = func_block_index(s->p->funcs[s->func], pc);

    if (k >= 0) {
        s->in_changed |= var_join(&s->may[k], d);
    }
}

static bool is_call(const struct block *b, const struct block_exit *e)
{
    return b->fe->branch == FE_BR_CALL && e->kind <= EXIT_INDIRECT;
}

/* Where B goes on in its function after the exit E, if D is before that. */
static struct var_set may_after(const struct search *s, const struct block *b,
                                const struct block_exit *e, struct var_set d)
{
    if (is_call(b, e)) {
        size_t g = program_exit_func(s->p, e);
        if (g < s->p->nfuncs) {
            var_join(&d, &s->at_return[g].alone);
            var_remove(&d, &s->p->funcs[g]->lost);
        } else if (s->p->funcs[s->func]->compiled) {
            d = (struct var_set){{0}};
        }
        var_join(&d, &s->results);
    }
    return d;
}

static void spread_exit(struct search *s, const struct block *b, const struct block_exit *e,
                        const struct var_set *before)
{
    struct var_set d = may_after(s, b, e, *before);

    if (is_call(b, e)) {
        spread_to(s, block_end(b), &d);
    } else if (e->kind != EXIT_INDIRECT) {
        spread_to(s, e->kind == EXIT_DIRECT ? e->target : block_end(b), &d);
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        spread_to(s, b->jump_targets[i], &d);
    }
}

static struct var_set may_at_end(const struct search *s, const struct block *b, unsigned k)
{
    struct var_set d = s->may[k];

    var_join(&d, writes_more(b) ? &s->all : &b->def);
    return d;
}

static void find_defined(struct search *s, size_t i)
{
    const struct func *f = s->p->funcs[i];
    bool open = f->rejected || has_open_jump(f);

    s->func = i;
    for (unsigned k = 0; k < f->nblocks; k++) {
        struct block *b = f->blocks[k];
        b->elsewhere = open || is_entered(s, f, b);
        s->may[k] = b->elsewhere ? s->all : s->others;
    }
    do {
        s->in_changed = false;
        for (unsigned k = 0; k < f->nblocks; k++) {
            const struct block *b = f->blocks[k];
            struct var_set d = may_at_end(s, b, k);
            for (unsigned x = 0; x < b->nexits; x++) {
                spread_exit(s, b, &b->exits[x], &d);
            }
        }
    } while (s->in_changed);
    for (unsigned k = 0; k < f->nblocks; k++) {
        struct block *b = f->blocks[k];
        struct var_set end = may_at_end(s, b, k);
        b->undef_in = b->undef_end = b->undef_out = s->temporary;
        var_remove(&b->undef_in, &s->may[k]);
        var_remove(&b->undef_end, &end);
        for (unsigned x = 0; x < b->nexits; x++) {
            struct var_set d = may_after(s, b, &b->exits[x], end);
            var_remove(&b->undef_out, &d);
        }
    }
}

/* --- All functions ---------------------------------------------------------------------- */

static void find_jumped(struct search *s)
{
    for (size_t i = 0; i < s->p->nfuncs; i++) {
        const struct func *f = s->p->funcs[i];
        for (unsigned k = 0; k < f->nblocks; k++) {
            const struct block *b = f->blocks[k];
            for (unsigned x = 0; x < b->nexits; x++) {
                uint64_t target = b->exits[x].target;
                if (b->exits[x].kind == EXIT_DIRECT && !func_block_at(f, target)) {
                    s->jumped = xgrow(s->jumped, s->njumped, sizeof(*s->jumped));
                    s->jumped[s->njumped++] = target;
                }
            }
        }
    }
    if (s->njumped) {
        qsort(s->jumped, s->njumped, sizeof(*s->jumped), compare_u64);
    }
}

static void search_init(struct search *s, const struct program *p)
{
    unsigned most = 0;

    *s = (struct search){.p = p, .sym.fe = p->fe};
    sym_callee_saved(p->fe, &s->kept);
    s->sym.callee_saved = &s->kept;
    for (unsigned v = 0; v < p->fe->nvars; v++) {
        var_add(&s->all, v);
        bool shadow = var_in(&p->shadow, v);
        if (!p->fe->vars[v].temporary || shadow) {
            var_add(&s->others, v);
        } else {
            var_add(&s->temporary, v);
        }
        if (!(p->fe->vars[v].abi & FE_ABI_DEAD_AT_RETURN) || shadow) {
            var_add(&s->results, v);
        }
    }
    s->at_return = xcalloc(p->nfuncs + 1, sizeof(*s->at_return));
    for (size_t i = 0; i < p->nfuncs; i++) {
        s->at_return[i] = (struct meant){s->all, s->all};
        most = p->funcs[i]->nblocks > most ? p->funcs[i]->nblocks : most;
    }
    s->in = xcalloc(most + 1, sizeof(*s->in));
    s->may = xcalloc(most + 1, sizeof(*s->may));
    s->returns = xcalloc(most + 1, sizeof(*s->returns));
    find_jumped(s);
}

void find_arguments(struct program *p)
{
    struct search s;

    search_init(&s, p);
    do {
        s.ret_changed = false;
        for (size_t i = 0; i < p->nfuncs; i++) {
            find_results(&s, i);
        }
    } while (s.ret_changed);
    for (size_t i = 0; i < p->nfuncs; i++) {
        p->funcs[i]->lost = s.all;
        var_remove(&p->funcs[i]->lost, &s.results);
        var_remove(&p->funcs[i]->lost, &s.at_return[i].called);
    }
    for (size_t i = 0; i < p->nfuncs; i++) {
        find_defined(&s, i);
    }
    sym_free(&s.sym);
    free(s.at_return);
    free(s.jumped);
    free(s.in);
    free(s.may);
    free(s.returns);
}
