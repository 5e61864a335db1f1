// SPDX-License-Identifier: GPL-2.0-or-later
// Integer matrix multiplication, 32-bit data, 64-bit sums.
// bench: class=int n=60 quick=15

#include "bench.h"

enum { N = 240 };
static int32_t a[N][N], b[N][N];
static int64_t c[N][N];

static void multiply(void)
{
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            int64_t sum = 0;
            for (int k = 0; k < N; k++)
                sum += (int64_t)a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 7, sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (int32_t)(rng(&seed) >> 44);
            b[i][j] = (int32_t)(rng(&seed) >> 44);
        }
    for (long r = 0; r < n; r++) {
        multiply();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                a[i][j] = (int32_t)(c[j][i] >> 17) & 0xfffff;
    }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            sum = mix(sum, (uint64_t)c[i][j]);
    report(sum);
    return 0;
}
