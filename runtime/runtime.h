/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runtime.h: the part of host.elf that is neither QEMU nor translated code.
 *
 * It is called by qemu-frontend/embed.c, which is where QEMU's own calls are
 * caught, and does not know QEMU's headers.
 *
 * Addresses named pc are guest addresses with the load bias. Any thread may call what says
 * nothing of threads; signal handlers only what is said to be async-signal-safe.
 */
#ifndef HQEMU_RUNTIME_H
#define HQEMU_RUNTIME_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

struct hqemu_entry;

/* --- start.c: the process. Main thread, before the guest runs. --- */

/* Builds QEMU's command line for the guest program in this executable and runs
 * QEMU_MAIN, which does not return. */
int hqemu_rt_main(int argc, char **argv, char **envp, int (*qemu_main)(int, char **, char **));
/* A descriptor of the guest's ELF file; owned by the caller. -1 if none can be made. */
int hqemu_rt_guest_fd(void);

/* --- host_cpu.c: the machine. At start. --- */

/* False, after a message on stderr, if this CPU lacks what translated code uses. */
bool hqemu_rt_check_cpu(void);

/* --- dispatch.c: which guest addresses have translated code. --- */

/* Fills the dispatch table, but for code in pages that WRITABLE says can be written; where
 * branches are checked, the one for translated code with what TAKES_ANY_CALL only. */
void hqemu_rt_table_init(bool (*writable)(uint64_t pc), bool (*takes_any_call)(uint64_t pc));
/* Host code that can be entered with guest pc PC, or NULL. Any thread; async-signal-safe. */
const void *hqemu_rt_lookup(uint64_t pc);
/* The same for a place without a slot: the code is to be entered with *ENTER instead of PC and,
 * if that is not 0, a request for site *NUMBER. */
const void *hqemu_rt_lookup_site(uint64_t pc, uint64_t *enter, uint16_t *number);
/* Forgets all translations of guest code in [START, LAST]. Callers hold QEMU's mmap
 * lock. True if there were any. */
bool hqemu_rt_invalidate(uint64_t start, uint64_t last);
/* Forgets the translation that host address HOST_PC is in. True if HOST_PC is its entry,
 * where it leaves now. Async-signal-safe. */
bool hqemu_rt_drop_function(uint64_t host_pc);
/* The innermost guest function that PC belongs to, or NULL. The image's. Async-signal-safe. */
const struct hqemu_entry *hqemu_rt_function_of(uint64_t pc);
/* False from the moment on when nothing translated may be entered any more. Any thread may
 * clear it. */
extern bool hqemu_rt_enabled;

/* --- mode.c: HQEMU_MODE. Read once at start. --- */

enum { HQEMU_STATUS_FALLBACK = 120 }; /* exit status where the fallback was forbidden */

/* False, after a message on stderr, if the variable has no known value. */
bool hqemu_rt_mode_init(void);
/* True if translated code may not be entered. */
bool hqemu_rt_mode_fallback(void);
/* True if the fallback may not run. */
bool hqemu_rt_mode_translated(void);
/* In that mode: the fallback is about to run the code at PC, for the reason WHY, NULL if
 * it has no translation. Ends the process with a message, but for the rest of a function
 * that is translated. */
void hqemu_rt_fallback_runs(uint64_t pc, const char *why);

/* --- profile.c: HQEMU_PROFILE. Facts are written as they come; write errors are passed over.
 * --- */

extern bool hqemu_rt_profile; /* set once at start */
/* False, after a message on stderr, if the file cannot be written. */
bool hqemu_rt_profile_init(void);
/* A thread wanted to enter translated code at PC, where there is none. */
void hqemu_rt_profile_entry(uint64_t pc);
/* The fallback is about to run the code at PC for the first time. */
void hqemu_rt_profile_block(uint64_t pc);

/* --- stack.c: host stacks of guest threads. --- */

enum { HQEMU_STACK_MARGIN = 256 << 10 }; /* left for helpers and host signal frames */

/* Runs FN(ARG) on a new, large host stack; FN does not return. *LIMIT gets the lowest
 * address that translated code may use. On failure runs it on the present stack, and disables
 * translated code. The stack is unmapped when the thread ends. */
void hqemu_rt_on_big_stack(void (*fn)(void *), void *arg, int64_t *limit);

/* --- stats.c: HQEMU_STATS. Each thread counts for itself. --- */

/* DISPATCH: from one place of translated code to another by way of the dispatcher. */
enum hqemu_activity {
    ACT_FALLBACK,
    ACT_TRANSLATED,
    ACT_DISPATCH,
    ACT_TRANSLATING,
    ACT_SYSCALL,
    ACT_COUNT
};

#define HQEMU_EVENTS(X)                                                                        \
    X(ENTER, "entries into translated code")                                                   \
    X(LEAVE_MISS, "left for code that is not translated")                                      \
    X(LEAVE_POLL, "left for a pending signal or request")                                      \
    X(LEAVE_MODE, "left for the main loop")                                                    \
    X(SYSCALL, "system calls from translated code")                                            \
    X(INVALIDATE, "translations dropped")                                                      \
    X(HANDLER, "fault handlers that stopped translated code (use --faults=exact)")             \
    X(TB, "blocks translated at run time")

enum hqemu_event {
#define X(id, help) EV_##id,
    HQEMU_EVENTS(X)
#undef X
        EV_COUNT
};

extern bool hqemu_rt_stats; /* set once at start */
void hqemu_rt_stats_init(void);
/* What this thread does from now on; PC is the guest's, for ACT_FALLBACK. Returns what
 * it did before. */
enum hqemu_activity hqemu_rt_stats_switch(enum hqemu_activity a, uint64_t pc);
void hqemu_rt_stats_event(enum hqemu_event e);
/* Prints the report to stderr, once. */
void hqemu_rt_stats_report(void);

#endif
