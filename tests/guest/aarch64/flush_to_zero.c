/* FLAGS: -O2 -ffp-contract=off -fno-math-errno -frounding-math -ftrapping-math
 *
 * Flush-to-zero mode as programs have it that are built with -ffast-math: results and
 * exception flags of each operation on denormal numbers and of tiny results, with the flags
 * clear before or not; while SIGFPE is blocked, ignored, sent by somebody; in a thread. */
#include "../fp_bits.h"

#include <arm_neon.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void set_mode(uint64_t mode)
{
    if (mode) {
        __asm__ volatile("msr fpcr, %0" : : "r"(0x1000000ul));
    } else {
        __asm__ volatile("msr fpcr, %0" : : "r"(0ul));
    }
}

static uint64_t hash = 14695981039346656037u;
static unsigned flags_before;

static void mix(uint64_t x)
{
    hash = (hash ^ x) * 1099511628211u;
}

static void start(void)
{
    __asm__ volatile("msr fpsr, %0" : : "r"((uint64_t)flags_before));
}

static unsigned fpsr(void)
{
    uint64_t f;
    __asm__ volatile("mrs %0, fpsr" : "=r"(f));
    return (unsigned)f & 0x9f;
}

static const double doubles[] = {
    0.0, -0.0, 0x1p-1074, -0x1p-1074, 0x0.8p-1022, -0x0.fffffffffffffp-1022, 0x1p-1022,
    -0x1p-1022, 0x1.0000000000001p-1022, 0x1p-511, 0x1.fffffffffffffp-512, 0x1.8p-600, -0x1.3p-1000,
    1.0, -1.5, 3.0, 0x1.fffffffffffffp-1, 1e300, __builtin_inf(), -__builtin_inf(),
    0x1p-149, 0x1p-127, 0x1.fffffep-127, 0x1.ffffffp-127, 0x1p-126,
};
static const float floats[] = {
    0.0f, -0.0f, 0x1p-149f, -0x0.8p-126f, 0x0.fffffep-126f, 0x1p-126f, -0x1.000002p-126f,
    0x1p-63f, 0x1.fffffep-64f, 0x1.8p-100f, 1.0f, -1.5f, 3.0f, 0x1.fffffep-1f, 1e38f,
    __builtin_inff(),
};
enum { ND = sizeof(doubles) / sizeof(doubles[0]), NF = sizeof(floats) / sizeof(floats[0]) };

#define TRY(e)                                                                                 \
    do {                                                                                       \
        start();                                                                               \
        __asm__ volatile("" : "+w"(x), "+w"(y), "+w"(z) : : "memory");                         \
        r = (e);                                                                               \
        __asm__ volatile("" : "+w"(r) : : "memory");                                           \
        mix(bits((double)r) ^ (uint64_t)fpsr() << 3);                                          \
    } while (0)
#define TRYI(e)                                                                                \
    do {                                                                                       \
        start();                                                                               \
        __asm__ volatile("" : "+w"(x), "+w"(y) : : "memory");                                  \
        n = (int64_t)(e);                                                                      \
        __asm__ volatile("" : "+r"(n) : : "memory");                                           \
        mix((uint64_t)n ^ (uint64_t)fpsr() << 3);                                              \
    } while (0)
#define ASM1(insn, a) ({ __typeof__(a) r_; __asm__ volatile(insn : "=w"(r_) : "w"(a)); r_; })
#define ASM2(insn, a, b)                                                                       \
    ({ __typeof__(a) r_; __asm__ volatile(insn : "=w"(r_) : "w"(a), "w"(b)); r_; })
#define ASMF(insn, a, b, c)                                                                    \
    ({ __typeof__(a) r_; __asm__ volatile(insn : "=w"(r_) : "w"(a), "w"(b), "w"(c)); r_; })

__attribute__((noinline)) static void two_doubles(double x, double y, double z)
{
    double r;
    int64_t n;

    TRY(x + y);
    TRY(x - y);
    TRY(x * y);
    TRY(x / y);
    TRY(ASM2("fmul %d0, %d1, %d2", x, y) + y);
    TRY(x * y + z);
    TRY((x - y) * z);
    TRY(ASMF("fmadd %d0, %d1, %d2, %d3", x, y, z));
    TRY(ASMF("fnmsub %d0, %d1, %d2, %d3", x, y, z));
    TRY(ASM2("fmax %d0, %d1, %d2", x, y));
    TRY(ASM2("fmin %d0, %d1, %d2", x, y));
    TRY(ASM2("fminnm %d0, %d1, %d2", x, y));
    TRY(ASM2("fabd %d0, %d1, %d2", x, y));
    TRY(ASM2("fmulx %d0, %d1, %d2", x, y));
    TRY(ASM2("fcmge %d0, %d1, %d2", x, y));
    TRYI(x < y);
    TRYI(x == y);
    TRYI(x >= y ? 3 : 4);
}

__attribute__((noinline)) static void one_double(double x)
{
    double r, y = x, z = x;
    int64_t n;

    TRY(ASM1("fsqrt %d0, %d1", x));
    TRY(ASM1("frintp %d0, %d1", x));
    TRY(ASM1("frintm %d0, %d1", x));
    TRY(ASM1("frintx %d0, %d1", x));
    TRY(ASM1("frinta %d0, %d1", x));
    TRY(ASM1("frecpe %d0, %d1", x));
    TRY(ASM2("frecps %d0, %d1, %d2", x, y));
    TRY((double)(float)x);
    TRY(-x);
    TRY(__builtin_fabs(x));
    if (x < 1e18 && x > -1e18) {
        TRYI((int64_t)x);
        TRYI((int32_t)x);
    }
    TRYI(({ int64_t k; __asm__ volatile("fcvtps %0, %d1" : "=r"(k) : "w"(x)); k; }));
}

__attribute__((noinline)) static void two_floats(float x, float y, float z)
{
    float r;
    int64_t n;

    TRY(x + y);
    TRY(x - y);
    TRY(x * y);
    TRY(x / y);
    TRY(x * y + z);
    TRY(ASMF("fmadd %s0, %s1, %s2, %s3", x, y, z));
    TRY(ASM2("fmaxnm %s0, %s1, %s2", x, y));
    TRYI(x < y);
    TRYI((int64_t)(x < 1e9f ? x : 1));
    start();
    double d = (double)x;
    __asm__ volatile("" : "+w"(d));
    mix(bits(d) ^ fpsr());
}

__attribute__((noinline)) static void vectors(const float *p, const double *q)
{
    float32x4_t a = vld1q_f32(p), b = vld1q_f32(p + 1), c = vld1q_f32(p + 3);
    float64x2_t d = vld1q_f64(q), e = vld1q_f64(q + 1), f = vld1q_f64(q + 3);
    float32x4_t r;
    float64x2_t s;
    uint32x4_t u;

#define VEC(x_)                                                                                 \
    do {                                                                                       \
        start();                                                                               \
        __asm__ volatile("" : "+w"(a), "+w"(b), "+w"(c));                                      \
        r = (x_);                                                                              \
        __asm__ volatile("" : "+w"(r));                                                        \
        /* Which of several numbers is inexact the host may not tell. */                       \
        mix(fpsr() & (flags_before & 0x10 || !(fpsr() & 8) ? 0xff : 0xef));                    \
        for (int i = 0; i < 4; i++)                                                            \
            mix(fbits(r[i]));                                                                  \
    } while (0)
#define VED(x_)                                                                                 \
    do {                                                                                       \
        start();                                                                               \
        __asm__ volatile("" : "+w"(d), "+w"(e), "+w"(f));                                      \
        s = (x_);                                                                              \
        __asm__ volatile("" : "+w"(s));                                                        \
        mix(fpsr() & (flags_before & 0x10 || !(fpsr() & 8) ? 0xff : 0xef));                    \
        mix(bits(s[0]));                                                                       \
        mix(bits(s[1]));                                                                       \
    } while (0)
#define VEU(x_)                                                                                 \
    do {                                                                                       \
        start();                                                                               \
        __asm__ volatile("" : "+w"(a), "+w"(b), "+w"(c));                                      \
        u = (x_);                                                                              \
        __asm__ volatile("" : "+w"(u));                                                        \
        mix(fpsr());                                                                           \
        for (int i = 0; i < 4; i++)                                                            \
            mix(u[i]);                                                                         \
    } while (0)
    VEC(vaddq_f32(a, b));
    VEC(vsubq_f32(a, b));
    VEC(vmulq_f32(a, b));
    VEC(vdivq_f32(a, b));
    VEC(vfmaq_f32(a, b, c));
    VEC(vaddq_f32(vmulq_f32(a, b), c));
    VEC(vmulq_f32(vmulq_f32(a, b), vmulq_f32(b, c)));
    VEC(vmaxq_f32(a, b));
    VEC(vminnmq_f32(a, b));
    VEC(vpaddq_f32(a, b));
    VEC(vabdq_f32(a, b));
    VEC(vmulq_laneq_f32(a, b, 2));
    VEU(vcgtq_f32(a, b));
    VEU(vcageq_f32(a, b));
    VEU(vceqzq_f32(a));
    VEU(vcvtq_u32_f32(vminq_f32(vabsq_f32(a), vdupq_n_f32(1e9f))));
    VEU(vreinterpretq_u32_s32(vcvtq_n_s32_f32(vminq_f32(vabsq_f32(a), vdupq_n_f32(100)), 20)));
    VEU(vreinterpretq_u32_s32(vcvtpq_s32_f32(vminq_f32(vabsq_f32(a), vdupq_n_f32(1e9f)))));
    VED(vmulq_f64(d, e));
    VED(vaddq_f64(d, e));
    VED(vfmsq_f64(d, e, f));
    VED(vmaxq_f64(d, e));
    VED(vdivq_f64(d, e));
}

static void all(void)
{
    for (int i = 0; i < ND; i++) {
        one_double(doubles[i]);
        for (int k = 0; k < ND; k++) {
            two_doubles(doubles[i], doubles[k], doubles[(i + 2 * k) % ND]);
        }
    }
    for (int i = 0; i < NF; i++) {
        for (int k = 0; k < NF; k++) {
            two_floats(floats[i], floats[k], floats[(i + 2 * k) % NF]);
        }
    }
    for (int i = 0; i + 8 < NF; i++) {
        vectors(floats + i, doubles + i);
    }
}

/* Denormal constants that the translator finds out long after it has lifted the instructions. */
__attribute__((noinline)) static void constants(uint64_t always)
{
#define LATE(insn, result)                                                                     \
    do {                                                                                       \
        uint64_t n;                                                                            \
        start();                                                                               \
        __asm__ volatile("mov x9, #77\n\tfmov d1, x9\n\tfmov d2, #1.0\n\tmov v3.d[0], x9\n\t"   \
                         "mov v3.d[1], x9\n\tcbz %1, 1f\n\tnop\n1:\t" insn                      \
                         "\n\tcbz %1, 2f\n\tnop\n2:\t" result                                 \
                         : "=r"(n)                                                             \
                         : "r"(always)                                                         \
                         : "x9", "v0", "v1", "v2", "v3", "cc");                                \
        mix(n ^ (uint64_t)(fpsr() & (flags_before & 0x10 || !(fpsr() & 8) ? 0xff : 0xef)) << 3); \
    } while (0)
    LATE("fmul d0, d1, d2", "fmov %0, d0");
    LATE("fadd d0, d1, d1", "fmov %0, d0");
    LATE("fsub d0, d2, d1", "fmov %0, d0");
    LATE("fdiv d0, d1, d2", "fmov %0, d0");
    LATE("fmadd d0, d1, d2, d1", "fmov %0, d0");
    LATE("fmax d0, d1, d1", "fmov %0, d0");
    LATE("frintp d0, d1", "fmov %0, d0");
    LATE("fcvtps x9, d1", "mov %0, x9");
    LATE("fcmp d1, #0.0", "cset %0, eq");
    LATE("fcmp d2, d1", "cset %0, gt");
    LATE("fcmeq d0, d1, #0", "fmov %0, d0");
    LATE("fadd v0.2d, v3.2d, v3.2d", "mov %0, v0.d[1]");
    LATE("fmul v0.4s, v3.4s, v3.4s", "mov %0, v0.d[1]");
    LATE("fcmgt v0.2d, v3.2d, #0.0", "mov %0, v0.d[1]");
    LATE("fmax v0.2d, v3.2d, v3.2d", "mov %0, v0.d[1]");
}

static void show(const char *what)
{
    printf("%-16s %016llx\n", what, (unsigned long long)hash);
}

/* A loop that decays to nothing. */
__attribute__((noinline)) static unsigned decay(double x)
{
    unsigned n = 0;

    start();
    while (x != 0) {
        x = x * 0.5 + x * 0.125;
        n++;
    }
    return n << 8 | fpsr();
}

static volatile sig_atomic_t seen;

static void on_fpe(int sig)
{
    seen += sig;
}

static void *thread(void *arg)
{
    printf("thread %x\n", decay(1));
    set_mode(1);
    printf("thread %x\n", decay(1));
    return arg;
}

int main(void)
{
    static const unsigned before[] = {0, 0x10, 0x80, 0x90, 0x08};
    pthread_t t;
    sigset_t set;

    for (int mode = 0; mode < 2; mode++) {
        set_mode((uint64_t)mode);
        for (unsigned i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
            flags_before = before[i];
            all();
            constants(i);
            show(mode ? "flush" : "keep");
        }
    }
    flags_before = 0;
    printf("decay %x\n", decay(1));
    sigfillset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    printf("blocked %x\n", decay(1));
    raise(SIGFPE);
    raise(SIGUSR1);
    printf("pending %x\n", decay(1));
    signal(SIGFPE, SIG_IGN);
    signal(SIGUSR1, on_fpe);
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    printf("ignored %x %d\n", decay(1), (int)seen - SIGUSR1);
    signal(SIGFPE, on_fpe);
    seen = 0;
    raise(SIGFPE);
    printf("handled %x %d\n", decay(1), (int)seen);
    signal(SIGFPE, SIG_DFL);
    pthread_create(&t, NULL, thread, NULL);
    pthread_join(t, NULL);
    printf("main %x\n", decay(1));
    fflush(stdout);
    if (fork() == 0) {
        printf("child %x\n", decay(1));
        fflush(stdout);
        raise(SIGFPE);
        _exit(0);
    }
    int status;
    wait(&status);
    printf("%d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    set_mode(0);
    printf("keep %x\n", decay(1));
    return 0;
}
