/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stats.c: HQEMU_STATS: where a translated program spends its time.
 *
 * Each thread is always doing one of a few things; a switch adds the time since the
 * last one, on the time stamp counter, to what it did. Nothing here costs anything
 * but a test of one flag when statistics are off.
 */
#include "runtime.h"
#include "image.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <x86intrin.h>

bool hqemu_rt_stats;

enum { HOT_SLOTS = 1 << 12 }; /* fallback addresses remembered per thread */

struct hot {
    uint64_t pc, ticks, count;
};

struct thread_stats {
    enum hqemu_activity now;
    uint64_t since, pc;
    uint64_t ticks[ACT_COUNT], events[EV_COUNT];
    struct hot hot[HOT_SLOTS];
    struct thread_stats *next;
};

static __thread struct thread_stats *mine;
static _Atomic(struct thread_stats *) all;

void hqemu_rt_stats_init(void)
{
    const char *s = getenv("HQEMU_STATS");
    hqemu_rt_stats = s && *s && strcmp(s, "0");
}

static struct thread_stats *get(void)
{
    if (!mine) {
        mine = calloc(1, sizeof(*mine));
        if (!mine) {
            hqemu_rt_stats = false;
            return NULL;
        }
        mine->since = __rdtsc();
        struct thread_stats *head = atomic_load(&all);
        do {
            mine->next = head;
        } while (!atomic_compare_exchange_weak(&all, &head, mine));
    }
    return mine;
}

static void add_hot(struct thread_stats *t, uint64_t ticks)
{
    size_t at = (t->pc >> 1) * 0x9e3779b97f4a7c15u >> 52;

    for (int i = 0; i < 8; i++) {
        struct hot *h = &t->hot[(at + (size_t)i) % HOT_SLOTS];
        if (h->count == 0 || h->pc == t->pc) {
            h->pc = t->pc;
            h->ticks += ticks;
            h->count++;
            return;
        }
    }
}

enum hqemu_activity hqemu_rt_stats_switch(enum hqemu_activity a, uint64_t pc)
{
    struct thread_stats *t = hqemu_rt_stats ? get() : NULL;
    uint64_t now;

    if (!t) {
        return ACT_FALLBACK;
    }
    now = __rdtsc();
    enum hqemu_activity before = t->now;
    t->ticks[before] += now - t->since;
    if (before == ACT_FALLBACK && t->pc) {
        add_hot(t, now - t->since);
    }
    t->now = a;
    t->since = now;
    if (a == ACT_FALLBACK && pc) {
        t->pc = pc;
    }
    return before;
}

void hqemu_rt_stats_event(enum hqemu_event e)
{
    struct thread_stats *t = hqemu_rt_stats ? get() : NULL;
    if (t) {
        t->events[e]++;
    }
}

static int by_ticks(const void *a, const void *b)
{
    uint64_t x = ((const struct hot *)a)->ticks, y = ((const struct hot *)b)->ticks;
    return (x < y) - (x > y);
}

void hqemu_rt_stats_report(void)
{
    static const char *const acts[ACT_COUNT] = {"fallback", "translated code", "dispatch",
                                                "translating at run time", "system calls"};
    static const char *const events[EV_COUNT] = {
#define X(id, help) help,
        HQEMU_EVENTS(X)
#undef X
    };
    static atomic_flag done = ATOMIC_FLAG_INIT;
    static struct hot hot[HOT_SLOTS];
    uint64_t ticks[ACT_COUNT] = {0}, ev[EV_COUNT] = {0}, total = 0;
    size_t nhot = 0;

    if (!hqemu_rt_stats || atomic_flag_test_and_set(&done)) {
        return;
    }
    hqemu_rt_stats_switch(ACT_SYSCALL, 0);
    for (struct thread_stats *t = atomic_load(&all); t; t = t->next) {
        for (int i = 0; i < ACT_COUNT; i++) {
            ticks[i] += t->ticks[i];
        }
        for (int i = 0; i < EV_COUNT; i++) {
            ev[i] += t->events[i];
        }
        for (int i = 0; i < HOT_SLOTS; i++) {
            if (t->hot[i].count) {
                size_t k = 0;
                while (k < nhot && hot[k].pc != t->hot[i].pc) {
                    k++;
                }
                if (k < HOT_SLOTS) {
                    nhot += k == nhot;
                    hot[k].pc = t->hot[i].pc;
                    hot[k].ticks += t->hot[i].ticks;
                    hot[k].count += t->hot[i].count;
                }
            }
        }
    }
    for (int i = 0; i < ACT_COUNT; i++) {
        total += i == ACT_SYSCALL ? 0 : ticks[i];
    }
    struct rusage ru;
    getrusage(RUSAGE_SELF, &ru);
    fprintf(stderr, "hqemu: CPU time %.3f s\n",
            (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
                (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6);
    for (int i = 0; i < ACT_COUNT; i++) {
        if (i != ACT_SYSCALL) {
            fprintf(stderr, "hqemu: %6.2f %% %s\n",
                    total ? 100.0 * (double)ticks[i] / (double)total : 0.0, acts[i]);
        }
    }
    for (int i = 0; i < EV_COUNT; i++) {
        fprintf(stderr, "hqemu: %10llu %s\n", (unsigned long long)ev[i], events[i]);
    }
    qsort(hot, nhot, sizeof(*hot), by_ticks);
    for (size_t i = 0; i < nhot && i < 10; i++) {
        const struct hqemu_entry *f = hqemu_rt_function_of(hot[i].pc);
        char name[32] = "";
        if (f) { /* without symbols, the function's entry is better than nothing */
            snprintf(name, sizeof(name), "0x%llx", (unsigned long long)f->function);
        }
        fprintf(stderr, "hqemu: fallback 0x%llx %5.2f %% %llu times%s%s\n",
                (unsigned long long)hot[i].pc,
                total ? 100.0 * (double)hot[i].ticks / (double)total : 0.0,
                (unsigned long long)hot[i].count, f ? " in " : "",
                f && *f->name ? f->name : name);
    }
}
