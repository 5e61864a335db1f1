/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_body.c: calls of QEMU's helpers that become part of translated code.
 *
 * Such a call is one of a wrapper that is given the values of registers and returns
 * those of the registers that the helper changes; constant arguments are part of the
 * wrapper. When a unit has been lifted, bodies_define() makes the wrappers:
 *
 *     {result, changed registers} helper.gvec_uaba_b.r.r.r.201(vd, vn, vm)
 *         store vd, vn, vm to locals
 *         call helper_gvec_uaba_b(&d, &n, &m, 0x201)
 *         return d
 *
 * in a module of their own with the bodies that they call. There the bodies are inlined;
 * the descriptor is known, and so how often each loop goes round; locals do not overlap, and
 * the loop vectoriser makes one operation of most of them. What is left goes into the
 * unit, to be inlined in turn if it is small.
 */
#include "helper_bodies.h"
#include "lift.h"
#include "xalloc.h"

#include <llvm-c/BitReader.h>
#include <llvm-c/Error.h>
#include <llvm-c/Linker.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define B (l->b)

enum { DESC_DATA = 10 };           /* from this bit on a descriptor is the helper's own */
enum { INLINE_INSTRUCTIONS = 60 }; /* of a wrapper that is inlined wherever it is called */

enum arg_kind { ARG_CONST, ARG_VALUE, ARG_REG, ARG_STATE };

struct body_arg {
    enum arg_kind kind;
    const struct helper_param *x;
    int32_t offset; /* of registers and other CPU state */
    int64_t value;
    uint8_t type; /* enum fe_type, of values */
};

/* A call's arguments, or what one wrapper is for. */
struct body_call {
    const struct helper_body *body;
    unsigned nargs;
    uint8_t ret; /* enum fe_dh */
    int8_t lane; /* 32 bits of operand 2 that take the place of all of it, or -1 */
    struct body_arg args[MAX_HELPER_PARAMS];
};

struct body_use {
    char name[160];
    struct body_call call;
    LLVMTypeRef type;
};

bool state_offset(const struct fe_block *f, const struct fe_op *o, uint64_t t, int32_t *offset)
{
    if (f->temps[t].kind == FE_ENV) {
        *offset = 0;
        return true;
    }
    while (o-- > f->ops) {
        for (unsigned i = 0; i < o->nout; i++) {
            const uint64_t *a = &f->args[o->args];
            if (a[i] != t) {
                continue;
            }
            *offset = o->opc == FE_OP_add_i64 ? (int32_t)f->temps[a[2]].val : 0;
            return o->opc == FE_OP_add_i64 && f->temps[a[1]].kind == FE_ENV &&
                   f->temps[a[2]].kind == FE_CONST;
        }
    }
    return false;
}

bool is_vector_register(const struct fe *fe, int32_t offset)
{
    for (unsigned v = 0; v < fe->nvars; v++) {
        if (fe->vars[v].cls == FE_VAR_V128 && fe->vars[v].offset == offset) {
            return true;
        }
    }
    return false;
}

/* Bytes [lo, hi) of the CPU state have no variable in them. */
static bool no_variables(const struct fe *fe, int32_t lo, int32_t hi)
{
    for (unsigned v = 0; v < fe->nvars; v++) {
        int32_t at = fe->vars[v].offset;
        if (lo < at + 16 && at < hi) {
            return false;
        }
    }
    return hi <= fe->fp_lo || lo >= fe->fp_hi || fe->fp_flags < 0;
}

/*
 * Dot products with one lane of an operand are those with that lane everywhere. QEMU's loops
 * for the former have bounds that LLVM does not see through.
 */
static const struct helper_body *find_body(const struct fe_block *f, const struct fe_op *o,
                                           int8_t *lane)
{
    static const char *const by_lane[][2] = {{"gvec_sdot_idx_b", "gvec_sdot_b"},
                                             {"gvec_udot_idx_b", "gvec_udot_b"},
                                             {"gvec_usdot_idx_b", "gvec_usdot_b"}};

    *lane = -1;
    for (size_t i = 0; i < sizeof(by_lane) / sizeof(by_lane[0]); i++) {
        if (!strcmp(o->helper->name, by_lane[i][0]) && o->nin == 5) {
            const struct fe_temp *desc = &f->temps[f->args[o->args + o->nout + 4]];
            *lane = (int8_t)(desc->val >> DESC_DATA & 3);
            return helper_body(by_lane[i][1]);
        }
    }
    return helper_body(o->helper->name);
}

static bool describe_call(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                          struct body_call *c)
{
    int8_t lane;
    const struct helper_body *h = find_body(f, o, &lane);
    const struct fe_temp *desc;
    bool registers = false;

    if (!h || h->nparams != o->nin || o->nout > 1 || o->nin == 0) {
        return false;
    }
    *c = (struct body_call){
        .body = h, .nargs = o->nin, .ret = o->helper->typemask & 7, .lane = lane};
    for (unsigned i = 0; i < o->nin; i++) {
        uint64_t t = f->args[o->args + o->nout + i];
        const struct fe_temp *x = &f->temps[t];
        struct body_arg *a = &c->args[i];

        a->x = &h->params[i];
        a->type = x->type;
        if (!a->x->pointer) {
            a->kind = x->kind == FE_CONST ? ARG_CONST : ARG_VALUE;
            a->value = lane < 0 ? x->val : x->val & ((1 << DESC_DATA) - 1);
            if (x->type != FE_I32 && x->type != FE_I64) {
                return false;
            }
        } else if (!state_offset(f, o, t, &a->offset)) {
            return false;
        } else if (is_vector_register(fe, a->offset)) {
            a->kind = ARG_REG;
            registers = true;
        } else {
            a->kind = ARG_STATE;
            if (!a->x->bounded ||
                !no_variables(fe, a->offset + a->x->lo, a->offset + a->x->hi)) {
                return false;
            }
        }
    }
    /* The size in the descriptor says how far the pointers to registers reach. */
    desc = &f->temps[f->args[o->args + o->nout + o->nin - 1]];
    return !registers || (desc->kind == FE_CONST && ((uint32_t)desc->val & 0xff) == 1);
}

bool body_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o)
{
    struct body_call c;
    return describe_call(fe, f, o, &c);
}

void body_registers(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                    void (*access)(void *arg, int32_t offset, bool store), void *arg)
{
    struct body_call c;

    if (!describe_call(fe, f, o, &c)) {
        return;
    }
    for (int store = 0; store < 2; store++) {
        for (unsigned i = 0; i < c.nargs; i++) {
            const struct body_arg *a = &c.args[i];
            if (a->kind == ARG_REG && (store ? a->x->writes : a->x->reads)) {
                access(arg, a->offset, store);
            }
        }
    }
}

static void name_call(const struct body_call *c, char *buf, size_t n)
{
    int at = snprintf(buf, n, "helper.%.60s", c->body->name);

    for (unsigned i = 0; i < c->nargs; i++) {
        const struct body_arg *a = &c->args[i];
        static const char kinds[] = {'c', 'v', 'r', 's'};
        at += snprintf(buf + at, n - (size_t)at, ".%c", kinds[a->kind]);
        if (a->kind == ARG_CONST) {
            at += snprintf(buf + at, n - (size_t)at, "%llx", (unsigned long long)a->value);
        }
    }
}

/* The few bytes of other CPU state that the helper uses go in and out as an integer. */
static LLVMTypeRef state_type(struct lifter *l, const struct body_arg *a)
{
    return LLVMIntTypeInContext(l->ctx, 8 * (unsigned)(a->x->hi - a->x->lo));
}

static LLVMTypeRef scalar_type(struct lifter *l, const struct body_arg *a)
{
    return a->type == FE_I32 ? l->i32 : l->i64;
}

static LLVMTypeRef result_type(struct lifter *l, const struct body_call *c)
{
    switch (c->ret) {
    case FE_DH_I32:
    case FE_DH_S32: return l->i32;
    case FE_DH_I64:
    case FE_DH_S64: return l->i64;
    default: return l->voidt;
    }
}

/* The result, then the registers that the helper changes. */
static LLVMTypeRef wrapper_type(struct lifter *l, const struct body_call *c)
{
    LLVMTypeRef in[MAX_HELPER_PARAMS], out[MAX_HELPER_PARAMS + 1];
    unsigned nin = 0, nout = 0;

    if (c->ret != FE_DH_VOID) {
        out[nout++] = result_type(l, c);
    }
    for (unsigned i = 0; i < c->nargs; i++) {
        const struct body_arg *a = &c->args[i];
        switch (a->kind) {
        case ARG_CONST: break;
        case ARG_VALUE: in[nin++] = scalar_type(l, a); break;
        case ARG_STATE:
            in[nin++] = state_type(l, a);
            if (a->x->writes) {
                out[nout++] = state_type(l, a);
            }
            break;
        case ARG_REG:
            if (a->x->reads) {
                in[nin++] = l->v2i64;
            }
            if (a->x->writes) {
                out[nout++] = l->v2i64;
            }
            break;
        }
    }
    return LLVMFunctionType(LLVMStructTypeInContext(l->ctx, out, nout, 0), in, nin, 0);
}

/* The unit's use of this wrapper; a new one if there is none yet. */
static struct body_use *find_use(struct lifter *l, const struct body_call *c)
{
    char name[sizeof(l->bodies->name)];

    name_call(c, name, sizeof(name));
    for (unsigned i = 0; i < l->nbodies; i++) {
        if (!strcmp(l->bodies[i].name, name)) {
            return &l->bodies[i];
        }
    }
    l->bodies = xgrow(l->bodies, l->nbodies, sizeof(*l->bodies));
    struct body_use *u = &l->bodies[l->nbodies++];
    memset(u, 0, sizeof(*u));
    snprintf(u->name, sizeof(u->name), "%s", name);
    u->call = *c;
    u->type = wrapper_type(l, c);
    return u;
}

static LLVMValueRef splat_lane(struct lifter *l, LLVMValueRef v, unsigned lane)
{
    LLVMValueRef at = LLVMConstInt(l->i32, lane, 0), mask[4] = {at, at, at, at};

    v = LLVMBuildBitCast(B, v, LLVMVectorType(l->i32, 4), "");
    v = LLVMBuildShuffleVector(B, v, LLVMGetPoison(LLVMTypeOf(v)), LLVMConstVector(mask, 4),
                               "");
    return LLVMBuildBitCast(B, v, l->v2i64, "");
}

bool lift_body_call(struct lifter *l, const struct fe_op *o)
{
    struct body_call c;
    LLVMValueRef args[MAX_HELPER_PARAMS];
    unsigned n = 0;

    if (!describe_call(l->fe, l->blk, o, &c)) {
        return false;
    }
    struct body_use *u = find_use(l, &c);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, u->name);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, u->name, u->type);
    }
    for (unsigned i = 0; i < c.nargs; i++) {
        const struct body_arg *a = &c.args[i];
        uint64_t t = l->blk->args[o->args + o->nout + i];
        switch (a->kind) {
        case ARG_CONST: break;
        case ARG_VALUE: args[n++] = temp_get(l, t); break;
        case ARG_STATE: args[n++] = env_load(l, state_type(l, a), a->offset + a->x->lo); break;
        case ARG_REG:
            if (a->x->reads) {
                LLVMValueRef v = var_get(l, (unsigned)var_at(l, a->offset, 16));
                args[n++] = i == 2 && c.lane >= 0 ? splat_lane(l, v, (unsigned)c.lane) : v;
            }
            break;
        }
    }
    LLVMValueRef r = LLVMBuildCall2(B, u->type, fn, args, n, "");
    n = 0;
    LLVMValueRef result = c.ret != FE_DH_VOID ? LLVMBuildExtractValue(B, r, n++, "") : NULL;
    for (unsigned i = 0; i < c.nargs; i++) {
        const struct body_arg *a = &c.args[i];
        if ((a->kind != ARG_REG && a->kind != ARG_STATE) || !a->x->writes) {
            continue;
        }
        LLVMValueRef v = LLVMBuildExtractValue(B, r, n++, "");
        if (a->kind == ARG_REG) {
            var_set(l, (unsigned)var_at(l, a->offset, 16), v);
        } else {
            env_store(l, v, a->offset + a->x->lo);
        }
    }
    if (result) {
        temp_set(l, l->blk->args[o->args], result);
    }
    return true;
}

/* --- Wrappers --------------------------------------------------------------------- */

static LLVMValueRef declare_body(struct lifter *l, LLVMModuleRef mod, const struct body_call *c,
                                 LLVMTypeRef *type)
{
    LLVMTypeRef in[MAX_HELPER_PARAMS];
    char name[160];

    for (unsigned i = 0; i < c->nargs; i++) {
        in[i] = c->args[i].x->pointer ? l->ptr : scalar_type(l, &c->args[i]);
    }
    *type = LLVMFunctionType(result_type(l, c), in, c->nargs, 0);
    snprintf(name, sizeof(name), "helper_%s", c->body->name);
    LLVMValueRef fn = LLVMGetNamedFunction(mod, name);
    return fn ? fn : LLVMAddFunction(mod, name, *type);
}

static void define_wrapper(struct lifter *l, LLVMModuleRef mod, const struct body_use *u)
{
    const struct body_call *c = &u->call;
    LLVMValueRef fn = LLVMAddFunction(mod, u->name, u->type);
    LLVMValueRef args[MAX_HELPER_PARAMS], regs[MAX_HELPER_PARAMS] = {NULL};
    unsigned n = 0;
    LLVMTypeRef type;

    LLVMPositionBuilderAtEnd(B, LLVMAppendBasicBlockInContext(l->ctx, fn, ""));
    for (unsigned i = 0; i < c->nargs; i++) {
        const struct body_arg *a = &c->args[i];
        switch (a->kind) {
        case ARG_CONST: args[i] = LLVMConstInt(scalar_type(l, a), (uint64_t)a->value, 0); break;
        case ARG_VALUE: args[i] = LLVMGetParam(fn, n++); break;
        case ARG_STATE: {
            LLVMValueRef back = const_i64(l, (uint64_t) - (int64_t)a->x->lo);
            regs[i] = LLVMBuildAlloca(B, state_type(l, a), "");
            LLVMSetAlignment(regs[i], 16);
            LLVMBuildStore(B, LLVMGetParam(fn, n++), regs[i]);
            args[i] = LLVMBuildGEP2(B, l->i8, regs[i], &back, 1, "");
            break;
        }
        case ARG_REG:
            regs[i] = args[i] = LLVMBuildAlloca(B, l->v2i64, "");
            if (a->x->reads) {
                LLVMBuildStore(B, LLVMGetParam(fn, n++), regs[i]);
            }
            break;
        }
    }
    LLVMValueRef body = declare_body(l, mod, c, &type);
    LLVMValueRef r = LLVMBuildCall2(B, type, body, args, c->nargs, "");
    LLVMValueRef agg = LLVMGetPoison(LLVMGetReturnType(u->type));
    n = 0;
    if (c->ret != FE_DH_VOID) {
        agg = LLVMBuildInsertValue(B, agg, r, n++, "");
    }
    for (unsigned i = 0; i < c->nargs; i++) {
        if (regs[i] && c->args[i].x->writes) {
            LLVMTypeRef t = c->args[i].kind == ARG_REG ? l->v2i64 : state_type(l, &c->args[i]);
            LLVMValueRef v = LLVMBuildLoad2(B, t, regs[i], "");
            agg = LLVMBuildInsertValue(B, agg, v, n++, "");
        }
    }
    LLVMBuildRet(B, agg);
}

bool link_wanted(LLVMModuleRef mod, LLVMModuleRef src)
{
    for (LLVMValueRef f = LLVMGetFirstFunction(src); f; f = LLVMGetNextFunction(f)) {
        if (LLVMGetLinkage(f) == LLVMExternalLinkage && !LLVMIsDeclaration(f)) {
            LLVMSetLinkage(f, LLVMAvailableExternallyLinkage);
        }
    }
    for (LLVMValueRef g = LLVMGetFirstGlobal(src); g; g = LLVMGetNextGlobal(g)) {
        if (LLVMGetLinkage(g) == LLVMExternalLinkage && !LLVMIsDeclaration(g)) {
            LLVMSetLinkage(g, LLVMAvailableExternallyLinkage);
        }
    }
    return !LLVMLinkModules2(mod, src);
}

/* The bodies that MOD's declarations name, with what they call in turn. */
static bool link_bodies(struct lifter *l, LLVMModuleRef mod)
{
    size_t size;
    const char *bytes = helper_bodies_bitcode(&size);
    LLVMModuleRef src;
    LLVMMemoryBufferRef buf = LLVMCreateMemoryBufferWithMemoryRange(bytes, size, "", 0);

    /* Lazily: bodies are read when they are linked. */
    if (LLVMGetBitcodeModuleInContext2(l->ctx, buf, &src)) {
        return false;
    }
    return link_wanted(mod, src);
}

void adopt_body(struct lifter *l, LLVMValueRef fn)
{
    static const char *const strings[] = {"target-cpu", "target-features", "tune-cpu",
                                          "min-legal-vector-width"};
    static const char *const enums[] = {"noinline", "optnone", "uwtable"};
    unsigned at = (unsigned)LLVMAttributeFunctionIndex;

    for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
        LLVMRemoveStringAttributeAtIndex(fn, at, strings[i], (unsigned)strlen(strings[i]));
    }
    for (size_t i = 0; i < sizeof(enums) / sizeof(enums[0]); i++) {
        LLVMRemoveEnumAttributeAtIndex(
            fn, at, LLVMGetEnumAttributeKindForName(enums[i], strlen(enums[i])));
    }
    add_attr(l, fn, "alwaysinline", 0);
}

static unsigned count_instructions(LLVMValueRef fn)
{
    unsigned n = 0;

    for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb;
         bb = LLVMGetNextBasicBlock(bb)) {
        for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i)) {
            n++;
        }
    }
    return n;
}

const char *bodies_define(struct lifter *l, LLVMTargetMachineRef tm)
{
    static const char passes[] =
        "always-inline,globaldce,"
        "function(sroa<preserve-cfg>,early-cse,simplifycfg,instcombine<no-verify-fixpoint>,"
        "loop-simplify,lcssa,loop(loop-rotate),loop-mssa(licm),loop(indvars,loop-deletion),"
        "simplifycfg,instcombine<no-verify-fixpoint>,loop-simplify,lcssa,loop-vectorize,"
        "instcombine<no-verify-fixpoint>,simplifycfg,loop-unroll<O3;full-unroll-"
        "max=64>,"
        "sroa,early-cse<memssa>,instcombine<no-verify-fixpoint>,gvn,simplifycfg,"
        "slp-vectorizer,vector-combine,instcombine<no-verify-fixpoint>,simplifycfg,adce),cgscc("
        "function-attrs)";
    const char *why = NULL;

    if (!l->nbodies) {
        return NULL;
    }
    LLVMModuleRef mod = LLVMModuleCreateWithNameInContext("bodies", l->ctx);
    LLVMSetTarget(mod, LLVMGetTarget(l->mod));
    LLVMSetDataLayout(mod, LLVMGetDataLayoutStr(l->mod));
    for (unsigned i = 0; i < l->nbodies; i++) {
        define_wrapper(l, mod, &l->bodies[i]);
    }
    if (!link_bodies(l, mod)) {
        LLVMDisposeModule(mod);
        return "cannot link the helpers' bodies";
    }
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        if (!LLVMIsDeclaration(f) && strncmp(LLVMGetValueName(f), "helper.", 7)) {
            adopt_body(l, f);
        }
    }
    LLVMPassBuilderOptionsRef po = LLVMCreatePassBuilderOptions();
    LLVMErrorRef e = LLVMRunPasses(mod, passes, tm, po);
    LLVMDisposePassBuilderOptions(po);
    if (e) {
        LLVMConsumeError(e);
        why = "cannot optimise the helpers' bodies";
    }
    for (unsigned i = 0; i < l->nbodies; i++) {
        LLVMValueRef f = LLVMGetNamedFunction(mod, l->bodies[i].name);
        /* The same in other units: one copy will do. */
        LLVMSetLinkage(f, LLVMLinkOnceODRLinkage);
        LLVMSetVisibility(f, LLVMHiddenVisibility);
        LLVMSetSection(f, ".text.hqemu");
        add_attr(l, f, "nounwind", 0);
        add_attr(l, f,
                 count_instructions(f) <= INLINE_INSTRUCTIONS ? "alwaysinline" : "noinline", 0);
    }
    if (LLVMLinkModules2(l->mod, mod)) {
        why = "cannot link the helpers' bodies";
    }
    free(l->bodies);
    l->bodies = NULL;
    l->nbodies = 0;
    return why;
}
