/* float and double arithmetic and comparisons on special values, shown as bits:
 * NaN payloads, infinities, denormals, signed zeros. */
#include "fp_bits.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NOINLINE __attribute__((noinline))

static const uint64_t d_bits[] = {
    0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000,
    0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0xfff8000000001234,
    0x7ff0000000000001, 0xfff4deadbeef0000, 0x0000000000000001, 0x800fffffffffffff,
    0x0010000000000000, 0x7fefffffffffffff, 0x3ff0000000000001, 0x4340000000000001,
    0x3ca0000000000000, 0x400921fb54442d18};
static const uint32_t f_bits[] = {
    0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000,
    0x7fc00000, 0xffc01234, 0x7f800001, 0xffa5beef, 0x00000001, 0x807fffff,
    0x00800000, 0x7f7fffff, 0x3f800001, 0x4b800001, 0x33800000, 0x40490fdb};
enum { N = sizeof d_bits / sizeof *d_bits };

#define OPS(T, p)                                                                              \
    NOINLINE T p##add(T a, T b) { return a + b; }                                              \
    NOINLINE T p##sub(T a, T b) { return a - b; }                                              \
    NOINLINE T p##mul(T a, T b) { return a * b; }                                              \
    NOINLINE T p##div(T a, T b) { return a / b; }                                              \
    NOINLINE T p##neg(T a) { return -a; }                                                      \
    NOINLINE int p##cmp(T a, T b)                                                              \
    {                                                                                          \
        return (a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3 | (a == b) << 4 |        \
               (a != b) << 5 | isunordered(a, b) << 6 | isless(a, b) << 7 |                    \
               islessgreater(a, b) << 8;                                                       \
    }                                                                                          \
    NOINLINE int p##branch(T a, T b)                                                           \
    {                                                                                          \
        if (a < b)                                                                             \
            return 1;                                                                          \
        if (!(a <= b))                                                                         \
            return 2;                                                                          \
        return a == b ? 3 : 4;                                                                 \
    }
OPS(double, d)
OPS(float, f)

int main(void)
{
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double a = from(d_bits[i]), b = from(d_bits[j]);
            float x = ffrom(f_bits[i]), y = ffrom(f_bits[j]);
            printf("%d %d %llx %llx %llx %llx %x/%d", i, j, bits(dadd(a, b)),
                   bits(dsub(a, b)), bits(dmul(a, b)),
                   bits(ddiv(a, b)), dcmp(a, b), dbranch(a, b));
            printf(" %x %x %x %x %x/%d\n", fbits(fadd(x, y)), fbits(fsub(x, y)), fbits(fmul(x, y)),
                   fbits(fdiv(x, y)), fcmp(x, y), fbranch(x, y));
        }
    for (int i = 0; i < N; i++) {
        double a = from(d_bits[i]);
        float x = ffrom(f_bits[i]);
        printf("%d %llx %llx %llx %x %x %x", i, bits(dneg(a)),
               bits(fabs(a)), bits(copysign(1, a)),
               fbits(fneg(x)), fbits(fabsf(x)), fbits(copysignf(2, x)));
        printf(" %llx %x %d%d%d%d%d\n", bits((double)x), fbits((float)a),
               !!isnan(a), !!isinf(a), !!isnormal(a), !!signbit(a), fpclassify(x));
    }
    return 0;
}
