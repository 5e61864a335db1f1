// SPDX-License-Identifier: GPL-2.0-or-later
// SHA-256 of a buffer, over and over. The constants are computed at start.
// bench: class=int n=800 quick=200

#include "bench.h"

typedef unsigned __int128 u128;

static uint32_t k[64];

// The first 32 bits of the fractional part of the root of order ORDER of x.
static uint32_t root_fraction(unsigned x, int order)
{
    uint64_t low = 0, high = UINT64_C(1) << 38; // fixed point, 32 fraction bits
    while (high - low > 1) {
        uint64_t mid = (low + high) / 2;
        u128 power = (u128)mid * mid;
        u128 wanted = (u128)x << 64;
        if (order == 3) {
            power *= mid;
            wanted <<= 32;
        }
        if (power > wanted)
            high = mid;
        else
            low = mid;
    }
    return (uint32_t)low;
}

static uint32_t initial[8];

static void make_constants(void)
{
    int n = 0;
    for (unsigned x = 2; n < 64; x++) {
        int prime = 1;
        for (unsigned d = 2; d * d <= x; d++)
            prime &= x % d != 0;
        if (!prime)
            continue;
        if (n < 8)
            initial[n] = root_fraction(x, 2);
        k[n++] = root_fraction(x, 3);
    }
}

static uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) {
        uint32_t v;
        memcpy(&v, block + 4 * i, 4);
        w[i] = __builtin_bswap32(v);
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t t1 = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
                      ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t t2 = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                      ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof s[0]);
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

static void sha256(const uint8_t *data, size_t size, uint32_t state[8])
{
    uint8_t last[128] = {0};
    size_t tail = size % 64, padded = tail < 56 ? 64 : 128;
    memcpy(state, initial, sizeof initial);
    for (size_t i = 0; i + 64 <= size; i += 64)
        compress(state, data + i);
    memcpy(last, data + size - tail, tail);
    last[tail] = 0x80;
    for (int i = 0; i < 8; i++)
        last[padded - 1 - (size_t)i] = (uint8_t)(size * 8 >> 8 * i);
    for (size_t i = 0; i < padded; i += 64)
        compress(state, last + i);
}

int main(int argc, char **argv)
{
    static uint8_t data[1 << 16];
    long n = bench_size(argc, argv);
    uint32_t state[8];
    make_constants();
    sha256((const uint8_t *)"abc", 3, state);
    printf("abc %08x%08x\n", state[0], state[7]);
    for (long i = 0; i < n; i++) {
        sha256(data, sizeof data - (size_t)(i % 100), state);
        memcpy(data + i * 32 % (long)sizeof data, state, sizeof state);
    }
    for (int i = 0; i < 8; i++)
        printf("%08x", state[i]);
    printf("\n");
    return 0;
}
