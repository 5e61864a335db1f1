// SPDX-License-Identifier: GPL-2.0-or-later
// Blends two images of bytes with a varying weight.
// bench: class=simd n=70000 quick=18000

#include "simd.h"

enum { N = 1 << 14 };

int main(int argc, char **argv)
{
    static uint8_t a[N], b[N];
    long n = bench_size(argc, argv);
    uint64_t seed = 163;
    for (int i = 0; i < N; i++) {
        a[i] = (uint8_t)(rng(&seed) >> 56);
        b[i] = (uint8_t)(rng(&seed) >> 56);
    }
    for (long r = 0; r < n; r++) {
        unsigned k = 1 + (unsigned)(r * 37 % 255);
        for (int i = 0; i < N; i += 16) {
            u8x16 mixed = u8_blend(u8_load(a + i), u8_load(b + i), k);
            u8_store(a + i, u8_load(b + i));
            u8_store(b + i, mixed);
        }
        b[r % N] ^= 0x80;
    }
    report(mix_bytes(mix_bytes(0, a, N), b, N));
    return 0;
}
