/* What tests of functions on memory share: areas between forbidden pages, numbers that are the
 * same in every run, a hash of results. The file says first what SIZE, of an area, is. */
#ifndef GUARDED_H
#define GUARDED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static unsigned char *one, *two; /* SIZE bytes each, with forbidden pages around */
static uint64_t hash = 14695981039346656037u;
static unsigned failures;
static uint64_t seed;

static void mix(int64_t v)
{
    hash = (hash ^ (uint64_t)v) * 1099511628211u;
}

static unsigned rnd(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static void check(int ok, const char *what, size_t n, size_t at)
{
    if (!ok && failures++ < 20) {
        printf("%s: size %zu at %zu is wrong\n", what, n, at);
    }
}

static unsigned char *guarded(void)
{
    enum { PAGE_SIZE = 4096 };
    unsigned char *p =
        mmap(NULL, SIZE + 2 * PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED || mprotect(p + PAGE_SIZE, SIZE, PROT_READ | PROT_WRITE)) {
        perror("mmap");
        exit(1);
    }
    return p + PAGE_SIZE;
}

#endif
