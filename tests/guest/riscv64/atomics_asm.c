/* All atomic memory operations in both widths and orders; load-reserved and
 * store-conditional, and what makes the store fail. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t cell;
static uint32_t word;

#define AMO(insn)                                                                              \
    do {                                                                                       \
        static const uint64_t v[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffffffffffff,         \
                                     0x123456789abcdef0};                                      \
        uint64_t h = 14695981039346656037u, old;                                               \
        for (int i = 0; i < 6; i++)                                                            \
            for (int j = 0; j < 6; j++) {                                                      \
                cell = v[i];                                                                   \
                __asm__ volatile(insn " %0, %1, (%2)" : "=r"(old) : "r"(v[j]), "r"(&cell)      \
                                 : "memory");                                                  \
                h = (h ^ old) * 1099511628211u;                                                \
                h = (h ^ cell) * 1099511628211u;                                               \
            }                                                                                  \
        printf("%-16s %016llx\n", insn, (unsigned long long)h);                                \
    } while (0)

#define BOTH(op)                                                                               \
    AMO(op ".d");                                                                              \
    AMO(op ".w");                                                                              \
    AMO(op ".d.aqrl");                                                                         \
    AMO(op ".w.rl")

static void *worker(void *arg)
{
    uint64_t v, failed;
    for (int i = 0; i < 5000; i++) {
        __asm__ volatile("1: lr.d.aq %0, (%2)\n add %0, %0, %3\n sc.d.rl %1, %0, (%2)\n bnez %1, 1b"
                         : "=&r"(v), "=&r"(failed) : "r"(&cell), "r"(arg) : "memory");
        __asm__ volatile("1: lr.w %0, (%2)\n addiw %0, %0, 3\n sc.w %1, %0, (%2)\n bnez %1, 1b"
                         : "=&r"(v), "=&r"(failed) : "r"(&word) : "memory");
    }
    return NULL;
}

int main(void)
{
    BOTH("amoswap");
    BOTH("amoadd");
    BOTH("amoxor");
    BOTH("amoand");
    BOTH("amoor");
    BOTH("amomin");
    BOTH("amomax");
    BOTH("amominu");
    BOTH("amomaxu");

    pthread_t t[3];
    cell = 0;
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, worker, (void *)(i + 1));
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%llu %u\n", (unsigned long long)cell, word);

    uint64_t a, b;
    __asm__ volatile("lr.d %0, (%2)\n sc.d %1, zero, (%2)" : "=&r"(a), "=&r"(b) : "r"(&cell)
                     : "memory");
    printf("pair %llu %llu %llu\n", (unsigned long long)a, (unsigned long long)b,
           (unsigned long long)cell);
    __asm__ volatile("sc.d %0, %1, (%1)" : "=&r"(b) : "r"(&cell) : "memory");
    printf("alone %llu %llu\n", (unsigned long long)b, (unsigned long long)cell);
    __asm__ volatile("lr.w %0, (%2)\n sc.w %1, zero, (%3)" : "=&r"(a), "=&r"(b)
                     : "r"(&word), "r"(&cell) : "memory");
    printf("elsewhere %llu\n", (unsigned long long)b);
    __asm__ volatile("li %0, -1\n sd %0, (%2)\n lr.w %0, (%2)" : "=&r"(a), "=&r"(b) : "r"(&cell)
                     : "memory");
    printf("sign %llx\n", (unsigned long long)a);
    /* Exchanges whose result goes nowhere, which are stores. */
    __asm__ volatile("amoswap.d zero, %1, (%2)\n ld %0, (%2)\n amoswap.w zero, zero, (%2)"
                     : "=&r"(a) : "r"(0x123456789abcdef0), "r"(&cell) : "memory");
    printf("stores %llx %llx\n", (unsigned long long)a, (unsigned long long)cell);
    __asm__ volatile("amoswap.w.aqrl zero, %0, (%1)" : : "r"(-1), "r"(&cell) : "memory");
    __asm__ volatile("sb zero, 1(%1)\n amoswap.w zero, %0, (%2)\n lbu %0, 5(%1)"
                     : "=&r"(a) : "r"(&cell), "r"((char *)&cell + 4), "0"(0x44332211)
                     : "memory");
    printf("stores %llx %llx\n", (unsigned long long)a, (unsigned long long)cell);
    return 0;
}
