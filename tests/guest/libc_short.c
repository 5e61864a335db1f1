/*
 * The C library's string and memory functions on few bytes: all sizes up to 70, at all
 * distances from the end of a page, with one behind it that is there and one that is not;
 * nothing is touched if there is nothing to do, and faults are the program's.
 * FLAGS: -fno-builtin
 * STDERR: ignore
 * TIMEOUT: 60
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, SIZE = 2 * PAGE, LONGEST = 70, EDGE = 34, PLACES = 2 * EDGE + 16 };

#include "guarded.h"

/* N bytes that end before what is not there, start before the inner page's end, or neither. */
static unsigned char *place(unsigned char *area, size_t n, unsigned i)
{
    if (i < EDGE) {
        return area + SIZE - n - i;
    }
    return i < 2 * EDGE ? area + PAGE - (i - EDGE) : area + 64 + i;
}

/* No byte is 0. */
static void fill(unsigned char *p, size_t n, unsigned letters)
{
    for (size_t i = 0; i < n; i++) {
        p[i] = (unsigned char)(1 + rnd(letters));
    }
}

static void text(unsigned char *p, size_t n, unsigned letters)
{
    fill(p, n, letters);
    p[n] = 0;
}

static int sign(int v)
{
    return (v > 0) - (v < 0);
}

/* --- What is written, and what is not ------------------------------------------------- */

enum { AROUND = 48 };
static unsigned char *low, *high, want[LONGEST + 80 + 2 * AROUND];

static void before(unsigned char *d, size_t n)
{
    low = d - one < AROUND ? one : d - AROUND;
    high = one + SIZE - (d + n) < AROUND ? one + SIZE : d + n + AROUND;
    for (unsigned char *p = low; p < high; p++) {
        want[p - low] = *p = (unsigned char)rnd(256);
    }
}

/* N bytes at D are as at FROM, the others as before. */
static int as_wanted(const unsigned char *d, const unsigned char *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        want[d - low + (long)i] = from[i];
    }
    for (unsigned char *p = low; p < high; p++) {
        if (*p != want[p - low]) {
            return 0;
        }
    }
    return 1;
}

static void test_copies(size_t n, unsigned i)
{
    static unsigned char bytes[LONGEST + 1];
    unsigned char *d = place(one, n, i), *s = place(two, n, rnd(PLACES));

    fill(s, n, 255);
    before(d, n);
    check(memcpy(d, s, n) == d && as_wanted(d, s, n), "memcpy", n, i);
    before(d, n);
    check(mempcpy(d, s, n) == d + n && as_wanted(d, s, n), "mempcpy", n, i);
    int c = (int)rnd(1024);
    for (size_t k = 0; k < n; k++) {
        bytes[k] = (unsigned char)c;
    }
    before(d, n);
    check(memset(d, c, n) == d && as_wanted(d, bytes, n), "memset", n, i);

    d = place(one, n + 1, i);
    s = place(two, n + 1, rnd(PLACES));
    text(s, n, 255);
    before(d, n + 1);
    check(strcpy((char *)d, (char *)s) == (char *)d && as_wanted(d, s, n + 1), "strcpy", n, i);
    before(d, n + 1);
    check(stpcpy((char *)d, (char *)s) == (char *)d + n && as_wanted(d, s, n + 1), "stpcpy", n,
          i);
}

static void test_overlaps(size_t n)
{
    static unsigned char bytes[LONGEST];

    for (int by = -40; by <= 40; by++) {
        unsigned char *d = one + PAGE - rnd(100);
        before(d - 40, n + 80);
        for (size_t i = 0; i < n; i++) {
            bytes[i] = d[by + (int)i];
        }
        check(memmove(d, d + by, n) == d && as_wanted(d, bytes, n), "memmove", n,
              (unsigned)(by + 40));
    }
}

/* --- What is found ----------------------------------------------------------------------- */

static void test_searches(size_t n, unsigned i)
{
    static const size_t limits[] = {0, 1, 31, 32, 33, 64, SIZE_MAX};
    unsigned char *a = place(one, n + 1, i);
    size_t at = 0, last = SIZE_MAX;

    text(a, n, rnd(2) ? 3 : 255);
    int c = n && rnd(4) ? a[rnd((unsigned)n)] : (int)rnd(256);
    while (at < n && a[at] != c) {
        at++;
    }
    for (size_t k = 0; k <= n; k++) {
        last = a[k] == c ? k : last;
    }
    int wide = c + 256 * (int)rnd(3);
    check(strlen((char *)a) == n, "strlen", n, i);
    check(strchr((char *)a, wide) == (a[at] == c ? (char *)a + at : NULL), "strchr", n, i);
    check(strchrnul((char *)a, wide) == (char *)a + at, "strchrnul", n, i);
    check(strrchr((char *)a, wide) == (last <= n ? (char *)a + last : NULL), "strrchr", n, i);
    for (unsigned k = 0; k < sizeof(limits) / sizeof(limits[0]) + 3; k++) {
        size_t max = k < 3 ? n + k - (n > 0) : limits[k - 3];
        check(strnlen((char *)a, max) == (max < n ? max : n), "strnlen", max, i);
        if (c && (at < n || max <= n)) {
            check(memchr(a, wide, max) == (at < n && at < max ? a + at : NULL), "memchr", max,
                  i);
        }
    }
    /* With no end. */
    a = place(one, n, i);
    fill(a, n, 255);
    check(strnlen((char *)a, n) == n, "strnlen, no end", n, i);
    check(memchr(a, 0, n) == NULL, "memchr, nothing", n, i);
}

/* --- Compares ------------------------------------------------------------------------------
 */

/* A and B, which may differ at one byte or end there, as objects of N bytes. */
static void compare(const unsigned char *a, const unsigned char *b, size_t n, unsigned i)
{
    size_t k = 0;

    while (k < n && a[k] == b[k]) {
        k++;
    }
    int by = k < n ? a[k] - b[k] : 0, got = memcmp(a, b, n);
    check(sign(got) == sign(by), "memcmp", n, i);
    mix(got);
}

static void compare_texts(const unsigned char *a, const unsigned char *b, size_t n, unsigned i)
{
    const size_t limits[] = {n, n + 1, n / 2, 32, 33, SIZE_MAX, 0};
    size_t k = 0;

    while (a[k] == b[k] && a[k]) {
        k++;
    }
    int by = a[k] - b[k], got = strcmp((const char *)a, (const char *)b);
    check(sign(got) == sign(by), "strcmp", n, i);
    mix(got);
    for (unsigned m = 0; m < sizeof(limits) / sizeof(limits[0]); m++) {
        got = strncmp((const char *)a, (const char *)b, limits[m]);
        check(sign(got) == (k < limits[m] ? sign(by) : 0), "strncmp", limits[m], i);
        mix(got);
    }
}

static void copy_loop(unsigned char *d, const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        d[i] = s[i];
    }
}

static void test_compares(size_t n, unsigned i)
{
    for (unsigned r = 0; r < 4; r++) {
        unsigned j = r == 3 ? i : rnd(PLACES);
        unsigned char *a = place(one, n, i), *b = place(two, n, j);
        fill(a, n, 255);
        copy_loop(b, a, n);
        compare(a, b, n, i);
        if (n) {
            b[r & 1 ? n - 1 - rnd((unsigned)(n < 3 ? n : 3)) : rnd((unsigned)n)] =
                (unsigned char)rnd(256);
            compare(a, b, n, i);
            compare(b, a, n, i);
            /* No end within the limit. */
            mix(strncmp((char *)a, (char *)b, n));
        }
        a = place(one, n + 1, i);
        b = place(two, n + 1, j);
        text(a, n, 255);
        copy_loop(b, a, n + 1);
        compare_texts(a, b, n, i);
        if (n) {
            b[rnd((unsigned)n)] ^= (unsigned char)(r & 1 ? 1 + rnd(255) : 1u << rnd(8));
            compare_texts(a, b, n, i);
            compare_texts(b, a, n, i);
            b[rnd((unsigned)n)] = 0;
            compare_texts(a, b, n, i);
            compare_texts(b, a, n, i);
        }
    }
}

/* --- Nothing to do, and faults --------------------------------------------------------------
 */

static void test_nothing(void)
{
    unsigned char *no = one + SIZE;

    check(memcpy(no, two, 0) == no, "memcpy", 0, 0);
    check(memcpy(two, no, 0) == two, "memcpy", 0, 1);
    check(memmove(no, no + 1, 0) == no, "memmove", 0, 0);
    check(mempcpy(no, no + 1, 0) == no, "mempcpy", 0, 0);
    check(memset(no, 1, 0) == no, "memset", 0, 0);
    check(memcmp(no, two, 0) == 0, "memcmp", 0, 0);
    check(memchr(no, 1, 0) == NULL, "memchr", 0, 0);
    check(strncmp((char *)no, (char *)two, 0) == 0, "strncmp", 0, 0);
    check(strnlen((char *)no, 0) == 0, "strnlen", 0, 0);
}

static void die(unsigned what)
{
    unsigned char *end = one + SIZE;
    volatile uintptr_t nowhere = 8;
    char *bad = (char *)nowhere;

    fill(one, SIZE, 255);
    fill(two, SIZE, 255);
    two[9] = 0;
    switch (what) {
    case 0: mix((int64_t)strlen((char *)end)); break;
    case 1: mix((int64_t)strlen(bad)); break;
    case 2: mix((int64_t)strnlen((char *)end - 3, 4)); break;
    case 3: mix((intptr_t)strchr((char *)end, 'x')); break;
    case 4: mix((intptr_t)strrchr((char *)one - 1, 'x')); break;
    case 5: mix((intptr_t)memchr(end - 1, 0, 2)); break;
    case 6: mix(memcmp(two, end, 1)); break;
    case 7: mix(memcmp(bad, two, 9)); break;
    case 8: mix(strcmp((char *)two, (char *)end)); break;
    case 9: mix(strncmp((char *)end, (char *)two, 3)); break;
    case 10: memcpy(end - 7, two, 8); break;
    case 11: memcpy(two, one - 1, 20); break;
    case 12: memcpy(bad, two, 3); break;
    case 13: memmove(one - 3, one, 33); break;
    case 14: memset(end - 31, 1, 32); break;
    case 15: memset(end, 1, 1); break;
    case 16: strcpy((char *)end - 9, (char *)two); break;
    case 17: strcpy((char *)one, (char *)end - 1); break;
    case 18: mix((intptr_t)stpcpy(bad, (char *)two)); break;
    default:
        mprotect(one, SIZE, PROT_READ);
        memcpy(one + 100, two, 5);
        break;
    }
}

static void test_faults(void)
{
    for (unsigned i = 0; i < 20; i++) {
        int status;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            die(i);
            _exit(0);
        }
        waitpid(child, &status, 0);
        printf("fault %u: signal %d\n", i, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    }
}

int main(void)
{
    seed = 815;
    one = guarded();
    two = guarded();
    for (size_t n = 0; n <= LONGEST; n++) {
        for (unsigned i = 0; i < PLACES; i++) {
            test_copies(n, i);
            test_searches(n, i);
            test_compares(n, i);
        }
        test_overlaps(n);
    }
    test_nothing();
    printf("compares %016llx\n", (unsigned long long)hash);
    test_faults();
    printf("%u failures\n", failures);
    return failures != 0;
}
