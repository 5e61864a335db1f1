/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vector_words.c: integers of 32 bits that are kept in vector registers.
 *
 * gcc has aarch64's vector registers as more room for integers: it moves them there and back
 * (fmov s1, w0), and adds or combines them there (add v0.2s, eor v0.8b). On the host such a
 * move takes three cycles, and a loop whose state goes through both kinds of registers spends
 * most of its time on them.
 *
 * So where the lowest 32 bits of a vector are wanted as an integer (a root), what they are
 * computed from is followed back through phis, selects and operations, which all are redone on
 * integers: of additions, products and bitwise operations the low bits depend on the operands'
 * low bits alone. That is done if all of it comes from words: integers of 32 bits put into a
 * vector that is 0 elsewhere, as compilers have no other use for than this one. Real vectors,
 * whose other elements matter, are built in other ways, and stay.
 *
 * A vector phi all of whose words are known so is made where it is still wanted, which is
 * where the function is left, of the word and of a phi of the rest, which is 0 on all ways but
 * those by which state comes from elsewhere.
 */
#include "vector_words.h"
#include "ir.h"
#include "xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_NODES = 96, /* that a root may depend on */
    DEPTH = 4       /* of operations between integers and the vectors that they come from */
};

struct slot {
    LLVMValueRef v, low;
};

struct words {
    LLVMBuilderRef b;
    LLVMTypeRef i1, i32, i64, f32, f64, v2i64, v2i32, v4i32;
    struct slot *low; /* open addressing, a power of 2: the low words that have been made */
    size_t nlow, room;
    LLVMValueRef seen[MAX_NODES]; /* of the root at hand */
    unsigned nseen, nwords;
    bool worth; /* has a phi, or an operation on vectors */
    LLVMValueRef *phis;
    size_t nphis; /* vector phis that have low words */
};

/* --- What has been made ------------------------------------------------------------- */

static struct slot *slot_of(const struct words *s, LLVMValueRef v)
{
    size_t i = (size_t)(((uintptr_t)v >> 4) * 0x9e3779b97f4a7c15u >> 20) & (s->room - 1);

    while (s->low[i].v && s->low[i].v != v) {
        i = (i + 1) & (s->room - 1);
    }
    return &s->low[i];
}

static LLVMValueRef known(const struct words *s, LLVMValueRef v)
{
    return s->room ? slot_of(s, v)->low : NULL;
}

static void note(struct words *s, LLVMValueRef v, LLVMValueRef low)
{
    if (2 * (s->nlow + 1) > s->room) {
        struct slot *old = s->low;
        size_t n = s->room;
        s->room = n ? 2 * n : 64;
        s->low = xcalloc(s->room, sizeof(*s->low));
        for (size_t i = 0; i < n; i++) {
            if (old[i].v) {
                *slot_of(s, old[i].v) = old[i];
            }
        }
        free(old);
    }
    *slot_of(s, v) = (struct slot){v, low};
    s->nlow++;
}

/* --- Shapes ------------------------------------------------------------------------- */

/* A whole vector register. */
static bool is_register(LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);

    return LLVMGetTypeKind(t) == LLVMVectorTypeKind && ir_total_size(t) == 16;
}

/* The vector of which V, an integer, is the first element; or NULL. */
static LLVMValueRef first_of(const struct words *s, LLVMValueRef v)
{
    if (!LLVMIsAExtractElementInst(v) || !ir_is_number(LLVMGetOperand(v, 1), 0)) {
        return NULL;
    }
    v = LLVMGetOperand(v, 0);
    return LLVMTypeOf(v) == s->v4i32 || LLVMTypeOf(v) == s->v2i64 ? v : NULL;
}

/* The vector of which all that comes into V is the first element, or NULL. */
static LLVMValueRef common_vector(const struct words *s, LLVMValueRef v)
{
    LLVMValueRef x = first_of(s, LLVMGetIncomingValue(v, 0));

    for (unsigned i = LLVMCountIncoming(v); x && i-- > 1;) {
        x = first_of(s, LLVMGetIncomingValue(v, i)) == x ? x : NULL;
    }
    return x;
}

/* The vector of which V, an integer, is the first element, if it is one to follow; or NULL. */
static LLVMValueRef carrier(const struct words *s, LLVMValueRef v)
{
    LLVMValueRef from = first_of(s, v), x = from ? ir_peel(from) : NULL;

    return x && (LLVMIsAPHINode(x) || LLVMIsASelectInst(x) || ir_only_element(x)) ? from : NULL;
}

/* V, an integer of 64 bits, has no more than 32, by what it is computed with last. */
static bool is_short(LLVMValueRef v)
{
    LLVMValueRef n = LLVMIsABinaryOperator(v) ? LLVMGetOperand(v, 1) : NULL;

    if (LLVMIsAZExtInst(v) &&
        LLVMGetTypeKind(LLVMTypeOf(LLVMGetOperand(v, 0))) == LLVMIntegerTypeKind) {
        return LLVMGetIntTypeWidth(LLVMTypeOf(LLVMGetOperand(v, 0))) <= 32;
    }
    if (!n || !LLVMIsAConstantInt(n)) {
        return false;
    }
    return (LLVMGetInstructionOpcode(v) == LLVMAnd && LLVMConstIntGetZExtValue(n) >> 32 == 0) ||
           (LLVMGetInstructionOpcode(v) == LLVMLShr && LLVMConstIntGetZExtValue(n) >= 32);
}

/* V is CPU state from elsewhere, which gets here on ways that are seldom taken. */
static bool is_state(LLVMValueRef v)
{
    return LLVMIsAArgument(v) || LLVMIsUndef(v) ||
           (LLVMIsALoadInst(v) &&
            LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 0))) != 0);
}

/* Of two elements of 32 bits or one of 64, so that the low word can be computed by itself. */
static bool is_operation(const struct words *s, LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);

    if (!LLVMIsABinaryOperator(v) || (t != s->i64 && t != s->v2i32)) {
        return false;
    }
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor: return true;
    case LLVMLShr:
    case LLVMAShr: return t == s->v2i32 && LLVMIsConstant(LLVMGetOperand(v, 1));
    case LLVMShl: {
        LLVMValueRef n = LLVMGetOperand(v, 1);
        return t == s->v2i32 ? LLVMIsConstant(n)
                             : LLVMIsAConstantInt(n) && LLVMConstIntGetZExtValue(n) < 32;
    }
    default: return false;
    }
}

/* The low word of V, a constant; NULL: not known. */
static LLVMValueRef constant_word(const struct words *s, LLVMValueRef v)
{
    if (LLVMIsNull(v)) {
        return LLVMConstNull(s->i32);
    }
    if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMVectorTypeKind) {
        v = ir_element_bits(LLVMTypeOf(v)) >= 32 ? LLVMGetAggregateElement(v, 0) : NULL;
    }
    return !v                ? NULL
           : LLVMIsPoison(v) ? LLVMGetPoison(s->i32)
           : LLVMIsUndef(v)  ? LLVMGetUndef(s->i32)
           : LLVMIsAConstantInt(v)
               ? LLVMConstInt(s->i32, (uint32_t)LLVMConstIntGetZExtValue(v), 0)
               : NULL;
}

/* V, an integer of 64 bits, is computed from vectors. */
static bool derived(const struct words *s, LLVMValueRef v, unsigned depth)
{
    LLVMValueRef x = ir_peel(v);

    if (LLVMTypeOf(x) != s->i64 || LLVMIsAExtractElementInst(x)) {
        return true;
    }
    if (LLVMIsAZExtInst(x)) {
        return LLVMIsAExtractElementInst(LLVMGetOperand(x, 0));
    }
    if (LLVMIsAPHINode(x)) {
        return common_vector(s, x) != NULL;
    }
    return depth && is_operation(s, x) &&
           (derived(s, LLVMGetOperand(x, 0), depth - 1) ||
            derived(s, LLVMGetOperand(x, 1), depth - 1));
}

/* --- Whether there are low words ------------------------------------------------------ */

static bool look(struct words *s, LLVMValueRef v);

/* V, an integer of 32 bits: computed as one, or an element of a vector. */
static bool look_word(struct words *s, LLVMValueRef v)
{
    LLVMValueRef from = carrier(s, v);

    if (from) {
        return look(s, from);
    }
    s->nwords += !LLVMIsAExtractElementInst(v);
    return !LLVMIsABitCastInst(v);
}

/* V, what a vector has as its only element that is not 0. */
static bool look_element(struct words *s, LLVMValueRef v)
{
    LLVMTypeRef t = LLVMTypeOf(v);

    if (t == s->f32) {
        LLVMValueRef x = LLVMIsABitCastInst(v) ? LLVMGetOperand(v, 0) : NULL;
        s->nwords++;
        return LLVMIsALoadInst(v) || (x && LLVMTypeOf(x) == s->i32 && look_word(s, x));
    }
    return t == s->i32 ? look_word(s, v) : t == s->i64 && look(s, v);
}

static bool only_stored(LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        if (!LLVMIsAStoreInst(LLVMGetUser(u))) {
            return false;
        }
    }
    return true;
}

/* Something is done with V as a floating point number, or with several. */
static bool takes_float(const struct words *s, LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        LLVMTypeRef t = ir_element_type(LLVMTypeOf(user));
        bool number = t == s->f32 || t == s->f64;
        if (LLVMIsABitCastInst(user)
                ? takes_float(s, user)
                : number && !(LLVMIsAExtractElementInst(user) && only_stored(user))) {
            return true;
        }
    }
    return false;
}

static bool look_phi(struct words *s, LLVMValueRef v)
{
    bool whole = LLVMTypeOf(v) == s->v2i64;
    unsigned n = LLVMCountIncoming(v);

    if ((!whole && LLVMTypeOf(v) != s->i64) || takes_float(s, v)) {
        return false;
    }
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef x = LLVMGetIncomingValue(v, i);
        if (whole && is_state(x)) {
            continue;
        }
        if (!look(s, x)) {
            return false;
        }
    }
    s->worth |= whole;
    return true;
}

static bool look_at(struct words *s, LLVMValueRef v)
{
    LLVMValueRef x;

    if (LLVMIsAPHINode(v)) {
        return look_phi(s, v);
    }
    if (LLVMIsASelectInst(v)) {
        return LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i1 && look(s, LLVMGetOperand(v, 1)) &&
               look(s, LLVMGetOperand(v, 2));
    }
    if (is_operation(s, v)) {
        s->worth |= LLVMTypeOf(v) == s->v2i32;
        return look(s, LLVMGetOperand(v, 0)) && look(s, LLVMGetOperand(v, 1));
    }
    if (LLVMIsAInsertElementInst(v)) {
        x = ir_only_element(v);
        return x && look_element(s, x);
    }
    if (LLVMIsAZExtInst(v) && LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i32) {
        return look_word(s, LLVMGetOperand(v, 0));
    }
    x = first_of(s, v);
    return x && look(s, x);
}

/* The low word of V, a vector or an integer of 64 bits, can be made of words. */
static bool look(struct words *s, LLVMValueRef v)
{
    v = ir_peel(v);
    if (LLVMIsConstant(v)) {
        return constant_word(s, v) != NULL;
    }
    if (!LLVMIsAInstruction(v)) {
        return false;
    }
    if (LLVMTypeOf(v) == s->i64 && !derived(s, v, DEPTH)) {
        s->nwords += is_short(v);
        return true;
    }
    if (known(s, v)) {
        s->nwords++;
        s->worth = true;
        return true;
    }
    for (unsigned i = 0; i < s->nseen; i++) {
        if (s->seen[i] == v) {
            return true;
        }
    }
    if (s->nseen == MAX_NODES) {
        return false;
    }
    s->seen[s->nseen++] = v;
    return look_at(s, v);
}

/* --- Low words ------------------------------------------------------------------------ */

static LLVMValueRef low_word(struct words *s, LLVMValueRef v);

/* As look_word(). */
static LLVMValueRef word_of(struct words *s, LLVMValueRef v)
{
    LLVMValueRef from = carrier(s, v);

    return from ? low_word(s, from) : v;
}

static LLVMValueRef operation(struct words *s, LLVMValueRef v)
{
    LLVMValueRef a = low_word(s, LLVMGetOperand(v, 0)), b = low_word(s, LLVMGetOperand(v, 1));

    LLVMPositionBuilderBefore(s->b, v);
    return LLVMBuildBinOp(s->b, LLVMGetInstructionOpcode(v), a, b, "");
}

static LLVMValueRef selected(struct words *s, LLVMValueRef v)
{
    LLVMValueRef a = low_word(s, LLVMGetOperand(v, 1)), b = low_word(s, LLVMGetOperand(v, 2));

    LLVMPositionBuilderBefore(s->b, v);
    return LLVMBuildSelect(s->b, LLVMGetOperand(v, 0), a, b, "");
}

/* X, which V has as its only element, as a word. What V gets it from is its vector no longer.
 */
static LLVMValueRef element_word(struct words *s, LLVMValueRef v, LLVMValueRef x)
{
    LLVMTypeRef t = LLVMTypeOf(x);

    if (t == s->f32) {
        LLVMPositionBuilderBefore(s->b, v);
        return LLVMIsABitCastInst(x) ? word_of(s, LLVMGetOperand(x, 0))
                                     : LLVMBuildBitCast(s->b, x, s->i32, "");
    }
    if (t == s->i32) {
        return word_of(s, x);
    }
    LLVMValueRef w = low_word(s, x);
    if (is_short(x) && derived(s, x, DEPTH)) {
        LLVMPositionBuilderBefore(s->b, v);
        LLVMSetOperand(v, 1, LLVMBuildZExt(s->b, w, s->i64, ""));
    }
    return w;
}

static LLVMValueRef made_word(struct words *s, LLVMValueRef v)
{
    if (LLVMIsASelectInst(v)) {
        return selected(s, v);
    }
    if (is_operation(s, v)) {
        return operation(s, v);
    }
    if (LLVMIsAInsertElementInst(v)) {
        return element_word(s, v, ir_only_element(v));
    }
    return LLVMIsAZExtInst(v) ? word_of(s, LLVMGetOperand(v, 0)) : low_word(s, first_of(s, v));
}

/* The first word of V, state, at the end of BB. */
static LLVMValueRef state_word(struct words *s, LLVMValueRef v, LLVMBasicBlockRef bb)
{
    LLVMPositionBuilderBefore(s->b, LLVMGetBasicBlockTerminator(bb));
    v = LLVMBuildBitCast(s->b, v, s->v4i32, "");
    return LLVMBuildExtractElement(s->b, v, LLVMConstNull(s->i32), "");
}

/* The builder is where V can be used first. */
static void after(const struct words *s, LLVMValueRef v)
{
    LLVMValueRef at = NULL;

    if (LLVMIsAInstruction(v)) {
        at = LLVMGetNextInstruction(v);
    } else {
        LLVMBasicBlockRef bb = LLVMGetInsertBlock(s->b);
        at = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(LLVMGetBasicBlockParent(bb)));
    }
    while (LLVMIsAPHINode(at)) {
        at = LLVMGetNextInstruction(at);
    }
    LLVMPositionBuilderBefore(s->b, at);
}

/* V is the first element of FROM on all ways: taken out where it is wanted. */
static LLVMValueRef join(struct words *s, LLVMValueRef v, LLVMValueRef from)
{
    LLVMValueRef w = low_word(s, from);

    after(s, v);
    LLVMValueRef e = LLVMBuildExtractElement(s->b, from, LLVMConstNull(s->i32), "");
    note(s, v, w);
    note(s, e, w);
    LLVMReplaceAllUsesWith(v, e);
    return w;
}

static LLVMValueRef phi_word(struct words *s, LLVMValueRef v)
{
    LLVMValueRef from = is_register(v) ? NULL : common_vector(s, v);
    if (from) {
        return join(s, v, from);
    }
    unsigned n = LLVMCountIncoming(v);

    LLVMPositionBuilderBefore(s->b, v);
    LLVMValueRef phi = LLVMBuildPhi(s->b, s->i32, "");
    note(s, v, phi);
    for (unsigned i = 0; i < n; i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(v, i);
        LLVMValueRef x = LLVMGetIncomingValue(v, i), w = NULL;
        for (unsigned k = 0; k < i; k++) {
            if (LLVMGetIncomingBlock(v, k) == from) {
                w = LLVMGetIncomingValue(phi, k); /* a switch's second edge */
            }
        }
        if (!w) {
            w = is_register(v) && is_state(x) ? state_word(s, x, from) : low_word(s, x);
        }
        LLVMAddIncoming(phi, &w, &from, 1);
    }
    if (is_register(v)) {
        s->phis = xgrow(s->phis, s->nphis, sizeof(*s->phis));
        s->phis[s->nphis++] = v;
    }
    return phi;
}

/* What look() has found. */
static LLVMValueRef low_word(struct words *s, LLVMValueRef v)
{
    v = ir_peel(v);
    if (LLVMIsConstant(v)) {
        return constant_word(s, v);
    }
    LLVMValueRef w = known(s, v);
    if (!w) {
        if (LLVMTypeOf(v) == s->i64 && !derived(s, v, DEPTH)) {
            after(s, v);
            w = LLVMBuildTrunc(s->b, v, s->i32, "");
        } else if (LLVMIsAPHINode(v)) {
            return phi_word(s, v);
        } else {
            w = made_word(s, v);
        }
        note(s, v, w);
    }
    return w;
}

/* --- What is left of the vectors ------------------------------------------------------ */

struct rest {
    LLVMValueRef phi, rest; /* rest: NULL if it is 0 */
    bool zero;
};

static struct rest *rest_of(const struct words *s, struct rest *r, LLVMValueRef v)
{
    bool any = LLVMIsAPHINode(v) && known(s, v);

    for (size_t i = 0; any && i < s->nphis; i++) {
        if (r[i].phi == v) {
            return &r[i];
        }
    }
    return NULL;
}

/* V, as it comes into a phi that has a low word, is 0 but for that. */
static bool is_word_alone(const struct words *s, LLVMValueRef v)
{
    LLVMValueRef x = ir_only_element(ir_peel(v));

    return LLVMIsUndef(v) || LLVMIsNull(v) ||
           (x && (LLVMTypeOf(x) == s->f32 || LLVMTypeOf(x) == s->i32 ||
                  (LLVMTypeOf(x) == s->i64 && is_short(x))));
}

static void find_zeros(const struct words *s, struct rest *r)
{
    bool changed;

    do {
        changed = false;
        for (size_t i = 0; i < s->nphis; i++) {
            unsigned n = LLVMCountIncoming(r[i].phi);
            bool zero = r[i].zero;
            for (unsigned k = 0; zero && k < n; k++) {
                LLVMValueRef x = LLVMGetIncomingValue(r[i].phi, k);
                struct rest *of = rest_of(s, r, x);
                zero = of ? of->zero : is_word_alone(s, x);
            }
            changed |= zero != r[i].zero;
            r[i].zero = zero;
        }
    } while (changed);
}

static void fill_rest(const struct words *s, struct rest *r, struct rest *p)
{
    unsigned n = LLVMCountIncoming(p->phi);

    for (unsigned i = 0; i < n; i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(p->phi, i);
        LLVMValueRef x = LLVMGetIncomingValue(p->phi, i);
        struct rest *of = rest_of(s, r, x);
        if (of ? of->zero : is_word_alone(s, x)) {
            x = LLVMConstNull(s->v2i64);
        } else if (of) {
            x = of->rest;
        }
        LLVMAddIncoming(p->rest, &x, &from, 1);
    }
}

/* P's vector, where the builder is. */
static LLVMValueRef whole(const struct words *s, const struct rest *p)
{
    LLVMValueRef v =
        p->zero ? LLVMConstNull(s->v4i32) : LLVMBuildBitCast(s->b, p->rest, s->v4i32, "");

    v = LLVMBuildInsertElement(s->b, v, known(s, p->phi), LLVMConstNull(s->i32), "");
    return LLVMBuildBitCast(s->b, v, s->v2i64, "");
}

static void replace_operands(const struct words *s, const struct rest *p, LLVMValueRef user)
{
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(user); i++) {
        LLVMValueRef at = user, v = NULL;
        if (LLVMGetOperand(user, i) != p->phi) {
            continue;
        }
        if (LLVMIsAPHINode(user)) {
            LLVMBasicBlockRef from = LLVMGetIncomingBlock(user, i);
            at = LLVMGetBasicBlockTerminator(from);
            for (unsigned k = 0; !v && k < i; k++) {
                v = LLVMGetIncomingBlock(user, k) == from ? LLVMGetOperand(user, k) : NULL;
            }
        }
        LLVMPositionBuilderBefore(s->b, at);
        LLVMSetOperand(user, i, v ? v : whole(s, p));
    }
}

/* All that still wants P's vector gets one that is made there. */
static void replace_uses(const struct words *s, struct rest *r, const struct rest *p)
{
    LLVMValueRef *users = NULL;
    size_t n = 0;

    for (LLVMUseRef u = LLVMGetFirstUse(p->phi); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (!rest_of(s, r, user)) {
            users = xgrow(users, n, sizeof(*users));
            users[n++] = user;
        }
    }
    for (size_t i = 0; i < n; i++) {
        replace_operands(s, p, users[i]);
    }
    free(users);
}

static void split_phis(const struct words *s)
{
    struct rest *r = xcalloc(s->nphis, sizeof(*r));

    for (size_t i = 0; i < s->nphis; i++) {
        r[i] = (struct rest){s->phis[i], NULL, true};
    }
    find_zeros(s, r);
    for (size_t i = 0; i < s->nphis; i++) {
        if (!r[i].zero) {
            LLVMPositionBuilderBefore(s->b, r[i].phi);
            r[i].rest = LLVMBuildPhi(s->b, s->v2i64, "");
        }
    }
    for (size_t i = 0; i < s->nphis; i++) {
        if (!r[i].zero) {
            fill_rest(s, r, &r[i]);
        }
    }
    for (size_t i = 0; i < s->nphis; i++) {
        replace_uses(s, r, &r[i]);
    }
    free(r);
}

/* --- Roots ---------------------------------------------------------------------------- */

/* V is more than handed on from one vector register to another. */
static bool is_integer(LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsAInsertElementInst(user) || LLVMIsABitCastInst(user) ||
            LLVMIsAStoreInst(user) || (LLVMIsAZExtInst(user) && !is_integer(user))) {
            continue;
        }
        return true;
    }
    return false;
}

/* What V is the low word of, or NULL. */
static LLVMValueRef root(const struct words *s, LLVMValueRef v)
{
    LLVMValueRef x = NULL;

    if (LLVMTypeOf(v) == s->i32) {
        x = LLVMIsATruncInst(v) ? LLVMGetOperand(v, 0) : first_of(s, v);
    } else if (LLVMTypeOf(v) == s->i64 && LLVMIsABinaryOperator(v) &&
               LLVMGetInstructionOpcode(v) == LLVMAnd &&
               ir_is_number(LLVMGetOperand(v, 1), 0xffffffff)) {
        x = LLVMGetOperand(v, 0);
    }
    return x && (is_register(x) || (LLVMTypeOf(x) == s->i64 && derived(s, x, DEPTH))) &&
                   is_integer(v)
               ? x
               : NULL;
}

static bool replace_root(struct words *s, LLVMValueRef v)
{
    LLVMValueRef x = root(s, v);

    s->nseen = s->nwords = 0;
    s->worth = false;
    if (!x || !look(s, x) || !s->nwords || !s->worth) {
        return false;
    }
    LLVMValueRef w = low_word(s, x);
    if (LLVMTypeOf(v) == s->i64) {
        LLVMPositionBuilderBefore(s->b, v);
        w = LLVMBuildZExt(s->b, w, s->i64, "");
    }
    LLVMReplaceAllUsesWith(v, w);
    return true;
}

static bool replace_roots(struct words *s, LLVMValueRef f)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
    bool any = false;

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; v; v = LLVMGetNextInstruction(v)) {
            any |= replace_root(s, v);
        }
    }
    return any;
}

bool vector_words(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    bool any = false;
    struct words s = {
        .b = LLVMCreateBuilderInContext(ctx),
        .i1 = LLVMInt1TypeInContext(ctx),
        .i32 = LLVMInt32TypeInContext(ctx),
        .i64 = LLVMInt64TypeInContext(ctx),
        .f32 = LLVMFloatTypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
    };

    s.v2i64 = LLVMVectorType(s.i64, 2);
    s.v2i32 = LLVMVectorType(s.i32, 2);
    s.v4i32 = LLVMVectorType(s.i32, 4);
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        s.nphis = s.nlow = 0;
        if (s.room) {
            memset(s.low, 0, s.room * sizeof(*s.low));
        }
        if (replace_roots(&s, f)) {
            split_phis(&s);
            any = true;
        }
    }
    free(s.low);
    free(s.phis);
    LLVMDisposeBuilder(s.b);
    return any;
}
