/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thunks.c: the code between the runtime's C and translated functions, in terms of
 * the same register assignment, and what the runtime needs to know.
 */
#include "thunks.h"
#include "../runtime/image.h"
#include "xalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define B (l->b)

static LLVMValueRef reg_place(struct lifter *l, unsigned i)
{
    return env_ptr_at(l, l->fe->vars[l->var_of_reg[i]].offset);
}

static LLVMValueRef load_reg(struct lifter *l, unsigned i)
{
    unsigned var = l->var_of_reg[i];
    LLVMValueRef v = LLVMBuildLoad2(B, var_type(l, var), reg_place(l, i), "");
    LLVMSetAlignment(v, 8);
    return to_arg(l, var, v);
}

static void save_reg(struct lifter *l, unsigned i, LLVMValueRef v)
{
    v = from_arg(l, l->var_of_reg[i], v);
    LLVMSetAlignment(LLVMBuildStore(B, v, reg_place(l, i)), 8);
}

static LLVMValueRef begin(struct lifter *l, const char *name, LLVMTypeRef ft, bool regcall)
{
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, ft);
    }
    add_attr(l, fn, "nounwind", 0);
    if (regcall) {
        function_convention(l, fn);
    }
    LLVMPositionBuilderAtEnd(B, LLVMAppendBasicBlockInContext(l->ctx, fn, "entry"));
    return fn;
}

/* uint64_t hqemu_enter(void *code, uint64_t pc): runs translated code with the CPU
 * state that GS points to; returns where the guest goes on. */
static void make_enter(struct lifter *l)
{
    LLVMTypeRef types[2] = {l->ptr, l->i64};
    LLVMValueRef fn = begin(l, "hqemu_enter", LLVMFunctionType(l->i64, types, 2, 0), false);
    LLVMValueRef args[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];

    args[0] = LLVMGetParam(fn, 1);
    for (unsigned i = 1; i < state_nargs(l); i++) {
        args[i] = load_reg(l, i);
    }
    LLVMValueRef r =
        LLVMBuildCall2(B, l->fn_type, LLVMGetParam(fn, 0), args, state_nargs(l), "");
    call_convention(l, r);
    for (unsigned i = 1; i < state_nargs(l); i++) {
        save_reg(l, i, LLVMBuildExtractValue(B, r, i, ""));
    }
    LLVMBuildRet(B, LLVMBuildExtractValue(B, r, 0, ""));
}

/* A function in the translated code's convention that brings all state to memory,
 * calls the runtime's C function with it, and goes on with what is there then. */
static void make_bridge(struct lifter *l, const char *name, const char *target)
{
    LLVMValueRef fn = begin(l, name, l->fn_type, true);
    LLVMTypeRef types[2] = {l->ptr, l->i64};
    LLVMTypeRef ft = LLVMFunctionType(l->i64, types, 2, 0);
    LLVMValueRef c = LLVMAddFunction(l->mod, target, ft);
    LLVMValueRef agg = LLVMGetPoison(l->state);

    for (unsigned i = 1; i < state_nargs(l); i++) {
        save_reg(l, i, LLVMGetParam(fn, i));
    }
    LLVMValueRef args[2] = {env_pointer(l), LLVMGetParam(fn, 0)};
    agg = LLVMBuildInsertValue(B, agg, LLVMBuildCall2(B, ft, c, args, 2, ""), 0, "");
    for (unsigned i = 1; i < state_nargs(l); i++) {
        agg = LLVMBuildInsertValue(B, agg, load_reg(l, i), i, "");
    }
    LLVMBuildRet(B, agg);
}

/* As a call that returns with the state that memory has; hqemu_rt_resume() is told. */
static void make_resume(struct lifter *l)
{
    LLVMTypeRef ft = LLVMFunctionType(l->i64, &l->ptr, 1, 0);
    LLVMValueRef c = LLVMAddFunction(l->mod, "hqemu_rt_resume", ft);
    LLVMValueRef agg = LLVMGetPoison(l->state);

    begin(l, "hqemu_resume", l->fn_type, true);
    LLVMValueRef env = env_pointer(l);
    agg = LLVMBuildInsertValue(B, agg, LLVMBuildCall2(B, ft, c, &env, 1, ""), 0, "");
    for (unsigned i = 1; i < state_nargs(l); i++) {
        agg = LLVMBuildInsertValue(B, agg, load_reg(l, i), i, "");
    }
    LLVMBuildRet(B, agg);
}

/*
 * uint64_t hqemu_cold_call(helper, arguments): calls a helper from a place that is not
 * expected to be reached, with no cost to the place: all registers are kept, and so is
 * MXCSR (see lift_fp.c).
 */
static void make_cold_call(struct lifter *l, const char *features)
{
    LLVMTypeRef types[1 + FP_COLD_ARGS];
    for (unsigned i = 0; i <= FP_COLD_ARGS; i++) {
        types[i] = i ? l->i64 : l->ptr;
    }
    LLVMTypeRef ft = LLVMFunctionType(l->i64, types, 1 + FP_COLD_ARGS, 0);
    LLVMTypeRef helper_type = LLVMFunctionType(l->i64, types + 1, FP_COLD_ARGS, 0);
    LLVMValueRef fn = begin(l, "hqemu_cold_call", ft, false), args[FP_COLD_ARGS];

    LLVMSetFunctionCallConv(fn, LLVMPreserveAllCallConv);
    /* LLVM 19 would clear the upper halves of the registers that it has just restored. */
    char f[4096];
    snprintf(f, sizeof(f), "%s%s-vzeroupper", features, *features ? "," : "");
    LLVMAddTargetDependentFunctionAttr(fn, "target-features", f);
    LLVMValueRef kept = LLVMBuildAlloca(B, l->i32, ""), plain = LLVMBuildAlloca(B, l->i32, "");
    LLVMBuildStore(B, LLVMConstInt(l->i32, 0x1f80, 0), plain);
    intrinsic(l, "llvm.x86.sse.stmxcsr", NULL, 0, &kept, 1);
    intrinsic(l, "llvm.x86.sse.ldmxcsr", NULL, 0, &plain, 1);
    for (unsigned i = 0; i < FP_COLD_ARGS; i++) {
        args[i] = LLVMGetParam(fn, 1 + i);
    }
    LLVMValueRef r =
        LLVMBuildCall2(B, helper_type, LLVMGetParam(fn, 0), args, FP_COLD_ARGS, "");
    intrinsic(l, "llvm.x86.sse.ldmxcsr", NULL, 0, &kept, 1);
    LLVMBuildRet(B, r);
}

/* What an empty slot of the dispatch table leads to: arguments become results, so the
 * caller sees a return to a pc that it did not expect. */
static void make_miss(struct lifter *l)
{
    LLVMValueRef fn = begin(l, "hqemu_text_base", l->fn_type, true);
    LLVMValueRef agg = LLVMGetPoison(l->state);

    LLVMSetSection(fn, ".text.hqemu_base");
    for (unsigned i = 0; i < state_nargs(l); i++) {
        agg = LLVMBuildInsertValue(B, agg, LLVMGetParam(fn, i), i, "");
    }
    LLVMBuildRet(B, agg);
    l->text_base = fn;
}

/* As the miss stub, with a pc that matches no return site: it unwinds all frames. */
static void make_leave(struct lifter *l)
{
    static const uint64_t LEAVE_BIT = 1ull << 63;
    LLVMValueRef fn = begin(l, "hqemu_leave", l->fn_type, true), agg = LLVMGetPoison(l->state);

    for (unsigned i = 0; i < state_nargs(l); i++) {
        LLVMValueRef v = LLVMGetParam(fn, i);
        agg = LLVMBuildInsertValue(
            B, agg, i ? v : LLVMBuildOr(B, v, const_i64(l, LEAVE_BIT), ""), i, "");
    }
    LLVMBuildRet(B, agg);
}

static LLVMValueRef word(struct lifter *l, uint64_t v)
{
    return const_i64(l, v);
}

static LLVMValueRef address(struct lifter *l, LLVMValueRef g)
{
    return LLVMConstPtrToInt(g, l->i64);
}

static LLVMValueRef private_data(struct lifter *l, const char *bytes, size_t n,
                                 const char *name)
{
    LLVMValueRef c = LLVMConstStringInContext2(l->ctx, bytes, n, 1);
    LLVMValueRef g = LLVMAddGlobal(l->mod, LLVMTypeOf(c), name);
    LLVMSetInitializer(g, c);
    LLVMSetGlobalConstant(g, 1);
    LLVMSetLinkage(g, LLVMPrivateLinkage);
    LLVMSetAlignment(g, 16);
    return g;
}

static LLVMValueRef external(struct lifter *l, const char *name)
{
    LLVMValueRef g = LLVMGetNamedFunction(l->mod, name);
    if (!g) {
        g = LLVMGetNamedGlobal(l->mod, name);
    }
    if (!g) {
        g = LLVMAddGlobal(l->mod, l->i8, name);
        LLVMSetVisibility(g, LLVMHiddenVisibility);
    }
    return g;
}

static LLVMValueRef dispatch_table(struct lifter *l, LLVMTypeRef type, const char *name)
{
    LLVMValueRef g = LLVMAddGlobal(l->mod, type, name);
    LLVMSetInitializer(g, LLVMConstNull(type));
    LLVMSetAlignment(g, 4096);
    return g;
}

/* The words of an array of struct hqemu_site. */
static LLVMValueRef make_sites(struct lifter *l, const struct image_facts *facts)
{
    uint32_t *words = xcalloc(facts->nsites + 1, 4 * sizeof(*words));
    size_t n = 0;

    for (size_t i = 0; i < facts->nsites; i++) {
        const struct site_fact *s = &facts->sites[i];
        words[n++] = (uint32_t)(s->pc - l->p->text_lo);
        words[n++] = s->enter <= MAX_SITES ? (uint32_t)s->enter | HQEMU_ENTER_NUMBER
                                           : (uint32_t)(s->enter - l->p->text_lo);
        words[n++] = (uint32_t)s->entry;
        words[n++] = s->number;
    }
    LLVMValueRef g = private_data(l, (const char *)words, n * sizeof(*words), "sites");
    free(words);
    return g;
}

static LLVMValueRef make_entries(struct lifter *l, const struct image_facts *facts)
{
    LLVMTypeRef types[6] = {l->i64, l->i64, l->i64, l->i64, l->i64, l->i64};
    LLVMTypeRef type = LLVMStructTypeInContext(l->ctx, types, 6, 0);
    const struct func *last = NULL;
    LLVMValueRef guest_name = NULL;
    LLVMValueRef *entries = xcalloc(facts->nentries + 1, sizeof(*entries));

    for (size_t i = 0; i < facts->nentries; i++) {
        char name[300];
        const struct func *f = facts->entries[i].func, *code = facts->entries[i].code;
        func_symbol(name, sizeof(name), f);
        if (f != last) {
            guest_name = address(l, private_data(l, f->name, strlen(f->name) + 1, "name"));
            last = f;
        }
        LLVMValueRef e[6] = {
            word(l, facts->entries[i].pc),
            address(l, external(l, name)),
            word(l, f->entry),
            word(l, code->blocks[0]->pc),
            word(l, block_end(code->blocks[code->nblocks - 1])),
            guest_name,
        };
        entries[i] = LLVMConstStructInContext(l->ctx, e, 6, 0);
    }
    LLVMValueRef arr = LLVMConstArray2(type, entries, facts->nentries);
    LLVMValueRef g = LLVMAddGlobal(l->mod, LLVMTypeOf(arr), "hqemu_entries");
    LLVMSetInitializer(g, arr);
    LLVMSetGlobalConstant(g, 1);
    LLVMSetVisibility(g, LLVMHiddenVisibility);
    free(entries);
    return g;
}

static void make_image(struct lifter *l, const struct image_facts *facts)
{
    const struct program *p = l->p;
    unsigned unit = l->fe->insn_align == 4 ? 4 : 2;
    LLVMValueRef entries = make_entries(l, facts);

    LLVMDeleteGlobal(l->table);
    LLVMTypeRef tt = LLVMArrayType2(l->i32, (p->text_hi - p->text_lo) / unit + 1);
    l->table = dispatch_table(l, tt, "hqemu_pc_table");
    LLVMValueRef whole =
        p->checks_branches ? dispatch_table(l, tt, "hqemu_whole_table") : l->table;

    LLVMValueRef model =
        facts->cpu_model ? address(l, private_data(l, facts->cpu_model,
                                                   strlen(facts->cpu_model) + 1, "cpu_model"))
                         : word(l, 0);
    LLVMValueRef fields[] = {
        model,
        address(l, private_data(l, (const char *)facts->elf, facts->elf_size, "guest_elf")),
        word(l, facts->elf_size),
        word(l, p->text_lo),
        word(l, p->text_hi),
        word(l, unit),
        address(l, whole),
        address(l, l->text_base),
        address(l, external(l, "hqemu_text_end")),
        address(l, entries),
        word(l, facts->nentries),
        word(l, l->fe->tb_flags),
        word(l, l->fe->mode_mask),
        word(l, l->fe->tb_cs_base),
        word(l, l->fe->cs_base_mask),
        address(l, private_data(l, facts->host_features, strlen(facts->host_features) + 1,
                                "host_features")),
        word(l, p->bias),
        word(l, p->exact_faults),
        address(l, external(l, "hqemu_faults")),
        address(l, external(l, "hqemu_faults_end")),
        word(l, p->checks_branches),
        address(l, l->table),
        word(l, p->flushes),
        address(l, make_sites(l, facts)),
        word(l, facts->nsites),
    };
    LLVMValueRef c =
        LLVMConstStructInContext(l->ctx, fields, sizeof(fields) / sizeof(fields[0]), 0);
    LLVMValueRef g = LLVMAddGlobal(l->mod, LLVMTypeOf(c), "hqemu_image");
    LLVMSetInitializer(g, c);
    LLVMSetGlobalConstant(g, 1);
}

void lift_thunks(struct lifter *l, const struct image_facts *facts)
{
    make_miss(l);
    make_leave(l);
    make_enter(l);
    make_bridge(l, "hqemu_syscall", "hqemu_rt_syscall");
    make_bridge(l, "hqemu_refuse", "hqemu_rt_refuse");
    make_resume(l);
    make_cold_call(l, facts->target_features);
    make_image(l, facts);
}
