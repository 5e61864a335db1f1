/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * jump_table.c: where an indirect jump inside a function may go.
 *
 * Being wrong costs time, not correctness: translated code compares the target that
 * the guest computed with the ones found here, and takes the general way if it is
 * another one.
 */
#include "program.h"

#include <stdlib.h>

/* Addresses inside F, other than its entry, that the program's data points to: labels
 * of computed gotos and tables of absolute addresses. */
static void targets_from_data(const struct program *p, const struct func *f, struct block *b)
{
    size_t lo = 0, hi = p->ncode_refs;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (p->code_refs[mid] <= f->entry) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    size_t end = lo;
    while (end < p->ncode_refs && p->code_refs[end] < f->hi) {
        end++;
    }
    b->jump_targets = calloc(end - lo + 1, sizeof(*b->jump_targets));
    for (size_t i = lo; i < end; i++) {
        b->jump_targets[b->njump_targets++] = p->code_refs[i];
    }
}

void find_jump_targets(const struct program *p, const struct func *f, struct block *b)
{
    targets_from_data(p, f, b);
}
