/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_case.h: for test_lift.c: the CPU that lifted code runs on, what a test is, and
 * how its block is made.
 */
#ifndef HQEMU_LIFT_CASE_H
#define HQEMU_LIFT_CASE_H

#include "lift.h"

#include <stdlib.h>
#include <string.h>

typedef unsigned __int128 u128;
typedef __int128 i128;

/* --- The CPU and its frontend -------------------------------------------------------- */

/* GS points here. */
struct cpu {
    struct cpu *self;
    uint64_t stack_limit;
    int32_t exit_request;
    uint64_t ret; /* not of the CPU: where the function says the guest goes on */
    /* Variables. */
    uint64_t pc, x[4], d[2], f;
    uint32_t w[4], e[2];
    _Alignas(16) uint8_t q[16];
    /* Other state, and guest memory. */
    _Alignas(32) uint8_t v[4][32], u[32], mem[64];
};

#define AT(field) ((int32_t)offsetof(struct cpu, field))

enum { PC, X0, D0 = X0 + 4, F = D0 + 2, W0, E0 = W0 + 4, Q = E0 + 2, NVARS };

/* Of no register argument. */
#define VAR(n, field, c)                                                                       \
    {                                                                                          \
        .name = n, .offset = AT(field), .cls = c, .reg = -1                                    \
    }

static struct fe_var vars[NVARS] = {
    [PC] = VAR("pc", pc, FE_VAR_I64),       [X0] = VAR("x0", x[0], FE_VAR_I64),
    [X0 + 1] = VAR("x1", x[1], FE_VAR_I64), [X0 + 2] = VAR("x2", x[2], FE_VAR_I64),
    [X0 + 3] = VAR("x3", x[3], FE_VAR_I64), [D0] = VAR("d0", d[0], FE_VAR_I64),
    [D0 + 1] = VAR("d1", d[1], FE_VAR_I64), [F] = VAR("f", f, FE_VAR_F64),
    [W0] = VAR("w0", w[0], FE_VAR_I32),     [W0 + 1] = VAR("w1", w[1], FE_VAR_I32),
    [W0 + 2] = VAR("w2", w[2], FE_VAR_I32), [W0 + 3] = VAR("w3", w[3], FE_VAR_I32),
    [E0] = VAR("e0", e[0], FE_VAR_I32),     [E0 + 1] = VAR("e1", e[1], FE_VAR_I32),
    [Q] = VAR("q", q, FE_VAR_V128),
};

static bool no_helper(const char *helper, const int64_t *args, unsigned nargs)
{
    (void)helper, (void)args, (void)nargs;
    return false;
}

static struct fe fe = {
    .name = "test",
    .insn_align = 4,
    .vars = vars,
    .nvars = NVARS,
    .pc_var = PC,
    .env_self = AT(self),
    .stack_limit = AT(stack_limit),
    .exit_request = AT(exit_request),
    .release_is_sc = true,
    .flag_kind = -1,
    .fp_flags = -1,
    .fp_rounding = -1,
    .is_syscall = no_helper,
    .is_fp_state = no_helper,
};

/* --- Tests --------------------------------------------------------------------------- */

struct row;

/* One block of one operation, with the runs of it. */
struct test {
    const struct row *row;
    unsigned opc;
    unsigned bits;                    /* of an operand or element */
    enum fe_type type;                /* of vectors */
    uint64_t c[2];                    /* the operation's constants */
    int konst;                        /* the operand that is a constant, or -1 */
    uint64_t kval;                    /*   and its value */
    enum { FRESH, SAME, DOUBLE } out; /* results' places: own, the operands', a double */
    struct fe_memop mem;
    int32_t offset; /* of the CPU state or of guest memory */
    unsigned form;  /* what else the family varies */
    bool reject;    /* has to be refused */

    struct fe_block fe;
    struct block block, *blocks[1];
    struct block unscanned; /* `block` before analyse_liveness() */
    struct func func;
    uint64_t (*run)(void);
};

struct family {
    void (*cases)(const struct row *row, unsigned opc); /* makes the tests */
    void (*build)(struct test *t);                      /* makes the block of one */
    /* Does to C what the block should do; GOT is what it did, where not all is specified. */
    void (*model)(const struct test *t, struct cpu *c, const struct cpu *got);
    void (*prepare)(const struct test *t, struct cpu *c); /* fits operands; may be NULL */
};

/* What an operation's constants are. */
enum consts { NONE, COND, FIELD, POSITION, SWAP, IMM_COUNT };
/* What its operands have to be for the result to be specified. */
enum domain { ANY, COUNT, DIVISOR, SIGNED_DIVISOR };

typedef void calc(unsigned n, const uint64_t *x, uint64_t *r);

struct row {
    const struct family *family;
    calc *calc; /* operands of N bits, then constants, to results */
    enum consts consts;
    enum domain domain;
    unsigned bits, out_bits; /* operands; results (0: the same) */
    unsigned size;           /* bits in memory; or those that a byte swap is about */
    bool sign;
    unsigned scalar; /* vectors: this operand (from 1) is a scalar of 32 bits */
};

static struct test **tests;
static size_t ntests;
static unsigned nfailed;
static struct cpu cpu;
static const uint64_t text_lo = 0x10000;

enum { NINSN = 4 }; /* guest instructions' size */

static uint64_t random64(void)
{
    static uint64_t s = 0x9e3779b97f4a7c15;
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    return s * 0x2545f4914f6cdd1d;
}

static uint64_t low(uint64_t x, unsigned bits)
{
    return bits >= 64 ? x : x & ((1ull << bits) - 1);
}

static int64_t sext(uint64_t x, unsigned bits)
{
    return (int64_t)(x << (64 - bits)) >> (64 - bits);
}

enum { NSPECIALS = 16 };

/* Special value number I of BITS bits: small ones, and those around the top bit. */
static uint64_t special(unsigned i, unsigned bits)
{
    uint64_t top = 1ull << (bits - 1);
    const uint64_t values[NSPECIALS] = {
        0,      1,      2,      3,   ~0ull,   0x7f,    0x80,           0xff,
        0x7fff, 0x8000, 0xffff, top, top - 1, top + 1, top | top >> 1, 0x5555555555555555};
    return low(values[i % NSPECIALS], bits);
}

static struct test *add_test(const struct row *row, unsigned opc)
{
    struct test *t = calloc(1, sizeof(*t));

    if ((ntests & (ntests - 1)) == 0) {
        tests = realloc(tests, (ntests ? 2 * ntests : 1) * sizeof(struct test *));
    }
    tests[ntests++] = t;
    t->row = row;
    t->opc = opc;
    t->bits = row->bits;
    t->type = FE_V128;
    t->konst = -1;
    return t;
}

static struct test *copy_test(const struct test *from)
{
    struct test *t = add_test(from->row, from->opc);
    *t = *from;
    return t;
}

/* --- Blocks -------------------------------------------------------------------------- */

static unsigned temp(struct test *t, enum fe_temp_kind kind, enum fe_type type, int64_t val)
{
    t->fe.temps = realloc(t->fe.temps, (t->fe.ntemps + 1) * sizeof(*t->fe.temps));
    t->fe.temps[t->fe.ntemps] = (struct fe_temp){(uint8_t)type, (uint8_t)kind, val};
    return t->fe.ntemps++;
}

static unsigned global(struct test *t, unsigned v)
{
    return temp(t, FE_GLOBAL, vars[v].cls == FE_VAR_I32 ? FE_I32 : FE_I64, v);
}

static unsigned constant(struct test *t, enum fe_type type, uint64_t val)
{
    return temp(t, FE_CONST, type, type == FE_I32 ? (int32_t)val : (int64_t)val);
}

static const struct {
    uint8_t nout, nin, nconst;
} arity[] = {
#define OP(name, o, i, c) {o, i, c},
#include "tcg_opcodes.def"
#undef OP
};

/* Appends operation OPC; what follows are its N arguments, as uint64_t. */
static struct fe_op *op_n(struct test *t, unsigned opc, unsigned n, const uint64_t *args)
{
    struct fe_block *f = &t->fe;

    f->ops = realloc(f->ops, (f->nops + 1) * sizeof(*f->ops));
    f->args = realloc(f->args, (f->nargs + n + 1) * sizeof(*f->args));
    struct fe_op *o = &f->ops[f->nops++];
    *o = (struct fe_op){.opc = (uint8_t)opc,
                        .nout = arity[opc].nout,
                        .nin = arity[opc].nin,
                        .nconst = arity[opc].nconst,
                        .args = f->nargs};
    memcpy(f->args + f->nargs, args, n * sizeof(*args));
    f->nargs += n;
    return o;
}

#define OP_(t, opc, ...)                                                                       \
    op_n(t, opc, sizeof((uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t),                         \
         (uint64_t[]){__VA_ARGS__})

static void exit_to(struct test *t, enum exit_kind kind, uint64_t target)
{
    t->block.exits[t->block.nexits++] =
        (struct block_exit){kind, (uint32_t)(t->fe.nops - 1), target};
}

static uint64_t next_pc(const struct test *t)
{
    return t->func.entry + 2 * NINSN;
}

static struct fe_op *vec_op(struct test *t, struct fe_op *o)
{
    o->type = (uint8_t)t->type;
    o->vece = (uint8_t)__builtin_ctz(t->bits / 8);
    return o;
}

#endif
