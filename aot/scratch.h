/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scratch.h: files that exist only while hqemu-aot runs, however it ends. Main thread only,
 * where nothing else is said. */
#ifndef HQEMU_SCRATCH_H
#define HQEMU_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* First of all: no descriptor of ours becomes one of the standard streams, and signals that
 * ask for the end remove what is here, wherever the other threads are. */
void scratch_init(void);
/* Makes the work folder in $TMPDIR: its name, which stays ours, or NULL after a message. */
const char *scratch_folder(void);
/* The output under a name of its own, in the folder of OUTPUT: false if that is too long. */
bool scratch_output(const char *output, char *name, size_t n);
/* The output has got its own name, or does not exist any more. */
void scratch_output_done(void);
/* PID is about to write the output; 0: it has ended. */
void scratch_writer(int pid);
/* Between these the end waits: what exists is known again when it may go on. Once the end has
 * begun, scratch_hold() does not return. */
void scratch_hold(void);
void scratch_release(void);
/* Does not return once such a signal has come: what fails then, fails because of it. To be
 * called before an error is reported, and before the process ends. Any thread. */
void scratch_check(void);
/* Removes everything. Any thread, where the process is about to end. */
void scratch_remove(void);

#endif
