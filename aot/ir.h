/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ir.h: what several of our passes ask of LLVM's types and instructions. Nothing is kept: any
 * thread, on modules of its own.
 */
#ifndef HQEMU_IR_H
#define HQEMU_IR_H

#include <llvm-c/Core.h>

#include <stdbool.h>
#include <stddef.h>

/* A vector's elements; 1 of others. */
unsigned ir_elements(LLVMTypeRef t);
/* Of a vector; others are their own. */
LLVMTypeRef ir_element_type(LLVMTypeRef t);
/* Bits of an integer, float or double, or of each element of a vector of those; else 0. */
unsigned ir_element_bits(LLVMTypeRef t);
/* The same for all elements, in bytes. */
unsigned ir_total_size(LLVMTypeRef t);

/* V without the bit casts around it. */
LLVMValueRef ir_peel(LLVMValueRef v);
/* V, which may be NULL, is an instruction with opcode OP. */
bool ir_is_op(LLVMValueRef v, LLVMOpcode op);
/* What comes to PHI from block FROM; NULL if nothing does. */
LLVMValueRef ir_incoming(LLVMValueRef phi, LLVMBasicBlockRef from);
/* V is the constant integer I. */
bool ir_is_number(LLVMValueRef v, unsigned i);
/* What V, a vector that is a constant but for the first element, has as that, if all else is 0;
 * or NULL. */
LLVMValueRef ir_only_element(LLVMValueRef v);

/* V calls an LLVM intrinsic whose name starts with NAME. */
bool ir_is_intrinsic(LLVMValueRef v, const char *name);
/* V calls a helper in the way that keeps all registers and writes no guest memory (thunks.c).
 */
bool ir_is_cold_call(LLVMValueRef v);
/* V calls something else than that or an intrinsic: code, perhaps inline assembly, of which
 * nothing is known. */
bool ir_calls_code(LLVMValueRef v);

/* V calls one of the thunks that leave translated code, or come back to it, as when a signal is
 * waiting. */
bool ir_leaves(LLVMValueRef v);

/* V, a load or store, is neither volatile nor atomic. */
bool ir_is_plain_access(LLVMValueRef v);

/* The volatile load of the poll that ends BB, or NULL. *ON is where it goes on if there is no
 * request, *LEAVE where if there is one. */
LLVMValueRef ir_poll(LLVMBasicBlockRef bb, LLVMBasicBlockRef *on, LLVMBasicBlockRef *leave);

/* ITEMS point to structures whose first member is an LLVMValueRef: sorts them by its address,
 * for ir_find(), which returns that of V, or NULL. */
void ir_sort(void **items, size_t n);
void *ir_find(void *const *items, size_t n, LLVMValueRef v);

/* CALL, of arithmetic in the guest's modes, is left to the host: LLVM would fold what is exact,
 * in whatever mode. But the sign of a sum that is 0 depends on the mode, and so does a denormal
 * number, which may be flushed. */
void ir_set_strict(LLVMValueRef call);

/* D, a phi of doubles in PHI's block without incoming values, gets those of PHI, a phi of
 * 64-bit integers: what DOUBLE_OF(arg, value) says, or, if that is NULL, a bit cast. */
void ir_fill_double_phi(LLVMBuilderRef b, LLVMValueRef d, LLVMValueRef phi,
                        LLVMValueRef (*double_of)(void *arg, LLVMValueRef v), void *arg);

#endif
