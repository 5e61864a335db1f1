/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.c: run LLD over the object files and the guest's runtime. */
#include "link.h"
#include "child.h"
#include "message.h"
#include "scratch.h"
#include "xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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
    scratch_hold();
    int e = child_start(&pid, argv[0], argv, &fa);
    if (!e) {
        scratch_writer(pid);
    }
    scratch_release();
    posix_spawn_file_actions_destroy(&fa);
    if (e) {
        snprintf(err, errlen, "cannot run the linker %s: %s", argv[0], strerror(e));
        return -1;
    }
    e = child_wait(pid, &status, NULL);
    if (e) {
        snprintf(err, errlen, "waiting for the linker: %s", strerror(e));
        return -1;
    }
    scratch_writer(0);
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
static int reserve(const char *path, const char *output, char *const *inputs, size_t n,
                   char *err, size_t errlen)
{
    off_t total = 0;
    scratch_hold();
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0777);
    scratch_release();
    if (fd < 0) {
        snprintf(err, errlen, "cannot write %s: %s", output, strerror(errno));
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

int link_check_output(const struct options *o, char *err, size_t errlen)
{
    const char *slash = strrchr(o->output, '/');
    char dir[PATH_MAX];
    struct stat st;

    /* A device or a pipe would be replaced by a file of its name. */
    if (!stat(o->output, &st) && !S_ISREG(st.st_mode)) {
        snprintf(err, errlen, "cannot write %s: it is %s", o->output,
                 S_ISDIR(st.st_mode) ? "a directory" : "not a regular file");
        return -1;
    }
    snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash + 1 - o->output) : 1,
             slash ? o->output : ".");
    if (access(dir, W_OK)) {
        snprintf(err, errlen, "cannot write %s: %s", o->output, strerror(errno));
        return -1;
    }
    if (slash && !slash[1]) {
        snprintf(err, errlen, "cannot write %s: it is the name of a directory", o->output);
        return -1;
    }
    return 0;
}

int link_host(const struct options *o, const char *guest, char *const *objects, size_t nobjects,
              const char *dir, char *err, size_t errlen)
{
    char lib[PATH_MAX - 64], runtime[PATH_MAX], script[PATH_MAX];
    char temporary[PATH_MAX];
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
    if (link_check_output(o, err, errlen)) {
        return -1;
    }
    if (!scratch_output(o->output, temporary, sizeof(temporary))) {
        snprintf(err, errlen, "the name of the output is too long");
        return -1;
    }
    char **argv = xcalloc(nobjects + 24, sizeof(*argv));
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
    int status = reserve(temporary, o->output, argv, n, err, errlen);
    if (!status) {
        status = run(argv, dir, err, errlen);
    }
    free(argv);
    scratch_hold();
    if (!status && rename(temporary, o->output)) {
        snprintf(err, errlen, "cannot write %s: %s", o->output, strerror(errno));
        status = -1;
    }
    if (status) {
        unlink(temporary);
    }
    scratch_output_done();
    scratch_release();
    return status;
}
