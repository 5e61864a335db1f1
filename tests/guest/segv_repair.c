/* SIGSEGV handlers that repair and return: the access is done again, with all
 * registers as they were. A lazily filled memory and a write barrier.
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGES = 64, PAGE = 4096 };
static uint8_t *area;
static volatile int faults;
static int dirty[PAGES];

static void lazy(int sig, siginfo_t *si, void *uc)
{
    (void)sig;
    (void)uc;
    size_t page = ((uint8_t *)si->si_addr - area) / PAGE;
    if (page >= PAGES)
        _Exit(99);
    mprotect(area + page * PAGE, PAGE, PROT_READ | PROT_WRITE);
    if (!dirty[page]++)
        for (int i = 0; i < PAGE; i++)
            area[page * PAGE + i] = (uint8_t)(page * 7 + i);
    faults++;
}

__attribute__((noinline)) static uint64_t sum64(const uint64_t *p, size_t n, uint64_t k)
{
    uint64_t a = k, b = k * 3, c = ~k;
    for (size_t i = 0; i < n; i++) {
        a += p[i];
        b ^= a * c;
        c = (c << 5 | c >> 59) + b;
    }
    return a ^ b ^ c;
}

__attribute__((noinline)) static double sumd(const uint8_t *p, size_t n, double f)
{
    double s = 0;
    for (size_t i = 0; i < n; i += 97)
        s = s * 0.5 + p[i] * f;
    return s;
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = lazy, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    area = mmap(NULL, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    printf("%016llx\n",
           (unsigned long long)sum64((uint64_t *)area, 16 * PAGE / 8, 0x123456789abcdef));
    printf("%a\n", sumd(area + 16 * PAGE, 16 * PAGE, 1.5));
    printf("faults %d\n", faults);
    memset(area + 32 * PAGE + 100, 0x11, 8 * PAGE);
    memmove(area + 40 * PAGE + 1, area + 33 * PAGE, 6 * PAGE);
    printf("faults %d\n", faults);
    uint64_t v;
    memcpy(&v, area + 50 * PAGE - 3, 8);
    printf("%016llx faults %d\n", (unsigned long long)v, faults);

    /* Write barrier: reads pass, the first write to each page is seen. */
    mprotect(area, PAGES * PAGE, PROT_READ);
    faults = 0;
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < PAGES * PAGE; i += 1000)
            area[i] += round;
    printf("barrier %d %016llx\n", faults,
           (unsigned long long)sum64((uint64_t *)area, PAGES * PAGE / 8, 1));
    for (int i = 0; i < 20; i++) {
        mprotect(area, PAGE, PROT_NONE);
        area[i]++;
    }
    printf("faults %d\n", faults);
    return 0;
}
