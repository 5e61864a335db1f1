/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ir_cycles.h: which blocks of an LLVM function are in cycles together, by Tarjan's algorithm
 * ("Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972).
 */
#ifndef HQEMU_IR_CYCLES_H
#define HQEMU_IR_CYCLES_H

#include <llvm-c/Core.h>

#include <stdbool.h>

struct ir_node {
    LLVMBasicBlockRef bb;
    unsigned component; /* 1 on; 0: left out */
    bool in_cycle;
};

struct ir_cycles {
    struct ir_node *nodes; /* sorted by address of BB */
    unsigned n;
};

/* Of FN without the blocks for which LEFT_OUT (may be NULL) is true. The caller frees C. */
void ir_cycles_find(struct ir_cycles *c, LLVMValueRef fn,
                    bool (*left_out)(void *arg, LLVMBasicBlockRef bb), void *arg);
/* Of FN without what OUTER leaves out and the blocks by which OUTER's cycles are entered: the
 * loops in its loops. False if there are none; the caller frees INNER nevertheless. */
bool ir_cycles_inner(struct ir_cycles *inner, const struct ir_cycles *outer, LLVMValueRef fn);
void ir_cycles_free(struct ir_cycles *c);

/* A way leads from BB back to it. */
bool ir_in_cycle(const struct ir_cycles *c, LLVMBasicBlockRef bb);
/* The number of BB's component, from 1 to the number of blocks; 0: it was left out. */
unsigned ir_component(const struct ir_cycles *c, LLVMBasicBlockRef bb);
/* Ways lead from A to B and from B to A; true of A and A. */
bool ir_same_component(const struct ir_cycles *c, LLVMBasicBlockRef a, LLVMBasicBlockRef b);

#endif
