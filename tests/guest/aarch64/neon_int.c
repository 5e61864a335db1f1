/* Integer NEON: arithmetic, saturation, shifts, widening, narrowing, pairwise and
 * across-lane operations, compares, min and max, for all element types. */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t h;
static uint64_t seed;

static void note(const void *p, size_t n)
{
    const uint8_t *b = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * 1099511628211u;
}

/* Random bytes, often the extremes of the element type. */
static void fill(void *p, size_t n)
{
    uint8_t *b = p;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint8_t r = seed >> 40;
        b[i] = (seed >> 60) == 0 ? 0 : (seed >> 60) == 1 ? 0xff : (seed >> 60) == 2 ? 0x80
               : (seed >> 60) == 3 ? 0x7f : r;
    }
}

enum { ROUNDS = 40 };
#define OP(what, R, expr)                                                                      \
    do {                                                                                       \
        h = 14695981039346656037u;                                                             \
        seed = 7;                                                                              \
        for (int i_ = 0; i_ < ROUNDS; i_++) {                                                  \
            fill(&a, sizeof a);                                                                \
            fill(&b, sizeof b);                                                                \
            fill(&c, sizeof c);                                                                \
            R r_ = (expr);                                                                     \
            note(&r_, sizeof r_);                                                              \
        }                                                                                      \
        printf("%-16s %016llx\n", what, (unsigned long long)h);                                \
    } while (0)

/* V: 128-bit type, s: suffix, n: shift. What every element type has. */
#define COMMON(V, U, s, n)                                                                     \
    do {                                                                                       \
        V a, b, c;                                                                             \
        OP("add " #s, V, vaddq_##s(a, b));                                                     \
        OP("sub " #s, V, vsubq_##s(a, b));                                                     \
        OP("qadd " #s, V, vqaddq_##s(a, b));                                                   \
        OP("qsub " #s, V, vqsubq_##s(a, b));                                                   \
        OP("and " #s, V, vandq_##s(a, b));                                                     \
        OP("bic " #s, V, vbicq_##s(a, b));                                                     \
        OP("orn " #s, V, vornq_##s(a, b));                                                     \
        OP("eor " #s, V, veorq_##s(a, b));                                                     \
        OP("ceq " #s, U, vceqq_##s(a, b));                                                     \
        OP("cgt " #s, U, vcgtq_##s(a, b));                                                     \
        OP("cge " #s, U, vcgeq_##s(a, b));                                                     \
        OP("clt " #s, U, vcltq_##s(a, b));                                                     \
        OP("tst " #s, U, vtstq_##s(a, b));                                                     \
        OP("ceqz " #s, U, vceqzq_##s(a));                                                      \
        OP("shl_n " #s, V, vshlq_n_##s(a, n));                                                 \
        OP("shr_n " #s, V, vshrq_n_##s(a, n));                                                 \
        OP("rshr_n " #s, V, vrshrq_n_##s(a, n));                                               \
        OP("sra_n " #s, V, vsraq_n_##s(c, a, n));                                              \
        OP("rsra_n " #s, V, vrsraq_n_##s(c, a, n));                                            \
        OP("sli_n " #s, V, vsliq_n_##s(c, a, n));                                              \
        OP("sri_n " #s, V, vsriq_n_##s(c, a, n));                                              \
        OP("qshl_n " #s, V, vqshlq_n_##s(a, n));                                               \
        OP("padd " #s, V, vpaddq_##s(a, b));                                                   \
        OP("ext " #s, V, vextq_##s(a, b, 1));                                                  \
        OP("zip1 " #s, V, vzip1q_##s(a, b));                                                   \
        OP("zip2 " #s, V, vzip2q_##s(a, b));                                                   \
        OP("uzp1 " #s, V, vuzp1q_##s(a, b));                                                   \
        OP("uzp2 " #s, V, vuzp2q_##s(a, b));                                                   \
        OP("trn1 " #s, V, vtrn1q_##s(a, b));                                                   \
        OP("trn2 " #s, V, vtrn2q_##s(a, b));                                                   \
        OP("dup " #s, V, vdupq_laneq_##s(a, 1));                                               \
        OP("ins " #s, V, vcopyq_laneq_##s(a, 0, b, 1));                                        \
        OP("bsl " #s, V, vbslq_##s((U)c, a, b));                                               \
    } while (0)

/* 8, 16 and 32 bits. */
#define SMALL(V, s, t)                                                                         \
    do {                                                                                       \
        V a, b, c;                                                                             \
        OP("mul " #s, V, vmulq_##s(a, b));                                                     \
        OP("mla " #s, V, vmlaq_##s(c, a, b));                                                  \
        OP("mls " #s, V, vmlsq_##s(c, a, b));                                                  \
        OP("min " #s, V, vminq_##s(a, b));                                                     \
        OP("max " #s, V, vmaxq_##s(a, b));                                                     \
        OP("pmin " #s, V, vpminq_##s(a, b));                                                   \
        OP("pmax " #s, V, vpmaxq_##s(a, b));                                                   \
        OP("abd " #s, V, vabdq_##s(a, b));                                                     \
        OP("aba " #s, V, vabaq_##s(c, a, b));                                                  \
        OP("hadd " #s, V, vhaddq_##s(a, b));                                                   \
        OP("hsub " #s, V, vhsubq_##s(a, b));                                                   \
        OP("rhadd " #s, V, vrhaddq_##s(a, b));                                                 \
        OP("clz " #s, V, vclzq_##s(a));                                                        \
        OP("addv " #s, t, vaddvq_##s(a));                                                      \
        OP("maxv " #s, t, vmaxvq_##s(a));                                                      \
        OP("minv " #s, t, vminvq_##s(a));                                                      \
    } while (0)

/* Widening from s (64-bit half D, full V) to w (W). */
#define WIDEN(D, V, W, s, w, wt, n)                                                            \
    do {                                                                                       \
        V a, b;                                                                                \
        W c;                                                                                   \
        OP("movl " #s, W, vmovl_##s(vget_low_##s(a)));                                         \
        OP("movl2 " #s, W, vmovl_high_##s(a));                                                 \
        OP("addl " #s, W, vaddl_##s(vget_low_##s(a), vget_high_##s(b)));                       \
        OP("subl2 " #s, W, vsubl_high_##s(a, b));                                              \
        OP("addw " #s, W, vaddw_##s(c, vget_low_##s(a)));                                      \
        OP("subw2 " #s, W, vsubw_high_##s(c, a));                                              \
        OP("mull " #s, W, vmull_##s(vget_low_##s(a), vget_low_##s(b)));                        \
        OP("mull2 " #s, W, vmull_high_##s(a, b));                                              \
        OP("mlal " #s, W, vmlal_##s(c, vget_low_##s(a), vget_low_##s(b)));                     \
        OP("mlsl2 " #s, W, vmlsl_high_##s(c, a, b));                                           \
        OP("abdl " #s, W, vabdl_##s(vget_low_##s(a), vget_low_##s(b)));                        \
        OP("abal2 " #s, W, vabal_high_##s(c, a, b));                                           \
        OP("shll_n " #s, W, vshll_n_##s(vget_low_##s(a), n));                                  \
        OP("shll2_n " #s, W, vshll_high_n_##s(a, n));                                          \
        OP("paddl " #s, W, vpaddlq_##s(a));                                                    \
        OP("padal " #s, W, vpadalq_##s(c, a));                                                 \
        OP("addlv " #s, wt, vaddlvq_##s(a));                                                   \
        OP("movn " #w, D, vmovn_##w(c));                                                       \
        OP("movn2 " #w, V, vmovn_high_##w(vget_low_##s(a), c));                                \
        OP("qmovn " #w, D, vqmovn_##w(c));                                                     \
        OP("qmovn2 " #w, V, vqmovn_high_##w(vget_low_##s(a), c));                              \
        OP("shrn_n " #w, D, vshrn_n_##w(c, n));                                                \
        OP("rshrn_n " #w, D, vrshrn_n_##w(c, n));                                              \
        OP("qshrn_n " #w, D, vqshrn_n_##w(c, n));                                              \
        OP("qrshrn2_n " #w, V, vqrshrn_high_n_##w(vget_low_##s(a), c, n));                     \
        OP("addhn " #w, D, vaddhn_##w(c, vreinterpretq_##w##_##s(a)));                         \
        OP("raddhn " #w, D, vraddhn_##w(c, vreinterpretq_##w##_##s(a)));                       \
        OP("subhn " #w, D, vsubhn_##w(c, vreinterpretq_##w##_##s(a)));                         \
        OP("rsubhn " #w, D, vrsubhn_##w(c, vreinterpretq_##w##_##s(a)));                       \
    } while (0)

/* Signed only; the shift counts come from a vector and are often out of range. */
#define SIGNED(V, U, s, u)                                                                     \
    do {                                                                                       \
        V a, b, c;                                                                             \
        (void)c;                                                                               \
        OP("abs " #s, V, vabsq_##s(a));                                                        \
        OP("neg " #s, V, vnegq_##s(a));                                                        \
        OP("qabs " #s, V, vqabsq_##s(a));                                                      \
        OP("qneg " #s, V, vqnegq_##s(a));                                                      \
        OP("cgtz " #s, U, vcgtzq_##s(a));                                                      \
        OP("clez " #s, U, vclezq_##s(a));                                                      \
        OP("sshl " #s, V, vshlq_##s(a, b));                                                    \
        OP("srshl " #s, V, vrshlq_##s(a, b));                                                  \
        OP("sqshl " #s, V, vqshlq_##s(a, b));                                                  \
        OP("sqrshl " #s, V, vqrshlq_##s(a, b));                                                \
        OP("ushl " #u, U, vshlq_##u((U)a, b));                                                 \
        OP("urshl " #u, U, vrshlq_##u((U)a, b));                                               \
        OP("uqshl " #u, U, vqshlq_##u((U)a, b));                                               \
        OP("uqrshl " #u, U, vqrshlq_##u((U)a, b));                                             \
        OP("sqshlu_n " #s, U, vqshluq_n_##s(a, 3));                                            \
        OP("suqadd " #s, V, vuqaddq_##s(a, (U)b));                                             \
        OP("usqadd " #u, U, vsqaddq_##u((U)a, b));                                             \
    } while (0)

int main(void)
{
    COMMON(int8x16_t, uint8x16_t, s8, 3);
    COMMON(uint8x16_t, uint8x16_t, u8, 5);
    COMMON(int16x8_t, uint16x8_t, s16, 9);
    COMMON(uint16x8_t, uint16x8_t, u16, 1);
    COMMON(int32x4_t, uint32x4_t, s32, 31);
    COMMON(uint32x4_t, uint32x4_t, u32, 16);
    COMMON(int64x2_t, uint64x2_t, s64, 33);
    COMMON(uint64x2_t, uint64x2_t, u64, 63);
    SMALL(int8x16_t, s8, int8_t);
    SMALL(uint8x16_t, u8, uint8_t);
    SMALL(int16x8_t, s16, int16_t);
    SMALL(uint16x8_t, u16, uint16_t);
    SMALL(int32x4_t, s32, int32_t);
    SMALL(uint32x4_t, u32, uint32_t);
    WIDEN(int8x8_t, int8x16_t, int16x8_t, s8, s16, int16_t, 4);
    WIDEN(uint8x8_t, uint8x16_t, uint16x8_t, u8, u16, uint16_t, 7);
    WIDEN(int16x4_t, int16x8_t, int32x4_t, s16, s32, int32_t, 11);
    WIDEN(uint16x4_t, uint16x8_t, uint32x4_t, u16, u32, uint32_t, 2);
    WIDEN(int32x2_t, int32x4_t, int64x2_t, s32, s64, int64_t, 19);
    WIDEN(uint32x2_t, uint32x4_t, uint64x2_t, u32, u64, uint64_t, 31);
    SIGNED(int8x16_t, uint8x16_t, s8, u8);
    SIGNED(int16x8_t, uint16x8_t, s16, u16);
    SIGNED(int32x4_t, uint32x4_t, s32, u32);
    SIGNED(int64x2_t, uint64x2_t, s64, u64);
    return 0;
}
