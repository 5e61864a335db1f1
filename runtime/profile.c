/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile.c: HQEMU_PROFILE=FILE: what a run finds out that the translator did not know.
 *
 * A fact is appended to the file when it is first seen, and again when its count has
 * grown eightfold; so there is nothing to save when the process crashes, forks or
 * runs another program, and the file need not stay open, where the guest might close or meet
 * it. Only the way into the fallback comes here.
 */
#include "runtime.h"
#include "image.h"
#include "profile_format.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool hqemu_rt_profile;

enum { SLOTS = 1 << 14, PROBES = 16, GROWTH = 8 };

/* What is known of an address. Slots are never freed. */
static struct {
    _Atomic(uint64_t) pc;
    _Atomic(uint64_t) entries;
    atomic_bool block;
} facts[SLOTS];

static char file[PATH_MAX];
static uint64_t hash;

static bool append(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static bool append(const char *fmt, ...)
{
    char line[128];
    va_list ap;
    int error = errno, fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    int n =
        snprintf(line, sizeof(line), HQEMU_PROFILE_HEAD "%016llx ", (unsigned long long)hash);

    va_start(ap, fmt);
    n += vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
    va_end(ap);
    bool ok = fd >= 0 && write(fd, line, (size_t)n) == n; /* at once, so never inside another */
    if (fd >= 0) {
        close(fd);
    }
    if (ok) {
        errno = error;
    }
    return ok;
}

bool hqemu_rt_profile_init(void)
{
    const char *name = getenv("HQEMU_PROFILE");

    if (!name || !*name) {
        return true;
    }
    /* The guest may change its directory. */
    if (name[0] != '/' && getcwd(file, sizeof(file) - 1)) {
        strcat(file, "/");
    }
    if (strlen(file) + strlen(name) >= sizeof(file)) {
        fprintf(stderr, "error: HQEMU_PROFILE: the name is too long\n");
        return false;
    }
    strcat(file, name);
    hash = hqemu_profile_hash(hqemu_image.elf, hqemu_image.elf_size);
    if (!append("run\n")) {
        fprintf(stderr, "error: HQEMU_PROFILE=%s: cannot write: %s\n", name, strerror(errno));
        return false;
    }
    hqemu_rt_profile = true;
    return true;
}

/* The index of PC's fact; -1 if PC is not in the guest's text, or if there is no room. */
static int find(uint64_t pc)
{
    size_t at = (pc >> 1) * 0x9e3779b97f4a7c15u >> 50;

    if (pc < hqemu_image.text_lo || pc >= hqemu_image.text_hi) {
        return -1;
    }
    for (size_t i = 0; i < PROBES; i++) {
        size_t k = (at + i) % SLOTS;
        uint64_t there = 0;
        if (atomic_load_explicit(&facts[k].pc, memory_order_relaxed) == pc ||
            atomic_compare_exchange_strong(&facts[k].pc, &there, pc) || there == pc) {
            return (int)k;
        }
    }
    return -1;
}

void hqemu_rt_profile_entry(uint64_t pc)
{
    int k = find(pc);
    uint64_t n, step = 1;

    if (k < 0) {
        return;
    }
    n = atomic_fetch_add_explicit(&facts[k].entries, 1, memory_order_relaxed) + 1;
    while (step < n) {
        step *= GROWTH;
    }
    if (step == n) {
        append("entry 0x%llx %llu\n", (unsigned long long)(pc - hqemu_image.load_bias),
               (unsigned long long)(n == 1 ? 1 : n - n / GROWTH));
    }
}

void hqemu_rt_profile_block(uint64_t pc)
{
    int k = find(pc);

    if (k >= 0 && !atomic_exchange(&facts[k].block, true)) {
        append("block 0x%llx\n", (unsigned long long)(pc - hqemu_image.load_bias));
    }
}
