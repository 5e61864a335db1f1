/* A signal gets into a recursion that has no loop. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

static sigjmp_buf out;
static volatile sig_atomic_t hits, done;

static void on_alarm(int sig)
{
    (void)sig;
    if (++hits >= 20 && !done) {
        done = 1;
        siglongjmp(out, 1);
    }
}

__attribute__((noinline, noclone)) static unsigned long fib(unsigned long n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(void)
{
    struct itimerval t = {{0, 2000}, {0, 2000}}, off = {{0, 0}, {0, 0}};
    struct timespec a, b;

    signal(SIGALRM, on_alarm);
    clock_gettime(CLOCK_MONOTONIC, &a);
    if (!sigsetjmp(out, 1)) {
        setitimer(ITIMER_REAL, &t, NULL);
        fib(70);
    }
    setitimer(ITIMER_REAL, &off, NULL);
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("%s, %s\n", hits >= 20 ? "enough" : "too few", b.tv_sec - a.tv_sec < 20 ? "in time" : "late");
    printf("%lu\n", fib(20));
    return 0;
}
