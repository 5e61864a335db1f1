/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host_fp.c: the host's floating point state, while it is translated code's.
 *
 * Between hqemu_fp_enter() and hqemu_fp_leave(), the host's rounding mode is the guest's, and
 * its sticky flags are exception flags that the guest has raised (see aot/lift_fp.c). QEMU's
 * own code wants the default mode and raises flags of its own.
 *
 * A guest that flushes denormal numbers to zero (Arm's FPCR.FZ) has the host do it: see
 * host_fp_traps.c.
 */
#include "host_fp.h"
#include "host_fp_traps.h"
#include "qemu.h"
#include "user-internals.h"
#include "signal-common.h"
#include "fpu/softfloat-types.h"
#include "user/signal.h"

#include "image.h"

#include <immintrin.h>

/* Translated code has MXCSR. */
static __thread bool entered;

int host_fp_mode(CPUArchState *env)
{
    if (!hqemu_image.flushes && guest_desc.fp_flushes && guest_desc.fp_flushes(env)) {
        return -1;
    }
    return guest_desc.fp_mode(env);
}

static void merge(CPUArchState *env, unsigned mxcsr)
{
    /* Divide-by-zero, overflow, underflow, inexact; invalid came from helpers. */
    *host_fp_flags(env) |= (mxcsr & 0x3c) >> 1;
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
        mxcsr = flush ? mxcsr_with_flushing(mxcsr, flush) : mxcsr;
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
    if (info->si_code > 0 && entered && hqemu_image.flushes && host_fp_trapped(context)) {
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
