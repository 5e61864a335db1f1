/* Overflow builtins at every width and signedness, and saturation built from them. */
#include <stdint.h>
#include <stdio.h>

static const int64_t vals[] = {0, 1, -1, 100, -100, 127, -128, 255, 32767, -32768, 65535,
                               INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN, 1ll << 32,
                               3037000500ll, -3037000500ll};
enum { N = sizeof vals / sizeof *vals };

#define TEST(type, op)                                                                         \
    do {                                                                                       \
        unsigned over = 0;                                                                     \
        uint64_t h = 0;                                                                        \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                volatile type a = (type)vals[i], b = (type)vals[j];                            \
                type r;                                                                        \
                over += __builtin_##op##_overflow(a, b, &r);                                   \
                h = h * 31 + (uint64_t)r;                                                      \
            }                                                                                  \
        printf("%s %s %u %016llx\n", #type, #op, over, (unsigned long long)h);                 \
    } while (0)

#define ALL(type)                                                                              \
    TEST(type, add);                                                                           \
    TEST(type, sub);                                                                           \
    TEST(type, mul)

static int32_t sat_add(int32_t a, int32_t b)
{
    int32_t r;
    return __builtin_add_overflow(a, b, &r) ? (a < 0 ? INT32_MIN : INT32_MAX) : r;
}

int main(void)
{
    ALL(int8_t);
    ALL(uint8_t);
    ALL(int16_t);
    ALL(uint16_t);
    ALL(int32_t);
    ALL(uint32_t);
    ALL(int64_t);
    ALL(uint64_t);
    for (int i = 0; i < N; i++) {
        volatile int32_t a = vals[i];
        int64_t mixed;
        int o = __builtin_add_overflow((uint32_t)a, (int64_t)vals[N - 1 - i], &mixed);
        printf("%d %d %d %lld\n", sat_add(a, INT32_MAX - 5), sat_add(a, INT32_MIN + 5), o,
               (long long)mixed);
    }
    return 0;
}
