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
 * to put that back, and if nobody reads a4 on, there is no need to read. The same goes for
 * conversions to integers right before the flags are put back, as in floor(): the host is
 * told not to raise what will be forgotten. Each access to the flags ends a block of QEMU's.
 *
 * walk_flags() finds what is quiet, by data flow: which variable has the flags as they still
 * are on the host.
 */
#include "lift.h"

#include <string.h>

#define B (l->b)

enum { CSR_FFLAGS = 1, CSR_FRM = 2, MXCSR_STICKY = 0x3f };

bool is_fflags(const struct fe_block *f, const struct fe_op *o)
{
    const struct fe_temp *csr = &f->temps[f->args[o->args + o->nout + 1]];

    return csr->kind == FE_CONST && csr->val == CSR_FFLAGS;
}

bool is_frm_read(const struct fe_block *f, const struct fe_op *o)
{
    const struct fe_temp *csr = &f->temps[f->args[o->args + o->nout + 1]];

    return !strcmp(o->helper->name, "csrr") && csr->kind == FE_CONST && csr->val == CSR_FRM;
}

/* --- Quiet stretches --------------------------------------------------------------- */

static bool is_access(const struct fe_block *f, const struct fe_op *o, const char *name)
{
    return o->opc == FE_OP_call && !strcmp(o->helper->name, name) && is_fflags(f, o);
}

static bool is_var(const struct fe_block *f, uint64_t t, int v)
{
    return f->temps[t].kind == FE_GLOBAL && f->temps[t].val == v;
}

static bool is_csr(const struct fe_op *o)
{
    return !strncmp(o->helper->name, "csr", 3);
}

/* The variable that O reads the flags into, or -1. */
static int flags_var(const struct fe_block *f, const struct fe_op *o)
{
    const struct fe_temp *t = &f->temps[f->args[o->args]];
    return o->nout == 1 && is_access(f, o, "csrr") && t->kind == FE_GLOBAL ? (int)t->val : -1;
}

enum { ANY = -2, NO_VAR = -1 };

/* The variable that has the flags at the end of BI, where V has them at the start: nothing
 * has raised any since on the host. RESTORED: BI puts them back; what it raises before may
 * be left out. */
static int walk_flags(struct lifter *l, const struct block_info *bi, int v, bool *restored)
{
    const struct fe_block *f = bi->b->fe;
    bool own_mode = false, raises = false, branched = false;

    *restored = false;
    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        const uint64_t *a = &f->args[o->args];
        branched |= o->opc == FE_OP_set_label || o->opc == FE_OP_brcond_i64 ||
                    o->opc == FE_OP_brcond_i32 || o->opc == FE_OP_br;
        if (o->opc == FE_OP_call && branched && is_csr(o) && is_fflags(f, o)) {
            return NO_VAR; /* on some ways only */
        }
        if (o->opc == FE_OP_call && is_access(f, o, "csrw") && v >= 0 && is_var(f, a[2], v)) {
            *restored = true;
            raises = false;
        } else if (o->opc == FE_OP_call && flags_var(f, o) >= 0) {
            v = flags_var(f, o);
            raises = false;
            continue;
        } else if (o->opc == FE_OP_call && fp_inlined(l->fe, f, o) && !is_frm_read(f, o)) {
            enum fp_noise n = fp_noise(o, own_mode);
            if (n == FP_LOUD ||
                (n == FP_MAY_BE_QUIET && (!l->host_fma || l->p->exact_faults))) {
                v = NO_VAR;
            }
            raises |= n == FP_MAY_BE_QUIET;
            if (!strcmp(o->helper->name, "set_rounding_mode")) {
                own_mode = f->temps[a[1]].val != 7;
            }
        } else if (o->opc == FE_OP_call &&
                   !call_effect(l->fe, l->p->exact_faults, f, o).inlined) {
            v = NO_VAR;
        }
        for (unsigned k = 0; k < o->nout; k++) {
            if (v >= 0 && is_var(f, a[k], v)) {
                v = NO_VAR;
            }
        }
    }
    return raises ? NO_VAR : v;
}

static void flow_flags(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    int old = to->flags_in, v = clean ? NO_VAR : from->flags_out;

    if (v != ANY) {
        to->flags_in = old == ANY || old == v ? v : NO_VAR;
    }
    *(bool *)arg |= to->flags_in != old;
}

/* BI looks at variable V, but for putting flags back. */
static bool reads_var(const struct block_info *bi, int v)
{
    const struct fe_block *f = bi->b->fe;

    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        for (unsigned k = o->nout; k < (unsigned)o->nout + o->nin; k++) {
            bool back = bi->restores_flags && is_access(f, o, "csrw");
            if (!back && is_var(f, f->args[o->args + k], v)) {
                return true;
            }
        }
    }
    return bi->b->inner_sync || (bi->polls && var_in(&bi->b->live_in, (unsigned)v));
}

/* BI may be left with V's value wanted elsewhere. Flags that are saved in a register which is
 * undefined after a return are no result, whoever seems to read it: a function with a variable
 * number of arguments stores all argument registers. */
static bool leaves_with(struct lifter *l, const struct block_info *bi, int v)
{
    const struct block *b = bi->b;
    if (b->fe->branch == FE_BR_RET && (l->fe->vars[v].abi & FE_ABI_DEAD_AT_RETURN)) {
        return false;
    }
    bool leaves = b->njump_targets || b->fe->branch == FE_BR_CALL || b->ends_in_helper ||
                  b->checks_mode || !b->nexits;

    for (unsigned i = 0; i < b->nexits; i++) {
        leaves |= b->exits[i].kind != EXIT_DIRECT || !block_info_at(l, b->exits[i].target);
    }
    return leaves && var_in(&b->exit_live, (unsigned)v);
}

struct read_flow {
    int v;
    bool read, changed;
};

static void flow_reads(struct block_info *from, struct block_info *to, bool clean, void *arg)
{
    struct read_flow *r = arg;

    (void)from;
    (void)clean;
    r->read |= to->flags_read;
}

/* Somebody reads V, which has the flags, after BI; not only to put them back. */
static bool read_after(struct lifter *l, struct block_info *bi, int v)
{
    struct read_flow r = {.v = v};

    for (unsigned i = 0; i < l->ninfo; i++) {
        l->info[i].flags_read = reads_var(&l->info[i], v) || leaves_with(l, &l->info[i], v);
    }
    do {
        r.changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            struct block_info *x = &l->info[i];
            if (x->flags_read || var_in(&x->b->kill, (unsigned)v)) {
                continue;
            }
            r.read = false;
            for_each_succ(l, x, flow_reads, &r);
            x->flags_read = r.read;
            r.changed |= r.read;
        }
    } while (r.changed);
    r.read = leaves_with(l, bi, v);
    for_each_succ(l, bi, flow_reads, &r);
    return r.read;
}

static int block_reads_flags(const struct block_info *bi)
{
    const struct fe_block *f = bi->b->fe;
    int v = NO_VAR;

    for (unsigned i = 0; i < f->nops; i++) {
        if (f->ops[i].opc == FE_OP_call && flags_var(f, &f->ops[i]) >= 0) {
            v = flags_var(f, &f->ops[i]);
        }
    }
    return v;
}

void find_quiet_stretches(struct lifter *l)
{
    bool changed, any = false, restored;

    for (unsigned i = 0; l->fe->fp_frm && i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bool entry = entered_from_outside(l, bi);
        any |= block_reads_flags(bi) >= 0;
        bi->flags_in = entry ? NO_VAR : ANY;
        bi->flags_out = ANY;
    }
    if (!any) {
        return;
    }
    do {
        changed = false;
        for (unsigned i = 0; i < l->ninfo; i++) {
            struct block_info *bi = &l->info[i];
            if (bi->flags_in == ANY) {
                continue; /* not reached yet */
            }
            bi->flags_out = walk_flags(l, bi, bi->flags_in, &restored);
            for_each_succ(l, bi, flow_flags, &changed);
        }
    } while (changed);
    any = false;
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        if (bi->flags_in >= 0) {
            walk_flags(l, bi, bi->flags_in, &bi->restores_flags);
            any |= bi->restores_flags;
        }
    }
    for (unsigned i = 0; any && i < l->ninfo; i++) {
        int v = block_reads_flags(&l->info[i]);
        if (v >= 0) {
            l->info[i].keeps_flags = true;
            l->info[i].flags_unread = !l->p->exact_faults && !read_after(l, &l->info[i], v);
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

    if (is_frm_read(l->blk, o)) {
        temp_set(l, a[0], env_load(l, l->i64, l->fe->fp_frm));
        return;
    }
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
