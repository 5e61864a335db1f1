// SPDX-License-Identifier: GPL-2.0-or-later
// Polynomials by Horner's rule and a rational approximation. Multiply-adds may
// be fused here.
// bench: class=fp n=28000000  cflags=-ffp-contract=fast
// bench: differs="fused multiply-add where the instruction set has it"

#include "bench.h"

enum { DEGREE = 12 };

static double horner(const double *c, double x)
{
    double y = c[DEGREE];
    for (int i = DEGREE - 1; i >= 0; i--)
        y = y * x + c[i];
    return y;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    double above[DEGREE + 1], below[DEGREE + 1], sum = 0;
    uint64_t seed = 131;
    for (int i = 0; i <= DEGREE; i++) {
        above[i] = rng_double(&seed) - 0.5;
        below[i] = rng_double(&seed) + 0.5;
    }
    for (long i = 0; i < n; i++) {
        double x = (double)(i & 0xffff) * (1.0 / 65536);
        sum += horner(above, x) / horner(below, x);
    }
    printf("%.17g\n", sum);
    return 0;
}
