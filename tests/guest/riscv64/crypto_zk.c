/* Scalar cryptography and carry-less products on edge values and others.
 * FLAGS: -march=rv64gc_zbc_zbkb_zbkx_zknd_zkne_zknh_zksed_zksh */
#include <stdint.h>
#include <stdio.h>

static uint64_t values[40];
enum { N = sizeof values / sizeof *values };

#define TWO(insn)                                                                              \
    do {                                                                                       \
        uint64_t h = 0;                                                                        \
        for (int i = 0; i < N; i++) {                                                          \
            for (int j = 0; j < N; j++) {                                                      \
                uint64_t r, s = values[i];                                                     \
                __asm__ volatile(insn " %0, %1, %2" : "=r"(r) : "r"(s), "r"(values[j]));       \
                __asm__ volatile(insn " %0, %0, %1" : "+r"(s) : "r"(values[j]));               \
                h = h * 31 + r * 3 + s;                                                        \
            }                                                                                  \
        }                                                                                      \
        printf("%s %016llx\n", insn, (unsigned long long)h);                                   \
    } while (0)

#define ONE(insn, last)                                                                        \
    do {                                                                                       \
        uint64_t h = 0;                                                                        \
        for (int i = 0; i < N; i++) {                                                          \
            uint64_t r;                                                                        \
            __asm__ volatile(insn " %0, %1" last : "=r"(r) : "r"(values[i]));                  \
            h = h * 31 + r;                                                                    \
        }                                                                                      \
        printf("%s %016llx\n", insn last, (unsigned long long)h);                              \
    } while (0)

int main(void)
{
    uint64_t s = 88172645463325252u;

    for (int i = 0; i < N; i++) {
        static const uint64_t edges[] = {0, 1, ~0ull, 1ull << 63, ~(1ull << 63), 0xffffffff};
        s ^= s << 13, s ^= s >> 7, s ^= s << 17;
        values[i] = i < 6 ? edges[i] : i < 12 ? 1ull << (5 * i) : s;
    }
    TWO("clmul");
    TWO("clmulh");
    TWO("clmulr");
    TWO("xperm4");
    TWO("xperm8");
    TWO("aes64es");
    TWO("aes64esm");
    TWO("aes64ds");
    TWO("aes64dsm");
    TWO("aes64ks2");
    ONE("aes64im", "");
    ONE("aes64ks1i", ", 0");
    ONE("aes64ks1i", ", 9");
    ONE("aes64ks1i", ", 10");
    ONE("sha256sig0", "");
    ONE("sha256sig1", "");
    ONE("sha256sum0", "");
    ONE("sha256sum1", "");
    ONE("sha512sig0", "");
    ONE("sha512sig1", "");
    ONE("sha512sum0", "");
    ONE("sha512sum1", "");
    ONE("sm3p0", "");
    ONE("sm3p1", "");
    ONE("brev8", "");
    return 0;
}
