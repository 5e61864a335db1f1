/* FLAGS: -O2 -ffp-contract=off -fno-math-errno -frounding-math -ftrapping-math
 *
 * Flush-to-zero mode: the exception flags of operations on vectors of which some elements are
 * flushed and others are exact, inexact, or no longer tiny when rounded. */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const double doubles[] = {
    1.0,
    3.0,
    0x1p-1022,
    0x1.0000000000001p-1022,
    0x1.8p-600,
    0x1.fffffffffffffp-512,
    0x1p-511,
    -0x1.3p-1000,
    0x1.5555555555555p0,
    0.0,
    1e300,
    0x1p-1074,
    0x1.fffffffffffffp-1,
};
static const float floats[] = {
    1.0f,          3.0f, 0x1p-126f, 0x1.000002p-126f, 0x1.8p-100f,    0x1.fffffep-64f, 0x1p-63f,
    0x1.555554p0f, 0.0f, 1e38f,     0x1p-149f,        0x1.fffffep-1f,
};
enum { ND = sizeof(doubles) / sizeof(doubles[0]), NF = sizeof(floats) / sizeof(floats[0]) };

static uint64_t hash;

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 1099511628211u;
}

static unsigned fpsr(void)
{
    uint64_t f;
    __asm__ volatile("mrs %0, fpsr" : "=r"(f));
    return (unsigned)f & 0x9f;
}

#define TRY(type, e)                                                                           \
    do {                                                                                       \
        type r;                                                                                \
        __asm__ volatile("msr fpsr, %3" : "+w"(x), "+w"(y), "+w"(z) : "r"(0ul) : "memory");    \
        r = (e);                                                                               \
        __asm__ volatile("" : "+w"(r) : : "memory");                                           \
        unsigned f = fpsr();                                                                   \
        uint64_t u[2] = {0, 0};                                                                \
        memcpy(u, &r, sizeof(r));                                                              \
        mix(u[0]);                                                                             \
        mix(u[1]);                                                                             \
        mix(f);                                                                                \
        seen[f >> 3 & 1 | (f >> 4 & 1) << 1 | f >> 7 << 2]++;                                  \
    } while (0)

static void of_doubles(float64x2_t x, float64x2_t y, float64x2_t z, unsigned *seen)
{
    TRY(float64x2_t, vmulq_f64(x, y));
    TRY(float64x2_t, vdivq_f64(x, y));
    TRY(float64x2_t, vaddq_f64(x, y));
    TRY(float64x2_t, vfmaq_f64(z, x, y));
    TRY(float32x2_t, vcvt_f32_f64(x));
}

static void of_floats(float32x4_t x, float32x4_t y, float32x4_t z, unsigned *seen)
{
    TRY(float32x4_t, vmulq_f32(x, y));
    TRY(float32x4_t, vdivq_f32(x, y));
    TRY(float32x4_t, vsubq_f32(x, y));
    TRY(float32x4_t, vfmsq_f32(z, x, y));
    float32x2_t lx = vget_low_f32(x), ly = vget_low_f32(y);
    {
        float32x2_t x = lx, y = ly, z = ly;
        TRY(float32x2_t, vmul_f32(x, y));
        TRY(float32x2_t, vpadd_f32(x, y));
    }
}

int main(void)
{
    for (unsigned rounding = 0; rounding < 4; rounding++) {
        unsigned seen[8] = {0};
        uint64_t mode = 0x1000000ul | (uint64_t)rounding << 22;
        hash = 14695981039346656037u;
        __asm__ volatile("msr fpcr, %0" : : "r"(mode));
        for (unsigned i = 0; i < ND * ND; i++) {
            for (unsigned k = 0; k < ND; k += 2) {
                float64x2_t x = {doubles[i / ND], doubles[(i + k) % ND]};
                float64x2_t y = {doubles[i % ND], doubles[k]}, z = {0.0, doubles[(i + 3) % ND]};
                of_doubles(x, y, z, seen);
            }
        }
        for (unsigned i = 0; i < NF * NF; i++) {
            for (unsigned k = 0; k < NF; k += 2) {
                float32x4_t x = {floats[i / NF], floats[k], floats[(i + k) % NF], 1.0f};
                float32x4_t y = {floats[i % NF], floats[(i + 5) % NF], floats[k], 1.0f};
                float32x4_t z = {floats[(i + k + 1) % NF], 0.0f, floats[k], 0.0f};
                of_floats(x, y, z, seen);
            }
        }
        printf("%u %016llx", rounding, (unsigned long long)hash);
        for (unsigned i = 0; i < 8; i++) {
            printf(" %u", seen[i]);
        }
        printf("\n");
    }
    return 0;
}
