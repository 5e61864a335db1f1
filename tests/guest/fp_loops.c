/* Loops of floating point operations of all lengths, which are translated to loops that do
 * several rounds at once: special values in all places, overlapping arrays, flags, rounding. */
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NI __attribute__((noinline, noclone))

enum { MAX = 40, ROOM = 96 };

static uint64_t sum;

static void mix(const void *p, size_t n)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        sum = (sum ^ b[i]) * 0x100000001b3;
}

#define KERNELS(T, S, FABS, SQRT, FMA)                                                          \
    static NI void saxpy##S(T *y, const T *x, const T *z, T a, int n)                             \
    {                                                                                             \
        (void)z;                                                                                  \
        for (int i = 0; i < n; i++)                                                               \
            y[i] += a * x[i];                                                                     \
    }                                                                                             \
    static NI void dot##S(T *y, const T *x, const T *z, T a, int n)                               \
    {                                                                                             \
        T s = a;                                                                                  \
        for (int i = 0; i < n; i++)                                                               \
            s += x[i] * z[i];                                                                     \
        y[0] = s;                                                                                 \
    }                                                                                             \
    static NI void stencil##S(T *y, const T *x, const T *z, T a, int n)                           \
    {                                                                                             \
        (void)z;                                                                                  \
        for (long i = 1; i < n; i++)                                                              \
            y[i] = (x[i - 1] + x[i + 1]) * a - x[i];                                              \
    }                                                                                             \
    static NI void change##S(T *y, const T *x, const T *z, T a, int n)                            \
    {                                                                                             \
        T c = 0;                                                                                  \
        for (int i = 0; i < n; i++) {                                                             \
            T v = a * (x[i] + z[i]);                                                              \
            c += FABS(v - x[i]);                                                                  \
            y[i] = v;                                                                             \
        }                                                                                         \
        y[MAX] = c;                                                                               \
    }                                                                                             \
    static NI void distance##S(T *y, const T *x, const T *z, T a, int n)                          \
    {                                                                                             \
        T d = 0, least = a;                                                                       \
        for (int i = 0; i < n; i++) {                                                             \
            T t = x[i] - z[i];                                                                    \
            d += t * t;                                                                           \
        }                                                                                         \
        if (d < least)                                                                            \
            least = d;                                                                            \
        y[1] = least;                                                                             \
    }                                                                                             \
    static NI void horner##S(T *y, const T *x, const T *z, T a, int n)                            \
    {                                                                                             \
        T s = z[0];                                                                               \
        for (int i = n - 1; i >= 0; i--)                                                          \
            s = s * a + x[i];                                                                     \
        y[0] = s;                                                                                 \
    }                                                                                             \
    static NI void forward##S(T *y, const T *x, const T *z, T a, int n)                           \
    {                                                                                             \
        (void)z;                                                                                  \
        T s = a;                                                                                  \
        for (int i = 0; i < n; i++)                                                               \
            y[i] = s = s * (T)0.5 + x[i];                                                         \
    }                                                                                             \
    static NI void divide##S(T *y, const T *x, const T *z, T a, int n)                            \
    {                                                                                             \
        for (int i = 0; i < n; i++)                                                               \
            y[i] = SQRT(x[i] * x[i] + a) / -z[i];                                                 \
    }                                                                                             \
    static NI void fused##S(T *y, const T *x, const T *z, T a, int n)                             \
    {                                                                                             \
        for (unsigned i = 0; i != (unsigned)n; i++)                                               \
            y[i] = FMA(x[i], a, z[i]);                                                            \
    }                                                                                             \
    static NI void largest##S(T *y, const T *x, const T *z, T a, int n)                           \
    {                                                                                             \
        (void)z;                                                                                  \
        T m = a;                                                                                  \
        for (int i = 0; i < n; i++)                                                               \
            m = x[i] > m ? x[i] : m;                                                              \
        y[2] = m;                                                                                 \
    }                                                                                             \
    static NI void down##S(T *y, const T *x, const T *z, T a, int n)                              \
    {                                                                                             \
        while (--n >= 0)                                                                          \
            y[n] = x[n] * z[n] + a;                                                               \
    }                                                                                             \
    static NI void count##S(T *y, const T *x, const T *z, T a, int n)                             \
    {                                                                                             \
        (void)z;                                                                                  \
        for (int i = 0; i < n; i++)                                                               \
            y[i] = x[i] + a * (T)i;                                                               \
    }                                                                                             \
    static NI void same_place##S(T *y, const T *x, const T *z, T a, int n)                        \
    {                                                                                             \
        for (int i = 0; i < n; i++) {                                                             \
            y[i] = x[i] * a;                                                                      \
            y[i + 1] = y[i + 1] * z[0] - x[i];                                                    \
        }                                                                                         \
    }                                                                                             \
    static void (*const kernels##S[])(T *, const T *, const T *, T, int) = {                      \
        saxpy##S, dot##S,     stencil##S, change##S, distance##S, horner##S,    forward##S,       \
        divide##S, fused##S, largest##S, down##S,   count##S,    same_place##S};                  \
    static void fill##S(T *p)                                                                     \
    {                                                                                             \
        for (int i = 0; i < 3 * ROOM; i++)                                                        \
            p[i] = (T)(i % 17) * (T)0.37 - (T)(i % 5) + (T)0.01;                                  \
    }                                                                                             \
    static void run##S(unsigned k, T *y, const T *x, const T *z, T a, int n)                      \
    {                                                                                             \
        feclearexcept(FE_ALL_EXCEPT);                                                             \
        kernels##S[k](y, x, z, a, n);                                                             \
        int flags = fetestexcept(FE_ALL_EXCEPT);                                                  \
        mix(&flags, sizeof flags);                                                                \
    }                                                                                             \
    static void all##S(unsigned k, const T *special, unsigned nspecial)                           \
    {                                                                                             \
        static const int modes[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};         \
        static T m[3 * ROOM];                                                                     \
        T *x = m, *y = m + ROOM, *z = m + 2 * ROOM;                                               \
        sum = 0xcbf29ce484222325;                                                                 \
        for (int n = 0; n <= MAX; n++) { /* lengths */                                            \
            fesetround(modes[n & 3]);                                                             \
            fill##S(m);                                                                           \
            run##S(k, y, x, z, (T)1.25, n);                                                       \
            mix(m, sizeof m);                                                                     \
        }                                                                                         \
        fesetround(FE_TONEAREST);                                                                 \
        uint64_t lengths = sum;                                                                   \
        for (unsigned i = 0; i < nspecial; i++)                                                   \
            for (int at = 0; at < 19; at++) { /* special values */                                \
                T *arrays[] = {x, y, z};                                                          \
                for (unsigned j = 0; j < 3; j++) {                                                \
                    fill##S(m);                                                                   \
                    arrays[j][at] = special[i];                                                   \
                    fesetround(modes[at & 3]);                                                    \
                    run##S(k, y, x, z, (T)-0.75, 18);                                             \
                    fesetround(FE_TONEAREST);                                                     \
                    mix(m, sizeof m);                                                             \
                }                                                                                 \
                fill##S(m);                                                                       \
                run##S(k, y, x, z, special[i], at);                                               \
                mix(m, sizeof m);                                                                 \
            }                                                                                     \
        uint64_t specials = sum;                                                                  \
        for (int d = -12; d <= 12; d++) { /* overlapping */                                       \
            fill##S(m);                                                                           \
            run##S(k, y, y + d, z, (T)0.5, 27);                                                   \
            mix(m, sizeof m);                                                                     \
            fill##S(m);                                                                           \
            run##S(k, y, x, y + d, (T)0.5, 27);                                                   \
            mix(m, sizeof m);                                                                     \
        }                                                                                         \
        for (int d = -40; d <= 40; d++) { /* by bytes */                                          \
            fill##S(m);                                                                           \
            run##S(k, y, (T *)((char *)y + d), z, (T)0.5, 27);                                    \
            mix(m, sizeof m);                                                                     \
        }                                                                                         \
        printf("%s %u: %016llx %016llx %016llx\n", #T, k, (unsigned long long)lengths,            \
               (unsigned long long)specials, (unsigned long long)sum);                            \
    }

KERNELS(float, f, fabsf, sqrtf, fmaf)
KERNELS(double, d, fabs, sqrt, fma)

int main(void)
{
    static float f[12];
    static double d[12];
    static const uint32_t fbits[] = {0x7fc00000, 0x7f800001, 0xffc12345, 0x7f800000, 0xff800000,
                                     1,          0x80000000, 0x00800000, 0x7f7fffff, 0x80400000};
    static const uint64_t dbits[] = {
        0x7ff8000000000000, 0x7ff0000000000001, 0xfff8123456789abc, 0x7ff0000000000000,
        0xfff0000000000000, 1,                  0x8000000000000000, 0x0010000000000000,
        0x7fefffffffffffff, 0x8008000000000000};
    memcpy(f, fbits, sizeof fbits);
    memcpy(d, dbits, sizeof dbits);
    for (unsigned k = 0; k < sizeof(kernelsf) / sizeof(kernelsf[0]); k++) {
        allf(k, f, 10);
        alld(k, d, 10);
    }
    return 0;
}
