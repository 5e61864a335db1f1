/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp_vec.c: Arm's floating point on whole vector registers, which the helpers are
 * given by address. The same rules as for single numbers (lift_fp.c) hold for each
 * element; one test covers all of a register.
 *
 *     helper(d, n[, m[, a]], status, desc)
 *
 * The upper half of a half-size operation does what the lower half does, so that it raises
 * nothing of its own.
 */
#include "lift_fp.h"

#include <string.h>

#define B (l->b)

enum shape {
    BINARY,
    ELEMENT, /* the second operand is one element of a register */
    PAIRS,   /* of neighbours in n, then of those in m */
    ZERO,    /* the second operand is 0 */
    UNARY,
};

/* gvec_<name>, with s or d after it if BITS is 0. */
static const struct fp_vector {
    const char *name;
    uint8_t op, shape, bits;
    uint8_t flags;
} vectors[] = {
    {"fadd_", ADD, BINARY, 0, 0},
    {"fsub_", SUB, BINARY, 0, 0},
    {"fmul_", MUL, BINARY, 0, 0},
    {"fdiv_", DIV, BINARY, 0, 0},
    {"fmulx_", MUL, BINARY, 0, 0}, /* differs where the host's product is a NaN */
    {"fabd_", ABD, BINARY, 0, 0},
    {"vfma_", FMA, BINARY, 0, 0},
    {"vfms_", FNMS, BINARY, 0, 0},
    {"fmax_", MAX, BINARY, 0, 0},
    {"fmin_", MIN, BINARY, 0, 0},
    {"fmaxnum_", MAX, BINARY, 0, 0},
    {"fminnum_", MIN, BINARY, 0, 0},
    {"fceq_", MASK_EQ, BINARY, 0, 0},
    {"fcge_", MASK_GE, BINARY, 0, 0},
    {"fcgt_", MASK_GT, BINARY, 0, 0},
    {"facge_", MASK_GE, BINARY, 0, MAGNITUDES},
    {"facgt_", MASK_GT, BINARY, 0, MAGNITUDES},
    {"fceq0_", MASK_EQ, ZERO, 0, 0},
    {"fcge0_", MASK_GE, ZERO, 0, 0},
    {"fcgt0_", MASK_GT, ZERO, 0, 0},
    {"fcle0_", MASK_LE, ZERO, 0, 0},
    {"fclt0_", MASK_LT, ZERO, 0, 0},
    {"fmul_idx_", MUL, ELEMENT, 0, 0},
    {"fmulx_idx_", MUL, ELEMENT, 0, 0},
    {"fmla_idx_", FMA, ELEMENT, 0, 0},
    {"fmls_idx_", FNMS, ELEMENT, 0, 0},
    {"faddp_", ADD, PAIRS, 0, 0},
    {"fmaxp_", MAX, PAIRS, 0, 0},
    {"fminp_", MIN, PAIRS, 0, 0},
    {"fmaxnump_", MAX, PAIRS, 0, 0},
    {"fminnump_", MIN, PAIRS, 0, 0},
    {"vcvt_sf", FROM_INT, UNARY, 32, 0},
    {"vcvt_sd", FROM_INT, UNARY, 64, 0},
    {"vcvt_uf", FROM_INT, UNARY, 32, UNSIGNED},
    {"vcvt_ud", FROM_INT, UNARY, 64, UNSIGNED},
    {"vcvt_rz_fs", TO_INT, UNARY, 32, 0},
    {"vcvt_rz_ds", TO_INT, UNARY, 64, 0},
    {"vcvt_rz_fu", TO_INT, UNARY, 32, UNSIGNED},
    {"vcvt_rz_du", TO_INT, UNARY, 64, UNSIGNED},
    {"vcvt_rm_ss", TO_INT, UNARY, 32, MODE},
    {"vcvt_rm_sd", TO_INT, UNARY, 64, MODE},
    {"vcvt_rm_us", TO_INT, UNARY, 32, UNSIGNED | MODE},
    {"vcvt_rm_ud", TO_INT, UNARY, 64, UNSIGNED | MODE},
    /* Always the helper. */
    {"frecpe_", ESTIMATE, UNARY, 0, 0},
    {"frsqrte_", ESTIMATE, UNARY, 0, 0},
    {"recps_", ESTIMATE, BINARY, 0, 0},
    {"rsqrts_", ESTIMATE, BINARY, 0, 0},
};

static const struct fp_vector *find_vector(const char *name, unsigned *bits)
{
    if (strncmp(name, "gvec_", 5)) {
        return NULL;
    }
    name += 5;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        const struct fp_vector *f = &vectors[i];
        size_t n = strlen(f->name);
        if (strncmp(f->name, name, n)) {
            continue;
        }
        if (f->bits && !name[n]) {
            *bits = f->bits;
            return f;
        }
        if (!f->bits && (name[n] == 's' || name[n] == 'd') && !name[n + 1]) {
            *bits = name[n] == 's' ? 32 : 64;
            return f;
        }
    }
    return NULL;
}

/* Bytes that DESC (tcg/tcg-gvec-desc.h) says are operated on, 8 or 16, if it is about
 * a register of 16 bytes; else 0. */
static unsigned desc_size(const struct fe_temp *desc)
{
    uint32_t d = (uint32_t)desc->val;

    if (desc->kind != FE_CONST || (d & 0xff) != 1) {
        return 0;
    }
    return (d >> 8 & 3) == 0 ? 8 : 16;
}

/* What else the operation has to know. */
static int32_t desc_data(const struct fe_temp *desc)
{
    return (int32_t)desc->val >> 10;
}

static bool is_fused(const struct fp_vector *f)
{
    return f->op == FMA || f->op == FNMS;
}

bool fp_vec_inlined(const struct fe *fe, const struct fe_block *b, const struct fe_op *o,
                    unsigned *nregs, bool *accumulates)
{
    unsigned bits;
    const struct fp_vector *f = find_vector(o->helper->name, &bits);

    if (!f || fe->fp_flags < 0) {
        return false;
    }
    *nregs = f->shape == UNARY || f->shape == ZERO ? 2 : 3;
    *accumulates = is_fused(f);
    unsigned ptrs = *nregs + (is_fused(f) && f->shape == ELEMENT);
    return o->nin == ptrs + 2 && desc_size(&b->temps[b->args[o->args + ptrs + 1]]);
}

/* --- Lifting ------------------------------------------------------------------------ */

/* A vector operation that is being lifted. */
struct vec_call {
    const struct fe_op *o;
    const struct fp_vector *f;
    unsigned bits, size; /* of an element; bytes of the operation */
    int32_t data;
    int reg[3]; /* d, n, m: variables */
    LLVMTypeRef type;
    LLVMValueRef old[3]; /* what is in those */
    LLVMValueRef x[3];   /* operands; the third is the accumulator */
};

/* The register that temp T points to, or -1. */
static int register_at(struct lifter *l, uint64_t t)
{
    struct temp_fact f = l->fact[t];
    int v = f.kind == FACT_ENV ? var_at(l, f.offset, 16) : -1;

    return v >= 0 && l->fe->vars[v].cls == FE_VAR_V128 && l->fe->vars[v].offset == f.offset
               ? v
               : -1;
}

/* Elements INDEX of X:Y. */
static LLVMValueRef shuffle(struct lifter *l, LLVMValueRef x, LLVMValueRef y,
                            const unsigned *index)
{
    unsigned n = LLVMGetVectorSize(LLVMTypeOf(x));
    LLVMValueRef idx[4];

    for (unsigned i = 0; i < n; i++) {
        idx[i] = LLVMConstInt(l->i32, index[i], 0);
    }
    return LLVMBuildShuffleVector(B, x, y, LLVMConstVector(idx, n), "");
}

/* X, or its lower half twice. */
static LLVMValueRef whole_or_twice(struct lifter *l, struct vec_call *c, LLVMValueRef x)
{
    static const unsigned twice[4] = {0, 1, 0, 1}, first[2] = {0, 0};

    return c->size == 16 ? x : shuffle(l, x, x, c->bits == 32 ? twice : first);
}

static void vector_operands(struct lifter *l, struct vec_call *c)
{
    LLVMTypeRef t = c->f->op == FROM_INT ? int_like(l, c->type) : c->type;
    LLVMValueRef n = LLVMBuildBitCast(B, c->old[1], t, ""), m = NULL;

    if (c->reg[2] >= 0) {
        m = LLVMBuildBitCast(B, c->old[2], t, "");
    }
    if (c->f->shape == PAIRS) {
        static const unsigned singles[2][4] = {{0, 2, 4, 6}, {1, 3, 5, 7}};
        static const unsigned halves[2][4] = {{0, 4, 0, 4}, {1, 5, 1, 5}};
        static const unsigned doubles[2][4] = {{0, 2}, {1, 3}};
        const unsigned(*index)[4] = c->bits == 64 ? doubles : c->size == 8 ? halves : singles;
        c->x[0] = shuffle(l, n, m, index[0]);
        c->x[1] = shuffle(l, n, m, index[1]);
        flush_operands(l, c->f->op, c->x);
        return;
    }
    c->x[0] = whole_or_twice(l, c, n);
    if (c->f->shape == ZERO) {
        c->x[1] = LLVMConstNull(t);
    } else if (c->f->shape == ELEMENT) {
        unsigned i = (unsigned)c->data, all[4] = {i, i, i, i};
        c->x[1] = shuffle(l, m, m, all);
    } else if (m) {
        c->x[1] = whole_or_twice(l, c, m);
    }
    if (is_fused(c->f)) {
        c->x[2] = whole_or_twice(l, c, LLVMBuildBitCast(B, c->old[0], t, ""));
    }
    flush_operands(l, c->f->op, c->x);
    if (c->f->flags & MAGNITUDES) {
        c->x[0] = fp_abs(l, c->x[0]);
        c->x[1] = fp_abs(l, c->x[1]);
    }
}

static LLVMValueRef any(struct lifter *l, LLVMValueRef test)
{
    LLVMTypeRef mask = LLVMIntTypeInContext(l->ctx, LLVMGetVectorSize(LLVMTypeOf(test)));

    test = LLVMBuildBitCast(B, test, mask, "");
    return LLVMBuildICmp(B, LLVMIntNE, test, LLVMConstNull(mask), "");
}

static LLVMRealPredicate mask_predicate(unsigned op)
{
    switch (op) {
    case MASK_GE: return LLVMRealOGE;
    case MASK_GT: return LLVMRealOGT;
    case MASK_LE: return LLVMRealOLE;
    case MASK_LT: return LLVMRealOLT;
    default: return LLVMRealOEQ;
    }
}

/* Integers with c->data bits of fraction. To scale them is exact. */
static LLVMValueRef vector_from_int(struct lifter *l, struct vec_call *c)
{
    bool word = (c->f->flags & UNSIGNED) && c->bits == 32;
    LLVMValueRef r[2];

    if (word) {
        /* As signed doublewords: what LLVM makes of unsigned words where the host has no
         * instruction for them rounds twice. */
        c->x[0] = LLVMBuildZExt(B, c->x[0], LLVMVectorType(l->i64, 4), "");
    }
    const char *name = (c->f->flags & UNSIGNED) && !word ? "uitofp" : "sitofp";
    r[0] = strict(l, name, c->type, c->x, 1);

    if (c->data) {
        r[1] = fp_const(c->type, 1.0 / 0x1p32 / 0x1p32 * (double)(1ull << (64 - c->data)));
        r[0] = strict(l, "fmul", c->type, r, 2);
    }
    return r[0];
}

static LLVMValueRef vector_to_int(struct lifter *l, struct vec_call *c, struct cold_path *p)
{
    struct fp_form form = {NULL, TO_INT, (uint8_t)c->bits, (uint8_t)c->bits, c->f->flags};
    unsigned fraction = c->f->flags & MODE ? 0 : (unsigned)c->data;
    LLVMValueRef x[2] = {c->x[0]};

    if (fraction) {
        /* Of numbers that are small enough not to overflow; so exact. */
        LLVMValueRef limit = fp_const(c->type, c->bits == 32 ? 0x1p60 : 0x1p900);
        cold_if(l, p, any(l, fcmp(l, LLVMRealUGT, fp_abs(l, x[0]), limit)));
        x[1] = fp_const(c->type, fraction == 64 ? 0x1p64 : (double)(1ull << fraction));
        x[0] = strict(l, "fmul", c->type, x, 2);
    }
    cold_if(l, p, any(l, range_test(l, &form, x[0])));
    l->fp_rm = c->f->flags & MODE ? c->data : RM_ZERO;
    LLVMValueRef r = round_to_int(l, &form, x[0]);
    l->fp_rm = FP_RM_DYNAMIC;
    return r;
}

/* The result, where the host's does; elsewhere control goes to the cold block. */
static LLVMValueRef host_vector(struct lifter *l, struct vec_call *c, struct cold_path *p)
{
    LLVMValueRef r;

    switch (c->f->op) {
    case FROM_INT: return vector_from_int(l, c);
    case TO_INT: return vector_to_int(l, c, p);
    case MAX:
    case MIN:
        cold_if(l, p, any(l, fcmp(l, LLVMRealUNO, c->x[0], c->x[1])));
        return host_minmax(l, c->f->op, c->x[0], c->x[1]);
    case MASK_EQ:
    case MASK_GE:
    case MASK_GT:
    case MASK_LE:
    case MASK_LT:
        cold_if(l, p, any(l, fcmp(l, LLVMRealUNO, c->x[0], c->x[1])));
        r = fcmp(l, mask_predicate(c->f->op), c->x[0], c->x[1]);
        return LLVMBuildSExt(B, r, int_like(l, c->type), "");
    case ABD:
        r = host_arithmetic(l, SUB, c->x);
        cold_if(l, p, any(l, result_test(l, SUB, r)));
        return fp_abs(l, r);
    default:
        r = host_arithmetic(l, c->f->op, c->x);
        cold_if(l, p, any(l, result_test(l, c->f->op, r)));
        return r;
    }
}

/* The helper's result. */
static LLVMValueRef helper_vector(struct lifter *l, struct vec_call *c)
{
    for (unsigned i = !is_fused(c->f); i < 3; i++) {
        if (c->reg[i] >= 0) {
            env_store(l, c->old[i], l->fe->vars[c->reg[i]].offset);
        }
    }
    call_helper(l, c->o);
    return env_load(l, l->v2i64, l->fe->vars[c->reg[0]].offset);
}

static LLVMValueRef vector_result(struct lifter *l, struct vec_call *c)
{
    struct cold_path p = begin_cold(l, NULL);
    LLVMValueRef v[2];
    LLVMBasicBlockRef from[2];

    vector_operands(l, c);
    v[0] = LLVMBuildBitCast(B, host_vector(l, c, &p), l->v2i64, "");
    if (c->size == 8) {
        v[0] = LLVMBuildInsertElement(B, v[0], const_i64(l, 0), LLVMConstInt(l->i32, 1, 0), "");
    }
    from[0] = LLVMGetInsertBlock(B);
    LLVMBuildBr(B, p.join);
    LLVMPositionBuilderAtEnd(B, p.cold);
    v[1] = helper_vector(l, c);
    from[1] = p.cold;
    LLVMBuildBr(B, p.join);
    LLVMPositionBuilderAtEnd(B, p.join);
    LLVMValueRef phi = LLVMBuildPhi(B, l->v2i64, "");
    LLVMAddIncoming(phi, v, from, 2);
    p.many |= from[0] != p.fast;
    vec_chain_add(l, &p);
    return phi;
}

bool lift_fp_vector(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    struct vec_call c = {.o = o, .reg = {-1, -1, -1}};
    unsigned nregs;
    bool accumulates;

    if (!fp_vec_inlined(l->fe, l->blk, o, &nregs, &accumulates)) {
        return false;
    }
    c.f = find_vector(o->helper->name, &c.bits);
    for (unsigned i = 0; i < nregs; i++) {
        c.reg[i] = register_at(l, a[i]);
        if (c.reg[i] < 0) {
            l->error = "vector operand that is no register";
            return true;
        }
        if (i > 0 || accumulates) {
            c.old[i] = var_get(l, (unsigned)c.reg[i]);
        }
    }
    const struct fe_temp *desc = &l->blk->temps[a[o->nin - 1]];
    struct temp_fact status = l->fact[a[o->nin - 2]];
    c.size = desc_size(desc);
    c.data = desc_data(desc);
    c.type = LLVMVectorType(fp_type(l, c.bits), 128 / c.bits);
    bool native = c.f->op != ESTIMATE && l->fp_rm == FP_RM_DYNAMIC && status.kind == FACT_ENV &&
                  status.offset == l->fe->fp_flags &&
                  (l->host_fma || !(is_fused(c.f) || (c.f->flags & MODE)));
    var_set(l, (unsigned)c.reg[0], native ? vector_result(l, &c) : helper_vector(l, &c));
    return true;
}
