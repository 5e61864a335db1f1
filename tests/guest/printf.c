/* Variadic functions and the formats of printf and scanf. */
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double sum(const char *types, ...)
{
    va_list ap, copy;
    double total = 0;
    va_start(ap, types);
    va_copy(copy, ap);
    for (const char *t = types; *t; t++)
        switch (*t) {
        case 'i': total += va_arg(ap, int); break;
        case 'l': total += va_arg(ap, long); break;
        case 'd': total += va_arg(ap, double); break;
        case 's': total += strlen(va_arg(ap, char *)); break;
        }
    va_end(ap);
    if (*types == 'i')
        total += va_arg(copy, int) * 1000;
    va_end(copy);
    return total;
}

int main(void)
{
    printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%u\n", 42, 42, 42, 42, 42, 42, 0xbeef,
           0xbeef, 0xbeef, 8, 8, UINT_MAX);
    printf("%hhd %hd %ld %lld %zu %jd %td\n", (char)300, (short)70000, LONG_MIN, LLONG_MAX,
           (size_t)-1, (intmax_t)-5, (ptrdiff_t)9);
    printf("%f %.0f %.1f %10.3f %-10.3f| %e %.2E %g %g %g %a\n", 3.14159, 2.5, 0.05, 2.71828,
           2.71828, 12345.678, 0.00012, 1e20, 1e-5, 100000.0, 1.0 / 3);
    printf("%.20f %.30g %.17g %.60g\n", 0.1, 1e-300, 5e-324, 1.7976931348623157e308);
    printf("%f %f %f %F\n", 1.0 / 0.0, -1.0 / 0.0, __builtin_nan(""), __builtin_inf());
    printf("%Lf %.25Lg %La\n", 1.5L, 1.0L / 3, 2.0L / 3);
    printf("%s|%10s|%-10s|%.2s|%c|%%|%*d|%.*f\n", "abc", "abc", "abc", "abc", 'x', 6, 7, 3, 1.0);
    printf("%2$s %1$s\n", "second", "first");
    printf("%.3f %.3f\n", sum("ildsild", 1, 2L, 3.5, "four", 5, 6L, 7.25),
           sum("dddddddddddd", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.));
    printf("%.3f\n", sum("iiiiiiiiiiii", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

    char text[100], word[10], c;
    int n = snprintf(text, 10, "%s", "a long text that is cut");
    printf("%d %s\n", n, text);
    int a, b;
    unsigned x;
    double d;
    float f;
    long l;
    n = sscanf("12 -7 ff 2.5e3 0.1 word 99999999999 Z", "%d %d %x %lf %f %9s %ld %c", &a, &b, &x,
               &d, &f, word, &l, &c);
    printf("%d: %d %d %x %g %a %s %ld %c\n", n, a, b, x, d, f, word, l, c);
    printf("%d\n", sscanf("abc", "%d", &a));
    printf("%ld %ld %lu %lld\n", strtol("0x7f", NULL, 0), strtol("-077", NULL, 8),
           strtoul("zz", NULL, 36), strtoll("99999999999999999999", NULL, 10));
    printf("%a %a %a %a\n", strtod("1e-320", NULL), strtod("0x1.8p3", NULL), strtod("1e400", NULL),
           strtod("2.2250738585072011e-308", NULL));
    printf("%d %ld %a\n", atoi("  -12x"), atol("123456789012"), (double)strtof("16777217", NULL));
    return 0;
}
