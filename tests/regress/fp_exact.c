/* FLAGS: -frounding-math -ftrapping-math -fno-math-errno -ffp-contract=off -lm
 * TIMEOUT: 60
 *
 * Scalar floating point to the last bit: results and exception flags of every operation
 * in every rounding mode, on special values and random ones. One line for each operation
 * and mode: a hash. With an argument "-v" every result is printed. */
#include "../guest/fp_bits.h"

#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define OP static __attribute__((noinline)) uint64_t

/* Each operation for doubles and for floats. */
#define BOTH(name, dexpr, fexpr)                                                               \
    OP d_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        double x = from(a), y = from(b), z = from(c);                                          \
        (void)x, (void)y, (void)z;                                                             \
        return dexpr;                                                                          \
    }                                                                                          \
    OP f_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        float x = ffrom(a), y = ffrom(b), z = ffrom(c);                                        \
        (void)x, (void)y, (void)z;                                                             \
        return fexpr;                                                                          \
    }

BOTH(add, bits(x + y), fbits(x + y))
BOTH(sub, bits(x - y), fbits(x - y))
BOTH(mul, bits(x * y), fbits(x * y))
BOTH(div, bits(x / y), fbits(x / y))
BOTH(sqrt, bits(__builtin_sqrt(x)), fbits(__builtin_sqrtf(x)))
BOTH(fma, bits(__builtin_fma(x, y, z)), fbits(__builtin_fmaf(x, y, z)))
BOTH(fms, bits(__builtin_fma(x, y, -z)), fbits(__builtin_fmaf(x, y, -z)))
BOTH(fnma, bits(__builtin_fma(-x, y, z)), fbits(__builtin_fmaf(-x, y, z)))
BOTH(fnms, bits(__builtin_fma(-x, y, -z)), fbits(__builtin_fmaf(-x, y, -z)))
BOTH(poly, bits((x * y + z) / (x - y) * z), fbits((x * y + z) / (x - y) * z))
BOTH(max, bits(__builtin_fmax(x, y)), fbits(__builtin_fmaxf(x, y)))
BOTH(min, bits(__builtin_fmin(x, y)), fbits(__builtin_fminf(x, y)))
BOTH(quiet, (uint64_t)((x == y) | (x != y) << 1), (uint64_t)((x == y) | (x != y) << 1))
BOTH(less, (uint64_t)((x < y) | (x <= y) << 1), (uint64_t)((x < y) | (x <= y) << 1))
BOTH(more, (uint64_t)((x > y) | (x >= y) << 1), (uint64_t)((x > y) | (x >= y) << 1))
BOTH(branch, x < y ? 1 : x == y ? 2 : x > y ? 3 : 4, x < y ? 1 : x == y ? 2 : x > y ? 3 : 4)
BOTH(isless, isless(x, y) + 2 * isgreaterequal(x, y), isless(x, y) + 2 * isgreaterequal(x, y))
BOTH(convert, fbits((float)x), bits((double)x))
BOTH(to_w, (uint32_t)(int32_t)x, (uint32_t)(int32_t)x)
BOTH(to_wu, (uint32_t)x, (uint32_t)x)
BOTH(to_l, (uint64_t)(int64_t)x, (uint64_t)(int64_t)x)
BOTH(to_lu, (uint64_t)x, (uint64_t)x)
BOTH(lrint, (uint64_t)__builtin_llrint(x), (uint64_t)__builtin_llrintf(x))
BOTH(lfloor, (uint64_t)(int64_t)__builtin_floor(x), (uint64_t)(int64_t)__builtin_floorf(x))
BOTH(lceil, (uint64_t)(int64_t)__builtin_ceil(x), (uint64_t)(int64_t)__builtin_ceilf(x))
BOTH(lround, (uint64_t)__builtin_llround(x), (uint64_t)__builtin_llroundf(x))
BOTH(floor, bits(__builtin_floor(x)), fbits(__builtin_floorf(x)))
BOTH(ceil, bits(__builtin_ceil(x)), fbits(__builtin_ceilf(x)))
BOTH(trunc, bits(__builtin_trunc(x)), fbits(__builtin_truncf(x)))
BOTH(round, bits(__builtin_round(x)), fbits(__builtin_roundf(x)))
BOTH(rint, bits(__builtin_rint(x)), fbits(__builtin_rintf(x)))
BOTH(near, bits(__builtin_nearbyint(x)), fbits(__builtin_nearbyintf(x)))
BOTH(from_w, bits((double)(int32_t)a), fbits((float)(int32_t)a))
BOTH(from_wu, bits((double)(uint32_t)a), fbits((float)(uint32_t)a))
BOTH(from_l, bits((double)(int64_t)a), fbits((float)(int64_t)a))
BOTH(from_lu, bits((double)a), fbits((float)a))

/* What compilers do not choose. */
#ifdef __aarch64__
#define INSN3(name, insn)                                                                      \
    OP d_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        double r;                                                                              \
        (void)c;                                                                               \
        __asm__ volatile(insn " %d0, %d1, %d2" : "=w"(r) : "w"(from(a)), "w"(from(b)));        \
        return bits(r);                                                                        \
    }                                                                                          \
    OP f_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        float r;                                                                               \
        (void)c;                                                                               \
        __asm__ volatile(insn " %s0, %s1, %s2" : "=w"(r) : "w"(ffrom(a)), "w"(ffrom(b)));      \
        return fbits(r);                                                                       \
    }
#define TO_INT(name, insn)                                                                     \
    OP d_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        uint64_t r, s;                                                                         \
        (void)b, (void)c;                                                                      \
        __asm__ volatile(insn " %0, %d2\n\t" insn " %w1, %d2"                                  \
                         : "=&r"(r), "=r"(s)                                                   \
                         : "w"(from(a)));                                                      \
        return r * 31 + s;                                                                     \
    }                                                                                          \
    OP f_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        uint64_t r, s;                                                                         \
        (void)b, (void)c;                                                                      \
        __asm__ volatile(insn " %0, %s2\n\t" insn " %w1, %s2"                                  \
                         : "=&r"(r), "=r"(s)                                                   \
                         : "w"(ffrom(a)));                                                     \
        return r * 31 + s;                                                                     \
    }
INSN3(fmax_asm, "fmax")
INSN3(fmin_asm, "fmin")
INSN3(fmulx, "fmulx")
INSN3(fabd, "fabd")
INSN3(frecps, "frecps")
INSN3(cmeq, "fcmeq")
INSN3(cmge, "fcmge")
INSN3(cmgt, "fcmgt")
TO_INT(cvtns, "fcvtns")
TO_INT(cvtnu, "fcvtnu")
TO_INT(cvtps, "fcvtps")
TO_INT(cvtmu, "fcvtmu")
TO_INT(cvtas, "fcvtas")
TO_INT(cvtau, "fcvtau")
#define MORE(T)                                                                                \
    { "fmax_asm", T##_fmax_asm, 2 }, { "fmin_asm", T##_fmin_asm, 2 },                          \
    { "fmulx", T##_fmulx, 2 }, { "fabd", T##_fabd, 2 }, { "frecps", T##_frecps, 2 },           \
    { "cmeq", T##_cmeq, 2 }, { "cmge", T##_cmge, 2 }, { "cmgt", T##_cmgt, 2 },                 \
    { "cvtns", T##_cvtns, 1 }, { "cvtnu", T##_cvtnu, 1 }, { "cvtps", T##_cvtps, 1 },           \
    { "cvtmu", T##_cvtmu, 1 }, { "cvtas", T##_cvtas, 1 }, { "cvtau", T##_cvtau, 1 },
#elif defined(__riscv)
/* An instruction with a rounding mode of its own between two in the dynamic one. */
#define STATIC(name, mode)                                                                     \
    OP d_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        double r, s, t;                                                                        \
        uint64_t u, v;                                                                         \
        (void)c;                                                                               \
        __asm__ volatile("fadd.d %0, %5, %6\n\tfdiv.d %1, %5, %6, " mode                       \
                         "\n\tfcvt.l.d %3, %5, " mode "\n\tfcvt.wu.d %4, %5, " mode            \
                         "\n\tfmul.d %2, %5, %6"                                               \
                         : "=&f"(r), "=&f"(s), "=&f"(t), "=&r"(u), "=&r"(v)                    \
                         : "f"(from(a)), "f"(from(b)));                                        \
        return bits(r) + 3 * bits(s) + 5 * bits(t) + 7 * u + 11 * v;                           \
    }                                                                                          \
    OP f_##name(uint64_t a, uint64_t b, uint64_t c)                                            \
    {                                                                                          \
        float r, s, t;                                                                         \
        uint64_t u, v;                                                                         \
        (void)c;                                                                               \
        __asm__ volatile("fadd.s %0, %5, %6\n\tfdiv.s %1, %5, %6, " mode                       \
                         "\n\tfcvt.lu.s %3, %5, " mode "\n\tfcvt.w.s %4, %5, " mode            \
                         "\n\tfmul.s %2, %5, %6"                                               \
                         : "=&f"(r), "=&f"(s), "=&f"(t), "=&r"(u), "=&r"(v)                    \
                         : "f"(ffrom(a)), "f"(ffrom(b)));                                      \
        return fbits(r) + 3 * fbits(s) + 5 * fbits(t) + 7 * u + 11 * v;                        \
    }
STATIC(rne, "rne")
STATIC(rtz, "rtz")
STATIC(rdn, "rdn")
STATIC(rup, "rup")
STATIC(rmm, "rmm")
/* Doubles in instructions for singles: not boxed, or boxed by chance. */
OP d_unboxed(uint64_t a, uint64_t b, uint64_t c)
{
    double r, s;
    uint64_t u, v;
    (void)c;
    __asm__ volatile("fadd.s %0, %4, %5\n\tfcvt.d.s %1, %4\n\tfeq.s %2, %4, %5\n\t"
                     "fcvt.l.s %3, %4, rtz"
                     : "=&f"(r), "=&f"(s), "=&r"(u), "=&r"(v)
                     : "f"(from(a)), "f"(from(b)));
    return bits(r) + 3 * bits(s) + 5 * u + 7 * v;
}
#define f_unboxed d_unboxed
#define MORE(T)                                                                                \
    { "rne", T##_rne, 2 }, { "rtz", T##_rtz, 2 }, { "rdn", T##_rdn, 2 },                       \
    { "rup", T##_rup, 2 }, { "rmm", T##_rmm, 2 }, { "unboxed", T##_unboxed, 2 },
#else
#define MORE(T)
#endif

struct op {
    const char *name;
    uint64_t (*fn)(uint64_t, uint64_t, uint64_t);
    int args;
};

#define OPS(T)                                                                                 \
    { "add", T##_add, 2 }, { "sub", T##_sub, 2 }, { "mul", T##_mul, 2 }, { "div", T##_div, 2 }, \
    { "sqrt", T##_sqrt, 1 }, { "fma", T##_fma, 3 }, { "fms", T##_fms, 3 },                     \
    { "fnma", T##_fnma, 3 }, { "fnms", T##_fnms, 3 }, { "poly", T##_poly, 3 },                 \
    { "max", T##_max, 2 }, { "min", T##_min, 2 }, { "quiet", T##_quiet, 2 },                   \
    { "less", T##_less, 2 }, { "more", T##_more, 2 }, { "branch", T##_branch, 2 },             \
    { "isless", T##_isless, 2 }, { "convert", T##_convert, 1 }, { "to_w", T##_to_w, 1 },       \
    { "to_wu", T##_to_wu, 1 }, { "to_l", T##_to_l, 1 }, { "to_lu", T##_to_lu, 1 },             \
    { "lrint", T##_lrint, 1 }, { "lfloor", T##_lfloor, 1 }, { "lceil", T##_lceil, 1 },         \
    { "lround", T##_lround, 1 }, { "floor", T##_floor, 1 }, { "ceil", T##_ceil, 1 },           \
    { "trunc", T##_trunc, 1 }, { "round", T##_round, 1 }, { "rint", T##_rint, 1 },             \
    { "near", T##_near, 1 }, { "from_w", T##_from_w, 1 }, { "from_wu", T##_from_wu, 1 },       \
    { "from_l", T##_from_l, 1 }, { "from_lu", T##_from_lu, 1 }, MORE(T)

static const struct op doubles[] = { OPS(d) { 0, 0, 0 } };
static const struct op floats[] = { OPS(f) { 0, 0, 0 } };

/* Positive; used with both signs. The pairs near 2^-511 and 2^-63 have a product just
 * below the smallest normal number that is rounded up to it. */
static const uint64_t dvals[] = {
    0, 1, 2, 0x000fffffffffffff, 0x0010000000000000, 0x0010000000000001, 0x001fffffffffffff,
    0x2000000000000001, 0x1ffffffffffffffe, 0x0020000000000000, 0x3690000000000000,
    0x380fffffe0000000, 0x380fffffffffffff, 0x3810000000000000, 0x3ca0000000000000,
    0x3fdfffffffffffff, 0x3fe0000000000000, 0x3fe0000000000001, 0x3fefffffffffffff,
    0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000010000000, 0x3ff8000000000000,
    0x4000000000000000, 0x4004000000000000, 0x400921fb54442d18, 0x41dfffffffc00000,
    0x41dfffffffe00000, 0x41dffffffff00000, 0x41e0000000000000, 0x41e0000000200000,
    0x41efffffffe00000, 0x41effffffff80000, 0x41f0000000000000, 0x432fffffffffffff,
    0x4330000000000001, 0x43dfffffffffffff, 0x43e0000000000000, 0x43efffffffffffff,
    0x43f0000000000000, 0x47efffffe0000000, 0x47efffffefffffff, 0x47effffff0000000,
    0x47f0000000000000, 0x7fdfffffffffffff, 0x7fefffffffffffff, 0x7ff0000000000000,
    0x7ff0000000000001, 0x7ff4000000abcdef, 0x7ff8000000000000, 0x7ffc000000123456,
    0xffffffff3f800000, 0xffffffff7fa00000,
};
static const uint64_t fvals[] = {
    0, 1, 2, 0x007fffff, 0x00800000, 0x00800001, 0x00ffffff, 0x20000001, 0x1ffffffe,
    0x01000000, 0x33800000, 0x3effffff, 0x3f000000, 0x3f000001, 0x3f7fffff, 0x3f800000,
    0x3f800001, 0x3fc00000, 0x40000000, 0x40200000, 0x40490fdb, 0x4b7fffff, 0x4b800001,
    0x4effffff, 0x4f000000, 0x4f7fffff, 0x4f800000, 0x5effffff, 0x5f000000, 0x5f7fffff,
    0x5f800000, 0x7effffff, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fa0abcd, 0x7fc00000,
    0x7fc01234,
};

static uint64_t seed;

static uint64_t rnd(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return seed ^ seed >> 29;
}

static int verbose;
static uint64_t hash;

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 1099511628211u;
    hash ^= hash >> 31;
}

static void one(const struct op *o, uint64_t a, uint64_t b, uint64_t c)
{
    feclearexcept(FE_ALL_EXCEPT);
    uint64_t r = o->fn(a, b, c);
    int e = fetestexcept(FE_ALL_EXCEPT);
    mix(r);
    mix((uint64_t)e);
    if (verbose) {
        printf("%s %016llx %016llx %016llx = %016llx %x\n", o->name, (unsigned long long)a,
               (unsigned long long)b, (unsigned long long)c, (unsigned long long)r, (unsigned)e);
    }
}

static uint64_t value(const uint64_t *v, unsigned i, int top)
{
    return v[i / 2] ^ (uint64_t)(i & 1) << top;
}

static void specials(const struct op *o, const uint64_t *v, unsigned n, int top)
{
    for (unsigned i = 0; i < 2 * n; i++) {
        uint64_t a = value(v, i, top);
        for (unsigned j = 0; j < 2 * n && (o->args > 1 || j < 1); j++) {
            uint64_t b = value(v, j, top);
            one(o, a, b, value(v, (i * 7 + j * 13) % (2 * n), top));
            if (o->args > 2) {
                one(o, a, b, value(v, (unsigned)(rnd() % (2 * n)), top));
            }
        }
    }
}

/* Random numbers, half of them of similar size. */
static void randoms(const struct op *o, int top)
{
    uint64_t keep = top == 63 ? 0x800fffffffffffff : 0x807fffff;
    uint64_t one_bits = top == 63 ? 0x3fe0000000000000 : 0x3f000000;

    for (int i = 0; i < 300; i++) {
        uint64_t a = rnd(), b = rnd(), c = rnd();
        if (i & 1) {
            a = (a & keep) + one_bits;
            b = (b & keep) + one_bits;
            c = (c & keep) + one_bits;
        }
        if (top == 31) {
            a &= 0xffffffff;
            b &= 0xffffffff;
            c &= 0xffffffff;
        }
        one(o, a, b, c);
    }
}

static void all(const char *kind, const struct op *o, const uint64_t *v, unsigned n, int top)
{
    static const int modes[] = { FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO };

    for (; o->name; o++) {
        printf("%s %-8s", kind, o->name);
        for (int m = 0; m < 4; m++) {
            hash = 14695981039346656037u;
            seed = 1;
            fesetround(modes[m]);
            specials(o, v, n, top);
            randoms(o, top);
            fesetround(FE_TONEAREST);
            printf(" %016llx", (unsigned long long)hash);
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    verbose = argc > 1 && !strcmp(argv[1], "-v");
    all("d", doubles, dvals, sizeof(dvals) / sizeof(dvals[0]), 63);
    all("f", floats, fvals, sizeof(fvals) / sizeof(fvals[0]), 31);
    return 0;
}
