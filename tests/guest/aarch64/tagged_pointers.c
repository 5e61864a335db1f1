/* Pointers with a tag in the top byte, which the hardware ignores: loads, stores,
 * pairs, vectors, atomics, calls to library functions, faults through tags.
 * A function that met a tagged pointer runs in the fallback.
 * FALLBACK: yes
 * AOT: --faults=fallback */
#include <arm_neon.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TAG(p, t) ((__typeof__(&*(p)))((uintptr_t)(p) | (uintptr_t)(t) << 56))

static sigjmp_buf env;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("signal %d at %llx\n", sig, (unsigned long long)(uintptr_t)si->si_addr);
    siglongjmp(env, 1);
}

struct node {
    struct node *next;
    int value;
};

int main(void)
{
    static int a[64];
    static struct node n[20];
    static _Atomic long counter;
    volatile int *volatile p = TAG(a, 0x5a);

    for (int i = 0; i < 64; i++)
        p[i] = i * i;
    long sum = 0;
    for (int i = 0; i < 64; i++)
        sum += TAG(a, i * 4)[i];
    printf("%ld %d\n", sum, a[63]);

    for (int i = 0; i < 20; i++) {
        n[i].next = i < 19 ? TAG(&n[i + 1], 0x80 + i) : NULL;
        n[i].value = i;
    }
    sum = 0;
    for (struct node *q = n; q; q = q->next)
        sum = sum * 3 + q->value;
    printf("%ld\n", sum);

    _Atomic long *c = TAG(&counter, 0xff);
    for (int i = 0; i < 100; i++)
        atomic_fetch_add(c, i);
    long expected = 4950;
    printf("%d %ld\n", atomic_compare_exchange_strong(c, &expected, 7), counter);

    int32x4_t v = vld1q_s32(TAG(a + 4, 0x11));
    vst1q_s32(TAG(a, 0x22), vaddq_s32(v, v));
    printf("%d %d\n", a[0], a[3]);
    char *s = TAG((char *)n, 0x33);
    strcpy(s, "a tagged string");
    memmove(s + 2, s, 16);
    printf("%zu %s\n", strlen(s), (char *)n);
    uint64_t x, y;
    __asm__ volatile("ldp %0, %1, [%2]" : "=r"(x), "=r"(y) : "r"(TAG(a, 0x44)) : "memory");
    printf("%llx %llx\n", (unsigned long long)x, (unsigned long long)y);
    printf("different %d\n", TAG(a, 1) != TAG(a, 2));

    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    volatile uintptr_t bad[] = {0x1200000000000010, 0x0012000000000010, 0xff00000000001000};
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(env, 1) == 0)
            printf("%d\n", *(volatile int *)bad[i]);
    return 0;
}
