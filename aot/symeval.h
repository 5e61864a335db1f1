/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * symeval.h: what a path of blocks computes, as expressions.
 *
 * sym_run() turns the operations of one block after the other into expressions over
 * what the guest registers held at the start of the path. sym_value() gives the value
 * of an expression if one of its parts (`bound`) is assumed to have a certain value:
 * the way to ask "where does this jump go if the index is 3?" without knowing how the
 * compiler computed the address.
 *
 * Equal expressions have equal numbers, so the index that a comparison checks is
 * recognised in the address that a table is read from. Memory is assumed not to
 * overlap under different expressions for its address.
 *
 * Nodes are numbers that sym_reset() makes void; 0 is none. A struct sym belongs to one thread.
 */
#ifndef HQEMU_SYMEVAL_H
#define HQEMU_SYMEVAL_H

#include "program.h"

/* Kinds of expression beside the operations of FE_OP_*. */
enum { SYM_CONST = FE_NB_OPS, SYM_LEAF };

enum { SYM_MAX_INPUTS = 4, SYM_MAX_STORES = 64 };

struct sym_regs {
    uint64_t bits[FE_MAX_VARS / 64];
};

static inline bool sym_reg_in(const struct sym_regs *regs, uint64_t reg)
{
    return regs->bits[reg / 64] >> (reg % 64) & 1;
}

static inline void sym_reg_add(struct sym_regs *regs, uint64_t reg)
{
    regs->bits[reg / 64] |= (uint64_t)1 << (reg % 64);
}

struct sym_node {
    uint16_t opc;
    uint8_t depth, nin;
    bool again; /* a load that stands for a later one of the same address, too */
    uint32_t in[SYM_MAX_INPUTS];
    uint64_t k; /* SYM_CONST: the value; SYM_LEAF: the register, or a number from
                   FE_MAX_VARS on; else the operation's constants */
};

struct sym {
    const struct fe *fe;
    const struct sym_regs *callee_saved;
    struct sym_node *nodes;
    uint32_t n, cap;
    struct sym_slot {
        uint32_t node, path; /* of an earlier path: free */
    } * hash;                /* of all nodes but leaves; open addressing */
    uint32_t nhash;
    uint32_t path; /* its number */
    uint32_t globals[FE_MAX_VARS];
    uint32_t *temps; /* of the block being run */
    uint32_t ntemps;
    struct {
        uint32_t addr, value;
        uint8_t size_log2;
    } stores[SYM_MAX_STORES];
    unsigned nstores;        /* ever made; the last SYM_MAX_STORES are kept */
    unsigned stores_at_call; /* made before the last call */
    uint32_t n_at_write;     /* nodes made before the last store or call */
    bool assumes; /* some value is right only if nobody has changed memory meanwhile */
    uint64_t next_leaf;

    /* The condition under which the block run last leaves by its second exit, or 0. */
    uint32_t branch;

    /* For sym_value(). Both return false if they do not know. */
    bool (*read)(void *arg, uint64_t addr, unsigned size_log2, uint64_t *value);
    bool (*leaf)(void *arg, uint64_t reg, uint64_t *value);
    bool (*spilled)(void *arg, uint32_t load, uint64_t *value); /* from the frame */
    void *arg;
    uint32_t bound; /* a node whose value is given, */
    uint64_t bound_value;
    bool used_bound;    /* and the last sym_value() hangs on it */
    unsigned nloads;    /* made by the last sym_value() */
    uint64_t load_addr; /* of the last of them */
    struct {
        uint64_t value;
        uint32_t stamp;
        bool known;
    } * memo;
    uint32_t stamp;
};

/* Registers that keep their values over a call, by the guest's calling convention. */
void sym_callee_saved(const struct fe *fe, struct sym_regs *regs);

/* Starts a new path: every register is a leaf. The caller has set `fe`, `callee_saved`
 * and, for sym_value(), the functions. */
void sym_reset(struct sym *s);
/* Frees what S has, not S itself. */
void sym_free(struct sym *s);
/* Runs all of B; calls of other functions, on the way to the next block, are not part of it. */
void sym_run(struct sym *s, const struct block *b);
/* The path goes through a call here: of other registers than callee_saved nothing is known. */
void sym_call(struct sym *s);
/* The value of NODE; false if that is not known. */
bool sym_value(struct sym *s, uint32_t node, uint64_t *value);
/* NODE without the constant *OFFSET that is added to it. */
uint32_t sym_base(const struct sym *s, uint32_t node, uint64_t *offset);
/* NODE is what register *REG held at the start, and a constant *OFFSET. */
bool sym_address(const struct sym *s, uint32_t node, uint64_t *reg, uint64_t *offset);
/* No value of NODE is greater than this. */
uint64_t sym_max(const struct sym *s, uint32_t node);

#endif
