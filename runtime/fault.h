/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fault.h: host faults in translated code. All functions are async-signal-safe, and act on the
 * thread that calls them. */
#ifndef HQEMU_FAULT_H
#define HQEMU_FAULT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* True if host address PC is in translated code. */
bool hqemu_rt_in_text(uintptr_t pc);

/* Not 0 while translated code is in a function of libc_native.c, whose faults are the
 * guest's. */
extern __thread uint32_t hqemu_rt_in_libc;

/*
 * Handles the fault if it is an access through a tagged pointer (aarch64's top byte
 * ignore): such an address is not canonical on the host. The access is done with the
 * clean address, and the function it is in is not entered any more: the fallback
 * knows tags. Called in a signal handler with the faulting context, which it
 * changes. False if it was something else.
 */
bool hqemu_rt_tagged_access(siginfo_t *info, void *context);

/* Undoes hqemu_rt_tagged_access() if the access itself faults: as if it had not been
 * tried. */
void hqemu_rt_tagged_undo(void *context);

/* The guest pc of the instruction that the access at HOST_PC is from, with exact faults;
 * false if that is none of those that say so, which have stored the pc. */
bool hqemu_rt_fault_pc(uintptr_t host_pc, uint64_t *guest_pc);

/* The other half: the trap after the one instruction. False if it is not ours. */
bool hqemu_rt_tagged_done(void *context);

#endif
