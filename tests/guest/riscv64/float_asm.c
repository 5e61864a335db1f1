/* Floating-point instructions with every static and dynamic rounding mode: flags,
 * NaN boxing, classification, sign injection, conversions, fused forms, CSRs.
 * Rounding modes that the host has not are the fallback's.
 * FALLBACK: yes */
#include <stdint.h>
#include <stdio.h>

static const uint64_t vals[] = {
    0, 0x8000000000000000, 0x3ff0000000000000, 0xbff8000000000000, 0x4004000000000000,
    0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000123, 0xfff0000000000456, 1,
    0x800fffffffffffff, 0x7fefffffffffffff, 0x41dfffffffe00000, 0xc1e0000000200000,
    0x43e0000000000000, 0x3fb999999999999a,
    /* single precision, boxed */
    0xffffffff3f800000, 0xffffffffc0200000, 0xffffffff7f800000, 0xffffffffff800001,
    0xffffffff00000001, 0xffffffff7f7fffff, 0xffffffff4f000000, 0xffffffff3dcccccd,
    /* not boxed properly */
    0xfffffffe3f800000};
enum { N = sizeof vals / sizeof *vals };

/* Operands in fa1, fa2, fa3 and %3; result in fa0 and %0. */
#define TEST(insn)                                                                             \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u, r, flags = 0, f;                                   \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                __asm__ volatile("fmv.d.x fa1, %2\n fmv.d.x fa2, %3\n fmv.d.x fa3, %4\n"       \
                                 "fmv.d.x fa0, zero\n fsflags zero\n li %0, 0\n" insn "\n"     \
                                 "frflags %1\n fmv.x.d t0, fa0\n xor %0, %0, t0"               \
                                 : "=&r"(r), "=&r"(f)                                          \
                                 : "r"(vals[i]), "r"(vals[j]), "r"(vals[(i + j) % N])          \
                                 : "fa0", "fa1", "fa2", "fa3", "t0");                          \
                h = (h ^ r ^ f << 48) * 1099511628211u;                                        \
                flags |= f;                                                                    \
            }                                                                                  \
        printf("%-32s %016llx %02llx\n", insn, (unsigned long long)h,                          \
               (unsigned long long)flags);                                                     \
    } while (0)

static void dynamic(void)
{
    TEST("fadd.d fa0, fa1, fa2");
    TEST("fsub.s fa0, fa1, fa2");
    TEST("fmul.d fa0, fa1, fa2");
    TEST("fmul.s fa0, fa1, fa2");
    TEST("fdiv.s fa0, fa1, fa2");
    TEST("fdiv.d fa0, fa1, fa2");
    TEST("fsqrt.d fa0, fa1");
    TEST("fsqrt.s fa0, fa1");
    TEST("fmadd.d fa0, fa1, fa2, fa3");
    TEST("fmsub.s fa0, fa1, fa2, fa3");
    TEST("fnmadd.d fa0, fa1, fa2, fa3");
    TEST("fnmsub.s fa0, fa1, fa2, fa3");
    TEST("fcvt.s.d fa0, fa1");
    TEST("fcvt.s.l fa0, %2");
    TEST("fcvt.d.lu fa0, %2");
    TEST("fcvt.s.wu fa0, %2");
    TEST("fcvt.l.d %0, fa1, dyn");
    TEST("fcvt.w.s %0, fa1, dyn");
}

int main(void)
{
    static const char *const names[] = {"rne", "rtz", "rdn", "rup", "rmm"};
    for (unsigned long rm = 0; rm < 5; rm++) {
        unsigned long old, now;
        __asm__ volatile("fsrm %0, %2\n frrm %1" : "=r"(old), "=r"(now) : "r"(rm));
        printf("mode %s: %lu\n", names[rm], now);
        dynamic();
    }
    /* The mode in the register must not matter to these. */
    __asm__ volatile("fsrmi 3");
    TEST("fcvt.w.d %0, fa1, rtz");
    TEST("fcvt.wu.d %0, fa1, rtz");
    TEST("fcvt.l.d %0, fa1, rne");
    TEST("fcvt.lu.d %0, fa1, rdn");
    TEST("fcvt.w.s %0, fa1, rup");
    TEST("fcvt.wu.s %0, fa1, rmm");
    TEST("fcvt.l.s %0, fa1, rtz");
    TEST("fcvt.lu.s %0, fa1, rtz");
    TEST("fadd.d fa0, fa1, fa2, rtz");
    TEST("fadd.s fa0, fa1, fa2, rdn");
    TEST("fmul.d fa0, fa1, fa2, rmm");
    TEST("fdiv.s fa0, fa1, fa2, rne");
    TEST("fmadd.d fa0, fa1, fa2, fa3, rtz");
    TEST("fcvt.d.w fa0, %2");
    TEST("fcvt.d.s fa0, fa1");
    TEST("fsgnj.d fa0, fa1, fa2");
    TEST("fsgnjn.s fa0, fa1, fa2");
    TEST("fsgnjx.d fa0, fa1, fa2");
    TEST("fmin.d fa0, fa1, fa2");
    TEST("fmax.d fa0, fa1, fa2");
    TEST("fmin.s fa0, fa1, fa2");
    TEST("fmax.s fa0, fa1, fa2");
    TEST("feq.d %0, fa1, fa2");
    TEST("flt.d %0, fa1, fa2");
    TEST("fle.s %0, fa1, fa2");
    TEST("fclass.d %0, fa1");
    TEST("fclass.s %0, fa1");
    TEST("fmv.x.w %0, fa1");
    TEST("fmv.w.x fa0, %2");
    TEST("fmv.s fa0, fa1");
    __asm__ volatile("fsrmi 0");

    unsigned long csr;
    __asm__ volatile("li t0, 0xff\n fscsr t0\n frcsr %0\n fscsr zero" : "=r"(csr) : : "t0");
    printf("fcsr %lx\n", csr);
    __asm__ volatile("csrwi fflags, 5\n csrsi fflags, 8\n csrci fflags, 1\n csrrw %0, fflags, zero"
                     : "=r"(csr));
    printf("fflags %lx\n", csr);
    static float f[2];
    static union {
        double d;
        unsigned long long u;
    } d[2];
    __asm__ volatile("fmv.d.x fa0, %0\n fsw fa0, 0(%1)\n fsd fa0, 0(%2)\n flw fa1, 0(%1)\n"
                     "fsd fa1, 8(%2)" : : "r"(0x3ff123453f999999), "r"(f), "r"(d)
                     : "fa0", "fa1", "memory");
    printf("%a %a %llx\n", f[0], d[0].d, d[1].u);
    return 0;
}
