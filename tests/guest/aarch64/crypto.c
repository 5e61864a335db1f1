/* AES, SHA-1, SHA-256, SHA-512, SHA-3 and CRC-32 instructions.
 * FLAGS: -march=armv8.4-a+crc+crypto+sha3+sm4 */
#include <arm_acle.h>
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>

static void show(const char *what, uint8x16_t v)
{
    uint8_t b[16];
    vst1q_u8(b, v);
    printf("%-12s", what);
    for (int i = 0; i < 16; i++)
        printf("%02x", b[i]);
    printf("\n");
}

int main(void)
{
    uint8_t m[64];
    for (int i = 0; i < 64; i++)
        m[i] = i * 29 + 3;
    uint8x16_t a = vld1q_u8(m), k = vld1q_u8(m + 16);
    uint32x4_t x = (uint32x4_t)vld1q_u8(m + 32), y = (uint32x4_t)vld1q_u8(m + 48),
               w = (uint32x4_t)a;
    uint64x2_t p = (uint64x2_t)a, q = (uint64x2_t)k, r = (uint64x2_t)x;

    for (int i = 0; i < 10; i++)
        a = vaesmcq_u8(vaeseq_u8(a, k));
    show("aese", a);
    for (int i = 0; i < 10; i++)
        a = vaesimcq_u8(vaesdq_u8(a, k));
    show("aesd", a);

    show("sha1c", (uint8x16_t)vsha1cq_u32(x, 0x12345678, y));
    show("sha1p", (uint8x16_t)vsha1pq_u32(x, 0x12345678, y));
    show("sha1m", (uint8x16_t)vsha1mq_u32(x, 0x12345678, y));
    printf("sha1h %08x\n", vsha1h_u32(0x9abcdef1));
    show("sha1su0", (uint8x16_t)vsha1su0q_u32(w, x, y));
    show("sha1su1", (uint8x16_t)vsha1su1q_u32(x, y));
    show("sha256h", (uint8x16_t)vsha256hq_u32(w, x, y));
    show("sha256h2", (uint8x16_t)vsha256h2q_u32(w, x, y));
    show("sha256su0", (uint8x16_t)vsha256su0q_u32(x, y));
    show("sha256su1", (uint8x16_t)vsha256su1q_u32(w, x, y));
    show("sha512h", (uint8x16_t)vsha512hq_u64(p, q, r));
    show("sha512h2", (uint8x16_t)vsha512h2q_u64(p, q, r));
    show("sha512su0", (uint8x16_t)vsha512su0q_u64(p, q));
    show("sha512su1", (uint8x16_t)vsha512su1q_u64(p, q, r));
    show("eor3", veor3q_u8(a, k, (uint8x16_t)x));
    show("bcax", vbcaxq_u8(a, k, (uint8x16_t)x));
    show("rax1", (uint8x16_t)vrax1q_u64(p, q));
    show("xar", (uint8x16_t)vxarq_u64(p, q, 13));
    show("sm3ss1", (uint8x16_t)vsm3ss1q_u32(w, x, y));
    show("sm3tt1a", (uint8x16_t)vsm3tt1aq_u32(w, x, y, 2));
    show("sm4e", (uint8x16_t)vsm4eq_u32(x, y));
    show("sm4ekey", (uint8x16_t)vsm4ekeyq_u32(x, y));

    uint32_t c = ~0u, d = ~0u;
    for (int i = 0; i < 56; i++) {
        c = __crc32b(c, m[i]);
        d = __crc32cd(d, *(uint64_t *)(m + i));
        c = __crc32h(c, m[i] * 257) ^ __crc32w(d, i);
        d = __crc32cb(d, m[i]) + __crc32ch(c, i) + __crc32cw(c, m[i]);
        c = __crc32d(c, d);
    }
    printf("crc32 %08x crc32c %08x\n", c, d);
    return 0;
}
