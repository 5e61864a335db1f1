/* FLAGS: -frounding-math -ftrapping-math -fno-math-errno -lm
 * TIMEOUT: 60
 *
 * Several operations in a row, on special values: each intermediate result and the exception
 * flags at the end. A NaN may come up anywhere, and go on, or be swallowed by a comparison, a
 * conversion or a minimum. One line for each kernel and rounding mode: a hash. */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t sum;

static void mix(const void *p, size_t n)
{
    uint64_t x = 0;
    memcpy(&x, p, n);
    sum = (sum ^ x) * 0x9e3779b97f4a7c15ull;
    sum ^= sum >> 29;
}

#define KERNEL(T) static __attribute__((noinline)) void

struct out {
    double d[4];
    float f[4];
    long n[4];
};

KERNEL(d) d_chain(const double *x, struct out *o)
{
    double t = x[0] * x[1], u = t + x[2], v = -u - x[0];
    o->d[0] = u;
    o->d[1] = fabs(v) * -t;
    o->d[2] = sqrt(fabs(v)) / x[1];
}

KERNEL(d) d_store_between(const double *x, struct out *o)
{
    double t = x[0] - x[1];
    o->d[0] = t;
    o->d[1] = x[2];
    double u = t * x[2] + x[1];
    o->d[2] = copysign(u, t);
    o->n[0] = t < u;
    o->n[1] = o->n[0] + (u == x[0]);
}

KERNEL(d) d_fused(const double *x, struct out *o)
{
    double t = fma(x[0], x[1], x[2]), u = fma(-t, x[1], x[0]);
    o->d[0] = fma(u, t, -x[2]);
    o->d[1] = fmin(t, x[0]) + x[1];
    o->d[2] = fmax(u, t) * x[0];
}

KERNEL(d) d_convert(const double *x, struct out *o)
{
    double t = x[0] * x[1];
    long n = t > -9e18 && t < 9e18 ? (long)t : 7;
    o->d[0] = (double)(n + 1) / x[2];
    o->f[0] = (float)(t + x[2]) * 3;
    o->d[1] = (double)o->f[0] - t;
    o->n[0] = (int)(t - x[2] > -1e9 && t - x[2] < 1e9 ? t - x[2] : 1);
}

KERNEL(d) d_bits(const double *x, struct out *o)
{
    double t = x[0] / x[1];
    uint64_t b;
    memcpy(&b, &t, 8);
    o->n[0] = (long)(b >> 3 ^ b);
    float low;
    uint32_t w = (uint32_t)b;
    memcpy(&low, &w, 4);
    o->f[0] = low + (float)x[2];
}

KERNEL(d) d_loop(const double *x, struct out *o)
{
    double a = x[0], b = x[1], c = 0;
    for (int i = 0; i < 5; i++) {
        double t = a * b - x[2];
        c += t;
        a = b + t;
        b = c * 0.5 - a;
        o->d[i & 3] = t;
    }
    o->f[1] = (float)c;
}

KERNEL(f) f_chain(const float *x, struct out *o)
{
    float t = x[0] * x[1], u = t + x[2], v = -u - x[0];
    o->f[0] = u;
    o->f[1] = fabsf(v) * -t;
    o->f[2] = sqrtf(fabsf(v)) / x[1];
    o->d[0] = (double)t * x[2];
}

KERNEL(f) f_mixed(const float *x, struct out *o)
{
    float t = fmaf(x[0], x[1], x[2]), u = fminf(t, x[1]) - x[0];
    o->f[0] = copysignf(u, x[1]);
    o->n[0] = (u < t) + 2 * (t >= x[2]) + 4 * (u != x[0]);
    o->n[1] = t > -2e9f && t < 2e9f ? (int)t : -1;
    o->f[1] = (float)(int)o->n[1] * u;
}

KERNEL(f) f_loop(const float *x, struct out *o)
{
    float s = x[0], p = x[1];
    for (int i = 0; i < 6; i++) {
        s += p * x[2];
        p = s < x[0] ? -p : p * s;
        o->f[i & 3] = p;
    }
    o->d[1] = s;
}

static double dv[24] = {0.0,     -0.0,     1.0,     -1.5,   0.1,     3e9,    1e16,
                        DBL_MAX, -DBL_MAX, DBL_MIN, 5e-324, -3e-310, 1e-160, 1e160};
static float fv[24] = {0.0f,    -0.0f,    1.0f,    -1.5f,  0.1f,    3e9f,   1e9f,
                       FLT_MAX, -FLT_MAX, FLT_MIN, 1e-45f, -3e-40f, 1e-20f, 1e20f};

static void finish(struct out *o)
{
    int flags = fetestexcept(FE_ALL_EXCEPT);
    mix(&flags, sizeof(flags));
    for (int i = 0; i < 4; i++) {
        mix(&o->d[i], 8);
        mix(&o->f[i], 4);
        mix(&o->n[i], 8);
    }
}

int main(void)
{
    static void (*const dk[])(const double *, struct out *) = {
        d_chain, d_store_between, d_fused, d_convert, d_bits, d_loop};
    static void (*const fk[])(const float *, struct out *) = {f_chain, f_mixed, f_loop};
    static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};
    static const uint64_t nans[] = {0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
                                    0xfff8000000001234, 0x7ff0000000000001, 0xfffc00000000beef};
    static const uint32_t fnans[] = {0x7f800000, 0xff800000, 0x7fc00000,
                                     0xffc01234, 0x7f800001, 0xffe0beef};
    enum { N = 20 };

    memcpy(dv + 14, nans, sizeof(nans));
    memcpy(fv + 14, fnans, sizeof(fnans));
    for (unsigned m = 0; m < 4; m++) {
        fesetround(modes[m]);
        for (unsigned k = 0; k < 9; k++) {
            sum = 0;
            for (int i = 0; i < N * N * N; i++) {
                struct out o;
                memset(&o, 0, sizeof(o));
                feclearexcept(FE_ALL_EXCEPT);
                if (k < 6) {
                    double x[3] = {dv[i % N], dv[i / N % N], dv[i / N / N]};
                    dk[k](x, &o);
                } else {
                    float x[3] = {fv[i % N], fv[i / N % N], fv[i / N / N]};
                    fk[k - 6](x, &o);
                }
                finish(&o);
            }
            printf("mode %u kernel %u %016llx\n", m, k, (unsigned long long)sum);
        }
    }
    return 0;
}
