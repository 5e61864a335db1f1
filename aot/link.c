/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.c: run LLD over the object files and the guest's runtime. */
#include "link.h"
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char temporary[PATH_MAX];

void link_cleanup(void)
{
    if (temporary[0]) {
        unlink(temporary);
        temporary[0] = 0;
    }
}

bool data_dir(char *buf, size_t n)
{
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

    if (len <= 0) {
        return false;
    }
    exe[len] = 0;
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(exe, '/');
        if (!slash) {
            return false;
        }
        *slash = 0;
    }
    return snprintf(buf, n, "%s/lib/hqemu-aot", exe) < (int)n;
}

/* Runs ARGV with stderr to a file in DIR; returns its first line in ERR if it fails. */
static int run(char *const *argv, const char *dir, char *err, size_t errlen)
{
    char log[PATH_MAX];
    posix_spawn_file_actions_t fa;
    pid_t pid;
    int status;

    snprintf(log, sizeof(log), "%s/link.log", dir);
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_addopen(&fa, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    int e = posix_spawnp(&pid, argv[0], &fa, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&fa);
    if (e) {
        snprintf(err, errlen, "cannot run the linker %s: %s", argv[0], strerror(e));
        return -1;
    }
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            snprintf(err, errlen, "waiting for the linker: %s", strerror(errno));
            return -1;
        }
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return 0;
    }
    snprintf(err, errlen, "the linker failed");
    FILE *f = fopen(log, "r");
    char line[512];
    if (f && fgets(line, sizeof(line), f)) {
        line[strcspn(line, "\n")] = 0;
        snprintf(err, errlen, "linking failed: %s", line);
    }
    if (f) {
        fclose(f);
    }
    return -1;
}

/* LLD writes through a memory map and dies of SIGBUS on a full disk: reserve first. */
static int reserve(const char *path, char *const *inputs, size_t n, char *err, size_t errlen)
{
    off_t total = 0;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0777);

    if (fd < 0) {
        snprintf(err, errlen, "cannot write %s: %s", path, strerror(errno));
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct stat st;
        if (inputs[i][0] == '/' && !stat(inputs[i], &st)) {
            total += st.st_size;
        }
    }
    int e = posix_fallocate(fd, 0, total ? total : 1);
    close(fd);
    if (e && e != EOPNOTSUPP && e != EINVAL) {
        snprintf(err, errlen, "cannot write the output: %s", strerror(e));
        return -1;
    }
    return 0;
}

int link_host(const struct options *o, const char *guest, char *const *objects, size_t nobjects,
              const char *dir, char *err, size_t errlen)
{
    char lib[PATH_MAX - 64], runtime[PATH_MAX], script[PATH_MAX];
    struct stat st;
    size_t n = 0;

    if (!data_dir(lib, sizeof(lib))) {
        snprintf(err, errlen, "cannot find out where hqemu-aot is installed");
        return -1;
    }
    snprintf(runtime, sizeof(runtime), "%s/runtime-%s.o", lib, guest);
    snprintf(script, sizeof(script), "%s/host.ld", lib);
    if (access(runtime, R_OK)) {
        snprintf(err, errlen, "broken installation: no runtime for %s (%s)", guest, runtime);
        return -1;
    }
    if (!stat(o->output, &st) && S_ISDIR(st.st_mode)) {
        snprintf(err, errlen, "cannot write %s: it is a directory", o->output);
        return -1;
    }
    if (snprintf(temporary, sizeof(temporary), "%s.tmp%d", o->output, (int)getpid()) >=
        (int)sizeof(temporary)) {
        temporary[0] = 0;
        snprintf(err, errlen, "output name too long");
        return -1;
    }
    char **argv = calloc(nobjects + 24, sizeof(*argv));
    argv[n++] = "ld.lld-19";
    argv[n++] = "-static";
    argv[n++] = "-T";
    argv[n++] = script;
    argv[n++] = "-o";
    argv[n++] = temporary;
    argv[n++] = "--build-id=none";
    argv[n++] = "--eh-frame-hdr"; /* pthread_exit() unwinds */
    argv[n++] = "--no-mmap-output-file";
    argv[n++] = "-znoexecstack";
    argv[n++] = "--threads=1";
    argv[n++] = "--no-warnings";
    argv[n++] = runtime;
    for (size_t i = 0; i < nobjects; i++) {
        argv[n++] = objects[i];
    }
    if (o->dump & DUMP_LINK) {
        for (size_t i = 0; i < n; i++) {
            fprintf(stderr, "%s%s", argv[i], i + 1 < n ? " " : "\n");
        }
    }
    int status = reserve(temporary, argv, n, err, errlen);
    if (!status) {
        status = run(argv, dir, err, errlen);
    }
    free(argv);
    if (!status && rename(temporary, o->output)) {
        snprintf(err, errlen, "cannot write %s: %s", o->output, strerror(errno));
        status = -1;
    }
    if (status) {
        link_cleanup();
    }
    temporary[0] = 0;
    return status;
}
