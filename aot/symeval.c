/* SPDX-License-Identifier: GPL-2.0-or-later */
/* symeval.c: operations as expressions, and the values of those. */
#include "symeval.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

/* Deeper expressions are cut off: they are counters, not addresses. */
enum { MAX_DEPTH = 60, FIRST_HASH = 4096 };

/* --- Registers --------------------------------------------------------------------- */

void sym_callee_saved(const struct fe *fe, struct sym_regs *regs)
{
    static const char *const names[] = {
        /* aarch64 */
        "x19",
        "x20",
        "x21",
        "x22",
        "x23",
        "x24",
        "x25",
        "x26",
        "x27",
        "x28",
        "x29",
        "sp",
        /* riscv64 */
        "x2/sp",
        "x3/gp",
        "x4/tp",
        "x8/s0",
        "x9/s1",
        "x18/s2",
        "x19/s3",
        "x20/s4",
        "x21/s5",
        "x22/s6",
        "x23/s7",
        "x24/s8",
        "x25/s9",
        "x26/s10",
        "x27/s11",
    };

    memset(regs, 0, sizeof(*regs));
    for (unsigned g = 0; g < fe->nvars; g++) {
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            if (!strcmp(names[i], fe->vars[g].name)) {
                sym_reg_add(regs, g);
            }
        }
    }
}

/* --- One operation on numbers ------------------------------------------------------ */

static uint64_t mask(unsigned len)
{
    return len >= 64 ? UINT64_MAX : ((uint64_t)1 << len) - 1;
}

static uint64_t sext(uint64_t v, unsigned len)
{
    return (uint64_t)((int64_t)(v << (64 - len)) >> (64 - len));
}

static bool compare(unsigned cond, uint64_t a, uint64_t b, unsigned bits)
{
    int64_t sa = (int64_t)sext(a, bits), sb = (int64_t)sext(b, bits);

    switch (cond) {
    case FE_ALWAYS: return true;
    case FE_EQ: return a == b;
    case FE_NE: return a != b;
    case FE_TSTEQ: return (a & b) == 0;
    case FE_TSTNE: return (a & b) != 0;
    case FE_LT: return sa < sb;
    case FE_GE: return sa >= sb;
    case FE_GT: return sa > sb;
    case FE_LE: return sa <= sb;
    case FE_LTU: return a < b;
    case FE_GEU: return a >= b;
    case FE_GTU: return a > b;
    case FE_LEU: return a <= b;
    default: return false;
    }
}

#define BOTH(name)                                                                             \
    case FE_OP_##name##_i32:                                                                   \
    case FE_OP_##name##_i64

/* The 64-bit operation; 32-bit ones come with inputs cut to BITS and their result is. */
static bool operate(unsigned opc, const uint64_t *in, uint64_t k, unsigned bits, uint64_t *v)
{
    uint64_t a = in[0], b = in[1];
    unsigned k0 = k & 0xff, k1 = k >> 8 & 0xff, n = (unsigned)b & (bits - 1);

    switch (opc) {
        BOTH(mov) : case FE_OP_extrl_i64_i32 : case FE_OP_extu_i32_i64 : *v = a;
        return true;
    case FE_OP_ext_i32_i64:
    case FE_OP_ext32s_i64: *v = sext(a, 32); return true;
    case FE_OP_ext32u_i64: *v = (uint32_t)a; return true;
    case FE_OP_extrh_i64_i32:
        *v = a >> 32;
        return true;
        BOTH(ext8s) : *v = sext(a, 8);
        return true;
        BOTH(ext16s) : *v = sext(a, 16);
        return true;
        BOTH(ext8u) : *v = (uint8_t)a;
        return true;
        BOTH(ext16u) : *v = (uint16_t)a;
        return true;
        BOTH(add) : *v = a + b;
        return true;
        BOTH(sub) : *v = a - b;
        return true;
        BOTH(mul) : *v = a * b;
        return true;
        BOTH(and) : *v = a & b;
        return true;
        BOTH(or) : *v = a | b;
        return true;
        BOTH(xor) : *v = a ^ b;
        return true;
        BOTH(andc) : *v = a & ~b;
        return true;
        BOTH(orc) : *v = a | ~b;
        return true;
        BOTH(not ) : *v = ~a;
        return true;
        BOTH(neg) : *v = -a;
        return true;
        BOTH(shl) : *v = a << n;
        return true;
        BOTH(shr) : *v = a >> n;
        return true;
        BOTH(sar) : *v = (uint64_t)((int64_t)sext(a, bits) >> n);
        return true;
        BOTH(deposit) : *v = (a & ~(mask(k1) << k0)) | (b & mask(k1)) << k0;
        return true;
        BOTH(extract) : *v = a >> k0 & mask(k1);
        return true;
        BOTH(sextract) : *v = sext(a >> k0, k1);
        return true;
        BOTH(extract2) : *v = k0 ? a >> k0 | b << (bits - k0) : a;
        return true;
        BOTH(setcond) : *v = compare(k0, a, b, bits);
        return true;
        BOTH(negsetcond) : *v = compare(k0, a, b, bits) ? UINT64_MAX : 0;
        return true;
        BOTH(movcond) : *v = compare(k0, a, b, bits) ? in[2] : in[3];
        return true;
    default: return false;
    }
}

static unsigned op_bits(unsigned opc)
{
    switch (opc) {
    case FE_OP_mov_i32:
    case FE_OP_ext8s_i32:
    case FE_OP_ext16s_i32:
    case FE_OP_ext8u_i32:
    case FE_OP_ext16u_i32:
    case FE_OP_add_i32:
    case FE_OP_sub_i32:
    case FE_OP_mul_i32:
    case FE_OP_and_i32:
    case FE_OP_or_i32:
    case FE_OP_xor_i32:
    case FE_OP_andc_i32:
    case FE_OP_orc_i32:
    case FE_OP_not_i32:
    case FE_OP_neg_i32:
    case FE_OP_shl_i32:
    case FE_OP_shr_i32:
    case FE_OP_sar_i32:
    case FE_OP_deposit_i32:
    case FE_OP_extract_i32:
    case FE_OP_sextract_i32:
    case FE_OP_extract2_i32:
    case FE_OP_setcond_i32:
    case FE_OP_negsetcond_i32:
    case FE_OP_movcond_i32: return 32;
    default: return 64;
    }
}

static bool compute(const struct sym_node *o, const uint64_t *values, uint64_t *v)
{
    unsigned bits = op_bits(o->opc);
    uint64_t in[SYM_MAX_INPUTS] = {0};
    bool to32 = bits == 32 || o->opc == FE_OP_extrl_i64_i32;

    for (unsigned i = 0; i < o->nin; i++) {
        in[i] = values[i] & mask(bits);
    }
    if (!operate(o->opc, in, o->k, bits, v)) {
        return false;
    }
    *v &= to32 ? mask(32) : mask(64);
    return true;
}

/* --- Expressions ------------------------------------------------------------------- */

static uint32_t hash_node(const struct sym_node *o)
{
    uint64_t h = o->opc * 0x9e3779b97f4a7c15u ^ o->k;

    for (unsigned i = 0; i < o->nin; i++) {
        h = (h ^ o->in[i]) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    h *= 0xbf58476d1ce4e5b9u;
    return (uint32_t)(h >> 32);
}

static bool same(const struct sym_node *a, const struct sym_node *b)
{
    return a->opc == b->opc && a->nin == b->nin && a->k == b->k &&
           !memcmp(a->in, b->in, a->nin * sizeof(a->in[0]));
}

static struct sym_slot *slot(struct sym *s, const struct sym_node *o)
{
    uint32_t i = hash_node(o) & (s->nhash - 1);

    while (s->hash[i].path == s->path && !same(&s->nodes[s->hash[i].node], o)) {
        i = (i + 1) & (s->nhash - 1);
    }
    return &s->hash[i];
}

static void grow(struct sym *s)
{
    s->cap = s->cap ? s->cap * 2 : FIRST_HASH / 2;
    s->nodes = xrealloc(s->nodes, s->cap, sizeof(*s->nodes));
    s->memo = xrealloc(s->memo, s->cap, sizeof(*s->memo));
    memset(s->memo + s->n, 0, (s->cap - s->n) * sizeof(*s->memo));
    s->nhash = s->cap * 2;
    s->hash = xrealloc(s->hash, s->nhash, sizeof(*s->hash));
    memset(s->hash, 0, s->nhash * sizeof(*s->hash));
    for (uint32_t i = 1; i < s->n; i++) {
        if (s->nodes[i].opc != SYM_LEAF) {
            *slot(s, &s->nodes[i]) = (struct sym_slot){i, s->path};
        }
    }
}

static uint32_t append(struct sym *s, const struct sym_node *o)
{
    if (s->n == s->cap) {
        grow(s);
    }
    s->nodes[s->n] = *o;
    return s->n++;
}

static uint32_t intern(struct sym *s, const struct sym_node *o)
{
    if (s->n == s->cap) {
        grow(s); /* which moves the slots */
    }
    struct sym_slot *h = slot(s, o);
    if (h->path != s->path) {
        *h = (struct sym_slot){append(s, o), s->path};
    }
    return h->node;
}

static uint32_t constant(struct sym *s, uint64_t v)
{
    return intern(s, &(struct sym_node){.opc = SYM_CONST, .k = v});
}

static uint32_t fresh(struct sym *s)
{
    return append(s, &(struct sym_node){.opc = SYM_LEAF, .k = s->next_leaf++});
}

static bool is_const(const struct sym *s, uint32_t n)
{
    return s->nodes[n].opc == SYM_CONST;
}

/* Puts additions into one form, x + constant, so that equal addresses look equal. */
static uint32_t simplify_add(struct sym *s, struct sym_node *o)
{
    if (o->opc == FE_OP_sub_i64 && is_const(s, o->in[1])) {
        o->opc = FE_OP_add_i64;
        o->in[1] = constant(s, -s->nodes[o->in[1]].k);
    }
    if (o->opc != FE_OP_add_i64) {
        return 0;
    }
    if (is_const(s, o->in[0])) {
        uint32_t t = o->in[0];
        o->in[0] = o->in[1];
        o->in[1] = t;
    }
    if (!is_const(s, o->in[1])) {
        return 0;
    }
    const struct sym_node *a = &s->nodes[o->in[0]];
    if (a->opc == FE_OP_add_i64 && is_const(s, a->in[1])) {
        uint32_t x = a->in[0];
        o->in[1] = constant(s, s->nodes[a->in[1]].k + s->nodes[o->in[1]].k);
        o->in[0] = x;
    }
    return s->nodes[o->in[1]].k == 0 ? o->in[0] : 0;
}

static uint32_t make(struct sym *s, struct sym_node o)
{
    uint64_t in[SYM_MAX_INPUTS] = {0}, v;
    bool all_const = true;
    unsigned depth = 0;

    for (unsigned i = 0; i < o.nin; i++) {
        all_const &= is_const(s, o.in[i]);
        in[i] = s->nodes[o.in[i]].k;
        depth = s->nodes[o.in[i]].depth > depth ? s->nodes[o.in[i]].depth : depth;
    }
    if (all_const && compute(&o, in, &v)) {
        return constant(s, v);
    }
    if (depth >= MAX_DEPTH) {
        return fresh(s);
    }
    uint32_t simple = simplify_add(s, &o);
    if (simple) {
        return simple;
    }
    o.depth = (uint8_t)(depth + 1);
    return intern(s, &o);
}

static uint32_t unary(struct sym *s, unsigned opc, uint32_t a)
{
    return make(s, (struct sym_node){.opc = (uint16_t)opc, .nin = 1, .in = {a}});
}

/* --- Running a block --------------------------------------------------------------- */

void sym_reset(struct sym *s)
{
    if (s->cap == 0) {
        s->n = 1;
        grow(s);
        for (unsigned i = 0; i < s->fe->nvars; i++) {
            append(s, &(struct sym_node){.opc = SYM_LEAF, .k = i});
        }
    }
    for (unsigned i = 0; i < s->fe->nvars; i++) {
        s->globals[i] = 1 + i;
    }
    s->n = 1 + s->fe->nvars;
    s->path++;
    s->stamp++; /* what was remembered is about other nodes */
    s->bound = 0;
    s->next_leaf = FE_MAX_VARS;
    s->nstores = s->stores_at_call = 0;
    s->n_at_write = 0;
    s->assumes = false;
    s->branch = 0;
}

void sym_free(struct sym *s)
{
    free(s->nodes);
    free(s->hash);
    free(s->temps);
    free(s->memo);
}

void sym_call(struct sym *s)
{
    s->stores_at_call = s->nstores;
    s->n_at_write = s->n;
    for (unsigned i = 0; i < s->fe->nvars; i++) {
        if (!sym_reg_in(s->callee_saved, i)) {
            s->globals[i] = fresh(s);
        }
    }
}

static uint32_t get(struct sym *s, const struct fe_block *f, uint64_t t)
{
    const struct fe_temp *x = &f->temps[t];

    if (x->kind == FE_CONST) {
        return constant(s, x->type == FE_I32 ? (uint32_t)x->val : (uint64_t)x->val);
    }
    if (x->kind == FE_GLOBAL) {
        return s->globals[x->val];
    }
    if (!s->temps[t]) {
        s->temps[t] = fresh(s);
    }
    return s->temps[t];
}

static void set(struct sym *s, const struct fe_block *f, uint64_t t, uint32_t n)
{
    if (f->temps[t].kind == FE_GLOBAL) {
        s->globals[f->temps[t].val] = n;
    } else {
        s->temps[t] = n;
    }
}

/* Sign-extended loads are extensions of plain ones, so that both kinds of the same
 * load are comparable. */
static uint32_t extended(struct sym *s, uint32_t n, unsigned size_log2, bool sign)
{
    static const uint16_t u[] = {FE_OP_ext8u_i64, FE_OP_ext16u_i64, FE_OP_ext32u_i64};
    static const uint16_t i[] = {FE_OP_ext8s_i64, FE_OP_ext16s_i64, FE_OP_ext32s_i64};

    return size_log2 > 2 ? n : unary(s, sign ? i[size_log2] : u[size_log2], n);
}

uint32_t sym_base(const struct sym *s, uint32_t node, uint64_t *offset)
{
    const struct sym_node *o = &s->nodes[node];

    if (o->opc == FE_OP_add_i64 && is_const(s, o->in[1])) {
        *offset = s->nodes[o->in[1]].k;
        return o->in[0];
    }
    *offset = 0;
    return node;
}

bool sym_address(const struct sym *s, uint32_t node, uint64_t *reg, uint64_t *offset)
{
    const struct sym_node *o = &s->nodes[sym_base(s, node, offset)];

    *reg = o->k;
    return o->opc == SYM_LEAF && o->k < FE_MAX_VARS;
}

static uint32_t base_of_store(const struct sym *s, unsigned i)
{
    uint64_t offset;

    return sym_base(s, s->stores[i % SYM_MAX_STORES].addr, &offset);
}

/* Nobody else may have changed what store number I left behind. */
static bool undisturbed(const struct sym *s, unsigned i)
{
    uint32_t base = base_of_store(s, i);
    bool same = i >= s->stores_at_call;

    while (same && ++i < s->nstores) {
        same = base_of_store(s, i) == base;
    }
    return same;
}

static uint32_t load(struct sym *s, uint32_t addr, const struct fe_memop *m)
{
    for (unsigned i = s->nstores; i-- > 0 && s->nstores - i <= SYM_MAX_STORES;) {
        unsigned at = i % SYM_MAX_STORES;
        if (s->stores[at].addr == addr) {
            s->assumes |= is_const(s, s->stores[at].value) && !undisturbed(s, i);
            return s->stores[at].size_log2 == m->size_log2
                       ? extended(s, s->stores[at].value, m->size_log2, m->sign)
                       : fresh(s);
        }
    }
    uint32_t n = make(
        s,
        (struct sym_node){.opc = FE_OP_qemu_ld_i64, .nin = 1, .in = {addr}, .k = m->size_log2});
    s->nodes[n].again |= n < s->n_at_write;
    return m->sign ? extended(s, n, m->size_log2, true) : n;
}

static void store(struct sym *s, uint32_t addr, uint32_t value, unsigned size_log2)
{
    unsigned at = s->nstores++ % SYM_MAX_STORES;

    s->stores[at].addr = addr;
    s->stores[at].value = value;
    s->stores[at].size_log2 = (uint8_t)size_log2;
    s->n_at_write = s->n;
}

/* What O computes, or 0 if that is nothing to follow. */
static uint32_t expression(struct sym *s, const struct fe_block *f, const struct fe_op *o)
{
    const uint64_t *a = &f->args[o->args];
    struct sym_node n = {.opc = o->opc, .nin = o->nin};
    uint64_t dummy, zero[SYM_MAX_INPUTS] = {0};

    if (o->opc == FE_OP_mov_i64 || o->opc == FE_OP_mov_i32 || o->opc == FE_OP_extu_i32_i64) {
        return get(s, f, a[1]);
    }
    if ((o->opc == FE_OP_qemu_ld_i64 || o->opc == FE_OP_qemu_ld_i32) && !o->mem.bswap) {
        uint32_t v = load(s, get(s, f, a[1]), &o->mem);
        return o->opc == FE_OP_qemu_ld_i32 ? unary(s, FE_OP_extrl_i64_i32, v) : v;
    }
    if (o->nout != 1 || o->nin == 0 || o->nin > SYM_MAX_INPUTS || o->nconst > 2) {
        return 0;
    }
    for (unsigned i = 0; i < o->nconst; i++) {
        n.k |= (a[1 + o->nin + i] & 0xff) << (8 * i);
    }
    if (!compute(&n, zero, &dummy)) {
        return 0;
    }
    for (unsigned i = 0; i < o->nin; i++) {
        n.in[i] = get(s, f, a[1 + i]);
    }
    return make(s, n);
}

/* Control comes to the label from a branch, too: what was computed between the two is
 * not known there. */
static void join(struct sym *s, const struct fe_block *f, unsigned label_op)
{
    uint64_t label = f->args[f->ops[label_op].args];
    unsigned from = label_op;

    for (unsigned i = label_op; i-- > 0;) {
        const struct fe_op *o = &f->ops[i];
        unsigned last = o->args + o->nout + o->nin + o->nconst - 1u;
        if ((o->opc == FE_OP_br || o->opc == FE_OP_brcond_i32 || o->opc == FE_OP_brcond_i64) &&
            f->args[last] == label) {
            from = i;
        }
    }
    for (unsigned i = from; i < label_op; i++) {
        for (unsigned k = 0; k < f->ops[i].nout; k++) {
            set(s, f, f->args[f->ops[i].args + k], fresh(s));
        }
    }
}

/* A conditional branch over the first of two exits. */
static void note_branch(struct sym *s, const struct block *b, unsigned op)
{
    const struct fe_block *f = b->fe;
    const struct fe_op *o = &f->ops[op];
    const uint64_t *a = &f->args[o->args];

    if (b->nexits != 2 || op > b->exits[0].op) {
        return;
    }
    for (unsigned i = b->exits[0].op; i < b->exits[1].op; i++) {
        if (f->ops[i].opc == FE_OP_set_label && f->args[f->ops[i].args] == a[3]) {
            struct sym_node n = {.nin = 2, .k = a[2]};
            n.opc = o->opc == FE_OP_brcond_i32 ? FE_OP_setcond_i32 : FE_OP_setcond_i64;
            n.in[0] = get(s, f, a[0]);
            n.in[1] = get(s, f, a[1]);
            s->branch = make(s, n);
        }
    }
}

static uint32_t after(struct sym *s, uint32_t addr, uint64_t bytes)
{
    return make(
        s, (struct sym_node){.opc = FE_OP_add_i64, .nin = 2, .in = {addr, constant(s, bytes)}});
}

static void run_op(struct sym *s, const struct block *b, unsigned op)
{
    const struct fe_block *f = b->fe;
    const struct fe_op *o = &f->ops[op];
    const uint64_t *a = &f->args[o->args];

    switch (o->opc) {
    case FE_OP_set_label: join(s, f, op); return;
    case FE_OP_brcond_i32:
    case FE_OP_brcond_i64: note_branch(s, b, op); return;
    case FE_OP_qemu_st_i32:
    case FE_OP_qemu_st_i64: {
        uint32_t value = get(s, f, a[0]), addr = get(s, f, a[1]);
        store(s, addr, o->mem.bswap ? fresh(s) : value, o->mem.size_log2);
        return;
    }
    case FE_OP_qemu_ld_i128: {
        static const struct fe_memop half = {.size_log2 = 3};
        uint32_t addr = get(s, f, a[2]), above = after(s, addr, 8);
        set(s, f, a[0], o->mem.bswap ? fresh(s) : load(s, addr, &half));
        set(s, f, a[1], o->mem.bswap ? fresh(s) : load(s, above, &half));
        return;
    }
    case FE_OP_qemu_st_i128: { /* a pair of registers, the second one above the first */
        uint32_t low = get(s, f, a[0]), high = get(s, f, a[1]), addr = get(s, f, a[2]);
        uint32_t above = after(s, addr, 8);
        store(s, addr, o->mem.bswap ? fresh(s) : low, 3);
        store(s, above, o->mem.bswap ? fresh(s) : high, 3);
        return;
    }
    default: break;
    }
    /* Helpers that change registers behind the back of the operations (system calls,
     * exceptions) are on no way to a jump. */
    uint32_t n = o->nout == 1 ? expression(s, f, o) : 0;
    for (unsigned k = 0; k < o->nout; k++) {
        set(s, f, a[k], n ? n : fresh(s));
    }
}

void sym_run(struct sym *s, const struct block *b)
{
    if (b->fe->ntemps > s->ntemps) {
        s->ntemps = b->fe->ntemps;
        s->temps = xrealloc(s->temps, s->ntemps, sizeof(*s->temps));
    }
    memset(s->temps, 0, s->ntemps * sizeof(*s->temps));
    s->branch = 0;
    for (unsigned i = 0; i < b->fe->nops; i++) {
        run_op(s, b, i);
    }
}

/* --- Values ------------------------------------------------------------------------ */

static bool value_of(struct sym *s, uint32_t node, uint64_t *v);

static bool value_fresh(struct sym *s, uint32_t node, uint64_t *v)
{
    const struct sym_node *o = &s->nodes[node];
    uint64_t in[SYM_MAX_INPUTS];

    if (o->opc == SYM_LEAF) {
        return o->k < FE_MAX_VARS && s->leaf(s->arg, o->k, v);
    }
    if (o->opc == FE_OP_qemu_ld_i64 && s->spilled(s->arg, node, v)) {
        return true;
    }
    for (unsigned i = 0; i < o->nin; i++) {
        if (!value_of(s, o->in[i], &in[i])) {
            return false;
        }
    }
    if (o->opc != FE_OP_qemu_ld_i64) {
        return compute(o, in, v);
    }
    s->nloads++;
    s->load_addr = in[0];
    return s->read(s->arg, in[0], (unsigned)o->k, v);
}

static bool value_of(struct sym *s, uint32_t node, uint64_t *v)
{
    s->assumes |= s->nodes[node].again;
    if (node == s->bound) {
        s->used_bound = true;
        *v = s->bound_value;
        return true;
    }
    if (is_const(s, node)) {
        *v = s->nodes[node].k;
        return true;
    }
    if (s->memo[node].stamp != s->stamp) {
        s->memo[node].known = value_fresh(s, node, &s->memo[node].value);
        s->memo[node].stamp = s->stamp;
    }
    *v = s->memo[node].value;
    return s->memo[node].known;
}

bool sym_value(struct sym *s, uint32_t node, uint64_t *value)
{
    s->stamp++;
    s->nloads = 0;
    s->used_bound = false;
    return value_of(s, node, value);
}

uint64_t sym_max(const struct sym *s, uint32_t node)
{
    const struct sym_node *o = &s->nodes[node];
    uint64_t m;

    switch (o->opc) {
        BOTH(and) : return is_const(s, o->in[1]) ? s->nodes[o->in[1]].k : UINT64_MAX;
        BOTH(extract) : return mask(o->k >> 8 & 0xff);
        BOTH(ext8u) : return 0xff;
        BOTH(ext16u) : return 0xffff;
        BOTH(setcond) : return 1;
        BOTH(shr) : m = is_const(s, o->in[1]) ? s->nodes[o->in[1]].k : 0;
        return mask(op_bits(o->opc)) >> (m & 63);
    case FE_OP_qemu_ld_i64: return mask(8u << o->k);
    default: return UINT64_MAX;
    }
}
