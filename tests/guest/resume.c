/* Frames that are gone from the host's stack and are returned to: after each switch of
 * coroutines, in the middle of nested loops, of switches and computed gotos in loops, with
 * integers and floating point numbers that were in registers. ARGS: 40 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

enum { TASKS = 6, STACK = 128 * 1024 };
static ucontext_t scheduler, task[TASKS];
static int current, done[TASKS];
static uint64_t result[TASKS];
static int rounds;

static __attribute__((noinline)) int give_way(int x)
{
    swapcontext(&task[current], &scheduler);
    return x + 1;
}

/* Calls in each of three loops, and behind them. */
static __attribute__((noinline)) uint64_t nested(int n, int seed)
{
    uint64_t a = (uint64_t)seed, b = 3, c = 5, d = 7;
    double x = seed, y = 1.5, z = .25;
    for (int i = 0; i < n; i++) {
        a = a * 31 + (uint64_t)give_way(i);
        for (int k = 0; k < 3; k++) {
            x = x * 1.25 + y;
            for (int m = 0; m < 2; m++) {
                b = b * 7 + (uint64_t)give_way(k + m);
                y += z * m;
            }
            if (k == 1)
                c ^= (uint64_t)give_way(i + k);
            z += 0.5;
        }
        while (d % 5 != 0)
            d = d * 3 + (uint64_t)give_way((int)(d % 3));
        d++;
    }
    give_way(0);
    return a ^ b << 1 ^ c << 2 ^ d << 3 ^ (uint64_t)(x * 16) ^ (uint64_t)(y * 8 + z);
}

/* The loop is closed by a jump table. */
static __attribute__((noinline)) uint64_t switched(int n, int seed)
{
    uint64_t acc = (uint64_t)seed;
    double f = 1;
    int op = seed & 7;
    while (n > 0) {
        switch (op) {
        case 0:
            acc = acc * 3 + (uint64_t)give_way(op);
            op = 3;
            break;
        case 1:
            acc ^= acc >> 7;
            op = 5;
            n--;
            break;
        case 2:
            f = f * 1.5 - 1;
            op = 6;
            break;
        case 3:
            n -= give_way(0);
            op = 4;
            break;
        case 4:
            acc += (uint64_t)give_way(n);
            op = acc & 1 ? 1 : 7;
            break;
        case 5:
            f += give_way(1);
            op = 2;
            break;
        case 6:
            acc = acc << 9 | acc >> 55;
            op = 0;
            break;
        case 7:
            n--;
            op = 5;
            acc += (uint64_t)f & 15;
            break;
        }
    }
    return acc + (uint64_t)(f * 4);
}

static const unsigned char code[] = {0, 2, 1, 3, 2, 0, 4, 1, 5};

static __attribute__((noipa)) uint64_t threaded(const unsigned char *start, int n, int seed)
{
    static void *const labels[] = {&&add, &&mul, &&call, &&flt, &&inner, &&end};
    const unsigned char *pc = start;
    uint64_t a = (uint64_t)seed;
    double f = seed;
#define NEXT goto *labels[*pc++]
    NEXT;
add:
    a += 0x9e3779b97f4a7c15u;
    NEXT;
mul:
    a *= 0xff51afd7ed558ccdu;
    NEXT;
call:
    a ^= (uint64_t)give_way((int)(a & 7));
    NEXT;
flt:
    f = f * 0.5 + give_way(2);
    NEXT;
inner:
    for (int i = 0; i < 3; i++)
        a = (a ^ a >> 29) + (uint64_t)give_way(i);
    NEXT;
end:
    if (--n > 0) {
        pc = start;
        NEXT;
    }
    return a ^ (uint64_t)(f * 1024);
}

/* Errors on the way out of loops that have been switched away from. */
static jmp_buf error[TASKS];

static __attribute__((noinline)) int fail_sometimes(int i)
{
    give_way(i);
    if (i % 3 == 2)
        longjmp(error[current], i);
    return i;
}

static __attribute__((noinline)) uint64_t guarded(int n)
{
    volatile uint64_t sum = 0;
    for (volatile int i = 0; i < n; i++) {
        int code = setjmp(error[current]);
        if (code == 0)
            for (int k = 0; k < 2; k++)
                sum = sum * 5 + (uint64_t)fail_sometimes(i + k);
        else
            sum = sum * 7 + (uint64_t)code;
        give_way(i);
    }
    return sum;
}

static void body(int id)
{
    uint64_t sum = 0;
    for (int r = 0; r < 3; r++) {
        sum = sum * 31 + nested(rounds / 8, id + r);
        sum = sum * 31 + switched(rounds, id + r);
        sum = sum * 31 + threaded(code, rounds / 4, id * 3 + r);
        sum = sum * 31 + guarded(rounds / 4 + id);
    }
    result[id] = sum;
    done[id] = 1;
}

int main(int argc, char **argv)
{
    long switches = 0;
    rounds = argc > 1 ? atoi(argv[1]) : 40;
    for (int i = 0; i < TASKS; i++) {
        getcontext(&task[i]);
        task[i].uc_stack.ss_sp = malloc(STACK);
        task[i].uc_stack.ss_size = STACK;
        task[i].uc_link = &scheduler;
        makecontext(&task[i], (void (*)(void))body, 1, i);
    }
    for (int left = TASKS; left > 0;)
        for (current = 0; current < TASKS; current++)
            if (!done[current]) {
                swapcontext(&scheduler, &task[current]);
                left -= done[current];
                switches++;
            }
    for (int i = 0; i < TASKS; i++)
        printf("%016llx\n", (unsigned long long)result[i]);
    printf("%ld switches\n", switches);
    return 0;
}
