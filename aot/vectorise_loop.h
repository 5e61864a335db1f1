/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vectorise_loop.h: a loop on its way to be vectorised, for the files of that pass. Sizes are
 * in bytes; a struct loop belongs to one thread. */
#ifndef HQEMU_VECTORISE_LOOP_H
#define HQEMU_VECTORISE_LOOP_H

#include "ir.h"

#include <llvm-c/Core.h>

#include <stdbool.h>
#include <stdint.h>

enum {
    MAX_LANES = 8,     /* rounds at once */
    MAX_ELEMENTS = 32, /* of a vector: bytes */
    VECTOR_BYTES = 32,
    MAX_BLOCKS = 24, /* on the straight way */
    MAX_COLD = 12,   /* beside it, each time */
    MAX_COLD_BLOCKS = 48,
    MAX_NODES = 160, /* instructions on the straight way */
    MAX_SPLATS = 32,
    MAX_GUARDS = 16,
    MAX_TESTS = 32,
    MAX_CHECKS = 12, /* of pairs of addresses */
    MAX_SERIAL = 64, /* copies of serial instructions */
};

enum kind { UNKNOWN, BUSY, BAD, UNIFORM, AFFINE, LANES, SERIAL };

struct node {
    LLVMValueRef v;
    enum kind kind;
    int64_t stride;          /* of AFFINE: a round's step */
    LLVMValueRef start, now; /* UNIFORM: start, before the loop. AFFINE: at the first round, at
                                the first of these N */
    LLVMValueRef vec;        /* of LANES, or when wanted as such */
    LLVMValueRef lane[MAX_LANES];
    bool wide, second; /* an access of 8 bytes that does 16; the other one of them */
    LLVMValueRef phi;  /* of the header's: in FAST */
};

struct test {
    LLVMValueRef cond;
    bool want; /* on the straight way */
};

struct loop {
    LLVMModuleRef mod;
    LLVMContextRef ctx;
    LLVMBuilderRef b;
    LLVMTypeRef i1, i32, i64, f32, f64;
    unsigned md_prof, md_tbaa;
    bool tagged;

    LLVMValueRef fn, poll;
    LLVMBasicBlockRef before, header, latch, out, leave;
    LLVMBasicBlockRef way[MAX_BLOCKS], cold[MAX_COLD_BLOCKS];
    unsigned nway, ncold, nnodes, ntests, nsplats, nserial, n;
    struct node nodes[MAX_NODES];
    struct test tests[MAX_TESTS];
    struct {
        LLVMValueRef x, vec;
    } splats[MAX_SPLATS];
    struct {
        LLVMValueRef v;
        bool sign;
    } guards[MAX_GUARDS];
    unsigned nguards;
    bool failed;
    LLVMBasicBlockRef fast, body, stores, end;
};

/* vectorise.c: the shape of the loop. */
bool block_in(LLVMBasicBlockRef bb, LLVMBasicBlockRef const *set, unsigned n);
struct node *loop_node(struct loop *s, LLVMValueRef v);

/* vectorise_values.c: what values of the loop are, from round to round. */
unsigned loop_size_of(const struct loop *s, LLVMTypeRef t);
bool ir_is_scalar(LLVMTypeRef t);

/* A number, a guest's vector register, or a compare's result of one. */
bool loop_is_element(const struct loop *s, LLVMTypeRef t);

/* Of what is loaded and stored. */
unsigned loop_memory_size(const struct loop *s, LLVMTypeRef t);

/* An operation that raises flags, of one result for each operand or pair or three. */
bool ir_is_arithmetic(LLVMValueRef v);

/* Operands that are values. */
unsigned ir_noperands(LLVMValueRef v);

/* The scalar that V, an element of a vector, is: itself, if its bits are V's, or its extension
 * if V is wider, by zeros; or NULL. */
LLVMValueRef loop_element(const struct loop *s, LLVMValueRef v);

/* A compare that makes a NaN of X if it is the smallest normal number (lift_fp.c): X and that
 * number; else NULL. */
LLVMValueRef loop_tiny_as_nan(LLVMValueRef v, LLVMValueRef *tiny);

/* True if C asks if one of four results is a NaN or the smallest normal number
 * (lift_fp_chain.c), or, with WANT, if none is. */
struct four {
    LLVMValueRef x[4], tiny; /* the results, that number */
    LLVMValueRef fabs;       /* a call of that intrinsic */
};
bool loop_tests_four(LLVMValueRef c, bool want, struct four *f);

/* The value of a phi on the straight way; of the header's, around the loop. */
LLVMValueRef loop_incoming(struct loop *s, LLVMValueRef phi);
LLVMValueRef loop_initial(struct loop *s, LLVMValueRef phi);
int64_t loop_stride_of(struct loop *s, LLVMValueRef v);

/* PHI, of the header, is a number, or a vector with one at the low end, that has been computed
 * in an earlier round, as one of LANES: that number, by way of other phis like this, or NULL.
 */
LLVMValueRef loop_delayed(struct loop *s, LLVMValueRef phi, unsigned size);

/* The header's phi that V is the low end of, or NULL. */
LLVMValueRef loop_delayed_element(struct loop *s, LLVMValueRef v);

/* V is put together from two loads side by side: the first one, or NULL. */
LLVMValueRef loop_load_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second);

/* Store V and a later one, *SECOND, store the halves of a vector: that, or NULL. */
LLVMValueRef loop_store_pair(struct loop *s, LLVMValueRef v, LLVMValueRef *second);
enum kind loop_kind_of(struct loop *s, LLVMValueRef v);

/* vectorise_code.c: the code of N rounds, and one test of all their results. */
void loop_to_preheader(struct loop *s, LLVMBasicBlockRef *back);

/* UNIFORM or AFFINE V at the first round, before the loop. */
LLVMValueRef loop_at_start(struct loop *s, LLVMValueRef v);

/* AFFINE V at the first of these N rounds. */
LLVMValueRef loop_at_now(struct loop *s, LLVMValueRef v);
LLVMValueRef loop_vector_of(struct loop *s, LLVMValueRef v);

/* V in round I of these N. */
LLVMValueRef loop_lane(struct loop *s, LLVMValueRef v, unsigned i);

/* True if one of these N rounds does not take the straight way. */
LLVMValueRef loop_bad_rounds(struct loop *s);

/* vectorise_checks.c: what has to be so before the loop. */

/* How the loop goes on: while X, which takes a step each round, is not, or before, BOUND. */
struct trip {
    LLVMValueRef x, bound;
    LLVMIntPredicate p;
    int64_t step;
};

bool loop_find_trip(struct loop *s, struct trip *t);
unsigned loop_access_size(struct loop *s, LLVMValueRef access);

/* What FAST does: not the second of a pair, and no load that nobody wants. */
bool loop_is_access(struct loop *s, struct node *n);

/* True if FAST may be entered; *NROUNDS are the loop's. */
LLVMValueRef loop_may_enter(struct loop *s, const struct trip *t, LLVMValueRef *nrounds);

#endif
