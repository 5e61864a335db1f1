/* A timer signal must interrupt loops that make no calls and no memory accesses,
 * and all interrupted values must survive. */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/time.h>

static volatile sig_atomic_t ticks, stop;
static sigjmp_buf env;

static void tick(int sig)
{
    (void)sig;
    /* Spoil what a handler may spoil: vector and flag state. */
    volatile double d = ticks;
    d = d * 3 + 1;
    if (++ticks >= 5)
        stop = 1;
}

static void leave(int sig)
{
    siglongjmp(env, sig);
}

static void timer(long us, int again)
{
    struct itimerval it = {{0, again ? us : 0}, {0, us}};
    setitimer(ITIMER_REAL, &it, NULL);
}

__attribute__((noinline)) static uint64_t integer_loop(uint64_t x, long n)
{
    for (long i = 0; i < n; i++)
        x = (x ^ x << 13 ^ i) * 6364136223846793005u + (x >> 7);
    return x;
}

__attribute__((noinline)) static double float_loop(double x, long n)
{
    for (long i = 0; i < n; i++)
        x = x * 0.999 + 1.25 / (1 + x);
    return x;
}

int main(void)
{
    signal(SIGALRM, tick);
    timer(2000, 1);
    uint64_t x = integer_loop(1, 3000000);
    double d = float_loop(1, 300000);
    while (!stop)
        ;
    timer(0, 0);
    printf("%llx %a, at least 5 ticks %d\n", (unsigned long long)x, d, ticks >= 5);
    printf("%d %d\n", x == integer_loop(1, 3000000), d == float_loop(1, 300000));

    /* The only way out of this loop is a jump from the handler. */
    signal(SIGALRM, leave);
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(env, 1) == 0) {
            timer(3000, 0);
            for (;;)
                ;
        } else
            printf("left loop %d\n", i);
    if (sigsetjmp(env, 1) == 0) {
        timer(3000, 0);
        for (uint64_t k = 1;; k = k * 3 + 1)
            __asm__ volatile("" : "+r"(k));
    }
    printf("done\n");
    return 0;
}
