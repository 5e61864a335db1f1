/* SIGILL from an undefined instruction and SIGTRAP from a breakpoint: first caught,
 * then fatal.
 * STATUS: signal 4 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static sigjmp_buf env;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("signal %d code %d address %d\n", sig, si->si_code, si->si_addr != NULL);
    siglongjmp(env, 1);
}

#if defined __aarch64__
#define UNDEFINED "udf #0"
#define BREAKPOINT "brk #1"
#else
#define UNDEFINED ".4byte 0xffffffff"
#define BREAKPOINT "ebreak"
#endif

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGILL, &sa, NULL);
    sigaction(SIGTRAP, &sa, NULL);
    setvbuf(stdout, NULL, _IONBF, 0);
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(env, 1) == 0)
            __asm__ volatile(UNDEFINED);
    if (sigsetjmp(env, 1) == 0)
        __asm__ volatile(BREAKPOINT);
    signal(SIGILL, SIG_DFL);
    printf("now without a handler\n");
    __asm__ volatile(UNDEFINED);
    return 0;
}
