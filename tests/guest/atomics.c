/* C11 atomics: every operation, size and order, single threaded for exact
 * results, then counters, a spin lock and a message slot between threads. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

#define OPS(T, order, name)                                                                    \
    do {                                                                                       \
        _Atomic T x = (T)0x1122334455667788;                                                   \
        T e = 5, r[10];                                                                        \
        r[0] = atomic_fetch_add_explicit(&x, (T)0x99, memory_order_##order);                   \
        r[1] = atomic_fetch_sub_explicit(&x, (T)0x1234567, memory_order_##order);              \
        r[2] = atomic_fetch_or_explicit(&x, (T)0xf0f0f0f0f0, memory_order_##order);            \
        r[3] = atomic_fetch_and_explicit(&x, (T)0xffff0ffff7, memory_order_##order);           \
        r[4] = atomic_fetch_xor_explicit(&x, (T)0x5555555555, memory_order_##order);           \
        r[5] = atomic_exchange_explicit(&x, (T)77, memory_order_##order);                      \
        int a = atomic_compare_exchange_strong(&x, &e, 9);                                     \
        r[6] = e;                                                                              \
        int b = atomic_compare_exchange_strong(&x, &e, 9);                                     \
        r[7] = atomic_load_explicit(&x, memory_order_acquire);                                 \
        while (!atomic_compare_exchange_weak(&x, &r[7], r[7] + 1))                             \
            ;                                                                                  \
        r[8] = x;                                                                              \
        atomic_store_explicit(&x, -1, memory_order_release);                                   \
        r[9] = x++ + ++x;                                                                      \
        printf("%s %s:", #T, name);                                                            \
        for (int i = 0; i < 10; i++)                                                           \
            printf(" %llx", (unsigned long long)r[i]);                                         \
        printf(" %d%d\n", a, b);                                                               \
    } while (0)

#define ORDERS(T)                                                                              \
    OPS(T, relaxed, "relaxed");                                                                \
    OPS(T, acq_rel, "acq_rel");                                                                \
    OPS(T, seq_cst, "seq_cst")

enum { THREADS = 4, ROUNDS = 5000, SENT = 2000 };
static atomic_int count8[1];
static _Atomic uint8_t bytes[4];
static _Atomic uint16_t halves[2];
static _Atomic uint64_t words[1];
static atomic_flag lock = ATOMIC_FLAG_INIT;
static long guarded;
static _Atomic unsigned __int128 wide;

static void *worker(void *arg)
{
    long id = (long)arg;
    for (int i = 0; i < ROUNDS; i++) {
        atomic_fetch_add(count8, 1);
        bytes[id]++;
        bytes[(id + 1) & 3]--;
        atomic_fetch_add_explicit(&halves[id & 1], 3, memory_order_relaxed);
        atomic_fetch_xor(&words[0], 1ull << (id * 16 + i % 16));
        while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire))
            sched_yield();
        guarded += id + 1;
        atomic_flag_clear_explicit(&lock, memory_order_release);
        unsigned __int128 old = wide;
        while (!atomic_compare_exchange_weak(&wide, &old,
                                             old + (((unsigned __int128)1 << 64) | id)))
            ;
    }
    return NULL;
}

/* Message passing: whoever sees the flag sees the data. */
static long data;
static atomic_int ready;

static void *producer(void *arg)
{
    (void)arg;
    for (int i = 1; i <= SENT; i++) {
        /* A loop that only reads has to see the other thread's store. */
        while (atomic_load_explicit(&ready, memory_order_acquire))
            if (i > 10)
                sched_yield();
        data = i * 3;
        atomic_store_explicit(&ready, 1, memory_order_release);
    }
    return NULL;
}

int main(void)
{
    ORDERS(uint8_t);
    ORDERS(uint16_t);
    ORDERS(uint32_t);
    ORDERS(uint64_t);
    ORDERS(int8_t);
    ORDERS(int32_t);

    pthread_t t[THREADS];
    for (long i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, worker, (void *)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    printf("%d %d %d %d %d %d %d %llx %ld\n", count8[0], bytes[0], bytes[1], bytes[2], bytes[3],
           halves[0], halves[1], (unsigned long long)words[0], guarded);
    unsigned __int128 w = wide;
    printf("%llu %llu\n", (unsigned long long)(w >> 64), (unsigned long long)w);

    long sum = 0;
    pthread_create(&t[0], NULL, producer, NULL);
    for (int i = 1; i <= SENT; i++) {
        while (!atomic_load_explicit(&ready, memory_order_acquire))
            if (i > 10)
                sched_yield();
        sum += data;
        atomic_store_explicit(&ready, 0, memory_order_release);
    }
    pthread_join(t[0], NULL);
    printf("%ld\n", sum);
    return 0;
}
