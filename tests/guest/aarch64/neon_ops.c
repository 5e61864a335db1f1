/* What a helper, or code for each element, does in QEMU: every form of integer NEON and crypto
 * instruction, on edge values and others, with the operands in one register too, and the
 * saturation flag after each.
 * FLAGS: -march=armv8.5-a+dotprod+crypto+sha3+sm4+i8mm
 * VARIANTS: O2 */
#include <arm_neon.h>
#include <stdint.h>
#include <stdio.h>

/* clang-format off */
#define OPS(X) \
    X(smull, vreinterpretq_u8_s16(vmull_s8(vreinterpret_s8_u8(vget_low_u8(x)),vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(umull2h, vreinterpretq_u8_u32(vmull_high_u16(vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y)))) \
    X(umlal8, vreinterpretq_u8_u16(vmlal_u8(vreinterpretq_u16_u8(x),vget_low_u8(y),vget_low_u8(z)))) \
    X(smlal16, vreinterpretq_u8_s32(vmlal_s16(vreinterpretq_s32_u8(x),vreinterpret_s16_u8(vget_low_u8(y)),vreinterpret_s16_u8(vget_low_u8(z))))) \
    X(smlal32, vreinterpretq_u8_s64(vmlal_s32(vreinterpretq_s64_u8(x),vreinterpret_s32_u8(vget_low_u8(y)),vreinterpret_s32_u8(vget_low_u8(z))))) \
    X(saddl8, vreinterpretq_u8_s16(vaddl_s8(vreinterpret_s8_u8(vget_low_u8(x)),vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(uaddw8, vreinterpretq_u8_u16(vaddw_u8(vreinterpretq_u16_u8(x),vget_low_u8(y)))) \
    X(uaddw2h, vreinterpretq_u8_u32(vaddw_high_u16(vreinterpretq_u32_u8(x),vreinterpretq_u16_u8(y)))) \
    X(usubl16, vreinterpretq_u8_u32(vsubl_u16(vreinterpret_u16_u8(vget_low_u8(x)),vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(addhn, vcombine_u8(vaddhn_u16(vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y)),vget_low_u8(z))) \
    X(raddhn2, vraddhn_high_u16(vget_low_u8(z),vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y))) \
    X(uxtl8, vreinterpretq_u8_u16(vmovl_u8(vget_low_u8(x)))) \
    X(sxtl16, vreinterpretq_u8_s32(vmovl_s16(vreinterpret_s16_u8(vget_low_u8(x))))) \
    X(ushll3, vreinterpretq_u8_u16(vshll_n_u8(vget_low_u8(x),3))) \
    X(xtn16, vcombine_u8(vmovn_u16(vreinterpretq_u16_u8(x)),vget_low_u8(y))) \
    X(xtn2_32, vreinterpretq_u8_u16(vmovn_high_u32(vreinterpret_u16_u8(vget_low_u8(y)),vreinterpretq_u32_u8(x)))) \
    X(sqxtn16, vcombine_u8(vreinterpret_u8_s8(vqmovn_s16(vreinterpretq_s16_u8(x))),vget_low_u8(y))) \
    X(sqxtun16, vcombine_u8(vqmovun_s16(vreinterpretq_s16_u8(x)),vget_low_u8(y))) \
    X(uqxtn32, vreinterpretq_u8_u16(vcombine_u16(vqmovn_u32(vreinterpretq_u32_u8(x)),vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(shrn3, vcombine_u8(vshrn_n_u16(vreinterpretq_u16_u8(x),3),vget_low_u8(y))) \
    X(rshrn3, vcombine_u8(vrshrn_n_u16(vreinterpretq_u16_u8(x),3),vget_low_u8(y))) \
    X(sqrshrun5, vcombine_u8(vqrshrun_n_s16(vreinterpretq_s16_u8(x),5),vget_low_u8(y))) \
    X(sqrshrn32, vreinterpretq_u8_s16(vcombine_s16(vqrshrn_n_s32(vreinterpretq_s32_u8(x),11),vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(addv8, vaddq_u8(y,vdupq_n_u8(vaddvq_u8(x)))) \
    X(addv32, vreinterpretq_u8_u32(vaddq_u32(vreinterpretq_u32_u8(y),vdupq_n_u32(vaddvq_u32(vreinterpretq_u32_u8(x)))))) \
    X(umaxv8, veorq_u8(y,vdupq_n_u8(vmaxvq_u8(x)))) \
    X(sminv16, veorq_u8(y,vreinterpretq_u8_s16(vdupq_n_s16(vminvq_s16(vreinterpretq_s16_u8(x)))))) \
    X(uaddlv8, veorq_u8(y,vreinterpretq_u8_u16(vdupq_n_u16(vaddlvq_u8(x))))) \
    X(addp8, vpaddq_u8(x,y)) \
    X(umaxp8, vpmaxq_u8(x,y)) \
    X(tbl1, vqtbl1q_u8(y,x)) \
    X(tbl2, vqtbl2q_u8(((uint8x16x2_t){{y,z}}),x)) \
    X(tbx1, vqtbx1q_u8(x,y,z)) \
    X(tbl4, vqtbl4q_u8(((uint8x16x4_t){{y,z,y,z}}),x)) \
    X(zip1, vzip1q_u8(x,y)) \
    X(uzp2, vuzp2q_u8(x,y)) \
    X(trn1h, vreinterpretq_u8_u16(vtrn1q_u16(vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y)))) \
    X(ext5, vextq_u8(x,y,5)) \
    X(rev32, vrev32q_u8(x)) \
    X(rev64h, vreinterpretq_u8_u16(vrev64q_u16(vreinterpretq_u16_u8(x)))) \
    X(udot, vreinterpretq_u8_u32(vdotq_u32(vreinterpretq_u32_u8(x),y,z))) \
    X(sdoti, vreinterpretq_u8_s32(vdotq_laneq_s32(vreinterpretq_s32_u8(x),vreinterpretq_s8_u8(y),vreinterpretq_s8_u8(z),2))) \
    X(sqdmulh, vreinterpretq_u8_s16(vqdmulhq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(sqrdmulhi, vreinterpretq_u8_s16(vqrdmulhq_laneq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y),3))) \
    X(sqdmull, vreinterpretq_u8_s32(vqdmull_s16(vreinterpret_s16_u8(vget_low_u8(x)),vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(sqdmlal, vreinterpretq_u8_s32(vqdmlal_s16(vreinterpretq_s32_u8(x),vreinterpret_s16_u8(vget_low_u8(z)),vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(srshl, vreinterpretq_u8_s16(vrshlq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(sshl, vreinterpretq_u8_s16(vshlq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(ushl32, vreinterpretq_u8_u32(vshlq_u32(vreinterpretq_u32_u8(x),vreinterpretq_s32_u8(y)))) \
    X(sqshl, vreinterpretq_u8_s16(vqshlq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(sqrshl32, vreinterpretq_u8_s32(vqrshlq_s32(vreinterpretq_s32_u8(x),vreinterpretq_s32_u8(y)))) \
    X(uqshlin, vqshlq_n_u8(x,2)) \
    X(urshr3, vreinterpretq_u8_u16(vrshrq_n_u16(vreinterpretq_u16_u8(x),3))) \
    X(usra3, vsraq_n_u8(x,y,3)) \
    X(srsra5, vreinterpretq_u8_s32(vrsraq_n_s32(vreinterpretq_s32_u8(x),vreinterpretq_s32_u8(y),5))) \
    X(sli3, vsliq_n_u8(x,y,3)) \
    X(sri3, vsriq_n_u8(x,y,3)) \
    X(uabd, vabdq_u8(x,y)) \
    X(uaba, vabaq_u8(x,y,z)) \
    X(uabal, vreinterpretq_u8_u16(vabal_u8(vreinterpretq_u16_u8(x),vget_low_u8(y),vget_low_u8(z)))) \
    X(uabdl2, vreinterpretq_u8_u16(vabdl_high_u8(x,y))) \
    X(uhadd, vhaddq_u8(x,y)) \
    X(urhadd, vrhaddq_u8(x,y)) \
    X(shsub16, vreinterpretq_u8_s16(vhsubq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(uqadd, vqaddq_u8(x,y)) \
    X(sqsub16, vreinterpretq_u8_s16(vqsubq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y)))) \
    X(suqadd, vreinterpretq_u8_s8(vuqaddq_s8(vreinterpretq_s8_u8(x),y))) \
    X(sqabs, vreinterpretq_u8_s8(vqabsq_s8(vreinterpretq_s8_u8(x)))) \
    X(sqneg, vreinterpretq_u8_s16(vqnegq_s16(vreinterpretq_s16_u8(x)))) \
    X(cnt, vcntq_u8(x)) \
    X(clz8, vclzq_u8(x)) \
    X(clz32, vreinterpretq_u8_u32(vclzq_u32(vreinterpretq_u32_u8(x)))) \
    X(cls16, vreinterpretq_u8_s16(vclsq_s16(vreinterpretq_s16_u8(x)))) \
    X(rbit, vrbitq_u8(x)) \
    X(uaddlp, vreinterpretq_u8_u16(vpaddlq_u8(x))) \
    X(uadalp, vreinterpretq_u8_u16(vpadalq_u8(vreinterpretq_u16_u8(x),y))) \
    X(uadalp16, vreinterpretq_u8_u32(vpadalq_u16(vreinterpretq_u32_u8(x),vreinterpretq_u16_u8(y)))) \
    X(bsl, vbslq_u8(x,y,z)) \
    X(mla16, vreinterpretq_u8_u16(vmlaq_u16(vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y),vreinterpretq_u16_u8(z)))) \
    X(mul8, vmulq_u8(x,y)) \
    X(mlai, vreinterpretq_u8_u16(vmlaq_laneq_u16(vreinterpretq_u16_u8(x),vreinterpretq_u16_u8(y),vreinterpretq_u16_u8(z),5))) \
    X(smulli, vreinterpretq_u8_s32(vmull_laneq_s16(vreinterpret_s16_u8(vget_low_u8(x)),vreinterpretq_s16_u8(z),3))) \
    X(pmul, vreinterpretq_u8_p8(vmulq_p8(vreinterpretq_p8_u8(x),vreinterpretq_p8_u8(y)))) \
    X(pmull8, vreinterpretq_u8_p16(vmull_p8(vreinterpret_p8_u8(vget_low_u8(x)),vreinterpret_p8_u8(vget_low_u8(y))))) \
    X(pmull64, vreinterpretq_u8_p128(vmull_p64(vgetq_lane_u64(vreinterpretq_u64_u8(x),0),vgetq_lane_u64(vreinterpretq_u64_u8(y),0)))) \
    X(aese, vaeseq_u8(x,y)) \
    X(aesemc, vaesmcq_u8(vaeseq_u8(x,y))) \
    X(aesdimc, vaesimcq_u8(vaesdq_u8(x,y))) \
    X(sha1c, vreinterpretq_u8_u32(vsha1cq_u32(vreinterpretq_u32_u8(x),3,vreinterpretq_u32_u8(y)))) \
    X(sha1su0, vreinterpretq_u8_u32(vsha1su0q_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y),vreinterpretq_u32_u8(z)))) \
    X(sha1su1, vreinterpretq_u8_u32(vsha1su1q_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y)))) \
    X(sha256h, vreinterpretq_u8_u32(vsha256hq_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y),vreinterpretq_u32_u8(z)))) \
    X(sha256h2, vreinterpretq_u8_u32(vsha256h2q_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y),vreinterpretq_u32_u8(z)))) \
    X(sha256su0, vreinterpretq_u8_u32(vsha256su0q_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y)))) \
    X(sha256su1, vreinterpretq_u8_u32(vsha256su1q_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y),vreinterpretq_u32_u8(z)))) \
    X(sha512h, vreinterpretq_u8_u64(vsha512hq_u64(vreinterpretq_u64_u8(x),vreinterpretq_u64_u8(y),vreinterpretq_u64_u8(z)))) \
    X(sha512su1, vreinterpretq_u8_u64(vsha512su1q_u64(vreinterpretq_u64_u8(x),vreinterpretq_u64_u8(y),vreinterpretq_u64_u8(z)))) \
    X(eor3, veor3q_u8(x,y,z)) \
    X(rax1, vreinterpretq_u8_u64(vrax1q_u64(vreinterpretq_u64_u8(x),vreinterpretq_u64_u8(y)))) \
    X(xar, vreinterpretq_u8_u64(vxarq_u64(vreinterpretq_u64_u8(x),vreinterpretq_u64_u8(y),13))) \
    X(sm4e, vreinterpretq_u8_u32(vsm4eq_u32(vreinterpretq_u32_u8(x),vreinterpretq_u32_u8(y)))) \
    X(cmhi, vcgtq_u8(x,y)) \
    X(usmmla, vreinterpretq_u8_s32(vusmmlaq_s32(vreinterpretq_s32_u8(x),y,vreinterpretq_s8_u8(z)))) \
    X(smmla, vreinterpretq_u8_s32(vmmlaq_s32(vreinterpretq_s32_u8(x),vreinterpretq_s8_u8(y),vreinterpretq_s8_u8(z)))) \
    X(urecpe, vreinterpretq_u8_u32(vrecpeq_u32(vreinterpretq_u32_u8(x)))) \
    X(sqrdmlah, vreinterpretq_u8_s16(vqrdmlahq_s16(vreinterpretq_s16_u8(x),vreinterpretq_s16_u8(y),vreinterpretq_s16_u8(z)))) \
    X(mull_s8, vreinterpretq_u8_s16(vmull_s8(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(mull_high_s8, vreinterpretq_u8_s16(vmull_high_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(addl_s8, vreinterpretq_u8_s16(vaddl_s8(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(addl_high_s8, vreinterpretq_u8_s16(vaddl_high_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(subl_s8, vreinterpretq_u8_s16(vsubl_s8(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(subl_high_s8, vreinterpretq_u8_s16(vsubl_high_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(abdl_s8, vreinterpretq_u8_s16(vabdl_s8(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(abdl_high_s8, vreinterpretq_u8_s16(vabdl_high_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(mlal_s8, vreinterpretq_u8_s16(vmlal_s8(vreinterpretq_s16_u8(x), vreinterpret_s8_u8(vget_low_u8(y)), vreinterpret_s8_u8(vget_low_u8(z))))) \
    X(mlal_high_s8, vreinterpretq_u8_s16(vmlal_high_s8(vreinterpretq_s16_u8(x), vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(mlsl_s8, vreinterpretq_u8_s16(vmlsl_s8(vreinterpretq_s16_u8(x), vreinterpret_s8_u8(vget_low_u8(y)), vreinterpret_s8_u8(vget_low_u8(z))))) \
    X(mlsl_high_s8, vreinterpretq_u8_s16(vmlsl_high_s8(vreinterpretq_s16_u8(x), vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(abal_s8, vreinterpretq_u8_s16(vabal_s8(vreinterpretq_s16_u8(x), vreinterpret_s8_u8(vget_low_u8(y)), vreinterpret_s8_u8(vget_low_u8(z))))) \
    X(abal_high_s8, vreinterpretq_u8_s16(vabal_high_s8(vreinterpretq_s16_u8(x), vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(addw_s8, vreinterpretq_u8_s16(vaddw_s8(vreinterpretq_s16_u8(x), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(addw_high_s8, vreinterpretq_u8_s16(vaddw_high_s8(vreinterpretq_s16_u8(y), vreinterpretq_s8_u8(y)))) \
    X(subw_s8, vreinterpretq_u8_s16(vsubw_s8(vreinterpretq_s16_u8(x), vreinterpret_s8_u8(vget_low_u8(y))))) \
    X(subw_high_s8, vreinterpretq_u8_s16(vsubw_high_s8(vreinterpretq_s16_u8(y), vreinterpretq_s8_u8(y)))) \
    X(movl_s8, vreinterpretq_u8_s16(vmovl_s8(vreinterpret_s8_u8(vget_low_u8(x))))) \
    X(movl_high_s8, vreinterpretq_u8_s16(vmovl_high_s8(vreinterpretq_s8_u8(x)))) \
    X(shll_s8, vreinterpretq_u8_s16(vshll_n_s8(vreinterpret_s8_u8(vget_low_u8(x)), 7))) \
    X(shll_high_s8, vreinterpretq_u8_s16(vshll_high_n_s8(vreinterpretq_s8_u8(x), 3))) \
    X(addhn_s16, vcombine_u8(vreinterpret_u8_s8(vaddhn_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z))), vget_low_u8(y))) \
    X(addhn_high_s16, vreinterpretq_u8_s8(vaddhn_high_s16(vreinterpret_s8_u8(vget_low_u8(y)), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z)))) \
    X(subhn_s16, vcombine_u8(vreinterpret_u8_s8(vsubhn_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z))), vget_low_u8(y))) \
    X(subhn_high_s16, vreinterpretq_u8_s8(vsubhn_high_s16(vreinterpret_s8_u8(vget_low_u8(y)), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z)))) \
    X(raddhn_s16, vcombine_u8(vreinterpret_u8_s8(vraddhn_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z))), vget_low_u8(y))) \
    X(raddhn_high_s16, vreinterpretq_u8_s8(vraddhn_high_s16(vreinterpret_s8_u8(vget_low_u8(y)), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z)))) \
    X(rsubhn_s16, vcombine_u8(vreinterpret_u8_s8(vrsubhn_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z))), vget_low_u8(y))) \
    X(rsubhn_high_s16, vreinterpretq_u8_s8(vrsubhn_high_s16(vreinterpret_s8_u8(vget_low_u8(y)), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(z)))) \
    X(movn_s16, vcombine_u8(vreinterpret_u8_s8(vmovn_s16(vreinterpretq_s16_u8(x))), vget_low_u8(y))) \
    X(movn_high_s16, vreinterpretq_u8_s8(vmovn_high_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x)))) \
    X(qmovn_s16, vcombine_u8(vreinterpret_u8_s8(vqmovn_s16(vreinterpretq_s16_u8(x))), vget_low_u8(y))) \
    X(qmovn_high_s16, vreinterpretq_u8_s8(vqmovn_high_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x)))) \
    X(shrn_n_s16_1, vcombine_u8(vreinterpret_u8_s8(vshrn_n_s16(vreinterpretq_s16_u8(x), 1)), vget_low_u8(y))) \
    X(shrn_n_s16_5, vcombine_u8(vreinterpret_u8_s8(vshrn_n_s16(vreinterpretq_s16_u8(x), 5)), vget_low_u8(y))) \
    X(shrn_n_s16_8, vcombine_u8(vreinterpret_u8_s8(vshrn_n_s16(vreinterpretq_s16_u8(x), 8)), vget_low_u8(y))) \
    X(shrn_high_n_s16, vreinterpretq_u8_s8(vshrn_high_n_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x), 3))) \
    X(rshrn_n_s16_1, vcombine_u8(vreinterpret_u8_s8(vrshrn_n_s16(vreinterpretq_s16_u8(x), 1)), vget_low_u8(y))) \
    X(rshrn_n_s16_5, vcombine_u8(vreinterpret_u8_s8(vrshrn_n_s16(vreinterpretq_s16_u8(x), 5)), vget_low_u8(y))) \
    X(rshrn_n_s16_8, vcombine_u8(vreinterpret_u8_s8(vrshrn_n_s16(vreinterpretq_s16_u8(x), 8)), vget_low_u8(y))) \
    X(rshrn_high_n_s16, vreinterpretq_u8_s8(vrshrn_high_n_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x), 3))) \
    X(qshrn_n_s16_1, vcombine_u8(vreinterpret_u8_s8(vqshrn_n_s16(vreinterpretq_s16_u8(x), 1)), vget_low_u8(y))) \
    X(qshrn_n_s16_5, vcombine_u8(vreinterpret_u8_s8(vqshrn_n_s16(vreinterpretq_s16_u8(x), 5)), vget_low_u8(y))) \
    X(qshrn_n_s16_8, vcombine_u8(vreinterpret_u8_s8(vqshrn_n_s16(vreinterpretq_s16_u8(x), 8)), vget_low_u8(y))) \
    X(qshrn_high_n_s16, vreinterpretq_u8_s8(vqshrn_high_n_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x), 3))) \
    X(qrshrn_n_s16_1, vcombine_u8(vreinterpret_u8_s8(vqrshrn_n_s16(vreinterpretq_s16_u8(x), 1)), vget_low_u8(y))) \
    X(qrshrn_n_s16_5, vcombine_u8(vreinterpret_u8_s8(vqrshrn_n_s16(vreinterpretq_s16_u8(x), 5)), vget_low_u8(y))) \
    X(qrshrn_n_s16_8, vcombine_u8(vreinterpret_u8_s8(vqrshrn_n_s16(vreinterpretq_s16_u8(x), 8)), vget_low_u8(y))) \
    X(qrshrn_high_n_s16, vreinterpretq_u8_s8(vqrshrn_high_n_s16(vreinterpret_s8_u8(vget_low_u8(x)), vreinterpretq_s16_u8(x), 3))) \
    X(qmovun_s16, vcombine_u8(vqmovun_s16(vreinterpretq_s16_u8(x)), vget_low_u8(y))) \
    X(qshrun_n_s16, vcombine_u8(vqshrun_n_s16(vreinterpretq_s16_u8(x), 7), vget_low_u8(y))) \
    X(qrshrun_n_s16, vcombine_u8(vqrshrun_n_s16(vreinterpretq_s16_u8(x), 7), vget_low_u8(y))) \
    X(addv_s8, vreinterpretq_u8_s8(vdupq_n_s8(vaddvq_s8(vreinterpretq_s8_u8(x))))) \
    X(addv_half_s8, vreinterpretq_u8_s8(vdupq_n_s8(vaddv_s8(vreinterpret_s8_u8(vget_low_u8(x)))))) \
    X(maxv_s8, vreinterpretq_u8_s8(vdupq_n_s8(vmaxvq_s8(vreinterpretq_s8_u8(x))))) \
    X(maxv_half_s8, vreinterpretq_u8_s8(vdupq_n_s8(vmaxv_s8(vreinterpret_s8_u8(vget_low_u8(x)))))) \
    X(minv_s8, vreinterpretq_u8_s8(vdupq_n_s8(vminvq_s8(vreinterpretq_s8_u8(x))))) \
    X(minv_half_s8, vreinterpretq_u8_s8(vdupq_n_s8(vminv_s8(vreinterpret_s8_u8(vget_low_u8(x)))))) \
    X(addlv_s8, vreinterpretq_u8_s16(vdupq_n_s16(vaddlvq_s8(vreinterpretq_s8_u8(x))))) \
    X(paddl_s8, vreinterpretq_u8_s16(vpaddlq_s8(vreinterpretq_s8_u8(x)))) \
    X(padal_s8, vreinterpretq_u8_s16(vpadalq_s8(vreinterpretq_s16_u8(x), vreinterpretq_s8_u8(y)))) \
    X(mull_s16, vreinterpretq_u8_s32(vmull_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(mull_high_s16, vreinterpretq_u8_s32(vmull_high_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(addl_s16, vreinterpretq_u8_s32(vaddl_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(addl_high_s16, vreinterpretq_u8_s32(vaddl_high_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(subl_s16, vreinterpretq_u8_s32(vsubl_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(subl_high_s16, vreinterpretq_u8_s32(vsubl_high_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(abdl_s16, vreinterpretq_u8_s32(vabdl_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(abdl_high_s16, vreinterpretq_u8_s32(vabdl_high_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(mlal_s16, vreinterpretq_u8_s32(vmlal_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y)), vreinterpret_s16_u8(vget_low_u8(z))))) \
    X(mlal_high_s16, vreinterpretq_u8_s32(vmlal_high_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(mlsl_s16, vreinterpretq_u8_s32(vmlsl_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y)), vreinterpret_s16_u8(vget_low_u8(z))))) \
    X(mlsl_high_s16, vreinterpretq_u8_s32(vmlsl_high_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(abal_s16, vreinterpretq_u8_s32(vabal_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y)), vreinterpret_s16_u8(vget_low_u8(z))))) \
    X(abal_high_s16, vreinterpretq_u8_s32(vabal_high_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(addw_s16, vreinterpretq_u8_s32(vaddw_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(addw_high_s16, vreinterpretq_u8_s32(vaddw_high_s16(vreinterpretq_s32_u8(y), vreinterpretq_s16_u8(y)))) \
    X(subw_s16, vreinterpretq_u8_s32(vsubw_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(subw_high_s16, vreinterpretq_u8_s32(vsubw_high_s16(vreinterpretq_s32_u8(y), vreinterpretq_s16_u8(y)))) \
    X(movl_s16, vreinterpretq_u8_s32(vmovl_s16(vreinterpret_s16_u8(vget_low_u8(x))))) \
    X(movl_high_s16, vreinterpretq_u8_s32(vmovl_high_s16(vreinterpretq_s16_u8(x)))) \
    X(shll_s16, vreinterpretq_u8_s32(vshll_n_s16(vreinterpret_s16_u8(vget_low_u8(x)), 15))) \
    X(shll_high_s16, vreinterpretq_u8_s32(vshll_high_n_s16(vreinterpretq_s16_u8(x), 3))) \
    X(addhn_s32, vcombine_u8(vreinterpret_u8_s16(vaddhn_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z))), vget_low_u8(y))) \
    X(addhn_high_s32, vreinterpretq_u8_s16(vaddhn_high_s32(vreinterpret_s16_u8(vget_low_u8(y)), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z)))) \
    X(subhn_s32, vcombine_u8(vreinterpret_u8_s16(vsubhn_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z))), vget_low_u8(y))) \
    X(subhn_high_s32, vreinterpretq_u8_s16(vsubhn_high_s32(vreinterpret_s16_u8(vget_low_u8(y)), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z)))) \
    X(raddhn_s32, vcombine_u8(vreinterpret_u8_s16(vraddhn_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z))), vget_low_u8(y))) \
    X(raddhn_high_s32, vreinterpretq_u8_s16(vraddhn_high_s32(vreinterpret_s16_u8(vget_low_u8(y)), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z)))) \
    X(rsubhn_s32, vcombine_u8(vreinterpret_u8_s16(vrsubhn_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z))), vget_low_u8(y))) \
    X(rsubhn_high_s32, vreinterpretq_u8_s16(vrsubhn_high_s32(vreinterpret_s16_u8(vget_low_u8(y)), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(z)))) \
    X(movn_s32, vcombine_u8(vreinterpret_u8_s16(vmovn_s32(vreinterpretq_s32_u8(x))), vget_low_u8(y))) \
    X(movn_high_s32, vreinterpretq_u8_s16(vmovn_high_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x)))) \
    X(qmovn_s32, vcombine_u8(vreinterpret_u8_s16(vqmovn_s32(vreinterpretq_s32_u8(x))), vget_low_u8(y))) \
    X(qmovn_high_s32, vreinterpretq_u8_s16(vqmovn_high_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x)))) \
    X(shrn_n_s32_1, vcombine_u8(vreinterpret_u8_s16(vshrn_n_s32(vreinterpretq_s32_u8(x), 1)), vget_low_u8(y))) \
    X(shrn_n_s32_9, vcombine_u8(vreinterpret_u8_s16(vshrn_n_s32(vreinterpretq_s32_u8(x), 9)), vget_low_u8(y))) \
    X(shrn_n_s32_16, vcombine_u8(vreinterpret_u8_s16(vshrn_n_s32(vreinterpretq_s32_u8(x), 16)), vget_low_u8(y))) \
    X(shrn_high_n_s32, vreinterpretq_u8_s16(vshrn_high_n_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x), 3))) \
    X(rshrn_n_s32_1, vcombine_u8(vreinterpret_u8_s16(vrshrn_n_s32(vreinterpretq_s32_u8(x), 1)), vget_low_u8(y))) \
    X(rshrn_n_s32_9, vcombine_u8(vreinterpret_u8_s16(vrshrn_n_s32(vreinterpretq_s32_u8(x), 9)), vget_low_u8(y))) \
    X(rshrn_n_s32_16, vcombine_u8(vreinterpret_u8_s16(vrshrn_n_s32(vreinterpretq_s32_u8(x), 16)), vget_low_u8(y))) \
    X(rshrn_high_n_s32, vreinterpretq_u8_s16(vrshrn_high_n_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x), 3))) \
    X(qshrn_n_s32_1, vcombine_u8(vreinterpret_u8_s16(vqshrn_n_s32(vreinterpretq_s32_u8(x), 1)), vget_low_u8(y))) \
    X(qshrn_n_s32_9, vcombine_u8(vreinterpret_u8_s16(vqshrn_n_s32(vreinterpretq_s32_u8(x), 9)), vget_low_u8(y))) \
    X(qshrn_n_s32_16, vcombine_u8(vreinterpret_u8_s16(vqshrn_n_s32(vreinterpretq_s32_u8(x), 16)), vget_low_u8(y))) \
    X(qshrn_high_n_s32, vreinterpretq_u8_s16(vqshrn_high_n_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x), 3))) \
    X(qrshrn_n_s32_1, vcombine_u8(vreinterpret_u8_s16(vqrshrn_n_s32(vreinterpretq_s32_u8(x), 1)), vget_low_u8(y))) \
    X(qrshrn_n_s32_9, vcombine_u8(vreinterpret_u8_s16(vqrshrn_n_s32(vreinterpretq_s32_u8(x), 9)), vget_low_u8(y))) \
    X(qrshrn_n_s32_16, vcombine_u8(vreinterpret_u8_s16(vqrshrn_n_s32(vreinterpretq_s32_u8(x), 16)), vget_low_u8(y))) \
    X(qrshrn_high_n_s32, vreinterpretq_u8_s16(vqrshrn_high_n_s32(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s32_u8(x), 3))) \
    X(qmovun_s32, vcombine_u8(vreinterpret_u8_u16(vqmovun_s32(vreinterpretq_s32_u8(x))), vget_low_u8(y))) \
    X(qshrun_n_s32, vcombine_u8(vreinterpret_u8_u16(vqshrun_n_s32(vreinterpretq_s32_u8(x), 15)), vget_low_u8(y))) \
    X(qrshrun_n_s32, vcombine_u8(vreinterpret_u8_u16(vqrshrun_n_s32(vreinterpretq_s32_u8(x), 15)), vget_low_u8(y))) \
    X(addv_s16, vreinterpretq_u8_s16(vdupq_n_s16(vaddvq_s16(vreinterpretq_s16_u8(x))))) \
    X(addv_half_s16, vreinterpretq_u8_s16(vdupq_n_s16(vaddv_s16(vreinterpret_s16_u8(vget_low_u8(x)))))) \
    X(maxv_s16, vreinterpretq_u8_s16(vdupq_n_s16(vmaxvq_s16(vreinterpretq_s16_u8(x))))) \
    X(maxv_half_s16, vreinterpretq_u8_s16(vdupq_n_s16(vmaxv_s16(vreinterpret_s16_u8(vget_low_u8(x)))))) \
    X(minv_s16, vreinterpretq_u8_s16(vdupq_n_s16(vminvq_s16(vreinterpretq_s16_u8(x))))) \
    X(minv_half_s16, vreinterpretq_u8_s16(vdupq_n_s16(vminv_s16(vreinterpret_s16_u8(vget_low_u8(x)))))) \
    X(addlv_s16, vreinterpretq_u8_s32(vdupq_n_s32(vaddlvq_s16(vreinterpretq_s16_u8(x))))) \
    X(paddl_s16, vreinterpretq_u8_s32(vpaddlq_s16(vreinterpretq_s16_u8(x)))) \
    X(padal_s16, vreinterpretq_u8_s32(vpadalq_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(y)))) \
    X(mull_s32, vreinterpretq_u8_s64(vmull_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(mull_high_s32, vreinterpretq_u8_s64(vmull_high_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(addl_s32, vreinterpretq_u8_s64(vaddl_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(addl_high_s32, vreinterpretq_u8_s64(vaddl_high_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(subl_s32, vreinterpretq_u8_s64(vsubl_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(subl_high_s32, vreinterpretq_u8_s64(vsubl_high_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(abdl_s32, vreinterpretq_u8_s64(vabdl_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(abdl_high_s32, vreinterpretq_u8_s64(vabdl_high_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(mlal_s32, vreinterpretq_u8_s64(vmlal_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y)), vreinterpret_s32_u8(vget_low_u8(z))))) \
    X(mlal_high_s32, vreinterpretq_u8_s64(vmlal_high_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(mlsl_s32, vreinterpretq_u8_s64(vmlsl_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y)), vreinterpret_s32_u8(vget_low_u8(z))))) \
    X(mlsl_high_s32, vreinterpretq_u8_s64(vmlsl_high_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(abal_s32, vreinterpretq_u8_s64(vabal_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y)), vreinterpret_s32_u8(vget_low_u8(z))))) \
    X(abal_high_s32, vreinterpretq_u8_s64(vabal_high_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(addw_s32, vreinterpretq_u8_s64(vaddw_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(addw_high_s32, vreinterpretq_u8_s64(vaddw_high_s32(vreinterpretq_s64_u8(y), vreinterpretq_s32_u8(y)))) \
    X(subw_s32, vreinterpretq_u8_s64(vsubw_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(subw_high_s32, vreinterpretq_u8_s64(vsubw_high_s32(vreinterpretq_s64_u8(y), vreinterpretq_s32_u8(y)))) \
    X(movl_s32, vreinterpretq_u8_s64(vmovl_s32(vreinterpret_s32_u8(vget_low_u8(x))))) \
    X(movl_high_s32, vreinterpretq_u8_s64(vmovl_high_s32(vreinterpretq_s32_u8(x)))) \
    X(shll_s32, vreinterpretq_u8_s64(vshll_n_s32(vreinterpret_s32_u8(vget_low_u8(x)), 31))) \
    X(shll_high_s32, vreinterpretq_u8_s64(vshll_high_n_s32(vreinterpretq_s32_u8(x), 3))) \
    X(addhn_s64, vcombine_u8(vreinterpret_u8_s32(vaddhn_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z))), vget_low_u8(y))) \
    X(addhn_high_s64, vreinterpretq_u8_s32(vaddhn_high_s64(vreinterpret_s32_u8(vget_low_u8(y)), vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z)))) \
    X(subhn_s64, vcombine_u8(vreinterpret_u8_s32(vsubhn_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z))), vget_low_u8(y))) \
    X(subhn_high_s64, vreinterpretq_u8_s32(vsubhn_high_s64(vreinterpret_s32_u8(vget_low_u8(y)), vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z)))) \
    X(raddhn_s64, vcombine_u8(vreinterpret_u8_s32(vraddhn_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z))), vget_low_u8(y))) \
    X(raddhn_high_s64, vreinterpretq_u8_s32(vraddhn_high_s64(vreinterpret_s32_u8(vget_low_u8(y)), vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z)))) \
    X(rsubhn_s64, vcombine_u8(vreinterpret_u8_s32(vrsubhn_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z))), vget_low_u8(y))) \
    X(rsubhn_high_s64, vreinterpretq_u8_s32(vrsubhn_high_s64(vreinterpret_s32_u8(vget_low_u8(y)), vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(z)))) \
    X(movn_s64, vcombine_u8(vreinterpret_u8_s32(vmovn_s64(vreinterpretq_s64_u8(x))), vget_low_u8(y))) \
    X(movn_high_s64, vreinterpretq_u8_s32(vmovn_high_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x)))) \
    X(qmovn_s64, vcombine_u8(vreinterpret_u8_s32(vqmovn_s64(vreinterpretq_s64_u8(x))), vget_low_u8(y))) \
    X(qmovn_high_s64, vreinterpretq_u8_s32(vqmovn_high_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x)))) \
    X(shrn_n_s64_1, vcombine_u8(vreinterpret_u8_s32(vshrn_n_s64(vreinterpretq_s64_u8(x), 1)), vget_low_u8(y))) \
    X(shrn_n_s64_17, vcombine_u8(vreinterpret_u8_s32(vshrn_n_s64(vreinterpretq_s64_u8(x), 17)), vget_low_u8(y))) \
    X(shrn_n_s64_32, vcombine_u8(vreinterpret_u8_s32(vshrn_n_s64(vreinterpretq_s64_u8(x), 32)), vget_low_u8(y))) \
    X(shrn_high_n_s64, vreinterpretq_u8_s32(vshrn_high_n_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x), 3))) \
    X(rshrn_n_s64_1, vcombine_u8(vreinterpret_u8_s32(vrshrn_n_s64(vreinterpretq_s64_u8(x), 1)), vget_low_u8(y))) \
    X(rshrn_n_s64_17, vcombine_u8(vreinterpret_u8_s32(vrshrn_n_s64(vreinterpretq_s64_u8(x), 17)), vget_low_u8(y))) \
    X(rshrn_n_s64_32, vcombine_u8(vreinterpret_u8_s32(vrshrn_n_s64(vreinterpretq_s64_u8(x), 32)), vget_low_u8(y))) \
    X(rshrn_high_n_s64, vreinterpretq_u8_s32(vrshrn_high_n_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x), 3))) \
    X(qshrn_n_s64_1, vcombine_u8(vreinterpret_u8_s32(vqshrn_n_s64(vreinterpretq_s64_u8(x), 1)), vget_low_u8(y))) \
    X(qshrn_n_s64_17, vcombine_u8(vreinterpret_u8_s32(vqshrn_n_s64(vreinterpretq_s64_u8(x), 17)), vget_low_u8(y))) \
    X(qshrn_n_s64_32, vcombine_u8(vreinterpret_u8_s32(vqshrn_n_s64(vreinterpretq_s64_u8(x), 32)), vget_low_u8(y))) \
    X(qshrn_high_n_s64, vreinterpretq_u8_s32(vqshrn_high_n_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x), 3))) \
    X(qrshrn_n_s64_1, vcombine_u8(vreinterpret_u8_s32(vqrshrn_n_s64(vreinterpretq_s64_u8(x), 1)), vget_low_u8(y))) \
    X(qrshrn_n_s64_17, vcombine_u8(vreinterpret_u8_s32(vqrshrn_n_s64(vreinterpretq_s64_u8(x), 17)), vget_low_u8(y))) \
    X(qrshrn_n_s64_32, vcombine_u8(vreinterpret_u8_s32(vqrshrn_n_s64(vreinterpretq_s64_u8(x), 32)), vget_low_u8(y))) \
    X(qrshrn_high_n_s64, vreinterpretq_u8_s32(vqrshrn_high_n_s64(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s64_u8(x), 3))) \
    X(qmovun_s64, vcombine_u8(vreinterpret_u8_u32(vqmovun_s64(vreinterpretq_s64_u8(x))), vget_low_u8(y))) \
    X(qshrun_n_s64, vcombine_u8(vreinterpret_u8_u32(vqshrun_n_s64(vreinterpretq_s64_u8(x), 31)), vget_low_u8(y))) \
    X(qrshrun_n_s64, vcombine_u8(vreinterpret_u8_u32(vqrshrun_n_s64(vreinterpretq_s64_u8(x), 31)), vget_low_u8(y))) \
    X(addv_s32, vreinterpretq_u8_s32(vdupq_n_s32(vaddvq_s32(vreinterpretq_s32_u8(x))))) \
    X(maxv_s32, vreinterpretq_u8_s32(vdupq_n_s32(vmaxvq_s32(vreinterpretq_s32_u8(x))))) \
    X(minv_s32, vreinterpretq_u8_s32(vdupq_n_s32(vminvq_s32(vreinterpretq_s32_u8(x))))) \
    X(addlv_s32, vreinterpretq_u8_s64(vdupq_n_s64(vaddlvq_s32(vreinterpretq_s32_u8(x))))) \
    X(paddl_s32, vreinterpretq_u8_s64(vpaddlq_s32(vreinterpretq_s32_u8(x)))) \
    X(padal_s32, vreinterpretq_u8_s64(vpadalq_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(y)))) \
    X(rshl_s8, vreinterpretq_u8_s8(vrshlq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(qshl_s8, vreinterpretq_u8_s8(vqshlq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(qrshl_s8, vreinterpretq_u8_s8(vqrshlq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(shl_s8, vreinterpretq_u8_s8(vshlq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(qadd_s8, vreinterpretq_u8_s8(vqaddq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(qsub_s8, vreinterpretq_u8_s8(vqsubq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(rshr_n_s8, vreinterpretq_u8_s8(vrshrq_n_s8(vreinterpretq_s8_u8(x), 8))) \
    X(rshr_n_s8_3, vreinterpretq_u8_s8(vrshrq_n_s8(vreinterpretq_s8_u8(x), 3))) \
    X(shr_n_s8, vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(x), 8))) \
    X(shr_n_s8_3, vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(x), 3))) \
    X(qshl_n_s8, vreinterpretq_u8_s8(vqshlq_n_s8(vreinterpretq_s8_u8(x), 7))) \
    X(qshl_n_s8_3, vreinterpretq_u8_s8(vqshlq_n_s8(vreinterpretq_s8_u8(x), 3))) \
    X(rsra_s8, vreinterpretq_u8_s8(vrsraq_n_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y), 4))) \
    X(qabs_s8, vreinterpretq_u8_s8(vqabsq_s8(vreinterpretq_s8_u8(x)))) \
    X(qneg_s8, vreinterpretq_u8_s8(vqnegq_s8(vreinterpretq_s8_u8(x)))) \
    X(qshlu_s8, vqshluq_n_s8(vreinterpretq_s8_u8(x), 4)) \
    X(uqadd_s8, vreinterpretq_u8_s8(vuqaddq_s8(vreinterpretq_s8_u8(x), y))) \
    X(hadd_s8, vreinterpretq_u8_s8(vhaddq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(hsub_s8, vreinterpretq_u8_s8(vhsubq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(rhadd_s8, vreinterpretq_u8_s8(vrhaddq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(abd_s8, vreinterpretq_u8_s8(vabdq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(max_s8, vreinterpretq_u8_s8(vmaxq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(min_s8, vreinterpretq_u8_s8(vminq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(pmax_s8, vreinterpretq_u8_s8(vpmaxq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(pmin_s8, vreinterpretq_u8_s8(vpminq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y)))) \
    X(aba_s8, vreinterpretq_u8_s8(vabaq_s8(vreinterpretq_s8_u8(x), vreinterpretq_s8_u8(y), vreinterpretq_s8_u8(z)))) \
    X(clz_s8, vreinterpretq_u8_s8(vclzq_s8(vreinterpretq_s8_u8(x)))) \
    X(cls_s8, vreinterpretq_u8_s8(vclsq_s8(vreinterpretq_s8_u8(x)))) \
    X(rshl_s16, vreinterpretq_u8_s16(vrshlq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qshl_s16, vreinterpretq_u8_s16(vqshlq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qrshl_s16, vreinterpretq_u8_s16(vqrshlq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(shl_s16, vreinterpretq_u8_s16(vshlq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qadd_s16, vreinterpretq_u8_s16(vqaddq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qsub_s16, vreinterpretq_u8_s16(vqsubq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(rshr_n_s16, vreinterpretq_u8_s16(vrshrq_n_s16(vreinterpretq_s16_u8(x), 16))) \
    X(rshr_n_s16_3, vreinterpretq_u8_s16(vrshrq_n_s16(vreinterpretq_s16_u8(x), 3))) \
    X(shr_n_s16, vreinterpretq_u8_s16(vshrq_n_s16(vreinterpretq_s16_u8(x), 16))) \
    X(shr_n_s16_3, vreinterpretq_u8_s16(vshrq_n_s16(vreinterpretq_s16_u8(x), 3))) \
    X(qshl_n_s16, vreinterpretq_u8_s16(vqshlq_n_s16(vreinterpretq_s16_u8(x), 15))) \
    X(qshl_n_s16_3, vreinterpretq_u8_s16(vqshlq_n_s16(vreinterpretq_s16_u8(x), 3))) \
    X(rsra_s16, vreinterpretq_u8_s16(vrsraq_n_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), 8))) \
    X(qabs_s16, vreinterpretq_u8_s16(vqabsq_s16(vreinterpretq_s16_u8(x)))) \
    X(qneg_s16, vreinterpretq_u8_s16(vqnegq_s16(vreinterpretq_s16_u8(x)))) \
    X(qshlu_s16, vreinterpretq_u8_u16(vqshluq_n_s16(vreinterpretq_s16_u8(x), 8))) \
    X(uqadd_s16, vreinterpretq_u8_s16(vuqaddq_s16(vreinterpretq_s16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(hadd_s16, vreinterpretq_u8_s16(vhaddq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(hsub_s16, vreinterpretq_u8_s16(vhsubq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(rhadd_s16, vreinterpretq_u8_s16(vrhaddq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(abd_s16, vreinterpretq_u8_s16(vabdq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(max_s16, vreinterpretq_u8_s16(vmaxq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(min_s16, vreinterpretq_u8_s16(vminq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(pmax_s16, vreinterpretq_u8_s16(vpmaxq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(pmin_s16, vreinterpretq_u8_s16(vpminq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(aba_s16, vreinterpretq_u8_s16(vabaq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), vreinterpretq_s16_u8(z)))) \
    X(clz_s16, vreinterpretq_u8_s16(vclzq_s16(vreinterpretq_s16_u8(x)))) \
    X(cls_s16, vreinterpretq_u8_s16(vclsq_s16(vreinterpretq_s16_u8(x)))) \
    X(rshl_s32, vreinterpretq_u8_s32(vrshlq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qshl_s32, vreinterpretq_u8_s32(vqshlq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qrshl_s32, vreinterpretq_u8_s32(vqrshlq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(shl_s32, vreinterpretq_u8_s32(vshlq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qadd_s32, vreinterpretq_u8_s32(vqaddq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qsub_s32, vreinterpretq_u8_s32(vqsubq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(rshr_n_s32, vreinterpretq_u8_s32(vrshrq_n_s32(vreinterpretq_s32_u8(x), 32))) \
    X(rshr_n_s32_3, vreinterpretq_u8_s32(vrshrq_n_s32(vreinterpretq_s32_u8(x), 3))) \
    X(shr_n_s32, vreinterpretq_u8_s32(vshrq_n_s32(vreinterpretq_s32_u8(x), 32))) \
    X(shr_n_s32_3, vreinterpretq_u8_s32(vshrq_n_s32(vreinterpretq_s32_u8(x), 3))) \
    X(qshl_n_s32, vreinterpretq_u8_s32(vqshlq_n_s32(vreinterpretq_s32_u8(x), 31))) \
    X(qshl_n_s32_3, vreinterpretq_u8_s32(vqshlq_n_s32(vreinterpretq_s32_u8(x), 3))) \
    X(rsra_s32, vreinterpretq_u8_s32(vrsraq_n_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), 16))) \
    X(qabs_s32, vreinterpretq_u8_s32(vqabsq_s32(vreinterpretq_s32_u8(x)))) \
    X(qneg_s32, vreinterpretq_u8_s32(vqnegq_s32(vreinterpretq_s32_u8(x)))) \
    X(qshlu_s32, vreinterpretq_u8_u32(vqshluq_n_s32(vreinterpretq_s32_u8(x), 16))) \
    X(uqadd_s32, vreinterpretq_u8_s32(vuqaddq_s32(vreinterpretq_s32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(hadd_s32, vreinterpretq_u8_s32(vhaddq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(hsub_s32, vreinterpretq_u8_s32(vhsubq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(rhadd_s32, vreinterpretq_u8_s32(vrhaddq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(abd_s32, vreinterpretq_u8_s32(vabdq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(max_s32, vreinterpretq_u8_s32(vmaxq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(min_s32, vreinterpretq_u8_s32(vminq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(pmax_s32, vreinterpretq_u8_s32(vpmaxq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(pmin_s32, vreinterpretq_u8_s32(vpminq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(aba_s32, vreinterpretq_u8_s32(vabaq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), vreinterpretq_s32_u8(z)))) \
    X(clz_s32, vreinterpretq_u8_s32(vclzq_s32(vreinterpretq_s32_u8(x)))) \
    X(cls_s32, vreinterpretq_u8_s32(vclsq_s32(vreinterpretq_s32_u8(x)))) \
    X(rshl_s64, vreinterpretq_u8_s64(vrshlq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qshl_s64, vreinterpretq_u8_s64(vqshlq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qrshl_s64, vreinterpretq_u8_s64(vqrshlq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(shl_s64, vreinterpretq_u8_s64(vshlq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qadd_s64, vreinterpretq_u8_s64(vqaddq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qsub_s64, vreinterpretq_u8_s64(vqsubq_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(rshr_n_s64, vreinterpretq_u8_s64(vrshrq_n_s64(vreinterpretq_s64_u8(x), 64))) \
    X(rshr_n_s64_3, vreinterpretq_u8_s64(vrshrq_n_s64(vreinterpretq_s64_u8(x), 3))) \
    X(shr_n_s64, vreinterpretq_u8_s64(vshrq_n_s64(vreinterpretq_s64_u8(x), 64))) \
    X(shr_n_s64_3, vreinterpretq_u8_s64(vshrq_n_s64(vreinterpretq_s64_u8(x), 3))) \
    X(qshl_n_s64, vreinterpretq_u8_s64(vqshlq_n_s64(vreinterpretq_s64_u8(x), 63))) \
    X(qshl_n_s64_3, vreinterpretq_u8_s64(vqshlq_n_s64(vreinterpretq_s64_u8(x), 3))) \
    X(rsra_s64, vreinterpretq_u8_s64(vrsraq_n_s64(vreinterpretq_s64_u8(x), vreinterpretq_s64_u8(y), 32))) \
    X(qabs_s64, vreinterpretq_u8_s64(vqabsq_s64(vreinterpretq_s64_u8(x)))) \
    X(qneg_s64, vreinterpretq_u8_s64(vqnegq_s64(vreinterpretq_s64_u8(x)))) \
    X(qshlu_s64, vreinterpretq_u8_u64(vqshluq_n_s64(vreinterpretq_s64_u8(x), 32))) \
    X(uqadd_s64, vreinterpretq_u8_s64(vuqaddq_s64(vreinterpretq_s64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(mull_u8, vreinterpretq_u8_u16(vmull_u8(vget_low_u8(x), vget_low_u8(y)))) \
    X(mull_high_u8, vreinterpretq_u8_u16(vmull_high_u8(x, y))) \
    X(addl_u8, vreinterpretq_u8_u16(vaddl_u8(vget_low_u8(x), vget_low_u8(y)))) \
    X(addl_high_u8, vreinterpretq_u8_u16(vaddl_high_u8(x, y))) \
    X(subl_u8, vreinterpretq_u8_u16(vsubl_u8(vget_low_u8(x), vget_low_u8(y)))) \
    X(subl_high_u8, vreinterpretq_u8_u16(vsubl_high_u8(x, y))) \
    X(abdl_u8, vreinterpretq_u8_u16(vabdl_u8(vget_low_u8(x), vget_low_u8(y)))) \
    X(abdl_high_u8, vreinterpretq_u8_u16(vabdl_high_u8(x, y))) \
    X(mlal_u8, vreinterpretq_u8_u16(vmlal_u8(vreinterpretq_u16_u8(x), vget_low_u8(y), vget_low_u8(z)))) \
    X(mlal_high_u8, vreinterpretq_u8_u16(vmlal_high_u8(vreinterpretq_u16_u8(x), x, y))) \
    X(mlsl_u8, vreinterpretq_u8_u16(vmlsl_u8(vreinterpretq_u16_u8(x), vget_low_u8(y), vget_low_u8(z)))) \
    X(mlsl_high_u8, vreinterpretq_u8_u16(vmlsl_high_u8(vreinterpretq_u16_u8(x), x, y))) \
    X(abal_u8, vreinterpretq_u8_u16(vabal_u8(vreinterpretq_u16_u8(x), vget_low_u8(y), vget_low_u8(z)))) \
    X(abal_high_u8, vreinterpretq_u8_u16(vabal_high_u8(vreinterpretq_u16_u8(x), x, y))) \
    X(addw_u8, vreinterpretq_u8_u16(vaddw_u8(vreinterpretq_u16_u8(x), vget_low_u8(y)))) \
    X(addw_high_u8, vreinterpretq_u8_u16(vaddw_high_u8(vreinterpretq_u16_u8(y), y))) \
    X(subw_u8, vreinterpretq_u8_u16(vsubw_u8(vreinterpretq_u16_u8(x), vget_low_u8(y)))) \
    X(subw_high_u8, vreinterpretq_u8_u16(vsubw_high_u8(vreinterpretq_u16_u8(y), y))) \
    X(movl_u8, vreinterpretq_u8_u16(vmovl_u8(vget_low_u8(x)))) \
    X(movl_high_u8, vreinterpretq_u8_u16(vmovl_high_u8(x))) \
    X(shll_u8, vreinterpretq_u8_u16(vshll_n_u8(vget_low_u8(x), 7))) \
    X(shll_high_u8, vreinterpretq_u8_u16(vshll_high_n_u8(x, 3))) \
    X(addhn_u16, vcombine_u8(vaddhn_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z)), vget_low_u8(y))) \
    X(addhn_high_u16, vaddhn_high_u16(vget_low_u8(y), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z))) \
    X(subhn_u16, vcombine_u8(vsubhn_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z)), vget_low_u8(y))) \
    X(subhn_high_u16, vsubhn_high_u16(vget_low_u8(y), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z))) \
    X(raddhn_u16, vcombine_u8(vraddhn_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z)), vget_low_u8(y))) \
    X(raddhn_high_u16, vraddhn_high_u16(vget_low_u8(y), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z))) \
    X(rsubhn_u16, vcombine_u8(vrsubhn_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z)), vget_low_u8(y))) \
    X(rsubhn_high_u16, vrsubhn_high_u16(vget_low_u8(y), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(z))) \
    X(movn_u16, vcombine_u8(vmovn_u16(vreinterpretq_u16_u8(x)), vget_low_u8(y))) \
    X(movn_high_u16, vmovn_high_u16(vget_low_u8(x), vreinterpretq_u16_u8(x))) \
    X(qmovn_u16, vcombine_u8(vqmovn_u16(vreinterpretq_u16_u8(x)), vget_low_u8(y))) \
    X(qmovn_high_u16, vqmovn_high_u16(vget_low_u8(x), vreinterpretq_u16_u8(x))) \
    X(shrn_n_u16_1, vcombine_u8(vshrn_n_u16(vreinterpretq_u16_u8(x), 1), vget_low_u8(y))) \
    X(shrn_n_u16_5, vcombine_u8(vshrn_n_u16(vreinterpretq_u16_u8(x), 5), vget_low_u8(y))) \
    X(shrn_n_u16_8, vcombine_u8(vshrn_n_u16(vreinterpretq_u16_u8(x), 8), vget_low_u8(y))) \
    X(shrn_high_n_u16, vshrn_high_n_u16(vget_low_u8(x), vreinterpretq_u16_u8(x), 3)) \
    X(rshrn_n_u16_1, vcombine_u8(vrshrn_n_u16(vreinterpretq_u16_u8(x), 1), vget_low_u8(y))) \
    X(rshrn_n_u16_5, vcombine_u8(vrshrn_n_u16(vreinterpretq_u16_u8(x), 5), vget_low_u8(y))) \
    X(rshrn_n_u16_8, vcombine_u8(vrshrn_n_u16(vreinterpretq_u16_u8(x), 8), vget_low_u8(y))) \
    X(rshrn_high_n_u16, vrshrn_high_n_u16(vget_low_u8(x), vreinterpretq_u16_u8(x), 3)) \
    X(qshrn_n_u16_1, vcombine_u8(vqshrn_n_u16(vreinterpretq_u16_u8(x), 1), vget_low_u8(y))) \
    X(qshrn_n_u16_5, vcombine_u8(vqshrn_n_u16(vreinterpretq_u16_u8(x), 5), vget_low_u8(y))) \
    X(qshrn_n_u16_8, vcombine_u8(vqshrn_n_u16(vreinterpretq_u16_u8(x), 8), vget_low_u8(y))) \
    X(qshrn_high_n_u16, vqshrn_high_n_u16(vget_low_u8(x), vreinterpretq_u16_u8(x), 3)) \
    X(qrshrn_n_u16_1, vcombine_u8(vqrshrn_n_u16(vreinterpretq_u16_u8(x), 1), vget_low_u8(y))) \
    X(qrshrn_n_u16_5, vcombine_u8(vqrshrn_n_u16(vreinterpretq_u16_u8(x), 5), vget_low_u8(y))) \
    X(qrshrn_n_u16_8, vcombine_u8(vqrshrn_n_u16(vreinterpretq_u16_u8(x), 8), vget_low_u8(y))) \
    X(qrshrn_high_n_u16, vqrshrn_high_n_u16(vget_low_u8(x), vreinterpretq_u16_u8(x), 3)) \
    X(addv_u8, vdupq_n_u8(vaddvq_u8(x))) \
    X(addv_half_u8, vdupq_n_u8(vaddv_u8(vget_low_u8(x)))) \
    X(maxv_u8, vdupq_n_u8(vmaxvq_u8(x))) \
    X(maxv_half_u8, vdupq_n_u8(vmaxv_u8(vget_low_u8(x)))) \
    X(minv_u8, vdupq_n_u8(vminvq_u8(x))) \
    X(minv_half_u8, vdupq_n_u8(vminv_u8(vget_low_u8(x)))) \
    X(addlv_u8, vreinterpretq_u8_u16(vdupq_n_u16(vaddlvq_u8(x)))) \
    X(paddl_u8, vreinterpretq_u8_u16(vpaddlq_u8(x))) \
    X(padal_u8, vreinterpretq_u8_u16(vpadalq_u8(vreinterpretq_u16_u8(x), y))) \
    X(mull_u16, vreinterpretq_u8_u32(vmull_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(mull_high_u16, vreinterpretq_u8_u32(vmull_high_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(addl_u16, vreinterpretq_u8_u32(vaddl_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(addl_high_u16, vreinterpretq_u8_u32(vaddl_high_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(subl_u16, vreinterpretq_u8_u32(vsubl_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(subl_high_u16, vreinterpretq_u8_u32(vsubl_high_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(abdl_u16, vreinterpretq_u8_u32(vabdl_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(abdl_high_u16, vreinterpretq_u8_u32(vabdl_high_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(mlal_u16, vreinterpretq_u8_u32(vmlal_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y)), vreinterpret_u16_u8(vget_low_u8(z))))) \
    X(mlal_high_u16, vreinterpretq_u8_u32(vmlal_high_u16(vreinterpretq_u32_u8(x), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(mlsl_u16, vreinterpretq_u8_u32(vmlsl_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y)), vreinterpret_u16_u8(vget_low_u8(z))))) \
    X(mlsl_high_u16, vreinterpretq_u8_u32(vmlsl_high_u16(vreinterpretq_u32_u8(x), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(abal_u16, vreinterpretq_u8_u32(vabal_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y)), vreinterpret_u16_u8(vget_low_u8(z))))) \
    X(abal_high_u16, vreinterpretq_u8_u32(vabal_high_u16(vreinterpretq_u32_u8(x), vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(addw_u16, vreinterpretq_u8_u32(vaddw_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(addw_high_u16, vreinterpretq_u8_u32(vaddw_high_u16(vreinterpretq_u32_u8(y), vreinterpretq_u16_u8(y)))) \
    X(subw_u16, vreinterpretq_u8_u32(vsubw_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y))))) \
    X(subw_high_u16, vreinterpretq_u8_u32(vsubw_high_u16(vreinterpretq_u32_u8(y), vreinterpretq_u16_u8(y)))) \
    X(movl_u16, vreinterpretq_u8_u32(vmovl_u16(vreinterpret_u16_u8(vget_low_u8(x))))) \
    X(movl_high_u16, vreinterpretq_u8_u32(vmovl_high_u16(vreinterpretq_u16_u8(x)))) \
    X(shll_u16, vreinterpretq_u8_u32(vshll_n_u16(vreinterpret_u16_u8(vget_low_u8(x)), 15))) \
    X(shll_high_u16, vreinterpretq_u8_u32(vshll_high_n_u16(vreinterpretq_u16_u8(x), 3))) \
    X(addhn_u32, vcombine_u8(vreinterpret_u8_u16(vaddhn_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z))), vget_low_u8(y))) \
    X(addhn_high_u32, vreinterpretq_u8_u16(vaddhn_high_u32(vreinterpret_u16_u8(vget_low_u8(y)), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z)))) \
    X(subhn_u32, vcombine_u8(vreinterpret_u8_u16(vsubhn_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z))), vget_low_u8(y))) \
    X(subhn_high_u32, vreinterpretq_u8_u16(vsubhn_high_u32(vreinterpret_u16_u8(vget_low_u8(y)), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z)))) \
    X(raddhn_u32, vcombine_u8(vreinterpret_u8_u16(vraddhn_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z))), vget_low_u8(y))) \
    X(raddhn_high_u32, vreinterpretq_u8_u16(vraddhn_high_u32(vreinterpret_u16_u8(vget_low_u8(y)), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z)))) \
    X(rsubhn_u32, vcombine_u8(vreinterpret_u8_u16(vrsubhn_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z))), vget_low_u8(y))) \
    X(rsubhn_high_u32, vreinterpretq_u8_u16(vrsubhn_high_u32(vreinterpret_u16_u8(vget_low_u8(y)), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(z)))) \
    X(movn_u32, vcombine_u8(vreinterpret_u8_u16(vmovn_u32(vreinterpretq_u32_u8(x))), vget_low_u8(y))) \
    X(movn_high_u32, vreinterpretq_u8_u16(vmovn_high_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x)))) \
    X(qmovn_u32, vcombine_u8(vreinterpret_u8_u16(vqmovn_u32(vreinterpretq_u32_u8(x))), vget_low_u8(y))) \
    X(qmovn_high_u32, vreinterpretq_u8_u16(vqmovn_high_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x)))) \
    X(shrn_n_u32_1, vcombine_u8(vreinterpret_u8_u16(vshrn_n_u32(vreinterpretq_u32_u8(x), 1)), vget_low_u8(y))) \
    X(shrn_n_u32_9, vcombine_u8(vreinterpret_u8_u16(vshrn_n_u32(vreinterpretq_u32_u8(x), 9)), vget_low_u8(y))) \
    X(shrn_n_u32_16, vcombine_u8(vreinterpret_u8_u16(vshrn_n_u32(vreinterpretq_u32_u8(x), 16)), vget_low_u8(y))) \
    X(shrn_high_n_u32, vreinterpretq_u8_u16(vshrn_high_n_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x), 3))) \
    X(rshrn_n_u32_1, vcombine_u8(vreinterpret_u8_u16(vrshrn_n_u32(vreinterpretq_u32_u8(x), 1)), vget_low_u8(y))) \
    X(rshrn_n_u32_9, vcombine_u8(vreinterpret_u8_u16(vrshrn_n_u32(vreinterpretq_u32_u8(x), 9)), vget_low_u8(y))) \
    X(rshrn_n_u32_16, vcombine_u8(vreinterpret_u8_u16(vrshrn_n_u32(vreinterpretq_u32_u8(x), 16)), vget_low_u8(y))) \
    X(rshrn_high_n_u32, vreinterpretq_u8_u16(vrshrn_high_n_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x), 3))) \
    X(qshrn_n_u32_1, vcombine_u8(vreinterpret_u8_u16(vqshrn_n_u32(vreinterpretq_u32_u8(x), 1)), vget_low_u8(y))) \
    X(qshrn_n_u32_9, vcombine_u8(vreinterpret_u8_u16(vqshrn_n_u32(vreinterpretq_u32_u8(x), 9)), vget_low_u8(y))) \
    X(qshrn_n_u32_16, vcombine_u8(vreinterpret_u8_u16(vqshrn_n_u32(vreinterpretq_u32_u8(x), 16)), vget_low_u8(y))) \
    X(qshrn_high_n_u32, vreinterpretq_u8_u16(vqshrn_high_n_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x), 3))) \
    X(qrshrn_n_u32_1, vcombine_u8(vreinterpret_u8_u16(vqrshrn_n_u32(vreinterpretq_u32_u8(x), 1)), vget_low_u8(y))) \
    X(qrshrn_n_u32_9, vcombine_u8(vreinterpret_u8_u16(vqrshrn_n_u32(vreinterpretq_u32_u8(x), 9)), vget_low_u8(y))) \
    X(qrshrn_n_u32_16, vcombine_u8(vreinterpret_u8_u16(vqrshrn_n_u32(vreinterpretq_u32_u8(x), 16)), vget_low_u8(y))) \
    X(qrshrn_high_n_u32, vreinterpretq_u8_u16(vqrshrn_high_n_u32(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u32_u8(x), 3))) \
    X(addv_u16, vreinterpretq_u8_u16(vdupq_n_u16(vaddvq_u16(vreinterpretq_u16_u8(x))))) \
    X(addv_half_u16, vreinterpretq_u8_u16(vdupq_n_u16(vaddv_u16(vreinterpret_u16_u8(vget_low_u8(x)))))) \
    X(maxv_u16, vreinterpretq_u8_u16(vdupq_n_u16(vmaxvq_u16(vreinterpretq_u16_u8(x))))) \
    X(maxv_half_u16, vreinterpretq_u8_u16(vdupq_n_u16(vmaxv_u16(vreinterpret_u16_u8(vget_low_u8(x)))))) \
    X(minv_u16, vreinterpretq_u8_u16(vdupq_n_u16(vminvq_u16(vreinterpretq_u16_u8(x))))) \
    X(minv_half_u16, vreinterpretq_u8_u16(vdupq_n_u16(vminv_u16(vreinterpret_u16_u8(vget_low_u8(x)))))) \
    X(addlv_u16, vreinterpretq_u8_u32(vdupq_n_u32(vaddlvq_u16(vreinterpretq_u16_u8(x))))) \
    X(paddl_u16, vreinterpretq_u8_u32(vpaddlq_u16(vreinterpretq_u16_u8(x)))) \
    X(padal_u16, vreinterpretq_u8_u32(vpadalq_u16(vreinterpretq_u32_u8(x), vreinterpretq_u16_u8(y)))) \
    X(mull_u32, vreinterpretq_u8_u64(vmull_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(mull_high_u32, vreinterpretq_u8_u64(vmull_high_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(addl_u32, vreinterpretq_u8_u64(vaddl_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(addl_high_u32, vreinterpretq_u8_u64(vaddl_high_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(subl_u32, vreinterpretq_u8_u64(vsubl_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(subl_high_u32, vreinterpretq_u8_u64(vsubl_high_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(abdl_u32, vreinterpretq_u8_u64(vabdl_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(abdl_high_u32, vreinterpretq_u8_u64(vabdl_high_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(mlal_u32, vreinterpretq_u8_u64(vmlal_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y)), vreinterpret_u32_u8(vget_low_u8(z))))) \
    X(mlal_high_u32, vreinterpretq_u8_u64(vmlal_high_u32(vreinterpretq_u64_u8(x), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(mlsl_u32, vreinterpretq_u8_u64(vmlsl_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y)), vreinterpret_u32_u8(vget_low_u8(z))))) \
    X(mlsl_high_u32, vreinterpretq_u8_u64(vmlsl_high_u32(vreinterpretq_u64_u8(x), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(abal_u32, vreinterpretq_u8_u64(vabal_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y)), vreinterpret_u32_u8(vget_low_u8(z))))) \
    X(abal_high_u32, vreinterpretq_u8_u64(vabal_high_u32(vreinterpretq_u64_u8(x), vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(addw_u32, vreinterpretq_u8_u64(vaddw_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(addw_high_u32, vreinterpretq_u8_u64(vaddw_high_u32(vreinterpretq_u64_u8(y), vreinterpretq_u32_u8(y)))) \
    X(subw_u32, vreinterpretq_u8_u64(vsubw_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y))))) \
    X(subw_high_u32, vreinterpretq_u8_u64(vsubw_high_u32(vreinterpretq_u64_u8(y), vreinterpretq_u32_u8(y)))) \
    X(movl_u32, vreinterpretq_u8_u64(vmovl_u32(vreinterpret_u32_u8(vget_low_u8(x))))) \
    X(movl_high_u32, vreinterpretq_u8_u64(vmovl_high_u32(vreinterpretq_u32_u8(x)))) \
    X(shll_u32, vreinterpretq_u8_u64(vshll_n_u32(vreinterpret_u32_u8(vget_low_u8(x)), 31))) \
    X(shll_high_u32, vreinterpretq_u8_u64(vshll_high_n_u32(vreinterpretq_u32_u8(x), 3))) \
    X(addhn_u64, vcombine_u8(vreinterpret_u8_u32(vaddhn_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z))), vget_low_u8(y))) \
    X(addhn_high_u64, vreinterpretq_u8_u32(vaddhn_high_u64(vreinterpret_u32_u8(vget_low_u8(y)), vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z)))) \
    X(subhn_u64, vcombine_u8(vreinterpret_u8_u32(vsubhn_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z))), vget_low_u8(y))) \
    X(subhn_high_u64, vreinterpretq_u8_u32(vsubhn_high_u64(vreinterpret_u32_u8(vget_low_u8(y)), vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z)))) \
    X(raddhn_u64, vcombine_u8(vreinterpret_u8_u32(vraddhn_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z))), vget_low_u8(y))) \
    X(raddhn_high_u64, vreinterpretq_u8_u32(vraddhn_high_u64(vreinterpret_u32_u8(vget_low_u8(y)), vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z)))) \
    X(rsubhn_u64, vcombine_u8(vreinterpret_u8_u32(vrsubhn_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z))), vget_low_u8(y))) \
    X(rsubhn_high_u64, vreinterpretq_u8_u32(vrsubhn_high_u64(vreinterpret_u32_u8(vget_low_u8(y)), vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(z)))) \
    X(movn_u64, vcombine_u8(vreinterpret_u8_u32(vmovn_u64(vreinterpretq_u64_u8(x))), vget_low_u8(y))) \
    X(movn_high_u64, vreinterpretq_u8_u32(vmovn_high_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x)))) \
    X(qmovn_u64, vcombine_u8(vreinterpret_u8_u32(vqmovn_u64(vreinterpretq_u64_u8(x))), vget_low_u8(y))) \
    X(qmovn_high_u64, vreinterpretq_u8_u32(vqmovn_high_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x)))) \
    X(shrn_n_u64_1, vcombine_u8(vreinterpret_u8_u32(vshrn_n_u64(vreinterpretq_u64_u8(x), 1)), vget_low_u8(y))) \
    X(shrn_n_u64_17, vcombine_u8(vreinterpret_u8_u32(vshrn_n_u64(vreinterpretq_u64_u8(x), 17)), vget_low_u8(y))) \
    X(shrn_n_u64_32, vcombine_u8(vreinterpret_u8_u32(vshrn_n_u64(vreinterpretq_u64_u8(x), 32)), vget_low_u8(y))) \
    X(shrn_high_n_u64, vreinterpretq_u8_u32(vshrn_high_n_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x), 3))) \
    X(rshrn_n_u64_1, vcombine_u8(vreinterpret_u8_u32(vrshrn_n_u64(vreinterpretq_u64_u8(x), 1)), vget_low_u8(y))) \
    X(rshrn_n_u64_17, vcombine_u8(vreinterpret_u8_u32(vrshrn_n_u64(vreinterpretq_u64_u8(x), 17)), vget_low_u8(y))) \
    X(rshrn_n_u64_32, vcombine_u8(vreinterpret_u8_u32(vrshrn_n_u64(vreinterpretq_u64_u8(x), 32)), vget_low_u8(y))) \
    X(rshrn_high_n_u64, vreinterpretq_u8_u32(vrshrn_high_n_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x), 3))) \
    X(qshrn_n_u64_1, vcombine_u8(vreinterpret_u8_u32(vqshrn_n_u64(vreinterpretq_u64_u8(x), 1)), vget_low_u8(y))) \
    X(qshrn_n_u64_17, vcombine_u8(vreinterpret_u8_u32(vqshrn_n_u64(vreinterpretq_u64_u8(x), 17)), vget_low_u8(y))) \
    X(qshrn_n_u64_32, vcombine_u8(vreinterpret_u8_u32(vqshrn_n_u64(vreinterpretq_u64_u8(x), 32)), vget_low_u8(y))) \
    X(qshrn_high_n_u64, vreinterpretq_u8_u32(vqshrn_high_n_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x), 3))) \
    X(qrshrn_n_u64_1, vcombine_u8(vreinterpret_u8_u32(vqrshrn_n_u64(vreinterpretq_u64_u8(x), 1)), vget_low_u8(y))) \
    X(qrshrn_n_u64_17, vcombine_u8(vreinterpret_u8_u32(vqrshrn_n_u64(vreinterpretq_u64_u8(x), 17)), vget_low_u8(y))) \
    X(qrshrn_n_u64_32, vcombine_u8(vreinterpret_u8_u32(vqrshrn_n_u64(vreinterpretq_u64_u8(x), 32)), vget_low_u8(y))) \
    X(qrshrn_high_n_u64, vreinterpretq_u8_u32(vqrshrn_high_n_u64(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u64_u8(x), 3))) \
    X(addv_u32, vreinterpretq_u8_u32(vdupq_n_u32(vaddvq_u32(vreinterpretq_u32_u8(x))))) \
    X(maxv_u32, vreinterpretq_u8_u32(vdupq_n_u32(vmaxvq_u32(vreinterpretq_u32_u8(x))))) \
    X(minv_u32, vreinterpretq_u8_u32(vdupq_n_u32(vminvq_u32(vreinterpretq_u32_u8(x))))) \
    X(addlv_u32, vreinterpretq_u8_u64(vdupq_n_u64(vaddlvq_u32(vreinterpretq_u32_u8(x))))) \
    X(paddl_u32, vreinterpretq_u8_u64(vpaddlq_u32(vreinterpretq_u32_u8(x)))) \
    X(padal_u32, vreinterpretq_u8_u64(vpadalq_u32(vreinterpretq_u64_u8(x), vreinterpretq_u32_u8(y)))) \
    X(zip1_u8, vzip1q_u8(x, y)) \
    X(zip1_half_u8, vcombine_u8(vzip1_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(zip2_u8, vzip2q_u8(x, y)) \
    X(zip2_half_u8, vcombine_u8(vzip2_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(uzp1_u8, vuzp1q_u8(x, y)) \
    X(uzp1_half_u8, vcombine_u8(vuzp1_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(uzp2_u8, vuzp2q_u8(x, y)) \
    X(uzp2_half_u8, vcombine_u8(vuzp2_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(trn1_u8, vtrn1q_u8(x, y)) \
    X(trn1_half_u8, vcombine_u8(vtrn1_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(trn2_u8, vtrn2q_u8(x, y)) \
    X(trn2_half_u8, vcombine_u8(vtrn2_u8(vget_low_u8(x), vget_low_u8(y)), vget_low_u8(y))) \
    X(rshl_u8, vrshlq_u8(x, vreinterpretq_s8_u8(y))) \
    X(qshl_u8, vqshlq_u8(x, vreinterpretq_s8_u8(y))) \
    X(qrshl_u8, vqrshlq_u8(x, vreinterpretq_s8_u8(y))) \
    X(shl_u8, vshlq_u8(x, vreinterpretq_s8_u8(y))) \
    X(qadd_u8, vqaddq_u8(x, y)) \
    X(qsub_u8, vqsubq_u8(x, y)) \
    X(rshr_n_u8, vrshrq_n_u8(x, 8)) \
    X(rshr_n_u8_3, vrshrq_n_u8(x, 3)) \
    X(shr_n_u8, vshrq_n_u8(x, 8)) \
    X(shr_n_u8_3, vshrq_n_u8(x, 3)) \
    X(qshl_n_u8, vqshlq_n_u8(x, 7)) \
    X(qshl_n_u8_3, vqshlq_n_u8(x, 3)) \
    X(rsra_u8, vrsraq_n_u8(x, y, 4)) \
    X(sqadd_u8, vsqaddq_u8(x, vreinterpretq_s8_u8(y))) \
    X(hadd_u8, vhaddq_u8(x, y)) \
    X(hsub_u8, vhsubq_u8(x, y)) \
    X(rhadd_u8, vrhaddq_u8(x, y)) \
    X(abd_u8, vabdq_u8(x, y)) \
    X(max_u8, vmaxq_u8(x, y)) \
    X(min_u8, vminq_u8(x, y)) \
    X(pmax_u8, vpmaxq_u8(x, y)) \
    X(pmin_u8, vpminq_u8(x, y)) \
    X(aba_u8, vabaq_u8(x, y, z)) \
    X(clz_u8, vclzq_u8(x)) \
    X(cls_u8, vreinterpretq_u8_s8(vclsq_u8(x))) \
    X(zip1_u16, vreinterpretq_u8_u16(vzip1q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(zip1_half_u16, vcombine_u8(vreinterpret_u8_u16(vzip1_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(zip2_u16, vreinterpretq_u8_u16(vzip2q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(zip2_half_u16, vcombine_u8(vreinterpret_u8_u16(vzip2_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(uzp1_u16, vreinterpretq_u8_u16(vuzp1q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(uzp1_half_u16, vcombine_u8(vreinterpret_u8_u16(vuzp1_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(uzp2_u16, vreinterpretq_u8_u16(vuzp2q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(uzp2_half_u16, vcombine_u8(vreinterpret_u8_u16(vuzp2_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(trn1_u16, vreinterpretq_u8_u16(vtrn1q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(trn1_half_u16, vcombine_u8(vreinterpret_u8_u16(vtrn1_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(trn2_u16, vreinterpretq_u8_u16(vtrn2q_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(trn2_half_u16, vcombine_u8(vreinterpret_u8_u16(vtrn2_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpret_u16_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(rshl_u16, vreinterpretq_u8_u16(vrshlq_u16(vreinterpretq_u16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qshl_u16, vreinterpretq_u8_u16(vqshlq_u16(vreinterpretq_u16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qrshl_u16, vreinterpretq_u8_u16(vqrshlq_u16(vreinterpretq_u16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(shl_u16, vreinterpretq_u8_u16(vshlq_u16(vreinterpretq_u16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qadd_u16, vreinterpretq_u8_u16(vqaddq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(qsub_u16, vreinterpretq_u8_u16(vqsubq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(rshr_n_u16, vreinterpretq_u8_u16(vrshrq_n_u16(vreinterpretq_u16_u8(x), 16))) \
    X(rshr_n_u16_3, vreinterpretq_u8_u16(vrshrq_n_u16(vreinterpretq_u16_u8(x), 3))) \
    X(shr_n_u16, vreinterpretq_u8_u16(vshrq_n_u16(vreinterpretq_u16_u8(x), 16))) \
    X(shr_n_u16_3, vreinterpretq_u8_u16(vshrq_n_u16(vreinterpretq_u16_u8(x), 3))) \
    X(qshl_n_u16, vreinterpretq_u8_u16(vqshlq_n_u16(vreinterpretq_u16_u8(x), 15))) \
    X(qshl_n_u16_3, vreinterpretq_u8_u16(vqshlq_n_u16(vreinterpretq_u16_u8(x), 3))) \
    X(rsra_u16, vreinterpretq_u8_u16(vrsraq_n_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y), 8))) \
    X(sqadd_u16, vreinterpretq_u8_u16(vsqaddq_u16(vreinterpretq_u16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(hadd_u16, vreinterpretq_u8_u16(vhaddq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(hsub_u16, vreinterpretq_u8_u16(vhsubq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(rhadd_u16, vreinterpretq_u8_u16(vrhaddq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(abd_u16, vreinterpretq_u8_u16(vabdq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(max_u16, vreinterpretq_u8_u16(vmaxq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(min_u16, vreinterpretq_u8_u16(vminq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(pmax_u16, vreinterpretq_u8_u16(vpmaxq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(pmin_u16, vreinterpretq_u8_u16(vpminq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y)))) \
    X(aba_u16, vreinterpretq_u8_u16(vabaq_u16(vreinterpretq_u16_u8(x), vreinterpretq_u16_u8(y), vreinterpretq_u16_u8(z)))) \
    X(clz_u16, vreinterpretq_u8_u16(vclzq_u16(vreinterpretq_u16_u8(x)))) \
    X(cls_u16, vreinterpretq_u8_s16(vclsq_u16(vreinterpretq_u16_u8(x)))) \
    X(zip1_u32, vreinterpretq_u8_u32(vzip1q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(zip1_half_u32, vcombine_u8(vreinterpret_u8_u32(vzip1_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(zip2_u32, vreinterpretq_u8_u32(vzip2q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(zip2_half_u32, vcombine_u8(vreinterpret_u8_u32(vzip2_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(uzp1_u32, vreinterpretq_u8_u32(vuzp1q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(uzp1_half_u32, vcombine_u8(vreinterpret_u8_u32(vuzp1_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(uzp2_u32, vreinterpretq_u8_u32(vuzp2q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(uzp2_half_u32, vcombine_u8(vreinterpret_u8_u32(vuzp2_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(trn1_u32, vreinterpretq_u8_u32(vtrn1q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(trn1_half_u32, vcombine_u8(vreinterpret_u8_u32(vtrn1_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(trn2_u32, vreinterpretq_u8_u32(vtrn2q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(trn2_half_u32, vcombine_u8(vreinterpret_u8_u32(vtrn2_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpret_u32_u8(vget_low_u8(y)))), vget_low_u8(y))) \
    X(rshl_u32, vreinterpretq_u8_u32(vrshlq_u32(vreinterpretq_u32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qshl_u32, vreinterpretq_u8_u32(vqshlq_u32(vreinterpretq_u32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qrshl_u32, vreinterpretq_u8_u32(vqrshlq_u32(vreinterpretq_u32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(shl_u32, vreinterpretq_u8_u32(vshlq_u32(vreinterpretq_u32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qadd_u32, vreinterpretq_u8_u32(vqaddq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(qsub_u32, vreinterpretq_u8_u32(vqsubq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(rshr_n_u32, vreinterpretq_u8_u32(vrshrq_n_u32(vreinterpretq_u32_u8(x), 32))) \
    X(rshr_n_u32_3, vreinterpretq_u8_u32(vrshrq_n_u32(vreinterpretq_u32_u8(x), 3))) \
    X(shr_n_u32, vreinterpretq_u8_u32(vshrq_n_u32(vreinterpretq_u32_u8(x), 32))) \
    X(shr_n_u32_3, vreinterpretq_u8_u32(vshrq_n_u32(vreinterpretq_u32_u8(x), 3))) \
    X(qshl_n_u32, vreinterpretq_u8_u32(vqshlq_n_u32(vreinterpretq_u32_u8(x), 31))) \
    X(qshl_n_u32_3, vreinterpretq_u8_u32(vqshlq_n_u32(vreinterpretq_u32_u8(x), 3))) \
    X(rsra_u32, vreinterpretq_u8_u32(vrsraq_n_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), 16))) \
    X(sqadd_u32, vreinterpretq_u8_u32(vsqaddq_u32(vreinterpretq_u32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(hadd_u32, vreinterpretq_u8_u32(vhaddq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(hsub_u32, vreinterpretq_u8_u32(vhsubq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(rhadd_u32, vreinterpretq_u8_u32(vrhaddq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(abd_u32, vreinterpretq_u8_u32(vabdq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(max_u32, vreinterpretq_u8_u32(vmaxq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(min_u32, vreinterpretq_u8_u32(vminq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(pmax_u32, vreinterpretq_u8_u32(vpmaxq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(pmin_u32, vreinterpretq_u8_u32(vpminq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(aba_u32, vreinterpretq_u8_u32(vabaq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z)))) \
    X(clz_u32, vreinterpretq_u8_u32(vclzq_u32(vreinterpretq_u32_u8(x)))) \
    X(cls_u32, vreinterpretq_u8_s32(vclsq_u32(vreinterpretq_u32_u8(x)))) \
    X(zip1_u64, vreinterpretq_u8_u64(vzip1q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(zip2_u64, vreinterpretq_u8_u64(vzip2q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(uzp1_u64, vreinterpretq_u8_u64(vuzp1q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(uzp2_u64, vreinterpretq_u8_u64(vuzp2q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(trn1_u64, vreinterpretq_u8_u64(vtrn1q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(trn2_u64, vreinterpretq_u8_u64(vtrn2q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(rshl_u64, vreinterpretq_u8_u64(vrshlq_u64(vreinterpretq_u64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qshl_u64, vreinterpretq_u8_u64(vqshlq_u64(vreinterpretq_u64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qrshl_u64, vreinterpretq_u8_u64(vqrshlq_u64(vreinterpretq_u64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(shl_u64, vreinterpretq_u8_u64(vshlq_u64(vreinterpretq_u64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qadd_u64, vreinterpretq_u8_u64(vqaddq_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(qsub_u64, vreinterpretq_u8_u64(vqsubq_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(rshr_n_u64, vreinterpretq_u8_u64(vrshrq_n_u64(vreinterpretq_u64_u8(x), 64))) \
    X(rshr_n_u64_3, vreinterpretq_u8_u64(vrshrq_n_u64(vreinterpretq_u64_u8(x), 3))) \
    X(shr_n_u64, vreinterpretq_u8_u64(vshrq_n_u64(vreinterpretq_u64_u8(x), 64))) \
    X(shr_n_u64_3, vreinterpretq_u8_u64(vshrq_n_u64(vreinterpretq_u64_u8(x), 3))) \
    X(qshl_n_u64, vreinterpretq_u8_u64(vqshlq_n_u64(vreinterpretq_u64_u8(x), 63))) \
    X(qshl_n_u64_3, vreinterpretq_u8_u64(vqshlq_n_u64(vreinterpretq_u64_u8(x), 3))) \
    X(rsra_u64, vreinterpretq_u8_u64(vrsraq_n_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y), 32))) \
    X(sqadd_u64, vreinterpretq_u8_u64(vsqaddq_u64(vreinterpretq_u64_u8(x), vreinterpretq_s64_u8(y)))) \
    X(qdmulh_s16, vreinterpretq_u8_s16(vqdmulhq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qdmulh_lane_s16, vreinterpretq_u8_s16(vqdmulhq_laneq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), 3))) \
    X(qrdmulh_s16, vreinterpretq_u8_s16(vqrdmulhq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qrdmulh_lane_s16, vreinterpretq_u8_s16(vqrdmulhq_laneq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), 3))) \
    X(qrdmlah_s16, vreinterpretq_u8_s16(vqrdmlahq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), vreinterpretq_s16_u8(z)))) \
    X(qrdmlsh_s16, vreinterpretq_u8_s16(vqrdmlshq_s16(vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y), vreinterpretq_s16_u8(z)))) \
    X(qdmull_s16, vreinterpretq_u8_s32(vqdmull_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(qdmlal_s16, vreinterpretq_u8_s32(vqdmlal_s16(vreinterpretq_s32_u8(z), vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(qdmlal_high_s16, vreinterpretq_u8_s32(vqdmlal_high_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(qdmlsl_s16, vreinterpretq_u8_s32(vqdmlsl_s16(vreinterpretq_s32_u8(z), vreinterpret_s16_u8(vget_low_u8(x)), vreinterpret_s16_u8(vget_low_u8(y))))) \
    X(qdmlsl_high_s16, vreinterpretq_u8_s32(vqdmlsl_high_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(x), vreinterpretq_s16_u8(y)))) \
    X(mull_lane_s16, vreinterpretq_u8_s32(vmull_laneq_s16(vreinterpret_s16_u8(vget_low_u8(x)), vreinterpretq_s16_u8(y), 3))) \
    X(mlal_lane_s16, vreinterpretq_u8_s32(vmlal_laneq_s16(vreinterpretq_s32_u8(x), vreinterpret_s16_u8(vget_low_u8(y)), vreinterpretq_s16_u8(z), 1))) \
    X(mlsl_high_lane_s16, vreinterpretq_u8_s32(vmlsl_high_laneq_s16(vreinterpretq_s32_u8(x), vreinterpretq_s16_u8(y), vreinterpretq_s16_u8(x), 2))) \
    X(mull_lane_u16, vreinterpretq_u8_u32(vmull_laneq_u16(vreinterpret_u16_u8(vget_low_u8(x)), vreinterpretq_u16_u8(y), 3))) \
    X(mlal_lane_u16, vreinterpretq_u8_u32(vmlal_laneq_u16(vreinterpretq_u32_u8(x), vreinterpret_u16_u8(vget_low_u8(y)), vreinterpretq_u16_u8(z), 1))) \
    X(mlsl_high_lane_u16, vreinterpretq_u8_u32(vmlsl_high_laneq_u16(vreinterpretq_u32_u8(x), vreinterpretq_u16_u8(y), vreinterpretq_u16_u8(x), 2))) \
    X(qdmulh_s32, vreinterpretq_u8_s32(vqdmulhq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qdmulh_lane_s32, vreinterpretq_u8_s32(vqdmulhq_laneq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), 3))) \
    X(qrdmulh_s32, vreinterpretq_u8_s32(vqrdmulhq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qrdmulh_lane_s32, vreinterpretq_u8_s32(vqrdmulhq_laneq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), 3))) \
    X(qrdmlah_s32, vreinterpretq_u8_s32(vqrdmlahq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), vreinterpretq_s32_u8(z)))) \
    X(qrdmlsh_s32, vreinterpretq_u8_s32(vqrdmlshq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y), vreinterpretq_s32_u8(z)))) \
    X(qdmull_s32, vreinterpretq_u8_s64(vqdmull_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(qdmlal_s32, vreinterpretq_u8_s64(vqdmlal_s32(vreinterpretq_s64_u8(z), vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(qdmlal_high_s32, vreinterpretq_u8_s64(vqdmlal_high_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(qdmlsl_s32, vreinterpretq_u8_s64(vqdmlsl_s32(vreinterpretq_s64_u8(z), vreinterpret_s32_u8(vget_low_u8(x)), vreinterpret_s32_u8(vget_low_u8(y))))) \
    X(qdmlsl_high_s32, vreinterpretq_u8_s64(vqdmlsl_high_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(x), vreinterpretq_s32_u8(y)))) \
    X(mull_lane_s32, vreinterpretq_u8_s64(vmull_laneq_s32(vreinterpret_s32_u8(vget_low_u8(x)), vreinterpretq_s32_u8(y), 3))) \
    X(mlal_lane_s32, vreinterpretq_u8_s64(vmlal_laneq_s32(vreinterpretq_s64_u8(x), vreinterpret_s32_u8(vget_low_u8(y)), vreinterpretq_s32_u8(z), 1))) \
    X(mlsl_high_lane_s32, vreinterpretq_u8_s64(vmlsl_high_laneq_s32(vreinterpretq_s64_u8(x), vreinterpretq_s32_u8(y), vreinterpretq_s32_u8(x), 2))) \
    X(mull_lane_u32, vreinterpretq_u8_u64(vmull_laneq_u32(vreinterpret_u32_u8(vget_low_u8(x)), vreinterpretq_u32_u8(y), 3))) \
    X(mlal_lane_u32, vreinterpretq_u8_u64(vmlal_laneq_u32(vreinterpretq_u64_u8(x), vreinterpret_u32_u8(vget_low_u8(y)), vreinterpretq_u32_u8(z), 1))) \
    X(mlsl_high_lane_u32, vreinterpretq_u8_u64(vmlsl_high_laneq_u32(vreinterpretq_u64_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(x), 2))) \
    X(ext_1, vextq_u8(x, y, 1)) \
    X(ext_4, vextq_u8(x, y, 4)) \
    X(ext_8, vextq_u8(x, y, 8)) \
    X(ext_11, vextq_u8(x, y, 11)) \
    X(ext_15, vextq_u8(x, y, 15)) \
    X(ext_half_1, vcombine_u8(vext_u8(vget_low_u8(x), vget_high_u8(y), 1), vget_low_u8(z))) \
    X(ext_half_5, vcombine_u8(vext_u8(vget_low_u8(x), vget_high_u8(y), 5), vget_low_u8(z))) \
    X(ext_half_7, vcombine_u8(vext_u8(vget_low_u8(x), vget_high_u8(y), 7), vget_low_u8(z))) \
    X(rev16, vrev16q_u8(x)) \
    X(rev64, vrev64q_u8(x)) \
    X(rev64w, vreinterpretq_u8_u32(vrev64q_u32(vreinterpretq_u32_u8(x)))) \
    X(rev32h, vreinterpretq_u8_u16(vrev32q_u16(vreinterpretq_u16_u8(x)))) \
    X(tbl1_idx, vqtbl1q_u8(y, vandq_u8(x, vdupq_n_u8(63)))) \
    X(tbx1_idx, vqtbx1q_u8(z, y, vandq_u8(x, vdupq_n_u8(79)))) \
    X(tbl1_half, vcombine_u8(vqtbl1_u8(y, vget_low_u8(x)), vget_low_u8(z))) \
    X(tbx1_half, vcombine_u8(vqtbx1_u8(vget_low_u8(z), y, vget_low_u8(x)), vget_low_u8(z))) \
    X(tbl2_idx, vqtbl2q_u8(((uint8x16x2_t){{y,z}}), vandq_u8(x, vdupq_n_u8(63)))) \
    X(tbx2_idx, vqtbx2q_u8(z, ((uint8x16x2_t){{y,z}}), vandq_u8(x, vdupq_n_u8(79)))) \
    X(tbl2_half, vcombine_u8(vqtbl2_u8(((uint8x16x2_t){{y,z}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(tbx2_half, vcombine_u8(vqtbx2_u8(vget_low_u8(z), ((uint8x16x2_t){{y,z}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(tbl3_idx, vqtbl3q_u8(((uint8x16x3_t){{y,z,x}}), vandq_u8(x, vdupq_n_u8(63)))) \
    X(tbx3_idx, vqtbx3q_u8(z, ((uint8x16x3_t){{y,z,x}}), vandq_u8(x, vdupq_n_u8(79)))) \
    X(tbl3_half, vcombine_u8(vqtbl3_u8(((uint8x16x3_t){{y,z,x}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(tbx3_half, vcombine_u8(vqtbx3_u8(vget_low_u8(z), ((uint8x16x3_t){{y,z,x}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(tbl4_idx, vqtbl4q_u8(((uint8x16x4_t){{y,z,x,y}}), vandq_u8(x, vdupq_n_u8(63)))) \
    X(tbx4_idx, vqtbx4q_u8(z, ((uint8x16x4_t){{y,z,x,y}}), vandq_u8(x, vdupq_n_u8(79)))) \
    X(tbl4_half, vcombine_u8(vqtbl4_u8(((uint8x16x4_t){{y,z,x,y}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(tbx4_half, vcombine_u8(vqtbx4_u8(vget_low_u8(z), ((uint8x16x4_t){{y,z,x,y}}), vget_low_u8(x)), vget_low_u8(z))) \
    X(dot_s, vreinterpretq_u8_s32(vdotq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s8_u8(y), vreinterpretq_s8_u8(z)))) \
    X(dot_lane_s, vreinterpretq_u8_s32(vdotq_laneq_s32(vreinterpretq_s32_u8(x), vreinterpretq_s8_u8(y), vreinterpretq_s8_u8(z), 3))) \
    X(dot_u, vreinterpretq_u8_u32(vdotq_u32(vreinterpretq_u32_u8(x), y, z))) \
    X(dot_lane_u, vreinterpretq_u8_u32(vdotq_laneq_u32(vreinterpretq_u32_u8(x), y, z, 3))) \
    X(usdot, vreinterpretq_u8_s32(vusdotq_s32(vreinterpretq_s32_u8(x), y, vreinterpretq_s8_u8(z)))) \
    X(pmull_high8, vreinterpretq_u8_p16(vmull_high_p8(vreinterpretq_p8_u8(x), vreinterpretq_p8_u8(y)))) \
    X(pmull_high64, vreinterpretq_u8_p128(vmull_high_p64(vreinterpretq_p64_u8(x), vreinterpretq_p64_u8(y)))) \
    X(sha1p, vreinterpretq_u8_u32(vsha1pq_u32(vreinterpretq_u32_u8(x), 0x80000005u, vreinterpretq_u32_u8(y)))) \
    X(sha1m, vreinterpretq_u8_u32(vsha1mq_u32(vreinterpretq_u32_u8(x), 0x80000005u, vreinterpretq_u32_u8(y)))) \
    X(sha1h, vreinterpretq_u8_u32(vdupq_n_u32(vsha1h_u32(vgetq_lane_u32(vreinterpretq_u32_u8(x), 0))))) \
    X(sha512h2, vreinterpretq_u8_u64(vsha512h2q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y), vreinterpretq_u64_u8(z)))) \
    X(sha512su0, vreinterpretq_u8_u64(vsha512su0q_u64(vreinterpretq_u64_u8(x), vreinterpretq_u64_u8(y)))) \
    X(bcax, vbcaxq_u8(x, y, z)) \
    X(sm4ekey, vreinterpretq_u8_u32(vsm4ekeyq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y)))) \
    X(sm3partw1, vreinterpretq_u8_u32(vsm3partw1q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z)))) \
    X(sm3partw2, vreinterpretq_u8_u32(vsm3partw2q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z)))) \
    X(sm3ss1, vreinterpretq_u8_u32(vsm3ss1q_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z)))) \
    X(sm3tt1a, vreinterpretq_u8_u32(vsm3tt1aq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z), 2))) \
    X(sm3tt1b, vreinterpretq_u8_u32(vsm3tt1bq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z), 2))) \
    X(sm3tt2a, vreinterpretq_u8_u32(vsm3tt2aq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z), 2))) \
    X(sm3tt2b, vreinterpretq_u8_u32(vsm3tt2bq_u32(vreinterpretq_u32_u8(x), vreinterpretq_u32_u8(y), vreinterpretq_u32_u8(z), 2))) \
    X(aese_twice, vaeseq_u8(vaesmcq_u8(vaeseq_u8(x, y)), z)) \
    X(aesmc_alone, vaesmcq_u8(x)) \
    X(aesimc_alone, vaesimcq_u8(x)) \
    X(aesd_twice, vaesdq_u8(vaesimcq_u8(vaesdq_u8(x, y)), z)) \
    X(aese_kept, veorq_u8(vaesmcq_u8(vaeseq_u8(x, y)), vaeseq_u8(x, y)))
/* clang-format on */

/* The result into a register of its own, and over the first operand. */
#define X(name, expr)                                                                          \
    __attribute__((noinline)) static uint8x16_t op_##name(uint8x16_t x, uint8x16_t y,          \
                                                          uint8x16_t z)                        \
    {                                                                                          \
        uint8x16_t r = expr;                                                                   \
        __asm__("" : "+w"(r), "+w"(x), "+w"(y), "+w"(z));                                      \
        r = veorq_u8(r, vextq_u8(x, x, 3));                                                    \
        x = expr;                                                                              \
        return veorq_u8(r, x);                                                                 \
    }
OPS(X)
#undef X

static const struct {
    const char *name;
    uint8x16_t (*op)(uint8x16_t, uint8x16_t, uint8x16_t);
} ops[] = {
#define X(name, expr) {#name, op_##name},
    OPS(X)
#undef X
};

enum { INPUTS = 24 };
static uint64_t inputs[INPUTS][2];

static void make_inputs(void)
{
    static const uint64_t edges[] = {
        0, ~0ull, 0x8080808080808080, 0x7f7f7f7f7f7f7f7f, 0x8000800080008000,
        0x7fff7fff7fff7fff, 0x8000000080000000, 0x7fffffff7fffffff, 1ull << 63, ~(1ull << 63),
        0x0001000100010001, 0x00ff00ff00ff00ff, 0xff80ff80007f0080, 0x0102030405060708,
    };
    enum { EDGES = sizeof edges / sizeof *edges };
    uint64_t s = 88172645463325252u;

    for (int i = 0; i < INPUTS; i++) {
        for (int k = 0; k < 2; k++) {
            s ^= s << 13, s ^= s >> 7, s ^= s << 17;
            inputs[i][k] = i < EDGES && (k == 0 || i % 3) ? edges[i] : s;
            if (i > INPUTS - 4) { /* small counts and indices */
                inputs[i][k] &= 0x1f1f1f1f1f1f1f1f;
            }
        }
    }
}

int main(void)
{
    make_inputs();
    for (unsigned n = 0; n < sizeof ops / sizeof *ops; n++) {
        uint64_t h = 14695981039346656037u, saturated = 0;
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < INPUTS; j++) {
                uint64_t r[2], fpsr = 0;
                __asm__ volatile("msr fpsr, %0" ::"r"(fpsr));
                uint8x16_t v = ops[n].op(vreinterpretq_u8_u64(vld1q_u64(inputs[i])),
                                         vreinterpretq_u8_u64(vld1q_u64(inputs[j])),
                                         vreinterpretq_u8_u64(vld1q_u64(inputs[(i + j) % INPUTS])));
                __asm__ volatile("mrs %0, fpsr" : "=r"(fpsr) : "w"(v));
                vst1q_u64(r, vreinterpretq_u64_u8(v));
                h = (h ^ r[0]) * 1099511628211u;
                h = (h ^ r[1] ^ fpsr) * 1099511628211u;
                saturated += fpsr >> 27 & 1;
            }
        }
        printf("%s %016llx %llu\n", ops[n].name, (unsigned long long)h,
               (unsigned long long)saturated);
    }
    return 0;
}
