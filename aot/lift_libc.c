/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_libc.c: the translation of a recognised function of the guest's C library: a call of
 * the host's, in runtime/libc_native.c.
 *
 * It is a function like all others to those that call it. What the procedure call standard
 * says is undefined when it returns is undefined, but for registers that some caller reads.
 */
#include "libc_match.h"
#include "lift.h"

#include <elf.h>
#include <string.h>

#define B (l->b)

enum { MAX_ARGS = 4 };

/* The runtime's mark that a fault is the guest's (qemu-frontend/embed.c). */
static LLVMValueRef fault_mark(struct lifter *l)
{
    static const char name[] = "hqemu_rt_in_libc";
    LLVMValueRef g = LLVMGetNamedGlobal(l->mod, name);

    if (!g) {
        g = LLVMAddGlobal(l->mod, l->i32, name);
        LLVMSetThreadLocalMode(g, LLVMLocalExecTLSModel);
        LLVMSetVisibility(g, LLVMHiddenVisibility);
    }
    return g;
}

static void set_mark(struct lifter *l, unsigned v)
{
    LLVMSetVolatile(LLVMBuildStore(B, LLVMConstInt(l->i32, v, 0), fault_mark(l)), 1);
}

/* Calls the host's function; guest addresses in ARGS have no tags. */
static LLVMValueRef call_native(struct lifter *l, const struct libc_native *n,
                                const LLVMValueRef *args)
{
    LLVMTypeRef types[MAX_ARGS] = {l->i64, l->i64, l->i64, l->i64};
    LLVMTypeRef ft = LLVMFunctionType(l->i64, types, MAX_ARGS, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, n->symbol), a[MAX_ARGS];

    if (!fn) {
        fn = LLVMAddFunction(l->mod, n->symbol, ft);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
    }
    memcpy(a, args, sizeof(a));
    set_mark(l, 1);
    LLVMValueRef r = LLVMBuildCall2(B, ft, fn, a, MAX_ARGS, "");
    set_mark(l, 0);
    return r;
}

/* Some pointer has a tag: the same with clean ones; a pointer that comes back gets the tag of
 * the one that it was made from. */
static LLVMValueRef call_untagged(struct lifter *l, const struct libc_native *n,
                                  const LLVMValueRef *args)
{
    LLVMValueRef a[MAX_ARGS];

    memcpy(a, args, sizeof(a));
    for (unsigned i = 0; n->args[i]; i++) {
        if (n->args[i] == 'p') {
            a[i] = untag(l, a[i]);
        }
    }
    LLVMValueRef r = call_native(l, n, a);
    if (n->result == LIBC_POINTER) {
        LLVMValueRef tag = LLVMBuildSub(B, args[0], a[0], "");
        LLVMValueRef null = LLVMBuildICmp(B, LLVMIntEQ, r, const_i64(l, 0), "");
        r = LLVMBuildSelect(B, null, r, LLVMBuildAdd(B, r, tag, ""), "");
    }
    return r;
}

static LLVMValueRef any_tag(struct lifter *l, const struct libc_native *n,
                            const LLVMValueRef *args)
{
    LLVMValueRef v = const_i64(l, 0);

    for (unsigned i = 0; n->args[i]; i++) {
        if (n->args[i] == 'p') {
            v = LLVMBuildOr(B, v, args[i], "");
        }
    }
    return LLVMBuildICmp(B, LLVMIntUGE, v, const_i64(l, 1ull << (64 - TAG_BITS)), "");
}

static LLVMValueRef call_maybe_tagged(struct lifter *l, const struct libc_native *n,
                                      const LLVMValueRef *args)
{
    LLVMBasicBlockRef clean = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef tagged = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef from[2] = {clean, tagged}, both;
    LLVMValueRef r[2], c = any_tag(l, n, args);

    both = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    cond_br_cold(l, LLVMBuildNot(B, c, ""), clean, tagged);
    LLVMPositionBuilderAtEnd(B, clean);
    r[0] = call_native(l, n, args);
    LLVMBuildBr(B, both);
    LLVMPositionBuilderAtEnd(B, tagged);
    r[1] = call_untagged(l, n, args);
    LLVMBuildBr(B, both);
    LLVMPositionBuilderAtEnd(B, both);
    LLVMValueRef phi = LLVMBuildPhi(B, l->i64, "");
    LLVMAddIncoming(phi, r, from, 2);
    return phi;
}

const char *lift_native(struct lifter *l, const struct func *f)
{
    const struct libc_native *n = f->native;
    LLVMValueRef args[MAX_ARGS], agg = LLVMGetPoison(l->state);
    enum { LINK = 1 + LIBC_LINK, ARG0 = 1 + LIBC_ARG0 };

    begin_function(l, f);
    LLVMPositionBuilderAtEnd(B, LLVMAppendBasicBlockInContext(l->ctx, l->fn, "entry"));
    for (unsigned i = 0; i < MAX_ARGS; i++) {
        args[i] = i < strlen(n->args) ? LLVMGetParam(l->fn, ARG0 + i) : const_i64(l, 0);
    }
    LLVMValueRef r =
        l->fe->machine == EM_AARCH64 ? call_maybe_tagged(l, n, args) : call_native(l, n, args);
    if (n->result == LIBC_ARGUMENT) {
        r = args[0];
    }
    /* A return leaves out the bits that no instruction's address has. */
    LLVMValueRef pc = LLVMGetParam(l->fn, LINK);
    if (l->fe->insn_align == 2) {
        pc = LLVMBuildAnd(B, pc, const_i64(l, ~1ull), "");
    }
    agg = LLVMBuildInsertValue(B, agg, pc, 0, "");
    for (unsigned i = 1; i < state_nargs(l); i++) {
        if (i == ARG0) {
            agg = LLVMBuildInsertValue(B, agg, r, i, "");
        } else if (var_in(&f->native_keeps, l->var_of_reg[i])) {
            agg = LLVMBuildInsertValue(B, agg, LLVMGetParam(l->fn, i), i, "");
        }
    }
    LLVMBuildRet(B, agg);
    return NULL;
}
