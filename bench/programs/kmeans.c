// SPDX-License-Identifier: GPL-2.0-or-later
// k-means clustering of points in four dimensions.
// bench: class=fp n=800

#include "bench.h"

enum { POINTS = 20000, CLUSTERS = 16, DIMS = 4 };
static double point[POINTS][DIMS], centre[CLUSTERS][DIMS];

static double assign(void)
{
    double sum[CLUSTERS][DIMS] = {{0}}, spread = 0;
    long count[CLUSTERS] = {0};
    for (int i = 0; i < POINTS; i++) {
        double least = 1e300;
        int best = 0;
        for (int k = 0; k < CLUSTERS; k++) {
            double d2 = 0;
            for (int d = 0; d < DIMS; d++) {
                double delta = point[i][d] - centre[k][d];
                d2 += delta * delta;
            }
            if (d2 < least) {
                least = d2;
                best = k;
            }
        }
        spread += least;
        count[best]++;
        for (int d = 0; d < DIMS; d++)
            sum[best][d] += point[i][d];
    }
    for (int k = 0; k < CLUSTERS; k++)
        for (int d = 0; count[k] && d < DIMS; d++)
            centre[k][d] = sum[k][d] / (double)count[k];
    return spread;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 137, sum = 0;
    for (int i = 0; i < POINTS; i++)
        for (int d = 0; d < DIMS; d++)
            point[i][d] = rng_double(&seed) + (double)(i * (d + 1) % 5);
    for (long r = 0; r < n; r++) {
        if (r % 10 == 0)
            for (int k = 0; k < CLUSTERS; k++)
                memcpy(centre[k], point[rng(&seed) % POINTS], sizeof centre[k]);
        sum = mix_double(sum, assign());
    }
    report(sum);
    return 0;
}
