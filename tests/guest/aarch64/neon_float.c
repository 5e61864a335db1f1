/* Floating-point NEON: arithmetic, compares, conversions, rounding, estimates,
 * min and max, pairwise, by-lane multiplies, on ordinary and special values. */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const double d_values[] = {0.0, -0.0, 1.0, -1.5, 2.5, 1e300, -1e-300, 4.9e-324, 1e19, -3e9,
                                  0.1, 1234.5, __builtin_inf(), -__builtin_inf(),
                                  __builtin_nan("5"), -__builtin_nans("9")};
static const float f_values[] = {0.0f, -0.0f, 1.0f, -1.5f, 2.5f, 3e38f, -1e-38f, 1e-45f, 1e19f,
                                 -3e9f, 0.1f, 1234.5f, __builtin_inff(), -__builtin_inff(),
                                 __builtin_nanf("5"), -__builtin_nansf("9")};
enum { N = sizeof d_values / sizeof *d_values };

static uint64_t h;

static void note(const void *p, size_t n)
{
    const uint8_t *b = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * 1099511628211u;
}

#define OP_D(what, R, expr)                                                                    \
    do {                                                                                       \
        h = 14695981039346656037u;                                                             \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                double v[6] = {d_values[i], d_values[j], d_values[j], d_values[(i + j) % N],   \
                               d_values[(i * 3 + j) % N], d_values[(j * 5 + 1) % N]};          \
                float64x2_t a = vld1q_f64(v), b = vld1q_f64(v + 2), c = vld1q_f64(v + 4);      \
                (void)b;                                                                       \
                (void)c;                                                                       \
                R r = (expr);                                                                  \
                note(&r, sizeof r);                                                            \
            }                                                                                  \
        printf("%-12s f64 %016llx\n", what, (unsigned long long)h);                            \
    } while (0)

#define OP_F(what, R, expr)                                                                    \
    do {                                                                                       \
        h = 14695981039346656037u;                                                             \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                float v[12];                                                                   \
                for (int k = 0; k < 12; k++)                                                   \
                    v[k] = f_values[(i * (k + 1) + j * (k / 4 + 1) + k) % N];                  \
                v[0] = f_values[i];                                                            \
                v[4] = f_values[j];                                                            \
                float32x4_t a = vld1q_f32(v), b = vld1q_f32(v + 4), c = vld1q_f32(v + 8);      \
                (void)b;                                                                       \
                (void)c;                                                                       \
                R r = (expr);                                                                  \
                note(&r, sizeof r);                                                            \
            }                                                                                  \
        printf("%-12s f32 %016llx\n", what, (unsigned long long)h);                            \
    } while (0)

/* The operations that both sizes have. */
#define BOTH(OP, F, U, S, f, u, s)                                                             \
    do {                                                                                       \
        OP("add", F, vaddq_##f(a, b));                                                         \
        OP("sub", F, vsubq_##f(a, b));                                                         \
        OP("mul", F, vmulq_##f(a, b));                                                         \
        OP("div", F, vdivq_##f(a, b));                                                         \
        OP("mulx", F, vmulxq_##f(a, b));                                                       \
        OP("fma", F, vfmaq_##f(c, a, b));                                                      \
        OP("fms", F, vfmsq_##f(c, a, b));                                                      \
        OP("fma lane", F, vfmaq_laneq_##f(c, a, b, 1));                                        \
        OP("mul lane", F, vmulq_laneq_##f(a, b, 0));                                           \
        OP("abd", F, vabdq_##f(a, b));                                                         \
        OP("abs", F, vabsq_##f(a));                                                            \
        OP("neg", F, vnegq_##f(a));                                                            \
        OP("sqrt", F, vsqrtq_##f(a));                                                          \
        OP("min", F, vminq_##f(a, b));                                                         \
        OP("max", F, vmaxq_##f(a, b));                                                         \
        OP("minnm", F, vminnmq_##f(a, b));                                                     \
        OP("maxnm", F, vmaxnmq_##f(a, b));                                                     \
        OP("padd", F, vpaddq_##f(a, b));                                                       \
        OP("pmax", F, vpmaxq_##f(a, b));                                                       \
        OP("pminnm", F, vpminnmq_##f(a, b));                                                   \
        OP("ceq", U, vceqq_##f(a, b));                                                         \
        OP("cge", U, vcgeq_##f(a, b));                                                         \
        OP("cgt", U, vcgtq_##f(a, b));                                                         \
        OP("clez", U, vclezq_##f(a));                                                          \
        OP("cltz", U, vcltzq_##f(a));                                                          \
        OP("cage", U, vcageq_##f(a, b));                                                       \
        OP("cagt", U, vcagtq_##f(a, b));                                                       \
        OP("rndn", F, vrndnq_##f(a));                                                          \
        OP("rnda", F, vrndaq_##f(a));                                                          \
        OP("rndp", F, vrndpq_##f(a));                                                          \
        OP("rndm", F, vrndmq_##f(a));                                                          \
        OP("rndz", F, vrndq_##f(a));                                                           \
        OP("rndi", F, vrndiq_##f(a));                                                          \
        OP("rndx", F, vrndxq_##f(a));                                                          \
        OP("cvts", S, vcvtq_##s##_##f(a));                                                     \
        OP("cvtu", U, vcvtq_##u##_##f(a));                                                     \
        OP("cvtns", S, vcvtnq_##s##_##f(a));                                                   \
        OP("cvtau", U, vcvtaq_##u##_##f(a));                                                   \
        OP("cvtms", S, vcvtmq_##s##_##f(a));                                                   \
        OP("cvtpu", U, vcvtpq_##u##_##f(a));                                                   \
        OP("cvts n", S, vcvtq_n_##s##_##f(a, 7));                                              \
        OP("scvtf", F, vcvtq_##f##_##s(vreinterpretq_##s##_##f(a)));                           \
        OP("ucvtf", F, vcvtq_##f##_##u(vreinterpretq_##u##_##f(a)));                           \
        OP("ucvtf n", F, vcvtq_n_##f##_##u(vreinterpretq_##u##_##f(a), 13));                   \
        OP("recpe", F, vrecpeq_##f(a));                                                        \
        OP("recps", F, vrecpsq_##f(a, b));                                                     \
        OP("rsqrte", F, vrsqrteq_##f(a));                                                      \
        OP("rsqrts", F, vrsqrtsq_##f(a, b));                                                   \
        OP("zip1", F, vzip1q_##f(a, b));                                                       \
        OP("ext", F, vextq_##f(a, b, 1));                                                      \
        OP("bsl", F, vbslq_##f(vreinterpretq_##u##_##f(c), a, b));                             \
    } while (0)

int main(void)
{
    BOTH(OP_D, float64x2_t, uint64x2_t, int64x2_t, f64, u64, s64);
    BOTH(OP_F, float32x4_t, uint32x4_t, int32x4_t, f32, u32, s32);
    OP_F("maxv", float, vmaxvq_f32(a));
    OP_F("minnmv", float, vminnmvq_f32(a));
    OP_F("addv", float, vaddvq_f32(a));
    OP_F("fcvtl", float64x2_t, vcvt_f64_f32(vget_low_f32(a)));
    OP_F("fcvtl2", float64x2_t, vcvt_high_f64_f32(a));
    OP_D("fcvtn", float32x2_t, vcvt_f32_f64(a));
    OP_D("fcvtxn", float32x2_t, vcvtx_f32_f64(a));
    OP_F("fcvtn 16", float16x4_t, vcvt_f16_f32(a));
    OP_F("fcvtl 16", float32x4_t, vcvt_f32_f16(vget_low_f16(vreinterpretq_f16_f32(a))));
    OP_D("recpx", double, vrecpxd_f64(vgetq_lane_f64(a, 0)));
    OP_D("paddd", double, vpaddd_f64(a));
    return 0;
}
