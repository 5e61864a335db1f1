/* A SIGSEGV handler that reads and changes the interrupted registers: it steps
 * over the instruction and puts a result into a register.
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <ucontext.h>

static volatile long seen[4];
static void *volatile bad = (void *)8;

#if defined __aarch64__
/* x10..x13 hold known values; the load is four bytes and its result goes to x14. */
#define FAULT(r, a, b, c)                                                                      \
    __asm__ volatile("mov x10, %1\n mov x11, %2\n mov x12, %3\n mov x13, %4\n"                 \
                     "ldr x14, [x10]\n mov %0, x14\n add %0, %0, x11"                          \
                     : "=&r"(r)                                                                \
                     : "r"(bad), "r"(a), "r"(b), "r"(c)                                        \
                     : "x10", "x11", "x12", "x13", "x14", "memory")
static void handler(int sig, siginfo_t *si, void *p)
{
    mcontext_t *m = &((ucontext_t *)p)->uc_mcontext;
    (void)sig;
    seen[0] = (long)si->si_addr;
    for (int i = 1; i < 4; i++)
        seen[i] = m->regs[10 + i];
    m->regs[14] = seen[1] * seen[2] + seen[3];
    m->pc += 4;
}
#else
/* t3..t6 (x28..x31) hold known values; the result goes to a7 (x17). */
#define FAULT(r, a, b, c)                                                                      \
    __asm__ volatile(".option push\n .option norvc\n"                                          \
                     "mv t3, %1\n mv t4, %2\n mv t5, %3\n mv t6, %4\n"                         \
                     "ld a7, 0(t3)\n mv %0, a7\n add %0, %0, t4\n .option pop"                 \
                     : "=&r"(r)                                                                \
                     : "r"(bad), "r"(a), "r"(b), "r"(c)                                        \
                     : "t3", "t4", "t5", "t6", "a7", "memory")
static void handler(int sig, siginfo_t *si, void *p)
{
    unsigned long *g = ((ucontext_t *)p)->uc_mcontext.__gregs;
    (void)sig;
    seen[0] = (long)si->si_addr;
    for (int i = 1; i < 4; i++)
        seen[i] = g[28 + i];
    g[17] = seen[1] * seen[2] + seen[3];
    g[REG_PC] += 4;
}
#endif

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    for (long i = 1; i < 6; i++) {
        long r;
        FAULT(r, i * 1000, i + 5, -i);
        printf("%ld: address %ld, registers %ld %ld %ld\n", r, seen[0], seen[1], seen[2], seen[3]);
    }
    return 0;
}
