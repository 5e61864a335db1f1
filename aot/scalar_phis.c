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
 * A single has 32 bits of its own in between. Conditional moves are treated as phis: a number
 * so chosen can be a maximum or minimum, where LLVM would branch for a vector.
 *
 * Likewise, a phi of the bits of numbers that are only stored becomes one of numbers.
 */
#include "scalar_phis.h"
#include "ir.h"
#include "xalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Of a phi or select, the number, a single's next 32 bits and the upper half; NULL if that is
 * 0, as MIDDLE is of doubles. */
struct phi {
    LLVMValueRef old, low, middle, high;
    LLVMTypeRef type; /* of the number; NULL: not known */
    bool split, high_is_zero;
};

struct scalars {
    LLVMBuilderRef b;
    LLVMTypeRef i32, i64, f32, f64, v2i64, v2f64, v4i32, v4f32;
    struct phi *phis;  /* in program order, so that the result is always the same */
    void **by_address; /* the same */
    unsigned nphis, room;
};

static unsigned count_incoming(LLVMValueRef v)
{
    return LLVMIsAPHINode(v) ? LLVMCountIncoming(v) : 2;
}

static LLVMValueRef incoming_value(LLVMValueRef v, unsigned i)
{
    return LLVMIsAPHINode(v) ? LLVMGetIncomingValue(v, i) : LLVMGetOperand(v, 1 + i);
}

/* The type of numbers that the first element of a vector of type T is. */
static LLVMTypeRef number_type(const struct scalars *s, LLVMTypeRef t)
{
    return t == s->v2i64 || t == s->v2f64   ? s->f64
           : t == s->v4i32 || t == s->v4f32 ? s->f32
                                            : NULL;
}

/* X, an integer of 64 bits, is known to have no more than 32. */
static bool is_word(LLVMValueRef x)
{
    LLVMValueRef mask = LLVMIsABinaryOperator(x) && LLVMGetInstructionOpcode(x) == LLVMAnd
                            ? LLVMGetOperand(x, 1)
                            : NULL;

    return (mask && LLVMIsAConstantInt(mask) && LLVMConstIntGetZExtValue(mask) == 0xffffffff) ||
           (LLVMIsAZExtInst(x) && LLVMGetIntTypeWidth(LLVMTypeOf(LLVMGetOperand(x, 0))) == 32);
}

/* The number in V, of type *TYPE, or as an integer of 64 bits, if all else in it is 0; or NULL.
 */
static LLVMValueRef number_in(const struct scalars *s, LLVMValueRef v, LLVMTypeRef *type)
{
    v = ir_peel(v);
    *type = number_type(s, LLVMTypeOf(v));
    LLVMValueRef x = *type ? ir_only_element(v) : NULL;
    if (x && is_word(x)) {
        *type = s->f32;
    }
    return x;
}

/* V is X with the upper half made 0, as by a move of a double: X, or NULL. */
static LLVMValueRef cleared(const struct scalars *s, LLVMValueRef v)
{
    return LLVMIsAInsertElementInst(v) && LLVMTypeOf(v) == s->v2i64 &&
                   ir_is_number(LLVMGetOperand(v, 2), 1) &&
                   ir_is_number(LLVMGetOperand(v, 1), 0)
               ? ir_peel(LLVMGetOperand(v, 0))
               : NULL;
}

static struct phi *find(const struct scalars *s, LLVMValueRef v)
{
    return ir_find(s->by_address, s->nphis, v);
}

static struct phi *find_split(const struct scalars *s, LLVMValueRef v)
{
    struct phi *p = LLVMTypeOf(v) == s->v2i64 ? find(s, v) : NULL;

    return p && p->split ? p : NULL;
}

/* BB comes right after a call. */
static bool after_call(LLVMBasicBlockRef bb)
{
    enum { MAX_DEPTH = 4 };

    for (unsigned i = 0; i < MAX_DEPTH; i++) {
        LLVMBasicBlockRef pred = NULL;
        for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v)) {
            /* of assembly, opaque() makes an empty one at the function's entry */
            if (ir_calls_code(v) && !LLVMIsAInlineAsm(LLVMGetCalledValue(v))) {
                return true;
            }
        }
        for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb)); u;
             u = LLVMGetNextUse(u)) {
            if (LLVMIsATerminatorInst(LLVMGetUser(u))) {
                LLVMBasicBlockRef b = LLVMGetInstructionParent(LLVMGetUser(u));
                if (pred && pred != b) {
                    return false;
                }
                pred = b;
            }
        }
        if (!pred) {
            return false;
        }
        bb = pred;
    }
    return false;
}

/* V is CPU state from elsewhere, which gets here on ways that are seldom taken, or outside of
 * loops. */
static bool is_state(LLVMValueRef v)
{
    if (LLVMIsASelectInst(v)) {
        LLVMValueRef x = LLVMGetOperand(v, 1), y = LLVMGetOperand(v, 2);
        return (LLVMIsAArgument(x) || LLVMIsConstant(x)) &&
               (LLVMIsAArgument(y) || LLVMIsConstant(y));
    }
    return LLVMIsAArgument(v) || LLVMIsUndef(v) ||
           (LLVMIsALoadInst(v) &&
            LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 0))) != 0 &&
            !after_call(LLVMGetInstructionParent(v)));
}

/* V is state, or a phi of state and constants, as before a loop that can be entered. */
static bool is_first_state(LLVMValueRef v)
{
    if (!LLVMIsAPHINode(v)) {
        return is_state(v);
    }
    for (unsigned i = 0; i < LLVMCountIncoming(v); i++) {
        LLVMValueRef x = LLVMGetIncomingValue(v, i);
        if (!LLVMIsConstant(x) && !is_state(x)) {
            return false;
        }
    }
    return true;
}

static bool takes_number(const struct scalars *s, const struct phi *p, LLVMValueRef user)
{
    return LLVMIsAExtractElementInst(user) && ir_is_number(LLVMGetOperand(user, 1), 0) &&
           number_type(s, LLVMTypeOf(LLVMGetOperand(user, 0))) == p->type;
}

/* All that is done with V is to take out the number, or to hand it on. */
static bool only_handed_on(LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        bool ok = LLVMIsAExtractElementInst(user) || LLVMIsAStoreInst(user) ||
                  LLVMIsAPHINode(user) || LLVMIsASelectInst(user) || LLVMIsACallInst(user) ||
                  LLVMIsAInsertValueInst(user) || LLVMIsAReturnInst(user);
        if (!ok && !(LLVMIsABitCastInst(user) && only_handed_on(user))) {
            return false;
        }
    }
    return true;
}

static bool is_move(LLVMValueRef v)
{
    return LLVMIsASelectInst(v) &&
           LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(v, 0))) == LLVMIntegerTypeKind;
}

static void collect(struct scalars *s, LLVMValueRef f)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);

    s->nphis = 0;
    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; v; v = LLVMGetNextInstruction(v)) {
            if (LLVMTypeOf(v) != s->v2i64 || !(LLVMIsAPHINode(v) || is_move(v))) {
                continue;
            }
            if (s->nphis == s->room) {
                s->room = s->room ? 2 * s->room : 64;
                s->phis = xrealloc(s->phis, s->room, sizeof(*s->phis));
                s->by_address = xrealloc(s->by_address, s->room, sizeof(*s->by_address));
            }
            s->phis[s->nphis++] = (struct phi){.old = v, .split = true, .high_is_zero = true};
        }
    }
}

static void sort(struct scalars *s)
{
    for (unsigned i = 0; i < s->nphis; i++) {
        s->by_address[i] = &s->phis[i];
    }
    ir_sort(s->by_address, s->nphis);
}

/* What is known of P from what comes in. */
static void update(const struct scalars *s, struct phi *p)
{
    bool zero = true, split = true;
    unsigned n = count_incoming(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = incoming_value(p->old, i);
        struct phi *q = find(s, v);
        LLVMTypeRef type = NULL;
        if (number_in(s, v, &type) || LLVMIsUndef(v) || LLVMIsNull(v)) {
            type = LLVMIsConstant(v) ? NULL : type;
        } else if (cleared(s, v)) {
            type = s->f64;
        } else if (q && q->split) {
            zero &= q->high_is_zero;
            type = q->type;
        } else {
            type = NULL;
            zero = false;
            split &= is_first_state(v);
        }
        split &= !type || !p->type || type == p->type;
        p->type = p->type ? p->type : type;
    }
    split &= zero || only_handed_on(p->old);
    p->split = p->split && split;
    p->high_is_zero = p->high_is_zero && zero;
}

/* A phi that has a number coming in, or one that has. */
static bool choose(struct scalars *s)
{
    bool changed, any = false;
    LLVMTypeRef type;

    for (unsigned i = 0; i < s->nphis; i++) {
        unsigned n = count_incoming(s->phis[i].old);
        for (unsigned k = 0; k < n; k++) {
            any |= number_in(s, incoming_value(s->phis[i].old, k), &type) != NULL;
        }
    }
    if (!any) {
        return false;
    }
    do {
        changed = false;
        for (unsigned i = 0; i < s->nphis; i++) {
            struct phi old = s->phis[i];
            if (old.split) {
                update(s, &s->phis[i]);
            }
            changed |= old.split != s->phis[i].split || old.type != s->phis[i].type ||
                       old.high_is_zero != s->phis[i].high_is_zero;
        }
        /* Of what no number gets to, there is none. */
        for (unsigned i = 0; !changed && i < s->nphis; i++) {
            changed |= s->phis[i].split && !s->phis[i].type;
            s->phis[i].split = s->phis[i].split && s->phis[i].type;
        }
    } while (changed);
    return true;
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

/* Element I of V, a vector of 16 bytes, as one of TYPE. */
static LLVMValueRef element_of(const struct scalars *s, LLVMValueRef v, LLVMTypeRef type,
                               unsigned i)
{
    return element(s, LLVMBuildBitCast(s->b, v, type, ""), i);
}

static bool has_middle(const struct scalars *s, const struct phi *p)
{
    return !p->high_is_zero && p->type == s->f32;
}

/* V as a number and, where P has them, the rest; the builder is where V is wanted. */
struct parts {
    LLVMValueRef low, middle, high;
};

static struct parts take_apart(const struct scalars *s, const struct phi *p, LLVMValueRef v)
{
    LLVMValueRef rest = cleared(s, v);
    struct phi *q = find_split(s, rest ? rest : v);
    LLVMTypeRef type;
    bool single = p->type == s->f32;
    struct parts x = {number_in(s, v, &type), LLVMConstNull(s->i32), LLVMConstNull(s->i64)};

    if (rest && !x.low) {
        x.low = q && q->type == s->f64 ? q->low : element_of(s, rest, s->v2f64, 0);
    } else if (q) {
        x.low = q->low;
        x.middle = q->middle ? q->middle : x.middle;
        x.high = q->high ? q->high : x.high;
    } else if (LLVMIsUndef(v)) {
        x.low = LLVMGetPoison(p->type);
    } else if (!x.low) {
        x.low = element_of(s, v, single ? s->v4f32 : s->v2f64, 0);
        x.middle = has_middle(s, p) ? element_of(s, v, s->v4i32, 1) : x.middle;
        x.high = p->high_is_zero ? x.high : element_of(s, v, s->v2i64, 1);
    }
    if (single && LLVMTypeOf(x.low) == s->i64) {
        x.low = LLVMBuildTrunc(s->b, x.low, s->i32, "");
    }
    x.low = LLVMBuildBitCast(s->b, x.low, p->type, "");
    return x;
}

static void fill(const struct scalars *s, struct phi *p)
{
    unsigned n = LLVMCountIncoming(p->old);

    for (unsigned i = 0; i < n; i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(p->old, i);
        before_end(s, from);
        struct parts x = take_apart(s, p, LLVMGetIncomingValue(p->old, i));
        LLVMAddIncoming(p->low, &x.low, &from, 1);
        if (p->middle) {
            LLVMAddIncoming(p->middle, &x.middle, &from, 1);
        }
        if (p->high) {
            LLVMAddIncoming(p->high, &x.high, &from, 1);
        }
    }
}

/* P, a select, and before it those that it chooses from. */
static void split_select(const struct scalars *s, struct phi *p)
{
    struct parts x[2];

    if (p->low) {
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        struct phi *q = find_split(s, incoming_value(p->old, i));
        if (q && LLVMIsASelectInst(q->old)) {
            split_select(s, q);
        }
    }
    LLVMPositionBuilderBefore(s->b, p->old);
    for (unsigned i = 0; i < 2; i++) {
        x[i] = take_apart(s, p, incoming_value(p->old, i));
    }
    LLVMValueRef c = LLVMGetOperand(p->old, 0);
    p->low = LLVMBuildSelect(s->b, c, x[0].low, x[1].low, "");
    if (has_middle(s, p)) {
        p->middle = LLVMBuildSelect(s->b, c, x[0].middle, x[1].middle, "");
    }
    if (!p->high_is_zero) {
        p->high = LLVMBuildSelect(s->b, c, x[0].high, x[1].high, "");
    }
}

/* P as a vector, where the builder is. */
static LLVMValueRef whole(const struct scalars *s, const struct phi *p)
{
    LLVMTypeRef t = p->type == s->f32 ? s->v4f32 : s->v2f64;
    LLVMValueRef v = LLVMConstNull(t);

    v = LLVMBuildInsertElement(s->b, v, p->low, index_of(s, 0), "");
    if (p->middle) {
        v = LLVMBuildBitCast(s->b, v, s->v4i32, "");
        v = LLVMBuildInsertElement(s->b, v, p->middle, index_of(s, 1), "");
    }
    v = LLVMBuildBitCast(s->b, v, s->v2i64, "");
    return p->high ? LLVMBuildInsertElement(s->b, v, p->high, index_of(s, 1), "") : v;
}

static void replace_uses(const struct scalars *s, const struct phi *p, LLVMValueRef v);

static void replace_use(const struct scalars *s, const struct phi *p, LLVMValueRef v,
                        LLVMValueRef user)
{
    if (LLVMIsABitCastInst(user)) {
        replace_uses(s, p, user);
        LLVMInstructionEraseFromParent(user);
        return;
    }
    if (takes_number(s, p, user)) {
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
        if (find_split(s, user)) {
            u = LLVMGetNextUse(u); /* goes, too */
            continue;
        }
        replace_use(s, p, v, user);
        u = LLVMGetFirstUse(v);
        while (u && find_split(s, LLVMGetUser(u))) {
            u = LLVMGetNextUse(u);
        }
    }
}

static void split(struct scalars *s)
{
    for (unsigned i = 0; i < s->nphis; i++) {
        struct phi *p = &s->phis[i];
        if (p->split && LLVMIsAPHINode(p->old)) {
            LLVMPositionBuilderBefore(s->b, p->old);
            p->low = LLVMBuildPhi(s->b, p->type, "");
            p->high = p->high_is_zero ? NULL : LLVMBuildPhi(s->b, s->i64, "");
            p->middle = has_middle(s, p) ? LLVMBuildPhi(s->b, s->i32, "") : NULL;
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (s->phis[i].split && LLVMIsASelectInst(s->phis[i].old)) {
            split_select(s, &s->phis[i]);
        }
    }
    for (unsigned i = 0; i < s->nphis; i++) {
        if (s->phis[i].split && LLVMIsAPHINode(s->phis[i].old)) {
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

static LLVMValueRef double_behind(void *f64, LLVMValueRef v)
{
    v = LLVMIsABitCastInst(v) ? LLVMGetOperand(v, 0) : NULL;
    return v && LLVMTypeOf(v) == f64 ? v : NULL;
}

static void number_phi(const struct scalars *s, LLVMValueRef phi)
{
    unsigned n = LLVMCountIncoming(phi);
    bool any = false;

    for (unsigned i = 0; i < n; i++) {
        any |= double_behind(s->f64, LLVMGetIncomingValue(phi, i)) != NULL;
    }
    if (!any || !only_stored(phi)) {
        return;
    }
    LLVMPositionBuilderBefore(s->b, phi);
    LLVMValueRef new = LLVMBuildPhi(s->b, s->f64, "");
    ir_fill_double_phi(s->b, new, phi, double_behind, s->f64);
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
        .f32 = LLVMFloatTypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
    };

    s.v2i64 = LLVMVectorType(s.i64, 2);
    s.v2f64 = LLVMVectorType(s.f64, 2);
    s.v4i32 = LLVMVectorType(s.i32, 4);
    s.v4f32 = LLVMVectorType(s.f32, 4);
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        collect(&s, f);
        if (s.nphis) {
            sort(&s);
            if (choose(&s)) {
                split(&s);
            }
        }
        number_phis(&s, f);
    }
    free(s.phis);
    free(s.by_address);
    LLVMDisposeBuilder(s.b);
}
