/* Mappings that move, text that is replaced, handlers that repair.
 * FALLBACK: yes */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>

static char *gc;
static volatile long repaired, seen_addr;
static void on_segv(int s, siginfo_t *i, void *u)
{
    (void)s;
    (void)u;
    if ((char *)i->si_addr < gc || (char *)i->si_addr >= gc + 16 * 4096) {
        _exit(77);
    }
    repaired++;
    seen_addr = (char *)i->si_addr - gc;
    mprotect((char *)((uintptr_t)i->si_addr & ~4095ul), 4096, PROT_READ | PROT_WRITE);
}
static sigjmp_buf env;
static volatile int code;
static void on_fault(int s, siginfo_t *i, void *u)
{
    (void)u;
    code = i->si_code;
    siglongjmp(env, s);
}
static int try_call(int (*f)(int), int v)
{
    int s = sigsetjmp(env, 1);
    return s ? -s * 100 - code : f(v);
}
__attribute__((noinline, aligned(4096))) int victim(int v)
{
    return v * 3 + 1;
}
__attribute__((noinline, aligned(4096))) int after(int v)
{
    return v - 1;
}

static int depth;
static char alt[65536];
__attribute__((noinline)) static int recurse(int n)
{
    volatile char pad[2000];
    pad[n % 2000] = (char)n;
    depth = n;
    return recurse(n + 1) + pad[n % 2000];
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = on_segv, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    gc = mmap(NULL, 16 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned long sum = 0;
    for (int i = 0; i < 20000; i++) {
        int at = i * 13 % (16 * 4096 - 8);
        *(volatile int *)(gc + at) = i;
        sum += (unsigned long)seen_addr;
        if (i % 4 == 0) {
            mprotect(gc, 16 * 4096, i % 8 ? PROT_NONE : PROT_READ);
        }
    }
    printf("repaired %ld %lu\n", repaired, sum);

    char *p = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 4 * 4096; i++) {
        p[i] = (char)(i * 7);
    }
    p = mremap(p, 4 * 4096, 64 * 4096, MREMAP_MAYMOVE);
    int ok = 1;
    for (int i = 0; i < 4 * 4096; i++) {
        ok &= p[i] == (char)(i * 7);
    }
    printf("mremap %d %d\n", ok, p[63 * 4096]);
    char *q = mmap(NULL, 64 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    q = mremap(p, 64 * 4096, 64 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, q);
    printf("fixed %d\n", q[5] == (char)35);
    unsigned char vec[64];
    printf("mincore %d\n", mincore(q, 64 * 4096, vec));
    printf("madvise %d %d\n", madvise(q, 4096, MADV_DONTNEED), q[5]);
    printf("noreplace %d\n", mmap(q, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | 0x100000,
                                  -1, 0) == MAP_FAILED);

    sa.sa_sigaction = on_fault;
    sa.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGILL, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    sigaction(SIGTRAP, &sa, NULL);
    int (*volatile f)(int) = victim, (*volatile g)(int) = after;
    uintptr_t page = (uintptr_t)victim & ~4095ul;
    printf("text %d", try_call(f, 5));
    mprotect((void *)page, 4096, PROT_READ);
    printf(" %d", try_call(f, 5));
    mprotect((void *)page, 4096, PROT_READ | PROT_EXEC);
    printf(" %d", try_call(f, 5));
    mprotect((void *)page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
    printf(" %d", try_call(f, 6));
    unsigned char save[64];
    memcpy(save, (void *)victim, 64);
    memcpy((void *)victim, (void *)after, 16);
    __builtin___clear_cache((char *)victim, (char *)victim + 64);
    printf(" %d", try_call(f, 6));
    memcpy((void *)victim, save, 64);
    __builtin___clear_cache((char *)victim, (char *)victim + 64);
    printf(" %d", try_call(f, 6));
    mprotect((void *)page, 4096, PROT_READ | PROT_EXEC);
    printf(" %d %d\n", try_call(f, 6), try_call(g, 6));
    void *r = mmap((void *)page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("mapped over %d %d", r == (void *)page, try_call(f, 6));
    memcpy((void *)victim, save, 64);
    __builtin___clear_cache((char *)victim, (char *)victim + 64);
    printf(" %d", try_call(f, 7));
    munmap((void *)page, 4096);
    printf(" %d %d\n", try_call(f, 7), try_call(g, 7));
    /* A jump into data, to nowhere, to an odd address. */
    static int data[4] = {0};
    printf("data %d null %d far %d\n", try_call((int (*)(int))(uintptr_t)data, 1),
           try_call(NULL, 1), try_call((int (*)(int))0x123456780000, 1));
    static const unsigned int zeros[4] __attribute__((section(".text#"), aligned(16))) = {0};
    printf("zeros %d\n", try_call((int (*)(int))(uintptr_t)zeros, 1));

    stack_t ss = {.ss_sp = alt, .ss_size = sizeof(alt)};
    sigaltstack(&ss, NULL);
    struct rlimit rl;
    getrlimit(RLIMIT_STACK, &rl);
    for (int i = 0; i < 3; i++) {
        int s = sigsetjmp(env, 1);
        if (s == 0) {
            recurse(1);
        }
        printf("overflow %d %d\n", s, depth > 3000);
    }
    sigaltstack(NULL, &ss);
    printf("altstack %d %d\n", (char *)ss.ss_sp == alt, ss.ss_flags);
    static char *volatile nowhere = (char *)8;
    if (sigsetjmp(env, 1) == 0) {
        *nowhere = 1;
    }
    printf("null store %d\n", code);
    if (sigsetjmp(env, 1) == 0) {
        write(1, nowhere, 5) < 0 && errno == EFAULT ? printf("efault\n") : 0;
        memcpy(alt, nowhere, 100);
    }
    printf("memcpy %d\n", code);
    if (sigsetjmp(env, 1) == 0) {
        printf("%zu\n", strlen((char *)page + 4090));
    }
    printf("strlen %d\n", code);
    FILE *t = tmpfile();
    fwrite("x", 1, 1, t);
    fflush(t);
    volatile char *m = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fileno(t), 0);
    if (sigsetjmp(env, 1) == 0) {
        printf("%d\n", m[0]);
        printf("%d\n", m[4096]);
    }
    printf("bus %d\n", code);
    return 0;
}
