/* Sums of one to nine products, one of which is special, in each place: results and exception
 * flags. Of a product that is just below the smallest normal number and rounded to it, Arm says
 * that it underflows, the host does not. */
#include <fenv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#pragma GCC optimize("fp-contract=off", "no-tree-vectorize")

#define P(k) a[k] * b[k]
#define SUM1 P(0)
#define SUM2 SUM1 + P(1)
#define SUM3 SUM2 + P(2)
#define SUM4 SUM3 + P(3)
#define SUM5 SUM4 + P(4)
#define SUM6 SUM5 + P(5)
#define SUM7 SUM6 + P(6)
#define SUM8 SUM7 + P(7)
#define SUM9 SUM8 + P(8)

/* Squares, too, and a difference that no test of a product covers. */
#define ALL(WITH, T)                                                                           \
    WITH(T, 1)                                                                                 \
    WITH(T, 2) WITH(T, 3) WITH(T, 4) WITH(T, 5) WITH(T, 6) WITH(T, 7) WITH(T, 8) WITH(T, 9)
#define DEFINE(T, n)                                                                           \
    static T __attribute__((noinline)) T##_sum##n(const T *a, const T *b)                      \
    {                                                                                          \
        return SUM##n;                                                                         \
    }                                                                                          \
    static T __attribute__((noinline)) T##_length##n(const T *b, const T *c)                   \
    {                                                                                          \
        const T *a = b;                                                                        \
        T s = SUM##n;                                                                          \
        return c[0] - s;                                                                       \
    }
#define SUM_NAME(T, n) T##_sum##n,
#define LENGTH_NAME(T, n) T##_length##n,

ALL(DEFINE, double)
ALL(DEFINE, float)

static double (*const double_fns[][9])(const double *, const double *) = {
    {ALL(SUM_NAME, double)}, {ALL(LENGTH_NAME, double)}};
static float (*const float_fns[][9])(const float *, const float *) = {
    {ALL(SUM_NAME, float)}, {ALL(LENGTH_NAME, float)}};

static const double double_kinds[][2] = {
    {0x1.0000000000001p-511, 0x1.ffffffffffffep-512}, /* to the smallest normal number */
    {-0x1.0000000000001p-511, 0x1.ffffffffffffep-512},
    {0x1p-511, 0x1p-511}, /* which it is */
    {0, 3},
    {0x1p-600, 0x1p-470},             /* a denormal one */
    {0x1.8p-600, 0x1.000000001p-440}, /* to one */
    {0x1p-600, 0x1p-600},
    {__builtin_inf(), 0},
    {__builtin_nans(""), 1},
    {__builtin_nan("5"), 1},
    {0x1p800, 0x1p800},
};
static const float float_kinds[][2] = {
    {0x1.000002p-63f, 0x1.fffffcp-64f},
    {-0x1.000002p-63f, 0x1.fffffcp-64f},
    {0x1p-63f, 0x1p-63f},
    {0, 3},
    {0x1p-70f, 0x1p-60f},
    {0x1.8p-70f, 0x1.002p-65f},
    {0x1p-100f, 0x1p-100f},
    {__builtin_inff(), 0},
    {__builtin_nansf(""), 1},
    {__builtin_nanf("5"), 1},
    {0x1p100f, 0x1p100f},
};
enum { KINDS = sizeof(double_kinds) / sizeof(double_kinds[0]), SHAPES = 2 };

static char flags[5];

static const char *raised(void)
{
    int f = fetestexcept(FE_ALL_EXCEPT);

    snprintf(flags, sizeof(flags), "%s%s%s%s", f & FE_INVALID ? "v" : "",
             f & FE_OVERFLOW ? "o" : "", f & FE_UNDERFLOW ? "u" : "",
             f & FE_INEXACT ? "x" : "");
    return flags;
}

#define RUN(T, bits_t, format)                                                                 \
    static void T##_run(int shape, int n, int at, int kind)                                    \
    {                                                                                          \
        volatile T a[9], b[9];                                                                 \
        bits_t bits;                                                                           \
        for (int i = 0; i < 9; i++) {                                                          \
            a[i] = i == at ? T##_kinds[kind][0] : (T)0.5 * (T)i;                               \
            b[i] = i == at ? T##_kinds[kind][1] : (T)(4 + i);                                  \
        }                                                                                      \
        feclearexcept(FE_ALL_EXCEPT);                                                          \
        volatile T r = T##_fns[shape][n](shape ? (const T *)b : (const T *)a,                  \
                                         shape ? (const T *)a : (const T *)b);                 \
        T plain = r;                                                                           \
        const char *f = raised();                                                              \
        memcpy(&bits, &plain, sizeof(bits));                                                   \
        printf(" %" format "%s", bits, f);                                                     \
    }
RUN(double, uint64_t, "lx")
RUN(float, uint32_t, "x")

/* The same in loops, of which several rounds may be done at once. */
enum { ROUNDS = 21 };
#define V(k) v[k][i]
#define LOOPS(T, bits_t)                                                                       \
    static void __attribute__((noinline)) T##_three(T *o, T(*v)[ROUNDS], int n)                \
    {                                                                                          \
        for (int i = 0; i < n; i++)                                                            \
            o[i] = V(0) * V(1) + V(2) * V(3) + V(4) * V(5);                                    \
    }                                                                                          \
    static void __attribute__((noinline)) T##_five(T *o, T(*v)[ROUNDS], int n)                 \
    {                                                                                          \
        for (int i = 0; i < n; i++)                                                            \
            o[i] = V(0) * V(1) + V(2) * V(3) + V(4) * V(5) - V(0) * V(3) + V(2) * V(2);        \
    }                                                                                          \
    static void __attribute__((noinline)) T##_total(T *o, T(*v)[ROUNDS], int n)                \
    {                                                                                          \
        T s = 0;                                                                               \
        for (int i = 0; i < n; i++)                                                            \
            s += V(0) * V(1) + V(2) * V(3) + V(4) * V(5);                                      \
        o[0] = s;                                                                              \
    }                                                                                          \
    static void T##_loops(int at, int pair, int kind)                                          \
    {                                                                                          \
        static void (*const fns[])(T *, T(*)[ROUNDS], int) = {T##_three, T##_five, T##_total}; \
        static T v[6][ROUNDS], o[ROUNDS];                                                      \
        bits_t bits, sum;                                                                      \
        for (unsigned f = 0; f < sizeof(fns) / sizeof(fns[0]); f++) {                          \
            for (int i = 0; i < ROUNDS; i++) {                                                 \
                o[i] = 0;                                                                      \
                for (int k = 0; k < 6; k++)                                                    \
                    v[k][i] = (T)0.5 * (T)(i + k);                                             \
            }                                                                                  \
            v[2 * pair][at] = T##_kinds[kind][0];                                              \
            v[2 * pair + 1][at] = T##_kinds[kind][1];                                          \
            feclearexcept(FE_ALL_EXCEPT);                                                      \
            fns[f](o, v, ROUNDS);                                                              \
            const char *raised_flags = raised();                                               \
            sum = 0;                                                                           \
            for (int i = 0; i < ROUNDS; i++) {                                                 \
                memcpy(&bits, &o[i], sizeof(bits));                                            \
                sum = sum * 31 + bits;                                                         \
            }                                                                                  \
            printf(" %lx%s", (unsigned long)sum, raised_flags);                                \
        }                                                                                      \
    }
LOOPS(double, uint64_t)
LOOPS(float, uint32_t)

int main(void)
{
    for (int at = 0; at < ROUNDS; at++) {
        for (int pair = 0; pair < 3; pair++) {
            printf("loops %d %d:", at, pair);
            for (int kind = 0; kind < KINDS; kind++) {
                double_loops(at, pair, kind);
                float_loops(at, pair, kind);
            }
            putchar('\n');
        }
    }
    for (int shape = 0; shape < SHAPES; shape++) {
        for (int n = 0; n < 9; n++) {
            for (int at = 0; at <= n; at++) {
                printf("%s %d %d:", shape ? "squares" : "products", n + 1, at);
                for (int kind = 0; kind < KINDS; kind++) {
                    double_run(shape, n, at, kind);
                    float_run(shape, n, at, kind);
                }
                putchar('\n');
            }
        }
    }
    return 0;
}
