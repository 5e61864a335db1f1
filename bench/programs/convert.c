// SPDX-License-Identifier: GPL-2.0-or-later
// Conversions between doubles, floats and integers, and rounding functions.
// bench: class=fp n=38000000 quick=10000000

#include "bench.h"
#include <math.h>

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 149, sum = 0;
    for (long i = 0; i < n; i++) {
        uint64_t r = rng(&seed);
        double x = (double)(int64_t)(r >> 30) * 0.001 - 8e6;
        float f = (float)x;
        sum += (uint64_t)(int64_t)x + (uint32_t)(int32_t)f;
        sum += (uint64_t)(int64_t)floor(x) ^ (uint64_t)(int64_t)(ceil(x) + trunc(x * 0.5));
        sum += (uint64_t)fabs(x) + (uint64_t)(fabs((double)f) + (double)(uint32_t)r);
        sum ^= (uint64_t)(int64_t)((double)(int16_t)r * 1.5);
    }
    report(sum);
    return 0;
}
