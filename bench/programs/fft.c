// SPDX-License-Identifier: GPL-2.0-or-later
// Radix-2 complex FFT and its inverse, twiddle factors by recurrence.
// bench: class=fp n=550 quick=140

#include "bench.h"
#include <math.h>

enum { LOG = 14, N = 1 << LOG };
static double re[N], im[N], wr[N / 2], wi[N / 2];

// Twiddles by repeated halving of the angle (half-angle formulas), so that
// only square roots, which are exact everywhere, are needed.
static void make_twiddles(void)
{
    wr[0] = 1;
    wi[0] = 0;
    double c = 0, s = 1; // angle pi/2, at index N/4
    wr[N / 4] = c;
    wi[N / 4] = s;
    for (int step = N / 8; step; step /= 2) {
        double half_c = sqrt((1 + c) / 2), half_s = sqrt((1 - c) / 2);
        c = half_c;
        s = half_s;
        for (int i = step; i < N / 2; i += 2 * step) {
            wr[i] = wr[i - step] * c - wi[i - step] * s;
            wi[i] = wr[i - step] * s + wi[i - step] * c;
        }
    }
}

static void fft(int inverse)
{
    for (unsigned i = 0, j = 0; i < N; i++) {
        if (i < j) {
            double t = re[i];
            re[i] = re[j];
            re[j] = t;
            t = im[i];
            im[i] = im[j];
            im[j] = t;
        }
        unsigned bit = N >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j |= bit;
    }
    for (int half = 1; half < N; half *= 2) {
        int stride = N / 2 / half;
        for (int i = 0; i < N; i += 2 * half)
            for (int k = 0; k < half; k++) {
                double c = wr[k * stride], s = inverse ? wi[k * stride] : -wi[k * stride];
                int p = i + k, q = p + half;
                double tr = re[q] * c - im[q] * s, ti = re[q] * s + im[q] * c;
                re[q] = re[p] - tr;
                im[q] = im[p] - ti;
                re[p] += tr;
                im[p] += ti;
            }
    }
    for (int i = 0; inverse && i < N; i++) {
        re[i] /= N;
        im[i] /= N;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 23, sum = 0;
    make_twiddles();
    for (int i = 0; i < N; i++)
        re[i] = rng_double(&seed) - 0.5;
    for (long r = 0; r < n; r++) {
        fft(0);
        fft(1);
    }
    for (int i = 0; i < N; i++)
        sum = mix_double(mix_double(sum, re[i]), im[i]);
    report(sum);
    return 0;
}
