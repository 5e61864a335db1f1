// SPDX-License-Identifier: GPL-2.0-or-later
// Five ways to count bits, called in turn through a table.
// bench: class=int n=7000000

#include "bench.h"

static uint8_t table[256];

static unsigned by_kernighan(uint64_t x)
{
    unsigned n = 0;
    for (; x; x &= x - 1)
        n++;
    return n;
}

static unsigned by_shift(uint64_t x)
{
    unsigned n = 0;
    for (; x; x >>= 1)
        n += x & 1;
    return n;
}

static unsigned by_sums(uint64_t x)
{
    x = x - ((x >> 1) & 0x5555555555555555ull);
    x = (x & 0x3333333333333333ull) + ((x >> 2) & 0x3333333333333333ull);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full;
    return (unsigned)((x * 0x0101010101010101ull) >> 56);
}

static unsigned by_table(uint64_t x)
{
    unsigned n = 0;
    for (int i = 0; i < 8; i++, x >>= 8)
        n += table[x & 0xff];
    return n;
}

static unsigned by_builtin(uint64_t x)
{
    return (unsigned)__builtin_popcountll(x);
}

int main(int argc, char **argv)
{
    static unsigned (*const count[])(uint64_t) = {by_kernighan, by_shift, by_sums, by_table,
                                                  by_builtin};
    long n = bench_size(argc, argv);
    uint64_t seed = 3, sum = 0;
    for (int i = 1; i < 256; i++)
        table[i] = (uint8_t)(table[i >> 1] + (i & 1));
    for (long i = 0; i < n; i++) {
        uint64_t x = rng(&seed) >> (i & 31);
        for (unsigned k = 0; k < sizeof count / sizeof count[0]; k++)
            sum = sum * 31 + count[k](x);
    }
    report(sum);
    return 0;
}
