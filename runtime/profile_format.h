/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile_format.h: what a profile looks like, for host.elf, which writes it, and the
 * translator, which reads it.
 *
 * Lines of text; each is a fact about the guest program whose file has that hash, so that
 * a file may have facts about several programs, from any number of runs:
 *
 *     hqemu-profile 1 HASH run                 a run began
 *     hqemu-profile 1 HASH entry ADDRESS N     code there was to be entered, and was not
 *                                              translated; N times (numbers add up)
 *     hqemu-profile 1 HASH block ADDRESS       the fallback ran code there
 *
 * Addresses are those in the guest's file. A line without an end is not there yet.
 */
#ifndef HQEMU_PROFILE_FORMAT_H
#define HQEMU_PROFILE_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define HQEMU_PROFILE_HEAD "hqemu-profile 1 "

/* Of a guest's file: FNV-1a, eight bytes at a time. */
static inline uint64_t hqemu_profile_hash(const uint8_t *bytes, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < n; i += 8) {
        uint64_t word = 0;
        for (size_t k = 0; k < 8 && i + k < n; k++) {
            word |= (uint64_t)bytes[i + k] << (8 * k);
        }
        h = (h ^ word) * 0x100000001b3u;
        h ^= h >> 29;
    }
    return h;
}

#endif
