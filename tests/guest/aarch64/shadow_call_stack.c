/*
 * Functions that keep their return addresses on a stack of their own as well, as
 * -fsanitize=shadow-call-stack has it: x18, which calls may change otherwise, points there.
 */
#include <stdio.h>

static unsigned long shadow[64];

/* Calls F(n) on the shadow stack; what x18 is then, from its start. */
long on_shadow(long (*f)(long), long n, unsigned long *stack);
/* f(n) calls step[n % 3](n - 1), if there is still something to do. */
long walk(long n), hop(long n), skip(long n);

#define FUNCTION(name, add)                                                                    \
    ".globl " #name "\n.type " #name ", %function\n" #name ":\n"                               \
    "str x30, [x18], #8\n"                                                                     \
    "stp x29, x30, [sp, #-48]!\n"                                                              \
    "stp x19, x20, [sp, #16]\n"                                                                \
    "str x21, [sp, #32]\n"                                                                     \
    "mov x29, sp\n"                                                                            \
    "mov x19, x0\n"                                                                            \
    "mov x20, #" #add "\n"                                                                     \
    "mov x21, #3\n"                                                                            \
    "cbz x0, 1f\n"                                                                             \
    "udiv x1, x0, x21\n"                                                                       \
    "msub x1, x1, x21, x0\n"                                                                   \
    "adrp x2, steps\n"                                                                         \
    "add x2, x2, :lo12:steps\n"                                                                \
    "ldr x2, [x2, x1, lsl #3]\n"                                                               \
    "sub x0, x0, #1\n"                                                                         \
    "blr x2\n"                                                                                 \
    "add x20, x20, x0\n"                                                                       \
    "1: add x0, x20, x19\n"                                                                    \
    "ldr x21, [sp, #32]\n"                                                                     \
    "ldp x19, x20, [sp, #16]\n"                                                                \
    "ldp x29, x30, [sp], #48\n"                                                                \
    "ldr x30, [x18, #-8]!\n"                                                                   \
    "ret\n.size " #name ", .-" #name "\n"

__asm__(".text\n" FUNCTION(walk, 1) FUNCTION(hop, 20)
            FUNCTION(skip,
                     300) ".data\n.p2align 3\n.globl steps\nsteps: .quad walk, hop, skip\n"
                          ".text\n.globl on_shadow\n.type on_shadow, %function\non_shadow:\n"
                          "stp x29, x30, [sp, #-32]!\n"
                          "str x19, [sp, #16]\n"
                          "mov x19, x2\n"
                          "mov x18, x2\n"
                          "mov x3, x0\n"
                          "mov x0, x1\n"
                          "blr x3\n"
                          "sub x1, x18, x19\n"
                          "add x0, x0, x1\n"
                          "ldr x19, [sp, #16]\n"
                          "ldp x29, x30, [sp], #32\n"
                          "ret\n.size on_shadow, .-on_shadow\n");

int main(void)
{
    for (long n = 0; n < 20; n++) {
        printf("%ld: %ld\n", n, on_shadow(n & 1 ? walk : skip, n, shadow));
    }
    for (int i = 0; i < 64; i++) {
        if (!shadow[i] != (i >= 20)) {
            printf("shadow[%d]\n", i);
        }
    }
    return 0;
}
