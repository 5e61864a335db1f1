/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * own_file.c: a guest that opens /proc/self/exe reads its own ELF file.
 *
 * Programs do that for their debug information, or for what has been appended to their file.
 * The link itself leads to host.elf, which is what they can execute, and opens by other names,
 * or for more than reading, are of that file.
 */
#include "guest.h"
#include "qemu.h"
#include "user-internals.h"
#include "fd-trans.h"

#include "runtime.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static bool is_own_link(const char *path)
{
    char other[40];

    snprintf(other, sizeof(other), "/proc/%d/exe", (int)getpid());
    return !strcmp(path, "/proc/self/exe") || !strcmp(path, other);
}

/* A new descriptor of the guest's file, or -1. FLAGS are the guest's. */
static int open_own_file(int flags)
{
    char path[40];
    int all = hqemu_rt_guest_fd();

    if (all < 0) {
        return -1;
    }
    /* This one may also be written to. */
    snprintf(path, sizeof(path), "/proc/self/fd/%d", all);
    int fd = open(path, O_RDONLY | (flags & TARGET_O_CLOEXEC ? O_CLOEXEC : 0));
    close(all);
    fd_trans_unregister(fd);
    return fd;
}

static int open_if_own(abi_ulong guest_path, int flags)
{
    const int others = TARGET_O_ACCMODE | TARGET_O_CREAT | TARGET_O_TRUNC | TARGET_O_PATH |
                       TARGET_O_DIRECTORY | TARGET_O_NOFOLLOW;

    if (flags & others) {
        return -1;
    }
    char *path = lock_user_string(guest_path);
    if (!path) {
        return -1;
    }
    bool own = is_own_link(path);
    unlock_user(path, guest_path, 0);
    return own ? open_own_file(flags) : -1;
}

abi_long __real_do_syscall(CPUArchState *env, int num, abi_long a1, abi_long a2, abi_long a3,
                           abi_long a4, abi_long a5, abi_long a6, abi_long a7, abi_long a8);
abi_long __wrap_do_syscall(CPUArchState *env, int num, abi_long a1, abi_long a2, abi_long a3,
                           abi_long a4, abi_long a5, abi_long a6, abi_long a7, abi_long a8);
abi_long __wrap_do_syscall(CPUArchState *env, int num, abi_long a1, abi_long a2, abi_long a3,
                           abi_long a4, abi_long a5, abi_long a6, abi_long a7, abi_long a8)
{
    if (num == TARGET_NR_openat) {
        int fd = open_if_own((abi_ulong)a2, (int)a3);
        if (fd >= 0) {
            return fd;
        }
    }
    return __real_do_syscall(env, num, a1, a2, a3, a4, a5, a6, a7, a8);
}
