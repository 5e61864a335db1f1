/* SPDX-License-Identifier: GPL-2.0-or-later */
/* carried.h: what the two files of carried.c's pass share. */
#ifndef HQEMU_CARRIED_H
#define HQEMU_CARRIED_H

#include <llvm-c/Core.h>

#include <stdbool.h>

/* The functions for conversions, until this pass: i64 to double, and back. */
#define CARRIED_TO "hqemu.to_vector"
#define CARRIED_FROM "hqemu.from_vector"

struct carried {
    LLVMBuilderRef b;
    LLVMTypeRef i64, f64;
    LLVMValueRef to, from; /* the functions for conversions, or NULL */
    unsigned md_tbaa;
};

/* X if V is FN(X), else NULL. */
LLVMValueRef carried_operand(LLVMValueRef v, LLVMValueRef fn);
/* V is a plain load with one use. */
bool carried_is_load(LLVMValueRef v);
/* V as a double, if that is no conversion, else NULL. A load becomes one of a double. */
LLVMValueRef carried_double(struct carried *w, LLVMValueRef v);

/* carried_phis.c: makes phis of doubles of FN's phis of integers where that saves moves. */
void carried_phis(struct carried *w, LLVMValueRef fn);

#endif
