// SPDX-License-Identifier: GPL-2.0-or-later
// Longest Collatz sequence: a data-dependent branch in every step.
// bench: class=int n=2500000

#include "bench.h"

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    unsigned longest = 0;
    for (long start = 1; start < n; start++) {
        uint64_t x = (uint64_t)start;
        unsigned steps = 0;
        while (x != 1) {
            x = x & 1 ? 3 * x + 1 : x >> 1;
            steps++;
        }
        if (steps > longest) {
            longest = steps;
            sum = mix(sum, (uint64_t)start);
        }
        sum += steps;
    }
    report(mix(sum, longest));
    return 0;
}
