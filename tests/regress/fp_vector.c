/* FLAGS: -frounding-math -ftrapping-math -ffp-contract=off -lm
 *
 * As fp_exact, for vectors: whole and half registers, lanes that differ in kind. */
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef double v2d __attribute__((vector_size(16)));
typedef float v4f __attribute__((vector_size(16)));
typedef float v2f __attribute__((vector_size(8)));

#define OP(T, name, expr)                                                                      \
    static __attribute__((noinline)) T T##_##name(T x, T y, T z)                               \
    {                                                                                          \
        (void)y, (void)z;                                                                              \
        return expr;                                                                           \
    }
#if defined(__aarch64__)
#define FUSED(T, sz)                                                                           \
    static __attribute__((noinline)) T T##_fma(T x, T y, T z)                                  \
    {                                                                                          \
        __asm__("fmla %0." sz ", %1." sz ", %2." sz : "+w"(z) : "w"(x), "w"(y));                \
        return z;                                                                              \
    }                                                                                          \
    static __attribute__((noinline)) T T##_fms(T x, T y, T z)                                  \
    {                                                                                          \
        __asm__("fmls %0." sz ", %1." sz ", %2." sz : "+w"(z) : "w"(x), "w"(y));                \
        return z;                                                                              \
    }
#else
#define FUSED(T, sz) OP(T, fma, x * y + z) OP(T, fms, z - x * y)
#endif
#define OPS(T, sz)                                                                             \
    OP(T, add, x + y) OP(T, sub, x - y) OP(T, mul, x * y) OP(T, div, x / y)                     \
    OP(T, mix, (x * y + z) / (x - y)) OP(T, same, x * x + x) FUSED(T, sz)                      \
    static T (*const T##_ops[])(T, T, T) = { T##_add, T##_sub, T##_mul, T##_div,               \
                                             T##_mix, T##_same, T##_fma, T##_fms };
OPS(v2d, "2d")
OPS(v4f, "4s")
OPS(v2f, "2s")

static const uint64_t dvals[] = {
    0, 1, 0x0010000000000000, 0x000fffffffffffff, 0x2000000000000001, 0x1ffffffffffffffe,
    0x3ff0000000000000, 0x3ff0000000000001, 0x400921fb54442d18, 0x7fefffffffffffff,
    0x7ff0000000000000, 0x7ff4000000abcdef, 0x7ffc000000123456,
};
static const uint32_t fvals[] = {
    0, 1, 0x00800000, 0x007fffff, 0x20000001, 0x1ffffffe, 0x3f800000, 0x3f800001,
    0x40490fdb, 0x7f7fffff, 0x7f800000, 0x7fa0abcd, 0x7fc01234,
};
enum { NVALS = 13 };

static uint64_t seed, hash;

static uint32_t rnd(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33);
}

static void mix(const void *p, size_t n)
{
    const unsigned char *c = p;
    while (n--) {
        hash = (hash ^ *c++) * 1099511628211u;
    }
}

/* A number: special, any, or about 1. */
static void fill(void *p, unsigned bytes, unsigned size)
{
    for (unsigned i = 0; i < bytes; i += size) {
        unsigned kind = rnd() % 4, k = rnd() % (2 * NVALS);
        uint64_t x = (uint64_t)rnd() << 33 ^ (uint64_t)rnd() << 10 ^ rnd();
        if (kind == 0) {
            x = size == 8 ? dvals[k / 2] ^ (uint64_t)(k & 1) << 63
                          : fvals[k / 2] ^ (uint32_t)(k & 1) << 31;
        } else if (kind > 1) {
            x = size == 8 ? (x & 0x800fffffffffffff) + 0x3ff0000000000000
                          : (x & 0x807fffff) + 0x3f800000;
        }
        memcpy((char *)p + i, &x, size);
    }
}

#define RUN(T, size)                                                                           \
    for (unsigned o = 0; o < sizeof(T##_ops) / sizeof(T##_ops[0]); o++) {                      \
        printf(#T " %u", o);                                                                   \
        for (int m = 0; m < 4; m++) {                                                          \
            hash = 14695981039346656037u;                                                      \
            seed = 1;                                                                          \
            fesetround(modes[m]);                                                              \
            for (int i = 0; i < 3000; i++) {                                                   \
                T x, y, z, r;                                                                  \
                fill(&x, sizeof(x), size);                                                     \
                fill(&y, sizeof(y), size);                                                     \
                fill(&z, sizeof(z), size);                                                     \
                feclearexcept(FE_ALL_EXCEPT);                                                  \
                r = T##_ops[o](x, y, z);                                                       \
                int e = fetestexcept(FE_ALL_EXCEPT);                                           \
                mix(&r, sizeof(r));                                                            \
                mix(&e, sizeof(e));                                                            \
            }                                                                                  \
            fesetround(FE_TONEAREST);                                                          \
            printf(" %016llx", (unsigned long long)hash);                                      \
        }                                                                                      \
        printf("\n");                                                                          \
    }

int main(void)
{
    static const int modes[] = { FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };

    RUN(v2d, 8)
    RUN(v4f, 4)
    RUN(v2f, 4)
    return 0;
}
