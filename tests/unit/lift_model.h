/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift_model.h: for test_lift.c: what the opcodes compute, in plain C, and for which
 * operands and constants that is specified. By QEMU's docs/devel/tcg-ops.rst.
 */
#ifndef HQEMU_LIFT_MODEL_H
#define HQEMU_LIFT_MODEL_H

#include "lift_case.h"

/* --- Scalar operations --------------------------------------------------------------- */

#define U(i) low(x[i], n)
#define S(i) sext(x[i], n)
#define CALC(name, result)                                                                     \
    static void calc_##name(unsigned n, const uint64_t *x, uint64_t *r)                        \
    {                                                                                          \
        (void)n;                                                                               \
        r[0] = (uint64_t)(result);                                                             \
    }
/* Double results: the low half, the high half. */
#define CALC2(name, result)                                                                    \
    static void calc_##name(unsigned n, const uint64_t *x, uint64_t *r)                        \
    {                                                                                          \
        u128 w = (u128)(result);                                                               \
        r[0] = (uint64_t)w;                                                                    \
        r[1] = (uint64_t)(w >> n);                                                             \
    }

static bool holds(unsigned n, const uint64_t *x, uint64_t cond)
{
    switch ((enum fe_cond)cond) {
    case FE_NEVER: return false;
    case FE_ALWAYS: return true;
    case FE_EQ: return U(0) == U(1);
    case FE_NE: return U(0) != U(1);
    case FE_TSTEQ: return (U(0) & U(1)) == 0;
    case FE_TSTNE: return (U(0) & U(1)) != 0;
    case FE_LT: return S(0) < S(1);
    case FE_GE: return S(0) >= S(1);
    case FE_GT: return S(0) > S(1);
    case FE_LE: return S(0) <= S(1);
    case FE_LTU: return U(0) < U(1);
    case FE_GEU: return U(0) >= U(1);
    case FE_GTU: return U(0) > U(1);
    case FE_LEU: return U(0) <= U(1);
    }
    abort();
}

static uint64_t swap_bytes(uint64_t x, unsigned bits)
{
    uint64_t r = 0;
    for (unsigned i = 0; i < bits; i += 8) {
        r = r << 8 | (x >> i & 0xff);
    }
    return r;
}

static uint64_t swapped(uint64_t x, unsigned bits, uint64_t flags)
{
    uint64_t r = swap_bytes(x, bits);
    return flags & 4 ? (uint64_t)sext(r, bits) : r;
}

static uint64_t count_zeros(unsigned n, uint64_t x, bool leading)
{
    uint64_t k = 0;
    while (!(x >> (leading ? n - 1 - k : k) & 1)) {
        k++;
    }
    return k;
}

static uint64_t clamp(i128 x, i128 lo, i128 hi)
{
    return (uint64_t)(x < lo ? lo : x > hi ? hi : x);
}

#define PAIR(i) ((u128)U(i) | (u128)U((i) + 1) << n)
#define TOP ((i128)1 << (n - 1))

CALC(mov, x[0])
CALC(add, x[0] + x[1])
CALC(sub, x[0] - x[1])
CALC(mul, x[0] * x[1])
CALC(neg, 0 - x[0])
CALC(not, ~x[0])
CALC(and, x[0] & x[1])
CALC(or, x[0] | x[1])
CALC(xor, x[0] ^ x[1])
CALC(andc, x[0] & ~x[1])
CALC(orc, x[0] | ~x[1])
CALC(eqv, ~(x[0] ^ x[1]))
CALC(nand, ~(x[0] & x[1]))
CALC(nor, ~(x[0] | x[1]))
CALC(div, S(0) / S(1))
CALC(divu, U(0) / U(1))
CALC(rem, S(0) % S(1))
CALC(remu, U(0) % U(1))
CALC(shl, U(0) << U(1))
CALC(shr, U(0) >> U(1))
CALC(sar, S(0) >> U(1))
CALC(rotl, U(1) ? U(0) << U(1) | U(0) >> (n - U(1)) : U(0))
CALC(rotr, U(1) ? U(0) >> U(1) | U(0) << (n - U(1)) : U(0))
CALC(clz, U(0) ? count_zeros(n, U(0), true) : U(1))
CALC(ctz, U(0) ? count_zeros(n, U(0), false) : U(1))
CALC(ctpop, __builtin_popcountll(U(0)))
CALC(ext8s, sext(x[0], 8))
CALC(ext16s, sext(x[0], 16))
CALC(ext32s, sext(x[0], 32))
CALC(ext8u, low(x[0], 8))
CALC(ext16u, low(x[0], 16))
CALC(ext32u, low(x[0], 32))
CALC(extrh, x[0] >> 32)
CALC(bswap16, swapped(x[0], 16, x[1]))
CALC(bswap32, swapped(x[0], 32, x[1]))
CALC(bswap64, swap_bytes(x[0], 64))
CALC(deposit, (x[0] & ~(low(~0ull, (unsigned)x[3]) << x[2])) | low(x[1], (unsigned)x[3])
                                                                   << x[2])
CALC(extract, low(U(0) >> x[1], (unsigned)x[2]))
CALC(sextract, sext(U(0) >> x[1], (unsigned)x[2]))
CALC(extract2, PAIR(0) >> x[2])
CALC(setcond, holds(n, x, x[2]))
CALC(negsetcond, 0 - (uint64_t)holds(n, x, x[2]))
CALC(movcond, holds(n, x, x[4]) ? x[2] : x[3])
CALC(muluh, (u128)U(0) * U(1) >> n)
CALC(mulsh, (i128)S(0) * S(1) >> n)
CALC2(mulu2, (u128)U(0) * U(1))
CALC2(muls2, (i128)S(0) * S(1))
CALC2(add2, PAIR(0) + PAIR(2))
CALC2(sub2, PAIR(0) - PAIR(2))
CALC(abs, S(0) < 0 ? 0 - x[0] : x[0])
CALC(smin, S(0) < S(1) ? x[0] : x[1])
CALC(smax, S(0) > S(1) ? x[0] : x[1])
CALC(umin, U(0) < U(1) ? x[0] : x[1])
CALC(umax, U(0) > U(1) ? x[0] : x[1])
CALC(ssadd, clamp((i128)S(0) + S(1), -TOP, TOP - 1))
CALC(sssub, clamp((i128)S(0) - S(1), -TOP, TOP - 1))
CALC(usadd, clamp((i128)U(0) + U(1), 0, 2 * TOP - 1))
CALC(ussub, clamp((i128)U(0) - U(1), 0, 2 * TOP - 1))
CALC(bitsel, (x[1] & x[0]) | (x[2] & ~x[0]))

static void calc_div2(unsigned n, const uint64_t *x, uint64_t *r)
{
    r[0] = (uint64_t)(S(0) / S(2));
    r[1] = (uint64_t)(S(0) % S(2));
}

static void calc_divu2(unsigned n, const uint64_t *x, uint64_t *r)
{
    r[0] = U(0) / U(2);
    r[1] = U(0) % U(2);
}

/* --- Operands ------------------------------------------------------------------------ */

/* Makes operands X such that the result is specified; that which is a constant is so. */
static void specify(const struct test *t, uint64_t *x, unsigned divisor)
{
    unsigned n = t->bits;

    switch (t->row->domain) {
    case COUNT: x[1] = U(1) % n; break;
    case SIGNED_DIVISOR:
        if (S(0) == -TOP && S(divisor) == -1) {
            x[t->konst == 0 ? divisor : 0] = 1;
        } /* fall through */
    case DIVISOR: x[divisor] = U(divisor) ? x[divisor] : 3; break;
    case ANY: break;
    }
}

static unsigned get_constants(const struct row *row, unsigned n, uint64_t c[][2])
{
    static const uint8_t conds[] = {FE_NEVER, FE_ALWAYS, FE_EQ,  FE_NE, FE_TSTEQ,
                                    FE_TSTNE, FE_LT,     FE_GE,  FE_GT, FE_LE,
                                    FE_LTU,   FE_GEU,    FE_GTU, FE_LEU};
    /* Where a byte swap's input is known to be extended (1), the output shall be
     * zero-extended (2), sign-extended (4). */
    static const uint8_t swaps[] = {0, 1, 2, 3, 4, 5};
    unsigned k = 0;

#define TUPLE(a, b)                                                                            \
    do {                                                                                       \
        c[k][0] = (a);                                                                         \
        c[k++][1] = (b);                                                                       \
    } while (0)
    switch (row->consts) {
    case NONE: TUPLE(0, 0); break;
    case COND:
        for (unsigned i = 0; i < sizeof(conds); i++) {
            TUPLE(conds[i], 0);
        }
        break;
    case FIELD: {
        const unsigned sizes[] = {1, 8, 16, n / 2 - 1, n - 1, n};
        for (unsigned i = 0; i < 6; i++) {
            const unsigned at[] = {0, 1, 8, n - 1 - sizes[i], n - sizes[i]};
            for (unsigned j = 0; j < 5; j++) {
                if (at[j] < n && at[j] + sizes[i] <= n) {
                    TUPLE(at[j], sizes[i]);
                }
            }
        }
        break;
    }
    case POSITION:
    case IMM_COUNT: {
        const unsigned at[] = {0, 1, n / 2 - 1, n / 2, n - 1};
        for (unsigned i = row->consts == POSITION; i < 5; i++) {
            TUPLE(at[i], 0);
        }
        break;
    }
    case SWAP:
        for (unsigned i = 0; i < (row->size < n ? sizeof(swaps) : 1); i++) {
            TUPLE(swaps[i], 0);
        }
        break;
    }
    return k;
}

/* With each operand in turn a constant. */
static void constant_variants(const struct test *base, unsigned nin, unsigned nvalues)
{
    static unsigned turn;

    for (unsigned k = 0; k < nin; k++) {
        for (unsigned i = 0; i < nvalues; i++) {
            uint64_t x[4];
            struct test *t = copy_test(base);
            t->konst = (int)k;
            for (unsigned j = 0; j < 4; j++) {
                x[j] = special(turn, base->bits);
            }
            turn++;
            specify(base, x, 1);
            t->kval = x[k];
        }
    }
}

#endif
