/*
 * FALLBACK: yes
 * AOT: --faults=fallback
 *
 * A tagged pointer that is the operand of an instruction, too, that accesses memory through it:
 * relative pointers, a compare-and-swap with the pointer itself, comparisons, indexed by itself.
 */
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline, noclone))

/* Each is left for the fallback after its first tag. */
NOINLINE static uint64_t relative(const uint64_t *p)
{
    return (uint64_t)p + *p;
}
NOINLINE static uint64_t difference(const uint64_t *p)
{
    return (uint64_t)p - *p;
}
NOINLINE static uint64_t scrambled(const uint64_t *p)
{
    return (uint64_t)p ^ *p;
}
NOINLINE static uint64_t product(const uint64_t *p)
{
    return (uint64_t)p * *p;
}
NOINLINE static int less(const uint64_t *p)
{
    return (uint64_t)p < *p;
}
NOINLINE static int same(const uint64_t *p)
{
    return (uint64_t)p == *p;
}
NOINLINE static void store_itself(uint64_t *p)
{
    *p = (uint64_t)p;
}
NOINLINE static void add_itself(uint64_t *p)
{
    *p += (uint64_t)p;
}
NOINLINE static uint64_t scaled(const uint8_t *p, uint64_t i)
{
    return *(const uint64_t *)(p + i * 8);
}
NOINLINE static uint64_t exchange(_Atomic uint64_t *p)
{
    uint64_t old = (uint64_t)p;
    return atomic_compare_exchange_strong(p, &old, 5) ? old : old + 1;
}

int main(void)
{
    static uint64_t word[4];
    static _Atomic uint64_t shared;
    uint64_t tag = (uint64_t)0xa5 << 56;
    uint64_t *p = (uint64_t *)((uint64_t)word | tag), a = (uint64_t)word;
    _Atomic uint64_t *s = (_Atomic uint64_t *)((uint64_t)&shared | tag);

    word[0] = 0x123456789;
    printf("%llx\n", (unsigned long long)(relative(p) - a));
    printf("%llx\n", (unsigned long long)(difference(p) - a));
    printf("%llx\n", (unsigned long long)(scrambled(p) ^ a));
    printf("%llx\n", (unsigned long long)(product(p) - a * word[0]));
    word[0] = (uint64_t)p;
    printf("%d %d\n", less(p), same(p));
    word[0] = 0;
    store_itself(p);
    printf("%llx\n", (unsigned long long)(word[0] - a));
    add_itself(p);
    printf("%llx\n", (unsigned long long)(word[0] - 2 * a));
    word[3] = 77;
    printf("%llu\n", (unsigned long long)scaled((const uint8_t *)p - 8 * 5, 8));
    atomic_store(&shared, (uint64_t)s);
    printf("%d\n", exchange(s) == (uint64_t)s);
    printf("%llu\n", (unsigned long long)atomic_load(&shared));
    printf("%llu\n", (unsigned long long)(exchange(s) == 6));
    return 0;
}
