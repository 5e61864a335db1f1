/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eh_frame.h: finds function ranges in a guest's unwind data.
 *
 * Only what a translator wants from .eh_frame: where each function starts and how
 * long it is. The unwind instructions are not looked at.
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

typedef void eh_frame_fn(void *opaque, uint64_t addr, uint64_t size);

/*
 * Calls FN once for each function range (FDE) in EH. FN gets the values as the file
 * states them, unchecked except that size is not 0. Stops at the terminator, at the
 * end, or at the first record that makes no sense; an FDE in a form that is not
 * understood is passed over. Takes time linear in EH's size, whatever it holds.
 */
void eh_frame_walk(const struct eh_frame *eh, eh_frame_fn *fn, void *opaque);

/* Reads from HDR, an .eh_frame_hdr, where .eh_frame is. False if it does not say. */
bool eh_frame_hdr_target(const struct eh_frame *hdr, uint64_t *addr);

#endif
