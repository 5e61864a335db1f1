/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vectorise_values.c: what values of the loop are, from round to round. */
#include "vectorise_loop.h"

#include <stdint.h>
#include <string.h>

unsigned loop_size_of(const struct loop *s, LLVMTypeRef t)
{
    return t == s->f64 || t == s->i64 ? 8 : t == s->f32 || t == s->i32 ? 4 : 0;
}

bool ir_is_scalar(LLVMTypeRef t)
{
    LLVMTypeKind k = LLVMGetTypeKind(t);
    return k == LLVMIntegerTypeKind || k == LLVMFloatTypeKind || k == LLVMDoubleTypeKind;
}

bool loop_is_element(const struct loop *s, LLVMTypeRef t)
{
    return ir_is_scalar(t) || (LLVMGetTypeKind(t) == LLVMVectorTypeKind &&
                               (ir_total_size(t) == 16 || LLVMGetElementType(t) == s->i1));
}

unsigned loop_memory_size(const struct loop *s, LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind && ir_total_size(t) == 16
               ? 16
               : loop_size_of(s, t);
}

#define CONSTRAINED "llvm.experimental.constrained."

bool ir_is_arithmetic(LLVMValueRef v)
{
    static const char *const names[] = {CONSTRAINED "fadd.",   CONSTRAINED "fsub.",
                                        CONSTRAINED "fmul.",   CONSTRAINED "fdiv.",
                                        CONSTRAINED "fma.",    CONSTRAINED "sqrt.",
                                        CONSTRAINED "fpext.",  CONSTRAINED "fptrunc.",
                                        CONSTRAINED "sitofp.", CONSTRAINED "uitofp."};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (ir_is_intrinsic(v, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_sign_operation(LLVMValueRef v)
{
    return ir_is_intrinsic(v, "llvm.fabs.") || ir_is_intrinsic(v, "llvm.copysign.");
}

unsigned ir_noperands(LLVMValueRef v)
{
    if (!LLVMIsACallInst(v)) {
        return (unsigned)LLVMGetNumOperands(v);
    }
    unsigned n = LLVMGetNumArgOperands(v);
    while (n && LLVMGetValueKind(LLVMGetOperand(v, n - 1)) == LLVMMetadataAsValueValueKind) {
        n--;
    }
    return n;
}

LLVMValueRef loop_element(const struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAExtractElementInst(v) || !ir_is_number(LLVMGetOperand(v, 1), 0)) {
        return NULL;
    }
    LLVMValueRef w = ir_peel(LLVMGetOperand(v, 0));
    if (!LLVMIsAInsertElementInst(w) || !ir_is_number(LLVMGetOperand(w, 2), 0)) {
        return NULL;
    }
    LLVMValueRef x = LLVMGetOperand(w, 1), rest = LLVMGetOperand(w, 0);
    unsigned from = loop_size_of(s, LLVMTypeOf(x)), to = loop_size_of(s, LLVMTypeOf(v));
    if (!from || !to || from > to) {
        return NULL;
    }
    if (from < to) {
        LLVMValueRef e = LLVMIsConstant(rest) ? LLVMGetAggregateElement(rest, 1) : NULL;
        if (!e || !LLVMIsNull(e)) {
            return NULL;
        }
    }
    return x;
}

LLVMValueRef loop_tiny_as_nan(LLVMValueRef v, LLVMValueRef *tiny)
{
    enum { EQ_UQ = 8 };

    if ((ir_is_intrinsic(v, "llvm.x86.sse.cmp.ps") ||
         ir_is_intrinsic(v, "llvm.x86.sse2.cmp.pd") ||
         ir_is_intrinsic(v, "llvm.x86.avx.cmp.pd.256")) &&
        LLVMConstIntGetZExtValue(LLVMGetOperand(v, 2)) == EQ_UQ) {
        *tiny = LLVMGetOperand(v, 1);
        return LLVMIsConstant(*tiny) ? LLVMGetOperand(v, 0) : NULL;
    }
    if (!LLVMIsAExtractElementInst(v) || !ir_is_number(LLVMGetOperand(v, 1), 0)) {
        return NULL;
    }
    LLVMValueRef c = LLVMGetOperand(v, 0);
    if ((!ir_is_intrinsic(c, "llvm.x86.sse.cmp.ss") &&
         !ir_is_intrinsic(c, "llvm.x86.sse2.cmp.sd")) ||
        LLVMConstIntGetZExtValue(LLVMGetOperand(c, 2)) != EQ_UQ) {
        return NULL;
    }
    LLVMValueRef a = LLVMGetOperand(c, 0), k = LLVMGetOperand(c, 1);
    if (!LLVMIsAInsertElementInst(a) || !LLVMIsConstant(k) ||
        !ir_is_number(LLVMGetOperand(a, 2), 0)) {
        return NULL;
    }
    *tiny = LLVMGetAggregateElement(k, 0);
    return *tiny ? LLVMGetOperand(a, 1) : NULL;
}

bool loop_tests_four(LLVMValueRef c, bool want, struct four *f)
{
    if (!LLVMIsAICmpInst(c) || LLVMGetICmpPredicate(c) != (want ? LLVMIntNE : LLVMIntEQ) ||
        !ir_is_number(LLVMGetOperand(c, 1), 0)) {
        return false;
    }
    LLVMValueRef none = LLVMGetOperand(c, 0);
    if (!ir_is_intrinsic(none, "llvm.x86.avx.vtestz.") ||
        LLVMGetOperand(none, 1) != LLVMGetOperand(none, 0)) {
        return false;
    }
    f->fabs = loop_tiny_as_nan(LLVMGetOperand(none, 0), &f->tiny);
    if (!f->fabs || !ir_is_intrinsic(f->fabs, "llvm.fabs.") ||
        !(f->tiny = LLVMGetAggregateElement(f->tiny, 0))) {
        return false;
    }
    memset(f->x, 0, sizeof(f->x));
    LLVMValueRef v = LLVMGetOperand(f->fabs, 0);
    for (; LLVMIsAInsertElementInst(v); v = LLVMGetOperand(v, 0)) {
        LLVMValueRef at = LLVMGetOperand(v, 2);
        uint64_t i = LLVMIsAConstantInt(at) ? LLVMConstIntGetZExtValue(at) : 4;
        if (i >= 4 || f->x[i]) {
            return false;
        }
        f->x[i] = LLVMGetOperand(v, 1);
    }
    for (unsigned i = 0; i < 4; i++) {
        f->x[i] = f->x[i] || !LLVMIsConstant(v) ? f->x[i] : LLVMGetAggregateElement(v, i);
        if (!f->x[i]) {
            return false;
        }
    }
    return true;
}

LLVMValueRef loop_incoming(struct loop *s, LLVMValueRef phi)
{
    LLVMBasicBlockRef bb = LLVMGetInstructionParent(phi);

    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        if (bb == s->header ? from == s->latch : block_in(from, s->way, s->nway)) {
            return LLVMGetIncomingValue(phi, i);
        }
    }
    return NULL;
}

LLVMValueRef loop_initial(struct loop *s, LLVMValueRef phi)
{
    return ir_incoming(phi, s->before);
}

/* Extensions of 32 bits to 64; of what takes steps, they take the same ones as long as that
 * does not overflow, which a guard finds out before the loop. */
enum extension { NONE, SIGN, ZERO };

static bool is_32(LLVMValueRef v)
{
    return LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == 32;
}

/* True if V is in the upper 32 bits, and nothing is below. */
static bool is_shifted(LLVMValueRef v)
{
    if (!LLVMIsAInstruction(v)) {
        return false;
    }
    if (LLVMGetInstructionOpcode(v) == LLVMAdd && LLVMIsAConstantInt(LLVMGetOperand(v, 1))) {
        return !(uint32_t)LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1)) &&
               is_shifted(LLVMGetOperand(v, 0));
    }
    return LLVMGetInstructionOpcode(v) == LLVMShl && is_32(LLVMGetOperand(v, 1));
}

static enum extension extension_of(const struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAInstruction(v) || LLVMTypeOf(v) != s->i64) {
        return NONE;
    }
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMSExt: return LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i32 ? SIGN : NONE;
    case LLVMZExt: return LLVMTypeOf(LLVMGetOperand(v, 0)) == s->i32 ? ZERO : NONE;
    case LLVMAnd:
        return LLVMIsAConstantInt(LLVMGetOperand(v, 1)) &&
                       LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1)) == 0xffffffff
                   ? ZERO
                   : NONE;
    case LLVMAShr:
    case LLVMLShr:
        if (!is_32(LLVMGetOperand(v, 1)) || !is_shifted(LLVMGetOperand(v, 0))) {
            return NONE;
        }
        return LLVMGetInstructionOpcode(v) == LLVMAShr ? SIGN : ZERO;
    default: return NONE;
    }
}

static bool add_guard(struct loop *s, LLVMValueRef v, enum extension e)
{
    if (s->nguards == MAX_GUARDS) {
        return false;
    }
    s->guards[s->nguards].v = v;
    s->guards[s->nguards++].sign = e == SIGN;
    return true;
}

/* True if V is PHI plus a constant, perhaps extended. */
static bool is_step(struct loop *s, LLVMValueRef v, LLVMValueRef phi, int64_t *step)
{
    enum extension e = NONE;
    bool shifted = false;

    *step = 0;
    for (unsigned i = 0; i < 8; i++) {
        enum extension here = extension_of(s, v);
        if (v == phi) {
            *step = e ? (int32_t)*step : *step;
            return !e || add_guard(s, phi, e);
        }
        if (!loop_node(s, v) || (here && e && here != e)) {
            return false;
        }
        e = here ? here : e;
        if (LLVMIsAPHINode(v) && LLVMGetInstructionParent(v) != s->header) {
            v = loop_incoming(s, v);
        } else if (LLVMGetInstructionOpcode(v) == LLVMAdd &&
                   LLVMIsAConstantInt(LLVMGetOperand(v, 1))) {
            int64_t c = LLVMConstIntGetSExtValue(LLVMGetOperand(v, 1));
            *step += shifted ? c / (1ll << 32) : c;
            v = LLVMGetOperand(v, 0);
        } else if (shifted && is_shifted(v)) {
            shifted = false;
            v = LLVMGetOperand(v, 0);
        } else if (here) {
            shifted =
                is_shifted(LLVMGetOperand(v, 0)) && LLVMGetInstructionOpcode(v) != LLVMAnd;
            v = LLVMGetOperand(v, 0);
        } else if (here ||
                   (e && LLVMGetInstructionOpcode(v) == LLVMTrunc && LLVMTypeOf(v) == s->i32)) {
            v = LLVMGetOperand(v, 0);
        } else {
            return false;
        }
    }
    return false;
}

int64_t loop_stride_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = loop_node(s, v);
    return n && loop_kind_of(s, v) == AFFINE ? n->stride : 0;
}

/* True if V depends on TARGET, of this round or an earlier one. */
static bool depends(struct loop *s, LLVMValueRef v, LLVMValueRef target, bool *seen)
{
    struct node *n = loop_node(s, v);

    if (v == target) {
        return true;
    }
    if (!n || seen[n - s->nodes]) {
        return false;
    }
    seen[n - s->nodes] = true;
    if (LLVMIsAPHINode(v)) {
        LLVMValueRef x = loop_incoming(s, v);
        return !x || depends(s, x, target, seen);
    }
    for (unsigned i = 0; i < ir_noperands(v); i++) {
        if (depends(s, LLVMGetOperand(v, i), target, seen)) {
            return true;
        }
    }
    return false;
}

/* The number at the low end of V, a vector: a scalar, a phi of the header, or NULL. */
static LLVMValueRef low_end(struct loop *s, LLVMValueRef v)
{
    for (;;) {
        v = ir_peel(v);
        if (LLVMIsAInsertElementInst(v) && LLVMIsAConstantInt(LLVMGetOperand(v, 2))) {
            if (ir_is_number(LLVMGetOperand(v, 2), 0)) {
                return LLVMGetOperand(v, 1);
            }
            /* an element as wide as the number, or above it in any case */
            v = LLVMGetOperand(v, 0);
        } else if (LLVMIsAPHINode(v) && loop_node(s, v)) {
            if (LLVMGetInstructionParent(v) == s->header) {
                return v;
            }
            v = loop_incoming(s, v);
        } else {
            return NULL;
        }
    }
}

LLVMValueRef loop_delayed(struct loop *s, LLVMValueRef phi, unsigned size)
{
    bool seen[MAX_NODES] = {false};
    LLVMValueRef x = loop_incoming(s, phi);

    if (depends(s, x, phi, seen)) {
        return NULL;
    }
    if (!ir_is_scalar(LLVMTypeOf(x))) {
        x = low_end(s, x);
    }
    if (!x || (ir_is_scalar(LLVMTypeOf(x)) && loop_size_of(s, LLVMTypeOf(x)) != size)) {
        return NULL;
    }
    if (loop_node(s, x) && LLVMIsAPHINode(x) && LLVMGetInstructionParent(x) == s->header) {
        return loop_delayed(s, x, size) ? x : NULL;
    }
    return ir_is_scalar(LLVMTypeOf(x)) && loop_kind_of(s, x) == LANES ? x : NULL;
}

LLVMValueRef loop_delayed_element(struct loop *s, LLVMValueRef v)
{
    if (!LLVMIsAExtractElementInst(v) || !ir_is_number(LLVMGetOperand(v, 1), 0) ||
        !loop_size_of(s, LLVMTypeOf(v))) {
        return NULL;
    }
    LLVMValueRef phi = low_end(s, LLVMGetOperand(v, 0));
    if (!phi || !loop_node(s, phi) || !LLVMIsAPHINode(phi) || ir_is_scalar(LLVMTypeOf(phi)) ||
        LLVMGetInstructionParent(phi) != s->header) {
        return NULL;
    }
    return loop_delayed(s, phi, loop_size_of(s, LLVMTypeOf(v))) ? phi : NULL;
}

static enum kind kind_of_phi(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v;

    if (LLVMGetInstructionParent(v) != s->header) {
        LLVMValueRef x = loop_incoming(s, v);
        enum kind k = x ? loop_kind_of(s, x) : BAD;
        n->stride = k == AFFINE ? loop_stride_of(s, x) : 0;
        return k;
    }
    if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind &&
        is_step(s, loop_incoming(s, v), v, &n->stride)) {
        return n->stride ? AFFINE : UNIFORM;
    }
    return loop_size_of(s, LLVMTypeOf(v)) && loop_delayed(s, v, loop_size_of(s, LLVMTypeOf(v)))
               ? LANES
               : SERIAL;
}

/* V, a pointer, as a value and a constant. */
static LLVMValueRef base_of(LLVMValueRef p, int64_t *offset)
{
    *offset = 0;
    if (!LLVMIsAIntToPtrInst(p)) {
        return p;
    }
    p = LLVMGetOperand(p, 0);
    while (LLVMIsABinaryOperator(p) && LLVMGetInstructionOpcode(p) == LLVMAdd &&
           LLVMIsAConstantInt(LLVMGetOperand(p, 1))) {
        *offset += LLVMConstIntGetSExtValue(LLVMGetOperand(p, 1));
        p = LLVMGetOperand(p, 0);
    }
    return p;
}

/* True if pointer Q is 8 bytes after P, and they take steps of 16. */
static bool is_next(struct loop *s, LLVMValueRef p, LLVMValueRef q)
{
    int64_t i, k;

    return base_of(p, &i) == base_of(q, &k) && k == i + 8 && loop_kind_of(s, p) == AFFINE &&
           loop_stride_of(s, p) == 16;
}

static bool is_plain_load(struct loop *s, LLVMValueRef v)
{
    return LLVMIsALoadInst(v) && loop_node(s, v) && ir_is_plain_access(v) &&
           !LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(v, 0)));
}

LLVMValueRef loop_load_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second)
{
    if (!LLVMIsAInsertElementInst(v) || LLVMTypeOf(v) != LLVMVectorType(s->i64, 2) ||
        !LLVMIsAConstantInt(LLVMGetOperand(v, 2)) ||
        LLVMConstIntGetZExtValue(LLVMGetOperand(v, 2)) != 1) {
        return NULL;
    }
    LLVMValueRef w = LLVMGetOperand(v, 0);
    if (!LLVMIsAInsertElementInst(w) || !ir_is_number(LLVMGetOperand(w, 2), 0)) {
        return NULL;
    }
    LLVMValueRef a = LLVMGetOperand(w, 1), b = LLVMGetOperand(v, 1);
    *second = b;
    return is_plain_load(s, a) && is_plain_load(s, b) &&
                   is_next(s, LLVMGetOperand(a, 0), LLVMGetOperand(b, 0))
               ? a
               : NULL;
}

LLVMValueRef loop_store_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second)
{
    LLVMValueRef x = LLVMGetOperand(v, 0), w = LLVMGetNextInstruction(v);

    if (!LLVMIsAExtractElementInst(x) || !ir_is_number(LLVMGetOperand(x, 1), 0) ||
        LLVMTypeOf(LLVMGetOperand(x, 0)) != LLVMVectorType(s->i64, 2)) {
        return NULL;
    }
    while (w && !LLVMIsAStoreInst(w) && !LLVMIsALoadInst(w)) {
        w = LLVMGetNextInstruction(w);
    }
    if (!w || !LLVMIsAStoreInst(w) || !ir_is_plain_access(w)) {
        return NULL;
    }
    LLVMValueRef y = LLVMGetOperand(w, 0);
    *second = w;
    return LLVMIsAExtractElementInst(y) && LLVMIsAConstantInt(LLVMGetOperand(y, 1)) &&
                   LLVMConstIntGetZExtValue(LLVMGetOperand(y, 1)) == 1 &&
                   LLVMGetOperand(y, 0) == LLVMGetOperand(x, 0) &&
                   is_next(s, LLVMGetOperand(v, 1), LLVMGetOperand(w, 1))
               ? LLVMGetOperand(x, 0)
               : NULL;
}

static enum kind kind_of_load(struct loop *s, LLVMValueRef v)
{
    LLVMValueRef p = LLVMGetOperand(v, 0);
    unsigned size = loop_memory_size(s, LLVMTypeOf(v));

    if (!ir_is_plain_access(v) || !size || LLVMGetPointerAddressSpace(LLVMTypeOf(p))) {
        return BAD;
    }
    enum kind k = loop_kind_of(s, p);
    return k == UNIFORM || (k == AFFINE && loop_stride_of(s, p) == size) ? LANES : BAD;
}

/* Of an instruction without effects, by its operands. */
static enum kind kind_by_operands(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v;
    LLVMOpcode op = LLVMGetInstructionOpcode(v);
    bool serial = false, lanes = false, affine = false,
         mixed = !loop_is_element(s, LLVMTypeOf(v));
    int64_t st[3] = {0};

    for (unsigned i = 0; i < ir_noperands(v); i++) {
        LLVMValueRef x = LLVMGetOperand(v, i);
        enum kind k = loop_kind_of(s, x);
        if (k == BAD || k == BUSY) {
            return BAD;
        }
        serial |= k == SERIAL;
        lanes |= k == LANES;
        affine |= k == AFFINE;
        mixed |=
            ir_elements(LLVMTypeOf(x)) != ir_elements(LLVMTypeOf(v)) &&
            (op != LLVMBitCast || ir_is_scalar(LLVMTypeOf(x)) || ir_is_scalar(LLVMTypeOf(v)));
        mixed |= !loop_is_element(s, LLVMTypeOf(x));
        if (i < 3) {
            st[i] = loop_stride_of(s, x);
        }
    }
    if (serial) {
        return SERIAL;
    }
    if (affine && !lanes) {
        LLVMValueRef k = ir_noperands(v) == 2 ? LLVMGetOperand(v, 1) : NULL;
        bool constant = k && LLVMIsAConstantInt(k);
        switch (op) {
        case LLVMAdd: n->stride = st[0] + st[1]; break;
        case LLVMSub: n->stride = st[0] - st[1]; break;
        case LLVMTrunc: n->stride = LLVMTypeOf(v) == s->i32 ? (int32_t)st[0] : 0; break;
        case LLVMIntToPtr: n->stride = st[0]; break;
        case LLVMSExt:
        case LLVMZExt:
        case LLVMAnd:
        case LLVMAShr:
        case LLVMLShr: {
            enum extension e = extension_of(s, v);
            int64_t step = op == LLVMAShr || op == LLVMLShr ? st[0] / (1ll << 32) : st[0];
            n->stride = e && add_guard(s, v, e) ? (int32_t)step : 0;
            break;
        }
        case LLVMShl:
            n->stride =
                constant ? (int64_t)((uint64_t)st[0] << (LLVMConstIntGetZExtValue(k) & 63)) : 0;
            break;
        case LLVMMul: n->stride = constant ? st[0] * LLVMConstIntGetSExtValue(k) : 0; break;
        default: n->stride = 0;
        }
        if (n->stride) {
            return AFFINE;
        }
        if (op == LLVMAdd || op == LLVMSub) {
            return UNIFORM; /* the strides cancel */
        }
    }
    if (!lanes && !affine && !ir_is_arithmetic(v)) {
        return UNIFORM;
    }
    if (op == LLVMIntToPtr) {
        return BAD;
    }
    mixed |= op == LLVMInsertElement || op == LLVMExtractElement || op == LLVMShuffleVector;
    return mixed ? SERIAL : LANES;
}

static enum kind find_kind(struct loop *s, struct node *n)
{
    LLVMValueRef v = n->v, x;

    if (LLVMIsAPHINode(v)) {
        return kind_of_phi(s, n);
    }
    if (LLVMIsALoadInst(v)) {
        return kind_of_load(s, v);
    }
    if (LLVMIsACallInst(v)) {
        if (ir_is_intrinsic(v, "llvm.x86.sse.cmp.") ||
            ir_is_intrinsic(v, "llvm.x86.sse2.cmp.") ||
            ir_is_intrinsic(v, "llvm.x86.avx.cmp.") ||
            ir_is_intrinsic(v, "llvm.x86.avx.vtestz.")) {
            return SERIAL;
        }
        return ir_is_arithmetic(v) || is_sign_operation(v) ? kind_by_operands(s, n) : BAD;
    }
    if ((x = loop_element(s, v))) {
        return loop_kind_of(s, x);
    }
    if (loop_delayed_element(s, v) || loop_load_pair(s, v, &x)) {
        return LANES;
    }
    switch (LLVMGetInstructionOpcode(v)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
    case LLVMAnd:
    case LLVMOr:
    case LLVMXor:
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMBitCast:
    case LLVMIntToPtr:
    case LLVMICmp:
    case LLVMFCmp:
    case LLVMSelect:
    case LLVMFNeg:
    case LLVMInsertElement:
    case LLVMShuffleVector:
    case LLVMExtractElement: return kind_by_operands(s, n);
    default: return BAD;
    }
}

enum kind loop_kind_of(struct loop *s, LLVMValueRef v)
{
    struct node *n = loop_node(s, v);

    if (!n) {
        /* of a block beside the way? then it has no business here */
        return LLVMIsAInstruction(v) && block_in(LLVMGetInstructionParent(v), s->cold, s->ncold)
                   ? BAD
                   : UNIFORM;
    }
    if (n->kind == UNKNOWN) {
        n->kind = BUSY;
        n->kind = find_kind(s, n);
    }
    return n->kind;
}
