/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scratch.c: the work folder and the unfinished output, and their end.
 *
 * A signal handler could not remove a folder: reading it takes memory, and the interrupted
 * thread may be in the middle of malloc(). So all threads block the signals, and one of its
 * own waits for them.
 */
#include "scratch.h"
#include "message.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[PATH_MAX], output[PATH_MAX];
static volatile pid_t writer;
static atomic_bool ending;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* the end keeps it */

static void remove_folder(void)
{
    /* Another thread may be writing its next object file. */
    for (int tries = 0; folder[0] && tries < 100; tries++) {
        DIR *d = opendir(folder);
        struct dirent *e;
        if (!d) {
            break;
        }
        while ((e = readdir(d))) {
            unlinkat(dirfd(d), e->d_name, 0);
        }
        closedir(d);
        if (!rmdir(folder)) {
            break;
        }
    }
    folder[0] = 0;
}

void scratch_remove(void)
{
    if (output[0]) {
        unlink(output);
    }
    output[0] = 0;
    remove_folder();
}

static void *wait_for_end(void *p)
{
    const sigset_t *set = p;
    int sig;

    while (sigwait(set, &sig)) {
    }
    scratch_hold();
    atomic_store(&ending, true);
    if (writer) {
        kill(writer, SIGTERM);
        waitpid(writer, NULL, 0);
    }
    scratch_remove();
    signal(sig, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, set, NULL);
    kill(getpid(), sig);
    return NULL;
}

void scratch_init(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
    static sigset_t set;
    pthread_t t;

    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            open("/dev/null", O_RDWR); /* the lowest number that is free */
        }
    }
    signal(SIGXFSZ, SIG_IGN); /* a write error like others */
    signal(SIGCHLD, SIG_DFL); /* if the caller ignores it, nobody can wait for the linker */
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct sigaction sa;
        /* As under nohup(1). */
        if (!sigaction(signals[i], NULL, &sa) && sa.sa_handler != SIG_IGN) {
            sigaddset(&set, signals[i]);
        }
    }
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (pthread_create(&t, NULL, wait_for_end, &set)) {
        pthread_sigmask(SIG_UNBLOCK, &set, NULL);
        return;
    }
    pthread_detach(t);
}

const char *scratch_folder(void)
{
    const char *tmp = getenv("TMPDIR");
    char name[PATH_MAX];

    if (snprintf(name, sizeof(name), "%s/hqemu-aot.XXXXXX", tmp && *tmp ? tmp : "/tmp") >=
        (int)sizeof(name)) {
        message_error("the name of the folder for temporary files is too long: %.60s...", tmp);
        return NULL;
    }
    scratch_hold();
    bool made = mkdtemp(name) != NULL;
    if (made) {
        strcpy(folder, name);
    }
    scratch_release();
    if (!made) {
        message_error("cannot make a work folder %s: %s", name, strerror(errno));
    }
    return made ? folder : NULL;
}

bool scratch_output(const char *path, char *name, size_t n)
{
    const char *slash = strrchr(path, '/');
    int dir = slash ? (int)(slash + 1 - path) : 0;

    if (snprintf(name, n, "%.*s.hqemu-aot.%d", dir, path, (int)getpid()) >= (int)n ||
        strlen(name) >= sizeof(output)) {
        return false;
    }
    strcpy(output, name);
    return true;
}

void scratch_output_done(void)
{
    output[0] = 0;
}

void scratch_hold(void)
{
    pthread_mutex_lock(&lock);
}

void scratch_release(void)
{
    pthread_mutex_unlock(&lock);
}

void scratch_check(void)
{
    while (atomic_load(&ending)) {
        pause();
    }
}

void scratch_writer(int pid)
{
    writer = pid;
}
