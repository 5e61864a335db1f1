/* Rotations by a register, to both sides, of 32 and 64 bits; and what only looks like one: a
 * shift by another count, of another value, or with a sign. */
#include <stdint.h>
#include <stdio.h>

#define NOINLINE static __attribute__((noinline))

NOINLINE uint32_t left(uint32_t x, unsigned n)
{
    return x << (n & 31) | x >> (-n & 31);
}
NOINLINE uint32_t right(uint32_t x, unsigned n)
{
    return x >> (n & 31) | x << (-n & 31);
}
NOINLINE uint64_t left64(uint64_t x, unsigned n)
{
    return x << (n & 63) | x >> (-n & 63);
}
NOINLINE uint32_t other_value(uint32_t x, uint32_t y, unsigned n)
{
    return x << (n & 31) | y >> (-n & 31);
}
NOINLINE uint32_t other_count(uint32_t x, unsigned n, unsigned m)
{
    return x << (n & 31) | x >> (-m & 31);
}
NOINLINE uint32_t less_one(uint32_t x, unsigned n)
{
    return x << (n & 31) | x >> (~n & 31);
}
NOINLINE uint32_t with_sign(uint32_t x, unsigned n)
{
    return x << (n & 31) | (uint32_t)((int32_t)x >> (-n & 31));
}
NOINLINE int64_t wide(int32_t x, unsigned n)
{
    return (int64_t)(int32_t)((uint32_t)x << (n & 31) | (uint32_t)x >> (-n & 31)) * 3;
}
NOINLINE uint32_t same_count(uint32_t x, unsigned n)
{
    return x << (n & 31) | x >> (n & 31);
}

NOINLINE uint32_t in_loop(const uint32_t *v, const uint8_t *by, int n)
{
    uint32_t a = 1, b = 2;
    for (int i = 0; i < n; i++) {
        uint32_t t = a + v[i];
        a = b + (t << (by[i] & 31) | t >> (-by[i] & 31));
        b = t;
    }
    return a ^ b;
}

int main(void)
{
    static const uint32_t v[] = {0,          1,          0x80000000, 0x7fffffff,
                                 0xffffffff, 0x12345678, 0xdeadbeef};
    static const uint8_t by[] = {7, 12, 17, 22, 0, 31, 32};
    static const unsigned counts[] = {0, 1, 7, 16, 31, 32, 33, 63, 64, 200, -1u, -5u, 1u << 31};

    for (unsigned i = 0; i < sizeof(v) / sizeof(*v); i++)
        for (unsigned k = 0; k < sizeof(counts) / sizeof(*counts); k++) {
            uint32_t x = v[i];
            unsigned n = counts[k];
            printf("%08x %u: %08x %08x %016llx %08x %08x %08x %08x %lld %08x\n", x, n,
                   left(x, n), right(x, n), (unsigned long long)left64(x * 0x100000001ull, n),
                   other_value(x, ~x, n), other_count(x, n, n + 1), less_one(x, n),
                   with_sign(x, n), (long long)wide((int32_t)x, n), same_count(x, n));
        }
    printf("%08x\n", in_loop(v, by, sizeof(v) / sizeof(*v)));
    return 0;
}
