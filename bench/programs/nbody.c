// SPDX-License-Identifier: GPL-2.0-or-later
// Gravity between eight bodies, double precision, leapfrog steps.
// bench: class=fp n=1500000 quick=400000

#include "bench.h"
#include <math.h>

enum { BODIES = 8 };
static struct body {
    double x, y, z, vx, vy, vz, mass;
} body[BODIES];

static void advance(double dt)
{
    for (int i = 0; i < BODIES; i++) {
        struct body *a = &body[i];
        for (int j = i + 1; j < BODIES; j++) {
            struct body *b = &body[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double d2 = dx * dx + dy * dy + dz * dz + 1e-3;
            double mag = dt / (d2 * sqrt(d2));
            a->vx -= dx * b->mass * mag;
            a->vy -= dy * b->mass * mag;
            a->vz -= dz * b->mass * mag;
            b->vx += dx * a->mass * mag;
            b->vy += dy * a->mass * mag;
            b->vz += dz * a->mass * mag;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        body[i].x += dt * body[i].vx;
        body[i].y += dt * body[i].vy;
        body[i].z += dt * body[i].vz;
    }
}

static double energy(void)
{
    double e = 0;
    for (int i = 0; i < BODIES; i++) {
        struct body *a = &body[i];
        e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
        for (int j = i + 1; j < BODIES; j++) {
            struct body *b = &body[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            e -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz + 1e-3);
        }
    }
    return e;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 5;
    for (int i = 0; i < BODIES; i++) {
        double x = rng_double(&seed) * 4 - 2, y = rng_double(&seed) * 4 - 2;
        body[i] =
            (struct body){x, y, 0.1 * rng_double(&seed), -0.3 * y, 0.3 * x, 0, 0.1 + 0.01 * i};
    }
    printf("%.12f\n", energy());
    for (long i = 0; i < n; i++)
        advance(0.001);
    printf("%.12f\n", energy());
    return 0;
}
