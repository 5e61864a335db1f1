// SPDX-License-Identifier: GPL-2.0-or-later
// Counts the solutions of the queens problem by recursion over bit sets.
// bench: class=int n=14

#include "bench.h"

static uint64_t nodes;

static long solve(unsigned all, unsigned columns, unsigned left, unsigned right)
{
    nodes++;
    if (columns == all)
        return 1;
    long found = 0;
    unsigned open = all & ~(columns | left | right);
    while (open) {
        unsigned bit = open & -open;
        open ^= bit;
        found += solve(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    long found = solve((1u << n) - 1, 0, 0, 0);
    printf("%ld queens: %ld solutions, %llu nodes\n", n, found, (unsigned long long)nodes);
    return 0;
}
