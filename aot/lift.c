/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift.c: one guest function becomes one LLVM function. See lift.h for its shape.
 */
#include "lift.h"
#include "xalloc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define B (l->b)

/* Guest memory and CPU state never overlap. */
static void init_metadata(struct lifter *l)
{
    l->md_tbaa = LLVMGetMDKindIDInContext(l->ctx, "tbaa", 4);
    l->md_prof = LLVMGetMDKindIDInContext(l->ctx, "prof", 4);
    LLVMMetadataRef root_name = LLVMMDStringInContext2(l->ctx, "hqemu", 5);
    LLVMMetadataRef root = LLVMMDNodeInContext2(l->ctx, &root_name, 1);
    LLVMMetadataRef zero = LLVMValueAsMetadata(const_i64(l, 0));
    const char *const names[2] = {"guest", "state"};
    for (int i = 0; i < 2; i++) {
        LLVMMetadataRef t[3] = {LLVMMDStringInContext2(l->ctx, names[i], 5), root, zero};
        LLVMMetadataRef type = LLVMMDNodeInContext2(l->ctx, t, 3);
        LLVMMetadataRef tag[3] = {type, type, zero};
        *(i ? &l->tbaa_env : &l->tbaa_guest) =
            LLVMMetadataAsValue(l->ctx, LLVMMDNodeInContext2(l->ctx, tag, 3));
    }
    LLVMMetadataRef m[3] = {LLVMMDStringInContext2(l->ctx, "branch_weights", 14),
                            LLVMValueAsMetadata(LLVMConstInt(l->i32, 100000, 0)),
                            LLVMValueAsMetadata(LLVMConstInt(l->i32, 1, 0))};
    l->cold = LLVMMetadataAsValue(l->ctx, LLVMMDNodeInContext2(l->ctx, m, 3));
}

/*
 * Translated functions keep nothing in registers across calls but the guest's own: all
 * else is in memory then. So none is callee-saved, which would only cost saves, of
 * eight vector registers too wherever a helper, that is C, is called.
 */
static LLVMAttributeRef no_callee_saved(struct lifter *l)
{
    static const char name[] = "no_callee_saved_registers";
    return LLVMCreateStringAttribute(l->ctx, name, sizeof(name) - 1, "", 0);
}

void function_convention(struct lifter *l, LLVMValueRef fn)
{
    LLVMSetFunctionCallConv(fn, LLVMX86RegCallCallConv);
    LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex, no_callee_saved(l));
}

void call_convention(struct lifter *l, LLVMValueRef call)
{
    LLVMSetInstructionCallConv(call, LLVMX86RegCallCallConv);
    LLVMAddCallSiteAttribute(call, (unsigned)LLVMAttributeFunctionIndex, no_callee_saved(l));
}

void lifter_init(struct lifter *l, const struct program *p, LLVMContextRef ctx,
                 LLVMModuleRef mod)
{
    memset(l, 0, sizeof(*l));
    l->p = p;
    l->fe = p->fe;
    l->ctx = ctx;
    l->mod = mod;
    l->b = LLVMCreateBuilderInContext(ctx);
    l->i1 = LLVMInt1TypeInContext(ctx);
    l->i8 = LLVMInt8TypeInContext(ctx);
    l->i16 = LLVMInt16TypeInContext(ctx);
    l->i32 = LLVMInt32TypeInContext(ctx);
    l->i64 = LLVMInt64TypeInContext(ctx);
    l->i128 = LLVMInt128TypeInContext(ctx);
    l->f32 = LLVMFloatTypeInContext(ctx);
    l->f64 = LLVMDoubleTypeInContext(ctx);
    l->v2i64 = LLVMVectorType(l->i64, 2);
    l->voidt = LLVMVoidTypeInContext(ctx);
    l->ptr = LLVMPointerTypeInContext(ctx, 0);
    l->gsptr = LLVMPointerTypeInContext(ctx, 256); /* X86: relative to GS */
    init_metadata(l);
    chain_init(l);

    LLVMTypeRef types[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];
    types[0] = l->i64;
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        const struct fe_var *x = &l->fe->vars[v];
        if (x->reg >= 0) {
            bool is_int = x->cls == FE_VAR_I64 && !x->carried;
            unsigned at = 1 + (unsigned)x->reg + (is_int ? 0 : l->fe->nint_regs);
            l->var_of_reg[at] = v;
            types[at] = arg_type(l, v);
        }
    }
    l->state = LLVMStructTypeInContext(ctx, types, state_nargs(l), 0);
    l->fn_type = LLVMFunctionType(l->state, types, state_nargs(l), 0);
    l->table = LLVMAddGlobal(mod, LLVMArrayType2(l->i32, 0), "hqemu_pc_table");
    LLVMSetVisibility(l->table, LLVMHiddenVisibility);
    /* Also the miss stub, a function like the others. */
    l->text_base = LLVMAddFunction(mod, "hqemu_text_base", l->fn_type);
    function_convention(l, l->text_base);
    LLVMSetVisibility(l->text_base, LLVMHiddenVisibility);
}

void lifter_free(struct lifter *l)
{
    chain_free(l);
    free(l->colds);
    if (l->shorts) {
        LLVMDisposeModule(l->shorts);
    }
    LLVMDisposeBuilder(l->b);
}

void func_symbol(char *buf, size_t n, const struct func *f)
{
    int at = snprintf(buf, n, "%.200s.g%llx", f->name, (unsigned long long)f->entry);
    for (int i = 0; i < at && i < (int)n; i++) {
        if (!isalnum((unsigned char)buf[i]) && buf[i] != '.' && buf[i] != '_') {
            buf[i] = '_'; /* '@' would make it a versioned symbol */
        }
    }
}

/* --- The function ------------------------------------------------------------------ */

static void collect_blocks(struct lifter *l)
{
    l->ninfo = l->f->nblocks;
    l->info = xcalloc(l->ninfo, sizeof(*l->info));
    memset(&l->touched, 0, sizeof(l->touched));
    for (unsigned i = 0; i < l->ninfo; i++) {
        struct block_info *bi = &l->info[i];
        bi->b = l->f->blocks[i];
        for (unsigned j = 0; j < bi->b->nexits; j++) {
            const struct block_exit *e = &bi->b->exits[j];
            if (bi->b->fe->branch == FE_BR_CALL || e->kind == EXIT_SYSCALL) {
                l->has_calls = true;
            }
        }
    }
}

/* Interpreters and printf jump from many places to the same set of labels: one host
 * jump for each set, since N jumps to M places would make N*M edges. */
static void group_jumps(struct lifter *l)
{
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block *b = l->info[i].b;
        l->info[i].group = i;
        for (unsigned k = 0; b->njump_targets && k < i; k++) {
            const struct block *o = l->info[k].b;
            if (o->njump_targets == b->njump_targets &&
                (!l->p->checks_branches || o->fe->branch_type == b->fe->branch_type) &&
                !memcmp(o->jump_targets, b->jump_targets,
                        b->njump_targets * sizeof(*b->jump_targets))) {
                l->info[i].group = l->info[k].group;
                break;
            }
        }
    }
}

static void make_slots(struct lifter *l)
{
    memset(l->slot_is_arg, 0, sizeof(l->slot_is_arg));
    for (unsigned i = 1; i < state_nargs(l); i++) {
        unsigned v = l->var_of_reg[i];
        l->slot_is_arg[v] = l->fe->vars[v].carried && !var_in(&l->touched, v);
        var_add(&l->touched, v);
    }
    var_add(&l->touched, l->fe->pc_var);
    for (unsigned v = 0; v < l->fe->nvars; v++) {
        l->slot[v] = l->single_slot[v] = NULL;
        if (var_in(&l->touched, v)) {
            LLVMTypeRef t = l->slot_is_arg[v] ? arg_type(l, v) : var_type(l, v);
            l->slot[v] = LLVMBuildAlloca(B, t, l->fe->vars[v].name);
            if (var_in(&l->singles, v)) {
                l->single_slot[v] = LLVMBuildAlloca(B, l->f32, "");
            }
        }
    }
    for (unsigned i = 1; i < state_nargs(l); i++) {
        var_set_arg(l, l->var_of_reg[i], LLVMGetParam(l->fn, i));
    }
    var_set(l, l->fe->pc_var, LLVMConstNull(l->i64));
}

/* Room for one more frame? If not, the call is undone: the caller's frames return
 * one after the other, and the dispatcher starts afresh with an empty host stack. */
static void check_stack(struct lifter *l)
{
    LLVMBasicBlockRef ok = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMBasicBlockRef full = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    LLVMMetadataRef rsp = LLVMMDStringInContext2(l->ctx, "rsp", 3);
    LLVMValueRef arg = LLVMMetadataAsValue(l->ctx, LLVMMDNodeInContext2(l->ctx, &rsp, 1));
    LLVMValueRef sp = intrinsic(l, "llvm.read_register", &l->i64, 1, &arg, 1);
    LLVMValueRef limit = LLVMBuildLoad2(B, l->i64, env_ptr_at(l, l->fe->stack_limit), "");
    LLVMSetMetadata(limit, l->md_tbaa, l->tbaa_env);
    LLVMValueRef c = LLVMBuildICmp(B, LLVMIntUGE, sp, limit, "");
    cond_br_cold(l, c, ok, full);
    LLVMPositionBuilderAtEnd(B, full);
    LLVMBuildRet(B, state_pack(l, const_i64(l, l->f->entry)));
    LLVMPositionBuilderAtEnd(B, ok);
}

static void load_for(struct lifter *l, const struct block_info *bi)
{
    var_forget(l);
    memset(&l->boxed, 0, sizeof(l->boxed));
    var_reload(l, &bi->reg_in);
}

/* By way of the dispatch of group G; the loads are shared by all of its targets. */
static void enter_table(struct lifter *l, struct block_info *g, uint64_t pc)
{
    LLVMBasicBlockRef here = LLVMGetInsertBlock(B);

    if (!g->table_way) {
        g->table_way = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
        LLVMPositionBuilderAtEnd(B, g->table_way);
        var_forget(l);
        memset(&l->boxed, 0, sizeof(l->boxed));
        var_reload(l, &g->table_in);
        LLVMBuildBr(B, control_dispatch(l, g));
        LLVMPositionBuilderAtEnd(B, here);
    }
    var_set(l, l->fe->pc_var, const_i64(l, pc)); /* aligned, as LLVM sees */
    LLVMBuildBr(B, g->table_way);
}

static void lift_prologue(struct lifter *l)
{
    LLVMBasicBlockRef entry = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "entry");
    LLVMBasicBlockRef start = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "start");
    unsigned n = 0;

    LLVMPositionBuilderAtEnd(B, entry);
    make_slots(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        n += l->info[i].inner_entry || l->info[i].number;
    }
    if (n) {
        LLVMValueRef pc = LLVMGetParam(l->fn, 0);
        LLVMBasicBlockRef inner = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "inner");
        LLVMValueRef c = LLVMBuildICmp(B, LLVMIntEQ, pc, const_i64(l, 0), "");
        cond_br_cold(l, c, start, inner);
        LLVMPositionBuilderAtEnd(B, inner);
        /* Of another value, or LLVM makes one search of the test and the switch. */
        LLVMValueRef sw = LLVMBuildSwitch(B, opaque(l, pc), start, n);
        for (unsigned i = 0; i < l->ninfo; i++) {
            struct block_info *bi = &l->info[i];
            if (bi->inner_entry || bi->number) {
                LLVMBasicBlockRef bb = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
                uint64_t by[2] = {bi->b->pc, bi->number};
                for (unsigned k = bi->inner_entry ? 0 : 1; k < (bi->number ? 2 : 1); k++) {
                    LLVMAddCase(sw, const_i64(l, by[k]), bb);
                }
                LLVMPositionBuilderAtEnd(B, bb);
                if (bi->table_entry) {
                    enter_table(l, &l->info[bi->table_entry - 1], bi->b->pc);
                } else if (bi->number) {
                    LLVMBuildBr(B, control_resume_block(l, bi));
                } else {
                    load_for(l, bi);
                    control_enter(l, bi);
                }
            }
        }
    } else {
        LLVMBuildBr(B, start);
    }
    LLVMPositionBuilderAtEnd(B, start);
    var_forget(l);
    if (l->has_calls) {
        check_stack(l);
    }
    for (unsigned i = 0; i < l->ninfo; i++) {
        if (l->info[i].b->pc == l->f->entry) {
            load_for(l, &l->info[i]);
            LLVMBuildBr(B, l->info[i].bb);
            return;
        }
    }
    l->error = "no block at the entry";
}

/* Temps whose value may come from before a label need a place of their own. */
static void make_tb_slots(struct lifter *l)
{
    LLVMBasicBlockRef here = LLVMGetInsertBlock(B);
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(l->fn);
    unsigned since[MAX_TEMPS], label = 1; /* the last label before a temp was set */

    memset(l->tb_slot, 0, sizeof(l->tb_slot));
    memset(l->val, 0, sizeof(l->val));
    memset(l->fact, 0, sizeof(l->fact));
    memset(since, 0, sizeof(since));
    LLVMPositionBuilderBefore(B, LLVMGetFirstInstruction(entry));
    for (unsigned i = 0; i < l->blk->nops && l->blk->nlabels; i++) {
        const struct fe_op *o = &l->blk->ops[i];
        const uint64_t *a = &l->blk->args[o->args];
        label += o->opc == FE_OP_set_label;
        for (unsigned k = o->nout; k < (unsigned)o->nout + o->nin; k++) {
            uint64_t t = a[k];
            if (l->blk->temps[t].kind == FE_TB && since[t] != label && !l->tb_slot[t]) {
                l->tb_slot[t] = LLVMBuildAlloca(B, temp_type(l, t), "");
            }
        }
        for (unsigned k = 0; k < o->nout; k++) {
            since[a[k]] = label;
        }
    }
    LLVMPositionBuilderAtEnd(B, here);
}

static void lift_block(struct lifter *l, struct block_info *bi)
{
    l->cur = bi;
    l->blk = bi->b->fe;
    if (l->blk->ntemps > MAX_TEMPS) {
        l->error = "block with too many temporaries";
        return;
    }
    LLVMPositionBuilderAtEnd(B, bi->bb);
    l->terminated = false;
    l->mode_may_change = false;
    l->fp_rm = FP_RM_DYNAMIC;
    var_forget(l);
    l->pc_set = false;
    l->dirty = bi->dirty_in;
    l->boxed = bi->boxed_in;
    l->flags_set = 0;
    make_tb_slots(l);
    l->no_chain = l->p->exact_faults;
    for (unsigned i = 0; i < l->blk->ntemps; i++) {
        l->no_chain |= l->tb_slot[i] != NULL;
    }
    var_reload(l, &bi->load);
    if (bi->polls) {
        control_poll_header(l);
    }
    l->live = &bi->exit_live;
    l->labels = xcalloc(l->blk->nlabels + 1, sizeof(*l->labels));
    l->label_dirty = xcalloc(l->blk->nlabels + 1, sizeof(*l->label_dirty));
    l->label_boxed = xmalloc((l->blk->nlabels + 1) * sizeof(*l->label_boxed));
    memset(l->label_boxed, 0xff, (l->blk->nlabels + 1) * sizeof(*l->label_boxed));
    for (unsigned i = 0; i < l->blk->nlabels; i++) {
        l->labels[i] = LLVMAppendBasicBlockInContext(l->ctx, l->fn, "");
    }
    for (unsigned i = 0; i < l->blk->nops && !l->error; i++) {
        const struct fe_op *o = &l->blk->ops[i];
        /* After an exit the rest is dead up to the next label. */
        if (l->terminated && o->opc != FE_OP_set_label) {
            continue;
        }
        l->op_index = i;
        lift_op(l, o);
        if (o->opc == FE_OP_insn_start) {
            i += lift_lanes(l, i + 1);
        }
    }
    if (!l->terminated && !l->error) {
        LLVMBuildUnreachable(B);
    }
    /* Labels that nothing defines are not reachable. */
    for (unsigned i = 0; i < l->blk->nlabels; i++) {
        if (!LLVMGetBasicBlockTerminator(l->labels[i])) {
            LLVMPositionBuilderAtEnd(B, l->labels[i]);
            LLVMBuildUnreachable(B);
        }
    }
    free(l->labels);
    free(l->label_dirty);
    free(l->label_boxed);
    l->labels = NULL;
}

static void add_string_attr(struct lifter *l, const char *name, const char *value)
{
    LLVMAddAttributeAtIndex(l->fn, (unsigned)LLVMAttributeFunctionIndex,
                            LLVMCreateStringAttribute(l->ctx, name, (unsigned)strlen(name),
                                                      value, (unsigned)strlen(value)));
}

static void set_attributes(struct lifter *l)
{
    add_attr(l, l->fn, "nounwind", 0);
    /* To LLVM, code that would certainly use one is never run. */
    add_attr(l, l->fn, "null_pointer_is_valid", 0);
    /* For patch_entry() in runtime/dispatch.c: room before the entry, and a first
     * instruction that a short jump there fits into. */
    add_string_attr(l, "patchable-function", "prologue-short-redirect");
    add_string_attr(l, "patchable-function-prefix", "16");
    function_convention(l, l->fn);
    LLVMSetVisibility(l->fn, LLVMHiddenVisibility);
    LLVMSetSection(l->fn, ".text.hqemu");
    /* Where a loop stands in the host's lines of decoded instructions is then no matter of
     * what else the program has. */
    LLVMSetAlignment(l->fn, 64);
}

void begin_function(struct lifter *l, const struct func *f)
{
    char name[300];

    l->f = f;
    l->error = NULL;
    l->has_calls = false;
    func_symbol(name, sizeof(name), f);
    l->fn = LLVMGetNamedFunction(l->mod, name);
    if (!l->fn) {
        l->fn = LLVMAddFunction(l->mod, name, l->fn_type);
    }
    set_attributes(l);
    l->cur = NULL;
    l->live = NULL;
}

const char *lift_function(struct lifter *l, const struct func *f)
{
    begin_function(l, f);
    l->kept_flags = NULL;
    l->ncold = 0;
    collect_blocks(l);
    group_jumps(l);
    find_loops(l);
    analyse_state(l);
    find_quiet_stretches(l);
    find_singles(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        char label[32];
        snprintf(label, sizeof(label), "g%llx", (unsigned long long)l->info[i].b->pc);
        l->info[i].bb = LLVMCreateBasicBlockInContext(l->ctx, label);
    }
    lift_prologue(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        LLVMAppendExistingBasicBlock(l->fn, l->info[i].bb);
    }
    for (unsigned i = 0; i < l->ninfo && !l->error; i++) {
        lift_block(l, &l->info[i]);
    }
    if (!l->error) {
        vec_chains(l);
    }
    free_loops(l);
    free(l->info);
    l->info = NULL;
    return l->error;
}

void lift_stub(struct lifter *l, const struct func *f)
{
    char name[300];
    LLVMValueRef agg = LLVMGetPoison(l->state);

    func_symbol(name, sizeof(name), f);
    l->fn = LLVMGetNamedFunction(l->mod, name);
    if (l->fn) {
        /* Drop the body; who calls it keeps calling it. */
        LLVMValueRef old = l->fn;
        LLVMSetValueName2(old, "", 0);
        l->fn = LLVMAddFunction(l->mod, name, l->fn_type);
        LLVMReplaceAllUsesWith(old, l->fn);
        LLVMDeleteFunction(old);
    } else {
        l->fn = LLVMAddFunction(l->mod, name, l->fn_type);
    }
    set_attributes(l);
    LLVMPositionBuilderAtEnd(B, LLVMAppendBasicBlockInContext(l->ctx, l->fn, "entry"));
    agg = LLVMBuildInsertValue(B, agg, const_i64(l, f->entry), 0, "");
    for (unsigned i = 1; i < state_nargs(l); i++) {
        agg = LLVMBuildInsertValue(B, agg, LLVMGetParam(l->fn, i), i, "");
    }
    LLVMBuildRet(B, agg);
}

void func_places(struct lifter *l, const struct func *f,
                 void (*fn)(void *arg, const struct func *f, uint64_t pc, uint64_t enter,
                            unsigned site),
                 void *arg)
{
    uint64_t enter;

    if (f->native) {
        return;
    }
    l->f = f;
    collect_blocks(l);
    group_jumps(l);
    find_loops(l);
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct block_info *bi = &l->info[i];
        if (bi->inner_entry || bi->number) {
            fn(arg, f, bi->b->pc, bi->inner_entry ? bi->b->pc : bi->number, 0);
        } else if (bi->site && site_entry(l, i, &enter)) {
            fn(arg, f, bi->b->pc, enter, bi->site);
        }
    }
    free_loops(l);
    free(l->info);
    l->info = NULL;
}
