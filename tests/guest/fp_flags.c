/* The exception flags: raised by each kind of operation, sticky until cleared,
 * saved and restored. */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void show(const char *what)
{
    int f = fetestexcept(FE_ALL_EXCEPT);
    printf("%-18s%s%s%s%s%s\n", what, f & FE_INVALID ? " invalid" : "",
           f & FE_DIVBYZERO ? " divbyzero" : "", f & FE_OVERFLOW ? " overflow" : "",
           f & FE_UNDERFLOW ? " underflow" : "", f & FE_INEXACT ? " inexact" : "");
    feclearexcept(FE_ALL_EXCEPT);
}

#define TRY(e)                                                                                 \
    do {                                                                                       \
        r = (e);                                                                               \
        show(#e);                                                                              \
    } while (0)

int main(void)
{
    volatile double r, zero = 0, one = 1, three = 3, big = DBL_MAX, small = DBL_MIN,
                       inf = __builtin_inf(), nan = __builtin_nan(""), snan;
    volatile float ftiny = FLT_MIN;
    volatile long n;
    uint64_t u = 0x7ff0000000000001;
    memcpy((void *)&snan, &u, 8);

    feclearexcept(FE_ALL_EXCEPT);
    TRY(one + one);
    TRY(one / three);
    TRY(one / zero);
    TRY(zero / zero);
    TRY(inf - inf);
    TRY(inf * zero);
    TRY(big * 2);
    TRY(big + 1);
    TRY(small / 3);
    TRY(small / 2);
    TRY(ftiny * ftiny);
    TRY(nan + one);
    TRY(snan + one);
    TRY(sqrt(-one));
    TRY(sqrt(2 * one));
    TRY(sqrt(4 * one));
    TRY(fma(one, three, zero));
    TRY(fma(inf, zero, one));
    TRY(fma(big, three, one));
    TRY(nan == one);
    TRY(nan < one);
    TRY(snan == one);
    TRY(isless(nan, one));
    TRY((float)big);
    TRY((float)(r = 0.1));
    TRY((float)snan);
    TRY((n = (long)(three / 2)));
    TRY((n = (long)(one * 1e30)));
    TRY((n = (long)nan));
    TRY((n = lrint(three / 2)));
    TRY(nearbyint(three / 2));
    TRY(rint(one / 4));
    TRY(floor(three / 4));
    TRY((double)(n = 0x7fffffffffffffff));
    TRY(fmax(nan, one));
    TRY(fmax(snan, one));
    TRY(exp(1000 * one));
    TRY(log(-one));
    TRY(log(zero));
    TRY(pow(zero, -one));

    r = one / three;
    r = one / zero;
    show("sticky");
    fexcept_t saved;
    feraiseexcept(FE_OVERFLOW);
    fegetexceptflag(&saved, FE_ALL_EXCEPT);
    feclearexcept(FE_ALL_EXCEPT);
    r = zero / zero;
    fesetexceptflag(&saved, FE_OVERFLOW | FE_INEXACT);
    show("restored");

    fenv_t env;
    r = one / zero;
    feholdexcept(&env);
    show("held");
    r = zero / zero;
    feupdateenv(&env);
    show("updated");

    int count = 0;
    for (int i = 1; i < 100; i++) {
        r = i / 8.0;
        r = r * 8 / (i & 7 ? i & 7 : 1);
        count += !!fetestexcept(FE_INEXACT);
        feclearexcept(FE_INEXACT);
    }
    printf("inexact %d times\n", count);
    return 0;
}
