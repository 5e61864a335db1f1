/* Many threads with small stacks, deep recursion in each; then stacks of the
 * program's own making, at unusual places. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { THREADS = 30, STACK = 128 * 1024 };

__attribute__((noinline)) static long down(long n, volatile long *p)
{
    volatile long here = n + *p;
    return n == 0 ? here : down(n - 1, &here) - here;
}

static void *run(void *arg)
{
    volatile long zero = 0;
    long s = 0;
    for (int i = 0; i < 20; i++)
        s += down(700, &zero) + (long)arg;
    return (void *)s;
}

int main(void)
{
    pthread_t t[THREADS];
    pthread_attr_t a;
    void *r;
    long total = 0;

    pthread_attr_init(&a);
    pthread_attr_setstacksize(&a, STACK);
    for (long i = 0; i < THREADS; i++)
        if (pthread_create(&t[i], &a, run, (void *)i))
            return 1;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], &r);
        total += (long)r;
    }
    printf("%ld\n", total);

    char *low = mmap((void *)0x10000000, STACK, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_setstack(&a, low, STACK);
    if (pthread_create(&t[0], &a, run, NULL))
        return 1;
    pthread_join(t[0], &r);
    printf("%ld\n", (long)r);
    for (int i = 0; i < 200; i++) {
        if (pthread_create(&t[0], &a, run, NULL))
            return 1;
        pthread_join(t[0], NULL);
    }
    printf("done\n");
    return 0;
}
