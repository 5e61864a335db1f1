// SPDX-License-Identifier: GPL-2.0-or-later
// MD5 of a buffer, over and over.
// bench: class=int n=2800

#include "bench.h"

// floor(2^32 * abs(sin(i + 1))), which is how MD5 defines them.
static const uint32_t sine[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
    0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
    0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
    0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
    0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
    0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
    0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
    0xeb86d391,
};

static const uint8_t shift[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void compress(uint32_t state[4], const uint8_t *block)
{
    uint32_t m[16], a = state[0], b = state[1], c = state[2], d = state[3];
    memcpy(m, block, sizeof m);
    for (unsigned i = 0; i < 64; i++) {
        uint32_t f;
        unsigned g;
        switch (i / 16) {
        case 0:
            f = (b & c) | (~b & d);
            g = i;
            break;
        case 1:
            f = (d & b) | (~d & c);
            g = 5 * i + 1;
            break;
        case 2:
            f = b ^ c ^ d;
            g = 3 * i + 5;
            break;
        default:
            f = c ^ (b | ~d);
            g = 7 * i;
            break;
        }
        f += a + sine[i] + m[g % 16];
        unsigned n = shift[i / 16][i % 4];
        a = d;
        d = c;
        c = b;
        b += f << n | f >> (32 - n);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void md5(const uint8_t *data, size_t size, uint32_t state[4])
{
    uint8_t last[128] = {0};
    size_t tail = size % 64, padded = tail < 56 ? 64 : 128;
    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    for (size_t i = 0; i + 64 <= size; i += 64)
        compress(state, data + i);
    memcpy(last, data + size - tail, tail);
    last[tail] = 0x80;
    for (int i = 0; i < 8; i++)
        last[padded - 8 + (size_t)i] = (uint8_t)(size * 8 >> 8 * i);
    for (size_t i = 0; i < padded; i += 64)
        compress(state, last + i);
}

int main(int argc, char **argv)
{
    static uint8_t data[1 << 16];
    long n = bench_size(argc, argv);
    uint32_t state[4];
    md5((const uint8_t *)"abc", 3, state);
    printf("abc %08x\n", __builtin_bswap32(state[0]));
    for (long i = 0; i < n; i++) {
        md5(data, sizeof data - (size_t)(i % 100), state);
        memcpy(data + i * 16 % (long)sizeof data, state, sizeof state);
    }
    printf("%08x%08x%08x%08x\n", state[0], state[1], state[2], state[3]);
    return 0;
}
