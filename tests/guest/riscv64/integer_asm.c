/* Integer instructions: multiplication and division corner cases (division by zero
 * is defined), word forms, shifts by large counts, compares, the bit extensions.
 * FLAGS: -march=rv64gc_zba_zbb_zbc_zbs */
#include <stdint.h>
#include <stdio.h>

static const uint64_t vals[] = {0, 1, 2, 0x3f, 0x80, 0x7fff, 0x7fffffff, 0x80000000, 0xffffffff,
                                0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
                                0xffffffff80000000, 0x123456789abcdef0};
enum { N = sizeof vals / sizeof *vals };

#define TEST(insn)                                                                             \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u;                                                    \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                uint64_t r = 0x5555aaaa3333cccc;                                               \
                __asm__ volatile(insn : "+&r"(r) : "r"(vals[i]), "r"(vals[j]));                \
                h = (h ^ r) * 1099511628211u;                                                  \
            }                                                                                  \
        printf("%-28s %016llx\n", insn, (unsigned long long)h);                                \
    } while (0)

int main(void)
{
    TEST("mul %0, %1, %2");
    TEST("mulh %0, %1, %2");
    TEST("mulhu %0, %1, %2");
    TEST("mulhsu %0, %1, %2");
    TEST("mulw %0, %1, %2");
    TEST("div %0, %1, %2");
    TEST("divu %0, %1, %2");
    TEST("rem %0, %1, %2");
    TEST("remu %0, %1, %2");
    TEST("divw %0, %1, %2");
    TEST("divuw %0, %1, %2");
    TEST("remw %0, %1, %2");
    TEST("remuw %0, %1, %2");
    TEST("add %0, %1, %2");
    TEST("sub %0, %1, %2");
    TEST("addw %0, %1, %2");
    TEST("subw %0, %1, %2");
    TEST("addi %0, %1, -2048");
    TEST("addiw %0, %1, 2047");
    TEST("sll %0, %1, %2");
    TEST("srl %0, %1, %2");
    TEST("sra %0, %1, %2");
    TEST("sllw %0, %1, %2");
    TEST("srlw %0, %1, %2");
    TEST("sraw %0, %1, %2");
    TEST("slli %0, %1, 63");
    TEST("srai %0, %1, 33");
    TEST("srliw %0, %1, 31");
    TEST("sraiw %0, %1, 5");
    TEST("slt %0, %1, %2");
    TEST("sltu %0, %1, %2");
    TEST("slti %0, %1, -1");
    TEST("sltiu %0, %1, -1");
    TEST("xori %0, %1, -1");
    TEST("andi %0, %1, -16");
    TEST("ori %0, %1, 1365");
    TEST("lui %0, 0x80000");
    TEST("auipc %0, 0\n auipc t0, 0\n sub %0, t0, %0");
    TEST("mv %0, zero\n beq %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv %0, zero\n bne %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv %0, zero\n blt %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv %0, zero\n bge %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv %0, zero\n bltu %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv %0, zero\n bgeu %1, %2, 1f\n li %0, 1\n 1:");
    TEST("mv zero, %1\n add %0, zero, %2");

    TEST("sh1add %0, %1, %2");
    TEST("sh2add %0, %1, %2");
    TEST("sh3add.uw %0, %1, %2");
    TEST("add.uw %0, %1, %2");
    TEST("slli.uw %0, %1, 20");
    TEST("andn %0, %1, %2");
    TEST("orn %0, %1, %2");
    TEST("xnor %0, %1, %2");
    TEST("clz %0, %1");
    TEST("clzw %0, %1");
    TEST("ctz %0, %1");
    TEST("ctzw %0, %1");
    TEST("cpop %0, %1");
    TEST("cpopw %0, %1");
    TEST("max %0, %1, %2");
    TEST("maxu %0, %1, %2");
    TEST("min %0, %1, %2");
    TEST("minu %0, %1, %2");
    TEST("sext.b %0, %1");
    TEST("sext.h %0, %1");
    TEST("zext.h %0, %1");
    TEST("rol %0, %1, %2");
    TEST("rolw %0, %1, %2");
    TEST("ror %0, %1, %2");
    TEST("rorw %0, %1, %2");
    TEST("rori %0, %1, 41");
    TEST("roriw %0, %1, 9");
    TEST("orc.b %0, %1");
    TEST("rev8 %0, %1");
    TEST("clmul %0, %1, %2");
    TEST("clmulh %0, %1, %2");
    TEST("clmulr %0, %1, %2");
    TEST("bset %0, %1, %2");
    TEST("bclr %0, %1, %2");
    TEST("binv %0, %1, %2");
    TEST("bext %0, %1, %2");
    TEST("bseti %0, %1, 63");
    TEST("bexti %0, %1, 31");

    static uint8_t buf[64];
    for (int i = 0; i < 64; i++)
        buf[i] = i * 37 + 100;
    uint64_t r;
#define LOAD(insn)                                                                             \
    __asm__ volatile(insn : "=&r"(r) : "r"(buf + 20) : "memory", "t0");                        \
    printf("%-28s %016llx\n", insn, (unsigned long long)r)
    LOAD("lb %0, -3(%1)");
    LOAD("lbu %0, -3(%1)");
    LOAD("lh %0, 1(%1)");
    LOAD("lhu %0, 1(%1)");
    LOAD("lw %0, 3(%1)");
    LOAD("lwu %0, 3(%1)");
    LOAD("ld %0, 5(%1)");
    LOAD("li t0, -2\n sb t0, 8(%1)\n ld %0, 5(%1)");
    LOAD("li t0, -2\n sh t0, 9(%1)\n ld %0, 5(%1)");
    LOAD("li t0, 77\n sw t0, 7(%1)\n ld %0, 5(%1)");
    LOAD("li t0, 77\n sd t0, 7(%1)\n ld %0, 5(%1)");
    LOAD("fence\n fence.i\n fence.tso\n .4byte 0x0100000f\n lb %0, (%1)");
    return 0;
}
