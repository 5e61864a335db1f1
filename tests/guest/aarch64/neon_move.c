/* NEON data movement: structure loads and stores, lanes, replicate, table lookup,
 * bit counts and reversals, polynomial and doubling multiplies, dot products.
 * FLAGS: -march=armv8.2-a+dotprod+crypto */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void show(const char *what, uint8x16_t v)
{
    uint8_t b[16];
    vst1q_u8(b, v);
    printf("%-10s", what);
    for (int i = 0; i < 16; i++)
        printf("%02x", b[i]);
    printf("\n");
}

#define U8(v) ((uint8x16_t)(v))
#define BOTH(lo, hi) vcombine_u8((uint8x8_t)(lo), (uint8x8_t)(hi))

int main(void)
{
    static uint8_t m[256], out[256];
    for (int i = 0; i < 256; i++)
        m[i] = i * 73 + 11;
    uint8x16_t a = vld1q_u8(m + 1), b = vld1q_u8(m + 35), c = vld1q_u8(m + 70);

    uint8x16x2_t two = vld2q_u8(m);
    uint8x16x3_t three = vld3q_u8(m);
    uint8x16x4_t four = vld4q_u8(m + 3);
    show("ld2", two.val[1]);
    show("ld3", three.val[2]);
    show("ld4", four.val[3]);
    show("ld2 h", U8(vld2q_u16((uint16_t *)m).val[1]));
    show("ld3 s", U8(vld3q_u32((uint32_t *)m).val[1]));
    show("ld4 d", U8(vld4q_u64((uint64_t *)m).val[2]));
    show("ld1x3", vld1q_u8_x3(m + 5).val[2]);
    show("ld1 lane", vld1q_lane_u8(m + 99, a, 7));
    show("ld2 lane", U8(vld2q_lane_u16((uint16_t *)m + 9,
                                       (uint16x8x2_t){{(uint16x8_t)a, (uint16x8_t)b}}, 3).val[1]));
    show("ld4 lane", U8(vld4q_lane_u32((uint32_t *)m + 9, (uint32x4x4_t){{
        (uint32x4_t)a, (uint32x4_t)b, (uint32x4_t)c, (uint32x4_t)a}}, 2).val[3]));
    show("ld1r", U8(vld1q_dup_u32((uint32_t *)m + 3)));
    show("ld3r", U8(vld3q_dup_u16((uint16_t *)m).val[2]));
    vst2q_u8(out, two);
    vst3q_u8(out + 40, three);
    vst4q_u8(out + 100, four);
    vst4q_lane_u16((uint16_t *)(out + 200), (uint16x8x4_t){{(uint16x8_t)a, (uint16x8_t)b,
                   (uint16x8_t)c, (uint16x8_t)a}}, 5);
    vst3q_u64((uint64_t *)(out + 208), (uint64x2x3_t){{(uint64x2_t)a, (uint64x2_t)b,
              (uint64x2_t)c}});
    uint64_t h = 14695981039346656037u;
    for (int i = 0; i < 256; i++)
        h = (h ^ out[i]) * 1099511628211u;
    printf("st %016llx\n", (unsigned long long)h);

    uint8x16_t index = vandq_u8(b, vdupq_n_u8(31));
    show("tbl1", vqtbl1q_u8(a, index));
    show("tbl2", vqtbl2q_u8((uint8x16x2_t){{a, b}}, vandq_u8(c, vdupq_n_u8(63))));
    show("tbl3", vqtbl3q_u8(three, vandq_u8(a, vdupq_n_u8(63))));
    show("tbl4", vqtbl4q_u8(four, vandq_u8(a, vdupq_n_u8(127))));
    show("tbx1", vqtbx1q_u8(c, a, index));
    show("tbx4", vqtbx4q_u8(c, four, a));
    show("tbl 8", BOTH(vqtbl1_u8(a, vget_low_u8(index)), vtbl2_u8((uint8x8x2_t){{vget_low_u8(a),
         vget_high_u8(b)}}, vget_high_u8(index))));

    show("cnt", vcntq_u8(a));
    show("rbit", vrbitq_u8(a));
    show("rev16", vrev16q_u8(a));
    show("rev32", vrev32q_u8(a));
    show("rev64", U8(vrev64q_u16((uint16x8_t)a)));
    show("cls", U8(vclsq_s16((int16x8_t)vshrq_n_s16((int16x8_t)a, 5))));
    show("not", vmvnq_u8(a));
    show("bif", vbslq_u8(a, b, c));
    show("movi", U8(vdupq_n_u32(0x00ab00ff)));
    show("fmov", U8(vdupq_n_f32(-1.25f)));

    show("sqdmull", U8(vqdmull_s16(vget_low_s16((int16x8_t)a), vget_high_s16((int16x8_t)b))));
    show("sqdmlal", U8(vqdmlal_s32((int64x2_t)c, vget_low_s32((int32x4_t)a),
                                   vget_low_s32((int32x4_t)b))));
    show("sqdmlsl2", U8(vqdmlsl_high_s16((int32x4_t)c, (int16x8_t)a, (int16x8_t)b)));
    show("sqdmulh", U8(vqdmulhq_s16((int16x8_t)a, (int16x8_t)b)));
    show("sqrdmulh", U8(vqrdmulhq_s32((int32x4_t)a, (int32x4_t)b)));
    show("sqrdmlah", U8(vqrdmlahq_s16((int16x8_t)c, (int16x8_t)a, (int16x8_t)b)));
    show("mul lane", U8(vmulq_laneq_s16((int16x8_t)a, (int16x8_t)b, 5)));
    show("mla lane", U8(vmlaq_laneq_u32((uint32x4_t)c, (uint32x4_t)a, (uint32x4_t)b, 3)));
    show("mull lane", U8(vmull_laneq_u16(vget_low_u16((uint16x8_t)a), (uint16x8_t)b, 6)));
    show("sqxtun", BOTH(vqmovun_s16((int16x8_t)a), vqshrun_n_s16((int16x8_t)b, 3)));
    show("pmul", U8(vmulq_p8((poly8x16_t)a, (poly8x16_t)b)));
    show("pmull", U8(vmull_p8(vget_low_p8((poly8x16_t)a), vget_low_p8((poly8x16_t)b))));
    show("pmull64", U8(vmull_p64(0x123456789abcdef1, 0xfedcba9876543211)));
    show("pmull2", U8(vmull_high_p64((poly64x2_t)a, (poly64x2_t)b)));
    show("sdot", U8(vdotq_s32((int32x4_t)c, (int8x16_t)a, (int8x16_t)b)));
    show("udot lane", U8(vdotq_laneq_u32((uint32x4_t)c, a, b, 2)));
    show("urecpe", U8(vrecpeq_u32((uint32x4_t)a)));
    show("ursqrte", U8(vrsqrteq_u32((uint32x4_t)a)));

    printf("%d %u %lld %d\n", vgetq_lane_s8((int8x16_t)a, 3), vgetq_lane_u16((uint16x8_t)a, 7),
           (long long)vgetq_lane_s64((int64x2_t)b, 1), vqaddb_s8(100, 100));
    show("ins", vsetq_lane_u8(0xee, a, 9));
    printf("%lld %llu %d\n", (long long)vqshld_s64(1ll << 62, 1),
           (unsigned long long)vqsubd_u64(5, 6), vqmovnh_s16(300));
    return 0;
}
