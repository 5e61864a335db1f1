/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message.h: what the user reads on stderr. Call from the main thread only. */
#ifndef HQEMU_MESSAGE_H
#define HQEMU_MESSAGE_H

#include <stdbool.h>

/* "hqemu-aot: error: ...", one line. */
void message_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A line for -v. */
void message_note(bool enabled, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The progress line, rewritten in place; only if stderr is a terminal and the
 * translation has taken longer than a moment. */
void message_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void message_progress_end(void);
/* Seconds on the monotonic clock. */
double message_now(void);

#endif
