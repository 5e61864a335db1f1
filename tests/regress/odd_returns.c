// SPDX-License-Identifier: GPL-2.0-or-later
// Functions that hand back more than the procedure call standard lets them: pieces that a
// compiler has moved out of several functions (they prepare arguments of their caller's next
// call), assembly code called by its address, functions that keep all registers. (All are
// global: of local ones the linker may take one for another where addresses come from the GOT.)
#include <stdarg.h>
#include <stdio.h>

void piece(void);
void far_results(void);
void keeps_all(void);
long passes_on(long (*f)(long, long, long, long, long, long));
long passes_on_variadic(void);
long reads_far_results(void (*f)(void));
long counts_on_kept(void (*f)(void), long x);

#if defined(__aarch64__)
__asm__(
    ".text\n"
    ".globl piece, far_results, keeps_all, passes_on, passes_on_variadic, reads_far_results\n"
    ".globl counts_on_kept\n"
    ".type piece, %function\n"
    "piece: mov x2, #22\n mov x3, #33\n mov x5, #55\n ret\n"
    ".size piece, . - piece\n"
    ".type far_results, %function\n"
    "far_results: mov x2, #3\n mov x5, #7\n mov x9, #11\n movi v20.2d, #0xff\n ret\n"
    ".size far_results, . - far_results\n"
    ".type keeps_all, %function\n"
    "keeps_all: stp x29, x30, [sp, #-64]!\n stp x19, x2, [sp, #16]\n stp x9, x12, [sp, #32]\n"
    " str x5, [sp, #48]\n mov x29, sp\n bl nothing\n"
    " ldr x5, [sp, #48]\n ldp x9, x12, [sp, #32]\n ldp x19, x2, [sp, #16]\n"
    " ldp x29, x30, [sp], #64\n ret\n"
    ".size keeps_all, . - keeps_all\n"
    ".type passes_on, %function\n"
    "passes_on: stp x29, x30, [sp, #-16]!\n mov x9, x0\n mov x0, #0\n mov x1, #11\n"
    " mov x4, #44\n bl piece\n blr x9\n ldp x29, x30, [sp], #16\n ret\n"
    ".size passes_on, . - passes_on\n"
    ".type passes_on_variadic, %function\n"
    "passes_on_variadic: stp x29, x30, [sp, #-16]!\n mov x0, #5\n mov x1, #11\n mov x4, #44\n"
    " bl piece\n bl total\n ldp x29, x30, [sp], #16\n ret\n"
    ".size passes_on_variadic, . - passes_on_variadic\n"
    ".type reads_far_results, %function\n"
    "reads_far_results: stp x29, x30, [sp, #-16]!\n blr x0\n add x0, x2, x5\n add x0, x0, x9\n"
    " umov x1, v20.d[0]\n add x0, x0, x1\n ldp x29, x30, [sp], #16\n ret\n"
    ".size reads_far_results, . - reads_far_results\n"
    ".type counts_on_kept, %function\n"
    "counts_on_kept: stp x29, x30, [sp, #-16]!\n mov x2, x1\n add x5, x1, #1\n add x9, x1, #2\n"
    " add x12, x1, #3\n blr x0\n add x0, x2, x5, lsl #8\n add x0, x0, x9, lsl #16\n"
    " add x0, x0, x12, lsl #24\n ldp x29, x30, [sp], #16\n ret\n"
    ".size counts_on_kept, . - counts_on_kept\n");
#else
__asm__(
    ".text\n"
    ".globl piece, far_results, keeps_all, passes_on, passes_on_variadic, reads_far_results\n"
    ".globl counts_on_kept\n"
    ".type piece, @function\n"
    "piece: li a2, 22\n li a3, 33\n li a5, 55\n ret\n"
    ".size piece, . - piece\n"
    ".type far_results, @function\n"
    "far_results: li a2, 3\n li a5, 7\n li t2, 11\n ret\n"
    ".size far_results, . - far_results\n"
    ".type keeps_all, @function\n"
    "keeps_all: addi sp, sp, -64\n sd ra, 0(sp)\n sd s1, 8(sp)\n sd a2, 16(sp)\n sd t2, "
    "24(sp)\n"
    " sd t3, 32(sp)\n sd a5, 40(sp)\n mv s1, sp\n call nothing\n"
    " ld a5, 40(sp)\n ld t3, 32(sp)\n ld t2, 24(sp)\n ld a2, 16(sp)\n ld s1, 8(sp)\n ld ra, "
    "0(sp)\n"
    " addi sp, sp, 64\n ret\n"
    ".size keeps_all, . - keeps_all\n"
    ".type passes_on, @function\n"
    "passes_on: addi sp, sp, -16\n sd ra, 0(sp)\n mv t4, a0\n li a0, 0\n li a1, 11\n li a4, "
    "44\n"
    " call piece\n jalr t4\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".size passes_on, . - passes_on\n"
    ".type passes_on_variadic, @function\n"
    "passes_on_variadic: addi sp, sp, -16\n sd ra, 0(sp)\n li a0, 5\n li a1, 11\n li a4, 44\n"
    " call piece\n call total\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".size passes_on_variadic, . - passes_on_variadic\n"
    ".type reads_far_results, @function\n"
    "reads_far_results: addi sp, sp, -16\n sd ra, 0(sp)\n jalr a0\n add a0, a2, a5\n"
    " add a0, a0, t2\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".size reads_far_results, . - reads_far_results\n"
    ".type counts_on_kept, @function\n"
    "counts_on_kept: addi sp, sp, -16\n sd ra, 0(sp)\n mv a2, a1\n addi a5, a1, 1\n addi t2, "
    "a1, 2\n"
    " addi t3, a1, 3\n jalr a0\n slli a5, a5, 8\n slli t2, t2, 16\n slli t3, t3, 24\n"
    " add a0, a2, a5\n add a0, a0, t2\n add a0, a0, t3\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".size counts_on_kept, . - counts_on_kept\n");
#endif

volatile long sink;

// Changes all that it may.
void nothing(void)
{
#if defined(__aarch64__)
    __asm__ volatile("mov x2, #1\n mov x5, #1\n mov x9, #1\n mov x12, #1" ::
                         : "x2", "x5", "x9", "x12");
#else
    __asm__ volatile("li a2, 1\n li a5, 1\n li t2, 1\n li t3, 1" ::: "a2", "a5", "t2", "t3");
#endif
    sink++;
}

long total(long n, ...)
{
    va_list ap;
    long sum = 0;

    va_start(ap, n);
    for (long i = 0; i < n; i++) {
        sum = sum * 3 + va_arg(ap, long);
    }
    va_end(ap);
    return sum;
}

static long weigh(long a, long b, long c, long d, long e, long f)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}

int main(int argc, char **argv)
{
    (void)argv;
    printf("%ld\n", passes_on(argc > 1 ? NULL : weigh));
    printf("%ld\n", passes_on_variadic());
    printf("%ld\n", reads_far_results(argc > 1 ? nothing : far_results));
    printf("%lx\n", counts_on_kept(argc > 1 ? nothing : keeps_all, 100 + argc));
    return 0;
}
