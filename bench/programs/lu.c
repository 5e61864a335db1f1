// SPDX-License-Identifier: GPL-2.0-or-later
// Solves dense linear systems by LU decomposition with partial pivoting.
// bench: class=fp n=75 quick=20

#include "bench.h"
#include <math.h>

enum { N = 300 };
static double a[N][N], b[N];
static int pivot[N];

static void factor(void)
{
    for (int k = 0; k < N; k++) {
        int p = k;
        for (int i = k + 1; i < N; i++)
            if (fabs(a[i][k]) > fabs(a[p][k]))
                p = i;
        pivot[k] = p;
        for (int j = 0; p != k && j < N; j++) {
            double t = a[k][j];
            a[k][j] = a[p][j];
            a[p][j] = t;
        }
        double inverse = 1.0 / a[k][k];
        for (int i = k + 1; i < N; i++) {
            double f = a[i][k] *= inverse;
            for (int j = k + 1; j < N; j++)
                a[i][j] -= f * a[k][j];
        }
    }
}

static void solve(void)
{
    for (int k = 0; k < N; k++) {
        double t = b[pivot[k]];
        b[pivot[k]] = b[k];
        b[k] = t;
    }
    for (int k = 0; k < N; k++)
        for (int i = k + 1; i < N; i++)
            b[i] -= a[i][k] * b[k];
    for (int k = N - 1; k >= 0; k--) {
        b[k] /= a[k][k];
        for (int i = 0; i < k; i++)
            b[i] -= a[i][k] * b[k];
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 17, sum = 0;
    for (long r = 0; r < n; r++) {
        for (int i = 0; i < N; i++) {
            b[i] = 0;
            for (int j = 0; j < N; j++) {
                a[i][j] = rng_double(&seed) - 0.5;
                b[i] += a[i][j];
            }
        }
        factor();
        solve();
        for (int i = 0; i < N; i++)
            sum = mix_double(sum, b[i]);
    }
    report(sum);
    return 0;
}
