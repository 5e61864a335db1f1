// SPDX-License-Identifier: GPL-2.0-or-later
// Spectral norm of an infinite matrix's corner: divisions and reductions.
// bench: class=fp n=3000

#include "bench.h"
#include <math.h>

static double element(long i, long j)
{
    return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(long n, const double *in, double *out, int transposed)
{
    for (long i = 0; i < n; i++) {
        double sum = 0;
        for (long j = 0; j < n; j++)
            sum += (transposed ? element(j, i) : element(i, j)) * in[j];
        out[i] = sum;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    double *u = need((size_t)n * sizeof *u), *v = need((size_t)n * sizeof *v),
           *t = need((size_t)n * sizeof *t);
    for (long i = 0; i < n; i++)
        u[i] = 1;
    for (int i = 0; i < 10; i++) {
        times(n, u, t, 0);
        times(n, t, v, 1);
        times(n, v, t, 0);
        times(n, t, u, 1);
    }
    double uv = 0, vv = 0;
    for (long i = 0; i < n; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    printf("%.12f\n", sqrt(uv / vv));
    return 0;
}
