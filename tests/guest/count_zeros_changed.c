/*
 * A function that counts zeros becomes another while a caller runs in a loop, and between two
 * calls: what was made of its calls is not valid any more.
 * FALLBACK: yes
 * FLAGS: -O2
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __riscv
__asm__(".text\n .option push\n .option norvc\n .option norelax\n"
        ".globl count\n .balign 4096\n"
        "count: neg a4, a0\n and a0, a0, a4\n li a5, 0\n li t3, 1\n"
        "1: bgeu t3, a0, 2f\n srli a0, a0, 1\n addi a5, a5, 1\n j 1b\n"
        "2: mv a0, a5\n ret\n"
        ".balign 4096\n nop\n .option pop\n");
static const uint32_t other[] = {0x02a00513, 0x00008067}; /* return 42 */
#else
__asm__(".text\n .globl count\n .balign 4096\n"
        "count: neg x4, x0\n and x0, x0, x4\n mov x5, #0\n mov x6, #1\n"
        "1: sub x7, x6, x0\n tbz x7, #63, 2f\n lsr x0, x0, #1\n add x5, x5, #1\n b 1b\n"
        "2: mov x0, x5\n ret\n"
        ".balign 4096\n nop\n");
static const uint32_t other[] = {0x52800540, 0xd65f03c0}; /* return 42 */
#endif
extern uint64_t count(uint64_t);

__attribute__((noinline)) static void change(void)
{
    mprotect((void *)count, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
    memcpy((void *)count, other, sizeof(other));
    __builtin___clear_cache((char *)count, (char *)count + 4096);
}

__attribute__((noinline)) static uint64_t once(uint64_t x)
{
    return count(x) + 1000;
}

__attribute__((noinline)) static uint64_t many(uint64_t x, int n, int when)
{
    uint64_t sum = 0;
    for (int i = 0; i < n; i++) {
        if (i == when) {
            change();
        }
        sum = sum * 3 + count(x + (uint64_t)i);
    }
    return sum;
}

int main(void)
{
    printf("%d %d\n", (int)once(8), (int)once(0x4000));
    printf("%llu\n", (unsigned long long)many(1, 20, -1));
    printf("%llu\n", (unsigned long long)many(1, 20, 10));
    printf("%d %d\n", (int)once(8), (int)once(0x4000));
    printf("%llu\n", (unsigned long long)many(1, 20, -1));
    return 0;
}
