// SPDX-License-Identifier: GPL-2.0-or-later
// Sixteen-byte vectors with the few operations that the simd programs use: as
// NEON intrinsics for aarch64, as GCC's portable vectors for everyone else. The
// results are the same to the bit.

#ifndef SIMD_H
#define SIMD_H

#include "bench.h"

#ifdef __aarch64__

#include <arm_neon.h>

typedef float32x4_t f32x4;
typedef uint8x16_t u8x16;

static inline f32x4 f32_load(const float *p)
{
    return vld1q_f32(p);
}

static inline void f32_store(float *p, f32x4 v)
{
    vst1q_f32(p, v);
}

static inline f32x4 f32_all(float x)
{
    return vdupq_n_f32(x);
}

static inline f32x4 f32_add(f32x4 a, f32x4 b)
{
    return vaddq_f32(a, b);
}

static inline f32x4 f32_mul(f32x4 a, f32x4 b)
{
    return vmulq_f32(a, b);
}

// ((a0 + a1) + (a2 + a3)).
static inline float f32_sum(f32x4 v)
{
    return vaddvq_f32(v);
}

static inline u8x16 u8_load(const uint8_t *p)
{
    return vld1q_u8(p);
}

static inline void u8_store(uint8_t *p, u8x16 v)
{
    vst1q_u8(p, v);
}

// (a * (256 - k) + b * k) / 256 in each byte, 0 < k < 256.
static inline u8x16 u8_blend(u8x16 a, u8x16 b, unsigned k)
{
    uint8x8_t ka = vdup_n_u8((uint8_t)(256 - k)), kb = vdup_n_u8((uint8_t)k);
    uint16x8_t low = vmlal_u8(vmull_u8(vget_low_u8(a), ka), vget_low_u8(b), kb);
    uint16x8_t high = vmlal_u8(vmull_u8(vget_high_u8(a), ka), vget_high_u8(b), kb);
    return vcombine_u8(vshrn_n_u16(low, 8), vshrn_n_u16(high, 8));
}

// The sum of the absolute differences of the bytes.
static inline unsigned u8_sad(u8x16 a, u8x16 b)
{
    return vaddlvq_u8(vabdq_u8(a, b));
}

#else

typedef float f32x4 __attribute__((vector_size(16)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));

static inline f32x4 f32_load(const float *p)
{
    f32x4 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void f32_store(float *p, f32x4 v)
{
    memcpy(p, &v, sizeof v);
}

static inline f32x4 f32_all(float x)
{
    return (f32x4){x, x, x, x};
}

static inline f32x4 f32_add(f32x4 a, f32x4 b)
{
    return a + b;
}

static inline f32x4 f32_mul(f32x4 a, f32x4 b)
{
    return a * b;
}

static inline float f32_sum(f32x4 v)
{
    return (v[0] + v[1]) + (v[2] + v[3]);
}

static inline u8x16 u8_load(const uint8_t *p)
{
    u8x16 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void u8_store(uint8_t *p, u8x16 v)
{
    memcpy(p, &v, sizeof v);
}

static inline u16x8 widen_half(u8x16 v, int half)
{
    u8x8 h;
    memcpy(&h, (char *)&v + 8 * half, sizeof h);
    return __builtin_convertvector(h, u16x8);
}

static inline u8x16 u8_blend(u8x16 a, u8x16 b, unsigned k)
{
    u8x16 out;
    for (int half = 0; half < 2; half++) {
        u16x8 wide =
            widen_half(a, half) * (uint16_t)(256 - k) + widen_half(b, half) * (uint16_t)k;
        u8x8 h = __builtin_convertvector(wide >> 8, u8x8);
        memcpy((char *)&out + 8 * half, &h, sizeof h);
    }
    return out;
}

static inline unsigned u8_sad(u8x16 a, u8x16 b)
{
    u8x16 larger = (u8x16)(a > b);
    u8x16 d = (a - b) & larger;
    d |= (b - a) & ~larger;
    u16x8 wide = widen_half(d, 0) + widen_half(d, 1);
    unsigned sum = 0;
    for (int i = 0; i < 8; i++)
        sum += wide[i];
    return sum;
}

#endif
#endif
