/*
 * A switch whose table's address is kept in the frame, stored there as the second of a pair
 * of registers, as GCC does in big interpreters: its targets are found.
 */
#include <stdint.h>
#include <stdio.h>

uint64_t run(const uint8_t *code, uint64_t x);

__asm__(".text\n"
        ".p2align 2\n"
        ".type run, %function\n"
        "run:\n"
        "  stp x29, x30, [sp, #-64]!\n"
        "  mov x29, sp\n"
        "  adrp x2, table\n"
        "  add x2, x2, :lo12:table\n"
        "  stp x0, x2, [sp, #32]\n"
        "next:\n"
        "  ldrb w3, [x0], #1\n"
        "  cmp w3, #3\n"
        "  b.hi done\n"
        "  ldr x4, [sp, #40]\n"
        "  ldrh w4, [x4, w3, uxtw #1]\n"
        "  adr x5, base\n"
        "  add x4, x5, w4, sxth #2\n"
        "  br x4\n"
        "base:\n"
        "case0: add x1, x1, #1\n"
        "  b next\n"
        "case1: lsl x1, x1, #1\n"
        "  b next\n"
        "case2: eor x1, x1, #0xff\n"
        "  b next\n"
        "case3: sub x1, x1, #3\n"
        "  b next\n"
        "done: mov x0, x1\n"
        "  ldp x29, x30, [sp], #64\n"
        "  ret\n"
        ".size run, . - run\n"
        ".section .rodata\n"
        ".p2align 2\n"
        "table: .hword (case0 - base) / 4, (case1 - base) / 4, (case2 - base) / 4, "
        "(case3 - base) / 4\n"
        ".text\n");

int main(void)
{
    static const uint8_t code[] = {0, 1, 2, 3, 1, 1, 2, 0, 3, 9};
    uint64_t x = 1;

    for (int i = 0; i < 1000; i++) {
        x = run(code, x);
    }
    printf("%llx\n", (unsigned long long)x);
    return 0;
}
