/* FLAGS: -frounding-math -ftrapping-math -ffp-contract=off -lm
 * VARIANTS: O2
 *
 * Chains of vector operations, whose tests share a branch: what comes in as a NaN, or becomes
 * one on the way, next to comparisons, conversions, loads and arithmetic on the bits. */
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef double v2d __attribute__((vector_size(16)));
typedef float v4f __attribute__((vector_size(16)));
typedef int64_t v2i __attribute__((vector_size(16)));
typedef int32_t v4i __attribute__((vector_size(16)));

static double table[16] = {1, 3, -5, 7, 0.1, -0.0, 11, 1e300, 2, -3, 5, 9, 1e-300, 4, 6, 8};

#define CHAINS(V, I, E, shift)                                                                 \
    static __attribute__((noinline)) V V##_sums(V x, V y, V z)                                 \
    {                                                                                          \
        return (x + y) - (y + z) + (x - z);                                                    \
    }                                                                                          \
    static __attribute__((noinline)) V V##_products(V x, V y, V z)                             \
    {                                                                                          \
        return x * y * z + (x * z - y) / (y + z);                                              \
    }                                                                                          \
    static __attribute__((noinline)) V V##_chosen(V x, V y, V z)                               \
    {                                                                                          \
        V a = x - y, b = x * z;                                                                \
        I m = a > b;                                                                           \
        V c = (V)(((I)(z / 3) & m) | ((I)(x / 7) & ~m));                                       \
        return c * (E)7 + a * b + z;                                                           \
    }                                                                                          \
    static __attribute__((noinline)) V V##_bits(V x, V y, V z)                                 \
    {                                                                                          \
        V a = x * y + z;                                                                       \
        V b = (V)((I)a + ((I){1} << shift));                                                   \
        return b * z + (V)(-(I)(a - x)) + a * y;                                               \
    }                                                                                          \
    static __attribute__((noinline)) V V##_addresses(V x, V y, V z)                            \
    {                                                                                          \
        V a = x + y, b = a * z;                                                                \
        b[0] += (E)table[(uint64_t)((I)a)[1] & 15];                                            \
        V c = b * a + x;                                                                       \
        table[(uint64_t)((I)c)[0] & 15] = (double)z[1];                                        \
        return c * y - a;                                                                      \
    }                                                                                          \
    static __attribute__((noinline)) V V##_converted(V x, V y, V z)                            \
    {                                                                                          \
        V a = x * y, b = a + z;                                                                \
        V c = __builtin_convertvector((I)b >> 7, V);                                           \
        return c * y + a - b;                                                                  \
    }                                                                                          \
    static __attribute__((noinline)) V V##_loops(V x, V y, V z)                                \
    {                                                                                          \
        V s = {0}, t = x;                                                                      \
        for (int i = 0; i < 5; i++) {                                                          \
            s = s + t * y;                                                                     \
            t = t * z - s;                                                                     \
            __asm__ volatile("");                                                              \
        }                                                                                      \
        return s / t;                                                                          \
    }                                                                                          \
    static V (*const V##_chains[])(V, V, V) = {V##_sums, V##_products,  V##_chosen,            \
                                               V##_bits, V##_addresses, V##_converted,         \
                                               V##_loops};
CHAINS(v2d, v2i, double, 52)
CHAINS(v4f, v4i, float, 23)
enum { CHAINS_COUNT = sizeof(v2d_chains) / sizeof(v2d_chains[0]), NVALS = 14, ROUNDS = 3000 };

static const uint64_t dvals[NVALS] = {
    0,
    1,
    0x0010000000000000,
    0x000fffffffffffff,
    0x2000000000000001,
    0x1ffffffffffffffe,
    0x3ff0000000000000,
    0x3ff0000000000001,
    0x4008000000000000,
    0x7fefffffffffffff,
    0x7ff0000000000000,
    0x7ff4000000abcdef,
    0x7ffc000000123456,
    0x4330000000000001,
};
static const uint32_t fvals[NVALS] = {
    0,          1,          0x00800000, 0x007fffff, 0x20000001, 0x1ffffffe, 0x3f800000,
    0x3f800001, 0x40400000, 0x7f7fffff, 0x7f800000, 0x7fa0abcd, 0x7fc01234, 0x4b000001,
};

static uint64_t seed, hash;

static uint32_t rnd(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33);
}

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
}

/* SPECIAL of 8 are special, the others about 1. */
static void fill(void *p, int is_double, unsigned special)
{
    for (unsigned i = 0; i < 16; i += is_double ? 8 : 4) {
        unsigned k = rnd() % NVALS, sign = rnd() & 1;
        uint64_t x = (uint64_t)rnd() << 33 ^ (uint64_t)rnd() << 10 ^ rnd();
        if (rnd() % 8 < special) {
            x = is_double ? dvals[k] ^ (uint64_t)sign << 63 : fvals[k] ^ (uint32_t)sign << 31;
        } else {
            x = is_double ? (x & 0x800fffffffffffff) + 0x3ff0000000000000
                          : (x & 0x807fffff) + 0x3f800000;
        }
        memcpy((char *)p + i, &x, is_double ? 8 : 4);
    }
}

int main(void)
{
    static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};

    for (unsigned c = 0; c < 2 * CHAINS_COUNT; c++) {
        int is_double = c < CHAINS_COUNT;
        hash = 0;
        seed = c;
        for (unsigned i = 0; i < ROUNDS; i++) {
            union {
                v2d d;
                v4f f;
                uint64_t u[2];
            } x, y, z, r;
            unsigned special = i % 4 == 0 ? 5 : i % 4 == 1 ? 1 : 0;
            fill(&x, is_double, special);
            fill(&y, is_double, special);
            fill(&z, is_double, special);
            feclearexcept(FE_ALL_EXCEPT);
            fesetround(modes[i / 4 % 4]);
            if (is_double) {
                r.d = v2d_chains[c](x.d, y.d, z.d);
            } else {
                r.f = v4f_chains[c - CHAINS_COUNT](x.f, y.f, z.f);
            }
            fesetround(FE_TONEAREST);
            mix(r.u[0]);
            mix(r.u[1]);
            mix((uint64_t)fetestexcept(FE_ALL_EXCEPT));
        }
        printf("%u %016llx\n", c, (unsigned long long)hash);
    }
    return 0;
}
