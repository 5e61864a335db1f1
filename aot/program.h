/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * program.h: what discovery finds out about a guest program.
 *
 * From the end of discover() on, the set of functions and of their blocks is
 * closed: lifting looks at nothing but what is declared here.
 */
#ifndef HQEMU_PROGRAM_H
#define HQEMU_PROGRAM_H

#include "elf_image.h"
#include "frontend.h"

/* How control leaves a block, in the order of its operations. */
enum exit_kind {
    EXIT_DIRECT,      /* to `target`; a call if the block ends in one */
    EXIT_INDIRECT,    /* to a computed address; call, return or jump */
    EXIT_SYSCALL,     /* a system call; comes back at the end of the block */
    EXIT_LEAVE,       /* QEMU's main loop has to look at something first */
};

struct block_exit {
    enum exit_kind kind;
    uint32_t op;              /* index of the exit_tb, goto_ptr or call operation */
    uint64_t target;
};

enum { MAX_BLOCK_EXITS = 4 };

struct block {
    uint64_t pc;
    struct fe_block *fe;
    unsigned nexits;
    struct block_exit exits[MAX_BLOCK_EXITS];
    /* Targets of an indirect jump that stay inside the function. */
    uint64_t *jump_targets;
    unsigned njump_targets;
};

static inline uint64_t block_end(const struct block *b)
{
    return b->pc + b->fe->size;
}

/* A guest function: the unit of translation. */
struct func {
    uint64_t entry;
    uint64_t lo, hi;          /* the range that belongs to it, as far as known */
    char *name;               /* guest symbol or "" */
    struct block **blocks;    /* sorted by pc */
    unsigned nblocks;
    unsigned ninsns;
    uint64_t guest_bytes;
    const char *rejected;     /* why it is left to the fallback, or NULL */
};

struct program {
    const struct elf_image *img;
    struct fe *fe;
    uint64_t bias;            /* added to the file's addresses */
    uint64_t text_lo, text_hi;    /* hull of executable segments */
    struct func **funcs;      /* sorted by entry */
    size_t nfuncs;
    uint64_t *code_refs;      /* addresses inside functions that data or code points to;
                                 sorted, unique */
    size_t ncode_refs;
};

/* Finds the functions of IMG and the blocks of each. PROGRESS, if not NULL, is
 * called now and then with the number of guest bytes found so far. */
void discover(struct program *p, void (*progress)(uint64_t bytes));
void program_free(struct program *p);

/* The function with entry PC, or NULL. */
struct func *program_func_at(const struct program *p, uint64_t pc);
/* The block of F that starts at PC, or NULL. */
struct block *func_block_at(const struct func *f, uint64_t pc);

/* jump_table.c: finds where the indirect jump that ends B may go; fills
 * b->jump_targets with addresses inside [f->lo, f->hi). */
void find_jump_targets(const struct program *p, const struct func *f, struct block *b);

#endif
