// SPDX-License-Identifier: GPL-2.0-or-later
// Substring search: Horspool's, Knuth-Morris-Pratt's and the naive method.
// bench: class=int n=200

#include "bench.h"

enum { TEXT = 1 << 18 };
static char text[TEXT + 1];

static unsigned naive(const char *p, size_t m)
{
    unsigned found = 0;
    for (size_t i = 0; i + m <= TEXT; i++) {
        size_t j = 0;
        while (j < m && text[i + j] == p[j])
            j++;
        found += j == m;
    }
    return found;
}

static unsigned horspool(const char *p, size_t m)
{
    size_t shift[256];
    for (int i = 0; i < 256; i++)
        shift[i] = m;
    for (size_t i = 0; i + 1 < m; i++)
        shift[(uint8_t)p[i]] = m - 1 - i;
    unsigned found = 0;
    for (size_t i = 0; i + m <= TEXT; i += shift[(uint8_t)text[i + m - 1]]) {
        size_t j = m;
        while (j && text[i + j - 1] == p[j - 1])
            j--;
        found += j == 0;
    }
    return found;
}

static unsigned kmp(const char *p, size_t m)
{
    size_t border[64] = {0}, k = 0;
    for (size_t i = 1; i < m; i++) {
        while (k && p[i] != p[k])
            k = border[k - 1];
        k += p[i] == p[k];
        border[i] = k;
    }
    unsigned found = 0;
    k = 0;
    for (size_t i = 0; i < TEXT; i++) {
        while (k && (k == m || text[i] != p[k]))
            k = border[k - 1];
        k += text[i] == p[k];
        found += k == m;
    }
    return found;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 55, sum = 0;
    for (int i = 0; i < TEXT; i++)
        text[i] = "aaabbcde"[rng(&seed) >> 61];
    for (long r = 0; r < n; r++) {
        size_t m = 3 + (size_t)r % 9;
        const char *p = text + rng(&seed) % (TEXT - 64);
        unsigned a = naive(p, m), b = horspool(p, m), c = kmp(p, m);
        if (a != b || a != c)
            return 1;
        sum = mix(sum, a);
    }
    report(sum);
    return 0;
}
