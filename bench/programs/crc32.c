// SPDX-License-Identifier: GPL-2.0-or-later
// CRC-32 by one table and by eight tables at once.
// bench: class=int n=1000 quick=250

#include "bench.h"

enum { SIZE = 1 << 17 };
static uint32_t table[8][256];
static uint8_t data[SIZE];

static uint32_t by_byte(const uint8_t *p, size_t n)
{
    uint32_t crc = ~0u;
    while (n--)
        crc = crc >> 8 ^ table[0][(crc ^ *p++) & 0xff];
    return ~crc;
}

static uint32_t by_eight(const uint8_t *p, size_t n)
{
    uint32_t crc = ~0u;
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        v ^= crc;
        crc = 0;
        for (int i = 0; i < 8; i++)
            crc ^= table[7 - i][v >> 8 * i & 0xff];
    }
    while (n--)
        crc = crc >> 8 ^ table[0][(crc ^ *p++) & 0xff];
    return ~crc;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 41, sum = 0;
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (-(crc & 1) & 0xedb88320u);
        table[0][i] = crc;
    }
    for (int t = 1; t < 8; t++)
        for (int i = 0; i < 256; i++)
            table[t][i] = table[t - 1][i] >> 8 ^ table[0][table[t - 1][i] & 0xff];
    for (int i = 0; i < SIZE; i++)
        data[i] = (uint8_t)(rng(&seed) >> 56);
    for (long r = 0; r < n; r++) {
        size_t from = (size_t)r % 64;
        uint32_t a = by_byte(data + from, SIZE - from), b = by_eight(data + from, SIZE - from);
        if (a != b)
            return 1;
        data[a % SIZE] ^= 1;
        sum = mix(sum, a);
    }
    report(sum);
    return 0;
}
