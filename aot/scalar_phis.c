/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scalar_phis.c: numbers that are carried around loops in vector registers.
 *
 * An aarch64 instruction that writes a number clears the rest of the vector register. Where
 * ways meet, the variable is a vector, {number, 0}, so that each number would have to be made
 * one, at the cost of an instruction that the next operation waits for. So such phis become
 * two: one of the number and one of the upper half, which is a constant on nearly all ways, or
 * no phi at all if it is on all. Vectors are put together where they are wanted, which is where
 * the function is left.
 *
 * Likewise, a phi of the bits of numbers that are only stored becomes one of numbers.
 */
#include "scalar_phis.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct phi {
    LLVMValueRef old, low, high; /* HIGH: NULL if it is 0 */
    bool split, high_is_zero;
};

struct scalars {
    LLVMBuilderRef b;
    LLVMTypeRef i32, i64, f64, v2i64, v2f64;
    struct phi *phis;
    unsigned nphis, room;
};

static LLVMValueRef peel(LLVMValueRef v)
{
    while (LLVMIsABitCastInst(v)) {
        v = LLVMGetOperand(v, 0);
    }
    return v;
}

static bool is_vector(const struct scalars *s, LLVMValueRef v)
{
    return LLVMTypeOf(v) == s->v2i64 || LLVMTypeOf(v) == s->v2f64;
}

static bool is_index(LLVMValueRef v, unsigned i)
{
    return LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == i;
}

/* The number in V if it is {number, 0}, or NULL. */
static LLVMValueRef number_in(const struct scalars *s, LLVMValueRef v)
{
    v = peel(v);
    if (LLVMIsAInsertElementInst(v) && is_vector(s, v) && is_index(LLVMGetOperand(v, 2), 0)) {
        LLVMValueRef c = LLVMGetOperand(v, 0);
        if (LLVMIsAConstantVector(c) || LLVMIsAConstantDataVector(c) ||
            LLVMIsAConstantAggregateZero(c)) {
            LLVMValueRef upper = LLVMGetAggregateElement(c, 1);
            return upper && LLVMIsNull(upper) ? LLVMGetOperand(v, 1) : NULL;
        }
    }
    return NULL;
}

static struct phi *find(const struct scalars *s, LLVMValueRef v)
{
    size_t lo = 0, hi = s->nphis;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if ((uintptr_t)s->phis[mid].old < (uintptr_t)v) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < s->nphis && s->phis[lo].old == v ? &s->phis[lo] : NULL;
}

static struct phi *find_split(const struct scalars *s, LLVMValueRef v)
{
    struct phi *p = LLVMTypeOf(v) == s->v2i64 ? find(s, v) : NULL;

    return p && p->split ? p : NULL;
}

/* V is CPU state from elsewhere: it gets here on ways that are seldom taken, or outside of
 * loops. */
static bool is_state(LLVMValueRef v)
{
    return LLVMIsAArgument(v) || LLVMIsUndef(v) || LLVMIsAExtractValueInst(v) ||
           (LLVMIsALoadInst(v) &&
            LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 0))) != 0);
}

static bool takes_number(const struct scalars *s, LLVMValueRef user)
{
    return LLVMIsAExtractElementInst(user) && is_index(LLVMGetOperand(user, 1), 0) &&
           is_vector(s, LLVMGetOperand(user, 0));
}

/* All that is done with P is to take out the number, or to hand it on. */
static bool uses_allow(const struct scalars *s, LLVMValueRef v, bool zero)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        bool ok = takes_number(s, user) || LLVMIsAStoreInst(user) || LLVMIsAPHINode(user) ||
                  LLVMIsACallInst(user) || LLVMIsAInsertValueInst(user) ||
                  LLVMIsAReturnInst(user);
        if (LLVMIsABitCastInst(user)) {
            ok = LLVMTypeOf(user) == s->v2f64 && uses_allow(s, user, zero);
        }
        if (!ok && !zero) {
            return false;
        }
    }
    return true;
}

static void collect(struct scalars *s, LLVMValueRef f)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);

    s->nphis = 0;
    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; v && LLVMIsAPHINode(v); v = LLVMGetNextInstruction(v)) {
            if (LLVMTypeOf(v) != s->v2i64) {
                continue;
            }
            if (s->nphis == s->room) {
                s->room = s->room ? 2 * s->room : 64;
                s->phis = realloc(s->phis, s->room * sizeof(*s->phis));
                if (!s->phis) {
                    abort();
                }
            }
            s->phis[s->nphis++] = (struct phi){.old = v, .split = true, .high_is_zero = true};
        }
    }
}

static int by_address(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const struct phi *)a)->old;
    uintptr_t y = (uintptr_t)((const struct phi *)b)->old;

    return (x > y) - (x < y);
}

/* What is known of P from what comes in; true if that has changed. */
static bool update(const struct scalars *s, struct phi *p)
{
    bool zero = true, split = true, number = false;
    unsigned n = LLVMCountIncoming(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(p->old, i);
        struct phi *q = find(s, v);
        if (number_in(s, v) || LLVMIsUndef(v) || LLVMIsNull(v)) {
            number = true;
        } else if (q) {
            zero &= q->split && q->high_is_zero;
            split &= q->split;
            number = true;
        } else {
            LLVMValueRef upper = LLVMIsConstant(v) ? LLVMGetAggregateElement(v, 1) : NULL;
            zero &= upper && LLVMIsNull(upper);
            split &= upper || is_state(v);
        }
    }
    split &= number && uses_allow(s, p->old, zero);
    bool changed = split != p->split || zero != p->high_is_zero;
    p->split = p->split && split;
    p->high_is_zero = p->high_is_zero && zero;
    return changed && (!split || !zero);
}

/* A phi that has a number coming in, or one that has. */
static bool choose(struct scalars *s)
{
    bool changed, any = false;
    unsigned rounds = 0;

    for (unsigned i = 0; i < s->nphis; i++) {
        unsigned n = LLVMCountIncoming(s->phis[i].old);
        for (unsigned k = 0; k < n; k++) {
            any |= number_in(s, LLVMGetIncomingValue(s->phis[i].old, k)) != NULL;
        }
    }
    if (!any) {
        return false;
    }
    do {
        changed = false;
        for (unsigned i = 0; i < s->nphis; i++) {
            bool split = s->phis[i].split, zero = s->phis[i].high_is_zero;
            if (split) {
                update(s, &s->phis[i]);
            }
            changed |= split != s->phis[i].split || zero != s->phis[i].high_is_zero;
        }
    } while (changed && ++rounds < 1000);
    return !changed;
}

static LLVMValueRef index_of(const struct scalars *s, unsigned i)
{
    return LLVMConstInt(s->i32, i, 0);
}

static LLVMValueRef element(const struct scalars *s, LLVMValueRef v, unsigned i)
{
    return LLVMBuildExtractElement(s->b, v, index_of(s, i), "");
}

static void before_end(const struct scalars *s, LLVMBasicBlockRef bb)
{
    LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(bb));
}

static void fill(const struct scalars *s, struct phi *p)
{
    unsigned n = LLVMCountIncoming(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(p->old, i), low = number_in(s, v), high = NULL;
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(p->old, i);
        struct phi *q = find_split(s, v);
        before_end(s, from);
        if (q) {
            low = q->low;
            high = q->high;
        } else if (LLVMIsUndef(v)) {
            low = LLVMGetPoison(s->f64);
        } else if (!low) {
            low = element(s, LLVMBuildBitCast(s->b, v, s->v2f64, ""), 0);
            high = LLVMIsNull(v) ? NULL : element(s, v, 1);
        }
        low = LLVMBuildBitCast(s->b, low, s->f64, "");
        high = high ? high : LLVMConstNull(s->i64);
        LLVMAddIncoming(p->low, &low, &from, 1);
        if (p->high) {
            LLVMAddIncoming(p->high, &high, &from, 1);
        }
    }
}

/* P as a vector, where the builder is. */
static LLVMValueRef whole(const struct scalars *s, const struct phi *p)
{
    LLVMValueRef e[2] = {LLVMGetPoison(s->i64), LLVMConstNull(s->i64)};
    LLVMValueRef low = LLVMBuildBitCast(s->b, p->low, s->i64, "");

    LLVMValueRef v =
        LLVMBuildInsertElement(s->b, LLVMConstVector(e, 2), low, index_of(s, 0), "");
    return p->high ? LLVMBuildInsertElement(s->b, v, p->high, index_of(s, 1), "") : v;
}

static bool is_split_phi(const struct scalars *s, LLVMValueRef v)
{
    return LLVMIsAPHINode(v) && find_split(s, v);
}

static void replace_uses(const struct scalars *s, const struct phi *p, LLVMValueRef v);

static void replace_use(const struct scalars *s, const struct phi *p, LLVMValueRef v,
                        LLVMValueRef user)
{
    if (LLVMIsABitCastInst(user) && LLVMTypeOf(user) == s->v2f64) {
        replace_uses(s, p, user);
        LLVMInstructionEraseFromParent(user);
        return;
    }
    if (takes_number(s, user)) {
        LLVMPositionBuilderBefore(s->b, user);
        LLVMReplaceAllUsesWith(user, LLVMBuildBitCast(s->b, p->low, LLVMTypeOf(user), ""));
        LLVMInstructionEraseFromParent(user);
        return;
    }
    for (int i = 0; i < LLVMGetNumOperands(user); i++) {
        if (LLVMGetOperand(user, (unsigned)i) != v) {
            continue;
        }
        if (LLVMIsAPHINode(user)) {
            before_end(s, LLVMGetIncomingBlock(user, (unsigned)i));
        } else {
            LLVMPositionBuilderBefore(s->b, user);
        }
        LLVMSetOperand(user, (unsigned)i,
                       LLVMBuildBitCast(s->b, whole(s, p), LLVMTypeOf(v), ""));
    }
}

static void replace_uses(const struct scalars *s, const struct phi *p, LLVMValueRef v)
{
    LLVMUseRef u = LLVMGetFirstUse(v);

    while (u) {
        LLVMValueRef user = LLVMGetUser(u);
        if (is_split_phi(s, user)) {
            u = LLVMGetNextUse(u); /* goes, too */
            continue;
        }
        replace_use(s, p, v, user);
        u = LLVMGetFirstUse(v);
        while (u && is_split_phi(s, LLVMGetUser(u))) {
            u = LLVMGetNextUse(u);
        }
    }
}

static void split(struct scalars *s)
{
    for (unsigned i = 0; i < s->nphis; i++) {
        struct phi *p = &s->phis[i];
        if (p->split) {
            LLVMPositionBuilderBefore(s->b, p->old);
            p->low = LLVMBuildPhi(s->b, s->f64, "");
            p->high = p->high_is_zero ? NULL : LLVMBuildPhi(s->b, s->i64, "");
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (s->phis[i].split) {
            fill(s, &s->phis[i]);
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (s->phis[i].split) {
            replace_uses(s, &s->phis[i], s->phis[i].old);
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (s->phis[i].split) {
            LLVMReplaceAllUsesWith(s->phis[i].old, LLVMGetPoison(s->v2i64));
            LLVMInstructionEraseFromParent(s->phis[i].old);
        }
    }
}

/* --- Bits of numbers ---------------------------------------------------------------- */

static bool only_stored(LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (!LLVMIsAStoreInst(user) || LLVMGetOperand(user, 0) != v ||
            LLVMGetOperand(user, 1) == v) {
            return false;
        }
    }
    return LLVMGetFirstUse(v) != NULL;
}

static LLVMValueRef as_number(LLVMValueRef v, LLVMTypeRef t)
{
    v = LLVMIsABitCastInst(v) ? LLVMGetOperand(v, 0) : NULL;
    return v && LLVMTypeOf(v) == t ? v : NULL;
}

static void number_phi(const struct scalars *s, LLVMValueRef phi)
{
    unsigned n = LLVMCountIncoming(phi);
    bool any = false;

    for (unsigned i = 0; i < n; i++) {
        any |= as_number(LLVMGetIncomingValue(phi, i), s->f64) != NULL;
    }
    if (!any || !only_stored(phi)) {
        return;
    }
    LLVMPositionBuilderBefore(s->b, phi);
    LLVMValueRef new = LLVMBuildPhi(s->b, s->f64, "");
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(phi, i), x = as_number(v, s->f64);
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        if (!x) {
            before_end(s, from);
            x = LLVMBuildBitCast(s->b, v, s->f64, "");
        }
        LLVMAddIncoming(new, &x, &from, 1);
    }
    while (LLVMGetFirstUse(phi)) {
        LLVMSetOperand(LLVMGetUser(LLVMGetFirstUse(phi)), 0, new);
    }
    LLVMInstructionEraseFromParent(phi);
}

static void number_phis(const struct scalars *s, LLVMValueRef f)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb), next;
        for (; v && LLVMIsAPHINode(v); v = next) {
            next = LLVMGetNextInstruction(v);
            if (LLVMTypeOf(v) == s->i64) {
                number_phi(s, v);
            }
        }
    }
}

void scalar_phis(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct scalars s = {
        .b = LLVMCreateBuilderInContext(ctx),
        .i32 = LLVMInt32TypeInContext(ctx),
        .i64 = LLVMInt64TypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
    };

    s.v2i64 = LLVMVectorType(s.i64, 2);
    s.v2f64 = LLVMVectorType(s.f64, 2);
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        collect(&s, f);
        if (s.nphis) { /* qsort() must not be given a null array */
            qsort(s.phis, s.nphis, sizeof(*s.phis), by_address);
            if (choose(&s)) {
                split(&s);
            }
        }
        number_phis(&s, f);
    }
    free(s.phis);
    LLVMDisposeBuilder(s.b);
}
