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
#include "carried.h"
#include "ir.h"
#include "lift.h"

#include <stdlib.h>
#include <string.h>

static LLVMValueRef conversion(struct lifter *l, LLVMValueRef x, bool to)
{
    static const char *const attributes[] = {"nounwind", "willreturn", "speculatable",
                                             "memory"};
    const char *name = to ? CARRIED_TO : CARRIED_FROM;
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

LLVMValueRef carried_operand(LLVMValueRef v, LLVMValueRef fn)
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

static void copy_access(struct carried *w, LLVMValueRef to, LLVMValueRef from)
{
    LLVMValueRef tbaa = LLVMGetMetadata(from, w->md_tbaa);
    LLVMSetAlignment(to, LLVMGetAlignment(from));
    if (tbaa) {
        LLVMSetMetadata(to, w->md_tbaa, tbaa);
    }
}

bool carried_is_load(LLVMValueRef v)
{
    return LLVMIsALoadInst(v) && used_once(v) && ir_is_plain_access(v);
}

/* What is loaded by V, as a double. V goes; its one use is the caller's, who drops it. */
static LLVMValueRef load_double(struct carried *w, LLVMValueRef v)
{
    LLVMPositionBuilderBefore(w->b, v);
    LLVMValueRef d = LLVMBuildLoad2(w->b, w->f64, LLVMGetOperand(v, 0), "");
    copy_access(w, d, v);
    LLVMReplaceAllUsesWith(v, LLVMGetPoison(w->i64));
    LLVMInstructionEraseFromParent(v);
    return d;
}

LLVMValueRef carried_double(struct carried *w, LLVMValueRef v)
{
    LLVMValueRef x = carried_operand(v, w->from);

    return x ? x : carried_is_load(v) ? load_double(w, v) : NULL;
}

/* True if a way may lead from BB back to it that does not go through PAST. */
static bool goes_round(LLVMBasicBlockRef bb, LLVMBasicBlockRef past)
{
    enum { FAR = 64 };
    LLVMBasicBlockRef seen[FAR];
    unsigned n = 0;

    seen[n++] = bb;
    for (unsigned i = 0; i < n; i++) {
        LLVMValueRef t = LLVMGetBasicBlockTerminator(seen[i]);
        for (unsigned k = 0; k < LLVMGetNumSuccessors(t); k++) {
            LLVMBasicBlockRef next = LLVMGetSuccessor(t, k);
            unsigned at = 0;
            while (at < n && seen[at] != next) {
                at++;
            }
            if (next == bb || (at == n && n == FAR)) {
                return true;
            }
            if (at == n && next != past) {
                seen[n++] = next;
            }
        }
    }
    return false;
}

static void lower_to(struct carried *w, LLVMValueRef call)
{
    LLVMValueRef v = LLVMGetOperand(call, 0), x = carried_double(w, v);

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

static void lower_from(struct carried *w, LLVMValueRef call)
{
    LLVMValueRef x = LLVMGetOperand(call, 0);
    LLVMUseRef next;

    for (LLVMUseRef u = LLVMGetFirstUse(call); u; u = next) {
        LLVMValueRef s = LLVMGetUser(u);
        next = LLVMGetNextUse(u);
        if (LLVMIsAStoreInst(s) && LLVMGetOperand(s, 0) == call &&
            LLVMGetOperand(s, 1) != call && ir_is_plain_access(s)) {
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
        !goes_round(bb, LLVMGetInstructionParent(call))) {
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

static void lower_calls(struct carried *w, LLVMValueRef fn,
                        void (*lower)(struct carried *w, LLVMValueRef call))
{
    while (fn && LLVMGetFirstUse(fn)) {
        lower(w, LLVMGetUser(LLVMGetFirstUse(fn)));
    }
}

void lower_carried(LLVMModuleRef mod)
{
    LLVMContextRef ctx = LLVMGetModuleContext(mod);
    struct carried w = {
        .b = LLVMCreateBuilderInContext(ctx),
        .i64 = LLVMInt64TypeInContext(ctx),
        .f64 = LLVMDoubleTypeInContext(ctx),
        .to = LLVMGetNamedFunction(mod, CARRIED_TO),
        .from = LLVMGetNamedFunction(mod, CARRIED_FROM),
        .md_tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4),
    };

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        carried_phis(&w, f);
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
