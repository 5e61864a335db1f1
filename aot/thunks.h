/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thunks.h: the module that binds translated code to the runtime. */
#ifndef HQEMU_THUNKS_H
#define HQEMU_THUNKS_H

#include "lift.h"

struct entry_fact {
    uint64_t pc;
    const struct func *func;
    const struct func *code; /* whose range counts: FUNC's or that of one inlined into it */
};

/* A place where the function can be entered: with ENTER, an address or a number, and a request
 * for site NUMBER if that is not 0. */
struct site_fact {
    uint64_t pc, enter;
    size_t entry; /* index of the function's own entry */
    unsigned number;
};

/* What goes into hqemu_image (runtime/image.h). All borrowed. */
struct image_facts {
    const char *cpu_model;
    const uint8_t *elf;
    size_t elf_size;
    const struct entry_fact *entries; /* every function and inner entry */
    size_t nentries;
    const struct site_fact *sites; /* sorted by pc */
    size_t nsites;
    const char *host_features;
    const char *target_features; /* what LLVM was given for all functions */
};

/* Fills L's module, which is empty, with the glue, hqemu_image and its tables. */
void lift_thunks(struct lifter *l, const struct image_facts *facts);

#endif
