/* Add, subtract, multiply, divide and remainder at every width, with edge values. */
#include <stdint.h>
#include <stdio.h>

static const int64_t vals[] = {0, 1, -1, 2, -2, 7, -7, 127, 128, -128, 255, 256, 32767, -32768,
                               65535, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN,
                               0x123456789abcdef, -0x123456789abcdef, 0x5555555555555555};
enum { N = sizeof vals / sizeof *vals };

#define SHOW(type, ops)                                                                        \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u;                                                    \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                volatile type va = (type)vals[i], vb = (type)vals[j];                          \
                type a = va, b = vb;                                                           \
                (void)b;                                                                       \
                h = (h ^ (uint64_t)(type)(ops)) * 1099511628211u;                              \
            }                                                                                  \
        printf("%-9s %-28s %016llx\n", #type, #ops, (unsigned long long)h);                    \
    } while (0)

#define UNSIGNED(type)                                                                         \
    SHOW(type, a + b);                                                                         \
    SHOW(type, a - b);                                                                         \
    SHOW(type, a * b);                                                                         \
    SHOW(type, b ? a / b : 0);                                                                 \
    SHOW(type, b ? a % b : 0);                                                                 \
    SHOW(type, -a);                                                                            \
    SHOW(type, ~a);                                                                            \
    SHOW(type, a & b);                                                                         \
    SHOW(type, a | ~b);                                                                        \
    SHOW(type, a ^ b);                                                                         \
    SHOW(type, a * 10 + b / 3);                                                                \
    SHOW(type, a / 7);                                                                         \
    SHOW(type, a % 10);                                                                        \
    SHOW(type, a / 641);                                                                       \
    SHOW(type, a / 16 + a % 16)

#define SIGNED(type, utype)                                                                    \
    SHOW(type, b && b != -1 ? a / b : 0);                                                      \
    SHOW(type, b && b != -1 ? a % b : 0);                                                      \
    SHOW(type, (utype)a * (utype)b);                                                           \
    SHOW(type, a / 7);                                                                         \
    SHOW(type, a % 10);                                                                        \
    SHOW(type, a / -3);                                                                        \
    SHOW(type, a / 16);                                                                        \
    SHOW(type, a % 16);                                                                        \
    SHOW(type, a >> 3)

int main(void)
{
    UNSIGNED(uint8_t);
    UNSIGNED(uint16_t);
    UNSIGNED(uint32_t);
    UNSIGNED(uint64_t);
    SIGNED(int8_t, uint8_t);
    SIGNED(int16_t, uint16_t);
    SIGNED(int32_t, uint32_t);
    SIGNED(int64_t, uint64_t);

    volatile int64_t one = 1;
    printf("%lld %lld %lld\n", (long long)(INT64_MAX / (one + 1)), (long long)(-7 / (one + 1)),
           (long long)(-7 % (one + 1)));
    return 0;
}
