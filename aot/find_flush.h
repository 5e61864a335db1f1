/* SPDX-License-Identifier: GPL-2.0-or-later */
/* find_flush.h: does the guest have denormal numbers flushed to zero? */
#ifndef HQEMU_FIND_FLUSH_H
#define HQEMU_FIND_FLUSH_H

#include "program.h"

/* A guess, from the guest's code, after discover(). Where it is wrong, the guest is slower. */
bool flushes_denormals(const struct program *p);

#endif
