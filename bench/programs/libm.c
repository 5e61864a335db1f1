// SPDX-License-Identifier: GPL-2.0-or-later
// The maths library: sin, cos, tan, atan2, exp, log, pow, cbrt, floats too.
// bench: class=fp n=3800000 quick=900000
// bench: differs="each machine's libm rounds the last bit its own way"

#include "bench.h"
#include <math.h>

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    double sum = 0;
    float sumf = 0;
    for (long i = 0; i < n; i++) {
        double x = (double)(i % 10007) * 0.01 + 0.001;
        sum += sin(x) * cos(x + 1) + exp(-x) + log(x) + pow(x, 0.37);
        sum += atan2(x, 3.0) - cbrt(x) + tan(x * 0.01);
        float f = (float)x;
        sumf += sinf(f) + expf(-f) + logf(f);
    }
    printf("%.17g %.9g\n", sum, (double)sumf);
    return 0;
}
