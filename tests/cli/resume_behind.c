// A function that only data points to, right behind a call that does not come back.
#include <stdio.h>
#include <stdlib.h>

static int sum;

static __attribute__((noipa, noreturn)) void stop(int x)
{
    printf("stop %d\n", x);
    exit(3);
}

static __attribute__((noipa)) int check(int x)
{
    if (__builtin_expect(x > 0, 1))
        return x + 1;
    sum = 0;
    stop(x);
}

static __attribute__((noipa)) int behind(int x)
{
    sum += x;
    return sum ^ x;
}

static int (*table[])(int) = {behind};

int main(void)
{
    int x = 1;
    for (int i = 0; i < 100000; i++)
        x = (check(x & 1023) ^ table[0](i)) | 1;
    printf("%d\n", x);
    return 0;
}
