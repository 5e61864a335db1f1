// SPDX-License-Identifier: GPL-2.0-or-later
// Starts and joins short-lived threads.
// bench: class=thread n=1000 quick=400

#include "threads.h"

static uint64_t result[THREADS];

static void *work(void *index)
{
    uint64_t seed = (uintptr_t)index + 191;
    for (int i = 0; i < 1000; i++)
        result[(uintptr_t)index] += rng(&seed) >> 40;
    return NULL;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (long r = 0; r < n; r++)
        run_threads(work);
    for (int i = 0; i < THREADS; i++)
        sum = mix(sum, result[i]);
    report(sum);
    return 0;
}
