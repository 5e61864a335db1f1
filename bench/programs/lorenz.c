// SPDX-License-Identifier: GPL-2.0-or-later
// The Lorenz equations by fourth-order Runge-Kutta: one long dependency chain.
// bench: class=fp n=24000000 quick=6000000

#include "bench.h"

struct point {
    double x, y, z;
};

static struct point slope(struct point p)
{
    return (struct point){10 * (p.y - p.x), p.x * (28 - p.z) - p.y, p.x * p.y - 8.0 / 3 * p.z};
}

static struct point along(struct point p, struct point d, double h)
{
    return (struct point){p.x + h * d.x, p.y + h * d.y, p.z + h * d.z};
}

static struct point step(struct point p, double h)
{
    struct point a = slope(p);
    struct point b = slope(along(p, a, h / 2));
    struct point c = slope(along(p, b, h / 2));
    struct point d = slope(along(p, c, h));
    p.x += h / 6 * (a.x + 2 * b.x + 2 * c.x + d.x);
    p.y += h / 6 * (a.y + 2 * b.y + 2 * c.y + d.y);
    p.z += h / 6 * (a.z + 2 * b.z + 2 * c.z + d.z);
    return p;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    struct point p = {1, 1, 1};
    for (long i = 0; i < n; i++)
        p = step(p, 0.002);
    printf("%.15g %.15g %.15g\n", p.x, p.y, p.z);
    return 0;
}
