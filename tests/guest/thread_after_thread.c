// SPDX-License-Identifier: GPL-2.0-or-later
// Threads that start when others have ended take nothing over from them: rounding mode, flags,
// signal mask, thread-local variables, a pending signal; while code changes, and children
// (which start threads of their own) are made. Code made at run time is the fallback's.
// FALLBACK: yes
#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 60, THREADS = 6 };

static __thread long own = 17;
static volatile sig_atomic_t signals;
static long bad;
static uint32_t *code; // a function that returns a constant

static void on_signal(int sig)
{
    (void)sig;
    signals++;
}

static void put_constant(unsigned k)
{
#ifdef __aarch64__
    code[0] = 0xd2800000 | k << 5; // mov x0, #k
    code[1] = 0xd65f03c0;          // ret
#else
    code[0] = 0x00000513 | k << 20; // li a0, k
    code[1] = 0x00008067;           // ret
#endif
    __builtin___clear_cache((char *)code, (char *)(code + 2));
}

static void *work(void *arg)
{
    long k = (long)(intptr_t)arg;
    sigset_t set;
    volatile double one = 1, three = 3;

    pthread_sigmask(SIG_SETMASK, NULL, &set);
    long wrong = fegetround() != FE_TONEAREST || fetestexcept(FE_ALL_EXCEPT) || own != 17 ||
                 errno || sigismember(&set, SIGUSR1) || one / three != 0x1.5555555555555p-2;
    long constant = ((long (*)(void))code)();
    if (k % 3 == 0) {
        fesetround(FE_UPWARD);
        wrong += one / three != 0x1.5555555555556p-2;
    }
    if (k % 4 == 0) {
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &set, NULL);
        pthread_kill(pthread_self(), SIGUSR1); // ends with it pending
    }
    own = k;
    errno = (int)k;
    __atomic_add_fetch(&bad, wrong, __ATOMIC_RELAXED);
    return (void *)(intptr_t)constant;
}

static long round_of(long first)
{
    pthread_t t[THREADS];
    long sum = 0;

    for (long i = 0; i < THREADS; i++) {
        if (pthread_create(&t[i], NULL, work, (void *)(intptr_t)(first + i))) {
            return -1;
        }
    }
    for (long i = 0; i < THREADS; i++) {
        void *r;
        pthread_join(t[i], &r);
        sum += (long)(intptr_t)r;
    }
    return sum;
}

int main(void)
{
    long sum = 0;

    code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0);
    signal(SIGUSR1, on_signal);
    for (long r = 0; r < ROUNDS; r++) {
        put_constant((unsigned)r);
        sum += round_of(r);
        if (r % 20 == 19) {
            pid_t child = fork();
            if (child == 0) {
                _exit(round_of(r) == r * THREADS && round_of(1) == r * THREADS ? 42 : 1);
            }
            int status = 0;
            waitpid(child, &status, 0);
            printf("child: %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
        }
    }
    printf("sum %ld, wrong %ld, signals %d\n", sum, bad, (int)signals);
    return 0;
}
