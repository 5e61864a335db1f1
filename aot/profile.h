/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile.h: what runs of an earlier translation found out (--profile). */
#ifndef HQEMU_PROFILE_H
#define HQEMU_PROFILE_H

#include "elf_image.h"

/*
 * Adds to IMG's places what FILE, written by HQEMU_PROFILE (see runtime/profile_format.h),
 * says of it. 0, or -1 with a message in ERR: if the file cannot be read, is no
 * profile, or is one of other programs only.
 */
int profile_read(struct elf_image *img, const char *file, char *err, size_t errlen);

#endif
