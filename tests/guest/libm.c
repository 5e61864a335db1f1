/* The C library's mathematical functions, in hexadecimal; float, double and
 * 128-bit long double (soft float in both guests). */
#include <complex.h>
#include <math.h>
#include <stdio.h>

#define ONE(fn)                                                                                \
    do {                                                                                       \
        printf("%-8s", #fn);                                                                    \
        for (int i = 0; i < N; i++)                                                            \
            printf(" %a", fn(v[i]));                                                            \
        printf("\n%-8s", #fn "f");                                                              \
        for (int i = 0; i < N; i++)                                                            \
            printf(" %a", (double)fn##f((float)v[i]));                                          \
        printf("\n");                                                                          \
    } while (0)

int main(void)
{
    static volatile double v[] = {0.0, -0.0, 0.1, -0.5, 0.9999, 1.0, 2.5, -7.25, 100.0, 1e-8, 1e10,
                                  710.5, __builtin_inf()};
    enum { N = sizeof v / sizeof *v };

    ONE(sin); ONE(cos); ONE(tan); ONE(asin); ONE(acos); ONE(atan);
    ONE(sinh); ONE(cosh); ONE(tanh); ONE(asinh); ONE(acosh); ONE(atanh);
    ONE(exp); ONE(exp2); ONE(expm1); ONE(log); ONE(log2); ONE(log10); ONE(log1p);
    ONE(cbrt); ONE(erf); ONE(erfc); ONE(lgamma); ONE(tgamma); ONE(logb);
    ONE(j0); ONE(y1);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j += 2)
            printf("%a %a %a ", pow(v[i], v[j]), atan2(v[i], v[j]), (double)powf(v[i], v[j]));
    printf("\n");

    volatile long double x = 1.25L, y = 3;
    printf("%La %La %La %La\n", x / y, x * y - 1, x + 1e-30L, -x);
    printf("%La %La %La\n", sqrtl(y), sinl(x), powl(y, x));
    printf("%d %d %ld %a\n", x < y, x == y, (long)(x * 1000), (double)(x / y));

    double complex z = csqrt(-3 + 4 * I) * cexp(I * x);
    printf("%a %a\n", creal(z), cimag(z));
    return 0;
}
