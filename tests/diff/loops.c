/*
 * loops.c: the guest program of the loop test, around generated loops (loops.h).
 *
 * Each loop runs some 1,100 times: with 0 to 40 rounds, in all rounding modes, with special
 * numbers at different places, with arrays that overlap, with random bits. What a run leaves in
 * memory and in the exception flags becomes a hash. It runs without a C library, so that little
 * else is translated.
 *
 *   hash             a 64-bit hash for each run of each loop
 *   dump LOOP RUN    the flags and all of memory after that run
 */
#include "bare.h"
#include "loops.h"

enum {
    AREAS = 5,
    AREA = 256,  /* words of an array, with what is before and after it */
    START = 64,  /* the word where the array starts */
    ROUNDS = 40, /* at most */
    PLACES = 22,
    SPECIALS = 12,
    DISTANCE = 12,

    /* Runs of each kind. */
    LENGTHS = 2 * (ROUNDS + 1),
    PLACED = SPECIALS * PLACES * 3, /* x, y, z in turn are done by the place */
    SCALARS = SPECIALS * 2,
    OVERLAPS = (2 * DISTANCE + 1) * 5,
    RANDOM = 120,
    RUNS = LENGTHS + PLACED + SCALARS + OVERLAPS + RANDOM,
};

static u64 memory[AREAS * AREA];

/* ---------------------------------------------------------------- the machine */

#ifdef __aarch64__
static void set_mode(unsigned mode)
{
    __asm__ volatile("msr fpcr, %0" : : "r"((u64)mode << 22));
}

static void set_flags(unsigned flags)
{
    __asm__ volatile("msr fpsr, %0" : : "r"((u64)flags));
}

static unsigned get_flags(void)
{
    u64 f;
    __asm__ volatile("mrs %0, fpsr" : "=r"(f) : : "memory");
    return (unsigned)f;
}

__asm__(".globl _start\n.type _start, %function\n_start: mov x0, sp\n\tb start\n"
        ".size _start, . - _start");
#else
static void set_mode(unsigned mode)
{
    __asm__ volatile("fsrm %0" : : "r"(mode));
}

static void set_flags(unsigned flags)
{
    __asm__ volatile("fsflags %0" : : "r"(flags));
}

static unsigned get_flags(void)
{
    unsigned f;
    __asm__ volatile("frflags %0" : "=r"(f) : : "memory");
    return f;
}

__asm__(".globl _start\n.type _start, %function\n_start: mv a0, sp\n\ttail start\n"
        ".size _start, . - _start");
#endif

/* ---------------------------------------------------------------- inputs */

static const u32 singles[SPECIALS] = {
    0x7fc00000, 0x7f800001, 0xffc12345, 0x7f800000, 0xff800000, 1,
    0x80000000, 0x00800000, 0x7f7fffff, 0x80400000, 0,          0x4f000000,
};
static const u64 doubles[SPECIALS] = {
    0x7ff8000000000000,
    0x7ff0000000000001,
    0xfff8123456789abc,
    0x7ff0000000000000,
    0xfff0000000000000,
    1,
    0x8000000000000000,
    0x0010000000000000,
    0x7fefffffffffffff,
    0x8008000000000000,
    0,
    0x43e0000000000000,
};

static unsigned size_of(enum type t)
{
    static const unsigned char sizes[] = {4, 8, 1, 2, 4, 8, 4};
    return sizes[t];
}

static double as_double(u64 bits)
{
    union {
        u64 u;
        double d;
    } x = {bits};
    return x.d;
}

/* Fills area K with numbers of about 1, or with WILD ones of any size, some special. */
static void fill(unsigned k, enum type t, int wild)
{
    char *p = (char *)(memory + k * AREA);

    for (unsigned i = 0; i < AREA * 8 / size_of(t); i++) {
        u64 r = next();
        if (t == FLOAT) {
            u32 tame = 0x3e800000 + (u32)(r & 0x1ffffff) + (r >> 32 << 31);
            u32 any = r >> 40 & 3 ? (u32)r & 0xbfffffff : singles[(r >> 44) % SPECIALS];
            ((u32 *)p)[i] = wild ? any : r >> 60 ? tame : tame & 0xfff00000;
        } else if (t == DOUBLE) {
            u64 tame = 0x3fd0000000000000 + (r & 0x3fffffffffffff) + (r >> 60 << 63);
            u64 any = r & 3 ? r & 0xbfffffffffffffff : doubles[(r >> 2) % SPECIALS];
            ((u64 *)p)[i] = wild ? any : r >> 56 & 15 ? tame : tame & 0xfffe000000000000;
        } else if (size_of(t) == 8) {
            ((u64 *)p)[i] = r >> (r & 63);
        } else if (size_of(t) == 4) {
            ((u32 *)p)[i] = (u32)r >> (r >> 32 & 31);
        } else if (size_of(t) == 2) {
            ((uint16_t *)p)[i] = (uint16_t)r;
        } else {
            ((uint8_t *)p)[i] = (uint8_t)r;
        }
    }
}

static void *array(unsigned k)
{
    return memory + k * AREA + START;
}

static void set_special(void *p, enum type t, unsigned which)
{
    if (t == FLOAT) {
        *(u32 *)p = singles[which];
    } else {
        *(u64 *)p = doubles[which];
    }
}

/* DISTANCE elements before to DISTANCE after array K, or as many bytes. */
static void *near(unsigned k, long distance)
{
    return (char *)array(k) + distance;
}

/* The arguments and memory of a run; its rounding mode and flags. */
static void prepare(const struct loop *l, unsigned run, struct args *g, unsigned *mode,
                    unsigned *flags)
{
    unsigned size = size_of(l->type);
    int wild = run >= RUNS - RANDOM;

    random_state = run;
    for (unsigned k = 0; k < AREAS; k++) {
        fill(k, k < AREAS - 1 ? l->type : l->other, wild && (run + k) % 3);
    }
    *g = (struct args){array(0), array(1), array(2), array(3), array(4), 1.25, 0.75, 27};
    *mode = 0;
    *flags = 0;
    if (run < LENGTHS) {
        g->n = run >> 1;
        *mode = run & 1 ? next() & 3 : 0;
        *flags = next() & 31;
        return;
    }
    run -= LENGTHS;
    if (run < PLACED) {
        unsigned at = run / 3 % PLACES;
        g->a = -0.75;
        g->n = PLACES - 1 + run % 3;
        *mode = at & 3;
        set_special((char *)array((run + run / 3 / PLACES) % 4) + at * size, l->type,
                    run / 3 / PLACES);
        return;
    }
    run -= PLACED;
    if (run < SCALARS) {
        double *to = run & 1 ? &g->a : &g->b;
        *to = as_double(doubles[run / 2]);
        *mode = next() & 3;
        return;
    }
    run -= SCALARS;
    if (run < OVERLAPS) {
        long d = (long)(run / 5) - DISTANCE;
        switch (run % 5) {
        case 0: g->y = near(1, d * size); break;
        case 1: g->z = near(0, d * size); break;
        case 2: g->w = near(1, d * size); break;
        case 3: g->x = near(0, d); break;
        default: g->u = near(run & 1 ? 0 : 3, d * size_of(l->other)); break;
        }
        return;
    }
    g->n = (long)(next() % (ROUNDS + 1));
    *mode = next() & 3;
    *flags = next() & 31;
    if (next() & 1) {
        void **to[] = {&g->y, &g->x, &g->z, &g->w};
        *to[next() & 3] = near(next() & 3, (long)(next() % 25) * size - 12 * size);
    }
    if (next() & 1) {
        g->a = as_double(next());
    }
}

static unsigned run_once(const struct loop *l, unsigned run)
{
    struct args g;
    unsigned mode, flags;

    prepare(l, run, &g, &mode, &flags);
    set_mode(mode);
    set_flags(flags);
    l->run(&g);
    flags = get_flags();
    set_mode(0);
    return flags;
}

static u64 hash(u64 h)
{
    for (unsigned i = 0; i < AREAS * AREA; i++) {
        h = (h ^ memory[i]) * 0x100000001b3u;
        h ^= h >> 29;
    }
    return h;
}

static u64 hashes[RUNS];

static unsigned number(const char *s)
{
    unsigned n = 0;

    while (*s) {
        n = n * 10 + (unsigned)(*s++ - '0');
    }
    return n;
}

__attribute__((used)) _Noreturn void start(long *sp)
{
    long argc = *sp;
    char **argv = (char **)(sp + 1);

    if (argc == 4) {
        u64 flags = run_once(&loops[number(argv[2])], number(argv[3]));
        output(&flags, sizeof(flags));
        output(memory, sizeof(memory));
        quit(0);
    }
    for (unsigned i = 0; i < loop_count; i++) {
        for (unsigned run = 0; run < RUNS; run++) {
            unsigned flags = run_once(&loops[i], run);
            hashes[run] = hash(flags);
        }
        output(hashes, sizeof(hashes));
    }
    quit(0);
}
