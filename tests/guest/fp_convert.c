/* Conversions between floating point and integers of all widths, out of range
 * and NaN included (done by one instruction each, so the guest defines them). */
#include <stdint.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

#define TO(T, I, name)                                                                         \
    NOINLINE I name(T x)                                                                       \
    {                                                                                          \
        return (I)x;                                                                           \
    }
TO(double, int32_t, d_s32)
TO(double, uint32_t, d_u32)
TO(double, int64_t, d_s64)
TO(double, uint64_t, d_u64)
TO(float, int32_t, f_s32)
TO(float, uint32_t, f_u32)
TO(float, int64_t, f_s64)
TO(float, uint64_t, f_u64)
TO(int32_t, double, s32_d)
TO(uint32_t, double, u32_d)
TO(int64_t, double, s64_d)
TO(uint64_t, double, u64_d)
TO(int32_t, float, s32_f)
TO(uint32_t, float, u32_f)
TO(int64_t, float, s64_f)
TO(uint64_t, float, u64_f)

int main(void)
{
    static volatile double v[] = {
        0.0, -0.0, 0.5, -0.5, 0.999999999, -0.999999999, 1.5, -1.5, 2147483647.0, 2147483648.0,
        -2147483648.0, -2147483649.0, 4294967295.0, 4294967296.0, 9223372036854774784.0,
        9223372036854775808.0, -9223372036854775808.0, -9223372036854777856.0,
        18446744073709549568.0, 18446744073709551616.0, 1e300, -1e300, 1e-300, -1.0, -100.75,
        __builtin_inf(), -__builtin_inf(), __builtin_nan(""), -__builtin_nan("7")};
    static volatile int64_t n[] = {0, 1, -1, 16777217, -16777217, INT32_MAX, INT32_MIN, UINT32_MAX,
                                   9007199254740993, -9007199254740993, INT64_MAX, INT64_MIN,
                                   0x7fffff4000000001, 0x7fffffffffffff00, 0x8000008000000001};

    for (unsigned i = 0; i < sizeof v / sizeof *v; i++) {
        double d = v[i];
        printf("%a: %d %u %lld %llu", d, d_s32(d), d_u32(d), (long long)d_s64(d),
               (unsigned long long)d_u64(d));
        printf(" | %d %u %lld %llu %a\n", f_s32(d), f_u32(d), (long long)f_s64(d),
               (unsigned long long)f_u64(d), (float)d);
    }
    for (unsigned i = 0; i < sizeof n / sizeof *n; i++) {
        int64_t k = n[i];
        printf("%lld: %a %a %a %a | %a %a %a %a\n", (long long)k, s32_d(k), u32_d(k), s64_d(k),
               u64_d(k), s32_f(k), u32_f(k), s64_f(k), u64_f(k));
    }
    return 0;
}
