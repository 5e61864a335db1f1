/* fork while other threads run: the child has one thread and goes on in the same
 * code; the parent's threads are not disturbed. Children that make threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int stop;
static long prepared, in_parent, in_child;

static void before(void) { prepared++; }
static void after_parent(void) { in_parent++; }
static void after_child(void) { in_child++; }

static void *busy(void *arg)
{
    unsigned long *sum = arg;
    while (!stop)
        for (int i = 0; i < 1000; i++)
            *sum = *sum * 3 + i;
    return NULL;
}

static void *add(void *arg)
{
    for (int i = 0; i < 1000; i++)
        __atomic_fetch_add((int *)arg, 1, __ATOMIC_RELAXED);
    return NULL;
}

static int child(int n)
{
    pthread_t t[3];
    int sum = 0;
    char *p = malloc(1000 + n);     /* takes the allocator's lock */
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, add, &sum);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    free(p);
    return sum == 3000 && in_child == 1 ? n : 99;
}

int main(void)
{
    pthread_t t[2];
    unsigned long sums[2] = {1, 2};
    pthread_atfork(before, after_parent, after_child);
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, busy, &sums[i]);
    for (int n = 0; n < 10; n++) {
        pid_t p = fork();
        if (p == 0)
            _exit(child(n));
        int st;
        waitpid(p, &st, 0);
        printf("%d %d\n", WIFEXITED(st), WEXITSTATUS(st));
    }
    stop = 1;
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    printf("%ld %ld %ld\n", prepared, in_parent, in_child);
    return 0;
}
