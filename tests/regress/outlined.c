// SPDX-License-Identifier: GPL-2.0-or-later
// What several functions have in common, in a place of its own, as clang's machine outliner
// puts it there: it may save registers that the standard says are kept, and change them,
// without restoring them, and prepare the arguments of its caller's next call.
#include <stdarg.h>
#include <stdio.h>

typedef long fn(long, long, long, long, long, long, long, long);

static long weigh(long a, long b, long c, long d, long e, long f, long g, long h)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
}

long sum(long n, ...)
{
    va_list ap;
    long s = 0;

    va_start(ap, n);
    while (n-- > 0) {
        s = 3 * s + va_arg(ap, long);
    }
    va_end(ap);
    return s;
}

fn *volatile hook = weigh;
long saves(long x);         // the common part saves registers, then *hook is called
long saves_and_calls(long); // and calls a function between
long variadic(long x);      // then sum() is called
long twice(long x);         // the common part has a common part
long restores(long x);      // the common part restores registers

#ifdef __aarch64__
asm(".text\n"
    "plus_one: add x0, x0, #1\n ret\n"
    "prologue: stp x20, x19, [sp, #16]\n mov x19, x0\n adrp x20, hook\n"
    " ldr x20, [x20, :lo12:hook]\n mov x2, #1002\n mov x3, #1003\n mov x7, #1007\n ret\n"
    "calling: str x30, [sp, #-16]!\n stp x20, x19, [sp, #32]\n mov x19, x0\n bl plus_one\n"
    " adrp x20, hook\n ldr x20, [x20, :lo12:hook]\n mov x2, #1002\n mov x3, #1003\n"
    " mov x7, #1007\n ldr x30, [sp], #16\n ret\n"
    "reloading: str x30, [sp, #-16]!\n stp x20, x19, [sp, #32]\n str x0, [sp, #24]\n"
    " bl plus_one\n ldr x19, [sp, #24]\n adrp x20, hook\n ldr x20, [x20, :lo12:hook]\n"
    " str x20, [sp, #24]\n bl plus_one\n ldr x20, [sp, #24]\n"
    " mov x5, #1005\n mov x6, #1006\n ldr x30, [sp], #16\n ret\n"
    "arguments: mov x0, #7\n mov x1, #1\n mov x2, #2\n mov x3, #3\n mov x4, #4\n mov x7, #7\n"
    " ret\n"
    "more: str x30, [sp, #-16]!\n bl arguments\n add x0, x0, x19\n ldr x30, [sp], #16\n ret\n"
    "epilogue: ldp x20, x19, [sp, #16]\n mov x2, #1002\n mov x3, #1003\n mov x7, #1007\n ret\n"
    ".globl saves, saves_and_calls, variadic, twice, restores\n"
    "saves: str x30, [sp, #-32]!\n mov x1, #1\n mov x4, #4\n mov x5, #5\n mov x6, #6\n"
    " bl prologue\n blr x20\n add x0, x0, x19\n"
    " ldp x20, x19, [sp, #16]\n ldr x30, [sp], #32\n ret\n"
    "saves_and_calls: str x30, [sp, #-32]!\n mov x5, #1\n mov x6, #2\n bl calling\n"
    " mov x4, #1004\n mov x1, x19\n blr x20\n add x0, x0, x19\n"
    " ldp x20, x19, [sp, #16]\n bl reloading\n mov x1, x19\n mov x2, #2\n mov x3, #3\n mov x4, "
    "#4\n mov x7, #7\n blr x20\n"
    " add x0, x0, x19\n ldp x20, x19, [sp, #16]\n ldr x30, [sp], #32\n ret\n"
    "variadic: str x30, [sp, #-16]!\n mov x5, x0\n mov x6, x0\n bl arguments\n bl sum\n"
    " ldr x30, [sp], #16\n ret\n"
    "twice: stp x30, x19, [sp, #-16]!\n mov x19, x0\n mov x5, x0\n mov x6, x0\n bl more\n"
    " adrp x8, hook\n ldr x8, [x8, :lo12:hook]\n blr x8\n ldp x30, x19, [sp], #16\n ret\n"
    "restores: str x30, [sp, #-32]!\n stp x20, x19, [sp, #16]\n mov x19, #5\n mov x20, #6\n"
    " bl epilogue\n adrp x8, hook\n ldr x8, [x8, :lo12:hook]\n mov x1, #1\n mov x4, #4\n"
    " mov x5, #5\n mov x6, #6\n ldr x30, [sp], #32\n br x8\n");
#else
asm(".text\n.option push\n.option norelax\n"
    "plus_one: addi a0, a0, 1\n ret\n"
    "prologue: addi sp, sp, -32\n sd ra, 24(sp)\n sd s0, 16(sp)\n sd s1, 8(sp)\n mv s0, a0\n"
    " la s1, hook\n ld s1, 0(s1)\n li a2, 1002\n li a3, 1003\n li a7, 1007\n jr t0\n"
    "calling: sd s0, 16(sp)\n sd s1, 8(sp)\n sd t0, 0(sp)\n mv s0, a0\n jal plus_one\n"
    " la s1, hook\n ld s1, 0(s1)\n li a2, 1002\n li a3, 1003\n li a7, 1007\n ld t0, 0(sp)\n"
    " jr t0\n"
    "reloading: sd s0, 16(sp)\n sd s1, 8(sp)\n addi sp, sp, -16\n sd t0, 0(sp)\n sd a0, 8(sp)\n"
    " jal plus_one\n ld s0, 8(sp)\n la s1, hook\n ld s1, 0(s1)\n sd s1, 8(sp)\n jal plus_one\n"
    " ld s1, 8(sp)\n li a5, 1005\n li a6, 1006\n ld t0, 0(sp)\n addi sp, sp, 16\n jr t0\n"
    "arguments: li a0, 7\n li a1, 1\n li a2, 2\n li a3, 3\n li a4, 4\n li a7, 7\n jr t0\n"
    "more: mv t1, t0\n jal t0, arguments\n add a0, a0, s0\n jr t1\n"
    "epilogue: ld s0, 16(sp)\n ld s1, 8(sp)\n li a2, 1002\n li a3, 1003\n li a7, 1007\n jr t0\n"
    ".globl saves, saves_and_calls, variadic, twice, restores\n"
    "saves: li a1, 1\n li a4, 4\n li a5, 5\n li a6, 6\n jal t0, prologue\n jalr s1\n add a0, "
    "a0, s0\n"
    " ld ra, 24(sp)\n ld s0, 16(sp)\n ld s1, 8(sp)\n addi sp, sp, 32\n ret\n"
    "saves_and_calls: addi sp, sp, -32\n sd ra, 24(sp)\n li a5, 1\n li a6, 2\n"
    " jal t0, calling\n li a4, 1004\n mv a1, s0\n jalr s1\n add a0, a0, s0\n"
    " ld s0, 16(sp)\n ld s1, 8(sp)\n jal t0, reloading\n mv a1, s0\n li a2, 2\n li a3, 3\n li "
    "a4, 4\n li a7, 7\n jalr s1\n"
    " add a0, a0, s0\n ld s0, 16(sp)\n ld s1, 8(sp)\n ld ra, 24(sp)\n addi sp, sp, 32\n ret\n"
    "variadic: addi sp, sp, -16\n sd ra, 8(sp)\n mv a5, a0\n mv a6, a0\n jal t0, arguments\n"
    " jal sum\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\n"
    "twice: addi sp, sp, -16\n sd ra, 8(sp)\n sd s0, 0(sp)\n mv s0, a0\n mv a5, a0\n mv a6, "
    "a0\n"
    " jal t0, more\n la t1, hook\n ld t1, 0(t1)\n jalr t1\n ld s0, 0(sp)\n ld ra, 8(sp)\n"
    " addi sp, sp, 16\n ret\n"
    "restores: addi sp, sp, -32\n sd s0, 16(sp)\n sd s1, 8(sp)\n li s0, 5\n li s1, 6\n"
    " jal t0, epilogue\n la t1, hook\n ld t1, 0(t1)\n li a1, 1\n li a4, 4\n li a5, 5\n li a6, "
    "6\n"
    " addi sp, sp, 32\n jr t1\n"
    ".option pop\n");
#endif

int main(void)
{
    for (long i = 0; i < 3; i++) {
        printf("%ld ", saves(i));
        printf("%ld ", saves_and_calls(i));
        printf("%ld ", variadic(i));
        printf("%ld ", twice(i));
        printf("%ld\n", restores(i));
    }
    return 0;
}
