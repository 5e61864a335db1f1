/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cpu_pool.c: the CPU objects of guest threads that have ended are those of the next ones.
 *
 * QEMU makes one for each thread, which takes most of the time that starting a thread takes:
 * aarch64's has two thousand system registers, each in a list and a hash table. cpu_copy()
 * resets what cpu_create() gives it and copies the parent's state over that, so it does not
 * matter what an object has been before.
 *
 * Whoever walks the list of CPUs may be at an object that leaves it, so that it is not put in
 * again before all readers are gone (QEMU frees objects after such a grace period, too).
 */
#include "guest.h"
#include "qemu.h"
#include "user-internals.h"
#include "hw/core/cpu.h"
#include "exec/tb-flush.h"
#include "qemu/rcu.h"
#include "qom/object.h"

enum { MAX_POOL = 128 };

/* Of a CPU that waits until nobody walks past it. */
struct leaving {
    struct rcu_head rcu; /* first: see call_rcu() */
    CPUState *cpu;
};

/* Free ones, in any order; no lock, which a fork() might leave taken in the child. */
static CPUState *pool[MAX_POOL];
static unsigned count; /* of those, and of those that are on their way */

static void make_available(struct leaving *l)
{
    for (unsigned i = 0; i < MAX_POOL; i++) {
        if (!qatomic_read(&pool[i]) && !qatomic_cmpxchg(&pool[i], NULL, l->cpu)) {
            break;
        }
    }
    g_free(l);
}

CPUState *__real_cpu_create(const char *type);
CPUState *__wrap_cpu_create(const char *type);
CPUState *__wrap_cpu_create(const char *type)
{
    for (unsigned i = 0; i < MAX_POOL && qatomic_read(&count); i++) {
        CPUState *cpu = qatomic_read(&pool[i]) ? qatomic_xchg(&pool[i], NULL) : NULL;
        if (cpu) {
            qatomic_dec(&count);
            cpu_list_add(cpu);
            tcg_flush_jmp_cache(cpu); /* it may have missed the end of blocks in there */
            return cpu;
        }
    }
    return __real_cpu_create(type);
}

/* Of the objects that QEMU gives up while a guest thread runs, only that thread's CPU is one.
 */
void __real_object_unparent(Object *obj);
void __wrap_object_unparent(Object *obj);
void __wrap_object_unparent(Object *obj)
{
    if (!thread_cpu || obj != OBJECT(thread_cpu) || qatomic_read(&count) >= MAX_POOL) {
        __real_object_unparent(obj);
        return;
    }
    qatomic_inc(&count); /* one thread at a time ends: QEMU has a lock for it */
    struct leaving *l = g_new(struct leaving, 1);
    l->cpu = thread_cpu;
    object_ref(obj); /* the caller gives up the one that cpu_create() gave it */
    cpu_list_remove(thread_cpu);
    call_rcu(l, make_available, rcu);
}
