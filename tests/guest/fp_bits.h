/* Floating point numbers as the bits that they are, and back. */
#ifndef FP_BITS_H
#define FP_BITS_H

#include <stdint.h>
#include <string.h>

static inline unsigned long long bits(double d)
{
    unsigned long long u;
    memcpy(&u, &d, sizeof(u));
    return u;
}

static inline unsigned fbits(float f)
{
    unsigned u;
    memcpy(&u, &f, sizeof(u));
    return u;
}

static inline double from(uint64_t u)
{
    double d;
    memcpy(&d, &u, sizeof(d));
    return d;
}

static inline float ffrom(uint32_t u)
{
    float f;
    memcpy(&f, &u, sizeof(f));
    return f;
}

#endif
