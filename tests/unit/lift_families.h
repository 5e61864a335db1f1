/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_families.h: for test_lift.c: the families of opcodes that are tested alike. Of
 * each: which cases there are, the block of a case, and what running it has to do.
 */
#ifndef HQEMU_LIFT_FAMILIES_H
#define HQEMU_LIFT_FAMILIES_H

#include "lift_model.h"

#include <setjmp.h>

/* --- Family: results and operands are integer temporaries ---------------------------- */

static void plain_cases(const struct row *row, unsigned opc)
{
    uint64_t c[64][2];
    unsigned nc = get_constants(row, row->bits, c), nin = arity[opc].nin;

    for (unsigned i = 0; i < nc; i++) {
        struct test *t = add_test(row, opc);
        memcpy(t->c, c[i], sizeof(t->c));
        if (!row->out_bits) {
            copy_test(t)->out = SAME;
        }
        if (row->bits == 64 && i == 0 && !row->out_bits) {
            copy_test(t)->out = DOUBLE;
        }
        constant_variants(t, nin, nc == 1 ? 3 : 1);
    }
}

static unsigned plain_in(const struct test *t, unsigned i)
{
    return t->out == DOUBLE && i == 0 ? F : (t->bits == 32 ? W0 : X0) + i;
}

/* The variables that the results go to; results must not share one. */
static unsigned plain_out(const struct test *t, unsigned i)
{
    unsigned bits = t->row->out_bits ? t->row->out_bits : t->bits;
    unsigned nin = arity[t->opc].nin;

    if (i == 0 && t->out == DOUBLE) {
        return F;
    }
    return t->out == SAME ? plain_in(t, nin - 1 - i) : (bits == 32 ? E0 : D0) + i;
}

static void plain_build(struct test *t)
{
    enum fe_type type = t->bits == 32 ? FE_I32 : FE_I64;
    uint64_t a[8];
    unsigned n = 0;

    for (unsigned i = 0; i < arity[t->opc].nout; i++) {
        a[n++] = global(t, plain_out(t, i));
    }
    for (unsigned i = 0; i < arity[t->opc].nin; i++) {
        a[n++] = (int)i == t->konst ? constant(t, type, t->kval) : global(t, plain_in(t, i));
    }
    for (unsigned i = 0; i < arity[t->opc].nconst; i++) {
        a[n++] = t->c[i];
    }
    op_n(t, t->opc, n, a);
}

static uint64_t get_var(const struct cpu *c, unsigned v)
{
    uint64_t x = 0;
    memcpy(&x, (const char *)c + vars[v].offset, vars[v].cls == FE_VAR_I32 ? 4 : 8);
    return x;
}

static void put_var(struct cpu *c, unsigned v, uint64_t x)
{
    memcpy((char *)c + vars[v].offset, &x, vars[v].cls == FE_VAR_I32 ? 4 : 8);
}

static void gather(const struct test *t, const struct cpu *c, uint64_t x[8])
{
    unsigned nin = arity[t->opc].nin;

    for (unsigned i = 0; i < nin; i++) {
        x[i] = (int)i == t->konst ? t->kval : get_var(c, plain_in(t, i));
    }
    memcpy(x + nin, t->c, sizeof(t->c));
}

static void plain_prepare(const struct test *t, struct cpu *c)
{
    uint64_t x[8];

    gather(t, c, x);
    if (t->row->consts == SWAP && (t->c[0] & 1)) {
        x[0] = low(x[0], t->row->size);
    }
    specify(t, x, 1);
    for (unsigned i = 0; i < arity[t->opc].nin; i++) {
        put_var(c, plain_in(t, i), x[i]);
    }
}

static void plain_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    uint64_t x[8], r[2];

    gather(t, c, x);
    t->row->calc(t->bits, x, r);
    if (t->row->consts == SWAP && t->row->size < t->bits && !(t->c[0] & 6)) {
        /* The bits above may be anything. */
        uint64_t g = get_var(got, plain_out(t, 0));
        r[0] = low(r[0], t->row->size) | (g ^ low(g, t->row->size));
    }
    for (unsigned i = 0; i < arity[t->opc].nout; i++) {
        put_var(c, plain_out(t, i), r[i]);
    }
}

static const struct family plain = {plain_cases, plain_build, plain_model, plain_prepare};

/* --- Family: double-width division, of an extended value ----------------------------- */

static void div2_cases(const struct row *row, unsigned opc)
{
    struct test *t = add_test(row, opc);
    copy_test(t)->out = SAME;
    for (unsigned form = 1; form <= (row->domain == DIVISOR ? 1 : 2); form++) {
        t = copy_test(t);
        t->form = form; /* the high half: some value; shifted by too little */
        t->reject = true;
    }
}

static void div2_build(struct test *t)
{
    enum fe_type type = t->bits == 32 ? FE_I32 : FE_I64;
    unsigned x0 = global(t, plain_in(t, 0)), hi;

    if (t->form == 1) {
        hi = global(t, plain_in(t, 1));
    } else if (t->row->domain == DIVISOR) {
        hi = constant(t, type, 0);
    } else {
        hi = temp(t, FE_EBB, type, 0);
        OP_(t, t->bits == 32 ? FE_OP_sar_i32 : FE_OP_sar_i64, hi, x0,
            constant(t, type, t->form ? t->bits / 2 - 1 : t->bits - 1));
    }
    OP_(t, t->opc, global(t, plain_out(t, 0)), global(t, plain_out(t, 1)), x0, hi,
        global(t, plain_in(t, 2)));
}

static void div2_prepare(const struct test *t, struct cpu *c)
{
    uint64_t x[8];

    gather(t, c, x);
    specify(t, x, 2);
    put_var(c, plain_in(t, 0), x[0]);
    put_var(c, plain_in(t, 2), x[2]);
}

static const struct family div2 = {div2_cases, div2_build, plain_model, div2_prepare};

/* --- Family: vectors ----------------------------------------------------------------- */

static unsigned vec_size(const struct test *t)
{
    return 8u << (t->type - FE_V64);
}

static void vector_cases(const struct row *row, unsigned opc)
{
    for (unsigned type = FE_V64; type <= FE_V256; type++) {
        for (unsigned bits = 8; bits <= 64; bits *= 2) {
            uint64_t c[64][2];
            unsigned nc = get_constants(row, bits, c);
            for (unsigned i = 0; i < nc; i++) {
                struct test *t = add_test(row, opc);
                memcpy(t->c, c[i], sizeof(t->c));
                t->type = (enum fe_type)type;
                t->bits = bits;
                if (arity[opc].nin > 1 && type == FE_V128 && i % 4 == 0) {
                    constant_variants(t, arity[opc].nin, 1);
                }
            }
        }
    }
}

static uint64_t replicate(uint64_t x, unsigned bits)
{
    x = low(x, bits);
    for (; bits < 64; bits *= 2) {
        x |= x << bits;
    }
    return x;
}

static bool is_scalar(const struct test *t, unsigned i)
{
    return i + 1 == t->row->scalar;
}

/* Counts of shifts are 32 bits wide; other scalars are as wide as they need be. */
static bool wide_scalar(const struct test *t)
{
    return t->row->domain != COUNT && t->bits == 64;
}

static void vector_build(struct test *t)
{
    uint64_t a[8];
    unsigned n = 0, env = temp(t, FE_ENV, FE_I64, 0), r = temp(t, FE_EBB, t->type, 0);

    a[n++] = r;
    for (unsigned i = 0; i < arity[t->opc].nin; i++) {
        if (is_scalar(t, i)) {
            enum fe_type type = wide_scalar(t) ? FE_I64 : FE_I32;
            a[n++] = (int)i == t->konst ? constant(t, type, t->kval)
                                        : global(t, (wide_scalar(t) ? X0 : W0) + i);
        } else if ((int)i == t->konst) {
            a[n++] = constant(t, t->type, replicate(t->kval, t->bits));
        } else {
            a[n] = temp(t, FE_EBB, t->type, 0);
            vec_op(t, OP_(t, FE_OP_ld_vec, a[n], env, (uint64_t)AT(v[i])));
            n++;
        }
    }
    for (unsigned i = 0; i < arity[t->opc].nconst; i++) {
        a[n++] = t->c[i];
    }
    vec_op(t, op_n(t, t->opc, n, a));
    vec_op(t, OP_(t, FE_OP_st_vec, r, env, (uint64_t)AT(u)));
}

static uint64_t element(const struct test *t, const struct cpu *c, unsigned i, unsigned at)
{
    uint64_t x = 0;

    if ((int)i == t->konst) {
        return t->kval;
    }
    if (is_scalar(t, i)) {
        return wide_scalar(t) ? c->x[i] : c->w[i];
    }
    memcpy(&x, c->v[i] + at, t->bits / 8);
    return x;
}

static void vector_prepare(const struct test *t, struct cpu *c)
{
    for (unsigned at = 0; at < 32; at += t->bits / 8) {
        unsigned choice = (unsigned)random64();
        for (unsigned i = 0; i < 4; i++) {
            uint64_t x = special(choice >> 8 * i, t->bits);
            if (!(choice >> 28 & 1)) {
                memcpy(c->v[i] + at, &x, t->bits / 8);
            }
        }
        if (t->row->domain == COUNT) {
            uint64_t n = element(t, c, 1, at) % t->bits;
            memcpy(c->v[1] + at, &n, t->bits / 8);
        }
    }
    if (t->row->domain == COUNT) {
        c->w[1] %= t->bits;
    }
}

static void vector_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    (void)got;
    for (unsigned at = 0; at < vec_size(t); at += t->bits / 8) {
        uint64_t x[8], r[2];
        unsigned nin = arity[t->opc].nin;
        for (unsigned i = 0; i < nin; i++) {
            x[i] = element(t, c, i, at);
        }
        memcpy(x + nin, t->c, sizeof(t->c));
        t->row->calc(t->bits, x, r);
        memcpy(c->u + at, r, t->bits / 8);
    }
}

static const struct family vector = {vector_cases, vector_build, vector_model, vector_prepare};

/* --- Family: loads and stores of CPU state ------------------------------------------- */

static bool is_store(const struct test *t)
{
    return arity[t->opc].nout == 0;
}

static void add_state_case(const struct row *row, unsigned opc, enum fe_type type,
                           unsigned bits, int32_t offset, bool reject)
{
    static unsigned form;
    struct test *t = add_test(row, opc);

    t->type = type;
    t->bits = bits;
    t->offset = offset;
    t->form = form++ % 3;
    t->reject = reject;
}

static void state_cases(const struct row *row, unsigned opc)
{
    int32_t size = (int32_t)row->size / 8;

    for (int32_t i = 0; i < 4; i++) {
        add_state_case(row, opc, FE_V128, row->bits, AT(v[1]) + 3 * i, false);
    }
    for (int32_t i = 0; i + size <= 8; i++) {
        add_state_case(row, opc, FE_V128, row->bits, AT(x[1]) + i, false);
        add_state_case(row, opc, FE_V128, row->bits, AT(f) + i, false);
    }
    for (int32_t i = 0; i + size <= 4; i++) {
        add_state_case(row, opc, FE_V128, row->bits, AT(w[1]) + i, false);
    }
    for (int32_t i = 0; i + size <= 16; i += size) {
        add_state_case(row, opc, FE_V128, row->bits, AT(q) + i, false);
    }
    if (size > 1) {
        add_state_case(row, opc, FE_V128, row->bits, AT(w[1]) + 4 - size / 2, true);
        add_state_case(row, opc, FE_V128, row->bits, AT(q) + size / 2, true);
    }
    struct test *t = add_test(row, opc); /* an address that is not known */
    t->form = 3;
    t->reject = true;
}

static void vec_state_cases(const struct row *row, unsigned opc)
{
    bool dup = opc == FE_OP_dupm_vec;

    for (unsigned type = FE_V64; type <= FE_V256; type++) {
        for (unsigned bits = dup ? 8 : 64; bits <= 64; bits *= 2) {
            int32_t size = dup ? (int32_t)bits / 8 : 8 << (type - FE_V64);
            add_state_case(row, opc, (enum fe_type)type, bits, AT(v[1]), false);
            for (int32_t i = 0; i + size <= 16; i += size) {
                add_state_case(row, opc, (enum fe_type)type, bits, AT(q) + i, false);
            }
            if (size == 8) {
                add_state_case(row, opc, (enum fe_type)type, bits, AT(f), false);
            }
            if (size == 32) {
                add_state_case(row, opc, (enum fe_type)type, bits, AT(q), true);
            }
        }
    }
}

/* The operand that is the address. */
static unsigned state_base(struct test *t)
{
    unsigned env = temp(t, FE_ENV, FE_I64, 0), p = temp(t, FE_EBB, FE_I64, 0);

    switch (t->form) {
    case 0: return env;
    case 1: OP_(t, FE_OP_add_i64, p, env, constant(t, FE_I64, 40)); break;
    case 2: OP_(t, FE_OP_mov_i64, p, env); break;
    default: OP_(t, FE_OP_add_i64, p, env, global(t, X0)); break;
    }
    return p;
}

static void state_build(struct test *t)
{
    unsigned base = state_base(t);
    uint64_t offset = (uint64_t)(int64_t)(t->offset - (t->form == 1 ? 40 : 0));
    bool wide = t->bits == 64;

    if (is_store(t)) {
        OP_(t, t->opc, global(t, wide ? X0 : W0), base, offset);
    } else {
        OP_(t, t->opc, global(t, wide ? D0 : E0), base, offset);
    }
}

static void state_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    uint64_t x = 0;

    (void)got;
    if (is_store(t)) {
        x = t->bits == 64 ? c->x[0] : c->w[0];
        memcpy((char *)c + t->offset, &x, t->row->size / 8);
        return;
    }
    memcpy(&x, (char *)c + t->offset, t->row->size / 8);
    x = t->row->sign ? (uint64_t)sext(x, t->row->size) : x;
    put_var(c, t->bits == 64 ? D0 : E0, x);
}

static void vec_state_build(struct test *t)
{
    unsigned env = temp(t, FE_ENV, FE_I64, 0), v = temp(t, FE_EBB, t->type, 0);
    unsigned base = state_base(t);
    uint64_t offset = (uint64_t)(int64_t)(t->offset - (t->form == 1 ? 40 : 0));

    if (is_store(t)) {
        vec_op(t, OP_(t, FE_OP_ld_vec, v, env, (uint64_t)AT(v[2])));
        vec_op(t, OP_(t, t->opc, v, base, offset));
    } else {
        vec_op(t, OP_(t, t->opc, v, base, offset));
        vec_op(t, OP_(t, FE_OP_st_vec, v, env, (uint64_t)AT(u)));
    }
}

static void vec_state_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    unsigned step = t->opc == FE_OP_dupm_vec ? t->bits / 8 : vec_size(t);

    (void)got;
    if (is_store(t)) {
        memcpy((char *)c + t->offset, c->v[2], vec_size(t));
        return;
    }
    for (unsigned at = 0; at < vec_size(t); at += step) {
        memcpy(c->u + at, (char *)c + t->offset, step);
    }
}

static const struct family state = {state_cases, state_build, state_model, NULL};
static const struct family vec_state = {vec_state_cases, vec_state_build, vec_state_model,
                                        NULL};

/* --- What does not come back --------------------------------------------------------- */

#define LEFT (1ull << 63)    /* set by the stand-in for hqemu_leave */
#define SYSCALL (1ull << 62) /* by that for hqemu_syscall */
#define FAULT (1ull << 61)   /* and by that for hqemu_unaligned: a load */
#define STORED (1ull << 60)  /*   or a store */

static jmp_buf no_return;
static bool exact_faults;

static void hqemu_unaligned(struct cpu *c, uint64_t addr, uint32_t is_store)
{
    c->ret = addr | FAULT | (is_store ? STORED : 0);
    longjmp(no_return, 1);
}

/* --- Family: guest memory ------------------------------------------------------------ */

static void memory_cases(const struct row *row, unsigned opc)
{
    unsigned first = opc == FE_OP_qemu_st8_i32 ? 0 : row->bits == 128 ? 4 : 0;
    unsigned last = opc == FE_OP_qemu_st8_i32 ? 0 : (unsigned)__builtin_ctz(row->bits / 8);

    for (unsigned size = first; size <= last; size++) {
        for (unsigned k = 0; k < 8; k++) {
            struct test *t = add_test(row, opc);
            bool aligned = k & 4;
            t->mem = (struct fe_memop){
                .size_log2 = (uint8_t)size,
                .sign = k & 1,
                .bswap = k >> 1 & 1,
                .align_log2 = (uint8_t)(aligned ? size - (size > 1 && k == 5) : 0)};
            t->offset = aligned ? 16 : 5;
            if (row->bits == 128) {
                t->mem.sign = false;
                t->mem.atomic16 = aligned;
                t->mem.pair = k & 1 && !aligned;
                t->reject = t->mem.bswap;
            }
        }
    }
}

/* x3 = x2 (which an exact fault has to show); then the access. w0 or x0 (and x1) is the value,
 * x2 the address. */
static void memory_build(struct test *t)
{
    unsigned wide = t->bits == 32 ? 0 : X0 - W0, n = 0;
    uint64_t a[8];

    OP_(t, FE_OP_mov_i64, global(t, X0 + 3), global(t, X0 + 2));
    for (unsigned i = 0; i < (t->bits == 128 ? 2 : 1); i++) {
        a[n++] = global(t, is_store(t) ? W0 + wide + i : (t->bits == 32 ? E0 : D0) + i);
    }
    a[n++] = global(t, X0 + 2);
    a[n++] = 0;
    op_n(t, t->opc, n, a)->mem = t->mem;
}

static void memory_prepare(const struct test *t, struct cpu *c)
{
    uint64_t off = random64() % 2 ? 0 : random64() % (1u << t->mem.size_log2);
    c->x[2] = (uintptr_t)cpu.mem + (uint64_t)t->offset + off;
}

static void memory_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    unsigned bits = 8u << t->mem.size_log2;
    uint8_t *at = c->mem + (c->x[2] - (uintptr_t)cpu.mem);
    uint64_t x = 0;

    c->x[3] = c->x[2];
    if (c->x[2] % (1u << t->mem.align_log2)) {
        c->x[3] = exact_faults ? c->x[3] : got->x[3]; /* or nobody looks */
        c->pc = t->func.entry;
        c->ret = c->x[2] | FAULT | (is_store(t) ? STORED : 0);
        return;
    }
    if (bits == 128) {
        if (is_store(t)) {
            memcpy(at, c->x, 16);
        } else {
            memcpy(c->d, at, 16);
        }
    } else if (is_store(t)) {
        x = t->bits == 32 ? c->w[0] : c->x[0];
        x = t->mem.bswap ? swap_bytes(x, bits) : x;
        memcpy(at, &x, bits / 8);
    } else {
        memcpy(&x, at, bits / 8);
        x = t->mem.bswap ? swap_bytes(x, bits) : x;
        x = t->mem.sign ? (uint64_t)sext(x, bits) : x;
        put_var(c, t->bits == 32 ? E0 : D0, x);
    }
}

static const struct family memory = {memory_cases, memory_build, memory_model, memory_prepare};

/* --- Family: branches inside a block ------------------------------------------------- */

/*
 *     t = x2; if (cond) goto 0; t = x3; d0 = x3; goto 1; 0: e0 = w2; 1: d1 = t
 */
static void branch_build(struct test *t)
{
    unsigned v = temp(t, FE_TB, FE_I64, 0), x3 = global(t, X0 + 3);
    enum fe_type type = t->bits == 32 ? FE_I32 : FE_I64;
    uint64_t in[2];

    t->fe.nlabels = 2;
    OP_(t, FE_OP_mov_i64, v, global(t, X0 + 2));
    for (unsigned i = 0; i < 2; i++) {
        in[i] = (int)i == t->konst ? constant(t, type, t->kval) : global(t, plain_in(t, i));
    }
    OP_(t, t->bits == 32 ? FE_OP_brcond_i32 : FE_OP_brcond_i64, in[0], in[1], t->c[0], 0);
    OP_(t, FE_OP_mov_i64, v, x3);
    OP_(t, FE_OP_mov_i64, global(t, D0), x3);
    OP_(t, FE_OP_br, 1);
    OP_(t, FE_OP_set_label, 0);
    OP_(t, FE_OP_mov_i32, global(t, E0), global(t, W0 + 2));
    OP_(t, FE_OP_set_label, 1);
    OP_(t, FE_OP_mov_i64, global(t, D0 + 1), v);
}

static void branch_cases(const struct row *row, unsigned opc)
{
    uint64_t c[64][2];
    bool all = opc == FE_OP_brcond_i32 || opc == FE_OP_brcond_i64;
    unsigned nc = get_constants(row, row->bits, c);

    nc = all ? nc : 3;
    for (unsigned i = 0; i < nc; i++) {
        struct test *t = add_test(row, opc);
        t->c[0] = c[i][0];
        constant_variants(t, 2, 1);
    }
}

static void branch_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    uint64_t x[2];

    (void)got;
    for (unsigned i = 0; i < 2; i++) {
        x[i] = (int)i == t->konst ? t->kval : get_var(c, plain_in(t, i));
    }
    if (holds(t->bits, x, t->c[0])) {
        c->d[1] = c->x[2];
        c->e[0] = c->w[2];
    } else {
        c->d[1] = c->d[0] = c->x[3];
    }
}

static const struct family branch = {branch_cases, branch_build, branch_model, NULL};

/* --- Family: exits ------------------------------------------------------------------- */

enum { DIRECT, RETURN, JUMP, LEAVE, NEXIT_FORMS };

static void exit_cases(const struct row *row, unsigned opc)
{
    for (unsigned i = 0; i < NEXIT_FORMS; i++) {
        if (opc == FE_OP_goto_ptr || i == DIRECT || i == LEAVE) {
            add_test(row, opc)->form = i;
        }
    }
}

/* d0 = x1; pc = x0; and out. */
static void exit_build(struct test *t)
{
    static const enum fe_branch branches[] = {FE_BR_JUMP, FE_BR_RET, FE_BR_JUMP, FE_BR_NONE};
    unsigned x0 = global(t, X0);
    enum exit_kind kind = t->form == DIRECT                              ? EXIT_DIRECT
                          : t->form == LEAVE && t->opc != FE_OP_goto_ptr ? EXIT_LEAVE
                                                                         : EXIT_INDIRECT;

    t->fe.branch = branches[t->form];
    OP_(t, FE_OP_mov_i64, global(t, D0), global(t, X0 + 1));
    OP_(t, FE_OP_mov_i64, global(t, PC), x0);
    if (t->opc == FE_OP_goto_ptr) {
        OP_(t, FE_OP_goto_ptr, constant(t, FE_I64, 0));
    } else {
        if (t->opc == FE_OP_goto_tb) {
            OP_(t, FE_OP_goto_tb, 0);
        }
        OP_(t, FE_OP_exit_tb, t->opc == FE_OP_goto_tb || t->form == DIRECT ? 0 : ~0ull);
    }
    exit_to(t, kind, next_pc(t));
}

static void exit_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    c->d[0] = c->x[1];
    c->pc = got->pc; /* may have been stored, or not */
    if (t->form != DIRECT) {
        c->ret = c->x[0] | (t->form == LEAVE ? LEFT : 0);
    }
}

static const struct family leaving = {exit_cases, exit_build, exit_model, NULL};

/* --- Family: calls ------------------------------------------------------------------- */

static uint64_t helper_unit_pure(uint64_t a, uint32_t b)
{
    return a * 3 + b;
}

static u128 helper_unit_wide(u128 a, uint64_t b)
{
    return a * b + 1;
}

static uint64_t helper_unit_read(struct cpu *c, uint32_t a)
{
    return c->d[0] + c->w[1] + a;
}

static void helper_unit_write(struct cpu *c)
{
    c->x[1] = c->d[0] ^ 0x55;
    c->w[1] += 7;
    c->q[3] ^= c->q[4];
}

static void helper_unit_raise(struct cpu *c)
{
    c->x[3] = c->d[0];
    longjmp(no_return, 1);
}

/* After a helper that may have changed the CPU's mode: is it as it was? */
static uint32_t hqemu_mode_ok(struct cpu *c)
{
    return c->u[0] & 1;
}

#define MASK3(r, a, b) (FE_DH_##r | FE_DH_##a << 3 | FE_DH_##b << 6)
enum { PURE, WIDE, READ, WRITE, RAISE, SYSTEM, NCALLS };
static const struct fe_helper helpers[] = {
    {"unit_pure", MASK3(I64, I64, I32),
     FE_CALL_NO_READ_GLOBALS | FE_CALL_NO_WRITE_GLOBALS | FE_CALL_NO_SIDE_EFFECTS},
    {"unit_wide", MASK3(I128, I128, I64), FE_CALL_NO_READ_GLOBALS | FE_CALL_NO_WRITE_GLOBALS},
    {"unit_read", MASK3(I64, PTR, I32), FE_CALL_NO_WRITE_GLOBALS},
    {"unit_write", MASK3(VOID, PTR, VOID), 0},
    {"unit_raise", MASK3(NORETURN, PTR, VOID), FE_CALL_NO_RETURN},
    {"unit_system", MASK3(VOID, PTR, VOID), FE_CALL_NO_RETURN},
};

static void call_cases(const struct row *row, unsigned opc)
{
    for (unsigned i = 0; i < NCALLS; i++) {
        add_test(row, opc)->form = i;
    }
}

/* d0 = x0 at one instruction, the call at the next; then x2 = x1, d1 = the result. */
static void call_build(struct test *t)
{
    unsigned env = temp(t, FE_ENV, FE_I64, 0), r = temp(t, FE_EBB, FE_I64, 0);
    unsigned d1 = global(t, D0 + 1), x0 = global(t, X0), x1 = global(t, X0 + 1);
    unsigned w0 = global(t, W0);
    struct fe_op *o;

    OP_(t, FE_OP_mov_i64, global(t, D0), x0);
    OP_(t, FE_OP_insn_start, t->func.entry + NINSN);
    switch (t->form) {
    case PURE: o = OP_(t, FE_OP_call, r, x1, w0); break;
    case WIDE: o = OP_(t, FE_OP_call, r, x0, x0, x1, global(t, X0 + 2)); break;
    case READ: o = OP_(t, FE_OP_call, r, env, w0); break;
    default: o = OP_(t, FE_OP_call, env); break;
    }
    o->helper = &helpers[t->form];
    o->nout = t->form == WIDE ? 2 : t->form <= READ;
    o->nin = t->form == WIDE ? 3 : t->form <= READ ? 2 : 1;
    o->nconst = 0;
    if (t->form == SYSTEM) {
        exit_to(t, EXIT_SYSCALL, 0);
        return;
    }
    OP_(t, FE_OP_mov_i64, global(t, X0 + 2), x1);
    if (t->form <= READ) {
        OP_(t, FE_OP_mov_i64, d1, r);
    }
}

static void call_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    u128 r;

    c->d[0] = c->x[0];
    switch (t->form) {
    case PURE: c->d[1] = helper_unit_pure(c->x[1], c->w[0]); break;
    case WIDE:
        r = helper_unit_wide((u128)c->x[1] << 64 | c->x[0], c->x[2]);
        c->d[1] = (uint64_t)r;
        c->x[0] = (uint64_t)(r >> 64);
        break;
    case READ: c->d[1] = helper_unit_read(c, c->w[0]); break;
    case WRITE: helper_unit_write(c); break;
    case RAISE: c->x[3] = c->d[0]; break;
    case SYSTEM: c->ret = (t->func.entry + NINSN) | SYSCALL; break;
    }
    if (t->form < RAISE) {
        c->x[2] = c->x[1];
    }
    if (t->form != PURE && t->form < RAISE && !hqemu_mode_ok(c)) {
        c->ret |= LEFT;
    }
    /* Who may read the state may raise an exception, for which the pc has to be right. */
    c->pc = t->form == SYSTEM ? got->pc : t->form >= READ ? t->func.entry + NINSN : c->pc;
}

static const struct family calls = {call_cases, call_build, call_model, NULL};

/* --- Family: barriers; discard ------------------------------------------------------- */

enum { MB_ST_LD = 2, MB_RELEASE = 0x20, MB_ANY = 0x30 };

static void barrier_cases(const struct row *row, unsigned opc)
{
    for (uint64_t pairs = 1; pairs < 16; pairs++) {
        for (uint64_t kind = 0x10; kind <= 0x30; kind += 0x10) {
            add_test(row, opc)->c[0] = pairs | kind;
        }
    }
}

/* Before, or for a release after, it a store; then a load. */
static void barrier_build(struct test *t)
{
    bool release = (t->c[0] & MB_ANY) == MB_RELEASE;
    unsigned x0 = global(t, X0), x2 = global(t, X0 + 2), x3 = global(t, X0 + 3);

    if (release) {
        OP_(t, FE_OP_mb, t->c[0]);
    }
    OP_(t, FE_OP_qemu_st_i64, x0, x2, 0)->mem.size_log2 = 3;
    if (!release) {
        OP_(t, FE_OP_mb, t->c[0]);
    }
    OP_(t, FE_OP_qemu_ld_i64, global(t, D0), x3, 0)->mem.size_log2 = 3;
}

static void barrier_prepare(const struct test *t, struct cpu *c)
{
    (void)t;
    c->x[2] = (uintptr_t)cpu.mem + 8;
    c->x[3] = (uintptr_t)cpu.mem + 8 * (c->x[3] & 1);
}

static void barrier_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    (void)t;
    (void)got;
    memcpy(c->mem + 8, &c->x[0], 8);
    memcpy(&c->d[0], c->mem + (c->x[3] - (uintptr_t)cpu.mem), 8);
}

static const struct family barrier = {barrier_cases, barrier_build, barrier_model,
                                      barrier_prepare};

/* One thread cannot see a barrier's effect; that the host has one between the store and
 * the load where x86 needs it, and the compiler always, is seen in the IR. */
static bool has_barrier(const struct test *t, LLVMValueRef fn)
{
    uint64_t kind = t->c[0] & MB_ANY;
    bool full = false, any = false;

    for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb;
         bb = LLVMGetNextBasicBlock(bb)) {
        for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i)) {
            if (LLVMGetInstructionOpcode(i) == LLVMFence) {
                any = true;
                full |= !LLVMIsAtomicSingleThread(i);
            }
        }
    }
    return any && (full || (kind == MB_ANY ? !(t->c[0] & MB_ST_LD) : kind != MB_RELEASE));
}

static void one_case(const struct row *row, unsigned opc)
{
    add_test(row, opc);
}

/* t = x0; discard t; discard d0 (a variable); t = x1; d0 = t; d1 = d0 */
static void discard_build(struct test *t)
{
    unsigned v = temp(t, FE_EBB, FE_I64, 0), d0 = global(t, D0);

    OP_(t, FE_OP_mov_i64, v, global(t, X0));
    OP_(t, FE_OP_discard, v);
    OP_(t, FE_OP_discard, d0);
    OP_(t, FE_OP_mov_i64, v, global(t, X0 + 1));
    OP_(t, FE_OP_mov_i64, d0, v);
    OP_(t, FE_OP_mov_i64, global(t, D0 + 1), d0);
}

static void discard_model(const struct test *t, struct cpu *c, const struct cpu *got)
{
    (void)t;
    (void)got;
    c->d[0] = c->d[1] = c->x[1];
}

static const struct family discard = {one_case, discard_build, discard_model, NULL};

/* --- Family: what no frontend emits -------------------------------------------------- */

static void never_cases(const struct row *row, unsigned opc)
{
    add_test(row, opc)->reject = true;
}

static void never_build(struct test *t)
{
    uint64_t a[8] = {0};
    unsigned n = (unsigned)arity[t->opc].nout + arity[t->opc].nin;

    for (unsigned i = 0; i < n; i++) {
        a[i] = global(t, X0 + i % 4);
    }
    vec_op(t, op_n(t, t->opc, n + arity[t->opc].nconst, a));
}

static const struct family never = {never_cases, never_build, NULL, NULL};

#endif
