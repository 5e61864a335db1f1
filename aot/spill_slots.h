/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spill_slots.h: constants that a function keeps in its frame, as the addresses of tables.
 *
 * A slot is private if nobody else can change it: the stack pointer moves once, nothing else is
 * ever stored there, and each address in the frame that the function hands on, to others or
 * into arithmetic, is above it. An object begins at the lowest of its addresses that is handed
 * on: that is the one thing taken for granted.
 */
#ifndef HQEMU_SPILL_SLOTS_H
#define HQEMU_SPILL_SLOTS_H

#include "symeval.h"

enum { SPILL_MAX_SLOTS = 64, SPILL_MAX_FRAME_REGS = 4 };

struct spill_slot {
    uint64_t reg, offset; /* of the address */
    uint64_t value;
    bool ambiguous; /* other constants are stored there, too */
    bool changed;   /* something else is */
};

struct spill_slots {
    const struct program *p;
    const struct sym_regs *callee_saved;
    struct spill_slot slots[SPILL_MAX_SLOTS];
    unsigned n;
    uint64_t sp; /* the variable */
    bool fixed;  /* offsets from the stack pointer mean the same in all blocks */
    unsigned nprologues;
    int64_t lowest; /* offset from the stack pointer that is handed on */
    struct {
        uint64_t reg; /* that points to where it is saved itself */
        int64_t offset;
    } frame_regs[SPILL_MAX_FRAME_REGS];
    unsigned nframe_regs;
};

/* SCRATCH is for the blocks of F, one after the other; what it holds then is of no use. */
void spill_slots_find(struct spill_slots *w, const struct program *p, const struct func *f,
                      const struct sym_regs *callee_saved, struct sym *scratch);
/* NODE is a load from a slot that only ever gets the constant *V. */
bool spill_slot_value(const struct spill_slots *w, const struct sym *s, uint32_t node,
                      uint64_t *v, bool *is_private);

#endif
