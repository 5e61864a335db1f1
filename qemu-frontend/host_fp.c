/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host_fp.c: the host's floating point state, while it is translated code's.
 *
 * Between hqemu_fp_enter() and hqemu_fp_leave(), the host's rounding mode is the guest's, and
 * its sticky flags are exception flags that the guest has raised (see aot/lift_fp.c). QEMU's
 * own code wants the default mode and raises flags of its own.
 *
 * A guest that flushes denormal numbers to zero (Arm's FPCR.FZ) has the host do it, whose
 * results are the same, but not its flags: the host has none for an operand that is flushed,
 * where Arm has IDC; and it calls a result that is flushed inexact, which Arm does not. Both
 * matter only while the guest's flag is clear. So, until it is set,
 *
 *   operands are not flushed, and a denormal one traps. The handler raises the guest's flag,
 *     has operands flushed from there on, and the instruction is done again;
 *   inexact and tiny results trap. The handler raises the guest's flag for the former. For a
 *     tiny one, the one instruction is done with the trap masked, after which the host's flag
 *     is taken back. To Arm, those are tiny, too, that are not any more when rounded: an
 *     inexact result is tried again with rounding to zero.
 *
 * So a program pays for a few traps in all. Where several elements of a register were computed
 * and the host does not tell which was inexact, and which tiny, the flag is raised.
 */
#include "host_fp.h"
#include "qemu.h"
#include "user-internals.h"
#include "signal-common.h"
#include "fpu/softfloat-types.h"
#include "user/signal.h"

#include "image.h"

#include <immintrin.h>

enum {
    MXCSR_DENORMAL = 0x02, /* flags; their masks are 7 bits further up */
    MXCSR_UNDERFLOW = 0x10,
    MXCSR_INEXACT = 0x20,
    MXCSR_FLAGS = 0x3f,
    MXCSR_MASK_SHIFT = 7,
    MXCSR_DAZ = 0x40,
    MXCSR_FTZ = 0x8000,
    MXCSR_DEFAULT = 0x1f80,
    MXCSR_RC_SHIFT = 13,
    MXCSR_RC = 3 << MXCSR_RC_SHIFT,
    TRAP_FLAG = 0x100,
};

/* Translated code has MXCSR. */
static __thread bool entered;

/* One instruction is done with its traps masked; or once more with another rounding mode than
 * that in RC, to see which traps that gives. */
static __thread struct {
    bool active, was_blocked, probing;
    unsigned rc;
} step;

int host_fp_mode(CPUArchState *env)
{
    if (!hqemu_image.flushes && guest_desc.fp_flushes && guest_desc.fp_flushes(env)) {
        return -1;
    }
    return guest_desc.fp_mode(env);
}

static uint16_t *soft_flags(CPUArchState *env)
{
    return (uint16_t *)((char *)env + guest_desc.fp_flags);
}

static void merge(CPUArchState *env, unsigned mxcsr)
{
    /* Divide-by-zero, overflow, underflow, inexact; invalid came from helpers. */
    *soft_flags(env) |= (mxcsr & 0x3c) >> 1;
}

/* MXCSR for a guest that flushes; FLUSH: enum guest_flush. */
static unsigned with_flushing(unsigned mxcsr, unsigned flush)
{
    const unsigned denormal = MXCSR_DENORMAL << MXCSR_MASK_SHIFT;
    const unsigned result = (MXCSR_UNDERFLOW | MXCSR_INEXACT) << MXCSR_MASK_SHIFT;

    mxcsr |= MXCSR_FTZ;
    mxcsr = flush & GUEST_FLUSHED_INPUT ? mxcsr | denormal | MXCSR_DAZ
                                        : mxcsr & ~(denormal | MXCSR_DAZ);
    return flush & GUEST_INEXACT ? mxcsr | result : mxcsr & ~result;
}

void hqemu_fp_enter(CPUArchState *env)
{
    unsigned mxcsr = MXCSR_DEFAULT;
    int rm = host_fp_mode(env);

    if (rm < 0) {
        rm = float_round_nearest_even; /* and about to leave */
    } else {
        *((uint8_t *)env + guest_desc.fp_rounding) = (uint8_t)rm;
        unsigned flush = hqemu_image.flushes ? guest_desc.fp_flushes(env) : 0;
        mxcsr = flush ? with_flushing(mxcsr, flush) : mxcsr;
    }
    entered = true;
    _mm_setcsr(mxcsr | (unsigned)rm << MXCSR_RC_SHIFT);
}

void hqemu_fp_leave(CPUArchState *env)
{
    if (guest_desc.fp_native(env)) {
        merge(env, _mm_getcsr());
    }
    _mm_setcsr(MXCSR_DEFAULT);
    entered = false;
}

void host_fp_abandon(CPUArchState *env)
{
    if (entered) {
        hqemu_fp_leave(env);
    }
}

void host_fp_fault(void *context)
{
    if (entered) {
        _mm_setcsr(((ucontext_t *)context)->uc_mcontext.fpregs->mxcsr); /* for the above */
    }
}

/* --- Traps ------------------------------------------------------------------------------ */

/* True if the instruction at P, VEX or EVEX encoded or not, is about one number only. */
static bool is_scalar(const uint8_t *p)
{
    unsigned pp, map = 1, n;

    while (*p == 0x64 || *p == 0x65) { /* segments: an operand in the CPU state */
        p++;
    }
    switch (p[0]) {
    case 0xc5:
        pp = p[1] & 3;
        n = 2;
        break;
    case 0xc4:
        pp = p[2] & 3;
        map = p[1] & 31;
        n = 3;
        break;
    case 0x62:
        pp = p[2] & 3;
        map = p[1] & 7;
        n = 4;
        break;
    default: return p[0] == 0xf2 || p[0] == 0xf3;
    }
    return map == 2 ? p[n] & 1 /* fused operations */ : pp >= 2;
}

/* The instruction is done again, which must not end in the same trap. */
static void step_over(ucontext_t *uc)
{
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;

    step.active = true;
    step.was_blocked = sigismember(&uc->uc_sigmask, SIGTRAP);
    sigdelset(&uc->uc_sigmask, SIGTRAP); /* blocked, it would end the process */
    *mxcsr |= (MXCSR_UNDERFLOW | MXCSR_INEXACT) << MXCSR_MASK_SHIFT;
    uc->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

bool host_fp_stepped(void *context)
{
    ucontext_t *uc = context;
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;

    if (!step.active) {
        return false;
    }
    step.active = false;
    uc->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
    if (step.was_blocked) {
        sigaddset(&uc->uc_sigmask, SIGTRAP);
    }
    *mxcsr &= ~(MXCSR_UNDERFLOW | MXCSR_INEXACT);
    *mxcsr = with_flushing(*mxcsr, guest_desc.fp_flushes(cpu_env(thread_cpu)));
    return true;
}

static bool on_trap(ucontext_t *uc)
{
    unsigned *mxcsr = &uc->uc_mcontext.fpregs->mxcsr;
    unsigned raised = *mxcsr & ~(*mxcsr >> MXCSR_MASK_SHIFT) & MXCSR_FLAGS;
    CPUArchState *env = cpu_env(thread_cpu);

    if (!entered || !hqemu_image.flushes || !raised) {
        return false;
    }
    unsigned flushes = guest_desc.fp_flushes(env);
    *mxcsr &= ~raised;
    if (step.probing) {
        *mxcsr = (*mxcsr & ~MXCSR_RC) | step.rc;
    }
    if (raised & MXCSR_DENORMAL) {
        *soft_flags(env) |= float_flag_input_denormal_flushed;
    } else if (raised == MXCSR_INEXACT && !step.probing && !(flushes & GUEST_INEXACT)) {
        step.probing = true;
        step.rc = *mxcsr & MXCSR_RC;
        *mxcsr |= MXCSR_RC; /* to zero */
        return true;
    } else if (!(raised & MXCSR_UNDERFLOW)) {
        *soft_flags(env) |= float_flag_inexact;
    } else {
        *soft_flags(env) |= float_flag_output_denormal_flushed;
        if ((raised & MXCSR_INEXACT) &&
            !is_scalar((const uint8_t *)uc->uc_mcontext.gregs[REG_RIP])) {
            *soft_flags(env) |= float_flag_inexact;
        }
    }
    step.probing = false;
    flushes = guest_desc.fp_flushes(env);
    *mxcsr = with_flushing(*mxcsr, flushes);
    if ((raised & MXCSR_UNDERFLOW) && !(flushes & GUEST_INEXACT)) {
        step_over(uc);
    }
    return true;
}

/* --- Signals ----------------------------------------------------------------------------- */

/* What QEMU wants done. */
static struct sigaction qemu_fpe;
static void (*qemu_handler)(int, siginfo_t *, void *);
static bool hooked;

static bool wants_traps(void)
{
    return hqemu_image.flushes && hooked;
}

void host_fp_unblock(void *context)
{
    sigset_t *mask = &((ucontext_t *)context)->uc_sigmask;

    /* QEMU has blocked all up to the next poll, but for what code may raise itself. */
    if (wants_traps() && !sigismember(mask, SIGSEGV)) {
        sigdelset(mask, SIGFPE);
    }
}

static void on_fpe(int sig, siginfo_t *info, void *context)
{
    if (info->si_code > 0 && on_trap(context)) {
        return;
    }
    /* Somebody sent it. */
    if (qemu_fpe.sa_handler != SIG_IGN) {
        qemu_fpe.sa_sigaction(sig, info, context);
        host_fp_unblock(context);
    }
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
    qemu_handler(sig, info, context);
    host_fp_unblock(context);
}

int __real_sigaction(int sig, const struct sigaction *act, struct sigaction *old);
int __wrap_sigaction(int sig, const struct sigaction *act, struct sigaction *old);

static int set_fpe(const struct sigaction *act)
{
    struct sigaction sa = *act;

    qemu_fpe = *act;
    sa.sa_sigaction = on_fpe;
    sa.sa_flags |= SA_SIGINFO | (act->sa_handler == SIG_IGN ? SA_RESTART : 0);
    return __real_sigaction(SIGFPE, &sa, NULL);
}

int __wrap_sigaction(int sig, const struct sigaction *act, struct sigaction *old)
{
    struct sigaction sa;

    if (!wants_traps() || !act || act->sa_handler == SIG_DFL) {
        return __real_sigaction(sig, act, old);
    }
    if (sig == SIGFPE) {
        if (old) {
            *old = qemu_fpe;
        }
        return set_fpe(act);
    }
    sa = *act;
    if (sa.sa_sigaction == qemu_handler) {
        sa.sa_sigaction = on_signal;
    }
    return __real_sigaction(sig, &sa, old);
}

/* What the guest blocks is not delivered to it, but may be to us. QEMU blocks everything,
 * SIGSEGV too, where it must not be disturbed. */
int __real_sigprocmask(int how, const sigset_t *set, sigset_t *old);
int __wrap_sigprocmask(int how, const sigset_t *set, sigset_t *old);
int __wrap_sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    sigset_t s;

    if (set && how != SIG_UNBLOCK && wants_traps() && !sigismember(set, SIGSEGV)) {
        s = *set;
        sigdelset(&s, SIGFPE);
        set = &s;
    }
    return __real_sigprocmask(how, set, old);
}

void host_fp_hook(void)
{
    const int set_already[] = {SIGILL, SIGQUIT, target_to_host_signal(TARGET_SIGABRT),
                               host_interrupt_signal};
    struct sigaction sa;
    sigset_t fpe;

    if (!hqemu_image.flushes) {
        return;
    }
    __real_sigaction(SIGFPE, NULL, &sa);
    qemu_handler = sa.sa_sigaction;
    hooked = true;
    set_fpe(&sa);
    for (unsigned i = 0; i < ARRAY_SIZE(set_already); i++) {
        __real_sigaction(set_already[i], NULL, &sa);
        __wrap_sigaction(set_already[i], &sa, NULL);
    }
    sigemptyset(&fpe);
    sigaddset(&fpe, SIGFPE);
    __real_sigprocmask(SIG_UNBLOCK, &fpe, NULL);
}
