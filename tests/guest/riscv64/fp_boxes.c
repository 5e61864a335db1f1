/* FLAGS: -O2
 *
 * Singles that are not boxed, in every kind of instruction, in loops, across calls and kept
 * in memory meanwhile. */
#include <stdint.h>
#include <stdio.h>

static uint64_t flags(void)
{
    uint64_t f;
    __asm__ volatile("csrrwi %0, fflags, 0" : "=r"(f));
    return f;
}

static void show(const char *what, uint64_t bits)
{
    printf("%-12s %016llx %llx\n", what, (unsigned long long)bits, (unsigned long long)flags());
}

/* An operation on the 64 bits A, B and C in f registers; all 64 bits of the result. */
#define TRY(insn, a, b, c)                                                                     \
    do {                                                                                       \
        uint64_t r;                                                                            \
        __asm__ volatile("fmv.d.x ft0, %1\n fmv.d.x ft1, %2\n fmv.d.x ft2, %3\n"               \
                         "fmv.d.x ft3, zero\n" insn "\n fmv.x.d %0, ft3"                       \
                         : "=r"(r)                                                             \
                         : "r"(a), "r"(b), "r"(c)                                              \
                         : "ft0", "ft1", "ft2", "ft3");                                        \
        show(insn, r);                                                                         \
    } while (0)

#define TRY_INT(insn, a, b)                                                                    \
    do {                                                                                       \
        uint64_t r;                                                                            \
        __asm__ volatile("fmv.d.x ft0, %1\n fmv.d.x ft1, %2\n" insn                            \
                         : "=r"(r)                                                             \
                         : "r"(a), "r"(b)                                                      \
                         : "ft0", "ft1");                                                      \
        show(#insn, r);                                                                        \
    } while (0)

static void all(uint64_t a, uint64_t b, uint64_t c)
{
    TRY("fadd.s ft3, ft0, ft1", a, b, c);
    TRY("fmul.s ft3, ft0, ft1", a, b, c);
    TRY("fdiv.s ft3, ft0, ft1", a, b, c);
    TRY("fsqrt.s ft3, ft0", a, b, c);
    TRY("fmadd.s ft3, ft0, ft1, ft2", a, b, c);
    TRY("fnmsub.s ft3, ft0, ft1, ft2", a, b, c);
    TRY("fmin.s ft3, ft0, ft1", a, b, c);
    TRY("fmax.s ft3, ft0, ft1", a, b, c);
    TRY("fsgnj.s ft3, ft0, ft1", a, b, c);
    TRY("fsgnjn.s ft3, ft0, ft1", a, b, c);
    TRY("fsgnjx.s ft3, ft0, ft1", a, b, c);
    TRY("fmv.s ft3, ft0", a, b, c);
    TRY("fneg.s ft3, ft0", a, b, c);
    TRY("fabs.s ft3, ft0", a, b, c);
    TRY("fcvt.d.s ft3, ft0", a, b, c);
    TRY("fmv.d ft3, ft0", a, b, c);
    TRY("fsgnj.s ft0, ft1, ft0\n fmv.d ft3, ft0", a, b, c);
    TRY("fadd.s ft0, ft0, ft1\n fmul.s ft1, ft0, ft2\n fsub.s ft3, ft1, ft0", a, b, c);
    TRY("fadd.d ft0, ft0, ft1\n fadd.s ft3, ft0, ft2", a, b, c);
    TRY("fadd.s ft0, ft0, ft1\n fadd.d ft3, ft0, ft2", a, b, c);
    TRY("fsqrt.d ft0, ft0\n fsgnj.s ft3, ft0, ft1", a, b, c);
    TRY_INT("fmv.x.w %0, ft0", a, b);
    TRY_INT("fclass.s %0, ft0", a, b);
    TRY_INT("feq.s %0, ft0, ft1", a, b);
    TRY_INT("flt.s %0, ft0, ft1", a, b);
    TRY_INT("fle.s %0, ft0, ft1", a, b);
    TRY_INT("fcvt.w.s %0, ft0", a, b);
    TRY_INT("fcvt.lu.s %0, ft0, rtz", a, b);
}

/* In a register over a loop, perhaps badly boxed at first; with a poll at its header. */
static void loop(uint64_t start, uint64_t step, long n)
{
    uint64_t r, s, low;
    __asm__ volatile("fmv.d.x ft0, %3\n fmv.d.x ft1, %4\n fmv.d.x ft2, %3\n"
                     "1: fadd.s ft0, ft0, ft1\n fmul.s ft3, ft0, ft1\n"
                     "flt.s t0, ft3, ft0\n beqz t0, 2f\n fneg.s ft1, ft1\n 2:\n"
                     "addi %5, %5, -1\n bnez %5, 1b\n"
                     "fmv.x.d %0, ft0\n fmv.x.d %1, ft1\n fmv.x.d %2, ft2\n"
                     : "=&r"(r), "=&r"(s), "=&r"(low)
                     : "r"(start), "r"(step), "r"(n)
                     : "ft0", "ft1", "ft2", "ft3", "t0", "memory");
    show("loop", r);
    show("", s);
    show("", low);
}

static __attribute__((noinline)) uint64_t nothing(uint64_t x)
{
    __asm__ volatile("" : "+r"(x));
    return x;
}

/* A callee-saved register, across a call and back from memory. */
static void across(uint64_t bits)
{
    register double d __asm__("fs0");
    uint64_t r;
    __asm__ volatile("fmv.d.x %0, %1" : "=f"(d) : "r"(bits));
    nothing(1);
    __asm__ volatile("fadd.s ft0, %1, %1\n fmv.x.d %0, ft0" : "=r"(r) : "f"(d) : "ft0");
    show("across", r);
    __asm__ volatile("fmv.x.d %0, %1" : "=r"(r) : "f"(d));
    show("kept", r);
}

int main(void)
{
    static const uint64_t v[] = {
        0xffffffff3fc00000, 0xffffffffc0490fdb, 0xffffffff7fc00000, 0xffffffff7f800001,
        0xffffffff00000001, 0xffffffff7f7fffff, 0xfffffffe3fc00000, 0x000000003fc00000,
        0x3ff8000000000000, 0x7fffffff7f800000, 0xffffffff80000000, 0x7ff0000000000001,
    };
    enum { N = sizeof(v) / sizeof(v[0]) };

    for (int i = 0; i < N; i++) {
        for (int k = 0; k < N; k++) {
            all(v[i], v[k], v[(i + 2 * k) % N]);
        }
        loop(v[i], v[(i + 1) % N], 5);
        loop(v[i], v[0], 9);
        across(v[i]);
    }
    return 0;
}
