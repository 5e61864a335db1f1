// SPDX-License-Identifier: GPL-2.0-or-later
// Values that go round a loop by way of vector registers, in which functions hand them on:
// LLVM's peephole optimiser followed one for ever, and overflowed its stack.
#include <stdio.h>

typedef unsigned long L;
typedef void fn(L, L);
static L factor = 5;
L mask = 2072488418ul;
static volatile L first = 97, limit = 996521411655413276ul;
static L last = 187081488433326456ul;

static __attribute__((noinline)) void loop(L p, L q)
{
    factor = last;
    for (L i = 0; i < 4; i++) {
        if (limit > (p << (((q & p) ^ (factor * (9399ul | (first & mask)))) & 63))) {
            last = p;
        }
    }
}

static fn *volatile table[] = {loop, loop, loop, loop, loop};

__attribute__((noinline)) void jumps(short p)
{
    static void *const places[] = {&&a, &&b, &&c, &&d, &&end};
    L w = (L)(long)p, n = 6;

    table[0](7044740851ul ^ mask, last);
    goto *places[w % 4];
a:
    if (72ul > limit) {
        table[0](7044740851ul ^ mask, last);
    }
b:
c:
    if (--n == 0) {
        goto end;
    }
    goto *places[w % 5];
d:
end:;
}

int main(void)
{
    for (short i = 0; i < 12; i++) {
        jumps(i);
        printf("%lx %lx\n", factor, last);
    }
    return 0;
}
