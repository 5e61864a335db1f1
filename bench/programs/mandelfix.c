// SPDX-License-Identifier: GPL-2.0-or-later
// Mandelbrot set in 64-bit fixed point, 28 fraction bits.
// bench: class=int n=2000

#include "bench.h"

enum { BITS = 28, LIMIT = 200 };

static int escape(int64_t cr, int64_t ci)
{
    int64_t zr = 0, zi = 0;
    for (int i = 0; i < LIMIT; i++) {
        int64_t rr = (zr * zr) >> BITS, ii = (zi * zi) >> BITS;
        if (rr + ii > (INT64_C(4) << BITS))
            return i;
        zi = ((zr * zi) >> (BITS - 1)) + ci;
        zr = rr - ii + cr;
    }
    return LIMIT;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    int64_t one = INT64_C(1) << BITS;
    for (long y = 0; y < n; y++)
        for (long x = 0; x < n; x++)
            sum = sum * 3 + (uint64_t)escape(3 * one * x / n - 2 * one, 2 * one * y / n - one);
    report(sum);
    return 0;
}
