/* Integer instructions that compilers rarely choose: bit fields, extracts, wide
 * moves, all multiplies, shifted and extended operands, division corner cases,
 * test-and-branch, address generation, every addressing mode.
 * FLAGS: -march=armv8.2-a */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const uint64_t vals[] = {0, 1, 0x80, 0x7fff, 0x80000000, 0xffffffff, 0x7fffffffffffffff,
                                0x8000000000000000, 0xffffffffffffffff, 0x123456789abcdef0,
                                0xfedcba9876543210};
enum { N = sizeof vals / sizeof *vals };

#define TEST(insn)                                                                             \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u;                                                    \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                uint64_t r = 0x5555aaaa3333cccc;                                               \
                __asm__ volatile(insn : "+&r"(r) : "r"(vals[i]), "r"(vals[j]) : "cc");         \
                h = (h ^ r) * 1099511628211u;                                                  \
            }                                                                                  \
        printf("%-32s %016llx\n", insn, (unsigned long long)h);                                \
    } while (0)

int main(void)
{
    TEST("add %0, %1, %w2, sxtb 3");
    TEST("add %0, %1, %w2, uxth 1");
    TEST("sub %w0, %w1, %w2, sxth");
    TEST("sub %0, %1, %2, asr 13");
    TEST("add %0, %1, 4095, lsl 12");
    TEST("orn %0, %1, %2, ror 17");
    TEST("eon %w0, %w1, %w2, lsl 3");
    TEST("and %0, %1, 0x5555555555555555");
    TEST("eor %w0, %w1, 0xff0000ff");
    TEST("orr %0, %1, 0x0000fffffffffc00");
    TEST("ubfx %0, %1, 13, 21");
    TEST("sbfx %0, %1, 7, 9");
    TEST("sbfx %w0, %w1, 3, 29");
    TEST("ubfiz %0, %1, 40, 11");
    TEST("sbfiz %0, %1, 5, 30");
    TEST("bfi %0, %1, 9, 17");
    TEST("bfxil %0, %1, 33, 20");
    TEST("bfc %0, 5, 50");
    TEST("extr %0, %1, %2, 23");
    TEST("extr %w0, %w1, %w2, 7");
    TEST("ror %0, %1, %2");
    TEST("ror %w0, %w1, 31");
    TEST("lsl %0, %1, %2");
    TEST("lsr %w0, %w1, %w2");
    TEST("asr %0, %1, %2");
    TEST("asr %w0, %w1, %w2");
    TEST("rbit %0, %1");
    TEST("rbit %w0, %w1");
    TEST("rev16 %0, %1");
    TEST("rev32 %0, %1");
    TEST("rev %0, %1");
    TEST("cls %0, %1");
    TEST("cls %w0, %w1");
    TEST("clz %w0, %w1");
    TEST("sxtb %0, %w1");
    TEST("sxth %w0, %w1");
    TEST("sxtw %0, %w1");
    TEST("uxtb %w0, %w1");
    TEST("movz %0, 0x1234, lsl 32");
    TEST("movn %0, 0x1234, lsl 48");
    TEST("movn %w0, 0x1234, lsl 16");
    TEST("movk %0, 0xbeef, lsl 16");
    TEST("madd %0, %1, %2, %1");
    TEST("msub %0, %1, %2, %2");
    TEST("mneg %w0, %w1, %w2");
    TEST("smull %0, %w1, %w2");
    TEST("umull %0, %w1, %w2");
    TEST("smaddl %0, %w1, %w2, %1");
    TEST("umsubl %0, %w1, %w2, %2");
    TEST("smulh %0, %1, %2");
    TEST("umulh %0, %1, %2");
    TEST("sdiv %0, %1, %2");
    TEST("udiv %0, %1, %2");
    TEST("sdiv %w0, %w1, %w2");
    TEST("udiv %w0, %w1, %w2");
    TEST("mov %w0, %w1");
    TEST("cbz %1, 1f\n add %0, %0, 1\n 1: nop");
    TEST("cbnz %w1, 1f\n add %0, %0, 1\n 1: nop");
    TEST("tbz %1, 4, 1f\n add %0, %0, 1\n 1: nop");
    TEST("tbnz %1, 63, 1f\n add %0, %0, 1\n 1: nop");
    TEST("adr %0, 1f\n adr x9, 2f\n 1: sub %0, x9, %0\n 2: nop");

    static uint8_t buf[256] __attribute__((aligned(16)));
    for (int i = 0; i < 256; i++)
        buf[i] = i * 7 + 1;
    uint8_t *p = buf + 64;
    uint64_t x, y, index = (uint64_t)-16;
#define LOAD(insn)                                                                             \
    p = buf + 64;                                                                              \
    x = y = 0;                                                                                 \
    __asm__ volatile(insn : "+&r"(x), "+&r"(y), "+&r"(p) : "r"(index) : "memory", "v2", "v3"); \
    printf("%-28s %016llx %016llx %d\n", insn, (unsigned long long)x, (unsigned long long)y,   \
           (int)(p - buf))
    LOAD("ldr %0, [%2, 8]!");
    LOAD("ldr %0, [%2], -24");
    LOAD("ldr %0, [%2, %3]");
    LOAD("ldr %0, [%2, %w3, sxtw]");
    LOAD("ldr %w0, [%2, %w3, sxtw 2]");
    LOAD("ldur %0, [%2, -7]");
    LOAD("ldrb %w0, [%2, 9]");
    LOAD("ldrsb %0, [%2, 100]");
    LOAD("ldrsb %w0, [%2, 100]");
    LOAD("ldrh %w0, [%2, 2]!");
    LOAD("ldrsh %0, [%2], 5");
    LOAD("ldrsw %0, [%2, 20]");
    LOAD("ldp %0, %1, [%2, -16]");
    LOAD("ldp %w0, %w1, [%2, 8]!");
    LOAD("ldpsw %0, %1, [%2], 16");
    LOAD("ldnp %0, %1, [%2, 32]");
    LOAD("stp %2, %3, [%2, 16]\n ldr %1, [%2, 24]");
    LOAD("strb %w3, [%2, 1]!\n ldrh %w0, [%2]");
    LOAD("str %w3, [%2], 3\n ldur %0, [%2, -3]");
    LOAD("prfm pldl1keep, [%2]\n ldtr %0, [%2]");
    LOAD("stp q0, q1, [%2, 32]\n ldp d2, d3, [%2, 64]\n fmov %0, d3");
    LOAD("ldr q2, [%2], 16\n fmov %1, d2\n umov %0, v2.d[1]");

    /* The block that is cleared may be as large as 2 KiB. */
    static uint8_t block[8192] __attribute__((aligned(2048)));
    memset(block, 1, sizeof block);
    __asm__ volatile("dc zva, %0" : : "r"(block + 4196) : "memory");
    int zeros = 0;
    for (int i = 0; i < 8192; i++)
        zeros += block[i] == 0;
    printf("zva %d\n", zeros);
    __asm__("mrs %0, dczid_el0" : "=r"(x));
    __asm__("mrs %0, ctr_el0" : "=r"(y));
    printf("dczid %llx ctr %llx\n", (unsigned long long)x, (unsigned long long)y);
    __asm__ volatile("mrs %0, cntvct_el0\n isb\n mrs %1, cntvct_el0" : "=r"(x), "=r"(y));
    printf("counter %d\n", y >= x);
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(x));
    printf("thread %d\n", x != 0);
    return 0;
}
