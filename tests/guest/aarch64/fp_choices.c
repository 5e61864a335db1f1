/* Numbers that loops carry around and choose from, by fcsel and by branches around moves: the
 * whole registers afterwards, whose upper halves are 0, or somebody else's. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct regs {
    uint64_t q[4][2];
};

static uint64_t hash = 14695981039346656037u;

static void mix(const struct regs *r)
{
    for (unsigned i = 0; i < 8; i++) {
        hash = (hash ^ r->q[i / 2][i % 2]) * 1099511628211u;
    }
}

/* q0 to q3 are R's; x are numbers, n rounds. */
#define LOOP(name, code)                                                                       \
    static __attribute__((noinline)) void name(struct regs *r, const void *x, long n)          \
    {                                                                                          \
        __asm__ volatile("ldp q0, q1, [%0]\n"                                                  \
                         "ldp q2, q3, [%0, #32]\n"                                             \
                         "1:\n" code "subs %2, %2, #1\n"                                       \
                         "b.ne 1b\n"                                                           \
                         "stp q0, q1, [%0]\n"                                                  \
                         "stp q2, q3, [%0, #32]\n"                                             \
                         : "+r"(r), "+r"(x), "+r"(n)                                           \
                         :                                                                     \
                         : "v0", "v1", "v2", "v3", "v4", "v5", "cc", "memory");                \
        mix(r);                                                                                \
    }

LOOP(csel_d, "ldr d4, [%1], #8\n fcmp d4, d0\n fcsel d0, d4, d0, mi\n"
             "fcsel d1, d0, d1, gt\n fadd d2, d2, d4\n")
LOOP(csel_s, "ldr s4, [%1], #4\n fcmp s4, s0\n fcsel s0, s4, s0, mi\n"
             "fcsel s1, s0, s1, gt\n fadd s2, s2, s4\n")
/* another register moved, as a double, as a single, as a whole */
LOOP(move_d, "ldr d4, [%1], #8\n fsub d4, d4, d3\n fcmpe d4, d0\n b.pl 2f\n fmov d0, d4\n"
             "mov v1.16b, v2.16b\n 2: fadd d2, d4, d0\n")
LOOP(move_s, "ldr s4, [%1], #4\n fsub s4, s4, s3\n fcmpe s4, s0\n b.pl 2f\n fmov s0, s4\n"
             "mov v1.16b, v2.16b\n 2: fadd s2, s4, s0\n")
LOOP(move_both, "ldr d4, [%1], #8\n fcmp d4, d0\n b.le 2f\n fmov d0, d4\n b 3f\n"
                "2: fmov d0, d1\n 3: b.vs 4f\n mov d1, v2.d[1]\n 4: fmul d3, d3, d4\n")
/* upper halves that stay, or change with it */
LOOP(high, "ldr d4, [%1], #8\n fcmp d4, d0\n b.mi 2f\n mov v0.d[0], v4.d[0]\n"
           "2: b.gt 3f\n mov v1.d[1], v0.d[1]\n fadd d2, d4, d2\n"
           "3: mov v3.d[1], xzr\n")
LOOP(lanes, "ldr s4, [%1], #4\n fcmp s4, s0\n b.mi 2f\n mov v0.s[0], v4.s[0]\n"
            "2: b.gt 3f\n mov v1.s[1], v0.s[2]\n fadd s2, s4, s2\n"
            "3: mov v3.s[1], wzr\n")
/* one and the same register as a double and as a single, from a vector */
LOOP(mixed, "ldr d4, [%1], #8\n fcmp d4, d1\n b.mi 2f\n fcvt s0, d4\n b 3f\n"
            "2: fadd d0, d4, d0\n 3: b.eq 4f\n fmov d1, d0\n 4: fadd v3.2d, v3.2d, v0.2d\n")
LOOP(chosen_vector, "ldr d4, [%1], #8\n ldr q5, [%0]\n fcmp d4, d1\n b.mi 2f\n fmov d5, d4\n"
                    "2: fadd v0.2d, v0.2d, v5.2d\n b.gt 3f\n fmov d1, d5\n 3:\n")
LOOP(three, "ldr d4, [%1], #8\n fcmp d4, d1\n fcsel d5, d4, d0, gt\n fcsel d5, d5, d1, ne\n"
            "fcsel d0, d5, d2, vc\n fcsel d1, d1, d4, mi\n fsub d2, d0, d1\n")

int main(void)
{
    static double d[64];
    static float f[64];
    static const uint64_t special[] = {
        0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000001, 0x7ff0000000000001,
        0x8000000000000000, 0x0010000000000000, 0x000fffffffffffff};
    uint64_t seed = 88172645463325252u;

    for (unsigned round = 0; round < 40; round++) {
        struct regs r[10];
        for (unsigned i = 0; i < 64; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            d[i] = (double)(int64_t)seed / 0x1p62;
            f[i] = (float)d[i];
            if (round % 4 == 3 && seed % 11 == 0) {
                uint64_t s = special[seed % 7];
                memcpy(&d[i], &s, 8);
                f[i] = (float)d[i];
            }
        }
        for (unsigned i = 0; i < 10 * 8; i++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            double x = (double)(int64_t)seed / 0x1p62;
            float y[2] = {(float)x, (float)(seed % 100)};
            memcpy(&r[i / 8].q[i % 8 / 2][i % 2], round & 1 ? (void *)&x : (void *)y, 8);
        }
        long n = 1 + (long)(seed >> 8) % 64;
        csel_d(&r[0], d, n);
        csel_s(&r[1], f, n);
        move_d(&r[2], d, n);
        move_s(&r[3], f, n);
        move_both(&r[4], d, n);
        high(&r[5], d, n);
        lanes(&r[6], f, n);
        mixed(&r[7], d, n);
        chosen_vector(&r[8], d, n);
        three(&r[9], d, n);
        printf("%u %016llx\n", round, (unsigned long long)hash);
    }
    return 0;
}
