/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * discover.h: the state of discovery; internal to discover.c and infer_ranges.c. All of it in
 * the thread that called fe->init(). Addresses are guest addresses, biased; ranges in bytes.
 */
#ifndef HQEMU_DISCOVER_H
#define HQEMU_DISCOVER_H

#include "program.h"

/* A set of addresses; empty when all zeros. */
struct addr_set {
    uint64_t *slots; /* open addressing; 0 is empty (no code lives at 0) */
    size_t nslots, n;
};

bool addr_set_has(const struct addr_set *s, uint64_t a);
bool addr_set_add(struct addr_set *s, uint64_t a); /* false if it was there, or is 0 */
/* The members, sorted; *N is how many. The caller frees them. */
uint64_t *addr_set_sorted(const struct addr_set *s, size_t *n);
/* Makes it empty, and frees what it has. */
void addr_set_clear(struct addr_set *s);

struct worklist {
    uint64_t *items; /* the owner of the list frees them */
    size_t n, cap;
};

void worklist_push(struct worklist *w, uint64_t a);

struct discovery {
    struct program *p;
    struct addr_set entries;  /* every function entry known so far */
    struct worklist todo;     /* entries without a function yet */
    struct addr_set refs;     /* addresses that point into functions */
    struct elf_range *ranges; /* function ranges, biased, sorted: from symbols and unwind data,
                                 then also inferred ones */
    size_t nranges;
    uint64_t found_bytes;
    void (*progress)(uint64_t bytes);
    bool guessing;           /* in the gaps between what is known */
    struct addr_set guessed; /* entries that only that has found */
    struct func *cur;        /* being decoded, or NULL */
    size_t cap_funcs;
    /* While ranges are inferred: */
    bool inferring;
    uint64_t *starts;       /* a bit for each two bytes of text: an entry is there */
    uint64_t *open;         /* that of a function that has a jump with unknown targets */
    struct addr_set weak;   /* addresses that something points to, functions or labels */
    struct addr_set labels; /* those that may be both */
    bool trial;             /* jumps out of the function are not entries yet, but in: */
    struct worklist jumps;
};

/* Sorts d->ranges; of several that start at one address the largest stays. */
void sort_ranges(struct discovery *d);
/* The known range that holds A, or NULL. */
const struct elf_range *range_at(const struct discovery *d, uint64_t a);
/* A is a function's entry, unless no code can be there. */
void add_entry(struct discovery *d, uint64_t a);
/* Adds what the file says are entries, and what its data points to. */
void add_seeds(struct discovery *d);
/* Decodes the function at ENTRY and adds it to the program, which owns it. */
void make_function(struct discovery *d, uint64_t entry);
/* Does so for all entries that wait, and those that come up. */
void drain(struct discovery *d);
/* Looks for functions where nothing else is known. */
void scan_gaps(struct discovery *d);
/* Marks the bytes of F's blocks in COVERED, which starts at text_lo. */
void cover(const struct program *p, const struct func *f, uint8_t *covered);
void func_free(struct func *f);

/* infer_ranges.c: adds the ranges of functions that symbols and unwind data do not tell. */
void infer_ranges(struct discovery *d);

#endif
