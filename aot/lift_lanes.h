/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lift_lanes.h: what an instruction leaves in vector registers, between lift_lanes.c, which
 * finds it out, and lift_lanes_vec.c, which makes vector operations of it. Sizes are in bytes;
 * a struct lanes belongs to one thread. */
#ifndef HQEMU_LIFT_LANES_H
#define HQEMU_LIFT_LANES_H

#include "lift.h"

enum { MAX_NODES = 400, MAX_LANES = 16 };

struct byte_ref {
    enum { BYTE_CONST, BYTE_REG, BYTE_NODE } kind : 8;
    uint8_t at;  /* the constant; which byte */
    uint16_t of; /* variable or node */
};

struct value {
    struct byte_ref b[8];
};

enum node_op {
    NODE_CONST, /* imm */
    NODE_ZEXT,  /* of `size` bytes */
    NODE_SEXT,
    NODE_ADD,
    NODE_SUB,
    NODE_MUL,
    NODE_AND,
    NODE_OR,
    NODE_XOR,
    NODE_NEG,
    NODE_SHL, /* by imm */
    NODE_SHR,
    NODE_SAR,
    NODE_MOVCOND, /* imm: condition */
    NODE_SAT_S,   /* to `size` bytes, signed; sets the saturation flag if that changes it */
    NODE_SAT_U,
    NODE_ADD_SAT, /* of `size` bytes, signed */
    NODE_CLZ,     /* of `size` bytes */
};

struct node {
    enum node_op op;
    uint8_t size;
    bool emitted;
    uint16_t in[4];
    int64_t imm;
    struct byte_ref b[8]; /* of ZEXT, SEXT */
    uint8_t sbits, ubits; /* it fits into so many bits, signed and unsigned; 64 if unknown */
};

struct lanes {
    const struct fe *fe;
    const struct fe_block *f;
    struct lifter *l; /* NULL: only see whether it can be done */
    struct value val[MAX_TEMPS];
    uint8_t known[MAX_TEMPS];
    struct node nodes[MAX_NODES];
    unsigned nnodes, work;
    unsigned nregs; /* that have been looked at */
    struct {
        uint16_t var;
        bool written;
        struct byte_ref b[16];
    } regs[8];
    int32_t qc; /* offset of the saturation flag */
    LLVMValueRef saturated;
};

static inline bool same_byte(struct byte_ref x, struct byte_ref y)
{
    return x.kind == y.kind && x.at == y.at && x.of == y.of;
}

static inline bool is_zero(struct byte_ref x)
{
    return x.kind == BYTE_CONST && x.at == 0;
}

static inline unsigned min_u(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static inline unsigned max_u(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* Bytes of one node that start in the middle of it become those of the node shifted right.
 * Not 0 if that cannot be. */
int lanes_start_at_zero(struct lanes *p, struct byte_ref *b, unsigned n);

/* lift_lanes_vec.c: gives the registers that the instruction writes their new values; if
 * p->l is NULL, only says whether that can be done. */
bool lanes_registers(struct lanes *p);

#endif
