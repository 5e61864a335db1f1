/* Scalar floating-point instructions: all conversions and roundings, fused forms,
 * half precision, immediate moves, FPCR modes (flush to zero, default NaN,
 * rounding) and FPSR flags.
 * FLAGS: -march=armv8.5-a+fp16
 * Modes that the host's floating point has not are the fallback's.
 * FALLBACK: yes */
#include <stdint.h>
#include <stdio.h>

static const uint64_t vals[] = {
    0, 0x8000000000000000, 0x3ff0000000000000, 0xbff8000000000000, 0x4004000000000000,
    0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000123, 0xfff0000000000456, 1,
    0x800fffffffffffff, 0x7fefffffffffffff, 0x41dfffffffe00000, 0xc1e0000000200000,
    0x43e0000000000000, 0x3fb999999999999a, 0x36a0000000000000, 0x380fffffe0000000,
    0x3f8000003f800001, 0x7f800001ff800000, 0x7c01fc003c005bff};
enum { N = sizeof vals / sizeof *vals };

/* The operands are in d1, d2, d3; the result in d0 (or x register %0). */
#define TEST(insn)                                                                             \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u, r, flags = 0, f;                                   \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                __asm__ volatile("fmov d1, %2\n fmov d2, %3\n fmov d3, %4\n movi d0, 0\n"      \
                                 "msr fpsr, xzr\n mov %0, 0\n" insn "\n"                       \
                                 "mrs %1, fpsr\n fmov x9, d0\n eor %0, %0, x9"                 \
                                 : "=&r"(r), "=&r"(f)                                          \
                                 : "r"(vals[i]), "r"(vals[j]), "r"(vals[(i + j) % N])          \
                                 : "v0", "v1", "v2", "v3", "x9", "cc");                        \
                h = (h ^ r ^ f << 48) * 1099511628211u;                                        \
                flags |= f;                                                                    \
            }                                                                                  \
        printf("%-24s %016llx %02llx\n", insn, (unsigned long long)h,                          \
               (unsigned long long)flags & 0x9f);                                              \
    } while (0)

static void all(void)
{
    TEST("fadd d0, d1, d2");
    TEST("fsub s0, s1, s2");
    TEST("fmul d0, d1, d2");
    TEST("fdiv s0, s1, s2");
    TEST("fnmul d0, d1, d2");
    TEST("fmadd d0, d1, d2, d3");
    TEST("fmsub s0, s1, s2, s3");
    TEST("fnmadd d0, d1, d2, d3");
    TEST("fnmsub d0, d1, d2, d3");
    TEST("fsqrt d0, d1");
    TEST("fmin d0, d1, d2");
    TEST("fmax s0, s1, s2");
    TEST("fminnm d0, d1, d2");
    TEST("fmaxnm s0, s1, s2");
    TEST("fabs d0, d1");
    TEST("fneg s0, s1");
    TEST("fcvt s0, d1");
    TEST("fcvt d0, s1");
    TEST("fcvt h0, d1");
    TEST("fcvt h0, s1");
    TEST("fcvt d0, h1");
    TEST("fcvt s0, h1");
    TEST("frintn d0, d1");
    TEST("frinta s0, s1");
    TEST("frintp d0, d1");
    TEST("frintm d0, d1");
    TEST("frintz s0, s1");
    TEST("frinti d0, d1");
    TEST("frintx s0, s1");
    TEST("frint32z d0, d1");
    TEST("frint64x s0, s1");
    TEST("fcvtzs %0, d1");
    TEST("fcvtzs %w0, d1");
    TEST("fcvtzu %0, s1");
    TEST("fcvtzu %w0, s1");
    TEST("fcvtns %0, d1");
    TEST("fcvtas %w0, s1");
    TEST("fcvtmu %0, d1");
    TEST("fcvtps %w0, d1");
    TEST("fcvtzs %0, d1, 12");
    TEST("fjcvtzs %w0, d1");
    TEST("scvtf d0, %2");
    TEST("scvtf s0, %2");
    TEST("ucvtf d0, %w2");
    TEST("ucvtf s0, %2, 20");
    TEST("fcmp d1, d2\n cset %w0, lt");
    TEST("fcmpe s1, s2\n cset %w0, vs");
    TEST("fadd h0, h1, h2");
    TEST("fmul h0, h1, h2");
    TEST("fmadd h0, h1, h2, h3");
    TEST("fsqrt h0, h1");
    TEST("fcvtzs %w0, h1");
    TEST("fadd v0.8h, v1.8h, v2.8h");
    TEST("frecpe d0, d1");
    TEST("frsqrts s0, s1, s2");
    TEST("fmulx d0, d1, d2");
    TEST("facgt d0, d1, d2");
    TEST("faddp d0, v1.2d");
    TEST("fmov d0, -0.125");
    TEST("fmov w9, s2\n fmov s0, w9\n fmov %w0, s1");
}

int main(void)
{
    static const struct {
        uint64_t fpcr;
        const char *name;
    } modes[] = {{0, "default"}, {1 << 24, "flush to zero"}, {1 << 25, "default NaN"},
                 {1 << 22, "up"}, {2 << 22, "down"}, {3 << 22 | 1 << 24 | 1 << 19, "zero, flush"},
                 {1 << 26, "alternative half precision"}};
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
        printf("%s\n", modes[i].name);
        uint64_t back;
        __asm__ volatile("msr fpcr, %1\n mrs %0, fpcr" : "=r"(back) : "r"(modes[i].fpcr));
        all();
        __asm__ volatile("msr fpcr, xzr");
        printf("fpcr %llx\n", (unsigned long long)back);
    }
    return 0;
}
