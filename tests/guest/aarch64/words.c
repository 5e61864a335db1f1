/* Integers that loops keep in vector registers, as gcc does when it has no others left: moved
 * there and back, added, combined, shifted; with the rest of the register 0, or not, and
 * wanted afterwards, or not; next to vectors that are such.
 * FLAGS: -march=armv8-a */
#include <arm_neon.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/time.h>

typedef uint32_t u32;
typedef uint64_t u64;

static u64 hash = 14695981039346656037u;

static void add(u64 x)
{
    for (int i = 0; i < 64; i += 8)
        hash = (hash ^ (uint8_t)(x >> i)) * 1099511628211u;
}

static void add_vector(uint32x4_t v)
{
    add(vgetq_lane_u64(vreinterpretq_u64_u32(v), 0));
    add(vgetq_lane_u64(vreinterpretq_u64_u32(v), 1));
}

static void show(const char *what)
{
    printf("%-10s %016llx\n", what, (unsigned long long)hash);
    hash = 14695981039346656037u;
}

/* BODY in a loop of N rounds (w1), on v0 to v3, with w0 and w2 as integers. */
#define LOOP(name, start, body)                                                                \
    __attribute__((noinline)) static void name(uint32x4_t *v, u32 *w, unsigned n)              \
    {                                                                                          \
        register uint32x4_t a __asm__("v0") = v[0], b __asm__("v1") = v[1],                    \
                              c __asm__("v2") = v[2], d __asm__("v3") = v[3];                  \
        register u64 x __asm__("x0") = w[0], y __asm__("x2") = w[1];                           \
        register u64 count __asm__("x1") = n;                                                  \
        __asm__ volatile(start "\n1:\n" body "\nsubs w1, w1, 1\nb.ne 1b"                       \
                         : "+w"(a), "+w"(b), "+w"(c), "+w"(d), "+r"(x), "+r"(y), "+r"(count)   \
                         :                                                                     \
                         : "cc", "memory", "x3", "x4", "v4", "v5");                            \
        v[0] = a, v[1] = b, v[2] = c, v[3] = d;                                                \
        w[0] = (u32)x, w[1] = (u32)(y ^ y >> 32);                                              \
    }

/* Four words in turn, as hash functions have them. */
LOOP(
    rotated, "fmov s0, w0\nfmov s1, w2\nfmov s2, w0\nfmov s3, w2",
    "orn v4.8b, v1.8b, v2.8b\nfmov w3, s4\nfmov w4, s3\neor w3, w3, w4\nadd w0, w0, w1\neor "
    "w0, w0, w3, ror 7\n"
    "fmov s4, w0\nadd v4.2s, v4.2s, v1.2s\nfmov w0, s0\nfmov s0, s3\nfmov s3, s2\nfmov s2, s1\n"
    "fmov s1, s4")
/* The same, but whole registers come in. */
LOOP(
    entered, "",
    "eor v4.8b, v1.8b, v2.8b\nfmov w3, s4\nfmov w4, s3\nand w3, w3, w4\neor w0, w0, w3, ror 9\n"
    "fmov s4, w0\nadd v4.2s, v4.2s, v1.2s\nfmov w0, s0\nfmov s0, s3\nfmov s3, s2\nfmov s2, s1\n"
    "mov v1.16b, v4.16b")
/* Some ways leave a register alone. */
LOOP(chosen, "fmov s0, w0\nfmov s1, w2",
     "fmov w3, s0\ntbz w3, 3, 2f\nadd w3, w3, w2\nfmov s0, w3\nb 3f\n2: tbz w3, 5, 4f\n"
     "fmov s1, w3\nfmov s0, w1\nb 3f\n4: fmov w4, s1\neor w2, w2, w4\nfmov s2, w2\n"
     "add v0.2s, v0.2s, v2.2s\n3: add w2, w2, 77")
/* Upper halves that operations fill. */
LOOP(
    filled, "fmov s0, w0\nfmov s1, w2",
    "mvn v0.8b, v0.8b\nfmov w3, s0\nadd w2, w2, w3\nsub v1.2s, v0.2s, v1.2s\nfmov w3, s1\n"
    "eor w0, w0, w3, ror 3\nfmov s2, w0\nbic v2.8b, v2.8b, v1.8b\nfmov w3, s2\nadd w2, w2, w3\n"
    "bsl v3.8b, v2.8b, v1.8b\nfmov w3, s3\nadd w0, w0, w3\nfmov s3, w0")
/* Shifts and products. */
LOOP(shifted, "fmov s0, w0\nfmov s1, w2",
     "shl v2.2s, v0.2s, 5\nushr v3.2s, v0.2s, 27\norr v2.8b, v2.8b, v3.8b\nfmov w3, s2\n"
     "add w2, w2, w3\nsshr v3.2s, v2.2s, 9\nfmov w3, s3\neor w2, w2, w3\nfmov s1, w2\n"
     "mul v0.2s, v2.2s, v1.2s\nfmov w0, s0\nadd w0, w0, 13\nfmov s0, w0\nneg v1.2s, v1.2s\n"
     "fmov w3, s1\nadd w2, w2, w3\nmovi v3.2s, 77\neor v0.8b, v0.8b, v3.8b\nfmov w3, s0\n"
     "add w2, w2, w3")
/* Lanes of vectors that stay. */
LOOP(lanes, "mov s2, v0.s[3]\nmov s3, v1.s[1]",
     "add v0.4s, v0.4s, v1.4s\nfmov w3, s2\nadd w0, w0, w3\nmov v1.s[2], w0\nfmov s2, w0\n"
     "fmov w3, s3\neor w2, w2, w3\nmov s3, v2.s[0]\nmov v0.s[1], v2.s[0]\nadd w0, w0, w2")
/* Two lanes that count. */
LOOP(pairs, "fmov s0, w0\nmov v0.s[1], w2",
     "add v0.2s, v0.2s, v1.2s\nfmov w3, s0\nadd w0, w0, w3\nmov w3, v0.s[1]\nadd w2, w2, w3\n"
     "eor v1.8b, v1.8b, v0.8b\nfmov d2, x3\nadd v2.2s, v2.2s, v0.2s\nfmov x3, d2\n"
     "add x2, x2, x3, lsr 5")
/* Numbers of 64 bits. */
LOOP(doubled, "fmov d0, x0\nfmov d1, x2",
     "add d0, d0, d1\nfmov x3, d0\neor x2, x2, x3, ror 11\nfmov d1, x2\nfmov w4, s0\n"
     "add w0, w0, w4\nfmov s2, w0\neor v2.8b, v2.8b, v1.8b\nfmov w3, s2\nadd x2, x2, x3\n"
     "shl d3, d1, 9\nfmov w3, s3\nadd w0, w0, w3\nushr d3, d1, 7\nfmov w3, s3\nadd w0, w0, w3")
/* Bits of floating point numbers, and integers among them. */
LOOP(numbers, "ucvtf s0, w0\nfmov s1, w2",
     "fmov w3, s0\nand w3, w3, 0x7fffff\norr w3, w3, 0x3f800000\nfmov s0, w3\nfmov w4, s1\n"
     "add w2, w2, w4\nfmov s1, w2\nfadd s2, s0, s0\nfmov w3, s2\nadd w0, w0, w3\nfmov s3, w3\n"
     "fmul v3.2s, v0.2s, v3.s[0]\nfmov w3, s3\neor w2, w2, w3\nfadd s0, s0, s2")
/* Stored and loaded again. */
LOOP(memory, "sub sp, sp, 32\nfmov s0, w0\nstr q1, [sp]\nfmov s1, w2",
     "fmov w3, s0\nadd w2, w2, w3\nstr s0, [sp, 4]\nldr s0, [sp]\nfmov w3, s0\neor w0, w0, w3\n"
     "fmov s2, w2\nstr s2, [sp, 8]\nldr d3, [sp, 4]\nadd v0.2s, v3.2s, v0.2s\nldr q4, [sp]\n"
     "fmov s5, s4\nfmov w3, s5\nadd w0, w0, w3\nstr w0, [sp]\ncmp w1, 1\nb.ne 2f\n"
     "add sp, sp, 32\n2:")
/* The word of a loop within a loop. */
LOOP(nested, "fmov s0, w0\nfmov s1, w2",
     "mov w3, 5\n2: fmov w4, s0\neor w2, w2, w4\nfmov s2, w2\nadd v1.2s, v1.2s, v2.2s\n"
     "fmov s0, w3\nfmov w4, s1\nadd w0, w0, w4\nsubs w3, w3, 1\nb.ne 2b\nfmov w4, s0\n"
     "add w2, w2, w4\nfmov s0, w2\next v3.16b, v3.16b, v1.16b, 4")

static void run(const char *name, void (*fn)(uint32x4_t *, u32 *, unsigned))
{
    for (unsigned n = 1; n < 20; n += 1 + n / 3) {
        uint32x4_t v[4];
        u32 w[2] = {0x01234567 * n, 0x89abcdef + n};
        for (u32 i = 0; i < 4; i++) {
            u32 x[4];
            for (u32 k = 0; k < 4; k++)
                x[k] = (i * 4 + k + n) * 0x9e3779b9u ^ 0x5bd1e995u;
            v[i] = vld1q_u32(x);
        }
        fn(v, w, n);
        for (int i = 0; i < 4; i++)
            add_vector(v[i]);
        add(w[0]);
        add(w[1]);
    }
    show(name);
}

static volatile sig_atomic_t alarms;

static void on_alarm(int sig)
{
    (void)sig;
    alarms++;
}

/* Loops that are left and entered in the middle, with whole registers. */
static void interrupted(void)
{
    struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    void (*const loops[])(uint32x4_t *, u32 *, unsigned) = {rotated, entered, chosen, shifted,
                                                            nested};

    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &every, NULL);
    for (unsigned i = 0; i < sizeof loops / sizeof *loops; i++) {
        uint32x4_t v[4];
        u32 w[2] = {i + 3, i * 7919};
        for (u32 k = 0; k < 4; k++)
            v[k] = vdupq_n_u32(0x9e3779b9u * (k + 1));
        loops[i](v, w, 1000000);
        for (int k = 0; k < 4; k++)
            add_vector(v[k]);
        add(w[0]);
        add(w[1]);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    show("interrupted");
}

int main(void)
{
    run("rotated", rotated);
    run("entered", entered);
    run("chosen", chosen);
    run("filled", filled);
    run("shifted", shifted);
    run("lanes", lanes);
    run("pairs", pairs);
    run("doubled", doubled);
    run("numbers", numbers);
    run("memory", memory);
    run("nested", nested);
    interrupted();
    return 0;
}
