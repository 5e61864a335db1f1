/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry_constants.h: what a register always is in a loop, though the loop can be entered from
 * outside. Any thread, on modules of its own.
 */
#ifndef HQEMU_ENTRY_CONSTANTS_H
#define HQEMU_ENTRY_CONSTANTS_H

#include <llvm-c/Core.h>

/*
 * A function of IR, without a body, that returns a condition: at a branch from an inner entry,
 * true where the registers are what they always are where the first successor is reached from
 * within. The other successor is for code that says otherwise; it may lead to the first one
 * too.
 */
#define ENTRY_HOLDS "hqemu.entry_holds"

/* Puts the tests in the place of all such calls in MOD, whose variables have been promoted, and
 * constants in the place of phis. */
void entry_constants(LLVMModuleRef mod);

#endif
