// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a function in several threads and waits for all of them.

#ifndef THREADS_H
#define THREADS_H

#include "bench.h"
#include <pthread.h>

enum { THREADS = 4 };

static inline void run_threads(void *(*body)(void *))
{
    pthread_t thread[THREADS];
    for (intptr_t i = 0; i < THREADS; i++)
        if (pthread_create(&thread[i], NULL, body, (void *)i)) {
            fprintf(stderr, "cannot start a thread\n");
            exit(1);
        }
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
}

#endif
