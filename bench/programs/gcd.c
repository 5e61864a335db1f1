// SPDX-License-Identifier: GPL-2.0-or-later
// Greatest common divisors, by Euclid (division) and by Stein (shifts).
// bench: class=int n=3000000

#include "bench.h"

static uint64_t gcd_euclid(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

static uint64_t gcd_stein(uint64_t a, uint64_t b)
{
    if (!a || !b)
        return a | b;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    do {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << shift;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 42, sum = 0;
    for (long i = 0; i < n; i++) {
        uint64_t a = rng(&seed) >> 40, b = rng(&seed) >> 40;
        uint64_t x = gcd_euclid(a, b), y = gcd_stein(a, b);
        if (x != y) {
            printf("mismatch\n");
            return 1;
        }
        sum = mix(sum, x);
    }
    report(sum);
    return 0;
}
