/* SPDX-License-Identifier: GPL-2.0-or-later */
/* split_returns.h: see split_returns.c. */
#ifndef HQEMU_SPLIT_RETURNS_H
#define HQEMU_SPLIT_RETURNS_H

#include <llvm-c/Core.h>

/* Gives each way to a common return one of its own. Any thread, on modules of its own. */
void split_returns(LLVMModuleRef mod);

#endif
