/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_single.c: singles in floating point registers of 64 bits (RISC-V).
 *
 * A single is boxed: all ones are above it. What is not boxed counts as the canonical NaN
 * where a single is wanted. Nearly every value is known to be boxed, from how it was made;
 * so variables that are used as singles have a second slot, of type float:
 *
 *     slot[v]         all 64 bits
 *     single_slot[v]  the single that they stand for, perhaps the canonical NaN
 *
 * Both are written together. Single operations read the second one. While a variable is
 * known to be boxed (l->boxed, and boxed_in of each block), the 64 bits are made of it where
 * they are wanted, so that LLVM drops the first slot from loops that need no more than the
 * second. Helpers are given the box around the single, too: they make no difference between
 * the canonical NaN and what counts as one.
 *
 * Whether a value is boxed is seen in its form, box_single(x).
 */
#include "lift.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

#define B (l->b)

#define ONES (~0ull << 32)
#define CANONICAL_NAN 0x7fc00000u

/* --- Values ------------------------------------------------------------------------ */

static LLVMTypeRef pair(LLVMTypeRef e)
{
    return LLVMVectorType(e, 2);
}

static LLVMValueRef index_of(struct lifter *l, unsigned i)
{
    return LLVMConstInt(l->i32, i, 0);
}

static LLVMValueRef peel(LLVMValueRef x)
{
    while (LLVMIsABitCastInst(x)) {
        x = LLVMGetOperand(x, 0);
    }
    return x;
}

LLVMValueRef box_single(struct lifter *l, LLVMValueRef x)
{
    LLVMValueRef ones = LLVMConstBitCast(LLVMConstAllOnes(l->i64), pair(l->f32));
    x = LLVMBuildInsertElement(B, ones, x, index_of(l, 0), "");
    return LLVMBuildBitCast(B, x, l->i64, "");
}

LLVMValueRef single_behind(struct lifter *l, LLVMValueRef x)
{
    x = peel(x);
    if (LLVMIsAInsertElementInst(x) && LLVMTypeOf(x) == pair(l->f32)) {
        LLVMValueRef ones = LLVMConstBitCast(LLVMConstAllOnes(l->i64), pair(l->f32));
        bool boxed = LLVMGetOperand(x, 0) == ones && LLVMGetOperand(x, 2) == index_of(l, 0);
        return boxed ? LLVMGetOperand(x, 1) : NULL;
    }
    if (LLVMIsAConstantFP(x) && LLVMTypeOf(x) == l->f64) {
        x = LLVMConstBitCast(x, l->i64);
    }
    if (LLVMIsAConstantInt(x) && LLVMTypeOf(x) == l->i64 &&
        LLVMConstIntGetZExtValue(x) >= ONES) {
        x = LLVMConstInt(l->i32, LLVMConstIntGetZExtValue(x) & 0xffffffff, 0);
        return LLVMConstBitCast(x, l->f32);
    }
    return NULL;
}

LLVMValueRef single_of(struct lifter *l, LLVMValueRef x)
{
    LLVMValueRef f = single_behind(l, x);

    if (f) {
        return f;
    }
    LLVMValueRef e[2] = {index_of(l, 1), index_of(l, 1)};
    LLVMValueRef nan[2] = {LLVMConstInt(l->i32, CANONICAL_NAN, 0), NULL};
    LLVMValueRef v = LLVMBuildBitCast(B, peel(x), pair(l->i32), "");
    LLVMValueRef c = LLVMBuildICmp(B, LLVMIntEQ, v, LLVMConstAllOnes(pair(l->i32)), "");
    c = LLVMBuildShuffleVector(B, c, LLVMGetPoison(LLVMTypeOf(c)), LLVMConstVector(e, 2), "");
    nan[1] = nan[0];
    v = LLVMBuildSelect(B, c, v, LLVMConstVector(nan, 2), "");
    v = LLVMBuildBitCast(B, v, pair(l->f32), "");
    return LLVMBuildExtractElement(B, v, index_of(l, 0), "");
}

LLVMValueRef temp_single(struct lifter *l, uint64_t t)
{
    const struct fe_temp *x = &l->blk->temps[t];
    LLVMValueRef raw = temp_get(l, t), f = single_behind(l, raw);

    if (!f && x->kind == FE_GLOBAL && x->val >= 0 && l->single_slot[x->val] && !l->replay) {
        return LLVMBuildLoad2(B, l->f32, l->single_slot[x->val], "");
    }
    return f ? f : single_of(l, raw);
}

/* --- Operations on bits -------------------------------------------------------------- */

/* What is known of the upper half. */
enum half { UNKNOWN, ALL_ZEROS, ALL_ONES };

static enum half half_of_const(uint64_t x)
{
    return x >> 32 == 0 ? ALL_ZEROS : x >= ONES ? ALL_ONES : UNKNOWN;
}

static enum half half_of_result(unsigned opc, enum half x, enum half y, bool low_deposit)
{
    switch (opc) {
    case FE_OP_mov_i64: return x;
    case FE_OP_and_i64:
        return x == ALL_ZEROS || y == ALL_ZEROS ? ALL_ZEROS
               : x == ALL_ONES && y == ALL_ONES ? ALL_ONES
                                                : UNKNOWN;
    case FE_OP_or_i64:
        return x == ALL_ONES || y == ALL_ONES     ? ALL_ONES
               : x == ALL_ZEROS && y == ALL_ZEROS ? ALL_ZEROS
                                                  : UNKNOWN;
    case FE_OP_nor_i64: return x == ALL_ONES || y == ALL_ONES ? ALL_ZEROS : UNKNOWN;
    case FE_OP_xor_i64: return x && y ? (x == y ? ALL_ZEROS : ALL_ONES) : UNKNOWN;
    case FE_OP_deposit_i64: return low_deposit ? x : UNKNOWN;
    default: return UNKNOWN;
    }
}

/* r = x >= box(0) ? x : box(canonical NaN) */
static bool is_box_check(const struct fe_block *f, const struct fe_op *o)
{
    const uint64_t *in = &f->args[o->args + o->nout];
    const struct fe_temp *limit, *nan;

    if (o->opc != FE_OP_movcond_i64 || in[4] != FE_GEU || in[0] != in[2]) {
        return false;
    }
    limit = &f->temps[in[1]];
    nan = &f->temps[in[3]];
    return limit->kind == FE_CONST && (uint64_t)limit->val == ONES && nan->kind == FE_CONST &&
           (uint64_t)nan->val == (ONES | CANONICAL_NAN);
}

static bool is_low_deposit(const struct fe_block *f, const struct fe_op *o)
{
    const uint64_t *c = &f->args[o->args + o->nout + o->nin];
    return o->opc == FE_OP_deposit_i64 && c[0] + c[1] <= 32;
}

static enum half half_of_value(struct lifter *l, LLVMValueRef x)
{
    if (LLVMIsAConstantInt(x)) {
        return half_of_const(LLVMConstIntGetZExtValue(x));
    }
    if (LLVMIsAZExtInst(x) && LLVMTypeOf(LLVMGetOperand(x, 0)) == l->i32) {
        return ALL_ZEROS;
    }
    return single_behind(l, x) ? ALL_ONES : UNKNOWN;
}

static LLVMValueRef low_half(struct lifter *l, LLVMValueRef x)
{
    LLVMValueRef f = single_behind(l, x);

    if (f) {
        return LLVMBuildBitCast(B, f, l->i32, "");
    }
    if (LLVMIsAZExtInst(x) && LLVMTypeOf(LLVMGetOperand(x, 0)) == l->i32) {
        return LLVMGetOperand(x, 0);
    }
    return LLVMBuildTrunc(B, x, l->i32, "");
}

static LLVMValueRef half_op(struct lifter *l, const struct fe_op *o, LLVMValueRef x,
                            LLVMValueRef y)
{
    const uint64_t *c = &l->blk->args[o->args + o->nout + o->nin];
    uint64_t mask;

    switch (o->opc) {
    case FE_OP_and_i64: return LLVMBuildAnd(B, x, y, "");
    case FE_OP_or_i64: return LLVMBuildOr(B, x, y, "");
    case FE_OP_nor_i64: return LLVMBuildNot(B, LLVMBuildOr(B, x, y, ""), "");
    case FE_OP_xor_i64: return LLVMBuildXor(B, x, y, "");
    default: /* deposit */
        mask = ((1ull << c[1]) - 1) << c[0];
        x = LLVMBuildAnd(B, x, LLVMConstInt(l->i32, ~mask & 0xffffffff, 0), "");
        y = LLVMBuildShl(B, y, LLVMConstInt(l->i32, c[0], 0), "");
        y = LLVMBuildAnd(B, y, LLVMConstInt(l->i32, mask, 0), "");
        return LLVMBuildOr(B, x, y, "");
    }
}

/* fsgnj: the low 31 or 63 bits of one number, the sign of the other. QEMU makes of it
 *     extract2 t, sign, x, n;  rotl t, t, n
 * True if O is the first of these. */
static bool is_copysign(const struct fe_block *f, const struct fe_op *o)
{
    const struct fe_op *next = o + 1;
    const uint64_t *a = &f->args[o->args], *b = &f->args[next->args];
    const struct fe_temp *n;

    if (o->opc != FE_OP_extract2_i64 || (a[3] != 31 && a[3] != 63) ||
        next >= f->ops + f->nops || next->opc != FE_OP_rotl_i64) {
        return false;
    }
    n = &f->temps[b[2]];
    return b[0] == a[0] && b[1] == a[0] && n->kind == FE_CONST && (uint64_t)n->val == a[3];
}

/* N low bits of X, the rest of SIGN, if both are numbers; else NULL. */
static LLVMValueRef copysign_of(struct lifter *l, LLVMValueRef sign, LLVMValueRef x, unsigned n)
{
    LLVMValueRef f[2] = {single_behind(l, x), single_behind(l, sign)};

    if (n == 63) {
        f[0] = float_behind(x);
        f[1] = float_behind(sign);
    }
    if (!f[0] || !f[1] || LLVMTypeOf(f[0]) != LLVMTypeOf(f[1])) {
        return NULL;
    }
    LLVMTypeRef t = LLVMTypeOf(f[0]);
    LLVMValueRef r = intrinsic(l, "llvm.copysign", &t, 1, f, 2);
    return n == 31 ? box_single(l, r) : LLVMBuildBitCast(B, r, l->i64, "");
}

bool lift_single_op(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    const struct fe_temp *to;

    switch (o->opc) {
    case FE_OP_extract2_i64:
        l->sign_copied = NULL;
        if (is_copysign(l->blk, o)) {
            l->sign_copied =
                copysign_of(l, temp_get(l, a[1]), temp_get(l, a[2]), (unsigned)a[3]);
        }
        return false;
    case FE_OP_rotl_i64:
        if (!l->sign_copied || !is_copysign(l->blk, o - 1)) {
            return false;
        }
        temp_set(l, a[0], l->sign_copied);
        l->sign_copied = NULL;
        return true;
    case FE_OP_movcond_i64:
        if (!is_box_check(l->blk, o)) {
            return false;
        }
        temp_set(l, a[0], box_single(l, temp_single(l, a[1])));
        return true;
    case FE_OP_and_i64:
    case FE_OP_or_i64:
    case FE_OP_nor_i64:
    case FE_OP_xor_i64:
    case FE_OP_deposit_i64: break;
    default: return false;
    }
    LLVMValueRef x = temp_get(l, a[1]), y = temp_get(l, a[2]);
    to = &l->blk->temps[a[0]];
    enum half h = half_of_result(o->opc, half_of_value(l, x), half_of_value(l, y),
                                 is_low_deposit(l->blk, o));
    bool to_float =
        to->kind == FE_GLOBAL && to->val >= 0 && l->fe->vars[to->val].cls == FE_VAR_F64;
    bool is_single = (!LLVMIsConstant(x) && single_behind(l, x)) ||
                     (!LLVMIsConstant(y) && single_behind(l, y));
    if (h == UNKNOWN || !(to_float || is_single)) {
        return false;
    }
    LLVMValueRef r = half_op(l, o, low_half(l, x), low_half(l, y));
    temp_set(l, a[0],
             h == ALL_ONES ? box_single(l, LLVMBuildBitCast(B, r, l->f32, ""))
                           : LLVMBuildZExt(B, r, l->i64, ""));
    return true;
}

/* --- Which variables are boxed where --------------------------------------------------- */

static void meet(struct var_set *a, const struct var_set *b)
{
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        a->w[w] &= b->w[w];
    }
}

static struct var_set all_vars(void)
{
    struct var_set s;
    memset(&s, 0xff, sizeof(s));
    return s;
}

/* One pass over a block. */
struct walk {
    const struct fe_block *f;
    enum half half[MAX_TEMPS]; /* of temps */
    enum half copied; /* of the sign's number, between is_copysign() and what follows */
    struct var_set boxed;
};

static enum half half_of_temp(const struct walk *w, uint64_t t)
{
    const struct fe_temp *x = &w->f->temps[t];

    switch (x->kind) {
    case FE_CONST: return half_of_const((uint64_t)x->val);
    case FE_GLOBAL:
        return x->val >= 0 && var_in(&w->boxed, (unsigned)x->val) ? ALL_ONES : UNKNOWN;
    default: return w->half[t];
    }
}

static void walk_op(struct walk *w, struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &w->f->args[o->args], *in = a + o->nout;
    enum half h = UNKNOWN;

    if (o->opc == FE_OP_call) {
        h = fp_gives_single(o) ? ALL_ONES : UNKNOWN;
        if (call_effect(l->fe, l->p->exact_faults, w->f, o).write_all) {
            memset(&w->boxed, 0, sizeof(w->boxed));
        }
    } else if (is_box_check(w->f, o)) {
        h = ALL_ONES;
    } else if (is_copysign(w->f, o)) {
        w->copied = a[3] == 31 ? half_of_temp(w, in[0]) : UNKNOWN;
    } else if (o->opc == FE_OP_rotl_i64 && o > w->f->ops && is_copysign(w->f, o - 1)) {
        h = w->copied;
    } else if (o->nin >= 1 && o->nout == 1) {
        h = half_of_result(o->opc, half_of_temp(w, in[0]),
                           o->nin > 1 ? half_of_temp(w, in[1]) : UNKNOWN,
                           is_low_deposit(w->f, o));
    }
    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *x = &w->f->temps[a[i]];
        if (x->kind != FE_GLOBAL) {
            w->half[a[i]] = h;
        } else if (x->val >= 0 && h == ALL_ONES) {
            var_add(&w->boxed, (unsigned)x->val);
        } else if (x->val >= 0) {
            var_del(&w->boxed, (unsigned)x->val);
        }
    }
}

/* What is boxed wherever BI is left, if IN is at its start. */
static struct var_set walk_block(struct lifter *l, struct block_info *bi, struct var_set in)
{
    struct walk w = {.f = bi->b->fe, .boxed = in};
    struct var_set out = all_vars(), *label = xcalloc(w.f->nlabels + 1, sizeof(*label));
    bool *seen = xcalloc(w.f->nlabels + 1, sizeof(*seen)), dead = false, back = false;

    memset(label, 0xff, (w.f->nlabels + 1) * sizeof(*label));
    for (unsigned i = 0; i < w.f->nops && w.f->ntemps <= MAX_TEMPS; i++) {
        const struct fe_op *o = &w.f->ops[i];
        const uint64_t *c = &w.f->args[o->args + o->nout + o->nin];
        if (dead && o->opc != FE_OP_set_label) {
            continue;
        }
        switch (o->opc) {
        case FE_OP_brcond_i32:
        case FE_OP_brcond_i64:
            meet(&label[c[1]], &w.boxed);
            back |= seen[c[1]];
            break;
        case FE_OP_br:
            meet(&label[c[0]], &w.boxed);
            back |= seen[c[0]];
            dead = true;
            break;
        case FE_OP_set_label:
            if (dead) {
                w.boxed = label[c[0]];
            } else {
                meet(&w.boxed, &label[c[0]]);
            }
            memset(w.half, 0, sizeof(w.half));
            seen[c[0]] = true;
            dead = false;
            break;
        case FE_OP_exit_tb:
        case FE_OP_goto_ptr:
            meet(&out, &w.boxed);
            dead = true;
            break;
        default: walk_op(&w, l, o); break;
        }
    }
    if (back) { /* a loop inside the block */
        memset(&out, 0, sizeof(out));
    }
    free(seen);
    free(label);
    return out;
}

struct boxed_flow {
    struct var_set out;
    bool changed;
};

static void flow_boxed(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    struct boxed_flow *f = arg;
    struct var_set old = to->boxed_in, none = {0};

    (void)from;
    meet(&to->boxed_in, clean ? &none : &f->out); /* a call may have changed all */
    f->changed |= memcmp(&old, &to->boxed_in, sizeof(old)) != 0;
}

/* The variables that BI uses as singles. */
static void add_singles(struct lifter *l, const struct block_info *bi, struct var_set *s)
{
    const struct fe_block *f = bi->b->fe;

    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        bool check = is_box_check(f, o);
        if (!check && !(o->opc == FE_OP_call && fp_takes_singles(o))) {
            continue;
        }
        for (unsigned k = o->nout; k < (unsigned)o->nout + o->nin; k++) {
            const struct fe_temp *x = &f->temps[f->args[o->args + k]];
            if (x->kind == FE_GLOBAL && x->val >= 0 && l->fe->vars[x->val].cls == FE_VAR_F64) {
                var_add(s, (unsigned)x->val);
            }
        }
    }
}

void find_singles(struct lifter *l)
{
    struct boxed_flow f;
    bool any = false;

    memset(&l->singles, 0, sizeof(l->singles));
    memset(&l->boxed, 0, sizeof(l->boxed));
    for (unsigned i = 0; l->fe->fp_flags >= 0 && i < l->ninfo; i++) {
        add_singles(l, &l->info[i], &l->singles);
    }
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        any |= l->singles.w[w] != 0;
    }
    if (!any) {
        return;
    }
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bool entry = entered_from_outside(l, bi);
        memset(&bi->boxed_in, entry ? 0 : 0xff, sizeof(bi->boxed_in));
    }
    do {
        f.changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            f.out = walk_block(l, &l->info[i], l->info[i].boxed_in);
            for_each_succ(l, &l->info[i], flow_boxed, &f);
        }
    } while (f.changed);
    for (unsigned i = 0; i < l->ninfo; i++) {
        meet(&l->info[i].boxed_in, &l->singles);
    }
}
