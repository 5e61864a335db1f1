/* Instructions that access memory more than once, or change a register besides, and whose
 * access faults: they are done again from the start, once. Addresses, writeback, pairs over
 * a page border, atomics.
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { PAGE = 4096, PAGES = 4 };
static uint8_t *area;
static volatile int faults;
static volatile long where;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)sig;
    (void)uc;
    where = (uint8_t *)si->si_addr - area;
    if (where < 0 || where >= PAGES * PAGE)
        _Exit(99);
    mprotect(area + where / PAGE * PAGE, PAGE, PROT_READ | PROT_WRITE);
    faults++;
}

static void reset(int prot)
{
    mprotect(area, PAGES * PAGE, PROT_READ | PROT_WRITE);
    for (int i = 0; i < PAGES * PAGE; i++)
        area[i] = (uint8_t)(i * 13 + i / 251);
    mprotect(area, PAGES * PAGE, prot);
    faults = 0;
}

static void report(const char *what, uint64_t a, uint64_t b, uint64_t c)
{
    int n = faults;
    mprotect(area, PAGES * PAGE, PROT_READ);
    uint64_t h = 0;
    for (int i = 0; i < PAGES * PAGE; i++)
        h = h * 31 + area[i];
    printf("%s: %llx %llx %llx faults %d last %ld memory %llx\n", what, (unsigned long long)a,
           (unsigned long long)b, (unsigned long long)c, n, where, (unsigned long long)h);
}

#ifdef __aarch64__
#define ARCH ".arch armv8.1-a\n"
#define CLOBBERS "memory", "v16", "v17", "v18", "x10", "x11"
#else
#define ARCH ""
#define CLOBBERS "memory", "f16", "f17", "t0"
#endif

/* P is changed by the instruction, A and B go in and come out. */
#define RUN(prot, offset, insn)                                                                \
    do {                                                                                       \
        reset(prot);                                                                           \
        uint8_t *p = area + (offset);                                                          \
        uint64_t a = 0x1111222233334444, b = 0x5555666677778888;                               \
        __asm__ volatile(ARCH insn : "+r"(p), "+r"(a), "+r"(b) : : CLOBBERS);             \
        report(insn, (uint64_t)(p - area), a, b);                                              \
    } while (0)

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    area = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    static const int prots[] = {PROT_NONE, PROT_READ};
    for (int i = 0; i < 2; i++) {
        int prot = prots[i];
#ifdef __aarch64__
        RUN(prot, 8, "ldr %1, [%0], #16");
        RUN(prot, 8, "ldr %1, [%0, #16]!");
        RUN(prot, 8, "str %1, [%0], #-8");
        RUN(prot, 8, "strb %w1, [%0, #1]!");
        RUN(prot, 16, "ldp %1, %2, [%0], #32");
        RUN(prot, PAGE - 8, "ldp %1, %2, [%0], #32");
        RUN(prot, PAGE - 8, "stp %1, %2, [%0, #0]!");
        RUN(prot, PAGE - 4, "ldp %1, %2, [%0], #32");
        RUN(prot, PAGE - 4, "stp %1, %2, [%0], #32");
        RUN(prot, PAGE - 3, "ldr %1, [%0], #3");
        RUN(prot, PAGE - 3, "str %1, [%0], #3");
        RUN(prot, PAGE - 16, "ldp q16, q17, [%0], #32\n stp q17, q16, [%0]");
        RUN(prot, PAGE - 24, "ld1 {v16.16b, v17.16b, v18.16b}, [%0], #48\n umov %1, v18.d[1]");
        RUN(prot, PAGE - 20, "ld3 {v16.8h, v17.8h, v18.8h}, [%0], #48\n umov %1, v17.d[0]");
        RUN(prot, PAGE - 20, "dup v16.2d, %1\n dup v17.2d, %2\n st2 {v16.4s, v17.4s}, [%0], #32");
        RUN(prot, 32, "ldadd %1, %2, [%0]");
        RUN(prot, 32, "ldaddal %w1, %w2, [%0]");
        RUN(prot, 32, "swp %1, %2, [%0]");
        RUN(prot, 32, "cas %1, %2, [%0]");
        RUN(prot, 32, "ldsmax %1, %2, [%0]");
        RUN(prot, 33, "ldeorb %w1, %w2, [%0]");
        RUN(prot, 32, "ldaxr %1, [%0]\n add %1, %1, #1\n stlxr %w2, %1, [%0]");
        RUN(prot, 32, "ldaxp x10, x11, [%0]\n stlxp %w2, x11, x10, [%0]\n mov %1, x10");
        RUN(prot, 32, "ldar %1, [%0]\n stlr %2, [%0]");
        RUN(prot, 64, "dc zva, %0");
#else
        RUN(prot, 8, "ld %1, 8(%0)\n addi %0, %0, 8");
        RUN(prot, 8, "mv t0, %0\n ld t0, 8(t0)\n mv %1, t0");
        RUN(prot, 8, "sd %1, 8(%0)\n lbu %2, 9(%0)");
        RUN(prot, PAGE - 3, "ld %1, 0(%0)");
        RUN(prot, PAGE - 3, "sd %1, 0(%0)");
        RUN(prot, PAGE - 1, "lh %1, 0(%0)");
        RUN(prot, 16, "fmv.d.x f16, %1\n fsd f16, 0(%0)\n fld f17, 8(%0)\n fmv.x.d %2, f17");
        RUN(prot, 16, "flw f16, 4(%0)\n fmv.x.d %2, f16\n fsw f16, 12(%0)");
        RUN(prot, 32, "amoadd.d %2, %1, (%0)");
        RUN(prot, 32, "amoadd.w.aqrl %2, %1, (%0)");
        RUN(prot, 32, "amoswap.d %2, %1, (%0)");
        RUN(prot, 32, "amoadd.d %1, %1, (%0)");
        RUN(prot, 32, "amoand.w %2, %1, (%0)");
        RUN(prot, 32, "amomax.d %2, %1, (%0)");
        RUN(prot, 32, "amominu.w %2, %1, (%0)");
        RUN(prot, 32, "lr.d.aq %1, (%0)\n addi %1, %1, 1\n sc.d %2, %1, (%0)");
        RUN(prot, 32, "lr.w %1, (%0)\n sc.w.rl %2, %1, (%0)");
#endif
    }
    return 0;
}
