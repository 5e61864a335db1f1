/* setjmp and longjmp: across many frames, in loops, values, sigsetjmp, from
 * callbacks, thousands of times. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define NOINLINE __attribute__((noinline))

static jmp_buf env, outer;

NOINLINE int descend(int n, volatile int *p)
{
    if (n == 0)
        longjmp(env, *p);
    return descend(n - 1, p) + 1;
}

static int compare(const void *a, const void *b)
{
    if (*(const int *)a == 13)
        longjmp(outer, 13);
    return *(const int *)a - *(const int *)b;
}

NOINLINE int try_parse(const char *s)
{
    int v = 0;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            longjmp(env, *s);
        v = v * 10 + *s - '0';
    }
    return v;
}

int main(void)
{
    volatile int count = 0, value = 0;
    int r = setjmp(env);

    /* longjmp with value 0 returns 1. */
    if (count++ < 5) {
        printf("round %d, setjmp gave %d\n", count, r);
        value = count - 1;
        descend(count * 2000, &value);
    }
    printf("after %d rounds\n", count);

    for (volatile int i = 0; i < 20000; i++)
        if (setjmp(env) == 0) {
            value = i % 7 + 1;
            descend(i % 10, &value);
        } else
            count += value;
    printf("count %d\n", count);

    static const char *text[] = {"123", "45x6", "", "9z"};
    for (volatile int i = 0; i < 4; i++)
        if ((r = setjmp(env)) == 0)
            printf("parsed %d\n", try_parse(text[i]));
        else
            printf("bad character %c\n", r);

    int list[] = {5, 3, 13, 8, 1};
    if ((r = setjmp(outer)) == 0)
        qsort(list, 5, sizeof *list, compare);
    else
        printf("left qsort with %d\n", r);

    sigjmp_buf senv;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    if (sigsetjmp(senv, 1) == 0) {
        sigprocmask(SIG_BLOCK, &set, NULL);
        siglongjmp(senv, 1);
    }
    sigprocmask(SIG_SETMASK, NULL, &set);
    printf("SIGUSR1 blocked: %d\n", sigismember(&set, SIGUSR1));
    return 0;
}
