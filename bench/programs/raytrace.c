// SPDX-License-Identifier: GPL-2.0-or-later
// A ray tracer: spheres over a chequered floor, shadows and reflections.
// bench: class=fp n=2600 quick=1200

#include "bench.h"
#include <math.h>

typedef struct {
    double x, y, z;
} vec;

static vec add(vec a, vec b)
{
    return (vec){a.x + b.x, a.y + b.y, a.z + b.z};
}

static vec sub(vec a, vec b)
{
    return (vec){a.x - b.x, a.y - b.y, a.z - b.z};
}

static vec scale(vec a, double k)
{
    return (vec){a.x * k, a.y * k, a.z * k};
}

static double dot(vec a, vec b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static vec unit(vec a)
{
    return scale(a, 1 / sqrt(dot(a, a)));
}

enum { SPHERES = 12 };
static struct sphere {
    vec centre, colour;
    double radius, mirror;
} sphere[SPHERES];
static const vec light = {4, 6, -4};

// The nearest hit along the ray: its distance, and which sphere (-1: the floor).
static double hit(vec from, vec along, int *which)
{
    double nearest = 1e30;
    for (int i = 0; i < SPHERES; i++) {
        vec to = sub(sphere[i].centre, from);
        double middle = dot(to, along);
        double off = dot(to, to) - middle * middle, r2 = sphere[i].radius * sphere[i].radius;
        if (off > r2)
            continue;
        double half = sqrt(r2 - off), t = middle - half > 1e-6 ? middle - half : middle + half;
        if (t > 1e-6 && t < nearest) {
            nearest = t;
            *which = i;
        }
    }
    if (along.y < -1e-9) {
        double t = (-1 - from.y) / along.y;
        if (t > 1e-6 && t < nearest) {
            nearest = t;
            *which = -1;
        }
    }
    return nearest;
}

static vec trace(vec from, vec along, int depth)
{
    int which = -1, blocker;
    double t = hit(from, along, &which);
    if (t > 1e29)
        return scale((vec){0.4, 0.6, 1.0}, 0.6 + 0.4 * along.y);
    vec at = add(from, scale(along, t)), normal, colour;
    double mirror = 0.2;
    if (which < 0) {
        int dark = ((long)floor(at.x) + (long)floor(at.z)) & 1;
        normal = (vec){0, 1, 0};
        colour = dark ? (vec){0.2, 0.2, 0.2} : (vec){0.9, 0.9, 0.8};
    } else {
        normal = scale(sub(at, sphere[which].centre), 1 / sphere[which].radius);
        colour = sphere[which].colour;
        mirror = sphere[which].mirror;
    }
    vec to_light = sub(light, at);
    double distance = sqrt(dot(to_light, to_light));
    to_light = scale(to_light, 1 / distance);
    double bright = dot(normal, to_light);
    if (bright < 0 || hit(at, to_light, &blocker) < distance)
        bright = 0;
    colour = scale(colour, 0.15 + 0.85 * bright);
    if (depth && mirror > 0) {
        vec back = sub(along, scale(normal, 2 * dot(along, normal)));
        colour =
            add(scale(colour, 1 - mirror), scale(trace(at, unit(back), depth - 1), mirror));
    }
    return colour;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 109, sum = 0;
    for (int i = 0; i < SPHERES; i++) {
        struct sphere *s = &sphere[i];
        s->radius = 0.3 + 0.5 * rng_double(&seed);
        s->centre.x = 6 * rng_double(&seed) - 3;
        s->centre.y = s->radius - 1 + rng_double(&seed);
        s->centre.z = 1 + 4 * rng_double(&seed);
        s->colour.x = rng_double(&seed);
        s->colour.y = rng_double(&seed);
        s->colour.z = 1 - s->colour.x;
        s->mirror = i % 3 ? 0.3 : 0;
    }
    for (long y = 0; y < n; y++)
        for (long x = 0; x < n; x++) {
            vec along = {(double)(2 * x - n) / (double)n, (double)(n - 2 * y) / (double)n, 1.5};
            vec c = trace((vec){0, 0.3, -4}, unit(along), 3);
            sum = mix(sum, (uint64_t)(c.x * 255) << 16 | (uint64_t)(c.y * 255) << 8 |
                               (uint64_t)(c.z * 255));
        }
    report(sum);
    return 0;
}
