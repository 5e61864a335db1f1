/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stack.c: host stacks of guest threads.
 *
 * A guest call is a host call, so guest recursion needs host stack: as much as the
 * guest's own stack allows, and a host frame may be a few times a guest frame. The
 * stack is only reserved; pages come when touched.
 */
#include "runtime.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { MIN_STACK = 8 << 20 };
static const size_t MAIN_STACK = 1ull << 30, THREAD_STACK = 256ull << 20;

struct big_stack {
    void *base;
    size_t size;
    struct big_stack *next;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Those of threads that have ended, for the next ones: mapping a stack and touching its first
 * pages takes longer than a short thread runs. */
enum { MAX_SPARE = 8, SPARE_BYTES = 64 << 10 };
static pthread_mutex_t spare_lock = PTHREAD_MUTEX_INITIALIZER;
static struct big_stack *spare;
static unsigned nspare;

/* Thread exit: pthread_exit() has left this stack by then. */
static void release(void *arg)
{
    struct big_stack *s = arg;

    pthread_mutex_lock(&spare_lock);
    bool keep = s->size == THREAD_STACK && nspare < MAX_SPARE;
    if (keep) {
        /* What a deep recursion has touched goes back. */
        madvise(s->base, s->size - SPARE_BYTES, MADV_DONTNEED);
        s->next = spare;
        spare = s;
        nspare++;
    }
    pthread_mutex_unlock(&spare_lock);
    if (!keep) {
        munmap(s->base, s->size);
        free(s);
    }
}

static struct big_stack *take_spare(void)
{
    pthread_mutex_lock(&spare_lock);
    struct big_stack *s = spare;
    if (s) {
        spare = s->next;
        nspare--;
    }
    pthread_mutex_unlock(&spare_lock);
    return s;
}

/* A new one of SIZE bytes, or less; NULL if there is no room. */
static struct big_stack *map_stack(size_t size)
{
    struct big_stack *s = malloc(sizeof(*s));

    for (; s && size >= MIN_STACK; size /= 2) {
        void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        if (p != MAP_FAILED) {
            mprotect(p, 4096, PROT_NONE);
            *s = (struct big_stack){.base = p, .size = size};
            return s;
        }
    }
    free(s);
    return NULL;
}

/* A fork finds the list whole. */
static void lock_spare(void)
{
    pthread_mutex_lock(&spare_lock);
}

static void unlock_spare(void)
{
    pthread_mutex_unlock(&spare_lock);
}

static void make_key(void)
{
    pthread_key_create(&key, release);
    pthread_atfork(lock_spare, unlock_spare, unlock_spare);
}

/* Calls fn(arg) with the stack pointer at TOP. No unwind information on purpose: for
 * an unwinder (pthread_exit) the stack ends here. */
void hqemu_switch_stack(void (*fn)(void *), void *arg, void *top);
__asm__(".text\n"
        ".globl hqemu_switch_stack\n"
        ".hidden hqemu_switch_stack\n"
        ".type hqemu_switch_stack, @function\n"
        "hqemu_switch_stack:\n"
        "    mov %rdx, %rsp\n"
        "    xor %ebp, %ebp\n"
        "    mov %rdi, %rax\n"
        "    mov %rsi, %rdi\n"
        "    call *%rax\n"
        "    ud2\n"
        ".size hqemu_switch_stack, . - hqemu_switch_stack\n");

void hqemu_rt_on_big_stack(void (*fn)(void *), void *arg, int64_t *limit)
{
    static bool main_done;
    struct big_stack *s = main_done ? take_spare() : NULL;

    if (!s) {
        s = map_stack(main_done ? THREAD_STACK : MAIN_STACK);
    }
    main_done = true;
    if (!s) {
        /* No room: no translated code either, whose frames are checked against this. */
        *limit = INT64_MAX;
        hqemu_rt_enabled = false;
        fn(arg);
        return;
    }
    pthread_once(&once, make_key);
    pthread_setspecific(key, s);
    *limit = (int64_t)(uintptr_t)s->base + HQEMU_STACK_MARGIN;
    hqemu_switch_stack(fn, arg, (char *)s->base + s->size - 64);
}
