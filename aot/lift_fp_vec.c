/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp_vec.c: Arm's floating point on whole vector registers, which the helpers are
 * given by address. The same rules as for single numbers (lift_fp.c) hold for each
 * element; one test covers all of a register.
 */
#include "lift_fp.h"

#include <string.h>

#define B (l->b)

/* NAME(d, n, m, status, desc), where pointers are to registers in the CPU state. */
static const struct fp_vector {
    const char *name;
    uint8_t op, bits;
    bool accumulates;
} vectors[] = {
    {"gvec_fadd_d", ADD, 64, false}, {"gvec_fadd_s", ADD, 32, false},
    {"gvec_fsub_d", SUB, 64, false}, {"gvec_fsub_s", SUB, 32, false},
    {"gvec_fmul_d", MUL, 64, false}, {"gvec_fmul_s", MUL, 32, false},
    {"gvec_fdiv_d", DIV, 64, false}, {"gvec_fdiv_s", DIV, 32, false},
    {"gvec_vfma_d", FMA, 64, true},  {"gvec_vfma_s", FMA, 32, true},
    {"gvec_vfms_d", FNMS, 64, true}, {"gvec_vfms_s", FNMS, 32, true},
};

static const struct fp_vector *find_vector(const char *name)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        if (!strcmp(vectors[i].name, name)) {
            return &vectors[i];
        }
    }
    return NULL;
}

/* The register that temp T points to, or -1. */
static int register_at(struct lifter *l, uint64_t t)
{
    struct temp_fact f = l->fact[t];
    int v = f.kind == FACT_ENV ? var_at(l, f.offset, 16) : -1;

    return v >= 0 && l->fe->vars[v].cls == FE_VAR_V128 && l->fe->vars[v].offset == f.offset
               ? v
               : -1;
}

/* Bytes that DESC (tcg/tcg-gvec-desc.h) says are operated on, 8 or 16, if it is about
 * a register of 16 bytes and has no other data; else 0. */
static unsigned desc_size(const struct fe_temp *desc)
{
    uint32_t d = (uint32_t)desc->val;

    if (desc->kind != FE_CONST || (d & 0xff) != 1 || d >> 10) {
        return 0;
    }
    return (d >> 8 & 3) == 0 ? 8 : 16;
}

/* Register V as numbers; ones in what is not part of the operation, so that it raises
 * nothing there. */
static LLVMValueRef vector_in(struct lifter *l, int v, LLVMTypeRef t, unsigned size)
{
    LLVMValueRef x = var_get(l, (unsigned)v);

    if (size == 8) {
        LLVMTypeRef e = LLVMGetElementType(t);
        uint64_t one = e == l->f64 ? 0x3ff0000000000000 : 0x3f8000003f800000;
        x = LLVMBuildInsertElement(B, x, const_i64(l, one), LLVMConstInt(l->i32, 1, 0), "");
    }
    return LLVMBuildBitCast(B, x, t, "");
}

bool lift_fp_vector(struct lifter *l, const struct fe_op *o)
{
    const struct fp_vector *f = find_vector(o->helper->name);
    const uint64_t *a = &l->blk->args[o->args];

    if (!f || l->fe->fp_flags < 0 || l->fp_rm != FP_RM_DYNAMIC || o->nin != 5 ||
        (f->accumulates && !l->host_fma)) {
        return false;
    }
    int d = register_at(l, a[0]), n = register_at(l, a[1]), m = register_at(l, a[2]);
    unsigned size = desc_size(&l->blk->temps[a[4]]);
    struct temp_fact status = l->fact[a[3]];
    if (d < 0 || n < 0 || m < 0 || !size || status.kind != FACT_ENV ||
        status.offset != l->fe->fp_flags) {
        return false;
    }

    unsigned lanes = 128 / f->bits;
    LLVMTypeRef t = LLVMVectorType(fp_type(l, f->bits), lanes);
    LLVMValueRef x[3] = {vector_in(l, n, t, size), vector_in(l, m, t, size), NULL};
    if (f->accumulates) {
        x[2] = vector_in(l, d, t, size);
    }
    LLVMValueRef old[3] = {var_get(l, (unsigned)n), var_get(l, (unsigned)m),
                           var_get(l, (unsigned)d)};
    LLVMValueRef r = host_arithmetic(l, f->op, x), test = result_test(l, f->op, r);
    LLVMTypeRef mask = LLVMIntTypeInContext(l->ctx, lanes);
    test = LLVMBuildICmp(B, LLVMIntNE, LLVMBuildBitCast(B, test, mask, ""), LLVMConstNull(mask),
                         "");
    struct cold_path p = begin_cold(l, test);
    r = LLVMBuildBitCast(B, r, l->v2i64, "");
    if (size == 8) {
        r = LLVMBuildInsertElement(B, r, const_i64(l, 0), LLVMConstInt(l->i32, 1, 0), "");
    }
    LLVMBasicBlockRef from[2] = {LLVMGetInsertBlock(B), p.cold};
    LLVMBuildBr(B, p.join);

    LLVMPositionBuilderAtEnd(B, p.cold);
    env_store(l, old[2], l->fe->vars[d].offset);
    env_store(l, old[1], l->fe->vars[m].offset);
    env_store(l, old[0], l->fe->vars[n].offset);
    call_helper(l, o);
    LLVMValueRef v[2] = {r, env_load(l, l->v2i64, l->fe->vars[d].offset)};
    LLVMBuildBr(B, p.join);
    LLVMPositionBuilderAtEnd(B, p.join);
    LLVMValueRef phi = LLVMBuildPhi(B, l->v2i64, "");
    LLVMAddIncoming(phi, v, from, 2);
    var_set(l, (unsigned)d, phi);
    return true;
}
