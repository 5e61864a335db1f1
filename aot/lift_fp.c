/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp.c: floating point in host registers, with the guest's exact results.
 *
 * Host and guest agree on every result that is not a NaN, so an operation is the
 * host's, followed by a test that sends NaNs to QEMU's helper, which knows the
 * guest's rules for payloads and for the invalid flag. That path is cold: it is a
 * call that keeps all registers (hqemu_cold_call in thunks.c).
 *
 * While translated code runs,
 *   MXCSR's rounding control is the guest's dynamic rounding mode. A mode that the
 *     host does not have, and flush-to-zero and default-NaN modes, keep the runtime
 *     from entering translated code;
 *   the guest's exception flags are those in memory (float_exception_flags) or'ed with
 *     MXCSR's sticky ones. The runtime merges them when translated code is left;
 *     helpers that may look at them, or soil MXCSR, are called in between
 *     hqemu_fp_leave() and hqemu_fp_enter();
 *   MXCSR's invalid and denormal flags mean nothing: all invalid operations end in a
 *     helper. So a plain compare, or a conversion out of range, does no harm.
 *
 * Operations that raise the other flags, or depend on the rounding mode, are LLVM's
 * constrained intrinsics: it may neither drop, move, merge nor fold them.
 *
 * Arm finds underflow before rounding, the host after: they differ, in the flag only,
 * where the result was rounded up to the smallest normal number. Such results go to
 * the helper too; one compare for "equal or unordered" finds both.
 *
 * In a program that may have denormal numbers flushed to zero (struct program), the host does
 * so, and traps tell of what differs (host_fp_traps.c). Where the host would not look at
 * whether an operand is denormal, it is multiplied by 1 (flushed()). Arm flushes before it
 * rounds: what the host has rounded up to the smallest normal number is 0, so nothing may be
 * done with it before it is tested.
 *
 * An instruction may have a rounding mode of its own, in force between two calls of
 * set_rmode or from set_rounding_mode on. Those calls are not made; l->fp_rm knows.
 * Memory always has the dynamic mode, but for the time of a helper's call.
 */
#include "lift_fp.h"
#include "ir.h"

#include <string.h>

#define B (l->b)

static const struct fp_form forms[] = {
    /* aarch64 */
    {"vfp_addd", ADD, 64, 0, 0},
    {"vfp_adds", ADD, 32, 0, 0},
    {"vfp_subd", SUB, 64, 0, 0},
    {"vfp_subs", SUB, 32, 0, 0},
    {"vfp_muld", MUL, 64, 0, 0},
    {"vfp_muls", MUL, 32, 0, 0},
    {"vfp_divd", DIV, 64, 0, 0},
    {"vfp_divs", DIV, 32, 0, 0},
    {"vfp_sqrtd", SQRT, 64, 0, 0},
    {"vfp_sqrts", SQRT, 32, 0, 0},
    {"vfp_muladdd", FMA, 64, 0, 0},
    {"vfp_muladds", FMA, 32, 0, 0},
    {"vfp_maxd", MAX, 64, 0, 0},
    {"vfp_maxs", MAX, 32, 0, 0},
    {"vfp_mind", MIN, 64, 0, 0},
    {"vfp_mins", MIN, 32, 0, 0},
    {"vfp_maxnumd", MAX, 64, 0, 0},
    {"vfp_maxnums", MAX, 32, 0, 0},
    {"vfp_minnumd", MIN, 64, 0, 0},
    {"vfp_minnums", MIN, 32, 0, 0},
    {"vfp_cmpd_a64", NZCV, 64, 0, 0},
    {"vfp_cmps_a64", NZCV, 32, 0, 0},
    {"vfp_cmped_a64", NZCV, 64, 0, 0},
    {"vfp_cmpes_a64", NZCV, 32, 0, 0},
    {"neon_ceq_f64", MASK_EQ, 64, 0, 0},
    {"neon_cge_f64", MASK_GE, 64, 0, 0},
    {"neon_cgt_f64", MASK_GT, 64, 0, 0},
    {"vfp_fcvtds", WIDEN, 32, 0, 0},
    {"vfp_fcvtsd", NARROW, 64, 0, 0},
    {"vfp_tosqd", TO_INT, 64, 64, 0},
    {"vfp_touqd", TO_INT, 64, 64, UNSIGNED},
    {"vfp_tosld", TO_INT, 64, 32, 0},
    {"vfp_tould", TO_INT, 64, 32, UNSIGNED},
    {"vfp_tosqs", TO_INT, 32, 64, 0},
    {"vfp_touqs", TO_INT, 32, 64, UNSIGNED},
    {"vfp_tosls", TO_INT, 32, 32, 0},
    {"vfp_touls", TO_INT, 32, 32, UNSIGNED},
    {"vfp_sqtod", FROM_INT, 64, 64, 0},
    {"vfp_uqtod", FROM_INT, 64, 64, UNSIGNED},
    {"vfp_sqtos", FROM_INT, 32, 64, 0},
    {"vfp_uqtos", FROM_INT, 32, 64, UNSIGNED},
    {"rintd", RINT, 64, 0, 0},
    {"rints", RINT, 32, 0, 0},
    {"rintd_exact", RINT_EXACT, 64, 0, 0},
    {"rints_exact", RINT_EXACT, 32, 0, 0},
    {"set_rmode", RM_ARM, 0, 0, 0},
    /* riscv64 */
    {"fadd_d", ADD, 64, 0, 0},
    {"fadd_s", ADD, 32, 0, BOXED},
    {"fsub_d", SUB, 64, 0, 0},
    {"fsub_s", SUB, 32, 0, BOXED},
    {"fmul_d", MUL, 64, 0, 0},
    {"fmul_s", MUL, 32, 0, BOXED},
    {"fdiv_d", DIV, 64, 0, 0},
    {"fdiv_s", DIV, 32, 0, BOXED},
    {"fsqrt_d", SQRT, 64, 0, 0},
    {"fsqrt_s", SQRT, 32, 0, BOXED},
    {"fmadd_d", FMA, 64, 0, 0},
    {"fmadd_s", FMA, 32, 0, BOXED},
    {"fmsub_d", FMS, 64, 0, 0},
    {"fmsub_s", FMS, 32, 0, BOXED},
    {"fnmadd_d", FNMA, 64, 0, 0},
    {"fnmadd_s", FNMA, 32, 0, BOXED},
    {"fnmsub_d", FNMS, 64, 0, 0},
    {"fnmsub_s", FNMS, 32, 0, BOXED},
    {"fmax_d", MAX, 64, 0, 0},
    {"fmax_s", MAX, 32, 0, BOXED},
    {"fmin_d", MIN, 64, 0, 0},
    {"fmin_s", MIN, 32, 0, BOXED},
    {"feq_d", EQ, 64, 0, 0},
    {"feq_s", EQ, 32, 0, BOXED},
    {"flt_d", LT, 64, 0, 0},
    {"flt_s", LT, 32, 0, BOXED},
    {"fle_d", LE, 64, 0, 0},
    {"fle_s", LE, 32, 0, BOXED},
    {"fcvt_d_s", WIDEN, 32, 0, BOXED},
    {"fcvt_s_d", NARROW, 64, 0, BOXED},
    {"fcvt_w_d", TO_INT, 64, 32, 0},
    {"fcvt_w_s", TO_INT, 32, 32, BOXED},
    {"fcvt_wu_d", TO_INT, 64, 32, UNSIGNED | SEXT},
    {"fcvt_wu_s", TO_INT, 32, 32, UNSIGNED | SEXT | BOXED},
    {"fcvt_l_d", TO_INT, 64, 64, 0},
    {"fcvt_l_s", TO_INT, 32, 64, BOXED},
    {"fcvt_lu_d", TO_INT, 64, 64, UNSIGNED},
    {"fcvt_lu_s", TO_INT, 32, 64, UNSIGNED | BOXED},
    {"fcvt_d_w", FROM_INT, 64, 32, 0},
    {"fcvt_s_w", FROM_INT, 32, 32, BOXED},
    {"fcvt_d_wu", FROM_INT, 64, 32, UNSIGNED},
    {"fcvt_s_wu", FROM_INT, 32, 32, UNSIGNED | BOXED},
    {"fcvt_d_l", FROM_INT, 64, 64, 0},
    {"fcvt_s_l", FROM_INT, 32, 64, BOXED},
    {"fcvt_d_lu", FROM_INT, 64, 64, UNSIGNED},
    {"fcvt_s_lu", FROM_INT, 32, 64, UNSIGNED | BOXED},
    {"set_rounding_mode", RM_RISCV, 0, 0, 0},
    {"csrr", CSR, 0, 0, 0},
    {"csrw", CSR, 0, 0, 0},
    {"csrrw", CSR, 0, 0, 0},
};

static const struct fp_form *find_form(const char *name)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (!strcmp(forms[i].name, name)) {
            return &forms[i];
        }
    }
    return NULL;
}

/* --- Names for what LLVM has ------------------------------------------------------ */

LLVMTypeRef fp_type(struct lifter *l, unsigned bits)
{
    return bits == 64 ? l->f64 : l->f32;
}

static LLVMValueRef meta(struct lifter *l, const char *s)
{
    return LLVMMetadataAsValue(l->ctx, LLVMMDStringInContext2(l->ctx, s, strlen(s)));
}

static void strictfp(struct lifter *l, LLVMValueRef call)
{
    ir_set_strict(call);
    add_attr(l, l->fn, "strictfp", 0);
}

/* llvm.experimental.constrained.NAME on N operands. */
LLVMValueRef strict(struct lifter *l, const char *name, LLVMTypeRef to, LLVMValueRef *x,
                    unsigned n)
{
    static const char prefix[] = "llvm.experimental.constrained.";
    LLVMTypeRef from = LLVMTypeOf(x[0]), types[2] = {to, from};
    LLVMValueRef args[5];
    char full[64];
    bool convert = to != from;
    bool rounds = strcmp(name, "fptosi") && strcmp(name, "fptoui") && strcmp(name, "fpext");

    strcpy(full, prefix);
    strcat(full, name);
    memcpy(args, x, n * sizeof(*x));
    if (rounds) {
        args[n++] = meta(l, "round.dynamic");
    }
    args[n++] = meta(l, "fpexcept.strict");
    LLVMValueRef v = intrinsic(l, full, types, convert ? 2 : 1, args, n);
    strictfp(l, v);
    return v;
}

LLVMValueRef plain(struct lifter *l, const char *name, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    return intrinsic(l, name, &t, 1, &x, 1);
}

LLVMValueRef fp_abs(struct lifter *l, LLVMValueRef x)
{
    return plain(l, "llvm.fabs", x);
}

/* LLVM may make one comparison of whole registers of two of scalars, since nobody sees which
 * flags an ordinary one raises. But a trap for a denormal number in an element that is nobody's
 * is seen. */
static LLVMValueRef strict_fcmp(struct lifter *l, LLVMRealPredicate p, LLVMValueRef x,
                                LLVMValueRef y)
{
    static const char names[][4] = {
        [LLVMRealOEQ] = "oeq", [LLVMRealOGT] = "ogt", [LLVMRealOGE] = "oge",
        [LLVMRealOLT] = "olt", [LLVMRealOLE] = "ole", [LLVMRealONE] = "one",
        [LLVMRealORD] = "ord", [LLVMRealUNO] = "uno", [LLVMRealUEQ] = "ueq",
        [LLVMRealUGT] = "ugt", [LLVMRealUGE] = "uge", [LLVMRealULT] = "ult",
        [LLVMRealULE] = "ule", [LLVMRealUNE] = "une",
    };
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[4] = {x, y, meta(l, names[p]), meta(l, "fpexcept.strict")};
    LLVMValueRef v = intrinsic(l, "llvm.experimental.constrained.fcmp", &t, 1, args, 4);

    strictfp(l, v);
    return v;
}

LLVMValueRef fcmp(struct lifter *l, LLVMRealPredicate p, LLVMValueRef x, LLVMValueRef y)
{
    if (l->p->flushes && LLVMGetTypeKind(LLVMTypeOf(x)) != LLVMVectorTypeKind) {
        return strict_fcmp(l, p, x, y);
    }
    return LLVMBuildFCmp(B, p, x, y, "");
}

LLVMTypeRef int_like(struct lifter *l, LLVMTypeRef t)
{
    LLVMTypeKind k = LLVMGetTypeKind(t);

    if (k == LLVMVectorTypeKind) {
        return LLVMVectorType(int_like(l, LLVMGetElementType(t)), LLVMGetVectorSize(t));
    }
    return k == LLVMDoubleTypeKind ? l->i64 : k == LLVMFloatTypeKind ? l->i32 : t;
}

LLVMValueRef fp_const(LLVMTypeRef t, double x)
{
    if (LLVMGetTypeKind(t) == LLVMVectorTypeKind) {
        LLVMValueRef e[4];
        unsigned n = LLVMGetVectorSize(t);
        for (unsigned i = 0; i < n; i++) {
            e[i] = LLVMConstReal(LLVMGetElementType(t), x);
        }
        return LLVMConstVector(e, n);
    }
    return LLVMConstReal(t, x);
}

/* --- Operands and results ----------------------------------------------------------- */

/* An operation that is being lifted. */
struct fp_call {
    const struct fe_op *o;
    const struct fp_form *form;
    LLVMValueRef raw[3]; /* integer operands as the helper takes them */
    unsigned nraw;
    LLVMValueRef x[3]; /* the same as numbers */
    bool status_known; /* it is about the one status that we know */
};

/* The bits RAW as a number of TYPE, without a detour through an integer register if that
 * is where it comes from. */
static LLVMValueRef as_number(struct lifter *l, LLVMValueRef raw, LLVMTypeRef type)
{
    LLVMValueRef f = float_behind(raw);

    if (f && LLVMTypeOf(f) == type) {
        return f;
    }
    if (LLVMIsAExtractElementInst(raw)) {
        LLVMValueRef v = LLVMGetOperand(raw, 0);
        LLVMTypeRef t = LLVMVectorType(type, LLVMGetVectorSize(LLVMTypeOf(v)));
        v = LLVMBuildBitCast(B, v, t, "");
        return LLVMBuildExtractElement(B, v, LLVMGetOperand(raw, 1), "");
    }
    return LLVMBuildBitCast(B, raw, type, "");
}

/* The same bits, made where they are wanted: in a cold block. */
static LLVMValueRef bits_here(struct lifter *l, LLVMValueRef raw)
{
    LLVMValueRef f = float_behind(raw);

    if (f) {
        return LLVMBuildBitCast(B, f, LLVMTypeOf(raw), "");
    }
    if (LLVMIsAExtractElementInst(raw)) {
        return LLVMBuildExtractElement(B, LLVMGetOperand(raw, 0), LLVMGetOperand(raw, 1), "");
    }
    return raw;
}

/* Temp T, whose bits are RAW, as a number. */
static LLVMValueRef number(struct lifter *l, struct fp_call *c, uint64_t t, LLVMValueRef raw)
{
    if (c->form->bits == 64) {
        return as_number(l, raw, l->f64);
    }
    return c->form->flags & BOXED ? temp_single(l, t) : as_number(l, raw, l->f32);
}

/* Writes X, a float, to the helper's result temp. */
static void set_number(struct lifter *l, struct fp_call *c, LLVMValueRef x)
{
    uint64_t t = l->blk->args[c->o->args];

    if (LLVMTypeOf(x) == l->f32 && (c->form->flags & BOXED)) {
        x = box_single(l, x);
    }
    temp_set(l, t, LLVMBuildBitCast(B, x, temp_type(l, t), ""));
}

/* X is what the host has computed, and so is not denormal where the guest flushes. */
static bool is_computed(LLVMValueRef x)
{
    static const char prefix[] = "llvm.experimental.constrained.";
    size_t n;

    while (LLVMIsABitCastInst(x) ||
           (LLVMIsAInstruction(x) && LLVMGetInstructionOpcode(x) == LLVMFNeg)) {
        x = LLVMGetOperand(x, 0);
    }
    if (!LLVMIsACallInst(x) || !LLVMIsAFunction(LLVMGetCalledValue(x))) {
        return LLVMIsNull(x);
    }
    const char *name = LLVMGetValueName2(LLVMGetCalledValue(x), &n);
    return !strncmp(name, prefix, sizeof(prefix) - 1);
}

/* X, or 0 and the flag for that if it is denormal and the guest flushes. */
static LLVMValueRef flushed(struct lifter *l, LLVMValueRef x)
{
    LLVMValueRef f[2] = {x, fp_const(LLVMTypeOf(x), 1.0)};

    return is_computed(x) ? x : strict(l, "fmul", LLVMTypeOf(x), f, 2);
}

void flush_operands(struct lifter *l, unsigned op, LLVMValueRef *x)
{
    unsigned n = 0;

    if (!l->p->flushes) {
        return;
    }
    switch (op) {
    case MAX:
    case MIN:
    case NZCV:
    case MASK_EQ:
    case MASK_GE:
    case MASK_GT:
    case MASK_LE:
    case MASK_LT: n = 2; break;
    /* 0 / 0, not "division by zero" */
    case DIV:
    case TO_INT:
    case RINT:
    case RINT_EXACT: n = 1; break;
    default: break;
    }
    for (unsigned i = 0; i < n; i++) {
        x[i] = flushed(l, x[i]);
    }
}

/* The i-th argument's type, as in the helper's declaration. */
static unsigned dh(const struct fe_op *o, unsigned i)
{
    return o->helper->typemask >> (3 * (i + 1)) & 7;
}

static void operands(struct lifter *l, struct fp_call *c, bool numbers)
{
    const uint64_t *a = &l->blk->args[c->o->args + c->o->nout];

    c->status_known = true;
    for (unsigned i = 0; i < c->o->nin && c->nraw < 3; i++) {
        if (dh(c->o, i) != FE_DH_PTR) {
            LLVMValueRef raw = temp_get(l, a[i]);
            c->x[c->nraw] = numbers ? number(l, c, a[i], raw) : raw;
            c->raw[c->nraw++] = raw;
        } else if (l->blk->temps[a[i]].kind != FE_ENV) {
            struct temp_fact f = l->fact[a[i]];
            c->status_known = f.kind == FACT_ENV && f.offset == l->fe->fp_flags;
        }
    }
    if (numbers && c->status_known) {
        flush_operands(l, c->form->op, c->x);
    }
}

/* --- The cold path -------------------------------------------------------------------- */

static LLVMValueRef byte_at(struct lifter *l, int32_t offset)
{
    LLVMValueRef v = LLVMBuildLoad2(B, l->i8, env_ptr_at(l, offset), "");
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_env);
    return v;
}

static void set_byte_at(struct lifter *l, LLVMValueRef x, int32_t offset)
{
    LLVMValueRef v = LLVMBuildStore(B, x, env_ptr_at(l, offset));
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_env);
}

/* Puts the rounding mode of the instruction itself in force for a helper. */
static LLVMValueRef push_rounding(struct lifter *l)
{
    if (l->fp_rm == FP_RM_DYNAMIC) {
        return NULL;
    }
    LLVMValueRef old = byte_at(l, l->fe->fp_rounding);
    set_byte_at(l, LLVMConstInt(l->i8, (unsigned)l->fp_rm, 0), l->fe->fp_rounding);
    return old;
}

static void pop_rounding(struct lifter *l, LLVMValueRef old)
{
    if (old) {
        set_byte_at(l, old, l->fe->fp_rounding);
    }
}

static LLVMValueRef helper_function(struct lifter *l, const struct fe_helper *h)
{
    char name[160] = "helper_";

    strncat(name, h->name, sizeof(name) - 8);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    return fn ? fn : LLVMAddFunction(l->mod, name, LLVMFunctionType(l->voidt, NULL, 0, 0));
}

/* Calls the operation's own helper; all its arguments and its result are integers to
 * the machine. */
LLVMValueRef call_helper(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args + o->nout];
    LLVMTypeRef types[1 + FP_COLD_ARGS];
    LLVMValueRef args[1 + FP_COLD_ARGS];
    bool singles = fp_takes_singles(o);

    for (unsigned i = 0; i <= FP_COLD_ARGS; i++) {
        types[i] = i ? l->i64 : l->ptr;
        args[i] = i ? LLVMGetUndef(l->i64) : helper_function(l, o->helper);
    }
    for (unsigned i = 0; i < o->nin && i < FP_COLD_ARGS; i++) {
        struct temp_fact f = l->fact[a[i]];
        LLVMValueRef v = NULL;
        if (singles && l->blk->temps[a[i]].kind != FE_ENV) {
            v = LLVMBuildBitCast(B, temp_single(l, a[i]), l->i32, "");
            v = LLVMBuildOr(B, LLVMBuildZExt(B, v, l->i64, ""), const_i64(l, ~0ull << 32), "");
        } else if (f.kind == FACT_ENV) {
            LLVMValueRef env = env_pointer(l);
            LLVMSetVolatile(env, 1); /* not to be shared with others, and so made earlier */
            v = LLVMBuildPtrToInt(B, env, l->i64, "");
            v = LLVMBuildAdd(B, v, const_i64(l, (uint64_t)(int64_t)f.offset), "");
        } else {
            v = bits_here(l, temp_get(l, a[i]));
        }
        args[1 + i] = LLVMTypeOf(v) == l->i32 ? LLVMBuildZExt(B, v, l->i64, "") : v;
    }
    LLVMTypeRef ft = LLVMFunctionType(l->i64, types, 1 + FP_COLD_ARGS, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, "hqemu_cold_call");
    if (!fn) {
        fn = LLVMAddFunction(l->mod, "hqemu_cold_call", ft);
        LLVMSetFunctionCallConv(fn, LLVMPreserveAllCallConv);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
        add_attr(l, fn, "nounwind", 0);
    }
    LLVMValueRef old = push_rounding(l);
    LLVMValueRef r = LLVMBuildCall2(B, ft, fn, args, 1 + FP_COLD_ARGS, "");
    LLVMSetInstructionCallConv(r, LLVMPreserveAllCallConv);
    pop_rounding(l, old);
    return r;
}

/* The helper's result R as a value of TYPE. */
static LLVMValueRef helper_result(struct lifter *l, LLVMValueRef r, LLVMTypeRef type)
{
    if (int_like(l, type) == l->i32) {
        r = LLVMBuildTrunc(B, r, l->i32, "");
    }
    return LLVMBuildBitCast(B, r, type, "");
}

/* Control goes to the cold block if COND, else to the code that follows. */
void cold_if(struct lifter *l, struct cold_path *p, LLVMValueRef cond)
{
    LLVMBasicBlockRef fast = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");

    p->many |= p->head != NULL;
    p->head = LLVMGetInsertBlock(B);
    p->fast = fast;
    cond_br_cold(l, LLVMBuildNot(B, cond, ""), fast, p->cold);
    LLVMPositionBuilderAtEnd(B, fast);
}

struct cold_path begin_cold(struct lifter *l, LLVMValueRef cond)
{
    struct cold_path p = {
        .cold = LLVMAppendBasicBlockInContext(l->ctx, l->fn, ""),
        .join = LLVMAppendBasicBlockInContext(l->ctx, l->fn, ""),
    };

    if (cond) {
        cold_if(l, &p, cond);
    }
    return p;
}

/* Ends the fast path, and gives its result FAST or the helper's. */
static LLVMValueRef end_cold(struct lifter *l, struct fp_call *c, struct cold_path *p,
                             LLVMValueRef fast)
{
    LLVMBasicBlockRef from[2] = {LLVMGetInsertBlock(B), p->cold};
    LLVMTypeRef t = LLVMTypeOf(fast);

    LLVMBuildBr(B, p->join);
    LLVMPositionBuilderAtEnd(B, p->cold);
    LLVMValueRef v[2] = {fast, helper_result(l, call_helper(l, c->o), t)};
    LLVMBuildBr(B, p->join);
    LLVMPositionBuilderAtEnd(B, p->join);
    LLVMValueRef phi = LLVMBuildPhi(B, t, "");
    LLVMAddIncoming(phi, v, from, 2);
    return phi;
}

/* R, or the helper's result if COND. */
static LLVMValueRef unless(struct lifter *l, struct fp_call *c, LLVMValueRef cond,
                           LLVMValueRef r)
{
    struct cold_path p = begin_cold(l, cond);
    return end_cold(l, c, &p, r);
}

/* Only the helper. */
static void always_helper(struct lifter *l, struct fp_call *c)
{
    uint64_t t = l->blk->args[c->o->args];
    LLVMValueRef r = call_helper(l, c->o);

    if (fp_gives_single(c->o)) {
        r = box_single(l, helper_result(l, r, l->f32));
    }
    temp_set(l, t, helper_result(l, r, temp_type(l, t)));
}

/* --- Arithmetic ------------------------------------------------------------------------ */

/* OP's results may be so small that Arm and the host differ in the flags. */
static bool may_be_tiny(struct lifter *l, unsigned op)
{
    return l->fe->fp_tiny_before && op != ADD && op != SUB && op != SQRT;
}

/* True where the host's result R of an operation OP does not do. */
LLVMValueRef result_test(struct lifter *l, unsigned op, LLVMValueRef r)
{
    LLVMTypeRef t = LLVMTypeOf(r);
    bool is_double = int_like(l, t) == l->i64 ||
                     (LLVMGetTypeKind(t) == LLVMVectorTypeKind && LLVMGetVectorSize(t) == 2);

    if (!may_be_tiny(l, op)) {
        return fcmp(l, LLVMRealUNO, r, r);
    }
    return fcmp(l, LLVMRealUEQ, fp_abs(l, r), fp_const(t, is_double ? 0x1p-1022 : 0x1p-126));
}

LLVMValueRef host_arithmetic(struct lifter *l, unsigned op, LLVMValueRef *x)
{
    LLVMTypeRef t = LLVMTypeOf(x[0]);
    LLVMValueRef y[3] = {x[0], x[1], x[2]};

    switch (op) {
    case ADD: return strict(l, "fadd", t, x, 2);
    case SUB: return strict(l, "fsub", t, x, 2);
    case MUL: return strict(l, "fmul", t, x, 2);
    case DIV: return strict(l, "fdiv", t, x, 2);
    case SQRT: return strict(l, "sqrt", t, x, 1);
    default:
        if (op == FNMA || op == FNMS) {
            y[0] = LLVMBuildFNeg(B, y[0], "");
        }
        if (op == FMS || op == FNMA) {
            y[2] = LLVMBuildFNeg(B, y[2], "");
        }
        return strict(l, "fma", t, y, 3);
    }
}

static bool needs_fma(unsigned op)
{
    return op >= FMA && op <= FNMS;
}

/* R, the host's result, or what the helper makes of it, now or when the chain ends. */
static LLVMValueRef tested_result(struct lifter *l, struct fp_call *c, LLVMValueRef r)
{
    unsigned op = c->form->op == WIDEN ? ADD : c->form->op;

    if (!chain_open(l)) {
        return unless(l, c, result_test(l, op, r), r);
    }
    chain_covers(l, c->x, c->nraw);
    chain_test(l, may_be_tiny(l, op) ? CHAIN_RESULT : CHAIN_NAN, c->o, r, NULL);
    return r;
}

static void test_operands(struct lifter *l, struct fp_call *c)
{
    chain_covers(l, c->x, 2);
    chain_test(l, CHAIN_UNORDERED, c->o, c->x[0], c->x[1]);
}

static void lift_arithmetic(struct lifter *l, struct fp_call *c)
{
    unsigned op = c->form->op;

    operands(l, c, true);
    if (l->fp_rm != FP_RM_DYNAMIC || !c->status_known || (needs_fma(op) && !l->host_fma)) {
        always_helper(l, c);
        return;
    }
    LLVMValueRef r = host_arithmetic(l, op, c->x);
    set_number(l, c, tested_result(l, c, r));
}

/* The larger or smaller of two numbers that are not NaNs; -0 is less than 0. */
LLVMValueRef host_minmax(struct lifter *l, unsigned op, LLVMValueRef x, LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x), it = int_like(l, t);
    LLVMRealPredicate p = op == MAX ? LLVMRealOGT : LLVMRealOLT;
    /* The host's instruction, which gives the second one of two zeros, both ways round. */
    LLVMValueRef a = LLVMBuildSelect(B, fcmp(l, p, x, y), x, y, "");
    LLVMValueRef b = LLVMBuildSelect(B, fcmp(l, p, y, x), y, x, "");

    a = LLVMBuildBitCast(B, a, it, "");
    b = LLVMBuildBitCast(B, b, it, "");
    a = op == MAX ? LLVMBuildAnd(B, a, b, "") : LLVMBuildOr(B, a, b, "");
    return LLVMBuildBitCast(B, a, t, "");
}

static void lift_minmax(struct lifter *l, struct fp_call *c)
{
    operands(l, c, true);
    LLVMValueRef r = host_minmax(l, c->form->op, c->x[0], c->x[1]);
    if (chain_open(l)) {
        test_operands(l, c);
        set_number(l, c, r);
        return;
    }
    LLVMValueRef test = fcmp(l, LLVMRealUNO, c->x[0], c->x[1]);
    set_number(l, c, unless(l, c, test, r));
}

/* --- Comparisons ------------------------------------------------------------------------- */

static LLVMValueRef bit_at(struct lifter *l, LLVMValueRef c, unsigned at)
{
    return LLVMBuildShl(B, LLVMBuildZExt(B, c, l->i64, ""), const_i64(l, at), "");
}

/* Arm's N, Z, C, V in bits 31 to 28. V is N ^ "less or unordered", which folds to one
 * compare where N ^ V is asked for. */
static LLVMValueRef host_nzcv(struct lifter *l, LLVMValueRef x, LLVMValueRef y)
{
    LLVMValueRef less = fcmp(l, LLVMRealOLT, x, y);
    LLVMValueRef n = bit_at(l, less, 31);
    LLVMValueRef z = bit_at(l, fcmp(l, LLVMRealOEQ, x, y), 30);
    LLVMValueRef c = bit_at(l, fcmp(l, LLVMRealUGE, x, y), 29);
    LLVMValueRef v = bit_at(l, LLVMBuildXor(B, less, fcmp(l, LLVMRealULT, x, y), ""), 28);

    return LLVMBuildOr(B, LLVMBuildOr(B, n, z, ""), LLVMBuildOr(B, c, v, ""), "");
}

static LLVMRealPredicate predicate(unsigned op)
{
    switch (op) {
    case LT: return LLVMRealOLT;
    case LE: return LLVMRealOLE;
    case MASK_GE: return LLVMRealOGE;
    case MASK_GT: return LLVMRealOGT;
    default: return LLVMRealOEQ;
    }
}

/* What a comparison gives does not need the helper; its exception flags do. */
static void lift_compare(struct lifter *l, struct fp_call *c)
{
    unsigned op = c->form->op;

    operands(l, c, true);
    LLVMValueRef cond = fcmp(l, LLVMRealUNO, c->x[0], c->x[1]), r;
    if (op == NZCV) {
        r = host_nzcv(l, c->x[0], c->x[1]);
    } else {
        r = fcmp(l, predicate(op), c->x[0], c->x[1]);
        r = op >= MASK_EQ ? LLVMBuildSExt(B, r, l->i64, "") : LLVMBuildZExt(B, r, l->i64, "");
    }
    if (chain_open(l)) {
        test_operands(l, c);
        temp_set(l, l->blk->args[c->o->args], r);
        return;
    }
    struct cold_path p = begin_cold(l, cond);
    LLVMBuildBr(B, p.join);
    LLVMPositionBuilderAtEnd(B, p.cold);
    call_helper(l, c->o);
    LLVMBuildBr(B, p.join);
    LLVMPositionBuilderAtEnd(B, p.join);
    temp_set(l, l->blk->args[c->o->args], r);
}

/* --- Conversions ----------------------------------------------------------------------------
 */

static void lift_widen(struct lifter *l, struct fp_call *c)
{
    operands(l, c, true);
    /* Exact, in every rounding mode. */
    LLVMValueRef r = strict(l, "fpext", l->f64, c->x, 1);
    set_number(l, c, tested_result(l, c, r));
}

static void lift_narrow(struct lifter *l, struct fp_call *c)
{
    operands(l, c, true);
    if (l->fp_rm != FP_RM_DYNAMIC || !c->status_known) {
        always_helper(l, c);
        return;
    }
    LLVMValueRef r = strict(l, "fptrunc", l->f32, c->x, 1);
    set_number(l, c, tested_result(l, c, r));
}

/* True if argument I, the number of fraction bits, is 0. */
static bool no_fraction(struct lifter *l, const struct fe_op *o, unsigned i)
{
    for (unsigned k = 0; k < o->nin; k++) {
        if (dh(o, k) != FE_DH_PTR && i-- == 0) {
            const struct fe_temp *t = &l->blk->temps[l->blk->args[o->args + o->nout + k]];
            return t->kind == FE_CONST && t->val == 0;
        }
    }
    return true; /* no such argument */
}

/* Exact, or in the mode that is in force anyway. */
static bool from_int_by_host(struct lifter *l, const struct fe_op *o)
{
    const struct fp_form *f = find_form(o->helper->name);
    bool exact = f->bits == 64 && f->ibits == 32;

    return (l->fp_rm == FP_RM_DYNAMIC || exact) && no_fraction(l, o, 1);
}

/* True unless the integer X is certain to be a number of format F. */
static LLVMValueRef rounds_test(struct lifter *l, const struct fp_form *f, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef limit = LLVMConstInt(t, 1ull << (f->bits == 64 ? 53 : 24), 0);

    if (f->flags & UNSIGNED) {
        return LLVMBuildICmp(B, LLVMIntUGT, x, limit, "");
    }
    return LLVMBuildICmp(B, LLVMIntUGT, LLVMBuildAdd(B, x, limit, ""),
                         LLVMBuildAdd(B, limit, limit, ""), "");
}

static void lift_from_int(struct lifter *l, struct fp_call *c)
{
    const struct fp_form *f = c->form;
    bool is_unsigned = f->flags & UNSIGNED;

    operands(l, c, false);
    if (!c->status_known || !no_fraction(l, c->o, 1)) {
        always_helper(l, c);
        return;
    }
    if (f->ibits == 32 && LLVMTypeOf(c->x[0]) == l->i64) {
        c->x[0] = LLVMBuildTrunc(B, c->x[0], l->i32, "");
    }
    const char *name = is_unsigned ? "uitofp" : "sitofp";
    if (from_int_by_host(l, c->o)) {
        set_number(l, c, strict(l, name, fp_type(l, f->bits), c->x, 1));
        return;
    }
    /* A mode of its own: the host's does as well where nothing is rounded. */
    struct cold_path p = begin_cold(l, rounds_test(l, f, c->x[0]));
    LLVMValueRef r = strict(l, name, fp_type(l, f->bits), c->x, 1);
    set_number(l, c, end_cold(l, c, &p, r));
}

/* The nearest integer, the larger one in magnitude if there are two. Both operations
 * are exact. */
static LLVMValueRef round_away(struct lifter *l, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x), it = int_like(l, t);
    LLVMValueRef sign = LLVMConstBitCast(fp_const(t, -0.0), it);
    LLVMValueRef whole = plain(l, "llvm.trunc", x), part[2] = {x, whole};
    LLVMValueRef rest = fp_abs(l, strict(l, "fsub", t, part, 2));
    LLVMValueRef up = fcmp(l, LLVMRealOGE, rest, fp_const(t, 0.5));
    LLVMValueRef step = LLVMBuildSelect(B, up, fp_const(t, 1.0), LLVMConstNull(t), "");

    /* With x's sign, so that -0 stays so. */
    sign = LLVMBuildAnd(B, LLVMBuildBitCast(B, x, it, ""), sign, "");
    step = LLVMBuildOr(B, LLVMBuildBitCast(B, step, it, ""), sign, "");
    LLVMValueRef sum[2] = {whole, LLVMBuildBitCast(B, step, t, "")};
    return strict(l, "fadd", t, sum, 2);
}

/* X rounded to an integer in the mode that is in force, without any exception. */
static LLVMValueRef round_quietly(struct lifter *l, LLVMValueRef x)
{
    switch (l->fp_rm) {
    case RM_NEAREST: return plain(l, "llvm.roundeven", x);
    case RM_DOWN: return plain(l, "llvm.floor", x);
    case RM_UP: return plain(l, "llvm.ceil", x);
    case RM_ZERO: return plain(l, "llvm.trunc", x);
    case RM_AWAY: return round_away(l, x);
    default: return strict(l, "nearbyint", LLVMTypeOf(x), &x, 1);
    }
}

static void lift_rint(struct lifter *l, struct fp_call *c)
{
    bool exact = c->form->op == RINT_EXACT;

    operands(l, c, true);
    if (!l->host_fma || !c->status_known || (exact && l->fp_rm != FP_RM_DYNAMIC)) {
        always_helper(l, c);
        return;
    }
    LLVMValueRef test = fcmp(l, LLVMRealUNO, c->x[0], c->x[0]);
    struct cold_path p = begin_cold(l, test);
    LLVMValueRef r =
        exact ? strict(l, "rint", LLVMTypeOf(c->x[0]), c->x, 1) : round_quietly(l, c->x[0]);
    set_number(l, c, end_cold(l, c, &p, r));
}

/* The largest number of the format that fits the integer, and so does everything that
 * it, or a smaller one, can be rounded to. */
static double int_limit(const struct fp_form *f)
{
    double half = f->bits == 32    ? (f->ibits == 64 ? 0x1.fffffep62 : 0x1.fffffep30)
                  : f->ibits == 64 ? 0x1.fffffffffffffp62
                                   : 0;
    bool is_unsigned = f->flags & UNSIGNED;

    if (half == 0) {
        return is_unsigned ? 4294967295.0 : 2147483647.0;
    }
    return is_unsigned ? 2 * half : half;
}

/* True unless X is certain to fit the integer, in all rounding modes. */
LLVMValueRef range_test(struct lifter *l, const struct fp_form *f, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef limit = fp_const(t, int_limit(f));

    if (!(f->flags & UNSIGNED)) {
        return fcmp(l, LLVMRealUGT, fp_abs(l, x), limit);
    }
    return LLVMBuildOr(B, fcmp(l, LLVMRealUGT, x, limit),
                       fcmp(l, LLVMRealULT, x, fp_const(t, 0.0)), "");
}

/* X, which fits, cut off; inexact if it is no integer. */
static LLVMValueRef host_to_int(struct lifter *l, const struct fp_form *f, LLVMValueRef x)
{
    if (LLVMGetTypeKind(LLVMTypeOf(x)) == LLVMVectorTypeKind) {
        const char *name = f->flags & UNSIGNED ? "fptoui" : "fptosi";
        return strict(l, name, int_like(l, LLVMTypeOf(x)), &x, 1);
    }
    if (f->ibits == 32) {
        /* An unsigned word as a signed doubleword: one host instruction. */
        bool wide = f->flags & UNSIGNED;
        LLVMValueRef r = strict(l, "fptosi", wide ? l->i64 : l->i32, &x, 1);
        return wide ? LLVMBuildTrunc(B, r, l->i32, "") : r;
    }
    return strict(l, f->flags & UNSIGNED ? "fptoui" : "fptosi", l->i64, &x, 1);
}

/* X, which fits, as an integer in the rounding mode that is in force. */
LLVMValueRef round_to_int(struct lifter *l, const struct fp_form *f, LLVMValueRef x)
{
    if (l->cur->restores_flags) {
        return host_to_int(l, f, round_quietly(l, x));
    }
    if (l->fp_rm == RM_ZERO) {
        return host_to_int(l, f, x);
    }
    if (l->fp_rm == FP_RM_DYNAMIC) {
        return host_to_int(l, f, strict(l, "rint", LLVMTypeOf(x), &x, 1));
    }
    host_to_int(l, f, x); /* only raises inexact */
    return host_to_int(l, f, round_quietly(l, x));
}

static void lift_to_int(struct lifter *l, struct fp_call *c)
{
    const struct fp_form *f = c->form;
    uint64_t t = l->blk->args[c->o->args];

    operands(l, c, true);
    if (!c->status_known || !no_fraction(l, c->o, 1) || (l->fp_rm != RM_ZERO && !l->host_fma)) {
        always_helper(l, c);
        return;
    }
    bool chain = chain_open(l);
    struct cold_path p;
    if (chain) {
        chain_covers(l, c->x, 1);
        chain_test(l, CHAIN_RANGE, c->o, c->x[0], NULL);
    } else {
        p = begin_cold(l, range_test(l, f, c->x[0]));
    }
    LLVMValueRef r = round_to_int(l, f, c->x[0]);
    if (LLVMTypeOf(r) != temp_type(l, t)) {
        bool zero = (f->flags & UNSIGNED) && !(f->flags & SEXT);
        r = zero ? LLVMBuildZExt(B, r, l->i64, "") : LLVMBuildSExt(B, r, l->i64, "");
    }
    temp_set(l, t, chain ? r : end_cold(l, c, &p, r));
}

/* --- Rounding modes ---------------------------------------------------------------------- */

/* old = set_rmode(new, status). The frontend brackets operations with two calls: one
 * with a constant, then one with what the first returned. */
static void lift_rm_arm(struct lifter *l, struct fp_call *c)
{
    const uint64_t *a = &l->blk->args[c->o->args];
    const struct fe_temp *rm = &l->blk->temps[a[1]];
    struct temp_fact status = l->fact[a[2]];

    if (status.kind != FACT_ENV) {
        l->error = "rounding mode of an unknown status";
    } else if (status.offset != l->fe->fp_flags) {
        int32_t at = status.offset + l->fe->fp_rounding - l->fe->fp_flags;
        LLVMValueRef old = byte_at(l, at);
        set_byte_at(l, LLVMBuildTrunc(B, temp_get(l, a[1]), l->i8, ""), at);
        temp_set(l, a[0], LLVMBuildZExt(B, old, l->i32, ""));
    } else if (rm->kind == FE_CONST && rm->val <= RM_AWAY) {
        l->fp_rm = (int)rm->val;
        l->fp_rm_temp = a[0];
        temp_set(l, a[0], LLVMConstNull(l->i32));
    } else if (rm->kind != FE_CONST && l->fp_rm != FP_RM_DYNAMIC && l->fp_rm_temp == a[1]) {
        l->fp_rm = FP_RM_DYNAMIC;
    } else {
        l->error = "unknown rounding mode";
    }
}

enum { RISCV_DYN = 7 };

/* set_rounding_mode(env, rm), whose numbers are its own. */
static void lift_rm_riscv(struct lifter *l, struct fp_call *c)
{
    static const int modes[] = {RM_NEAREST, RM_ZERO, RM_DOWN, RM_UP, RM_AWAY};
    int64_t rm = l->blk->temps[l->blk->args[c->o->args + 1]].val;

    l->fp_rm = rm == RISCV_DYN ? FP_RM_DYNAMIC : modes[rm];
}

/* --- The rest of the lifter asks ------------------------------------------------------------
 */

bool fp_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);

    if (fe->fp_flags < 0 || !form) {
        return false;
    }
    if (form->op == RM_RISCV) {
        /* Other modes are illegal instructions. */
        const struct fe_temp *rm = &f->temps[f->args[o->args + 1]];
        return rm->kind == FE_CONST && (rm->val == RISCV_DYN || (uint64_t)rm->val <= 4);
    }
    return form->op != CSR || is_fflags(f, o) || is_frm_read(f, o);
}

static bool status_known(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args + o->nout];
    bool known = true;

    for (unsigned i = 0; i < o->nin; i++) {
        if (dh(o, i) == FE_DH_PTR && l->blk->temps[a[i]].kind != FE_ENV) {
            struct temp_fact f = l->fact[a[i]];
            known = f.kind == FACT_ENV && f.offset == l->fe->fp_flags;
        }
    }
    return known;
}

bool fp_sets_rounding(struct lifter *l, const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);
    return form && form->op == RM_RISCV && fp_inlined(l->fe, l->blk, o);
}

LLVMValueRef fp_operand(struct lifter *l, const struct fe_op *o, uint64_t t)
{
    struct fp_call c = {.o = o, .form = find_form(o->helper->name)};
    LLVMValueRef raw = temp_get(l, t);

    return c.form->op == FROM_INT ? raw : number(l, &c, t, raw);
}

bool fp_from_integer(const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);
    return form && form->op == FROM_INT;
}

bool fp_chained(struct lifter *l, const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);

    if (!form || !fp_inlined(l->fe, l->blk, o) || !status_known(l, o)) {
        return false;
    }
    switch (form->op) {
    case MUL:
    case DIV:
    case NARROW:
        if (l->p->flushes) {
            return false; /* the wrong result may be another number than a NaN */
        }                 /* fall through */
    case ADD:
    case SUB:
    case SQRT: return l->fp_rm == FP_RM_DYNAMIC;
    case FMA:
    case FMS:
    case FNMA:
    case FNMS: return l->fp_rm == FP_RM_DYNAMIC && l->host_fma && !l->p->flushes;
    case MAX:
    case MIN: return !l->fe->fp_tiny_before; /* Arm's result would be a NaN, the host's not */
    case NZCV:
    case EQ:
    case LT:
    case LE:
    case MASK_EQ:
    case MASK_GE:
    case MASK_GT:
    case WIDEN: return true;
    case TO_INT: /* one host instruction, which raises nothing but invalid if it does not fit */
        return no_fraction(l, o, 1) && l->fp_rm == RM_ZERO && !(form->flags & UNSIGNED);
    case FROM_INT: return from_int_by_host(l, o);
    default: return false;
    }
}

LLVMValueRef fp_chain_test(struct lifter *l, enum chain_test test, const struct fe_op *o,
                           LLVMValueRef x, LLVMValueRef y)
{
    const struct fp_form *form = find_form(o->helper->name);

    switch (test) {
    case CHAIN_UNORDERED: return fcmp(l, LLVMRealUNO, x, y);
    case CHAIN_RANGE: return range_test(l, form, x);
    default: return result_test(l, form->op, x);
    }
}

bool fp_takes_singles(const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);
    return form && (form->flags & BOXED) && form->bits == 32 && form->op != FROM_INT;
}

bool fp_gives_single(const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);
    bool single = form && (form->flags & BOXED);

    return single && (form->op <= MIN || form->op == NARROW ||
                      (form->op == FROM_INT && form->bits == 32));
}

enum fp_noise fp_noise(const struct fe_op *o, bool own_mode)
{
    const struct fp_form *form = find_form(o->helper->name);

    switch (form ? form->op : ADD) {
    case MAX:
    case MIN:
    case EQ:
    case LT:
    case LE:
    case WIDEN:
    case RM_RISCV: return FP_QUIET;
    case FROM_INT:
        return own_mode || (form->bits == 64 && form->ibits == 32) ? FP_QUIET : FP_LOUD;
    case TO_INT: return FP_MAY_BE_QUIET;
    default: return FP_LOUD;
    }
}

bool fp_is_compare(const struct fe_op *o)
{
    const struct fp_form *form = find_form(o->helper->name);
    return form && form->op >= NZCV && form->op <= MASK_GT;
}

bool lift_fp(struct lifter *l, const struct fe_op *o)
{
    struct fp_call c = {.o = o, .form = find_form(o->helper->name)};

    if (lift_fp_vector(l, o)) {
        return true;
    }
    if (!fp_inlined(l->fe, l->blk, o)) {
        return false;
    }
    if (l->replay && c.form->op != RM_RISCV) {
        always_helper(l, &c);
        return true;
    }
    switch (c.form->op) {
    case MAX:
    case MIN: lift_minmax(l, &c); break;
    case NZCV:
    case EQ:
    case LT:
    case LE:
    case MASK_EQ:
    case MASK_GE:
    case MASK_GT: lift_compare(l, &c); break;
    case WIDEN: lift_widen(l, &c); break;
    case NARROW: lift_narrow(l, &c); break;
    case TO_INT: lift_to_int(l, &c); break;
    case FROM_INT: lift_from_int(l, &c); break;
    case RINT:
    case RINT_EXACT: lift_rint(l, &c); break;
    case RM_ARM: lift_rm_arm(l, &c); break;
    case RM_RISCV: lift_rm_riscv(l, &c); break;
    case CSR: lift_fflags(l, o); break;
    default: lift_arithmetic(l, &c); break;
    }
    return true;
}

/* Helpers that are given all of the CPU state and have nothing to do with its floating
 * point: by how their names start. */
static const char *const no_fp[] = {
    "lookup_", "exception", "raise_", "pac", "aut",  "xpac", "simd_tbl",
    "wf",      "yield",     "wrs",    "dc_", "mte_", "ld",   "st",
};

/* True if the helper may look at the exception flags or rounding mode, or compute with
 * the host's floating point. */
static bool is_foreign(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args + o->nout];
    bool env = false;

    if (l->fe->fp_flags < 0 || (o->helper->flags & FE_CALL_NO_RETURN)) {
        return false;
    }
    for (unsigned i = 0; i < o->nin; i++) {
        struct temp_fact f = l->fact[a[i]];
        if (f.kind == FACT_ENV && f.offset >= l->fe->fp_lo && f.offset < l->fe->fp_hi) {
            return true;
        }
        env |= l->blk->temps[a[i]].kind == FE_ENV;
    }
    for (size_t i = 0; env && i < sizeof(no_fp) / sizeof(no_fp[0]); i++) {
        env = strncmp(o->helper->name, no_fp[i], strlen(no_fp[i])) != 0;
    }
    return env;
}

static void call_runtime(struct lifter *l, const char *name)
{
    LLVMTypeRef ft = LLVMFunctionType(l->voidt, &l->ptr, 1, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name), env = env_pointer(l);

    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, ft);
    }
    LLVMBuildCall2(B, ft, fn, &env, 1, "");
}

LLVMValueRef fp_begin_foreign(struct lifter *l, const struct fe_op *o)
{
    if (!is_foreign(l, o)) {
        return NULL;
    }
    call_runtime(l, "hqemu_fp_leave");
    LLVMValueRef old = push_rounding(l);
    return old ? old : l->cold;
}

void fp_end_foreign(struct lifter *l, LLVMValueRef token)
{
    if (token) {
        pop_rounding(l, token == l->cold ? NULL : token);
        call_runtime(l, "hqemu_fp_enter");
    }
}
