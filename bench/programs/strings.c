// SPDX-License-Identifier: GPL-2.0-or-later
// The C library's string functions on short and middling strings.
// bench: class=int cflags=-fno-builtin n=5000000 quick=1200000

#include "bench.h"

enum { STRINGS = 64, LONGEST = 500 };
static char text[STRINGS][LONGEST + 1], copy[LONGEST * 2 + 2];

static uint64_t work(const char *a, const char *b)
{
    uint64_t sum = strlen(a) + 3 * strlen(b);
    strcpy(copy, a);
    strcat(copy, b);
    sum = sum * 5 + (strcmp(copy, a) > 0) + 2u * (strncmp(a, b, 40) > 0);
    sum = sum * 5 + (uint64_t)(memcmp(copy, b, strlen(b)) > 0);
    const char *found = strchr(copy, 'q');
    sum += found ? (uint64_t)(found - copy) : 7;
    found = strrchr(copy, 'e');
    sum += found ? (uint64_t)(found - copy) : 9;
    found = strstr(copy, "tion");
    sum += found ? (uint64_t)(found - copy) : 11;
    found = memchr(copy, 'z', strlen(a));
    sum += found ? (uint64_t)(found - copy) : 13;
    memmove(copy + 7, copy, strlen(a));
    memset(copy + 20, '-', 100);
    sum += strcspn(copy, "-+") + strspn(b, "abcdefghij");
    return mix(sum, (uint8_t)copy[strlen(copy) / 2]);
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 79, sum = 0;
    for (int i = 0; i < STRINGS; i++) {
        size_t length = 150 + rng(&seed) % (LONGEST - 150);
        if (i % 3)
            length /= 8;
        for (size_t k = 0; k < length; k++)
            text[i][k] = "abcdefghijklmnoprstuvwxyetionnon"[rng(&seed) >> 59];
    }
    for (long r = 0; r < n; r++)
        sum = mix(sum, work(text[r % STRINGS], text[r * 7 / 3 % STRINGS]));
    report(sum);
    return 0;
}
