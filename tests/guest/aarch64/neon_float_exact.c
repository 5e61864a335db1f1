/* VARIANTS: O2
 *
 * Vector floating point: each instruction and arrangement on special values, next to each
 * other in one register, and random ones, in all rounding modes. A line has a hash of the
 * results and FPSRs. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef union {
    uint64_t d[2];
    uint32_t s[4];
    double v __attribute__((vector_size(16)));
} vec;

static const uint64_t dvals[] = {
    0, 1, 0x0010000000000000, 0x000fffffffffffff, 0x2000000000000001, 0x1ffffffffffffffe,
    0x3ff0000000000000, 0x3ff0000000000001, 0x3fe0000000000000, 0x3ff8000000000000,
    0x400921fb54442d18, 0x41dfffffffc00000, 0x41e0000000000000, 0x41efffffffe00000,
    0x41efffffffffffff, 0x43dfffffffffffff, 0x43e0000000000000, 0x43efffffffffffff,
    0x43f0000000000000, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff4000000abcdef,
    0x7ffc000000123456, 0x7ff8000000000000, 0x4330000000000001, 0x4000000000000000,
};
static const uint32_t svals[] = {
    0, 1, 0x00800000, 0x007fffff, 0x20000001, 0x1ffffffe, 0x3f800000, 0x3f800001,
    0x3f000000, 0x3fc00000, 0x40490fdb, 0x4effffff, 0x4f000000, 0x4f7fffff, 0x4f800000,
    0x5effffff, 0x5f000000, 0x5f7fffff, 0x7f7fffff, 0x7f800000, 0x7fa0abcd, 0x7fc01234,
    0x7fc00000, 0x4b000001, 0x40000000, 0x40400000,
};
enum { NVALS = 26, ROUNDS = 400 };

static uint64_t seed, hash;

static uint32_t rnd(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33);
}

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
}

static uint64_t element(int is_double, unsigned special)
{
    unsigned k = rnd() % (2 * NVALS);
    uint64_t x = (uint64_t)rnd() << 33 ^ (uint64_t)rnd() << 10 ^ rnd();
    if (rnd() % 8 < special) {
        return is_double ? dvals[k / 2] ^ (uint64_t)(k & 1) << 63
                         : svals[k / 2] ^ (uint32_t)(k & 1) << 31;
    }
    switch (rnd() % 3) {
    case 0: return x;
    case 1: /* about 1 */
        return is_double ? (x & 0x800fffffffffffff) + 0x3ff0000000000000
                         : (x & 0x807fffff) + 0x3f800000;
    default: /* up to 2^72, or 2^36 */
        return is_double ? (x & 0x803fffffffffffff) + 0x4000000000000000 + (x >> 6 & 0x0400000000000000)
                         : (x & 0x87ffffff) + 0x40000000;
    }
}

static vec operand(int is_double, unsigned special)
{
    vec v;
    for (unsigned i = 0; i < 4; i++) {
        if (is_double) {
            v.d[i / 2] = element(1, special);
        } else {
            v.s[i] = (uint32_t)element(0, special);
        }
    }
    return v;
}

typedef void op(vec *d, const vec *n, const vec *m);

static void run(const char *name, op *f, int is_double)
{
    seed = 1;
    hash = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        /* Most rounds have few special values, so that both ways are gone. */
        unsigned special = i % 4 == 0 ? 4 : i % 4 == 1 ? 1 : 0;
        vec d = operand(is_double, special), n = operand(is_double, special),
            m = operand(is_double, special);
        uint64_t fpcr = (uint64_t)(i / 4 % 4) << 22, zero = 0, fpsr;
        __asm__ volatile("msr fpcr, %0; msr fpsr, %1" : : "r"(fpcr), "r"(zero));
        f(&d, &n, &m);
        __asm__ volatile("mrs %0, fpsr; msr fpcr, %1" : "=r"(fpsr) : "r"(zero));
        mix(d.d[0]);
        mix(d.d[1]);
        mix(fpsr);
    }
    printf("%-28s %016llx\n", name, (unsigned long long)hash);
}

#define BINARY(X, i)                                                                           \
    X(1, i " v0.2d, v1.2d, v2.2d") X(0, i " v0.4s, v1.4s, v2.4s") X(0, i " v0.2s, v1.2s, v2.2s") \
    X(0, i " v0.4s, v1.4s, v0.4s")
#define UNARY(X, i)                                                                            \
    X(1, i " v0.2d, v1.2d") X(0, i " v0.4s, v1.4s") X(0, i " v0.2s, v1.2s")
#define ELEMENT(X, i)                                                                          \
    X(1, i " v0.2d, v1.2d, v2.d[0]") X(1, i " v0.2d, v1.2d, v2.d[1]")                          \
    X(0, i " v0.4s, v1.4s, v2.s[0]") X(0, i " v0.4s, v1.4s, v2.s[3]")                          \
    X(0, i " v0.2s, v1.2s, v2.s[1]") X(0, i " v0.2s, v1.2s, v2.s[2]")                          \
    X(0, i " v0.4s, v0.4s, v0.s[2]") X(0, i " s0, s1, v2.s[3]") X(1, i " d0, d1, v2.d[1]")
#define ZERO(X, i)                                                                             \
    X(1, i " v0.2d, v1.2d, #0.0") X(0, i " v0.4s, v1.4s, #0.0") X(0, i " v0.2s, v1.2s, #0.0")
#define FIXED(X, i)                                                                            \
    X(1, i " v0.2d, v1.2d, #1") X(1, i " v0.2d, v1.2d, #33") X(1, i " v0.2d, v1.2d, #64")      \
    X(0, i " v0.4s, v1.4s, #1") X(0, i " v0.4s, v1.4s, #16") X(0, i " v0.2s, v1.2s, #32")
#define SCALAR_PAIR(X, i) X(1, i " d0, v1.2d") X(0, i " s0, v1.2s")

#define ALL(X)                                                                                 \
    BINARY(X, "fadd") BINARY(X, "fsub") BINARY(X, "fmul") BINARY(X, "fdiv")                    \
    BINARY(X, "fmulx") BINARY(X, "fabd") BINARY(X, "fmla") BINARY(X, "fmls")                   \
    BINARY(X, "fmax") BINARY(X, "fmin") BINARY(X, "fmaxnm") BINARY(X, "fminnm")                \
    BINARY(X, "fcmeq") BINARY(X, "fcmge") BINARY(X, "fcmgt") BINARY(X, "facge")                \
    BINARY(X, "facgt") BINARY(X, "frecps") BINARY(X, "frsqrts") BINARY(X, "faddp")             \
    BINARY(X, "fmaxp") BINARY(X, "fminp") BINARY(X, "fmaxnmp") BINARY(X, "fminnmp")            \
    ELEMENT(X, "fmul") ELEMENT(X, "fmulx") ELEMENT(X, "fmla") ELEMENT(X, "fmls")               \
    ZERO(X, "fcmeq") ZERO(X, "fcmge") ZERO(X, "fcmgt") ZERO(X, "fcmle") ZERO(X, "fcmlt")       \
    UNARY(X, "scvtf") UNARY(X, "ucvtf") FIXED(X, "scvtf") FIXED(X, "ucvtf")                    \
    UNARY(X, "fcvtns") UNARY(X, "fcvtps") UNARY(X, "fcvtms") UNARY(X, "fcvtzs")                \
    UNARY(X, "fcvtas") UNARY(X, "fcvtnu") UNARY(X, "fcvtpu") UNARY(X, "fcvtmu")                \
    UNARY(X, "fcvtzu") UNARY(X, "fcvtau") FIXED(X, "fcvtzs") FIXED(X, "fcvtzu")                \
    UNARY(X, "frecpe") UNARY(X, "frsqrte") UNARY(X, "fsqrt") UNARY(X, "fabs")                  \
    UNARY(X, "fneg") UNARY(X, "frintn") UNARY(X, "frintp") UNARY(X, "frintm")                  \
    UNARY(X, "frintz") UNARY(X, "frinta") UNARY(X, "frinti") UNARY(X, "frintx")                \
    SCALAR_PAIR(X, "faddp") SCALAR_PAIR(X, "fmaxp") SCALAR_PAIR(X, "fminp")                    \
    SCALAR_PAIR(X, "fmaxnmp") SCALAR_PAIR(X, "fminnmp")                                        \
    X(0, "fmaxv s0, v1.4s") X(0, "fminv s0, v1.4s") X(0, "fmaxnmv s0, v1.4s")                  \
    X(0, "fminnmv s0, v1.4s") X(0, "fcvtl v0.2d, v1.2s") X(0, "fcvtl2 v0.2d, v1.4s")           \
    X(1, "fcvtn v0.2s, v1.2d") X(1, "fcvtn2 v0.4s, v1.2d") X(1, "fcvtxn v0.2s, v1.2d")

/* A nested function that uses nothing of its parent; v0 is the result, v1 and v2 the
 * operands. */
#define RUN(is_double, text)                                                                   \
    {                                                                                          \
        void f(vec *d, const vec *n, const vec *m)                                             \
        {                                                                                      \
            __asm__ volatile("ldr q0, [%0]; ldr q1, [%1]; ldr q2, [%2]\n\t" text               \
                             "\n\tstr q0, [%0]"                                                \
                             :                                                                 \
                             : "r"(d), "r"(n), "r"(m)                                          \
                             : "v0", "v1", "v2", "memory");                                    \
        }                                                                                      \
        run(text, f, is_double);                                                               \
    }

int main(void)
{
    ALL(RUN)
    return 0;
}
