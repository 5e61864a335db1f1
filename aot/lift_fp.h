/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_fp.h: what lift_fp.c (numbers one at a time) and lift_fp_vec.c (whole vector
 * registers) share. The rules are in lift_fp.c; threads and errors are as in lift.h.
 */
#ifndef HQEMU_LIFT_FP_H
#define HQEMU_LIFT_FP_H

#include "lift.h"

enum fp_op {
    ADD,
    SUB,
    MUL,
    DIV,
    SQRT,
    FMA,
    FMS,
    FNMA,
    FNMS, /* x*y+z, x*y-z, -x*y-z, -x*y+z */
    MAX,
    MIN,
    NZCV, /* the flags of Arm's compare */
    EQ,
    LT,
    LE, /* 0 or 1 */
    MASK_EQ,
    MASK_GE,
    MASK_GT,
    MASK_LE,
    MASK_LT, /* 0 or all ones */
    WIDEN,
    NARROW, /* between single and double */
    TO_INT,
    FROM_INT,
    RINT,
    RINT_EXACT, /* without and with the inexact flag */
    RM_ARM,
    RM_RISCV, /* rounding mode of the next operations */
    CSR,      /* RISC-V's fflags; old = csr*(env, number[, value[, mask]]) */
    ABD,      /* |x - y| */
    ESTIMATE, /* only QEMU knows */
};

/* Softfloat's numbers; 0 to 3 are MXCSR's as well. */
enum { RM_NEAREST, RM_DOWN, RM_UP, RM_ZERO, RM_AWAY };

/* SEXT: the unsigned word is sign-extended all the same. Of vectors: MAGNITUDES are
 * compared, or the operation's data is a rounding MODE. */
enum { UNSIGNED = 1, BOXED = 2, SEXT = 4, MAGNITUDES = 8, MODE = 16 };

struct fp_form {
    const char *name;
    uint8_t op;    /* enum fp_op */
    uint8_t bits;  /* of the operands' format (of the result's: FROM_INT) */
    uint8_t ibits; /* of the integer */
    uint8_t flags;
};

/* lift_fp.c. Types and values may be vectors. */
LLVMTypeRef fp_type(struct lifter *l, unsigned bits);
LLVMTypeRef int_like(struct lifter *l, LLVMTypeRef t);
LLVMValueRef fp_const(LLVMTypeRef t, double x);
/* llvm.experimental.constrained.NAME on N operands. */
LLVMValueRef strict(struct lifter *l, const char *name, LLVMTypeRef to, LLVMValueRef *x,
                    unsigned n);
LLVMValueRef plain(struct lifter *l, const char *name, LLVMValueRef x);
LLVMValueRef fp_abs(struct lifter *l, LLVMValueRef x);
LLVMValueRef fcmp(struct lifter *l, LLVMRealPredicate p, LLVMValueRef x, LLVMValueRef y);
LLVMValueRef host_arithmetic(struct lifter *l, unsigned op, LLVMValueRef *x);
/* Before operation OP, of a program that may flush denormal numbers. */
void flush_operands(struct lifter *l, unsigned op, LLVMValueRef *x);
/* The larger or smaller of two numbers that are not NaNs; -0 is less than 0. */
LLVMValueRef host_minmax(struct lifter *l, unsigned op, LLVMValueRef x, LLVMValueRef y);
/* True where the host's result R of an operation OP does not do. */
LLVMValueRef result_test(struct lifter *l, unsigned op, LLVMValueRef r);
/* True unless X is certain to fit F's integer, in all rounding modes. */
LLVMValueRef range_test(struct lifter *l, const struct fp_form *f, LLVMValueRef x);
/* X, which fits, as an integer in the rounding mode that is in force. */
LLVMValueRef round_to_int(struct lifter *l, const struct fp_form *f, LLVMValueRef x);
/* Control goes to the cold block if COND, else to the code that follows. */
void cold_if(struct lifter *l, struct cold_path *p, LLVMValueRef cond);
struct cold_path begin_cold(struct lifter *l, LLVMValueRef cond);
/* Calls the operation's own helper; all its arguments and its result are integers to
 * the machine. */
LLVMValueRef call_helper(struct lifter *l, const struct fe_op *o);

/* True if O, a helper's call, may be part of a chain here (lift_fp_chain.c). */
bool fp_chained(struct lifter *l, const struct fe_op *o);
bool fp_sets_rounding(struct lifter *l, const struct fe_op *o);
bool fp_from_integer(const struct fe_op *o);
/* Temp T, an operand of O, as a number. */
LLVMValueRef fp_operand(struct lifter *l, const struct fe_op *o, uint64_t t);

/* lift_fp_chain.c. */
enum chain_test {
    CHAIN_NAN,       /* X, a result */
    CHAIN_UNORDERED, /* X or Y, operands */
    CHAIN_RESULT,    /* X is not what the host can do: result_test() */
    CHAIN_RANGE,     /* X may not fit the integer */
};
/* The operation whose operands are X is tested, and so is what they came from. */
void chain_covers(struct lifter *l, LLVMValueRef *x, unsigned n);
/* Has O done again in the end if the test says so. */
void chain_test(struct lifter *l, enum chain_test test, const struct fe_op *o, LLVMValueRef x,
                LLVMValueRef y);
LLVMValueRef fp_chain_test(struct lifter *l, enum chain_test test, const struct fe_op *o,
                           LLVMValueRef x, LLVMValueRef y);

/* NaNs where host results X, a number or a vector, do not do (result_test()) since they may be
 * too small; 0 elsewhere. Only if the host has FMA. */
LLVMValueRef nan_unless_good(struct lifter *l, LLVMValueRef x);
/* Of a number of type T, or of a vector's elements. */
double least_normal(struct lifter *l, LLVMTypeRef t);

/* lift_fp_vec_chain.c: remembers P, whose two ways have met. */
void vec_chain_add(struct lifter *l, const struct cold_path *p);

/* lift_fp_vec.c. Lifts O if it is one of those that fp_vec_inlined() knows, else false. */
bool lift_fp_vector(struct lifter *l, const struct fe_op *o);

#endif
