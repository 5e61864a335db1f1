/* SIGSEGV handlers that leave by siglongjmp: null, guard page, write to read-only,
 * far address, a call to nowhere; from loops and deep frames; fault information.
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static sigjmp_buf env;
static uintptr_t base;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    uintptr_t a = (uintptr_t)si->si_addr;
    printf("signal %d code %d ", sig, si->si_code);
    if (a - base < 0x10000)
        printf("at page + 0x%lx\n", (unsigned long)(a - base));
    else
        printf("at 0x%lx\n", (unsigned long)a);
    siglongjmp(env, 1);
}

__attribute__((noinline)) static int deep(int n, volatile char *p)
{
    return n ? deep(n - 1, p) + 1 : *p;
}

__attribute__((noinline)) static long walk(const uint8_t *p)
{
    long s = 0;
    for (;;) {
        s += *p++;
        __asm__ volatile("" : "+r"(s));
    }
}

#define TRY(what, ...)                                                                         \
    do {                                                                                       \
        printf("%s: ", what);                                                                  \
        if (sigsetjmp(env, 1) == 0) {                                                          \
            __VA_ARGS__;                                                                       \
            printf("no fault\n");                                                              \
        }                                                                                      \
    } while (0)

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);

    uint8_t *m = mmap(NULL, 0x4000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(m + 0x1000, 0x1000, PROT_NONE);
    mprotect(m + 0x2000, 0x1000, PROT_READ);
    munmap(m + 0x3000, 0x1000);
    base = (uintptr_t)m;
    volatile uint8_t *p = m;
    volatile uintptr_t null = 0;

    TRY("read null", *(volatile int *)null);
    TRY("write near null", *(volatile int *)(null + 16) = 1);
    TRY("read guard", p[0x1234]);
    TRY("write guard", p[0x1000] = 1);
    TRY("read read-only", p[0x2010]);
    TRY("write read-only", p[0x2010] = 1);
    TRY("read unmapped", p[0x3008]);
    TRY("across a page border", *(volatile uint64_t *)(m + 0xffc));
    TRY("deep", deep(1000, (char *)m + 0x1005));
    TRY("walk", walk(m + 0x800));
    TRY("memset", memset(m + 0xf00, 1, 0x200));
    TRY("memcpy", memcpy(m, m + 0x1000, 64));
    TRY("strlen", memset(m, 'x', 0x1000), *(volatile size_t *)m = strlen((char *)m));
    TRY("call", ((void (*)(void))(null + 0x100))());
    for (volatile int i = 0; i < 5; i++) {
        TRY("again", p[0x1000 + i] += i);
        p[i] = i;
    }
    volatile double sum = 0;
    for (volatile int i = 0; i < 100; i++)
        if (sigsetjmp(env, 1) == 0 && i % 50 == 7)
            sum += p[0x1800 + i];
    printf("%g\n", sum);
    return 0;
}
