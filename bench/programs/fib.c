// SPDX-License-Identifier: GPL-2.0-or-later
// Naive recursion: nothing but calls, returns and an addition.
// bench: class=int n=41 quick=38

#include "bench.h"

static long __attribute__((noinline)) fib(long n)
{
    if (n < 2)
        return n;
    return fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    printf("fib(%ld) = %ld\n", n, fib(n));
    return 0;
}
