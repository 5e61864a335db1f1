// SPDX-License-Identifier: GPL-2.0-or-later
// Which registers hold arguments and results where some way seems not to define them: behind a
// call that never comes back, with and without padding; what a callee hands back as it was;
// what one callee, a system call or a function called by address returns, given to the next; a
// piece of a function that stands in another; and the static chain of a nested function.
#include <setjmp.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef long fn(long, long, long, long, long, long);
struct three {
    double x, y, z;
};

static jmp_buf env;
volatile long calls;

static void jump(void)
{
    longjmp(env, 1);
}
void (*volatile jumper)(void) = jump;

// Seems to come back.
__attribute__((used)) void leave(void)
{
    jumper();
    calls++;
}

__attribute__((used, noinline)) void nothing(void)
{
    calls++;
}

__attribute__((used)) long weigh(long a, long b, long c, long d, long e, long f)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}

long joined(long x);    // an argument is set on the only way that leads to the call
long padded(long x);    // the same, with padding behind the call that does not come back
long same_or(long x);   // its argument, if that is not 0
long passes(long x);    // that, to the next callee
long late_six(long x);  // a register that only the callee's last instructions set
long in_pieces(long x); // goes on behind a call in another function, with registers set

#ifdef __aarch64__
asm(".text\n"
    ".globl joined, padded, same_or, passes, late_six, in_pieces\n"
    "joined: stp x29, x30, [sp, #-16]!\n cbnz x0, 1f\n bl leave\n"
    "2: mov x1, #1\n mov x2, #2\n mov x3, #3\n mov x4, #4\n bl weigh\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "1: bl nothing\n mov x0, #5\n mov x5, #70\n b 2b\n"
    "padded: stp x29, x30, [sp, #-16]!\n cbnz x0, 1f\n bl leave\n nop\n nop\n"
    "2: mov x1, #1\n mov x2, #2\n mov x3, #3\n mov x4, #4\n bl weigh\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    "1: bl nothing\n mov x0, #6\n mov x5, #700\n b 2b\n"
    "same_or: cbnz x0, 1f\n mov x0, #9\n1: ret\n"
    "passes: stp x29, x30, [sp, #-16]!\n bl same_or\n mov x1, #1\n mov x2, #2\n mov x3, #3\n"
    " mov x4, #4\n mov x5, #5\n bl weigh\n ldp x29, x30, [sp], #16\n ret\n"
    "sets_six: stp x29, x30, [sp, #-32]!\n str x19, [sp, #16]\n mov x19, x0\n bl nothing\n"
    " add x6, x19, #60\n ldr x19, [sp, #16]\n ldp x29, x30, [sp], #32\n ret\n"
    "late_six: stp x29, x30, [sp, #-16]!\n mov x6, #1\n bl sets_six\n mov x0, x6\n"
    " ldp x29, x30, [sp], #16\n ret\n"
    ".type in_pieces, %function\n.type other, %function\n"
    "in_pieces: stp x29, x30, [sp, #-16]!\n bl nothing\n mov x5, #50\n mov x9, #900\n"
    " b 1f\n2: add x0, x0, x7\n ldp x29, x30, [sp], #16\n ret\n"
    ".size in_pieces, .-in_pieces\n"
    "other: stp x29, x30, [sp, #-16]!\n bl leave\n"
    "1: add x0, x5, x9\n mov x7, #7\n b 2b\n.size other, .-other\n");
#else
asm(".text\n.option push\n.option norelax\n"
    ".globl joined, padded, same_or, passes, late_six, in_pieces\n"
    "joined: addi sp, sp, -16\n sd ra, 0(sp)\n bnez a0, 1f\n jal leave\n"
    "2: li a1, 1\n li a2, 2\n li a3, 3\n li a4, 4\n jal weigh\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "1: jal nothing\n li a0, 5\n li a5, 70\n j 2b\n"
    "padded: addi sp, sp, -16\n sd ra, 0(sp)\n bnez a0, 1f\n jal leave\n nop\n nop\n"
    "2: li a1, 1\n li a2, 2\n li a3, 3\n li a4, 4\n jal weigh\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "1: jal nothing\n li a0, 6\n li a5, 700\n j 2b\n"
    "same_or: bnez a0, 1f\n li a0, 9\n1: ret\n"
    "passes: addi sp, sp, -16\n sd ra, 0(sp)\n jal same_or\n li a1, 1\n li a2, 2\n li a3, 3\n"
    " li a4, 4\n li a5, 5\n jal weigh\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "sets_six: addi sp, sp, -16\n sd ra, 0(sp)\n sd s1, 8(sp)\n mv s1, a0\n jal nothing\n"
    " addi a6, s1, 60\n ld s1, 8(sp)\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    "late_six: addi sp, sp, -16\n sd ra, 0(sp)\n li a6, 1\n jal sets_six\n mv a0, a6\n"
    " ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".type in_pieces, @function\n.type other, @function\n"
    "in_pieces: addi sp, sp, -16\n sd ra, 0(sp)\n jal nothing\n li a5, 50\n li t3, 900\n"
    " j 1f\n2: add a0, a0, a7\n ld ra, 0(sp)\n addi sp, sp, 16\n ret\n"
    ".size in_pieces, .-in_pieces\n"
    "other: addi sp, sp, -16\n sd ra, 0(sp)\n jal leave\n"
    "1: add a0, a5, t3\n li a7, 7\n j 2b\n.size other, .-other\n.option pop\n");
#endif

static struct three make(long i)
{
    return (struct three){(double)i, (double)i + 0.5, (double)i + 0.25};
}

struct three (*volatile maker)(long) = make;

static __attribute__((noinline)) struct three forward(long i)
{
    struct three r = maker(i);
    calls++;
    return r;
}

static __attribute__((noinline)) double sum_of(struct three v)
{
    return v.x + 2 * v.y + 4 * v.z;
}

static __attribute__((noinline)) long twice(long x)
{
    return 2 * x;
}

static __attribute__((noinline)) long from_kernel(void)
{
    nothing();
#ifdef __aarch64__
    register long number asm("x8") = SYS_getpid, result asm("x0");
    asm volatile("svc 0" : "=r"(result) : "r"(number) : "memory");
#else
    register long number asm("a7") = SYS_getpid, result asm("a0");
    asm volatile("ecall" : "=r"(result) : "r"(number) : "memory");
#endif
    return twice(result) == 2 * (long)getpid();
}

static long nested(long x)
{
    long sum = x;
    __attribute__((noinline)) void add(long y)
    {
        nothing();
        sum += y;
    }
    for (long i = 0; i < 3; i++) {
        add(i);
    }
    return sum;
}

int main(void)
{
    for (long i = 0; i < 4; i++) {
        if (setjmp(env) == 0) {
            printf("%ld ", joined(i));
        }
        if (setjmp(env) == 0) {
            printf("%ld ", padded(i));
        }
        printf("%ld %ld %ld %ld ", same_or(i), passes(i), late_six(i), in_pieces(i));
        printf("%g %g %ld %ld\n", sum_of(maker(i)), sum_of(forward(i)), from_kernel(),
               nested(i));
    }
    printf("%ld\n", calls);
    return 0;
}
