/* Pointer authentication: signing return addresses and other pointers, wrong signatures, new
 * keys.
 *
 * FLAGS: -march=armv8.3-a
 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <ucontext.h>

#define PAC(name)                                                                              \
    static __attribute__((noinline)) uint64_t name(uint64_t x, uint64_t m)                     \
    {                                                                                          \
        __asm__ volatile(#name " %0, %1" : "+r"(x) : "r"(m));                                  \
        return x;                                                                              \
    }
PAC(pacia)
PAC(pacib)
PAC(pacda)
PAC(pacdb)
PAC(autia)
PAC(autib)
PAC(autda)
PAC(autdb)

static volatile int illegal;
static uint64_t seen[4];

/* Goes on behind the instruction. */
static void on_ill(int sig, siginfo_t *info, void *context)
{
    mcontext_t *m = &((ucontext_t *)context)->uc_mcontext;

    illegal++;
    seen[0] = m->regs[9];
    seen[1] = m->regs[19];
    seen[2] = m->regs[28];
    (void)sig;
    (void)info;
    m->pc += 4;
}

__attribute__((noinline, target("branch-protection=pac-ret+leaf"))) static uint64_t
tree(unsigned depth, uint64_t x)
{
    return depth == 0 ? x : tree(depth - 1, x * 3 + 1) ^ tree(depth - 1, x + depth) ^ depth;
}

__attribute__((noinline, target("branch-protection=pac-ret+b-key"))) static uint64_t
deep(unsigned depth, uint64_t x)
{
    volatile uint64_t keep = x + depth;
    return depth == 0 ? x : deep(depth - 1, x * 5 + 1) + keep;
}

static void pairs(void)
{
    static uint64_t (*const sign[])(uint64_t, uint64_t) = {pacia, pacib, pacda, pacdb};
    static uint64_t (*const auth[])(uint64_t, uint64_t) = {autia, autib, autda, autdb};
    unsigned bad = 0, changed = 0, flipped = 0, same = 0;

    for (unsigned k = 0; k < 4; k++) {
        for (unsigned i = 0; i < 3000; i++) {
            uint64_t x = (i % 700) * 4, m = (i % 90) * 16, s = sign[k](x, m);
            bad += auth[k](s, m) != x || sign[k](x, m) != s;
            changed += s != x;
            same += s << 16 == x << 16;
            illegal = 0;
            auth[k](s ^ 1ull << 53, m);
            flipped += (unsigned)illegal;
        }
    }
    printf("pairs %u %d %u %u\n", bad, changed > 11000, flipped, same);
    illegal = 0;
    for (uint64_t x = 0; x < 5; x++) {
        uint64_t s = pacia(x << 52 | 0x1230, x);
        unsigned before = (unsigned)illegal;
        uint64_t r = autia(s, x);
        printf("not canonical %u: %d\n", (unsigned)x,
               illegal > (int)before ? -1 : r == (x << 52 | 0x1230));
    }
    uint64_t tagged = pacia(0xab00000000001230, 5);
    printf("tagged %d\n", autia(tagged, 5) == 0xab00000000001230);
    uint64_t high = pacia(-4096ull, 5);
    printf("high %d\n", autia(high, 5) == -4096ull);
    illegal = 0;
    autia(1ull << 48, 0); /* right with a chance of 1 in 128 */
    autia(1ull << 49, 0);
    autia(1ull << 50, 0);
    printf("unsigned %d\n", illegal >= 1);
}

static void registers(void)
{
    uint64_t s = pacia(0x4444, 7) ^ 1ull << 50, out[3];

    illegal = 0;
    __asm__ volatile("mov x9, #9\n mov x19, #19\n mov x28, #28\n mov x0, %3\n mov x1, #7\n"
                     "add x9, x9, x1\n add x19, x19, x1\n add x28, x28, x1\n autia x0, x1\n"
                     "mov %0, x9\n mov %1, x19\n mov %2, x28\n"
                     : "=&r"(out[0]), "=&r"(out[1]), "=&r"(out[2])
                     : "r"(s)
                     : "x0", "x1", "x9", "x19", "x28");
    printf("registers %d: %lu %lu %lu, %lu %lu %lu\n", illegal, seen[0], seen[1], seen[2],
           out[0], out[1], out[2]);
}

static uint64_t handed;

static void *thread(void *arg)
{
    illegal = 0;
    printf("thread %d %d\n", autia(handed, 3) == 0x5550, illegal);
    printf("%lx\n", tree(6, 5));
    return arg;
}

/* Nothing here returns by a signed address. */
static void keys(void)
{
    uint64_t s[64];
    int n;

    for (unsigned i = 0; i < 64; i++) {
        s[i] = pacia(0x1000 + i * 4, i);
        s[i] = pacia(0x1000 + i * 4, i);
    }
    prctl(PR_PAC_RESET_KEYS, PR_PAC_APIAKEY, 0, 0, 0);
    illegal = 0;
    for (unsigned i = 0; i < 64; i++) {
        autia(s[i], i);
    }
    n = illegal;
    illegal = 0;
    for (unsigned i = 0; i < 64; i++) {
        uint64_t x = pacia(0x1000 + i * 4, i);
        illegal += autia(x, i) != 0x1000 + i * 4;
    }
    printf("keys %d %d\n", n > 40, illegal);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = on_ill, .sa_flags = SA_SIGINFO};
    pthread_t t;

    sigaction(SIGILL, &sa, NULL);
    printf("%lx %lx\n", tree(12, 1), deep(3000, 2));
    pairs();
    registers();
    handed = pacia(0x5550, 3);
    fflush(stdout);
    pthread_create(&t, NULL, thread, NULL);
    pthread_join(t, NULL);
    keys();
    printf("%lx %lx\n", tree(10, 2), deep(100, 2));
    return 0;
}
