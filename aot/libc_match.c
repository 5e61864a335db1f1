/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc_match.c: recognises functions of the guest's C library by their code.
 *
 * The table libc_bodies.def has a hash of each known body, as linked, without those fields
 * that depend on where things are. What such a field leads to is checked by itself: data by
 * its hash, called functions by being recognised. So names do not count, and what looks
 * like strlen() but is not is left alone.
 */
#include "libc_match.h"
#include "lift.h"
#include "xalloc.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

enum libc_id {
    LIBC_ANY, /* not to be checked */
#define X(id, symbol, args, result) LIBC_##id,
    LIBC_NATIVES(X)
#undef X
        LIBC_LAST_NATIVE,
/* Recognised for the sake of those that call them. */
#define AUX(id) LIBC_##id,
#define BODY(...)
#include "libc_bodies.def"
#undef AUX
#undef BODY
};

/* Where a function depends on its place. Numbers are of the instruction formats' manuals. */
enum form {
    FIX_JUMP26,     /* aarch64 B, BL */
    FIX_JAL,        /* riscv jal */
    FIX_CJ,         /* c.j */
    FIX_CALL,       /* auipc, jalr */
    FIX_U,          /* auipc's immediate; not checked */
    FIX_I,          /* a load's or addi's; not checked */
    FIX_DATA,       /* what that auipc and the instruction at `low` lead to: bytes */
    FIX_TABLE,      /* or a jump table: words that are relative to their table */
    FIX_ADR,        /* aarch64 adrp; not checked */
    FIX_IMM12,      /* an add's or load's; not checked */
    FIX_ADDRESS,    /* the function at what that adrp, or auipc, and the add at `low` make */
    FIX_SELF_TABLE, /* or a jump table: words that are relative to themselves, but the first */
};

struct fixup {
    uint16_t at;
    uint8_t form, want; /* enum libc_id */
    uint16_t low, count;
    uint64_t hash;
};

struct body {
    uint16_t machine;
    uint8_t id;
    uint16_t before, size; /* bytes, those before the entry included */
    uint16_t head;         /* the first two at the entry; 0: not the same everywhere */
    uint64_t hash[2];
    unsigned nfixups;
    const struct fixup *fixups;
};

static const struct body bodies[] = {
#define AUX(id)
#define BODY(machine, id, name, before, size, head, high, low, n, ...)                         \
    {machine, LIBC_##id,   before, size,                                                       \
     head,    {high, low}, n,      (const struct fixup[]){__VA_ARGS__}},
#include "libc_bodies.def"
#undef AUX
#undef BODY
};

static const struct libc_native natives[] = {{NULL, NULL, 0},
#define X(id, symbol, args, result) {#symbol, args, result},
                                             LIBC_NATIVES(X)
#undef X
};

struct match {
    struct program *p;
    uint8_t *ids; /* enum libc_id of each function, 0: not known */
};

/* FNV-1a, 128 bits. */
static unsigned __int128 hash(const uint8_t *bytes, size_t n)
{
    const unsigned __int128 prime = (unsigned __int128)1 << 88 | 0x13b;
    unsigned __int128 h =
        (unsigned __int128)0x6c62272e07bb0142ull << 64 | 0x62b821756295c58dull;

    for (size_t i = 0; i < n; i++) {
        h = (h ^ bytes[i]) * prime;
    }
    return h;
}

static uint32_t word_at(const uint8_t *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
    return w;
}

static void mask(uint8_t *p, uint32_t bits)
{
    uint32_t w = word_at(p) & ~bits;
    memcpy(p, &w, 4);
}

static void mask_fixup(uint8_t *code, const struct fixup *x)
{
    switch (x->form) {
    case FIX_JUMP26: mask(code + x->at, 0x03ffffff); break;
    case FIX_JAL:
    case FIX_U: mask(code + x->at, 0xfffff000); break;
    case FIX_I: mask(code + x->at, 0xfff00000); break;
    case FIX_ADR: mask(code + x->at, 0x60ffffe0); break;
    case FIX_IMM12: mask(code + x->at, 0x003ffc00); break;
    case FIX_CALL:
        mask(code + x->at, 0xfffff000);
        mask(code + x->at + 4, 0xfff00000);
        break;
    case FIX_CJ:
        code[x->at] &= 0x03;
        code[x->at + 1] &= 0xe0;
        break;
    default: break;
    }
}

static int64_t field(uint64_t w, unsigned lo, unsigned n, unsigned to)
{
    return (int64_t)((w >> lo & ((1u << n) - 1)) << to);
}

static int64_t sign(int64_t v, unsigned bits)
{
    return (int64_t)((uint64_t)v << (64 - bits)) >> (64 - bits);
}

static int64_t pc_relative(const uint8_t *upper, const uint8_t *lower)
{
    return (int32_t)(word_at(upper) & 0xfffff000) + ((int32_t)word_at(lower) >> 20);
}

static uint64_t adrp(uint64_t pc, uint32_t w)
{
    int64_t pages = field(w, 5, 19, 2) | field(w, 29, 2, 0);
    return (pc & ~4095ull) + (uint64_t)sign(pages, 21) * 4096;
}

/* How far from PC the field of X leads. */
static int64_t distance(uint64_t pc, const uint8_t *code, const struct fixup *x)
{
    const uint8_t *p = code + x->at;
    uint32_t w = word_at(p);

    switch (x->form) {
    case FIX_JUMP26: return sign((int64_t)(w & 0x03ffffff) << 2, 28);
    case FIX_JAL:
        return sign(field(w, 31, 1, 20) | field(w, 12, 8, 12) | field(w, 20, 1, 11) |
                        field(w, 21, 10, 1),
                    21);
    case FIX_CJ:
        return sign(field(w, 12, 1, 11) | field(w, 11, 1, 4) | field(w, 9, 2, 8) |
                        field(w, 8, 1, 10) | field(w, 7, 1, 6) | field(w, 6, 1, 7) |
                        field(w, 3, 3, 1) | field(w, 2, 1, 5),
                    12);
    case FIX_CALL: return pc_relative(p, p + 4);
    case FIX_ADDRESS:
    case FIX_SELF_TABLE:
        if ((w & 0x7f) == 0x17) { /* auipc */
            return pc_relative(p, code + x->low);
        }
        return (int64_t)(adrp(pc, w) + (uint64_t)field(word_at(code + x->low), 10, 12, 0) - pc);
    default: return pc_relative(p, code + x->low);
    }
}

static const uint8_t *guest_bytes(const struct match *m, uint64_t addr, size_t n)
{
    size_t avail;
    const uint8_t *p = elf_image_bytes(m->p->img, addr - m->p->bias, &avail);

    return p && avail >= n ? p : NULL;
}

static bool same_data(const struct match *m, uint64_t addr, const struct fixup *x)
{
    const uint8_t *p = guest_bytes(m, addr, x->count);
    return p && (uint64_t)(hash(p, x->count) >> 64) == x->hash;
}

/* A jump table's words are relative to the table or themselves; what counts is their place in
 * the function. */
static bool same_table(const struct match *m, uint64_t func, uint64_t addr,
                       const struct fixup *x)
{
    const uint8_t *p = guest_bytes(m, addr, 4ul * x->count);
    uint8_t words[4 * 64];

    if (!p || x->count > sizeof(words) / 4) {
        return false;
    }
    for (unsigned i = 0; i < x->count; i++) {
        uint32_t w = word_at(p + 4ul * i);
        if (x->form == FIX_TABLE) {
            w += (uint32_t)(addr - func);
        } else if (i) {
            w += (uint32_t)(addr + 4ul * i - func);
        }
        memcpy(words + 4ul * i, &w, 4);
    }
    return (uint64_t)(hash(words, 4ul * x->count) >> 64) == x->hash;
}

static enum libc_id id_of(const struct match *m, uint64_t addr)
{
    size_t lo = 0, hi = m->p->nfuncs;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (m->p->funcs[mid]->entry < addr) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < m->p->nfuncs && m->p->funcs[lo]->entry == addr ? m->ids[lo] : LIBC_ANY;
}

/* If the code at ADDR jumps to what it finds in a word, which; else 0. */
static uint64_t stub_slot(const struct match *m, uint64_t addr)
{
    const uint8_t *p = guest_bytes(m, addr, 20);

    if (!p) {
        return 0;
    }
    if (m->p->fe->machine == EM_RISCV) {
        /* auipc t3, upper; ld t3, lower(t3); jalr t1, t3; nop */
        bool stub = (word_at(p) & 0xfff) == 0xe17 && (word_at(p + 4) & 0xfffff) == 0xe3e03 &&
                    word_at(p + 8) == 0x000e0367;
        return stub ? addr + (uint64_t)pc_relative(p, p + 4) : 0;
    }
    if (word_at(p) == 0xd503245f) { /* bti c */
        p += 4;
        addr += 4;
    }
    /* adrp x16, page; ldr x17, [x16, #offset]; add x16, x16, #offset; br x17 */
    if ((word_at(p) & 0x9f00001f) != 0x90000010 ||
        (word_at(p + 4) & 0xffc003ff) != 0xf9400211 ||
        (word_at(p + 8) & 0xffc003ff) != 0x91000210 || word_at(p + 12) != 0xd61f0220) {
        return 0;
    }
    return adrp(addr, word_at(p)) + (uint64_t)field(word_at(p + 4), 10, 12, 3);
}

/* If the code at ADDR jumps to what a resolver chose at start-up, that resolver; else 0. */
static uint64_t resolver_of(const struct match *m, uint64_t addr)
{
    uint64_t slot = stub_slot(m, addr);

    for (size_t i = 0; slot && i < m->p->img->nifuncs; i++) {
        if (m->p->img->ifuncs[i].slot + m->p->bias == slot) {
            return m->p->img->ifuncs[i].resolver + m->p->bias;
        }
    }
    return 0;
}

static bool fixup_holds(const struct match *m, uint64_t start, const uint8_t *code,
                        const struct fixup *x)
{
    uint64_t pc = start + x->at, target;

    switch (x->form) {
    case FIX_U:
    case FIX_I:
    case FIX_ADR:
    case FIX_IMM12: return true;
    default: break;
    }
    target = pc + (uint64_t)distance(pc, code, x);
    if (x->form == FIX_DATA) {
        return same_data(m, target, x);
    }
    if (x->form == FIX_TABLE || x->form == FIX_SELF_TABLE) {
        return same_table(m, start, target, x);
    }
    if (x->want == LIBC_ANY || id_of(m, target) == x->want) {
        return true;
    }
    target = resolver_of(m, target);
    return target && id_of(m, target) == x->want;
}

static bool matches(const struct match *m, const struct func *f, const struct body *b)
{
    enum { MAX_BODY = 4096 };
    const uint8_t *code = guest_bytes(m, f->entry - b->before, b->size);
    uint8_t copy[MAX_BODY];

    if (!code || b->size > sizeof(copy) ||
        (b->head && (code[b->before] | code[b->before + 1] << 8) != b->head)) {
        return false;
    }
    memcpy(copy, code, b->size);
    for (unsigned i = 0; i < b->nfixups; i++) {
        mask_fixup(copy, &b->fixups[i]);
    }
    if (hash(copy, b->size) != ((unsigned __int128)b->hash[0] << 64 | b->hash[1])) {
        return false;
    }
    for (unsigned i = 0; i < b->nfixups; i++) {
        if (!fixup_holds(m, f->entry - b->before, code, &b->fixups[i])) {
            return false;
        }
    }
    return true;
}

static enum libc_id identify(const struct match *m, const struct func *f)
{
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        if (bodies[i].machine == m->p->fe->machine && matches(m, f, &bodies[i])) {
            return (enum libc_id)bodies[i].id;
        }
    }
    return LIBC_ANY;
}

int libc_var(const struct fe *fe, int place)
{
    for (unsigned v = 0; v < fe->nvars; v++) {
        if (fe->vars[v].reg == place && fe->vars[v].cls == FE_VAR_I64 && !fe->vars[v].carried) {
            return (int)v;
        }
    }
    return -1;
}

/* --- Who looks at what the guest's function leaves behind --------------------------- */

/* Adds what F, or a function that it calls or jumps to, writes. */
static void add_written(const struct program *p, const struct func *f, struct var_set *s,
                        unsigned depth)
{
    for (unsigned i = 0; i < f->nblocks; i++) {
        const struct block *b = f->blocks[i];
        var_join(s, &b->def);
        for (unsigned k = 0; k < b->nexits && depth; k++) {
            const struct func *g =
                b->exits[k].kind == EXIT_DIRECT ? program_func_at(p, b->exits[k].target) : NULL;
            if (g && g != f) {
                add_written(p, g, s, depth - 1);
            }
        }
    }
}

void add_reads(const struct func *f, uint64_t pc, struct var_set s, unsigned depth,
               struct var_set *seen)
{
    const struct block *b = func_block_at(f, pc);
    bool any = false;

    /* A helper that may look at everything looks at nothing in particular. */
    if (!b || !depth || b->inner_sync) {
        return;
    }
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        seen->w[w] |= b->use.w[w] & s.w[w];
        s.w[w] &= ~b->kill.w[w];
        any |= s.w[w] != 0;
    }
    if (!any || b->fe->branch == FE_BR_CALL) {
        return;
    }
    for (unsigned i = 0; i < b->nexits; i++) {
        if (b->exits[i].kind == EXIT_DIRECT) {
            add_reads(f, b->exits[i].target, s, depth - 1, seen);
        }
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        add_reads(f, b->jump_targets[i], s, depth - 1, seen);
    }
}

/*
 * Assembly that is written together with what it calls may know more of that than the
 * procedure call standard: that a pointer to the string's end is still in some register, or
 * that another register is not used. This is which of the temporaries S direct callers of G
 * look at after its return.
 */
static struct var_set callers_read(const struct program *p, const struct func *g,
                                   const struct var_set *s)
{
    struct var_set seen = {0};

    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *f = p->funcs[i];
        for (unsigned k = 0; k < f->nblocks; k++) {
            const struct block *b = f->blocks[k];
            for (unsigned e = 0; e < b->nexits && b->fe->branch == FE_BR_CALL; e++) {
                if (b->exits[e].kind == EXIT_DIRECT && b->exits[e].target == g->entry) {
                    add_reads(f, block_end(b), *s, READS_DEPTH, &seen);
                }
            }
        }
    }
    return seen;
}

/* Has N do F's work if nobody looks at what else F's code leaves in registers. Those that its
 * code does not touch are kept where somebody does. */
static void replace(const struct program *p, struct func *f, const struct libc_native *n)
{
    enum { CALL_DEPTH = 4 };
    struct var_set temporaries = {0}, written = {0};

    for (unsigned v = 0; v < p->fe->nvars; v++) {
        const struct fe_var *x = &p->fe->vars[v];
        if (x->temporary && (x->reg != LIBC_ARG0 || x->cls != FE_VAR_I64)) {
            var_add(&temporaries, v);
        }
    }
    add_written(p, f, &written, CALL_DEPTH);
    f->native_keeps = callers_read(p, f, &temporaries);
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        if (f->native_keeps.w[w] & written.w[w]) {
            return;
        }
        f->native_keeps.w[w] |= ~temporaries.w[w];
    }
    f->native = n;
}

void recognise_libc(struct program *p)
{
    struct match m = {.p = p, .ids = xcalloc(p->nfuncs + 1, 1)};
    bool changed;

    /* Callees before callers. */
    do {
        changed = false;
        for (size_t i = 0; i < p->nfuncs; i++) {
            if (!m.ids[i] && (m.ids[i] = (uint8_t)identify(&m, p->funcs[i]))) {
                changed = true;
            }
        }
    } while (changed);
    for (size_t i = 0; i < p->nfuncs; i++) {
        if (m.ids[i] && m.ids[i] < LIBC_LAST_NATIVE && !p->funcs[i]->rejected) {
            replace(p, p->funcs[i], &natives[m.ids[i]]);
        }
    }
    free(m.ids);
}
