/* Compressed instructions next to full ones: all forms, odd half-word alignment of
 * full instructions, jumps between, return addresses, page borders.
 * Code made at run time is the fallback's.
 * FALLBACK: yes */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

__asm__(".text\n"
        ".p2align 2\n"
        "forms:\n"
        " c.addi16sp sp, -64\n"
        " c.sdsp ra, 8(sp)\n c.sdsp s0, 16(sp)\n c.sdsp s1, 24(sp)\n"
        " c.addi4spn s0, sp, 32\n"
        " c.li a5, -17\n c.lui a4, 3\n c.addi a5, 5\n c.addiw a4, -3\n c.slli a5, 7\n"
        " c.mv a3, a0\n c.srli a3, 3\n c.srai a5, 2\n c.andi a4, 0x1c\n"
        " c.sub a0, a3\n c.xor a0, a5\n c.or a0, a4\n c.and a3, a0\n c.subw a3, a4\n c.addw a0, a3\n"
        " c.sd a0, 8(s0)\n c.sw a3, 4(s0)\n c.lw a2, 4(s0)\n c.ld s1, 8(s0)\n"
        " c.fsdsp fs0, 0(sp)\n fcvt.d.l fa0, a0\n c.fsd fa0, 16(s0)\n c.fld fa5, 16(s0)\n"
        " fcvt.l.d a1, fa5\n c.fldsp fs0, 0(sp)\n"
        " c.add a0, a1\n c.add a0, s1\n c.nop\n"
        " c.li a5, 0\n c.beqz a5, 1f\n c.li a0, 0\n"
        "1: c.bnez a5, 2f\n c.addi a0, 1\n"
        "2: c.j 3f\n c.li a0, 0\n"
        "3: la t0, inner\n c.jalr t0\n"
        " c.lwsp a1, 36(sp)\n c.swsp a1, 40(sp)\n c.add a0, a1\n"
        " c.ldsp ra, 8(sp)\n c.ldsp s0, 16(sp)\n c.ldsp s1, 24(sp)\n"
        " c.addi16sp sp, 64\n c.jr ra\n"
        "inner:\n c.nop\n addi a0, a0, 1000\n c.jr ra\n");
__asm__("misaligned:\n"
        " .option push\n .option norvc\n .2byte 0x0001\n"
        " addi a0, a0, 1\n slli a1, a0, 2\n 1: addi a1, a1, -1\n add a0, a0, a1\n bgtz a1, 1b\n ret\n"
        " .option pop\n");
extern long forms(long), misaligned(long);

int main(void)
{
    for (long i = -3; i < 5; i++)
        printf("%ld %ld\n", forms(i * 1000000007), misaligned(i));

    /* A full instruction that lies across two pages. */
    uint8_t *m = mmap(NULL, 8192, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                      -1, 0);
    static const uint8_t code[] = {0x01, 0x00,              /* c.nop */
                                   0x13, 0x05, 0x55, 0x06,  /* addi a0, a0, 101 */
                                   0x82, 0x80};             /* ret */
    for (int i = 0; i < 8; i += 2) {
        uint8_t *p = m + 4096 - 8 + i;
        memcpy(p, code, sizeof code);
        __builtin___clear_cache((char *)p, (char *)p + sizeof code);
        printf("%ld\n", ((long (*)(long))p)(i));
    }
    return 0;
}
