/* Functions with a thousand blocks: a large jump table, a long chain of conditions,
 * many live variables, a large stack frame. */
#include <stdint.h>
#include <stdio.h>

#define R4(m, n) m(n) m(n + 1) m(n + 2) m(n + 3)
#define R16(m, n) R4(m, n) R4(m, n + 4) R4(m, n + 8) R4(m, n + 12)
#define R64(m, n) R16(m, n) R16(m, n + 16) R16(m, n + 32) R16(m, n + 48)
#define R256(m, n) R64(m, n) R64(m, n + 64) R64(m, n + 128) R64(m, n + 192)
#define R1024(m, n) R256(m, n) R256(m, n + 256) R256(m, n + 512) R256(m, n + 768)

__attribute__((noinline)) static uint32_t table(uint32_t x, uint32_t which)
{
    switch (which) {
#define CASE(n)                                                                                \
    case n:                                                                                    \
        x = (x ^ ((n) * 2654435761u)) * ((n) | 1) + ((n) & 1 ? x >> 7 : x << 3);               \
        break;
        R1024(CASE, 0)
    }
    return x;
}

__attribute__((noinline)) static uint32_t chain(uint32_t x)
{
    uint32_t y = 0;
#define TEST(n)                                                                                \
    if ((x >> (n) % 29 & 3) == (n) % 4)                                                        \
        y += x ^ (n);                                                                          \
    else                                                                                       \
        x = x * 5 + n;
    R256(TEST, 0)
    return x ^ y;
}

__attribute__((noinline)) static uint64_t live(const volatile uint64_t *p)
{
#define FOUR(a, b, c, d)                                                                       \
    uint64_t v##a = p[a], v##b = p[b], v##c = p[c], v##d = p[d];
    FOUR(0, 1, 2, 3) FOUR(4, 5, 6, 7) FOUR(8, 9, 10, 11) FOUR(12, 13, 14, 15)
    FOUR(16, 17, 18, 19) FOUR(20, 21, 22, 23) FOUR(24, 25, 26, 27) FOUR(28, 29, 30, 31)
    FOUR(32, 33, 34, 35) FOUR(36, 37, 38, 39)
    for (int i = 0; i < 50; i++) {
        v0 += v39 ^ v1; v1 += v2 * 3; v2 ^= v3 >> 5; v3 -= v4; v4 += v5 << 2; v5 ^= v6;
        v6 += v7; v7 ^= v8 + i; v8 += v9; v9 -= v10 ^ v11; v10 += v12; v11 ^= v13; v12 += v14;
        v13 -= v15; v14 ^= v16; v15 += v17; v16 -= v18; v17 ^= v19; v18 += v20; v19 ^= v21;
        v20 += v22 * 7; v21 -= v23; v22 ^= v24; v23 += v25; v24 -= v26; v25 ^= v27; v26 += v28;
        v27 ^= v29; v28 += v30; v29 -= v31; v30 ^= v32; v31 += v33; v32 -= v34; v33 ^= v35;
        v34 += v36; v35 -= v37; v36 ^= v38; v37 += v39; v38 -= v0; v39 ^= v1 + v17;
    }
    return v0 ^ v5 ^ v10 ^ v15 ^ v20 ^ v25 ^ v30 ^ v35 ^ v39 ^ v7;
}

__attribute__((noinline)) static uint32_t frame(int n)
{
    volatile uint32_t a[50000];
    for (int i = 0; i < 50000; i++)
        a[i] = i * n;
    return a[n] + a[49999 - n];
}

int main(void)
{
    uint32_t x = 1;
    for (uint32_t i = 0; i < 20000; i++)
        x = table(x, (x >> 11 ^ i) % 1100);
    printf("%08x\n", x);
    for (int i = 0; i < 200; i++)
        x = chain(x + i);
    printf("%08x\n", x);
    uint64_t v[40];
    for (int i = 0; i < 40; i++)
        v[i] = i * 0x9e3779b97f4a7c15;
    printf("%016llx\n", (unsigned long long)live(v));
    printf("%u\n", frame(77));
    return 0;
}
