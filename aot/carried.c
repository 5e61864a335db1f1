/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * carried.c: integers that are handed on in vector registers.
 *
 * There are more callee-saved guest registers than integer arguments; the others are
 * arguments in vector registers (`carried` in struct fe_var). Most functions save them on
 * the guest's stack and restore them, which is as good from there as from an integer
 * register. LLVM's passes would make arithmetic on doubles, selects and phis of them, of
 * a bit cast; so the lifter calls two functions that they know nothing about, and after
 * them this pass puts in their place, by what the value is needed for:
 *
 *     store from_vector(x)             a store of x
 *     to_vector(load)                  a load of a double
 *     to_vector(from_vector(x))        x; also through phis of such values, round loops
 *     others                           a bit cast, which is a move
 */
#include "ir.h"
#include "lift.h"

#include <stdlib.h>
#include <string.h>

static const char to_name[] = "hqemu.to_vector", from_name[] = "hqemu.from_vector";

static LLVMValueRef conversion(struct lifter *l, LLVMValueRef x, bool to)
{
    static const char *const attributes[] = {"nounwind", "willreturn", "speculatable",
                                             "memory"};
    const char *name = to ? to_name : from_name;
    LLVMTypeRef arg = to ? l->i64 : l->f64;
    LLVMTypeRef ft = LLVMFunctionType(to ? l->f64 : l->i64, &arg, 1, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);

    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, ft);
        for (unsigned i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
            add_attr(l, fn, attributes[i], 0);
        }
    }
    return LLVMBuildCall2(l->b, ft, fn, &x, 1, "");
}

LLVMValueRef to_carried(struct lifter *l, LLVMValueRef x)
{
    return conversion(l, x, true);
}

LLVMValueRef from_carried(struct lifter *l, LLVMValueRef x)
{
    return conversion(l, x, false);
}

struct lowering {
    LLVMBuilderRef b;
    LLVMTypeRef i64, f64;
    LLVMValueRef to, from; /* the two functions, or NULL */
    unsigned md_tbaa;
};

/* X if V is FN(X), else NULL. */
static LLVMValueRef operand_of(LLVMValueRef v, LLVMValueRef fn)
{
    if (!fn || !LLVMIsACallInst(v) || LLVMGetCalledValue(v) != fn) {
        return NULL;
    }
    return LLVMGetOperand(v, 0);
}

static bool used_once(LLVMValueRef v)
{
    LLVMUseRef u = LLVMGetFirstUse(v);
    return u && !LLVMGetNextUse(u);
}

static void replace(LLVMValueRef old, LLVMValueRef v)
{
    LLVMReplaceAllUsesWith(old, v);
    LLVMInstructionEraseFromParent(old);
}

static void copy_access(struct lowering *w, LLVMValueRef to, LLVMValueRef from)
{
    LLVMValueRef tbaa = LLVMGetMetadata(from, w->md_tbaa);
    LLVMSetAlignment(to, LLVMGetAlignment(from));
    if (tbaa) {
        LLVMSetMetadata(to, w->md_tbaa, tbaa);
    }
}

static bool is_plain(LLVMValueRef v)
{
    return !LLVMGetVolatile(v) && LLVMGetOrdering(v) == LLVMAtomicOrderingNotAtomic;
}

static bool is_lone_load(LLVMValueRef v)
{
    return LLVMIsALoadInst(v) && used_once(v) && is_plain(v);
}

/* What is loaded by V, as a double. V goes; its one use is the caller's, who drops it. */
static LLVMValueRef load_double(struct lowering *w, LLVMValueRef v)
{
    LLVMPositionBuilderBefore(w->b, v);
    LLVMValueRef d = LLVMBuildLoad2(w->b, w->f64, LLVMGetOperand(v, 0), "");
    copy_access(w, d, v);
    LLVMReplaceAllUsesWith(v, LLVMGetPoison(w->i64));
    LLVMInstructionEraseFromParent(v);
    return d;
}

/* V as a double, if that is no conversion; else NULL. */
static LLVMValueRef double_of(void *arg, LLVMValueRef v)
{
    struct lowering *w = arg;
    LLVMValueRef x = operand_of(v, w->from);

    return x ? x : is_lone_load(v) ? load_double(w, v) : NULL;
}

/* True if a way may lead from FROM to TO that does not go through PAST. */
static bool leads_to(LLVMBasicBlockRef from, LLVMBasicBlockRef to, LLVMBasicBlockRef past)
{
    enum { FAR = 64 };
    LLVMBasicBlockRef seen[FAR];
    unsigned n = 0;

    seen[n++] = from;
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(seen[i]);
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            LLVMBasicBlockRef next = LLVMGetSuccessor(t, k);
            unsigned at = 0;
            while (at < n && seen[at] != next) {
                at++;
            }
            if (next == to || (at == n && n == FAR)) {
                return true;
            }
            if (at == n && next != past) {
                seen[n++] = next;
            }
        }
    }
    return false;
}

/* A phi of nothing but values that come from vector registers or from memory becomes a
 * phi of doubles; others, too, that come into a loop but not round it. */
static void lower_phi(struct lowering *w, LLVMValueRef phi)
{
    unsigned n = LLVMCountIncoming(phi);
    LLVMBasicBlockRef bb = LLVMGetInstructionParent(phi);
    bool wanted = false, any = false;

    for (LLVMUseRef u = LLVMGetFirstUse(phi); u; u = LLVMGetNextUse(u)) {
        wanted |= operand_of(LLVMGetUser(u), w->to) != NULL;
    }
    for (unsigned i = 0; wanted && i < n; i++) {
        LLVMValueRef v = LLVMGetIncomingValue(phi, i);
        LLVMBasicBlockRef from = LLVMGetIncomingBlock(phi, i);
        any |= operand_of(v, w->from) || is_lone_load(v);
        wanted = v == phi || operand_of(v, w->from) || is_lone_load(v) ||
                 (from != bb && !leads_to(bb, from, NULL));
    }
    if (!wanted || !any || !w->from) {
        return;
    }
    LLVMValueRef d = ir_double_phi(w->b, phi, double_of, w), at = phi;
    while (LLVMIsAPHINode(at)) {
        at = LLVMGetNextInstruction(at);
    }
    LLVMPositionBuilderBefore(w->b, at);
    LLVMValueRef x = LLVMBuildCall2(w->b, LLVMGlobalGetValueType(w->from), w->from, &d, 1, "");
    replace(phi, x);
}

static void lower_to(struct lowering *w, LLVMValueRef call)
{
    LLVMValueRef v = LLVMGetOperand(call, 0), x = double_of(w, v);

    if (!x) {
        LLVMPositionBuilderBefore(w->b, call);
        x = LLVMBuildBitCast(w->b, v, w->f64, "");
    }
    replace(call, x);
}

/* The block of all uses of V, or NULL if there are several, or phis. */
static LLVMBasicBlockRef block_of_uses(LLVMValueRef v)
{
    LLVMBasicBlockRef bb = NULL;

    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsAPHINode(user) || (bb && LLVMGetInstructionParent(user) != bb)) {
            return NULL;
        }
        bb = LLVMGetInstructionParent(user);
    }
    return bb;
}

static void lower_from(struct lowering *w, LLVMValueRef call)
{
    LLVMValueRef x = LLVMGetOperand(call, 0);
    LLVMUseRef next;

    for (LLVMUseRef u = LLVMGetFirstUse(call); u; u = next) {
        LLVMValueRef s = LLVMGetUser(u);
        next = LLVMGetNextUse(u);
        if (LLVMIsAStoreInst(s) && LLVMGetOperand(s, 0) == call &&
            LLVMGetOperand(s, 1) != call && is_plain(s)) {
            LLVMPositionBuilderBefore(w->b, s);
            copy_access(w, LLVMBuildStore(w->b, x, LLVMGetOperand(s, 1)), s);
            LLVMInstructionEraseFromParent(s);
        }
    }
    if (!LLVMGetFirstUse(call)) {
        LLVMInstructionEraseFromParent(call);
        return;
    }
    LLVMBasicBlockRef bb = block_of_uses(call);
    if (bb && bb != LLVMGetInstructionParent(call) &&
        !leads_to(bb, bb, LLVMGetInstructionParent(call))) {
        LLVMValueRef at = LLVMGetFirstInstruction(bb);
        while (LLVMIsAPHINode(at)) {
            at = LLVMGetNextInstruction(at);
        }
        LLVMPositionBuilderBefore(w->b, at);
    } else {
        LLVMPositionBuilderBefore(w->b, call);
    }
    replace(call, LLVMBuildBitCast(w->b, x, w->i64, ""));
}

static void lower_calls(struct lowering *w, LLVMValueRef fn,
                        void (*lower)(struct lowering *w, LLVMValueRef call))
{
    while (fn && LLVMGetFirstUse(fn)) {
        lower(w, LLVMGetUser(LLVMGetFirstUse(fn)));
    }
}

void lower_carried(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct lowering w = {
        .b = LLVMCreateBuilderInContext(ctx),
        .i64 = LLVMInt64TypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
        .to = LLVMGetNamedFunction(mod, to_name),
        .from = LLVMGetNamedFunction(mod, from_name),
        .md_tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4),
    };

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); w.to && f; f = LLVMGetNextFunction(f)) {
        LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f);
        for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
            LLVMValueRef v = LLVMGetFirstInstruction(bb), next;
            for (; v && LLVMIsAPHINode(v); v = next) {
                next = LLVMGetNextInstruction(v);
                if (LLVMTypeOf(v) == w.i64) {
                    lower_phi(&w, v);
                }
            }
        }
    }
    lower_calls(&w, w.to, lower_to);
    lower_calls(&w, w.from, lower_from);
    if (w.to) {
        LLVMDeleteFunction(w.to);
    }
    if (w.from) {
        LLVMDeleteFunction(w.from);
    }
    LLVMDisposeBuilder(w.b);
}
