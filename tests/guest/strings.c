/* String functions of the C library at every alignment and length, with guard
 * pages after (and before) the data: a read too far faults. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static char *edge;      /* first byte of the guard page above */
static char *low;       /* first byte after the guard page below */
static unsigned long sum = 5381;

static void note(long v)
{
    sum = sum * 33 + (unsigned long)v;
}

static void report(const char *what)
{
    printf("%-10s %016lx\n", what, sum);
    sum = 5381;
}

static void fill(char *p, size_t n, unsigned seed)
{
    for (size_t i = 0; i < n; i++)
        p[i] = 'a' + (seed = seed * 1103515245 + 12345, seed >> 16) % 26;
}

static int sign(int x)
{
    return (x > 0) - (x < 0);
}

int main(void)
{
    long page = sysconf(_SC_PAGESIZE);
    char *m = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(m, page, PROT_NONE);
    mprotect(m + 3 * page, page, PROT_NONE);
    low = m + page;
    edge = m + 3 * page;

    /* Strings that end in the last byte before the guard page. */
    for (size_t n = 0; n < 100; n++) {
        char *s = edge - n - 1;
        fill(s, n, n);
        s[n] = 0;
        note(strlen(s));
        note(strnlen(s, n / 2));
        note(strnlen(s, 1000));
        char *p = strchr(s, 'q');
        note(p ? p - s : -1);
        p = strrchr(s, 'q');
        note(p ? p - s : -1);
        note(strchrnul(s, 'z') - s);
        note(strchr(s, 0) - s);
        p = memchr(s, 'e', n);
        note(p ? p - s : -1);
        p = memrchr(s, 'e', n);
        note(p ? p - s : -1);
        note((char *)rawmemchr(s, 0) - s);
        note(strspn(s, "abcdefghijklm"));
        note(strcspn(s, "xyz"));
        p = strpbrk(s, "uvw");
        note(p ? p - s : -1);
    }
    report("search");

    /* Two strings, all relative alignments, differing at any place. */
    for (size_t a = 0; a < 17; a++)
        for (size_t n = 0; n < 40; n++) {
            char *s = edge - n - 1, *t = low + a;
            fill(s, n, a);
            s[n] = 0;
            strcpy(t, s);
            note(sign(strcmp(s, t)) + sign(memcmp(s, t, n)));
            if (n) {
                t[n * a / 17] ^= 32;
                note(sign(strcmp(s, t)) * 16 + sign(strcasecmp(s, t)) * 4 +
                     sign(strncmp(s, t, n / 2)));
                note(sign(memcmp(t, s, n)));
                t[n * a / 17] = (char)0xe4;
                note(sign(strcmp(s, t)) * 4 + sign(memcmp(s, t, n)));
            }
            note(stpcpy(t, s) - t);
            strncpy(t, s, n + 5);
            strcat(t, "xy");
            strncat(t, s, 3);
            note(strlen(t));
        }
    report("compare");

    /* Moves of every size and alignment, and overlapping ones. */
    for (size_t to = 0; to < 20; to++)
        for (size_t n = 0; n < 300; n += n < 70 ? 1 : 37) {
            char *s = edge - n, *d = low + to;
            fill(s, n, n * 7 + to);
            memset(d - to, '-', n + 40);
            memcpy(d, s, n);
            note(memcmp(d, s, n) == 0 && d[n] == '-' && (to == 0 || d[-1] == '-'));
            memset(edge - n, (int)to, n);
            note(n ? edge[-1] + *(edge - n) : 0);
        }
    for (int shift = -70; shift <= 70; shift += 3)
        for (size_t n = 0; n < 200; n += 13) {
            char *s = low + 200;
            fill(low, 600, n);
            memmove(s + shift, s, n);
            for (size_t i = 0; i < 600; i += 1)
                note(low[i]);
        }
    report("move");

    /* Big ones. */
    char *big = malloc(300000), *copy = malloc(300000);
    fill(big, 300000, 1);
    memcpy(copy, big, 300000);
    note(memcmp(big, copy, 300000));
    copy[299999] ^= 1;
    note(sign(memcmp(big, copy, 300000)));
    memmove(big + 1, big, 299999);
    memmove(big, big + 5, 299995);
    note(memcmp(big, copy + 4, 299000));
    big[299999] = 0;
    note(strlen(big));
    strcpy(big + 250000, "needle in the hay");
    note(strstr(big, "needle in") - big);
    note((char *)memmem(big, 300000, "the hay", 7) - big);
    note(strstr(big, "not there") == NULL);
    memset(copy, 0x5a, 300000);
    note(copy[0] + copy[150000] + copy[299999]);
    report("big");

    char text[] = "one, two;three  four", *save;
    for (char *p = strtok_r(text, ", ;", &save); p; p = strtok_r(NULL, ", ;", &save))
        printf("[%s]", p);
    char *dup = strdup("dup");
    printf(" %s %s %ld\n", dup, strndup("truncated", 4), (long)wcslen(L"wide text"));
    return 0;
}
