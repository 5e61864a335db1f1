/* Later vector extensions: complex arithmetic, half precision, BFloat16, 8-bit
 * matrix products, flag manipulation, top-byte branch protection.
 * FLAGS: -march=armv8.6-a+fp16+fp16fml+bf16+i8mm -mbranch-protection=standard */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>

static void show(const char *what, uint8x16_t v)
{
    uint8_t b[16];
    vst1q_u8(b, v);
    printf("%-10s", what);
    for (int i = 0; i < 16; i++)
        printf("%02x", b[i]);
    printf("\n");
}
#define SHOW(what, v) show(what, (uint8x16_t)(v))

__attribute__((noinline)) static int signed_return(int n)
{
    return n ? signed_return(n - 1) + 1 : 0;
}

int main(void)
{
    static float f[16];
    static float16_t h[32];
    static uint8_t m[64];
    for (int i = 0; i < 64; i++)
        m[i] = i * 37 + 5;
    for (int i = 0; i < 16; i++)
        f[i] = (i - 5) * 0.75f;
    for (int i = 0; i < 32; i++)
        h[i] = (float16_t)((i - 3) * 1.37);
    float32x4_t a = vld1q_f32(f), b = vld1q_f32(f + 4), c = vld1q_f32(f + 8);
    float16x8_t x = vld1q_f16(h), y = vld1q_f16(h + 8), z = vld1q_f16(h + 16);
    uint8x16_t p = vld1q_u8(m), q = vld1q_u8(m + 16), r = vld1q_u8(m + 32);

    SHOW("fcmla", vcmlaq_f32(c, a, b));
    SHOW("fcmla90", vcmlaq_rot90_f32(c, a, b));
    SHOW("fcmla180", vcmlaq_rot180_f64(vcvt_f64_f32(vget_low_f32(c)),
                                       vcvt_f64_f32(vget_low_f32(a)),
                                       vcvt_f64_f32(vget_low_f32(b))));
    SHOW("fcmla270", vcmlaq_rot270_f16(z, x, y));
    SHOW("fcadd90", vcaddq_rot90_f32(a, b));
    SHOW("fcadd270", vcaddq_rot270_f16(x, y));
    SHOW("fadd h", vaddq_f16(x, y));
    SHOW("fdiv h", vdivq_f16(x, y));
    SHOW("fma h", vfmaq_f16(z, x, y));
    SHOW("sqrt h", vsqrtq_f16(x));
    SHOW("max h", vmaxnmq_f16(x, y));
    SHOW("cgt h", vcgtq_f16(x, y));
    SHOW("cvt h", vcvtq_s16_f16(x));
    SHOW("rnd h", vrndaq_f16(x));
    SHOW("fmlal", vfmlalq_low_f16(c, x, y));
    SHOW("fmlsl2", vfmlslq_high_f16(c, x, y));
    SHOW("bfdot", vbfdotq_f32(c, (bfloat16x8_t)p, (bfloat16x8_t)x));
    SHOW("bfmmla", vbfmmlaq_f32(c, (bfloat16x8_t)a, (bfloat16x8_t)b));
    SHOW("bfmlalb", vbfmlalbq_f32(c, (bfloat16x8_t)a, (bfloat16x8_t)b));
    SHOW("bfcvtn", vcvtq_low_bf16_f32(a));
    SHOW("smmla", vmmlaq_s32((int32x4_t)r, (int8x16_t)p, (int8x16_t)q));
    SHOW("ummla", vmmlaq_u32((uint32x4_t)r, p, q));
    SHOW("usmmla", vusmmlaq_s32((int32x4_t)r, p, (int8x16_t)q));
    SHOW("usdot", vusdotq_s32((int32x4_t)r, p, (int8x16_t)q));
    printf("%d\n", signed_return(100));

    uint64_t nzcv;
    __asm__ volatile("cmp %1, %2\n cfinv\n mrs %0, nzcv" : "=r"(nzcv) : "r"(3ul), "r"(2ul) : "cc");
    printf("cfinv %llx\n", (unsigned long long)nzcv);
    __asm__ volatile("rmif %1, 3, 15\n mrs %0, nzcv" : "=r"(nzcv) : "r"(0x55ul) : "cc");
    printf("rmif %llx\n", (unsigned long long)nzcv);
    __asm__ volatile("setf8 %w1\n mrs %0, nzcv" : "=r"(nzcv) : "r"(0x1f0ul) : "cc");
    printf("setf8 %llx\n", (unsigned long long)nzcv & 0xd0000000);
    __asm__ volatile("fcmp %d1, %d2\n axflag\n mrs %0, nzcv" : "=r"(nzcv) : "w"(1.0), "w"(2.0)
                     : "cc");
    printf("axflag %llx\n", (unsigned long long)nzcv);
    return 0;
}
