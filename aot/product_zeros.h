/* SPDX-License-Identifier: GPL-2.0-or-later */
/* product_zeros.h: see product_zeros.c. */
#ifndef HQEMU_PRODUCT_ZEROS_H
#define HQEMU_PRODUCT_ZEROS_H

#include <llvm-c/Core.h>

/* Hides from the code generator that elements of a factor are 0. After all other passes.
 * Any thread, on modules of its own. */
void hide_zero_factors(LLVMModuleRef mod);

#endif
