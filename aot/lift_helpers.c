/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_helpers.c: calls of QEMU's helpers.
 *
 * A helper stays a call of QEMU's own function, with as much CPU state in memory as
 * its flags say it may look at. Those whose meaning LLVM can express (divisions,
 * atomics, bit tricks) are expressed.
 */
#include "lift.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define B (l->b)

static LLVMValueRef arg(struct lifter *l, const struct fe_op *o, unsigned i)
{
    return temp_get(l, l->blk->args[o->args + o->nout + i]);
}

static void result(struct lifter *l, const struct fe_op *o, LLVMValueRef v)
{
    temp_set(l, l->blk->args[o->args], v);
}

/* --- Helpers that LLVM can express --------------------------------------------- */

/* x / y with the guest's rules: 0 for a zero divisor, no trap on overflow. */
static void inline_div(struct lifter *l, const struct fe_op *o)
{
    bool is_signed = o->helper->name[0] == 's';
    LLVMValueRef x = arg(l, o, 0), y = arg(l, o, 1);
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef zero = LLVMConstNull(t), one = LLVMConstInt(t, 1, 0), q;
    LLVMValueRef is0 = LLVMBuildICmp(B, LLVMIntEQ, y, zero, "");

    if (is_signed) {
        /* x / -1 is -x, also for the one value where the host would trap. */
        LLVMValueRef neg = LLVMBuildICmp(B, LLVMIntEQ, y, LLVMConstAllOnes(t), "");
        LLVMValueRef bad = LLVMBuildOr(B, is0, neg, "");
        LLVMValueRef d = LLVMBuildSelect(B, bad, one, y, "");
        q = LLVMBuildSDiv(B, x, d, "");
        q = LLVMBuildSelect(B, neg, LLVMBuildNeg(B, x, ""), q, "");
    } else {
        q = LLVMBuildUDiv(B, x, LLVMBuildSelect(B, is0, one, y, ""), "");
    }
    result(l, o, LLVMBuildSelect(B, is0, zero, q, ""));
}

static void inline_rbit(struct lifter *l, const struct fe_op *o)
{
    LLVMValueRef x = arg(l, o, 0);
    LLVMTypeRef t = LLVMTypeOf(x);
    result(l, o, intrinsic(l, "llvm.bitreverse", &t, 1, &x, 1));
}

/* An address, whether it is going to be written, how near. It never faults. */
static void inline_prefetch(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args + o->nout];
    LLVMValueRef args[4] = {
        LLVMBuildIntToPtr(B, arg(l, o, 0), l->ptr, ""),
        LLVMConstInt(l->i32, (uint64_t)l->blk->temps[a[1]].val, 0),
        LLVMConstInt(l->i32, (uint64_t)l->blk->temps[a[2]].val, 0),
        LLVMConstInt(l->i32, 1, 0), /* data */
    };
    intrinsic(l, "llvm.prefetch", &l->ptr, 1, args, 4);
}

/* The TB lookup that comes before every goto_ptr. */
static void inline_lookup(struct lifter *l, const struct fe_op *o)
{
    result(l, o, const_i64(l, 0));
}

static void inline_nothing(struct lifter *l, const struct fe_op *o)
{
    (void)l;
    (void)o;
}

static unsigned atomic_bits(char suffix)
{
    switch (suffix) {
    case 'b': return 8;
    case 'w': return 16;
    case 'l': return 32;
    case 'q': return 64;
    default: return 0;
    }
}

static LLVMValueRef fit(struct lifter *l, LLVMValueRef v, LLVMTypeRef t)
{
    unsigned have = LLVMGetIntTypeWidth(LLVMTypeOf(v)), want = LLVMGetIntTypeWidth(t);
    return have > want   ? LLVMBuildTrunc(B, v, t, "")
           : have < want ? LLVMBuildZExt(B, v, t, "")
                         : v;
}

void add_attr(struct lifter *l, LLVMValueRef v, const char *name, uint64_t val)
{
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    LLVMAttributeRef a = LLVMCreateEnumAttribute(l->ctx, kind, val);

    if (LLVMIsAFunction(v)) {
        LLVMAddAttributeAtIndex(v, (unsigned)LLVMAttributeFunctionIndex, a);
    } else {
        LLVMAddCallSiteAttribute(v, (unsigned)LLVMAttributeFunctionIndex, a);
    }
}

void check_alignment(struct lifter *l, const struct fe_op *o, LLVMValueRef addr, bool is_store)
{
    LLVMValueRef known[FE_MAX_VARS];

    if (!o->mem.align_log2) {
        return;
    }
    LLVMBasicBlockRef ok = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef bad = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMValueRef low = LLVMBuildAnd(B, addr, const_i64(l, (1u << o->mem.align_log2) - 1), "");
    LLVMValueRef c = LLVMBuildICmp(B, LLVMIntEQ, low, const_i64(l, 0), "");
    cond_br_cold(l, c, ok, bad);
    LLVMPositionBuilderAtEnd(B, bad);
    memcpy(known, l->known, sizeof(known));
    env_store(l, const_i64(l, l->insn_pc), l->fe->vars[l->fe->pc_var].offset);
    if (l->p->exact_faults) {
        var_flush(l, &l->dirty);
    }
    LLVMTypeRef types[3] = {l->ptr, l->i64, l->i32};
    LLVMTypeRef ft = LLVMFunctionType(l->voidt, types, 3, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, "hqemu_unaligned");
    if (!fn) {
        fn = LLVMAddFunction(l->mod, "hqemu_unaligned", ft);
        add_attr(l, fn, "noreturn", 0);
        add_attr(l, fn, "nounwind", 0);
    }
    LLVMValueRef args[3] = {env_pointer(l), addr, LLVMConstInt(l->i32, is_store, 0)};
    LLVMBuildCall2(B, ft, fn, args, 3, "");
    LLVMBuildUnreachable(B);
    memcpy(l->known, known, sizeof(known));
    LLVMPositionBuilderAtEnd(B, ok);
}

/* atomic_cmpxchgX(env, addr, expected, new, oi): the old value, zero-extended. */
static void inline_cmpxchg(struct lifter *l, const struct fe_op *o)
{
    unsigned bits = atomic_bits(o->helper->name[strlen("atomic_cmpxchg")]);
    LLVMTypeRef t = LLVMIntTypeInContext(l->ctx, bits);
    LLVMTypeRef rt = temp_type(l, l->blk->args[o->args]);
    LLVMValueRef expected = fit(l, arg(l, o, 2), t), new = fit(l, arg(l, o, 3), t);
    LLVMValueRef p = guest_ptr(l, arg(l, o, 1));
    LLVMValueRef r =
        LLVMBuildAtomicCmpXchg(B, p, expected, new, LLVMAtomicOrderingSequentiallyConsistent,
                               LLVMAtomicOrderingSequentiallyConsistent, 0);
    LLVMSetAlignment(r, bits / 8);
    result(l, o, fit(l, LLVMBuildExtractValue(B, r, 0, ""), rt));
}

static const struct rmw {
    const char *name;
    LLVMAtomicRMWBinOp op;
    bool is_signed;
} rmws[] = {
    {"xchg", LLVMAtomicRMWBinOpXchg, false}, {"add", LLVMAtomicRMWBinOpAdd, false},
    {"and", LLVMAtomicRMWBinOpAnd, false},   {"or", LLVMAtomicRMWBinOpOr, false},
    {"xor", LLVMAtomicRMWBinOpXor, false},   {"smin", LLVMAtomicRMWBinOpMin, true},
    {"smax", LLVMAtomicRMWBinOpMax, true},   {"umin", LLVMAtomicRMWBinOpUMin, false},
    {"umax", LLVMAtomicRMWBinOpUMax, false},
};

/* atomic_{xchg,fetch_OP,OP_fetch}X: parses the name; 0 bits if it is not one. */
static unsigned parse_rmw(const char *name, const struct rmw **rmw, bool *new_value)
{
    if (strncmp(name, "atomic_", 7)) {
        return 0;
    }
    name += 7;
    bool fetch_first = !strncmp(name, "fetch_", 6);
    if (fetch_first) {
        name += 6;
    }
    for (size_t i = 0; i < sizeof(rmws) / sizeof(rmws[0]); i++) {
        size_t n = strlen(rmws[i].name);
        if (strncmp(name, rmws[i].name, n)) {
            continue;
        }
        const char *rest = name + n;
        *rmw = &rmws[i];
        *new_value = !strncmp(rest, "_fetch", 6);
        if (*new_value) {
            rest += 6;
        } else if (!fetch_first && i != 0) {
            continue;
        }
        if (rest[0] && (!rest[1] || !strcmp(rest + 1, "_le"))) {
            return atomic_bits(rest[0]);
        }
    }
    return 0;
}

bool is_atomic(const char *helper)
{
    const struct rmw *m;
    bool n;

    return !strncmp(helper, "atomic_cmpxchg", 14) || parse_rmw(helper, &m, &n);
}

LLVMValueRef opaque(struct lifter *l, LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);
    LLVMTypeRef ft = LLVMFunctionType(t, &t, 1, 0);
    LLVMValueRef as = LLVMGetInlineAsm(ft, "", 0, "=r,0", 4, 0, 0, LLVMInlineAsmDialectATT, 0);
    return LLVMBuildCall2(B, ft, as, &v, 1, "");
}

/* What OP makes of X in memory and Y. */
static LLVMValueRef rmw_value(struct lifter *l, LLVMAtomicRMWBinOp op, LLVMValueRef x,
                              LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[2] = {x, y};

    switch (op) {
    case LLVMAtomicRMWBinOpAdd: return LLVMBuildAdd(B, x, y, "");
    case LLVMAtomicRMWBinOpAnd: return LLVMBuildAnd(B, x, y, "");
    case LLVMAtomicRMWBinOpOr: return LLVMBuildOr(B, x, y, "");
    case LLVMAtomicRMWBinOpXor: return LLVMBuildXor(B, x, y, "");
    case LLVMAtomicRMWBinOpMin: return intrinsic(l, "llvm.smin", &t, 1, args, 2);
    case LLVMAtomicRMWBinOpMax: return intrinsic(l, "llvm.smax", &t, 1, args, 2);
    case LLVMAtomicRMWBinOpUMin: return intrinsic(l, "llvm.umin", &t, 1, args, 2);
    case LLVMAtomicRMWBinOpUMax: return intrinsic(l, "llvm.umax", &t, 1, args, 2);
    default: return y; /* an exchange */
    }
}

static void inline_rmw(struct lifter *l, const struct fe_op *o)
{
    const struct rmw *m = NULL;
    bool new_value = false;
    unsigned bits = parse_rmw(o->helper->name, &m, &new_value);
    LLVMTypeRef t = LLVMIntTypeInContext(l->ctx, bits);
    LLVMTypeRef rt = temp_type(l, l->blk->args[o->args]);
    LLVMValueRef y = fit(l, arg(l, o, 2), t);
    if (o->mem.store && !l->p->exact_faults) {
        LLVMValueRef s = LLVMBuildStore(B, y, guest_ptr(l, arg(l, o, 1)));
        LLVMSetOrdering(s, LLVMAtomicOrderingMonotonic);
        LLVMSetAlignment(s, bits / 8);
        result(l, o, LLVMConstNull(rt)); /* nobody reads it */
        return;
    }
    /* LLVM makes a fence of what changes nothing, but this has to fault like any access. That
     * the operand is such a constant may also turn out later. */
    bool idle = LLVMIsAConstantInt(y) &&
                (LLVMConstIntGetZExtValue(y) == 0 || LLVMConstIntGetSExtValue(y) == -1);
    if (l->p->exact_faults || idle) {
        y = opaque(l, y);
    }
    LLVMValueRef x = LLVMBuildAtomicRMW(B, m->op, guest_ptr(l, arg(l, o, 1)), y,
                                        LLVMAtomicOrderingSequentiallyConsistent, 0);
    LLVMSetAlignment(x, bits / 8);
    x = new_value ? rmw_value(l, m->op, x, y) : x;
    result(l, o, fit(l, x, rt));
}

static const struct {
    const char *name;
    void (*lift)(struct lifter *, const struct fe_op *);
} inlined[] = {
    {"lookup_tb_ptr", inline_lookup},
    {"guarded_page_br", inline_nothing}, /* lift_control.c does it */
    {"prefetch", inline_prefetch},       /* the frontend's own */
    {"udiv64", inline_div},
    {"sdiv64", inline_div},
    {"rbit64", inline_rbit},
    {"rbit", inline_rbit},
    {"atomic_cmpxchgb", inline_cmpxchg},
    {"atomic_cmpxchgw_le", inline_cmpxchg},
    {"atomic_cmpxchgl_le", inline_cmpxchg},
    {"atomic_cmpxchgq_le", inline_cmpxchg},
};

static void (*find_inline(const char *name))(struct lifter *, const struct fe_op *)
{
    const struct rmw *m;
    bool n;

    for (size_t i = 0; i < sizeof(inlined) / sizeof(inlined[0]); i++) {
        if (!strcmp(inlined[i].name, name)) {
            return inlined[i].lift;
        }
    }
    return parse_rmw(name, &m, &n) ? inline_rmw : NULL;
}

/* --- Calls ------------------------------------------------------------------------ */

static bool passes_env(const struct fe_block *f, const struct fe_op *o)
{
    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        if (f->temps[f->args[o->args + i]].kind == FE_ENV) {
            return true;
        }
    }
    return false;
}

enum helper_lifter helper_lifter(const struct fe *fe, const struct fe_block *f,
                                 const struct fe_op *o)
{
    unsigned nregs;
    bool accumulates;

    return find_inline(o->helper->name)                     ? LIFTED_INLINE
           : vec_inlined(f, o)                              ? LIFTED_VEC
           : fp_vec_inlined(fe, f, o, &nregs, &accumulates) ? LIFTED_FP_VEC
           : fp_inlined(fe, f, o)                           ? LIFTED_FP
           : host_inlined(fe, f, o)                         ? LIFTED_HOST
           : body_inlined(fe, f, o)                         ? LIFTED_BODY
           : is_pac_sign(fe, o)                             ? LIFTED_SIGN
           : is_pac_authenticate(fe, o)                     ? LIFTED_AUTH
                                                            : LIFTED_CALL;
}

/* The same for a helper that is called. */
static struct call_effect effect_of_call(bool exact_faults, const struct fe_block *f,
                                         const struct fe_op *o)
{
    const struct fe_helper *h = o->helper;
    struct call_effect e = {.read_all = true, .write_all = true};

    if (h->flags & FE_CALL_FAULTS) {
        e.read_all = exact_faults && !(h->flags & FE_CALL_NO_READ_GLOBALS);
        e.write_all = false;
    } else if (h->flags & FE_CALL_NO_READ_GLOBALS) {
        /* Says nothing of the vector registers, which are not TCG globals: a helper
         * that is given the whole state may touch those. */
        e.read_all = e.write_all = false;
        e.vectors = passes_env(f, o);
    } else if (h->flags & FE_CALL_NO_WRITE_GLOBALS) {
        e.write_all = false;
        e.vectors = passes_env(f, o);
    }
    return e;
}

struct call_effect call_effect(const struct fe *fe, bool exact_faults, const struct fe_block *f,
                               const struct fe_op *o)
{
    switch (helper_lifter(fe, f, o)) {
    case LIFTED_CALL: return effect_of_call(exact_faults, f, o);
    case LIFTED_AUTH: return (struct call_effect){.read_all = true};
    default: return (struct call_effect){.inlined = true};
    }
}

static LLVMTypeRef dh_type(struct lifter *l, unsigned code)
{
    switch (code) {
    case FE_DH_I32:
    case FE_DH_S32: return l->i32;
    case FE_DH_I64:
    case FE_DH_S64: return l->i64;
    case FE_DH_PTR: return l->ptr;
    case FE_DH_I128: return l->i128;
    default: return l->voidt;
    }
}

static LLVMValueRef declare_helper(struct lifter *l, const struct fe_helper *h, unsigned nargs,
                                   LLVMTypeRef *ft)
{
    char name[160];
    LLVMTypeRef types[8];
    bool pointers = false;

    for (unsigned i = 0; i < nargs; i++) {
        unsigned code = h->typemask >> (3 * (i + 1)) & 7;
        types[i] = dh_type(l, code);
        pointers |= code == FE_DH_PTR;
    }
    *ft = LLVMFunctionType(dh_type(l, h->typemask & 7), types, nargs, 0);
    snprintf(name, sizeof(name), "helper_%s", h->name);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, *ft);
        add_attr(l, fn, "nounwind", 0);
        if ((h->flags & FE_CALL_NO_SIDE_EFFECTS) && (h->flags & FE_CALL_NO_READ_GLOBALS) &&
            !pointers) {
            add_attr(l, fn, "memory", 0); /* none */
            add_attr(l, fn, "willreturn", 0);
        }
    }
    return fn;
}

/* Pointers into the CPU state: the variables they point to have to be in memory. */
static struct var_set pointed_to(struct lifter *l, const struct fe_op *o)
{
    struct var_set s = {0};

    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        struct temp_fact f = l->fact[l->blk->args[o->args + i]];
        if (f.kind == FACT_ENV) {
            for (unsigned v = 0; v < l->fe->nvars; v++) {
                if (fe_var_overlaps(&l->fe->vars[v], f.offset, 16)) {
                    var_add(&s, v);
                }
            }
        }
    }
    return s;
}

LLVMValueRef untag(struct lifter *l, LLVMValueRef v)
{
    LLVMValueRef bits = const_i64(l, TAG_BITS);
    return LLVMBuildAShr(B, LLVMBuildShl(B, v, bits, ""), bits, "");
}

/* The argument that is a guest address, of helpers that take it to be one of the host; 0: none.
 * A tag would make them fault where the fault handler can do nothing. */
static unsigned address_arg(const struct lifter *l, const struct fe_helper *h)
{
    static const char *const names[] = {"atomic_cmpxchgo_le", "dc_zva", "probe_access"};

    for (size_t i = 0; l->fe->machine == EM_AARCH64 && i < sizeof(names) / sizeof(names[0]);
         i++) {
        if (!strcmp(h->name, names[i])) {
            return 1;
        }
    }
    return 0;
}

static void emit_call(struct lifter *l, const struct fe_op *o)
{
    const struct fe_helper *h = o->helper;
    const uint64_t *a = &l->blk->args[o->args];
    LLVMValueRef args[8];
    LLVMTypeRef ft;
    unsigned nargs = 0, at = o->nout, end = (unsigned)o->nout + o->nin;

    while (at < end && nargs < 7) {
        unsigned code = h->typemask >> (3 * (nargs + 1)) & 7;
        LLVMValueRef v = temp_get(l, a[at++]);
        if (code == FE_DH_I128) {
            LLVMValueRef hi = LLVMBuildZExt(B, temp_get(l, a[at++]), l->i128, "");
            hi = LLVMBuildShl(B, hi, LLVMConstInt(l->i128, 64, 0), "");
            v = LLVMBuildOr(B, LLVMBuildZExt(B, v, l->i128, ""), hi, "");
        } else if (code == FE_DH_PTR) {
            v = LLVMBuildIntToPtr(B, v, l->ptr, "");
        }
        args[nargs++] = v;
    }
    unsigned address = address_arg(l, h);
    if (address) {
        args[address] = untag(l, args[address]);
    }
    LLVMValueRef fn = declare_helper(l, h, nargs, &ft);
    LLVMValueRef r = LLVMBuildCall2(B, ft, fn, args, nargs, "");
    if (o->nout == 2) {
        temp_set(l, a[0], LLVMBuildTrunc(B, r, l->i64, ""));
        r = LLVMBuildLShr(B, r, LLVMConstInt(l->i128, 64, 0), "");
        temp_set(l, a[1], LLVMBuildTrunc(B, r, l->i64, ""));
    } else if (o->nout == 1) {
        if ((h->typemask & 7) == FE_DH_PTR) {
            r = LLVMBuildPtrToInt(B, r, l->i64, "");
        }
        temp_set(l, a[0], r);
    }
}

static void lift_inline(struct lifter *l, const struct fe_op *o)
{
    const char *name = o->helper->name;

    if (is_atomic(name)) {
        check_alignment(l, o, arg(l, o, 1), true);
        if (l->p->exact_faults) {
            exact_sync_all(l);
        }
    }
    find_inline(name)(l, o);
}

/* An exception is the current instruction's, unless the frontend has already said otherwise. */
static void store_pc(struct lifter *l)
{
    LLVMValueRef pc = l->pc_set ? var_get(l, l->fe->pc_var) : const_i64(l, l->insn_pc);
    env_store(l, pc, l->fe->vars[l->fe->pc_var].offset);
}

void state_before_raise(struct lifter *l)
{
    struct var_set dirty = dirty_here(l);

    store_pc(l);
    if (l->p->exact_faults) {
        flags_settle(l);
    } else {
        var_flush(l, &dirty);
    }
}

/* Brings to memory what the call of O, with effect E, may look at: of what is dirty, and
 * POINTED, what is pointed to. */
static void state_before_call(struct lifter *l, const struct fe_op *o,
                              const struct call_effect *e, const struct var_set *pointed)
{
    struct var_set dirty = dirty_here(l);

    if (!(o->helper->flags & FE_CALL_NO_READ_GLOBALS)) {
        store_pc(l);
    }
    if (!l->p->exact_faults) {
        var_flush(l, e->read_all ? &dirty : pointed);
        return;
    }
    for (unsigned i = 0; i < VAR_WORDS; i++) {
        uint64_t now = e->read_all ? l->dirty.w[i] : l->dirty.w[i] & pointed->w[i];
        dirty.w[i] = now;
        l->dirty.w[i] &= ~now;
    }
    var_flush(l, &dirty);
    if (e->read_all) {
        flags_settle(l);
    }
}

/* Brings back from memory what the call may have changed. */
static void state_after_call(struct lifter *l, const struct fe_op *o,
                             const struct call_effect *e, const struct var_set *pointed)
{
    if (!e->write_all) {
        var_reload(l, pointed);
        return;
    }
    l->mode_may_change = true;
    memset(&l->boxed, 0, sizeof(l->boxed));
    struct var_set all = l->touched;
    for (unsigned i = 1; i < state_nargs(l); i++) {
        var_add(&all, l->var_of_reg[i]);
    }
    /* What the call itself returned is newer than memory. */
    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *t = &l->blk->temps[l->blk->args[o->args + i]];
        if (t->kind == FE_GLOBAL && t->val >= 0) {
            var_del(&all, (unsigned)t->val);
        }
    }
    var_reload(l, &all);
}

static void call_helper_itself(struct lifter *l, const struct fe_op *o)
{
    struct call_effect e = effect_of_call(l->p->exact_faults, l->blk, o);
    struct var_set pointed = pointed_to(l, o);

    for (unsigned v = 0; e.vectors && v < l->fe->nvars; v++) {
        if (l->fe->vars[v].cls == FE_VAR_V128 && l->slot[v]) {
            var_add(&pointed, v);
        }
    }
    state_before_call(l, o, &e, &pointed);
    LLVMValueRef fp = fp_begin_foreign(l, o);
    emit_call(l, o);
    fp_end_foreign(l, fp);
    if (o->helper->flags & FE_CALL_NO_RETURN) {
        LLVMBuildUnreachable(B);
        l->terminated = true;
        return;
    }
    state_after_call(l, o, &e, &pointed);
}

void lift_call(struct lifter *l, const struct fe_op *o)
{
    const struct block_exit *x = exit_at(l->cur->b, l->op_index);

    if (x && x->kind == EXIT_SYSCALL) {
        control_syscall(l, o);
        return;
    }
    switch (helper_lifter(l->fe, l->blk, o)) {
    case LIFTED_INLINE: lift_inline(l, o); break;
    case LIFTED_VEC: lift_vec_call(l, o); break;
    case LIFTED_FP_VEC:
    case LIFTED_FP: lift_fp(l, o); break;
    case LIFTED_HOST: lift_host_call(l, o); break;
    case LIFTED_BODY: lift_body_call(l, o); break;
    case LIFTED_SIGN:
    case LIFTED_AUTH: lift_pac(l, o); break;
    case LIFTED_CALL: call_helper_itself(l, o); break;
    }
}
