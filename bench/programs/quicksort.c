// SPDX-License-Identifier: GPL-2.0-or-later
// A quicksort of 32-bit integers, and libc's qsort with a comparison callback.
// bench: class=int n=23 quick=6

#include "bench.h"

enum { N = 100000 };
static int32_t a[N], b[N];

static void quicksort(int32_t *v, long n)
{
    while (n > 16) {
        int32_t x = v[0], y = v[n / 2], z = v[n - 1];
        int32_t pivot = x < y ? (y < z ? y : x < z ? z : x) : (x < z ? x : y < z ? z : y);
        long i = 0, j = n - 1;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                int32_t t = v[i];
                v[i++] = v[j];
                v[j--] = t;
            }
        }
        if (j + 1 < n - i) {
            quicksort(v, j + 1);
            v += i;
            n -= i;
        } else {
            quicksort(v + i, n - i);
            n = j + 1;
        }
    }
    for (long i = 1; i < n; i++) {
        int32_t t = v[i];
        long j = i;
        for (; j > 0 && v[j - 1] > t; j--)
            v[j] = v[j - 1];
        v[j] = t;
    }
}

static int compare(const void *p, const void *q)
{
    int32_t x = *(const int32_t *)p, y = *(const int32_t *)q;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 1234, sum = 0;
    for (long r = 0; r < n; r++) {
        for (int i = 0; i < N; i++)
            a[i] = b[i] = (int32_t)(rng(&seed) >> 32);
        quicksort(a, N);
        qsort(b, N, sizeof b[0], compare);
        if (memcmp(a, b, sizeof a) != 0)
            return 1;
        for (int i = 0; i < N; i += 97)
            sum = mix(sum, (uint64_t)a[i]);
    }
    report(sum);
    return 0;
}
