/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_state.c: where CPU state lives while a guest function runs.
 *
 * Each variable that a function touches has a stack slot, which LLVM turns into
 * registers. Memory (the CPU state itself) is brought up to date only where
 * somebody else may look: calls, returns, helpers that read state. These facts for
 * each block keep that traffic small:
 *
 *   dirty: variables that may have been changed since memory was last right. Only
 *          these are stored. Register arguments are not in this set: they are
 *          handed on in registers, and memory never has to be right for them but
 *          around helpers, where all of them are stored.
 *   need:  variables whose value is wanted before they are next loaded. Storing a
 *          dirty variable needs its value, so it counts as a use. These are loaded, as
 *          late as place_loads() can.
 *   live:  variables whose value anybody may ever read (liveness.c, over the whole
 *          program). A dirty variable that is not live is not stored, and a
 *          register argument that is not live is passed as poison.
 *
 * With exact faults (program.h) the register arguments are like all others, but that
 * they are also handed on in registers; all that is dirty is stored before each access
 * to guest memory (lift_exact.c), and everything is live. l->dirty says within a block
 * what is dirty now.
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

/* --- What is dirty and live where ------------------------------------------- */

static struct var_set all_regs(const struct lifter *l)
{
    struct var_set s = {0};
    for (unsigned i = 1; i < state_nargs(l); i++) {
        var_add(&s, l->var_of_reg[i]);
    }
    return s;
}

struct var_set dirty_here(struct lifter *l)
{
    struct var_set s = l->cur->dirty_out, regs = all_regs(l);
    if (l->p->exact_faults) {
        return l->dirty;
    }
    var_join(&s, &regs);
    var_join(&s, &l->cur->early);
    return s;
}

struct block_info *block_info_at(struct lifter *l, uint64_t pc)
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

void for_each_succ(struct lifter *l, struct block_info *bi,
                   void (*fn)(struct block_info *from, struct block_info *to, bool clean,
                              void *arg),
                   void *arg)
{
    const struct block *b = bi->b;
    struct block_info *t;

    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        if (b->fe->branch == FE_BR_CALL || e->kind == EXIT_SYSCALL) {
            if (e->kind != EXIT_LEAVE && !ends_for_good(l->p, b) &&
                (t = block_info_at(l, block_end(b)))) {
                fn(bi, t, true, arg);
            }
        } else if (e->kind == EXIT_DIRECT && (t = block_info_at(l, e->target))) {
            fn(bi, t, false, arg);
        }
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        if ((t = block_info_at(l, b->jump_targets[i]))) {
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
            to->dirty_out.w[i] |= to->b->syncs ? 0 : n;
            *(bool *)arg = true;
        }
    }
}

static void flow_need(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    (void)from;
    if (!clean) {
        var_join(arg, &to->need_in);
    }
}

/* What the blocks after BI need. */
static struct var_set need_out(struct lifter *l, struct block_info *bi)
{
    struct var_set out = {{0}};

    for_each_succ(l, bi, flow_need, &out);
    return out;
}

/* What a block needs is needed before it, back to where it is written. */
static void spread_need(struct lifter *l)
{
    bool changed;

    do {
        changed = false;
        for (unsigned i = l->ninfo; i-- > 0;) {
            struct block_info *bi = &l->info[i];
            struct var_set out = need_out(l, bi);
            var_remove(&out, &bi->b->kill);
            changed |= var_join(&bi->need_in, &out);
        }
    } while (changed);
}

struct var_set flush_set(const struct block_info *bi)
{
    return var_common(&bi->dirty_out, &bi->exit_live);
}

struct var_set header_flush(const struct block_info *bi)
{
    return var_common(&bi->dirty_in, &bi->b->live_in);
}

/* Jumps that share a dispatch leave the function, if they do, from there. */
static bool join_group(struct lifter *l, struct block_info *bi)
{
    struct block_info *g = &l->info[bi->group];
    bool changed = false;

    if (g != bi) {
        changed |= var_join(&g->dirty_out, &bi->dirty_out);
        changed |= var_join(&bi->dirty_out, &g->dirty_out);
        changed |= var_join(&g->exit_live, &bi->exit_live);
        changed |= var_join(&bi->exit_live, &g->exit_live);
    }
    return changed;
}

/* --- Where to load --------------------------------------------------------------- */

/*
 * A variable that is needed and that memory has is loaded as late as possible: by the
 * block that uses it, or on the way to a block that has it in a register by another way.
 * The latter also moves loads out of loops, whose way back has in registers what the
 * loop uses.
 */
static void place_block(struct block_info *bi)
{
    const struct block *b = bi->b;
    struct var_set flush = flush_set(bi), header = header_flush(bi);

    for (unsigned w = 0; w < VAR_WORDS; w++) {
        /* What is written on some ways only has to be there on the others. */
        uint64_t local = b->use.w[w] | (b->def.w[w] & ~b->kill.w[w]) |
                         (flush.w[w] & ~b->kill.w[w]) | (bi->polls ? header.w[w] : 0);
        bi->load.w[w] = local & bi->need_in.w[w];
        bi->reg_out.w[w] = bi->load.w[w] | b->def.w[w];
    }
}

static void flow_regs(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    (void)arg;
    for (unsigned w = 0; !clean && w < VAR_WORDS; w++) {
        to->reg_in.w[w] |= from->reg_out.w[w] & to->need_in.w[w];
    }
}

/* What jumps that share a dispatch have there. */
static void flow_table(struct lifter *l, struct block_info *bi)
{
    struct block_info *g = &l->info[bi->group];
    struct var_set wanted = flush_set(g);

    if (!bi->b->njump_targets) {
        return;
    }
    for (unsigned i = 0; i < bi->b->njump_targets; i++) {
        struct block_info *t = block_info_at(l, bi->b->jump_targets[i]);
        if (t) {
            var_join(&wanted, &t->need_in);
        }
    }
    for (unsigned w = 0; w < VAR_WORDS; w++) {
        g->table_in.w[w] |= bi->reg_out.w[w] & wanted.w[w];
    }
}

static void flow_out_of_table(struct lifter *l, struct block_info *g)
{
    for (unsigned i = 0; i < g->b->njump_targets; i++) {
        struct block_info *t = block_info_at(l, g->b->jump_targets[i]);
        for (unsigned w = 0; t && w < VAR_WORDS; w++) {
            t->reg_in.w[w] |= g->table_in.w[w] & t->need_in.w[w];
        }
    }
}

static void place_loads(struct lifter *l)
{
    bool changed;

    for (unsigned i = 0; i < l->ninfo; i++) {
        place_block(&l->info[i]);
    }
    do {
        changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            struct block_info *bi = &l->info[i];
            for_each_succ(l, bi, flow_regs, NULL);
            flow_table(l, bi);
            if (bi->group == i) {
                flow_out_of_table(l, bi);
            }
        }
        for (unsigned i = 0; i < l->ninfo; i++) {
            changed |= var_join(&l->info[i].reg_out, &l->info[i].reg_in);
        }
    } while (changed);
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            bi->load.w[w] &= ~bi->reg_in.w[w];
        }
    }
}

/* --- What to store at once ------------------------------------------------------- */

/* Control stays in the function at the end of B, for sure. */
static bool goes_on(struct lifter *l, const struct block *b)
{
    for (unsigned i = 0; i < b->nexits; i++) {
        const struct block_exit *e = &b->exits[i];
        bool inside = e->kind == EXIT_DIRECT ? block_info_at(l, e->target) != NULL
                                             : e->kind == EXIT_INDIRECT && b->njump_targets;
        if (!inside) {
            return false;
        }
    }
    return b->nexits && b->fe->branch != FE_BR_CALL && !b->checks_mode && !b->ends_in_helper;
}

/*
 * Most of what is put in a register that calls may change is read in the same block. If it has
 * to be stored nevertheless, since some callee far away may read it, it is stored there, not
 * before each call that control may come to, and takes no register on the way. In a loop
 * without calls that would be a store in each round.
 */
static void find_early(struct lifter *l, const struct var_set *regs)
{
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        l->info[i].need_in = b->use; /* by blocks alone, for now */
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            l->info[i].need_in.w[w] |= b->def.w[w] & ~b->sure.w[w];
        }
    }
    spread_need(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        if (goes_on(l, bi->b) && (!l->loop_of[i] || l->loop_of[i]->has_calls)) {
            struct var_set needed = need_out(l, bi);
            bi->early = bi->b->sure;
            var_del(&bi->early, l->fe->pc_var);
            var_remove(&bi->early, regs);
            var_remove(&bi->early, &needed);
        }
    }
}

void flush_early(struct lifter *l, const struct var_set *live)
{
    struct var_set s = var_common(&l->cur->early, live);
    var_flush(l, &s);
}

void analyse_state(struct lifter *l)
{
    struct var_set regs = all_regs(l);
    bool changed, exact = l->p->exact_faults;

    if (!exact) {
        find_early(l, &regs);
    }
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bi->exit_live = bi->b->exit_live;
        bi->dirty_out = exact ? bi->b->late : bi->b->def;
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            bi->dirty_out.w[w] &= exact ? ~0ull : ~regs.w[w];
            l->touched.w[w] |= bi->b->touch.w[w];
        }
        var_del(&bi->dirty_out, l->fe->pc_var);
        var_remove(&bi->dirty_out, &bi->early);
    }
    do {
        changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            for_each_succ(l, &l->info[i], flow_dirty, &changed);
            changed |= join_group(l, &l->info[i]);
        }
    } while (changed);
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        struct var_set flush = flush_set(bi);
        bi->need_in = bi->b->use;
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            if (bi->b->inner_sync) {
                /* Only what is dirty is stored; the rest of "all" is right already. */
                bi->need_in.w[w] &= l->touched.w[w];
            }
            bi->need_in.w[w] |= flush.w[w] & ~bi->b->kill.w[w];
            if (exact) {
                /* Stored before an access in the block, or after a label in it. */
                bi->need_in.w[w] |= (bi->dirty_in.w[w] & ~bi->b->fresh.w[w]) |
                                    (bi->b->def.w[w] & ~bi->b->kill.w[w]);
            }
        }
        if (bi->polls) {
            struct var_set header = header_flush(bi);
            var_join(&bi->need_in, &header);
        }
    }
    spread_need(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            l->info[i].need_in.w[w] &= ~regs.w[w];
        }
    }
    place_loads(l);
}
