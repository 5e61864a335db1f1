/* Sums of 32-bit integers and constants, their signs, as indices, and compared; with constants
 * so often that they are kept in registers. */
#include <stdint.h>
#include <stdio.h>

static const int32_t values[] = {
    0,          1,           -1,         2,           77,
    -77,        0x7ffffffe,  0x7fffffff, -0x7fffffff, -0x7fffffff - 1,
    0x40000000, -0x40000000, 0xffff,     0x10000};
enum { N = sizeof(values) / sizeof(values[0]) };
static long table[64];

__attribute__((noinline)) static uint64_t sums(const int32_t *v, int n, uint64_t hash)
{
    for (int i = 0; i < n; i++) {
        int32_t a = (int32_t)((uint32_t)v[i] + 1), b = (int32_t)((uint32_t)v[i] - 1);
        uint32_t c = (uint32_t)v[i] + 1;

        hash = hash * 31 + (uint64_t)(int64_t)a;
        hash = hash * 31 + (uint64_t)(int64_t)b;
        hash = hash * 31 + (uint64_t)c;
        hash = hash * 31 + (uint64_t)(int64_t)(int32_t)(c ^ 0x1fffu);
        hash = hash * 31 + (uint64_t)((c & 0xfffff000u) | 1);
        table[(c + 1) & 63] += a;
        hash += (uint64_t)table[(uint32_t)(c - 1) & 63];
    }
    return hash;
}

__attribute__((noinline)) static unsigned compares(int32_t x, int32_t y)
{
    int32_t a = (int32_t)((uint32_t)x + 1), b = (int32_t)((uint32_t)y - 1);
    unsigned r = 0;

    r |= (unsigned)(a < b) << 0 | (unsigned)(a <= y) << 1 | (unsigned)(a == b) << 2;
    r |= (unsigned)((uint32_t)a < (uint32_t)b) << 3 | (unsigned)((uint32_t)x > (uint32_t)b)
                                                          << 4;
    r |= (unsigned)(a < 0) << 5 | (unsigned)(b != 0) << 6 | (unsigned)(a > -1) << 7;
    r |= (unsigned)((int32_t)((uint32_t)a + 1) == y) << 8;
    return r;
}

__attribute__((noinline)) static int steps(uint32_t from, int32_t to)
{
    int n = 0;

    for (int32_t i = (int32_t)from; i != to; i = (int32_t)((uint32_t)i + 1)) {
        n += i < 0 ? 1 : 2;
    }
    return n;
}

int main(void)
{
    uint64_t hash = 0;

    for (int i = 0; i < 3; i++) {
        hash = sums(values, N, hash);
        printf("%016llx\n", (unsigned long long)hash);
    }
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < N; k++) {
            printf("%03x%c", compares(values[i], values[k]), k == N - 1 ? '\n' : ' ');
        }
    }
    printf("%d %d\n", steps(0x7ffffff0u, -0x7ffffff0), steps(0xfffffff0u, 5));
    return 0;
}
