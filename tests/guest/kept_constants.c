/* Constants in registers that calls keep: over calls, longjmp(), exceptions of the rule. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

static volatile int zero;
static jmp_buf back;
static unsigned long table[64];

__attribute__((noinline)) static unsigned long mix(unsigned long x)
{
    __asm__ volatile("" ::: "memory");
    return x * 0x9e3779b97f4a7c15ul + 1;
}

/* The same constants before and after calls, in loops and on ways that come together. */
__attribute__((noinline)) static unsigned long in_loops(int n)
{
    unsigned long sum = 0, a = 0x123456789abcdeful, b = 0xfedcba98ul;

    for (int i = 0; i < n; i++) {
        __asm__ volatile("" : "+r"(sum));
        sum = mix(sum ^ a);
        if (i % 3 == zero) {
            sum += mix(b) & a;
        } else if (i % 5 == zero) {
            table[i & 63] = mix(sum) | b;
        }
        for (int k = 0; k < 4; k++) {
            sum = mix(sum + (b >> k)) ^ a;
        }
    }
    return sum + table[5] + table[10];
}

/* Another constant comes into the same register on one of the ways. */
__attribute__((noinline)) static unsigned long one_of_two(int which)
{
    unsigned long c, sum = 0;

    if (which) {
        c = 0x1111222233334444ul;
        sum = mix(1);
    } else {
        c = 0x5555666677778888ul;
        sum = mix(2);
    }
    __asm__ volatile("" : "+r"(c));
    sum += mix(c) ^ c;
    return mix(sum) + c;
}

__attribute__((noinline)) static void jump_back(int n)
{
    if (n) {
        jump_back(n - 1);
    }
    longjmp(back, 7);
}

__attribute__((noinline)) static unsigned long after_longjmp(void)
{
    unsigned long c = 0x0f0f0f0f1234ul, sum = mix(c);
    volatile int rounds = 0;
    int r = setjmp(back);

    sum = mix(c + (unsigned long)r) ^ c;
    if (rounds++ < 3) {
        jump_back(rounds);
    }
    return sum + mix(c);
}

/* Functions that do not keep a register that they should, but by agreement with their caller.
 */
#if defined(__aarch64__)
unsigned long by_agreement(unsigned long n);
__asm__(".text\n.type change, %function\nchange:\n"
        "add x19, x19, x20\n"
        "mov x20, #77\n"
        "ret\n.size change, .-change\n"
        ".globl by_agreement\n.type by_agreement, %function\nby_agreement:\n"
        "stp x29, x30, [sp, #-48]!\n"
        "stp x19, x20, [sp, #16]\n"
        "str x21, [sp, #32]\n"
        "mov x21, x0\n"
        "mov x19, #5\n"
        "mov x20, #3\n"
        "1: bl change\n"
        "subs x21, x21, #1\n"
        "b.ne 1b\n"
        "add x0, x19, x20\n"
        "ldr x21, [sp, #32]\n"
        "ldp x19, x20, [sp, #16]\n"
        "ldp x29, x30, [sp], #48\n"
        "ret\n.size by_agreement, .-by_agreement\n");
#elif defined(__riscv)
unsigned long by_agreement(unsigned long n);
__asm__(".text\n.type change, %function\nchange:\n"
        "add s1, s1, s2\n"
        "li s2, 77\n"
        "ret\n.size change, .-change\n"
        ".globl by_agreement\n.type by_agreement, %function\nby_agreement:\n"
        "addi sp, sp, -32\n"
        "sd ra, 0(sp)\n"
        "sd s1, 8(sp)\n"
        "sd s2, 16(sp)\n"
        "sd s3, 24(sp)\n"
        "mv s3, a0\n"
        "li s1, 5\n"
        "li s2, 3\n"
        "1: call change\n"
        "addi s3, s3, -1\n"
        "bnez s3, 1b\n"
        "add a0, s1, s2\n"
        "ld ra, 0(sp)\n"
        "ld s1, 8(sp)\n"
        "ld s2, 16(sp)\n"
        "ld s3, 24(sp)\n"
        "addi sp, sp, 32\n"
        "ret\n.size by_agreement, .-by_agreement\n");
#else
static unsigned long by_agreement(unsigned long n)
{
    return 5 + 3 + (n - 1) * 77 + 77;
}
#endif

int main(void)
{
    printf("%lx %lx\n", in_loops(3), in_loops(100));
    printf("%lx %lx\n", one_of_two(zero), one_of_two(!zero));
    printf("%lx\n", after_longjmp());
    printf("%lu %lu %lu\n", by_agreement(1), by_agreement(2), by_agreement(9));
    return 0;
}
