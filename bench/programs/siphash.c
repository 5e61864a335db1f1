// SPDX-License-Identifier: GPL-2.0-or-later
// SipHash-2-4 of many short keys: 64-bit adds, rotates and xors.
// bench: class=int n=22000000

#include "bench.h"

struct state {
    uint64_t a, b, c, d;
};

static uint64_t rotate(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static void rounds(struct state *s, int n)
{
    while (n--) {
        s->a += s->b;
        s->b = rotate(s->b, 13) ^ s->a;
        s->a = rotate(s->a, 32);
        s->c += s->d;
        s->d = rotate(s->d, 16) ^ s->c;
        s->a += s->d;
        s->d = rotate(s->d, 21) ^ s->a;
        s->c += s->b;
        s->b = rotate(s->b, 17) ^ s->c;
        s->c = rotate(s->c, 32);
    }
}

static uint64_t siphash(const uint8_t *p, size_t n, uint64_t k0, uint64_t k1)
{
    struct state s = {k0 ^ 0x736f6d6570736575ull, k1 ^ 0x646f72616e646f6dull,
                      k0 ^ 0x6c7967656e657261ull, k1 ^ 0x7465646279746573ull};
    uint64_t last = (uint64_t)n << 56, word;
    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&word, p, 8);
        s.d ^= word;
        rounds(&s, 2);
        s.a ^= word;
    }
    for (size_t i = 0; i < n; i++)
        last |= (uint64_t)p[i] << 8 * i;
    s.d ^= last;
    rounds(&s, 2);
    s.a ^= last;
    s.c ^= 0xff;
    rounds(&s, 4);
    return s.a ^ s.b ^ s.c ^ s.d;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint8_t key[64];
    uint64_t h = 0;
    for (unsigned i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)i;
    for (long i = 0; i < n; i++) {
        h = siphash(key + (h & 7), 5 + (size_t)(i & 31), h, (uint64_t)i);
        key[h & 63] ^= (uint8_t)(h >> 8);
    }
    report(h);
    return 0;
}
