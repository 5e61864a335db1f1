/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * block_state.c: which CPU state variables a block reads and writes.
 */
#include "lift.h"

#include <string.h>

/* One pass over a block's operations. */
struct scan {
    const struct fe *fe;
    struct block *b;
    /* An operation is certain to run if the block does, unless a forward branch to a
     * label that has not come yet skips it, or an exit came before it. */
    uint64_t pending; /* labels branched to, by number; the last bit: all others */
    bool exited;
    /* Halves of 128-bit variables, by number mod 2, that were certainly written when
     * nothing had read the variable: both make a definition, one a change. */
    struct var_set half[2];
    bool exact, synced; /* faults are exact; there may have been a sync */
    unsigned flags;     /* written by this instruction: see flag_of() */
    /* Written on every way from the block's start to here (all variables, where no way leads),
     * to where branches to labels are, and to the exits that have come. */
    struct var_set written, at_label[64], at_exits;
    struct temp_fact fact[MAX_TEMPS];
};

static void add_use(struct scan *s, unsigned v)
{
    var_del(&s->half[0], v);
    var_del(&s->half[1], v);
    if (!var_in(&s->written, v)) {
        var_add(&s->b->use, v);
    }
}

static void scan_use(struct scan *s, unsigned v)
{
    var_add(&s->b->touch, v);
    var_del(&s->b->observed, v);
    add_use(s, v);
}

int flag_of(const struct fe *fe, unsigned v)
{
    static const char names[] = "NZCV";
    const char *n = fe->vars[v].name;
    const char *at = fe->flag_kind >= 0 && n[1] == 'F' && !n[2] ? strchr(names, n[0]) : NULL;

    return at ? (int)(at - names) : -1;
}

static void scan_def(struct scan *s, unsigned v)
{
    var_add(&s->b->touch, v);
    var_add(&s->b->def, v);
    if (s->exact && flag_of(s->fe, v) >= 0) {
        s->flags |= 1u << flag_of(s->fe, v);
    } else {
        var_add(&s->b->late, v);
    }
    var_add(&s->written, v);
    if (!s->pending && !s->exited && !var_in(&s->b->use, v) && !s->synced) {
        var_add(&s->b->fresh, v);
    }
}

/* Scalar results are written as a half and a zero for the other half. False if what
 * else V is counts. */
static bool scan_half(struct scan *s, unsigned v, unsigned half)
{
    if (s->pending || s->exited || var_in(&s->b->use, v)) {
        return false;
    }
    var_add(&s->half[half], v);
    if (var_in(&s->half[1 - half], v)) {
        scan_def(s, v);
    } else {
        var_add(&s->b->touch, v);
        var_add(&s->b->def, v);
        var_add(&s->b->late, v);
    }
    return true;
}

/* Halves that stayed alone: the rest of the variable is needed to go with them. */
static void settle_halves(struct scan *s)
{
    for (unsigned v = 0; v < s->fe->nvars; v++) {
        if (var_in(&s->half[0], v) != var_in(&s->half[1], v)) {
            add_use(s, v);
        }
    }
}

static void scan_sync(struct scan *s)
{
    settle_halves(s);
    /* What another way has written would be stored here, too: it has to have its value. */
    for (unsigned v = 0; v < s->fe->nvars; v++) {
        if (var_in(&s->b->def, v) && !var_in(&s->written, v)) {
            add_use(s, v);
        }
    }
    s->synced = true;
    if (!s->pending && !s->exited) {
        s->b->syncs = true;
        memset(&s->b->late, 0, sizeof(s->b->late));
    }
}

/* Somebody may look at all state, in memory. What is dirty is stored for that anyway; but
 * that a helper might look does not make anyone compute a scratch register's value. */
static void scan_observer(struct scan *s)
{
    s->b->inner_sync = true;
    for (unsigned v = 0; !s->exact && v < s->fe->nvars; v++) {
        if (s->fe->vars[v].abi != FE_ABI_SCRATCH) {
            if (!var_in(&s->written, v) && !var_in(&s->b->use, v) &&
                (s->fe->vars[v].abi & FE_ABI_DEAD_AT_RETURN)) {
                var_add(&s->b->observed, v);
            }
            add_use(s, v);
        }
    }
}

/* An access to CPU state by address. */
static void scan_env(struct scan *s, int32_t offset, unsigned size, bool store)
{
    for (unsigned v = 0; v < s->fe->nvars; v++) {
        const struct fe_var *x = &s->fe->vars[v];
        if (fe_var_overlaps(x, offset, size)) {
            int32_t at = offset - x->offset;
            if (store && x->cls == FE_VAR_V128 && size == 8 && at % 8 == 0 &&
                scan_half(s, v, (unsigned)at / 8)) {
                continue;
            }
            if (!store || offset > x->offset || size < fe_var_size(x)) {
                scan_use(s, v);
            }
            if (store) {
                scan_def(s, v);
            }
        }
    }
}

static void scan_register(void *s, int32_t offset, bool store)
{
    scan_env(s, offset, 16, store);
}

static void scan_lanes(void *arg, unsigned var, bool store)
{
    struct scan *s = arg;
    scan_env(s, s->fe->vars[var].offset, 16, store);
}

static bool is_guest_access(const struct fe_op *o)
{
    switch (o->opc) {
    case FE_OP_qemu_ld_i32:
    case FE_OP_qemu_ld_i64:
    case FE_OP_qemu_ld_i128:
    case FE_OP_qemu_st_i32:
    case FE_OP_qemu_st8_i32:
    case FE_OP_qemu_st_i64:
    case FE_OP_qemu_st_i128: return true;
    default: return false;
    }
}

static unsigned env_access_size(const struct fe_op *o)
{
    switch (o->opc) {
    case FE_OP_ld8u_i32:
    case FE_OP_ld8s_i32:
    case FE_OP_st8_i32:
    case FE_OP_ld8u_i64:
    case FE_OP_ld8s_i64:
    case FE_OP_st8_i64: return 1;
    case FE_OP_ld16u_i32:
    case FE_OP_ld16s_i32:
    case FE_OP_st16_i32:
    case FE_OP_ld16u_i64:
    case FE_OP_ld16s_i64:
    case FE_OP_st16_i64: return 2;
    case FE_OP_ld_i32:
    case FE_OP_st_i32:
    case FE_OP_ld32u_i64:
    case FE_OP_ld32s_i64:
    case FE_OP_st32_i64: return 4;
    case FE_OP_ld_i64:
    case FE_OP_st_i64: return 8;
    case FE_OP_dupm_vec: return 1u << o->vece;
    case FE_OP_ld_vec:
    case FE_OP_st_vec: return 8u << (o->type - FE_V64);
    default: return 0;
    }
}

static unsigned label_slot(uint64_t label)
{
    return label < 63 ? (unsigned)label : 63;
}

static uint64_t label_bit(uint64_t label)
{
    return 1ull << label_slot(label);
}

static void branch_to(struct scan *s, uint64_t label)
{
    struct var_set *at = &s->at_label[label_slot(label)];

    s->pending |= label_bit(label);
    *at = var_common(at, &s->written);
}

static void goes_no_further(struct scan *s)
{
    memset(&s->written, 0xff, sizeof(s->written));
}

bool ends_flags(const struct fe_op *o)
{
    switch (o->opc) {
    case FE_OP_insn_start:
    case FE_OP_brcond_i32:
    case FE_OP_brcond_i64:
    case FE_OP_br:
    case FE_OP_set_label:
    case FE_OP_goto_tb:
    case FE_OP_exit_tb:
    case FE_OP_goto_ptr:
    case FE_OP_call: return true;
    default: return false;
    }
}

/* An instruction that wrote flags is over: lift_flags.c says what set them. */
static void scan_flags(struct scan *s)
{
    for (unsigned v = 0; s->flags && v < s->fe->nvars; v++) {
        int flag = flag_of(s->fe, v);
        if (flag >= 0 && !(s->flags >> flag & 1)) {
            scan_use(s, v);
        }
    }
    for (unsigned i = 0; s->flags && i < 3; i++) {
        scan_def(s, (unsigned)s->fe->flag_kind + i);
    }
    s->flags = 0;
}

static bool is_exit(const struct scan *s, const struct fe_op *o)
{
    return o->opc == FE_OP_exit_tb || o->opc == FE_OP_goto_ptr ||
           exit_at(s->b, (unsigned)(o - s->b->fe->ops));
}

static void scan_control(struct scan *s, const struct fe_op *o)
{
    const uint64_t *c = &s->b->fe->args[o->args + o->nout + o->nin];

    if (ends_flags(o)) {
        scan_flags(s);
    }
    switch (o->opc) {
    case FE_OP_brcond_i32:
    case FE_OP_brcond_i64:
    case FE_OP_br:
    case FE_OP_exit_tb:
    case FE_OP_goto_ptr:
    case FE_OP_call: settle_halves(s); break;
    default: break;
    }
    switch (o->opc) {
    case FE_OP_brcond_i32:
    case FE_OP_brcond_i64: branch_to(s, c[1]); break;
    case FE_OP_br:
        branch_to(s, c[0]);
        goes_no_further(s);
        break;
    case FE_OP_set_label:
        if (c[0] < 63) {
            s->pending &= ~label_bit(c[0]);
        }
        s->written = var_common(&s->written, &s->at_label[label_slot(c[0])]);
        break;
    case FE_OP_exit_tb:
    case FE_OP_goto_ptr: s->exited = true; break;
    default: break;
    }
    if (is_exit(s, o)) {
        s->at_exits = var_common(&s->at_exits, &s->written);
        goes_no_further(s);
    } else if (o->opc == FE_OP_call && (o->helper->flags & FE_CALL_NO_RETURN)) {
        goes_no_further(s);
    }
}

static const struct fe_var *find_var(const struct fe *fe, const char *name)
{
    for (unsigned v = 0; v < fe->nvars; v++) {
        if (!strcmp(fe->vars[v].name, name)) {
            return &fe->vars[v];
        }
    }
    return NULL;
}

/* Helpers for aarch64's copying and setting of memory find their registers by number, in an
 * operand as ESR_ELx would have it (Arm ARM, ISS encoding of exceptions from Memory Copy and
 * Memory Set instructions). */
static void scan_numbered(struct scan *s, const struct fe_op *o)
{
    enum { CLASS_SHIFT = 26, CLASS_MEMORY = 0x27, XZR = 31 };
    const uint64_t *in = &s->b->fe->args[o->args + o->nout];
    const char *name = o->helper->name;

    if (strncmp(name, "cpy", 3) && strncmp(name, "set", 3)) {
        return;
    }
    const struct fe_var *x0 = find_var(s->fe, "x0");
    if (!x0) {
        return;
    }
    for (unsigned i = 0; i < o->nin; i++) {
        const struct fe_temp *t = &s->b->fe->temps[in[i]];
        if (t->kind != FE_CONST || (uint32_t)t->val >> CLASS_SHIFT != CLASS_MEMORY) {
            continue;
        }
        for (unsigned shift = 0; shift <= 10; shift += 5) {
            unsigned number = (unsigned)(t->val >> shift) & 31;
            if (number != XZR) {
                scan_env(s, x0->offset + 8 * (int32_t)number, 8, false);
            }
        }
    }
}

/* The vector registers that a helper's call reads and writes, if its code is known. */
static void scan_helper_registers(struct scan *s, const struct fe_op *o)
{
    const struct fe_block *f = s->b->fe;
    const uint64_t *a = &f->args[o->args];
    unsigned nregs = 3;
    bool accumulates = false;

    switch (helper_lifter(s->fe, f, o)) {
    case LIFTED_FP_VEC: fp_vec_inlined(s->fe, f, o, &nregs, &accumulates); /* fall through */
    case LIFTED_VEC:
        for (unsigned i = !accumulates; i < nregs; i++) {
            scan_env(s, s->fact[a[i]].offset, 16, false);
        }
        scan_env(s, s->fact[a[0]].offset, 16, true);
        break;
    case LIFTED_HOST: host_registers(s->fe, f, o, scan_register, s); break;
    case LIFTED_BODY: body_registers(s->fe, f, o, scan_register, s); break;
    default: break;
    }
}

static void scan_call(struct scan *s, const struct fe_op *o)
{
    const uint64_t *a = &s->b->fe->args[o->args];
    struct call_effect e = call_effect(s->fe, s->exact, s->b->fe, o);

    if (s->exact && (e.read_all || is_atomic(o->helper->name))) {
        scan_sync(s);
    }
    /* With exact faults no more than what is dirty is stored around the call. */
    for (unsigned v = 0; !s->exact && e.vectors && v < s->fe->nvars; v++) {
        if (s->fe->vars[v].cls == FE_VAR_V128) {
            add_use(s, v);
            var_add(&s->b->def, v);
        }
    }
    /* What does not return is not what the block goes on after. */
    if (!(o->helper->flags & FE_CALL_NO_RETURN)) {
        s->b->checks_mode |= e.write_all;
        s->b->ends_in_helper |=
            !e.inlined && !(o->helper->flags & (FE_CALL_NO_SIDE_EFFECTS | FE_CALL_FAULTS));
    }
    if (e.read_all) {
        scan_observer(s);
        scan_numbered(s, o);
    }
    if (e.inlined) {
        scan_helper_registers(s, o);
        return;
    }
    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        if (s->fact[a[i]].kind == FACT_ENV) {
            scan_env(s, s->fact[a[i]].offset, 16, false);
            scan_env(s, s->fact[a[i]].offset, 16, true);
        }
    }
}

static void scan_op(struct scan *s, const struct fe_op *o)
{
    const struct fe_block *f = s->b->fe;
    const uint64_t *a = &f->args[o->args];
    unsigned size = env_access_size(o);
    bool store = size && o->nout == 0;
    struct temp_fact result = {FACT_NONE, 0};

    for (unsigned i = o->nout; i < (unsigned)o->nout + o->nin; i++) {
        const struct fe_temp *t = &f->temps[a[i]];
        if (t->kind == FE_GLOBAL && t->val >= 0) {
            scan_use(s, (unsigned)t->val);
        }
    }
    if (size) {
        uint64_t base = a[store ? 1 : o->nout];
        if (f->temps[base].kind == FE_ENV || s->fact[base].kind == FACT_ENV) {
            scan_env(s, s->fact[base].offset + (int32_t)a[o->nout + o->nin], size, store);
        }
    }
    if (o->opc == FE_OP_add_i64 || o->opc == FE_OP_mov_i64) {
        uint64_t base = a[1];
        if (f->temps[base].kind == FE_ENV || s->fact[base].kind == FACT_ENV) {
            if (o->opc == FE_OP_mov_i64) {
                result = (struct temp_fact){FACT_ENV, s->fact[base].offset};
            } else if (f->temps[a[2]].kind == FE_CONST) {
                result = (struct temp_fact){FACT_ENV,
                                            s->fact[base].offset + (int32_t)f->temps[a[2]].val};
            }
        }
    }
    if (o->opc == FE_OP_insn_start) {
        s->b->ends_in_helper = false;
    }
    if (o->opc == FE_OP_call) {
        scan_call(s, o);
    }
    if (s->exact && is_guest_access(o)) {
        scan_sync(s);
    }
    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *t = &f->temps[a[i]];
        if (t->kind == FE_GLOBAL && t->val >= 0) {
            scan_def(s, (unsigned)t->val);
        }
        s->fact[a[i]] = result;
    }
    scan_control(s, o);
}

void scan_block(const struct fe *fe, struct block *b, bool exact)
{
    struct scan s = {.fe = fe, .b = b, .exact = exact};

    memset(s.fact, 0, sizeof(s.fact));
    memset(s.at_label, 0xff, sizeof(s.at_label));
    memset(&s.at_exits, 0xff, sizeof(s.at_exits));
    for (unsigned i = 0; i < b->fe->nops && b->fe->ntemps <= MAX_TEMPS; i++) {
        scan_op(&s, &b->fe->ops[i]);
        if (b->fe->ops[i].opc == FE_OP_insn_start) {
            i += lanes_scan(fe, b->fe, i + 1, scan_lanes, &s);
        }
    }
    settle_halves(&s);
    b->sure = var_common(&s.at_exits, &s.written);
    b->kill = b->sure;
    var_remove(&b->kill, &b->use);
}
