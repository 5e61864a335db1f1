/* The memory tagging extension: tags are stored, loaded and checked; a mismatch
 * faults synchronously.
 * FLAGS: -march=armv8.5-a+memtag
 * A handler for SIGSEGV: all code runs in the fallback from then on.
 * FALLBACK: yes
 * AOT: --faults=fallback */
#include <arm_acle.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#ifndef PROT_MTE
#define PROT_MTE 0x20
#endif
#ifndef PR_SET_TAGGED_ADDR_CTRL
#define PR_SET_TAGGED_ADDR_CTRL 55
#endif
enum { TAGGED_ADDR = 1, TCF_SYNC = 2 };

static sigjmp_buf env;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("signal %d code %d\n", sig, si->si_code);
    siglongjmp(env, 1);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &sa, NULL);
    printf("prctl %d\n", prctl(PR_SET_TAGGED_ADDR_CTRL, TAGGED_ADDR | TCF_SYNC | 0xfffe << 3, 0, 0,
                               0));
    char *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_MTE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                   0);
    volatile char *p = (char *)((uintptr_t)m | 5ull << 56);
    __arm_mte_set_tag((void *)p);
    p[0] = 1;
    p[15] = 2;
    printf("%d %d\n", p[0], p[15]);
    if (sigsetjmp(env, 1) == 0)
        printf("past the granule %d\n", p[16]);
    if (sigsetjmp(env, 1) == 0)
        printf("no tag %d\n", *(volatile char *)m);
    printf("untagged granule %d\n", ((volatile char *)m)[16]);
    uintptr_t got = (uintptr_t)__arm_mte_get_tag(m);
    printf("tag %d\n", (int)(got >> 56 & 15));
    printf("difference %d\n", (int)__arm_mte_ptrdiff((void *)p, m + 48));
    printf("random differs %d\n", (int)((uintptr_t)__arm_mte_create_random_tag(m, 1) >> 56) != 0);
    printf("increment %d\n",
           (int)((uintptr_t)__arm_mte_increment_tag((void *)p, 3) >> 56 & 15));
    __asm__ volatile("stzg %0, [%0]" : : "r"(p) : "memory");
    printf("zeroed %d\n", p[0]);
    return 0;
}
