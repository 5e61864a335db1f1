// SPDX-License-Identifier: GPL-2.0-or-later
// Calls through a table of function pointers, in an order that varies.
// bench: class=int n=240000000 quick=60000000

#include "bench.h"

static uint64_t rotate(uint64_t x, uint64_t k)
{
    return x << (k & 31) | x >> (64 - (k & 31) - 1) >> 1;
}

static uint64_t add(uint64_t x, uint64_t k)
{
    return x + k;
}

static uint64_t multiply(uint64_t x, uint64_t k)
{
    return x * (k | 1);
}

static uint64_t fold(uint64_t x, uint64_t k)
{
    return (x ^ (x >> 29)) + k;
}

static uint64_t subtract(uint64_t x, uint64_t k)
{
    return k - x;
}

static uint64_t swap(uint64_t x, uint64_t k)
{
    return __builtin_bswap64(x) ^ k;
}

static uint64_t (*table[8])(uint64_t, uint64_t) = {rotate,   add,  multiply, fold,
                                                   subtract, swap, add,      rotate};

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint8_t order[64];
    uint64_t seed = 99, x = 1;
    for (unsigned i = 0; i < sizeof order; i++)
        order[i] = rng(&seed) >> 61;
    for (long i = 0; i < n; i++)
        x = table[order[i & 63]](x, (uint64_t)i);
    report(x);
    return 0;
}
