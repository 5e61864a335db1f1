/* 128-bit arithmetic: multiply high, carry chains, division through libgcc. */
#include <stdint.h>
#include <stdio.h>

typedef unsigned __int128 u128;
typedef __int128 s128;

static void show(const char *what, u128 v)
{
    printf("%s %016llx%016llx\n", what, (unsigned long long)(v >> 64), (unsigned long long)v);
}

static uint64_t mulhu(uint64_t a, uint64_t b)
{
    return (u128)a * b >> 64;
}

static int64_t mulh(int64_t a, int64_t b)
{
    return (s128)a * b >> 64;
}

static int64_t mulhsu(int64_t a, uint64_t b)
{
    return (s128)a * (s128)(u128)b >> 64;
}

int main(void)
{
    static volatile uint64_t v[] = {0, 1, 2, 0x7fffffffffffffff, 0x8000000000000000,
                                    0xffffffffffffffff, 0x123456789abcdef0, 0xfedcba9876543210,
                                    0x100000000, 0xffffffff};
    enum { N = sizeof v / sizeof *v };

    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            uint64_t a = v[i], b = v[j];
            printf("%d %d %llx %llx %llx\n", i, j, (unsigned long long)mulhu(a, b),
                   (unsigned long long)mulh(a, b), (unsigned long long)mulhsu(a, b));
        }

    for (int i = 0; i < N; i++) {
        u128 a = (u128)v[i] << 64 | v[(i + 3) % N], b = (u128)v[(i + 5) % N] << 64 | v[(i + 7) % N];
        show("add", a + b);
        show("sub", a - b);
        show("mul", a * b);
        show("neg", -a);
        show("shl", a << (i * 13 % 128));
        show("shr", a >> (i * 13 % 128));
        show("sar", (s128)a >> (i * 29 % 128));
        if (b) {
            show("div", a / b);
            show("rem", a % b);
            show("sdiv", b == (u128)-1 ? 0 : (s128)a / (s128)b);
        }
        printf("cmp %d%d%d%d\n", a < b, a <= b, (s128)a < (s128)b, a == b);
    }

    /* A four-word addition with an explicit carry. */
    uint64_t x[4] = {v[5], v[5], v[5], v[3]}, y[4] = {v[1], 0, 0, v[2]}, r[4];
    unsigned carry = 0;
    for (int i = 0; i < 4; i++) {
        uint64_t t;
        unsigned c1 = __builtin_add_overflow(x[i], y[i], &t);
        unsigned c2 = __builtin_add_overflow(t, (uint64_t)carry, &r[i]);
        carry = c1 | c2;
    }
    printf("sum %llx %llx %llx %llx carry %u\n", (unsigned long long)r[3],
           (unsigned long long)r[2], (unsigned long long)r[1], (unsigned long long)r[0], carry);
    return 0;
}
