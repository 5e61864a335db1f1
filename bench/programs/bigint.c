// SPDX-License-Identifier: GPL-2.0-or-later
// Long numbers in 64-bit limbs: squaring, modular exponentiation, digits.
// bench: class=int n=230 quick=60

#include "bench.h"

typedef unsigned __int128 u128;

enum { LIMBS = 32 };

// product = a * b, 2n limbs.
static void multiply(uint64_t *product, const uint64_t *a, const uint64_t *b, int n)
{
    memset(product, 0, 2 * (size_t)n * sizeof *product);
    for (int i = 0; i < n; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < n; j++) {
            u128 t = (u128)a[i] * b[j] + product[i + j] + carry;
            product[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        product[i + n] = carry;
    }
}

// Montgomery reduction: a (2n limbs) / 2^64n modulo m, into r.
static void reduce(uint64_t *r, uint64_t *a, const uint64_t *m, uint64_t inverse, int n)
{
    uint64_t over = 0;
    for (int i = 0; i < n; i++) {
        uint64_t q = a[i] * inverse, carry = 0;
        for (int j = 0; j < n; j++) {
            u128 t = (u128)q * m[j] + a[i + j] + carry;
            a[i + j] = (uint64_t)t;
            carry = (uint64_t)(t >> 64);
        }
        u128 t = (u128)a[i + n] + carry + over;
        a[i + n] = (uint64_t)t;
        over = (uint64_t)(t >> 64);
    }
    uint64_t borrow = 0;
    for (int i = 0; i < n; i++) {
        u128 t = (u128)a[i + n] - m[i] - borrow;
        r[i] = (uint64_t)t;
        borrow = (uint64_t)(t >> 64) & 1;
    }
    if (borrow > over)
        memcpy(r, a + n, (size_t)n * sizeof *r);
}

static void power(uint64_t *r, const uint64_t *base, uint64_t exponent_seed, const uint64_t *m)
{
    uint64_t wide[2 * LIMBS], inverse = 1, square[LIMBS];
    for (int i = 0; i < 6; i++)
        inverse *= 2 - m[0] * inverse;
    inverse = -inverse;
    memcpy(square, base, sizeof square);
    memcpy(r, base, sizeof square);
    for (int bit = 0; bit < 512; bit++) {
        if (rng(&exponent_seed) >> 63) {
            multiply(wide, r, square, LIMBS);
            reduce(r, wide, m, inverse, LIMBS);
        }
        multiply(wide, square, square, LIMBS);
        reduce(square, wide, m, inverse, LIMBS);
    }
}

// Divides by ten until nothing is left; returns a sum over the digits.
static uint64_t digits(uint64_t *a, int n)
{
    uint64_t sum = 0;
    while (n) {
        uint64_t rest = 0;
        for (int i = n - 1; i >= 0; i--)
            for (int half = 1; half >= 0; half--) {
                uint64_t part = rest << 32 | (a[i] >> 32 * half & 0xffffffff);
                uint64_t keep = half ? 0 : a[i] & ~UINT64_C(0xffffffff);
                a[i] = half ? (part / 10) << 32 | (a[i] & 0xffffffff) : keep | part / 10;
                rest = part % 10;
            }
        sum = sum * 11 + rest;
        while (n && !a[n - 1])
            n--;
    }
    return sum;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t base[LIMBS], modulus[LIMBS], r[LIMBS], seed = 61, sum = 0;
    for (long k = 0; k < n; k++) {
        for (int i = 0; i < LIMBS; i++) {
            modulus[i] = rng(&seed) | (i == 0) | (uint64_t)(i == LIMBS - 1) << 63;
            base[i] = rng(&seed) >> 1;
        }
        power(r, base, seed, modulus);
        sum = mix_bytes(sum, r, sizeof r);
        sum = mix(sum, digits(r, LIMBS));
    }
    report(sum);
    return 0;
}
