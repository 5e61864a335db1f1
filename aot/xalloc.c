/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xalloc.c: memory, or the end. */
#include "xalloc.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*at_end)(void);

void xalloc_at_end(void (*fn)(void))
{
    at_end = fn;
}

static _Noreturn void out_of_memory(void)
{
    static atomic_flag first = ATOMIC_FLAG_INIT;

    while (atomic_flag_test_and_set(&first)) {
        pause(); /* another thread ends the process */
    }
    fputs("hqemu-aot: error: out of memory\n", stderr);
    if (at_end) {
        at_end();
    }
    /* Other threads go on: no destructors. */
    _exit(1);
}

static void *checked(void *p, size_t bytes)
{
    if (!p && bytes) {
        out_of_memory();
    }
    return p;
}

void *xmalloc(size_t bytes)
{
    return checked(malloc(bytes), bytes);
}

void *xcalloc(size_t n, size_t size)
{
    return checked(calloc(n, size), n && size);
}

void *xrealloc(void *array, size_t n, size_t size)
{
    return checked(reallocarray(array, n, size), n && size);
}

char *xstrdup(const char *s)
{
    return checked(strdup(s), 1);
}

void *xgrow(void *array, size_t n, size_t size)
{
    return n & (n - 1) ? array : xrealloc(array, n ? 2 * n : 1, size);
}
