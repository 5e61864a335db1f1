/* POSIX threads: results, mutexes, conditions, barriers, rwlocks, TLS, once,
 * keys with destructors, detached and cancelled threads. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { N = 4 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static sem_t sem;
static __thread long local = 100;
static __thread char big_local[5000];
static long counter, turn, phases[N], once_count, destroyed, table[16];

static void init(void)
{
    once_count++;
}

static void destroy(void *p)
{
    __atomic_fetch_add(&destroyed, (long)p, __ATOMIC_SEQ_CST);
}

static void *work(void *arg)
{
    long id = (long)arg;
    pthread_once(&once, init);
    pthread_setspecific(key, (void *)(id + 1));
    for (int i = 0; i < 3000; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
        local += id;
        big_local[i] = (char)id;
    }
    for (int p = 0; p < 50; p++) {
        phases[id]++;
        pthread_barrier_wait(&barrier);
        for (int i = 0; i < N; i++)
            if (phases[i] != p + 1)
                exit(9);
        pthread_barrier_wait(&barrier);
    }
    /* Each in its turn. */
    pthread_mutex_lock(&mutex);
    while (turn != N - 1 - id)
        pthread_cond_wait(&cond, &mutex);
    printf("thread %ld: local %ld %d\n", id, local, big_local[2999]);
    turn++;
    pthread_cond_broadcast(&cond);
    pthread_mutex_unlock(&mutex);

    for (int i = 0; i < 300; i++)
        if (i % 10 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            for (int k = 0; k < 16; k++)
                table[k]++;
            pthread_rwlock_unlock(&rwlock);
        } else {
            pthread_rwlock_rdlock(&rwlock);
            for (int k = 1; k < 16; k++)
                if (table[k] != table[0])
                    exit(8);
            pthread_rwlock_unlock(&rwlock);
        }
    if (id == 2)
        pthread_exit((void *)(uintptr_t)0x1234);
    return (void *)(id * id);
}

static void *spin(void *arg)
{
    (void)arg;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    sem_post(&sem);
    for (volatile long i = 0;; i++)
        ;
    return NULL;
}

static void *sleeper(void *arg)
{
    pthread_cleanup_push(destroy, (void *)1000);
    sem_post(&sem);
    for (;;)
        sleep(100);
    pthread_cleanup_pop(0);
    return arg;
}

static void *detached(void *arg)
{
    pthread_detach(pthread_self());
    sem_post(arg);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    void *r;

    pthread_barrier_init(&barrier, NULL, N);
    pthread_key_create(&key, destroy);
    sem_init(&sem, 0, 0);
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, (void *)i);
    for (int i = 0; i < N; i++) {
        pthread_join(t[i], &r);
        printf("joined %d: %ld\n", i, (long)r);
    }
    printf("counter %ld once %ld destroyed %ld local %ld table %ld\n", counter, once_count,
           destroyed, local, table[7]);

    pthread_create(&t[0], NULL, spin, NULL);
    pthread_create(&t[1], NULL, sleeper, NULL);
    sem_wait(&sem);
    sem_wait(&sem);
    for (int i = 0; i < 2; i++) {
        pthread_cancel(t[i]);
        pthread_join(t[i], &r);
        printf("cancelled %d\n", r == PTHREAD_CANCELED);
    }
    printf("destroyed %ld\n", destroyed);

    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    ts.tv_nsec += 10000000;
    if (ts.tv_nsec >= 1000000000) {
        ts.tv_nsec -= 1000000000;
        ts.tv_sec++;
    }
    pthread_mutex_lock(&mutex);
    printf("timed wait %d\n", pthread_cond_timedwait(&cond, &mutex, &ts) == ETIMEDOUT);
    printf("trylock %d\n", pthread_mutex_trylock(&mutex) == EBUSY);
    pthread_mutex_unlock(&mutex);

    for (int i = 0; i < 100; i++) {
        pthread_create(&t[0], NULL, detached, &sem);
        sem_wait(&sem);
    }
    printf("done\n");
    return 0;
}
