/* SPDX-License-Identifier: GPL-2.0-or-later */
/* call_results.h: see call_results.c. */
#ifndef HQEMU_CALL_RESULTS_H
#define HQEMU_CALL_RESULTS_H

#include <llvm-c/Core.h>

/* Moves the extractvalues of each call to it; after the passes that may move them away. Any
 * thread, on modules of its own. */
void gather_results(LLVMModuleRef mod);

#endif
