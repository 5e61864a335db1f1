/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc_short.c: what recognised functions of the guest's C library do with little data.
 *
 * The build makes LLVM bitcode of this, part of the translator, and each function becomes part
 * of the translation of the guest's (aot/lift_libc.c). It says true and gives the result if
 * the first bytes of its arguments decide it; if not, nothing has been changed, and the
 * one of libc_native.c does all of the work. There is no call here, which would cost more
 * than all else: registers that C's functions may change are the guest's.
 *
 * As there, no page is touched that the guest's function would not: what is read at once is in
 * the page of its first byte, which is read in any case; of what is copied no byte more is
 * read or written. A fault has an address in translated code, and so is the guest's.
 */
#include "libc_results.h"

#include <stdbool.h>

enum { PAGE = 4096, STEP = 32 };

#define LIKELY(x) __builtin_expect(!!(x), 1)

#define SHORT(name, ...)                                                                       \
    bool hqemu_short_##name(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t *result); \
    bool hqemu_short_##name(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t *result)  \
    {                                                                                          \
        (void)b, (void)c, (void)d;                                                             \
        __VA_ARGS__                                                                            \
    }

/* A step is one vector of the host's, or two. */
typedef uint8_t step __attribute__((vector_size(STEP)));
typedef uint8_t half __attribute__((vector_size(STEP / 2)));
typedef bool step_bits __attribute__((ext_vector_type(STEP)));

RESULT bool in_page(uint64_t a)
{
    return LIKELY((a & (PAGE - 1)) <= PAGE - STEP);
}

RESULT step load(uint64_t a)
{
    step v;
    __builtin_memcpy(&v, P(a), sizeof(v));
    return v;
}

/* Bit i: byte i is not zero. */
RESULT uint32_t bits(step v)
{
    step_bits b = __builtin_convertvector(v, step_bits);
    uint32_t m;
    __builtin_memcpy(&m, &b, sizeof(m));
    return m;
}

RESULT uint32_t equal(step v, uint64_t byte)
{
    return bits((step)(v == (uint8_t)byte));
}

/* The lowest bit's number, or STEP. */
RESULT size_t first(uint32_t m)
{
    return m ? (size_t)__builtin_ctz(m) : STEP;
}

RESULT bool decide(uint64_t *result, uint64_t v)
{
    *result = v;
    return true;
}

/* --- Copies ------------------------------------------------------------------------------ */

/* All is read before anything is written: they may overlap. */
#define COPY_ENDS(type, d, s, n)                                                               \
    do {                                                                                       \
        type x_, y_;                                                                           \
        __builtin_memcpy(&x_, P(s), sizeof(type));                                             \
        __builtin_memcpy(&y_, P((s) + (n) - sizeof(type)), sizeof(type));                      \
        __builtin_memcpy(P(d), &x_, sizeof(type));                                             \
        __builtin_memcpy(P((d) + (n) - sizeof(type)), &y_, sizeof(type));                      \
    } while (0)

/* Up to a step. */
RESULT void copy(uint64_t d, uint64_t s, uint64_t n)
{
    if (n >= 16) {
        COPY_ENDS(half, d, s, n);
    } else if (n >= 8) {
        COPY_ENDS(uint64_t, d, s, n);
    } else if (n >= 4) {
        COPY_ENDS(uint32_t, d, s, n);
    } else if (n) {
        uint8_t *to = P(d), x, y, z;
        const uint8_t *from = P(s);
        x = from[0], y = from[n / 2], z = from[n - 1];
        to[0] = x, to[n / 2] = y, to[n - 1] = z;
    }
}

/* Up to two. */
RESULT bool move(uint64_t d, uint64_t s, uint64_t n)
{
    if (n <= STEP) {
        copy(d, s, n);
    } else if (LIKELY(n <= 2 * STEP)) {
        COPY_ENDS(step, d, s, n);
    } else {
        return false;
    }
    return true;
}

SHORT(memmove, return move(a, b, c) && decide(result, a);)
SHORT(mempcpy, return move(a, b, c) && decide(result, a + c);)

#define SET_ENDS(v, d, n)                                                                      \
    do {                                                                                       \
        __builtin_memcpy(P(d), &(v), sizeof(v));                                               \
        __builtin_memcpy(P((d) + (n) - sizeof(v)), &(v), sizeof(v));                           \
    } while (0)

SHORT(memset, {
    uint64_t eight = (uint8_t)b * 0x0101010101010101u;
    uint32_t four = (uint32_t)eight;
    half sixteen = (half){} + (uint8_t)b;
    step all = (step){} + (uint8_t)b;

    if (c > STEP) {
        if (LIKELY(c <= 2 * STEP)) {
            SET_ENDS(all, a, c);
            return decide(result, a);
        }
        return false;
    }
    if (c >= 16) {
        SET_ENDS(sixteen, a, c);
    } else if (c >= 8) {
        SET_ENDS(eight, a, c);
    } else if (c >= 4) {
        SET_ENDS(four, a, c);
    } else if (c) {
        uint8_t *to = P(a);
        to[0] = to[c / 2] = to[c - 1] = (uint8_t)b;
    }
    return decide(result, a);
})

/* --- Searches and compares ---------------------------------------------------------------- */

/*
 * Of each step, which starts AT bytes from the start and may be read if READABLE, FOUND has a
 * bit for each place that is searched for. The first one, I, has to be below N: the result is
 * VALUE, else NONE.
 */
#define SEARCH(name, n, readable, found, value, none)                                          \
    SHORT(name, {                                                                              \
        for (uint64_t at = 0; at < 2 * STEP; at += STEP) {                                     \
            if (at >= (n)) {                                                                   \
                return decide(result, none);                                                   \
            }                                                                                  \
            if (!(readable)) {                                                                 \
                return false;                                                                  \
            }                                                                                  \
            uint64_t i = at + first(found);                                                    \
            if (i >= (n)) {                                                                    \
                return decide(result, none);                                                   \
            }                                                                                  \
            if (i < at + STEP) {                                                               \
                return decide(result, value);                                                  \
            }                                                                                  \
        }                                                                                      \
        return false;                                                                          \
    })

#define ALL UINT64_MAX
#define A (a + at)
#define B (b + at)

SEARCH(strlen, ALL, in_page(A), equal(load(A), 0), i, 0)
SEARCH(strnlen, b, in_page(A), equal(load(A), 0), i, b)
SEARCH(memchr, c, in_page(A), equal(load(A), b), a + i, 0)
SEARCH(strchrnul, ALL, in_page(A), equal(load(A), b) | equal(load(A), 0), a + i, 0)
SEARCH(strchr, ALL, in_page(A), equal(load(A), b) | equal(load(A), 0),
       *(const uint8_t *)P(a + i) == (uint8_t)b ? a + i : 0, 0)

SHORT(strrchr, {
    uint32_t end = in_page(a) ? equal(load(a), 0) : 0;
    uint32_t found = end ? equal(load(a), b) & (end ^ (end - 1)) : 0;
    return LIKELY(end) && decide(result, found ? a + 31 - (unsigned)__builtin_clz(found) : 0);
})

SEARCH(strcpy, ALL, in_page(B), equal(load(B), 0), (move(a, b, i + 1), a), 0)
SEARCH(stpcpy, ALL, in_page(B), equal(load(B), 0), (move(a, b, i + 1), a + i), 0)

/* Where they differ; and where the first one ends. */
#define DIFFERENT bits((step)(load(A) != load(B)))
#define TEXT_DIFFERENT bits((step)(load(A) != load(B)) | (step)(load(A) == 0))
#define COMPARE(name, n, found, value)                                                         \
    SEARCH(name, n, in_page(A) && in_page(B), found, value, 0)

COMPARE(memcmp_diff, c, DIFFERENT, result_diff(a, b, i))
COMPARE(memcmp_a64, c, DIFFERENT, result_memcmp_a64(a, b, c, i))
COMPARE(strcmp_diff, ALL, TEXT_DIFFERENT, result_diff(a, b, i))
COMPARE(strcmp_a64, ALL, TEXT_DIFFERENT, result_strcmp_a64(a, b, i))
COMPARE(strncmp_diff, c, TEXT_DIFFERENT, result_diff(a, b, i))
COMPARE(strncmp_a64, c, TEXT_DIFFERENT, result_strncmp_a64(a, b, c, i))
