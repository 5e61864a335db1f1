/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options.h: the command line. */
#ifndef HQEMU_OPTIONS_H
#define HQEMU_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Stages whose result -d prints: {bit, name, help}. */
#define DUMP_STAGES(X)                                                                         \
    X(ELF, "elf", "the guest file as loaded")                                                  \
    X(BLOCKS, "blocks", "functions and their blocks as discovered")                            \
    X(TCG, "tcg", "QEMU's operations for each block")                                          \
    X(IR, "ir", "LLVM IR as lifted")                                                           \
    X(OPT, "opt", "LLVM IR after optimisation")                                                \
    X(ASM, "asm", "host assembly")                                                             \
    X(LINK, "link", "the linker's command line")

enum dump_stage {
#define X(id, name, help) DUMP_##id##_BIT,
    DUMP_STAGES(X)
#undef X
};

enum {
#define X(id, name, help) DUMP_##id = 1 << DUMP_##id##_BIT,
    DUMP_STAGES(X)
#undef X
};

enum report_format { REPORT_NONE, REPORT_TEXT, REPORT_JSON };

/* What becomes of a handler for SIGSEGV or SIGBUS. */
enum faults { FAULTS_AUTO, FAULTS_EXACT, FAULTS_FALLBACK };

struct options {
    const char *input, *output; /* output may be NULL with a report: find code only */
    int opt_level;              /* 0..3 */
    int jobs;                   /* threads; at least 1 */
    bool verbose;
    enum report_format report;
    unsigned dump;                 /* DUMP_* */
    uint64_t filter_lo, filter_hi; /* guest addresses that dumps are limited to */
    const char *filter_name;       /* or a function's name */
    const char *march;             /* LLVM CPU name; NULL: this machine */
    const char *cpu;               /* QEMU -cpu argument; NULL: default */
    enum faults faults;
    bool libc_native;    /* recognised functions of the guest's C library are the host's */
    const char *profile; /* file written by HQEMU_PROFILE, or NULL */
};

/* Dumps are wanted of the function NAME, whose code is in [LO, HI). */
bool options_dump(const struct options *o, const char *name, uint64_t lo, uint64_t hi);

/* Parses the command line; *O borrows its strings from ARGV. Returns -1 to go on, else the exit
 * status, after a message or what was asked for. */
int options_parse(struct options *o, int argc, char **argv);

#endif
