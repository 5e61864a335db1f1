/*
 * driver.c: the guest program of the differential test, around generated sequences.
 *
 * Each sequence is run several times, with register files made from its seed, and what it
 * leaves in registers, flags and memory becomes one hash. It runs without a C library, so that
 * a batch holds little code but the sequences.
 *
 *   hash FROM TO TIMES [check]   one 64-bit hash for each sequence to stdout. "check": handlers
 *                                for what an instruction can raise; such a sequence gives BAD.
 *                                Without: stdin has a byte for each sequence, not 0 to leave it
 * out dump INDEX TIME              inputs, outputs and changed memory as text probe stdin:
 * 32-bit instruction words; stdout: a byte for each: 0 if it runs, leaves the reserved
 * registers alone and memory in reach
 */
#include "bare.h"

enum {
    WINDOW = 4096,      /* what is compared of memory, in bytes */
    AROUND = 128 << 10, /* reachable before and after it */
    IN = 0,             /* words of the context */
    OUT = 128,
    CONTEXT_WORDS = 512,
    TEMPLATE = 1 << 16, /* bytes */
    PROBES = 2048,
};

#ifdef __aarch64__
enum { WORDS = 99, FP_WORD = 32, FP_WORDS = 64, PROBE_WORDS = 2 };
#else
enum { WORDS = 65, FP_WORD = 32, FP_WORDS = 32, PROBE_WORDS = 3 };
#endif

#define BAD 0xbadbadbadbadba00u

struct sequence {
    void (*run)(void);
    u64 seed;
    int64_t given; /* -1: all inputs are from the seed; else those listed in givens[], or 0 */
};
struct given {
    u32 sequence, word;
    u64 value;
};

/* Generated. */
extern const struct sequence sequences[];
extern const u32 sequence_count;
extern const struct given givens[];
extern const u32 given_count;
extern const u32 flush;  /* some inputs have denormal numbers flushed to zero */
extern const u32 tagged; /* the last two of 32 inputs have tagged pointers */

extern void enter(void (*sequence)(void)), leave(void);
extern const char enter_end[];
extern _Noreturn void abandon(void);

u64 context[CONTEXT_WORDS] __attribute__((aligned(4096)));
static unsigned char arena[2 * AROUND + WINDOW] __attribute__((aligned(4096)));
static u64 template[(TEMPLATE + WINDOW) / 8] __attribute__((aligned(64)));
static u32 probe_code[PROBES * PROBE_WORDS] __attribute__((aligned(4096)));
static volatile int raised;

#define WINDOW_WORDS (WINDOW / 8)
#define MEMORY ((u64 *)(arena + AROUND))
#define MIDDLE ((u64)(arena + AROUND + WINDOW / 2))

/* ---------------------------------------------------------------- the program */

static size_t input(void *p, size_t n)
{
    size_t got = 0;
    while (got < n) {
        long k = sys(SYS_READ, 0, (long)((char *)p + got), (long)(n - got), 0);
        if (k <= 0) {
            break;
        }
        got += (size_t)k;
    }
    return got;
}

static int faults;

/* Makes outputs of the registers in a ucontext (the kernel's layout). */
static void record(const char *uc)
{
    const u64 *regs = (const u64 *)(uc + 176);
    u64 *out = context + OUT;
#ifdef __aarch64__
    const u32 *fp = (const u32 *)(uc + 464);
    for (int i = 0; i < 32; i++) { /* and sp */
        out[i] = regs[1 + i];
    }
    for (int i = 0; i < 64; i++) {
        out[32 + i] = ((const u64 *)(fp + 4))[i];
    }
    out[96] = regs[34] & 0xf0000000;
    out[97] = fp[3];
    out[98] = fp[2];
    context[127] = regs[33];
#else
    for (int i = 1; i < 32; i++) {
        out[i] = regs[i];
    }
    for (int i = 0; i < 32; i++) {
        out[32 + i] = regs[32 + i];
    }
    out[64] = *(const u32 *)(regs + 64);
    context[127] = regs[0];
#endif
}

static void on_signal(int sig, void *info, const char *uc)
{
    (void)info;
    if (faults && (sig == 11 || sig == 7)) {
        record(uc);
    } else {
        raised = sig;
    }
    abandon();
}

static void catch_signals(void)
{
    static char stack[65536];
    static const int sigs[] = {4, 5, 7, 8, 11}; /* ILL TRAP BUS FPE SEGV */
    struct {
        void *sp;
        int flags;
        size_t size;
    } alt = {stack, 0, sizeof(stack)};
    sys(SYS_SIGALTSTACK, (long)&alt, 0, 0, 0);
    for (unsigned i = 0; i < sizeof(sigs) / sizeof(*sigs); i++) {
        /* The kernel's layout; the handler does not return, so that no restorer is needed. */
        u64 action[4] = {(u64)on_signal, 0x48000004 /* SA_ONSTACK | SA_NODEFER | SA_SIGINFO */};
        sys(SYS_SIGACTION, sigs[i], (long)action, 0, 8);
    }
}

/* ---------------------------------------------------------------- inputs */

static const u64 f64_special[] = {
    0,
    0x8000000000000000,
    0x3ff0000000000000,
    0xbff0000000000000,
    0x7ff0000000000000,
    0xfff0000000000000,
    0x7ff8000000000000,
    0xfff8000000000001,
    0x7ff0000000000001,
    0xfff4000000000000,
    0x0000000000000001,
    0x800fffffffffffff,
    0x0010000000000000,
    0x7fefffffffffffff,
    0xffefffffffffffff,
    0x3ca0000000000000,
    0x3fe0000000000000,
    0x4000000000000000,
    0x43e0000000000000,
    0xc3e0000000000000,
    0x41dfffffffc00000,
    0xc1e0000000000000,
    0x43f0000000000000,
    0x47efffffe0000000,
    0x47effffff0000000,
    0x36a0000000000000,
    0x3690000000000000,
    0x380fffffffffffff,
    0x3fefffffffffffff,
    0x4340000000000001,
    0xc008000000000000,
    0x3ff8000000000000,
    0x40effc0000000000,
    0x3f10000000000000,
    0x3e70000000000000,
    0x40f0000000000000,
};
static const u32 f32_special[] = {
    0,          0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00000,
    0xffc00001, 0x7f800001, 0xffa00000, 0x00000001, 0x807fffff, 0x00800000, 0x7f7fffff,
    0xff7fffff, 0x33800000, 0x3f000000, 0x40000000, 0x4f000000, 0xcf000000, 0x5f000000,
    0xdf000000, 0x4f800000, 0x5f800000, 0x477fe000, 0x477ff000, 0x33000000, 0x387fffff,
    0x3f7fffff, 0x4b000001, 0xc0400000, 0x3fc00000,
};
static const uint16_t f16_special[] = {
    0,      0x8000, 0x3c00, 0xbc00, 0x7c00, 0xfc00, 0x7e00, 0xfe01, 0x7c01, 0xfd00, 0x0001,
    0x83ff, 0x0400, 0x7bff, 0xfbff, 0x1400, 0x3800, 0x4000, 0x7800, 0xf800, 0x3bff, 0x6401,
};
static const u64 int_special[] = {
    0,
    1,
    2,
    3,
    7,
    8,
    15,
    16,
    31,
    32,
    33,
    63,
    64,
    65,
    127,
    128,
    255,
    256,
    0x7fff,
    0x8000,
    0xffff,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    0x100000000,
    0x7fffffffffffffff,
    0x8000000000000000,
    0xffffffffffffffff,
    0xfffffffffffffffe,
    0xffffffff80000000,
    0xffffffff7fffffff,
    0x5555555555555555,
    0xaaaaaaaaaaaaaaaa,
    0x0123456789abcdef,
    0x00ff00ff00ff00ff,
    0x8080808080808080,
    0x7f7f7f7f7f7f7f7f,
    0x8000800080008000,
    0x8000000080000000,
    0x7fff7fff7fff7fff,
    0x7fffffff7fffffff,
};
#define PICK(table, r) (table[(u32)(r) % (u32)(sizeof(table) / sizeof(*table))])

static u64 random_int(void)
{
    u64 r = next(), v = next();
    switch (r & 7) {
    case 0:
    case 1: return v;
    case 2: return v >> (r >> 8 & 63);
    case 3: return (u64)((int64_t)v >> (r >> 8 & 63));
    case 4: return ((u64)1 << (r >> 8 & 63)) + (v % 3) - 1;
    case 5: return v & 0xff;
    default: return PICK(int_special, v);
    }
}

/* Significands with few bits, so that ties and exact results happen. */
static u64 random_significand(u64 r, unsigned bits)
{
    u64 v = next() & (((u64)1 << bits) - 1);
    switch (r & 3) {
    case 0: return v;
    case 1: return v & ~(u64)0 << (bits / 2) & (((u64)1 << bits) - 1);
    case 2: return 0;
    default: return v & 1 << (r >> 2 & 15);
    }
}

static u64 random_f64(void)
{
    u64 r = next();
    if ((r & 7) < 3) {
        return PICK(f64_special, r >> 32);
    }
    /* Mostly exponents near each other; some near the ends, some anything. */
    u64 e = (r & 7) < 6    ? 1023 - 8 + (r >> 8 & 15)
            : (r & 7) == 6 ? (r >> 8 & 0x7ff)
            : r >> 16 & 1  ? (r >> 8 & 63)
                           : 1023 + 52 + (r >> 8 & 15) - 8;
    return (r >> 63) << 63 | e << 52 | random_significand(r >> 20, 52);
}

static u32 random_f32(void)
{
    u64 r = next();
    if ((r & 7) < 3) {
        return PICK(f32_special, r >> 32);
    }
    u64 e = (r & 7) < 6    ? 127 - 8 + (r >> 8 & 15)
            : (r & 7) == 6 ? (r >> 8 & 0xff)
            : r >> 16 & 1  ? (r >> 8 & 31)
                           : 127 + 23 + (r >> 8 & 15) - 8;
    return (u32)((r >> 63) << 31 | e << 23 | random_significand(r >> 20, 23));
}

static u64 random_f16(void)
{
    u64 r = next();
    return r & 1 ? PICK(f16_special, r >> 32) : r >> 16 & 0xffff;
}

static u64 random_fp(u64 kind)
{
    u64 v = 0;
    switch (kind % 8) {
    case 0:
    case 1:
    case 2: return random_f64();
    case 3: v = random_f32(); return v << 32 | random_f32();
#ifdef __aarch64__
    case 4: return random_f32();
    case 5:
        for (int i = 0; i < 4; i++) {
            v = v << 16 | random_f16();
        }
        return v;
#else
    case 4:
    case 5: return 0xffffffff00000000 | random_f32();
    case 6:
        if (next() & 1) {
            return 0xffffffffffff0000 | random_f16();
        }
#endif
        /* fall through */
    default: return random_int();
    }
}

static void make_template(void)
{
    random_state = 1;
    for (unsigned i = 0; i < sizeof(template) / 8; i++) {
        u64 r = next();
        template[i] = r & 1 ? random_int() : random_fp(r >> 8);
    }
}

/* The registers that generated code takes addresses, offsets and a loop count from. */
static void reserved(u64 *in, u64 tags)
{
    u64 r = next();
#ifdef __aarch64__
    u64 tag26 = in[26] & tags, tag27 = in[27] & tags, tag31 = in[31] & tags;
    in[23] = 1;
    in[24] = r << 32 | (r >> 32 & 0xf8);
    in[25] = (u64)((int64_t)(r >> 40 & 0x1f8) - 0x100);
    in[26] = MIDDLE | tag26;
    in[27] = MIDDLE | tag27;
    in[31] = MIDDLE | tag31;
    in[28] = (u64)context;
#else
    (void)r, (void)tags;
    in[0] = 0;
    in[1] = 0;
    in[4] = 1;
    in[2] = in[8] = in[9] = MIDDLE;
    in[3] = (u64)context;
#endif
}

static void make_input(u32 index, u64 seed, unsigned time)
{
    const struct sequence *s = &sequences[index];
    u64 *in = context + IN;
    int all = s->given < 0;

    random_state = seed + time;
    for (unsigned i = 0; i < WORDS; i++) {
        in[i] = i < FP_WORD ? random_int() : i < FP_WORD + FP_WORDS ? random_fp(next()) : 0;
    }
    u64 r = next();
#ifdef __aarch64__
    for (unsigned i = FP_WORD; i < FP_WORD + FP_WORDS; i += 2) {
        if (next() & 1) { /* lanes of one kind */
            u64 kind = next();
            in[i] = random_fp(kind);
            in[i + 1] = random_fp(kind);
        }
    }
    in[96] = (r & 0xf) << 28;
    in[97] = r >> 4 & 1 ? 0 : (r >> 5 & 3) << 22;
    if ((r >> 8 & 31) == 0) { /* FZ16, FZ, DN, AHP, FIZ, AH, NEP */
        in[97] |= (r >> 16 & 1) << 19 | (r >> 17 & 7) << 24 | (r >> 20 & r >> 23 & 7);
    }
    in[97] |= flush ? (r >> 26 & 1) << 24 : 0;
    in[98] = r >> 32 & 3 ? 0 : r >> 40 & 0x0800009f;
#else
    in[64] = (r & 1 ? 0 : (r >> 8 & 0xff) % 5 << 5) | (r >> 1 & 3 ? 0 : r >> 16 & 0x1f);
#endif
    if (!all) {
        for (unsigned i = 0; i < WORDS; i++) {
            in[i] = 0;
        }
        for (unsigned i = 0; i < given_count; i++) {
            if (givens[i].sequence == index) {
                in[givens[i].word] = givens[i].value;
            }
        }
    }
    random_state = seed + time;
    reserved(in, !all || (tagged && time >= 30) ? 0xff00000000000000 : 0);

    if (faults && time % 4) {
#ifdef __aarch64__
        static const unsigned char bases[] = {26, 27, 31};
#else
        static const unsigned char bases[] = {2, 8, 9};
#endif
        in[bases[time % 4 - 1]] = 0x1000;
    }

    const u64 *from = template + (next() % (TEMPLATE / 64)) * 8;
    for (unsigned i = 0; i < WINDOW_WORDS; i++) {
        MEMORY[i] = from[i];
    }
    for (unsigned i = 0; i < WORDS; i++) {
        context[OUT + i] = 0;
    }
    context[127] = 0;
}

/* ---------------------------------------------------------------- modes */

static u64 mix(u64 h, u64 v)
{
    h = (h ^ v) * 0xff51afd7ed558ccdu;
    return h ^ h >> 32;
}

static u64 result_hash(u64 h)
{
    for (unsigned i = 0; i < WORDS; i++) {
        h = mix(h, context[OUT + i]);
    }
    h = mix(h, context[127]);
    for (unsigned i = 0; i < WINDOW_WORDS; i++) {
        h = mix(h, MEMORY[i]);
    }
    return h;
}

static u64 number(const char *s)
{
    u64 v = 0;
    while (*s >= '0' && *s <= '9') {
        v = v * 10 + (u64)(*s++ - '0');
    }
    return v;
}

/* A function of its own, so that translated code is entered for each sequence. */
static __attribute__((noinline)) u64 hash_of(u32 index, unsigned times)
{
    u64 h = 0;

    raised = 0;
    for (unsigned t = 0; t < times && !raised; t++) {
        make_input(index, sequences[index].seed, t);
        enter(sequences[index].run);
        h = result_hash(h);
    }
    return raised ? BAD | (u64)raised : h;
}

static void hash_mode(u32 from, u32 to, unsigned times, int check)
{
    static unsigned char skip[1 << 20];

    if (check || faults) {
        catch_signals();
    }
    if (!check) {
        input(skip, sizeof(skip));
    }
    for (u32 i = from; i < to && i < sequence_count; i++) {
        u64 h = skip[i] ? 0 : hash_of(i, times);
        if (skip[i] || raised) {
            /* What it left around the window must not be seen on one side only. */
            for (size_t k = 0; k < sizeof(arena) / 8; k++) {
                ((u64 *)arena)[k] = 0;
            }
        }
        /* At once: the next sequence may kill the process. */
        output(&h, sizeof(h));
    }
}

static char line[64];

static void print(const char *what, unsigned i, u64 v)
{
    char *p = line;
    while (*what) {
        *p++ = *what++;
    }
    *p++ = ' ';
    char digits[12];
    int n = 0;
    do {
        digits[n++] = (char)('0' + i % 10);
    } while (i /= 10);
    while (n) {
        *p++ = digits[--n];
    }
    *p++ = ' ';
    for (int k = 60; k >= 0; k -= 4) {
        *p++ = "0123456789abcdef"[v >> k & 15];
    }
    *p++ = '\n';
    output(line, (size_t)(p - line));
}

static void dump_mode(u32 index, unsigned time)
{
    static u64 before[WINDOW_WORDS];

    if (faults) {
        catch_signals();
    }
    make_input(index, sequences[index].seed, time);
    for (unsigned i = 0; i < WORDS; i++) {
        print("in", i, context[IN + i]);
    }
    for (unsigned i = 0; i < WINDOW_WORDS; i++) {
        before[i] = MEMORY[i];
    }
    enter(sequences[index].run);
    for (unsigned i = 0; i < WORDS; i++) {
        print("out", i, context[OUT + i]);
    }
    print("pc", 0, context[127]);
    for (unsigned i = 0; i < WINDOW_WORDS; i++) {
        if (before[i] != MEMORY[i]) {
            print("mem", i, MEMORY[i]);
        }
    }
}

static void write_probe(u32 *p, u32 word)
{
#ifdef __aarch64__
    p[0] = word;
    p[1] = 0x14000000 | ((u32)(((int64_t)leave - (int64_t)(p + 1)) >> 2) & 0x3ffffff); /* b */
#else
    p[0] = (word & 3) == 3 ? word : 0x00010000 | (word & 0xffff); /* c.nop after a short one */
    p[1] = (u32)(((u64)leave + 0x800) & 0xfffff000) | 1 << 7 | 0x37; /* lui ra */
    p[2] = (u32)((u64)leave & 0xfff) << 20 | 1 << 15 | 0x67;         /* jalr zero, ra */
#endif
}

static int near(u64 p)
{
    return p - MIDDLE + WINDOW / 2 <= WINDOW;
}

static int reserved_kept(void)
{
    const u64 *in = context + IN, *out = context + OUT;
#ifdef __aarch64__
    return in[23] == out[23] && in[24] == out[24] && in[25] == out[25] && in[26] == out[26] &&
           near(out[27]) && near(out[31]);
#else
    return near(out[2]) && in[4] == out[4] && in[8] == out[8] && in[9] == out[9];
#endif
}

static void probe_mode(void)
{
    static u32 words[PROBES];
    size_t n;

    catch_signals();
    sys(SYS_MPROTECT, (long)probe_code, sizeof(probe_code), 7, 0);
    while ((n = input(words, sizeof(words)) / 4) != 0) {
        for (size_t i = 0; i < n; i++) {
            write_probe(probe_code + i * PROBE_WORDS, words[i]);
        }
#ifndef __aarch64__
        __asm__ volatile("fence.i" ::: "memory");
#endif
        for (size_t i = 0; i < n; i++) {
            unsigned char bad = 0;
            for (u32 t = 0; t < 2 && !bad; t++) {
                raised = 0;
                make_input(0, (u64)words[i] << 8, t);
                enter((void (*)(void))(probe_code + i * PROBE_WORDS));
                bad = raised ? (unsigned char)raised : reserved_kept() ? 0 : 128;
            }
            output(&bad, 1);
        }
    }
}

_Noreturn void start(u64 *sp)
{
    u64 argc = sp[0];
    char **argv = (char **)(sp + 1);
    char mode = argc > 1 ? argv[1][0] : 0;

    make_template();
    sys(SYS_MPROTECT, (long)enter, enter_end - (char *)enter, 7, 0);
    if (mode == 'H' || mode == 'D') {
        faults = 1;
        mode += 'a' - 'A';
    }
    if (mode == 'h' && argc >= 5) {
        hash_mode((u32)number(argv[2]), (u32)number(argv[3]), (unsigned)number(argv[4]),
                  argc > 5);
    } else if (mode == 'd' && argc >= 4) {
        dump_mode((u32)number(argv[2]), (unsigned)number(argv[3]));
    } else if (mode == 'p') {
        probe_mode();
    } else {
        quit(2);
    }
    quit(0);
}
