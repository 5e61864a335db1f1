// SPDX-License-Identifier: GPL-2.0-or-later
// Mandelbrot set in double precision.
// bench: class=fp n=1800

#include "bench.h"

enum { LIMIT = 200 };

static int escape(double cr, double ci)
{
    double zr = 0, zi = 0;
    for (int i = 0; i < LIMIT; i++) {
        double rr = zr * zr, ii = zi * zi;
        if (rr + ii > 4.0)
            return i;
        zi = 2 * zr * zi + ci;
        zr = rr - ii + cr;
    }
    return LIMIT;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (long y = 0; y < n; y++)
        for (long x = 0; x < n; x++)
            sum = sum * 3 + (uint64_t)escape(3.0 * (double)x / (double)n - 2.0,
                                             2.0 * (double)y / (double)n - 1.0);
    report(sum);
    return 0;
}
