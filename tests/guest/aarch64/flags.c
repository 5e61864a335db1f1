/* Every condition after every kind of flag-setting instruction, conditional
 * compares and selects, add and subtract with carry, read and written NZCV. */
#include <stdint.h>
#include <stdio.h>

static const uint64_t vals[] = {0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
                                0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
                                0x123456789abcdef0};
enum { N = sizeof vals / sizeof *vals };

/* All 14 conditions as bits, after "insn a, b". */
#define CONDITIONS(insn)                                                                       \
    ({                                                                                         \
        uint64_t m_ = 0, t_;                                                                   \
        __asm__ volatile(insn "\n"                                                             \
                         "cset %1, eq\n orr %0, %0, %1\n"                                      \
                         "cset %1, ne\n orr %0, %0, %1, lsl 1\n"                               \
                         "cset %1, cs\n orr %0, %0, %1, lsl 2\n"                               \
                         "cset %1, cc\n orr %0, %0, %1, lsl 3\n"                               \
                         "cset %1, mi\n orr %0, %0, %1, lsl 4\n"                               \
                         "cset %1, pl\n orr %0, %0, %1, lsl 5\n"                               \
                         "cset %1, vs\n orr %0, %0, %1, lsl 6\n"                               \
                         "cset %1, vc\n orr %0, %0, %1, lsl 7\n"                               \
                         "cset %1, hi\n orr %0, %0, %1, lsl 8\n"                               \
                         "cset %1, ls\n orr %0, %0, %1, lsl 9\n"                               \
                         "cset %1, ge\n orr %0, %0, %1, lsl 10\n"                              \
                         "cset %1, lt\n orr %0, %0, %1, lsl 11\n"                              \
                         "cset %1, gt\n orr %0, %0, %1, lsl 12\n"                              \
                         "cset %1, le\n orr %0, %0, %1, lsl 13"                                \
                         : "+&r"(m_), "=&r"(t_), "=&r"(out)                                    \
                         : "r"(a), "r"(b)                                                      \
                         : "cc");                                                              \
        m_;                                                                                    \
    })

#define TEST(insn)                                                                             \
    do {                                                                                       \
        uint64_t h = 14695981039346656037u, out = 0;                                           \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                uint64_t a = vals[i], b = vals[j];                                             \
                h = (h ^ CONDITIONS(insn)) * 1099511628211u;                                 \
                h = (h ^ out) * 1099511628211u;                                                \
            }                                                                                  \
        printf("%-48s %016llx\n", insn, (unsigned long long)h);                                \
    } while (0)

/* Conditional branches, one by one. */
#define BRANCH(cond)                                                                           \
    do {                                                                                       \
        printf("b.%s ", cond);                                                                 \
        for (int i = 0; i < N; i++)                                                            \
            for (int j = 0; j < N; j++) {                                                      \
                int taken = 1;                                                                 \
                __asm__ goto("cmp %0, %1\n b." cond " %l2" : : "r"(vals[i]), "r"(vals[j])      \
                             : "cc" : yes);                                                    \
                taken = 0;                                                                     \
            yes:                                                                               \
                printf("%d", taken);                                                           \
            }                                                                                  \
        printf("\n");                                                                          \
    } while (0)

#define BRANCH_FN(cond)                                                                        \
    static void branch_##cond(void)                                                            \
    {                                                                                          \
        BRANCH(#cond);                                                                         \
    }
BRANCH_FN(eq) BRANCH_FN(ne) BRANCH_FN(cs) BRANCH_FN(cc) BRANCH_FN(mi) BRANCH_FN(pl) BRANCH_FN(vs)
BRANCH_FN(vc) BRANCH_FN(hi) BRANCH_FN(ls) BRANCH_FN(ge) BRANCH_FN(lt) BRANCH_FN(gt) BRANCH_FN(le)

int main(void)
{
    TEST("mov %2, 0\n cmp %3, %4");
    TEST("mov %2, 0\n cmp %w3, %w4");
    TEST("mov %2, 0\n cmn %3, %4");
    TEST("mov %2, 0\n tst %w3, %w4");
    TEST("adds %2, %3, %4");
    TEST("adds %w2, %w3, %w4");
    TEST("subs %2, %3, %4, lsl 3");
    TEST("subs %w2, %w3, %w4, asr 5");
    TEST("subs %2, %3, %w4, sxtw 2");
    TEST("adds %2, %3, %w4, uxtb");
    TEST("ands %2, %3, %4, lsr 7");
    TEST("bics %w2, %w3, %w4, ror 9");
    TEST("negs %2, %4");
    TEST("cmp %3, %4\n adcs %2, %3, %4");
    TEST("cmp %3, %4\n adcs %w2, %w3, %w4");
    TEST("cmn %3, %4\n sbcs %2, %3, %4");
    TEST("cmp %3, %4\n sbcs %w2, %w4, %w3");
    TEST("cmp %3, %4\n ngcs %2, %3");
    TEST("cmp %3, %4\n adc %2, %3, %4");
    TEST("cmp %3, %4\n sbc %2, %3, xzr");
    TEST("mov %2, 0\n cmp %3, %4\n ccmp %3, 5, 0b0110, ge");
    TEST("mov %2, 0\n cmp %3, %4\n ccmp %w4, %w3, 0b1001, hi");
    TEST("mov %2, 0\n cmp %3, %4\n ccmn %3, %4, 0b0011, ne");
    TEST("mov %2, 0\n cmp %3, 1\n ccmp %4, 2, 0, le\n ccmp %3, %4, 4, cs");
    TEST("cmp %3, %4\n csel %2, %3, %4, lt");
    TEST("cmp %3, %4\n csinc %2, %3, %4, hi");
    TEST("cmp %w3, %w4\n csinv %w2, %w3, %w4, ge");
    TEST("cmp %3, %4\n csneg %2, %3, %4, vs");
    TEST("adds %2, %3, %4\n cinc %2, %2, cs");
    TEST("cmp %3, %4\n mrs %2, nzcv");
    TEST("msr nzcv, %4\n mrs %2, nzcv");
    TEST("fmov d0, %3\n fmov d1, %4\n fcmp d0, d1\n mrs %2, nzcv");
    TEST("fmov d0, %3\n fcmp d0, 0.0\n mrs %2, nzcv");
    TEST("fmov s0, %w3\n fmov s1, %w4\n fcmpe s0, s1\n mrs %2, nzcv");
    TEST("fmov d0, %3\n fmov d1, %4\n cmp %3, %4\n fccmp d0, d1, 6, gt\n mrs %2, nzcv");
    TEST("fmov d0, %3\n fmov d1, %4\n cmp %3, %4\n fcsel d0, d0, d1, mi\n fmov %2, d0");
    branch_eq(); branch_ne(); branch_cs(); branch_cc(); branch_mi(); branch_pl(); branch_vs();
    branch_vc(); branch_hi(); branch_ls(); branch_ge(); branch_lt(); branch_gt(); branch_le();
    return 0;
}
