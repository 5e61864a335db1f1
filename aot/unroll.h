/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unroll.h: several rounds of a short loop for one poll. */
#ifndef HQEMU_UNROLL_H
#define HQEMU_UNROLL_H

#include <llvm-c/Error.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>

/* Unrolls loops of MOD, by LLVM's pass; what they then have in excess is for later passes.
 * Gives that pass's error, which the caller owns, or NULL. Any thread, on modules of its own.
 */
LLVMErrorRef unroll_loops(LLVMModuleRef mod, LLVMTargetMachineRef tm,
                          LLVMPassBuilderOptionsRef options);

#endif
