/* Tail calls: a million of them between four functions must not use stack.
 * FLAGS: -O2 */
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

typedef unsigned long state(unsigned long acc, long n);
state a, b, c, d;
static state *volatile next_of[] = {b, c, d, a};

NOINLINE unsigned long a(unsigned long acc, long n)
{
    return n == 0 ? acc : b(acc * 3 + 1, n - 1);
}
NOINLINE unsigned long b(unsigned long acc, long n)
{
    return n == 0 ? acc : n % 3 ? c(acc ^ n, n - 1) : a(acc + 7, n - 1);
}
/* Indirect tail calls. */
NOINLINE unsigned long c(unsigned long acc, long n)
{
    return n == 0 ? acc : next_of[n & 3](acc + n, n - 1);
}
NOINLINE unsigned long d(unsigned long acc, long n)
{
    return n == 0 ? acc : next_of[acc >> 3 & 3](acc << 1 | acc >> 63, n - 1);
}

int main(void)
{
    volatile long n = 2000000;
    printf("%lu\n", a(1, n));
    printf("%lu\n", c(12345, n + 1));
    return 0;
}
