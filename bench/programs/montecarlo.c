// SPDX-License-Identifier: GPL-2.0-or-later
// Monte Carlo: the area of a circle and a random walk with a barrier.
// bench: class=fp n=110000000

#include "bench.h"
#include <math.h>

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 113;
    long inside = 0, crossed = 0;
    double price = 1, sum = 0;
    for (long i = 0; i < n; i++) {
        double x = rng_double(&seed), y = rng_double(&seed);
        inside += x * x + y * y < 1;
        price *= 1 + 0.02 * (x - 0.5);
        if (price > 1.5 || price < 0.5) {
            crossed++;
            sum += fabs(price - 1);
            price = 1;
        }
    }
    printf("%.9f %ld %.9f\n", 4.0 * (double)inside / (double)n, crossed, sum);
    return 0;
}
