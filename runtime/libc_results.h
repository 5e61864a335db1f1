/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc_results.h: what the guest's compares return, when it is known where their arguments
 * differ. Where C promises no particular value, it is the number that the guest's code
 * computes.
 */
#ifndef HQEMU_LIBC_RESULTS_H
#define HQEMU_LIBC_RESULTS_H

#include <stddef.h>
#include <stdint.h>

#define P(x) ((void *)(uintptr_t)(x))

/* Part of translated code, too, where a call would cost more than what it does. */
#define RESULT static inline __attribute__((always_inline))

RESULT int difference(uint64_t a, uint64_t b, size_t at)
{
    return *(const uint8_t *)P(a + at) - *(const uint8_t *)P(b + at);
}

RESULT uint64_t signed_int(int v)
{
    return (uint64_t)(int64_t)v;
}

/* --- By I, where A and B first differ, or (of strings) end: below the limit C, if any ----- */

RESULT uint64_t result_diff(uint64_t a, uint64_t b, size_t i)
{
    return signed_int(difference(a, b, i));
}

/* glibc's for aarch64: -1, 0 or 1, but a difference where it has compared the last byte of
 * one or three by itself. */
RESULT uint64_t result_memcmp_a64(uint64_t a, uint64_t b, uint64_t c, size_t i)
{
    int by = difference(a, b, i);
    return (uint32_t)(c < 4 && i == 2 * (c / 2) ? by : (by > 0) - (by < 0));
}

/*
 * glibc's for aarch64 compare words, aligned as the first string is. The first bit that
 * differs, most significant first, is where each side's eight bits for the result start: they
 * go on in the next byte, if that is in the word. Where they know of the string's end in that
 * byte, the first bit is the byte's.
 */
RESULT int bit_difference(const uint8_t *a, const uint8_t *b, size_t i, int b_has_next)
{
    int last = ((uintptr_t)(a + i) & 7) == 7;
    unsigned bit = (unsigned)__builtin_clz(a[i] ^ b[i]) - 24;
    unsigned va = (unsigned)a[i] << 8 | (last ? 0 : a[i + 1]);
    unsigned vb = (unsigned)b[i] << 8 | (last || !b_has_next ? 0 : b[i + 1]);

    return (int)(va >> (8 - bit) & 255) - (int)(vb >> (8 - bit) & 255);
}

/* True if A and B are not equally aligned and byte I comes before the first word. */
RESULT int is_single(uint64_t a, uint64_t b, size_t i)
{
    return (a ^ b) & 7 && i < (-a & 7);
}

RESULT uint64_t result_strcmp_a64(uint64_t a, uint64_t b, size_t i)
{
    const uint8_t *x = P(a);
    const uint8_t *y = P(b);
    /* The end that it looks for is that of one string. */
    int at_end = !((a ^ b) & 7 ? y[i] : x[i]);
    return signed_int(at_end || is_single(a, b, i) ? x[i] - y[i] : bit_difference(x, y, i, 1));
}

RESULT uint64_t result_strncmp_a64(uint64_t a, uint64_t b, uint64_t c, size_t i)
{
    const uint8_t *x = P(a);
    const uint8_t *y = P(b);
    int apart = (a ^ b) & 7;

    if (!x[i] || is_single(a, b, i) || (apart && c < 16)) {
        return signed_int(x[i] - y[i]);
    }
    /* The second string comes in 16 aligned bytes at a time. */
    return signed_int(bit_difference(x, y, i, !apart || (b + i + 1) & 15));
}

#endif
