// SPDX-License-Identifier: GPL-2.0-or-later
// Threads that contend for one mutex and wait on a condition.
// bench: class=thread n=8000000 quick=2000000

#include "threads.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t round_done = PTHREAD_COND_INITIALIZER;
static long per_thread, counter;
static int arrived, rounds;

// Every thread waits here until all have come.
static void meet(void)
{
    pthread_mutex_lock(&lock);
    int round = rounds;
    if (++arrived == THREADS) {
        arrived = 0;
        rounds++;
        pthread_cond_broadcast(&round_done);
    }
    while (round == rounds)
        pthread_cond_wait(&round_done, &lock);
    pthread_mutex_unlock(&lock);
}

static void *work(void *index)
{
    for (long i = 0; i < per_thread; i++) {
        pthread_mutex_lock(&lock);
        counter += (long)(intptr_t)index + 1;
        pthread_mutex_unlock(&lock);
        if (i % 20000 == 0)
            meet();
    }
    return NULL;
}

int main(int argc, char **argv)
{
    per_thread = bench_size(argc, argv) / THREADS;
    run_threads(work);
    printf("%ld in %d rounds\n", counter, rounds);
    return 0;
}
