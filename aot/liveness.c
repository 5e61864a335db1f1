/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * liveness.c: which variables' values matter where, over the whole program.
 *
 * Backward data flow over every function's blocks, linked through calls: what is
 * live before a call is what the callee may read at its entry, and what is live
 * after a function's return is what its callers' return sites may read. What is
 * not live need not be stored at a call or return: condition codes and scratch
 * registers almost never are.
 *
 * Code that is not known here (indirect calls from and to code found only at run
 * time) is taken to keep to the guest's procedure call standard, which leaves those
 * registers undefined at its calls and returns. All code that is known is looked at.
 */
#include "lift.h"

#include <stdlib.h>

struct world {
    struct program *p;
    struct var_set all;
    struct var_set abi_call;  /* live at a call of unknown code */
    struct var_set abi_ret;   /* live at a return to unknown code */
    struct var_set preserved; /* live at any return by the procedure call standard alone */
    struct var_set kept;      /* all but what is scratch at calls and returns alike */
    struct var_set always;    /* live everywhere */
    struct var_set any_entry; /* live at some function's entry */
    bool changed;
    bool final; /* entries and returns are settled */
};

static struct var_set join2(struct var_set a, const struct var_set *b)
{
    var_join(&a, b);
    return a;
}

/* Live when control goes to TARGET by a jump out of or inside F. */
static struct var_set live_at(const struct world *w, const struct func *f, uint64_t target)
{
    const struct block *b = func_block_at(f, target);
    const struct func *g;

    if (b) {
        return b->live_in;
    }
    g = program_func_at(w->p, target);
    return g ? g->entry_live : w->all;
}

/* Live after the call that ends B. Where that is no code we know, the callee may not come
 * back; if it does, it is a return to unknown code. */
static struct var_set live_after_call(const struct world *w, const struct func *f,
                                      const struct block *b)
{
    const struct block *next = func_block_at(f, block_end(b));

    if (ends_for_good(w->p, b)) {
        return w->preserved;
    }
    return next ? next->live_in : w->abi_ret;
}

/* A callee's or tail-called function's return goes where ours would: its results are
 * live there. */
static void feed_return(struct world *w, struct func *g, const struct var_set *s)
{
    if (g && var_join(&g->ret_live, s)) {
        w->changed = true;
    }
}

struct outs {
    struct var_set next;  /* live on the ways that stay inside */
    struct var_set leave; /* live on those that leave, or that poll */
};

/* An exit asks whether the CPU mode has changed, and may leave the function then. A direct
 * link of QEMU's keeps the mode, unless the block's last instruction changes it. */
static bool asks_for_mode(const struct block *b, const struct block_exit *e)
{
    const struct fe_op *o = &b->fe->ops[e->op];
    return o->opc != FE_OP_exit_tb || b->fe->args[o->args] > 1 || b->ends_in_helper;
}

static void out_direct(struct world *w, struct func *f, const struct block *b,
                       const struct block_exit *e, struct outs *o)
{
    struct func *g = program_func_at(w->p, e->target);

    if (b->fe->branch == FE_BR_CALL) {
        struct var_set after = live_after_call(w, f, b);
        feed_return(w, g, &after);
        var_join(&o->leave, g ? &g->entry_live : &w->all);
        var_join(&o->leave, &after);
        return;
    }
    struct var_set s = live_at(w, f, e->target);
    bool stays = func_block_at(f, e->target) != NULL;
    if (stays) {
        var_join(&o->next, &s);
    } else {
        feed_return(w, g, &f->ret_live);
    }
    if (!stays || asks_for_mode(b, e)) {
        var_join(&o->leave, &s);
    }
}

static void out_indirect(struct world *w, struct func *f, const struct block *b, struct outs *o)
{
    struct var_set after;

    switch (b->fe->branch) {
    case FE_BR_RET: var_join(&o->leave, &f->ret_live); break;
    case FE_BR_CALL:
        after = live_after_call(w, f, b);
        var_join(&o->leave, &w->abi_call);
        var_join(&o->leave, &w->any_entry);
        var_join(&o->leave, &after);
        /* Anything may be the callee. */
        if (var_join(&w->abi_ret, &after)) {
            w->changed = true;
        }
        break;
    default:
        for (unsigned i = 0; i < b->njump_targets; i++) {
            after = live_at(w, f, b->jump_targets[i]);
            var_join(&o->next, &after);
            var_join(&o->leave, &after); /* its poll */
        }
        var_join(&o->leave, &w->abi_call);
        var_join(&o->leave, &w->any_entry);
        var_join(&o->leave, &f->ret_live);
        if (w->final && (b->njump_targets == 0 || b->jump_open)) {
            /* Perhaps no tail call, but a jump to a place in F that is not known. */
            var_join(&o->leave, &w->all);
        }
        break;
    }
}

/* A system call or a trap: the kernel, or a signal handler, sees everything, but only
 * the code after it can make anything of a scratch register's value. */
static void out_trap(struct world *w, struct func *f, const struct block *b, struct outs *o)
{
    const struct block *next = func_block_at(f, block_end(b));

    var_join(&o->leave, &w->kept);
    if (next) {
        var_join(&o->leave, &next->live_in);
    }
}

/* QEMU may go on at the target of a direct exit, in another mode. */
static void out_mode(struct world *w, struct func *f, const struct block_exit *e,
                     struct outs *o)
{
    struct var_set after = live_at(w, f, e->target);

    var_join(&o->leave, &w->kept);
    var_join(&o->leave, &after);
}

static bool update_block(struct world *w, struct func *f, struct block *b)
{
    struct outs o = {.leave = w->always};
    struct var_set in = join2(b->use, &w->always);

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
        case EXIT_LEAVE: out_trap(w, f, b, &o); break;
        }
    }
    if (b->nexits == 0) {
        out_trap(w, f, b, &o);
    }
    b->exit_live = o.leave;
    o.next = join2(o.next, &o.leave);
    for (int i = 0; i < VAR_WORDS; i++) {
        in.w[i] |= o.next.w[i] & ~b->kill.w[i];
    }
    return var_join(&b->live_in, &in);
}

static void update_func(struct world *w, struct func *f)
{
    bool changed;

    var_join(&f->ret_live, &w->abi_ret);
    do {
        changed = false;
        for (unsigned i = f->nblocks; i-- > 0;) {
            changed |= update_block(w, f, f->blocks[i]);
        }
    } while (changed);
    if (w->final) {
        return;
    }
    const struct block *entry = func_block_at(f, f->entry);
    struct var_set in = entry && !f->rejected ? entry->live_in : w->all;
    if (var_join(&f->entry_live, &in)) {
        w->changed = true;
    }
    /* Code that only a guess found does not speak for all functions. */
    if (!f->guessed && var_join(&w->any_entry, &f->entry_live)) {
        w->changed = true;
    }
}

/* A signal handler may look at everything, nearly everywhere. */
static void all_live(struct program *p, const struct var_set *all)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct func *f = p->funcs[i];
        f->entry_live = f->ret_live = *all;
        for (unsigned k = 0; k < f->nblocks; k++) {
            f->blocks[k]->live_in = f->blocks[k]->exit_live = *all;
        }
    }
}

void analyse_liveness(struct program *p)
{
    const struct fe *fe = p->fe;
    struct world w = {.p = p};

    for (unsigned v = 0; v < fe->nvars; v++) {
        var_add(&w.all, v);
        if (fe->vars[v].abi != FE_ABI_SCRATCH) {
            var_add(&w.kept, v);
        }
        if (fe->vars[v].abi & FE_ABI_ALWAYS) {
            var_add(&w.always, v);
        }
        if (!(fe->vars[v].abi & FE_ABI_DEAD_AT_CALL)) {
            var_add(&w.abi_call, v);
        }
        if (!(fe->vars[v].abi & FE_ABI_DEAD_AT_RETURN)) {
            var_add(&w.abi_ret, v);
        }
    }
    w.preserved = w.abi_ret;
    for (size_t i = 0; i < p->nfuncs; i++) {
        for (unsigned k = 0; k < p->funcs[i]->nblocks; k++) {
            scan_block(fe, p->funcs[i]->blocks[k], p->exact_faults);
        }
    }
    if (p->exact_faults) {
        all_live(p, &w.all);
        return;
    }
    do {
        w.changed = false;
        for (size_t i = p->nfuncs; i-- > 0;) {
            update_func(&w, p->funcs[i]);
        }
    } while (w.changed);
    /* What an unresolved jump may want is a matter of its own function: no caller
     * hands it a scratch register. */
    w.final = true;
    for (size_t i = 0; i < p->nfuncs; i++) {
        update_func(&w, p->funcs[i]);
    }
}
