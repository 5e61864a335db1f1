/* Self-modifying code: functions are written to memory, run, rewritten in place
 * and run again; also on the heap, in many copies, and with changed protection.
 * Code made at run time is the fallback's.
 * FALLBACK: yes
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#if defined __aarch64__
/* mov w1, #imm; add x0, x0, x1; ret */
static void emit(uint32_t *p, unsigned imm, int subtract)
{
    p[0] = 0x52800001 | (imm & 0xffff) << 5;
    p[1] = subtract ? 0xcb010000 : 0x8b010000;
    p[2] = 0xd65f03c0;
}
#else
/* lui and addi would do for more; addi a1, zero, imm; add a0, a0, a1; ret */
static void emit(uint32_t *p, unsigned imm, int subtract)
{
    p[0] = 0x00000593 | (imm & 0x7ff) << 20;
    p[1] = subtract ? 0x40b50533 : 0x00b50533;
    p[2] = 0x00008067;
}
#endif

typedef long function(long);
static sigjmp_buf env;

static function *make(void *at, unsigned imm, int subtract)
{
    emit(at, imm, subtract);
    __builtin___clear_cache((char *)at, (char *)at + 12);
    return (function *)at;
}

static void handler(int sig)
{
    siglongjmp(env, sig);
}

int main(void)
{
    uint8_t *m = mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                      -1, 0);

    /* Rewritten in place. */
    for (int i = 0; i < 10; i++)
        printf("%ld ", make(m, i * 100, i & 1)(1000));
    printf("\n");

    /* Run hot, then changed, then hot again. */
    long sum = 0;
    for (int round = 0; round < 5; round++) {
        function *f = make(m + 4096, round + 1, 0);
        for (int i = 0; i < 20000; i++)
            sum = f(sum);
    }
    printf("%ld\n", sum);

    /* Two functions on one page: writing one leaves the other right. */
    function *a = make(m + 8192, 1, 0), *b = make(m + 8192 + 64, 2, 0);
    sum = 0;
    for (int i = 0; i < 200; i++) {
        make(m + 8192 + 64, i, i & 1);
        sum = a(b(sum) * 3) & 0xffffff;
    }
    printf("%ld\n", sum);

    /* Many copies, copied code, and written through memcpy. */
    for (int i = 0; i < 256; i++)
        make(m + 16384 + i * 16, i, 0);
    memcpy(m + 32768, m + 16384, 4096);
    __builtin___clear_cache((char *)m + 32768, (char *)m + 36864);
    sum = 0;
    for (int i = 0; i < 256; i++)
        sum = (((function *)(m + 16384 + i * 16))(sum) * 3 ^ ((function *)(m + 32768 + i * 16))(sum + 1)) &
              0xffffff;
    printf("%ld\n", sum);

    /* W^X: writable, then executable, then gone. */
    uint8_t *w = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 5; i++) {
        mprotect(w, 4096, PROT_READ | PROT_WRITE);
        function *f = make(w, i + 7, 1);
        mprotect(w, 4096, PROT_READ | PROT_EXEC);
        printf("%ld ", f(100));
    }
    printf("\n");
    signal(SIGSEGV, handler);
    mprotect(w, 4096, PROT_READ | PROT_WRITE);
    int sig = sigsetjmp(env, 1);
    if (sig == 0)
        printf("%ld\n", ((function *)w)(1));
    else
        printf("not executable: signal %d\n", sig);
    munmap(w, 4096);
    w = mmap(w, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
             -1, 0);
    printf("%ld\n", make(w, 3, 0)(4));
    return 0;
}
