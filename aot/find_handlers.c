/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * find_handlers.c: does the guest install a handler for SIGSEGV or SIGBUS?
 *
 * Looks for one of their numbers on the way to the first argument of the system call
 * rt_sigaction: in the function that makes the call, or handed on through functions that
 * pass an argument of theirs (sigaction, signal, a program's own). So it needs no symbols.
 * A constant handler of 0 or 1 (SIG_DFL, SIG_IGN) does not count, nor does a loop over
 * all signals, as in the C library's posix_spawn.
 *
 * Within a function, constants, its arguments and addresses in its frame are followed
 * through registers and frame slots; what is loaded from a table of numbers counts as any
 * of them. This is a guess in both directions: what it says
 * only decides which way of translating is tried first.
 */
#include "find_handlers.h"
#include "libc_match.h"
#include "lift.h" /* MAX_TEMPS */
#include "symeval.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { RT_SIGACTION = 134, SIG_BUS = 7, SIG_SEGV = 11 };
enum { MAX_ARGS = 6, MAX_SLOTS = 48, STRUCT_SIZE = 256, MAX_VISITS = 64, MAX_TABLE = 1024 };

struct value {
    /* SET: one of several numbers below 64, as a mask. ADDRESS: from the stack pointer at the
     * entry. TABLE: an address at V or behind it, in the guest's file. */
    enum { ANY, CONST, SET, ARG, ADDRESS, TABLE } kind;
    int64_t v;
};

struct slot {
    int64_t offset;
    struct value value;
};

struct state {
    bool reached;
    unsigned visits;
    struct value regs[FE_MAX_VARS];
    struct slot slots[MAX_SLOTS];
    unsigned nslots;
};

struct search {
    const struct program *p;
    struct sym_regs callee_saved;
    unsigned args[MAX_ARGS], nargs; /* variables of the argument registers */
    unsigned number, sp;            /* of the system call; stack pointer */
    uint8_t *hands_on;              /* for each function: its arguments that are a signal */
    bool found;
    /* The function being looked at. */
    size_t f;
    struct state *in, now;
    struct value temps[MAX_TEMPS];
};

static const struct value any = {ANY, 0};

static struct value constant(int64_t v)
{
    return (struct value){CONST, v};
}

static bool is_bit(const struct value *x, int64_t *mask)
{
    if (x->kind == CONST && x->v >= 0 && x->v < 64) {
        *mask = (int64_t)(1ull << x->v);
        return true;
    }
    *mask = x->v;
    return x->kind == SET;
}

static const uint8_t *table_at(const struct search *s, int64_t addr, size_t *avail)
{
    return elf_image_bytes(s->p->img, (uint64_t)addr - s->p->bias, avail);
}

static bool is_table(const struct search *s, const struct value *x)
{
    size_t avail;

    return x->kind == TABLE || (x->kind == CONST && x->v >= 64 && table_at(s, x->v, &avail));
}

static struct value join(const struct search *s, struct value a, struct value b)
{
    int64_t x, y;

    if (a.kind == b.kind && a.v == b.v) {
        return a;
    }
    if (is_bit(&a, &x) && is_bit(&b, &y)) {
        return (struct value){SET, x | y};
    }
    if (is_table(s, &a) && is_table(s, &b) && (a.v < b.v ? b.v - a.v : a.v - b.v) < MAX_TABLE) {
        return (struct value){TABLE, a.v < b.v ? a.v : b.v};
    }
    return any;
}

/* --- One block ------------------------------------------------------------------------ */

static struct value get(const struct search *s, const struct fe_block *f, uint64_t t)
{
    const struct fe_temp *x = &f->temps[t];

    switch (x->kind) {
    case FE_CONST: return constant(x->val);
    case FE_GLOBAL: return x->val >= 0 ? s->now.regs[x->val] : any;
    default: return s->temps[t];
    }
}

static void set(struct search *s, const struct fe_block *f, uint64_t t, struct value v)
{
    const struct fe_temp *x = &f->temps[t];

    if (x->kind == FE_GLOBAL) {
        if (x->val >= 0) {
            s->now.regs[x->val] = v;
        }
    } else {
        s->temps[t] = v;
    }
}

/* The signals in a table of numbers of SIZE. */
static struct value load_table(const struct search *s, int64_t addr, size_t size)
{
    struct value v = {SET, 0};
    size_t avail = 0;
    const uint8_t *p = table_at(s, addr, &avail);

    for (size_t i = 0; p && (size == 4 || size == 8) && i < 64 && (i + 1) * size <= avail;
         i++) {
        uint64_t n = 0;
        memcpy(&n, p + i * size, size);
        if (n == 0 || n >= 64) {
            break;
        }
        v.v |= (int64_t)(1ull << n);
    }
    return v.v ? v : any;
}

static struct value load(const struct search *s, struct value addr, size_t size)
{
    if (is_table(s, &addr)) {
        return load_table(s, addr.v, size);
    }
    for (unsigned i = 0; addr.kind == ADDRESS && i < s->now.nslots; i++) {
        if (s->now.slots[i].offset == addr.v) {
            return s->now.slots[i].value;
        }
    }
    return any;
}

/* Forgets what is in the frame from OFFSET on. */
static void forget(struct search *s, int64_t offset, int64_t size)
{
    unsigned n = 0;

    for (unsigned i = 0; i < s->now.nslots; i++) {
        if (s->now.slots[i].offset < offset || s->now.slots[i].offset >= offset + size) {
            s->now.slots[n++] = s->now.slots[i];
        }
    }
    s->now.nslots = n;
}

static void store(struct search *s, struct value addr, struct value v, int64_t size)
{
    if (addr.kind != ADDRESS) {
        return;
    }
    forget(s, addr.v, size);
    if (v.kind != ANY && s->now.nslots < MAX_SLOTS) {
        s->now.slots[s->now.nslots++] = (struct slot){addr.v, v};
    }
}

static struct value add(const struct search *s, struct value a, struct value b, int sign)
{
    if (b.kind == CONST && (a.kind == CONST || a.kind == ADDRESS)) {
        return (struct value){a.kind, (int64_t)((uint64_t)a.v + (uint64_t)(sign * b.v))};
    }
    if (sign > 0 && a.kind == CONST && b.kind == ADDRESS) {
        return (struct value){ADDRESS, a.v + b.v};
    }
    if (sign > 0 && is_table(s, &a)) {
        return (struct value){TABLE, a.v};
    }
    if (sign > 0 && is_table(s, &b)) {
        return (struct value){TABLE, b.v};
    }
    return any;
}

static void run_op(struct search *s, const struct fe_block *f, const struct fe_op *o)
{
    const uint64_t *a = &f->args[o->args];
    struct value v = any, w;

    switch (o->opc) {
    case FE_OP_mov_i32:
    case FE_OP_mov_i64:
    case FE_OP_ext_i32_i64:
    case FE_OP_extu_i32_i64:
    case FE_OP_extrl_i64_i32:
    case FE_OP_ext32s_i64:
    case FE_OP_ext32u_i64: v = get(s, f, a[1]); break;
    case FE_OP_add_i32:
    case FE_OP_add_i64: v = add(s, get(s, f, a[1]), get(s, f, a[2]), 1); break;
    case FE_OP_sub_i32:
    case FE_OP_sub_i64: v = add(s, get(s, f, a[1]), get(s, f, a[2]), -1); break;
    case FE_OP_or_i64: /* addresses in an aligned frame */
        v = get(s, f, a[1]);
        w = get(s, f, a[2]);
        v = v.kind == CONST && w.kind == CONST ? constant(v.v | w.v) : any;
        break;
    case FE_OP_movcond_i32:
    case FE_OP_movcond_i64: v = join(s, get(s, f, a[3]), get(s, f, a[4])); break;
    case FE_OP_qemu_ld_i32:
    case FE_OP_qemu_ld_i64: v = load(s, get(s, f, a[1]), 1u << o->mem.size_log2); break;
    case FE_OP_qemu_ld_i128:
        w = get(s, f, a[2]);
        v = load(s, w, 8);
        w.v += 8;
        set(s, f, a[1], load(s, w, 8));
        set(s, f, a[0], v);
        return;
    case FE_OP_qemu_st_i32:
    case FE_OP_qemu_st_i64:
        store(s, get(s, f, a[1]), get(s, f, a[0]), 1 << o->mem.size_log2);
        return;
    case FE_OP_qemu_st_i128:
        w = get(s, f, a[2]);
        store(s, w, get(s, f, a[0]), 8);
        w.v += 8;
        store(s, w, get(s, f, a[1]), 8);
        return;
    default: break;
    }
    for (unsigned i = 0; i < o->nout; i++) {
        set(s, f, a[i], v);
    }
}

/* --- What calls say --------------------------------------------------------------------- */

/* No handler: constant SIG_DFL or SIG_IGN, or no new action, as the second argument. */
static bool no_handler(const struct search *s)
{
    struct value v = s->now.regs[s->args[1]];

    if (v.kind == ADDRESS) {
        v = load(s, v, 8); /* struct sigaction begins with it */
    }
    return v.kind == CONST && (v.v == 0 || v.v == 1);
}

/* Argument K of what is called here is the number of a signal. */
static void note_signal(struct search *s, unsigned k)
{
    struct value v = s->now.regs[s->args[k]];
    int64_t mask;

    if (v.kind == ARG) {
        s->hands_on[s->f] |= (uint8_t)(1u << v.v);
    } else if (is_bit(&v, &mask) && (mask & (1ll << SIG_SEGV | 1ll << SIG_BUS)) &&
               !(k == 0 && no_handler(s))) {
        s->found = true;
    }
}

static void note_call(struct search *s, uint64_t target)
{
    const struct func *g = program_func_at(s->p, target);
    size_t lo = 0, hi = s->p->nfuncs;

    while (g && lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->p->funcs[mid]->entry < target) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    for (unsigned k = 0; g && k < s->nargs; k++) {
        if (s->hands_on[lo] >> k & 1) {
            note_signal(s, k);
        }
    }
}

static void after_call(struct search *s)
{
    for (unsigned k = 0; k < s->nargs; k++) {
        struct value v = s->now.regs[s->args[k]];
        if (v.kind == ADDRESS) {
            forget(s, v.v, STRUCT_SIZE);
        }
    }
    for (unsigned i = 0; i < s->p->fe->nvars; i++) {
        if (!sym_reg_in(&s->callee_saved, i)) {
            s->now.regs[i] = any;
        }
    }
}

/* --- One function ------------------------------------------------------------------------- */

/* Control comes to block I in the present state; true if that is news there. */
static bool flow(struct search *s, int i)
{
    struct state *to = &s->in[i];
    bool changed = false;

    if (!to->reached) {
        *to = s->now;
        to->reached = true;
        to->visits = 0;
        return true;
    }
    for (unsigned r = 0; r < s->p->fe->nvars; r++) {
        struct value v = join(s, to->regs[r], s->now.regs[r]);
        changed |= v.kind != to->regs[r].kind || v.v != to->regs[r].v;
        to->regs[r] = v;
    }
    unsigned n = 0;
    for (unsigned k = 0; k < to->nslots; k++) {
        struct slot x = to->slots[k];
        struct value v =
            join(s, x.value, load(s, (struct value){.kind = ADDRESS, .v = x.offset}, 8));
        changed |= v.kind != x.value.kind || v.v != x.value.v;
        x.value = v;
        if (v.kind != ANY) {
            to->slots[n++] = x;
        }
    }
    to->nslots = n;
    return changed && ++to->visits < MAX_VISITS;
}

static void run_block(struct search *s, const struct func *f, unsigned i, bool *todo)
{
    const struct block *b = f->blocks[i];
    bool call = b->fe->branch == FE_BR_CALL;
    unsigned next = 0;

    if (b->fe->ntemps > MAX_TEMPS) {
        return;
    }
    s->now = s->in[i];
    memset(s->temps, 0, sizeof(s->temps));
    for (unsigned k = 0; k < b->fe->nops; k++) {
        int to = -1;
        const struct fe_op *o = &b->fe->ops[k];
        run_op(s, b->fe, o);
        if (next >= b->nexits || b->exits[next].op != k) {
            continue;
        }
        const struct block_exit *e = &b->exits[next++];
        if (e->kind == EXIT_SYSCALL) {
            struct value nr = s->now.regs[s->number];
            if (nr.kind == CONST && nr.v == RT_SIGACTION) {
                note_signal(s, 0);
            }
            s->now.regs[s->args[0]] = any;
            to = func_block_index(f, block_end(b));
        } else if (e->kind == EXIT_DIRECT && !call) {
            to = func_block_index(f, e->target);
            if (to < 0) {
                note_call(s, e->target);
            }
        } else if (call) {
            if (e->kind == EXIT_DIRECT) {
                note_call(s, e->target);
            }
            after_call(s);
            to = func_block_index(f, block_end(b));
        }
        if (to >= 0 && flow(s, to)) {
            todo[to] = true;
        }
    }
    for (unsigned k = 0; k < b->njump_targets; k++) {
        int to = func_block_index(f, b->jump_targets[k]);
        if (to >= 0 && flow(s, to)) {
            todo[to] = true;
        }
    }
}

static void run_function(struct search *s, size_t at)
{
    const struct func *f = s->p->funcs[at];
    bool *todo = xcalloc(f->nblocks, sizeof(*todo)), any_left = true;
    int entry = func_block_index(f, f->entry);

    s->f = at;
    s->in = xcalloc(f->nblocks, sizeof(*s->in));
    memset(&s->now, 0, sizeof(s->now));
    for (unsigned k = 0; k < s->nargs; k++) {
        s->now.regs[s->args[k]] = (struct value){ARG, k};
    }
    s->now.regs[s->sp] = (struct value){ADDRESS, 0};
    if (entry >= 0) {
        todo[entry] = flow(s, entry);
    }
    while (any_left && !s->found) {
        any_left = false;
        for (unsigned i = 0; i < f->nblocks && !s->found; i++) {
            if (todo[i]) {
                todo[i] = false;
                any_left = true;
                run_block(s, f, i, todo);
            }
        }
    }
    free(s->in);
    free(todo);
}

/* --- The program ----------------------------------------------------------------------------
 */

static bool makes_syscalls(const struct func *f)
{
    for (unsigned i = 0; i < f->nblocks; i++) {
        for (unsigned k = 0; k < f->blocks[i]->nexits; k++) {
            if (f->blocks[i]->exits[k].kind == EXIT_SYSCALL) {
                return true;
            }
        }
    }
    return false;
}

/* F calls or jumps to the function at ENTRY. */
static bool goes_to(const struct func *f, uint64_t entry)
{
    for (unsigned i = 0; i < f->nblocks; i++) {
        for (unsigned k = 0; k < f->blocks[i]->nexits; k++) {
            const struct block_exit *e = &f->blocks[i]->exits[k];
            if (e->kind == EXIT_DIRECT && e->target == entry) {
                return true;
            }
        }
    }
    return false;
}

static bool find_registers(struct search *s)
{
    static const char *const args[][MAX_ARGS] = {
        {"x0", "x1", "x2", "x3", "x4", "x5"},
        {"x10/a0", "x11/a1", "x12/a2", "x13/a3", "x14/a4", "x15/a5"},
    };
    static const char *const numbers[] = {"x8", "x17/a7"};
    const struct fe *fe = s->p->fe;
    bool has_number = false;

    int sp = libc_var(fe, LIBC_SP);
    for (unsigned v = 0; v < fe->nvars; v++) {
        for (unsigned g = 0; g < 2; g++) {
            for (unsigned k = 0; k < MAX_ARGS; k++) {
                if (!strcmp(fe->vars[v].name, args[g][k])) {
                    s->args[k] = v;
                    s->nargs++;
                }
            }
            if (!strcmp(fe->vars[v].name, numbers[g])) {
                s->number = v;
                has_number = true;
            }
        }
    }
    s->sp = (unsigned)sp;
    return s->nargs == MAX_ARGS && has_number && sp >= 0;
}

bool is_go(const struct elf_image *img)
{
    static const char magic[] = "\xff Go buildinf:";

    return memmem(img->file, img->file_size, magic, sizeof(magic) - 1) != NULL;
}

/* Runs the functions that call F. */
static void run_callers(struct search *s, const struct func *f)
{
    for (size_t i = 0; i < s->p->nfuncs && !s->found; i++) {
        if (goes_to(s->p->funcs[i], f->entry)) {
            run_function(s, i);
        }
    }
}

/* Runs the callers of what has come to hand on a signal, until there is no more. */
static void run_handing_on(struct search *s)
{
    size_t n = s->p->nfuncs;
    uint8_t *before = xcalloc(n + 1, 1);

    for (bool more = true; more && !s->found;) {
        more = false;
        for (size_t g = 0; g < n && !s->found; g++) {
            if (before[g] != s->hands_on[g]) {
                before[g] = s->hands_on[g];
                more = true;
                run_callers(s, s->p->funcs[g]);
            }
        }
    }
    free(before);
}

bool installs_fault_handler(const struct program *p)
{
    struct search *s = xcalloc(1, sizeof(*s));
    bool found;

    s->p = p;
    s->hands_on = xcalloc(p->nfuncs + 1, 1);
    sym_callee_saved(p->fe, &s->callee_saved);
    if (find_registers(s)) {
        for (size_t i = 0; i < p->nfuncs && !s->found; i++) {
            if (makes_syscalls(p->funcs[i])) {
                run_function(s, i);
            }
        }
        run_handing_on(s);
    }
    found = s->found || is_go(p->img); /* whose runtime handles all, in a loop over a table */
    free(s->hands_on);
    free(s);
    return found;
}
