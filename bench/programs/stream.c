// SPDX-License-Identifier: GPL-2.0-or-later
// Memory bandwidth: copy, scale, add and triad over arrays larger than caches.
// bench: class=mem n=30 quick=8

#include "bench.h"

enum { N = 4 << 20 };
static double a[N], b[N], c[N];

static __attribute__((noinline)) void copy(void)
{
    for (long i = 0; i < N; i++)
        c[i] = a[i];
}

static __attribute__((noinline)) void scale(double k)
{
    for (long i = 0; i < N; i++)
        b[i] = k * c[i];
}

static __attribute__((noinline)) void add(void)
{
    for (long i = 0; i < N; i++)
        c[i] = a[i] + b[i];
}

static __attribute__((noinline)) void triad(double k)
{
    for (long i = 0; i < N; i++)
        a[i] = b[i] + k * c[i];
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (long i = 0; i < N; i++)
        a[i] = 1 + (double)(i % 1000) * 0.001;
    for (long r = 0; r < n; r++) {
        copy();
        scale(0.25);
        add();
        triad(0.5);
    }
    for (long i = 0; i < N; i += 1021)
        sum = mix_double(sum, a[i]);
    report(sum);
    return 0;
}
