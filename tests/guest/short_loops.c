// Short loops of one way, done 0 to 12 rounds: what they leave, and what is read after them.
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { MAX = 12 };
#define KERNEL static __attribute__((noinline))

static uint32_t table[256];

KERNEL uint32_t checksum(const uint8_t *p, size_t n)
{
    uint32_t c = ~0u;
    while (n--)
        c = table[(c ^ *p++) & 0xff] ^ (c >> 8);
    return c;
}

// Each byte comes from one that was written in a round just before.
KERNEL uint8_t *spread(uint8_t *to, size_t distance, const uint8_t *end)
{
    while (to < end) {
        *to = (uint8_t)(to[-(ptrdiff_t)distance] + 1);
        to++;
    }
    return to;
}

KERNEL int32_t wrap(int32_t x, int32_t step, uint32_t n)
{
    for (uint32_t i = 0; i != n; i++)
        x = (int32_t)((uint32_t)x * 3 + (uint32_t)step);
    return x;
}

KERNEL uint16_t narrow(uint16_t from, uint16_t to)
{
    uint16_t n = 0;
    for (uint16_t i = from; i != to; i += 3)
        n ^= (uint16_t)(i * 5);
    return n;
}

struct item {
    struct item *next;
    unsigned value;
};

KERNEL unsigned total(const struct item *p)
{
    unsigned sum = 0;
    for (; p; p = p->next)
        sum = sum * 7 + p->value;
    return sum;
}

KERNEL size_t length(const uint16_t *p)
{
    const uint16_t *q = p;
    while (*q)
        q++;
    return (size_t)(q - p);
}

KERNEL unsigned ones(uint64_t x)
{
    unsigned n = 0;
    for (; x; x &= x - 1)
        n++;
    return n;
}

KERNEL uint64_t rotate(uint64_t a, uint64_t b, unsigned n)
{
    while (n--) {
        uint64_t t = a + b;
        a = b;
        b = t;
    }
    return a;
}

static volatile sig_atomic_t hits, armed;
static sigjmp_buf back;

// One more signal may come on the way out of the loop.
static void tick(int sig)
{
    (void)sig;
    if (armed && ++hits % 5 == 0) {
        armed = 0;
        siglongjmp(back, 1);
    }
}

// Ends by the signal's jump only; the handler returns to it four times before.
KERNEL void forever(uint64_t *counter)
{
    for (;;)
        *(volatile uint64_t *)counter += 1;
}

// Reads what is not volatile for the compiler, but changed by the handler.
static int flag;
static void raise_flag(int sig)
{
    (void)sig;
    __atomic_store_n(&flag, 1, __ATOMIC_RELAXED);
}

KERNEL void wait_for_flag(void)
{
    while (!__atomic_load_n(&flag, __ATOMIC_RELAXED)) {
    }
}

static void start_timer(long us)
{
    struct itimerval t = {{0, us}, {0, us}};
    setitimer(ITIMER_REAL, &t, NULL);
}

int main(void)
{
    uint8_t bytes[64];
    uint16_t words[MAX + 1];
    struct item items[MAX];

    for (uint32_t i = 0; i < 256; i++)
        table[i] = i * 2654435761u;
    for (unsigned n = 0; n <= MAX; n++) {
        for (unsigned i = 0; i < sizeof(bytes); i++)
            bytes[i] = (uint8_t)(i * 37 + n);
        printf("%u: %08x", n, checksum(bytes, n));
        for (size_t d = 1; d <= 5; d++) {
            uint8_t *end = spread(bytes + 8, d, bytes + 8 + n);
            printf(" %td/%08x", end - bytes, checksum(bytes, sizeof(bytes)));
        }
        printf("\n   %d %d %u", wrap(0x7ffffff0, (int)n + 5, n), wrap(-5, -7, n),
               narrow((uint16_t)(65530 - n), (uint16_t)(65530 + 2 * n)));
        for (unsigned i = 0; i < n; i++) {
            items[i] = (struct item){i + 1 < n ? &items[i + 1] : NULL, i * i + 1};
            words[i] = (uint16_t)(i + 1);
        }
        words[n] = 0;
        printf(" %u %zu %u %llu\n", total(n ? items : NULL), length(words),
               ones((1ull << n * 5) - 1), (unsigned long long)rotate(1, n, n * 7));
    }

    uint64_t counter = 0;
    signal(SIGALRM, tick);
    for (volatile int i = 0; i < 3; i++) {
        if (!sigsetjmp(back, 1)) {
            armed = 1;
            start_timer(1000);
            forever(&counter);
        }
    }
    printf("%d signals, counted: %d\n", (int)hits, counter > 15);
    signal(SIGALRM, raise_flag);
    wait_for_flag();
    puts("seen");
    return 0;
}
