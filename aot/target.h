/* SPDX-License-Identifier: GPL-2.0-or-later */
/* target.h: the host CPU that the output is for. */
#ifndef HQEMU_TARGET_H
#define HQEMU_TARGET_H

#include <stdbool.h>

/* Lists are of LLVM's names: "+avx,-sse4a,..." Does not change once it is found: any thread. */
struct target {
    char *cpu;         /* LLVM's name */
    char *features;    /* beside what LLVM knows the CPU to have */
    const char *needs; /* what a machine must have to run the output: the runtime checks it */
    bool has_fma;      /* so also SSE 4.1 and AVX */
};

/* MARCH is an LLVM name that options_parse() has let pass; NULL, "native": this machine. */
void target_find(struct target *t, const char *march);
void target_free(struct target *t);
/* FEATURES have NAME ("+aes"), the whole of it. */
bool has_feature(const char *features, const char *name);

#endif
