/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guest.h: what is particular to one guest, inside qemu-frontend/ only.
 *
 * A guest is one guest_<name>.c that defines `guest_desc`. It is compiled once
 * for the translator and once for the runtime, with that guest's QEMU headers.
 *
 * Offsets are bytes from the CPU state pointer. In the runtime, functions that are given ENV
 * run in that CPU's thread; settle_flags() and fp_flushes() also in handlers of its faults.
 * INSN is readable guest code, an instruction long.
 */
#ifndef HQEMU_GUEST_H
#define HQEMU_GUEST_H

#include "qemu/osdep.h"
#include "cpu.h"
#include "elf.h"
#include "frontend.h"

/* Of a guest that flushes denormal numbers to zero; and which exception flags it has seen. */
enum guest_flush { GUEST_FLUSHES = 1, GUEST_FLUSHED_INPUT = 2, GUEST_INEXACT = 4 };

/* What a prefetch wants: memory at base + (index << shift) + offset. QEMU leaves such
 * instructions out. */
struct guest_prefetch {
    int32_t base, index; /* registers' offsets in the CPU state; no index: -1 */
    unsigned shift;
    bool narrow, sign; /* the index is 32 bits, and extended so */
    int64_t offset;
    bool store;       /* it is going to be written */
    unsigned nearest; /* 3: to all caches, 2: to the second, 1: to the third, 0: used once */
};

struct guest_desc {
    const char *name;
    uint16_t machine;
    unsigned insn_align;
    const char *default_cpu;
    const char *pc_name;                /* QEMU's name of the program counter global */
    intptr_t pc_offset;                 /* of the program counter in the CPU state */
    uint64_t (*clean_pc)(uint64_t pc);  /* drops what is no part of the address */
    const char *const *int_regs;        /* globals passed in integer registers, NULL-ended */
    const char *const *carried_regs;    /* integer globals passed in vector registers */
    const char *const *ignored_globals; /* name prefixes of globals of other modes */
    /* Helpers that look at none of the guest's registers but for the handler of a SIGSEGV or
     * SIGBUS that they raise: prefixes of names without "helper_", NULL-ended. Or NULL. */
    const char *const *faulting_helpers;

    /* Adds the CPU state that is not a TCG global but worth a host register;
     * returns the new count. */
    unsigned (*add_vars)(struct fe_var *vars, unsigned n);
    /* CPU mode bits (cpu_get_tb_cpu_state) that translated code depends on; the
     * others are dealt with as normalize_mode() says. */
    uint32_t mode_mask;
    uint64_t cs_base_mask;
    /* The mode to translate for, from the one that a fresh CPU is in. */
    void (*normalize_mode)(uint32_t *flags, uint64_t *cs_base);
    /* Makes ENV's mode one that translated code may run in, if it differs only in
     * bits that are outside the masks; false if it must not run, because the guest
     * has come here by a branch of a type that the code does not expect. CHECKED: the
     * program asks for that check. */
    bool (*enter_mode)(CPUArchState *env, bool checked);
    /* As in frontend.h; or NULL. The type of a branch instruction, and where QEMU keeps it. */
    unsigned (*landing)(const uint8_t *insn);
    unsigned (*branch_type)(const uint8_t *insn);
    int32_t branch_type_at;
    /* True if the instruction depends on mode bits outside the masks. */
    bool (*needs_mode)(const uint8_t *insn);
    enum fe_branch (*branch_kind)(const uint8_t *insn);
    /* True if the instruction is an atomic exchange that is but a store, without order. NULL:
     * none is. */
    bool (*is_store)(const uint8_t *insn);
    /* True if the instruction asks for memory to be brought near. */
    bool (*prefetch)(const uint8_t *insn, struct guest_prefetch *p);
    /* AT_HWCAP bits of what QEMU has and translated code has not. */
    uint64_t hidden_hwcap;
    bool top_byte_ignored; /* addresses may have a tag in their top byte */
    /* Store-release and load-acquire are sequentially consistent with each other (Arm ARM,
     * B2.3.11; not so in RISC-V's memory model without .aq.rl). */
    bool release_is_sc;
    /* The state that host floating point stands in for; offsets or -1. */
    int32_t fp_frm; /* or 0 */
    int32_t fp_flags, fp_rounding;
    int32_t fp_lo, fp_hi; /* hull of every float_status */
    bool fp_tiny_before;
    uint64_t fp_flush; /* as in frontend.h; or 0 */
    /* What translated code has to know while denormal numbers are flushed; or NULL. */
    unsigned (*fp_flushes)(CPUArchState *env); /* 0, or enum guest_flush */
    /* True if translated code may compute with the host's floating point on this CPU. */
    bool (*fp_native)(CPUArchState *env);
    /* The dynamic rounding mode, a FloatRoundMode; -1 if translated code must not run
     * because the host's floating point has nothing like the present mode. */
    int (*fp_mode)(CPUArchState *env);

    /* True if this helper call is the system call instruction. ARGS: the values of
     * constant arguments, 0 for others. */
    bool (*is_syscall)(const char *helper, const int64_t *args, unsigned nargs);
    /* Brings the condition flags to their own variables, see enum fe_flag_kind; or NULL. */
    void (*settle_flags)(CPUArchState *env);
    /* This thread's CPU may have new keys; or NULL. */
    void (*new_keys)(void);
    /* System registers (the second argument of lookup_cp_reg) whose value is 32 bits at
     * *OFFSET in the CPU state, or with *OFFSET -1 the constant *VALUE; or NULL. */
    bool (*simple_register)(CPUArchState *env, uint32_t reg, int32_t *offset, uint64_t *value);
    /* As in frontend.h. */
    bool (*is_fp_state)(const char *helper, const int64_t *args, unsigned nargs);
    /* Runtime: runs the system call that the instruction at ENV's PC asks for, as
     * the guest's cpu_loop() would. */
    void (*do_syscall)(CPUArchState *env);
    /* Where the number of a system call goes; offset in the CPU state. */
    intptr_t syscall_number;
};

extern const struct guest_desc guest_desc;

#endif
