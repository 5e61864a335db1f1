// SPDX-License-Identifier: GPL-2.0-or-later
// Base64 encoding and decoding.
// bench: class=int n=900

#include "bench.h"

enum { SIZE = 3 * 100000 };
static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t data[SIZE], back[SIZE], place[256];
static char text[SIZE / 3 * 4];

static void encode(void)
{
    char *out = text;
    for (int i = 0; i < SIZE; i += 3) {
        unsigned v = (unsigned)data[i] << 16 | (unsigned)data[i + 1] << 8 | data[i + 2];
        *out++ = alphabet[v >> 18];
        *out++ = alphabet[v >> 12 & 63];
        *out++ = alphabet[v >> 6 & 63];
        *out++ = alphabet[v & 63];
    }
}

static void decode(void)
{
    uint8_t *out = back;
    for (size_t i = 0; i < sizeof text; i += 4) {
        unsigned v = 0;
        for (int k = 0; k < 4; k++)
            v = v << 6 | place[(uint8_t)text[i + (size_t)k]];
        *out++ = (uint8_t)(v >> 16);
        *out++ = (uint8_t)(v >> 8);
        *out++ = (uint8_t)v;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 37, sum = 0;
    for (int i = 0; i < SIZE; i++)
        data[i] = (uint8_t)(rng(&seed) >> 56);
    for (unsigned i = 0; i < 64; i++)
        place[(uint8_t)alphabet[i]] = (uint8_t)i;
    for (long r = 0; r < n; r++) {
        encode();
        decode();
        if (memcmp(data, back, SIZE) != 0)
            return 1;
        for (size_t i = 0; i < SIZE; i += 64)
            data[i] = (uint8_t)(data[i] + text[i]);
        sum = mix(sum, data[r % SIZE]);
    }
    report(mix_bytes(sum, text, 1000));
    return 0;
}
