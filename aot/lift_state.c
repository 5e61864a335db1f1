/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_state.c: where CPU state lives while a guest function runs.
 *
 * Each variable that a function touches has a stack slot, which LLVM turns into
 * registers. Memory (the CPU state itself) is brought up to date only where
 * somebody else may look: calls, returns, helpers that read state: place_state.c.
 */
#include "lift.h"

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

static LLVMValueRef var_get_arg(struct lifter *l, unsigned v);

LLVMValueRef var_get(struct lifter *l, unsigned v)
{
    if (!l->known[v] && l->single_slot[v] && var_in(&l->boxed, v)) {
        LLVMValueRef x = LLVMBuildLoad2(l->b, l->f32, l->single_slot[v], "");
        l->known[v] = LLVMBuildBitCast(l->b, box_single(l, x), l->f64, "");
        chain_var_read(l, v);
    } else if (!l->known[v]) {
        l->known[v] = l->slot_is_arg[v] ? from_arg(l, v, var_get_arg(l, v))
                                        : LLVMBuildLoad2(l->b, var_type(l, v), l->slot[v], "");
        chain_var_read(l, v);
    }
    return l->known[v];
}

void var_set(struct lifter *l, unsigned v, LLVMValueRef x)
{
    chain_var_written(l, v);
    LLVMBuildStore(l->b, l->slot_is_arg[v] ? to_arg(l, v, x) : x, l->slot[v]);
    l->known[v] = x;
    if (l->single_slot[v]) {
        LLVMBuildStore(l->b, single_of(l, x), l->single_slot[v]);
        if (single_behind(l, x)) {
            var_add(&l->boxed, v);
        } else {
            var_del(&l->boxed, v);
        }
    }
    if (l->p->exact_faults && flag_of(l->fe, v) >= 0) {
        l->flags_set |= 1u << flag_of(l->fe, v);
    } else if (v != l->fe->pc_var) {
        var_add(&l->dirty, v);
    }
}

void var_forget(struct lifter *l)
{
    memset(l->known, 0, sizeof(l->known));
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
    bool flags = false;

    for (unsigned v = 0; l->p->exact_faults && v < l->fe->nvars; v++) {
        flags |= var_in(s, v) && l->slot[v] && flag_of(l->fe, v) >= 0;
    }
    if (flags) {
        flags_settle(l);
    }
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (var_in(s, v) && l->slot[v]) {
            bool boxed = l->single_slot[v] && var_in(&l->boxed, v);
            LLVMTypeRef t = boxed ? l->f32 : var_type(l, v);
            LLVMValueRef x = env_load(l, t, l->fe->vars[v].offset);
            if (boxed) {
                x = LLVMBuildBitCast(l->b, box_single(l, x), l->f64, "");
            }
            var_set(l, v, x);
            var_del(&l->dirty, v);
            l->flags_set = 0;
        }
    }
}

void var_supply(struct lifter *l, const struct var_set *wanted, const struct var_set *have)
{
    struct var_set s;

    for (unsigned w = 0; w < VAR_WORDS; w++) {
        s.w[w] = wanted->w[w] & ~have->w[w];
    }
    var_reload(l, &s);
}

int var_at(const struct lifter *l, int32_t offset, unsigned size)
{
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (fe_var_overlaps(&l->fe->vars[v], offset, size)) {
            return (int)v;
        }
    }
    return -1;
}

unsigned state_nargs(const struct lifter *l)
{
    return 1 + l->fe->nint_regs + l->fe->nvec_regs;
}

LLVMTypeRef arg_type(struct lifter *l, unsigned v)
{
    return l->fe->vars[v].carried ? l->f64 : var_type(l, v);
}

LLVMValueRef to_arg(struct lifter *l, unsigned v, LLVMValueRef x)
{
    return l->fe->vars[v].carried ? to_carried(l, x) : x;
}

LLVMValueRef from_arg(struct lifter *l, unsigned v, LLVMValueRef x)
{
    return l->fe->vars[v].carried ? from_carried(l, x) : x;
}

/* Sets variable V, handed on as X. */
void var_set_arg(struct lifter *l, unsigned v, LLVMValueRef x)
{
    if (l->slot_is_arg[v]) {
        LLVMBuildStore(l->b, x, l->slot[v]);
        l->known[v] = NULL;
    } else {
        var_set(l, v, from_arg(l, v, x));
    }
}

static LLVMValueRef var_get_arg(struct lifter *l, unsigned v)
{
    if (l->slot_is_arg[v]) {
        return LLVMBuildLoad2(l->b, l->f64, l->slot[v], "");
    }
    return to_arg(l, v, var_get(l, v));
}

void state_args(struct lifter *l, LLVMValueRef pc, LLVMValueRef *args)
{
    args[0] = pc;
    for (unsigned i = 1; i < state_nargs(l); i++) {
        unsigned v = l->var_of_reg[i];
        bool live = !l->live || var_in(l->live, v);
        args[i] = live ? var_get_arg(l, v) : LLVMGetPoison(arg_type(l, v));
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
        var_set_arg(l, l->var_of_reg[i], LLVMBuildExtractValue(l->b, agg, i, ""));
        var_del(&l->dirty, l->var_of_reg[i]); /* exact faults: who changed it stored it */
    }
}
