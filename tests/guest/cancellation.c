/* Cancellation, robust mutexes, keys, once, barriers, timed waits, many threads at once. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int log_n;
static int logs[64];
static void note(void *p)
{
    logs[log_n++] = (int)(long)p;
}

static void *deferred(void *p)
{
    (void)p;
    pthread_cleanup_push(note, (void *)1);
    pthread_cleanup_push(note, (void *)2);
    for (;;) {
        usleep(100);
    }
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}
static volatile unsigned long spins;
static void *asynchronous(void *p)
{
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cleanup_push(note, (void *)3);
    for (;;) {
        spins++;
    }
    pthread_cleanup_pop(0);
    return p;
}
static void *in_read(void *p)
{
    char c;
    pthread_cleanup_push(note, (void *)4);
    if (read(*(int *)p, &c, 1) < 0) {
        return (void *)9;
    }
    pthread_cleanup_pop(0);
    return NULL;
}
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static void unlock(void *p)
{
    note((void *)5);
    pthread_mutex_unlock(p);
}
static void *in_wait(void *p)
{
    pthread_mutex_lock(&m);
    pthread_cleanup_push(unlock, &m);
    for (;;) {
        pthread_cond_wait(&c, &m);
    }
    pthread_cleanup_pop(0);
    return p;
}
static void *disabled(void *p)
{
    int old;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    *(volatile int *)p = 1;
    while (*(volatile int *)p != 2) {
        usleep(100);
    }
    pthread_setcancelstate(old, NULL);
    note((void *)6);
    pthread_testcancel();
    note((void *)7);
    return NULL;
}
static void show(const char *what, void *r)
{
    printf("%s: %s, cleanup", what, r == PTHREAD_CANCELED ? "canceled" : "returned");
    for (int i = 0; i < log_n; i++) {
        printf(" %d", logs[i]);
    }
    printf("\n");
    log_n = 0;
}

static pthread_key_t key, key2;
static void destroy(void *p)
{
    note(p);
    if ((long)p < 12) {
        pthread_setspecific(key, (void *)((long)p + 1));
    }
}
static void *with_key(void *p)
{
    pthread_setspecific(key, (void *)10);
    pthread_setspecific(key2, (void *)20);
    return p;
}
static pthread_barrier_t barrier;
static int total;
static __thread int mine[100];
static void *at_barrier(void *p)
{
    for (int i = 0; i < 100; i++) {
        mine[i] += i + (int)(long)p;
    }
    pthread_barrier_wait(&barrier);
    int s = 0;
    for (int i = 0; i < 100; i++) {
        s += mine[i];
    }
    __atomic_fetch_add(&total, s, __ATOMIC_RELAXED);
    pthread_barrier_wait(&barrier);
    return NULL;
}
static void *stack_user(void *p)
{
    volatile char big[4000];
    memset((void *)big, (int)(long)p, sizeof(big));
    return (void *)(long)big[2000];
}
static sigjmp_buf env;
static void jump(int s)
{
    siglongjmp(env, s);
}

int main(void)
{
    pthread_t t;
    void *r;
    int fds[2], flag = 0;

    pthread_create(&t, NULL, deferred, NULL);
    usleep(2000);
    pthread_cancel(t);
    pthread_join(t, &r);
    show("deferred", r);
    pthread_create(&t, NULL, asynchronous, NULL);
    while (spins < 1000) {
        usleep(100);
    }
    pthread_cancel(t);
    pthread_join(t, &r);
    show("asynchronous", r);
    if (pipe(fds)) {
        return 1;
    }
    pthread_create(&t, NULL, in_read, fds);
    usleep(2000);
    pthread_cancel(t);
    pthread_join(t, &r);
    show("read", r);
    pthread_create(&t, NULL, in_wait, NULL);
    usleep(2000);
    pthread_cancel(t);
    pthread_join(t, &r);
    show("cond", r);
    pthread_create(&t, NULL, disabled, &flag);
    while (!*(volatile int *)&flag) {
        usleep(100);
    }
    pthread_cancel(t);
    *(volatile int *)&flag = 2;
    pthread_join(t, &r);
    show("disabled", r);

    pthread_mutexattr_t a;
    int e;
    /* Recursive, error checking, priority. */
    pthread_mutex_t rec;
    pthread_mutexattr_init(&a);
    pthread_mutexattr_settype(&a, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&rec, &a);
    pthread_mutex_lock(&rec);
    printf("errorcheck %d %d\n", pthread_mutex_lock(&rec) == EDEADLK,
           pthread_mutex_trylock(&rec) == EBUSY);
    pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
    pthread_mutex_init(&rec, &a);
    printf("pi %d %d\n", pthread_mutex_lock(&rec), pthread_mutex_unlock(&rec));

    pthread_key_create(&key, destroy);
    pthread_key_create(&key2, note);
    pthread_create(&t, NULL, with_key, NULL);
    pthread_join(t, &r);
    show("keys", r);

    pthread_attr_t at;
    pthread_attr_init(&at);
    pthread_attr_setstacksize(&at, 65536);
    enum { N = 300 };
    static pthread_t ts[N];
    pthread_barrier_init(&barrier, NULL, N);
    for (long i = 0; i < N; i++) {
        e = pthread_create(&ts[i], &at, at_barrier, (void *)i);
        if (e) {
            printf("create %ld: %s\n", i, strerror(e));
            return 1;
        }
    }
    for (int i = 0; i < N; i++) {
        pthread_join(ts[i], NULL);
    }
    printf("barrier %d\n", total);
    long sum = 0;
    for (long i = 0; i < 3000; i++) {
        pthread_create(&t, &at, stack_user, (void *)(i % 100));
        pthread_join(t, &r);
        sum += (long)r;
    }
    printf("short %ld\n", sum);

    struct timespec ts1;
    clock_gettime(CLOCK_REALTIME, &ts1);
    ts1.tv_nsec += 3000000;
    if (ts1.tv_nsec >= 1000000000) {
        ts1.tv_sec++;
        ts1.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&m);
    printf("timedwait %d\n", pthread_cond_timedwait(&c, &m, &ts1) == ETIMEDOUT);
    pthread_mutex_unlock(&m);
    sem_t s;
    sem_init(&s, 0, 1);
    printf("sem %d", sem_wait(&s));
    printf(" %d\n", sem_timedwait(&s, &ts1) < 0 && errno == ETIMEDOUT);
    clock_gettime(CLOCK_MONOTONIC, &ts1);
    ts1.tv_sec -= 1;
    printf("clock_nanosleep %d", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts1, NULL));
    ts1 = (struct timespec){0, 2000000};
    printf(" %d\n", clock_nanosleep(CLOCK_MONOTONIC, 0, &ts1, NULL));
    signal(SIGUSR1, jump);
    volatile int jumps = 0;
    for (volatile int i = 0; i < 20000; i++) {
        if (sigsetjmp(env, 1) == 0) {
            raise(SIGUSR1);
        } else {
            jumps++;
        }
    }
    printf("jumps %d\n", jumps);
    return 0;
}
