/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_lanes.c: instructions that QEMU's frontend expands element by element.
 *
 * What Arm's widening, narrowing, permuting and across-lane instructions do to a
 * vector register comes as one load from the CPU state, some 64-bit arithmetic and
 * one store for each element:
 *
 *     ld8u_i64 a, env, vn+7    ld8u_i64 b, env, vm+7    mul_i64 a, a, b    st16_i64 a, env,
 * vd+14 ld8u_i64 a, env, vn+6    ...
 *
 * The operations of one instruction are evaluated symbolically. A value is eight
 * references to bytes: of registers as they were before, of constants, or of nodes, which
 * are arithmetic on whole values; moves, masks, and shifts by whole bytes only move
 * references. So is what the instruction leaves in a register sixteen references. If they are
 * the bytes of nodes of one shape, one for each lane, these are one vector operation for each
 * node of the shape; if they are bytes of registers, a shuffle. What a register held before
 * an overlapping store is the right thing by construction.
 *
 * Nodes are integers without bounds in 64 bits, but lanes want to be as narrow as
 * may be: vector() makes W bits of a node, and looks at the range of operands only where high
 * bits come down (shifts right, compares, saturation).
 */
#include "helper_bodies.h"
#include "lift.h"

#include <stdlib.h>
#include <string.h>

#define B (p->l->b)

enum { MAX_NODES = 400, MAX_LANES = 16 };

struct byte_ref {
    enum { BYTE_CONST, BYTE_REG, BYTE_NODE } kind : 8;
    uint8_t at;  /* the constant; which byte */
    uint16_t of; /* variable or node */
};

struct value {
    struct byte_ref b[8];
};

enum node_op {
    NODE_CONST, /* imm */
    NODE_ZEXT,  /* of `size` bytes */
    NODE_SEXT,
    NODE_ADD,
    NODE_SUB,
    NODE_MUL,
    NODE_AND,
    NODE_OR,
    NODE_XOR,
    NODE_NEG,
    NODE_SHL, /* by imm */
    NODE_SHR,
    NODE_SAR,
    NODE_MOVCOND, /* imm: condition */
    NODE_SAT_S,   /* to `size` bytes, signed; sets the saturation flag if that changes it */
    NODE_SAT_U,
    NODE_ADD_SAT, /* of `size` bytes, signed */
    NODE_CLZ,     /* of `size` bytes */
};

struct node {
    enum node_op op;
    uint8_t size;
    bool emitted;
    uint16_t in[4];
    int64_t imm;
    struct byte_ref b[8]; /* of ZEXT, SEXT */
    uint8_t sbits, ubits; /* it fits into so many bits, signed and unsigned; 64 if unknown */
};

struct lanes {
    const struct fe *fe;
    const struct fe_block *f;
    struct lifter *l; /* NULL: only see whether it can be done */
    struct value val[MAX_TEMPS];
    uint8_t known[MAX_TEMPS];
    struct node nodes[MAX_NODES];
    unsigned nnodes, work;
    unsigned nregs; /* that have been looked at */
    struct {
        uint16_t var;
        bool written;
        struct byte_ref b[16];
    } regs[8];
    int32_t qc; /* offset of the saturation flag */
    LLVMValueRef saturated;
};

/* --- Values and nodes ------------------------------------------------------------- */

static bool same_byte(struct byte_ref x, struct byte_ref y)
{
    return x.kind == y.kind && x.at == y.at && x.of == y.of;
}

static bool same_bytes(const struct byte_ref *x, const struct byte_ref *y, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (!same_byte(x[i], y[i])) {
            return false;
        }
    }
    return true;
}

static struct byte_ref const_byte(uint8_t v)
{
    return (struct byte_ref){BYTE_CONST, v, 0};
}

static bool is_zero(struct byte_ref x)
{
    return x.kind == BYTE_CONST && x.at == 0;
}

static struct value const_value(uint64_t v)
{
    struct value r;
    for (unsigned i = 0; i < 8; i++) {
        r.b[i] = const_byte((uint8_t)(v >> 8 * i));
    }
    return r;
}

static unsigned min_u(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned max_u(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* Bits that V needs, signed. */
static unsigned bits_of(int64_t v)
{
    uint64_t u = (uint64_t)(v < 0 ? ~v : v);
    return u ? 65u - (unsigned)__builtin_clzll(u) : 1;
}

static void find_range(struct lanes *p, struct node *n)
{
    const struct node *a = &p->nodes[n->in[0]], *b = &p->nodes[n->in[1]];
    const struct node *t = &p->nodes[n->in[2]], *e = &p->nodes[n->in[3]];
    unsigned s = 64, u = 64, imm = (unsigned)n->imm;

    switch (n->op) {
    case NODE_CONST:
        s = bits_of(n->imm);
        u = n->imm < 0 ? 64 : s - 1;
        break;
    case NODE_ZEXT:
        u = 8u * n->size;
        s = u + 1;
        break;
    case NODE_SEXT: s = 8u * n->size; break;
    case NODE_ADD:
        s = max_u(a->sbits, b->sbits) + 1;
        u = max_u(a->ubits, b->ubits) + 1;
        break;
    case NODE_SUB: s = max_u(a->sbits, b->sbits) + 1; break;
    case NODE_MUL:
        s = a->sbits + b->sbits;
        u = a->ubits + b->ubits;
        break;
    case NODE_AND:
        s = max_u(a->sbits, b->sbits);
        u = min_u(a->ubits, b->ubits);
        break;
    case NODE_OR:
    case NODE_XOR:
        s = max_u(a->sbits, b->sbits);
        u = max_u(a->ubits, b->ubits);
        break;
    case NODE_NEG: s = a->sbits + 1u; break;
    case NODE_SHL:
        s = a->sbits + imm;
        u = a->ubits + imm;
        break;
    case NODE_SHR:
        u = a->ubits > imm ? a->ubits - imm : 1;
        s = u + 1;
        break;
    case NODE_SAR:
        s = a->sbits > imm ? a->sbits - imm : 1;
        u = a->ubits < 64 ? (a->ubits > imm ? a->ubits - imm : 1) : 64;
        break;
    case NODE_MOVCOND:
        s = max_u(t->sbits, e->sbits);
        u = max_u(t->ubits, e->ubits);
        break;
    case NODE_SAT_S: s = 8u * n->size; break;
    case NODE_SAT_U:
        u = 8u * n->size;
        s = u + 1;
        break;
    case NODE_ADD_SAT: break;
    case NODE_CLZ:
        u = 7;
        s = 8;
        break;
    }
    /* Sums of 64 bits may have wrapped: nothing is known then. */
    n->sbits = (uint8_t)min_u(s, 64);
    n->ubits = (uint8_t)min_u(u, 64);
    if (n->ubits < 63) {
        n->sbits = (uint8_t)min_u(n->sbits, n->ubits + 1u);
    }
}

/* The number of a node like N, or -1 if there are too many. */
static int add_node(struct lanes *p, struct node n)
{
    for (unsigned i = 0; i < p->nnodes; i++) {
        const struct node *x = &p->nodes[i];
        if (x->op == n.op && x->size == n.size && x->imm == n.imm &&
            !memcmp(x->in, n.in, sizeof(n.in)) && same_bytes(x->b, n.b, 8)) {
            return (int)i;
        }
    }
    if (p->nnodes == MAX_NODES) {
        return -1;
    }
    p->nodes[p->nnodes] = n;
    find_range(p, &p->nodes[p->nnodes]);
    return (int)p->nnodes++;
}

static int node_ext(struct lanes *p, const struct byte_ref *b, unsigned size, bool is_signed);

/* Bytes of one node that start in the middle of it are those of the node shifted right. */
static int start_at_zero(struct lanes *p, struct byte_ref *b, unsigned n)
{
    unsigned first = b[0].at;

    if (b[0].kind != BYTE_NODE || first == 0) {
        return 0;
    }
    int shifted =
        add_node(p, (struct node){.op = NODE_SHR, .in = {b[0].of}, .imm = 8 * (int64_t)first});
    if (shifted < 0) {
        return -1;
    }
    for (unsigned i = 0; i < n; i++) {
        if (b[i].kind != BYTE_NODE || b[i].of != b[0].of || b[i].at != first + i) {
            return -1;
        }
    }
    for (unsigned i = 0; i < n; i++) {
        b[i] = (struct byte_ref){BYTE_NODE, (uint8_t)i, (uint16_t)shifted};
    }
    return 0;
}

static int node_ext(struct lanes *p, const struct byte_ref *b, unsigned size, bool is_signed)
{
    struct node n = {.op = is_signed ? NODE_SEXT : NODE_ZEXT, .size = (uint8_t)size};
    uint64_t c = 0;
    bool all_const = true;

    for (unsigned i = 0; i < size; i++) {
        n.b[i] = b[i];
        all_const &= b[i].kind == BYTE_CONST;
        c |= (uint64_t)b[i].at << 8 * i;
    }
    if (all_const) {
        unsigned up = 64 - 8 * size;
        int64_t v = is_signed ? (int64_t)(c << up) >> up : (int64_t)c;
        return add_node(p, (struct node){.op = NODE_CONST, .imm = v});
    }
    return start_at_zero(p, n.b, size) ? -1 : add_node(p, n);
}

/* The node whose value V is. */
static int as_node(struct lanes *p, const struct value *v)
{
    const struct byte_ref *top = &v->b[7];
    unsigned n = 8;

    if (top->kind == BYTE_NODE && top->at == 7) {
        const struct node *x = &p->nodes[top->of];
        bool whole = true;
        for (unsigned i = 0; i < 8; i++) {
            struct byte_ref own = {BYTE_NODE, (uint8_t)i, top->of};
            bool low = x->op == NODE_SEXT && i < x->size && same_byte(v->b[i], x->b[i]);
            whole &= low || same_byte(v->b[i], own);
        }
        if (whole) {
            return top->of;
        }
    }
    while (n > 1 && is_zero(v->b[n - 1])) {
        n--;
    }
    n = n > 4 ? 8 : n > 2 ? 4 : n;
    return node_ext(p, v->b, n, false);
}

static struct value of_node(struct lanes *p, int n)
{
    struct value v;

    if (n >= 0 && p->nodes[n].op == NODE_CONST) {
        return const_value((uint64_t)p->nodes[n].imm);
    }
    for (unsigned i = 0; i < 8; i++) {
        v.b[i] = (struct byte_ref){BYTE_NODE, (uint8_t)i, (uint16_t)n};
    }
    return v;
}

/* The low SIZE bytes of V, extended. */
static bool extend_value(struct lanes *p, struct value *v, unsigned size, bool is_signed)
{
    struct value r = *v;
    int n;

    if (!is_signed) {
        for (unsigned i = size; i < 8; i++) {
            r.b[i] = const_byte(0);
        }
    } else if (size < 8) {
        if ((n = node_ext(p, v->b, size, true)) < 0) {
            return false;
        }
        struct value s = of_node(p, n);
        memcpy(&r.b[size], &s.b[size], (8 - size) * sizeof(s.b[0]));
    }
    *v = r;
    return true;
}

/* V shifted left by N bytes, right if N is negative; zeros come in. */
static struct value move_bytes(const struct value *v, int n)
{
    struct value r;

    for (int i = 0; i < 8; i++) {
        r.b[i] = i - n >= 0 && i - n < 8 ? v->b[i - n] : const_byte(0);
    }
    return r;
}

/* --- The CPU state ---------------------------------------------------------------- */

static int register_at(struct lanes *p, int32_t offset, unsigned size, unsigned *at)
{
    for (unsigned v = 0; v < p->fe->nvars; v++) {
        const struct fe_var *x = &p->fe->vars[v];
        if (x->cls != FE_VAR_V128 || offset < x->offset ||
            offset + (int32_t)size > x->offset + 16) {
            continue;
        }
        *at = (unsigned)(offset - x->offset);
        for (unsigned i = 0; i < p->nregs; i++) {
            if (p->regs[i].var == v) {
                return (int)i;
            }
        }
        if (p->nregs == sizeof(p->regs) / sizeof(p->regs[0])) {
            return -1;
        }
        p->regs[p->nregs].var = (uint16_t)v;
        p->regs[p->nregs].written = false;
        for (unsigned i = 0; i < 16; i++) {
            p->regs[p->nregs].b[i] = (struct byte_ref){BYTE_REG, (uint8_t)i, (uint16_t)v};
        }
        return (int)p->nregs++;
    }
    return -1;
}

static bool eval_load(struct lanes *p, const uint64_t *a, unsigned size, bool is_signed)
{
    unsigned at;
    int r = p->f->temps[a[1]].kind == FE_ENV ? register_at(p, (int32_t)a[2], size, &at) : -1;
    struct value v = const_value(0);

    if (r < 0) {
        return false;
    }
    memcpy(v.b, &p->regs[r].b[at], size * sizeof(v.b[0]));
    if (!extend_value(p, &v, size, is_signed)) {
        return false;
    }
    p->val[a[0]] = v;
    p->known[a[0]] = true;
    return true;
}

static bool get(struct lanes *p, uint64_t t, struct value *v)
{
    const struct fe_temp *x = &p->f->temps[t];

    if (x->kind == FE_CONST && x->type <= FE_I64) {
        *v = const_value((uint64_t)x->val);
        return true;
    }
    *v = p->val[t];
    return p->known[t];
}

static bool eval_store(struct lanes *p, const uint64_t *a, unsigned size)
{
    unsigned at;
    int r = p->f->temps[a[1]].kind == FE_ENV ? register_at(p, (int32_t)a[2], size, &at) : -1;
    struct value v;

    if (r < 0 || !get(p, a[0], &v)) {
        return false;
    }
    memcpy(&p->regs[r].b[at], v.b, size * sizeof(v.b[0]));
    p->regs[r].written = true;
    return true;
}

/* --- Operations ------------------------------------------------------------------- */

static bool set(struct lanes *p, uint64_t t, const struct value *v)
{
    p->val[t] = *v;
    p->known[t] = true;
    return true;
}

static bool set_node(struct lanes *p, uint64_t t, int n)
{
    if (n < 0) {
        return false;
    }
    struct value v = of_node(p, n);
    p->work++;
    return set(p, t, &v);
}

static bool eval_binary(struct lanes *p, const uint64_t *a, enum node_op op)
{
    struct value x, y;

    if (!get(p, a[1], &x) || !get(p, a[2], &y)) {
        return false;
    }
    int m = as_node(p, &x), n = as_node(p, &y);
    if (m < 0 || n < 0) {
        return false;
    }
    return set_node(p, a[0],
                    add_node(p, (struct node){.op = op, .in = {(uint16_t)m, (uint16_t)n}}));
}

/* AND and OR of bytes that one side says nothing new of only choose. */
static bool eval_logic(struct lanes *p, const uint64_t *a, enum node_op op)
{
    struct value x, y, r;
    bool moves = true;

    if (!get(p, a[1], &x) || !get(p, a[2], &y)) {
        return false;
    }
    for (unsigned i = 0; i < 8; i++) {
        struct byte_ref other = const_byte(op == NODE_AND ? 0xff : 0);
        if (op == NODE_AND && (is_zero(x.b[i]) || is_zero(y.b[i]))) {
            r.b[i] = const_byte(0);
        } else if (same_byte(x.b[i], other)) {
            r.b[i] = y.b[i];
        } else if (same_byte(y.b[i], other)) {
            r.b[i] = x.b[i];
        } else {
            moves = false;
        }
    }
    p->work += moves;
    return moves ? set(p, a[0], &r) : eval_binary(p, a, op);
}

static bool eval_shift(struct lanes *p, const uint64_t *a, enum node_op op)
{
    const struct fe_temp *by = &p->f->temps[a[2]];
    struct value x;

    if (by->kind != FE_CONST || by->val < 0 || by->val > 63 || !get(p, a[1], &x)) {
        return false;
    }
    if (by->val % 8 == 0 && op != NODE_SAR) {
        struct value r = move_bytes(&x, (int)(op == NODE_SHL ? by->val : -by->val) / 8);
        p->work++;
        return set(p, a[0], &r);
    }
    if (op == NODE_SAR && (by->val == 56 || by->val == 48 || by->val == 32)) {
        struct value r = move_bytes(&x, -(int)by->val / 8);
        p->work++;
        return extend_value(p, &r, 8 - (unsigned)by->val / 8, true) && set(p, a[0], &r);
    }
    int n = as_node(p, &x);
    if (n < 0) {
        return false;
    }
    return set_node(p, a[0],
                    add_node(p, (struct node){.op = op, .in = {(uint16_t)n}, .imm = by->val}));
}

static bool eval_neg(struct lanes *p, const uint64_t *a)
{
    struct value x;
    int n = get(p, a[1], &x) ? as_node(p, &x) : -1;
    return n >= 0 &&
           set_node(p, a[0], add_node(p, (struct node){.op = NODE_NEG, .in = {(uint16_t)n}}));
}

static bool eval_movcond(struct lanes *p, const uint64_t *a)
{
    struct node n = {.op = NODE_MOVCOND, .imm = (int64_t)a[5]};

    if (a[5] == FE_NEVER || a[5] == FE_ALWAYS || a[5] == FE_TSTEQ || a[5] == FE_TSTNE) {
        return false;
    }
    for (unsigned i = 0; i < 4; i++) {
        struct value v;
        int x = get(p, a[1 + i], &v) ? as_node(p, &v) : -1;
        if (x < 0) {
            return false;
        }
        n.in[i] = (uint16_t)x;
    }
    return set_node(p, a[0], add_node(p, n));
}

static bool eval_extend(struct lanes *p, const uint64_t *a, unsigned size, bool is_signed)
{
    struct value v;
    return get(p, a[1], &v) && extend_value(p, &v, size, is_signed) && set(p, a[0], &v);
}

/* Fields of whole bytes. */
static bool eval_field(struct lanes *p, const struct fe_op *o, const uint64_t *a)
{
    struct value x, y, r;
    const uint64_t *c = &a[o->nout + o->nin];

    if (!get(p, a[1], &x) || c[0] % 8) {
        return false;
    }
    p->work++;
    switch (o->opc) {
    case FE_OP_extract_i64:
    case FE_OP_sextract_i64:
        r = move_bytes(&x, -(int)c[0] / 8);
        return (c[1] == 8 || c[1] == 16 || c[1] == 32) &&
               extend_value(p, &r, (unsigned)c[1] / 8, o->opc == FE_OP_sextract_i64) &&
               set(p, a[0], &r);
    case FE_OP_deposit_i64:
        if (!get(p, a[2], &y) || c[1] % 8) {
            return false;
        }
        memcpy(&x.b[c[0] / 8], y.b, c[1] / 8 * sizeof(y.b[0]));
        return set(p, a[0], &x);
    case FE_OP_extract2_i64:
        if (!get(p, a[2], &y)) {
            return false;
        }
        for (unsigned i = 0; i < 8; i++) {
            unsigned k = i + (unsigned)c[0] / 8;
            r.b[i] = k < 8 ? x.b[k] : y.b[k - 8];
        }
        return set(p, a[0], &r);
    default: return false;
    }
}

/* Rotations by whole bytes, byte swaps. */
static bool eval_turn(struct lanes *p, const struct fe_op *o, const uint64_t *a)
{
    struct value x, r;
    uint64_t by = 0;

    if (!get(p, a[1], &x)) {
        return false;
    }
    if (o->opc == FE_OP_rotl_i64) {
        const struct fe_temp *t = &p->f->temps[a[2]];
        by = (uint64_t)t->val;
        if (t->kind != FE_CONST || by % 8 || by > 63) {
            return false;
        }
    }
    for (unsigned i = 0; i < 8; i++) {
        r.b[i] = x.b[o->opc == FE_OP_bswap64_i64 ? 7 - i : (i - by / 8) & 7];
    }
    p->work++;
    return set(p, a[0], &r);
}

/* --- Helpers that work on a value's elements --------------------------------------------- */

enum call_kind { CALL_NARROW, CALL_SAT, CALL_NEG, CALL_ABS, CALL_ADD_SAT, CALL_CLZ };

static const struct lane_call {
    const char *name;
    enum call_kind kind;
    uint8_t size;         /* of an element */
    bool from_s, to_s;    /* signed */
    bool sets_saturation; /* its first argument is the CPU state */
} calls[] = {
    {"neon_narrow_u8", CALL_NARROW, 2, 0, 0, 0},
    {"neon_narrow_u16", CALL_NARROW, 4, 0, 0, 0},
    {"neon_narrow_sat_u8", CALL_SAT, 2, 0, 0, 1},
    {"neon_narrow_sat_u16", CALL_SAT, 4, 0, 0, 1},
    {"neon_narrow_sat_s8", CALL_SAT, 2, 1, 1, 1},
    {"neon_narrow_sat_s16", CALL_SAT, 4, 1, 1, 1},
    {"neon_narrow_sat_s32", CALL_SAT, 8, 1, 1, 1},
    {"neon_unarrow_sat8", CALL_SAT, 2, 1, 0, 1},
    {"neon_unarrow_sat16", CALL_SAT, 4, 1, 0, 1},
    {"neon_unarrow_sat32", CALL_SAT, 8, 1, 0, 1},
    {"neon_qneg_s8", CALL_NEG, 1, 1, 1, 1},
    {"neon_qneg_s16", CALL_NEG, 2, 1, 1, 1},
    {"neon_qneg_s32", CALL_NEG, 4, 1, 1, 1},
    {"neon_qabs_s8", CALL_ABS, 1, 1, 1, 1},
    {"neon_qabs_s16", CALL_ABS, 2, 1, 1, 1},
    {"neon_qabs_s32", CALL_ABS, 4, 1, 1, 1},
    {"neon_addl_saturate_s32", CALL_ADD_SAT, 4, 1, 1, 1},
    {"neon_addl_saturate_s64", CALL_ADD_SAT, 8, 1, 1, 1},
    {"neon_clz_u8", CALL_CLZ, 1, 0, 0, 0},
    {"neon_clz_u16", CALL_CLZ, 2, 0, 0, 0},
};

static int saturate(struct lanes *p, int n, unsigned size, bool to_s)
{
    const struct node *x = n < 0 ? NULL : &p->nodes[n];

    if (!x || (x->op == NODE_CONST && x->imm == 0)) {
        return n;
    }
    return add_node(p, (struct node){.op = to_s ? NODE_SAT_S : NODE_SAT_U,
                                     .size = (uint8_t)size,
                                     .in = {(uint16_t)n}});
}

/* What the call makes of the element at B; 0 if it is no element of SIZE bytes. */
static int call_lane(struct lanes *p, const struct lane_call *c, const struct byte_ref *b)
{
    int n = node_ext(p, b, c->size, c->from_s), m;
    bool is_const = n >= 0 && p->nodes[n].op == NODE_CONST;

    if (n < 0 || (is_const && (c->kind == CALL_CLZ || p->nodes[n].imm != 0))) {
        return -1;
    }
    switch (c->kind) {
    case CALL_SAT: return saturate(p, n, c->size / 2u, c->to_s);
    case CALL_CLZ:
        return add_node(p, (struct node){.op = NODE_CLZ, .size = c->size, .in = {(uint16_t)n}});
    default: break;
    }
    if (is_const) {
        return n;
    }
    m = add_node(p, (struct node){.op = NODE_NEG, .in = {(uint16_t)n}});
    if (c->kind == CALL_ABS && m >= 0) {
        int zero = add_node(p, (struct node){.op = NODE_CONST});
        m = zero < 0 ? -1
                     : add_node(p, (struct node){.op = NODE_MOVCOND,
                                                 .in = {(uint16_t)n, (uint16_t)zero,
                                                        (uint16_t)m, (uint16_t)n},
                                                 .imm = FE_LT});
    }
    return saturate(p, m, c->size, true);
}

/*
 * The two 32-bit sums of one call: the frontend wants the low one. The other's operands are
 * copies of a sign, or sums of a few of those, which do not saturate.
 */
static bool small_high_half(const struct lanes *p, int n)
{
    const struct node *x = &p->nodes[n];
    return x->op == NODE_ADD_SAT || x->sbits <= 32 ||
           (x->op == NODE_NEG && p->nodes[x->in[0]].op == NODE_ADD_SAT);
}

static bool eval_add_sat(struct lanes *p, const struct lane_call *c, const uint64_t *a)
{
    struct node n = {.op = NODE_ADD_SAT, .size = c->size};

    for (unsigned i = 0; i < 2; i++) {
        struct value v;
        int x = get(p, a[i], &v) ? as_node(p, &v) : -1;
        if (x < 0 || (c->size == 4 && !small_high_half(p, x))) {
            return false;
        }
        n.in[i] = (uint16_t)x;
    }
    return set_node(p, a[-2], add_node(p, n));
}

static bool eval_call(struct lanes *p, const struct fe_op *o, const uint64_t *a)
{
    const struct lane_call *c = NULL;
    struct value x, r = const_value(0);
    bool is64 = p->f->temps[a[0]].type == FE_I64;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        if (!strcmp(calls[i].name, o->helper->name)) {
            c = &calls[i];
        }
    }
    if (!c || o->nout != 1) {
        return false;
    }
    if (c->sets_saturation) {
        /* Where the flag is, the helper's body says. */
        const struct helper_body *h = helper_body(c->name);
        if (p->f->temps[a[1]].kind != FE_ENV || !h || !h->params[0].bounded ||
            h->params[0].hi - h->params[0].lo != 4) {
            return false;
        }
        p->qc = h->params[0].lo;
    }
    const uint64_t *in = &a[c->sets_saturation ? 2 : 1];
    if (c->kind == CALL_ADD_SAT) {
        return eval_add_sat(p, c, in);
    }
    if (!get(p, in[0], &x)) {
        return false;
    }
    unsigned to = c->kind == CALL_NARROW || c->kind == CALL_SAT ? c->size / 2u : c->size;
    for (unsigned i = 0; i < (is64 ? 8u : 4u) / c->size; i++) {
        if (c->kind == CALL_NARROW) {
            memcpy(&r.b[i * to], &x.b[i * c->size], to * sizeof(r.b[0]));
            continue;
        }
        int n = call_lane(p, c, &x.b[i * c->size]);
        if (n < 0) {
            return false;
        }
        struct value lane = of_node(p, n);
        memcpy(&r.b[i * to], lane.b, to * sizeof(r.b[0]));
    }
    p->work++;
    return set(p, a[0], &r);
}

/* --- One instruction ---------------------------------------------------------------------- */

static bool eval_op(struct lanes *p, const struct fe_op *o)
{
    const uint64_t *a = &p->f->args[o->args];

    for (unsigned i = 0; i < o->nout; i++) {
        const struct fe_temp *t = &p->f->temps[a[i]];
        if ((t->kind != FE_EBB && t->kind != FE_TB) || t->type > FE_I64) {
            return false;
        }
    }
    switch (o->opc) {
    case FE_OP_ld8u_i32:
    case FE_OP_ld8u_i64: return eval_load(p, a, 1, false);
    case FE_OP_ld16u_i32:
    case FE_OP_ld16u_i64: return eval_load(p, a, 2, false);
    case FE_OP_ld_i32:
    case FE_OP_ld32u_i64: return eval_load(p, a, 4, false);
    case FE_OP_ld8s_i64: return eval_load(p, a, 1, true);
    case FE_OP_ld16s_i64: return eval_load(p, a, 2, true);
    case FE_OP_ld32s_i64: return eval_load(p, a, 4, true);
    case FE_OP_ld_i64: return eval_load(p, a, 8, false);
    case FE_OP_st8_i32:
    case FE_OP_st8_i64: return eval_store(p, a, 1);
    case FE_OP_st16_i32:
    case FE_OP_st16_i64: return eval_store(p, a, 2);
    case FE_OP_st_i32:
    case FE_OP_st32_i64: return eval_store(p, a, 4);
    case FE_OP_st_i64: return eval_store(p, a, 8);
    case FE_OP_mov_i32: return eval_extend(p, a, 4, false);
    case FE_OP_mov_i64: return eval_extend(p, a, 8, false);
    case FE_OP_ext8u_i64: return eval_extend(p, a, 1, false);
    case FE_OP_ext16u_i64: return eval_extend(p, a, 2, false);
    case FE_OP_ext32u_i64: return eval_extend(p, a, 4, false);
    case FE_OP_ext8s_i64: return eval_extend(p, a, 1, true);
    case FE_OP_ext16s_i64: return eval_extend(p, a, 2, true);
    case FE_OP_ext32s_i64: return eval_extend(p, a, 4, true);
    case FE_OP_add_i64: return eval_binary(p, a, NODE_ADD);
    case FE_OP_sub_i64: return eval_binary(p, a, NODE_SUB);
    case FE_OP_mul_i64: return eval_binary(p, a, NODE_MUL);
    case FE_OP_xor_i64: return eval_binary(p, a, NODE_XOR);
    case FE_OP_and_i64: return eval_logic(p, a, NODE_AND);
    case FE_OP_or_i64: return eval_logic(p, a, NODE_OR);
    case FE_OP_neg_i64: return eval_neg(p, a);
    case FE_OP_shl_i64: return eval_shift(p, a, NODE_SHL);
    case FE_OP_shr_i64: return eval_shift(p, a, NODE_SHR);
    case FE_OP_sar_i64: return eval_shift(p, a, NODE_SAR);
    case FE_OP_movcond_i64: return eval_movcond(p, a);
    case FE_OP_extract_i64:
    case FE_OP_sextract_i64:
    case FE_OP_deposit_i64:
    case FE_OP_extract2_i64: return eval_field(p, o, a);
    case FE_OP_rotl_i64:
    case FE_OP_bswap64_i64: return eval_turn(p, o, a);
    case FE_OP_call: return eval_call(p, o, a);
    default: return false;
    }
}

/* What comes after an instruction that is no branch. */
static bool ends_instruction(const struct fe_block *f, unsigned i)
{
    const struct fe_op *o = &f->ops[i];

    switch (i < f->nops ? o->opc : FE_OP_insn_start) {
    case FE_OP_insn_start:
    case FE_OP_goto_tb:
    case FE_OP_exit_tb: return true;
    case FE_OP_mov_i64:
    case FE_OP_add_i64: return f->temps[f->args[o->args]].kind == FE_GLOBAL;
    default: return false;
    }
}

/* Most instructions are not of this kind. */
static bool worth_a_look(const struct fe_block *f, unsigned first)
{
    if (first + 5 >= f->nops) {
        return false;
    }
    const struct fe_op *o = &f->ops[first];
    const uint64_t *a = &f->args[o->args];
    switch (o->opc) {
    case FE_OP_ld8u_i32:
    case FE_OP_ld16u_i32:
    case FE_OP_ld8u_i64:
    case FE_OP_ld8s_i64:
    case FE_OP_ld16u_i64:
    case FE_OP_ld16s_i64:
    case FE_OP_ld32u_i64:
    case FE_OP_ld32s_i64:
    case FE_OP_ld_i32:
    case FE_OP_ld_i64: return f->temps[a[1]].kind == FE_ENV;
    case FE_OP_mov_i64:
        return f->temps[a[0]].kind != FE_GLOBAL && f->temps[a[1]].kind == FE_CONST &&
               f->temps[a[1]].val == 0;
    default: return false;
    }
}

/* --- Vectors ------------------------------------------------------------------------------ */

static LLVMTypeRef vec_type(struct lanes *p, unsigned n, unsigned bits)
{
    return LLVMVectorType(LLVMIntTypeInContext(p->l->ctx, bits), n);
}

static LLVMValueRef register_as(struct lanes *p, unsigned var, unsigned bits)
{
    return LLVMBuildBitCast(B, var_get(p->l, var), vec_type(p, 128 / bits, bits), "");
}

static unsigned power_of_2(unsigned n)
{
    return n <= 8 ? 8 : n <= 16 ? 16 : n <= 32 ? 32 : 64;
}

static LLVMValueRef resize(struct lanes *p, LLVMValueRef x, unsigned n, unsigned bits,
                           bool is_signed)
{
    LLVMTypeRef t = vec_type(p, n, bits);
    unsigned have = LLVMGetIntTypeWidth(LLVMGetElementType(LLVMTypeOf(x)));

    return have > bits    ? LLVMBuildTrunc(B, x, t, "")
           : have == bits ? x
           : is_signed    ? LLVMBuildSExt(B, x, t, "")
                          : LLVMBuildZExt(B, x, t, "");
}

static LLVMValueRef splat_const(struct lanes *p, unsigned n, unsigned bits, uint64_t v)
{
    LLVMValueRef e[MAX_LANES];
    for (unsigned i = 0; i < n; i++) {
        e[i] = LLVMConstInt(LLVMIntTypeInContext(p->l->ctx, bits), v, 0);
    }
    return LLVMConstVector(e, n);
}

/* Elements of at most two registers. */
static bool elements(struct lanes *p, const uint16_t *ids, unsigned n, LLVMValueRef *out)
{
    unsigned size = p->nodes[ids[0]].size, per = 16 / size;
    int reg[2] = {-1, -1};
    unsigned index[MAX_LANES];

    for (unsigned i = 0; i < n; i++) {
        const struct byte_ref *b = p->nodes[ids[i]].b;
        unsigned k = 0;
        if (b[0].kind != BYTE_REG || b[0].at % size) {
            return false;
        }
        for (unsigned j = 1; j < size; j++) {
            if (b[j].kind != BYTE_REG || b[j].of != b[0].of || b[j].at != b[0].at + j) {
                return false;
            }
        }
        while (k < 2 && reg[k] >= 0 && reg[k] != b[0].of) {
            k++;
        }
        if (k == 2) {
            return false;
        }
        reg[k] = b[0].of;
        index[i] = k * per + b[0].at / size;
    }
    if (p->l) {
        LLVMValueRef mask[MAX_LANES], x = register_as(p, (unsigned)reg[0], 8 * size);
        LLVMValueRef y = reg[1] >= 0 ? register_as(p, (unsigned)reg[1], 8 * size)
                                     : LLVMGetPoison(LLVMTypeOf(x));
        for (unsigned i = 0; i < n; i++) {
            mask[i] = LLVMConstInt(p->l->i32, index[i], 0);
        }
        *out = LLVMBuildShuffleVector(B, x, y, LLVMConstVector(mask, n), "");
    }
    return true;
}

static bool vector(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                   LLVMValueRef *out);

/* Input I of the nodes. */
static bool input(struct lanes *p, const uint16_t *ids, unsigned n, unsigned i, unsigned w,
                  LLVMValueRef *out)
{
    uint16_t in[MAX_LANES] = {0};
    for (unsigned k = 0; k < n; k++) {
        in[k] = p->nodes[ids[k]].in[i];
    }
    return vector(p, in, n, w, out);
}

/* The largest range of input I. */
static unsigned range(const struct lanes *p, const uint16_t *ids, unsigned n, unsigned i,
                      bool is_signed)
{
    unsigned bits = 0;
    for (unsigned k = 0; k < n; k++) {
        const struct node *x = &p->nodes[p->nodes[ids[k]].in[i]];
        bits = max_u(bits, is_signed ? x->sbits : x->ubits);
    }
    return bits;
}

static bool vector_ext(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                       LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    LLVMValueRef v = NULL;

    if (x->b[0].kind == BYTE_NODE) {
        uint16_t in[MAX_LANES] = {0};
        for (unsigned k = 0; k < n; k++) {
            const struct byte_ref *b = p->nodes[ids[k]].b;
            for (unsigned j = 0; j < x->size; j++) {
                struct byte_ref own = {BYTE_NODE, (uint8_t)j, b[0].of};
                if (!same_byte(b[j], own)) {
                    return false;
                }
            }
            in[k] = b[0].of;
        }
        if (!vector(p, in, n, min_u(8u * x->size, w), &v)) {
            return false;
        }
    } else if (!elements(p, ids, n, &v)) {
        return false;
    }
    if (p->l) {
        *out = resize(p, v, n, w, x->op == NODE_SEXT);
    }
    return true;
}

static bool vector_shift(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                         LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    bool left = x->op == NODE_SHL, arith = x->op == NODE_SAR;
    unsigned by = (unsigned)x->imm, at = w;
    LLVMValueRef v = NULL;

    if (!left) {
        unsigned fits = range(p, ids, n, 0, arith);
        at = power_of_2(max_u(w, min_u(w + by, fits)));
    }
    if (!input(p, ids, n, 0, at, &v)) {
        return false;
    }
    if (p->l) {
        if (by >= at) {
            *out = arith ? LLVMBuildAShr(B, v, splat_const(p, n, at, at - 1), "")
                         : splat_const(p, n, at, 0);
        } else {
            LLVMValueRef c = splat_const(p, n, at, by);
            *out = left    ? LLVMBuildShl(B, v, c, "")
                   : arith ? LLVMBuildAShr(B, v, c, "")
                           : LLVMBuildLShr(B, v, c, "");
        }
        *out = resize(p, *out, n, w, false);
    }
    return true;
}

static LLVMIntPredicate predicate(unsigned cond)
{
    switch (cond) {
    case FE_EQ: return LLVMIntEQ;
    case FE_NE: return LLVMIntNE;
    case FE_LT: return LLVMIntSLT;
    case FE_GE: return LLVMIntSGE;
    case FE_LE: return LLVMIntSLE;
    case FE_GT: return LLVMIntSGT;
    case FE_LTU: return LLVMIntULT;
    case FE_GEU: return LLVMIntUGE;
    case FE_LEU: return LLVMIntULE;
    default: return LLVMIntUGT;
    }
}

/* Bits that a comparison of inputs 0 and 1 has to look at. */
static unsigned compared_bits(const struct lanes *p, const uint16_t *ids, unsigned n)
{
    unsigned cond = (unsigned)p->nodes[ids[0]].imm;
    bool is_signed = cond != FE_LTU && cond != FE_GEU && cond != FE_LEU && cond != FE_GTU;

    return power_of_2(max_u(range(p, ids, n, 0, is_signed), range(p, ids, n, 1, is_signed)));
}

static bool vector_movcond(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                           LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    unsigned at = compared_bits(p, ids, n);
    LLVMValueRef a = NULL, b = NULL, t = NULL, e = NULL;

    if (!input(p, ids, n, 0, at, &a) || !input(p, ids, n, 1, at, &b) ||
        !input(p, ids, n, 2, w, &t) || !input(p, ids, n, 3, w, &e)) {
        return false;
    }
    if (p->l) {
        LLVMValueRef c = LLVMBuildICmp(B, predicate((unsigned)x->imm), a, b, "");
        *out = LLVMBuildSelect(B, c, t, e, "");
    }
    return true;
}

static LLVMValueRef call_binary(struct lanes *p, const char *name, LLVMValueRef x,
                                LLVMValueRef y)
{
    LLVMTypeRef t = LLVMTypeOf(x);
    LLVMValueRef args[2] = {x, y};
    return intrinsic(p->l, name, &t, 1, args, 2);
}

/* Where X and Y are not the same, a value was saturated. */
static void note_saturation(struct lanes *p, LLVMValueRef x, LLVMValueRef y, unsigned n)
{
    LLVMValueRef c = LLVMBuildICmp(B, LLVMIntNE, x, y, "");
    c = LLVMBuildBitCast(B, c, LLVMIntTypeInContext(p->l->ctx, n), "");
    c = LLVMBuildICmp(B, LLVMIntNE, c, LLVMConstNull(LLVMTypeOf(c)), "");
    c = LLVMBuildZExt(B, c, p->l->i32, "");
    p->saturated = p->saturated ? LLVMBuildOr(B, p->saturated, c, "") : c;
}

static bool vector_saturate(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                            LLVMValueRef *out)
{
    const struct node *x = &p->nodes[ids[0]];
    bool from_s = range(p, ids, n, 0, false) == 64, to_s = x->op == NODE_SAT_S;
    unsigned bits = 8u * x->size;
    unsigned at = power_of_2(max_u(range(p, ids, n, 0, from_s), bits));
    LLVMValueRef v = NULL;

    if (w > bits || (!from_s && to_s) || !input(p, ids, n, 0, at, &v)) {
        return false;
    }
    if (p->l) {
        uint64_t hi = to_s ? (1ull << (bits - 1)) - 1 : (bits == 64 ? 0 : 1ull << bits) - 1;
        uint64_t lo = to_s ? ~hi : 0;
        LLVMValueRef r =
            call_binary(p, from_s ? "llvm.smin" : "llvm.umin", v, splat_const(p, n, at, hi));
        if (from_s) {
            r = call_binary(p, "llvm.smax", r, splat_const(p, n, at, lo));
        }
        note_saturation(p, v, r, n);
        *out = resize(p, r, n, w, false);
    }
    return true;
}

static bool vector_add_sat(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                           LLVMValueRef *out)
{
    unsigned bits = 8u * p->nodes[ids[0]].size;
    LLVMValueRef a = NULL, b = NULL;

    if (w > bits || !input(p, ids, n, 0, bits, &a) || !input(p, ids, n, 1, bits, &b)) {
        return false;
    }
    if (p->l) {
        LLVMValueRef r = call_binary(p, "llvm.sadd.sat", a, b);
        note_saturation(p, r, LLVMBuildAdd(B, a, b, ""), n);
        *out = resize(p, r, n, w, false);
    }
    return true;
}

static bool vector_clz(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                       LLVMValueRef *out)
{
    unsigned bits = 8u * p->nodes[ids[0]].size;
    LLVMValueRef v = NULL;

    if (!input(p, ids, n, 0, bits, &v)) {
        return false;
    }
    if (p->l) {
        LLVMTypeRef t = LLVMTypeOf(v);
        LLVMValueRef args[2] = {v, LLVMConstInt(p->l->i1, 0, 0)};
        *out = resize(p, intrinsic(p->l, "llvm.ctlz", &t, 1, args, 2), n, w, false);
    }
    return true;
}

static bool vector_binary(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                          LLVMValueRef *out)
{
    LLVMValueRef a = NULL, b = NULL;

    if (!input(p, ids, n, 0, w, &a) || !input(p, ids, n, 1, w, &b)) {
        return false;
    }
    if (p->l) {
        switch (p->nodes[ids[0]].op) {
        case NODE_ADD: *out = LLVMBuildAdd(B, a, b, ""); break;
        case NODE_SUB: *out = LLVMBuildSub(B, a, b, ""); break;
        case NODE_MUL: *out = LLVMBuildMul(B, a, b, ""); break;
        case NODE_AND: *out = LLVMBuildAnd(B, a, b, ""); break;
        case NODE_OR: *out = LLVMBuildOr(B, a, b, ""); break;
        default: *out = LLVMBuildXor(B, a, b, ""); break;
        }
    }
    return true;
}

/* The low W bits of N nodes of one shape. */
static bool vector(struct lanes *p, const uint16_t *ids, unsigned n, unsigned w,
                   LLVMValueRef *out)
{
    struct node *x = &p->nodes[ids[0]];

    for (unsigned i = 0; i < n; i++) {
        struct node *y = &p->nodes[ids[i]];
        if (y->op != x->op || y->size != x->size || (x->op != NODE_CONST && y->imm != x->imm)) {
            return false;
        }
        y->emitted = true;
    }
    switch (x->op) {
    case NODE_CONST:
        if (p->l) {
            LLVMValueRef e[MAX_LANES];
            for (unsigned i = 0; i < n; i++) {
                e[i] = LLVMConstInt(LLVMIntTypeInContext(p->l->ctx, w),
                                    (uint64_t)p->nodes[ids[i]].imm, 0);
            }
            *out = LLVMConstVector(e, n);
        }
        return true;
    case NODE_ZEXT:
    case NODE_SEXT: return vector_ext(p, ids, n, w, out);
    case NODE_SHL:
    case NODE_SHR:
    case NODE_SAR: return vector_shift(p, ids, n, w, out);
    case NODE_MOVCOND: return vector_movcond(p, ids, n, w, out);
    case NODE_SAT_S:
    case NODE_SAT_U: return vector_saturate(p, ids, n, w, out);
    case NODE_ADD_SAT: return vector_add_sat(p, ids, n, w, out);
    case NODE_CLZ: return vector_clz(p, ids, n, w, out);
    case NODE_NEG: {
        LLVMValueRef v = NULL;
        bool ok = input(p, ids, n, 0, w, &v);
        if (ok && p->l) {
            *out = LLVMBuildNeg(B, v, "");
        }
        return ok;
    }
    default: return vector_binary(p, ids, n, w, out);
    }
}

/* --- Across lanes ------------------------------------------------------------------------- */

/* The reduction that X is one step of, or NULL; its operands are inputs 0 and 1. */
static const char *reduction(const struct node *x)
{
    bool first = x->in[2] == x->in[0] && x->in[3] == x->in[1];
    bool second = x->in[2] == x->in[1] && x->in[3] == x->in[0];

    if (x->op == NODE_ADD) {
        return "llvm.vector.reduce.add";
    }
    if (x->op != NODE_MOVCOND || (!first && !second)) {
        return NULL;
    }
    switch (x->imm) {
    case FE_LT: return first ? "llvm.vector.reduce.smin" : "llvm.vector.reduce.smax";
    case FE_GT: return first ? "llvm.vector.reduce.smax" : "llvm.vector.reduce.smin";
    case FE_LTU: return first ? "llvm.vector.reduce.umin" : "llvm.vector.reduce.umax";
    case FE_GTU: return first ? "llvm.vector.reduce.umax" : "llvm.vector.reduce.umin";
    default: return NULL;
    }
}

/* Node ID as its low W bits in lane 0 of a vector of zeros: op(... op(op(e0, e1), e2) ...). */
static bool reduce(struct lanes *p, uint16_t id, unsigned w, LLVMValueRef *out)
{
    const struct node *x = &p->nodes[id];
    const char *name = reduction(x);
    uint16_t ids[MAX_LANES];
    unsigned n = 0;
    LLVMValueRef v = NULL;

    if (!name) {
        return false;
    }
    for (uint16_t at = id;; at = x->in[0]) {
        x = &p->nodes[at];
        const char *step = reduction(x);
        if (n == MAX_LANES || (step && strcmp(step, name))) {
            return false;
        }
        if (!step) {
            ids[n++] = at;
            break;
        }
        ids[n++] = x->in[1];
    }
    if (n != 4 && n != 8 && n != 16) {
        return false;
    }
    for (unsigned i = 0; i < n / 2; i++) {
        uint16_t t = ids[i];
        ids[i] = ids[n - 1 - i];
        ids[n - 1 - i] = t;
    }
    x = &p->nodes[ids[0]];
    bool adds = p->nodes[id].op == NODE_ADD;
    /* The least and the greatest are elements: in their own width. */
    unsigned at = adds ? w : 8u * x->size;
    bool is_signed = name[strlen(name) - 4] == 's';
    if ((x->op != NODE_ZEXT && x->op != NODE_SEXT) || at > w ||
        (!adds && (is_signed ? NODE_SEXT : NODE_ZEXT) != x->op) || !vector(p, ids, n, at, &v)) {
        return false;
    }
    if (p->l) {
        LLVMTypeRef t = LLVMTypeOf(v);
        v = intrinsic(p->l, name, &t, 1, &v, 1);
        if (at < w) {
            LLVMTypeRef wt = LLVMIntTypeInContext(p->l->ctx, w);
            v = is_signed ? LLVMBuildSExt(B, v, wt, "") : LLVMBuildZExt(B, v, wt, "");
        }
        *out = LLVMBuildInsertElement(B, LLVMConstNull(vec_type(p, 128 / w, w)), v,
                                      LLVMConstInt(p->l->i32, 0, 0), "");
    }
    return true;
}

/* --- Registers ------------------------------------------------------------------------------
 */

/* Sixteen bytes of up to three vectors of bytes: SRC[k] has bytes 16k to 16k+15. */
static LLVMValueRef gather(struct lanes *p, LLVMValueRef *src, unsigned nsrc,
                           const unsigned *index)
{
    LLVMValueRef mask[16], r = src[0];

    for (unsigned i = 0; i < 16; i++) {
        mask[i] = LLVMConstInt(p->l->i32, index[i] < 32 ? index[i] : i, 0);
    }
    r = LLVMBuildShuffleVector(B, src[0], nsrc > 1 ? src[1] : LLVMGetPoison(LLVMTypeOf(src[0])),
                               LLVMConstVector(mask, 16), "");
    if (nsrc > 2) {
        for (unsigned i = 0; i < 16; i++) {
            mask[i] = LLVMConstInt(p->l->i32, index[i] < 32 ? i : index[i] - 16, 0);
        }
        r = LLVMBuildShuffleVector(B, r, src[2], LLVMConstVector(mask, 16), "");
    }
    return r;
}

/* The lanes of nodes in B: their ids, where they are, and how wide. False if they are not
 * all of one kind. */
static bool find_lanes(struct lanes *p, const struct byte_ref *b, uint16_t *ids, unsigned *pos,
                       unsigned *n, unsigned *width)
{
    *n = 0;
    for (unsigned i = 0; i < 16;) {
        struct byte_ref lane[8];
        unsigned w = 1;
        if (b[i].kind != BYTE_NODE) {
            i++;
            continue;
        }
        while (w < 8 && i + w < 16 && b[i + w].kind == BYTE_NODE && b[i + w].of == b[i].of &&
               b[i + w].at == b[i].at + w) {
            w++;
        }
        memcpy(lane, &b[i], w * sizeof(b[0]));
        if ((w & (w - 1)) || i % w || (*n && *width != w) || start_at_zero(p, lane, w)) {
            return false;
        }
        *width = w;
        ids[*n] = lane[0].of;
        pos[(*n)++] = i;
        i += w;
    }
    return *n == 0 || (*n & (*n - 1)) == 0;
}

/* The new value of register R. */
static bool register_value(struct lanes *p, unsigned r, LLVMValueRef *out)
{
    const struct byte_ref *b = p->regs[r].b;
    uint16_t ids[16];
    unsigned pos[16], n, width = 1, index[16], nsrc = 0;
    int src[3] = {-1, -1, -1}; /* a variable; or below */
    enum { NODES = 1000, ZERO = 1001 };
    LLVMValueRef v = NULL, vectors[3];

    if (!find_lanes(p, b, ids, pos, &n, &width)) {
        return false;
    }
    if (n == 1) {
        for (unsigned i = width; i < 16; i++) {
            if (!is_zero(b[i])) {
                return false;
            }
        }
        return pos[0] == 0 && reduce(p, ids[0], 8 * width, out);
    }
    if (n > 1 && !vector(p, ids, n, 8 * width, &v)) {
        return false;
    }
    if (n * width == 16) {
        *out = v;
        return true;
    }
    for (unsigned i = 0; i < 16; i++) {
        int of = b[i].kind == BYTE_REG ? b[i].of : b[i].kind == BYTE_NODE ? NODES : ZERO;
        unsigned k = 0;
        if (b[i].kind == BYTE_CONST && b[i].at != 0) {
            return false;
        }
        while (k < nsrc && src[k] != of) {
            k++;
        }
        if (k == 3) {
            return false;
        }
        src[k] = of;
        nsrc = max_u(nsrc, k + 1);
        unsigned at = of == ZERO ? i : b[i].at;
        for (unsigned lane = 0; of == NODES && lane < n; lane++) {
            if (i >= pos[lane] && i < pos[lane] + width) {
                at = lane * width + i - pos[lane];
            }
        }
        index[i] = 16 * k + at;
    }
    if (!p->l) {
        return true;
    }
    for (unsigned k = 0; k < nsrc; k++) {
        if (src[k] == ZERO) {
            vectors[k] = LLVMConstNull(vec_type(p, 16, 8));
        } else if (src[k] == NODES) {
            LLVMValueRef mask[16];
            vectors[k] = LLVMBuildBitCast(B, v, vec_type(p, n * width, 8), "");
            for (unsigned i = 0; i < 16; i++) {
                mask[i] =
                    i < n * width ? LLVMConstInt(p->l->i32, i, 0) : LLVMGetPoison(p->l->i32);
            }
            vectors[k] =
                LLVMBuildShuffleVector(B, vectors[k], LLVMGetPoison(LLVMTypeOf(vectors[k])),
                                       LLVMConstVector(mask, 16), "");
        } else {
            vectors[k] = register_as(p, (unsigned)src[k], 8);
        }
    }
    *out = gather(p, vectors, nsrc, index);
    return true;
}

static bool registers(struct lanes *p)
{
    LLVMValueRef v[sizeof(p->regs) / sizeof(p->regs[0])];
    struct lifter *l = p->l;
    bool any = false;

    for (unsigned i = 0; i < p->nregs; i++) {
        any |= p->regs[i].written;
        if (p->regs[i].written && !register_value(p, i, &v[i])) {
            return false;
        }
    }
    /* A node that saturates counts even if nobody looks at its value. */
    for (unsigned i = 0; i < p->nnodes; i++) {
        enum node_op op = p->nodes[i].op;
        if ((op == NODE_SAT_S || op == NODE_SAT_U || op == NODE_ADD_SAT) &&
            !p->nodes[i].emitted) {
            return false;
        }
    }
    for (unsigned i = 0; l && i < p->nregs; i++) {
        if (p->regs[i].written) {
            var_set(l, p->regs[i].var, LLVMBuildBitCast(B, v[i], l->v2i64, ""));
        }
    }
    if (l && p->saturated) {
        env_store(l, LLVMBuildOr(B, env_load(l, l->i32, p->qc), p->saturated, ""), p->qc);
    }
    return any;
}

static unsigned evaluate(struct lanes *p, const struct fe *fe, const struct fe_block *f,
                         unsigned first)
{
    unsigned i = first;

    p->fe = fe;
    p->f = f;
    p->l = NULL;
    p->nnodes = p->work = p->nregs = 0;
    p->saturated = NULL;
    memset(p->known, 0, sizeof(p->known));
    while (!ends_instruction(f, i)) {
        if (!eval_op(p, &f->ops[i++])) {
            return 0;
        }
    }
    return p->work >= 2 && registers(p) ? i - first : 0;
}

unsigned lanes_scan(const struct fe *fe, const struct fe_block *f, unsigned first,
                    void (*access)(void *arg, unsigned var, bool store), void *arg)
{
    if (!worth_a_look(f, first) || f->ntemps > MAX_TEMPS) {
        return 0;
    }
    struct lanes *p = malloc(sizeof(*p));
    unsigned n = evaluate(p, fe, f, first);

    for (unsigned r = 0; n && r < p->nregs; r++) {
        bool read = false;
        for (unsigned i = 0; i < p->nnodes; i++) {
            for (unsigned k = 0; p->nodes[i].emitted && k < p->nodes[i].size; k++) {
                read |=
                    p->nodes[i].b[k].kind == BYTE_REG && p->nodes[i].b[k].of == p->regs[r].var;
            }
        }
        for (unsigned i = 0; i < p->nregs; i++) {
            for (unsigned k = 0; p->regs[i].written && k < 16; k++) {
                read |=
                    p->regs[i].b[k].kind == BYTE_REG && p->regs[i].b[k].of == p->regs[r].var;
            }
        }
        if (read) {
            access(arg, p->regs[r].var, false);
        }
    }
    for (unsigned r = 0; n && r < p->nregs; r++) {
        if (p->regs[r].written) {
            access(arg, p->regs[r].var, true);
        }
    }
    free(p);
    return n;
}

unsigned lift_lanes(struct lifter *l, unsigned first)
{
    if (!worth_a_look(l->blk, first) || l->blk->ntemps > MAX_TEMPS) {
        return 0;
    }
    struct lanes *p = malloc(sizeof(*p));
    unsigned n = evaluate(p, l->fe, l->blk, first);

    if (n) {
        p->l = l;
        chain_sync(l);
        registers(p);
    }
    free(p);
    return n;
}
