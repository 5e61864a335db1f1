/* Carry and borrow chains: factorial and Fibonacci numbers with many limbs. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LIMBS = 40 };
typedef struct {
    uint64_t d[LIMBS];
} big;

static void add(big *r, const big *a, const big *b)
{
    unsigned carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        uint64_t s = a->d[i] + carry;
        unsigned c = s < carry;
        r->d[i] = s + b->d[i];
        carry = c | (r->d[i] < s);
    }
}

static void sub(big *r, const big *a, const big *b)
{
    unsigned borrow = 0;
    for (int i = 0; i < LIMBS; i++) {
        unsigned __int128 t = (unsigned __int128)a->d[i] - b->d[i] - borrow;
        r->d[i] = t;
        borrow = t >> 64 != 0;
    }
}

static void mul_small(big *r, uint64_t m)
{
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        unsigned __int128 t = (unsigned __int128)r->d[i] * m + carry;
        r->d[i] = t;
        carry = t >> 64;
    }
}

static uint64_t div_small(big *r, uint64_t m)
{
    uint64_t rem = 0;
    for (int i = LIMBS; i-- > 0;) {
        unsigned __int128 t = (unsigned __int128)rem << 64 | r->d[i];
        r->d[i] = t / m;
        rem = t % m;
    }
    return rem;
}

static int is_zero(const big *a)
{
    for (int i = 0; i < LIMBS; i++)
        if (a->d[i])
            return 0;
    return 1;
}

static void print(const char *what, const big *a)
{
    big t = *a;
    uint64_t part[100];
    int n = 0;
    do
        part[n++] = div_small(&t, 1000000000000000000u);
    while (!is_zero(&t));
    printf("%s = %llu", what, (unsigned long long)part[--n]);
    while (n > 0)
        printf("%018llu", (unsigned long long)part[--n]);
    printf("\n");
}

int main(void)
{
    big f = {{1}}, a = {{0}}, b = {{1}}, t;

    for (int i = 2; i <= 300; i++)
        mul_small(&f, i);
    print("300!", &f);
    for (int i = 0; i < 3000; i++) {
        add(&t, &a, &b);
        a = b;
        b = t;
    }
    print("fib(3000)", &a);
    sub(&t, &a, &b);
    add(&t, &t, &b);
    printf("%d\n", memcmp(&t, &a, sizeof t));
    return 0;
}
