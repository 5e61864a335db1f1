/* The program's own text changes: under a thread that runs it, under a frame that is
 * still to return into it, by mprotect(), by a mapping over it, by unmapping; and code
 * from files mapped at the same address one after the other.
 * Changed code is the fallback's.
 * FALLBACK: yes
 * FLAGS: -O2 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A page each:
 *   small()       returns 1
 *   looping(p)    *p = small(), until p[1] is set
 *   calling(f)    calls f, then returns 7
 *   passing(f)    returns calling(f), not as a tail call
 */
#define GLOBALS ".globl small, looping, calling, passing, patched\n"
#if defined __aarch64__
__asm__(".text\n" GLOBALS " .balign 4096\n"
        "small: mov w0, #1\n ret\n"
        ".balign 4096\n"
        "looping: stp x29, x30, [sp, #-32]!\n str x19, [sp, #16]\n mov x19, x0\n"
        "0: bl small\n str x0, [x19]\n ldr x1, [x19, #8]\n cbz x1, 0b\n"
        " ldr x19, [sp, #16]\n ldp x29, x30, [sp], #32\n ret\n"
        ".balign 4096\n"
        "calling: stp x29, x30, [sp, #-16]!\n blr x0\n"
        "patched: mov w0, #7\n ldp x29, x30, [sp], #16\n ret\n"
        ".balign 4096\n"
        "passing: stp x29, x30, [sp, #-16]!\n bl calling\n ldp x29, x30, [sp], #16\n ret\n"
        ".balign 4096\n nop\n");
static const uint32_t RETURN = 0xd65f03c0;
static uint32_t load(unsigned value)
{
    return 0x52800000 | value << 5;
}
#else
__asm__(".text\n" GLOBALS " .option push\n .option norvc\n .option norelax\n .balign 4096\n"
        "small: li a0, 1\n ret\n"
        ".balign 4096\n"
        "looping: addi sp, sp, -16\n sd ra, 8(sp)\n sd s0, 0(sp)\n mv s0, a0\n"
        "0: jal small\n sd a0, 0(s0)\n ld a1, 8(s0)\n beqz a1, 0b\n"
        " ld s0, 0(sp)\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\n"
        ".balign 4096\n"
        "calling: addi sp, sp, -16\n sd ra, 8(sp)\n jalr a0\n"
        "patched: li a0, 7\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\n"
        ".balign 4096\n"
        "passing: addi sp, sp, -16\n sd ra, 8(sp)\n jal calling\n ld ra, 8(sp)\n addi sp, sp, "
        "16\n ret\n"
        ".balign 4096\n nop\n .option pop\n");
static const uint32_t RETURN = 0x00008067;
static uint32_t load(unsigned value)
{
    return 0x00000513 | value << 20;
}
#endif

long small(void);
void looping(volatile long *p);
long calling(void (*f)(void));
long passing(void (*f)(void));
extern uint32_t patched[];

static void protect(void *page, int prot)
{
    if (mprotect(page, 4096, prot))
        perror("mprotect");
}

static void patch(void *at, unsigned value)
{
    void *page = (void *)((uintptr_t)at & -4096ul);
    protect(page, PROT_READ | PROT_WRITE);
    *(volatile uint32_t *)at = load(value);
    protect(page, PROT_READ | PROT_EXEC);
    __builtin___clear_cache(at, (char *)at + 4);
}

static volatile long seen[2];

static void *run_loop(void *arg)
{
    (void)arg;
    looping(seen);
    return NULL;
}

static void under_a_thread(void)
{
    pthread_t t;
    int changes = 0;

    pthread_create(&t, NULL, run_loop, NULL);
    while (seen[0] != 1)
        usleep(100);
    /* Writable for good: never without execution, with a thread inside. */
    protect((void *)small, PROT_READ | PROT_WRITE | PROT_EXEC);
    for (unsigned i = 0; i < 20; i++) {
        *(volatile uint32_t *)(uintptr_t)small = load(100 + i);
        __builtin___clear_cache((char *)small, (char *)small + 4);
        for (int k = 0; seen[0] != 100 + i && k < 50000; k++)
            usleep(100);
        changes += seen[0] == 100 + i;
    }
    seen[1] = 1;
    pthread_join(t, NULL);
    printf("seen by a thread: %d of 20 changes\n", changes);
    patch((void *)small, 1);
    printf("and back: %ld\n", small());
}

static unsigned next_value;

static void change_the_caller(void)
{
    patch(patched, next_value);
}

static void nothing(void) {}

static void under_a_frame(void)
{
    printf("before: %ld %ld\n", calling(nothing), passing(nothing));
    next_value = 9;
    printf("changed while it calls: %ld", calling(change_the_caller));
    next_value = 11;
    printf(" %ld", passing(change_the_caller));
    printf(", after: %ld %ld\n", calling(nothing), passing(nothing));
}

/* Maps a page of code from a file at AT. */
static void map_code(void *at, unsigned value)
{
    char name[] = "code-XXXXXX";
    uint32_t code[1024] = {load(value), RETURN};
    int fd = mkstemp(name);

    if (fd < 0 || write(fd, code, sizeof(code)) != sizeof(code) ||
        mmap(at, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, 0) != at)
        perror("map");
    close(fd);
    unlink(name);
}

static void files(void)
{
    void *at = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long (*f)(void) = (long (*)(void))at;

    printf("files:");
    for (unsigned i = 0; i < 5; i++) {
        map_code(at, 200 + i);
        printf(" %ld", f());
        if (i == 2) {
            munmap(at, 4096);
        }
    }
    void *to = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *moved = mremap(at, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, to);
    printf(" moved %ld", ((long (*)(void))moved)());
    map_code(at, 300);
    printf(" again %ld\n", f());
    munmap(at, 4096);
    munmap(to, 8192);
}

static void own_text(void)
{
    char copy[4096];
    void *page = (void *)small;

    printf("own text: %ld", small());
    memcpy(copy, page, 4096);
    map_code(page, 400);
    printf(" mapped over %ld", small());
    munmap(page, 4096);
    map_code(page, 401);
    printf(" unmapped and mapped %ld", small());
    protect(page, PROT_NONE);
    protect(page, PROT_READ | PROT_EXEC);
    printf(" none and back %ld", small());
    if (mmap(page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
             0) != page)
        perror("mmap");
    memcpy(page, copy, 4096);
    protect(page, PROT_READ | PROT_EXEC);
    printf(" copied back %ld\n", small());
}

int main(void)
{
    under_a_frame();
    under_a_thread();
    files();
    own_text();
    return 0;
}
