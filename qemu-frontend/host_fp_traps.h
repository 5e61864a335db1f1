/* SPDX-License-Identifier: GPL-2.0-or-later */
/* host_fp_traps.h: see host_fp_traps.c. All of it is async-signal-safe and about the calling
 * thread. */
#ifndef HQEMU_HOST_FP_TRAPS_H
#define HQEMU_HOST_FP_TRAPS_H

#include "guest.h"

/* Bits of the host's MXCSR (Intel's manual, volume 1, "MXCSR Control and Status Register"). */
enum {
    MXCSR_DENORMAL = 0x02, /* flags; their masks are 7 bits further up */
    MXCSR_UNDERFLOW = 0x10,
    MXCSR_INEXACT = 0x20,
    MXCSR_FLAGS = 0x3f,
    MXCSR_MASK_SHIFT = 7,
    MXCSR_DAZ = 0x40,
    MXCSR_FTZ = 0x8000,
    MXCSR_DEFAULT = 0x1f80,
    MXCSR_RC_SHIFT = 13,
    MXCSR_DOWN = 1 << MXCSR_RC_SHIFT,
    MXCSR_UP = 2 << MXCSR_RC_SHIFT,
    MXCSR_RC = 3 << MXCSR_RC_SHIFT, /* rounding; all of it: to zero */
};

/* The guest's exception flags in ENV, QEMU's float_flag_*. */
static inline uint16_t *host_fp_flags(CPUArchState *env)
{
    return (uint16_t *)((char *)env + guest_desc.fp_flags);
}

/* MXCSR for a guest that flushes; FLUSH: enum guest_flush. */
unsigned mxcsr_with_flushing(unsigned mxcsr, unsigned flush);

/* Handles a floating point exception of translated code of a guest that flushes. UCONTEXT is
 * the handler's, and is changed. False: there was none. */
bool host_fp_trapped(void *ucontext);

#endif
