// SPDX-License-Identifier: GPL-2.0-or-later
// Edit distance between pairs of words.
// bench: class=int n=2800

#include "bench.h"

enum { LENGTH = 300 };

static int distance(const char *a, int n, const char *b, int m)
{
    int row[LENGTH + 1];
    for (int j = 0; j <= m; j++)
        row[j] = j;
    for (int i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            int least = row[j - 1] < row[j] ? row[j - 1] + 1 : row[j] + 1;
            row[j] = change < least ? change : least;
        }
    }
    return row[m];
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    char a[LENGTH], b[LENGTH];
    uint64_t seed = 67, sum = 0;
    for (long r = 0; r < n; r++) {
        for (int i = 0; i < LENGTH; i++) {
            a[i] = (char)('a' + (rng(&seed) >> 61));
            b[i] = rng(&seed) >> 62 ? a[i] : 'x';
        }
        sum = mix(sum, (uint64_t)distance(a, LENGTH, b, LENGTH - (int)(r % 50)));
    }
    report(sum);
    return 0;
}
