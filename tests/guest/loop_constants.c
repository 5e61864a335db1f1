/* Constants that a loop's code computes with, and that a signal's handler changes while the
 * loop runs: nothing in the loop would ever end it. Also divisors, masks and shifts that are
 * set before loops, in nested ones, and such as are set on two ways.
 * FALLBACK: yes */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

static volatile int handled;

#if defined(__aarch64__)
#define CONSTANT(uc) (uc)->uc_mcontext.regs[13]
#define OTHER(uc) (uc)->uc_mcontext.regs[14]
#else
#define CONSTANT(uc) (uc)->uc_mcontext.__gregs[13]
#define OTHER(uc) (uc)->uc_mcontext.__gregs[14]
#endif

static void handler(int sig, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;

    (void)sig, (void)info;
    handled++;
    if (CONSTANT(uc) == 5 && OTHER(uc) == 9)
        CONSTANT(uc) = 9;
}

static void start_timer(int ms)
{
    struct itimerval it = {{0, 1000 * ms}, {0, 1000 * ms}};
    setitimer(ITIMER_REAL, &it, NULL);
}

/* Rounds until x13, which is 5, is 9; the sum of what it is in each. */
static __attribute__((noinline)) int wait_for_change(uint64_t *sum)
{
    uint64_t s, last;

#if defined(__aarch64__)
    __asm__ volatile("mov x13, #5\n"
                     "mov x14, #9\n"
                     "mov %0, #0\n"
                     "1: add %0, %0, x13\n"
                     "udiv %1, x14, x13\n"
                     "cmp x13, x14\n"
                     "b.ne 1b\n"
                     : "=&r"(s), "=&r"(last)
                     :
                     : "x13", "x14", "cc");
#else
    __asm__ volatile("li x13, 5\n"
                     "li x14, 9\n"
                     "li %0, 0\n"
                     "1: add %0, %0, x13\n"
                     "divu %1, x14, x13\n"
                     "bne x13, x14, 1b\n"
                     : "=&r"(s), "=&r"(last)
                     :
                     : "x13", "x14");
#endif
    *sum = s;
    return (int)last;
}

/* The same with a loop around it, which sets the other constant, and one behind it. */
static __attribute__((noinline)) uint64_t wait_in_loop(void)
{
    uint64_t s;

#if defined(__aarch64__)
    __asm__ volatile("mov x13, #5\n"
                     "mov x15, #3\n"
                     "mov %0, #0\n"
                     "1: mov x14, #9\n"
                     "2: cmp x13, x14\n"
                     "b.ne 2b\n"
                     "mov x13, #5\n"
                     "add %0, %0, x14\n"
                     "subs x15, x15, #1\n"
                     "b.ne 1b\n"
                     "mov x15, #4\n"
                     "3: add %0, %0, x13, lsl #1\n"
                     "subs x15, x15, #1\n"
                     "b.ne 3b\n"
                     : "=&r"(s)
                     :
                     : "x13", "x14", "x15", "cc");
#else
    __asm__ volatile("li x13, 5\n"
                     "li x15, 3\n"
                     "li %0, 0\n"
                     "1: li x14, 9\n"
                     "2: bne x13, x14, 2b\n"
                     "li x13, 5\n"
                     "add %0, %0, x14\n"
                     "addi x15, x15, -1\n"
                     "bnez x15, 1b\n"
                     "li x15, 4\n"
                     "3: add %0, %0, x13\n"
                     "add %0, %0, x13\n"
                     "addi x15, x15, -1\n"
                     "bnez x15, 3b\n"
                     : "=&r"(s)
                     :
                     : "x13", "x14", "x15");
#endif
    return s;
}

static __attribute__((noinline)) char *to_text(uint64_t v, char *p)
{
    *--p = 0;
    do {
        *--p = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    return p;
}

static __attribute__((noinline)) unsigned count(const uint64_t *v, int n)
{
    unsigned all = 0;
    for (int i = 0; i < n; i++) {
        uint64_t x = v[i];
        x = x - (x >> 1 & 0x5555555555555555);
        x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
        x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
        all += (unsigned)(x * 0x0101010101010101 >> 56);
    }
    return all;
}

static __attribute__((noinline)) double scale(double *v, int n, int wide)
{
    double by = wide ? 1.25 : 0.75, sum = 0;
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < n; i++) {
            v[i] = v[i] * by + 0.5;
            sum += v[i] > 1e3 ? 1e3 : v[i];
        }
    return sum;
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
    uint64_t v[16], sum;
    double d[16];
    char buf[24];

    sigaction(SIGALRM, &sa, NULL);
    start_timer(20);
    for (int i = 0; i < 3; i++) {
        int last = wait_for_change(&sum);
        printf("%d: the last quotient is %d, the sum ends in %d or more\n", i, last,
               sum % 5 == 4 && sum >= 9);
    }
    printf("in a loop: %lu\n", (unsigned long)wait_in_loop());
    start_timer(1);
    int from = handled, rounds = 0;
    while (handled < from + 50) { /* signals in all of these loops */
        for (int i = 0; i < 16; i++) {
            v[i] = 0x9e3779b97f4a7c15 * (uint64_t)(i + 1);
            d[i] = i * 100;
        }
        unsigned bits = count(v, 16);
        double a = scale(d, 16, 1), b = scale(d, 16, 0);
        const char *text = to_text(v[3], buf + sizeof(buf));
        if (!rounds++)
            printf("%u bits, %.17g, %s\n", bits, a + b, text);
        if (bits != 547 || a + b != 69239.73779296875 || strcmp(text, "8709371129873690708")) {
            printf("later %u bits, %.17g, %s\n", bits, a + b, text);
            return 1;
        }
    }
    puts("done");
    return 0;
}
