// SPDX-License-Identifier: GPL-2.0-or-later
// The Ackermann function: very deep recursion.
// bench: class=int n=200

#include "bench.h"

static __attribute__((noinline)) long ackermann(long m, long n)
{
    if (m == 0)
        return n + 1;
    if (n == 0)
        return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv), sum = 0;
    for (long i = 0; i < n; i++)
        sum += ackermann(2, 600 + i % 3) + ackermann(3, 7);
    printf("%ld\n", sum);
    return 0;
}
