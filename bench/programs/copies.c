// SPDX-License-Identifier: GPL-2.0-or-later
// Copies, clears and compares blocks of memory, from 64 bytes to 1 MiB.
// bench: class=mem n=7000 quick=1500

#include "bench.h"

enum { LARGEST = 1 << 20 };

int main(int argc, char **argv)
{
    static uint8_t a[LARGEST + 64], b[LARGEST + 64];
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (int i = 0; i < LARGEST; i++)
        a[i] = (uint8_t)(i * 7);
    for (long r = 0; r < n; r++)
        for (size_t size = 64; size <= LARGEST; size *= 4) {
            size_t skew = (size_t)(r % 16);
            memcpy(b + skew, a, size);
            sum += (uint64_t)(memcmp(b + skew, a, size) == 0);
            memset(b + size / 2, (int)(r & 0xff), size / 4);
            memmove(a + skew, a, size / 2);
            sum = mix(sum, a[size / 3] + b[size / 2]);
        }
    report(sum);
    return 0;
}
