/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_lanes_vec.c: lanes of one shape as vector operations.
 *
 * Each function first runs without a lifter, and says whether it could do its work; the
 * second run builds.
 */
#include "lift_lanes.h"

#include <string.h>

#define B (p->l->b)

/* --- Vectors ------------------------------------------------------------------------------ */

static LLVMTypeRef vec_type(struct lanes *p, unsigned n, unsigned bits)
{
    return LLVMVectorType(LLVMIntTypeInContext(p->l->ctx, bits), n);
}

static LLVMValueRef register_as(struct lanes *p, unsigned var, unsigned bits)
{
    return LLVMBuildBitCast(B, var_get(p->l, var), vec_type(p, 128 / bits, bits), "");
}

static unsigned power_of_2(unsigned n)
{
    return n <= 8 ? 8 : n <= 16 ? 16 : n <= 32 ? 32 : 64;
}

static LLVMValueRef resize(struct lanes *p, LLVMValueRef x, unsigned n, unsigned bits,
                           bool is_signed)
{
    LLVMTypeRef t = vec_type(p, n, bits);
    unsigned have = LLVMGetIntTypeWidth(LLVMGetElementType(LLVMTypeOf(x)));

    return have > bits    ? LLVMBuildTrunc(B, x, t, "")
           : have == bits ? x
           : is_signed    ? LLVMBuildSExt(B, x, t, "")
                          : LLVMBuildZExt(B, x, t, "");
}

static LLVMValueRef splat_const(struct lanes *p, unsigned n, unsigned bits, uint64_t v)
{
    LLVMValueRef e[MAX_LANES];
    for (unsigned i = 0; i < n; i++) {
        e[i] = LLVMConstInt(LLVMIntTypeInContext(p->l->ctx, bits), v, 0);
    }
    return LLVMConstVector(e, n);
}

/* Elements of at most two registers. */
static bool elements(struct lanes *p, const uint16_t *ids, unsigned n, LLVMValueRef *out)
{
    unsigned size = p->nodes[ids[0]].size, per = 16 / size;
    int reg[2] = {-1, -1};
    unsigned index[MAX_LANES];

    for (unsigned i = 0; i < n; i++) {
        const struct byte_ref *b = p->nodes[ids[i]].b;
        unsigned k = 0;
        if (b[0].kind != BYTE_REG || b[0].at % size) {
            return false;
        }
        for (unsigned j = 1; j < size; j++) {
            if (b[j].kind != BYTE_REG || b[j].of != b[0].of || b[j].at != b[0].at + j) {
                return false;
            }
        }
        while (k < 2 && reg[k] >= 0 && reg[k] != b[0].of) {
            k++;
        }
        if (k == 2) {
            return false;
        }
        reg[k] = b[0].of;
        index[i] = k * per + b[0].at / size;
    }
    if (p->l) {
        LLVMValueRef mask[MAX_LANES], x = register_as(p, (unsigned)reg[0], 8 * size);
        LLVMValueRef y = reg[1] >= 0 ? register_as(p, (unsigned)reg[1], 8 * size)
                                     : LLVMGetPoison(LLVMTypeOf(x));
        for (unsigned i = 0; i < n; i++) {
            mask[i] = LLVMConstInt(p->l->i32, index[i], 0);
        }
        *out = LLVMBuildShuffleVector(B, x, y, LLVMConstVector(mask, n), "");
    }
    return true;
}

static bool vector(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                   LLVMValueRef *out);

/* Input I of the nodes. */
static bool input(struct lanes *p, const uint16_t *ids, unsigned n, unsigned i, unsigned w,
                  LLVMValueRef *out)
{
    uint16_t in[MAX_LANES] = {0};
    for (unsigned k = 0; k < n; k++) {
        in[k] = p->nodes[ids[k]].in[i];
    }
    return vector(p, in, n, w, out);
}

/* The largest range of input I. */
static unsigned range(const struct lanes *p, const uint16_t *ids, unsigned n, unsigned i,
                      bool is_signed)
{
    unsigned bits = 0;
    for (unsigned k = 0; k < n; k++) {
        const struct node *x = &p->nodes[p->nodes[ids[k]].in[i]];
        bits = max_u(bits, is_signed ? x->sbits : x->ubits);
    }
    return bits;
}

static bool vector_ext(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                       LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    LLVMValueRef v = NULL;

    if (x->b[0].kind == BYTE_NODE) {
        uint16_t in[MAX_LANES] = {0};
        for (unsigned k = 0; k < n; k++) {
            const struct byte_ref *b = p->nodes[ids[k]].b;
            for (unsigned j = 0; j < x->size; j++) {
                struct byte_ref own = {BYTE_NODE, (uint8_t)j, b[0].of};
                if (!same_byte(b[j], own)) {
                    return false;
                }
            }
            in[k] = b[0].of;
        }
        if (!vector(p, in, n, min_u(8u * x->size, w), &v)) {
            return false;
        }
    } else if (!elements(p, ids, n, &v)) {
        return false;
    }
    if (p->l) {
        *out = resize(p, v, n, w, x->op == NODE_SEXT);
    }
    return true;
}

static bool vector_shift(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                         LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    bool left = x->op == NODE_SHL, arith = x->op == NODE_SAR;
    unsigned by = (unsigned)x->imm, at = w;
    LLVMValueRef v = NULL;

    if (!left) {
        unsigned fits = range(p, ids, n, 0, arith);
        at = power_of_2(max_u(w, min_u(w + by, fits)));
    }
    if (!input(p, ids, n, 0, at, &v)) {
        return false;
    }
    if (p->l) {
        if (by >= at) {
            *out = arith ? LLVMBuildAShr(B, v, splat_const(p, n, at, at - 1), "")
                         : splat_const(p, n, at, 0);
        } else {
            LLVMValueRef c = splat_const(p, n, at, by);
            *out = left    ? LLVMBuildShl(B, v, c, "")
                   : arith ? LLVMBuildAShr(B, v, c, "")
                           : LLVMBuildLShr(B, v, c, "");
        }
        *out = resize(p, *out, n, w, false);
    }
    return true;
}

static LLVMIntPredicate predicate(unsigned cond)
{
    switch (cond) {
    case FE_EQ: return LLVMIntEQ;
    case FE_NE: return LLVMIntNE;
    case FE_LT: return LLVMIntSLT;
    case FE_GE: return LLVMIntSGE;
    case FE_LE: return LLVMIntSLE;
    case FE_GT: return LLVMIntSGT;
    case FE_LTU: return LLVMIntULT;
    case FE_GEU: return LLVMIntUGE;
    case FE_LEU: return LLVMIntULE;
    default: return LLVMIntUGT;
    }
}

/* Bits that a comparison of inputs 0 and 1 has to look at. */
static unsigned compared_bits(const struct lanes *p, const uint16_t *ids, unsigned n)
{
    unsigned cond = (unsigned)p->nodes[ids[0]].imm;
    bool is_signed = cond != FE_LTU && cond != FE_GEU && cond != FE_LEU && cond != FE_GTU;

    return power_of_2(max_u(range(p, ids, n, 0, is_signed), range(p, ids, n, 1, is_signed)));
}

static bool vector_movcond(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                           LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    unsigned at = compared_bits(p, ids, n);
    LLVMValueRef a = NULL, b = NULL, t = NULL, e = NULL;

    if (!input(p, ids, n, 0, at, &a) || !input(p, ids, n, 1, at, &b) ||
        !input(p, ids, n, 2, w, &t) || !input(p, ids, n, 3, w, &e)) {
        return false;
    }
    if (p->l) {
        LLVMValueRef c = LLVMBuildICmp(B, predicate((unsigned)x->imm), a, b, "");
        *out = LLVMBuildSelect(B, c, t, e, "");
    }
    return true;
}

static LLVMValueRef call_binary(struct lanes *p, const char *name, LLVMValueRef x,
                                LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[2] = {x, y};
    return intrinsic(p->l, name, &t, 1, args, 2);
}

/* Where X and Y are not the same, a value was saturated. */
static void note_saturation(struct lanes *p, LLVMValueRef x, LLVMValueRef y, unsigned n)
{
    LLVMValueRef c = LLVMBuildICmp(B, LLVMIntNE, x, y, "");
    c = LLVMBuildBitCast(B, c, LLVMIntTypeInContext(p->l->ctx, n), "");
    c = LLVMBuildICmp(B, LLVMIntNE, c, LLVMConstNull(LLVMTypeOf(c)), "");
    c = LLVMBuildZExt(B, c, p->l->i32, "");
    p->saturated = p->saturated ? LLVMBuildOr(B, p->saturated, c, "") : c;
}

static bool vector_saturate(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                            LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    bool from_s = range(p, ids, n, 0, false) == 64, to_s = x->op == NODE_SAT_S;
    unsigned bits = 8u * x->size;
    unsigned at = power_of_2(max_u(range(p, ids, n, 0, from_s), bits));
    LLVMValueRef v = NULL;

    if (w > bits || (!from_s && to_s) || !input(p, ids, n, 0, at, &v)) {
        return false;
    }
    if (p->l) {
        uint64_t hi = to_s ? (1ull << (bits - 1)) - 1 : (bits == 64 ? 0 : 1ull << bits) - 1;
        uint64_t lo = to_s ? ~hi : 0;
        LLVMValueRef r =
            call_binary(p, from_s ? "llvm.smin" : "llvm.umin", v, splat_const(p, n, at, hi));
        if (from_s) {
            r = call_binary(p, "llvm.smax", r, splat_const(p, n, at, lo));
        }
        note_saturation(p, v, r, n);
        *out = resize(p, r, n, w, false);
    }
    return true;
}

static bool vector_add_sat(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                           LLVMValueRef *out)
{
    unsigned bits = 8u * p->nodes[ids[0]].size;
    LLVMValueRef a = NULL, b = NULL;

    if (w > bits || !input(p, ids, n, 0, bits, &a) || !input(p, ids, n, 1, bits, &b)) {
        return false;
    }
    if (p->l) {
        LLVMValueRef r = call_binary(p, "llvm.sadd.sat", a, b);
        note_saturation(p, r, LLVMBuildAdd(B, a, b, ""), n);
        *out = resize(p, r, n, w, false);
    }
    return true;
}

static bool vector_clz(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                       LLVMValueRef *out)
{
    unsigned bits = 8u * p->nodes[ids[0]].size;
    LLVMValueRef v = NULL;

    if (!input(p, ids, n, 0, bits, &v)) {
        return false;
    }
    if (p->l) {
        LLVMTypeRef t = LLVMTypeOf(v);
        LLVMValueRef args[2] = {v, LLVMConstInt(p->l->i1, 0, 0)};
        *out = resize(p, intrinsic(p->l, "llvm.ctlz", &t, 1, args, 2), n, w, false);
    }
    return true;
}

static bool vector_binary(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                          LLVMValueRef *out)
{
    LLVMValueRef a = NULL, b = NULL;

    if (!input(p, ids, n, 0, w, &a) || !input(p, ids, n, 1, w, &b)) {
        return false;
    }
    if (p->l) {
        switch (p->nodes[ids[0]].op) {
        case NODE_ADD: *out = LLVMBuildAdd(B, a, b, ""); break;
        case NODE_SUB: *out = LLVMBuildSub(B, a, b, ""); break;
        case NODE_MUL: *out = LLVMBuildMul(B, a, b, ""); break;
        case NODE_AND: *out = LLVMBuildAnd(B, a, b, ""); break;
        case NODE_OR: *out = LLVMBuildOr(B, a, b, ""); break;
        default: *out = LLVMBuildXor(B, a, b, ""); break;
        }
    }
    return true;
}

/* The low W bits of N nodes of one shape. */
static bool vector(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                   LLVMValueRef *out)
{
    struct node *x = &p->nodes[ids[0]];

    for (unsigned i = 0; i < n; i++) {
        struct node *y = &p->nodes[ids[i]];
        if (y->op != x->op || y->size != x->size || (x->op != NODE_CONST && y->imm != x->imm)) {
            return false;
        }
        y->emitted = true;
    }
    switch (x->op) {
    case NODE_CONST:
        if (p->l) {
            LLVMValueRef e[MAX_LANES];
            for (unsigned i = 0; i < n; i++) {
                e[i] = LLVMConstInt(LLVMIntTypeInContext(p->l->ctx, w),
                                    (uint64_t)p->nodes[ids[i]].imm, 0);
            }
            *out = LLVMConstVector(e, n);
        }
        return true;
    case NODE_ZEXT:
    case NODE_SEXT: return vector_ext(p, ids, n, w, out);
    case NODE_SHL:
    case NODE_SHR:
    case NODE_SAR: return vector_shift(p, ids, n, w, out);
    case NODE_MOVCOND: return vector_movcond(p, ids, n, w, out);
    case NODE_SAT_S:
    case NODE_SAT_U: return vector_saturate(p, ids, n, w, out);
    case NODE_ADD_SAT: return vector_add_sat(p, ids, n, w, out);
    case NODE_CLZ: return vector_clz(p, ids, n, w, out);
    case NODE_NEG: {
        LLVMValueRef v = NULL;
        bool ok = input(p, ids, n, 0, w, &v);
        if (ok && p->l) {
            *out = LLVMBuildNeg(B, v, "");
        }
        return ok;
    }
    default: return vector_binary(p, ids, n, w, out);
    }
}

/* --- Across lanes ------------------------------------------------------------------------- */

/* The reduction that X is one step of, or NULL; its operands are inputs 0 and 1. */
static const char *reduction(const struct node *x)
{
    bool first = x->in[2] == x->in[0] && x->in[3] == x->in[1];
    bool second = x->in[2] == x->in[1] && x->in[3] == x->in[0];

    if (x->op == NODE_ADD) {
        return "llvm.vector.reduce.add";
    }
    if (x->op != NODE_MOVCOND || (!first && !second)) {
        return NULL;
    }
    switch (x->imm) {
    case FE_LT: return first ? "llvm.vector.reduce.smin" : "llvm.vector.reduce.smax";
    case FE_GT: return first ? "llvm.vector.reduce.smax" : "llvm.vector.reduce.smin";
    case FE_LTU: return first ? "llvm.vector.reduce.umin" : "llvm.vector.reduce.umax";
    case FE_GTU: return first ? "llvm.vector.reduce.umax" : "llvm.vector.reduce.umin";
    default: return NULL;
    }
}

/* Node ID as its low W bits in lane 0 of a vector of zeros: op(... op(op(e0, e1), e2) ...). */
static bool reduce(struct lanes *p, uint16_t id, unsigned w, LLVMValueRef *out)
{
    const struct node *x = &p->nodes[id];
    const char *name = reduction(x);
    uint16_t ids[MAX_LANES];
    unsigned n = 0;
    LLVMValueRef v = NULL;

    if (!name) {
        return false;
    }
    for (uint16_t at = id;; at = x->in[0]) {
        x = &p->nodes[at];
        const char *step = reduction(x);
        if (n == MAX_LANES || (step && strcmp(step, name))) {
            return false;
        }
        if (!step) {
            ids[n++] = at;
            break;
        }
        ids[n++] = x->in[1];
    }
    if (n != 4 && n != 8 && n != 16) {
        return false;
    }
    for (unsigned i = 0; i < n / 2; i++) {
        uint16_t t = ids[i];
        ids[i] = ids[n - 1 - i];
        ids[n - 1 - i] = t;
    }
    x = &p->nodes[ids[0]];
    bool adds = p->nodes[id].op == NODE_ADD;
    /* The least and the greatest are elements: in their own width. */
    unsigned at = adds ? w : 8u * x->size;
    bool is_signed = name[strlen(name) - 4] == 's';
    if ((x->op != NODE_ZEXT && x->op != NODE_SEXT) || at > w ||
        (!adds && (is_signed ? NODE_SEXT : NODE_ZEXT) != x->op) || !vector(p, ids, n, at, &v)) {
        return false;
    }
    if (p->l) {
        LLVMTypeRef t = LLVMTypeOf(v);
        v = intrinsic(p->l, name, &t, 1, &v, 1);
        if (at < w) {
            LLVMTypeRef wt = LLVMIntTypeInContext(p->l->ctx, w);
            v = is_signed ? LLVMBuildSExt(B, v, wt, "") : LLVMBuildZExt(B, v, wt, "");
        }
        *out = LLVMBuildInsertElement(B, LLVMConstNull(vec_type(p, 128 / w, w)), v,
                                      LLVMConstInt(p->l->i32, 0, 0), "");
    }
    return true;
}

/* --- Registers ------------------------------------------------------------------------------
 */

/* Sixteen bytes of up to three vectors of bytes: SRC[k] has bytes 16k to 16k+15. */
static LLVMValueRef gather(struct lanes *p, LLVMValueRef *src, unsigned nsrc,
                           const unsigned *index)
{
    LLVMValueRef mask[16], r = src[0];

    for (unsigned i = 0; i < 16; i++) {
        mask[i] = LLVMConstInt(p->l->i32, index[i] < 32 ? index[i] : i, 0);
    }
    r = LLVMBuildShuffleVector(B, src[0], nsrc > 1 ? src[1] : LLVMGetPoison(LLVMTypeOf(src[0])),
                               LLVMConstVector(mask, 16), "");
    if (nsrc > 2) {
        for (unsigned i = 0; i < 16; i++) {
            mask[i] = LLVMConstInt(p->l->i32, index[i] < 32 ? i : index[i] - 16, 0);
        }
        r = LLVMBuildShuffleVector(B, r, src[2], LLVMConstVector(mask, 16), "");
    }
    return r;
}

/* The lanes of nodes in B: their ids, where they are, and how wide. False if they are not
 * all of one kind. */
static bool find_lanes(struct lanes *p, const struct byte_ref *b, uint16_t *ids, unsigned *pos,
                       unsigned *n, unsigned *width)
{
    *n = 0;
    for (unsigned i = 0; i < 16;) {
        struct byte_ref lane[8];
        unsigned w = 1;
        if (b[i].kind != BYTE_NODE) {
            i++;
            continue;
        }
        while (w < 8 && i + w < 16 && b[i + w].kind == BYTE_NODE && b[i + w].of == b[i].of &&
               b[i + w].at == b[i].at + w) {
            w++;
        }
        memcpy(lane, &b[i], w * sizeof(b[0]));
        if ((w & (w - 1)) || i % w || (*n && *width != w) || lanes_start_at_zero(p, lane, w)) {
            return false;
        }
        *width = w;
        ids[*n] = lane[0].of;
        pos[(*n)++] = i;
        i += w;
    }
    return *n == 0 || (*n & (*n - 1)) == 0;
}

/* The new value of register R. */
static bool register_value(struct lanes *p, unsigned r, LLVMValueRef *out)
{
    const struct byte_ref *b = p->regs[r].b;
    uint16_t ids[16];
    unsigned pos[16], n, width = 1, index[16], nsrc = 0;
    int src[3] = {-1, -1, -1}; /* a variable; or below */
    enum { NODES = 1000, ZERO = 1001 };
    LLVMValueRef v = NULL, vectors[3];

    if (!find_lanes(p, b, ids, pos, &n, &width)) {
        return false;
    }
    if (n == 1) {
        for (unsigned i = width; i < 16; i++) {
            if (!is_zero(b[i])) {
                return false;
            }
        }
        return pos[0] == 0 && reduce(p, ids[0], 8 * width, out);
    }
    if (n > 1 && !vector(p, ids, n, 8 * width, &v)) {
        return false;
    }
    if (n * width == 16) {
        *out = v;
        return true;
    }
    for (unsigned i = 0; i < 16; i++) {
        int of = b[i].kind == BYTE_REG ? b[i].of : b[i].kind == BYTE_NODE ? NODES : ZERO;
        unsigned k = 0;
        if (b[i].kind == BYTE_CONST && b[i].at != 0) {
            return false;
        }
        while (k < nsrc && src[k] != of) {
            k++;
        }
        if (k == 3) {
            return false;
        }
        src[k] = of;
        nsrc = max_u(nsrc, k + 1);
        unsigned at = of == ZERO ? i : b[i].at;
        for (unsigned lane = 0; of == NODES && lane < n; lane++) {
            if (i >= pos[lane] && i < pos[lane] + width) {
                at = lane * width + i - pos[lane];
            }
        }
        index[i] = 16 * k + at;
    }
    if (!p->l) {
        return true;
    }
    for (unsigned k = 0; k < nsrc; k++) {
        if (src[k] == ZERO) {
            vectors[k] = LLVMConstNull(vec_type(p, 16, 8));
        } else if (src[k] == NODES) {
            LLVMValueRef mask[16];
            vectors[k] = LLVMBuildBitCast(B, v, vec_type(p, n * width, 8), "");
            for (unsigned i = 0; i < 16; i++) {
                mask[i] =
                    i < n * width ? LLVMConstInt(p->l->i32, i, 0) : LLVMGetPoison(p->l->i32);
            }
            vectors[k] =
                LLVMBuildShuffleVector(B, vectors[k], LLVMGetPoison(LLVMTypeOf(vectors[k])),
                                       LLVMConstVector(mask, 16), "");
        } else {
            vectors[k] = register_as(p, (unsigned)src[k], 8);
        }
    }
    *out = gather(p, vectors, nsrc, index);
    return true;
}

bool lanes_registers(struct lanes *p)
{
    LLVMValueRef v[sizeof(p->regs) / sizeof(p->regs[0])];
    struct lifter *l = p->l;
    bool any = false;

    for (unsigned i = 0; i < p->nregs; i++) {
        any |= p->regs[i].written;
        if (p->regs[i].written && !register_value(p, i, &v[i])) {
            return false;
        }
    }
    /* A node that saturates counts even if nobody looks at its value. */
    for (unsigned i = 0; i < p->nnodes; i++) {
        enum node_op op = p->nodes[i].op;
        if ((op == NODE_SAT_S || op == NODE_SAT_U || op == NODE_ADD_SAT) &&
            !p->nodes[i].emitted) {
            return false;
        }
    }
    for (unsigned i = 0; l && i < p->nregs; i++) {
        if (p->regs[i].written) {
            var_set(l, p->regs[i].var, LLVMBuildBitCast(B, v[i], l->v2i64, ""));
        }
    }
    if (l && p->saturated) {
        env_store(l, LLVMBuildOr(B, env_load(l, l->i32, p->qc), p->saturated, ""), p->qc);
    }
    return any;
}
