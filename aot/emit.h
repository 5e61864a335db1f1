/* SPDX-License-Identifier: GPL-2.0-or-later */
/* emit.h: LLVM's code generator. */
#ifndef HQEMU_EMIT_H
#define HQEMU_EMIT_H

#include "target.h"

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

#include <stdbool.h>
#include <stddef.h>

/* What all modules are compiled for; borrows both. */
struct emitter {
    const struct target *host;
    int opt_level; /* 0..3 */
};

/* Makes LLVM ready, once in a process, before all else that is here. */
void emit_init(void);

/* The caller disposes of it. NULL with LLVM's message in ERR. Any thread. */
LLVMTargetMachineRef emit_machine(const struct emitter *e, char *err, size_t errlen);
/* Empty; the caller disposes of it. */
LLVMModuleRef emit_module(LLVMContextRef ctx, LLVMTargetMachineRef tm, const char *name);

/*
 * Compiles MOD, which is LLVM's to change, to an object file or assembly. TM is
 * emit_machine(E). A module with a very large function is compiled by another process, whose
 * CPU time, in seconds, comes into *ELSEWHERE; 0 for others. The caller disposes of the buffer.
 * NULL with a message in ERR. Any thread, with a module of its own.
 */
LLVMMemoryBufferRef emit(const struct emitter *e, LLVMTargetMachineRef tm, LLVMModuleRef mod,
                         LLVMCodeGenFileType type, double *elsewhere, char *err, size_t errlen);

/* This process is that other one. */
bool emit_is_child(int argc, char **argv);
/* Bitcode on standard input, object file or assembly on standard output. Returns the process's
 * status; its parent then makes do without it, so there is no message. */
int emit_child(char **argv);

#endif
