/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_pac.c: aarch64's pointer authentication.
 *
 * Programs compiled for it (-mbranch-protection=standard, all of some distributions) sign the
 * return address in each function that calls and authenticate it before the return, with the
 * stack pointer as modifier. QEMU's helper computes a hash for either. But calls come again
 * from the same places at the same depth: each thread has a table of what it has signed with
 * keys A and B for code (hqemu_pac in guest_aarch64.c), which is as good for authenticating.
 * What is not in the table is the helper's, which also raises the exception if the signature
 * is wrong: only then all state has to be in memory.
 */
#include "lift.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

#define B (l->b)

/* The words of an entry. */
enum { POINTER, MODIFIER, SIGNED };

bool is_pac_sign(const struct fe *fe, const struct fe_op *o)
{
    const char *name = o->helper->name;
    return fe->machine == EM_AARCH64 && (!strcmp(name, "pacia") || !strcmp(name, "pacib"));
}

bool is_pac_authenticate(const struct fe *fe, const struct fe_op *o)
{
    const char *name = o->helper->name;
    return fe->machine == EM_AARCH64 &&
           (!strncmp(name, "autia", 5) || !strncmp(name, "autib", 5));
}

/* Where X, signed or not, has its entry: the bits of X that count are none of the signature's.
 * The same with the other key is elsewhere, so that an entry needs no key. */
static LLVMValueRef entry_of(struct lifter *l, LLVMValueRef x, LLVMValueRef modifier,
                             bool key_b)
{
    static const char name[] = "hqemu_pac";
    LLVMTypeRef t = LLVMArrayType2(l->i64, 3);
    LLVMValueRef table = LLVMGetNamedGlobal(l->mod, name);

    if (!table) {
        table = LLVMAddGlobal(l->mod, LLVMArrayType2(t, FE_PAC_ENTRIES), name);
        LLVMSetThreadLocalMode(table, LLVMLocalExecTLSModel);
        LLVMSetVisibility(table, LLVMHiddenVisibility);
        LLVMSetAlignment(table, 8);
    }
    LLVMValueRef i = LLVMBuildShl(B, x, const_i64(l, 20), "");
    i = LLVMBuildMul(B, LLVMBuildAdd(B, i, modifier, ""), const_i64(l, 0x9e3779b97f4a7c15), "");
    i = LLVMBuildLShr(B, i, const_i64(l, 64 - FE_PAC_LOG2), "");
    if (key_b) {
        i = LLVMBuildXor(B, i, const_i64(l, FE_PAC_ENTRIES / 2), "");
    }
    return LLVMBuildGEP2(B, t, table, &i, 1, "");
}

static LLVMValueRef word(struct lifter *l, LLVMValueRef entry, unsigned n)
{
    LLVMValueRef i = const_i64(l, n);
    return LLVMBuildLoad2(B, l->i64, LLVMBuildGEP2(B, l->i64, entry, &i, 1, ""), "");
}

/* Calls FN(env, x, modifier, entry). */
static LLVMValueRef call(struct lifter *l, const char *name, LLVMValueRef x,
                         LLVMValueRef modifier, LLVMValueRef entry)
{
    LLVMTypeRef types[4] = {l->ptr, l->i64, l->i64, l->ptr};
    LLVMTypeRef ft = LLVMFunctionType(l->i64, types, 4, 0);
    LLVMValueRef args[4] = {env_pointer(l), x, modifier, entry};
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);

    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, ft);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
        add_attr(l, fn, "nounwind", 0);
    }
    return LLVMBuildCall2(B, ft, fn, args, 4, "");
}

void lift_pac(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    const char *name = o->helper->name;
    bool sign = is_pac_sign(l->fe, o), key_b = name[strlen("pacI")] == 'b';
    LLVMValueRef x = temp_get(l, a[2]), modifier = temp_get(l, a[3]), known[FE_MAX_VARS], r[2];
    LLVMBasicBlockRef hit = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef miss = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef done = LLVMAppendBasicBlockInContext(l->ctx, l->fn, ""), from[2];
    char symbol[40];

    if (!sign && l->p->exact_faults) {
        exact_sync_all(l);
    }
    LLVMValueRef entry = entry_of(l, x, modifier, key_b);
    LLVMValueRef other = LLVMBuildXor(B, word(l, entry, sign ? POINTER : SIGNED), x, "");
    LLVMValueRef elsewhere = LLVMBuildXor(B, word(l, entry, MODIFIER), modifier, "");
    LLVMValueRef diff = LLVMBuildOr(B, other, elsewhere, "");
    cond_br_cold(l, LLVMBuildICmp(B, LLVMIntEQ, diff, const_i64(l, 0), ""), hit, miss);

    LLVMPositionBuilderAtEnd(B, miss);
    memcpy(known, l->known, sizeof(known));
    if (!sign) {
        state_before_raise(l);
    }
    snprintf(symbol, sizeof(symbol), "hqemu_%s", name);
    r[0] = call(l, symbol, x, modifier, entry);
    memcpy(l->known, known, sizeof(known));
    from[0] = LLVMGetInsertBlock(B);
    LLVMBuildBr(B, done);

    LLVMPositionBuilderAtEnd(B, hit);
    r[1] = word(l, entry, sign ? SIGNED : POINTER);
    LLVMBuildBr(B, done);
    from[1] = hit;

    LLVMPositionBuilderAtEnd(B, done);
    LLVMValueRef phi = LLVMBuildPhi(B, l->i64, "");
    LLVMAddIncoming(phi, r, from, 2);
    temp_set(l, a[0], phi);
}
