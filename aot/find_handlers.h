/* SPDX-License-Identifier: GPL-2.0-or-later */
/* find_handlers.h: does the guest install a handler for SIGSEGV or SIGBUS? */
#ifndef HQEMU_FIND_HANDLERS_H
#define HQEMU_FIND_HANDLERS_H

#include "program.h"

/* A guess, from the guest's code, after discover(). Where it is wrong, the guest is slower. */
bool installs_fault_handler(const struct program *p);
/* A program in Go, which has its own procedure call standard. */
bool is_go(const struct elf_image *img);

#endif
