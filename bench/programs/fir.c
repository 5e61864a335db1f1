// SPDX-License-Identifier: GPL-2.0-or-later
// Audio-like filters on floats: a 32-tap FIR and two biquads in a row.
// bench: class=fp n=2200

#include "bench.h"

enum { SAMPLES = 16384, TAPS = 32 };
static float in[SAMPLES + TAPS], out[SAMPLES], tap[TAPS];

static void fir(void)
{
    for (int i = 0; i < SAMPLES; i++) {
        float sum = 0;
        for (int k = 0; k < TAPS; k++)
            sum += in[i + k] * tap[k];
        out[i] = sum;
    }
}

struct biquad {
    float b0, b1, b2, a1, a2, z1, z2;
};

static float filter(struct biquad *f, float x)
{
    float y = f->b0 * x + f->z1;
    f->z1 = f->b1 * x - f->a1 * y + f->z2;
    f->z2 = f->b2 * x - f->a2 * y;
    return y;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 139, sum = 0;
    struct biquad low = {0.2f, 0.4f, 0.2f, -0.37f, 0.19f, 0, 0};
    struct biquad high = {0.6f, -1.2f, 0.6f, -1.0f, 0.4f, 0, 0};
    for (int i = 0; i < SAMPLES + TAPS; i++)
        in[i] = (float)(rng_double(&seed) - 0.5);
    for (int k = 0; k < TAPS; k++)
        tap[k] = 1.0f / (float)(1 + (k - TAPS / 2) * (k - TAPS / 2));
    for (long r = 0; r < n; r++) {
        fir();
        for (int i = 0; i < SAMPLES; i++)
            in[i] = filter(&high, filter(&low, out[i])) * 0.5f + 0.01f * (float)(i % 7 - 3);
        sum = mix_double(sum, in[r % SAMPLES]);
    }
    report(sum);
    return 0;
}
