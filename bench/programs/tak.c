// SPDX-License-Identifier: GPL-2.0-or-later
// The Takeuchi function: recursion with three arguments.
// bench: class=int n=80

#include "bench.h"

static uint64_t calls;

static __attribute__((noinline)) long tak(long x, long y, long z)
{
    calls++;
    if (y >= x)
        return z;
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv), sum = 0;
    for (long i = 0; i < n; i++)
        sum += tak(24, 16, 8 - (i & 1));
    printf("%ld after %llu calls\n", sum, (unsigned long long)calls);
    return 0;
}
