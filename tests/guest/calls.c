/* Calls: recursion, deep stacks, many arguments, structures by value, pointers,
 * mutual tail calls. */
#include <stdio.h>
#include <stdlib.h>

#define NOINLINE __attribute__((noinline))

NOINLINE int fib(int n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

NOINLINE int ackermann(int m, int n)
{
    return m == 0 ? n + 1 : ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
}

/* Not a tail call: each level needs its own frame. */
NOINLINE long deep(int n, volatile int *p)
{
    if (n == 0)
        return *p;
    return deep(n - 1, p) + (n & 3);
}

NOINLINE int is_odd(unsigned n);
NOINLINE int is_even(unsigned n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}
NOINLINE int is_odd(unsigned n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

NOINLINE double many(int a, double b, long c, float d, short e, char f, double g, long h, int i,
                     double j, long k, float l, long m, double n, double o, double p, double q)
{
    return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j * 10 + k * 11 +
           l * 12 + m * 13 + n * 14 + o * 15 + p * 16 + q * 17;
}

struct small { int a, b; };
struct mixed { double d; int i; };
struct large { long v[9]; };
struct floats { float x, y, z; };

NOINLINE struct small swap(struct small s)
{
    return (struct small){s.b, s.a};
}
NOINLINE struct mixed mix(struct mixed m, struct floats f)
{
    return (struct mixed){m.d + f.x * f.y, m.i + (int)f.z};
}
NOINLINE struct large shift(struct large l, int by)
{
    struct large r;
    for (int i = 0; i < 9; i++)
        r.v[i] = l.v[(i + by) % 9] + by;
    return r;
}
NOINLINE struct floats scale(struct floats f, float k)
{
    return (struct floats){f.x * k, f.y * k, f.z * k};
}

typedef int (*op)(int, int);
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static op volatile ops[] = {add, sub, mul};

NOINLINE int apply(op f, int a, int b)
{
    return f(a, f(b, a));
}

NOINLINE int dynamic(int n)
{
    volatile char *p = __builtin_alloca(n);
    for (int i = 0; i < n; i++)
        p[i] = i;
    return p[n / 2] + p[n - 1];
}

int main(void)
{
    volatile int seed = 5;
    printf("fib %d\n", fib(24));
    printf("ackermann %d\n", ackermann(2, 300));
    printf("deep %ld\n", deep(100000, &seed));
    printf("parity %d %d\n", is_even(5001), is_odd(5001));
    printf("many %.3f\n", many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));
    struct small s = swap((struct small){1, seed});
    struct mixed m = mix((struct mixed){1.5, 2}, (struct floats){2, 3, 4.5f});
    struct large l = shift((struct large){{1, 2, 3, 4, 5, 6, 7, 8, 9}}, seed);
    struct floats f = scale((struct floats){1, 2, 3}, seed);
    printf("%d %d %g %d %ld %ld %g %g %g\n", s.a, s.b, m.d, m.i, l.v[0], l.v[8], f.x, f.y, f.z);
    for (int i = 0; i < 3; i++)
        printf("%d ", apply(ops[i], seed, 3));
    printf("%d %d\n", dynamic(50), dynamic(5000 + seed));
    return 0;
}
