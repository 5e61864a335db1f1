/* fma, sqrt, min, max, remainder and scaling on ordinary and special values. */
#include "fp_bits.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NOINLINE __attribute__((noinline))

/* The four sign forms that both guests have an instruction for. */
NOINLINE double madd(double a, double b, double c) { return fma(a, b, c); }
NOINLINE double msub(double a, double b, double c) { return fma(a, b, -c); }
NOINLINE double nmadd(double a, double b, double c) { return -fma(a, b, c); }
NOINLINE double nmsub(double a, double b, double c) { return fma(-a, b, c); }
NOINLINE float fmadd_s(float a, float b, float c) { return fmaf(a, b, c); }
NOINLINE float fnmsub_s(float a, float b, float c) { return fmaf(-a, b, c); }

int main(void)
{
    static volatile double v[] = {0.0, -0.0, 1.0, -1.0, 0.1, 3.0, 1e308, -1e308, 5e-324, 1e-310,
                                  1 + 0x1p-52, 1 - 0x1p-53, __builtin_inf(), -__builtin_inf(),
                                  __builtin_nan("0x123")};
    enum { N = sizeof v / sizeof *v };

    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double a = v[i], b = v[j], c = v[(i * 7 + j * 3) % N];
            printf("%d %d %llx %llx %llx %llx %x %x", i, j, bits(madd(a, b, c)),
                   bits(msub(a, b, c)), bits(nmadd(a, b, c)), bits(nmsub(a, b, c)),
                   fbits(fmadd_s(a, b, c)), fbits(fnmsub_s(a, b, c)));
            printf(" %llx %llx %x %x\n", bits(fmin(a, b)), bits(fmax(a, b)), fbits(fminf(a, b)),
                   fbits(fmaxf(b, a)));
        }
    for (int i = 0; i < N; i++) {
        double a = v[i];
        int e = 0;
        double m = frexp(a, &e), whole, part = modf(a, &whole);
        printf("%d sqrt %llx %x scale %llx %llx frexp %llx modf %llx %llx next %llx\n", i,
               bits(sqrt(a)), fbits(sqrtf(a)), bits(ldexp(a, 10)), bits(scalbn(a, -1030)), bits(m),
               bits(part), bits(whole), bits(nextafter(a, 2)));
        printf("  fmod %llx remainder %llx fdim %llx hypot %llx\n", bits(fmod(a, 0.3)),
               bits(remainder(a, 0.3)), bits(fdim(a, 1)), bits(hypot(a, 1)));
    }

    /* Sums whose last bit tells whether each operation rounded exactly once. */
    double s = 0, k = 1;
    float f = 0;
    for (int i = 0; i < 20000; i++) {
        k = fma(k, 1.0000001, 1e-9 * i);
        s += sqrt(k) / (i + 1);
        f = fmaf(f, 0.999f, (float)s);
    }
    printf("%a %a %a\n", k, s, (double)f);
    return 0;
}
