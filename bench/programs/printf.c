// SPDX-License-Identifier: GPL-2.0-or-later
// Formatted output and input: snprintf, sscanf, strtol, strtod.
// bench: class=int n=320000 quick=80000

#include "bench.h"

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    char line[200], word[32];
    uint64_t seed = 83, sum = 0;
    for (long i = 0; i < n; i++) {
        uint64_t x = rng(&seed);
        int length =
            snprintf(line, sizeof line, "%ld %-12s|%08x %+d %lu %c %.6f %g", i,
                     i & 1 ? "odd" : "even", (unsigned)x, (int)(x >> 44), (unsigned long)x,
                     (int)('a' + x % 26), (double)(x >> 40) / 1024.0, (double)(x & 0xffff));
        sum = mix_bytes(sum, line, (size_t)length);
        long index;
        unsigned hex;
        if (sscanf(line, "%ld %31[a-z] |%x", &index, word, &hex) != 3)
            return 1;
        char *end;
        long number = strtol(line, &end, 10);
        double real = strtod(strrchr(line, ' '), &end);
        sum = mix(sum, (uint64_t)(index + number) + hex + (uint64_t)real);
    }
    report(sum);
    return 0;
}
