/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bit_counts.c: which functions count the zeros at one end of their argument.
 *
 * Compilers have such functions in their runtime library (libgcc's __clzdi2, __ctzdi2,
 * __ffsdi2) for machines without an instruction; they walk tables and loop over bytes. What
 * a function does is proved by running it on sets of numbers instead of numbers: all that
 * have their lowest, or highest, one in bit K, and zero. Of each value in the run it is known
 * which bits are certain. If each branch is decided by those and each result is one
 * number, that is the result for all numbers of the set. So it does not matter who wrote the
 * function, or which compiler compiled it.
 */
#include "bit_counts.h"
#include "libc_match.h"
#include "lift.h"

#include <string.h>

enum { MAX_BLOCKS = 24, MAX_STEPS = 256, MAX_UNKNOWN = 8 };

/* A value of 64 bits: OFF plus a number of which KNOWN bits are those of BITS (which has no
 * others). */
struct partial {
    uint64_t known, bits, off;
    unsigned id;       /* the same value has the same; 0: not followed */
    unsigned negative; /* of the value with this id */
    bool link;         /* the return address, perhaps without its lowest bit */
};

struct proof {
    const struct program *p;
    const struct func *f;
    unsigned link, arg; /* variables */
    unsigned next_id;
    struct partial vars[FE_MAX_VARS], temps[MAX_TEMPS];
};

static struct partial number(uint64_t v)
{
    return (struct partial){.known = UINT64_MAX, .bits = v};
}

static struct partial unknown(struct proof *v)
{
    return (struct partial){.id = ++v->next_id};
}

static bool is_number(const struct partial *a)
{
    return a->known == UINT64_MAX;
}

/* A + B + CARRY: a bit of the sum is certain if those of A, B and of what is carried to it are.
 */
static struct partial sum(struct partial a, struct partial b, uint64_t carry)
{
    uint64_t most = (a.bits | ~a.known) + (b.bits | ~b.known) + carry;
    uint64_t least = a.bits + b.bits + carry;
    uint64_t carry0 = ~(most ^ (a.bits | ~a.known) ^ (b.bits | ~b.known));
    uint64_t carry1 = least ^ a.bits ^ b.bits;
    uint64_t known = a.known & b.known & (carry0 | carry1);

    return (struct partial){.known = known, .bits = least & known};
}

/* The same value with nothing in OFF. */
static struct partial plain(struct partial a)
{
    if (a.off) {
        struct partial s =
            sum((struct partial){.known = a.known, .bits = a.bits}, number(a.off), 0);
        s.id = a.id;
        s.negative = a.negative;
        return s;
    }
    return a;
}

static struct partial add(struct partial a, struct partial b)
{
    if (is_number(&a)) {
        struct partial t = a;
        a = b;
        b = t;
    }
    if (!is_number(&b)) {
        return sum(plain(a), plain(b), 0);
    }
    if (is_number(&a)) {
        return number(a.bits + a.off + b.bits + b.off);
    }
    return (struct partial){.known = a.known, .bits = a.bits, .off = a.off + b.bits + b.off};
}

static struct partial complement(struct partial a)
{
    return (struct partial){.known = a.known, .bits = ~a.bits & a.known};
}

static struct partial subtract(struct partial a, struct partial b)
{
    struct partial r = sum(a, complement(b), 1);

    if (is_number(&a) && a.bits == 0) {
        r.negative = b.id;
    }
    return r;
}

static struct partial and (struct partial a, struct partial b)
{
    uint64_t one = a.bits & b.bits;
    uint64_t zero = (a.known & ~a.bits) | (b.known & ~b.bits);
    struct partial r = {.known = one | zero, .bits = one};

    /* x & -x is its lowest one. */
    const struct partial *x = a.negative && a.negative == b.id   ? &b
                              : b.negative && b.negative == a.id ? &a
                                                                 : NULL;
    if (x && x->bits) {
        uint64_t low = x->bits & -x->bits;
        if ((~x->known & (low - 1)) == 0) {
            return number(low);
        }
    }
    /* The return address is even, or nobody could return to it. */
    r.link = (a.link && is_number(&b) && (b.bits | 1) == UINT64_MAX) ||
             (b.link && is_number(&a) && (a.bits | 1) == UINT64_MAX);
    return r;
}

static struct partial exclusive_or(struct partial a, struct partial b)
{
    uint64_t known = a.known & b.known;
    return (struct partial){.known = known, .bits = (a.bits ^ b.bits) & known};
}

static uint64_t ones(unsigned n)
{
    return n >= 64 ? UINT64_MAX : (1ull << n) - 1;
}

/* Bits FROM to FROM + N - 1 of A, at the lower end. */
static struct partial field(struct partial a, unsigned from, unsigned n, bool sign)
{
    uint64_t upper = ~ones(n), top = 1ull << (n - 1);
    struct partial r = {.known = a.known >> from & ones(n), .bits = a.bits >> from & ones(n)};

    if (!sign) {
        r.known |= upper;
    } else if (r.known & top) {
        r.known |= upper;
        r.bits |= r.bits & top ? upper : 0;
    }
    return r;
}

static struct partial shift_left(struct partial a, unsigned n)
{
    return (struct partial){.known = a.known << n | ones(n), .bits = a.bits << n};
}

/* Whether A and B are so related as COND says: 1, 0, or -1 if that is not certain. */
static int related(unsigned cond, struct partial a, struct partial b)
{
    uint64_t sign = 1ull << 63, both = a.known & b.known;
    uint64_t a_max = a.bits | ~a.known, b_max = b.bits | ~b.known;
    int less;

    switch (cond & ~1u) {
    case FE_NEVER: return (int)(cond & 1);
    case FE_EQ:
        if ((a.bits ^ b.bits) & both) {
            return cond == FE_NE;
        }
        return is_number(&a) && is_number(&b) ? cond == FE_EQ : -1;
    case FE_TSTEQ: return related(cond & 1 ? FE_NE : FE_EQ, and(a, b), number(0));
    case FE_LT: /* and FE_GE */
    case FE_GT & ~1u:
        if (!(both & sign)) {
            return -1;
        }
        a.bits ^= sign;
        b.bits ^= sign;
        a_max ^= sign;
        b_max ^= sign;
        break;
    case FE_LTU:
    case FE_GTU: break;
    default: return -1;
    }
    bool swapped = cond == FE_GT || cond == FE_LE || cond == FE_GTU || cond == FE_LEU;
    if (swapped) {
        less = b_max < a.bits ? 1 : b.bits >= a_max ? 0 : -1;
    } else {
        less = a_max < b.bits ? 1 : a.bits >= b_max ? 0 : -1;
    }
    if (less < 0) {
        return -1;
    }
    return less ^ (cond == FE_GE || cond == FE_LE || cond == FE_GEU || cond == FE_LEU);
}

/* What the program finds in N bytes at ADDR, always: what it cannot write, or what its linker
 * put into the table of addresses. */
static bool constant_at(const struct proof *v, uint64_t addr, unsigned n, uint64_t *value)
{
    const struct elf_image *img = v->p->img;
    const struct elf_segment *seg = elf_image_segment_at(img, addr - v->p->bias);
    size_t avail;
    const uint8_t *p = elf_image_bytes(img, addr - v->p->bias, &avail);

    if (!seg || !p || avail < n) {
        return false;
    }
    if (seg->w) {
        uint64_t at = addr - v->p->bias - img->got.addr;
        if (img->is_pie || n != 8 || img->got.size < 8 || at > img->got.size - 8) {
            return false;
        }
    }
    *value = 0;
    memcpy(value, p, n);
    return true;
}

/* What O loads from ADDR, whichever of the addresses it is. */
static bool load(struct proof *v, const struct fe_op *o, struct partial addr,
                 struct partial *result)
{
    unsigned n = 1u << o->mem.size_log2;
    uint64_t varying = ~addr.known, pick = 0;
    struct partial all = number(0);
    bool first = true;

    if (n > 8 || o->mem.bswap || __builtin_popcountll(varying) > MAX_UNKNOWN) {
        return false;
    }
    do {
        uint64_t x;
        if (!constant_at(v, addr.off + (addr.bits | pick), n, &x)) {
            return false;
        }
        if (first) {
            all.bits = x;
        }
        all.known &= ~(all.bits ^ x);
        all.bits &= all.known;
        first = false;
        pick = (pick - varying) & varying; /* the next subset */
    } while (pick);
    *result = field(all, 0, 8 * n, o->mem.sign);
    return true;
}

static struct partial get(struct proof *v, const struct fe_block *b, uint64_t t)
{
    const struct fe_temp *x = &b->temps[t];

    switch (x->kind) {
    case FE_CONST: return number((uint64_t)x->val);
    case FE_GLOBAL: return v->vars[x->val];
    default: return v->temps[t];
    }
}

static void set(struct proof *v, const struct fe_block *b, uint64_t t, struct partial x)
{
    if (b->temps[t].kind == FE_GLOBAL) {
        v->vars[b->temps[t].val] = x;
    } else {
        v->temps[t] = x;
    }
}

/* O, which has one result and touches nothing else. False: not known here. */
static bool compute(struct proof *v, const struct fe_block *b, const struct fe_op *o,
                    struct partial *r)
{
    const uint64_t *a = &b->args[o->args], *k = a + o->nout + o->nin;
    struct partial in[4] = {{0}};

    for (unsigned i = 0; i < o->nin && i < 4; i++) {
        in[i] = get(v, b, a[o->nout + i]);
    }
    switch (o->opc) {
    case FE_OP_mov_i64: *r = in[0]; return true;
    case FE_OP_add_i64: *r = add(in[0], in[1]); return true;
    case FE_OP_qemu_ld_i64: return load(v, o, in[0], r);
    default: break;
    }
    for (unsigned i = 0; i < 4; i++) {
        in[i] = plain(in[i]);
    }
    switch (o->opc) {
    case FE_OP_ext8u_i64: *r = field(in[0], 0, 8, false); return true;
    case FE_OP_ext16u_i64: *r = field(in[0], 0, 16, false); return true;
    case FE_OP_ext32u_i64: *r = field(in[0], 0, 32, false); return true;
    case FE_OP_ext8s_i64: *r = field(in[0], 0, 8, true); return true;
    case FE_OP_ext16s_i64: *r = field(in[0], 0, 16, true); return true;
    case FE_OP_ext32s_i64: *r = field(in[0], 0, 32, true); return true;
    case FE_OP_extract_i64:
        *r = field(in[0], (unsigned)k[0], (unsigned)k[1], false);
        return true;
    case FE_OP_sextract_i64:
        *r = field(in[0], (unsigned)k[0], (unsigned)k[1], true);
        return true;
    case FE_OP_sub_i64: *r = subtract(in[0], in[1]); return true;
    case FE_OP_neg_i64: *r = subtract(number(0), in[0]); return true;
    case FE_OP_not_i64: *r = complement(in[0]); return true;
    case FE_OP_and_i64: *r = and(in[0], in[1]); return true;
    case FE_OP_andc_i64: *r = and(in[0], complement(in[1])); return true;
    case FE_OP_or_i64: *r = complement(and(complement(in[0]), complement(in[1]))); return true;
    case FE_OP_xor_i64: *r = exclusive_or(in[0], in[1]); return true;
    case FE_OP_mul_i64:
        *r = number(in[0].bits * in[1].bits);
        return is_number(&in[0]) && is_number(&in[1]);
    case FE_OP_shl_i64:
    case FE_OP_shr_i64:
    case FE_OP_sar_i64: {
        unsigned n = (unsigned)in[1].bits & 63;
        *r = o->opc == FE_OP_shl_i64 ? shift_left(in[0], n)
                                     : field(in[0], n, 64 - n, o->opc == FE_OP_sar_i64);
        return is_number(&in[1]) && in[1].bits < 64;
    }
    case FE_OP_setcond_i64:
    case FE_OP_negsetcond_i64: {
        int c = related((unsigned)k[0], in[0], in[1]);
        *r = number((uint64_t)(o->opc == FE_OP_setcond_i64 ? c : -c));
        return c >= 0;
    }
    case FE_OP_movcond_i64: {
        int c = related((unsigned)k[0], in[0], in[1]);
        *r = c ? in[2] : in[3];
        return c >= 0;
    }
    default: return false;
    }
}

static bool find_label(const struct fe_block *b, uint64_t label, unsigned *at)
{
    for (unsigned i = 0; i < b->nops; i++) {
        const struct fe_op *o = &b->ops[i];
        if (o->opc == FE_OP_set_label && b->args[o->args] == label) {
            *at = i;
            return true;
        }
    }
    return false;
}

enum step { FAILED, GOES_ON, RETURNS };

static enum step run_block(struct proof *v, const struct block *b, uint64_t *next)
{
    const struct fe_block *fe = b->fe;

    for (unsigned i = 0; i < fe->nops; i++) {
        const struct fe_op *o = &fe->ops[i];
        const uint64_t *a = &fe->args[o->args];
        struct partial r;

        switch (o->opc) {
        case FE_OP_insn_start:
        case FE_OP_set_label:
        case FE_OP_goto_tb: continue;
        case FE_OP_brcond_i64: {
            int c = related((unsigned)a[2], plain(get(v, fe, a[0])), plain(get(v, fe, a[1])));
            if (c < 0 || (c && !find_label(fe, a[3], &i))) {
                return FAILED;
            }
            continue;
        }
        case FE_OP_br:
            if (!find_label(fe, a[0], &i)) {
                return FAILED;
            }
            continue;
        case FE_OP_exit_tb: {
            const struct block_exit *x = exit_at(b, i);
            if (!x || x->kind != EXIT_DIRECT || fe->branch == FE_BR_CALL) {
                return FAILED;
            }
            *next = x->target;
            return GOES_ON;
        }
        case FE_OP_call:
            if (strcmp(o->helper->name, "lookup_tb_ptr") || o->nout != 1) {
                return FAILED;
            }
            set(v, fe, a[0], unknown(v));
            continue;
        case FE_OP_goto_ptr:
            return fe->branch == FE_BR_RET && v->vars[v->p->fe->pc_var].link ? RETURNS : FAILED;
        default:
            if (o->nout != 1 || !compute(v, fe, o, &r)) {
                return FAILED;
            }
            set(v, fe, a[0], r);
            break;
        }
    }
    return FAILED;
}

/* Runs the function on the set of numbers ARG; true if it returns, always *RESULT. */
static bool run(struct proof *v, struct partial arg, uint64_t *result)
{
    uint64_t pc = v->f->entry;

    v->next_id = 0;
    for (unsigned i = 0; i < v->p->fe->nvars; i++) {
        v->vars[i] = unknown(v);
    }
    v->vars[v->link].link = true;
    arg.id = ++v->next_id;
    v->vars[v->arg] = arg;
    for (unsigned steps = 0; steps < MAX_STEPS; steps++) {
        const struct block *b = func_block_at(v->f, pc);
        if (!b || b->fe->ntemps > MAX_TEMPS) {
            return false;
        }
        for (unsigned i = 0; i < b->fe->ntemps; i++) {
            v->temps[i] = unknown(v);
        }
        switch (run_block(v, b, &pc)) {
        case FAILED: return false;
        case GOES_ON: break;
        case RETURNS: {
            struct partial r = plain(v->vars[v->arg]);
            *result = r.bits;
            return is_number(&r);
        }
        }
    }
    return false;
}

/* The numbers whose last one, from the lower or from the upper end, is bit K. */
static struct partial with_end(unsigned k, bool leading)
{
    uint64_t at = 1ull << k;
    return (struct partial){.known = leading ? ~(at - 1) : at | (at - 1), .bits = at};
}

static bool prove(struct proof *v, bool leading, struct bit_count *c)
{
    uint64_t first, second, r;

    if (!run(v, with_end(0, leading), &first) || !run(v, with_end(1, leading), &second) ||
        second - first + 1 > 2 || first == second) {
        return false;
    }
    uint64_t step = second - first;
    for (unsigned k = 2; k < 64; k++) {
        if (!run(v, with_end(k, leading), &r) || r != first + k * step) {
            return false;
        }
    }
    c->leading = leading;
    c->base = leading ? first + 63 * step : first;
    c->sign = (step == 1) != leading ? 1 : -1;
    return true;
}

/* Only temporaries are written, so that the result is all that there is to see. */
static bool writes_temporaries(const struct program *p, const struct func *f)
{
    for (unsigned i = 0; i < f->nblocks; i++) {
        for (unsigned v = 0; v < p->fe->nvars; v++) {
            if (var_in(&f->blocks[i]->def, v) && v != p->fe->pc_var &&
                !p->fe->vars[v].temporary) {
                return false;
            }
        }
    }
    return true;
}

bool counts_bits(const struct program *p, const struct func *f, struct bit_count *c)
{
    struct proof v = {.p = p, .f = f};
    int link = libc_var(p->fe, LIBC_LINK), arg = libc_var(p->fe, LIBC_ARG0);

    if (f->nblocks > MAX_BLOCKS || f->rejected || link < 0 || arg < 0 ||
        !writes_temporaries(p, f)) {
        return false;
    }
    v.link = (unsigned)link;
    v.arg = (unsigned)arg;
    return run(&v, number(0), &c->for_zero) && (prove(&v, false, c) || prove(&v, true, c));
}
