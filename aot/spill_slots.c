/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spill_slots.c: see spill_slots.h. */
#include "spill_slots.h"
#include "libc_match.h"

static unsigned kept_stores(const struct sym *s)
{
    return s->nstores < SYM_MAX_STORES ? s->nstores : SYM_MAX_STORES;
}

static void note_slot(struct spill_slots *w, uint64_t reg, uint64_t offset, uint64_t value)
{
    for (unsigned i = 0; i < w->n; i++) {
        struct spill_slot *x = &w->slots[i];
        if (x->reg == reg && x->offset == offset) {
            x->ambiguous |= x->value != value;
            return;
        }
    }
    if (w->n < SPILL_MAX_SLOTS) {
        w->slots[w->n++] = (struct spill_slot){.reg = reg, .offset = offset, .value = value};
    }
}

/* Constants that the block stores in the frame: relative to what each callee-saved register
 * (one of them points to the frame) holds when the block ends. */
static void collect_slots(struct spill_slots *w, const struct sym *s)
{
    uint64_t base, offset, other, moved;

    for (unsigned k = 0; k < kept_stores(s); k++) {
        const struct sym_node *v = &s->nodes[s->stores[k].value];
        if (s->stores[k].size_log2 != 3 || v->opc != SYM_CONST ||
            v->k - w->p->bias < w->p->img->lo || v->k - w->p->bias >= w->p->img->hi ||
            !sym_address(s, s->stores[k].addr, &base, &offset)) {
            continue;
        }
        for (unsigned g = 0; g < w->p->fe->nvars; g++) {
            if (sym_reg_in(w->callee_saved, g) &&
                sym_address(s, s->globals[g], &other, &moved) && other == base) {
                note_slot(w, g, offset - moved, v->k);
            }
        }
    }
}

/* Where the block leaves the stack pointer, from what it was; false if that is not known. */
static bool moved_by(const struct spill_slots *w, const struct sym *s, int64_t *moved)
{
    uint64_t reg, offset;
    bool known = sym_address(s, s->globals[w->sp], &reg, &offset) && reg == w->sp;

    *moved = (int64_t)offset;
    return known;
}

/* The block, which makes the frame, stores REG where it then points to: a link in the chain of
 * frames, and no object's address. */
static bool links_frames(const struct sym *s, uint64_t reg)
{
    for (unsigned k = 0; k < kept_stores(s); k++) {
        const struct sym_node *v = &s->nodes[s->stores[k].value];
        if (s->stores[k].addr == s->globals[reg] && v->opc == SYM_LEAF && v->k == reg) {
            return true;
        }
    }
    return false;
}

static void look_at_frame(struct spill_slots *w, const struct sym *s)
{
    int64_t moved;
    uint64_t reg, offset;

    w->fixed &= moved_by(w, s, &moved) && s->nstores <= SYM_MAX_STORES;
    if (moved >= 0) {
        return;
    }
    w->nprologues++;
    for (unsigned g = 0; g < w->p->fe->nvars; g++) {
        if (g != w->sp && sym_reg_in(w->callee_saved, g) && links_frames(s, g) &&
            sym_address(s, s->globals[g], &reg, &offset) && reg == w->sp &&
            w->nframe_regs < SPILL_MAX_FRAME_REGS) {
            w->frame_regs[w->nframe_regs].reg = g;
            w->frame_regs[w->nframe_regs++].offset = (int64_t)offset - moved;
        }
    }
}

static bool is_frame_reg(const struct spill_slots *w, uint64_t reg)
{
    for (unsigned i = 0; i < w->nframe_regs; i++) {
        if (w->frame_regs[i].reg == reg) {
            return true;
        }
    }
    return false;
}

/* NODE is an address in the frame: *AT bytes from the stack pointer in the function's body.
 * MOVED: see moved_by(). */
static bool in_frame(const struct spill_slots *w, const struct sym *s, uint32_t node,
                     int64_t moved, int64_t *at)
{
    uint64_t reg, offset;

    if (!sym_address(s, node, &reg, &offset)) {
        return false;
    }
    *at = (int64_t)offset;
    if (reg == w->sp) {
        *at -= moved < 0 ? moved : 0;
        return true;
    }
    for (unsigned i = 0; moved >= 0 && i < w->nframe_regs; i++) {
        if (w->frame_regs[i].reg == reg) {
            *at += w->frame_regs[i].offset;
            return true;
        }
    }
    return false;
}

static void hand_on(struct spill_slots *w, const struct sym *s, uint32_t node, int64_t moved)
{
    int64_t at;

    if (in_frame(w, s, node, moved, &at) && at < w->lowest) {
        w->lowest = at;
    }
}

/* OP computes register + constant. */
static bool moves_address(const struct sym *s, const struct sym_node *op)
{
    return op->opc == FE_OP_add_i64 && s->nodes[op->in[1]].opc == SYM_CONST;
}

static void find_handed_on(struct spill_slots *w, const struct sym *s, int64_t moved)
{
    for (uint32_t i = 1; i < s->n; i++) {
        const struct sym_node *o = &s->nodes[i];
        for (unsigned k = 0; o->opc < SYM_CONST && o->opc != FE_OP_qemu_ld_i64 && k < o->nin;
             k++) {
            if (!moves_address(s, o)) {
                hand_on(w, s, o->in[k], moved);
            }
        }
    }
    for (unsigned g = 0; g < w->p->fe->nvars; g++) {
        const struct sym_node *o = &s->nodes[s->globals[g]];
        if (g != w->sp && !(is_frame_reg(w, g) && (moved < 0 || o->opc == SYM_LEAF))) {
            hand_on(w, s, s->globals[g], moved);
        }
        /* What it points to later is not known, but when it gets its old value back. */
        w->fixed &= !is_frame_reg(w, g) || moved < 0 || (o->opc == SYM_LEAF && o->k == g) ||
                    o->opc == FE_OP_qemu_ld_i64;
    }
    for (unsigned k = 0; k < kept_stores(s); k++) {
        hand_on(w, s, s->stores[k].value, moved);
    }
}

/* Slots that the block stores something else in. */
static void find_changed(struct spill_slots *w, const struct sym *s, int64_t moved)
{
    int64_t at;

    for (unsigned k = 0; k < kept_stores(s); k++) {
        const struct sym_node *v = &s->nodes[s->stores[k].value];
        int64_t size = (int64_t)1 << s->stores[k].size_log2;
        if (!in_frame(w, s, s->stores[k].addr, moved, &at)) {
            continue;
        }
        for (unsigned i = 0; i < w->n; i++) {
            struct spill_slot *x = &w->slots[i];
            int64_t slot = (int64_t)x->offset;
            bool same = at == slot && size == 8 && v->opc == SYM_CONST && v->k == x->value;
            x->changed |= x->reg == w->sp && at < slot + 8 && slot < at + size && !same;
        }
    }
}

static void run(struct sym *s, const struct block *b)
{
    sym_reset(s);
    sym_run(s, b);
}

void spill_slots_find(struct spill_slots *w, const struct program *p, const struct func *f,
                      const struct sym_regs *callee_saved, struct sym *scratch)
{
    int64_t moved;

    *w = (struct spill_slots){.p = p,
                              .callee_saved = callee_saved,
                              .sp = (uint64_t)libc_var(p->fe, LIBC_SP),
                              .fixed = true,
                              .lowest = INT64_MAX};
    for (unsigned i = 0; i < f->nblocks; i++) {
        run(scratch, f->blocks[i]);
        collect_slots(w, scratch);
        look_at_frame(w, scratch);
    }
    w->fixed &= w->nprologues == 1;
    for (unsigned i = 0; w->n && w->fixed && i < f->nblocks; i++) {
        run(scratch, f->blocks[i]);
        w->fixed &= moved_by(w, scratch, &moved);
        find_handed_on(w, scratch, moved);
        find_changed(w, scratch, moved);
    }
}

bool spill_slot_value(const struct spill_slots *w, const struct sym *s, uint32_t node,
                      uint64_t *v, bool *is_private)
{
    const struct sym_node *o = &s->nodes[node];
    uint64_t reg, offset;

    if (!w->n || o->opc != FE_OP_qemu_ld_i64 || o->k != 3 ||
        !sym_address(s, o->in[0], &reg, &offset)) {
        return false;
    }
    for (unsigned i = 0; i < w->n; i++) {
        const struct spill_slot *x = &w->slots[i];
        if (x->reg == reg && x->offset == offset) {
            *v = x->value;
            *is_private =
                w->fixed && reg == w->sp && !x->changed && (int64_t)offset < w->lowest;
            return !x->ambiguous;
        }
    }
    return false;
}
