/* GCC's nested functions: code that is written to the stack and called from there.
 * PACK: no
 * The trampolines are code made at run time.
 * FALLBACK: yes */
#include <stdio.h>
#include <stdlib.h>

static long apply(long (*f)(long), long n)
{
    long s = 0;
    for (long i = 0; i < n; i++)
        s += f(i);
    return s;
}

static long scaled(long k, int depth)
{
    long calls = 0;
    long times(long x)
    {
        calls++;
        return x * k;
    }
    long r = apply(times, 100);
    if (depth)
        r += scaled(k + 1, depth - 1) + apply(times, 10);
    return r + calls;
}

int main(void)
{
    int by[] = {5, 3, 9, 1, 7}, order = -1;
    int compare(const void *a, const void *b)
    {
        return (*(const int *)a - *(const int *)b) * order;
    }
    printf("%ld\n", scaled(3, 20));
    for (int i = 0; i < 2; i++, order = 1) {
        qsort(by, 5, sizeof *by, compare);
        printf("%d %d %d %d %d\n", by[0], by[1], by[2], by[3], by[4]);
    }
    return 0;
}
