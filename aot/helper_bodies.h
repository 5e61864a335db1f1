/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * helper_bodies.h: QEMU's helpers as LLVM bitcode, and what each does with memory.
 */
#ifndef HQEMU_HELPER_BODIES_H
#define HQEMU_HELPER_BODIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_HELPER_PARAMS = 8 };

struct helper_param {
    bool pointer, reads, writes; /* what it points to */
    bool bounded;                /* no more than bytes [lo, hi) from there on */
    int32_t lo, hi;
};

/* A helper that touches no memory but what its arguments point to. */
struct helper_body {
    char *name; /* without "helper_" */
    unsigned nparams;
    struct helper_param params[MAX_HELPER_PARAMS];
};

/* Reads the guest's file of bitcode. Once, before anything is asked and before other threads
 * are started. False if there is none that can be read: then there are no bodies. */
bool helper_bodies_load(const char *path);
/* The row of the helper called NAME, without "helper_"; NULL: no body that could be used. Any
 * thread; rows stay as they are until the process ends. */
const struct helper_body *helper_body(const char *name);
/* The file's bytes, mapped until the process ends. */
const char *helper_bodies_bitcode(size_t *size);

#endif
