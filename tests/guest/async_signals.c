/* Asynchronous signals from every source, into endless code of every shape: only the
 * handler's siglongjmp() ends it. The quickest of some deliveries is quick.
 * FLAGS: -O2 */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHOTS = 12 };

static sigjmp_buf back;
static volatile double sent, quickest;
static volatile long memory[64];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void handler(int sig)
{
    double d = now() - sent;
    if (sent > 0 && d < quickest)
        quickest = d;
    siglongjmp(back, sig);
}

/* --- Code that does not end by itself --- */

static void empty(void)
{
    for (;;)
        __asm__ volatile("");
}

static void counting(void)
{
    unsigned long a = 1, b = 2, c = 3;
    for (;;) {
        a = a * 5 + b;
        b ^= a >> 3;
        c += a & b;
        __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c));
    }
}

static void nested_loops(void)
{
    for (unsigned long i = 0;; i++)
        for (unsigned long j = 0; j < (i & 7) + 1000000000; j++)
            __asm__ volatile("" : "+r"(j));
}

static void storing(void)
{
    for (unsigned i = 0;; i++)
        memory[i % 64] += i;
}

__attribute__((noinline)) static long leaf(long x)
{
    __asm__ volatile("");
    return x * 3 + 1;
}

static void calling(void)
{
    for (long x = 0;;)
        x = leaf(x);
}

static long (*volatile indirect)(long) = leaf;

static void calling_through_pointer(void)
{
    for (long x = 0;;)
        x = indirect(x);
}

__attribute__((noinline)) static long tree(long n)
{
    return n < 2 ? n : tree(n - 1) + tree(n - 2);
}

static void recursing(void)
{
    tree(80);
}

static void tail_even(long n);
__attribute__((noinline)) static void tail_odd(long n)
{
    __asm__ volatile("" : "+r"(n));
    tail_even(n + 1);
}

__attribute__((noinline)) static void tail_even(long n)
{
    __asm__ volatile("" : "+r"(n));
    tail_odd(n + 1);
}

static void tail_calling(void)
{
    tail_even(0);
}

static void copying(void)
{
    static char a[1 << 16], b[1 << 16];
    for (;;) {
        memcpy(a, b, sizeof(a));
        memmove(b + 1, b, sizeof(b) - 1);
    }
}

static void floating(void)
{
    double x = 1;
    for (;;) {
        x = x * 1.0000001 + 0.5;
        __asm__ volatile("" : "+m"(x));
    }
}

static void switching(void)
{
    unsigned state = 1;
    for (;;) {
        __asm__ volatile("" : "+r"(state));
        switch (state & 7) {
        case 0: state += 3; break;
        case 1: state ^= 11; break;
        case 2: state = state * 3; break;
        case 3: state += 9; break;
        case 4: state -= 2; break;
        case 5: state = ~state; break;
        case 6: state >>= 1; break;
        default: state = state * 7 + 1;
        }
    }
}

static void system_calls(void)
{
    for (;;)
        syscall(SYS_getppid);
}

static void sleeping(void)
{
    for (;;)
        pause();
}

static const struct {
    const char *name;
    void (*run)(void);
} shapes[] = {
    {"empty loop", empty},
    {"registers only", counting},
    {"nested loops", nested_loops},
    {"stores", storing},
    {"calls", calling},
    {"calls through a pointer", calling_through_pointer},
    {"recursion", recursing},
    {"tail calls", tail_calling},
    {"copies", copying},
    {"floating point", floating},
    {"switch", switching},
    {"system calls", system_calls},
    {"sleep", sleeping},
};

/* --- Who sends: nothing that a jump out of the handler could leave half done --- */

static pthread_t target;
static volatile int armed, orders[2];

static void *shoot(void *arg)
{
    for (;;) {
        while (!armed)
            usleep(200);
        if (armed < 0)
            return arg;
        usleep(1500);
        armed = 0;
        sent = now();
        pthread_kill(target, SIGUSR1);
    }
}

static void other_process(pid_t to)
{
    char c;
    close(orders[1]);
    while (read(orders[0], &c, 1) == 1) {
        usleep(2000);
        kill(to, SIGUSR2);
    }
    _exit(0);
}

static int once(void (*run)(void), void (*prepare)(void))
{
    int sig = sigsetjmp(back, 1);
    if (sig == 0) {
        prepare();
        run();
    }
    return sig;
}

static void by_thread(void)
{
    armed = 1;
}

static void by_setitimer(void)
{
    struct itimerval t = {.it_value = {0, 2000}};
    setitimer(ITIMER_REAL, &t, NULL);
}

static void by_cpu_timer(void)
{
    struct itimerval t = {.it_value = {0, 2000}};
    setitimer(ITIMER_VIRTUAL, &t, NULL);
}

static void by_profiling_timer(void)
{
    struct itimerval t = {.it_value = {0, 2000}};
    setitimer(ITIMER_PROF, &t, NULL);
}

static timer_t timer;

static void by_timer(void)
{
    struct itimerspec t = {.it_value = {0, 2000000}};
    timer_settime(timer, 0, &t, NULL);
}

static void by_process(void)
{
    if (write(orders[1], "x", 1) != 1)
        abort();
}

int main(void)
{
    static const int signals[] = {SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF};
    struct sigaction sa = {.sa_handler = handler};
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL};

    pthread_t shooter;
    int fds[2];
    pid_t parent = getpid();

    if (pipe(fds))
        return 1;
    orders[0] = fds[0];
    orders[1] = fds[1];
    if (fork() == 0)
        other_process(parent);
    target = pthread_self();
    pthread_create(&shooter, NULL, shoot, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(*signals); i++)
        sigaction(signals[i], &sa, NULL);
    sigaction(SIGRTMIN + 3, &sa, NULL);

    for (unsigned i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        int got = 0;
        quickest = 1;
        for (int k = 0; k < SHOTS; k++) {
            sent = 0;
            got += once(shapes[i].run, by_thread) == SIGUSR1;
        }
        /* A millisecond, and what a busy machine adds even to the best of them. */
        printf("%s: %d of %d, quick %d\n", shapes[i].name, got, SHOTS, quickest < 0.004);
    }
    armed = -1;
    pthread_join(shooter, NULL);
    sent = 0;

    ev.sigev_signo = SIGRTMIN + 3;
    timer_create(CLOCK_MONOTONIC, &ev, &timer);
    int real = 0, cpu = 0, prof = 0, rt = 0, other = 0;
    for (int k = 0; k < 5; k++) {
        real += once(counting, by_setitimer) == SIGALRM;
        cpu += once(counting, by_cpu_timer) == SIGVTALRM;
        prof += once(recursing, by_profiling_timer) == SIGPROF;
        rt += once(tail_calling, by_timer) == SIGRTMIN + 3;
        other += once(nested_loops, by_process) == SIGUSR2;
    }
    printf("interval timer %d, CPU timer %d, profiling timer %d, POSIX timer %d, process %d\n",
           real, cpu, prof, rt, other);
    timer_delete(timer);
    close(fds[1]);
    wait(NULL);
    return 0;
}
