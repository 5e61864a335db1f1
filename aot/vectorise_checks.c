/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vectorise_checks.c: what has to be so before the loop. */
#include "vectorise_loop.h"

#include <stdint.h>

static LLVMIntPredicate swapped(LLVMIntPredicate p)
{
    switch (p) {
    case LLVMIntSLT: return LLVMIntSGT;
    case LLVMIntSGT: return LLVMIntSLT;
    case LLVMIntULT: return LLVMIntUGT;
    case LLVMIntUGT: return LLVMIntULT;
    case LLVMIntSLE: return LLVMIntSGE;
    case LLVMIntSGE: return LLVMIntSLE;
    case LLVMIntULE: return LLVMIntUGE;
    case LLVMIntUGE: return LLVMIntULE;
    default: return p;
    }
}

static LLVMIntPredicate inverse(LLVMIntPredicate p)
{
    switch (p) {
    case LLVMIntEQ: return LLVMIntNE;
    case LLVMIntNE: return LLVMIntEQ;
    case LLVMIntSLT: return LLVMIntSGE;
    case LLVMIntSGE: return LLVMIntSLT;
    case LLVMIntSGT: return LLVMIntSLE;
    case LLVMIntSLE: return LLVMIntSGT;
    case LLVMIntULT: return LLVMIntUGE;
    case LLVMIntUGE: return LLVMIntULT;
    case LLVMIntUGT: return LLVMIntULE;
    case LLVMIntULE: return LLVMIntUGT;
    default: return p;
    }
}

bool loop_find_trip(struct loop *s, struct trip *t)
{
    LLVMValueRef br = LLVMGetBasicBlockTerminator(s->latch), c = LLVMGetCondition(br);

    if (!LLVMIsAICmpInst(c) || !loop_node(s, c) ||
        LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(c, 0))) != LLVMIntegerTypeKind) {
        return false;
    }
    t->x = LLVMGetOperand(c, 0);
    t->bound = LLVMGetOperand(c, 1);
    t->p = LLVMGetICmpPredicate(c);
    if (loop_kind_of(s, t->x) == UNIFORM && loop_kind_of(s, t->bound) == AFFINE) {
        LLVMValueRef x = t->x;
        t->x = t->bound;
        t->bound = x;
        t->p = swapped(t->p);
    }
    if (loop_kind_of(s, t->x) != AFFINE || loop_kind_of(s, t->bound) != UNIFORM) {
        return false;
    }
    if (LLVMGetSuccessor(br, 0) != s->header) {
        t->p = inverse(t->p);
    }
    t->step = loop_stride_of(s, t->x);
    int64_t size = t->step < 0 ? -t->step : t->step;
    if (size <= 0 || size > 4096 || (size & (size - 1))) {
        return false;
    }
    switch (t->p) {
    case LLVMIntNE: return true;
    case LLVMIntSLT:
    case LLVMIntULT: return t->step > 0;
    case LLVMIntSGT:
    case LLVMIntUGT: return t->step < 0;
    default: return false;
    }
}

/* The number of rounds, as 64 bits; 0 if it is not known. */
static LLVMValueRef rounds(struct loop *s, const struct trip *t)
{
    LLVMValueRef first = loop_at_start(s, t->x), bound = loop_at_start(s, t->bound), ok, n;
    LLVMTypeRef type = LLVMTypeOf(first);
    unsigned bits = LLVMGetIntTypeWidth(type), shift = 0;
    bool up = t->step > 0;
    uint64_t step = (uint64_t)(up ? t->step : -t->step);
    LLVMValueRef one = LLVMConstInt(s->i64, 1, 0), k;

    while (1ull << shift < step) {
        shift++;
    }
    k = LLVMConstInt(type, shift, 0);
    LLVMValueRef d =
        up ? LLVMBuildSub(s->b, bound, first, "") : LLVMBuildSub(s->b, first, bound, "");
    if (t->p == LLVMIntNE) {
        n = LLVMBuildLShr(s->b, d, k, "");
        LLVMValueRef rest = LLVMBuildAnd(s->b, d, LLVMConstInt(type, step - 1, 0), "");
        ok = LLVMBuildICmp(s->b, LLVMIntEQ, rest, LLVMConstNull(type), "");
        n = LLVMBuildZExtOrBitCast(s->b, n, s->i64, "");
        n = LLVMBuildAdd(s->b, n, one, "");
        return step == 1 ? n : LLVMBuildSelect(s->b, ok, n, LLVMConstNull(s->i64), "");
    }
    /* X must not wrap around before it has reached the bound. */
    bool is_signed = t->p == LLVMIntSLT || t->p == LLVMIntSGT;
    uint64_t top = is_signed ? (1ull << (bits - 1)) - 1 : ~0ull >> (64 - bits);
    uint64_t bottom = is_signed ? 1ull << (bits - 1) : 0;
    LLVMValueRef limit = LLVMConstInt(type, up ? top - step : bottom + step, 0);
    ok = LLVMBuildICmp(s->b,
                       up ? (is_signed ? LLVMIntSLE : LLVMIntULE)
                          : (is_signed ? LLVMIntSGE : LLVMIntUGE),
                       bound, limit, "");
    LLVMValueRef before = LLVMBuildICmp(s->b, t->p, first, bound, "");
    ok = LLVMBuildAnd(s->b, ok, before, ""); /* more than one round, or no matter */
    /* (d + step - 1) / step, without overflow: d > 0. */
    n = LLVMBuildSub(s->b, d, LLVMConstInt(type, 1, 0), "");
    n = LLVMBuildLShr(s->b, n, k, "");
    n = LLVMBuildZExtOrBitCast(s->b, n, s->i64, "");
    n = LLVMBuildAdd(s->b, n, LLVMConstInt(s->i64, 2, 0), "");
    return LLVMBuildSelect(s->b, ok, n, LLVMConstNull(s->i64), "");
}

static LLVMValueRef pointer_operand(LLVMValueRef access)
{
    return LLVMGetOperand(access, LLVMIsAStoreInst(access) ? 1 : 0);
}

unsigned loop_access_size(struct loop *s, LLVMValueRef access)
{
    LLVMValueRef x = LLVMIsAStoreInst(access) ? LLVMGetOperand(access, 0) : access;
    return loop_node(s, access)->wide ? 16 : loop_memory_size(s, LLVMTypeOf(x));
}

bool loop_is_access(struct loop *s, struct node *n)
{
    if (LLVMIsAStoreInst(n->v)) {
        return !n->second;
    }
    return LLVMIsALoadInst(n->v) && n->v != s->poll && !n->second &&
           (n->wide || n->kind != BAD);
}

/* The address that ACCESS is at in the first round. */
static LLVMValueRef first_address(struct loop *s, LLVMValueRef access)
{
    LLVMValueRef p = loop_at_start(s, pointer_operand(access));
    return LLVMBuildPtrToInt(s->b, p, s->i64, "");
}

/* True if STORE is not in the way of ACCESS: that N rounds of one come before, or after N
 * rounds of the other, makes no difference. EARLIER: in a round, ACCESS comes first. */
static LLVMValueRef apart(struct loop *s, LLVMValueRef store, LLVMValueRef access, bool earlier,
                          LLVMValueRef nrounds)
{
    unsigned zs = loop_access_size(s, store), za = loop_access_size(s, access);
    int64_t stride = loop_stride_of(s, pointer_operand(access));
    LLVMValueRef d = LLVMBuildSub(s->b, first_address(s, store), first_address(s, access), "");
    uint64_t lo, span;

    /* Forbidden is -lo < d < span - lo, modulo what addresses are. */
    if (stride == zs && za == zs) {
        uint64_t reach = (uint64_t)s->n * zs;
        if (LLVMIsAStoreInst(access)) {
            lo = reach - 1;
            span = 2 * reach - 1;
        } else if (earlier) {
            lo = 0;
            span = reach;
            d = LLVMBuildSub(s->b, d, LLVMConstInt(s->i64, 1, 0), "");
            span--;
        } else {
            lo = zs - 1;
            span = reach + zs - 1;
        }
        d = LLVMBuildAdd(s->b, d, LLVMConstInt(s->i64, lo, 0), "");
        LLVMValueRef k = LLVMConstInt(s->i64, s->tagged ? span << 8 : span, 0);
        if (s->tagged) {
            d = LLVMBuildShl(s->b, d, LLVMConstInt(s->i64, 8, 0), "");
        }
        return LLVMBuildICmp(s->b, LLVMIntUGE, d, k, "");
    }
    /* All rounds of both: A of na bytes and S of ns bytes. */
    LLVMValueRef na =
        stride ? LLVMBuildMul(s->b, nrounds, LLVMConstInt(s->i64, (uint64_t)stride, 0), "")
               : LLVMConstInt(s->i64, za, 0);
    LLVMValueRef ns = LLVMBuildMul(s->b, nrounds, LLVMConstInt(s->i64, zs, 0), "");
    LLVMValueRef back = LLVMBuildNeg(s->b, d, "");
    if (s->tagged) {
        LLVMValueRef eight = LLVMConstInt(s->i64, 8, 0);
        na = LLVMBuildShl(s->b, na, eight, "");
        ns = LLVMBuildShl(s->b, ns, eight, "");
        d = LLVMBuildShl(s->b, d, eight, "");
        back = LLVMBuildShl(s->b, back, eight, "");
    }
    LLVMValueRef c = LLVMBuildICmp(s->b, LLVMIntUGE, d, na, "");
    c = LLVMBuildAnd(s->b, c, LLVMBuildICmp(s->b, LLVMIntUGE, back, ns, ""), "");
    LLVMValueRef few =
        LLVMBuildICmp(s->b, LLVMIntULT, nrounds, LLVMConstInt(s->i64, 1ull << 40, 0), "");
    return LLVMBuildAnd(s->b, c, few, "");
}

/* True if X is the extension of 32 bits. */
static LLVMValueRef is_extended(struct loop *s, LLVMValueRef x, bool sign)
{
    LLVMValueRef y = LLVMBuildTrunc(s->b, x, s->i32, "");

    y = sign ? LLVMBuildSExt(s->b, y, s->i64, "") : LLVMBuildZExt(s->b, y, s->i64, "");
    return LLVMBuildICmp(s->b, LLVMIntEQ, x, y, "");
}

/* True if what is extended takes no step out of its range in NROUNDS. */
static LLVMValueRef guards_hold(struct loop *s, LLVMValueRef nrounds)
{
    LLVMValueRef ok =
        LLVMBuildICmp(s->b, LLVMIntULT, nrounds, LLVMConstInt(s->i64, 1ull << 32, 0), "");

    for (unsigned i = 0; i < s->nguards; i++) {
        LLVMValueRef v = s->guards[i].v, first = loop_at_start(s, v);
        LLVMValueRef stride = LLVMConstInt(s->i64, (uint64_t)loop_node(s, v)->stride, 0);
        LLVMValueRef last = LLVMBuildMul(s->b, nrounds, stride, "");
        last = LLVMBuildAdd(s->b, first, last, "");
        ok = LLVMBuildAnd(s->b, ok, is_extended(s, first, s->guards[i].sign), "");
        ok = LLVMBuildAnd(s->b, ok, is_extended(s, last, s->guards[i].sign), "");
    }
    return ok;
}

LLVMValueRef loop_may_enter(struct loop *s, const struct trip *t, LLVMValueRef *nrounds)
{
    LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(s->before));
    *nrounds = rounds(s, t);
    LLVMValueRef ok =
        LLVMBuildICmp(s->b, LLVMIntUGE, *nrounds, LLVMConstInt(s->i64, s->n, 0), "");
    unsigned nchecks = 0;
    if (s->nguards) {
        ok = LLVMBuildAnd(s->b, ok, guards_hold(s, *nrounds), "");
    }
    for (unsigned i = 0; i < s->nnodes; i++) {
        LLVMValueRef store = s->nodes[i].v;
        if (!LLVMIsAStoreInst(store) || s->nodes[i].second) {
            continue;
        }
        for (unsigned k = 0; k < s->nnodes; k++) {
            LLVMValueRef v = s->nodes[k].v;
            if (!loop_is_access(s, &s->nodes[k]) || (LLVMIsAStoreInst(v) && k >= i)) {
                continue;
            }
            if (nchecks++ == MAX_CHECKS) {
                s->failed = true;
                return ok;
            }
            ok = LLVMBuildAnd(s->b, ok, apart(s, store, v, k < i, *nrounds), "");
        }
    }
    return ok;
}
