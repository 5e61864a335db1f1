/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_control.c: how control leaves a block.
 *
 * A guest call is a host call, a guest return a host return. The callee returns
 * the guest pc where the guest goes on; if that is not the instruction after the
 * call (longjmp, a signal, an untranslated tail), the caller returns in turn, down
 * to the dispatcher, which looks the pc up. So the host stack never holds more
 * frames than the guest has calls pending, and no guest control flow can confuse it.
 *
 * A program may ask for indirect branches to be checked (aarch64's branch target
 * identification). Then its blocks are as for a CPU that has not just branched, and an
 * indirect branch goes only where the translator (jump tables) or the runtime (its table for
 * translated code) has seen that it may; else it says what it is and leaves, so that QEMU
 * looks at the target.
 */
#include "entry_constants.h"
#include "lift.h"

#include <stdlib.h>
#include <string.h>

#define B (l->b)

const struct block_exit *exit_at(const struct block *b, unsigned op)
{
    for (unsigned i = 0; i < b->nexits; i++) {
        if (b->exits[i].op == op) {
            return &b->exits[i];
        }
    }
    return NULL;
}

static LLVMBasicBlockRef new_bb(struct lifter *l, const char *name)
{
    return LLVMAppendBasicBlockInContext(l->ctx, l->fn, name);
}

void cond_br_cold(struct lifter *l, LLVMValueRef c, LLVMBasicBlockRef likely,
                  LLVMBasicBlockRef cold)
{
    LLVMValueRef br = LLVMBuildCondBr(B, c, likely, cold);
    LLVMSetMetadata(br, l->md_prof, l->cold);
}

/* What memory does not have yet and has to. */
static struct var_set to_flush(struct lifter *l)
{
    return l->p->exact_faults ? l->dirty : flush_set(l->cur);
}

/* Stores it; the register arguments only if faults are exact. */
static void flush_dirty(struct lifter *l)
{
    struct var_set s = to_flush(l);
    var_flush(l, &s);
}

LLVMValueRef call_state(struct lifter *l, LLVMValueRef callee, LLVMValueRef pc, bool tail)
{
    LLVMValueRef args[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];

    state_args(l, pc, args);
    LLVMValueRef r = LLVMBuildCall2(B, l->fn_type, callee, args, state_nargs(l), "");
    call_convention(l, r);
    if (tail) {
        LLVMSetTailCallKind(r, LLVMTailCallKindMustTail);
        LLVMBuildRet(B, r);
        l->terminated = true;
    }
    return r;
}

static LLVMValueRef state_function(struct lifter *l, const char *name)
{
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    if (!fn) {
        fn = LLVMAddFunction(l->mod, name, l->fn_type);
        function_convention(l, fn);
        LLVMSetVisibility(fn, LLVMHiddenVisibility);
        LLVMSetUnnamedAddress(fn, LLVMGlobalUnnamedAddr);
    }
    return fn;
}

/*
 * Cold returns go through the miss stub, which returns what it is given: LLVM merges
 * plain returns into one block with a phi for each register and each way there, which
 * costs its register allocator more time than all the rest of the function.
 */
static LLVMValueRef miss_stub(struct lifter *l)
{
    return state_function(l, "hqemu_text_base");
}

/* Leaves for QEMU's main loop, to go on at PC: unwinds all frames. */
static void leave_state(struct lifter *l, LLVMValueRef pc)
{
    /* The stub sets LEAVE_BIT: a shorter way than a 64-bit constant here. */
    call_state(l, state_function(l, "hqemu_leave"), pc, true);
}

/* Returns what a callee returned. */
static void return_again(struct lifter *l, LLVMValueRef r)
{
    LLVMValueRef args[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];

    for (unsigned i = 0; i < state_nargs(l); i++) {
        args[i] = LLVMBuildExtractValue(B, r, i, "");
    }
    r = LLVMBuildCall2(B, l->fn_type, miss_stub(l), args, state_nargs(l), "");
    call_convention(l, r);
    LLVMSetTailCallKind(r, LLVMTailCallKindMustTail);
    LLVMBuildRet(B, r);
}

/* The type of the current block's indirect branch, if that is checked; else 0. */
static unsigned checked_type(struct lifter *l)
{
    return l->p->checks_branches ? l->cur->b->fe->branch_type : 0;
}

/* An indirect branch of type TYPE is about to leave translated code: QEMU wants to know. */
static void set_branch_type(struct lifter *l, unsigned type)
{
    enum { FROM_GUARDED_PAGE = 3 };

    if (type == FROM_GUARDED_PAGE) { /* or not, at present */
        LLVMTypeRef types[2] = {l->ptr, l->i64};
        LLVMTypeRef ft = LLVMFunctionType(l->voidt, types, 2, 0);
        LLVMValueRef fn = LLVMGetNamedFunction(l->mod, "helper_guarded_page_br");
        LLVMValueRef args[2] = {env_pointer(l), const_i64(l, l->cur->b->fe->last_pc)};
        if (!fn) {
            fn = LLVMAddFunction(l->mod, "helper_guarded_page_br", ft);
        }
        LLVMBuildCall2(B, ft, fn, args, 2, "");
    } else if (type) {
        env_store(l, LLVMConstInt(l->i32, type, 0), l->fe->branch_type);
    }
}

/* On a way that does not come back: stores FLUSH and unwinds all frames to PC, for an
 * indirect branch of type TYPE. What was loaded for that is not known on the other way. */
static void leave_at(struct lifter *l, LLVMBasicBlockRef leave, LLVMBasicBlockRef ok,
                     const struct var_set *flush, LLVMValueRef pc, unsigned type)
{
    LLVMValueRef known[FE_MAX_VARS];

    memcpy(known, l->known, sizeof(known));
    LLVMPositionBuilderAtEnd(B, leave);
    var_flush(l, flush);
    set_branch_type(l, type);
    leave_state(l, pc);
    l->terminated = false;
    memcpy(l->known, known, sizeof(known));
    LLVMPositionBuilderAtEnd(B, ok);
}

/* Returns to the caller with guest pc PC, which is as good as going there. */
static void return_state(struct lifter *l, LLVMValueRef pc)
{
    LLVMBuildRet(B, state_pack(l, pc));
    l->terminated = true;
}

/* The translation of the code at PC, known only now; the miss stub if there is none. State
 * has been flushed. */
static LLVMValueRef lookup(struct lifter *l, LLVMValueRef pc)
{
    enum { FEW_TARGETS = 3 }; /* a type that the table is not made for */
    unsigned type = checked_type(l);
    uint64_t size = l->p->text_hi - l->p->text_lo;
    unsigned shift = l->fe->insn_align == 4 ? 2 : 1;
    LLVMValueRef off = LLVMBuildSub(B, pc, const_i64(l, l->p->text_lo), "");
    LLVMValueRef rot[3] = {off, off, const_i64(l, shift)};
    LLVMValueRef idx = intrinsic(l, "llvm.fshr", &l->i64, 1, rot, 3);
    LLVMValueRef lim[2] = {idx, const_i64(l, size >> shift)};

    idx = intrinsic(l, "llvm.umin", &l->i64, 1, lim, 2);
    LLVMValueRef e = LLVMBuildInBoundsGEP2(B, l->i32, l->table, &idx, 1, "");
    e = LLVMBuildLoad2(B, l->i32, e, "");
    LLVMSetMetadata(e, l->md_tbaa, l->tbaa_env);
    if (type) {
        static const struct var_set nothing;
        LLVMBasicBlockRef ok = new_bb(l, ""), leave = new_bb(l, "");
        LLVMValueRef may = type == FEW_TARGETS
                               ? LLVMConstNull(l->i1)
                               : LLVMBuildICmp(B, LLVMIntNE, e, LLVMConstNull(l->i32), "");
        cond_br_cold(l, may, ok, leave);
        leave_at(l, leave, ok, &nothing, pc, type);
    }
    e = LLVMBuildZExt(B, e, l->i64, "");
    return LLVMBuildInBoundsGEP2(B, l->i8, l->text_base, &e, 1, "");
}

LLVMBasicBlockRef control_resume_block(struct lifter *l, struct block_info *bi)
{
    if (!bi->resume_bb) {
        LLVMBasicBlockRef here = LLVMGetInsertBlock(B);
        struct var_set dirty = l->dirty;
        unsigned flags_set = l->flags_set;
        bi->resume_bb = new_bb(l, "");
        LLVMPositionBuilderAtEnd(B, bi->resume_bb);
        memset(&l->boxed, 0, sizeof(l->boxed));
        var_reload(l, &bi->reg_in);
        LLVMBuildBr(B, bi->bb);
        l->dirty = dirty;
        l->flags_set = flags_set;
        LLVMPositionBuilderAtEnd(B, here);
    }
    return bi->resume_bb;
}

/* After a call that returned R: goes on at the block NEXT_PC if that is where the
 * guest is, else returns. */
static void continue_after(struct lifter *l, LLVMValueRef r, uint64_t next_pc)
{
    struct block_info *next = block_info_at(l, next_pc);

    if (!next || ends_for_good(l->p, l->cur->b)) {
        LLVMBuildRet(B, r);
        l->terminated = true;
        return;
    }
    LLVMBasicBlockRef ok = new_bb(l, ""), bail = new_bb(l, "");
    LLVMValueRef pc = LLVMBuildExtractValue(B, r, 0, "");
    cond_br_cold(l, LLVMBuildICmp(B, LLVMIntEQ, pc, const_i64(l, next_pc), ""), ok, bail);
    LLVMPositionBuilderAtEnd(B, bail);
    return_again(l, r);
    LLVMPositionBuilderAtEnd(B, ok);
    memset(&l->boxed, 0, sizeof(l->boxed));
    state_unpack(l, r);
    if (next->site || next->number) {
        LLVMBuildBr(B, control_resume_block(l, next));
    } else {
        var_reload(l, &next->reg_in);
        LLVMBuildBr(B, next->bb);
    }
    l->terminated = true;
}

/* Goes to the header of LOOP, where the poll finds the same request. No value matters. */
static LLVMBasicBlockRef header_of(struct lifter *l, const struct loop *loop)
{
    return loop->header < l->ninfo ? l->info[loop->header].bb
                                   : control_dispatch(l, &l->info[loop->header - l->ninfo]);
}

/*
 * At the header of LOOP, all state in memory: goes on at the site whose number is SITE. A loop
 * that is on the way there is entered at its header.
 */
static void resume_site(struct lifter *l, const struct loop *loop, LLVMValueRef site)
{
    LLVMBasicBlockRef here = new_bb(l, "resume"), inner = new_bb(l, "");
    LLVMValueRef to_loop = NULL, to_site = NULL, none[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS];

    to_loop = LLVMBuildSwitch(B, site, here, 4);
    LLVMPositionBuilderAtEnd(B, inner);
    LLVMBuildUnreachable(B);
    LLVMPositionBuilderAtEnd(B, here);
    for (unsigned i = 0; i < state_nargs(l); i++) {
        none[i] = LLVMGetPoison(i ? arg_type(l, l->var_of_reg[i]) : l->i64);
    }
    LLVMValueRef r = LLVMBuildCall2(B, l->fn_type, state_function(l, "hqemu_resume"), none,
                                    state_nargs(l), "");
    call_convention(l, r);
    memset(&l->boxed, 0, sizeof(l->boxed));
    state_unpack(l, r);
    to_site = LLVMBuildSwitch(B, site, inner, 16);
    for (unsigned i = 0; i < l->ninfo; i++) {
        const struct loop *in = site_loop(l, i), *child = NULL;
        LLVMValueRef number = LLVMConstInt(l->i32, l->info[i].site, 0);
        for (; in && in != loop; in = in->up) {
            child = in;
        }
        if (in && child) {
            LLVMAddCase(to_loop, number, header_of(l, child));
        } else if (in) {
            LLVMAddCase(to_site, number, control_resume_block(l, &l->info[i]));
        }
    }
}

/* The word that polls read: negative if something is requested. */
static LLVMValueRef load_request(struct lifter *l)
{
    LLVMValueRef req = LLVMBuildLoad2(B, l->i32, env_ptr_at(l, l->fe->exit_request), "");

    LLVMSetVolatile(req, 1);
    return req;
}

/* Branches to SOME if REQ names a site, else to NONE; returns the site's number. */
static LLVMValueRef branch_on_site(struct lifter *l, LLVMValueRef req, LLVMBasicBlockRef none,
                                   LLVMBasicBlockRef some)
{
    LLVMValueRef site = LLVMBuildAnd(B, req, LLVMConstInt(l->i32, MAX_SITES, 0), "");

    LLVMBuildCondBr(B, LLVMBuildICmp(B, LLVMIntEQ, site, LLVMConstNull(l->i32), ""), none,
                    some);
    return site;
}

/*
 * Lets a pending signal or exit request in: by leaving the function, as if it had
 * returned to PC by a branch of type TYPE, with FLUSH stored. Coming back here would mean
 * reloading all registers, and so no loop invariants; this way the loop pays for one compare.
 *
 * The lower half of the word is the number of a site in LOOP, whose header this is, if the
 * request is to go on there (lift_loops.c, request_site() in embed.c).
 */
static void poll(struct lifter *l, const struct var_set *flush, LLVMValueRef pc, unsigned type,
                 const struct loop *loop)
{
    LLVMBasicBlockRef ok = new_bb(l, ""), leave = new_bb(l, "");
    LLVMValueRef req = load_request(l);

    cond_br_cold(l, LLVMBuildICmp(B, LLVMIntSGE, req, LLVMConstNull(l->i32), ""), ok, leave);
    if (loop && loop->has_sites) {
        LLVMBasicBlockRef resume = new_bb(l, ""), really = new_bb(l, "");
        LLVMValueRef known[FE_MAX_VARS];
        struct var_set dirty = l->dirty, boxed = l->boxed;
        memcpy(known, l->known, sizeof(known));
        LLVMPositionBuilderAtEnd(B, leave);
        LLVMValueRef site = branch_on_site(l, req, really, resume);
        LLVMPositionBuilderAtEnd(B, resume);
        resume_site(l, loop, site);
        l->dirty = dirty;
        l->boxed = boxed;
        memcpy(l->known, known, sizeof(known));
        leave = really;
    }
    leave_at(l, leave, ok, flush, pc, type);
    /* What memory held one round ago says nothing about now: another thread may be what
     * the loop waits for. */
    LLVMBuildFence(B, LLVMAtomicOrderingSequentiallyConsistent, 1, "");
}

void control_enter(struct lifter *l, const struct block_info *bi)
{
    if (bi->b->elsewhere) {
        LLVMBuildBr(B, bi->bb);
        return;
    }
    LLVMBasicBlockRef other = new_bb(l, ""), refuse = l->nsites ? new_bb(l, "") : other;
    LLVMTypeRef ft = LLVMFunctionType(l->i1, NULL, 0, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, ENTRY_HOLDS);

    if (!fn) {
        fn = LLVMAddFunction(l->mod, ENTRY_HOLDS, ft);
    }
    cond_br_cold(l, LLVMBuildCall2(B, ft, fn, NULL, 0, ""), bi->bb, other);
    if (l->nsites) { /* on the way to one, BI's poll wants no values */
        LLVMPositionBuilderAtEnd(B, other);
        branch_on_site(l, load_request(l), refuse, bi->bb);
    }
    LLVMPositionBuilderAtEnd(B, refuse);
    call_state(l, state_function(l, "hqemu_refuse"), const_i64(l, bi->b->pc), true);
    l->terminated = false;
}

void control_poll_header(struct lifter *l)
{
    struct var_set flush = header_flush(l->cur);

    const struct loop *loop = l->loop_of[l->cur - l->info];

    l->live = &l->cur->b->live_in;
    if (loop && loop->header != (unsigned)(l->cur - l->info)) {
        loop = NULL;
    }
    poll(l, &flush, const_i64(l, l->cur->b->pc), 0, loop);
}

/* Before a jump to other functions, which may be part of a loop, or at the dispatch that is
 * LOOP's header. */
static void poll_jump(struct lifter *l, LLVMValueRef pc, unsigned type, const struct loop *loop)
{
    struct var_set flush = to_flush(l);
    poll(l, &flush, pc, type, loop);
}

static LLVMValueRef function_at(struct lifter *l, uint64_t pc)
{
    const struct func *f = program_func_at(l->p, pc);
    char name[300];

    /* One that was rejected has a stub; not asking here keeps the output the same
     * in whatever order threads find that out. */
    if (!f) {
        return NULL;
    }
    func_symbol(name, sizeof(name), f);
    return state_function(l, name);
}

static void jump_to(struct lifter *l, uint64_t target)
{
    struct block_info *t = block_info_at(l, target);
    LLVMValueRef fn;

    if (t) {
        flush_on_way(l, t);
        var_supply(l, &t->reg_in, &l->cur->reg_out);
        LLVMBuildBr(B, t->bb);
        l->terminated = true;
        return;
    }
    fn = function_at(l, target);
    if (fn) {
        /* A loop over several functions has at least one jump backward. */
        if (target <= l->f->entry) {
            poll_jump(l, const_i64(l, target), 0, NULL);
        }
        flush_dirty(l);
        call_state(l, fn, const_i64(l, 0), true);
    } else {
        flush_dirty(l);
        return_state(l, const_i64(l, target));
    }
}

/* CPU mode bits that blocks are specialised for may have changed: ask. */
static void check_mode(struct lifter *l, uint64_t pc)
{
    LLVMBasicBlockRef ok = new_bb(l, ""), leave = new_bb(l, "");
    LLVMTypeRef ft = LLVMFunctionType(l->i32, &l->ptr, 1, 0);
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, "hqemu_mode_ok");
    if (!fn) {
        fn = LLVMAddFunction(l->mod, "hqemu_mode_ok", ft);
    }
    LLVMValueRef env = env_pointer(l);
    LLVMValueRef c = LLVMBuildCall2(B, ft, fn, &env, 1, "");
    cond_br_cold(l, LLVMBuildICmp(B, LLVMIntNE, c, LLVMConstNull(l->i32), ""), ok, leave);
    struct var_set flush = to_flush(l);
    leave_at(l, leave, ok, &flush, const_i64(l, pc), 0);
}

static void call_direct(struct lifter *l, uint64_t target)
{
    LLVMValueRef fn = function_at(l, target);

    flush_dirty(l);
    if (!fn) {
        return_state(l, const_i64(l, target));
        return;
    }
    continue_after(l, call_state(l, fn, const_i64(l, 0), false), block_end(l->cur->b));
}

void control_exit_tb(struct lifter *l, const struct fe_op *o)
{
    const struct block_exit *x = exit_at(l->cur->b, l->op_index);

    (void)o;
    if (!x) {
        l->error = "block with too many exits";
    } else if (x->kind == EXIT_DIRECT) {
        if (l->blk->branch == FE_BR_CALL) {
            call_direct(l, x->target);
        } else {
            if ((l->mode_may_change && l->blk->args[o->args] > 1) ||
                l->cur->b->ends_in_helper) {
                check_mode(l, x->target);
            }
            jump_to(l, x->target);
        }
    } else {
        flush_dirty(l);
        leave_state(l, var_get(l, l->fe->pc_var));
    }
}

/* The way from the dispatch to T: straight, or past the loads that T wants. */
static LLVMBasicBlockRef table_way(struct lifter *l, struct block_info *t)
{
    const struct var_set *have = &l->info[l->cur->group].table_in;
    LLVMBasicBlockRef here = LLVMGetInsertBlock(B), way;
    LLVMValueRef known[FE_MAX_VARS];
    bool straight = true;

    for (unsigned w = 0; w < VAR_WORDS; w++) {
        straight &= (t->reg_in.w[w] & ~have->w[w]) == 0;
    }
    if (straight) {
        return t->bb;
    }
    memcpy(known, l->known, sizeof(known));
    way = new_bb(l, "");
    LLVMPositionBuilderAtEnd(B, way);
    var_supply(l, &t->reg_in, have);
    LLVMBuildBr(B, t->bb);
    memcpy(l->known, known, sizeof(known));
    LLVMPositionBuilderAtEnd(B, here);
    return way;
}

/* The loop whose header the current dispatch is, or NULL. */
static const struct loop *table_loop(struct lifter *l)
{
    const struct loop *loop = l->loop_of[l->ninfo + l->cur->group];
    return loop && loop->header == l->ninfo + l->cur->group ? loop : NULL;
}

/* True if each place in the function's range gets a case of its own: see slot_of(). */
static bool has_all_cases(struct lifter *l, unsigned shift)
{
    enum { MAX_SLOTS = 2048, MANY_TARGETS = 8 };
    bool wanted =
        l->info[l->cur->group].table_polls || l->cur->b->njump_targets >= MANY_TARGETS;
    return wanted && (l->f->hi - l->f->lo) >> shift < MAX_SLOTS;
}

/*
 * The place in the function's range that IDX stands for, or the one after the last. The
 * dispatch of an interpreter is the better the shorter it is, and without branches LLVM has a
 * copy of it in each of the guest's instructions, which the host then predicts one by one. So
 * what is out of range, and a request if it POLLS, count as that last place.
 */
static LLVMValueRef slot_of(struct lifter *l, LLVMValueRef idx, uint64_t nslots, bool polls)
{
    if (polls) {
        LLVMValueRef req = load_request(l);
        LLVMBuildFence(B, LLVMAtomicOrderingSequentiallyConsistent, 1, ""); /* as poll() */
        req = LLVMBuildAShr(B, req, LLVMConstInt(l->i32, 31, 0), "");
        idx = LLVMBuildFreeze(B, idx, ""); /* after a request, it has no value */
        idx = LLVMBuildOr(B, idx, LLVMBuildSExt(B, req, l->i64, ""), "");
    }
    LLVMValueRef lim[2] = {idx, const_i64(l, nslots)};
    return intrinsic(l, "llvm.umin", &l->i64, 1, lim, 2);
}

/* Adds the cases of SW that lead to no known target. */
static void add_other_cases(struct lifter *l, LLVMValueRef sw, uint64_t nslots, unsigned shift,
                            LLVMBasicBlockRef other)
{
    const struct block *b = l->cur->b;
    unsigned k = 0;

    for (uint64_t i = 0; i <= nslots; i++) {
        uint64_t pc = l->f->lo + (i << shift);
        while (k < b->njump_targets && b->jump_targets[k] < pc) {
            k++;
        }
        if (k == b->njump_targets || b->jump_targets[k] != pc || !block_info_at(l, pc)) {
            LLVMAddCase(sw, const_i64(l, i), other);
        }
    }
}

/*
 * An indirect jump with known targets: a host jump table over the function's range. A
 * target that was not foreseen goes the general way. The pc is in its variable.
 */
static void jump_table(struct lifter *l)
{
    const struct block *b = l->cur->b;
    unsigned shift = l->fe->insn_align == 4 ? 2 : 1;
    LLVMBasicBlockRef other = new_bb(l, "");
    LLVMValueRef pc = var_get(l, l->fe->pc_var);
    bool polls = l->info[l->cur->group].table_polls, all = has_all_cases(l, shift);
    /* LLVM's table starts with the first case. */
    uint64_t first = all ? l->f->lo : b->jump_targets[0];
    LLVMValueRef off = LLVMBuildSub(B, pc, const_i64(l, first), "");
    LLVMValueRef rot[3] = {off, off, const_i64(l, shift)};
    uint64_t nslots = (l->f->hi - l->f->lo) >> shift;
    LLVMBasicBlockRef none = all ? new_bb(l, "") : other;

    if (polls && !all) {
        poll_jump(l, pc, checked_type(l), table_loop(l));
    }
    LLVMValueRef idx = intrinsic(l, "llvm.fshr", &l->i64, 1, rot, 3);
    if (all) {
        idx = slot_of(l, idx, nslots, polls);
    }
    LLVMValueRef sw = LLVMBuildSwitch(B, idx, none, b->njump_targets);
    if (all) {
        add_other_cases(l, sw, nslots, shift, other);
    }
    for (unsigned i = 0; i < b->njump_targets; i++) {
        struct block_info *t = block_info_at(l, b->jump_targets[i]);
        if (t) {
            LLVMAddCase(sw, const_i64(l, (b->jump_targets[i] - first) >> shift),
                        table_way(l, t));
        }
    }
    if (all) {
        LLVMPositionBuilderAtEnd(B, none);
        LLVMBuildUnreachable(B);
    }
    LLVMPositionBuilderAtEnd(B, other);
    if (all && polls) {
        poll_jump(l, pc, checked_type(l), table_loop(l));
    }
    flush_dirty(l);
    call_state(l, lookup(l, pc), pc, true);
}

LLVMBasicBlockRef control_dispatch(struct lifter *l, struct block_info *g)
{
    if (!g->dispatch) {
        g->dispatch = new_bb(l, "dispatch");
    }
    return g->dispatch;
}

/* Goes to the dispatch that this jump shares with others; lifts it if it is the first. */
static void shared_jump(struct lifter *l)
{
    struct block_info *g = &l->info[l->cur->group];

    flush_at_jump(l);
    var_supply(l, &g->table_in, &l->cur->reg_out);
    LLVMBuildBr(B, control_dispatch(l, g));
    if (g->dispatch_lifted) {
        l->terminated = true;
        return;
    }
    g->dispatch_lifted = true;
    LLVMPositionBuilderAtEnd(B, g->dispatch);
    var_forget(l);
    memset(&l->boxed, 0, sizeof(l->boxed));
    l->dirty = l->cur->dirty_out; /* of all that come here */
    jump_table(l);
}

void control_goto_ptr(struct lifter *l, const struct fe_op *o)
{
    const struct block_exit *x = exit_at(l->cur->b, l->op_index);

    (void)o;
    if (!x) {
        l->error = "block with too many exits";
        return;
    }
    if (x->kind == EXIT_DIRECT && l->blk->branch == FE_BR_CALL) {
        call_direct(l, x->target);
        return;
    }
    if (x->kind == EXIT_DIRECT) {
        if (l->mode_may_change) {
            check_mode(l, x->target);
        }
        jump_to(l, x->target);
        return;
    }
    LLVMValueRef pc = var_get(l, l->fe->pc_var);
    if (l->blk->branch == FE_BR_RET) {
        flush_dirty(l);
        return_state(l, pc);
    } else if (l->blk->branch == FE_BR_CALL) {
        flush_dirty(l);
        LLVMValueRef fn = lookup(l, pc);
        continue_after(l, call_state(l, fn, pc, false), block_end(l->cur->b));
    } else if (l->blk->branch == FE_BR_JUMP) {
        if (l->cur->b->njump_targets) {
            shared_jump(l);
            return;
        }
        poll_jump(l, pc, checked_type(l), NULL);
        flush_dirty(l);
        call_state(l, lookup(l, pc), pc, true);
    } else {
        flush_dirty(l);
        leave_state(l, pc);
    }
}

void control_syscall(struct lifter *l, const struct fe_op *o)
{
    LLVMValueRef pc = l->pc_set ? var_get(l, l->fe->pc_var) : const_i64(l, l->insn_pc);

    (void)o;
    flush_dirty(l);
    continue_after(l, call_state(l, state_function(l, "hqemu_syscall"), pc, false),
                   block_end(l->cur->b));
}
