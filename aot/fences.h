/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fences.h: see fences.c. */
#ifndef HQEMU_FENCES_H
#define HQEMU_FENCES_H

#include <llvm-c/Core.h>

/* Takes out MOD's redundant fences and says how the others are done. After all other passes. */
void lower_fences(LLVMModuleRef mod);

#endif
