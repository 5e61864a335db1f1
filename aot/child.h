/* SPDX-License-Identifier: GPL-2.0-or-later */
/* child.h: other programs that the translator runs. Any thread. */
#ifndef HQEMU_CHILD_H
#define HQEMU_CHILD_H

#include <spawn.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Starts PROGRAM, which is searched for as execvp() does, with the caller's environment and no
 * signal blocked. FILES may be NULL. Returns 0, or an errno value. */
int child_start(pid_t *pid, const char *program, char *const *argv,
                const posix_spawn_file_actions_t *files);
/* Waits for PID. Returns 0 with its wait status and, where USAGE is not NULL, what it took; or
 * an errno value. */
int child_wait(pid_t pid, int *status, struct rusage *usage);

#endif
