/* CRC-32 and CRC-32C of every size, with more in the registers than counts.
 * FLAGS: -march=armv8-a+crc */
#include <stdint.h>
#include <stdio.h>

#define CRC(insn, size)                                                                        \
    do {                                                                                       \
        uint64_t h = 0, acc = 0, val = 1;                                                      \
        for (int i = 0; i < 2000; i++) {                                                       \
            uint64_t r;                                                                        \
            __asm__ volatile(insn " %w0, %w1, %" size "2" : "=r"(r) : "r"(acc), "r"(val));     \
            h = h * 31 + r;                                                                    \
            acc = i % 5 == 0 ? ~0ull : i % 5 == 1 ? 0xffffffff00000000 : r | h << 32;          \
            val = i % 7 == 0 ? 0 : i % 7 == 1 ? 0x8000000000000000 >> (i & 63) : h * 0x9e37;   \
        }                                                                                      \
        printf("%s %016llx\n", insn, (unsigned long long)h);                                   \
    } while (0)

int main(void)
{
    CRC("crc32b", "w");
    CRC("crc32h", "w");
    CRC("crc32w", "w");
    CRC("crc32x", "x");
    CRC("crc32cb", "w");
    CRC("crc32ch", "w");
    CRC("crc32cw", "w");
    CRC("crc32cx", "x");
    return 0;
}
