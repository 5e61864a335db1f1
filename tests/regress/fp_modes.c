/* FLAGS: -frounding-math -ftrapping-math -ffp-contract=off -lm
 *
 * Modes that the host does not have, set, used and reset in one function: Arm's
 * flush-to-zero and default NaN, RISC-V's rounding of ties away from zero. Then flags
 * that are read between operations of one function.
 * Modes that the host's floating point has not are the fallback's.
 * FALLBACK: yes */
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile double tiny = 3e-310, one = 1, three = 3, big = 1e300, half = 4503599627370496.5;
static volatile float ftiny = 1e-40f;

static void show(const char *what, double x)
{
    uint64_t b;
    memcpy(&b, &x, 8);
    printf("%s %016llx\n", what, (unsigned long long)b);
}

static void set_mode(uint64_t mode)
{
#if defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(mode << 22));
#elif defined(__riscv)
    __asm__ volatile("fsrm %0" : : "r"(mode));
#else
    (void)mode;
#endif
}

static void use(void)
{
    double nan = 0;
    uint64_t payload = 0x7ff800000000abcd;

    memcpy(&nan, &payload, 8);
    show("sum", tiny + tiny);
    show("product", tiny * three);
    show("third", one / three);
    show("tie", half + one);
    show("nan", nan + one);
    show("single", ftiny + (double)(ftiny * 2));
    printf("flags %x\n", (unsigned)fetestexcept(FE_ALL_EXCEPT));
    feclearexcept(FE_ALL_EXCEPT);
}

int main(void)
{
    /* Arm: RMode in the low bits, then FZ and DN; RISC-V: frm. */
    static const uint64_t modes[] = { 0, 4, 1, 2, 3,
#if defined(__aarch64__)
                                      8, 12, 6,
#endif
                                      0 };
    double x;

    for (unsigned i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        set_mode(modes[i]);
        x = tiny * one + big / three;
        set_mode(0);
        show("inline", x);
        set_mode(modes[i]);
        use();
    }
    set_mode(0);
    for (int i = 0; i < 4; i++) {
        x = i & 1 ? one / three : one + one;
        printf("inexact %d", !!fetestexcept(FE_INEXACT));
        x += big * big;
        printf(" overflow %d", !!fetestexcept(FE_OVERFLOW));
        feclearexcept(FE_INEXACT);
        x += one / (one - one);
        printf(" %x", (unsigned)fetestexcept(FE_ALL_EXCEPT));
        x -= x;
        printf(" %x\n", (unsigned)fetestexcept(FE_ALL_EXCEPT));
        feclearexcept(FE_ALL_EXCEPT);
    }
    return 0;
}
