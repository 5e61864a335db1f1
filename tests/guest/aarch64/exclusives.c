/* Exclusive pairs, acquire and release forms, compare-and-swap of every size and
 * of pairs, RCpc loads; what makes a store-exclusive fail.
 * FLAGS: -march=armv8.4-a */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t cell[2] __attribute__((aligned(16)));

static int add_exclusive(uint32_t *p, uint32_t n)
{
    uint32_t v, failed;
    __asm__ volatile("1: ldaxr %w0, [%2]\n add %w0, %w0, %w3\n stlxr %w1, %w0, [%2]\n cbnz %w1, 1b"
                     : "=&r"(v), "=&r"(failed)
                     : "r"(p), "r"(n)
                     : "memory");
    return v;
}

static void add_pair(uint64_t *p, uint64_t a, uint64_t b)
{
    uint64_t x, y;
    uint32_t failed;
    __asm__ volatile("1: ldxp %0, %1, [%3]\n add %0, %0, %4\n add %1, %1, %5\n"
                     "stxp %w2, %0, %1, [%3]\n cbnz %w2, 1b"
                     : "=&r"(x), "=&r"(y), "=&r"(failed)
                     : "r"(p), "r"(a), "r"(b)
                     : "memory");
}

static void *worker(void *arg)
{
    for (int i = 0; i < 5000; i++) {
        add_pair(cell, 1, 2);
        add_exclusive(arg, 3);
    }
    return NULL;
}

#define CAS(name, r, mem, expect, value)                                                       \
    ({                                                                                         \
        uint64_t e_ = (expect);                                                                \
        __asm__ volatile(name " %" r "0, %" r "2, %1" : "+r"(e_), "+Q"(mem) : "r"(value));     \
        e_;                                                                                    \
    })

int main(void)
{
    uint32_t word = 0, failed;
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, worker, &word);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%u %llu %llu\n", word, (unsigned long long)cell[0], (unsigned long long)cell[1]);

    /* Without a load-exclusive, and after clrex, the store fails. */
    uint64_t v;
    __asm__ volatile("clrex\n stxr %w0, xzr, [%1]" : "=&r"(failed) : "r"(cell) : "memory");
    printf("no monitor: %u %llu\n", failed, (unsigned long long)cell[0]);
    __asm__ volatile("ldxr %0, [%2]\n clrex\n stxr %w1, xzr, [%2]"
                     : "=&r"(v), "=&r"(failed) : "r"(cell) : "memory");
    printf("clrex: %u %llu\n", failed, (unsigned long long)v);
    __asm__ volatile("ldxrb %w0, [%2]\n stxrb %w1, %w3, [%2]"
                     : "=&r"(v), "=&r"(failed) : "r"(cell), "r"(0x55) : "memory");
    printf("byte: %u %llx %llx\n", failed, (unsigned long long)v, (unsigned long long)cell[0]);
    __asm__ volatile("ldaxrh %w0, [%2]\n stlxrh %w1, %w3, [%2]"
                     : "=&r"(v), "=&r"(failed) : "r"(cell), "r"(0x1234) : "memory");
    printf("half: %u %llx %llx\n", failed, (unsigned long long)v, (unsigned long long)cell[0]);

    uint64_t m = 0x1122334455667788;
    printf("casb %llx", (unsigned long long)CAS("casb", "w", m, 0x88, 0xff));
    printf(" %llx\n", (unsigned long long)m);
    printf("cash %llx", (unsigned long long)CAS("casah", "w", m, 0x1, 0x2));
    printf(" %llx\n", (unsigned long long)m);
    printf("cas %llx", (unsigned long long)CAS("casal", "w", m, 0x556677ff, 0x99));
    printf(" %llx\n", (unsigned long long)m);
    printf("cas %llx", (unsigned long long)CAS("casl", "x", m, 0x1122334400000099, 7ull));
    printf(" %llx\n", (unsigned long long)m);
    register uint64_t x0 __asm__("x0") = cell[0], x1 __asm__("x1") = cell[1];
    register uint64_t x2 __asm__("x2") = 111, x3 __asm__("x3") = 222;
    __asm__ volatile("caspal x0, x1, x2, x3, [%4]"
                     : "+r"(x0), "+r"(x1) : "r"(x2), "r"(x3), "r"(cell) : "memory");
    uint64_t o0 = x0, o1 = x1;
    printf("casp %llx %llx %llu %llu\n", (unsigned long long)o0, (unsigned long long)o1,
           (unsigned long long)cell[0], (unsigned long long)cell[1]);

#define LSE(op)                                                                                \
    m = 0xf0f0f0f0f0f0f0f0;                                                                    \
    __asm__ volatile(op " %1, %0, [%2]" : "=r"(v) : "r"(0x8000000000000123), "r"(&m) : "memory"); \
    printf("%-9s %llx %llx\n", op, (unsigned long long)v, (unsigned long long)m)
    LSE("ldadd");
    LSE("ldclral");
    LSE("ldseta");
    LSE("ldeorl");
    LSE("ldsmax");
    LSE("ldsmin");
    LSE("ldumax");
    LSE("lduminal");
    LSE("swpal");
    __asm__ volatile("stadd %0, [%1]" : : "r"(5ull), "r"(&m) : "memory");
    __asm__ volatile("ldaddb %w1, %w0, [%2]" : "=r"(v) : "r"(0x99), "r"(&m) : "memory");
    printf("ldaddb %llx %llx\n", (unsigned long long)v, (unsigned long long)m);
    __asm__ volatile("ldapr %0, [%1]" : "=r"(v) : "r"(&m));
    printf("ldapr %llx\n", (unsigned long long)v);
    __asm__ volatile("stlr %w0, [%1]\n ldar %0, [%1]" : "+r"(v) : "r"(&m) : "memory");
    printf("ldar %llx\n", (unsigned long long)v);
    __asm__ volatile("dmb ish\n dsb sy\n isb\n dmb ishld\n dmb ishst\n yield" ::: "memory");
    return 0;
}
