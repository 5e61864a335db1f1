// SPDX-License-Identifier: GPL-2.0-or-later
// Sieve of Eratosthenes over a byte array that fits the caches.
// bench: class=int n=900 quick=250

#include "bench.h"

enum { LIMIT = 300000 };
static uint8_t composite[LIMIT + 1];

static long count_primes(long limit)
{
    memset(composite, 0, sizeof composite);
    long count = 0;
    for (long i = 2; i <= limit; i++) {
        if (composite[i])
            continue;
        count++;
        for (long j = i * i; j <= limit; j += i)
            composite[j] = 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (long i = 0; i < n; i++)
        sum = mix(sum, (uint64_t)count_primes(LIMIT - i));
    report(sum);
    return 0;
}
