/* What a SIGSEGV handler sees of the registers, at faults in code that keeps most of them
 * busy: every integer and floating point register, flags, exception flags. Addresses are
 * printed relative to what they point into. Then the page is repaired and the code goes
 * on with all of it.
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <fenv.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { PAGE = 4096, PAGES = 16 };
static uint8_t *area;
static int faults;

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

/* V, or its distance from what it points into. */
static uint64_t plain(uint64_t v, uint64_t sp)
{
    if (v - sp + (1 << 20) < 2 << 20)
        return 0x5000000000000000u + (v - sp);
    if (v - (uint64_t)area + PAGE < (PAGES + 2) * PAGE)
        return 0xa000000000000000u + (v - (uint64_t)area);
    return v;
}

static void show(const char *name, uint64_t v)
{
    printf(" %s %llx", name, (unsigned long long)v);
}

static void handler(int sig, siginfo_t *si, void *p)
{
    mcontext_t *m = &((ucontext_t *)p)->uc_mcontext;
    uint64_t ints = 1, floats = 1, status;
    char name[8];

    printf("signal %d code %d address", sig, si->si_code);
    show("area", (uint64_t)((uint8_t *)si->si_addr - area));
#ifdef __aarch64__
    struct fpsimd_context *f = (void *)m->__reserved;
    while (f->head.magic != FPSIMD_MAGIC)
        f = (void *)((char *)f + f->head.size);
    uint64_t sp = m->sp;
    for (int i = 0; i < 31; i++) {
        ints = mix(ints, plain(m->regs[i], sp));
        if (i % 6 == 0) {
            snprintf(name, sizeof name, "x%d", i);
            show(name, plain(m->regs[i], sp));
        }
    }
    for (int i = 0; i < 32; i++)
        floats = mix(mix(floats, (uint64_t)f->vregs[i]), (uint64_t)(f->vregs[i] >> 64));
    show("nzcv", m->pstate >> 28 & 15);
    status = f->fpsr;
    show("fpcr", f->fpcr);
    show("pc", m->pc);
#else
    uint64_t sp = m->__gregs[REG_SP];
    for (int i = 1; i < 32; i++) {
        ints = mix(ints, plain(m->__gregs[i], sp));
        if (i % 6 == 0) {
            snprintf(name, sizeof name, "x%d", i);
            show(name, plain(m->__gregs[i], sp));
        }
    }
    for (int i = 0; i < 32; i++)
        floats = mix(floats, m->__fpregs.__d.__f[i]);
    status = m->__fpregs.__d.__fcsr;
    show("pc", m->__gregs[REG_PC]);
#endif
    show("ints", ints);
    show("floats", floats);
    show("status", status);
    printf("\n");
    mprotect((void *)((uint64_t)si->si_addr & -PAGE), PAGE, PROT_READ | PROT_WRITE);
    faults++;
}

/* Two dozen integers and a dozen doubles alive around each access. */
__attribute__((noinline)) static uint64_t busy(const uint8_t *p, size_t n, const uint64_t *seed)
{
    uint64_t a = seed[0], b = seed[1], c = seed[2], d = seed[3], e = seed[4], f = seed[5];
    uint64_t g = seed[6], h = seed[7], i = seed[8], j = seed[9], k = seed[10], l = seed[11];
    double q = 1, r = 2, s = 3, t = 5, u = 7, v = 11, w = 13, x = 17;
    for (size_t o = 0; o + 8 <= n; o += 8) {
        uint64_t y = *(const uint64_t *)(p + o);
        a += y; b ^= a * 3; c += b >> 7; d ^= c << 3; e += d; f ^= e * 5; g += f; h ^= g >> 9;
        i += h; j ^= i * 7; k += j; l ^= k << 5;
        y += p[o ^ 5];
        q += r / 3; r = s * 0.25 + t; s = u - v * 0.125; t = w / 7; u = x * 0.5 + q * 0.001;
        v = (double)(y & 15); w = v + 0.1; x = x * 0.75 + w;
        if ((int64_t)a < (int64_t)e)
            g ^= y;
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ (uint64_t)(q + r + s + t + u + v + w + x);
}

/* Flags are set, and used again behind an access that faults. */
__attribute__((noinline)) static uint64_t flags(uint64_t x, uint64_t y, uint64_t *p)
{
    uint64_t r = 0;
#ifdef __aarch64__
    __asm__ volatile("cmp %1, %2\n str %1, [%3]\n cset %0, hi\n cinc %0, %0, lt\n"
                     "adds x9, %1, %2\n ldr x10, [%3, #8]\n adc %0, %0, x10\n"
                     : "=&r"(r) : "r"(x), "r"(y), "r"(p) : "x9", "x10", "cc", "memory");
#else
    __asm__ volatile("sltu %0, %1, %2\n sd %1, 0(%3)\n slt t0, %2, %1\n ld t1, 8(%3)\n"
                     "add %0, %0, t0\n add %0, %0, t1\n"
                     : "=&r"(r) : "r"(x), "r"(y), "r"(p) : "t0", "t1", "memory");
#endif
    return r;
}

/* What the C library has left in scratch registers is not for the test. */
#ifdef __aarch64__
#define EACH(X)                                                                                \
    X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16)     \
    X(17) X(18)
#define ZERO(n) "mov x" #n ", #" #n "\n movi v" #n ".2d, #0\n"
#define NAME(n) "x" #n, "v" #n,
#define EACH_FLOAT(X)                                                                          \
    X(0) X(19) X(20) X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define ZERO_FLOAT(n) "movi v" #n ".2d, #0\n"
#define FLOAT(n) "v" #n,
#else
#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6)
#define ZERO(n) "li t" #n ", " #n "\n fmv.d.x ft" #n ", zero\n fmv.d.x fa" #n ", zero\n"
#define NAME(n) "t" #n, "ft" #n, "fa" #n,
#define EACH_FLOAT(X) X(7) X(8) X(9) X(10) X(11)
#define ZERO_FLOAT(n) "fmv.d.x ft" #n ", zero\n"
#define FLOAT(n) "ft" #n,
#endif

static void protect(void)
{
    mprotect(area, PAGES * PAGE, PROT_NONE);
#ifndef __aarch64__
    __asm__ volatile("li a1, 1\n li a2, 2\n li a3, 3\n li a4, 4\n li a5, 5\n li a6, 6\n"
                     "li a7, 7\n fmv.d.x fa7, zero\n"
                     : : : "a1", "a2", "a3", "a4", "a5", "a6", "a7", "fa7");
#endif
    __asm__ volatile(EACH(ZERO) EACH_FLOAT(ZERO_FLOAT)
                     : : : EACH(NAME) EACH_FLOAT(FLOAT) "memory");
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    area = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uint64_t seed[12];
    for (int i = 0; i < 12; i++)
        seed[i] = mix(i, 77);
    for (int i = 0; i < PAGES * PAGE; i++)
        area[i] = i * 7 + (i >> 8);
    feclearexcept(FE_ALL_EXCEPT);
    protect();
    printf("busy %llx\n", (unsigned long long)busy(area + 256, 3 * PAGE, seed));
    protect();
    fesetround(FE_DOWNWARD);
    printf("busy %llx\n", (unsigned long long)busy(area + 5 * PAGE + 8, 2 * PAGE, seed));
    fesetround(FE_TONEAREST);
    printf("inexact %d\n", fetestexcept(FE_ALL_EXCEPT) == FE_INEXACT);
    static const uint64_t xy[][2] = {{1, 2}, {2, 1}, {5, 5}, {1ull << 63, 1}, {~0ull, 3}};
    for (int i = 0; i < 5; i++) {
        protect();
        printf("flags %llx\n", (unsigned long long)flags(xy[i][0], xy[i][1], (uint64_t *)area));
    }
    printf("faults %d\n", faults);
    return 0;
}
