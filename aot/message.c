/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message.c: what the user reads on stderr. */
#include "message.h"
#include "scratch.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool progress_shown;
static double progress_start, progress_last;

double message_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void message_progress_end(void)
{
    if (progress_shown) {
        fputs("\r\033[K", stderr);
        progress_shown = false;
    }
}

void message_error(const char *fmt, ...)
{
    va_list ap;

    scratch_check();
    message_progress_end();
    fputs("hqemu-aot: error: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

void message_note(bool enabled, const char *fmt, ...)
{
    va_list ap;

    if (!enabled) {
        return;
    }
    message_progress_end();
    fputs("hqemu-aot: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

void message_progress(const char *fmt, ...)
{
    static int is_terminal = -1;
    double now = message_now();
    va_list ap;

    if (is_terminal < 0) {
        is_terminal = isatty(STDERR_FILENO);
        progress_start = now;
    }
    if (!is_terminal || now - progress_start < 0.5 || now - progress_last < 0.1) {
        return;
    }
    progress_last = now;
    progress_shown = true;
    fputs("\r\033[Khqemu-aot: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fflush(stderr);
}
