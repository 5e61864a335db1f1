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

/* --- Shift right and narrow ------------------------------------------------------- */

/*
 * QEMU's frontend makes Arm's SHRN of 64-bit arithmetic: each element is loaded from the
 * CPU state, shifted, and deposited into the result, by hand where the host of QEMU has
 * no such deposit:
 *
 *     acc = 0
 *     t = element i;  t >>= shift;  acc = deposit(acc, t, i * bits, bits)      ...
 */
struct narrow {
    const struct lifter *l;
    unsigned at; /* next operation */
    uint64_t acc, t;
    unsigned bits; /* of a result's element */
    uint64_t shift;
    int32_t offset; /* of the source register */
};

/* The next operation's arguments, if it is OPC; else NULL. */
static const uint64_t *next_op(struct narrow *n, enum fe_opcode opc)
{
    const struct fe_block *f = n->l->blk;

    if (n->at >= f->nops || f->ops[n->at].opc != opc) {
        return NULL;
    }
    return &f->args[f->ops[n->at++].args];
}

static bool is_value(const struct narrow *n, uint64_t t, uint64_t value)
{
    const struct fe_temp *x = &n->l->blk->temps[t];
    return x->kind == FE_CONST && (uint64_t)x->val == value;
}

/* t = element I;  t >>= shift. The first element settles what is open. */
static bool narrow_element(struct narrow *n, unsigned i)
{
    static const enum fe_opcode loads[] = {FE_OP_ld16u_i64, FE_OP_ld32u_i64, FE_OP_ld_i64};
    const struct fe_block *f = n->l->blk;
    const uint64_t *ld = NULL, *sh;

    for (unsigned k = 0; k < 3 && !ld; k++) {
        if ((i == 0 || n->bits == 8u << k) && (ld = next_op(n, loads[k]))) {
            n->bits = 8u << k;
        }
    }
    sh = ld ? next_op(n, FE_OP_shr_i64) : NULL;
    if (!sh || f->temps[ld[1]].kind != FE_ENV || sh[0] != ld[0] || sh[1] != ld[0]) {
        return false;
    }
    if (i == 0) {
        n->t = ld[0];
        n->offset = (int32_t)ld[2];
        n->shift = (uint64_t)f->temps[sh[2]].val;
    }
    return ld[0] == n->t && is_value(n, sh[2], n->shift) && n->shift < 2 * n->bits &&
           (int32_t)ld[2] == n->offset + (int32_t)(i * n->bits / 4);
}

/* acc = deposit(acc, t, I * bits, bits), in one of the forms that QEMU gives it. */
static bool narrow_deposit(struct narrow *n, unsigned i)
{
    static const enum fe_opcode exts[] = {FE_OP_ext8u_i64, FE_OP_ext16u_i64, FE_OP_ext32u_i64};
    unsigned k = n->bits == 8 ? 0 : n->bits == 16 ? 1 : 2, pos = i * n->bits;
    uint64_t mask = ((1ull << n->bits) - 1) << pos, u;
    const uint64_t *a;

    if ((a = next_op(n, FE_OP_deposit_i64))) {
        return a[0] == n->acc && a[1] == n->acc && a[2] == n->t && a[3] == pos &&
               a[4] == n->bits;
    }
    if (pos + n->bits == 64) {
        a = next_op(n, FE_OP_shl_i64);
        if (!a || a[1] != n->acc || !is_value(n, a[2], n->bits)) {
            return false;
        }
        u = a[0];
        a = next_op(n, FE_OP_extract2_i64);
        return a && a[0] == n->acc && a[1] == u && a[2] == n->t && a[3] == n->bits;
    }
    if (!(a = next_op(n, exts[k])) || a[1] != n->t) {
        return false;
    }
    u = a[0];
    if (!(a = next_op(n, FE_OP_shl_i64)) || a[0] != u || a[1] != u || !is_value(n, a[2], pos)) {
        return false;
    }
    if (!(a = next_op(n, FE_OP_and_i64)) || a[0] != n->acc || a[1] != n->acc ||
        !is_value(n, a[2], ~mask)) {
        return false;
    }
    a = next_op(n, FE_OP_or_i64);
    return a && a[0] == n->acc && a[1] == n->acc && a[2] == u;
}

unsigned lift_vec_narrow(struct lifter *l, unsigned first)
{
    struct narrow n = {.l = l, .at = first};
    const uint64_t *a = next_op(&n, FE_OP_mov_i64);

    if (!a || !is_value(&n, a[1], 0) || l->blk->temps[a[0]].kind == FE_GLOBAL) {
        return 0;
    }
    n.acc = a[0];
    for (unsigned i = 0; i == 0 || i * n.bits < 64; i++) {
        if (!narrow_element(&n, i) || !narrow_deposit(&n, i)) {
            return 0;
        }
    }
    int v = var_at(l, n.offset, 16);
    if (v < 0 || l->fe->vars[v].cls != FE_VAR_V128 || l->fe->vars[v].offset != n.offset) {
        return 0;
    }
    unsigned lanes = 64 / n.bits;
    LLVMTypeRef wide = LLVMIntTypeInContext(l->ctx, 2 * n.bits);
    LLVMTypeRef from = LLVMVectorType(wide, lanes);
    LLVMTypeRef to = LLVMVectorType(LLVMIntTypeInContext(l->ctx, n.bits), lanes);
    LLVMValueRef by[8], x = LLVMBuildBitCast(B, var_get(l, (unsigned)v), from, "");
    for (unsigned i = 0; i < lanes; i++) {
        by[i] = LLVMConstInt(wide, n.shift, 0);
    }
    x = LLVMBuildTrunc(B, LLVMBuildLShr(B, x, LLVMConstVector(by, lanes), ""), to, "");
    temp_set(l, n.acc, LLVMBuildBitCast(B, x, l->i64, ""));
    return n.at - first;
}
