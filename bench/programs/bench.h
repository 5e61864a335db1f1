// SPDX-License-Identifier: GPL-2.0-or-later
// What every benchmark program needs: its size, random numbers, a checksum.
//
// A program takes one number, which sets how much work it does, and prints one
// or more lines that depend on all of that work, so that its builds for
// different machines can be compared.

#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline long bench_size(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 0;
    if (n <= 0) {
        fprintf(stderr, "usage: %s SIZE\n", argv[0]);
        exit(2);
    }
    return n;
}

// xorshift64*: the same numbers on every machine.
static inline uint64_t rng(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * 0x2545f4914f6cdd1dull;
}

// Uniform in [0, 1), exact in a double.
static inline double rng_double(uint64_t *state)
{
    return (double)(rng(state) >> 11) * (1.0 / 9007199254740992.0);
}

// Folds a value into an order-dependent checksum.
static inline uint64_t mix(uint64_t sum, uint64_t value)
{
    sum ^= value;
    sum *= 0x9e3779b97f4a7c15ull;
    return sum ^ (sum >> 32);
}

static inline uint64_t mix_double(uint64_t sum, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return mix(sum, bits);
}

static inline uint64_t mix_bytes(uint64_t sum, const void *data, size_t size)
{
    const uint8_t *p = (const uint8_t *)data;
    for (size_t i = 0; i < size; i++)
        sum = mix(sum, p[i]);
    return sum;
}

static inline void report(uint64_t sum)
{
    printf("%016llx\n", (unsigned long long)sum);
}

// malloc that does not return NULL.
static inline void *need(size_t size)
{
    void *p = malloc(size);
    if (!p) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return p;
}

#endif
