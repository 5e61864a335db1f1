/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_exact.c: accesses to guest memory that may fault, with exact CPU state.
 *
 * A guest that handles SIGSEGV or SIGBUS sees the registers, can change them, and
 * goes on. So before each access whatever is dirty is stored, and each access is
 * inline assembly: LLVM neither moves, merges, repeats nor drops it, nor moves a store
 * of state across it, since it may read all memory. The instruction carries a label;
 * section .hqemu_faults gets a pair of words for it,
 *
 *     where the label is, relative to the pair; the guest pc, relative to the text
 *
 * which are in the order of their labels, since code and sections are linked in the same
 * order. So the pc costs nothing where nothing faults. Atomic operations stay LLVM's,
 * which may need several instructions: they store the pc.
 */
#include "lift.h"

#include <stdio.h>
#include <string.h>

#define B (l->b)

void exact_sync(struct lifter *l)
{
    struct var_set s = l->dirty;

    var_flush(l, &s);
    memset(&l->dirty, 0, sizeof(l->dirty));
}

void exact_sync_all(struct lifter *l)
{
    exact_sync(l);
    env_store(l, const_i64(l, l->insn_pc), l->fe->vars[l->fe->pc_var].offset);
}

/* The access as inline assembly: INSN has $0 and $1 for its operands. Operand MEM is memory
 * of type M at ADDR; VALUE, of type V, is what is stored, NULL for a load. */
static LLVMValueRef access(struct lifter *l, const char *insn, const char *constraint,
                           LLVMTypeRef m, LLVMValueRef addr, LLVMTypeRef v, LLVMValueRef value)
{
    char text[200], where[40];
    LLVMTypeRef types[2] = {l->ptr, v};
    LLVMTypeRef ft = LLVMFunctionType(value ? l->voidt : v, types, value ? 2 : 1, 0);
    LLVMValueRef args[2] = {guest_ptr(l, addr), value};
    unsigned kind = LLVMGetEnumAttributeKindForName("elementtype", 11);

    int n = snprintf(text, sizeof(text),
                     "1:\t%s\n\t.pushsection .hqemu_faults,\"a\",@progbits\n"
                     "\t.long 1b-., %llu\n\t.popsection",
                     insn, (unsigned long long)(l->insn_pc - l->p->text_lo));
    int k = snprintf(where, sizeof(where), value ? "=*m,%s,~{memory}" : "=%s,*m,~{memory}",
                     constraint);
    LLVMValueRef as = LLVMGetInlineAsm(ft, text, (size_t)n, where, (size_t)k, 1, 0,
                                       LLVMInlineAsmDialectATT, 0);
    LLVMValueRef r = LLVMBuildCall2(B, ft, as, args, value ? 2 : 1, "");
    LLVMAddCallSiteAttribute(r, 1, LLVMCreateTypeAttribute(l->ctx, kind, m));
    return r;
}

/* --- Which host register a value is wanted in --------------------------------------- */

static bool is_vector_var(struct lifter *l, int v)
{
    return v >= 0 && l->fe->vars[v].cls == FE_VAR_V128;
}

bool for_vector(struct lifter *l, const struct fe_op *o, uint64_t t)
{
    const struct fe_temp *x = &l->blk->temps[t];
    const struct fe_op *end = l->blk->ops + l->blk->nops;

    if (x->kind == FE_GLOBAL) {
        return x->val >= 0 && l->fe->vars[x->val].cls == FE_VAR_F64;
    }
    /* The frontend stores it right behind the access. */
    for (const struct fe_op *p = o + 1; p < end && p < o + 8; p++) {
        const uint64_t *a = &l->blk->args[p->args];
        if (p->opc == FE_OP_insn_start || p->opc == FE_OP_set_label) {
            break;
        }
        if (p->opc == FE_OP_st_i64 && a[0] == t && l->blk->temps[a[1]].kind == FE_ENV) {
            return is_vector_var(l, var_at(l, (int32_t)a[2], 8));
        }
    }
    return false;
}

static LLVMValueRef zero(struct lifter *l)
{
    return LLVMConstNull(l->i32);
}

/* V, an integer of BITS, as a float if that is where it comes from; else NULL. */
static LLVMValueRef from_vector(struct lifter *l, LLVMValueRef v, unsigned bits)
{
    LLVMTypeRef e = bits == 64 ? l->f64 : l->f32;
    LLVMValueRef x;

    if (bits != 64 && bits != 32) {
        return NULL;
    }
    if (LLVMIsATruncInst(v)) {
        v = LLVMGetOperand(v, 0);
    }
    if (LLVMIsAZExtInst(v)) {
        v = LLVMGetOperand(v, 0);
    } else if (LLVMIsABitCastInst(v) && LLVMTypeOf(LLVMGetOperand(v, 0)) == l->i64) {
        v = LLVMGetOperand(v, 0);
    }
    if ((x = float_behind(v))) {
        if (LLVMTypeOf(x) == l->f64 && bits == 32) {
            x = LLVMBuildBitCast(B, x, LLVMVectorType(l->f32, 2), "");
            x = LLVMBuildExtractElement(B, x, zero(l), "");
        }
        return LLVMTypeOf(x) == e ? x : NULL;
    }
    if (LLVMIsAExtractElementInst(v) && LLVMTypeOf(v) == l->i64 &&
        LLVMIsNull(LLVMGetOperand(v, 1))) {
        x = LLVMBuildBitCast(B, LLVMGetOperand(v, 0), LLVMVectorType(e, 128 / bits), "");
        return LLVMBuildExtractElement(B, x, zero(l), "");
    }
    return NULL;
}

/* --- Loads ------------------------------------------------------------------------------ */

static const char *const load_zero[] = {"movzbl $1, ${0:k}", "movzwl $1, ${0:k}",
                                        "movl $1, ${0:k}", "movq $1, $0"};
static const char *const load_sign32[] = {"movsbl $1, $0", "movswl $1, $0", "movl $1, $0"};
static const char *const load_sign64[] = {"movsbq $1, $0", "movswq $1, $0", "movslq $1, $0",
                                          "movq $1, $0"};

void exact_load(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    LLVMTypeRef t = temp_type(l, a[0]);
    unsigned size = o->mem.size_log2, bits = 8u << size;
    LLVMTypeRef m = LLVMIntTypeInContext(l->ctx, bits);
    LLVMValueRef addr = temp_get(l, a[1]), v;
    bool swap = o->mem.bswap && bits > 8;

    exact_sync(l);
    if (size >= 2 && t == l->i64 && !swap && !o->mem.sign && for_vector(l, o, a[0])) {
        const char *insn = size == 2 ? (l->host_fma ? "vmovss $1, $0" : "movss $1, $0")
                                     : (l->host_fma ? "vmovsd $1, $0" : "movsd $1, $0");
        v = access(l, insn, "x", m, addr, size == 2 ? l->f32 : l->f64, NULL);
        v = LLVMBuildBitCast(B, v, m, "");
        temp_set(l, a[0], size == 2 ? LLVMBuildZExt(B, v, t, "") : v);
        return;
    }
    const char *const *table = !o->mem.sign || swap ? load_zero
                               : t == l->i64        ? load_sign64
                                                    : load_sign32;
    v = access(l, table[size], "r", m, addr, t, NULL);
    if (swap) {
        if (m != t) {
            v = LLVMBuildTrunc(B, v, m, "");
        }
        v = guest_bswap(l, v);
        if (m != t) {
            v = o->mem.sign ? LLVMBuildSExt(B, v, t, "") : LLVMBuildZExt(B, v, t, "");
        }
    }
    temp_set(l, a[0], v);
}

/* A vector move, aligned if that is what makes it one access. */
static const char *vector_move(struct lifter *l, const struct fe_op *o)
{
    if (o->mem.atomic16 && o->mem.align_log2 == 4) {
        return "vmovdqa $1, $0";
    }
    return l->host_fma ? "vmovups $1, $0" : "movups $1, $0";
}

void exact_load_pair(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    LLVMValueRef addr = temp_get(l, a[2]), lo, hi;

    exact_sync(l);
    if (!o->mem.pair) {
        LLVMValueRef v = access(l, vector_move(l, o), "x", l->v2i64, addr, l->v2i64, NULL);
        lo = LLVMBuildExtractElement(B, v, zero(l), "");
        hi = LLVMBuildExtractElement(B, v, LLVMConstInt(l->i32, 1, 0), "");
    } else {
        LLVMValueRef next = LLVMBuildAdd(B, addr, const_i64(l, 8), "");
        lo = access(l, "movq $1, $0", "r", l->i64, addr, l->i64, NULL);
        hi = access(l, "movq $1, $0", "r", l->i64, next, l->i64, NULL);
    }
    temp_set(l, a[0], lo);
    temp_set(l, a[1], hi);
}

/* --- Stores ----------------------------------------------------------------------------- */

static const char *const store_int[] = {"movb ${1:b}, $0", "movw ${1:w}, $0", "movl ${1:k}, $0",
                                        "movq $1, $0"};

static void store_word(struct lifter *l, LLVMValueRef v, LLVMValueRef addr, unsigned size)
{
    LLVMTypeRef m = LLVMIntTypeInContext(l->ctx, 8u << size);

    access(l, store_int[size], size == 3 ? "er" : "ir", m, addr, m, v);
}

void exact_store(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    unsigned size = o->mem.size_log2, bits = 8u << size;
    LLVMTypeRef m = LLVMIntTypeInContext(l->ctx, bits);
    LLVMValueRef v = temp_get(l, a[0]), addr = temp_get(l, a[1]), f;

    exact_sync(l);
    if (bits < LLVMGetIntTypeWidth(LLVMTypeOf(v))) {
        v = LLVMBuildTrunc(B, v, m, "");
    }
    if (o->mem.bswap && bits > 8) {
        v = guest_bswap(l, v);
    }
    if ((f = from_vector(l, v, bits))) {
        const char *insn = size == 2 ? (l->host_fma ? "vmovss $1, $0" : "movss $1, $0")
                                     : (l->host_fma ? "vmovsd $1, $0" : "movsd $1, $0");
        access(l, insn, "x", m, addr, LLVMTypeOf(f), f);
    } else {
        store_word(l, v, addr, size);
    }
    guest_stored(l);
}

void exact_store_pair(struct lifter *l, const struct fe_op *o)
{
    const uint64_t *a = &l->blk->args[o->args];
    LLVMValueRef lo = temp_get(l, a[0]), hi = temp_get(l, a[1]), addr = temp_get(l, a[2]);

    exact_sync(l);
    if (!o->mem.pair) {
        LLVMValueRef v = LLVMGetPoison(l->v2i64);
        v = LLVMBuildInsertElement(B, v, lo, zero(l), "");
        v = LLVMBuildInsertElement(B, v, hi, LLVMConstInt(l->i32, 1, 0), "");
        access(l, vector_move(l, o), "x", l->v2i64, addr, l->v2i64, v);
    } else {
        LLVMValueRef next = LLVMBuildAdd(B, addr, const_i64(l, 8), "");
        store_word(l, lo, addr, 3);
        store_word(l, hi, next, 3);
    }
    guest_stored(l);
}
