/* FLAGS: -O2 -lm
 *
 * Exception flags that are read and put back around operations which raise some, in one
 * block and over several, or look at in between. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

static void show(const char *what, uint64_t kept, uint64_t value)
{
    uint64_t f;
    __asm__ volatile("frflags %0" : "=r"(f));
    printf("%-8s kept %llx value %llx flags %llx\n", what, (unsigned long long)kept,
           (unsigned long long)value, (unsigned long long)f);
}

#define TRY(name, code)                                                                        \
    do {                                                                                       \
        uint64_t t = 77, u = 0;                                                                \
        __asm__ volatile("fsflags %3\n" code                                                   \
                         : "+&r"(t), "+&r"(u)                                                  \
                         : "f"(x), "r"(before), "f"(y), "r"(n)                                 \
                         : "ft0", "ft1", "t0", "t1");                                          \
        show(name, t, u);                                                                      \
    } while (0)

static void all(double x, double y, long before, long n)
{
    TRY("floor", "frflags %0\n fcvt.l.d %1, %2, rdn\n fsflags %0");
    TRY("unread", "frflags t0\n fcvt.l.d %1, %2, rup\n fsflags t0");
    TRY("rtz", "frflags t0\n fcvt.w.d %1, %2, rtz\n fcvt.d.w ft0, %1\n fsflags t0");
    TRY("dyn", "frflags t0\n fcvt.lu.d %1, %2\n fsflags t0");
    TRY("back", "frflags t0\n fcvt.l.d %1, %2, rne\n fcvt.d.l ft0, %1, rne\n fsflags t0\n"
                "fmv.x.d %1, ft0");
    TRY("round", "frflags t0\n fcvt.d.l ft0, %5\n fsflags t0\n fmv.x.d %1, ft0");
    TRY("compare", "frflags %0\n flt.d %1, %2, %4\n fsflags %0");
    TRY("branch", "frflags t0\n flt.d t1, %2, %4\n beqz t1, 1f\n fcvt.l.d %1, %2, rdn\n"
                  "fsflags t0\n 1:\n");
    TRY("skip", "frflags t0\n flt.d t1, %2, %4\n beqz t1, 1f\n fcvt.l.d %1, %2, rdn\n"
                "1: fsflags t0");
    TRY("divide", "frflags t0\n fdiv.d ft0, %2, %4\n fsflags t0\n fmv.x.d %1, ft0");
    TRY("late", "frflags t0\n fdiv.d ft0, %2, %4\n beqz t0, 1f\n nop\n 1:\n"
                "fcvt.l.d %1, %2, rdn\n fsflags t0");
    TRY("look", "frflags t0\n fcvt.l.d t1, %2, rdn\n frflags %1\n fsflags t0");
    TRY("look2", "frflags t0\n fcvt.l.d t1, %2, rdn\n fsflags t0\n frflags %0\n"
                 "fcvt.l.d %1, %4, rdn");
    TRY("other", "frflags t0\n addi t0, t0, 1\n andi t0, t0, 31\n fcvt.l.d %1, %2, rdn\n"
                 "fsflags t0");
    TRY("swap", "frflags t0\n fcvt.l.d t1, %2, rdn\n fsflags %1, t0");
    TRY("loop", "frflags t0\n li t1, 3\n 1: fcvt.l.d %1, %2, rdn\n fsflags t0\n"
                "addi t1, t1, -1\n bnez t1, 1b\n");
    TRY("loop2", "li t1, 3\n 1: frflags t0\n fcvt.l.d %1, %2, rdn\n fsflags t0\n"
                 "fcvt.s.d ft0, %2\n addi t1, t1, -1\n bnez t1, 1b\n");
    TRY("mode", "frrm %0\n fsrmi 3\n frrm %1\n fcvt.l.d t1, %2\n fsrm %0\n add %1, %1, t1");
}

int main(void)
{
    static const double v[] = {0.0, -0.0, 1.0, 1.5, -2.5, 1e300, -1e300, 0x1p52 + 0.5, 4e18,
                               1e-310, __builtin_inf(), __builtin_nan("")};
    enum { N = sizeof(v) / sizeof(v[0]) };

    for (int i = 0; i < N; i++) {
        for (long before = 0; before < 32; before += 15) {
            all(v[i], v[(5 * i + 1) % N], before, (1l << 53) + i);
            volatile double x = v[i];
            __asm__ volatile("fsflags %0" : : "r"(before));
            double r = floor(x) + ceil(x * 0.75) + trunc(x) + round(x) + rint(x) + nearbyint(x);
            uint64_t b;
            __builtin_memcpy(&b, &r, 8);
            show("libm", 0, b);
            long n = x > -1e9 && x < 1e9 ? lround(x) + lrint(x) : 0;
            show("lround", 0, (uint64_t)n);
        }
    }
    return 0;
}
