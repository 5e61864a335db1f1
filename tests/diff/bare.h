/* bare.h: what guest programs of the differential tests have instead of a C library. */
#ifndef BARE_H
#define BARE_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t u64;
typedef uint32_t u32;

#ifdef __aarch64__
static long sys(long nr, long a, long b, long c, long d)
{
    register long x8 __asm__("x8") = nr, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
                     x2 __asm__("x2") = c, x3 __asm__("x3") = d;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}
#else
static long sys(long nr, long a, long b, long c, long d)
{
    register long a7 __asm__("a7") = nr, a0 __asm__("a0") = a, a1 __asm__("a1") = b,
                     a2 __asm__("a2") = c, a3 __asm__("a3") = d;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3) : "memory");
    return a0;
}
#endif

enum {
    SYS_READ = 63,
    SYS_WRITE = 64,
    SYS_EXIT = 94,
    SYS_SIGALTSTACK = 132,
    SYS_SIGACTION = 134,
    SYS_MPROTECT = 226
};

static _Noreturn void quit(int status)
{
    for (;;) {
        sys(SYS_EXIT, status, 0, 0, 0);
    }
}

static void output(const void *p, size_t n)
{
    const char *s = p;
    while (n) {
        long k = sys(SYS_WRITE, 1, (long)s, (long)n, 0);
        if (k <= 0) {
            quit(3);
        }
        s += k;
        n -= (size_t)k;
    }
}

static u64 random_state;

static u64 next(void) /* splitmix64 */
{
    u64 z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

#endif
