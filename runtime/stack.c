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
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Thread exit: pthread_exit() has left this stack by then. */
static void release(void *arg)
{
    struct big_stack *s = arg;
    munmap(s->base, s->size);
    free(s);
}

static void make_key(void)
{
    pthread_key_create(&key, release);
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
    size_t size = main_done ? THREAD_STACK : MAIN_STACK;
    struct big_stack *s = malloc(sizeof(*s));
    void *p = MAP_FAILED;

    main_done = true;
    while (s && size >= MIN_STACK) {
        p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        if (p != MAP_FAILED) {
            break;
        }
        size /= 2;
    }
    if (p == MAP_FAILED) {
        /* No room: no translated code either, whose frames are checked against this. */
        *limit = INT64_MAX;
        hqemu_rt_enabled = false;
        free(s);
        fn(arg);
        return;
    }
    s->base = p;
    s->size = size;
    pthread_once(&once, make_key);
    pthread_setspecific(key, s);
    mprotect(p, 4096, PROT_NONE);
    *limit = (int64_t)(uintptr_t)p + HQEMU_STACK_MARGIN;
    hqemu_switch_stack(fn, arg, (char *)p + size - 64);
}
