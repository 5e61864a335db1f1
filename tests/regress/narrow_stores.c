/* Wide loads of what narrower stores have just written: all of it, parts, in other orders,
 * with other stores between them that do or do not overlap, after results that are NaNs. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t hash = 14695981039346656037u;

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 1099511628211u;
}

#if defined(__aarch64__)
#define ST4(v, at) "str %w[" #v "], [%[p], #" #at "]\n"
#define ST8(v, at) "str %[" #v "], [%[p], #" #at "]\n"
#define ST2(v, at) "strh %w[" #v "], [%[p], #" #at "]\n"
#define STF(v, at) "str %s[" #v "], [%[p], #" #at "]\n"
#define LD8(at) "ldr %[r], [%[p], #" #at "]\n"
#define ADDF(r, a, b) "fadd %s[" #r "], %s[" #a "], %s[" #b "]\n"
#define F "w"
#else
#define ST4(v, at) "sw %[" #v "], " #at "(%[p])\n"
#define ST8(v, at) "sd %[" #v "], " #at "(%[p])\n"
#define ST2(v, at) "sh %[" #v "], " #at "(%[p])\n"
#define STF(v, at) "fsw %[" #v "], " #at "(%[p])\n"
#define LD8(at) "ld %[r], " #at "(%[p])\n"
#define ADDF(r, a, b) "fadd.s %[" #r "], %[" #a "], %[" #b "]\n"
#define F "f"
#endif

#define TRY(code)                                                                              \
    do {                                                                                       \
        uint64_t r;                                                                            \
        __asm__ volatile(code                                                                  \
                         : [r] "=&r"(r), [h] "+&" F(h), [g] "+&" F(g)                          \
                         : [p] "r"(p), [x] "r"(x), [y] "r"(y), [f] F(f)                        \
                         : "memory");                                                          \
        mix(r);                                                                                \
    } while (0)

__attribute__((noinline)) static void words(char *p, uint64_t x, uint64_t y, float f)
{
    float g = f, h = f;

    TRY(ST4(x, 0) ST4(y, 4) LD8(0));
    TRY(ST4(x, 4) ST4(y, 0) LD8(0));
    TRY(ST4(x, 0) ST4(y, 4) ST4(y, 0) LD8(0));
    TRY(ST4(x, 0) ST4(y, 8) LD8(0));
    TRY(ST4(x, 8) ST4(y, 4) ST4(x, 12) LD8(8));
    TRY(ST8(x, 0) ST4(y, 4) LD8(0));
    TRY(ST4(x, 0) ST8(y, 8) ST4(y, 4) LD8(0));
    TRY(ST4(x, 0) ST4(x, 4) ST2(y, 2) LD8(0));
    TRY(ST2(x, 0) ST2(x, 2) ST4(y, 4) LD8(0));
    TRY(STF(f, 0) STF(f, 4) LD8(0));
    TRY(ADDF(h, f, g) STF(h, 0) ADDF(g, h, f) STF(g, 4) LD8(0));
    TRY(STF(f, 4) ADDF(h, g, f) STF(h, 0) ADDF(g, h, f) LD8(0) STF(g, 4));
    TRY(ST4(x, 0) ADDF(h, g, f) STF(h, 4) LD8(0));
    TRY(STF(f, 0) ADDF(h, g, f) STF(h, 4) ADDF(g, h, f) STF(g, 8) STF(f, 12) LD8(8));
}

#if defined(__aarch64__)
__attribute__((noinline)) static void quads(char *p, uint64_t x, uint64_t y, double d)
{
    uint64_t lo, hi;

#define QUAD(code)                                                                             \
    do {                                                                                       \
        __asm__ volatile(code "ldr q16, [%[p]]\nmov %[lo], v16.d[0]\nmov %[hi], v16.d[1]"      \
                         : [lo] "=&r"(lo), [hi] "=&r"(hi)                                      \
                         : [p] "r"(p), [x] "r"(x), [y] "r"(y), [d] "w"(d)                      \
                         : "memory", "v16");                                                   \
        mix(lo);                                                                               \
        mix(hi);                                                                               \
    } while (0)
    QUAD("stp %[x], %[y], [%[p]]\n");
    QUAD("stp %w[x], %w[y], [%[p]]\nstp %w[y], %w[x], [%[p], #8]\n");
    QUAD("stp %[x], %[y], [%[p]]\nstr %w[y], [%[p], #4]\n");
    QUAD("str %d[d], [%[p]]\nstr %[x], [%[p], #8]\n");
    QUAD("stp %d[d], %d[d], [%[p]]\n");
    QUAD("str %s[d], [%[p]]\nstr %w[x], [%[p], #4]\nstp %w[y], %w[x], [%[p], #8]\n");
}
#endif

int main(void)
{
    static const uint32_t floats[] = {0x3f800000, 0x7fc00123, 0xff800001, 0x7f800000, 0x00000001};
    _Alignas(16) char buf[64];

    for (unsigned i = 0; i < 40; i++) {
        uint64_t x = 0x9e3779b97f4a7c15u * (i + 1), y = x * x + i;
        float f;
        memcpy(&f, &floats[i % 5], 4);
        memset(buf, (int)i, sizeof(buf));
        words(buf + i % 16, x, y, f);
#if defined(__aarch64__)
        double d;
        memcpy(&d, &y, 8);
        quads(buf + i % 16, x, y, d);
#endif
        for (unsigned k = 0; k < sizeof(buf); k += 8) {
            uint64_t b;
            memcpy(&b, buf + k, 8);
            mix(b);
        }
    }
    printf("%016llx\n", (unsigned long long)hash);
    return 0;
}
