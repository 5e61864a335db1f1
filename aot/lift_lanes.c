/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_lanes.c: instructions that QEMU's frontend expands element by element.
 *
 * What Arm's widening, narrowing, permuting and across-lane instructions do to a
 * vector register comes as one load from the CPU state, some 64-bit arithmetic and
 * one store for each element:
 *
 *     ld8u_i64 a, env, vn+7
 *     ld8u_i64 b, env, vm+7
 *     mul_i64  a, a, b
 *     st16_i64 a, env, vd+14
 *     ld8u_i64 a, env, vn+6  ...
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
 * may be: lift_lanes_vec.c makes W bits of a node, and looks at the range of operands only
 * where high bits come down (shifts right, compares, saturation).
 */
#include "helper_bodies.h"
#include "lift_lanes.h"
#include "xalloc.h"

#include <stdlib.h>
#include <string.h>

/* --- Values and nodes ------------------------------------------------------------- */

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

static struct value const_value(uint64_t v)
{
    struct value r;
    for (unsigned i = 0; i < 8; i++) {
        r.b[i] = const_byte((uint8_t)(v >> 8 * i));
    }
    return r;
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
int lanes_start_at_zero(struct lanes *p, struct byte_ref *b, unsigned n)
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
    return lanes_start_at_zero(p, n.b, size) ? -1 : add_node(p, n);
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
    return p->work >= 2 && lanes_registers(p) ? i - first : 0;
}

unsigned lanes_scan(const struct fe *fe, const struct fe_block *f, unsigned first,
                    void (*access)(void *arg, unsigned var, bool store), void *arg)
{
    if (!worth_a_look(f, first) || f->ntemps > MAX_TEMPS) {
        return 0;
    }
    struct lanes *p = xmalloc(sizeof(*p));
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
    struct lanes *p = xmalloc(sizeof(*p));
    unsigned n = evaluate(p, l->fe, l->blk, first);

    if (n) {
        p->l = l;
        chain_sync(l);
        lanes_registers(p);
    }
    free(p);
    return n;
}
