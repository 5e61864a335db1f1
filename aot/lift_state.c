/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_state.c: where CPU state lives while a guest function runs.
 *
 * Each variable that a function touches has a stack slot, which LLVM turns into
 * registers. Memory (the CPU state itself) is brought up to date only where
 * somebody else may look: calls, returns, helpers that read state. Three facts for
 * each block keep that traffic small:
 *
 *   dirty: variables that may have been changed since memory was last right. Only
 *          these are stored. Register arguments are not in this set: they are
 *          handed on in registers, and memory never has to be right for them but
 *          around helpers, where all of them are stored.
 *   live:  variables whose value is needed before they are next loaded. Only these
 *          are loaded at the entry and after calls. Storing a dirty variable
 *          needs its value, so it counts as a use.
 */
#include "lift.h"

#include <stdlib.h>
#include <string.h>

LLVMTypeRef var_type(struct lifter *l, unsigned v)
{
    switch (l->fe->vars[v].cls) {
    case FE_VAR_I32: return l->i32;
    case FE_VAR_F64: return l->f64;
    case FE_VAR_V128: return l->v2i64;
    default: return l->i64;
    }
}

static unsigned var_size(const struct fe_var *v)
{
    return v->cls == FE_VAR_I32 ? 4 : v->cls == FE_VAR_V128 ? 16 : 8;
}

LLVMValueRef env_ptr_at(struct lifter *l, int32_t offset)
{
    return LLVMConstIntToPtr(LLVMConstInt(l->i64, (uint64_t)(int64_t)offset, 1), l->gsptr);
}

LLVMValueRef env_load(struct lifter *l, LLVMTypeRef type, int32_t offset)
{
    LLVMValueRef v = LLVMBuildLoad2(l->b, type, env_ptr_at(l, offset), "");
    LLVMSetAlignment(v, offset % 16 == 0 ? 16 : 4);
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_env);
    return v;
}

void env_store(struct lifter *l, LLVMValueRef x, int32_t offset)
{
    LLVMValueRef v = LLVMBuildStore(l->b, x, env_ptr_at(l, offset));
    LLVMSetAlignment(v, offset % 16 == 0 ? 16 : 4);
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_env);
}

LLVMValueRef env_pointer(struct lifter *l)
{
    return env_load(l, l->ptr, l->fe->env_self);
}

LLVMValueRef var_get(struct lifter *l, unsigned v)
{
    return LLVMBuildLoad2(l->b, var_type(l, v), l->slot[v], "");
}

void var_set(struct lifter *l, unsigned v, LLVMValueRef x)
{
    LLVMBuildStore(l->b, x, l->slot[v]);
}

void var_flush(struct lifter *l, const struct var_set *s)
{
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (var_in(s, v) && l->slot[v]) {
            env_store(l, var_get(l, v), l->fe->vars[v].offset);
        }
    }
}

void var_reload(struct lifter *l, const struct var_set *s)
{
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (var_in(s, v) && l->slot[v]) {
            var_set(l, v, env_load(l, var_type(l, v), l->fe->vars[v].offset));
        }
    }
}

int var_at(const struct lifter *l, int32_t offset, unsigned size)
{
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        const struct fe_var *x = &l->fe->vars[v];
        if (offset < x->offset + (int32_t)var_size(x) && x->offset < offset + (int32_t)size) {
            return (int)v;
        }
    }
    return -1;
}

unsigned state_nargs(const struct lifter *l)
{
    return 1 + l->fe->nint_regs + l->fe->nvec_regs;
}

void state_args(struct lifter *l, LLVMValueRef pc, LLVMValueRef *args)
{
    args[0] = pc;
    for (unsigned i = 1; i < state_nargs(l); i++) {
        args[i] = var_get(l, l->var_of_reg[i]);
    }
}

LLVMValueRef state_pack(struct lifter *l, LLVMValueRef pc)
{
    LLVMValueRef agg = LLVMGetPoison(l->state);
    LLVMValueRef args[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];

    state_args(l, pc, args);
    for (unsigned i = 0; i < state_nargs(l); i++) {
        agg = LLVMBuildInsertValue(l->b, agg, args[i], i, "");
    }
    return agg;
}

void state_unpack(struct lifter *l, LLVMValueRef agg)
{
    for (unsigned i = 1; i < state_nargs(l); i++) {
        var_set(l, l->var_of_reg[i], LLVMBuildExtractValue(l->b, agg, i, ""));
    }
}

/* --- What is dirty and live where ------------------------------------------- */

static struct var_set all_regs(const struct lifter *l)
{
    struct var_set s = { 0 };
    for (unsigned i = 1; i < state_nargs(l); i++) {
        var_add(&s, l->var_of_reg[i]);
    }
    return s;
}

struct var_set dirty_here(struct lifter *l)
{
    struct var_set s = l->cur->dirty_out, regs = all_regs(l);
    for (unsigned i = 0; i < VAR_WORDS; i++) {
        s.w[i] |= regs.w[i];
    }
    return s;
}

/* One pass over a block's operations. */
struct scan {
    struct lifter *l;
    struct block_info *bi;
    bool certain;       /* every operation so far runs whenever the block does */
    struct temp_fact fact[MAX_TEMPS];
};

static void scan_use(struct scan *s, unsigned v)
{
    var_add(&s->l->touched, v);
    if (!var_in(&s->bi->kill, v)) {
        var_add(&s->bi->use, v);
    }
}

static void scan_def(struct scan *s, unsigned v)
{
    var_add(&s->l->touched, v);
    var_add(&s->bi->def, v);
    if (s->certain && !var_in(&s->bi->use, v)) {
        var_add(&s->bi->kill, v);
    }
}

/* An access to CPU state by address. */
static void scan_env(struct scan *s, int32_t offset, unsigned size, bool store)
{
    for (unsigned v = 0; v < s->l->fe->nvars; v++) {
        const struct fe_var *x = &s->l->fe->vars[v];
        if (offset < x->offset + (int32_t)var_size(x) && x->offset < offset + (int32_t)size) {
            if (!store || offset > x->offset || size < var_size(x)) {
                scan_use(s, v);
            }
            if (store) {
                scan_def(s, v);
            }
        }
    }
}

static unsigned env_access_size(const struct fe_op *o)
{
    switch (o->opc) {
    case FE_OP_ld8u_i32: case FE_OP_ld8s_i32: case FE_OP_st8_i32:
    case FE_OP_ld8u_i64: case FE_OP_ld8s_i64: case FE_OP_st8_i64: return 1;
    case FE_OP_ld16u_i32: case FE_OP_ld16s_i32: case FE_OP_st16_i32:
    case FE_OP_ld16u_i64: case FE_OP_ld16s_i64: case FE_OP_st16_i64: return 2;
    case FE_OP_ld_i32: case FE_OP_st_i32:
    case FE_OP_ld32u_i64: case FE_OP_ld32s_i64: case FE_OP_st32_i64: return 4;
    case FE_OP_ld_i64: case FE_OP_st_i64: return 8;
    case FE_OP_dupm_vec: return 1u << o->vece;
    case FE_OP_ld_vec: case FE_OP_st_vec: return 8u << (o->type - FE_V64);
    default: return 0;
    }
}

static void scan_op(struct scan *s, const struct fe_op *o)
{
    const struct fe_block *f = s->bi->b->fe;
    const uint64_t *a = &f->args[o->args];
    unsigned size = env_access_size(o);
    bool store = size && o->nout == 0;
    struct temp_fact result = { FACT_NONE, 0 };

    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        const struct fe_temp *t = &f->temps[a[i]];
        if (t->kind == FE_GLOBAL && t->val >= 0) {
            scan_use(s, (unsigned)t->val);
        }
    }
    if (size) {
        uint64_t base = a[store ? 1 : o->nout];
        if (f->temps[base].kind == FE_ENV || s->fact[base].kind == FACT_ENV) {
            scan_env(s, s->fact[base].offset + (int32_t)a[o->nout + o->nin], size, store);
        }
    }
    if (o->opc == FE_OP_add_i64 || o->opc == FE_OP_mov_i64) {
        uint64_t base = a[1];
        if (f->temps[base].kind == FE_ENV || s->fact[base].kind == FACT_ENV) {
            if (o->opc == FE_OP_mov_i64) {
                result = (struct temp_fact){ FACT_ENV, s->fact[base].offset };
            } else if (f->temps[a[2]].kind == FE_CONST) {
                result = (struct temp_fact){ FACT_ENV,
                                             s->fact[base].offset + (int32_t)f->temps[a[2]].val };
            }
        }
    }
    if (o->opc == FE_OP_call) {
        struct call_effect e = call_effect(s->l, f, o);
        for (unsigned i = o->nout; !e.inlined && i < (unsigned)o->nout + o->nin; i++) {
            if (s->fact[a[i]].kind == FACT_ENV) {
                scan_env(s, s->fact[a[i]].offset, 16, false);
                scan_env(s, s->fact[a[i]].offset, 16, true);
            }
        }
    }
    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *t = &f->temps[a[i]];
        if (t->kind == FE_GLOBAL && t->val >= 0) {
            scan_def(s, (unsigned)t->val);
        }
        s->fact[a[i]] = result;
    }
    if (o->opc == FE_OP_brcond_i32 || o->opc == FE_OP_brcond_i64 || o->opc == FE_OP_set_label ||
        o->opc == FE_OP_br) {
        s->certain = false;
    }
}

static void scan_block(struct lifter *l, struct block_info *bi)
{
    struct scan s = { .l = l, .bi = bi, .certain = true };

    memset(s.fact, 0, sizeof(s.fact));
    for (unsigned i = 0; i < bi->b->fe->nops; i++) {
        scan_op(&s, &bi->b->fe->ops[i]);
    }
}

static struct block_info *info_at(struct lifter *l, uint64_t pc)
{
    size_t lo = 0, hi = l->ninfo;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->info[mid].b->pc < pc) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < l->ninfo && l->info[lo].b->pc == pc ? &l->info[lo] : NULL;
}

/* Calls FN for each block of the function that BI can go on to; CLEAN says that
 * all state is in memory on the way. */
static void for_each_succ(struct lifter *l, struct block_info *bi,
                          void (*fn)(struct block_info *from, struct block_info *to, bool clean,
                                     void *arg),
                          void *arg)
{
    const struct block *b = bi->b;
    struct block_info *t;

    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        if (b->fe->branch == FE_BR_CALL || e->kind == EXIT_SYSCALL) {
            if (e->kind != EXIT_LEAVE && (t = info_at(l, block_end(b)))) {
                fn(bi, t, true, arg);
            }
        } else if (e->kind == EXIT_DIRECT && (t = info_at(l, e->target))) {
            fn(bi, t, false, arg);
        }
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        if ((t = info_at(l, b->jump_targets[i]))) {
            fn(bi, t, false, arg);
        }
    }
}

static void flow_dirty(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    if (clean) {
        return;
    }
    for (unsigned i = 0; i < VAR_WORDS; i++) {
        uint64_t n = from->dirty_out.w[i] & ~to->dirty_in.w[i];
        if (n) {
            to->dirty_in.w[i] |= n;
            to->dirty_out.w[i] |= n;
            *(bool *)arg = true;
        }
    }
}

struct live_flow {
    struct var_set out;
    bool flush;       /* some exit stores what is dirty */
};

static void flow_live(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    struct live_flow *f = arg;
    (void)from;
    for (unsigned i = 0; !clean && i < VAR_WORDS; i++) {
        f->out.w[i] |= to->live_in.w[i];
    }
    (void)clean;
}

/* True if a helper inside BI looks at all state. */
static bool has_inner_sync(struct lifter *l, const struct block *b)
{
    for (unsigned i = 0; i < b->fe->nops; i++) {
        if (b->fe->ops[i].opc == FE_OP_call && call_effect(l, b->fe, &b->fe->ops[i]).read_all) {
            return true;
        }
    }
    return false;
}

/* True if control can leave the function, or poll, at the end of BI. */
static bool has_sync(struct lifter *l, struct block_info *bi)
{
    const struct block *b = bi->b;

    for (unsigned i = 0; i < b->nexits; i++) {
        if (b->exits[i].kind != EXIT_DIRECT || b->fe->branch == FE_BR_CALL ||
            !info_at(l, b->exits[i].target) || b->exits[i].target <= b->pc) {
            return true;
        }
    }
    return b->nexits == 0;
}

void analyse_state(struct lifter *l)
{
    struct var_set regs = all_regs(l);
    bool changed;

    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        scan_block(l, bi);
        bi->dirty_out = bi->def;
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            bi->dirty_out.w[w] &= ~regs.w[w];
        }
        var_del(&bi->dirty_out, l->fe->pc_var);
    }
    do {
        changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            for_each_succ(l, &l->info[i], flow_dirty, &changed);
        }
    } while (changed);
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bi->live_in = bi->use;
        if (has_sync(l, bi)) {
            for (unsigned w = 0; w < VAR_WORDS; w++) {
                bi->live_in.w[w] |= bi->dirty_out.w[w] & ~bi->kill.w[w];
            }
        }
        if (has_inner_sync(l, bi->b)) {
            for (unsigned w = 0; w < VAR_WORDS; w++) {
                bi->live_in.w[w] |= bi->dirty_out.w[w];
            }
        }
    }
    do {
        changed = false;
        for (unsigned i = l->ninfo; i-- > 0;) {
            struct block_info *bi = &l->info[i];
            struct live_flow f = { 0 };
            for_each_succ(l, bi, flow_live, &f);
            for (unsigned w = 0; w < VAR_WORDS; w++) {
                uint64_t n = f.out.w[w] & ~bi->kill.w[w] & ~bi->live_in.w[w];
                if (n) {
                    bi->live_in.w[w] |= n;
                    changed = true;
                }
            }
        }
    } while (changed);
    for (unsigned i = 0; i < l->ninfo; i++) {
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            l->info[i].live_in.w[w] &= ~regs.w[w];
        }
    }
}
