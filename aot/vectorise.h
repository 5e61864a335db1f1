/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vectorise.h: several rounds of a loop of floating point operations at once. */
#ifndef HQEMU_VECTORISE_H
#define HQEMU_VECTORISE_H

#include <llvm-c/Core.h>
#include <stdbool.h>

/* After LLVM's passes. TAGGED: the top byte of addresses does not count. False if the result
 * does not verify. Any thread, on modules of its own. */
bool vectorise_loops(LLVMModuleRef mod, bool tagged);

#endif
