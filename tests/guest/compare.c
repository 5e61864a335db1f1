/* Every condition, signed and unsigned, as branch, as value and as select. */
#include <stdint.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

#define CMP(name, type, op)                                                                    \
    NOINLINE int name(type a, type b)                                                          \
    {                                                                                          \
        int r = a op b;                                                                        \
        type s = a op b ? a : b;                                                               \
        if (a op b)                                                                            \
            r |= 2;                                                                            \
        if (s == a)                                                                            \
            r |= 4;                                                                            \
        if ((a op b) ^ (b op a))                                                               \
            r |= 8;                                                                            \
        if (a op 100)                                                                          \
            r |= 16;                                                                           \
        if (a op 0)                                                                            \
            r |= 32;                                                                           \
        return r;                                                                              \
    }

#define FAMILY(p, type)                                                                        \
    CMP(p##eq, type, ==)                                                                       \
    CMP(p##ne, type, !=)                                                                       \
    CMP(p##lt, type, <)                                                                        \
    CMP(p##le, type, <=)                                                                       \
    CMP(p##gt, type, >)                                                                        \
    CMP(p##ge, type, >=)

FAMILY(s8, int8_t)
FAMILY(u16, uint16_t)
FAMILY(s32, int32_t)
FAMILY(u32, uint32_t)
FAMILY(s64, int64_t)
FAMILY(u64, uint64_t)

/* Conditions that combine several flags or comparisons. */
NOINLINE int chain(int64_t a, int64_t b, uint64_t c)
{
    if (a < b && c > 10)
        return 1;
    if (a == b || (c & 8))
        return 2;
    if (a > b && (uint64_t)b < c && a != 5)
        return 3;
    return a + b < 0 ? 4 : a - b > 0 ? 5 : (a & b) == 0 ? 6 : 7;
}

NOINLINE int64_t clamp(int64_t x, int64_t lo, int64_t hi)
{
    return x < lo ? lo : x > hi ? hi : x;
}

int main(void)
{
    static volatile int64_t v[] = {0, 1, -1, 99, 100, 101, -100, 127, 128, 0x7fffffff, 0x80000000,
                                   0xffffffff, INT64_MAX, INT64_MIN};
    enum { N = sizeof v / sizeof *v };

#define ROW(p) p##eq(a, b), p##ne(a, b), p##lt(a, b), p##le(a, b), p##gt(a, b), p##ge(a, b)
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            int64_t a = v[i], b = v[j];
            printf("%2d %2d: %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x", i, j,
                   ROW(s8), ROW(u16), ROW(s32));
            printf(" %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x %x c%d\n", ROW(u32),
                   ROW(s64), ROW(u64), chain(a, b, i));
        }
    for (int i = 0; i < N; i++)
        printf("%lld ", (long long)clamp(v[i], -50, 120));
    printf("\n");
    return 0;
}
