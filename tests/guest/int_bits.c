/* Shifts, rotates, bit fields, counting, byte and bit reversal. */
#include <stdint.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

NOINLINE uint32_t rol32(uint32_t x, unsigned n)
{
    return x << (n & 31) | x >> (-n & 31);
}

NOINLINE uint64_t ror64(uint64_t x, unsigned n)
{
    return x >> (n & 63) | x << (-n & 63);
}

NOINLINE uint32_t reverse32(uint32_t x)
{
    x = (x & 0x55555555) << 1 | (x >> 1 & 0x55555555);
    x = (x & 0x33333333) << 2 | (x >> 2 & 0x33333333);
    x = (x & 0x0f0f0f0f) << 4 | (x >> 4 & 0x0f0f0f0f);
    return __builtin_bswap32(x);
}

struct fields {
    unsigned a : 3;
    int b : 5;
    unsigned c : 11;
    int d : 13;
    uint64_t e : 37;
    int64_t f : 27;
};

NOINLINE void fill(struct fields *p, uint64_t x)
{
    p->a = x;
    p->b = x >> 3;
    p->c = x >> 8;
    p->d = x >> 19;
    p->e = x >> 7;
    p->f = x >> 37;
}

int main(void)
{
    uint64_t x = 0x9e3779b97f4a7c15;

    for (int i = 0; i < 70; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        uint64_t y = i < 64 ? 1ull << i : i & 1 ? 0 : ~0ull;
        uint32_t w = x, z = y;
        int64_t s = x;
        unsigned n = i & 63, m = i & 31;

        printf("%d: %llx %llx %llx %x %x %x", i, (unsigned long long)(x << n),
               (unsigned long long)(x >> n), (unsigned long long)(s >> n), w << m, w >> m,
               (uint32_t)((int32_t)w >> m));
        printf(" %x %llx %x", rol32(w, i), (unsigned long long)ror64(x, i), reverse32(w));
        printf(" pop %d %d par %d", __builtin_popcountll(x), __builtin_popcount(w),
               __builtin_parityll(x));
        printf(" clz %d %d ctz %d %d ffs %d cls %d %d", y ? __builtin_clzll(y) : -1,
               z ? __builtin_clz(z) : -1, y ? __builtin_ctzll(y) : -1, z ? __builtin_ctz(z) : -1,
               __builtin_ffsll(y), __builtin_clrsbll(s >> n), __builtin_clrsb((int32_t)w >> m));
        printf(" swap %x %x %llx\n", __builtin_bswap16(w), __builtin_bswap32(w),
               (unsigned long long)__builtin_bswap64(x));
    }

    struct fields f;
    for (int i = 0; i < 20; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        fill(&f, x);
        printf("%u %d %u %d %llx %lld\n", f.a, f.b, f.c, f.d, (unsigned long long)f.e,
               (long long)f.f);
    }

    for (int i = 0; i < 10; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        printf("%lld %lld %lld %llu %llu %llu\n", (long long)(int8_t)x, (long long)(int16_t)x,
               (long long)(int32_t)x, (unsigned long long)(uint8_t)x,
               (unsigned long long)(uint16_t)x, (unsigned long long)(uint32_t)x);
    }
    return 0;
}
