/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * jump_table.c: where the indirect jumps inside a function may go.
 *
 * A `switch` ends in a jump to an address that depends on an index and on a table:
 *
 *         cmp   w1, #9                 guard: holds for 0..9 on the way to `br`
 *         b.hi  default
 *         adrp  x0, table; add x0, x0, :lo12:table
 *         ldrb  w0, [x0, w1, uxtw]
 *         adr   x2, base
 *         add   x0, x2, w0, sxtb #2
 *         br    x0
 *
 * Nothing here knows such patterns. The path of blocks up to the jump becomes
 * expressions (symeval.h). Then each part of the target's expression is tried as the
 * index: if the target can be computed from it, constants and the file's read-only
 * data alone, it is computed for every value that the conditions along the path allow.
 * If they allow too many, it goes on to the first value that gives no place in the
 * function.
 *
 * The path starts with the chain of only predecessors. If that does not tell, it is
 * prolonged by each predecessor in turn. A register whose value comes from before the
 * path counts as a constant if all definitions that reach it are this one constant.
 *
 * Being wrong costs time, not correctness: translated code compares the target that
 * the guest computed with the ones found here, and takes the general way if it is
 * another one. But only a bounded index, or a target that is loaded as an address, of which
 * all are known, tells that there are no others (`jump_open` of struct block is false):
 * where there may be, all state is kept for them. No constant in memory tells that, where
 * somebody may have changed it since it was stored: but for those in private slots of the frame
 * (spill_slots.h) and those that only start-up code writes.
 */
#include "spill_slots.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_ENTRIES = 2048,     /* of a table */
    MAX_BYTE_ENTRIES = 256, /* of one whose entries are bytes, without a known end */
    MAX_PATH = 32,          /* blocks */
    MAX_PATH_OPS = 4000,
    MAX_PATHS = 32, /* to one jump */
    MAX_FORKS = 3,  /* on one path */
    MAX_CANDIDATES = 48,
};

struct targets {
    uint64_t *items;
    size_t n, cap;
};

struct edge {
    unsigned from;
    bool call; /* over a call */
};

/* A block's place in the flow graph. */
struct place {
    struct edge *preds; /* in struct finder's edges */
    unsigned npreds;
    struct sym_regs writes; /* registers that the block changes */
    unsigned seen;          /* == finder's `walk`: already visited */
};

struct guard {
    uint32_t node;
    bool want;
    bool fixed; /* the same whatever the index is */
};

struct finder {
    const struct program *p;
    const struct func *f;
    struct place *places; /* as f->blocks */
    struct edge *edges;
    unsigned *queue;
    unsigned walk;
    struct sym_regs callee_saved;
    struct sym s;       /* of the path being looked at */
    struct sym single;  /* of one block, for reaching definitions */
    unsigned single_at; /* which, + 1 */
    struct spill_slots slots;

    bool returns_known; /* only asked whether there are other targets than were found before */
    struct targets starts; /* of tables found so far */
    bool open_ended;       /* tables without a known end are wanted */
    bool partial;          /* some way to the jump, or some index, has not told its target */
    bool computed;         /* the target is no address that was loaded, but made of something */
    bool assumed;          /* nobody has changed a constant in memory, which was possible */
    bool written;          /* a constant comes from memory that start-up code may write to */
    struct targets *out;
    unsigned paths_left;
    struct guard guards[MAX_PATH];
    unsigned nguards;
    unsigned head;                   /* first block of the path */
    uint8_t leaf_state[FE_MAX_VARS]; /* 0: not asked yet, 1: unknown, 2: constant */
    uint64_t leaf_value[FE_MAX_VARS];
};

bool ends_in_jump(const struct block *b)
{
    return b->fe->branch == FE_BR_JUMP && b->nexits == 1 && b->exits[0].kind == EXIT_INDIRECT;
}

static void add(struct targets *t, uint64_t a)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->items = xrealloc(t->items, t->cap, sizeof(*t->items));
    }
    t->items[t->n++] = a;
}

static void sort_unique(struct targets *t)
{
    size_t n = 0;

    if (t->n) {
        qsort(t->items, t->n, sizeof(*t->items), compare_u64);
    }
    for (size_t i = 0; i < t->n; i++) {
        if (n == 0 || t->items[n - 1] != t->items[i]) {
            t->items[n++] = t->items[i];
        }
    }
    t->n = n;
}

/* --- The flow graph ---------------------------------------------------------------- */

/* Calls FN for each edge from block I; the call's other side is left out. */
static void for_each_edge(struct finder *w, unsigned i,
                          void (*fn)(struct finder *w, unsigned from, unsigned to, bool call))
{
    const struct block *b = w->f->blocks[i];
    int before = -1;

    for (unsigned k = 0; k < b->nexits + b->njump_targets; k++) {
        const struct block_exit *e = &b->exits[k < b->nexits ? k : 0];
        bool call = k < b->nexits && (b->fe->branch == FE_BR_CALL || e->kind == EXIT_SYSCALL);
        if (call && w->returns_known && ends_for_good(w->p, b)) {
            continue;
        }
        uint64_t pc = e->target;
        if (k >= b->nexits) {
            pc = b->jump_targets[k - b->nexits];
        } else if (call) {
            pc = block_end(b);
        } else if (e->kind != EXIT_DIRECT) {
            continue;
        }
        int to = func_block_index(w->f, pc);
        if (to >= 0 && to != before) {
            fn(w, i, (unsigned)to, call);
        }
        before = to;
    }
}

static void count_edge(struct finder *w, unsigned from, unsigned to, bool call)
{
    (void)from;
    (void)call;
    w->places[to].npreds++;
}

static void put_edge(struct finder *w, unsigned from, unsigned to, bool call)
{
    struct place *p = &w->places[to];
    p->preds[p->npreds++] = (struct edge){from, call};
}

static void note_writes(struct finder *w, unsigned i)
{
    const struct fe_block *f = w->f->blocks[i]->fe;
    struct sym_regs *writes = &w->places[i].writes;

    for (unsigned k = 0; k < f->nops; k++) {
        const struct fe_op *o = &f->ops[k];
        for (unsigned j = 0; j < o->nout; j++) {
            const struct fe_temp *t = &f->temps[f->args[o->args + j]];
            if (t->kind == FE_GLOBAL) {
                sym_reg_add(writes, (uint64_t)t->val);
            }
        }
    }
}

static void build_graph(struct finder *w)
{
    unsigned n = w->f->nblocks, total = 0;

    w->places = xcalloc(n, sizeof(*w->places));
    w->queue = xcalloc(n, sizeof(*w->queue));
    for (unsigned i = 0; i < n; i++) {
        for_each_edge(w, i, count_edge);
        note_writes(w, i);
    }
    for (unsigned i = 0; i < n; i++) {
        total += w->places[i].npreds;
    }
    w->edges = xcalloc(total + 1, sizeof(*w->edges));
    total = 0;
    for (unsigned i = 0; i < n; i++) {
        w->places[i].preds = w->edges + total;
        total += w->places[i].npreds;
        w->places[i].npreds = 0;
    }
    for (unsigned i = 0; i < n; i++) {
        for_each_edge(w, i, put_edge);
    }
}

/* --- What reaches the path from outside -------------------------------------------- */

static void run_single(struct finder *w, unsigned i)
{
    if (w->single_at != i + 1) {
        sym_reset(&w->single);
        sym_run(&w->single, w->f->blocks[i]);
        w->single_at = i + 1;
    }
}

static bool spilled(struct finder *w, const struct sym *s, uint32_t node, uint64_t *v)
{
    bool is_private = true;
    bool found = spill_slot_value(&w->slots, s, node, v, &is_private);

    w->assumed |= found && !is_private;
    return found;
}

/* What block I leaves in REG: a constant (true), the old value (*SAME), or neither. */
static bool defined(struct finder *w, unsigned i, uint64_t reg, uint64_t *v, bool *same)
{
    run_single(w, i);
    uint32_t node = w->single.globals[reg];
    const struct sym_node *o = &w->single.nodes[node];

    *same = o->opc == SYM_LEAF && o->k == reg;
    *v = o->k;
    if (o->opc == SYM_CONST) {
        w->assumed |= w->single.assumes;
        return true;
    }
    return spilled(w, &w->single, node, v);
}

/* REG holds one and the same constant on every way to block HEAD. */
static bool reaching_constant(struct finder *w, unsigned head, uint64_t reg, uint64_t *value)
{
    unsigned n = 0;
    bool found = false;

    w->walk++;
    w->queue[n++] = head;
    w->places[head].seen = w->walk;
    for (unsigned at = 0; at < n; at++) {
        const struct place *p = &w->places[w->queue[at]];
        if (w->f->blocks[w->queue[at]]->pc == w->f->entry) {
            return false;
        }
        for (unsigned k = 0; k < p->npreds; k++) {
            unsigned from = p->preds[k].from;
            bool same = true;
            uint64_t v;
            if (p->preds[k].call && !sym_reg_in(&w->callee_saved, reg)) {
                return false;
            }
            if (sym_reg_in(&w->places[from].writes, reg) && defined(w, from, reg, &v, &same)) {
                if (found && v != *value) {
                    return false;
                }
                *value = v;
                found = true;
            } else if (!same) {
                return false;
            } else if (w->places[from].seen != w->walk) {
                w->places[from].seen = w->walk;
                w->queue[n++] = from;
            }
        }
    }
    return found;
}

static bool leaf_value(void *arg, uint64_t reg, uint64_t *value)
{
    struct finder *w = arg;

    if (!w->leaf_state[reg]) {
        bool known = reaching_constant(w, w->head, reg, &w->leaf_value[reg]);
        w->leaf_state[reg] = known ? 2 : 1;
    }
    *value = w->leaf_value[reg];
    return w->leaf_state[reg] == 2;
}

static bool spilled_value(void *arg, uint32_t node, uint64_t *value)
{
    struct finder *w = arg;

    return spilled(w, &w->s, node, value);
}

/* ADDR, of 8 bytes, is a constant that only had to be relocated. */
static bool is_relocated(const struct finder *w, uint64_t addr)
{
    const struct elf_image *img = w->p->img;
    uint64_t at = addr - w->p->bias;

    for (size_t i = 0; i < img->nifuncs; i++) {
        if (img->ifuncs[i].slot == at) {
            return false;
        }
    }
    return img->relro.size >= 8 && at - img->relro.addr <= img->relro.size - 8;
}

/* What the file has at ADDR. Of what the program may change, only addresses: tables of
 * them are in writable segments if they had to be relocated. */
static bool read_image(void *arg, uint64_t addr, unsigned size_log2, uint64_t *value)
{
    struct finder *w = arg;
    const struct elf_segment *seg = elf_image_segment_at(w->p->img, addr - w->p->bias);
    size_t avail, size = (size_t)1 << size_log2;

    if (!seg || size > 8 || addr % size || (seg->w && size != 8)) {
        return false;
    }
    const uint8_t *bytes = elf_image_bytes(w->p->img, addr - w->p->bias, &avail);
    if (!bytes || avail < size) {
        return false;
    }
    w->written |= seg->w;
    w->assumed |= seg->w && !is_relocated(w, addr);
    *value = 0;
    memcpy(value, bytes, size);
    return true;
}

/* --- From index to targets --------------------------------------------------------- */

static bool is_target(const struct finder *w, uint64_t a)
{
    return a >= w->f->lo && a < w->f->hi && a % w->p->fe->insn_align == 0;
}

/* The path's conditions allow the index to be X. */
static bool allowed(struct finder *w, uint32_t index, uint64_t x)
{
    uint64_t v;

    w->s.bound = index;
    w->s.bound_value = x;
    for (unsigned i = 0; i < w->nguards; i++) {
        const struct guard *g = &w->guards[i];
        if (!g->fixed && sym_value(&w->s, g->node, &v) && (v != 0) != g->want) {
            return false;
        }
    }
    return true;
}

/* Sets `fixed` for INDEX; false if such a guard forbids the path. */
static bool find_fixed_guards(struct finder *w, uint32_t index)
{
    uint64_t v;
    bool may = true;

    w->s.bound = index;
    w->s.bound_value = 0;
    for (unsigned i = 0; i < w->nguards; i++) {
        struct guard *g = &w->guards[i];
        bool known = sym_value(&w->s, g->node, &v);
        g->fixed = !w->s.used_bound;
        may &= !(g->fixed && known && (v != 0) != g->want);
    }
    return may;
}

static bool target_of(struct finder *w, uint32_t target, uint32_t index, uint64_t x,
                      uint64_t *pc)
{
    w->s.bound = index;
    w->s.bound_value = x;
    return sym_value(&w->s, target, pc);
}

/* The conditions set an upper bound. Large unsigned values tell less: a signed
 * comparison alone lets them pass. */
static bool bounded(struct finder *w, uint32_t index)
{
    return !allowed(w, index, MAX_ENTRIES) && !allowed(w, index, 65537) &&
           !allowed(w, index, INT32_MAX);
}

static bool enumerate_bounded(struct finder *w, uint32_t target, uint32_t index)
{
    size_t before = w->out->n;
    bool first = true;
    uint64_t pc;

    for (uint64_t x = 0; x < MAX_ENTRIES; x++) {
        if (!allowed(w, index, x)) {
            continue;
        }
        if (!target_of(w, target, index, x, &pc)) {
            if (first) {
                return false;
            }
            w->partial = true;
            continue;
        }
        if (first && w->s.nloads) {
            add(&w->starts, w->s.load_addr);
        }
        first = false;
        if (is_target(w, pc)) {
            add(w->out, pc);
        }
    }
    return w->out->n > before;
}

static bool other_table(const struct finder *w, uint64_t addr)
{
    for (size_t i = 0; i < w->starts.n; i++) {
        if (w->starts.items[i] == addr) {
            return true;
        }
    }
    return false;
}

static bool enumerate_open(struct finder *w, uint32_t target, uint32_t index)
{
    size_t before = w->out->n;
    uint64_t limit = sym_max(&w->s, index), pc, last = 0, step = 0;

    limit = limit < MAX_ENTRIES ? limit + 1 : MAX_ENTRIES;
    for (uint64_t x = 0; x < limit; x++) {
        if (!target_of(w, target, index, x, &pc) || !w->s.nloads || !is_target(w, pc) ||
            (x && other_table(w, w->s.load_addr))) {
            break;
        }
        step = w->s.load_addr - last;
        last = w->s.load_addr;
        if (step == 1 && x == MAX_BYTE_ENTRIES) {
            break;
        }
        add(w->out, pc);
    }
    /* One entry makes no table. */
    if (w->out->n - before < 2) {
        w->out->n = before;
        return false;
    }
    return true;
}

/* The parts of TARGET that are no constants, from the outside in. */
static unsigned candidates(const struct sym *s, uint32_t target, uint32_t *list)
{
    unsigned n = 0;

    list[n++] = target;
    for (unsigned at = 0; at < n; at++) {
        const struct sym_node *o = &s->nodes[list[at]];
        for (unsigned i = 0; i < o->nin && n < MAX_CANDIDATES; i++) {
            bool known = s->nodes[o->in[i]].opc == SYM_CONST;
            for (unsigned k = 0; k < n && !known; k++) {
                known = list[k] == o->in[i];
            }
            if (!known) {
                list[n++] = o->in[i];
            }
        }
    }
    return n;
}

/* TARGET is an address as memory holds it; RISC-V's jumps clear its lowest bit. */
static bool is_loaded(const struct sym *s, uint32_t target)
{
    const struct sym_node *o = &s->nodes[target];

    if (o->opc == FE_OP_and_i64 && s->nodes[o->in[1]].opc == SYM_CONST &&
        s->nodes[o->in[1]].k == ~(uint64_t)1) {
        o = &s->nodes[o->in[0]];
    }
    return o->opc == FE_OP_qemu_ld_i64 && o->k == 3;
}

static bool resolve_target(struct finder *w, uint32_t target)
{
    uint32_t list[MAX_CANDIDATES];
    uint64_t pc;
    unsigned n = candidates(&w->s, target, list);

    for (unsigned i = 0; i < n && w->nguards; i++) {
        if (find_fixed_guards(w, list[i]) && bounded(w, list[i]) &&
            enumerate_bounded(w, target, list[i])) {
            return true;
        }
    }
    if (target_of(w, target, 0, 0, &pc)) {
        w->assumed |= w->written; /* no table, but a function's address, say */
        if (is_target(w, pc)) {
            add(w->out, pc);
        }
        return true;
    }
    w->computed |= !is_loaded(&w->s, target);
    for (unsigned i = 0; i < n && w->open_ended; i++) {
        if (enumerate_open(w, target, list[i])) {
            return true;
        }
    }
    return false;
}

/* --- Paths ------------------------------------------------------------------------- */

struct path {
    unsigned blocks[MAX_PATH]; /* the jump's block first */
    bool call[MAX_PATH];       /* over a call to the block before */
    unsigned n, nops;
};

/* Prolongs the path by E; false if it gets too long or runs in a circle. */
static bool prolong(struct finder *w, struct path *p, const struct edge *e)
{
    unsigned nops = w->f->blocks[e->from]->fe->nops;

    for (unsigned i = 0; i < p->n; i++) {
        if (p->blocks[i] == e->from) {
            return false;
        }
    }
    if (p->n == MAX_PATH || p->nops + nops > MAX_PATH_OPS) {
        return false;
    }
    p->blocks[p->n] = e->from;
    p->call[p->n++] = e->call;
    p->nops += nops;
    return true;
}

static bool is_entry(const struct finder *w, unsigned i)
{
    return w->f->blocks[i]->pc == w->f->entry;
}

static void note_guard(struct finder *w, unsigned from, unsigned to)
{
    const struct block *b = w->f->blocks[from];
    uint64_t pc = w->f->blocks[to]->pc;

    if (w->s.branch && b->exits[0].kind == EXIT_DIRECT && b->exits[1].kind == EXIT_DIRECT &&
        b->exits[0].target != b->exits[1].target) {
        w->guards[w->nguards++] =
            (struct guard){.node = w->s.branch, .want = b->exits[1].target == pc};
    }
}

/* The expression of where the jump at the end of the path goes. */
static uint32_t run_path(struct finder *w, const struct path *p)
{
    sym_reset(&w->s);
    memset(w->leaf_state, 0, sizeof(w->leaf_state));
    w->nguards = 0;
    w->head = p->blocks[p->n - 1];
    for (unsigned i = p->n; i-- > 0;) {
        sym_run(&w->s, w->f->blocks[p->blocks[i]]);
        if (i > 0 && p->call[i]) {
            sym_call(&w->s);
        } else if (i > 0) {
            note_guard(w, p->blocks[i], p->blocks[i - 1]);
        }
    }
    return w->s.globals[w->p->fe->pc_var];
}

static bool resolve_path(struct finder *w, struct path *p, unsigned forks)
{
    unsigned head = p->blocks[p->n - 1];

    while (!is_entry(w, head) && w->places[head].npreds == 1 &&
           prolong(w, p, w->places[head].preds)) {
        head = p->blocks[p->n - 1];
    }
    if (w->paths_left == 0) {
        return false;
    }
    w->paths_left--;
    bool found = resolve_target(w, run_path(w, p));
    w->assumed |= w->s.assumes;
    if (found) {
        return true;
    }
    if (forks == MAX_FORKS) {
        return false;
    }
    for (unsigned i = 0; i < w->places[head].npreds; i++) {
        struct path longer = *p;
        if (prolong(w, &longer, &w->places[head].preds[i]) &&
            resolve_path(w, &longer, forks + 1)) {
            found = true;
        } else {
            w->partial = true;
        }
    }
    return found;
}

/* --- Functions --------------------------------------------------------------------- */

/* Addresses inside F, other than its entry, that the program's data points to or F's code
 * computes: labels of computed gotos and tables of absolute addresses. */
static void targets_from_refs(struct finder *w)
{
    const struct program *p = w->p;
    size_t k = program_code_ref(p, w->f->entry + 1);

    for (; k < p->ncode_refs && p->code_refs[k] < w->f->hi; k++) {
        add(w->out, p->code_refs[k]);
    }
    for (unsigned i = 0; i < w->f->nrefs; i++) {
        add(w->out, w->f->refs[i]);
    }
}

static void set_targets(struct block *b, struct targets *t, bool open)
{
    sort_unique(t);
    b->jump_open = open;
    free(b->jump_targets);
    b->jump_targets = t->items;
    b->njump_targets = (unsigned)t->n;
}

/* All of T are B's targets. */
static bool known_targets(const struct block *b, const struct targets *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!bsearch(&t->items[i], b->jump_targets, b->njump_targets, sizeof(uint64_t),
                     compare_u64)) {
            return false;
        }
    }
    return true;
}

static void take_targets(struct finder *w, struct block *b, struct targets *t)
{
    bool open = w->assumed || (w->open_ended ? w->computed : w->partial);
    size_t kept = 0;

    if (w->returns_known) {
        b->jump_open &= open || !known_targets(b, t);
        free(t->items);
        return;
    }
    for (size_t k = 0; k < t->n; k++) {
        if (program_may_land(w->p, t->items[k], b->fe->branch_type)) {
            t->items[kept++] = t->items[k];
        }
    }
    t->n = kept;
    set_targets(b, t, open);
}

static bool resolve_jump(struct finder *w, unsigned i)
{
    struct path path = {.blocks = {i}, .n = 1, .nops = w->f->blocks[i]->fe->nops};
    struct targets t = {0};

    w->out = &t;
    w->partial = w->computed = w->assumed = w->written = false;
    w->paths_left = MAX_PATHS;
    bool found = resolve_path(w, &path, 0);
    /* With all labels that are anywhere as addresses, nothing that is loaded is missed. */
    if (w->open_ended && (found ? !w->computed : !w->f->blocks[i]->jump_targets)) {
        targets_from_refs(w);
        found = true;
    }
    if (found) {
        take_targets(w, w->f->blocks[i], &t);
    } else {
        free(t.items);
    }
    return found;
}

static void search(const struct program *p, const struct func *f, bool returns_known)
{
    struct finder w = {.p = p, .f = f, .returns_known = returns_known};
    struct targets todo = {0}, open = {0};

    for (unsigned i = 0; i < f->nblocks; i++) {
        if (ends_in_jump(f->blocks[i])) {
            add(&todo, i);
        }
    }
    if (todo.n == 0) {
        return;
    }
    build_graph(&w);
    sym_callee_saved(p->fe, &w.callee_saved);
    w.s.fe = w.single.fe = p->fe;
    w.s.callee_saved = w.single.callee_saved = &w.callee_saved;
    w.s.read = read_image;
    w.s.leaf = leaf_value;
    w.s.spilled = spilled_value;
    w.s.arg = &w;
    spill_slots_find(&w.slots, p, f, &w.callee_saved, &w.single);
    w.single_at = 0;
    /* First tables with a known end, so that the others know where to stop. */
    for (size_t i = 0; i < todo.n; i++) {
        if (!resolve_jump(&w, (unsigned)todo.items[i])) {
            add(&open, todo.items[i]);
        }
    }
    w.open_ended = true;
    for (size_t i = 0; i < open.n; i++) {
        resolve_jump(&w, (unsigned)open.items[i]);
    }
    free(todo.items);
    free(open.items);
    free(w.places);
    free(w.edges);
    free(w.queue);
    free(w.starts.items);
    sym_free(&w.s);
    sym_free(&w.single);
}

void find_jump_targets(const struct program *p, const struct func *f)
{
    search(p, f, false);
}

void close_jumps(const struct program *p)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *f = p->funcs[i];
        bool open = false;
        for (unsigned k = 0; k < f->nblocks; k++) {
            open |= f->blocks[k]->jump_open;
        }
        if (open) {
            search(p, f, true);
        }
    }
}
