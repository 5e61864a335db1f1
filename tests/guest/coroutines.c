/* makecontext and swapcontext: generators, many stacks, deep recursion inside, a
 * scheduler with a thousand switches, and contexts that end through uc_link.
 * There swapcontext() goes on at an address that no branch leads to. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

enum { TASKS = 20, STACK = 64 * 1024 };
static ucontext_t scheduler, task[TASKS];
static int current, alive;
static long result[TASKS];

static void yield(void)
{
    swapcontext(&task[current], &scheduler);
}

static long recurse(int n, int id)
{
    if (n % 10 == 0)
        yield();
    return n == 0 ? id : recurse(n - 1, id) * 3 + n;
}

static void body(int id, int rounds)
{
    double x = id;
    for (int i = 0; i < rounds; i++) {
        x = x * 1.5 + i;
        result[id] = result[id] * 31 + i + id;
        yield();
    }
    result[id] += recurse(60, id) + (long)x % 1000;
    alive--;
}

int main(void)
{
    for (int i = 0; i < TASKS; i++) {
        getcontext(&task[i]);
        task[i].uc_stack.ss_sp = malloc(STACK);
        task[i].uc_stack.ss_size = STACK;
        task[i].uc_link = &scheduler;
        makecontext(&task[i], (void (*)(void))body, 2, i, 10 + i * 3);
        alive++;
    }
    int done[TASKS] = {0};
    long switches = 0;
    while (alive > 0)
        for (current = 0; current < TASKS; current++)
            if (!done[current]) {
                int before = alive;
                swapcontext(&scheduler, &task[current]);
                done[current] = alive < before;
                switches++;
            }
    for (int i = 0; i < TASKS; i++)
        printf("%ld ", result[i]);
    printf("\n%ld switches\n", switches);

    /* getcontext and setcontext as a loop. */
    volatile int n = 0;
    ucontext_t here;
    getcontext(&here);
    if (++n < 1000)
        setcontext(&here);
    printf("%d\n", n);
    return 0;
}
