/* SPDX-License-Identifier: GPL-2.0-or-later */
/* child.c: other programs that the translator runs. */
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

extern char **environ;

int child_start(pid_t *pid, const char *program, char *const *argv,
                const posix_spawn_file_actions_t *files)
{
    posix_spawnattr_t attr;
    sigset_t none;

    /* All our threads block the signals that ask for the end (scratch.c). */
    sigemptyset(&none);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attr, &none);
    int e = posix_spawnp(pid, program, files, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    return e;
}

int child_wait(pid_t pid, int *status, struct rusage *usage)
{
    while (wait4(pid, status, 0, usage) < 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}
