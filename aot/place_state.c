/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * place_state.c: which CPU state is in registers where, in the function that is lifted, and
 * where it is loaded and stored.
 *
 * These facts for each block keep the traffic with memory small:
 *
 *   dirty: variables that may have been changed since memory was last right. Only
 *          these are stored. Register arguments are not in this set: they are
 *          handed on in registers, and memory never has to be right for them but
 *          around helpers, where all of them are stored.
 *   need:  variables whose value is wanted before they are next loaded. Storing a
 *          dirty variable needs its value, so it counts as a use. These are loaded, as
 *          late as place_loads() can.
 *   homed: variables that are in memory where the block begins, which is right, by
 *          whatever way control comes: what is dirty is stored on the way.
 *   early: variables that are stored in the block that sets them.
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

#include <string.h>

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
    struct var_set s = l->cur->dirty_end, regs = all_regs(l);
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

/* What is stored on the way from BI to TO, where it is homed. */
static struct var_set homed_on_way(const struct block_info *bi, const struct block_info *to)
{
    struct var_set s = var_common(&bi->dirty_out, &to->homed);
    return var_common(&s, &to->b->live_in);
}

/* What is stored before the jump to several blocks that ends BI, since it is homed in some. */
static struct var_set homed_at_jump(const struct block_info *bi)
{
    struct var_set s = var_common(&bi->dirty_end, &bi->homed_out);
    return var_common(&s, &bi->exit_live);
}

static void flow_dirty(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    if (clean) {
        return;
    }
    for (unsigned i = 0; i < VAR_WORDS; i++) {
        uint64_t n = from->dirty_out.w[i] & ~to->dirty_in.w[i] & ~to->homed.w[i];
        if (n) {
            to->dirty_in.w[i] |= n;
            n &= to->b->syncs ? 0 : ~0ull;
            to->dirty_end.w[i] |= n;
            to->dirty_out.w[i] |= n & ~to->homed_out.w[i];
            *(bool *)arg = true;
        }
    }
}

static void flow_need(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    (void)from;
    if (!clean) {
        struct var_set s = to->need_in;
        var_remove(&s, &to->homed);
        var_join(arg, &s);
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

static void flow_homed_flush(struct block_info *from, struct block_info *to, bool clean,
                             void *arg)
{
    if (!clean) {
        struct var_set s = homed_on_way(from, to);
        var_join(arg, &s);
    }
}

/* What is stored at the end of BI, wherever it goes. */
static struct var_set leaving_flush(struct lifter *l, struct block_info *bi)
{
    struct var_set s = flush_set(bi), homed = homed_at_jump(bi);

    for_each_succ(l, bi, flow_homed_flush, &s);
    var_join(&s, &homed);
    return s;
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
static void place_block(struct lifter *l, struct block_info *bi)
{
    const struct block *b = bi->b;
    struct var_set flush = leaving_flush(l, bi), header = header_flush(bi);

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
        to->reg_in.w[w] |= from->reg_out.w[w] & to->need_in.w[w] & ~to->homed.w[w];
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
            struct var_set s = t->need_in;
            var_remove(&s, &t->homed);
            var_join(&wanted, &s);
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
            t->reg_in.w[w] |= g->table_in.w[w] & t->need_in.w[w] & ~t->homed.w[w];
        }
    }
}

static void place_loads(struct lifter *l)
{
    bool changed;

    for (unsigned i = 0; i < l->ninfo; i++) {
        place_block(l, &l->info[i]);
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

/* --- What is homed ---------------------------------------------------------------- */

/* What the blocks need that control may come to, if nobody stores it on the way. */
static void find_read(struct lifter *l)
{
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        l->info[i].need_in = b->use;
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            l->info[i].need_in.w[w] |= b->def.w[w] & ~b->sure.w[w];
        }
    }
    spread_need(l);
}

static void flow_homed(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    (void)clean;
    (void)arg;
    var_join(&to->homed, &from->b->undef_out);
}

struct counts {
    unsigned calls[FE_MAX_VARS];
    unsigned blocks[FE_MAX_VARS];
};

static void count_call(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    struct counts *c = arg;

    (void)from;
    for (unsigned v = 0; clean && v < FE_MAX_VARS; v++) {
        c->calls[v] += var_in(&to->need_in, v) && !var_in(&to->homed, v);
    }
}

enum { MANY_CALLS = 8, CALLS_FOR_BLOCK = 4 };

/* What is read or written in few blocks, but would be loaded after many calls. */
static struct var_set rarely_touched(struct lifter *l)
{
    struct counts c = {0};
    struct var_set s = {0};

    for (unsigned i = 0; i < l->ninfo; i++) {
        for_each_succ(l, &l->info[i], count_call, &c);
        for (unsigned v = 0; v < l->fe->nvars; v++) {
            c.blocks[v] += var_in(&l->info[i].b->use, v) || var_in(&l->info[i].b->def, v);
        }
    }
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        if (c.calls[v] >= MANY_CALLS && c.calls[v] > CALLS_FOR_BLOCK * c.blocks[v]) {
            var_add(&s, v);
        }
    }
    return s;
}

/*
 * Where ways come together, of which one leaves a register undefined, as calls do, what follows
 * seldom reads it. Were it kept in a register, those ways would have to load what means
 * nothing. So it is in memory there, and loaded where it is read. So is, everywhere, what few
 * blocks of a function with many calls touch. But in loops without calls nothing is.
 */
static void find_homed(struct lifter *l, const struct var_set *regs)
{
    struct var_set rare;

    for (unsigned i = 0; i < l->ninfo; i++) {
        for_each_succ(l, &l->info[i], flow_homed, NULL);
    }
    find_read(l);
    rare = rarely_touched(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        if (l->loop_of[i] && !l->loop_of[i]->has_calls) {
            memset(&bi->homed, 0, sizeof(bi->homed));
        } else {
            var_join(&bi->homed, &rare);
            var_remove(&bi->homed, regs);
        }
    }
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        for (unsigned k = 0; k < bi->b->njump_targets; k++) {
            struct block_info *t = block_info_at(l, bi->b->jump_targets[k]);
            if (t) {
                var_join(&bi->homed_out, &t->homed);
            }
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
    find_read(l);
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

void flush_on_way(struct lifter *l, const struct block_info *to)
{
    struct var_set s = var_common(&l->cur->early, &to->b->live_in);
    struct var_set homed = homed_on_way(l->cur, to);

    var_join(&s, &homed);
    var_flush(l, &s);
}

void flush_at_jump(struct lifter *l)
{
    struct var_set s = var_common(&l->cur->early, &l->cur->exit_live);
    struct var_set homed = homed_at_jump(l->cur);

    var_join(&s, &homed);
    var_flush(l, &s);
}

/* What may differ from memory where. */
static void find_dirty(struct lifter *l, const struct var_set *regs)
{
    bool changed, exact = l->p->exact_faults;

    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bi->exit_live = bi->b->exit_live;
        bi->dirty_end = exact ? bi->b->late : bi->b->def;
        if (!exact) {
            var_remove(&bi->dirty_end, regs);
        }
        var_del(&bi->dirty_end, l->fe->pc_var);
        var_remove(&bi->dirty_end, &bi->early);
        bi->dirty_out = bi->dirty_end;
        var_remove(&bi->dirty_out, &bi->homed_out);
    }
    do {
        changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            for_each_succ(l, &l->info[i], flow_dirty, &changed);
            changed |= join_group(l, &l->info[i]);
        }
    } while (changed);
}

/* Whose values are wanted where. */
static void find_need(struct lifter *l)
{
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        struct var_set flush = leaving_flush(l, bi);
        bi->need_in = bi->b->use;
        for (unsigned w = 0; w < VAR_WORDS; w++) {
            if (bi->b->inner_sync) {
                /* Only what is dirty is stored; the rest of "all" is right already. */
                bi->need_in.w[w] &= l->touched.w[w];
            }
            bi->need_in.w[w] |= flush.w[w] & ~bi->b->kill.w[w];
            if (l->p->exact_faults) {
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
}

void analyse_state(struct lifter *l)
{
    struct var_set regs = all_regs(l);

    for (unsigned i = 0; i < l->ninfo; i++) {
        var_join(&l->touched, &l->info[i].b->touch);
    }
    if (!l->p->exact_faults) {
        find_homed(l, &regs);
        find_early(l, &regs);
    }
    find_dirty(l, &regs);
    find_need(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        var_remove(&l->info[i].need_in, &regs);
    }
    place_loads(l);
}
