/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ir.c: what several of our passes ask of LLVM's types and instructions. */
#include "ir.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

unsigned ir_elements(LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind ? LLVMGetVectorSize(t) : 1;
}

LLVMTypeRef ir_element_type(LLVMTypeRef t)
{
    return LLVMGetTypeKind(t) == LLVMVectorTypeKind ? LLVMGetElementType(t) : t;
}

unsigned ir_element_bits(LLVMTypeRef t)
{
    LLVMTypeRef e = ir_element_type(t);

    switch (LLVMGetTypeKind(e)) {
    case LLVMIntegerTypeKind: return LLVMGetIntTypeWidth(e);
    case LLVMFloatTypeKind: return 32;
    case LLVMDoubleTypeKind: return 64;
    default: return 0;
    }
}

unsigned ir_total_size(LLVMTypeRef t)
{
    return ir_elements(t) * ir_element_bits(t) / 8;
}

LLVMValueRef ir_peel(LLVMValueRef v)
{
    while (LLVMIsABitCastInst(v)) {
        v = LLVMGetOperand(v, 0);
    }
    return v;
}

bool ir_is_op(LLVMValueRef v, LLVMOpcode op)
{
    return v && LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == op;
}

LLVMValueRef ir_incoming(LLVMValueRef phi, LLVMBasicBlockRef from)
{
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        if (LLVMGetIncomingBlock(phi, i) == from) {
            return LLVMGetIncomingValue(phi, i);
        }
    }
    return NULL;
}

bool ir_is_number(LLVMValueRef v, unsigned i)
{
    return LLVMIsAConstantInt(v) && LLVMConstIntGetZExtValue(v) == i;
}

LLVMValueRef ir_only_element(LLVMValueRef v)
{
    if (!LLVMIsAInsertElementInst(v) || !ir_is_number(LLVMGetOperand(v, 2), 0)) {
        return NULL;
    }
    LLVMValueRef c = LLVMGetOperand(v, 0);
    for (unsigned i = 1; i < LLVMGetVectorSize(LLVMTypeOf(v)); i++) {
        LLVMValueRef e = LLVMIsConstant(c) ? LLVMGetAggregateElement(c, i) : NULL;
        if (!e || !LLVMIsNull(e)) {
            return NULL;
        }
    }
    return LLVMGetOperand(v, 1);
}

/* The name of the function that V, a call, calls; "": not known. */
static const char *callee_name(LLVMValueRef v)
{
    LLVMValueRef fn = LLVMGetCalledValue(v);
    size_t n;

    return LLVMIsAFunction(fn) ? LLVMGetValueName2(fn, &n) : "";
}

bool ir_is_intrinsic(LLVMValueRef v, const char *name)
{
    return LLVMIsAIntrinsicInst(v) && !strncmp(callee_name(v), name, strlen(name));
}

bool ir_is_cold_call(LLVMValueRef v)
{
    return LLVMIsACallInst(v) && !strcmp(callee_name(v), "hqemu_cold_call");
}

bool ir_leaves(LLVMValueRef v)
{
    static const char *const names[] = {"hqemu_leave", "hqemu_refuse", "hqemu_resume",
                                        "hqemu_text_base"};

    for (unsigned i = 0; LLVMIsACallInst(v) && i < sizeof(names) / sizeof(names[0]); i++) {
        if (!strcmp(callee_name(v), names[i])) {
            return true;
        }
    }
    return false;
}

bool ir_calls_code(LLVMValueRef v)
{
    return LLVMIsACallInst(v) && !LLVMIsAIntrinsicInst(v) && !ir_is_cold_call(v);
}

bool ir_is_plain_access(LLVMValueRef v)
{
    return !LLVMGetVolatile(v) && LLVMGetOrdering(v) == LLVMAtomicOrderingNotAtomic;
}

LLVMValueRef ir_poll(LLVMBasicBlockRef bb, LLVMBasicBlockRef *on, LLVMBasicBlockRef *leave)
{
    LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);

    if (!t || !LLVMIsABranchInst(t) || !LLVMIsConditional(t)) {
        return NULL;
    }
    LLVMValueRef c = LLVMGetCondition(t), load;
    if (!LLVMIsAICmpInst(c) || !LLVMIsALoadInst(load = LLVMGetOperand(c, 0)) ||
        !LLVMGetVolatile(load) || LLVMGetInstructionParent(load) != bb ||
        LLVMGetPointerAddressSpace(LLVMTypeOf(LLVMGetOperand(load, 0))) == 0) {
        return NULL;
    }
    LLVMValueRef k = LLVMGetOperand(c, 1);
    if (!LLVMIsAConstantInt(k)) {
        return NULL;
    }
    if (LLVMGetICmpPredicate(c) == LLVMIntSGT && LLVMConstIntGetSExtValue(k) == -1) {
        *on = LLVMGetSuccessor(t, 0);
        *leave = LLVMGetSuccessor(t, 1);
        return load;
    }
    if (LLVMGetICmpPredicate(c) == LLVMIntSLT && LLVMConstIntGetSExtValue(k) == 0) {
        *on = LLVMGetSuccessor(t, 1);
        *leave = LLVMGetSuccessor(t, 0);
        return load;
    }
    return NULL;
}

static LLVMValueRef value_of(const void *item)
{
    return *(const LLVMValueRef *)item;
}

static int compare(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)value_of(*(void *const *)a);
    uintptr_t y = (uintptr_t)value_of(*(void *const *)b);

    return (x > y) - (x < y);
}

void ir_sort(void **items, size_t n)
{
    if (n) { /* qsort() must not be given a null array */
        qsort(items, n, sizeof(*items), compare);
    }
}

void *ir_find(void *const *items, size_t n, LLVMValueRef v)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if ((uintptr_t)value_of(items[mid]) < (uintptr_t)v) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < n && value_of(items[lo]) == v ? items[lo] : NULL;
}

void ir_set_strict(LLVMValueRef call)
{
    static const char *const names[] = {"strictfp", "nobuiltin"};
    LLVMContextRef ctx = LLVMGetTypeContext(LLVMTypeOf(call));

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        unsigned kind = LLVMGetEnumAttributeKindForName(names[i], strlen(names[i]));
        LLVMAddCallSiteAttribute(call, (unsigned)LLVMAttributeFunctionIndex,
                                 LLVMCreateEnumAttribute(ctx, kind, 0));
    }
}

void ir_fill_double_phi(LLVMBuilderRef b, LLVMValueRef d, LLVMValueRef phi,
                        LLVMValueRef (*double_of)(void *arg, LLVMValueRef v), void *arg)
{
    LLVMTypeRef f64 = LLVMTypeOf(d);
    unsigned n = LLVMCountIncoming(phi);

    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(phi, i), x = v == phi ? d : double_of(arg, v);
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        for (unsigned k = 0; !x && k < i; k++) {
            if (LLVMGetIncomingBlock(d, k) == from) {
                x = LLVMGetIncomingValue(d, k); /* a switch's second edge */
            }
        }
        if (!x) {
            LLVMPositionBuilderBefore(b, LLVMGetBasicBlockTerminator(from));
            x = LLVMBuildBitCast(b, v, f64, "");
        }
        LLVMAddIncoming(d, &x, &from, 1);
    }
}
