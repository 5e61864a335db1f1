/* Control that leaves deep stacks: longjmp over thousands of frames thousands of times,
 * recursion to most of the stack limit, a million context switches, and recursion in
 * each of two contexts in turn. Host memory stays bounded.
 * TIMEOUT: 120 */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <ucontext.h>

static jmp_buf env;

/* Resident memory in MiB. */
static long resident(void)
{
    char line[200];
    long kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof(line), f))
        sscanf(line, "VmRSS: %ld", &kb);
    if (f)
        fclose(f);
    return kb / 1024;
}

__attribute__((noinline)) static long down(long n, long from)
{
    volatile long here[4] = {n, from, n ^ from, 0};
    if (n == 0) {
        if (from)
            longjmp(env, (int)from);
        return 1;
    }
    return down(n - 1, from) + (here[2] == (n ^ from));
}

static void jumps(void)
{
    volatile long sum = 0;
    for (volatile int i = 1; i <= 2000; i++) {
        int r = setjmp(env);
        if (r == 0)
            down(5000, i);
        sum += r;
    }
    printf("jumps %ld\n", sum);
}

static void recursion(void)
{
    struct rlimit r;
    getrlimit(RLIMIT_STACK, &r);
    size_t limit = r.rlim_cur == RLIM_INFINITY || r.rlim_cur > 8 << 20 ? 8 << 20 : r.rlim_cur;
    long n = (long)(limit / 4 * 3) / 128; /* a frame is no larger */
    long sum = 0;
    for (int i = 0; i < 20; i++)
        sum += down(n, 0) == n + 1;
    printf("recursion %ld\n", sum);
}

static void *in_thread(void *arg)
{
    long n = (long)arg, sum = 0;
    for (int i = 0; i < 10; i++)
        sum += down(n, 0) == n + 1;
    return (void *)sum;
}

static void threads(void)
{
    pthread_attr_t a;
    pthread_t t[4];
    long sum = 0;
    pthread_attr_init(&a);
    pthread_attr_setstacksize(&a, 64 << 20);
    for (long i = 0; i < 4; i++)
        pthread_create(&t[i], &a, in_thread, (void *)(100000 * (i + 1)));
    for (int i = 0; i < 4; i++) {
        void *r;
        pthread_join(t[i], &r);
        sum += (long)r;
    }
    printf("threads %ld\n", sum);
}

static ucontext_t main_context, context[2];
static long switches;

static void ping(int id, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        switches++;
        swapcontext(&context[id], &context[1 - id]);
    }
}

__attribute__((noinline)) static long dive(int id, long n)
{
    volatile long keep = n * 3 + id;
    if (n == 0) {
        swapcontext(&context[id], &context[1 - id]);
        return 1;
    }
    return dive(id, n - 1) + (keep == n * 3 + id);
}

static long dived[2];

static void diver(int id, int rounds)
{
    for (int i = 0; i < rounds; i++)
        dived[id] += dive(id, 3000);
    swapcontext(&context[id], &context[1 - id]);
}

static void start(void (*f)(int, int), int rounds)
{
    static char stack[2][1 << 20];
    for (int i = 0; i < 2; i++) {
        getcontext(&context[i]);
        context[i].uc_stack.ss_sp = stack[i];
        context[i].uc_stack.ss_size = sizeof(stack[i]);
        context[i].uc_link = &main_context;
        makecontext(&context[i], (void (*)(void))f, 2, i, rounds);
    }
    swapcontext(&main_context, &context[0]);
}

int main(void)
{
    jumps();
    recursion();
    threads();
    start(ping, 1000);
    long before = resident();
    start(ping, 250000);
    printf("switches %ld, memory %d\n", switches, resident() - before < 64);
    before = resident();
    start(diver, 100);
    printf("dives %ld %ld, memory %d\n", dived[0], dived[1], resident() - before < 64);
    return 0;
}
