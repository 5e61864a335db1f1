/* SPDX-License-Identifier: GPL-2.0-or-later */
/* host_fp.h: the host's floating point state, while it is translated code's. ENV is the calling
 * thread's; CONTEXT a handler's ucontext_t, which is changed. */
#ifndef HQEMU_HOST_FP_H
#define HQEMU_HOST_FP_H

#include "guest.h"

/* The guest's rounding mode; -1 if its mode is not one for translated code. */
int host_fp_mode(CPUArchState *env);

/* Translated code calls these, too. */
void hqemu_fp_enter(CPUArchState *env);
void hqemu_fp_leave(CPUArchState *env);

/* Translated code that was left by a longjmp is left for good. */
void host_fp_abandon(CPUArchState *env);

/* Of handlers of host signals, async-signal-safe. A fault: the kernel has put the host's state
 * aside. */
void host_fp_fault(void *context);
/* SIGTRAP: false if it is none of ours. */
bool host_fp_stepped(void *context);
/* After QEMU's own handler: what translated code may raise must not be blocked. */
void host_fp_unblock(void *context);

/* When QEMU has set its handlers, in the first thread. */
void host_fp_hook(void);

#endif
