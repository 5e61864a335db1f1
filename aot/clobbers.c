/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clobbers.c: functions that change what the procedure call standard tells them to keep, and
 * those that plainly keep it.
 *
 * jump_table.c takes a callee-saved register to have its value after a call, which may make
 * it sure of a jump that assembly code sends elsewhere. So where a function calls one
 * that changes such a register and has not put its caller's value on the stack, what was
 * found of its jumps' targets is not all. As everywhere, code that is not known keeps to the
 * standard.
 *
 * A function that puts back the callee-saved registers that it has saved and, with all that it
 * calls, changes no other is one of a compiler's, or written like one: liveness.c takes it at
 * its word. One that only saves them is not: compilers move what several functions start with
 * to a place of its own.
 *
 * Some programs have a second stack for return addresses alone (-fsanitize=shadow-call-stack of
 * LLVM). Its pointer is a register that others may use for anything: aarch64's x18.
 */
#include "libc_match.h"
#include "symeval.h"
#include "xalloc.h"

#include <stdlib.h>

struct search {
    const struct program *p;
    struct var_set callee_saved; /* but for the stack pointer, which is added to */
    struct sym_regs kept;
    uint64_t sp, link;
    struct var_set shadow;
    struct sym s;
    struct var_set *changed; /* by function: what its own code does not keep, then all of it */
    struct var_set *saved;
    bool *puts_back; /* loads all that its own code changes from where it has saved them */
    struct slot {
        unsigned var;
        uint64_t in_frame; /* from the stack pointer after the block */
        uint64_t outside;  /* from what it is at the function's entry, if that is the block's */
        bool entry;
    } slots[64]; /* of the function that is being looked at */
    unsigned nslots;
};

static void add_saved(struct search *w, const struct func *f, const struct block *b,
                      struct slot slot, struct var_set *saved)
{
    uint64_t reg, moved;

    var_add(saved, slot.var);
    if (w->nslots < sizeof(w->slots) / sizeof(w->slots[0]) &&
        sym_address(&w->s, w->s.globals[w->sp], &reg, &moved) && reg == w->sp) {
        slot.entry = b->fe->pc == f->entry;
        slot.in_frame = slot.outside - moved;
        w->slots[w->nslots++] = slot;
    }
}

/* A function's start puts its return address at REG, which it moves past that. */
static void add_shadow(struct search *w, const struct func *f, const struct block *b,
                       uint64_t reg)
{
    uint64_t base, moved;

    if (b->pc == f->entry && reg != w->sp &&
        sym_address(&w->s, w->s.globals[reg], &base, &moved) && base == reg && moved == 8) {
        var_add(&w->shadow, (unsigned)reg);
    }
}

/* The registers whose values of before B it stores on the stack. */
static void find_saved(struct search *w, const struct func *f, const struct block *b,
                       struct var_set *saved)
{
    struct sym *s = &w->s;

    sym_reset(s);
    sym_run(s, b);
    unsigned n = s->nstores < SYM_MAX_STORES ? s->nstores : SYM_MAX_STORES;
    for (unsigned i = 0; i < n; i++) {
        const struct sym_node *value = &s->nodes[s->stores[i].value];
        uint64_t reg, offset;
        if (s->stores[i].size_log2 != 3 || value->opc != SYM_LEAF || value->k >= FE_MAX_VARS ||
            !sym_address(s, s->stores[i].addr, &reg, &offset)) {
            continue;
        }
        if (reg == w->sp) {
            add_saved(w, f, b, (struct slot){.var = (unsigned)value->k, .outside = offset},
                      saved);
        } else if (value->k == w->link && offset == 0) {
            add_shadow(w, f, b, reg);
        }
    }
}

/* Whether B, of which sym_run() knows, loads V from where it was saved. */
static bool restores(const struct search *w, const struct block *b, unsigned v)
{
    const struct sym *s = &w->s;
    const struct sym_node *value = &s->nodes[s->globals[v]];
    uint64_t offset, moved;

    if (value->opc == SYM_LEAF) {
        return value->k == v; /* what it has itself stored */
    }
    if (value->opc != FE_OP_qemu_ld_i64 || value->k != 3) {
        return false;
    }
    uint32_t addr = sym_base(s, value->in[0], &offset);
    uint32_t sp = sym_base(s, s->globals[w->sp], &moved);
    bool in_frame = s->nodes[addr].opc == SYM_LEAF && s->nodes[addr].k == w->sp;
    bool last = addr == sp && b->fe->branch == FE_BR_RET;
    for (unsigned i = 0; i < w->nslots; i++) {
        const struct slot *slot = &w->slots[i];
        if (slot->var == v && ((in_frame && slot->in_frame == offset) ||
                               (last && slot->entry && slot->outside == offset - moved))) {
            return true;
        }
    }
    return false;
}

static void remove_restored(struct search *w, const struct block *b, struct var_set *lost)
{
    sym_reset(&w->s);
    sym_run(&w->s, b);
    for (unsigned v = 0; v < w->p->fe->nvars; v++) {
        if (var_in(lost, v) && var_in(&b->def, v) && restores(w, b, v)) {
            var_del(lost, v);
        }
    }
}

static void scan_func(struct search *w, size_t at)
{
    const struct func *f = w->p->funcs[at];

    for (unsigned k = 0; k < f->nblocks; k++) {
        var_join(&w->changed[at], &f->blocks[k]->def);
    }
    w->changed[at] = var_common(&w->changed[at], &w->callee_saved);
    w->nslots = 0;
    for (unsigned k = 0; k < f->nblocks && !var_none(&w->changed[at]); k++) {
        find_saved(w, f, f->blocks[k], &w->saved[at]);
    }
    struct var_set lost = w->changed[at];
    var_remove(&w->changed[at], &w->saved[at]);
    for (unsigned k = 0; k < f->nblocks && !var_none(&w->saved[at]); k++) {
        remove_restored(w, f->blocks[k], &lost);
    }
    w->puts_back[at] = !var_none(&w->saved[at]) && var_none(&lost);
}

/* What is not kept by the functions that F calls or, unless CALLS_ONLY, goes on in. */
static struct var_set changed_by_callees(const struct search *w, const struct func *f,
                                         bool calls_only)
{
    struct var_set s = {0};

    for (unsigned k = 0; k < f->nblocks; k++) {
        const struct block *b = f->blocks[k];
        bool call = b->fe->branch == FE_BR_CALL;
        for (unsigned i = 0; i < b->nexits; i++) {
            const struct block_exit *e = &b->exits[i];
            bool inside = !call && func_block_at(f, e->target);
            if (e->kind != EXIT_DIRECT || inside || ends_for_good(w->p, b) ||
                (calls_only && !call)) {
                continue;
            }
            size_t g = program_func_index(w->p, e->target);
            if (g < w->p->nfuncs) {
                var_join(&s, &w->changed[g]);
            }
        }
    }
    return s;
}

/* Calls change more than the functions' own code does. */
static void add_callees(struct search *w)
{
    bool changed;

    do {
        changed = false;
        for (size_t i = w->p->nfuncs; i-- > 0;) {
            struct var_set s = changed_by_callees(w, w->p->funcs[i], false);
            var_remove(&s, &w->saved[i]);
            changed |= var_join(&w->changed[i], &s);
        }
    } while (changed);
}

static void open_jumps(const struct func *f)
{
    for (unsigned k = 0; k < f->nblocks; k++) {
        f->blocks[k]->jump_open |= f->blocks[k]->njump_targets > 0;
    }
}

static void search_init(struct search *w, const struct program *p)
{
    *w = (struct search){.p = p,
                         .sp = (uint64_t)libc_var(p->fe, LIBC_SP),
                         .link = (uint64_t)libc_var(p->fe, LIBC_LINK)};
    w->s.fe = p->fe;
    sym_callee_saved(p->fe, &w->kept);
    w->s.callee_saved = &w->kept;
    for (unsigned v = 0; v < p->fe->nvars; v++) {
        if (sym_reg_in(&w->kept, v) && v != w->sp) {
            var_add(&w->callee_saved, v);
        }
    }
    w->changed = xcalloc(p->nfuncs + 1, sizeof(*w->changed));
    w->saved = xcalloc(p->nfuncs + 1, sizeof(*w->saved));
    w->puts_back = xcalloc(p->nfuncs + 1, sizeof(*w->puts_back));
}

/* More than a frame record, as outlined code and assembly have it: two registers besides the
 * return address. */
static bool saves_more(const struct search *w, size_t i)
{
    unsigned n = 0;

    for (unsigned v = 0; v < w->p->fe->nvars; v++) {
        n += v != w->link && var_in(&w->saved[i], v) && var_in(&w->callee_saved, v);
    }
    return n >= 2;
}

void find_clobbers(struct program *p)
{
    struct search w;

    search_init(&w, p);
    for (size_t i = 0; i < p->nfuncs; i++) {
        scan_func(&w, i);
    }
    add_callees(&w);
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct var_set s = changed_by_callees(&w, p->funcs[i], true);
        if (!var_none(&s)) {
            open_jumps(p->funcs[i]);
        }
    }
    for (size_t i = 0; i < p->nfuncs; i++) {
        p->funcs[i]->saved = w.saved[i];
        p->funcs[i]->standard = w.puts_back[i] && var_none(&w.changed[i]);
        p->funcs[i]->compiled = p->funcs[i]->standard && saves_more(&w, i);
    }
    p->shadow = w.shadow;
    sym_free(&w.s);
    free(w.changed);
    free(w.saved);
    free(w.puts_back);
}
