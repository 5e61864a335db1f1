/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * program.h: what discovery finds out about a guest program.
 *
 * From the end of discover() on, the set of functions and of their blocks is
 * closed: lifting looks at nothing but what is declared here.
 *
 * Addresses are guest addresses with the load bias. One thread up to lifting; from there on
 * all is read by many, but what of a function its own thread sets (`rejected`).
 */
#ifndef HQEMU_PROGRAM_H
#define HQEMU_PROGRAM_H

#include "elf_image.h"
#include "frontend.h"

/* A set of CPU state variables (indices into fe->vars). */
enum { VAR_WORDS = FE_MAX_VARS / 64 };

struct var_set {
    uint64_t w[VAR_WORDS];
};

static inline bool var_in(const struct var_set *s, unsigned v)
{
    return s->w[v / 64] >> (v % 64) & 1;
}

static inline void var_add(struct var_set *s, unsigned v)
{
    s->w[v / 64] |= 1ull << (v % 64);
}

static inline void var_del(struct var_set *s, unsigned v)
{
    s->w[v / 64] &= ~(1ull << (v % 64));
}

static inline bool var_none(const struct var_set *s)
{
    for (int i = 0; i < VAR_WORDS; i++) {
        if (s->w[i]) {
            return false;
        }
    }
    return true;
}

static inline struct var_set var_common(const struct var_set *a, const struct var_set *b)
{
    struct var_set s;
    for (int i = 0; i < VAR_WORDS; i++) {
        s.w[i] = a->w[i] & b->w[i];
    }
    return s;
}

static inline void var_remove(struct var_set *a, const struct var_set *b)
{
    for (int i = 0; i < VAR_WORDS; i++) {
        a->w[i] &= ~b->w[i];
    }
}

/* Adds the members of B to A; true if that changed A. */
static inline bool var_join(struct var_set *a, const struct var_set *b)
{
    bool changed = false;
    for (int i = 0; i < VAR_WORDS; i++) {
        changed |= (b->w[i] & ~a->w[i]) != 0;
        a->w[i] |= b->w[i];
    }
    return changed;
}

/* addr_set.c: positions in a list by address; no address twice. All 0: of no list. */
struct addr_index {
    struct addr_slot {
        uint64_t addr;
        size_t at; /* plus 1; 0: free */
    } * slots;
    size_t nslots;
};

/* Makes one that is empty and will have N members. */
void addr_index_init(struct addr_index *x, size_t n);
void addr_index_add(struct addr_index *x, uint64_t addr, size_t at);
/* The position of ADDR, or NONE. */
size_t addr_index_find(const struct addr_index *x, uint64_t addr, size_t none);
void addr_index_free(struct addr_index *x);

/* How control leaves a block, in the order of its operations. */
enum exit_kind {
    EXIT_DIRECT,   /* to `target`; a call if the block ends in one */
    EXIT_INDIRECT, /* to a computed address; call, return or jump */
    EXIT_SYSCALL,  /* a system call; comes back at the end of the block */
    EXIT_LEAVE,    /* QEMU's main loop has to look at something first */
};

struct block_exit {
    enum exit_kind kind;
    uint32_t op; /* index of the exit_tb, goto_ptr or call operation */
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
    bool jump_open; /* there may be others in the function */
    bool entered;   /* from outside the function: by exceptions, or as a profile says */
    bool elsewhere; /* from find_arguments() on: other jumps than the known ones of the
                     * function's blocks may lead here */

    /* From analyse_liveness() on: */
    struct var_set use;       /* read before any certain write in the block */
    struct var_set observed;  /* of `use`: only by somebody who may look at all state */
    struct var_set kill;      /* certainly written, before being read */
    struct var_set def;       /* written somewhere in the block */
    struct var_set touch;     /* named by an operation */
    struct var_set sure;      /* certainly written */
    struct var_set undef_in;  /* caller-saved, and undefined at the start by a call before it */
    struct var_set undef_end; /* the same at the end, before the block's own call if any */
    struct var_set undef_out; /* the same where the block goes on, after that */
    struct var_set live_in;   /* somebody may read the present value: this block, what
                                 follows it, callees, or the caller */
    struct var_set exit_live; /* the same at the exits that leave the function or poll */
    struct var_set own;       /* liveness.c's own, as the next two */
    struct var_set through;
    struct var_set weak;
    bool inner_sync;     /* a helper in the block looks at all state */
    bool checks_mode;    /* a helper may change the CPU's mode; if so, direct exits leave */
    bool ends_in_helper; /* that the last instruction calls: it may change the mode too */
    /* With exact faults; a sync is where all state is in memory, since what comes next may
     * fault: */
    struct var_set late;  /* may have been written after the last certain sync */
    struct var_set fresh; /* certainly written before the first sync */
    bool syncs;           /* there is a certain sync */
};

static inline uint64_t block_end(const struct block *b)
{
    return b->pc + b->fe->size;
}

/* A guest function: the unit of translation. */
struct func {
    uint64_t entry;
    uint64_t lo, hi;       /* the range that belongs to it, as far as known */
    char *name;            /* guest symbol or "" */
    struct block **blocks; /* sorted by pc */
    unsigned nblocks;
    struct addr_index block_index; /* once discover() has ended */
    unsigned ninsns;
    uint64_t guest_bytes;
    uint64_t *refs; /* addresses inside it that its code computes; in no order, not unique */
    unsigned nrefs;
    bool guessed; /* found only by looking into gaps */
    bool returns; /* may come back to its caller; after find_returns() */
    /* From find_clobbers() on: saves and restores registers as the guest's procedure call
     * standard has it; registers whose values it stores on the stack. */
    bool standard;
    bool compiled; /* so many of them that it is no piece of a function, nor assembly's */
    struct var_set saved;
    const char *rejected;             /* why it is left to the fallback, or NULL */
    const struct libc_native *native; /* what the host does instead, or NULL; */
    struct var_set native_keeps;      /*   what that must not change          */
    const struct func **inlined;      /* what has become part of it; not unique */
    unsigned ninlined;
    /* From analyse_liveness() on: what of a caller's values the function may read, what it
     * may leave alone, and what of ours may be read after a return (liveness.c). */
    struct var_set own, through, weak;
    struct var_set ret_live, ret_weak, ret_far;
    struct var_set lost; /* caller-saved registers that mean nothing after a call of it */
};

struct program {
    const struct elf_image *img;
    struct fe *fe;
    bool checks_branches;      /* targets of indirect branches: see lift_control.c */
    bool exact_faults;         /* all CPU state is in memory wherever code may fault */
    bool flushes;              /* may flush denormal numbers to zero: see lift_fp.c */
    uint64_t bias;             /* added to the file's addresses */
    uint64_t text_lo, text_hi; /* hull of executable segments */
    struct func **funcs;       /* sorted by entry */
    size_t nfuncs;
    struct addr_index func_index;
    struct var_set shadow; /* points to a stack of return addresses: clobbers.c */
    uint64_t *code_refs;   /* addresses inside functions that data points to; sorted, unique */
    size_t ncode_refs;
};

/* Finds the functions of IMG and the blocks of each. PROGRESS, if not NULL, is
 * called now and then with the number of guest bytes found so far. */
void discover(struct program *p, void (*progress)(uint64_t bytes));
/* Frees functions, blocks and all else that P has, but for P itself and its image. */
void program_free(struct program *p);
/* Which bytes from text_lo on are part of a block; the caller frees it. */
uint8_t *code_coverage(const struct program *p);

/* addr_set.c: of two uint64_t, for qsort(). */
int compare_u64(const void *a, const void *b);

/* returns.c: sets `returns` of all functions. */
void find_returns(struct program *p);
/* B ends in a call that does not come back. */
bool ends_for_good(const struct program *p, const struct block *b);

/* clobbers.c: jump targets that hang on a callee-saved register which some callee changes
 * are not all there are; sets `standard`, `compiled` and `saved` of all functions, and
 * `shadow`. After scan_program(). */
void find_clobbers(struct program *p);

/* inline_calls.c: puts what some functions do in the place of their calls. After
 * scan_program(). */
void inline_calls(struct program *p);

/* arguments.c: sets `undef_in`, `undef_end` and `undef_out` of all blocks and `lost` of all
 * functions. After find_clobbers() and find_returns(). */
void find_arguments(struct program *p);

/* liveness.c: what each block reads and writes; */
void scan_program(struct program *p);
/* which variables' values matter where, over the whole program. */
void analyse_liveness(struct program *p);

/* The index of the first of P's code_refs that is not below PC; ncode_refs if none is. */
size_t program_code_ref(const struct program *p, uint64_t pc);
/* One of them is PC. */
bool program_data_points_to(const struct program *p, uint64_t pc);
/* The function with entry PC, or NULL; its index, or nfuncs. */
size_t program_func_index(const struct program *p, uint64_t pc);
/* The index of the function at whose entry control arrives by E; nfuncs: none, or not known. */
size_t program_exit_func(const struct program *p, const struct block_exit *e);
struct func *program_func_at(const struct program *p, uint64_t pc);
/* True if an indirect branch of type TYPE (fe_block) may go to PC in this program. */
bool program_may_land(const struct program *p, uint64_t pc, unsigned type);
/* The block of F that starts at PC, or NULL; its index, or -1. */
struct block *func_block_at(const struct func *f, uint64_t pc);
int func_block_index(const struct func *f, uint64_t pc);

/* jump_table.c: finds where the indirect jumps of F may go; fills jump_targets of their
 * blocks with addresses inside [f->lo, f->hi), sorted, unique. To be called again when
 * blocks were added: the ways to a jump, and so what is known there, may have changed. */
void find_jump_targets(const struct program *p, const struct func *f);
/* The same once more when find_returns() has told which calls do not come back: jumps all of
 * whose targets turn out to be known are open no longer. */
void close_jumps(const struct program *p);
/* B ends in an indirect jump that may stay inside its function. */
bool ends_in_jump(const struct block *b);

#endif
