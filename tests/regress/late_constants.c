/* Operations on numbers that are the same constants by every way, which the translator finds out
 * long after it has lifted them: the sign of a sum that is 0 depends on the rounding mode, as does
 * a result that is rounded. */
#include <stdint.h>
#include <stdio.h>

#if defined(__aarch64__)
static const uint64_t modes[] = {0, 2, 1, 3};
#define SET_MODE(m) __asm__ volatile("msr fpcr, %0" : : "r"((m) << 22))
/* 1, -1, 0, 0.1, -0.1 and a denormal number in d1 to d6; where X, a constant branch for no one who
 * only looks at it, leads, is all the same. */
#define LATE(insn)                                                                             \
    __asm__ volatile("fmov d1, #1.0\n\tfmov d2, #-1.0\n\tmovi d3, #0\n\t"                      \
                     "mov x9, #0x3fb9000000000000\n\tmovk x9, #0x999a\n\tfmov d4, x9\n\t"      \
                     "fneg d5, d4\n\tmov x9, #77\n\tfmov d6, x9\n\tcbz %1, 1f\n\tnop\n1:\t"    \
                     insn "\n\tcbz %1, 2f\n\tnop\n2:\tfmov %0, d0"                             \
                     : "=r"(r)                                                                 \
                     : "r"(x)                                                                  \
                     : "x9", "v0", "v1", "v2", "v3", "v4", "v5", "v6")
#define SUM "fadd d0, d1, d2"
#define DIFFERENCE "fsub d0, d1, d1"
#define OF_ZEROS "fsub d0, d3, d3"
#define FUSED "fmadd d0, d1, d2, d1"
#define PRODUCT "fmul d0, d4, d5"
#define ROUNDED "fadd d0, d4, d1"
#define QUOTIENT "fdiv d0, d1, d4"
#define NARROWED "fcvt s0, d4"
#define DENORMAL "fsub d0, d6, d6"
#define AS_SINGLES "fsub s0, s1, s1"
#elif defined(__riscv)
static const uint64_t modes[] = {0, 2, 3, 1};
#define SET_MODE(m) __asm__ volatile("fsrm %0" : : "r"(m))
#define LATE(insn)                                                                             \
    __asm__ volatile("li t1, 1023\n\tslli t1, t1, 52\n\tfmv.d.x ft1, t1\n\tfneg.d ft2, ft1\n\t"  \
                     "fmv.d.x ft3, zero\n\tli t1, 0x3fb99\n\tslli t1, t1, 44\n\t"              \
                     "addi t1, t1, 0x19a\n\tfmv.d.x ft4, t1\n\tfneg.d ft5, ft4\n\t"            \
                     "li t1, 77\n\tfmv.d.x ft6, t1\n\tbeqz %1, 1f\n\tnop\n1:\t"                \
                     insn "\n\tbeqz %1, 2f\n\tnop\n2:\tfmv.x.d %0, ft0"                        \
                     : "=r"(r)                                                                 \
                     : "r"(x)                                                                  \
                     : "t1", "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6")
#define SUM "fadd.d ft0, ft1, ft2"
#define DIFFERENCE "fsub.d ft0, ft1, ft1"
#define OF_ZEROS "fsub.d ft0, ft3, ft3"
#define FUSED "fmadd.d ft0, ft1, ft2, ft1"
#define PRODUCT "fmul.d ft0, ft4, ft5"
#define ROUNDED "fadd.d ft0, ft4, ft1"
#define QUOTIENT "fdiv.d ft0, ft1, ft4"
#define NARROWED "fcvt.s.d ft0, ft4"
#define DENORMAL "fsub.d ft0, ft6, ft6"
#define AS_SINGLES "fmv.w.x ft1, zero\n\tfsub.s ft0, ft1, ft1"
#endif

static __attribute__((noinline)) void show(uint64_t mode, uint64_t x)
{
    uint64_t r;

#define SHOW(what)                                                                             \
    SET_MODE(mode);                                                                            \
    LATE(what);                                                                                \
    SET_MODE(0ul);                                                                             \
    printf(" %016llx", (unsigned long long)r)
    SHOW(SUM);
    SHOW(DIFFERENCE);
    SHOW(OF_ZEROS);
    SHOW(FUSED);
    SHOW(PRODUCT);
    SHOW(ROUNDED);
    SHOW(QUOTIENT);
    SHOW(NARROWED);
    SHOW(DENORMAL);
    SHOW(AS_SINGLES);
#ifdef __aarch64__
    SHOW("fmov v1.2d, #1.0\n\tcbz %1, 3f\n\tnop\n3:\tfsub v0.2d, v1.2d, v1.2d");
    SHOW("movi v0.4s, #0\n\tcbz %1, 3f\n\tnop\n3:\tfmls v0.4s, v3.4s, v3.4s");
#endif
    printf("\n");
}

int main(int argc, char **argv)
{
    (void)argv;
    for (unsigned i = 0; i < 4; i++) {
        printf("%u", i);
        show(modes[i], (uint64_t)argc);
    }
    return 0;
}
