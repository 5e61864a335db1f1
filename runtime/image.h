/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * image.h: what the translator leaves in a host.elf for its runtime.
 *
 * One object, `hqemu_image`. The translator writes the fields in this order, each
 * one 64-bit word; both sides change together. Constant but for the tables, whose slots
 * dispatch.c fills and clears; guest addresses are biased where nothing else is said.
 */
#ifndef HQEMU_IMAGE_H
#define HQEMU_IMAGE_H

#include <stdint.h>

/* Where translated code can be entered; once more for the range of each function that has been
 * inlined there. */
struct hqemu_entry {
    uint64_t guest_pc;
    uint64_t host_pc;
    uint64_t function; /* entry of the guest function it belongs to */
    uint64_t lo, hi;   /* range of the guest code that the function was made from */
    const char *name;  /* the function's guest symbol, "" if unknown */
};

/* A place where a function can be entered that has no slot in the dispatch table. Addresses are
 * relative to text_lo. */
struct hqemu_site {
    uint32_t guest_pc;
    uint32_t enter;  /* what the function is given as pc: a number, or the address of the header
                        of the loop that this is in */
    uint32_t entry;  /* index of the function's own entry */
    uint32_t number; /* the poll at the header finds this number; 0: not in a loop */
};

#define HQEMU_ENTER_NUMBER (1u << 31) /* in `enter` */

/* An instruction that accesses guest memory. */
struct hqemu_fault_site {
    int32_t host;      /* its address, relative to this field's */
    uint32_t guest_pc; /* relative to text_lo */
};

struct hqemu_image {
    const char *cpu_model; /* QEMU -cpu argument, or NULL */
    const uint8_t *elf;    /* the guest's ELF file */
    uint64_t elf_size;
    uint64_t text_lo, text_hi; /* range of the dispatch table */
    uint64_t unit;             /* bytes of guest code for one table slot */
    uint32_t *table;           /* slot -> host offset from text_base; 0: not translated */
    const uint8_t *text_base;
    const uint8_t *text_end;
    const struct hqemu_entry *entries;
    uint64_t nentries;
    uint64_t tb_flags, mode_mask, cs_base, cs_base_mask; /* CPU mode that the code is for */
    const char *host_features; /* CPU features it needs, as LLVM writes them */
    uint64_t load_bias;        /* of guest addresses against those in the guest's file */
    uint64_t exact_faults;     /* see aot/lift_exact.c: all state is in memory at a fault */
    const struct hqemu_fault_site *faults, *faults_end; /* sorted */
    /* The program asks for branch target identification. Then translated code has a dispatch
     * table of its own, without what an indirect branch must not go to; else it is `table`. */
    uint64_t checks_branches;
    uint32_t *branch_table;
    uint64_t flushes; /* translated code may run while the guest flushes denormal numbers */
    const struct hqemu_site *sites; /* sorted by guest_pc */
    uint64_t nsites;
};

extern const struct hqemu_image hqemu_image;

#endif
