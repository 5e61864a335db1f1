/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inline_calls.c: calls in whose place the block does the work itself.
 *
 * A block that ends in a call of a function which counts zeros (bit_counts.c) gets an operation
 * for that, and goes on at the instruction after the call. What the procedure call standard
 * leaves undefined keeps its value, unless the caller looks at what the function leaves there.
 * When the guest changes the function's code, its callers are dropped, too: see add_inlined()
 * in codegen.c.
 */
#include "bit_counts.h"
#include "libc_match.h"
#include "lift.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

/* A copy of a block that is being added to. */
struct builder {
    struct fe_block *b;
    uint32_t ops_room, args_room, temps_room;
};

static uint64_t add_temp(struct builder *w, struct fe_temp t)
{
    if (w->b->ntemps == w->temps_room) {
        w->temps_room = w->temps_room * 2 + 8;
        w->b->temps = xrealloc(w->b->temps, w->temps_room, sizeof(*w->b->temps));
    }
    w->b->temps[w->b->ntemps] = t;
    return w->b->ntemps++;
}

static uint64_t add_const(struct builder *w, uint64_t v)
{
    return add_temp(w, (struct fe_temp){.type = FE_I64, .kind = FE_CONST, .val = (int64_t)v});
}

static uint64_t global_temp(struct builder *w, unsigned var)
{
    for (unsigned i = 0; i < w->b->ntemps; i++) {
        if (w->b->temps[i].kind == FE_GLOBAL && w->b->temps[i].val == (int64_t)var) {
            return i;
        }
    }
    return add_temp(w, (struct fe_temp){.type = FE_I64, .kind = FE_GLOBAL, .val = var});
}

/* Adds O with arguments ARGS. */
static void add_op(struct builder *w, struct fe_op o, const uint64_t *args)
{
    unsigned n = (unsigned)o.nout + o.nin + o.nconst;

    if (w->b->nops == w->ops_room) {
        w->ops_room = w->ops_room * 2 + 8;
        w->b->ops = xrealloc(w->b->ops, w->ops_room, sizeof(*w->b->ops));
    }
    if (w->b->nargs + n > w->args_room) {
        w->args_room = w->args_room * 2 + n + 8;
        w->b->args = xrealloc(w->b->args, w->args_room, sizeof(*w->b->args));
    }
    o.args = w->b->nargs;
    memcpy(w->b->args + w->b->nargs, args, n * sizeof(*args));
    w->b->nargs += n;
    w->b->ops[w->b->nops++] = o;
}

static void add_simple(struct builder *w, enum fe_opcode opc, uint64_t out, uint64_t a,
                       uint64_t b)
{
    uint64_t args[3] = {out, a, b};
    add_op(w, (struct fe_op){.opc = (uint8_t)opc, .nout = 1, .nin = 2}, args);
}

/* Where B's operations for its exit begin, if it ends in a call of known code; else 0. */
static unsigned call_exit(const struct block *b, unsigned pc_var)
{
    const struct fe_block *f = b->fe;

    if (f->branch != FE_BR_CALL || b->nexits != 1 || b->exits[0].kind != EXIT_DIRECT ||
        b->exits[0].op + 1 != f->nops) {
        return 0;
    }
    /* goto_tb, pc = target, exit_tb; or pc = target, lookup_tb_ptr, goto_ptr */
    unsigned first = b->exits[0].op;
    while (first > 0) {
        const struct fe_op *o = &f->ops[first - 1];
        const struct fe_temp *t = o->nout ? &f->temps[f->args[o->args]] : NULL;
        bool sets_pc =
            o->opc == FE_OP_mov_i64 && t->kind == FE_GLOBAL && t->val == (int64_t)pc_var;
        bool looks_up = o->opc == FE_OP_call && !strcmp(o->helper->name, "lookup_tb_ptr");
        if (!sets_pc && !looks_up && o->opc != FE_OP_goto_tb) {
            break;
        }
        first--;
    }
    return first;
}

static struct builder start(const struct block *b, unsigned nops)
{
    struct builder w = {.b = xmalloc(sizeof(*w.b))};

    *w.b = *b->fe;
    w.b->ops = NULL;
    w.b->args = NULL;
    w.b->nops = w.b->nargs = 0;
    w.temps_room = w.b->ntemps;
    w.b->temps = xmalloc((w.b->ntemps + 1) * sizeof(*w.b->temps));
    memcpy(w.b->temps, b->fe->temps, w.b->ntemps * sizeof(*w.b->temps));
    for (unsigned i = 0; i < nops; i++) {
        add_op(&w, b->fe->ops[i], b->fe->args + b->fe->ops[i].args);
    }
    return w;
}

/* Makes W, which goes on behind the call, B's code. */
static void finish(const struct program *p, struct block *b, struct builder *w)
{
    const struct fe_op mov = {.opc = FE_OP_mov_i64, .nout = 1, .nin = 1};
    const struct fe_op leave = {.opc = FE_OP_exit_tb, .nconst = 1};
    uint64_t args[2] = {global_temp(w, p->fe->pc_var), add_const(w, block_end(b))}, slot = 0;
    struct block old = *b;

    add_op(w, mov, args);
    add_op(w, leave, &slot);
    w->b->branch = FE_BR_NONE;
    fe_block_free(b->fe);
    *b = (struct block){.pc = old.pc, .fe = w->b, .nexits = 1, .entered = old.entered};
    b->exits[0] =
        (struct block_exit){.kind = EXIT_DIRECT, .op = w->b->nops - 1, .target = block_end(b)};
    scan_block(p->fe, b, p->exact_faults);
}

/* What comes of calls of one function. */
struct inlinable {
    bool yes;
    struct bit_count count;
    struct var_set undefined; /* temporaries that it writes, but for the result */
};

static void add_count(const struct program *p, struct builder *w, const struct bit_count *c)
{
    uint64_t x = global_temp(w, (unsigned)libc_var(p->fe, LIBC_ARG0)), n = x;
    enum fe_opcode opc = c->leading ? FE_OP_clz_i64 : FE_OP_ctz_i64;
    bool plain = c->sign == 1 && c->base == 0;

    if (!plain) {
        n = add_temp(w, (struct fe_temp){.type = FE_I64, .kind = FE_EBB});
    }
    uint64_t for_zero = c->sign == 1 ? c->for_zero - c->base : c->base - c->for_zero;
    add_simple(w, opc, n, x, add_const(w, for_zero));
    if (!plain) {
        add_simple(w, c->sign == 1 ? FE_OP_add_i64 : FE_OP_sub_i64, x, add_const(w, c->base),
                   n);
    }
}

static bool same_segment(const struct program *p, uint64_t a, uint64_t b)
{
    return elf_image_segment_at(p->img, a - p->bias) ==
           elf_image_segment_at(p->img, b - p->bias);
}

static void note_inlined(struct func *f, const struct func *g)
{
    for (unsigned i = 0; i < f->ninlined; i++) {
        if (f->inlined[i] == g) {
            return;
        }
    }
    f->inlined = xgrow(f->inlined, f->ninlined, sizeof(*f->inlined));
    f->inlined[f->ninlined++] = g;
}

static void inline_call(const struct program *p, struct func *f, struct block *b,
                        const struct func *g, const struct inlinable *what)
{
    struct var_set seen = {0};
    unsigned nops = call_exit(b, p->fe->pc_var);

    if (!nops || f == g || !func_block_at(f, block_end(b)) ||
        !same_segment(p, f->entry, g->entry)) {
        return;
    }
    add_reads(f, block_end(b), what->undefined, READS_DEPTH, &seen);
    for (unsigned i = 0; i < VAR_WORDS; i++) {
        if (seen.w[i]) {
            return;
        }
    }
    struct builder w = start(b, nops);
    add_count(p, &w, &what->count);
    finish(p, b, &w);
    note_inlined(f, g);
}

static struct inlinable look_at(const struct program *p, const struct func *f)
{
    struct inlinable x = {.yes = counts_bits(p, f, &x.count)};

    for (unsigned k = 0; x.yes && k < f->nblocks; k++) {
        var_join(&x.undefined, &f->blocks[k]->def);
    }
    var_del(&x.undefined, p->fe->pc_var);
    if (x.yes) {
        var_del(&x.undefined, (unsigned)libc_var(p->fe, LIBC_ARG0));
    }
    return x;
}

void inline_calls(struct program *p)
{
    struct inlinable *what = xcalloc(p->nfuncs + 1, sizeof(*what));

    for (size_t i = 0; i < p->nfuncs; i++) {
        what[i] = look_at(p, p->funcs[i]);
    }
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct func *f = p->funcs[i];
        for (unsigned k = 0; k < f->nblocks && !f->rejected; k++) {
            struct block *b = f->blocks[k];
            size_t g = b->fe->branch == FE_BR_CALL && b->nexits == 1
                           ? program_func_index(p, b->exits[0].target)
                           : p->nfuncs;
            if (g < p->nfuncs && what[g].yes) {
                inline_call(p, f, b, p->funcs[g], &what[g]);
            }
        }
    }
    free(what);
}
