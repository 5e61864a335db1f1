/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_libc.c: the translation of a recognised function of the guest's C library: a call of
 * the host's, in runtime/libc_native.c, or what runtime/libc_short.c can do without one.
 *
 * It is a function like all others to those that call it. What the procedure call standard
 * says is undefined when it returns is undefined, but for registers that some caller reads.
 */
#include "libc_match.h"
#include "lift.h"

#include <llvm-c/BitReader.h>

#include <elf.h>
#include <stdio.h>
#include <string.h>

#define B (l->b)

enum { MAX_ARGS = 4 };

/* --- Short ways ---------------------------------------------------------------------- */

/* libc_short.c as bitcode. */
__asm__(".section .rodata\n"
        "libc_short_start: .incbin \"" HQEMU_LIBC_SHORT "\"\n"
        "libc_short_end:\n"
        ".previous");
extern const char libc_short_start[], libc_short_end[];

static const char short_prefix[] = "hqemu_short_";

static bool is_short(LLVMValueRef fn)
{
    return !strncmp(LLVMGetValueName(fn), short_prefix, strlen(short_prefix));
}

/* A declaration of the short way of N's function, or NULL. */
static LLVMValueRef declare_short(struct lifter *l, const struct libc_native *n)
{
    char name[64];

    if (!l->shorts) {
        LLVMMemoryBufferRef buf = LLVMCreateMemoryBufferWithMemoryRange(
            libc_short_start, (size_t)(libc_short_end - libc_short_start), "", 0);
        /* Lazily: what is not wanted is not read. The module takes the buffer. */
        if (LLVMGetBitcodeModuleInContext2(l->ctx, buf, &l->shorts)) {
            l->shorts = NULL;
            return NULL;
        }
    }
    snprintf(name, sizeof(name), "%s%s", short_prefix, n->name);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    LLVMValueRef body = LLVMGetNamedFunction(l->shorts, name);
    if (!fn && body) {
        fn = LLVMAddFunction(l->mod, name, LLVMGlobalGetValueType(body));
    }
    return fn;
}

bool libc_define_shorts(struct lifter *l)
{
    LLVMModuleRef src = l->shorts;

    if (!src) {
        return true;
    }
    l->shorts = NULL;
    if (!link_wanted(l->mod, src)) {
        return false;
    }
    for (LLVMValueRef f = LLVMGetFirstFunction(l->mod); f; f = LLVMGetNextFunction(f)) {
        if (is_short(f) && !LLVMIsDeclaration(f)) {
            adopt_body(l, f);
            /* At -O0 it is called. */
            LLVMSetLinkage(f, LLVMInternalLinkage);
            LLVMSetSection(f, ".text.hqemu");
        }
    }
    return true;
}

/* --- Calls ---------------------------------------------------------------------------- */

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
    LLVMValueRef a[MAX_ARGS];
    char name[64];

    snprintf(name, sizeof(name), "hqemu_libc_%s", n->name);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, ft);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
    }
    memcpy(a, args, sizeof(a));
    set_mark(l, 1);
    LLVMValueRef r = LLVMBuildCall2(B, ft, fn, a, MAX_ARGS, "");
    set_mark(l, 0);
    return r;
}

/* One of R, each from its block FROM, which ends here. */
static LLVMValueRef one_of(struct lifter *l, LLVMValueRef r[2], LLVMBasicBlockRef from[2])
{
    LLVMBasicBlockRef both = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");

    for (unsigned i = 0; i < 2; i++) {
        LLVMPositionBuilderAtEnd(B, from[i]);
        LLVMBuildBr(B, both);
    }
    LLVMPositionBuilderAtEnd(B, both);
    LLVMValueRef phi = LLVMBuildPhi(B, l->i64, "");
    LLVMAddIncoming(phi, r, from, 2);
    return phi;
}

/* The same for arguments that are decided in place, mostly; SLOT is for the result. */
static LLVMValueRef call_short(struct lifter *l, const struct libc_native *n,
                               const LLVMValueRef *args, LLVMValueRef slot)
{
    LLVMValueRef fn = declare_short(l, n), a[MAX_ARGS + 1], r[2];

    if (!fn) {
        return call_native(l, n, args);
    }
    LLVMBasicBlockRef from[2];
    for (unsigned i = 0; i < 2; i++) {
        from[i] = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    }
    memcpy(a, args, sizeof(*a) * MAX_ARGS);
    a[MAX_ARGS] = slot;
    LLVMValueRef c = LLVMBuildCall2(B, LLVMGlobalGetValueType(fn), fn, a, MAX_ARGS + 1, "");
    cond_br_cold(l, c, from[0], from[1]);
    LLVMPositionBuilderAtEnd(B, from[0]);
    r[0] = LLVMBuildLoad2(B, l->i64, slot, "");
    LLVMPositionBuilderAtEnd(B, from[1]);
    r[1] = call_native(l, n, args);
    return one_of(l, r, from);
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
                                      const LLVMValueRef *args, LLVMValueRef slot)
{
    LLVMBasicBlockRef clean = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef tagged = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef from[2] = {NULL, tagged};
    LLVMValueRef r[2], c = any_tag(l, n, args);

    cond_br_cold(l, LLVMBuildNot(B, c, ""), clean, tagged);
    LLVMPositionBuilderAtEnd(B, clean);
    r[0] = call_short(l, n, args, slot);
    from[0] = LLVMGetInsertBlock(B);
    LLVMPositionBuilderAtEnd(B, tagged);
    r[1] = call_untagged(l, n, args);
    return one_of(l, r, from);
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
    LLVMValueRef slot = LLVMBuildAlloca(B, l->i64, "");
    LLVMValueRef r = l->fe->machine == EM_AARCH64 ? call_maybe_tagged(l, n, args, slot)
                                                  : call_short(l, n, args, slot);
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
