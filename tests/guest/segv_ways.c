/* Ways out of a handler for faults, and places that fault: longjmp, another pc, changed
 * registers, an alternate stack when the stack is used up; beyond the end of a mapped
 * file, in block copies; many repairs in one loop; a handler that is installed while other
 * threads run; a guest that handles and blocks SIGTRAP as well.
 * FALLBACK: aarch64
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 64 };
static uint8_t *area;
static sigjmp_buf env;
static volatile int faults, traps;

static void install(int sig, void (*fn)(int, siginfo_t *, void *), int flags)
{
    struct sigaction sa = {.sa_sigaction = fn, .sa_flags = SA_SIGINFO | flags};
    sigemptyset(&sa.sa_mask);
    sigaction(sig, &sa, NULL);
}

static void out(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    faults = sig * 1000 + si->si_code;
    siglongjmp(env, 1);
}

/* --- longjmp from a deep place, with sums in callee-saved registers ---------------- */

__attribute__((noinline)) static long sum(const volatile uint8_t *p, long n)
{
    long s = 0;
    for (long i = 0; i < n; i++)
        s += p[i] * i;
    return s;
}

static void jump_out(void)
{
    volatile long total = 0;
    install(SIGSEGV, out, 0);
    mprotect(area + 2 * PAGE, PAGE, PROT_NONE);
    for (volatile int i = 0; i < 200; i++)
        if (sigsetjmp(env, 1) == 0)
            total += sum(area, 2 * PAGE - 100 + i);
        else
            total += faults;
    printf("jump %ld\n", total);
}

/* --- the handler changes the pc ---------------------------------------------------- */

__attribute__((noinline)) static long landing(long a, long b)
{
    return a * 3 + b;
}

static void redirect(int sig, siginfo_t *si, void *p)
{
    mcontext_t *m = &((ucontext_t *)p)->uc_mcontext;
    (void)sig;
    (void)si;
    /* As if the faulting function had been this one, called from the same place. */
#ifdef __aarch64__
    m->pc = (uintptr_t)landing;
    m->regs[1] = m->regs[0] & 0xff;
    m->regs[0] = 40;
#else
    m->__gregs[REG_PC] = (uintptr_t)landing;
    m->__gregs[11] = m->__gregs[10] & 0xff;
    m->__gregs[10] = 40;
#endif
    faults++;
}

long first_access(uint8_t *p);
#ifdef __aarch64__
__asm__(".text\n.type first_access, %function\nfirst_access: ldrb w1, [x0]\n add x0, x1, #1\n ret\n"
        ".size first_access, . - first_access\n");
#else
__asm__(".text\n.type first_access, %function\nfirst_access: lbu a1, 0(a0)\n addi a0, a1, 1\n ret\n"
        ".size first_access, . - first_access\n");
#endif

static void change_pc(void)
{
    long s = 0;
    faults = 0;
    install(SIGSEGV, redirect, 0);
    for (int i = 0; i < 300; i++)
        s = s * 3 + first_access(area + 2 * PAGE - 150 + i);
    printf("pc %ld faults %d\n", s, faults);
}

/* --- the stack is used up ------------------------------------------------------------ */

static volatile int depth;

__attribute__((noinline)) static int deep(int n, volatile int *up)
{
    volatile int here[64];
    here[n & 63] = *up;
    depth = n;
    if (n < 0)
        return n;
    return deep(n + 1, &here[n & 63]) + here[(n + 1) & 63];
}

static void *overflow(void *arg)
{
    stack_t ss = {.ss_sp = malloc(65536), .ss_size = 65536};
    int zero = 0;
    sigaltstack(&ss, NULL);
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(env, 1) == 0)
            deep(0, &zero);
    printf("%s stack %d, deep %s\n", (const char *)arg, faults, depth > 1000 ? "enough" : "no");
    ss.ss_flags = SS_DISABLE;
    sigaltstack(&ss, NULL);
    return NULL;
}

/* --- a file that is too short -------------------------------------------------------- */

static void beyond_file(void)
{
    char name[] = "segv_ways.XXXXXX";
    int fd = mkstemp(name);
    unlink(name);
    if (fd < 0 || ftruncate(fd, 3 * PAGE))
        return;
    uint8_t *m = mmap(NULL, 6 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    install(SIGBUS, out, 0);
    memset(m, 3, 3 * PAGE);
    volatile long s = 0;
    for (volatile int i = 0; i < 4; i++)
        if (sigsetjmp(env, 1) == 0)
            s += sum(m, 3 * PAGE - 2 + i);
        else
            s += faults;
    printf("bus %ld\n", s);
    if (sigsetjmp(env, 1) == 0)
        memset(m + PAGE, 1, 3 * PAGE);
    printf("bus %d, %d %d\n", faults, m[PAGE - 1], m[3 * PAGE - 1]);
}

/* --- repairs --------------------------------------------------------------------------- */

static void repair(int sig, siginfo_t *si, void *uc)
{
    (void)sig;
    (void)uc;
    uint8_t *p = (uint8_t *)((uintptr_t)si->si_addr & -(uintptr_t)PAGE);
    mprotect(p, PAGE, PROT_READ | PROT_WRITE);
    faults++;
}

static void block_copies(void)
{
    uint64_t h = 0;
    install(SIGSEGV, repair, SA_ONSTACK);
    for (int i = 0; i < 40; i++) {
        mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE);
        for (int k = 0; k < PAGES * PAGE; k += 8)
            *(uint64_t *)(area + k) = (uint64_t)k * 0x9e3779b97f4a7c15u + i;
        faults = 0;
        mprotect(area, PAGES * PAGE, i & 1 ? PROT_READ : PROT_NONE);
        memcpy(area + 20 * PAGE + i, area + 3 * PAGE - 7 * i, 3 * PAGE + 111 * i);
        memmove(area + 30 * PAGE, area + 29 * PAGE + i, 2 * PAGE + i);
        memmove(area + 40 * PAGE + 3 * i, area + 40 * PAGE, 2 * PAGE - 5 * i);
        memset(area + 50 * PAGE - i, i, PAGE + 2 * i);
        h = h * 31 + (uint64_t)memcmp(area + 20 * PAGE + i, area + 3 * PAGE - 7 * i, 3 * PAGE);
        h = h * 31 + strlen((char *)area + 49 * PAGE) + (uint64_t)faults;
        mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE);
        for (int k = 0; k < PAGES * PAGE; k++)
            h = h * 31 + area[k];
    }
    printf("copies %llx\n", (unsigned long long)h);
}

static void many_repairs(void)
{
    uint64_t a = 1, b = 2, c = 3;
    faults = 0;
    install(SIGSEGV, repair, 0);
    for (int i = 0; i < 20000; i++) {
        mprotect(area, PAGE, i & 1 ? PROT_NONE : PROT_READ);
        for (int k = 0; k < 4; k++) {
            area[k * 8 + (i & 7)] += (uint8_t)a;
            a += b ^ area[k];
            b = b * 5 + c;
            c ^= a >> 3;
        }
    }
    printf("repairs %d %llx %llx %llx\n", faults, (unsigned long long)a, (unsigned long long)b,
           (unsigned long long)c);
}

/* --- a handler that comes late ----------------------------------------------------------- */

static atomic_int started, go_on;

static void *runner(void *arg)
{
    volatile uint64_t *mine = (uint64_t *)(area + (long)arg * PAGE);
    uint64_t n = 0, h = (uint64_t)arg;
    atomic_fetch_add(&started, 1);
    while (!atomic_load(&go_on)) {
        mine[n++ & 63] = h;
        h = h * 3 + mine[n & 31];
    }
    /* The page was taken away; the handler is there. */
    for (int i = 0; i < 1000; i++)
        mine[i & 63] = (uint64_t)i;
    return (void *)(mine[39] + mine[7]);
}

static void late(void)
{
    pthread_t t[3];
    void *r;
    long s = 0;
    signal(SIGSEGV, SIG_DFL);
    mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE);
    faults = 0;
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, runner, (void *)(i + 1));
    while (atomic_load(&started) < 3)
        usleep(1000);
    usleep(20000);
    install(SIGSEGV, repair, 0);
    for (int i = 1; i <= 3; i++)
        mprotect(area + i * PAGE, PAGE, i == 2 ? PROT_NONE : PROT_READ);
    usleep(20000);
    atomic_store(&go_on, 1);
    for (int i = 0; i < 3; i++) {
        pthread_join(t[i], &r);
        s += (long)r;
    }
    printf("late %ld faults %d\n", s, faults);
}

/* --- SIGTRAP, and tagged pointers --------------------------------------------------------- */

static void trap(int sig, siginfo_t *si, void *uc)
{
    (void)sig;
    (void)si;
    (void)uc;
    traps++;
}

static uint8_t *tagged(uint8_t *p, int i)
{
#ifdef __aarch64__
    return (uint8_t *)((uintptr_t)p | (uintptr_t)(i * 37 + 1) << 56);
#else
    (void)i;
    return p;
#endif
}

__attribute__((noinline)) static long first(volatile uint8_t *p, long n)
{
    for (long i = 0; i < n; i++)
        p[i * 8] = (uint8_t)(p[i * 8] + i);
    return p[8];
}

__attribute__((noinline)) static uint64_t second(volatile uint64_t *p, uint64_t v)
{
    v += *p;
    *p = v * 3;
    return v;
}

static void traps_too(void)
{
    sigset_t set;
    long s = 0;
    install(SIGTRAP, trap, 0);
    mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE);
    memset(area, 9, PAGE);
    s += first(tagged(area, 1), 20);
    raise(SIGTRAP);
    sigemptyset(&set);
    sigaddset(&set, SIGTRAP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    s += (long)second((uint64_t *)(void *)tagged(area + 64, 2), 5);
    raise(SIGTRAP);
    printf("traps %d blocked", traps);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf(", %d not, %ld\n", traps, s);
    /* The access through the tag faults, too. */
    faults = 0;
    mprotect(area + PAGE, PAGE, PROT_NONE);
    s += sum(tagged(area + PAGE - 8, 3), 40);
    mprotect(area + PAGE, PAGE, PROT_NONE);
    s += memcmp(tagged(area + PAGE - 16, 3), area, 64) != 0;
    printf("tagged %ld faults %d\n", s, faults);
}

int main(void)
{
    pthread_t t;
    pthread_attr_t attr;
    setvbuf(stdout, NULL, _IOLBF, 0);
    area = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(area, 5, PAGES * PAGE);
    jump_out();
    change_pc();
    mprotect(area + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE);
    install(SIGSEGV, out, SA_ONSTACK);
    overflow("main");
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 1 << 20);
    pthread_create(&t, &attr, overflow, "thread");
    pthread_join(t, NULL);
    beyond_file();
    block_copies();
    many_repairs();
    late();
    traps_too();
    return 0;
}
