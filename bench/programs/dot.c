// SPDX-License-Identifier: GPL-2.0-or-later
// Dot products of float vectors, four sums at a time.
// bench: class=simd n=1100000

#include "simd.h"

enum { N = 4096, SHIFT = 64 };

int main(int argc, char **argv)
{
    static float x[N], y[N + SHIFT];
    long n = bench_size(argc, argv);
    uint64_t seed = 157, sum = 0;
    for (int i = 0; i < N; i++)
        x[i] = (float)(rng_double(&seed) - 0.5);
    for (int i = 0; i < N + SHIFT; i++)
        y[i] = (float)(rng_double(&seed) - 0.5);
    for (long r = 0; r < n; r++) {
        const float *from = y + r % SHIFT;
        f32x4 s0 = f32_all(0), s1 = s0, s2 = s0, s3 = s0;
        for (int i = 0; i < N; i += 16) {
            s0 = f32_add(s0, f32_mul(f32_load(x + i), f32_load(from + i)));
            s1 = f32_add(s1, f32_mul(f32_load(x + i + 4), f32_load(from + i + 4)));
            s2 = f32_add(s2, f32_mul(f32_load(x + i + 8), f32_load(from + i + 8)));
            s3 = f32_add(s3, f32_mul(f32_load(x + i + 12), f32_load(from + i + 12)));
        }
        sum = mix_double(sum, f32_sum(f32_add(f32_add(s0, s1), f32_add(s2, s3))));
    }
    report(sum);
    return 0;
}
