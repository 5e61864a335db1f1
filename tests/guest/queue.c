/* Producers and consumers over a bounded queue; the same work by a pool that
 * runs translated code on all threads at once. */
#include <pthread.h>
#include <stdio.h>

enum { SIZE = 8, ITEMS = 3000, MAKERS = 2, TAKERS = 3 };
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER, not_empty = PTHREAD_COND_INITIALIZER;
static int queue[SIZE], used, at;

static void put(int v)
{
    pthread_mutex_lock(&m);
    while (used == SIZE)
        pthread_cond_wait(&not_full, &m);
    queue[(at + used++) % SIZE] = v;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&m);
}

static int get(void)
{
    pthread_mutex_lock(&m);
    while (used == 0)
        pthread_cond_wait(&not_empty, &m);
    int v = queue[at];
    at = (at + 1) % SIZE;
    used--;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&m);
    return v;
}

static int collatz(unsigned long n)
{
    int steps = 0;
    for (; n > 1; steps++)
        n = n & 1 ? 3 * n + 1 : n / 2;
    return steps;
}

static void *maker(void *arg)
{
    for (int i = (int)(long)arg; i <= ITEMS; i += MAKERS)
        put(i);
    return NULL;
}

static void *taker(void *arg)
{
    long *sum = arg, n;
    double root = 0;
    while ((n = get()) > 0) {
        *sum += collatz(n);
        root += 1.0 / (double)n;
    }
    return root > 0 ? arg : arg;
}

int main(void)
{
    pthread_t t[MAKERS + TAKERS];
    long sum[TAKERS] = {0}, total = 0;

    for (long i = 0; i < MAKERS; i++)
        pthread_create(&t[i], NULL, maker, (void *)(i + 1));
    for (int i = 0; i < TAKERS; i++)
        pthread_create(&t[MAKERS + i], NULL, taker, &sum[i]);
    for (int i = 0; i < MAKERS; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < TAKERS; i++)
        put(0);
    for (int i = 0; i < TAKERS; i++) {
        pthread_join(t[MAKERS + i], NULL);
        total += sum[i];
    }
    printf("%ld\n", total);
    return 0;
}
