/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * find_flush.c: does the guest have denormal numbers flushed to zero?
 *
 * A function does that if it accesses the register of floating point modes and has the bit in
 * question among its constants, as the code has that compilers add to a program which is
 * built with -ffast-math.
 */
#include "find_flush.h"

enum { MAX_ARGS = 8 };

static bool accesses_modes(const struct fe *fe, const struct fe_block *f, const struct fe_op *o)
{
    int64_t args[MAX_ARGS] = {0};

    if (o->opc != FE_OP_call || o->nin > MAX_ARGS) {
        return false;
    }
    for (unsigned i = 0; i < o->nin; i++) {
        const struct fe_temp *t = &f->temps[f->args[o->args + o->nout + i]];
        args[i] = t->kind == FE_CONST ? t->val : 0;
    }
    return fe->is_fp_state(o->helper->name, args, o->nin);
}

static bool func_flushes(const struct fe *fe, const struct func *f)
{
    bool accesses = false, bit = false;

    for (unsigned i = 0; i < f->nblocks; i++) {
        const struct fe_block *b = f->blocks[i]->fe;
        for (unsigned k = 0; k < b->nops; k++) {
            accesses |= accesses_modes(fe, b, &b->ops[k]);
        }
        for (unsigned k = 0; k < b->ntemps; k++) {
            /* Perhaps with others beside it, but it is no address. */
            uint64_t x = (uint64_t)b->temps[k].val;
            bit |= b->temps[k].kind == FE_CONST && (x & fe->fp_flush) && x < 2 * fe->fp_flush &&
                   !(x & 0xff);
        }
    }
    return accesses && bit;
}

bool flushes_denormals(const struct program *p)
{
    for (size_t i = 0; p->fe->fp_flush && i < p->nfuncs; i++) {
        if (func_flushes(p->fe, p->funcs[i])) {
            return true;
        }
    }
    return false;
}
