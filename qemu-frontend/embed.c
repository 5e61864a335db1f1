/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * embed.c: the runtime's side of the frontend: QEMU inside host.elf.
 *
 * QEMU's own main() and cpu_loop() run the guest. Calls between its objects that
 * matter to us are caught by the linker's --wrap:
 *
 *   helper_lookup_tb_ptr   every computed jump of code that QEMU runs, and the only
 *                          thing that a block does which stands for translated
 *                          code: from here translated code is entered
 *   translate_code         (through the CPU's table of operations) makes those blocks
 *   cpu_loop               the start of each guest thread
 *   page_set_flags, tb_invalidate_phys_*   guest code has changed
 */
#include "guest.h"
#include "qemu.h"
#include "user-internals.h"
#include "signal-common.h"
#include "loader.h"
#include "user-mmap.h"
#include "accel/tcg/cpu-ops.h"
#include "exec/exec-all.h"
#include "exec/translation-block.h"
#include "exec/log.h"
#include "exec/tb-flush.h"
#include "accel/tcg/tb-context.h"
#include "exec/page-protection.h"
#include "user/page-protection.h"
#include "user/cpu_loop.h"
#include "tcg/tcg.h"
#include "tcg/tcg-op.h"
#include "tcg/insn-start-words.h"
#include "qemu/rcu.h"
#include "hw/core/cpu.h"

#include "host_fp.h"
#include "runtime.h"
#include "fault.h"
#include "image.h"

#include <asm/prctl.h>
#include <sys/syscall.h>

/* As in the translated code: this bit in a returned pc unwinds all frames. */
static const uint64_t LEAVE_BIT = 1ull << 63;

static bool guest_started;

uint64_t hqemu_enter(const void *code, uint64_t pc);

/* --- Start ------------------------------------------------------------------------ */

int __real_main(int argc, char **argv, char **envp);
int __wrap_main(int argc, char **argv, char **envp);
int __wrap_main(int argc, char **argv, char **envp)
{
    return hqemu_rt_main(argc, argv, envp, __real_main);
}

/* QEMU's loader takes the guest program from the descriptor that the kernel's
 * binfmt_misc would pass. */
unsigned long __real_qemu_getauxval(unsigned long type);
unsigned long __wrap_qemu_getauxval(unsigned long type);
unsigned long __wrap_qemu_getauxval(unsigned long type)
{
    if (type == AT_EXECFD) {
        int fd = hqemu_rt_guest_fd();
        if (fd >= 0) {
            errno = 0;
            return (unsigned long)fd;
        }
    }
    return __real_qemu_getauxval(type);
}

/* A static PIE would go where the kernel has room; it was translated for one address. */
int __real_loader_exec(int fdexec, const char *filename, char **argv, char **envp,
                       struct target_pt_regs *regs, struct image_info *infop,
                       struct linux_binprm *bprm);
int __wrap_loader_exec(int fdexec, const char *filename, char **argv, char **envp,
                       struct target_pt_regs *regs, struct image_info *infop,
                       struct linux_binprm *bprm);
int __wrap_loader_exec(int fdexec, const char *filename, char **argv, char **envp,
                       struct target_pt_regs *regs, struct image_info *infop,
                       struct linux_binprm *bprm)
{
    if (hqemu_image.load_bias) {
        elf_et_dyn_base = hqemu_image.load_bias;
    }
    return __real_loader_exec(fdexec, filename, argv, envp, regs, infop, bprm);
}

static bool code_is_writable(uint64_t pc)
{
    return (page_get_flags(pc) & PAGE_WRITE_ORG) != 0;
}

/* True if the code at PC may be called, and jumped to as linkers' veneers do, where
 * branches are checked. */
static bool takes_any_call(uint64_t pc)
{
    enum { VENEER = 1 << 1, CALL = 1 << 2 };

    return guest_desc.landing && (guest_desc.landing((const uint8_t *)(uintptr_t)pc) &
                                  (VENEER | CALL)) == (VENEER | CALL);
}

static uint64_t get_pc(CPUArchState *env)
{
    return *(uint64_t *)((char *)env + guest_desc.pc_offset);
}

static void set_pc(CPUArchState *env, uint64_t pc)
{
    *(uint64_t *)((char *)env + guest_desc.pc_offset) = pc;
}

static bool mode_is(uint32_t flags, uint64_t cs_base)
{
    return ((flags ^ (uint32_t)hqemu_image.tb_flags) & (uint32_t)hqemu_image.mode_mask) == 0 &&
           ((cs_base ^ hqemu_image.cs_base) & hqemu_image.cs_base_mask) == 0;
}

/* A tag on blocks that run while the guest's floating point mode is not one for translated
 * code, so that they are not the ones that stand for it: QEMU's block lookup compares
 * it, and user mode has no other use for that field. */
enum { CF_OTHER_FP = 1 << CF_CLUSTER_SHIFT };

static bool fp_mode_ok(CPUState *cs, CPUArchState *env)
{
    bool ok = host_fp_mode(env) >= 0;

    cs->tcg_cflags = ok ? cs->tcg_cflags & ~CF_OTHER_FP : cs->tcg_cflags | CF_OTHER_FP;
    return ok;
}

/* --- Blocks that stand for translated code ---------------------------------------- */

static void (*qemu_translate_code)(CPUState *, TranslationBlock *, int *, vaddr, void *);

/* HQEMU_MODE=translated: QEMU is about to make the block TB of the guest's own code. */
static void check_fallback(CPUState *cs, const TranslationBlock *tb, vaddr pc)
{
    const struct image_info *info = get_task_state(cs)->info;
    const char *why = NULL;

    if (!(page_get_flags(pc) & PAGE_EXEC)) {
        return; /* a fault, and nothing that runs */
    }
    if (pc - info->vdso < 2 * TARGET_PAGE_SIZE) {
        why = "it is in the vdso";
    } else if (!hqemu_rt_enabled) {
        why = "the program has a handler for SIGSEGV or SIGBUS (see --faults)";
    } else if (tb_cflags(tb) & CF_OTHER_FP) {
        why = "the host has no such floating point mode";
    } else if (!mode_is(tb->flags, tb->cs_base)) {
        why = "the CPU is in a mode that the code was not translated for";
    } else if ((tb_cflags(tb) & (CF_NO_GOTO_PTR | CF_NO_GOTO_TB)) == CF_NO_GOTO_PTR) {
        why = "a register is not what the translated code there expects";
    } else if (hqemu_rt_lookup(pc)) {
        why = "it runs one instruction at a time";
    }
    hqemu_rt_fallback_runs(pc, why);
}

static void translate_code(CPUState *cs, TranslationBlock *tb, int *max_insns, vaddr pc,
                           void *host_pc)
{
    uint32_t cflags = tb_cflags(tb);

    if (!hqemu_rt_enabled || !mode_is(tb->flags, tb->cs_base) || !hqemu_rt_lookup(pc) ||
        (cflags & (CF_COUNT_MASK | CF_SINGLE_STEP | CF_NO_GOTO_PTR | CF_OTHER_FP))) {
        if (hqemu_rt_mode_translated()) {
            check_fallback(cs, tb, pc);
        }
        if (hqemu_rt_profile && hqemu_rt_enabled && !hqemu_rt_lookup(pc) &&
            mode_is(tb->flags, tb->cs_base) && !(cflags & CF_OTHER_FP)) {
            hqemu_rt_profile_block(pc);
        }
        qemu_translate_code(cs, tb, max_insns, pc, host_pc);
        return;
    }
    tb->size = guest_desc.insn_align;
    tb->icount = 1;
    *max_insns = 1;
#if TARGET_INSN_START_WORDS == 1
    tcg_gen_insn_start(pc);
#elif TARGET_INSN_START_WORDS == 2
    tcg_gen_insn_start(pc, 0);
#else
    tcg_gen_insn_start(pc, 0, 0);
#endif
    /* A jump that came here directly has not written the pc. */
    tcg_gen_st_i64(tcg_constant_i64((int64_t)pc), tcg_env, guest_desc.pc_offset);
    tcg_gen_lookup_and_goto_ptr();
}

static void hook_translation(CPUState *cs)
{
    static TCGCPUOps ops;
    CPUClass *cc = cs->cc;

    if (!qemu_translate_code) {
        ops = *cc->tcg_ops;
        qemu_translate_code = ops.translate_code;
        ops.translate_code = translate_code;
        cc->tcg_ops = &ops;
    }
}

/* --- Host faults ------------------------------------------------------------------- */

static struct sigaction qemu_segv, qemu_bus, qemu_trap;

void hqemu_settle_flags(CPUArchState *env);

/* Blocks that stand for dropped translations would only find themselves again. */
static bool entry_blocks_stale;

/* QEMU takes a fault outside of its own generated code for a bug of its own. For one
 * in translated code, or in a helper called from there, show it an address in its code
 * buffer that belongs to no block: it then raises the guest's signal, with what is in
 * the CPU state. */
static void on_fault(int sig, siginfo_t *info, void *context)
{
    struct sigaction *next = sig == SIGSEGV ? &qemu_segv : &qemu_bus;

    if (info->si_code > 0) {
        hqemu_rt_tagged_undo(context);
    }
    uintptr_t pc = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    if (guest_desc.top_byte_ignored && hqemu_rt_tagged_access(info, context)) {
        qatomic_set(&entry_blocks_stale, true);
        cpu_exit(thread_cpu); /* on to the fallback at the next poll */
        return;
    }
    if (info->si_code > 0 &&
        (hqemu_rt_in_text(pc) || hqemu_rt_in_text(helper_retaddr) || hqemu_rt_in_libc)) {
        CPUArchState *env = cpu_env(thread_cpu);
        uint64_t guest_pc;
        if (hqemu_rt_in_text(pc) && hqemu_rt_fault_pc(pc, &guest_pc)) {
            set_pc(env, guest_pc);
        }
        hqemu_settle_flags(env);
        host_fp_fault(context);
        /* If it comes back, the access is made again. */
        uint32_t in_libc = hqemu_rt_in_libc;
        hqemu_rt_in_libc = 0;
        helper_retaddr = (uintptr_t)tcg_code_gen_epilogue;
        next->sa_sigaction(sig, info, context);
        helper_retaddr = 0;
        hqemu_rt_in_libc = in_libc;
        return;
    }
    next->sa_sigaction(sig, info, context);
    host_fp_unblock(context);
}

static void on_trap(int sig, siginfo_t *info, void *context)
{
    if (info->si_code > 0 && (host_fp_stepped(context) || hqemu_rt_tagged_done(context))) {
        return;
    }
    /* Somebody sent it. */
    if (qemu_trap.sa_handler == SIG_IGN) {
        return;
    }
    qemu_trap.sa_sigaction(sig, info, context);
    host_fp_unblock(context);
}

/* QEMU has set its own handler for SIGTRAP, or none. */
static void hook_trap(void)
{
    struct sigaction sa;

    sigaction(SIGTRAP, NULL, &sa);
    if (!guest_desc.top_byte_ignored || sa.sa_sigaction == on_trap) {
        return;
    }
    qemu_trap = sa;
    sa.sa_sigaction = on_trap;
    sa.sa_flags |= SA_SIGINFO | (sa.sa_handler == SIG_IGN ? SA_RESTART : 0);
    sigaction(SIGTRAP, &sa, NULL);
}

static void hook_faults(void)
{
    struct sigaction sa;
    sigset_t faults;

    sigaction(SIGSEGV, NULL, &qemu_segv);
    sigaction(SIGBUS, NULL, &qemu_bus);
    sa = qemu_segv;
    sa.sa_sigaction = on_fault;
    sigaction(SIGSEGV, &sa, NULL);
    sa = qemu_bus;
    sa.sa_sigaction = on_fault;
    sigaction(SIGBUS, &sa, NULL);
    hook_trap();
    /* Whoever started the program may block them. What the guest blocks QEMU knows by now, and
     * leaves these two out of it when it sets the host's mask. */
    sigemptyset(&faults);
    sigaddset(&faults, SIGSEGV);
    sigaddset(&faults, SIGBUS);
    sigprocmask(SIG_UNBLOCK, &faults, NULL);
}

/* --- Threads ---------------------------------------------------------------------- */

void __real_cpu_loop(CPUArchState *env);
void __wrap_cpu_loop(CPUArchState *env);

/* Lowest host stack address for a frame of this thread's translated code. */
static __thread int64_t stack_limit;

static void run_cpu_loop(void *env)
{
    env_cpu(env)->icount_budget = stack_limit;
    __real_cpu_loop(env);
}

/*
 * Translated functions that have no loop but call others compare the stack pointer with
 * the limit. No room at all stops them too, so a deep recursion polls.
 */
void __real_cpu_exit(CPUState *cs);
void __wrap_cpu_exit(CPUState *cs);
void __wrap_cpu_exit(CPUState *cs)
{
    __real_cpu_exit(cs);
    qatomic_set(&cs->icount_budget, INT64_MAX);
}

/* False if there is something to do first. To be asked before translated code is entered:
 * a request that comes later finds the limit in place. */
static bool open_stack(CPUState *cs)
{
    qatomic_set(&cs->icount_budget, stack_limit);
    smp_mb();
    return (int32_t)qatomic_read(&cs->neg.icount_decr.u32) >= 0;
}

/*
 * What the auxiliary vector does not say: instructions that translated code does otherwise,
 * and the vdso. QEMU's makes system calls and nothing else; the C library makes them in
 * place, where a call of code that is not translated unwinds all frames.
 */
static void edit_auxv(const struct image_info *info)
{
    abi_ulong *auxv = g2h_untagged(info->saved_auxv);

    for (abi_ulong i = 0; i + 1 < info->auxv_len / sizeof(*auxv); i += 2) {
        if (tswapal(auxv[i]) == AT_HWCAP) {
            auxv[i + 1] &= tswapal(~guest_desc.hidden_hwcap);
        } else if (tswapal(auxv[i]) == AT_SYSINFO_EHDR) {
            auxv[i] = tswapal(AT_IGNORE);
        }
    }
}

void __wrap_cpu_loop(CPUArchState *env)
{
    CPUState *cs = env_cpu(env);

    if (!guest_started) {
        edit_auxv(get_task_state(cs)->info);
        hook_translation(cs);
        hook_faults();
        host_fp_hook();
        hqemu_rt_table_init(code_is_writable, takes_any_call);
        guest_started = true;
    }
    /* Two fields of instruction counting, which user mode does not do: see frontend.h. */
    cs->icount_extra = (intptr_t)env;
    if (syscall(SYS_arch_prctl, ARCH_SET_GS, env)) {
        hqemu_rt_enabled = false;
    }
    hqemu_rt_on_big_stack(run_cpu_loop, env, &stack_limit);
}

/* --- Entering translated code ------------------------------------------------------- */

int hqemu_mode_ok(CPUArchState *env);
int hqemu_mode_ok(CPUArchState *env)
{
    vaddr pc;
    uint64_t cs_base;
    uint32_t flags;

    cpu_get_tb_cpu_state(env, &pc, &cs_base, &flags);
    return mode_is(flags, cs_base) && host_fp_mode(env) >= 0;
}

/* Translated code calls it before it reads the condition flags; so does everybody that
 * takes over from translated code. */
void hqemu_settle_flags(CPUArchState *env)
{
    if (guest_desc.settle_flags) {
        guest_desc.settle_flags(env);
    }
}

uint64_t hqemu_rt_syscall(CPUArchState *env, uint64_t pc);

/* A signal handler has returned to the two instructions that the kernel provides for that.
 * False if the thread has to go back to QEMU's main loop. */
static bool return_from_signal(CPUArchState *env)
{
    uint64_t pc = get_pc(env);

    *(uint64_t *)((char *)env + guest_desc.syscall_number) = TARGET_NR_rt_sigreturn;
    hqemu_fp_enter(env);
    pc = hqemu_rt_syscall(env, pc);
    hqemu_fp_leave(env);
    set_pc(env, pc & ~LEAVE_BIT);
    hqemu_rt_stats_switch(ACT_DISPATCH, 0);
    return !(pc & LEAVE_BIT);
}

/*
 * A system call of translated code is a time when QEMU may flush its code buffer, and with
 * it the block that called the dispatcher: for all QEMU knows, nobody is in there. After
 * that there is no way back but to the main loop.
 */
static const void *leave_dispatcher(CPUState *cs, unsigned flushes, bool entered,
                                    const void *to)
{
    if (entered) {
        hqemu_rt_stats_switch(ACT_FALLBACK, get_pc(cpu_env(cs)));
    }
    if (unlikely(qatomic_read(&tb_ctx.tb_flush_count) != flushes)) {
        cpu_loop_exit_noexc(cs);
    }
    return to;
}

/* What comes next. The block that QEMU has for its pc may only stand for translated code: a
 * flag of no other use here asks for one with the guest's instructions. */
static void run_in_fallback(CPUState *cs)
{
    cs->cflags_next_tb = cs->tcg_cflags | CF_NO_GOTO_PTR;
}

/*
 * A place in a loop of translated code is entered by way of the loop's header, where the poll
 * finds the site's number in the lower half of the word that it reads, and an exit request in
 * the upper half (lift_loops.c). Nobody else uses the lower half.
 */
static void request_site(CPUState *cs, uint16_t number)
{
    qatomic_set(&cs->neg.icount_decr.u16.low, number);
    qatomic_set(&cs->neg.icount_decr.u16.high, -1);
}

/* True if there was such a request. Real ones stay. */
static bool end_request(CPUState *cs)
{
    if (!qatomic_read(&cs->neg.icount_decr.u16.low)) {
        return false;
    }
    qatomic_set(&cs->neg.icount_decr.u16.low, 0);
    qatomic_set_mb(&cs->neg.icount_decr.u16.high, 0);
    if (qatomic_read(&cs->exit_request) || qatomic_read(&cs->interrupt_request)) {
        qatomic_set(&cs->neg.icount_decr.u16.high, -1);
    }
    return true;
}

/* Translated code goes on there now. */
uint64_t hqemu_rt_resume(CPUArchState *env);
uint64_t hqemu_rt_resume(CPUArchState *env)
{
    end_request(env_cpu(env));
    return 0;
}

/* Translated code cannot be entered at PC with this state (entry_constants.c in aot/). */
uint64_t hqemu_rt_refuse(CPUArchState *env, uint64_t pc);
uint64_t hqemu_rt_refuse(CPUArchState *env, uint64_t pc)
{
    run_in_fallback(env_cpu(env));
    return pc | LEAVE_BIT;
}

const void *__real_helper_lookup_tb_ptr(CPUArchState *env);
const void *__wrap_helper_lookup_tb_ptr(CPUArchState *env);
const void *__wrap_helper_lookup_tb_ptr(CPUArchState *env)
{
    CPUState *cs = env_cpu(env);
    unsigned flushes = qatomic_read(&tb_ctx.tb_flush_count);
    bool entered = false;

    for (;;) {
        uint64_t pc = get_pc(env), enter = pc;
        uint16_t site = 0;
        const void *code;

        if (!open_stack(cs)) {
            return leave_dispatcher(cs, flushes, entered, tcg_code_gen_epilogue);
        }
        if (unlikely(qatomic_read(&entry_blocks_stale)) &&
            qatomic_xchg(&entry_blocks_stale, false)) {
            tb_flush(cs);
            return leave_dispatcher(cs, flushes, entered, tcg_code_gen_epilogue);
        }
        if (!fp_mode_ok(cs, env) || !hqemu_rt_enabled ||
            (cs->tcg_cflags & (CF_SINGLE_STEP | CF_NO_GOTO_PTR))) {
            break;
        }
        if (unlikely(pc == default_rt_sigreturn)) {
            bool stays = return_from_signal(env);
            entered = true;
            if (!stays) {
                return leave_dispatcher(cs, flushes, entered, tcg_code_gen_epilogue);
            }
            continue;
        }
        code = hqemu_rt_lookup(pc);
        if (!code) {
            code = hqemu_rt_lookup_site(pc, &enter, &site);
        }
        if (!code) {
            if (unlikely(hqemu_rt_profile)) {
                hqemu_rt_profile_entry(pc);
            }
            break;
        }
        if (!hqemu_mode_ok(env) || !guest_desc.enter_mode(env, hqemu_image.checks_branches)) {
            run_in_fallback(cs);
            return leave_dispatcher(cs, flushes, entered, tcg_code_gen_epilogue);
        }
        hqemu_rt_stats_event(EV_ENTER);
        hqemu_rt_stats_switch(ACT_TRANSLATED, 0);
        hqemu_fp_enter(env);
        if (site) {
            request_site(cs, site);
        }
        enter = hqemu_enter(code, enter);
        if (!site || !end_request(cs)) {
            pc = enter; /* else it has left before it came there */
        }
        hqemu_fp_leave(env);
        hqemu_settle_flags(env);
        set_pc(env, guest_desc.clean_pc(pc & ~LEAVE_BIT));
        hqemu_rt_stats_switch(ACT_DISPATCH, 0);
        entered = true;
        if (pc & LEAVE_BIT) {
            hqemu_rt_stats_event(EV_LEAVE_MODE);
            return leave_dispatcher(cs, flushes, entered, tcg_code_gen_epilogue);
        }
        if (!hqemu_rt_lookup(pc) && !hqemu_rt_lookup_site(pc, &enter, &site)) {
            hqemu_rt_stats_event(EV_LEAVE_MISS);
        }
    }
    leave_dispatcher(cs, flushes, entered, NULL);
    return __real_helper_lookup_tb_ptr(env);
}

/* --- What translated code calls ------------------------------------------------------ */

/* An access that has to be aligned, and is not; all state is in memory. */
void hqemu_unaligned(CPUArchState *env, uint64_t addr, uint32_t is_store);
void hqemu_unaligned(CPUArchState *env, uint64_t addr, uint32_t is_store)
{
    cpu_loop_exit_sigbus(env_cpu(env), addr, is_store ? MMU_DATA_STORE : MMU_DATA_LOAD, 0);
}

static __thread bool must_leave;

uint64_t hqemu_rt_syscall(CPUArchState *env, uint64_t pc)
{
    CPUState *cs = env_cpu(env);

    hqemu_fp_leave(env);
    hqemu_settle_flags(env);
    hqemu_rt_stats_event(EV_SYSCALL);
    hqemu_rt_stats_switch(ACT_SYSCALL, 0);
    set_pc(env, pc);
    /* As when cpu_exec() has returned to cpu_loop(). */
    rcu_read_unlock();
    cpu_exec_end(cs);
    process_queued_cpu_work(cs);
    guest_desc.do_syscall(env);
    process_pending_signals(env);
    cpu_exec_start(cs);
    rcu_read_lock();
    pc = get_pc(env);
    if (must_leave || !hqemu_rt_enabled) {
        must_leave = false;
        pc |= LEAVE_BIT;
    }
    if (!hqemu_mode_ok(env) ||
        (hqemu_image.checks_branches && !guest_desc.enter_mode(env, true))) {
        pc |= LEAVE_BIT; /* prctl() may have changed it, or a signal frame held another */
    }
    hqemu_rt_stats_switch(ACT_TRANSLATED, 0);
    hqemu_fp_enter(env);
    return pc;
}

/* --- Guest code changes ---------------------------------------------------------------- */

static void code_changed(uint64_t start, uint64_t last)
{
    if (guest_started && hqemu_rt_invalidate(start, last)) {
        CPUState *cs;

        must_leave = true;
        CPU_FOREACH(cs)
        {
            cpu_exit(cs);
        }
    }
}

void __real_page_set_flags(target_ulong start, target_ulong last, int flags);
void __wrap_page_set_flags(target_ulong start, target_ulong last, int flags);
void __wrap_page_set_flags(target_ulong start, target_ulong last, int flags)
{
    __real_page_set_flags(start, last, flags);
    if (!(flags & PAGE_EXEC) || (flags & (PAGE_WRITE | PAGE_RESET))) {
        code_changed(start, last);
    }
}

/* A handler for faults wants exact registers, which translated code keeps only if it was
 * translated so: if not, everything runs in the fallback from then on. */
int __real_do_sigaction(int sig, const struct target_sigaction *act,
                        struct target_sigaction *oact, abi_ulong ka_restorer);
int __wrap_do_sigaction(int sig, const struct target_sigaction *act,
                        struct target_sigaction *oact, abi_ulong ka_restorer);
int __wrap_do_sigaction(int sig, const struct target_sigaction *act,
                        struct target_sigaction *oact, abi_ulong ka_restorer)
{
    int ret = __real_do_sigaction(sig, act, oact, ka_restorer);

    if (ret == 0 && act && sig == TARGET_SIGTRAP && guest_started) {
        hook_trap();
    }
    if (ret == 0 && act && (sig == TARGET_SIGSEGV || sig == TARGET_SIGBUS) &&
        hqemu_rt_enabled && !hqemu_image.exact_faults) {
        abi_ulong handler = tswapal(act->_sa_handler);
        if (handler != TARGET_SIG_DFL && handler != TARGET_SIG_IGN) {
            CPUState *cs;
            hqemu_rt_enabled = false;
            hqemu_rt_stats_event(EV_HANDLER);
            CPU_FOREACH(cs)
            {
                cpu_exit(cs);
            }
            tb_flush(thread_cpu);
        }
    }
    return ret;
}

/* Where keys come from. */
int __real_qemu_guest_getrandom(void *buf, size_t len, Error **errp);
int __wrap_qemu_guest_getrandom(void *buf, size_t len, Error **errp);
int __wrap_qemu_guest_getrandom(void *buf, size_t len, Error **errp)
{
    if (guest_desc.new_keys) {
        guest_desc.new_keys();
    }
    return __real_qemu_guest_getrandom(buf, len, errp);
}

/* --- Statistics --------------------------------------------------------------------------- */

TranslationBlock *__real_tb_gen_code(CPUState *cpu, vaddr pc, uint64_t cs_base, uint32_t flags,
                                     int cflags);
TranslationBlock *__wrap_tb_gen_code(CPUState *cpu, vaddr pc, uint64_t cs_base, uint32_t flags,
                                     int cflags);
TranslationBlock *__wrap_tb_gen_code(CPUState *cpu, vaddr pc, uint64_t cs_base, uint32_t flags,
                                     int cflags)
{
    enum hqemu_activity before = hqemu_rt_stats_switch(ACT_TRANSLATING, 0);
    hqemu_rt_stats_event(EV_TB);
    TranslationBlock *tb = __real_tb_gen_code(cpu, pc, cs_base, flags, cflags);
    hqemu_rt_stats_switch(before, pc);
    return tb;
}

void __real_preexit_cleanup(CPUArchState *env, int code);
void __wrap_preexit_cleanup(CPUArchState *env, int code);
void __wrap_preexit_cleanup(CPUArchState *env, int code)
{
    hqemu_rt_stats_report();
    __real_preexit_cleanup(env, code);
}

/* By name, since the headers turn siglongjmp() into the checked one. */
G_NORETURN void plain_siglongjmp(sigjmp_buf env, int val) __asm__("siglongjmp");

/* Leaving a big stack for a frame on another one is no error here. */
G_NORETURN void __wrap___longjmp_chk(sigjmp_buf env, int val);
G_NORETURN void __wrap___longjmp_chk(sigjmp_buf env, int val)
{
    host_fp_abandon(thread_cpu ? cpu_env(thread_cpu) : NULL);
    hqemu_rt_stats_switch(ACT_FALLBACK, thread_cpu ? get_pc(cpu_env(thread_cpu)) : 0);
    plain_siglongjmp(env, val);
}
