/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * translate.c: the translator's side of the frontend: a QEMU CPU that never runs,
 * whose frontend decodes guest code into TCG operations, copied out as plain data.
 *
 * QEMU is unmodified; the linker's --wrap sends a few calls between its objects here.
 */
#include "guest.h"
#include "qemu/accel.h"
#include "qemu.h"
#include "accel/tcg/cpu-ops.h"
#include "exec/exec-all.h"
#include "exec/translation-block.h"
#include "exec/translator.h"
#include "user/page-protection.h"
#include "user/guest-base.h"
#include "exec/page-protection.h"
#include "tcg/tcg.h"
#include "tcg/helper-info.h"
#include "tcg/insn-start-words.h"
#include "exec/page-vary.h"
#include "exec/target_page.h"
#include "qemu/accel.h"
#include "qemu/cpuid.h"
#include "hw/core/cpu.h"
#include "accel/tcg/internal-target.h"
#include "qapi/error.h"
#include "host/cpuinfo.h"
#include "user-internals.h"

QEMU_BUILD_BUG_ON((int)FE_LT != TCG_COND_LT || (int)FE_GE != TCG_COND_GE ||
                  (int)FE_GT != TCG_COND_GT || (int)FE_LE != TCG_COND_LE ||
                  (int)FE_LTU != TCG_COND_LTU || (int)FE_GEU != TCG_COND_GEU ||
                  (int)FE_GTU != TCG_COND_GTU || (int)FE_LEU != TCG_COND_LEU ||
                  (int)FE_EQ != TCG_COND_EQ || (int)FE_NE != TCG_COND_NE ||
                  (int)FE_TSTEQ != TCG_COND_TSTEQ || (int)FE_TSTNE != TCG_COND_TSTNE);
QEMU_BUILD_BUG_ON((int)FE_I64 != TCG_TYPE_I64 || (int)FE_V64 != TCG_TYPE_V64 ||
                  (int)FE_V256 != TCG_TYPE_V256);
QEMU_BUILD_BUG_ON(FE_CALL_NO_READ_GLOBALS != TCG_CALL_NO_READ_GLOBALS ||
                  FE_CALL_NO_WRITE_GLOBALS != TCG_CALL_NO_WRITE_GLOBALS ||
                  FE_CALL_NO_SIDE_EFFECTS != TCG_CALL_NO_SIDE_EFFECTS ||
                  FE_CALL_NO_RETURN != TCG_CALL_NO_RETURN);

static CPUState *the_cpu;
static struct fe this_fe;
static struct fe_var vars[FE_MAX_VARS];
static int var_of_global[TCG_MAX_TEMPS];
static uint64_t code_lo, code_hi;
static GHashTable *helpers; /* TCGHelperInfo * -> struct fe_helper * */

/* Direct jumps stay direct across pages: user mode has no page tables of its own. */
bool __real_translator_use_goto_tb(DisasContextBase *db, vaddr dest);
bool __wrap_translator_use_goto_tb(DisasContextBase *db, vaddr dest);
bool __wrap_translator_use_goto_tb(DisasContextBase *db, vaddr dest)
{
    (void)db;
    (void)dest;
    return true;
}

/* LLVM can do every vector operation, so that QEMU need not expand any. */
int __wrap_tcg_can_emit_vec_op(TCGOpcode opc, TCGType type, unsigned vece);
int __wrap_tcg_can_emit_vec_op(TCGOpcode opc, TCGType type, unsigned vece)
{
    (void)opc;
    (void)type;
    (void)vece;
    return 1;
}

/* NAME starts with one of LIST, which is NULL-ended, or NULL. */
static bool has_prefix_of(const char *const *list, const char *name)
{
    while (list && *list && !g_str_has_prefix(name, *list)) {
        list++;
    }
    return list && *list;
}

static void add_globals(void)
{
    unsigned n = 0, reg;

    for (int i = 0; i < tcg_ctx->nb_globals; i++) {
        TCGTemp *ts = &tcg_ctx->temps[i];
        bool skip =
            ts->kind != TEMP_GLOBAL ||
            (ts->type == TCG_TYPE_I32 && has_prefix_of(guest_desc.ignored_globals, ts->name));

        var_of_global[i] = -1;
        if (skip || n == FE_MAX_VARS) {
            continue;
        }
        var_of_global[i] = (int)n;
        vars[n] = (struct fe_var){
            .name = ts->name,
            .offset = (int32_t)ts->mem_offset,
            .cls = ts->type == TCG_TYPE_I32 ? FE_VAR_I32 : FE_VAR_I64,
            .reg = -1,
        };
        if (!strcmp(ts->name, guest_desc.pc_name)) {
            this_fe.pc_var = n;
        }
        for (reg = 0; guest_desc.int_regs[reg]; reg++) {
            if (!strcmp(ts->name, guest_desc.int_regs[reg])) {
                vars[n].reg = (int8_t)reg;
            }
        }
        n++;
    }
    this_fe.nvars = guest_desc.add_vars(vars, n);
    this_fe.vars = vars;
    this_fe.flag_kind = -1;
    for (unsigned i = 0; i < this_fe.nvars; i++) {
        if (!strcmp(vars[i].name, "flag_kind")) {
            this_fe.flag_kind = (int)i;
        }
        if (vars[i].reg >= 0) {
            if (vars[i].cls == FE_VAR_I64) {
                this_fe.nint_regs++;
            } else {
                this_fe.nvec_regs++;
            }
        }
    }
    for (const char *const *p = guest_desc.carried_regs; *p; p++) {
        for (unsigned i = 0; i < this_fe.nvars; i++) {
            if (!strcmp(vars[i].name, *p)) {
                vars[i].reg = (int8_t)this_fe.nvec_regs++;
                vars[i].carried = true;
            }
        }
    }
}

static int fe_init(const char *model, char *err, size_t errlen)
{
    AccelClass *ac;
    const char *cpu_type;
    vaddr pc;

    error_init("hqemu-aot: error"); /* the prefix of what it reports */
    module_call_init(MODULE_INIT_TRACE);
    qemu_init_cpu_list();
    module_call_init(MODULE_INIT_QOM);
    cpu_type = parse_cpu_option(model ? model : guest_desc.default_cpu);
    if (!cpu_type) {
        snprintf(err, errlen, "unknown CPU model '%s'", model);
        return -1;
    }
    ac = ACCEL_GET_CLASS(current_accel());
    accel_init_interfaces(ac);
    ac->init_machine(NULL);
    set_preferred_target_page_bits(12);
    finalize_target_page_bits();
    the_cpu = cpu_create(cpu_type);
    cpu_reset(the_cpu);
    thread_cpu = the_cpu;
    current_cpu = the_cpu;

    /* The frontends ask what the host can do; what they emit must not depend on it. */
    cpuinfo = ~0u;
    helpers = g_hash_table_new(NULL, NULL);

    CPUArchState *env = cpu_env(the_cpu);
    cpu_get_tb_cpu_state(env, &pc, &this_fe.tb_cs_base, &this_fe.tb_flags);
    guest_desc.normalize_mode(&this_fe.tb_flags, &this_fe.tb_cs_base);
    add_globals();
#define FROM_ENV(p) ((int32_t)((char *)(p) - (char *)env))
    this_fe.env_self = FROM_ENV(&the_cpu->icount_extra);
    this_fe.stack_limit = FROM_ENV(&the_cpu->icount_budget);
    this_fe.exit_request = FROM_ENV(&the_cpu->neg.icount_decr.u32);
    this_fe.release_is_sc = guest_desc.release_is_sc;
    this_fe.fp_flags = guest_desc.fp_flags;
    this_fe.fp_rounding = guest_desc.fp_rounding;
    this_fe.fp_frm = guest_desc.fp_frm;
    this_fe.fp_lo = guest_desc.fp_lo;
    this_fe.fp_hi = guest_desc.fp_hi;
    this_fe.fp_tiny_before = guest_desc.fp_tiny_before;
    this_fe.fp_flush = guest_desc.fp_flush;
    if (!guest_desc.fp_native(env)) {
        this_fe.fp_flags = -1;
    }
    return 0;
}

static int fe_map(uint64_t lo, uint64_t hi, uint64_t va, const void *bytes, size_t n,
                  size_t memsz, bool exec)
{
    if (code_hi == 0) {
        /* One byte past the end may be looked at: a page of slack on both sides. */
        void *p = mmap(NULL, hi - lo + 8192, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p == MAP_FAILED) {
            return -1;
        }
        code_lo = lo;
        code_hi = hi;
        guest_base = (uintptr_t)p + 4096 - lo;
    }
    memcpy((void *)(guest_base + va), bytes, n);
    mmap_lock();
    page_set_flags(va & TARGET_PAGE_MASK, (va + memsz - 1) | ~TARGET_PAGE_MASK,
                   PAGE_VALID | PAGE_READ | (exec ? PAGE_EXEC : 0));
    mmap_unlock();
    return 0;
}

static const struct fe_helper *helper_of(const TCGHelperInfo *info)
{
    struct fe_helper *h = g_hash_table_lookup(helpers, info);

    if (!h) {
        h = g_new0(struct fe_helper, 1);
        h->name = info->name;
        h->typemask = info->typemask;
        h->flags =
            info->flags |
            (has_prefix_of(guest_desc.faulting_helpers, info->name) ? FE_CALL_FAULTS : 0);
        g_hash_table_insert(helpers, (void *)info, h);
    }
    return h;
}

static struct fe_memop memop_of(MemOpIdx oi)
{
    MemOp op = get_memop(oi);
    unsigned atom = op & MO_ATOM_MASK;

    return (struct fe_memop){
        .size_log2 = op & MO_SIZE,
        .sign = (op & MO_SIGN) != 0,
        .bswap = (op & MO_BSWAP) != 0,
        .align_log2 = (uint8_t)memop_alignment_bits(op),
        .atomic16 =
            (op & MO_SIZE) == MO_128 && (atom == MO_ATOM_IFALIGN || atom == MO_ATOM_WITHIN16),
        .pair = atom == MO_ATOM_IFALIGN_PAIR || atom == MO_ATOM_WITHIN16_PAIR,
    };
}

static int64_t exit_slot(TCGArg val, const TranslationBlock *tb)
{
    uintptr_t idx = val & TB_EXIT_MASK;

    return val && (val & ~(TCGArg)TB_EXIT_MASK) == (uintptr_t)tcg_splitwx_to_rx((void *)tb) &&
                   idx <= TB_EXIT_IDX1
               ? (int64_t)idx
               : -1;
}

static void copy_temps(struct fe_block *b)
{
    b->ntemps = (unsigned)tcg_ctx->nb_temps;
    b->temps = g_new0(struct fe_temp, b->ntemps);
    for (unsigned i = 0; i < b->ntemps; i++) {
        const TCGTemp *ts = &tcg_ctx->temps[i];
        struct fe_temp *t = &b->temps[i];

        t->type = ts->type;
        switch (ts->kind) {
        case TEMP_EBB: t->kind = FE_EBB; break;
        case TEMP_TB: t->kind = FE_TB; break;
        case TEMP_GLOBAL:
            t->kind = FE_GLOBAL;
            t->val = var_of_global[i];
            break;
        case TEMP_FIXED: t->kind = FE_ENV; break;
        case TEMP_CONST:
            t->kind = FE_CONST;
            t->val = ts->val;
            break;
        }
    }
}

/* Nobody wants to know of OP. */
static bool is_dropped(const TCGOp *op)
{
    const intptr_t can_do_io = (char *)&the_cpu->neg.can_do_io - (char *)cpu_env(the_cpu);

    /* icount's, which user mode does not have; what b->branch_type says */
    return (op->opc == INDEX_op_st8_i32 && op->args[2] == (TCGArg)can_do_io) ||
           (op->opc == INDEX_op_st_i32 && guest_desc.branch_type &&
            op->args[2] == (TCGArg)guest_desc.branch_type_at);
}

/* Constant number I of OP. */
static uint64_t copy_constant(const TranslationBlock *tb, const TCGOp *op, unsigned i, TCGArg a)
{
    switch (op->opc) {
    case INDEX_op_br:
    case INDEX_op_set_label: return arg_label(a)->id;
    case INDEX_op_brcond_i32:
    case INDEX_op_brcond_i64: return i == 1 ? arg_label(a)->id : a;
    case INDEX_op_exit_tb: return (TCGArg)exit_slot(a, tb);
    default: return a;
    }
}

/* OP as the next operation of B. */
static void copy_op(struct fe_block *b, const TranslationBlock *tb, TCGOp *op)
{
    struct fe_op *o = &b->ops[b->nops++];
    const TCGOpDef *def = &tcg_op_defs[op->opc];

    o->opc = op->opc;
    o->nout = def->nb_oargs;
    o->nin = def->nb_iargs;
    o->nconst = def->nb_cargs;
    o->args = b->nargs;
    if (def->flags & TCG_OPF_VECTOR) {
        o->type = TCGOP_TYPE(op);
        o->vece = TCGOP_VECE(op);
    }
    switch (op->opc) {
    case INDEX_op_call:
        o->nout = TCGOP_CALLO(op);
        o->nin = TCGOP_CALLI(op);
        o->nconst = 0;
        o->helper = helper_of((void *)(uintptr_t)op->args[o->nout + o->nin + 1]);
        if (!strncmp(o->helper->name, "atomic_", 7)) {
            const TCGTemp *oi = arg_temp(op->args[o->nout + o->nin - 1]);
            o->mem = memop_of((MemOpIdx)oi->val);
            o->mem.store = guest_desc.is_store &&
                           guest_desc.is_store((const uint8_t *)(guest_base + b->last_pc));
        }
        break;
    case INDEX_op_insn_start:
        o->nconst = 1;
        b->last_pc = op->args[0];
        break;
    case INDEX_op_qemu_ld_i32:
    case INDEX_op_qemu_ld_i64:
    case INDEX_op_qemu_ld_i128:
    case INDEX_op_qemu_st_i32:
    case INDEX_op_qemu_st8_i32:
    case INDEX_op_qemu_st_i64:
    case INDEX_op_qemu_st_i128: o->mem = memop_of(op->args[o->nout + o->nin]); break;
    default: break;
    }
    unsigned ntemps = o->nout + o->nin;
    for (unsigned i = 0; i < ntemps; i++) {
        b->args[b->nargs++] = temp_idx(arg_temp(op->args[i]));
    }
    for (unsigned i = 0; i < o->nconst; i++) {
        b->args[b->nargs++] = copy_constant(tb, op, i, op->args[ntemps + i]);
    }
}

/* Copies the operations of tcg_ctx out. */
static struct fe_block *copy_block(const TranslationBlock *tb, uint64_t pc)
{
    struct fe_block *b = g_new0(struct fe_block, 1);
    unsigned nops = 0, nargs = 0;
    TCGOp *op;

    QTAILQ_FOREACH(op, &tcg_ctx->ops, link)
    {
        nops++;
        nargs += op->nargs;
    }
    b->pc = pc;
    b->size = tb->size;
    b->ninsns = tb->icount;
    b->nlabels = (unsigned)tcg_ctx->nb_labels;
    b->ops = g_new0(struct fe_op, nops);
    b->args = g_new(uint64_t, nargs);
    copy_temps(b);
    QTAILQ_FOREACH(op, &tcg_ctx->ops, link)
    {
        if (!is_dropped(op)) {
            copy_op(b, tb, op);
        }
    }
    const uint8_t *last = (const uint8_t *)(guest_base + b->last_pc);
    b->branch = guest_desc.branch_kind(last);
    b->branch_type = guest_desc.branch_type ? guest_desc.branch_type(last) : 0;
    return b;
}

static bool calls(const struct fe_op *o, const char *helper)
{
    return o->opc == FE_OP_call && !strcmp(o->helper->name, helper);
}

static uint64_t add_temp(struct fe_block *b, struct fe_temp t)
{
    b->temps = g_renew(struct fe_temp, b->temps, b->ntemps + 1);
    b->temps[b->ntemps] = t;
    return b->ntemps++;
}

/*
 * p = lookup_cp_reg(env, reg);  x = get_cp_reg64(env, p)
 *
 * becomes what it comes to, for registers that the guest's row of the table knows.
 */
static void simplify_register_reads(struct fe_block *b)
{
    for (unsigned i = 0; i + 1 < b->nops && guest_desc.simple_register; i++) {
        struct fe_op *o = &b->ops[i], *get = o + 1;
        if (!calls(o, "lookup_cp_reg") || !calls(get, "get_cp_reg64") ||
            b->args[get->args + 2] != b->args[o->args]) {
            continue;
        }
        const struct fe_temp *reg = &b->temps[b->args[o->args + 2]];
        int32_t offset;
        uint64_t value;
        if (reg->kind != FE_CONST ||
            !guest_desc.simple_register(cpu_env(the_cpu), (uint32_t)reg->val, &offset,
                                        &value)) {
            continue;
        }
        uint64_t *a = &b->args[get->args];
        *o = (struct fe_op){.opc = FE_OP_mov_i64, .nout = 1, .nin = 1, .args = o->args};
        b->args[o->args] = a[0];
        if (offset < 0) {
            b->args[o->args + 1] = add_temp(
                b, (struct fe_temp){.kind = FE_CONST, .type = FE_I64, .val = (int64_t)value});
            b->args[get->args + 1] = a[0];
            *get = (struct fe_op){.opc = FE_OP_mov_i64, .nout = 1, .nin = 1, .args = get->args};
        } else {
            b->args[o->args + 1] =
                add_temp(b, (struct fe_temp){.kind = FE_CONST, .type = FE_I64, .val = 0});
            a[2] = (uint64_t)offset; /* after x and env */
            *get = (struct fe_op){
                .opc = FE_OP_ld32u_i64, .nout = 1, .nin = 1, .nconst = 1, .args = get->args};
        }
    }
}

static uint64_t add_number(struct fe_block *b, int64_t v)
{
    return add_temp(b, (struct fe_temp){.kind = FE_CONST, .type = FE_I64, .val = v});
}

/* Places O, with arguments ARGS, behind the last operation. There is room for it. */
static void append(struct fe_block *b, struct fe_op o, const uint64_t *args)
{
    unsigned n = (unsigned)o.nout + o.nin + o.nconst;

    o.args = b->nargs;
    b->args = g_renew(uint64_t, b->args, b->nargs + n);
    memcpy(b->args + b->nargs, args, n * sizeof(*args));
    b->nargs += n;
    b->ops[b->nops++] = o;
}

/* The result of an operation on A and B, or on A alone. */
static uint64_t append_value(struct fe_block *b, enum fe_opcode opc, unsigned nin, uint64_t x,
                             uint64_t y)
{
    uint64_t args[3] = {add_temp(b, (struct fe_temp){.kind = FE_EBB, .type = FE_I64}), x, y};
    append(b, (struct fe_op){.opc = (uint8_t)opc, .nout = 1, .nin = (uint8_t)nin}, args);
    return args[0];
}

static uint64_t temp_at(struct fe_block *b, int32_t offset)
{
    for (unsigned i = 0; i < b->ntemps; i++) {
        const struct fe_temp *t = &b->temps[i];
        if (t->kind == FE_GLOBAL && t->val >= 0 && vars[t->val].offset == offset) {
            return i;
        }
    }
    return add_number(b, 0); /* RISC-V's x0 */
}

enum { PREFETCH_OPS = 5 };

static void append_prefetch(struct fe_block *b, const struct guest_prefetch *x)
{
    static const struct fe_helper helper = {
        "prefetch", FE_DH_VOID | FE_DH_I64 << 3 | FE_DH_I64 << 6 | FE_DH_I64 << 9,
        FE_CALL_NO_READ_GLOBALS | FE_CALL_NO_WRITE_GLOBALS | FE_CALL_NO_SIDE_EFFECTS};
    uint64_t addr = temp_at(b, x->base);

    if (x->index >= 0) {
        uint64_t index = temp_at(b, x->index);
        if (x->narrow) {
            enum fe_opcode ext = x->sign ? FE_OP_ext32s_i64 : FE_OP_ext32u_i64;
            index = append_value(b, ext, 1, index, 0);
        }
        if (x->shift) {
            index = append_value(b, FE_OP_shl_i64, 2, index, add_number(b, x->shift));
        }
        addr = append_value(b, FE_OP_add_i64, 2, addr, index);
    }
    if (x->offset) {
        addr = append_value(b, FE_OP_add_i64, 2, addr, add_number(b, x->offset));
    }
    uint64_t args[3] = {addr, add_number(b, x->store), add_number(b, x->nearest)};
    append(b, (struct fe_op){.opc = FE_OP_call, .nin = 3, .helper = &helper}, args);
}

/* QEMU makes nothing of prefetches. */
static void add_prefetches(struct fe_block *b)
{
    struct fe_op *old = b->ops;
    unsigned nold = b->nops;
    struct guest_prefetch x;

    if (!guest_desc.prefetch) {
        return;
    }
    b->ops = NULL;
    for (unsigned i = 0; i < nold; i++) {
        bool wanted =
            old[i].opc == FE_OP_insn_start &&
            guest_desc.prefetch((const uint8_t *)(guest_base + b->args[old[i].args]), &x);
        if (wanted && !b->ops) {
            b->ops = g_new(struct fe_op, nold + PREFETCH_OPS * b->ninsns);
            memcpy(b->ops, old, i * sizeof(*old));
            b->nops = i;
        }
        if (b->ops) {
            b->ops[b->nops++] = old[i];
        }
        if (wanted) {
            append_prefetch(b, &x);
        }
    }
    if (b->ops) {
        g_free(old);
    } else {
        b->ops = old;
    }
}

static bool any_needs_mode(uint64_t pc, const TranslationBlock *tb)
{
    TCGOp *op;

    (void)pc;
    (void)tb;
    QTAILQ_FOREACH(op, &tcg_ctx->ops, link)
    {
        if (op->opc == INDEX_op_insn_start &&
            guest_desc.needs_mode((const uint8_t *)(guest_base + op->args[0]))) {
            return true;
        }
    }
    return false;
}

static struct fe_block *fe_translate(uint64_t pc, unsigned max_insns)
{
    /* One block of our own: QEMU's lists and caches never see it. */
    static TranslationBlock tb;
    CPUState *cs = the_cpu;
    void *host_pc;
    volatile int n = (int)MIN(max_insns, (unsigned)TCG_MAX_INSNS);

    if (pc < code_lo || pc >= code_hi || pc % guest_desc.insn_align ||
        !(page_get_flags(pc) & PAGE_EXEC)) {
        return NULL;
    }
    memset(&tb, 0, sizeof(tb));
    host_pc = (void *)(guest_base + pc);
    tb.pc = pc;
    tb.tc.ptr = &tb;
    tb.cs_base = this_fe.tb_cs_base;
    tb.flags = this_fe.tb_flags;
    tb.cflags = CF_PARALLEL | CF_NOIRQ;
    tb_set_page_addr0(&tb, pc);
    tb_set_page_addr1(&tb, -1);
    tcg_ctx->gen_tb = &tb;
    tcg_ctx->addr_type = TARGET_LONG_BITS == 32 ? TCG_TYPE_I32 : TCG_TYPE_I64;
    tcg_ctx->insn_start_words = TARGET_INSN_START_WORDS;
#ifdef TCG_GUEST_DEFAULT_MO
    tcg_ctx->guest_mo = TCG_GUEST_DEFAULT_MO;
#else
    tcg_ctx->guest_mo = TCG_MO_ALL;
#endif
    if (sigsetjmp(cs->jmp_env, 0)) {
        mmap_unlock();
        return NULL; /* a fetch beyond the mapped code */
    }
    if (sigsetjmp(tcg_ctx->jmp_trans, 0)) {
        mmap_unlock();
        n = n / 2; /* too many temporaries, as vector code makes */
        if (n == 0) {
            return NULL;
        }
    }
    mmap_lock();
    tcg_func_start(tcg_ctx);
    tcg_ctx->cpu = cs;
    int count = n;
    cs->cc->tcg_ops->translate_code(cs, &tb, &count, pc, host_pc);
    tcg_ctx->cpu = NULL;
    mmap_unlock();
    if (tb.size == 0 || pc + tb.size > code_hi || any_needs_mode(pc, &tb)) {
        return NULL;
    }
    struct fe_block *b = copy_block(&tb, pc);
    simplify_register_reads(b);
    add_prefetches(b);
    return b;
}

struct fe *HQEMU_FE_ENTRY(void);
struct fe *HQEMU_FE_ENTRY(void)
{
    this_fe.name = guest_desc.name;
    this_fe.machine = guest_desc.machine;
    this_fe.insn_align = guest_desc.insn_align;
    this_fe.default_cpu = guest_desc.default_cpu;
    this_fe.init = fe_init;
    this_fe.map = fe_map;
    this_fe.translate = fe_translate;
    this_fe.is_syscall = guest_desc.is_syscall;
    this_fe.is_fp_state = guest_desc.is_fp_state;
    this_fe.mode_mask = guest_desc.mode_mask;
    this_fe.cs_base_mask = guest_desc.cs_base_mask;
    this_fe.landing = guest_desc.landing;
    this_fe.branch_type = guest_desc.branch_type_at;
    return &this_fe;
}
