/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_vec.c: helpers on whole vector registers, which they are given by address, in
 * LLVM's vector terms on the variables instead.
 */
#include "lift.h"

#include <stdio.h>
#include <string.h>

#define B (l->b)

/* Descriptor of a vector helper (include/tcg/tcg-gvec-desc.h): bits 0-7 the register's
 * size, 8-9 the operation's, in units of 8 bytes less one; operation size 2 is "all". */
static unsigned max_size(uint32_t desc)
{
    return (desc & 0xff) * 8 + 8;
}

static unsigned op_size(uint32_t desc)
{
    unsigned f = desc >> 8 & 3;
    return f == 2 ? max_size(desc) : f * 8 + 8;
}

/* Pairwise operations: element i of the result combines elements 2i and 2i+1 of the two
 * operands, one after the other. */
static const struct pairwise {
    const char *name;
    const char *intrinsic; /* NULL: addition */
} pairwises[] = {
    {"addp", NULL},         {"smaxp", "llvm.smax"}, {"sminp", "llvm.smin"},
    {"umaxp", "llvm.umax"}, {"uminp", "llvm.umin"},
};

/* gvec_<name>_<b|h|s|d>: sets the operation and the element's bits. */
static const struct pairwise *parse(const char *name, unsigned *bits)
{
    if (strncmp(name, "gvec_", 5)) {
        return NULL;
    }
    name += 5;
    for (size_t i = 0; i < sizeof(pairwises) / sizeof(pairwises[0]); i++) {
        size_t n = strlen(pairwises[i].name);
        if (!strncmp(name, pairwises[i].name, n) && name[n] == '_' && name[n + 1] &&
            !name[n + 2]) {
            const char *at = strchr("bhsd", name[n + 1]);
            *bits = at ? 8u << (at - "bhsd") : 0;
            return at ? &pairwises[i] : NULL;
        }
    }
    return NULL;
}

bool vec_inlined(const struct fe_block *f, const struct fe_op *o)
{
    unsigned bits;
    const struct fe_temp *desc;

    if (!parse(o->helper->name, &bits) || o->nin != 4) {
        return false;
    }
    desc = &f->temps[f->args[o->args + 3]];
    return desc->kind == FE_CONST && max_size((uint32_t)desc->val) == 16;
}

/* The variable that operand I points to, or -1. */
static int operand(struct lifter *l, const struct fe_op *o, unsigned i)
{
    struct temp_fact f = l->fact[l->blk->args[o->args + i]];
    int v = f.kind == FACT_ENV ? var_at(l, f.offset, 16) : -1;

    if (v < 0 || l->fe->vars[v].offset != f.offset || l->fe->vars[v].cls != FE_VAR_V128) {
        l->error = "vector operand that is no register";
        return -1;
    }
    return v;
}

/* Every other element of X:Y from START on; the low halves only if HALF. */
static LLVMValueRef every_other(struct lifter *l, LLVMValueRef x, LLVMValueRef y, unsigned n,
                                unsigned start, bool half)
{
    LLVMValueRef idx[16];
    unsigned from_each = half ? n / 4 : n / 2;

    for (unsigned i = 0; i < n; i++) {
        unsigned k = 2 * (i % from_each) + start;
        /* In the upper half of a half-size operation anything does. */
        idx[i] = LLVMConstInt(l->i32, i / from_each == 0 ? k : n + k, 0);
    }
    return LLVMBuildShuffleVector(B, x, y, LLVMConstVector(idx, n), "");
}

bool lift_vec_call(struct lifter *l, const struct fe_op *o)
{
    unsigned bits;
    const struct pairwise *p = parse(o->helper->name, &bits);

    if (!vec_inlined(l->blk, o)) {
        return false;
    }
    int d = operand(l, o, 0), x = operand(l, o, 1), y = operand(l, o, 2);
    if (d < 0 || x < 0 || y < 0) {
        return true;
    }
    bool half = op_size((uint32_t)l->blk->temps[l->blk->args[o->args + 3]].val) == 8;
    unsigned n = 128 / bits;
    LLVMTypeRef t = LLVMVectorType(LLVMIntTypeInContext(l->ctx, bits), n);
    LLVMValueRef vx = LLVMBuildBitCast(B, var_get(l, (unsigned)x), t, "");
    LLVMValueRef vy = LLVMBuildBitCast(B, var_get(l, (unsigned)y), t, "");

    if (half && n < 4) {
        l->error = "half-size operation on 64-bit elements";
        return true;
    }
    LLVMValueRef ops[2] = {every_other(l, vx, vy, n, 0, half),
                           every_other(l, vx, vy, n, 1, half)};
    LLVMValueRef r = p->intrinsic ? intrinsic(l, p->intrinsic, &t, 1, ops, 2)
                                  : LLVMBuildAdd(B, ops[0], ops[1], "");
    r = LLVMBuildBitCast(B, r, l->v2i64, "");
    if (half) {
        r = LLVMBuildInsertElement(B, r, const_i64(l, 0), LLVMConstInt(l->i32, 1, 0), "");
    }
    var_set(l, (unsigned)d, r);
    return true;
}
