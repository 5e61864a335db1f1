/* Loops that the compiler vectorises and GCC's generic vectors, all element types.
 * FLAGS: -O3 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { N = 203 };
typedef int32_t v4si __attribute__((vector_size(16)));
typedef uint8_t v16qi __attribute__((vector_size(16)));
typedef float v4sf __attribute__((vector_size(16)));
typedef double v2df __attribute__((vector_size(16)));

static unsigned long long h;

static void note(const void *p, size_t n)
{
    const uint8_t *b = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * 1099511628211u;
}

#define KERNELS(T)                                                                             \
    __attribute__((noinline)) void kernels_##T(T *restrict r, const T *restrict a,             \
                                               const T *restrict b)                            \
    {                                                                                          \
        T sum = 0, most = a[0], least = a[0];                                                  \
        for (int i = 0; i < N; i++)                                                            \
            r[i] = a[i] + b[i] * 3;                                                            \
        note(r, sizeof *r * N);                                                                \
        for (int i = 0; i < N; i++)                                                            \
            r[i] = a[i] > b[i] ? a[i] - b[i] : b[i] / 2;                                       \
        note(r, sizeof *r * N);                                                                \
        for (int i = 0; i < N; i++) {                                                          \
            sum += a[i];                                                                       \
            most = a[i] > most ? a[i] : most;                                                  \
            least = a[i] < least ? a[i] : least;                                               \
        }                                                                                      \
        for (int i = 0; i < N / 2; i++)                                                        \
            r[i] = a[2 * i] - b[2 * i + 1];                                                    \
        note(r, sizeof *r * N);                                                                \
        for (int i = 0; i < N; i++)                                                            \
            r[i] = a[N - 1 - i];                                                               \
        note(r, sizeof *r * N);                                                                \
        r[0] = sum;                                                                            \
        r[1] = most;                                                                           \
        r[2] = least;                                                                          \
        note(r, 3 * sizeof *r);                                                                \
    }
KERNELS(int8_t)
KERNELS(uint8_t)
KERNELS(int16_t)
KERNELS(uint16_t)
KERNELS(int32_t)
KERNELS(uint32_t)
KERNELS(int64_t)
KERNELS(uint64_t)
KERNELS(float)
KERNELS(double)

#define RUN(T)                                                                                 \
    do {                                                                                       \
        static T a[N], b[N], r[N];                                                             \
        for (int i = 0; i < N; i++) {                                                          \
            a[i] = (T)(i * 77 % 251 - 60);                                                     \
            b[i] = (T)(i * i % 199 + 1);                                                       \
        }                                                                                      \
        h = 14695981039346656037u;                                                             \
        kernels_##T(r, a, b);                                                                  \
        printf("%-9s %016llx\n", #T, h);                                                       \
    } while (0)

__attribute__((noinline)) void widen(int32_t *restrict w, const int8_t *restrict a,
                                     const uint16_t *restrict b)
{
    for (int i = 0; i < N; i++)
        w[i] = a[i] * b[i] + (w[i] >> 3);
}

__attribute__((noinline)) void narrow(uint8_t *restrict r, const int32_t *restrict w)
{
    for (int i = 0; i < N; i++)
        r[i] = w[i] < 0 ? 0 : w[i] > 255 ? 255 : w[i];
}

__attribute__((noinline)) float convert(float *restrict f, const int32_t *restrict w)
{
    float most = 0;
    for (int i = 0; i < N; i++) {
        f[i] = w[i] * 0.5f;
        most = f[i] > most ? f[i] : most;
    }
    return most;
}

int main(void)
{
    RUN(int8_t); RUN(uint8_t); RUN(int16_t); RUN(uint16_t); RUN(int32_t);
    RUN(uint32_t); RUN(int64_t); RUN(uint64_t); RUN(float); RUN(double);

    static int32_t w[N];
    static int8_t s[N];
    static uint16_t u[N];
    static uint8_t n[N];
    static float f[N];
    for (int i = 0; i < N; i++) {
        w[i] = i * 1000;
        s[i] = i;
        u[i] = i * 3;
    }
    widen(w, s, u);
    narrow(n, w);
    printf("%d %d %d %d %a\n", w[3], w[150], n[3], n[200], convert(f, w));

    volatile int one = 1;
    v4si a = {1, -2, 3, one << 30}, b = {5, 6, -7, 8};
    v4si c = a * b + (a > b), d = a << 3 ^ b >> 1, e = __builtin_shuffle(a, b, (v4si){7, 0, 5, 2});
    v16qi q = (v16qi)a + (v16qi)b;
    v4sf x = {1.5f, -2, 3, one}, y = x * x - x / 3;
    v2df z = {one, 2.5}, t = z * z + 1;
    printf("%d %d %d %d  %d %d %d %d  %d %d %d %d\n", c[0], c[1], c[2], c[3], d[0], d[1], d[2],
           d[3], e[0], e[1], e[2], e[3]);
    printf("%d %d  %a %a %a  %a %a\n", q[0], q[15], y[0], y[2], y[3], t[0], t[1]);
    return 0;
}
