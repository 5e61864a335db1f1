/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc_match.h: functions of the guest's C library, recognised by their code.
 */
#ifndef HQEMU_LIBC_MATCH_H
#define HQEMU_LIBC_MATCH_H

#include "program.h"

/* What comes back: a value, or a pointer into the first argument's object or NULL, or the
 * first argument itself. */
enum libc_result { LIBC_VALUE, LIBC_POINTER, LIBC_ARGUMENT };

/* What the host can do instead: {identity, function of runtime/libc_native.c, kinds of the
 * arguments (p: pointer, i: integer), result}. */
#define LIBC_NATIVES(X)                                                                        \
    X(MEMMOVE, memmove, "ppi", LIBC_ARGUMENT)                                                  \
    X(MEMPCPY, mempcpy, "ppi", LIBC_POINTER)                                                   \
    X(MEMSET, memset, "pii", LIBC_ARGUMENT)                                                    \
    X(MEMCHR, memchr, "pii", LIBC_POINTER)                                                     \
    X(MEMRCHR, memrchr, "pii", LIBC_POINTER)                                                   \
    X(RAWMEMCHR, rawmemchr, "pi", LIBC_POINTER)                                                \
    X(MEMCMP_DIFF, memcmp_diff, "ppi", LIBC_VALUE)                                             \
    X(MEMCMP_A64, memcmp_a64, "ppi", LIBC_VALUE)                                               \
    X(STRLEN, strlen, "p", LIBC_VALUE)                                                         \
    X(STRNLEN, strnlen, "pi", LIBC_VALUE)                                                      \
    X(STRCPY, strcpy, "pp", LIBC_ARGUMENT)                                                     \
    X(STPCPY, stpcpy, "pp", LIBC_POINTER)                                                      \
    X(STRCAT, strcat, "pp", LIBC_ARGUMENT)                                                     \
    X(STRNCPY, strncpy, "ppi", LIBC_ARGUMENT)                                                  \
    X(STPNCPY, stpncpy, "ppi", LIBC_POINTER)                                                   \
    X(STRNCAT, strncat, "ppi", LIBC_ARGUMENT)                                                  \
    X(STRCMP_DIFF, strcmp_diff, "pp", LIBC_VALUE)                                              \
    X(STRCMP_A64, strcmp_a64, "pp", LIBC_VALUE)                                                \
    X(STRNCMP_DIFF, strncmp_diff, "ppi", LIBC_VALUE)                                           \
    X(STRNCMP_A64, strncmp_a64, "ppi", LIBC_VALUE)                                             \
    X(STRCHR, strchr, "pi", LIBC_POINTER)                                                      \
    X(STRRCHR, strrchr, "pi", LIBC_POINTER)                                                    \
    X(STRCHRNUL, strchrnul, "pi", LIBC_POINTER)                                                \
    X(STRSPN, strspn, "pp", LIBC_VALUE)                                                        \
    X(STRCSPN, strcspn, "pp", LIBC_VALUE)                                                      \
    X(STRPBRK, strpbrk, "pp", LIBC_POINTER)                                                    \
    X(STRSTR, strstr, "pp", LIBC_POINTER)                                                      \
    X(MEMMEM, memmem, "pipi", LIBC_POINTER)

/* Places among the integer register arguments, the same for all guests. */
enum { LIBC_SP = 0, LIBC_LINK = 1, LIBC_ARG0 = 2 };
/* The variable of such a place; -1: none. */
int libc_var(const struct fe *fe, int place);

struct libc_native {
    const char *name, *args;
    enum libc_result result;
};

/* Sets `native` and `native_keeps` of the functions of P whose work the host can do. After
 * analyse_liveness(), before other threads are started. */
void recognise_libc(struct program *p);

/* Adds to SEEN what of S is read from PC on in F, before it is written or a call comes; DEPTH:
 * how many blocks far. */
enum { READS_DEPTH = 6 };
void add_reads(const struct func *f, uint64_t pc, struct var_set s, unsigned depth,
               struct var_set *seen);

#endif
