/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scalar_phis.h: numbers that are carried around loops in vector registers. */
#ifndef HQEMU_SCALAR_PHIS_H
#define HQEMU_SCALAR_PHIS_H

#include <llvm-c/Core.h>

/* After LLVM's passes. Any thread, on modules of its own. */
void scalar_phis(LLVMModuleRef mod);

#endif
