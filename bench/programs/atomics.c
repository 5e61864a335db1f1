// SPDX-License-Identifier: GPL-2.0-or-later
// Threads that add, exchange and compare-and-swap shared counters.
// bench: class=thread n=10000000 quick=3000000

#include "threads.h"
#include <stdatomic.h>

static long per_thread;
static _Atomic uint64_t added, swapped, highest, bits;

static void *work(void *index)
{
    uint64_t seed = (uintptr_t)index + 181;
    for (long i = 0; i < per_thread; i++) {
        uint64_t r = rng(&seed) >> 8;
        atomic_fetch_add(&added, r & 0xff);
        atomic_fetch_or_explicit(&bits, UINT64_C(1) << (r & 31), memory_order_relaxed);
        uint64_t seen = atomic_load_explicit(&highest, memory_order_acquire);
        while (r > seen && !atomic_compare_exchange_weak(&highest, &seen, r))
            ;
        uint64_t old = atomic_load_explicit(&swapped, memory_order_relaxed);
        while (!atomic_compare_exchange_strong(&swapped, &old, old + 3))
            ;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    per_thread = bench_size(argc, argv) / THREADS;
    run_threads(work);
    printf("%llu %llu %llx %llx\n", (unsigned long long)added, (unsigned long long)swapped,
           (unsigned long long)highest, (unsigned long long)bits);
    return 0;
}
