/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * discover.c: find the guest program's functions and their blocks.
 *
 * Entries come from symbols, unwind ranges, relocations, calls, jumps that leave
 * a function, and constants in code and data that look like code addresses. A
 * worklist turns each entry into a function: blocks are decoded from the entry on
 * along direct branches and resolved jump tables. What lies between the functions
 * found so is decoded too if it makes sense as code.
 *
 * Nothing here has to be right for the translated program to be right: what is
 * missed runs in the fallback, what is found in excess is never entered.
 */
#include "discover.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_BLOCK_INSNS = 200,
    MAX_FUNC_INSNS = 60000,
    MAX_JUMP_ROUNDS = 32,
    MIN_UNKNOWN = 4096, /* bytes of code without ranges that are worth a round of inference */
};

static int cmp_range(const void *a, const void *b)
{
    const struct elf_range *x = a, *y = b;
    if (x->addr != y->addr) {
        return x->addr < y->addr ? -1 : 1;
    }
    return (x->size < y->size) - (x->size > y->size);
}

static bool in_code(const struct program *p, uint64_t a)
{
    if (a % p->fe->insn_align) {
        return false;
    }
    for (size_t i = 0; i < p->img->nexec_sections; i++) {
        const struct elf_range *r = &p->img->exec_sections[i];
        uint64_t lo = r->addr + p->bias;
        if (a >= lo && a < lo + r->size) {
            return true;
        }
    }
    return false;
}

/* How many ranges start at or before A. */
static size_t ranges_up_to(const struct discovery *d, uint64_t a)
{
    size_t lo = 0, hi = d->nranges;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (d->ranges[mid].addr <= a) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* Ranges are sorted and, but for aliases, disjoint. */
const struct elf_range *range_at(const struct discovery *d, uint64_t a)
{
    size_t lo = ranges_up_to(d, a);

    for (size_t i = lo; i-- > 0 && lo - i < 4;) {
        if (a < d->ranges[i].addr + d->ranges[i].size) {
            return &d->ranges[i];
        }
    }
    return NULL;
}

static void set_bit(uint64_t *bits, uint64_t i)
{
    bits[i / 64] |= (uint64_t)1 << i % 64;
}

void add_entry(struct discovery *d, uint64_t a)
{
    if (in_code(d->p, a) && addr_set_add(&d->entries, a)) {
        worklist_push(&d->todo, a);
        if (d->guessing) {
            addr_set_add(&d->guessed, a);
        }
        if (d->inferring) {
            set_bit(d->starts, (a - d->p->text_lo) / 2);
        }
    }
}

static bool inside(const struct func *f, uint64_t pc)
{
    return pc >= f->lo && pc < f->hi;
}

/* Perhaps a label that a computed goto takes. */
static void note_ref(struct func *f, uint64_t a)
{
    f->refs = xgrow(f->refs, f->nrefs, sizeof(*f->refs));
    f->refs[f->nrefs++] = a;
}

/* An address that something points to: a function if it starts one or lies in
 * unknown territory, else a place that a computed jump may go to. */
static void add_ref(struct discovery *d, uint64_t a)
{
    if (!in_code(d->p, a)) {
        return;
    }
    if (d->cur && !d->inferring && inside(d->cur, a) && a != d->cur->entry) {
        note_ref(d->cur, a);
    }
    const struct elf_range *r = range_at(d, a);
    if (!r && d->inferring) {
        addr_set_add(&d->weak, a);
    } else if (!r || r->addr == a) {
        add_entry(d, a);
    } else {
        addr_set_add(&d->refs, a);
    }
}

/* --- One block ------------------------------------------------------------- */

/* Constants that the block computes, followed far enough to see address pairs
 * (adrp+add, auipc+addi) and what the program counter is set to. */
struct const_state {
    bool known[512];
    int64_t val[512];
};

static bool const_of(const struct fe_block *b, const struct const_state *c, uint64_t t,
                     int64_t *v)
{
    if (b->temps[t].kind == FE_CONST) {
        *v = b->temps[t].val;
        return true;
    }
    if (t < 512 && c->known[t]) {
        *v = c->val[t];
        return true;
    }
    return false;
}

static void add_exit(struct block *b, enum exit_kind kind, unsigned op, uint64_t target)
{
    if (b->nexits < MAX_BLOCK_EXITS) {
        b->exits[b->nexits++] = (struct block_exit){kind, op, target};
    }
}

static void set_const(struct const_state *c, uint64_t t, bool known, int64_t v)
{
    if (t < 512) {
        c->known[t] = known;
        c->val[t] = v;
    }
}

/* Fills in the block's exits; reports address constants through add_ref. */
static void analyse_block(struct discovery *d, struct block *b)
{
    const struct fe *fe = d->p->fe;
    const struct fe_block *f = b->fe;
    struct const_state c;
    uint64_t pc_temp = UINT64_MAX;
    bool fp_state = false; /* the instruction accesses floating point modes or flags */

    memset(c.known, 0, sizeof(c.known));
    for (unsigned i = 0; i < f->ntemps; i++) {
        if (f->temps[i].kind == FE_GLOBAL && f->temps[i].val == (int64_t)fe->pc_var) {
            pc_temp = i;
        }
    }
    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        const uint64_t *a = &f->args[o->args];
        int64_t x = 0, y = 0;
        bool kx = o->nin > 0 && const_of(f, &c, a[o->nout], &x);
        bool ky = o->nin > 1 && const_of(f, &c, a[o->nout + 1], &y);

        switch (o->opc) {
        case FE_OP_mov_i64: set_const(&c, a[0], kx, x); break;
        case FE_OP_add_i64:
            set_const(&c, a[0], kx && ky, (int64_t)((uint64_t)x + (uint64_t)y));
            if (kx && ky) {
                add_ref(d, (uint64_t)x + (uint64_t)y);
            }
            break;
        case FE_OP_insn_start: fp_state = false; break;
        case FE_OP_set_label: memset(c.known, 0, sizeof(c.known)); break;
        case FE_OP_exit_tb:
            if ((a[0] <= 1 || fp_state) && pc_temp < 512 && c.known[pc_temp]) {
                add_exit(b, EXIT_DIRECT, i, (uint64_t)c.val[pc_temp]);
            } else {
                add_exit(b, EXIT_LEAVE, i, 0);
            }
            break;
        case FE_OP_and_i64: set_const(&c, a[0], kx && ky, x & y); break;
        case FE_OP_goto_ptr:
            /* One that is not indirect in truth: what a linker leaves of far calls (auipc and
             * jalr). */
            if (f->branch != FE_BR_RET && !(d->p->checks_branches && f->branch_type) &&
                pc_temp < 512 && c.known[pc_temp]) {
                add_exit(b, EXIT_DIRECT, i, (uint64_t)c.val[pc_temp]);
            } else {
                add_exit(b, EXIT_INDIRECT, i, 0);
            }
            break;
        case FE_OP_call: {
            int64_t args[8] = {0};
            for (unsigned j = 0; j < o->nin && j < 8; j++) {
                const_of(f, &c, a[o->nout + j], &args[j]);
            }
            if (fe->is_syscall(o->helper->name, args, o->nin)) {
                add_exit(b, EXIT_SYSCALL, i, 0);
            }
            fp_state |= fe->is_fp_state(o->helper->name, args, o->nin);
            for (unsigned j = 0; j < o->nout; j++) {
                set_const(&c, a[j], false, 0);
            }
            break;
        }
        default:
            for (unsigned j = 0; j < o->nout; j++) {
                set_const(&c, a[j], false, 0);
            }
            break;
        }
        /* A constant that goes to a guest register may be a code address. */
        if (o->opc == FE_OP_mov_i64 && kx && f->temps[a[0]].kind == FE_GLOBAL &&
            a[0] != pc_temp && (uint64_t)x != f->pc + f->size) {
            add_ref(d, (uint64_t)x);
        }
    }
}

static struct block *new_block(struct discovery *d, uint64_t pc, unsigned max_insns)
{
    struct fe_block *f = d->p->fe->translate(pc, max_insns);
    if (!f) {
        return NULL;
    }
    struct block *b = xcalloc(1, sizeof(*b));
    b->pc = pc;
    b->fe = f;
    analyse_block(d, b);
    return b;
}

static void free_block(struct block *b)
{
    if (b) {
        fe_block_free(b->fe);
        free(b->jump_targets);
        free(b);
    }
}

/* --- One function ---------------------------------------------------------- */

/* The index of the first block of F that does not start below PC; nblocks if there is none. */
static unsigned first_block_from(const struct func *f, uint64_t pc)
{
    unsigned lo = 0, hi = f->nblocks;

    while (lo < hi) {
        unsigned mid = (lo + hi) / 2;
        if (f->blocks[mid]->pc < pc) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

int func_block_index(const struct func *f, uint64_t pc)
{
    if (f->block_index.slots) {
        size_t i = addr_index_find(&f->block_index, pc, f->nblocks);
        return i < f->nblocks ? (int)i : -1;
    }
    unsigned i = first_block_from(f, pc);
    return i < f->nblocks && f->blocks[i]->pc == pc ? (int)i : -1;
}

struct block *func_block_at(const struct func *f, uint64_t pc)
{
    int i = func_block_index(f, pc);

    return i < 0 ? NULL : f->blocks[i];
}

static void insert_block(struct func *f, struct block *b)
{
    unsigned at = f->nblocks;

    f->blocks = xgrow(f->blocks, f->nblocks, sizeof(*f->blocks));
    while (at > 0 && f->blocks[at - 1]->pc > b->pc) {
        f->blocks[at] = f->blocks[at - 1];
        at--;
    }
    f->blocks[at] = b;
    f->nblocks++;
    f->ninsns += b->fe->ninsns;
}

/* Number of instructions of B before address PC, or 0 if none starts there. */
static unsigned insns_before(const struct block *b, uint64_t pc)
{
    unsigned n = 0;
    for (unsigned i = 0; i < b->fe->nops; i++) {
        if (b->fe->ops[i].opc == FE_OP_insn_start) {
            if (b->fe->args[b->fe->ops[i].args] == pc) {
                return n;
            }
            n++;
        }
    }
    return 0;
}

/* If PC lies inside a block, cuts that block so that it ends there. */
static void split_at(struct discovery *d, struct func *f, uint64_t pc)
{
    unsigned lo = first_block_from(f, pc);

    if (lo == 0) {
        return;
    }
    struct block *b = f->blocks[lo - 1];
    if (pc >= block_end(b)) {
        return;
    }
    unsigned n = insns_before(b, pc);
    struct block *cut = n ? new_block(d, b->pc, n) : NULL;
    if (cut) {
        f->ninsns += cut->fe->ninsns;
        f->ninsns -= b->fe->ninsns;
        f->blocks[lo - 1] = cut;
        free_block(b);
    }
}

/* Where a branch of F to TARGET goes: a block of F, or another function. */
static void follow(struct discovery *d, struct func *f, struct worklist *w, uint64_t target)
{
    bool other = addr_set_has(&d->entries, target) && !addr_set_has(&d->labels, target);

    if (target == f->entry || (inside(f, target) && !other)) {
        worklist_push(w, target);
    } else if (d->trial) {
        worklist_push(&d->jumps, target);
    } else {
        add_entry(d, target);
    }
}

static void follow_block(struct discovery *d, struct func *f, struct worklist *w,
                         struct block *b)
{
    bool call = b->fe->branch == FE_BR_CALL;

    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        switch (e->kind) {
        case EXIT_DIRECT:
            if (call) {
                add_entry(d, e->target);
                follow(d, f, w, block_end(b));
            } else {
                follow(d, f, w, e->target);
            }
            break;
        case EXIT_INDIRECT:
            if (call) {
                follow(d, f, w, block_end(b));
            }
            break;
        case EXIT_SYSCALL: follow(d, f, w, block_end(b)); break;
        case EXIT_LEAVE:
            if (b->fe->branch == FE_BR_NONE) {
                follow(d, f, w, block_end(b));
            }
            break;
        }
    }
}

/* Decodes everything reachable from the addresses in W. */
static void decode(struct discovery *d, struct func *f, struct worklist *w)
{
    while (w->n && f->ninsns < MAX_FUNC_INSNS) {
        uint64_t pc = w->items[--w->n];
        if (func_block_at(f, pc)) {
            continue;
        }
        split_at(d, f, pc);
        struct block *b = new_block(d, pc, MAX_BLOCK_INSNS);
        if (!b) {
            continue;
        }
        /* What runs over the function's end goes on in another function. */
        if (inside(f, pc) && block_end(b) > f->hi) {
            unsigned n = insns_before(b, f->hi);
            if (n) {
                free_block(b);
                b = new_block(d, pc, n);
                if (!b) {
                    continue;
                }
            }
        }
        /* Up to the next block, if there is one inside. */
        size_t at = 0;
        while (at < f->nblocks && f->blocks[at]->pc <= pc) {
            at++;
        }
        if (at < f->nblocks && f->blocks[at]->pc < block_end(b)) {
            unsigned n = insns_before(b, f->blocks[at]->pc);
            if (n) {
                free_block(b);
                b = new_block(d, pc, n);
                if (!b) {
                    continue;
                }
            }
        }
        insert_block(f, b);
        follow_block(d, f, w, b);
    }
}

static bool resolve_jumps(struct discovery *d, struct func *f, struct worklist *w)
{
    find_jump_targets(d->p, f);
    for (unsigned i = 0; i < f->nblocks; i++) {
        const struct block *b = f->blocks[i];
        for (unsigned j = 0; j < b->njump_targets; j++) {
            if (!func_block_at(f, b->jump_targets[j])) {
                worklist_push(w, b->jump_targets[j]);
            }
        }
    }
    return w->n > 0;
}

/* While ranges are inferred: the first entry behind A, as far as they are known, or HI. */
static uint64_t next_entry(const struct discovery *d, uint64_t a, uint64_t hi)
{
    uint64_t bit = (a - d->p->text_lo) / 2 + 1, end = (hi - d->p->text_lo) / 2;

    while (bit < end) {
        uint64_t word = d->starts[bit / 64] >> bit % 64;
        if (word) {
            bit += (unsigned)__builtin_ctzll(word);
            break;
        }
        bit = (bit | 63) + 1;
    }
    return bit < end ? d->p->text_lo + bit * 2 : hi;
}

static void set_range(struct discovery *d, struct func *f)
{
    const struct elf_range *r = range_at(d, f->entry);

    f->lo = f->entry;
    if (r) {
        f->hi = r->addr + r->size;
        return;
    }
    /* Unknown territory: up to where something known starts. */
    f->hi = d->p->text_hi;
    size_t lo = ranges_up_to(d, f->entry);
    if (lo < d->nranges) {
        f->hi = d->ranges[lo].addr;
    }
    if (d->inferring) {
        f->hi = next_entry(d, f->entry, f->hi);
    }
}

/* The first place at or behind A, as an index. */
static size_t first_place(const struct program *p, uint64_t a)
{
    size_t lo = 0, hi = p->img->nplaces;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (p->img->places[mid].addr + p->bias < a) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

static void push_places(const struct discovery *d, const struct func *f, struct worklist *w)
{
    const struct elf_image *img = d->p->img;

    /* A range that is only assumed has other functions' places, too. */
    for (size_t i = first_place(d->p, f->lo); i < img->nplaces && range_at(d, f->lo); i++) {
        uint64_t a = img->places[i].addr + d->p->bias;
        if (a >= f->hi) {
            break;
        }
        if (in_code(d->p, a) && !addr_set_has(&d->entries, a)) {
            worklist_push(w, a);
        }
    }
}

static void mark_places(const struct discovery *d, const struct func *f)
{
    const struct elf_image *img = d->p->img;
    size_t at = first_place(d->p, f->lo);

    for (unsigned i = 0; i < f->nblocks; i++) {
        struct block *b = f->blocks[i];
        while (at < img->nplaces && img->places[at].addr + d->p->bias < b->pc) {
            at++;
        }
        if (at < img->nplaces && img->places[at].addr + d->p->bias == b->pc) {
            b->entered = img->places[at].entry;
        }
    }
}

static bool has_open_jump(const struct func *f)
{
    for (unsigned i = 0; i < f->nblocks; i++) {
        if (ends_in_jump(f->blocks[i]) && !f->blocks[i]->njump_targets) {
            return true;
        }
    }
    return false;
}

void make_function(struct discovery *d, uint64_t entry)
{
    struct program *p = d->p;
    struct func *f = xcalloc(1, sizeof(*f));
    struct worklist w = {0};

    f->entry = entry;
    f->guessed = d->guessing || addr_set_has(&d->guessed, entry);
    set_range(d, f);
    const struct elf_symbol *s = elf_image_symbol_at(p->img, entry - p->bias);
    f->name = xstrdup(s ? s->name : "");
    worklist_push(&w, entry);
    push_places(d, f, &w);
    d->cur = f;
    /* Behind each jump there may be others. */
    for (unsigned n = 0, round = 0; round < MAX_JUMP_ROUNDS; round++) {
        decode(d, f, &w);
        if (f->nblocks == n || f->ninsns >= MAX_FUNC_INSNS) {
            break;
        }
        n = f->nblocks;
        if (!resolve_jumps(d, f, &w)) {
            break;
        }
    }
    free(w.items);
    d->cur = NULL;
    if (d->inferring && has_open_jump(f)) {
        set_bit(d->open, (entry - p->text_lo) / 2);
    }
    mark_places(d, f);
    if (!func_block_at(f, entry)) {
        f->rejected = "not decodable";
    } else if (f->ninsns >= MAX_FUNC_INSNS) {
        f->rejected = "too large";
    }
    for (unsigned i = 0; i < f->nblocks; i++) {
        f->guest_bytes += f->blocks[i]->fe->size;
    }
    d->found_bytes += f->guest_bytes;
    if (d->progress) {
        d->progress(d->found_bytes);
    }
    if (p->nfuncs == d->cap_funcs) {
        d->cap_funcs = d->cap_funcs ? d->cap_funcs * 2 : 256;
        p->funcs = xrealloc(p->funcs, d->cap_funcs, sizeof(*p->funcs));
    }
    p->funcs[p->nfuncs++] = f;
}

/* --- The program ----------------------------------------------------------- */

void sort_ranges(struct discovery *d)
{
    size_t n = 0;

    qsort(d->ranges, d->nranges, sizeof(*d->ranges), cmp_range);
    for (size_t i = 0; i < d->nranges; i++) {
        if (n == 0 || d->ranges[i].addr != d->ranges[n - 1].addr) {
            d->ranges[n++] = d->ranges[i];
        }
    }
    d->nranges = n;
}

static void collect_ranges(struct discovery *d)
{
    const struct elf_image *img = d->p->img;

    d->ranges = xcalloc(img->nsymbols + img->nfdes + 1, sizeof(*d->ranges));
    for (size_t i = 0; i < img->nfdes; i++) {
        d->ranges[d->nranges] = img->fdes[i];
        d->ranges[d->nranges++].addr += d->p->bias;
    }
    for (size_t i = 0; i < img->nsymbols; i++) {
        const struct elf_symbol *s = &img->symbols[i];
        if (s->is_func && s->size) {
            d->ranges[d->nranges++] = (struct elf_range){s->addr + d->p->bias, s->size};
        }
    }
    sort_ranges(d);
}

/* Aligned words in data that are code addresses. */
static void scan_data(struct discovery *d)
{
    const struct program *p = d->p;

    for (size_t i = 0; i < p->img->nsegments; i++) {
        const struct elf_segment *s = &p->img->segments[i];
        const uint8_t *bytes = p->img->file + s->offset;
        for (uint64_t o = (8 - s->vaddr % 8) % 8; o + 8 <= s->filesz; o += 8) {
            uint64_t v;
            memcpy(&v, bytes + o, 8);
            if (v >= p->text_lo && v < p->text_hi) {
                add_ref(d, v);
            }
        }
    }
}

void drain(struct discovery *d)
{
    while (d->todo.n) {
        make_function(d, d->todo.items[--d->todo.n]);
    }
}

static int cmp_func(const void *a, const void *b)
{
    uint64_t x = (*(struct func *const *)a)->entry, y = (*(struct func *const *)b)->entry;
    return (x > y) - (x < y);
}

void cover(const struct program *p, const struct func *f, uint8_t *covered)
{
    for (unsigned j = 0; j < f->nblocks; j++) {
        const struct block *b = f->blocks[j];
        if (b->pc >= p->text_lo && block_end(b) <= p->text_hi) {
            memset(covered + (b->pc - p->text_lo), 1, b->fe->size);
        }
    }
}

uint8_t *code_coverage(const struct program *p)
{
    uint8_t *covered = xcalloc((size_t)(p->text_hi - p->text_lo), 1);

    for (size_t i = 0; i < p->nfuncs; i++) {
        cover(p, p->funcs[i], covered);
    }
    return covered;
}

/* Zeros and each guest's no-operation, with which gaps are filled. */
static bool is_padding(uint32_t w, uint64_t align)
{
    return w == 0 || w == 0xd503201f || w == 0x00000013 || (align == 2 && (uint16_t)w <= 1);
}

/* A function may start at A, in the section from LO on, which nothing else says. */
static bool may_start(const struct discovery *d, uint64_t a, uint64_t lo,
                      const uint8_t *covered)
{
    const struct program *p = d->p;
    uint64_t at = a - p->text_lo;
    uint32_t w;
    size_t avail;
    const uint8_t *bytes = elf_image_bytes(p->img, a - p->bias, &avail);
    bool wanted = addr_set_has(&d->refs, a);

    if (covered[at] || !bytes || avail < sizeof(w) ||
        !(a == lo || covered[at - 1] || a % 16 == 0 || wanted)) {
        return false;
    }
    memcpy(&w, bytes, sizeof(w));
    if (wanted) {
        /* A no-operation may be where a landing was left out of code that is pointed to. */
        return w != 0;
    }
    /* Not inside a known function, where its entry does not lead. */
    const struct elf_range *r = range_at(d, a);
    return !is_padding(w, p->fe->insn_align) && (!r || r->addr == a);
}

/* Code between what was found: functions that only unknown pointers reach. */
void scan_gaps(struct discovery *d)
{
    struct program *p = d->p;
    uint8_t *covered = code_coverage(p);
    uint64_t align = p->fe->insn_align;

    for (size_t i = 0; i < p->img->nexec_sections; i++) {
        uint64_t lo = p->img->exec_sections[i].addr + p->bias;
        uint64_t hi = lo + p->img->exec_sections[i].size;
        for (uint64_t a = (lo + align - 1) & ~(align - 1); a + 4 <= hi; a += align) {
            if (!may_start(d, a, lo, covered)) {
                continue;
            }
            add_entry(d, a);
            while (d->todo.n) {
                make_function(d, d->todo.items[--d->todo.n]);
                cover(p, p->funcs[p->nfuncs - 1], covered);
            }
        }
    }
    free(covered);
}

void add_seeds(struct discovery *d)
{
    const struct elf_image *img = d->p->img;
    uint64_t bias = d->p->bias;

    add_entry(d, img->entry + bias);
    for (size_t i = 0; i < img->nsymbols; i++) {
        if (img->symbols[i].is_func) {
            add_entry(d, img->symbols[i].addr + bias);
        }
    }
    for (size_t i = 0; i < d->nranges; i++) {
        add_entry(d, d->ranges[i].addr);
    }
    for (size_t i = 0; i < img->ncode_pointers; i++) {
        add_ref(d, img->code_pointers[i] + bias);
    }
    for (size_t i = 0; i < img->nplaces; i++) {
        if (img->places[i].profile) {
            add_ref(d, img->places[i].addr + bias);
        }
    }
    scan_data(d);
    if (!d->inferring) {
        for (size_t i = 0; i < d->labels.nslots; i++) {
            add_entry(d, d->labels.slots[i]);
        }
    }
}

/* Bytes of code that no symbol or unwind data tells of. */
static uint64_t unknown_bytes(const struct discovery *d)
{
    const struct elf_image *img = d->p->img;
    uint64_t total = 0, known = 0, at = 0;

    for (size_t i = 0; i < img->nexec_sections; i++) {
        total += img->exec_sections[i].size;
    }
    for (size_t i = 0; i < d->nranges; i++) {
        uint64_t lo = d->ranges[i].addr, hi = lo + d->ranges[i].size;
        lo = lo > at ? lo : at;
        known += hi > lo ? hi - lo : 0;
        at = hi > at ? hi : at;
    }
    return total > known ? total - known : 0;
}

/* The functions and their blocks are all there. */
static void make_indices(struct program *p)
{
    addr_index_init(&p->func_index, p->nfuncs);
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct func *f = p->funcs[i];
        addr_index_add(&p->func_index, f->entry, i);
        addr_index_init(&f->block_index, f->nblocks);
        for (unsigned k = 0; k < f->nblocks; k++) {
            addr_index_add(&f->block_index, f->blocks[k]->pc, k);
        }
    }
}

void discover(struct program *p, void (*progress)(uint64_t bytes))
{
    const struct elf_image *img = p->img;
    struct discovery d = {.p = p, .progress = progress};

    p->text_lo = UINT64_MAX;
    for (size_t i = 0; i < img->nsegments; i++) {
        if (img->segments[i].x) {
            uint64_t lo = img->segments[i].vaddr + p->bias;
            uint64_t hi = lo + img->segments[i].memsz;
            p->text_lo = lo < p->text_lo ? lo : p->text_lo;
            p->text_hi = hi > p->text_hi ? hi : p->text_hi;
        }
    }
    collect_ranges(&d);
    if (unknown_bytes(&d) > MIN_UNKNOWN) {
        infer_ranges(&d);
    }
    add_seeds(&d);
    p->code_refs = addr_set_sorted(&d.refs, &p->ncode_refs);
    drain(&d);
    d.guessing = true;
    scan_gaps(&d);
    if (p->nfuncs) { /* qsort() must not be given a null array */
        qsort(p->funcs, p->nfuncs, sizeof(*p->funcs), cmp_func);
    }
    make_indices(p);
    addr_set_clear(&d.entries);
    addr_set_clear(&d.refs);
    addr_set_clear(&d.guessed);
    addr_set_clear(&d.labels);
    free(d.todo.items);
    free(d.ranges);
}

size_t program_code_ref(const struct program *p, uint64_t pc)
{
    size_t lo = 0, hi = p->ncode_refs;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (p->code_refs[mid] < pc) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

bool program_data_points_to(const struct program *p, uint64_t pc)
{
    size_t i = program_code_ref(p, pc);

    return i < p->ncode_refs && p->code_refs[i] == pc;
}

size_t program_func_index(const struct program *p, uint64_t pc)
{
    return addr_index_find(&p->func_index, pc, p->nfuncs);
}

size_t program_exit_func(const struct program *p, const struct block_exit *e)
{
    return e->kind == EXIT_DIRECT ? program_func_index(p, e->target) : p->nfuncs;
}

struct func *program_func_at(const struct program *p, uint64_t pc)
{
    size_t i = program_func_index(p, pc);

    return i < p->nfuncs ? p->funcs[i] : NULL;
}

bool program_may_land(const struct program *p, uint64_t pc, unsigned type)
{
    size_t n;
    const uint8_t *insn = elf_image_bytes(p->img, pc - p->bias, &n);

    return !p->checks_branches || (insn && n >= 4 && p->fe->landing(insn) >> type & 1);
}

void func_free(struct func *f)
{
    for (unsigned j = 0; j < f->nblocks; j++) {
        free_block(f->blocks[j]);
    }
    free(f->blocks);
    addr_index_free(&f->block_index);
    free(f->name);
    free(f->refs);
    free(f->inlined);
    free(f);
}

void program_free(struct program *p)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        func_free(p->funcs[i]);
    }
    free(p->funcs);
    addr_index_free(&p->func_index);
    free(p->code_refs);
}
