/*
 * Prefetches of every form: of memory that is there, of none, of addresses with a tag, between
 * operations on numbers. They change nothing and never fault.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static uint64_t data[4096];

#define KEEP __attribute__((noinline, noclone))

#ifdef __aarch64__
#define FORM(op, address)                                                                      \
    __asm__ volatile("prfm " op ", " address : : "r"(p), "r"(i) : "memory")
KEEP static void all_forms(const void *p, uint64_t i)
{
    FORM("pldl1keep", "[%0]");
    FORM("pldl1strm", "[%0, #32760]");
    FORM("pldl2keep", "[%0, #-1]");
    FORM("pldl2strm", "[%0, #-256]");
    FORM("pldl3keep", "[%0, %1]");
    FORM("pldl3strm", "[%0, %1, lsl #3]");
    FORM("pstl1keep", "[%0, %w1, uxtw]");
    FORM("pstl1strm", "[%0, %w1, uxtw #3]");
    FORM("pstl2keep", "[%0, %w1, sxtw]");
    FORM("pstl2strm", "[%0, %w1, sxtw #3]");
    FORM("pstl3keep", "[%0, %1, sxtx]");
    FORM("pstl3strm", "[%0, %1, sxtx #3]");
    FORM("pldl1keep", "[%0, xzr]");
    FORM("pldl1keep", "[%0, wzr, uxtw]");
    FORM("plil1keep", "[%0]");
    FORM("plil2strm", "[%0, %1]");
    FORM("#7", "[%0]");
    FORM("#31", "[%0, #8]");
    __asm__ volatile(
        "prfm pldl1keep, [sp]\n prfm pstl1keep, [sp, #128]\n prfm pldl1keep, 0f\n0:");
}
#else
/* prefetch.i, .r and .w, and others beside them. */
#define FORM(kind, register)                                                                   \
    __asm__ volatile(".insn i 0x13, 6, x0, " register ", " kind : : "r"(p))
KEEP static void all_forms(const void *p, uint64_t i)
{
    (void)i;
    FORM("0", "%0");
    FORM("1", "%0");
    FORM("3", "%0");
    FORM("0x7e1", "%0");
    FORM("-0x7fd", "%0");
    FORM("-31", "%0");
    FORM("2", "%0");
    FORM("4", "%0");
    FORM("1", "x0");
    FORM("3", "sp");
}
#endif

/* In loops, with floating point results on their way, and what the compiler makes. */
KEEP static double sums(const double *x, int n)
{
    double s = 0, t = 1;
    for (int i = 0; i < n; i++) {
        s += x[i] * t;
        __builtin_prefetch(x + i + 64, 0, 3);
        t = t * 0.5 + s;
        __builtin_prefetch((const void *)(uintptr_t)i, 1, 1);
    }
    return s + t;
}

KEEP static uint64_t list(uint64_t at, int n)
{
    uint64_t h = 0;
    while (n--) {
        const uint64_t *p = &data[at & 4095];
        __builtin_prefetch(p + 8, 0, 0);
        __builtin_prefetch(p - 8, 1, 2);
        at = *p + h;
        h = h * 31 + at;
        all_forms(p, at & 7);
    }
    return h;
}

int main(void)
{
    static double x[300];

    for (unsigned i = 0; i < 4096; i++) {
        data[i] = i * 0x9e3779b97f4a7c15u >> 7;
    }
    for (int i = 0; i < 300; i++) {
        x[i] = i % 13 * 0.25 - 1;
    }
    printf("%016" PRIx64 "\n", list(5, 1000));
    printf("%a\n", sums(x, 300));
    all_forms(NULL, 0);
    all_forms(NULL, UINT64_MAX);
    all_forms((void *)-1, 1);
    all_forms((void *)0x8000000000000000, 0x7fffffffffffffff);
    all_forms((void *)((uintptr_t)data | 0xabull << 56), 0x5a00000000000000);
    all_forms(main, 0x80000000);
    printf("%016" PRIx64 "\n", list(77, 100));
    return 0;
}
