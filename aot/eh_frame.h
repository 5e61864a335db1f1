/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eh_frame.h: finds function ranges and landing pads in a guest's unwind data.
 *
 * Only what a translator wants from .eh_frame: where each function starts, how long it
 * is, and where exceptions continue in it. The unwind instructions are not looked at.
 */
#ifndef HQEMU_EH_FRAME_H
#define HQEMU_EH_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of .eh_frame or .eh_frame_hdr and where the guest sees them. */
struct eh_frame {
    const uint8_t *data;
    size_t size;
    uint64_t addr;      /* guest address of data[0] */
    uint64_t data_base; /* what "datarel" values are relative to */
};

/* LSDA is where the function's exception table is, 0 if it has none. */
typedef void eh_frame_fn(void *opaque, uint64_t addr, uint64_t size, uint64_t lsda);

/*
 * Calls FN once for each function range (FDE) in EH. FN gets the values as the file
 * states them, unchecked except that size is not 0. Stops at the terminator, at the
 * end, or at the first record that makes no sense; an FDE in a form that is not
 * understood is passed over. Takes time linear in EH's size, whatever it holds.
 */
void eh_frame_walk(const struct eh_frame *eh, eh_frame_fn *fn, void *opaque);

typedef void landing_pad_fn(void *opaque, uint64_t addr);

/*
 * Calls FN for each landing pad that TABLE, the exception table (LSDA) of the function at
 * FUNC, names; unchecked, and more than once if several calls share it. At most MAX records
 * are read; returns how many were.
 */
size_t eh_landing_pads(const struct eh_frame *table, uint64_t func, size_t max,
                       landing_pad_fn *fn, void *opaque);

/* Reads from HDR, an .eh_frame_hdr, where .eh_frame is. False if it does not say. */
bool eh_frame_hdr_target(const struct eh_frame *hdr, uint64_t *addr);

#endif
