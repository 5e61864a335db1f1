/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * liveness.c: which variables' values matter where, over the whole program.
 *
 * Backward data flow over every function's blocks, linked through calls. What is not live
 * need not be stored at a call or return: condition codes and scratch registers almost
 * never are.
 *
 * One way through the program reads what another does not, and a function that many call
 * must not carry what is read after one of its calls to before all the others. So the first
 * of two phases finds for each block what may be read from there on until the function
 * returns (`own`), and which variables may still have their value then (`through`). A call
 * reads what its callee's entry reads for itself, and what is read after this call
 * if the callee may leave it alone. The second phase finds what is read after any of a
 * function's returns; `through` says where in the function that matters.
 *
 * Code that is not known here (indirect calls from and to code found only at run
 * time) is taken to keep to the guest's procedure call standard, which leaves scratch
 * registers undefined at its calls and returns. All code that is known is looked at.
 *
 * `weak` is what is less than certain to be read: an argument register at a call, any register
 * where a helper or the kernel might look at all. What a function has left in an argument
 * register is no argument of a later call of its caller's (but what it did not write may be:
 * compilers know which registers a callee leaves alone), unless it does not look like a
 * compiler's function: join_return(). What functions that are known read in scratch registers
 * is certain, since assembly code hands values from one callee to the next in them. Go has a
 * standard of its own, in which calls return more in registers: nothing is weak there.
 *
 * What cannot have been meant is not live at all: what arguments.c finds to be undefined where
 * a function is called or returns.
 */
#include "find_handlers.h"
#include "lift.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

struct world {
    struct program *p;
    struct var_set all;
    struct var_set abi_call;  /* live at a call of unknown code */
    struct var_set abi_ret;   /* live at a return to unknown code */
    struct var_set far_ret;   /* read after some indirect call */
    struct var_set preserved; /* live at any return by the procedure call standard alone */
    struct var_set kept;      /* all but what is scratch at calls and returns alike */
    struct var_set always;    /* live everywhere */
    struct var_set any_entry; /* read at some function's entry */
    struct var_set syscall;   /* read by the kernel */
    struct var_set scratch, not_scratch, not_dead_at_return;
    struct var_set arguments; /* but for those that also return something */
    struct var_set caller_saved;
    struct callers *callers; /* of each function */
    bool *stale;             /* for each function: what it hangs on has changed */
    bool *calls_unknown;     /* for each function: it hangs on `any_entry` */
    bool changed;
    bool final; /* entries and returns are settled */
};

/* Functions that hang on one; not unique. */
struct callers {
    size_t *funcs;
    size_t n;
};

/* What may be read of the values that variables have at some place. */
struct live {
    struct var_set own;     /* before the function returns */
    struct var_set through; /* after it, if the caller does */
    struct var_set weak;    /* as `own`, but only the standard says so */
};

static void join(struct live *a, const struct live *b)
{
    var_join(&a->own, &b->own);
    var_join(&a->through, &b->through);
    var_join(&a->weak, &b->weak);
}

static struct live block_live(const struct block *b)
{
    return (struct live){b->own, b->through, b->weak};
}

/* At the entry of G; NULL: of something that is not known at all. */
static struct live entry_live(const struct world *w, const struct func *g)
{
    return g ? (struct live){g->own, g->through, g->weak}
             : (struct live){.own = w->all, .through = w->all};
}

static void remove_all(struct live *l, const struct var_set *s)
{
    var_remove(&l->own, s);
    var_remove(&l->through, s);
    var_remove(&l->weak, s);
}

/* Takes from S what means nothing after a call of G. */
static void remove_lost(const struct world *w, const struct func *g, struct var_set *s)
{
    if (g) {
        struct var_set lost = var_common(&w->caller_saved, &g->lost);
        var_remove(s, &lost);
    }
}

/*
 * At the entry of G, if it is called, not jumped to. What it seems to read in scratch registers
 * if it is one of a compiler's, and does not preserve, is what some way sets and another, which
 * does not come together with the first, reads.
 */
static struct live called_live(const struct world *w, const struct func *g)
{
    struct live s = entry_live(w, g);

    if (g && g->compiled) {
        struct var_set none = var_common(&w->scratch, &g->lost);
        var_remove(&s.own, &none);
        var_remove(&s.weak, &none);
    }
    return s;
}

/* Where G is called; AFTER is the place that it returns to. */
static struct live call_live(const struct world *w, const struct func *g,
                             const struct live *after)
{
    struct live s = called_live(w, g);

    remove_lost(w, g, &s.through);
    struct var_set own = var_common(&s.through, &after->own);
    struct var_set weak = var_common(&s.through, &after->weak);

    if (g) {
        struct var_set args = var_common(&s.own, &w->arguments);
        var_remove(&s.own, &args);
        var_join(&s.weak, &args);
    }

    s.through = var_common(&s.through, &after->through);
    weak = var_common(&weak, &w->not_scratch);
    var_join(&s.own, &own);
    var_join(&s.weak, &weak);
    return s;
}

/* When control goes to TARGET by a jump out of or inside F. */
static struct live live_at(const struct world *w, const struct func *f, uint64_t target)
{
    const struct block *b = func_block_at(f, target);

    if (b) {
        return block_live(b);
    }
    return entry_live(w, program_func_at(w->p, target));
}

/* After the call that ends B. Where that is no code we know, the callee may not come
 * back; if it does, it is a return to unknown code. */
static struct live live_after_call(const struct world *w, const struct func *f,
                                   const struct block *b)
{
    const struct block *next = func_block_at(f, block_end(b));

    if (!next || ends_for_good(w->p, b)) {
        return (struct live){.own = w->preserved};
    }
    struct live s = block_live(next);
    remove_all(&s, &b->undef_out);
    return s;
}

struct outs {
    struct live next;  /* on the ways that stay inside */
    struct live leave; /* on those that leave, or that poll */
};

/* An exit asks whether the CPU mode has changed, and may leave the function then. A direct
 * link of QEMU's keeps the mode, unless the block's last instruction changes it. */
static bool asks_for_mode(const struct block *b, const struct block_exit *e)
{
    const struct fe_op *o = &b->fe->ops[e->op];
    return o->opc != FE_OP_exit_tb || b->fe->args[o->args] > 1 || b->ends_in_helper;
}

static void out_direct(const struct world *w, const struct func *f, const struct block *b,
                       const struct block_exit *e, struct outs *o)
{
    struct live s;

    if (b->fe->branch == FE_BR_CALL) {
        s = live_after_call(w, f, b);
        s = call_live(w, program_func_at(w->p, e->target), &s);
        join(&o->leave, &s);
        return;
    }
    s = live_at(w, f, e->target);
    bool stays = func_block_at(f, e->target) != NULL;
    if (stays) {
        join(&o->next, &s);
    }
    if (!stays || asks_for_mode(b, e)) {
        join(&o->leave, &s);
    }
}

static void unknown_callee(const struct world *w, struct live *s)
{
    struct var_set own = var_common(&w->abi_call, &w->not_dead_at_return);
    struct var_set weak = w->abi_call;

    var_join(&weak, &w->any_entry);
    var_join(&s->own, &own);
    var_join(&s->weak, &weak);
}

static void out_indirect(const struct world *w, const struct func *f, const struct block *b,
                         struct outs *o)
{
    struct live s;

    switch (b->fe->branch) {
    case FE_BR_RET: var_join(&o->leave.through, &w->all); break;
    case FE_BR_CALL: /* anything may be the callee */
        s = live_after_call(w, f, b);
        s.weak = var_common(&s.weak, &w->not_scratch);
        join(&o->leave, &s);
        unknown_callee(w, &o->leave);
        break;
    default:
        for (unsigned i = 0; i < b->njump_targets; i++) {
            s = live_at(w, f, b->jump_targets[i]);
            join(&o->next, &s);
            join(&o->leave, &s); /* its poll */
        }
        unknown_callee(w, &o->leave);
        var_join(&o->leave.through, &w->all);
        if (w->final && (b->njump_targets == 0 || b->jump_open)) {
            /* Perhaps no tail call, but a jump to a place in F that is not known. */
            var_join(&o->leave.own, &w->all);
        }
        break;
    }
}

/* A system call or a trap: the kernel, or a signal handler, sees everything, but only
 * the code after it can make anything of a scratch register's value. */
static void out_trap(const struct world *w, const struct func *f, const struct block *b,
                     bool syscall, struct outs *o)
{
    const struct block *next = func_block_at(f, block_end(b));
    struct var_set own = var_common(&w->kept, &w->not_dead_at_return);

    var_join(&o->leave.own, &own);
    var_join(&o->leave.weak, &w->kept);
    if (syscall) {
        var_join(&o->leave.own, &w->syscall);
    }
    if (next) {
        struct live s = block_live(next);
        join(&o->leave, &s);
    }
}

/* QEMU may go on at the target of a direct exit, in another mode. */
static void out_mode(const struct world *w, const struct func *f, const struct block_exit *e,
                     struct outs *o)
{
    struct live after = live_at(w, f, e->target);

    var_join(&o->leave.own, &w->kept);
    join(&o->leave, &after);
}

static struct outs block_outs(const struct world *w, const struct func *f,
                              const struct block *b)
{
    struct outs o = {.leave.own = w->always};

    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        switch (e->kind) {
        case EXIT_DIRECT:
            out_direct(w, f, b, e, &o);
            if (b->checks_mode || b->ends_in_helper) {
                out_mode(w, f, e, &o);
            }
            break;
        case EXIT_INDIRECT: out_indirect(w, f, b, &o); break;
        case EXIT_SYSCALL:
        case EXIT_LEAVE: out_trap(w, f, b, e->kind == EXIT_SYSCALL, &o); break;
        }
    }
    if (b->nexits == 0) {
        out_trap(w, f, b, false, &o);
    }
    remove_all(&o.next, &b->undef_end);
    remove_all(&o.leave, &b->undef_end);
    return o;
}

static bool update_block(const struct world *w, const struct func *f, struct block *b)
{
    struct outs o = block_outs(w, f, b);
    struct live in = {.own = b->use, .weak = b->observed};

    var_remove(&in.own, &b->observed);
    var_remove(&in.weak, &b->undef_end);
    var_join(&in.own, &w->always);
    join(&o.next, &o.leave);
    remove_all(&o.next, &b->kill);
    join(&in, &o.next);
    remove_all(&in, &b->undef_in);
    bool changed = var_join(&b->own, &in.own);
    changed |= var_join(&b->weak, &in.weak);
    return var_join(&b->through, &in.through) || changed;
}

static void update_blocks(const struct world *w, const struct func *f)
{
    bool changed;

    do {
        changed = false;
        for (unsigned i = f->nblocks; i-- > 0;) {
            changed |= update_block(w, f, f->blocks[i]);
        }
    } while (changed);
}

/* Function I has the exit E. */
static void add_caller(struct world *w, size_t i, const struct block_exit *e)
{
    size_t g = program_exit_func(w->p, e);

    w->calls_unknown[i] |= e->kind == EXIT_INDIRECT;
    if (g < w->p->nfuncs) {
        struct callers *c = &w->callers[g];
        c->funcs = xgrow(c->funcs, c->n, sizeof(*c->funcs));
        c->funcs[c->n++] = i;
    }
}

static void find_callers(struct world *w)
{
    const struct program *p = w->p;

    w->callers = xcalloc(p->nfuncs + 1, sizeof(*w->callers));
    w->calls_unknown = xcalloc(p->nfuncs + 1, sizeof(*w->calls_unknown));
    for (size_t i = 0; i < p->nfuncs; i++) {
        for (unsigned k = 0; k < p->funcs[i]->nblocks; k++) {
            const struct block *b = p->funcs[i]->blocks[k];
            for (unsigned x = 0; x < b->nexits; x++) {
                add_caller(w, i, &b->exits[x]);
            }
        }
    }
}

static void free_callers(struct world *w)
{
    for (size_t i = 0; i < w->p->nfuncs; i++) {
        free(w->callers[i].funcs);
    }
    free(w->callers);
    free(w->calls_unknown);
}

static void update_func(struct world *w, size_t i)
{
    struct func *f = w->p->funcs[i];

    update_blocks(w, f);
    const struct block *entry = func_block_at(f, f->entry);
    struct live in = entry && !f->rejected ? block_live(entry) : entry_live(w, NULL);
    bool changed = var_join(&f->through, &in.through);
    changed |= var_join(&f->weak, &in.weak);
    changed |= var_join(&f->own, &in.own);
    for (size_t k = 0; changed && k < w->callers[i].n; k++) {
        w->stale[w->callers[i].funcs[k]] = true;
    }
    w->changed |= changed;
    /* Code that only a guess found does not speak for all functions. */
    if (!f->guessed) {
        in = called_live(w, f);
        struct var_set s = var_common(&in.weak, &w->scratch);
        changed = var_join(&w->any_entry, &s);
        changed |= var_join(&w->any_entry, &in.own);
        for (size_t k = 0; changed && k < w->p->nfuncs; k++) {
            w->stale[k] |= w->calls_unknown[k];
        }
        w->changed |= changed;
    }
}

/* The first phase. */
static void read_until_return(struct world *w)
{
    find_callers(w);
    w->stale = xcalloc(w->p->nfuncs + 1, sizeof(*w->stale));
    memset(w->stale, true, w->p->nfuncs);
    do {
        w->changed = false;
        for (size_t i = w->p->nfuncs; i-- > 0;) {
            if (w->stale[i]) {
                w->stale[i] = false;
                update_func(w, i);
            }
        }
    } while (w->changed);
    free(w->stale);
    free_callers(w);
}

/* What of S is live through F's returns: as F's struct func has it, in three kinds. */
struct after_return {
    struct var_set own, weak, far;
};

static struct after_return after_return(const struct func *f, const struct live *s)
{
    struct after_return r = {.own = var_common(&s->through, &f->ret_live),
                             .weak = var_common(&s->through, &f->ret_weak),
                             .far = var_common(&s->through, &f->ret_far)};
    var_join(&r.own, &s->own);
    var_join(&r.weak, &s->weak);
    return r;
}

static struct var_set all_live(const struct func *f, const struct live *s)
{
    struct after_return r = after_return(f, s);
    var_join(&r.own, &r.weak);
    var_join(&r.own, &r.far);
    return r.own;
}

/*
 * R is live after a return of G's. Where the standard decides, G may mean only what it puts
 * back from its stack of what that calls undefined. But code that does not look like a
 * compiler's function may prepare arguments for its caller's next call (compilers and linkers
 * move what several functions have in common to a place of its own), and if it is called by
 * address, hand back something in any register (assembly code).
 */
static void join_return(struct world *w, struct func *g, const struct after_return *r)
{
    struct var_set means = g->saved;
    struct after_return x = *r;

    var_join(&means, &w->not_dead_at_return);
    if (g->standard) {
        x.far = var_common(&x.far, &means);
    } else {
        var_join(&means, &w->arguments);
    }
    x.weak = var_common(&x.weak, &means);
    remove_lost(w, g, &x.own);
    remove_lost(w, g, &x.weak);
    remove_lost(w, g, &x.far);
    w->changed |= var_join(&g->ret_live, &x.own);
    w->changed |= var_join(&g->ret_weak, &x.weak);
    w->changed |= var_join(&g->ret_far, &x.far);
}

/* The second phase: what is read after F's calls is so after the callees' returns. A
 * function that is jumped to returns where F does. */
static void feed_returns(struct world *w, struct func *f)
{
    struct after_return far = {.own = w->abi_ret, .far = w->far_ret};

    join_return(w, f, &far);
    for (unsigned k = 0; k < f->nblocks; k++) {
        const struct block *b = f->blocks[k];
        for (unsigned i = 0; i < b->nexits; i++) {
            const struct block_exit *e = &b->exits[i];
            bool is_call = b->fe->branch == FE_BR_CALL;
            struct func *g = e->kind == EXIT_DIRECT ? program_func_at(w->p, e->target) : NULL;
            if (is_call && (g || e->kind == EXIT_INDIRECT)) {
                struct live after = live_after_call(w, f, b);
                struct after_return r = after_return(f, &after);
                if (g) {
                    join_return(w, g, &r);
                } else {
                    w->changed |= var_join(&w->far_ret, &r.own);
                    w->changed |= var_join(&w->far_ret, &r.far);
                }
            } else if (g && !is_call && !func_block_at(f, e->target)) {
                struct after_return r = {f->ret_live, f->ret_weak, f->ret_far};
                join_return(w, g, &r);
            }
        }
    }
}

static void settle(const struct world *w, const struct func *f)
{
    update_blocks(w, f);
    for (unsigned k = 0; k < f->nblocks; k++) {
        struct block *b = f->blocks[k];
        struct live in = block_live(b);
        struct outs o = block_outs(w, f, b);
        b->live_in = all_live(f, &in);
        b->exit_live = all_live(f, &o.leave);
    }
}

/* A signal handler may look at everything, nearly everywhere. */
static void everything_lives(struct program *p, const struct var_set *all)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct func *f = p->funcs[i];
        for (unsigned k = 0; k < f->nblocks; k++) {
            f->blocks[k]->live_in = f->blocks[k]->exit_live = *all;
        }
    }
}

void scan_program(struct program *p)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        for (unsigned k = 0; k < p->funcs[i]->nblocks; k++) {
            scan_block(p->fe, p->funcs[i]->blocks[k], p->exact_faults);
        }
    }
}

void analyse_liveness(struct program *p)
{
    const struct fe *fe = p->fe;
    struct world w = {.p = p};

    for (unsigned v = 0; v < fe->nvars; v++) {
        bool shadow = var_in(&p->shadow, v);
        unsigned abi = shadow ? 0 : fe->vars[v].abi;
        var_add(&w.all, v);
        if (abi != FE_ABI_SCRATCH) {
            var_add(&w.kept, v);
        }
        if (abi & FE_ABI_ALWAYS) {
            var_add(&w.always, v);
        }
        if (!(abi & FE_ABI_DEAD_AT_CALL)) {
            var_add(&w.abi_call, v);
        }
        if (!(abi & FE_ABI_DEAD_AT_RETURN)) {
            var_add(&w.abi_ret, v);
        }
        if (abi == FE_ABI_SCRATCH) {
            var_add(&w.scratch, v);
        }
        if (abi == FE_ABI_DEAD_AT_RETURN) {
            var_add(&w.arguments, v);
        }
        if (fe->vars[v].temporary && !shadow) {
            var_add(&w.caller_saved, v);
        }
        if (fe->vars[v].syscall) {
            var_add(&w.syscall, v);
        }
    }
    w.preserved = w.not_dead_at_return = w.abi_ret;
    w.not_scratch = w.kept;
    if (p->img && is_go(p->img)) {
        w.not_dead_at_return = w.not_scratch = w.all;
        memset(&w.scratch, 0, sizeof(w.scratch));
        memset(&w.arguments, 0, sizeof(w.arguments));
        memset(&w.caller_saved, 0, sizeof(w.caller_saved));
    }
    if (p->exact_faults) {
        everything_lives(p, &w.all);
        return;
    }
    if (!var_none(&w.caller_saved)) {
        find_arguments(p);
    }
    read_until_return(&w);
    do {
        w.changed = false;
        for (size_t i = p->nfuncs; i-- > 0;) {
            feed_returns(&w, p->funcs[i]);
        }
    } while (w.changed);
    /* What an unresolved jump may want is a matter of its own function: no caller
     * hands it a scratch register. */
    w.final = true;
    for (size_t i = 0; i < p->nfuncs; i++) {
        settle(&w, p->funcs[i]);
    }
}
