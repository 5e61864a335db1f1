/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry_constants.c: registers that are constants wherever the function's own code leads.
 *
 * A divisor, mask or address that is set before a loop is a constant in it. But a loop's header
 * is an inner entry (lift_loops.c), and for LLVM what comes in there is anything, so that the
 * loop divides by a register. Nearly always it is that constant: the code before the loop ran
 * in the fallback, or a signal was handled at the loop's poll. So constants are found as if
 * there were no inner entries, and compared there, once. If one is something else, as a
 * signal's handler may have made it, the entry is refused: the fallback runs the block
 * (hqemu_rt_refuse() in embed.c).
 */
#include "entry_constants.h"
#include "carried.h"
#include "ir.h"
#include "xalloc.h"

#include <stdbool.h>
#include <stdlib.h>

struct phi {
    LLVMValueRef phi;
    LLVMValueRef constant; /* NULL: none is known yet */
    bool varies, wanted;
};

struct constants {
    LLVMBuilderRef b;
    LLVMValueRef fn;
    LLVMValueRef holds;         /* ENTRY_HOLDS */
    LLVMValueRef to, from;      /* carried.c's conversions, or NULL */
    LLVMBasicBlockRef *entries; /* with a branch on ENTRY_HOLDS; its second successor */
    unsigned nentries;
    struct phi *phis;  /* in program order, so that the result is always the same */
    void **by_address; /* the same */
    unsigned nphis;
    struct phi **work; /* has room for all */
    unsigned nwork;
};

static struct phi *find(const struct constants *c, LLVMValueRef v)
{
    return ir_find(c->by_address, c->nphis, v);
}

/* The call that the way from BB, a block behind an inner entry, hangs on; or NULL. */
static LLVMValueRef condition(const struct constants *c, LLVMBasicBlockRef bb)
{
    LLVMValueRef t = LLVMGetBasicBlockTerminator(bb);

    if (!LLVMIsABranchInst(t) || !LLVMIsConditional(t)) {
        return NULL;
    }
    LLVMValueRef v = LLVMGetCondition(t);
    return LLVMIsACallInst(v) && LLVMGetCalledValue(v) == c->holds ? v : NULL;
}

static bool is_entry(const struct constants *c, LLVMBasicBlockRef bb)
{
    for (unsigned i = 0; i < c->nentries; i++) {
        if (c->entries[i] == bb) {
            return true;
        }
    }
    return false;
}

static void collect_entries(struct constants *c)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(c->fn);

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        if (condition(c, bb)) {
            c->entries = xgrow(c->entries, c->nentries, sizeof(LLVMBasicBlockRef));
            c->entries[c->nentries++] = bb;
            c->entries = xgrow(c->entries, c->nentries, sizeof(LLVMBasicBlockRef));
            c->entries[c->nentries++] = LLVMGetSuccessor(LLVMGetBasicBlockTerminator(bb), 1);
        }
    }
}

static void collect_phis(struct constants *c)
{
    LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(c->fn);

    for (; bb; bb = LLVMGetNextBasicBlock(bb)) {
        LLVMValueRef v = LLVMGetFirstInstruction(bb);
        for (; LLVMIsAPHINode(v); v = LLVMGetNextInstruction(v)) {
            c->phis = xgrow(c->phis, c->nphis, sizeof(*c->phis));
            c->phis[c->nphis++] = (struct phi){.phi = v};
        }
    }
    c->by_address = xcalloc(c->nphis + 1, sizeof(*c->by_address));
    c->work = xcalloc(c->nphis + 1, sizeof(struct phi *));
    for (unsigned i = 0; i < c->nphis; i++) {
        c->by_address[i] = &c->phis[i];
    }
    ir_sort(c->by_address, c->nphis);
}

/* What V converts, if it is one of carried.c's conversions; else NULL. */
static LLVMValueRef converted(const struct constants *c, LLVMValueRef v)
{
    if (LLVMIsACallInst(v)) {
        LLVMValueRef fn = LLVMGetCalledValue(v);
        return fn == c->to || fn == c->from ? LLVMGetOperand(v, 0) : NULL;
    }
    return NULL;
}

static LLVMValueRef origin(const struct constants *c, LLVMValueRef v)
{
    for (LLVMValueRef x = v; x; x = converted(c, v)) {
        v = x;
    }
    return v;
}

static bool is_constant(LLVMValueRef v)
{
    return LLVMIsAConstantInt(v) || LLVMIsAConstantFP(v) || LLVMIsAConstantDataVector(v) ||
           LLVMIsAConstantAggregateZero(v);
}

static void set_varies(struct constants *c, struct phi *p)
{
    if (!p->varies) {
        p->varies = true;
        c->work[c->nwork++] = p;
    }
}

/* V varies, and so do all phis that it comes to. */
static void spread_from(struct constants *c, LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (LLVMIsAPHINode(user)) {
            set_varies(c, find(c, user));
        } else if (converted(c, user)) {
            spread_from(c, user);
        }
    }
}

static void spread_varying(struct constants *c)
{
    while (c->nwork) {
        spread_from(c, c->work[--c->nwork]->phi);
    }
}

/* P's value is CONSTANT on one more way. True if that is new. */
static bool meet(struct constants *c, struct phi *p, LLVMValueRef constant)
{
    if (p->varies || p->constant == constant) {
        return false;
    }
    if (p->constant) {
        set_varies(c, p);
    }
    p->constant = constant;
    return true;
}

/* By what comes to P from the function's own code. */
static bool meet_incoming(struct constants *c, struct phi *p)
{
    bool new = false;

    for (unsigned i = 0; i < LLVMCountIncoming(p->phi) && !p->varies; i++) {
        LLVMValueRef v = origin(c, LLVMGetIncomingValue(p->phi, i));
        if (is_entry(c, LLVMGetIncomingBlock(p->phi, i))) {
            continue;
        }
        if (LLVMIsAPHINode(v)) {
            LLVMValueRef constant = find(c, v)->constant;
            if (constant) {
                new |= meet(c, p, constant);
            }
        } else if (is_constant(v)) {
            new |= meet(c, p, v);
        } else {
            set_varies(c, p);
        }
    }
    return new;
}

static void find_constants(struct constants *c)
{
    bool again = true;

    while (again) {
        again = false;
        for (unsigned i = 0; i < c->nphis; i++) {
            again |= !c->phis[i].varies && meet_incoming(c, &c->phis[i]);
        }
        spread_varying(c);
    }
    /* Where only an entry leads to, it says what is there. */
    for (unsigned i = 0; i < c->nphis; i++) {
        if (!c->phis[i].constant) {
            set_varies(c, &c->phis[i]);
        }
    }
    spread_varying(c);
}

/* A user that does not only hand V on, to memory, other code or the caller. */
static bool computes(LLVMValueRef user)
{
    return !LLVMIsAPHINode(user) && !LLVMIsAInsertValueInst(user) && !LLVMIsAReturnInst(user) &&
           !LLVMIsAStoreInst(user) && !ir_calls_code(user);
}

static bool computed_with(const struct constants *c, LLVMValueRef v)
{
    for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        if (converted(c, user) ? computed_with(c, user) : computes(user)) {
            return true;
        }
    }
    return false;
}

static void want(struct constants *c, struct phi *p)
{
    if (!p->wanted && !p->varies) {
        p->wanted = true;
        c->work[c->nwork++] = p;
    }
}

/* Constants that are computed with, and what they rest on. */
static void find_wanted(struct constants *c)
{
    for (unsigned i = 0; i < c->nphis; i++) {
        if (!c->phis[i].varies && computed_with(c, c->phis[i].phi)) {
            want(c, &c->phis[i]);
        }
    }
    while (c->nwork) {
        LLVMValueRef phi = c->work[--c->nwork]->phi;
        for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
            LLVMValueRef v = origin(c, LLVMGetIncomingValue(phi, i));
            if (LLVMIsAPHINode(v)) {
                want(c, find(c, v));
            }
        }
    }
}

/* V has the bits of CONSTANT. */
static LLVMValueRef has_bits(const struct constants *c, LLVMValueRef v, LLVMValueRef constant)
{
    LLVMContextRef ctx = LLVMGetModuleContext(LLVMGetGlobalParent(c->fn));
    LLVMTypeRef t = LLVMIntTypeInContext(ctx, 8 * ir_total_size(LLVMTypeOf(v)));

    return LLVMBuildICmp(c->b, LLVMIntEQ, LLVMBuildBitCast(c->b, v, t, ""),
                         LLVMBuildBitCast(c->b, constant, t, ""), "");
}

/* What an entry's block BB hands on is what the phis of its first successor always are. What is
 * undefined may be that, too: nobody reads it. */
static LLVMValueRef test_entry(struct constants *c, LLVMBasicBlockRef bb)
{
    LLVMValueRef holds = NULL, t = LLVMGetBasicBlockTerminator(bb);
    LLVMValueRef phi = LLVMGetFirstInstruction(LLVMGetSuccessor(t, 0));

    LLVMPositionBuilderBefore(c->b, t);
    for (; LLVMIsAPHINode(phi); phi = LLVMGetNextInstruction(phi)) {
        const struct phi *p = find(c, phi);
        LLVMValueRef v = ir_incoming(phi, bb);
        if (p->wanted && !LLVMIsUndef(v)) {
            LLVMValueRef is = has_bits(c, v, p->constant);
            holds = holds ? LLVMBuildAnd(c->b, holds, is, "") : is;
        }
    }
    return holds;
}

/* Where P, a carried register, is converted back. */
static void replace_conversions(struct constants *c, const struct phi *p)
{
    for (LLVMUseRef u = LLVMGetFirstUse(p->phi), next; u; u = next) {
        LLVMValueRef user = LLVMGetUser(u);
        next = LLVMGetNextUse(u);
        if (converted(c, user)) {
            LLVMReplaceAllUsesWith(user, p->constant);
            LLVMInstructionEraseFromParent(user);
        }
    }
}

static void replace_phis(struct constants *c)
{
    for (unsigned i = 0; i < c->nphis; i++) {
        const struct phi *p = &c->phis[i];
        if (!p->wanted) {
            continue;
        }
        if (LLVMTypeOf(p->phi) == LLVMTypeOf(p->constant)) {
            LLVMReplaceAllUsesWith(p->phi, p->constant);
            LLVMInstructionEraseFromParent(p->phi);
        } else {
            replace_conversions(c, p);
        }
    }
}

static void test_entries(struct constants *c)
{
    LLVMTypeRef i1 = LLVMInt1TypeInContext(LLVMGetModuleContext(LLVMGetGlobalParent(c->fn)));

    for (unsigned i = 0; i < c->nentries; i += 2) {
        LLVMValueRef call = condition(c, c->entries[i]);
        LLVMValueRef holds = test_entry(c, c->entries[i]);
        LLVMReplaceAllUsesWith(call, holds ? holds : LLVMConstInt(i1, 1, 0));
        LLVMInstructionEraseFromParent(call);
    }
}

static void do_function(struct constants *c, LLVMValueRef fn)
{
    c->fn = fn;
    c->nphis = c->nentries = 0;
    c->phis = NULL;
    c->entries = NULL;
    collect_entries(c);
    if (c->nentries) {
        collect_phis(c);
        find_constants(c);
        find_wanted(c);
        test_entries(c);
        replace_phis(c);
        free(c->phis);
        free(c->by_address);
        free(c->work);
        free(c->entries);
    }
}

void entry_constants(LLVMModuleRef mod)
{
    struct constants c = {.holds = LLVMGetNamedFunction(mod, ENTRY_HOLDS),
                          .to = LLVMGetNamedFunction(mod, CARRIED_TO),
                          .from = LLVMGetNamedFunction(mod, CARRIED_FROM)};

    if (!c.holds) {
        return;
    }
    c.b = LLVMCreateBuilderInContext(LLVMGetModuleContext(mod));
    for (LLVMValueRef fn = LLVMGetFirstFunction(mod); fn; fn = LLVMGetNextFunction(fn)) {
        do_function(&c, fn);
    }
    LLVMDisposeBuilder(c.b);
    LLVMDeleteFunction(c.holds);
}
