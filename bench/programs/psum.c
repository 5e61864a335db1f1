// SPDX-License-Identifier: GPL-2.0-or-later
// Threads that each sum their own part: no sharing until the end.
// bench: class=thread n=400000000

#include "threads.h"

static long per_thread;
static uint64_t result[THREADS];

static void *work(void *index)
{
    uint64_t seed = (uintptr_t)index + 179, sum = 0;
    for (long i = 0; i < per_thread; i++)
        sum += rng(&seed) >> 32;
    result[(uintptr_t)index] = sum;
    return NULL;
}

int main(int argc, char **argv)
{
    uint64_t sum = 0;
    per_thread = bench_size(argc, argv) / THREADS;
    run_threads(work);
    for (int i = 0; i < THREADS; i++)
        sum = mix(sum, result[i]);
    report(sum);
    return 0;
}
