/*
 * FALLBACK: yes
 * AOT: --faults=fallback
 *
 * A load and a store exclusive through a tagged pointer, one of them in the fallback, which
 * takes over a function that such a pointer was met in.
 */
#include <stdint.h>
#include <stdio.h>

static uint64_t cell[2] __attribute__((aligned(16)));

#define PAIR(n)                                                                               \
    __attribute__((noinline)) static uint64_t load##n(uint64_t *p)                            \
    {                                                                                         \
        uint64_t v;                                                                           \
        __asm__ volatile("ldaxr %0, [%1]" : "=r"(v) : "r"(p) : "memory");                     \
        return v;                                                                             \
    }                                                                                         \
    __attribute__((noinline)) static unsigned store##n(uint64_t *p, uint64_t v)               \
    {                                                                                         \
        unsigned failed;                                                                      \
        __asm__ volatile("stlxr %w0, %2, [%1]" : "=&r"(failed) : "r"(p), "r"(v) : "memory");  \
        return failed;                                                                        \
    }
PAIR(1)
PAIR(2)

int main(void)
{
    uint64_t *tagged = (uint64_t *)((uintptr_t)cell | (uint64_t)0x5a << 56);

    for (int i = 0; i < 3; i++) {
        load1(tagged);
        store2(tagged, 1);
    }
    uint64_t v = load1(tagged);
    unsigned failed = store1(tagged, v + 5);
    printf("%u %llu\n", failed, (unsigned long long)cell[0]);
    v = load2(tagged);
    failed = store2(tagged, v + 5);
    printf("%u %llu\n", failed, (unsigned long long)cell[0]);

    /* The tag is no part of the address. */
    v = load1(cell);
    failed = store1(tagged, v + 5);
    printf("%u %llu\n", failed, (unsigned long long)cell[0]);
    v = load2(tagged);
    failed = store2(cell, v + 5);
    printf("%u %llu\n", failed, (unsigned long long)cell[0]);
    return 0;
}
