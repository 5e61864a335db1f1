/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host_fp_traps.c: the exception flags of a guest that flushes denormal numbers to zero (Arm's
 * FPCR.FZ).
 *
 * The host flushes, too, with the same results, but not the same flags: it has none for an
 * operand that is flushed, where Arm has IDC; and it calls a result that is flushed inexact,
 * which Arm does not. Both matter only while the guest's flag is clear. So, until it is set,
 *
 *   operands are not flushed, and a denormal one traps. The handler raises the guest's flag,
 *     has operands flushed from there on, and the instruction is done again;
 *   inexact and tiny results trap. The handler raises the guest's flag for the former. For a
 *     tiny one, the one instruction is done with the trap masked, after which the host's flag
 *     is taken back. To Arm, those are tiny, too, that are not any more when rounded: an
 *     inexact result is tried again with rounding to zero.
 *
 * The host does not tell which elements of a vector were tiny, and which inexact. If there are
 * both, the instruction is done twice without flushing, rounding down and up: an element is
 * inexact if the two differ, and tiny if one of them is.
 *
 * So a program pays for a few traps in all.
 */
#include "host_fp.h"
#include "host_fp_traps.h"
#include "qemu.h"
#include "user-internals.h"
#include "fpu/softfloat-types.h"

#include <cpuid.h>

enum { TRAP_FLAG = 0x100 };

/* What the next trap says something about. */
enum stage {
    NO_STEP,
    TO_ZERO, /* the instruction was done again, rounding to zero */
    DOWN,    /* ... without flushing, rounding down */
    UP,      /* ... and up */
    LAST,    /* ... as it should be, with its traps masked */
};

/* A signal frame's floating point state is an image of XSAVE, standard format (Intel's manual,
 * volume 1, "Managing State Using the XSAVE Feature Set"), with a description of the kernel's
 * in a reserved place (asm/sigcontext.h: struct _fpx_sw_bytes). */
enum {
    SW_BYTES = 464,
    SW_MAGIC = 0x46505853,
    SW_XSTATE_SIZE = 16,
    LEGACY_SIZE = 512,
    XSTATE_BV = 512,
    XMM = 160,
    XMM_SIZE = 256,
    MAX_SIZE = 4096, /* all but AMX's, which a process has to ask for */
};

struct state {
    unsigned size; /* 0: too large */
    uint8_t image[MAX_SIZE];
};

static __thread struct {
    enum stage stage;
    bool was_blocked; /* SIGTRAP, by the guest */
    unsigned rounding;
    greg_t pc;
    struct state before, down;
} step;

static void raise_flag(uint16_t flag)
{
    *host_fp_flags(cpu_env(thread_cpu)) |= flag;
}

unsigned mxcsr_with_flushing(unsigned mxcsr, unsigned flush)
{
    const unsigned denormal = MXCSR_DENORMAL << MXCSR_MASK_SHIFT;
    const unsigned result = (MXCSR_UNDERFLOW | MXCSR_INEXACT) << MXCSR_MASK_SHIFT;

    mxcsr |= MXCSR_FTZ;
    mxcsr = flush & GUEST_FLUSHED_INPUT ? mxcsr | denormal | MXCSR_DAZ
                                        : mxcsr & ~(denormal | MXCSR_DAZ);
    return flush & GUEST_INEXACT ? mxcsr | result : mxcsr & ~result;
}

/* --- Instructions ------------------------------------------------------------------------ */

struct insn {
    bool scalar;  /* about one number only */
    bool doubles; /* what it computes */
};

/* The instruction of floating point at P, VEX or EVEX encoded or not. */
static struct insn decode(const uint8_t *p)
{
    enum { CVTPD2PS = 0x5a };
    unsigned prefix, map = 1, w = 0;

    while (*p == 0x64 || *p == 0x65) { /* segments: an operand in the CPU state */
        p++;
    }
    switch (p[0]) {
    case 0xc5:
        prefix = p[1] & 3;
        p += 2;
        break;
    case 0xc4:
        map = p[1] & 31;
        prefix = p[2] & 3;
        w = p[2] >> 7;
        p += 3;
        break;
    case 0x62:
        map = p[1] & 7;
        prefix = p[2] & 3;
        w = p[2] >> 7;
        p += 4;
        break;
    default:
        prefix = p[0] == 0x66 ? 1 : p[0] == 0xf3 ? 2 : p[0] == 0xf2 ? 3 : 0;
        p += prefix != 0;
        p += (*p & 0xf0) == 0x40; /* REX */
        p++;                      /* 0f */
    }
    if (map == 2) { /* fused operations */
        return (struct insn){.scalar = *p & 1, .doubles = w};
    }
    return (struct insn){.scalar = prefix >= 2, .doubles = prefix == 1 && *p != CVTPD2PS};
}

/* --- Vector registers of a signal frame --------------------------------------------------- */

static void save(struct state *s, const ucontext_t *uc)
{
    const char *from = (const char *)uc->uc_mcontext.fpregs;
    uint32_t magic;

    memcpy(&magic, from + SW_BYTES, sizeof(magic));
    s->size = LEGACY_SIZE;
    if (magic == SW_MAGIC) {
        memcpy(&s->size, from + SW_BYTES + SW_XSTATE_SIZE, sizeof(s->size));
    }
    if (s->size > MAX_SIZE) {
        s->size = 0;
        return;
    }
    memcpy(s->image, from, s->size);
}

static void restore(const struct state *s, ucontext_t *uc)
{
    memcpy(uc->uc_mcontext.fpregs, s->image, s->size);
}

/* Where a component is in an image; NULL: in its initial state, all zeros. */
static const uint8_t *component(const uint8_t *image, unsigned number, unsigned at)
{
    uint64_t bv;

    memcpy(&bv, image + XSTATE_BV, sizeof(bv));
    return bv >> number & 1 ? image + at : NULL;
}

static bool is_tiny(uint64_t element, bool doubles)
{
    return doubles ? element << 1 < 0x0010000000000000u << 1
                   : (uint32_t)element << 1 < 0x01000000u;
}

/* True if, in SIZE bytes of registers, numbers differ that are not tiny. NULL: zeros, which are
 * tiny. */
static bool numbers_differ(const uint8_t *a, const uint8_t *b, unsigned size, bool doubles)
{
    unsigned width = doubles ? 8 : 4;

    for (unsigned i = 0; a && b && i < size; i += width) {
        uint64_t x = 0, y = 0;
        memcpy(&x, a + i, width);
        memcpy(&y, b + i, width);
        if (x != y && !is_tiny(x, doubles) && !is_tiny(y, doubles)) {
            return true;
        }
    }
    return false;
}

/* True if A and B, images after the same instruction, have an inexact number that is not tiny.
 */
static bool have_inexact(const uint8_t *a, const uint8_t *b, unsigned image_size, bool doubles)
{
    enum { SSE = 1 };
    static const unsigned others[] = {2, 6, 7}; /* of ymm, zmm, and those above 15 */

    if (image_size == LEGACY_SIZE) {
        return numbers_differ(a + XMM, b + XMM, XMM_SIZE, doubles);
    }
    bool differ =
        numbers_differ(component(a, SSE, XMM), component(b, SSE, XMM), XMM_SIZE, doubles);
    for (unsigned i = 0; !differ && i < ARRAY_SIZE(others); i++) {
        unsigned n = others[i], size, at, ecx, edx;
        __cpuid_count(0xd, n, size, at, ecx, edx);
        differ = size && at + size <= image_size &&
                 numbers_differ(component(a, n, at), component(b, n, at), size, doubles);
    }
    return differ;
}

/* --- Traps ---------------------------------------------------------------------------------
 */

/* The instruction is done again, which must not end in the same trap. */
static void step_again(ucontext_t *uc, enum stage stage, unsigned mode)
{
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;

    step.stage = stage;
    *mxcsr &= ~(MXCSR_RC | MXCSR_FTZ);
    *mxcsr |= mode | (MXCSR_UNDERFLOW | MXCSR_INEXACT) << MXCSR_MASK_SHIFT;
    uc->uc_mcontext.gregs[REG_RIP] = step.pc;
    uc->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

static void first_step(ucontext_t *uc, bool compare)
{
    step.rounding = uc->uc_mcontext.fpregs->mxcsr & MXCSR_RC;
    step.pc = uc->uc_mcontext.gregs[REG_RIP];
    step.was_blocked = sigismember(&uc->uc_sigmask, SIGTRAP);
    sigdelset(&uc->uc_sigmask, SIGTRAP); /* blocked, it would end the process */
    if (compare) {
        save(&step.before, uc);
        if (step.before.size) {
            step_again(uc, DOWN, MXCSR_DOWN);
            return;
        }
        raise_flag(float_flag_inexact);
    }
    step_again(uc, LAST, step.rounding | MXCSR_FTZ);
}

bool host_fp_stepped(void *context)
{
    ucontext_t *uc = context;
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;

    switch (step.stage) {
    case DOWN:
        save(&step.down, uc);
        restore(&step.before, uc);
        step_again(uc, UP, MXCSR_UP);
        return true;
    case UP:
        if (have_inexact(step.down.image, (const uint8_t *)uc->uc_mcontext.fpregs,
                         step.down.size, decode((const uint8_t *)step.pc).doubles)) {
            raise_flag(float_flag_inexact);
        }
        restore(&step.before, uc);
        step_again(uc, LAST, step.rounding | MXCSR_FTZ);
        return true;
    case LAST:
        step.stage = NO_STEP;
        uc->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
        if (step.was_blocked) {
            sigaddset(&uc->uc_sigmask, SIGTRAP);
        }
        *mxcsr &= ~(MXCSR_UNDERFLOW | MXCSR_INEXACT);
        *mxcsr = mxcsr_with_flushing(*mxcsr, guest_desc.fp_flushes(cpu_env(thread_cpu)));
        return true;
    default: return false;
    }
}

bool host_fp_trapped(void *context)
{
    ucontext_t *uc = context;
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;
    unsigned raised = *mxcsr & ~(*mxcsr >> MXCSR_MASK_SHIFT) & MXCSR_FLAGS;
    CPUArchState *env = cpu_env(thread_cpu);
    bool was_to_zero = step.stage == TO_ZERO;

    if (!raised) {
        return false;
    }
    *mxcsr &= ~raised;
    if (was_to_zero) {
        *mxcsr = (*mxcsr & ~MXCSR_RC) | step.rounding;
    }
    step.stage = NO_STEP;
    if (raised & MXCSR_DENORMAL) {
        raise_flag(float_flag_input_denormal_flushed);
    } else if (raised == MXCSR_INEXACT && !was_to_zero) {
        step.stage = TO_ZERO;
        step.rounding = *mxcsr & MXCSR_RC;
        *mxcsr |= MXCSR_RC;
        return true;
    } else if (!(raised & MXCSR_UNDERFLOW)) {
        raise_flag(float_flag_inexact);
    } else {
        raise_flag(float_flag_output_denormal_flushed);
        bool scalar = decode((const uint8_t *)uc->uc_mcontext.gregs[REG_RIP]).scalar;
        first_step(uc, (raised & MXCSR_INEXACT) && !scalar);
        return true;
    }
    *mxcsr = mxcsr_with_flushing(*mxcsr, guest_desc.fp_flushes(env));
    return true;
}
