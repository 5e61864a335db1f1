/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_host.c: helpers that the host has instructions for, if the CPU that the output is
 * for has them: AES, SHA, carry-less multiplication, CRCs, table look-ups. Otherwise these
 * helpers are what others are.
 */
#include "lift.h"
#include "target.h"

#include <string.h>

#define B (l->b)

enum { SSSE3 = 1, SSE42 = 2, AES = 4, PCLMUL = 8, SHA = 16 };

/* Of the CPU that the output is for. Set once, before anything is lifted. */
static unsigned host_has;

void host_instructions(const char *features)
{
    static const struct {
        const char *name;
        unsigned bit;
    } names[] = {{"+ssse3", SSSE3},
                 {"+sse4.2", SSE42},
                 {"+aes", AES},
                 {"+pclmul", PCLMUL},
                 {"+sha", SHA}};

    host_has = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (has_feature(features, names[i].name)) {
            host_has |= names[i].bit;
        }
    }
}

/* The call that is being lifted: the values of its registers. */
struct host_call {
    LLVMValueRef d, x, y; /* destination before, other operands */
    uint32_t desc;
    const uint64_t *args;
};

/* Bits 10 and up of a descriptor are the helper's own. */
static unsigned desc_data(const struct host_call *c)
{
    return c->desc >> 10;
}

static LLVMValueRef x86(struct lifter *l, const char *name, LLVMValueRef *args, unsigned n)
{
    return intrinsic(l, name, NULL, 0, args, n);
}

static LLVMValueRef x86_2(struct lifter *l, const char *name, LLVMValueRef x, LLVMValueRef y)
{
    LLVMValueRef args[2] = {x, y};
    return x86(l, name, args, 2);
}

static LLVMValueRef as_lanes(struct lifter *l, LLVMValueRef x, unsigned bits)
{
    LLVMTypeRef e = LLVMIntTypeInContext(l->ctx, bits);
    return LLVMBuildBitCast(B, x, LLVMVectorType(e, 128 / bits), "");
}

static LLVMValueRef splat(struct lifter *l, unsigned bits, uint64_t v)
{
    LLVMValueRef e[16];
    for (unsigned i = 0; i < 128 / bits; i++) {
        e[i] = LLVMConstInt(LLVMIntTypeInContext(l->ctx, bits), v, 0);
    }
    return LLVMConstVector(e, 128 / bits);
}

static LLVMValueRef shuffle4(struct lifter *l, LLVMValueRef x, LLVMValueRef y, unsigned a,
                             unsigned b, unsigned c, unsigned d)
{
    unsigned index[4] = {a, b, c, d};
    LLVMValueRef mask[4];
    for (unsigned i = 0; i < 4; i++) {
        mask[i] = LLVMConstInt(l->i32, index[i], 0);
    }
    return LLVMBuildShuffleVector(B, x, y, LLVMConstVector(mask, 4), "");
}

/* --- AES --------------------------------------------------------------------------- */

/* The first operand of V if that is a call of intrinsic NAME with a second one of zero. */
static LLVMValueRef behind(LLVMValueRef v, const char *name)
{
    LLVMValueRef fn = LLVMIsACallInst(v) ? LLVMGetCalledValue(v) : NULL;
    size_t n;

    return fn && LLVMIsAFunction(fn) && !strcmp(LLVMGetValueName2(fn, &n), name) &&
                   LLVMIsNull(LLVMGetOperand(v, 1))
               ? LLVMGetOperand(v, 0)
               : NULL;
}

/* The host adds a key after a round, Arm before: what goes into the round before, if that
 * is where the other operand comes from. */
static LLVMValueRef add_key(struct lifter *l, LLVMValueRef x, LLVMValueRef key)
{
    static const char *const rounds[] = {"llvm.x86.aesni.aesenc", "llvm.x86.aesni.aesdec"};

    for (int swap = 0; swap < 2; swap++) {
        for (int i = 0; i < 2; i++) {
            LLVMValueRef from = behind(swap ? key : x, rounds[i]);
            if (from) {
                return x86_2(l, rounds[i], from, swap ? x : key);
            }
        }
    }
    return LLVMBuildXor(B, x, key, "");
}

static LLVMValueRef lift_aese(struct lifter *l, const struct host_call *c)
{
    return x86_2(l, "llvm.x86.aesni.aesenclast", add_key(l, c->x, c->y),
                 LLVMConstNull(l->v2i64));
}

static LLVMValueRef lift_aesd(struct lifter *l, const struct host_call *c)
{
    return x86_2(l, "llvm.x86.aesni.aesdeclast", add_key(l, c->x, c->y),
                 LLVMConstNull(l->v2i64));
}

/* What the last round does backwards is taken back by a round, all but the mixing. */
static LLVMValueRef lift_aesmc(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef zero = LLVMConstNull(l->v2i64);
    LLVMValueRef from = behind(c->x, "llvm.x86.aesni.aesenclast");

    if (!from) {
        from = x86_2(l, "llvm.x86.aesni.aesdeclast", c->x, zero);
    }
    return x86_2(l, "llvm.x86.aesni.aesenc", from, zero);
}

static LLVMValueRef lift_aesimc(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef from = behind(c->x, "llvm.x86.aesni.aesdeclast"), x = c->x;

    return from ? x86_2(l, "llvm.x86.aesni.aesdec", from, LLVMConstNull(l->v2i64))
                : x86(l, "llvm.x86.aesni.aesimc", &x, 1);
}

/* --- SHA --------------------------------------------------------------------------- */

/* Four rounds of SHA-256: the state after two and after four, as the host has it. */
static void sha256_rounds(struct lifter *l, LLVMValueRef abcd, LLVMValueRef efgh,
                          LLVMValueRef wk, LLVMValueRef *two, LLVMValueRef *four)
{
    LLVMValueRef abef = shuffle4(l, abcd, efgh, 5, 4, 1, 0);
    LLVMValueRef cdgh = shuffle4(l, abcd, efgh, 7, 6, 3, 2);
    LLVMValueRef a1[3] = {cdgh, abef, wk};
    *two = x86(l, "llvm.x86.sha256rnds2", a1, 3);
    LLVMValueRef a2[3] = {abef, *two, shuffle4(l, wk, wk, 2, 3, 2, 3)};
    *four = x86(l, "llvm.x86.sha256rnds2", a2, 3);
}

static LLVMValueRef lift_sha256h(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef two, four;
    sha256_rounds(l, as_lanes(l, c->d, 32), as_lanes(l, c->x, 32), as_lanes(l, c->y, 32), &two,
                  &four);
    return shuffle4(l, four, two, 3, 2, 7, 6);
}

static LLVMValueRef lift_sha256h2(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef two, four;
    sha256_rounds(l, as_lanes(l, c->x, 32), as_lanes(l, c->d, 32), as_lanes(l, c->y, 32), &two,
                  &four);
    return shuffle4(l, four, two, 1, 0, 5, 4);
}

static LLVMValueRef lift_sha256su0(struct lifter *l, const struct host_call *c)
{
    return x86_2(l, "llvm.x86.sha256msg1", as_lanes(l, c->d, 32), as_lanes(l, c->x, 32));
}

static LLVMValueRef lift_sha256su1(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef n = as_lanes(l, c->x, 32), m = as_lanes(l, c->y, 32);
    LLVMValueRef sum =
        LLVMBuildAdd(B, as_lanes(l, c->d, 32), shuffle4(l, n, m, 1, 2, 3, 4), "");
    return x86_2(l, "llvm.x86.sha256msg2", sum, m);
}

/* The host has the words the other way round, E in the first one's, and adds the rounds'
 * constant itself. */
static LLVMValueRef sha1_rounds(struct lifter *l, const struct host_call *c, unsigned kind,
                                uint32_t constant)
{
    LLVMValueRef abcd = as_lanes(l, c->d, 32), e = as_lanes(l, c->x, 32);
    LLVMValueRef w = LLVMBuildSub(B, as_lanes(l, c->y, 32), splat(l, 32, constant), "");
    LLVMValueRef zero = LLVMConstNull(LLVMTypeOf(w));
    w = LLVMBuildAdd(B, w, shuffle4(l, e, zero, 0, 4, 4, 4), "");
    LLVMValueRef args[3] = {shuffle4(l, abcd, abcd, 3, 2, 1, 0), shuffle4(l, w, w, 3, 2, 1, 0),
                            LLVMConstInt(l->i8, kind, 0)};
    LLVMValueRef r = x86(l, "llvm.x86.sha1rnds4", args, 3);
    return shuffle4(l, r, r, 3, 2, 1, 0);
}

static LLVMValueRef lift_sha1c(struct lifter *l, const struct host_call *c)
{
    return sha1_rounds(l, c, 0, 0x5a827999);
}

static LLVMValueRef lift_sha1p(struct lifter *l, const struct host_call *c)
{
    return sha1_rounds(l, c, 1, 0x6ed9eba1);
}

static LLVMValueRef lift_sha1m(struct lifter *l, const struct host_call *c)
{
    return sha1_rounds(l, c, 2, 0x8f1bbcdc);
}

/* --- Polynomials ----------------------------------------------------------------------- */

static LLVMValueRef clmul(struct lifter *l, LLVMValueRef x, LLVMValueRef y, unsigned halves)
{
    LLVMValueRef args[3] = {x, y, LLVMConstInt(l->i8, halves, 0)};
    return x86(l, "llvm.x86.pclmulqdq", args, 3);
}

static LLVMValueRef lift_pmull_q(struct lifter *l, const struct host_call *c)
{
    return clmul(l, c->x, c->y, desc_data(c) ? 0x11 : 0);
}

static LLVMValueRef in_vector(struct lifter *l, LLVMValueRef x)
{
    return LLVMBuildInsertElement(B, LLVMConstNull(l->v2i64), x, LLVMConstInt(l->i32, 0, 0),
                                  "");
}

/*
 * The CRC-32 of ACC and then N bytes of VAL, bits in reversed order. The data is the high end
 * of 64 bits V; its quotient by the polynomial P is the low half of V * (1 / P mod x^64),
 * and the remainder is what the quotient times P has beyond V.
 */
static LLVMValueRef lift_crc32(struct lifter *l, const struct host_call *c)
{
    static const uint64_t polynomial = 0x1db710641, inverse = 0xb4e5b025f7011641;
    LLVMValueRef acc = temp_get(l, c->args[1]), val = temp_get(l, c->args[2]);
    unsigned bits = 8 * c->desc;
    acc = LLVMBuildAnd(B, acc, const_i64(l, 0xffffffff), "");
    LLVMValueRef v = LLVMBuildXor(B, acc, val, "");

    v = LLVMBuildShl(B, v, const_i64(l, 64 - bits), "");
    LLVMValueRef q = clmul(l, in_vector(l, v), in_vector(l, const_i64(l, inverse)), 0);
    LLVMValueRef r = clmul(l, q, in_vector(l, const_i64(l, polynomial)), 0);
    r = LLVMBuildExtractElement(B, as_lanes(l, r, 32), LLVMConstInt(l->i32, 2, 0), "");
    r = LLVMBuildZExt(B, r, l->i64, "");
    if (bits < 32) {
        r = LLVMBuildXor(B, r, LLVMBuildLShr(B, acc, const_i64(l, bits), ""), "");
    }
    return r;
}

static LLVMValueRef lift_crc32c(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef acc = temp_get(l, c->args[1]), val = temp_get(l, c->args[2]);
    static const char *const names[] = {"llvm.x86.sse42.crc32.32.8",
                                        "llvm.x86.sse42.crc32.32.16",
                                        "llvm.x86.sse42.crc32.32.32"};

    if (c->desc == 8) {
        LLVMValueRef low = LLVMBuildAnd(B, acc, const_i64(l, 0xffffffff), "");
        return x86_2(l, "llvm.x86.sse42.crc32.64.64", low, val);
    }
    LLVMTypeRef t = LLVMIntTypeInContext(l->ctx, 8 * c->desc);
    LLVMValueRef r = x86_2(l, names[c->desc / 2], LLVMBuildTrunc(B, acc, l->i32, ""),
                           LLVMBuildTrunc(B, val, t, ""));
    return LLVMBuildZExt(B, r, l->i64, "");
}

/* --- RISC-V's, on integer registers ----------------------------------------------- */

static LLVMValueRef value(struct lifter *l, const struct host_call *c, unsigned i)
{
    return temp_get(l, c->args[1 + i]);
}

static LLVMValueRef pair(struct lifter *l, LLVMValueRef low, LLVMValueRef high)
{
    return LLVMBuildInsertElement(B, in_vector(l, low), high, LLVMConstInt(l->i32, 1, 0), "");
}

static LLVMValueRef low64(struct lifter *l, LLVMValueRef x)
{
    x = LLVMBuildBitCast(B, x, l->v2i64, "");
    return LLVMBuildExtractElement(B, x, LLVMConstInt(l->i32, 0, 0), "");
}

static LLVMValueRef product(struct lifter *l, const struct host_call *c)
{
    return clmul(l, in_vector(l, value(l, c, 0)), in_vector(l, value(l, c, 1)), 0);
}

static LLVMValueRef lift_clmul(struct lifter *l, const struct host_call *c)
{
    return low64(l, product(l, c));
}

/* Bits 63 to 126. */
static LLVMValueRef lift_clmulr(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef x = product(l, c);
    LLVMValueRef args[3] = {LLVMBuildExtractElement(B, x, LLVMConstInt(l->i32, 1, 0), ""),
                            low64(l, x), const_i64(l, 1)};
    return intrinsic(l, "llvm.fshl", &l->i64, 1, args, 3);
}

/* Half a round of AES on both registers. */
static LLVMValueRef aes64(struct lifter *l, const struct host_call *c, const char *round)
{
    LLVMValueRef x = pair(l, value(l, c, 0), value(l, c, 1));
    return low64(l, x86_2(l, round, x, LLVMConstNull(l->v2i64)));
}

static LLVMValueRef lift_aes64es(struct lifter *l, const struct host_call *c)
{
    return aes64(l, c, "llvm.x86.aesni.aesenclast");
}

static LLVMValueRef lift_aes64esm(struct lifter *l, const struct host_call *c)
{
    return aes64(l, c, "llvm.x86.aesni.aesenc");
}

static LLVMValueRef lift_aes64ds(struct lifter *l, const struct host_call *c)
{
    return aes64(l, c, "llvm.x86.aesni.aesdeclast");
}

static LLVMValueRef lift_aes64dsm(struct lifter *l, const struct host_call *c)
{
    return aes64(l, c, "llvm.x86.aesni.aesdec");
}

static LLVMValueRef lift_aes64im(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef x = in_vector(l, value(l, c, 0));
    return low64(l, x86(l, "llvm.x86.aesni.aesimc", &x, 1));
}

/* --- Polynomials in bytes ------------------------------------------------------------- */

/* Product of polynomials in N bits each; Y is in the high bits of its lanes. */
static LLVMValueRef polynomial_product(struct lifter *l, LLVMValueRef x, LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef zero = LLVMConstNull(t), r = zero;

    for (int i = 0; i < 8; i++) {
        LLVMValueRef bit = LLVMBuildSExt(B, LLVMBuildICmp(B, LLVMIntSLT, y, zero, ""), t, "");
        r = LLVMBuildAdd(B, r, r, "");
        r = LLVMBuildXor(B, r, LLVMBuildAnd(B, x, bit, ""), "");
        y = LLVMBuildAdd(B, y, y, "");
    }
    return r;
}

static LLVMValueRef low_half(struct lifter *l, LLVMValueRef x)
{
    x = LLVMBuildBitCast(B, x, l->v2i64, "");
    return LLVMBuildInsertElement(B, x, const_i64(l, 0), LLVMConstInt(l->i32, 1, 0), "");
}

/* Operation size of a descriptor: 8 bytes, or all 16. */
static bool half_size(uint32_t desc)
{
    return (desc >> 8 & 3) == 0;
}

static LLVMValueRef lift_pmul_b(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef r = polynomial_product(l, as_lanes(l, c->x, 8), as_lanes(l, c->y, 8));
    return half_size(c->desc) ? low_half(l, r) : r;
}

static LLVMValueRef wide_bytes(struct lifter *l, LLVMValueRef x, unsigned half)
{
    LLVMValueRef mask[8];
    x = as_lanes(l, x, 8);
    for (unsigned i = 0; i < 8; i++) {
        mask[i] = LLVMConstInt(l->i32, 8 * half + i, 0);
    }
    x = LLVMBuildShuffleVector(B, x, LLVMGetPoison(LLVMTypeOf(x)), LLVMConstVector(mask, 8),
                               "");
    return LLVMBuildZExt(B, x, LLVMVectorType(l->i16, 8), "");
}

static LLVMValueRef lift_pmull_h(struct lifter *l, const struct host_call *c)
{
    unsigned half = desc_data(c) ? 1 : 0;
    LLVMValueRef y = LLVMBuildShl(B, wide_bytes(l, c->y, half), splat(l, 16, 8), "");
    return polynomial_product(l, wide_bytes(l, c->x, half), y);
}

/* --- Table look-up --------------------------------------------------------------------- */

/* Registers of the table: those of a descriptor's first one and count. */
static int table_register(const struct fe *fe, uint32_t desc, unsigned i)
{
    char name[8] = "q";
    unsigned n = ((desc >> 10 & 31) + i) & 31;
    char *at = name + 1;

    if (n >= 10) {
        *at++ = (char)('0' + n / 10);
    }
    *at++ = (char)('0' + n % 10);
    *at = 0;
    for (unsigned v = 0; v < fe->nvars; v++) {
        if (fe->vars[v].cls == FE_VAR_V128 && !strcmp(fe->vars[v].name, name)) {
            return (int)v;
        }
    }
    return -1;
}

static unsigned table_registers(uint32_t desc)
{
    return desc >> 20;
}

static bool table_keeps(uint32_t desc)
{
    return desc >> 15 & 1;
}

static LLVMValueRef lift_tblx(struct lifter *l, const struct host_call *c)
{
    LLVMValueRef index = as_lanes(l, c->x, 8), r = NULL;
    LLVMTypeRef t = LLVMTypeOf(index);
    unsigned n = table_registers(c->desc);

    /* PSHUFB makes 0 of what has a high bit, which an index beyond 15 gets. */
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef at = LLVMBuildSub(B, index, splat(l, 8, 16 * i), "");
        LLVMValueRef args[2] = {at, splat(l, 8, 0x70)};
        at = intrinsic(l, "llvm.uadd.sat", &t, 1, args, 2);
        LLVMValueRef table = var_get(l, (unsigned)table_register(l->fe, c->desc, i));
        LLVMValueRef x = x86_2(l, "llvm.x86.ssse3.pshuf.b.128", as_lanes(l, table, 8), at);
        r = r ? LLVMBuildOr(B, r, x, "") : x;
    }
    if (table_keeps(c->desc)) {
        LLVMValueRef in = LLVMBuildICmp(B, LLVMIntULT, index, splat(l, 8, 16 * n), "");
        r = LLVMBuildSelect(B, in, r, as_lanes(l, c->d, 8), "");
    }
    return half_size(c->desc) ? low_half(l, r) : r;
}

/* --- The calls ---------------------------------------------------------------------------- */

enum host_shape {
    SHAPE_2,  /* (d, x, desc) */
    SHAPE_3,  /* (d, x, y, desc) */
    SHAPE_2D, /* the same, and d is an operand */
    SHAPE_3D,
    SHAPE_TABLE,  /* (d, index, state, desc) */
    SHAPE_VALUES, /* two values and a size */
    SHAPE_PURE,   /* values */
};

static const struct host_row {
    const char *name;
    unsigned needs;
    enum host_shape shape;
    LLVMValueRef (*lift)(struct lifter *l, const struct host_call *c);
} rows[] = {
    {"crypto_aese", AES, SHAPE_3, lift_aese},
    {"crypto_aesd", AES, SHAPE_3, lift_aesd},
    {"crypto_aesmc", AES, SHAPE_2, lift_aesmc},
    {"crypto_aesimc", AES, SHAPE_2, lift_aesimc},
    {"crypto_sha1c", SHA, SHAPE_3D, lift_sha1c},
    {"crypto_sha1p", SHA, SHAPE_3D, lift_sha1p},
    {"crypto_sha1m", SHA, SHAPE_3D, lift_sha1m},
    {"crypto_sha256h", SHA, SHAPE_3D, lift_sha256h},
    {"crypto_sha256h2", SHA, SHAPE_3D, lift_sha256h2},
    {"crypto_sha256su0", SHA, SHAPE_2D, lift_sha256su0},
    {"crypto_sha256su1", SHA, SHAPE_3D, lift_sha256su1},
    {"gvec_pmull_q", PCLMUL, SHAPE_3, lift_pmull_q},
    {"gvec_pmul_b", 0, SHAPE_3, lift_pmul_b},
    {"neon_pmull_h", 0, SHAPE_3, lift_pmull_h},
    {"simd_tblx", SSSE3, SHAPE_TABLE, lift_tblx},
    {"crc32_64", PCLMUL, SHAPE_VALUES, lift_crc32},
    {"clmul", PCLMUL, SHAPE_PURE, lift_clmul},
    {"clmulr", PCLMUL, SHAPE_PURE, lift_clmulr},
    {"aes64es", AES, SHAPE_PURE, lift_aes64es},
    {"aes64esm", AES, SHAPE_PURE, lift_aes64esm},
    {"aes64ds", AES, SHAPE_PURE, lift_aes64ds},
    {"aes64dsm", AES, SHAPE_PURE, lift_aes64dsm},
    {"aes64im", AES, SHAPE_PURE, lift_aes64im},
    {"crc32c_64", SSE42, SHAPE_VALUES, lift_crc32c},
};

static const struct fe_temp *temp_of(const struct fe_block *f, const struct fe_op *o,
                                     unsigned i)
{
    return &f->temps[f->args[o->args + o->nout + i]];
}

static const struct host_row *find_row(const struct fe *fe, const struct fe_block *f,
                                       const struct fe_op *o)
{
    const struct host_row *r = NULL;
    int32_t offset;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!strcmp(rows[i].name, o->helper->name)) {
            r = &rows[i];
        }
    }
    if (!r || (r->needs & ~host_has)) {
        return NULL;
    }
    if (r->shape == SHAPE_PURE) {
        return r;
    }
    unsigned n =
        r->shape == SHAPE_2 || r->shape == SHAPE_2D || r->shape == SHAPE_VALUES ? 3 : 4;
    const struct fe_temp *desc = temp_of(f, o, o->nin - 1u);
    if (o->nin != n || desc->kind != FE_CONST) {
        return NULL;
    }
    if (r->shape == SHAPE_VALUES) {
        bool size = desc->val == 1 || desc->val == 2 || desc->val == 4 || desc->val == 8;
        return o->nout == 1 && size ? r : NULL;
    }
    for (unsigned i = 0; i < n - 1; i++) {
        if (!(r->shape == SHAPE_TABLE && i == 2) &&
            (!state_offset(f, o, f->args[o->args + i], &offset) ||
             !is_vector_register(fe, offset))) {
            return NULL;
        }
    }
    if (r->shape == SHAPE_TABLE) {
        for (unsigned i = 0; i < table_registers((uint32_t)desc->val); i++) {
            if (table_register(fe, (uint32_t)desc->val, i) < 0) {
                return NULL;
            }
        }
    }
    return o->nout == 0 && (desc->val & 0xff) == 1 ? r : NULL;
}

bool host_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o)
{
    return find_row(fe, f, o) != NULL;
}

void host_registers(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                    void (*access)(void *arg, int32_t offset, bool store), void *arg)
{
    const struct host_row *r = find_row(fe, f, o);
    const uint64_t *a = &f->args[o->args];
    int32_t offset = 0;

    if (!r || r->shape == SHAPE_VALUES || r->shape == SHAPE_PURE) {
        return;
    }
    uint32_t desc = (uint32_t)temp_of(f, o, o->nin - 1u)->val;
    bool reads_d = r->shape == SHAPE_2D || r->shape == SHAPE_3D ||
                   (r->shape == SHAPE_TABLE && table_keeps(desc));
    unsigned n = r->shape == SHAPE_3 || r->shape == SHAPE_3D ? 3 : 2;
    for (unsigned i = reads_d ? 0 : 1; i < n; i++) {
        if (state_offset(f, o, a[i], &offset)) {
            access(arg, offset, false);
        }
    }
    for (unsigned i = 0; r->shape == SHAPE_TABLE && i < table_registers(desc); i++) {
        access(arg, fe->vars[table_register(fe, desc, i)].offset, false);
    }
    if (state_offset(f, o, a[0], &offset)) {
        access(arg, offset, true);
    }
}

/* Operand I as a value. */
static LLVMValueRef operand(struct lifter *l, const struct fe_op *o, unsigned i)
{
    int32_t offset = 0;

    state_offset(l->blk, o, l->blk->args[o->args + i], &offset);
    return var_get(l, (unsigned)var_at(l, offset, 16));
}

bool lift_host_call(struct lifter *l, const struct fe_op *o)
{
    const struct host_row *r = find_row(l->fe, l->blk, o);
    struct host_call c = {.args = &l->blk->args[o->args]};
    int32_t offset = 0;

    if (!r) {
        return false;
    }
    c.desc = (uint32_t)temp_of(l->blk, o, o->nin - 1u)->val;
    if (r->shape == SHAPE_VALUES || r->shape == SHAPE_PURE) {
        temp_set(l, c.args[0], r->lift(l, &c));
        return true;
    }
    if (r->shape == SHAPE_2D || r->shape == SHAPE_3D ||
        (r->shape == SHAPE_TABLE && table_keeps(c.desc))) {
        c.d = operand(l, o, 0);
    }
    c.x = operand(l, o, 1);
    if (r->shape == SHAPE_3 || r->shape == SHAPE_3D) {
        c.y = operand(l, o, 2);
    }
    LLVMValueRef v = r->lift(l, &c);
    state_offset(l->blk, o, c.args[0], &offset);
    var_set(l, (unsigned)var_at(l, offset, 16), LLVMBuildBitCast(B, v, l->v2i64, ""));
    return true;
}
