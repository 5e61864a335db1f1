/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fflags.c: RISC-V's floating point exception flags, read and written.
 *
 * Reading them means waiting for all the host's floating point in flight. Compilers
 * put flags back that a compare may have raised, which must be quiet:
 *
 *     frflags a4;  flt.d a5, fa0, fa1;  fsflags a4
 *
 * On the host only the helper of the compare raises anything, in memory: so it is enough
 * to put that back, and if nobody reads a4 on, there is no need to read. Each access to the
 * flags ends a block of QEMU's.
 */
#include "lift.h"

#include <string.h>

#define B (l->b)

enum { CSR_FFLAGS = 1, MXCSR_STICKY = 0x3f };

bool is_fflags(const struct fe_block *f, const struct fe_op *o)
{
    const struct fe_temp *csr = &f->temps[f->args[o->args + o->nout + 1]];

    return csr->kind == FE_CONST && csr->val == CSR_FFLAGS;
}

/* --- Quiet compares --------------------------------------------------------------- */

static bool is_access(const struct fe_block *f, const struct fe_op *o, const char *name)
{
    return o->opc == FE_OP_call && !strcmp(o->helper->name, name) && is_fflags(f, o);
}

static bool names_var(const struct fe_block *f, const struct fe_op *o, unsigned v)
{
    for (unsigned i = 0; i < (unsigned)o->nout + o->nin; i++) {
        const struct fe_temp *t = &f->temps[f->args[o->args + i]];
        if (t->kind == FE_GLOBAL && t->val == (int64_t)v) {
            return true;
        }
    }
    return false;
}

/* If B's last call reads the flags into a variable that B does not look at, that
 * variable; else -1. */
static int flags_read_at_end(const struct block *b)
{
    const struct fe_block *f = b->fe;
    int v = -1;

    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        if (o->opc == FE_OP_call && o->nout == 1 && is_access(f, o, "csrr")) {
            const struct fe_temp *t = &f->temps[f->args[o->args]];
            v = t->kind == FE_GLOBAL ? (int)t->val : -1;
        } else if (o->opc == FE_OP_call || (v >= 0 && names_var(f, o, (unsigned)v))) {
            v = -1;
        }
    }
    return v;
}

/* True if B has nothing that could raise flags but compares, and puts back those in V. */
static bool flags_put_back(const struct block *b, unsigned v)
{
    const struct fe_block *f = b->fe;
    bool done = false;

    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        if (o->opc == FE_OP_set_label) {
            return false;
        }
        if (o->opc == FE_OP_call && !done && is_access(f, o, "csrw")) {
            const struct fe_temp *t = &f->temps[f->args[o->args + 2]];
            if (t->kind != FE_GLOBAL || t->val != (int64_t)v) {
                return false;
            }
            done = true;
        } else if ((o->opc == FE_OP_call && !fp_is_compare(o)) || names_var(f, o, v)) {
            return false;
        }
    }
    return done;
}

static unsigned ways_in(struct lifter *l, uint64_t pc)
{
    unsigned n = pc == l->f->entry;

    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        for (unsigned k = 0; k < b->nexits; k++) {
            n += b->exits[k].target == pc ||
                 (b->exits[k].kind != EXIT_DIRECT && block_end(b) == pc);
        }
        for (unsigned k = 0; k < b->njump_targets; k++) {
            n += b->jump_targets[k] == pc;
        }
    }
    return n;
}

static struct block_info *only_target(struct lifter *l, const struct block *b)
{
    bool one = b->nexits == 1 && b->exits[0].kind == EXIT_DIRECT && !b->njump_targets &&
               b->fe->branch == FE_BR_NONE;
    return one ? block_info_at(l, b->exits[0].target) : NULL;
}

void find_quiet_compares(struct lifter *l)
{
    for (unsigned i = 0; l->fe->fp_flags >= 0 && i < l->ninfo; i++) {
        struct block_info *from = &l->info[i], *to, *after;
        int v = flags_read_at_end(from->b);
        if (v >= 0 && (to = only_target(l, from->b)) && flags_put_back(to->b, (unsigned)v) &&
            (after = only_target(l, to->b)) && !to->inner_entry && !to->polls &&
            ways_in(l, to->b->pc) == 1) {
            from->flags_unread = !var_in(&after->b->live_in, (unsigned)v);
            from->keeps_flags = true;
            to->restores_flags = true;
        }
    }
}

/* --- The flags --------------------------------------------------------------------- */

/* Softfloat's flags from RISC-V's, and back: the same five, the other way round. */
static LLVMValueRef reverse_flags(struct lifter *l, LLVMValueRef x)
{
    x = LLVMBuildTrunc(B, x, l->i8, "");
    x = intrinsic(l, "llvm.bitreverse", &l->i8, 1, &x, 1);
    x = LLVMBuildLShr(B, x, LLVMConstInt(l->i8, 3, 0), "");
    return LLVMBuildZExt(B, x, l->i64, "");
}

static LLVMValueRef entry_slot(struct lifter *l, LLVMTypeRef type)
{
    LLVMBasicBlockRef here = LLVMGetInsertBlock(B), entry = LLVMGetEntryBasicBlock(l->fn);

    LLVMPositionBuilderBefore(B, LLVMGetFirstInstruction(entry));
    LLVMValueRef slot = LLVMBuildAlloca(B, type, "");
    LLVMPositionBuilderAtEnd(B, here);
    return slot;
}

/* The exception flags in memory, which are not all: see lift_fp.c. */
static LLVMValueRef soft_flags(struct lifter *l)
{
    LLVMValueRef v = LLVMBuildLoad2(B, l->i16, env_ptr_at(l, l->fe->fp_flags), "");

    LLVMSetAlignment(v, 1);
    LLVMSetMetadata(v, l->md_tbaa, l->tbaa_env);
    return v;
}

static void set_soft_flags(struct lifter *l, LLVMValueRef flags)
{
    LLVMValueRef st = LLVMBuildStore(B, flags, env_ptr_at(l, l->fe->fp_flags));

    LLVMSetAlignment(st, 1);
    LLVMSetMetadata(st, l->md_tbaa, l->tbaa_env);
}

/* Writes FLAGS. The host's sticky flags only have to go if they say more, which they
 * do not where flags are put back that a quiet compare could have changed. */
static void write_flags(struct lifter *l, LLVMValueRef flags, LLVMValueRef host,
                        LLVMValueRef mxcsr, LLVMValueRef slot)
{
    LLVMBasicBlockRef clear = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef done = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMValueRef more = LLVMBuildAnd(B, host, LLVMBuildNot(B, flags, ""), "");

    set_soft_flags(l, LLVMBuildTrunc(B, flags, l->i16, ""));
    LLVMBuildCondBr(B, LLVMBuildICmp(B, LLVMIntNE, more, const_i64(l, 0), ""), clear, done);
    LLVMPositionBuilderAtEnd(B, clear);
    mxcsr = LLVMBuildAnd(B, mxcsr, LLVMConstInt(l->i32, ~(unsigned)MXCSR_STICKY, 0), "");
    LLVMBuildStore(B, mxcsr, slot);
    intrinsic(l, "llvm.x86.sse.ldmxcsr", NULL, 0, &slot, 1);
    LLVMBuildBr(B, done);
    LLVMPositionBuilderAtEnd(B, done);
}

void lift_fflags(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args], *in = a + o->nout;
    LLVMValueRef slot, value = NULL, mask = NULL;

    if (l->cur->keeps_flags && o->nout) {
        if (!l->kept_flags) {
            l->kept_flags = entry_slot(l, l->i16);
        }
        LLVMBuildStore(B, soft_flags(l), l->kept_flags);
        if (l->cur->flags_unread) {
            temp_set(l, a[0], const_i64(l, 0));
            return;
        }
    }
    if (l->cur->restores_flags) {
        set_soft_flags(l, LLVMBuildLoad2(B, l->i16, l->kept_flags, ""));
        return;
    }
    slot = entry_slot(l, l->i32);
    if (o->nin > 2) {
        value = reverse_flags(l, temp_get(l, in[2]));
        mask = o->nin > 3 ? reverse_flags(l, temp_get(l, in[3])) : const_i64(l, 31);
    }
    intrinsic(l, "llvm.x86.sse.stmxcsr", NULL, 0, &slot, 1);
    LLVMValueRef mxcsr = LLVMBuildLoad2(B, l->i32, slot, "");
    LLVMValueRef host = LLVMBuildLShr(B, mxcsr, LLVMConstInt(l->i32, 1, 0), "");
    host = LLVMBuildAnd(B, host, LLVMConstInt(l->i32, 0x1e, 0), "");
    host = LLVMBuildZExt(B, host, l->i64, "");
    LLVMValueRef old = LLVMBuildOr(B, LLVMBuildZExt(B, soft_flags(l), l->i64, ""), host, "");
    if (value) {
        LLVMValueRef keep = LLVMBuildAnd(B, old, LLVMBuildNot(B, mask, ""), "");
        value = LLVMBuildOr(B, keep, LLVMBuildAnd(B, value, mask, ""), "");
        write_flags(l, LLVMBuildAnd(B, value, const_i64(l, 31), ""), host, mxcsr, slot);
    }
    if (o->nout) {
        temp_set(l, a[0], reverse_flags(l, LLVMBuildAnd(B, old, const_i64(l, 31), "")));
    }
}
