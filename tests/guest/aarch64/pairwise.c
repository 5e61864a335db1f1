/* Pairwise vector operations, full and half size. */
#include <arm_neon.h>
#include <stdio.h>

static void show(const char *name, const void *p, unsigned n)
{
    const unsigned char *b = p;
    printf("%-8s", name);
    for (unsigned i = 0; i < n; i++) {
        printf(" %02x", b[i]);
    }
    putchar('\n');
}

#define PAIR(op, sfx, type)                                                                    \
    do {                                                                                       \
        type##_t r = op##_##sfx(a.type, b.type);                                               \
        show(#op "_" #sfx, &r, sizeof(r));                                                     \
    } while (0)

union v {
    unsigned char raw[16];
    int8x8_t int8x8;
    uint8x8_t uint8x8;
    int16x4_t int16x4;
    uint32x2_t uint32x2;
    int8x16_t int8x16;
    uint8x16_t uint8x16;
    int16x8_t int16x8;
    uint16x8_t uint16x8;
    int32x4_t int32x4;
    uint32x4_t uint32x4;
    int64x2_t int64x2;
};

int main(void)
{
    union v a, b;

    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 16; i++) {
            a.raw[i] = (unsigned char)(i * 37 + round * 101);
            b.raw[i] = (unsigned char)(i * 91 + 200 - round * 57);
        }
        PAIR(vpaddq, s8, int8x16);
        PAIR(vpaddq, s16, int16x8);
        PAIR(vpaddq, s32, int32x4);
        PAIR(vpaddq, s64, int64x2);
        PAIR(vpadd, s8, int8x8);
        PAIR(vpadd, s16, int16x4);
        PAIR(vpadd, u32, uint32x2);
        PAIR(vpmaxq, u8, uint8x16);
        PAIR(vpmaxq, s8, int8x16);
        PAIR(vpmaxq, u16, uint16x8);
        PAIR(vpmaxq, s32, int32x4);
        PAIR(vpminq, u8, uint8x16);
        PAIR(vpminq, s16, int16x8);
        PAIR(vpminq, u32, uint32x4);
        PAIR(vpmax, u8, uint8x8);
        PAIR(vpmin, s8, int8x8);
        PAIR(vpmin, s16, int16x4);
    }
    return 0;
}
