/* SPDX-License-Identifier: GPL-2.0-or-later */
/* start.c: from the host's process start to the embedded QEMU's. */
#include "runtime.h"
#include "image.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

int hqemu_rt_guest_fd(void)
{
    /* Its name shows in /proc/self/maps. */
    int fd = memfd_create("guest", MFD_CLOEXEC);
    const uint8_t *p = hqemu_image.elf;
    size_t left = hqemu_image.elf_size;

    while (fd >= 0 && left) {
        ssize_t n = write(fd, p, left);
        if (n <= 0) {
            if (n < 0 && errno == EINTR) {
                continue;
            }
            close(fd);
            return -1;
        }
        p += n;
        left -= (size_t)n;
    }
    if (fd >= 0) {
        lseek(fd, 0, SEEK_SET);
    }
    return fd;
}

int hqemu_rt_main(int argc, char **argv, char **envp, int (*qemu_main)(int, char **, char **))
{
    static char self[PATH_MAX];
    char **args = calloc((size_t)argc + 8, sizeof(*args));
    int n = 0;

    if (!args) {
        fputs("out of memory\n", stderr);
        return 127;
    }
    if (!hqemu_rt_check_cpu() || !hqemu_rt_mode_init() || !hqemu_rt_profile_init()) {
        return 127;
    }
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (len <= 0) {
        const char *name = (const char *)getauxval(AT_EXECFN);
        snprintf(self, sizeof(self), "%s", name ? name : argc ? argv[0] : "");
    }
    args[n++] = "hqemu";
    if (hqemu_image.cpu_model) {
        args[n++] = "-cpu";
        args[n++] = (char *)hqemu_image.cpu_model;
    }
    args[n++] = "-0";
    args[n++] = argc ? argv[0] : self;
    args[n++] = self;
    for (int i = 1; i < argc; i++) {
        args[n++] = argv[i];
    }
    hqemu_rt_stats_init();
    hqemu_rt_enabled = !hqemu_rt_mode_fallback();
    return qemu_main(n, args, envp);
}

/* host.elf is linked at a fixed address, so there is nothing to relocate; without this,
 * the C library's version for static PIE would be linked. */
void _dl_relocate_static_pie(void);
void _dl_relocate_static_pie(void) {}

/* A weak function of the C library that may not stay undefined: no call reaches from
 * where host.elf is linked to address 0. */
void __pthread_initialize_minimal(void);
void __pthread_initialize_minimal(void) {}
