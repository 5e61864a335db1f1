/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bit_counts.h: functions that count zeros at one end of a number.
 */
#ifndef HQEMU_BIT_COUNTS_H
#define HQEMU_BIT_COUNTS_H

#include "program.h"

/* What such a function returns: BASE + SIGN * (leading or trailing zeros), or FOR_ZERO. */
struct bit_count {
    bool leading;
    int sign; /* 1 or -1 */
    uint64_t base, for_zero;
};

/* True if F does nothing else, for each of its argument's 2^64 values. */
bool counts_bits(const struct program *p, const struct func *f, struct bit_count *c);

#endif
