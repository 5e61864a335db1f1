/* Rounding modes: arithmetic, conversions and rint in each of the four, also
 * across calls and in loops that change the mode.
 * FLAGS: -frounding-math */
#include <fenv.h>
#include <math.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

static const struct {
    int mode;
    const char *name;
} modes[] = {{FE_TONEAREST, "nearest"}, {FE_UPWARD, "up"}, {FE_DOWNWARD, "down"},
             {FE_TOWARDZERO, "zero"}};

NOINLINE double third(double x)
{
    return x / 3;
}

NOINLINE double harmonic(int n)
{
    double s = 0;
    for (int i = 1; i <= n; i++)
        s += 1.0 / i;
    return s;
}

NOINLINE double sandwich(volatile double x)
{
    volatile double a = x / 3;
    fesetround(FE_UPWARD);
    volatile double b = x / 3;
    fesetround(FE_DOWNWARD);
    volatile double c = x / 3;
    fesetround(FE_TONEAREST);
    return (b - c) / a;
}

int main(void)
{
    static volatile double v[] = {0.5, 1.5, 2.5, -0.5, -2.5, 0.49999999999999994, 1e16, -1.1, 0.1,
                                  4503599627370497.5, 1e-320};
    static volatile double one = 1, tiny = 1e-30;
    static volatile float fone = 1;

    for (int m = 0; m < 4; m++) {
        printf("%s: %d\n", modes[m].name, fesetround(modes[m].mode));
        printf(" get %d\n", fegetround() == modes[m].mode);
        printf(" %a %a %a %a\n", third(one), third(-one), fone / 3, one + tiny);
        printf(" %a %a %a\n", one - tiny, -one * 0.1, sqrt(one * 2));
        printf(" %a %a\n", fma(one, 0.1, tiny), harmonic(1000));
        for (unsigned i = 0; i < sizeof v / sizeof *v; i++)
            printf(" %a: rint %a near %a lrint %ld llrintf %lld float %a ceil %a floor %a trunc %a"
                   " round %a int %ld\n", v[i], rint(v[i]), nearbyint(v[i]), lrint(v[i]),
                   llrintf(v[i]), (float)v[i], ceil(v[i]), floor(v[i]), trunc(v[i]), round(v[i]),
                   (long)v[i]);
        printf(" %a %a\n", (double)(1ll << 60 | 1), (float)16777217);
    }
    fesetround(FE_TONEAREST);
    double s = 0;
    for (int i = 1; i < 200; i++)
        s += sandwich(i);
    printf("%a\n", s);

    fenv_t env;
    fegetenv(&env);
    fesetround(FE_UPWARD);
    fesetenv(&env);
    printf("restored %d %a\n", fegetround() == FE_TONEAREST, third(one));
    return 0;
}
