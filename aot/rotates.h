/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rotates.h: rotations of 32-bit integers by a register. */
#ifndef HQEMU_ROTATES_H
#define HQEMU_ROTATES_H

#include <llvm-c/Core.h>

/* Before instcombine. Any thread, on modules of its own. */
void find_rotates(LLVMModuleRef mod);

#endif
