/* Branch target identification: calls, tail calls and jump tables that may, and some that must
 * not, go where they do. Without the C library, which is not built for it.
 * FLAGS: -mbranch-protection=standard -fno-stack-protector -ffreestanding -fno-tree-loop-distribute-patterns
 * LDFLAGS: -static -nostdlib
 * FALLBACK: yes */
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

static long sys(long nr, long a, long b, long c, long d)
{
    register long x8 __asm__("x8") = nr, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
                     x2 __asm__("x2") = c, x3 __asm__("x3") = d;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}

enum { SYS_WRITE = 64, SYS_EXIT = 94, SYS_KILL = 129, SYS_SIGACTION = 134, SYS_GETPID = 172, SYS_MPROTECT = 226 };

static void show(const char *what, uint64_t v)
{
    char line[80];
    size_t n = 0;

    while (*what) {
        line[n++] = *what++;
    }
    line[n++] = ' ';
    for (int i = 60; i >= 0; i -= 4) {
        line[n++] = "0123456789abcdef"[v >> i & 15];
    }
    line[n++] = '\n';
    sys(SYS_WRITE, 1, (long)line, (long)n, 0);
}

/* --- What is allowed --- */

typedef long op(long, long);
static long add(long a, long b) { return a + b; }
static long sub(long a, long b) { return a - b; }
static long mix(long a, long b) { return (a ^ b << 3) * 31 + 7; }
static op *volatile ops[3] = {add, sub, mix};

__attribute__((noinline)) static long through(op *f, long a, long b)
{
    return f(a, b); /* a tail call: BR x16 */
}

__attribute__((noinline)) static long table(long k, long v)
{
    switch (k) {
    case 0: return v + 3;
    case 1: return v * 5;
    case 2: return v ^ 0x55;
    case 3: return through(ops[v & 1], v, 9);
    case 4: return v - 77;
    case 5: return ops[2](v, k) + 1;
    case 6: return v << 2;
    case 7: return v >> 3;
    default: return -v;
    }
}

__attribute__((noinline)) static long machine(const unsigned char *p, long v)
{
    static void *const labels[] = {&&inc, &&dbl, &&neg, &&end};
    goto *labels[*p++];
inc:
    v++;
    goto *labels[*p++];
dbl:
    v *= 2;
    goto *labels[*p++];
neg:
    v = -v;
    goto *labels[*p++];
end:
    return v;
}

/* --- What is not --- */

static volatile int faults, code, expected;
static volatile uint64_t where, btype;

static void on_ill(int sig, siginfo_t *info, void *p)
{
    ucontext_t *uc = p;

    faults++;
    code = info->si_code;
    where = uc->uc_mcontext.pc;
    btype = uc->uc_mcontext.pstate >> 10 & 3;
    uc->uc_mcontext.pstate &= ~(3ull << 10); /* and again */
    (void)sig;
}

static volatile int handled;
static void on_usr(int sig) { handled += sig; }

static void handler(int sig, void (*f)(void), unsigned long flags)
{
    struct {
        void (*f)(void);
        unsigned long flags;
        void *restorer;
        unsigned long mask;
    } sa = {f, flags, NULL, 0};
    sys(SYS_SIGACTION, sig, (long)&sa, 0, 8);
}

long none(long), call_only(long), jump_only(long), both(long), signed_start(long);
__asm__(".text\n"
        "none: add x0, x0, #1\n ret\n"
        "call_only: bti c\n add x0, x0, #2\n ret\n"
        "jump_only: bti j\n add x0, x0, #3\n ret\n"
        "both: bti jc\n add x0, x0, #4\n ret\n"
        "signed_start: paciasp\n add x0, x0, #5\n autiasp\n ret\n"
        ".globl none, call_only, jump_only, both, signed_start\n"
        ".type none, %function\n.type call_only, %function\n.type jump_only, %function\n"
        ".type both, %function\n.type signed_start, %function\n");

typedef long target(long);
__attribute__((noinline)) static long blr(target *t, long v) { return t(v); }
long br16(target *, long), br9(target *, long);
__asm__("br16: bti c\n mov x16, x0\n mov x0, x1\n br x16\n"
        "br9: bti c\n mov x9, x0\n mov x0, x1\n br x9\n"
        ".globl br16, br9\n.type br16, %function\n.type br9, %function\n");

__attribute__((noinline)) static void all(const char *what)
{
    static target *const targets[] = {none, call_only, jump_only, both, signed_start};
    static long (*const ways[])(target *, long) = {blr, br16, br9};

    for (int w = 0; w < 3; w++) {
        for (int t = 0; t < 5; t++) {
            faults = code = 0;
            where = btype = 0;
            long r = ways[w](targets[t], 100 * t);
            show(what, (uint64_t)(w << 4 | t) << 32 | (uint64_t)r << 16 | (uint64_t)faults << 8 |
                       (uint64_t)code << 4 | btype);
            if (faults && where != (uint64_t)targets[t]) {
                show("elsewhere", where - (uint64_t)targets[t]);
            }
        }
    }
}

extern char __executable_start[], etext[];

int main_program(void)
{
    long v = 1;

    handler(SIGILL, (void (*)(void))on_ill, SA_SIGINFO);
    handler(SIGUSR1, (void (*)(void))on_usr, 0);
    for (long i = 0; i < 300000; i++) {
        v = table(i % 9, v) + through(ops[i % 3], v, i);
    }
    show("table", (uint64_t)v);
    static unsigned char program[1000];
    for (int i = 0; i < 999; i++) {
        program[i] = (unsigned char)((i * 7 ^ i >> 3) % 3);
    }
    program[999] = 3;
    for (int i = 0; i < 300; i++) {
        v = machine(program, v);
    }
    show("machine", (uint64_t)v);
    show("faults", (uint64_t)faults);
    all("checked");
    for (int i = 0; i < 1000; i++) {
        v += blr(i % 100 ? both : none, i);
    }
    show("many", (uint64_t)v + (uint64_t)faults);
    long pid = sys(SYS_GETPID, 0, 0, 0, 0);
    for (int i = 0; i < 50; i++) {
        sys(SYS_KILL, pid, SIGUSR1, 0, 0);
    }
    show("signals", (uint64_t)handled);
    /* Pages that are not guarded any more. */
    uint64_t lo = (uint64_t)__executable_start & ~4095ull, hi = ((uint64_t)etext + 4095) & ~4095ull;
    show("mprotect", (uint64_t)sys(SYS_MPROTECT, (long)lo, (long)(hi - lo), 5, 0));
    all("unchecked");
    show("mprotect", (uint64_t)sys(SYS_MPROTECT, (long)lo, (long)(hi - lo), 5 | 0x10, 0));
    all("again");
    return 0;
}

__attribute__((used)) void start_c(void)
{
    sys(SYS_EXIT, main_program(), 0, 0, 0);
    __builtin_unreachable();
}
__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n b start_c\n");
