// SPDX-License-Identifier: GPL-2.0-or-later
// Values in registers that calls may change, where they count nevertheless: handed to a
// function in a scratch register (also by way of one that leaves it alone, and through a
// pointer), kept over a call of a function that leaves it alone (gcc does that), made by
// a callee for its caller or for the next callee, and arguments that an indirect call hands
// on untouched.
#include <stdio.h>

typedef long fn(long, long, long, long, long, long, long, long);

static long weigh(long a, long b, long c, long d, long e, long f, long g, long h)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
}

fn *volatile hook = weigh;
long in_scratch(long x);  // reads the scratch register
long through(long x);     // goes there with it, from another function
long by_pointer(long x);  // and by a pointer
long kept(long x);        // keeps two registers over a call
long made(long x);        // a callee makes a value in a scratch register
long made_arg(long x);    // and in an argument register
long passed_on(long x);   // one callee makes it, the next one reads it
long handed_on(long, long, long, long, long, long, long, long); // to *hook

#ifdef __aarch64__
asm(".text\n"
    "read9: add x0, x0, x9\n ret\n"
    "pass: cbz x0, 1f\n b read9\n1: ret\n"
    "quiet: add x0, x0, #1\n ret\n"
    "make: mov x9, #77\n mov x7, #78\n ret\n"
    ".globl in_scratch, through, by_pointer, kept, made, made_arg, passed_on, handed_on\n"
    "in_scratch: stp x29, x30, [sp, #-16]!\n bl quiet\n mov x9, #1000\n bl read9\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "through: stp x29, x30, [sp, #-16]!\n mov x9, #2000\n bl pass\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "by_pointer: stp x29, x30, [sp, #-16]!\n adrp x1, read9\n add x1, x1, :lo12:read9\n"
    " mov x9, #3000\n blr x1\n ldp x29, x30, [sp], #16\n ret\n"
    "kept: stp x29, x30, [sp, #-16]!\n add x10, x0, #5\n add x6, x0, #6\n bl quiet\n"
    " add x0, x0, x10\n add x0, x0, x6\n ldp x29, x30, [sp], #16\n ret\n"
    "made: stp x29, x30, [sp, #-16]!\n mov x9, #1\n bl make\n add x0, x0, x9\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "made_arg: stp x29, x30, [sp, #-16]!\n mov x7, #1\n bl make\n add x0, x0, x7\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "passed_on: stp x29, x30, [sp, #-16]!\n mov x9, #1\n bl make\n bl read9\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "handed_on: stp x29, x30, [sp, #-16]!\n adrp x9, hook\n ldr x9, [x9, :lo12:hook]\n"
    " blr x9\n add x0, x0, #1\n ldp x29, x30, [sp], #16\n ret\n");
#else
asm(".text\n.option push\n.option norelax\n"
    "read9: add a0, a0, t3\n ret\n"
    "pass: beqz a0, 1f\n j read9\n1: ret\n"
    "quiet: addi a0, a0, 1\n ret\n"
    "make: li t3, 77\n li a7, 78\n ret\n"
    ".globl in_scratch, through, by_pointer, kept, made, made_arg, passed_on, handed_on\n"
    "in_scratch: addi sp, sp, -16\n sd ra, 0(sp)\n jal quiet\n li t3, 1000\n jal read9\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "through: addi sp, sp, -16\n sd ra, 0(sp)\n li t3, 2000\n jal pass\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "by_pointer: addi sp, sp, -16\n sd ra, 0(sp)\n la a1, read9\n li t3, 1000\n"
    " addi t3, t3, 2000\n jalr a1\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "kept: addi sp, sp, -16\n sd ra, 0(sp)\n addi t4, a0, 5\n addi a6, a0, 6\n jal quiet\n"
    " add a0, a0, t4\n add a0, a0, a6\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "made: addi sp, sp, -16\n sd ra, 0(sp)\n li t3, 1\n jal make\n add a0, a0, t3\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "made_arg: addi sp, sp, -16\n sd ra, 0(sp)\n li a7, 1\n jal make\n add a0, a0, a7\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "passed_on: addi sp, sp, -16\n sd ra, 0(sp)\n li t3, 1\n jal make\n jal read9\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "handed_on: addi sp, sp, -16\n sd ra, 0(sp)\n la t3, hook\n ld t3, 0(t3)\n jalr t3\n"
    " addi a0, a0, 1\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n.option pop\n");
#endif

int main(void)
{
    long sum = 0;

    for (long i = 0; i < 5; i++) {
        printf("%ld %ld %ld %ld %ld %ld %ld %ld\n", in_scratch(i), through(i), by_pointer(i),
               kept(i), made(i), made_arg(i), passed_on(i),
               handed_on(i, 2, 3, 4, 5, i, 7, 8 + i));
        sum += i;
    }
    return (int)sum - 10;
}
