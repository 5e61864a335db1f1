/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc_native.c: what recognised functions of the guest's C library do, done by the host's.
 *
 * Translated code calls these (aot/lift_libc.c) with guest addresses. They touch no page that
 * the guest's function would not. Where C promises no particular value, the result is the
 * guest's: that of a compare is the number that its code computes.
 */
#include "libc_results.h"

#include <emmintrin.h>
#include <string.h>

#define LIKELY(x) __builtin_expect(!!(x), 1)

#define C(x) ((char *)(uintptr_t)(x))
#define V(p) ((uint64_t)(uintptr_t)(p))

#define NATIVE(name, ...)                                                                      \
    uint64_t hqemu_libc_##name(uint64_t a, uint64_t b, uint64_t c, uint64_t d);                \
    uint64_t hqemu_libc_##name(uint64_t a, uint64_t b, uint64_t c, uint64_t d)                 \
    {                                                                                          \
        (void)b, (void)c, (void)d;                                                             \
        __VA_ARGS__                                                                            \
    }

NATIVE(memmove, return V(memmove(P(a), P(b), c));)
NATIVE(mempcpy, memmove(P(a), P(b), c); return a + c;)
NATIVE(memset, return V(memset(P(a), (int)b, c));)
NATIVE(memchr, return V(memchr(P(a), (int)b, c));)
NATIVE(memrchr, return V(memrchr(P(a), (int)b, c));)
NATIVE(rawmemchr, return V(rawmemchr(P(a), (int)b));)
NATIVE(strlen, return strlen(C(a));)
NATIVE(strnlen, return strnlen(C(a), b);)
NATIVE(strcpy, return V(strcpy(C(a), C(b)));)
NATIVE(stpcpy, return V(stpcpy(C(a), C(b)));)
NATIVE(strcat, return V(strcat(C(a), C(b)));)
NATIVE(strchr, return V(strchr(C(a), (int)b));)
NATIVE(strrchr, return V(strrchr(C(a), (int)b));)
NATIVE(strchrnul, return V(strchrnul(C(a), (int)b));)
NATIVE(strspn, return strspn(C(a), C(b));)
NATIVE(strcspn, return strcspn(C(a), C(b));)
NATIVE(strpbrk, return V(strpbrk(C(a), C(b)));)
NATIVE(strstr, return V(strstr(C(a), C(b)));)
NATIVE(memmem, return V(memmem(P(a), b, P(c), d));)

/* The compiler knows what these may do to a string's end; here it is the guest's matter. */
#pragma GCC diagnostic push
#ifndef __clang__ /* which has no such warning */
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#endif
NATIVE(strncpy, return V(strncpy(C(a), C(b), c));)
NATIVE(stpncpy, return V(stpncpy(C(a), C(b), c));)
NATIVE(strncat, return V(strncat(C(a), C(b), c));)
#pragma GCC diagnostic pop

/* --- Compares ---------------------------------------------------------------------- */

enum { PAGE = 4096, STEP = 16, BLOCK = 64 };

/* True if both accesses of N bytes stay in their pages. */
static inline int in_page(const uint8_t *a, const uint8_t *b, unsigned n)
{
    return ((uintptr_t)a & (PAGE - 1)) <= PAGE - n && ((uintptr_t)b & (PAGE - 1)) <= PAGE - n;
}

static inline __m128i load(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* The bytes of a step that are the same. */
static inline __m128i same(const uint8_t *a, const uint8_t *b)
{
    return _mm_cmpeq_epi8(load(a), load(b));
}

/* The same, and not 0: x & y is min(x, y) where they are 0 or 255. */
static inline __m128i same_text(const uint8_t *a, const uint8_t *b)
{
    return _mm_min_epu8(load(a), same(a, b));
}

/* Bit i: the places that V has nothing in. */
static inline unsigned empty(__m128i v)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_setzero_si128()));
}

/* Where A and B first differ, or N. */
static inline size_t mismatch(const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = 0;

    while (i < n) {
        size_t left = n - i;
        if (left >= BLOCK && in_page(a + i, b + i, BLOCK)) {
            __m128i v = _mm_and_si128(
                _mm_and_si128(same(a + i, b + i), same(a + i + 16, b + i + 16)),
                _mm_and_si128(same(a + i + 32, b + i + 32), same(a + i + 48, b + i + 48)));
            if (!empty(v)) {
                i += BLOCK;
                continue;
            }
        }
        if (LIKELY(in_page(a + i, b + i, STEP))) {
            unsigned m = empty(same(a + i, b + i));
            if (m) {
                i += (unsigned)__builtin_ctz(m);
                return i < n ? i : n;
            }
            i += STEP;
            continue;
        }
        for (size_t k = 0; k < STEP && i < n; k++, i++) {
            if (a[i] != b[i]) {
                return i;
            }
        }
    }
    return n;
}

/* Where A and B first differ or end, or N. */
static inline size_t text_mismatch(const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = 0;

    while (i < n) {
        size_t left = n - i;
        if (LIKELY(in_page(a + i, b + i, STEP))) {
            unsigned m = empty(same_text(a + i, b + i));
            if (m) {
                i += (unsigned)__builtin_ctz(m);
                return i < n ? i : n;
            }
            i += STEP;
            while (left >= STEP + BLOCK && in_page(a + i, b + i, BLOCK)) {
                __m128i v = _mm_min_epu8(
                    _mm_min_epu8(same_text(a + i, b + i), same_text(a + i + 16, b + i + 16)),
                    _mm_min_epu8(same_text(a + i + 32, b + i + 32),
                                 same_text(a + i + 48, b + i + 48)));
                if (empty(v)) {
                    break;
                }
                i += BLOCK;
                left = n - i;
            }
            continue;
        }
        for (size_t k = 0; k < STEP && i < n; k++, i++) {
            if (a[i] != b[i] || !a[i]) {
                return i;
            }
        }
    }
    return n;
}

NATIVE(memcmp_diff, {
    size_t i = mismatch(P(a), P(b), c);
    return i < c ? result_diff(a, b, i) : 0;
})

NATIVE(memcmp_a64, {
    size_t i = mismatch(P(a), P(b), c);
    return i < c ? result_memcmp_a64(a, b, c, i) : 0;
})

NATIVE(strcmp_diff, return result_diff(a, b, text_mismatch(P(a), P(b), SIZE_MAX));)

NATIVE(strncmp_diff, {
    size_t i = text_mismatch(P(a), P(b), c);
    return i < c ? result_diff(a, b, i) : 0;
})

NATIVE(strcmp_a64, return result_strcmp_a64(a, b, text_mismatch(P(a), P(b), SIZE_MAX));)

NATIVE(strncmp_a64, {
    size_t i = text_mismatch(P(a), P(b), c);
    return i < c ? result_strncmp_a64(a, b, c, i) : 0;
})
