/* Litmus tests of the memory model: outcomes that the architecture forbids, counted.
 * Message passing, store buffering, load buffering, independent reads of independent
 * writes, coherence; with acquire and release, fences, read-modify-writes, dependencies.
 * FLAGS: -O2
 * TIMEOUT: 120 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { ROUND = 1000, ROUNDS = 5, THREADS = 4 };

#if defined __aarch64__
#define FENCE(x) __asm__ volatile("dmb " #x : : : "memory")
#define FULL FENCE(ish)
#define LOADS FENCE(ishld)
#define STORES FENCE(ishst)
/* 0, but the architecture orders what depends on it. */
#define DEPEND(v)                                                                              \
    ({                                                                                         \
        long z_;                                                                               \
        __asm__ volatile("eor %0, %1, %1" : "=r"(z_) : "r"(v));                                \
        z_;                                                                                    \
    })
#else
#define FENCE(x) __asm__ volatile("fence " x : : : "memory")
#define FULL FENCE("rw, rw")
#define LOADS FENCE("r, rw")
#define STORES FENCE("w, w")
#define DEPEND(v)                                                                              \
    ({                                                                                         \
        long z_;                                                                               \
        __asm__ volatile("xor %0, %1, %1" : "=r"(z_) : "r"(v));                                \
        z_;                                                                                    \
    })
#endif

/* Two variables on lines of their own, and what the threads saw. */
static struct {
    _Alignas(64) _Atomic long x;
    _Alignas(64) _Atomic long y;
    _Alignas(64) long r[THREADS][2];
    _Alignas(64) _Atomic int here;
} s[ROUND];

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define SC memory_order_seq_cst
#define SET(v, m) atomic_store_explicit(&s[i].v, 1, m)
#define PUT(v, n, m) atomic_store_explicit(&s[i].v, n, m)
#define GET(v, m) atomic_load_explicit(&s[i].v, m)
#define R(t, k) s[i].r[t][k]

static int nthreads;

/* Threads come to each instance of a test together. */
static void together(int i)
{
    atomic_fetch_add(&s[i].here, 1);
    for (int n = 0; atomic_load_explicit(&s[i].here, RLX) < nthreads; n++)
        if (n > 3000)
            sched_yield();
}

/* LITMUS(id, what each thread does, the forbidden outcome) */
#define LITMUS(id, a, b, c, d, bad)                                                            \
    SIDE(id, 0, a)                                                                             \
    SIDE(id, 1, b)                                                                             \
    SIDE(id, 2, c)                                                                             \
    SIDE(id, 3, d)                                                                             \
    static long id##_bad(void)                                                                 \
    {                                                                                          \
        long n = 0;                                                                            \
        for (int i = 0; i < ROUND; i++)                                                        \
            n += (bad);                                                                        \
        return n;                                                                              \
    }
#define SIDE(id, t, code)                                                                      \
    static void id##_##t(void)                                                                 \
    {                                                                                          \
        for (int i = 0; i < ROUND; i++) {                                                      \
            together(i);                                                                       \
            code;                                                                              \
        }                                                                                      \
    }

#define MP_BAD R(1, 0) == 1 && R(1, 1) == 0
#define SB_BAD R(0, 0) == 0 && R(1, 0) == 0
#define LB_BAD R(0, 0) == 1 && R(1, 0) == 1
#define IRIW_BAD R(2, 0) == 1 && R(2, 1) == 0 && R(3, 0) == 1 && R(3, 1) == 0

LITMUS(mp_release_acquire, SET(x, RLX); SET(y, REL), R(1, 0) = GET(y, ACQ);
       R(1, 1) = GET(x, RLX), , , MP_BAD)
LITMUS(mp_fences, SET(x, RLX); FULL; SET(y, RLX), R(1, 0) = GET(y, RLX); FULL;
       R(1, 1) = GET(x, RLX), , , MP_BAD)
LITMUS(mp_weak_fences, SET(x, RLX); STORES; SET(y, RLX), R(1, 0) = GET(y, RLX); LOADS;
       R(1, 1) = GET(x, RLX), , , MP_BAD)
LITMUS(mp_address_dependency, SET(x, RLX); STORES; SET(y, RLX), R(1, 0) = GET(y, RLX);
       R(1, 1) = atomic_load_explicit(&s[i + DEPEND(R(1, 0))].x, RLX), , , MP_BAD)
LITMUS(mp_exchange, SET(x, RLX); atomic_exchange(&s[i].y, 1), R(1, 0) = GET(y, ACQ);
       R(1, 1) = GET(x, RLX), , , MP_BAD)
LITMUS(sb_fences, SET(x, RLX); FULL; R(0, 0) = GET(y, RLX), SET(y, RLX); FULL;
       R(1, 0) = GET(x, RLX), , , SB_BAD)
LITMUS(sb_exchange, atomic_exchange(&s[i].x, 1);
       R(0, 0) = GET(y, SC), atomic_exchange(&s[i].y, 1); R(1, 0) = GET(x, SC), , , SB_BAD)
LITMUS(lb_acquire_release, R(0, 0) = GET(x, ACQ); SET(y, REL), R(1, 0) = GET(y, ACQ);
       SET(x, REL), , , LB_BAD)
LITMUS(lb_data_dependency, R(0, 0) = GET(x, RLX);
       atomic_store_explicit(&s[i].y, 1 + DEPEND(R(0, 0)), RLX), R(1, 0) = GET(y, RLX);
       atomic_store_explicit(&s[i].x, 1 + DEPEND(R(1, 0)), RLX), , , LB_BAD)
LITMUS(s_release_acquire, PUT(x, 2, RLX); SET(y, REL), R(1, 0) = GET(y, ACQ);
       SET(x, RLX), , , R(1, 0) == 1 && GET(x, RLX) == 2)
LITMUS(two_writes_each, SET(x, REL); PUT(y, 2, REL), SET(y, REL);
       PUT(x, 2, REL), , , GET(x, RLX) == 1 && GET(y, RLX) == 1)
LITMUS(coherent_reads, SET(x, RLX), R(1, 0) = GET(x, RLX); R(1, 1) = GET(x, RLX), , , MP_BAD)
LITMUS(iriw_acquire, SET(x, SC), SET(y, SC), R(2, 0) = GET(x, ACQ);
       R(2, 1) = GET(y, ACQ), R(3, 0) = GET(y, ACQ); R(3, 1) = GET(x, ACQ), IRIW_BAD)
LITMUS(iriw_fences, SET(x, RLX), SET(y, RLX), R(2, 0) = GET(x, RLX); FULL;
       R(2, 1) = GET(y, RLX), R(3, 0) = GET(y, RLX); FULL; R(3, 1) = GET(x, RLX), IRIW_BAD)

/* A store-release and a later load-acquire: see cli/litmus.sh. */
#ifdef RELEASE_BEFORE_ACQUIRE
LITMUS(sb_sequential, SET(x, SC); R(0, 0) = GET(y, SC), SET(y, SC);
       R(1, 0) = GET(x, SC), , , SB_BAD)
LITMUS(r_sequential, SET(x, SC); SET(y, SC), PUT(y, 2, SC);
       R(1, 0) = GET(x, SC), , , GET(y, RLX) == 2 && R(1, 0) == 0)
#endif

static const struct test {
    const char *name;
    void (*side[THREADS])(void);
    long (*bad)(void);
} tests[] = {
#define T(id)                                                                                  \
    {                                                                                          \
#id, {id##_0, id##_1, id##_2, id##_3 }, id##_bad                                       \
    }
    T(mp_release_acquire), T(mp_fences),         T(mp_weak_fences),  T(mp_address_dependency),
    T(mp_exchange),        T(sb_fences),         T(sb_exchange),     T(lb_acquire_release),
    T(lb_data_dependency), T(s_release_acquire), T(two_writes_each), T(coherent_reads),
    T(iriw_acquire),       T(iriw_fences),
#ifdef RELEASE_BEFORE_ACQUIRE
    T(sb_sequential),      T(r_sequential),
#endif
};
enum { NTESTS = sizeof(tests) / sizeof(*tests) };

static _Atomic int waiting, phase;
static const struct test *now;

/* Lets all go on at once. */
static void meet(void)
{
    int before = atomic_load(&phase);
    if (atomic_fetch_add(&waiting, 1) == nthreads - 1) {
        atomic_store(&waiting, 0);
        atomic_store(&phase, before + 1);
    }
    for (int n = 0; atomic_load(&phase) == before; n++)
        if (n > 3000)
            sched_yield();
}

static void *run(void *arg)
{
    long me = (long)arg, bad = 0;

    for (int k = 0; k < ROUNDS; k++) {
        meet();
        now->side[me]();
        meet();
        if (me == 0) {
            bad += now->bad();
            memset(s, 0, sizeof(s));
        }
    }
    return (void *)bad;
}

int main(void)
{
    pthread_t t[THREADS];
    void *bad, *ignored;

    for (now = tests; now < tests + NTESTS; now++) {
        nthreads = strncmp(now->name, "iriw", 4) ? 2 : 4;
        for (long i = 0; i < nthreads; i++)
            pthread_create(&t[i], NULL, run, (void *)i);
        for (int i = 0; i < nthreads; i++)
            pthread_join(t[i], i ? &ignored : &bad);
        printf("%s: %ld\n", now->name, (long)bad);
    }
    return 0;
}
