/* Shift right and narrow, all element sizes, low and high half. */
#include <arm_neon.h>
#include <stdio.h>
int main(void)
{
    unsigned long long s = 88172645463325252ull;
    unsigned long long h = 0;
    for (int i = 0; i < 1000; i++) {
        unsigned long long a[2];
        for (int k = 0; k < 2; k++) {
            s ^= s << 13;
            s ^= s >> 7;
            s ^= s << 17;
            a[k] = s;
        }
        uint16x8_t v;
        __builtin_memcpy(&v, a, 16);
        uint8x8_t r = vshrn_n_u16(v, 4);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u8(r), 0);
        r = vshrn_n_u16(v, 8);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u8(r), 0);
        uint32x4_t w = vreinterpretq_u32_u16(v);
        uint16x4_t q = vshrn_n_u32(w, 16);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u16(q), 0);
        q = vshrn_n_u32(w, 3);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u16(q), 0);
        uint64x2_t z = vreinterpretq_u64_u16(v);
        uint32x2_t y = vshrn_n_u64(z, 32);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u32(y), 0);
        y = vshrn_n_u64(z, 5);
        h = h * 31 + vget_lane_u64(vreinterpret_u64_u32(y), 0);
        uint8x16_t hi = vshrn_high_n_u16(r, v, 7);
        h = h * 31 + vgetq_lane_u64(vreinterpretq_u64_u8(hi), 1) +
            vgetq_lane_u64(vreinterpretq_u64_u8(hi), 0);
    }
    printf("%llx\n", h);
}
