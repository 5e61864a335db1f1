/*
 * The C library's string and memory functions against plain loops, at all alignments, next
 * to pages that must not be touched; the exact values of compares are in the output.
 * FLAGS: -fno-builtin
 * STDERR: ignore
 * TIMEOUT: 60
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGES = 3, SIZE = PAGES * 4096 };

#include "guarded.h"

static unsigned char was[SIZE];

static void fill(unsigned char *p, size_t n, unsigned letters)
{
    for (size_t i = 0; i < n; i++) {
        p[i] = (unsigned char)(letters > 200 ? 1 + rnd(255) : 'a' + rnd(letters));
    }
}

/* A place for N bytes: at an edge, or anywhere. */
static unsigned char *place(unsigned char *area, size_t n)
{
    switch (rnd(4)) {
    case 0: return area + rnd(64);
    case 1: return area + 4096 - rnd((unsigned)(n < 4096 ? n + 1 : 4096));
    case 2: return area + SIZE - n - rnd(20) * rnd(2);
    default: return area + SIZE - n;
    }
}

static size_t some_size(void)
{
    static const unsigned limits[] = {9, 40, 40, 150, 150, 700, 3900};
    return rnd(limits[rnd(7)]);
}

/* --- memory ---- */

static void naive_move(unsigned char *d, const unsigned char *s, size_t n)
{
    static unsigned char t[SIZE];
    for (size_t i = 0; i < n; i++) {
        t[i] = s[i];
    }
    for (size_t i = 0; i < n; i++) {
        d[i] = t[i];
    }
}

static void snapshot(void)
{
    for (size_t i = 0; i < SIZE; i++) {
        was[i] = one[i];
    }
}

static int as_was(void)
{
    for (size_t i = 0; i < SIZE; i++) {
        if (was[i] != one[i]) {
            return 0;
        }
    }
    return 1;
}

static void test_copies(void)
{
    for (int r = 0; r < 1200; r++) {
        size_t n = some_size();
        unsigned char *d = place(one, n), *s = place(two, n);
        snapshot();
        naive_move(was + (d - one), s, n);
        if (r & 1) {
            check(memcpy(d, s, n) == d, "memcpy", n, (size_t)(d - one));
        } else {
            check(mempcpy(d, s, n) == d + n, "mempcpy", n, (size_t)(d - one));
        }
        check(as_was(), "copy", n, (size_t)(d - one));
    }
    for (int r = 0; r < 1200; r++) {
        size_t n = some_size();
        unsigned char *d = place(one, n), *s = d + (int)rnd(81) - 40;
        if (r % 3 == 0) {
            s = place(one, n);
        }
        if (s < one) {
            s = one;
        }
        if (s + n > one + SIZE) {
            s = one + SIZE - n;
        }
        snapshot();
        naive_move(was + (d - one), one + (s - one), n);
        check(memmove(d, s, n) == d && as_was(), "memmove", n, (size_t)(d - one));
    }
    for (int r = 0; r < 1200; r++) {
        size_t n = some_size();
        unsigned char *d = place(one, n);
        int c = (int)rnd(1000) * (int)rnd(2);
        snapshot();
        for (size_t i = 0; i < n; i++) {
            was[d - one + (long)i] = (unsigned char)c;
        }
        if (r % 8) {
            check(memset(d, c, n) == d, "memset", n, (size_t)(d - one));
        } else {
            for (size_t i = 0; i < n; i++) {
                was[d - one + (long)i] = 0;
            }
            bzero(d, n);
        }
        check(as_was(), "set", n, (size_t)(d - one));
        fill(one, SIZE, 1000);
    }
}

static void test_memcmp(void)
{
    for (int r = 0; r < 6000; r++) {
        size_t n = r % 2 ? rnd(20) : some_size(), k = 0;
        unsigned char *a = place(one, n), *b = place(two, n);
        naive_move(a, b, n);
        if (n && r % 5) {
            a[r % 3 ? n - 1 - rnd((unsigned)(n < 4 ? n : 4)) : rnd((unsigned)n)] =
                (unsigned char)rnd(256);
        }
        while (k < n && a[k] == b[k]) {
            k++;
        }
        int want = k < n ? a[k] - b[k] : 0, got = memcmp(a, b, n);
        check((want > 0) - (want < 0) == (got > 0) - (got < 0), "memcmp", n, (size_t)(a - one));
        mix(got);
        mix(bcmp(a, b, n) != 0);
    }
    /* What lies behind the first difference may not be there at all. */
    for (size_t n = 1; n < 40; n++) {
        unsigned char *a = one + SIZE - n, *b = two;
        naive_move(b, a, n);
        b[n - 1] = (unsigned char)(a[n - 1] + 1);
        mix(memcmp(a, b, n));
    }
}

static void test_memchr(void)
{
    for (int r = 0; r < 2500; r++) {
        size_t n = some_size(), first = n, last = n;
        unsigned char *a = place(one, n);
        fill(a, n, r % 3 ? 26 : 2);
        int c = 'a' + (int)rnd(r % 2 ? 26 : 2) + 256 * (int)rnd(3);
        for (size_t i = 0; i < n; i++) {
            if (a[i] == (c & 255)) {
                first = first == n ? i : first;
                last = i;
            }
        }
        check(memchr(a, c, n) == (first < n ? a + first : NULL), "memchr", n,
              (size_t)(a - one));
        check(memrchr(a, c, n) == (last < n ? a + last : NULL), "memrchr", n,
              (size_t)(a - one));
        if (first < n) {
            check(rawmemchr(a, c) == a + first, "rawmemchr", n, (size_t)(a - one));
            check(memchr(a, c, SIZE_MAX) == a + first, "memchr, all", n, (size_t)(a - one));
        }
    }
}

/* --- strings --- */

static void test_lengths(void)
{
    for (int r = 0; r < 3000; r++) {
        size_t n = some_size(), max = rnd(2) ? some_size() : n + rnd(3);
        unsigned char *a = place(one, n + 1);
        fill(a, n, 1000);
        a[n] = 0;
        check(strlen((char *)a) == n, "strlen", n, (size_t)(a - one));
        check(strnlen((char *)a, max) == (max < n ? max : n), "strnlen", n, (size_t)(a - one));
        check(strnlen((char *)a, SIZE_MAX) == n, "strnlen, all", n, (size_t)(a - one));
        if (n) { /* no end at all */
            a = one + SIZE - n;
            fill(a, n, 1000);
            check(strnlen((char *)a, n) == n, "strnlen, no end", n, (size_t)(a - one));
        }
    }
}

static void test_find(void)
{
    for (int r = 0; r < 2500; r++) {
        size_t n = some_size(), first, last = SIZE_MAX;
        unsigned char *a = place(one, n + 1);
        fill(a, n, r % 3 ? 26 : 2);
        a[n] = 0;
        int c = rnd(8) ? 'a' + (int)rnd(r % 2 ? 26 : 2) : 0;
        for (first = 0; first < n && a[first] != c; first++) {
        }
        for (size_t i = 0; i <= n; i++) {
            last = a[i] == c ? i : last;
        }
        c += 256 * (int)rnd(3);
        check(strchr((char *)a, c) == (a[first] == (c & 255) ? (char *)a + first : NULL),
              "strchr", n, (size_t)(a - one));
        check(strchrnul((char *)a, c) == (char *)a + first, "strchrnul", n, (size_t)(a - one));
        check(strrchr((char *)a, c) == (last <= n ? (char *)a + last : NULL), "strrchr", n,
              (size_t)(a - one));
    }
}

static void test_strcmp(void)
{
    for (int r = 0; r < 6000; r++) {
        size_t n = r % 2 ? rnd(20) : some_size(), k = 0;
        size_t max = rnd(2) ? some_size() : n + rnd(5) - (n > 1);
        unsigned char *a = place(one, n + 1), *b = place(two, n + 1);
        fill(b, n, r % 4 ? 1000 : 2);
        b[n] = 0;
        naive_move(a, b, n + 1);
        if (n && r % 5) {
            a[rnd((unsigned)n)] = (unsigned char)rnd(256);
        } else if (n && r % 7 == 0) {
            b[rnd((unsigned)n)] = 0;
        }
        while (a[k] && a[k] == b[k]) {
            k++;
        }
        int want = a[k] - b[k], got = strcmp((char *)a, (char *)b);
        check((want > 0) - (want < 0) == (got > 0) - (got < 0), "strcmp", n, (size_t)(a - one));
        mix(got);
        want = k < max ? want : 0;
        got = strncmp((char *)a, (char *)b, max);
        check((want > 0) - (want < 0) == (got > 0) - (got < 0), "strncmp", max,
              (size_t)(a - one));
        mix(got);
        mix(strncmp((char *)a, (char *)b, SIZE_MAX));
        if (n) { /* no end within the limit */
            a = one + SIZE - n;
            b = two + SIZE - n;
            fill(b, n, 1000);
            naive_move(a, b, n);
            a[rnd((unsigned)n)] ^= (unsigned char)(rnd(2) ? 128 : 0);
            mix(strncmp((char *)a, (char *)b, n));
        }
    }
}

static void test_strcpy(void)
{
    for (int r = 0; r < 1500; r++) {
        size_t n = some_size(), max = rnd(2) ? rnd(200) : n + rnd(9);
        unsigned char *s = place(two, n + 1), *d = place(one, n + 1);
        fill(s, n, 1000);
        s[n] = 0;
        snapshot();
        naive_move(was + (d - one), s, n + 1);
        if (r & 1) {
            check(strcpy((char *)d, (char *)s) == (char *)d, "strcpy", n, (size_t)(d - one));
        } else {
            check(stpcpy((char *)d, (char *)s) == (char *)d + n, "stpcpy", n,
                  (size_t)(d - one));
        }
        check(as_was(), "string copy", n, (size_t)(d - one));

        d = place(one, max);
        snapshot();
        for (size_t i = 0; i < max; i++) {
            was[d - one + (long)i] = i < n ? s[i] : 0;
        }
        if (r & 1) {
            check(strncpy((char *)d, (char *)s, max) == (char *)d, "strncpy", n,
                  (size_t)(d - one));
        } else {
            check(stpncpy((char *)d, (char *)s, max) == (char *)d + (n < max ? n : max),
                  "stpncpy", n, (size_t)(d - one));
        }
        check(as_was(), "limited copy", n, (size_t)(d - one));
    }
    for (int r = 0; r < 1500; r++) {
        size_t n = rnd(300), m = rnd(300), max = rnd(2) ? rnd(300) : n;
        unsigned char *s = place(two, n + 1), *d = place(one, n + m + 1);
        fill(s, n, 1000);
        s[n] = 0;
        fill(d, m, 1000);
        d[m] = 0;
        snapshot();
        if (r & 1) {
            naive_move(was + (d - one) + m, s, n + 1);
            check(strcat((char *)d, (char *)s) == (char *)d, "strcat", n, (size_t)(d - one));
        } else {
            max = max < n ? max : n;
            naive_move(was + (d - one) + m, s, max);
            was[d - one + (long)(m + max)] = 0;
            check(strncat((char *)d, (char *)s, max) == (char *)d, "strncat", n,
                  (size_t)(d - one));
        }
        check(as_was(), "string added", n, (size_t)(d - one));
    }
}

static void test_sets(void)
{
    for (int r = 0; r < 1500; r++) {
        size_t n = some_size(), m = rnd(rnd(2) ? 5 : 30), in = 0, out = 0;
        unsigned char *a = place(one, n + 1), *set = place(two, m + 1);
        fill(a, n, r % 3 ? 26 : 4);
        a[n] = 0;
        fill(set, m, r % 2 ? 26 : 3);
        set[m] = 0;
#define IN_SET(c) (memchr(set, c, m) != NULL)
        while (a[in] && IN_SET(a[in])) {
            in++;
        }
        while (a[out] && !IN_SET(a[out])) {
            out++;
        }
        check(strspn((char *)a, (char *)set) == in, "strspn", n, (size_t)(a - one));
        check(strcspn((char *)a, (char *)set) == out, "strcspn", n, (size_t)(a - one));
        check(strpbrk((char *)a, (char *)set) == (a[out] ? (char *)a + out : NULL), "strpbrk",
              n, (size_t)(a - one));
    }
}

static void test_search(void)
{
    for (int r = 0; r < 800; r++) {
        size_t n = r % 16 ? rnd(400) : some_size(), m = r % 50 ? rnd(9) : rnd(400), at;
        unsigned char *a = place(one, n + 1), *b = place(two, m + 1);
        fill(a, n, 2);
        fill(b, m, 2);
        if (m && m < n && rnd(2)) {
            naive_move(b, a + rnd((unsigned)(n - m)), m);
        }
        a[n] = b[m] = 0;
        for (at = 0; at + m <= n; at++) {
            size_t k = 0;
            while (k < m && a[at + k] == b[k]) {
                k++;
            }
            if (k == m) {
                break;
            }
        }
        check(strstr((char *)a, (char *)b) == (at + m <= n ? (char *)a + at : NULL), "strstr",
              n, m);
        check(memmem(a, n, b, m) == (at + m <= n ? a + at : NULL), "memmem", n, m);
    }
}

/* --- faults --- */

static void die(int what)
{
    unsigned char *end = one + SIZE;
    fill(one, SIZE, 1000);
    switch (what) {
    case 0: mix((int64_t)strlen((char *)end - 5)); break;
    case 1: memset(end - 40, 1, 41); break;
    case 2: memcpy(end - 100, two, 200); break;
    case 3: mix(memcmp(end, two, 1)); break;
    case 4: strcpy((char *)end - 3, "four"); break;
    default: mix((int64_t)(intptr_t)memchr(one - 1, 0, 1)); break;
    }
}

static void test_faults(void)
{
    for (int i = 0; i < 6; i++) {
        int status;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            die(i);
            _exit(0);
        }
        waitpid(child, &status, 0);
        printf("fault %d: signal %d\n", i, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    }
}

int main(void)
{
    seed = 4711;
    one = guarded();
    two = guarded();
    fill(one, SIZE, 1000);
    fill(two, SIZE, 1000);
    test_copies();
    test_memcmp();
    printf("compares %016llx\n", (unsigned long long)hash);
    test_memchr();
    test_lengths();
    test_find();
    test_strcmp();
    printf("compares %016llx\n", (unsigned long long)hash);
    test_strcpy();
    test_sets();
    test_search();
    test_faults();
    printf("%u failures\n", failures);
    return failures != 0;
}
