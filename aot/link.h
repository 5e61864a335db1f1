/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.h: the last stage: object files and the runtime become host.elf. */
#ifndef HQEMU_LINK_H
#define HQEMU_LINK_H

#include "options.h"

#include <stddef.h>

/*
 * Links the files OBJECTS with the runtime of GUEST (fe->name) by LLD into o->output; DIR is
 * the work folder. The output appears whole or not at all: it is written beside its final place
 * and renamed; an existing file stays as it is on failure. Returns 0, or -1 with a message
 * in ERR. Main thread only: starts a process.
 */
int link_host(const struct options *o, const char *guest, char *const *objects, size_t nobjects,
              const char *dir, char *err, size_t errlen);

/* Writes PREFIX/lib/hqemu-aot, found from where the translator itself is, to BUF, N bytes long.
 * False if it is not found or too long. */
bool data_dir(char *buf, size_t n);

/* Before the long work: -1, with a message in ERR, if O's output cannot be written. */
int link_check_output(const struct options *o, char *err, size_t errlen);

#endif
