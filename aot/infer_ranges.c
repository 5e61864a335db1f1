/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * infer_ranges.c: where functions end, in code that neither symbols nor unwind data tell of.
 *
 * Stripped riscv64 programs are mostly that: their compiler makes no unwind data for C. Then
 * an address that something points to may be a function or a label of a computed goto, and
 * without an end a function takes in what it jumps to.
 *
 * So there is a first round of discovery, of which only entries are kept: what is called,
 * and what is pointed to and does not lie inside a function found so. A range goes up to the
 * next of them. What is pointed to behind a jump with unknown targets is decoded on trial:
 * code that jumps back into that function is a part of it; other code may be either, and
 * is made a function and a possible target of the jump.
 */
#include "discover.h"
#include "xalloc.h"

#include <stdlib.h>

/* The last function before A, one that is no label, has a jump with unknown targets. */
static bool behind_open_jump(const struct discovery *d, uint64_t a)
{
    uint64_t bit = (a - d->p->text_lo) / 2, word = bit / 64;
    uint64_t starts = d->starts[word] & (((uint64_t)1 << bit % 64) - 1);

    while (!starts && word > 0) {
        starts = d->starts[--word];
    }
    return starts && d->open[word] >> (63 - __builtin_clzll(starts)) & 1;
}

/* The code at A, which something points to, may be a part of a function before it. */
static void try_label(struct discovery *d, uint64_t a, uint8_t *covered)
{
    struct program *p = d->p;
    bool part = false;

    d->trial = true;
    d->jumps.n = 0;
    make_function(d, a);
    d->trial = false;
    struct func *f = p->funcs[p->nfuncs - 1];
    for (size_t i = 0; i < d->jumps.n; i++) {
        uint64_t to = d->jumps.items[i];
        part |= to >= p->text_lo && to < p->text_hi && covered[to - p->text_lo] &&
                !addr_set_has(&d->entries, to);
    }
    cover(p, f, covered);
    if (part) {
        p->nfuncs--;
        func_free(f);
        return;
    }
    for (size_t i = 0; i < d->jumps.n; i++) {
        add_entry(d, d->jumps.items[i]);
    }
    addr_set_add(&d->entries, a);
    addr_set_add(&d->labels, a);
}

static void make_covered(struct discovery *d, uint8_t *covered)
{
    while (d->todo.n) {
        make_function(d, d->todo.items[--d->todo.n]);
        cover(d->p, d->p->funcs[d->p->nfuncs - 1], covered);
    }
}

/* Settles what the addresses are that something points to. */
static void place_weak(struct discovery *d)
{
    uint8_t *covered = code_coverage(d->p);
    struct addr_set done = {0};
    size_t n;

    while (done.n < d->weak.n) {
        uint64_t *list = addr_set_sorted(&d->weak, &n);
        for (size_t i = 0; i < n; i++) {
            uint64_t a = list[i];
            if (!addr_set_add(&done, a) || covered[a - d->p->text_lo]) {
                continue;
            }
            if (behind_open_jump(d, a)) {
                try_label(d, a, covered);
            } else {
                add_entry(d, a);
            }
            make_covered(d, covered);
        }
        free(list);
    }
    addr_set_clear(&done);
    free(covered);
}

/* The end of what starts at A, which no range holds: the next of the N sorted entries at
 * LIST, range, or end of a section. */
static uint64_t end_of(const struct discovery *d, uint64_t a, const uint64_t *list, size_t n)
{
    const struct elf_image *img = d->p->img;
    uint64_t end = n ? list[0] : UINT64_MAX;

    for (size_t i = 0; i < img->nexec_sections; i++) {
        uint64_t lo = img->exec_sections[i].addr + d->p->bias;
        uint64_t hi = lo + img->exec_sections[i].size;
        if (a >= lo && a < hi && hi < end) {
            end = hi;
        }
    }
    for (size_t lo = 0, hi = d->nranges; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        if (d->ranges[mid].addr > a) {
            end = d->ranges[mid].addr < end ? d->ranges[mid].addr : end;
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return end;
}

static void add_ranges(struct discovery *d)
{
    struct elf_range *more;
    uint64_t *list;
    size_t n, nmore = 0, nstarts = 0;

    list = addr_set_sorted(&d->entries, &n);
    more = xcalloc(n + 1, sizeof(*more));
    for (size_t i = 0; i < n; i++) {
        if (!addr_set_has(&d->labels, list[i]) && !range_at(d, list[i])) {
            list[nstarts++] = list[i];
        }
    }
    for (size_t i = 0; i < nstarts; i++) {
        uint64_t end = end_of(d, list[i], list + i + 1, nstarts - i - 1);
        more[nmore++] = (struct elf_range){list[i], end - list[i]};
    }
    d->ranges = xrealloc(d->ranges, d->nranges + nmore + 1, sizeof(*d->ranges));
    for (size_t i = 0; i < nmore; i++) {
        d->ranges[d->nranges++] = more[i];
    }
    sort_ranges(d);
    free(more);
    free(list);
}

void infer_ranges(struct discovery *d)
{
    struct program *p = d->p;

    size_t words = (p->text_hi - p->text_lo) / 128 + 2;

    d->starts = xcalloc(words, sizeof(*d->starts));
    d->open = xcalloc(words, sizeof(*d->open));
    d->inferring = true;
    add_seeds(d);
    drain(d);
    place_weak(d);
    d->guessing = true;
    scan_gaps(d);
    d->guessing = false;
    d->inferring = false;
    add_ranges(d);
    for (size_t i = 0; i < p->nfuncs; i++) {
        func_free(p->funcs[i]);
    }
    p->nfuncs = 0;
    d->found_bytes = 0;
    addr_set_clear(&d->entries);
    addr_set_clear(&d->refs);
    addr_set_clear(&d->weak);
    free(d->jumps.items);
    d->jumps = (struct worklist){0};
    free(d->starts);
    free(d->open);
    d->starts = d->open = NULL;
}
