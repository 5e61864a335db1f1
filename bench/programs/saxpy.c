// SPDX-License-Identifier: GPL-2.0-or-later
// y = a * x + y on vectors of floats.
// bench: class=simd n=600000 quick=130000

#include "simd.h"

enum { N = 4096 };

int main(int argc, char **argv)
{
    static float x[N], y[N];
    long n = bench_size(argc, argv);
    uint64_t seed = 151, sum = 0;
    for (int i = 0; i < N; i++) {
        x[i] = (float)(rng_double(&seed) - 0.5);
        y[i] = (float)rng_double(&seed);
    }
    for (long r = 0; r < n; r++) {
        f32x4 a = f32_all((float)(r % 16 - 8) * 0.125f), decay = f32_all(0.5f);
        for (int i = 0; i < N; i += 4)
            f32_store(y + i,
                      f32_add(f32_mul(a, f32_load(x + i)), f32_mul(decay, f32_load(y + i))));
    }
    for (int i = 0; i < N; i++)
        sum = mix_double(sum, y[i]);
    report(sum);
    return 0;
}
