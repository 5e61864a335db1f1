// SPDX-License-Identifier: GPL-2.0-or-later
// Matrix multiplication of floats, in blocks. Multiply-adds may be fused here.
// bench: class=fp n=170 quick=40 cflags=-ffp-contract=fast
// bench: differs="fused multiply-add where the instruction set has it"

#include "bench.h"

enum { N = 256, BLOCK = 32 };
static float a[N][N], b[N][N], c[N][N];

static void multiply(void)
{
    memset(c, 0, sizeof c);
    for (int kk = 0; kk < N; kk += BLOCK)
        for (int i = 0; i < N; i++)
            for (int k = kk; k < kk + BLOCK; k++) {
                float f = a[i][k];
                for (int j = 0; j < N; j++)
                    c[i][j] += f * b[k][j];
            }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 127, sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (float)(rng_double(&seed) - 0.5);
            b[i][j] = (float)(rng_double(&seed) - 0.5);
        }
    for (long r = 0; r < n; r++) {
        multiply();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                a[i][j] = c[j][i] * 0.2f;
    }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            sum = mix_double(sum, c[i][j]);
    report(sum);
    return 0;
}
