/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest_riscv64.c: the riscv64 row of the guest table. */
#include "guest.h"
#include "qemu.h"
#include "user-internals.h"
#include "signal-common.h"
#include "user/safe-syscall.h"

/* Stack pointer, link register, arguments, others. */
static const char *const int_regs[] = {
    "x2/sp",  "x1/ra",  "x10/a0", "x11/a1", "x12/a2", "x13/a3",
    "x14/a4", "x15/a5", "x8/s0",  "x9/s1",  NULL,
};

/* The other callee-saved registers. */
static const char *const carried_regs[] = {
    "x18/s2", "x19/s3", "x20/s4",  "x21/s5",  "x22/s6", "x23/s7",
    "x24/s8", "x25/s9", "x26/s10", "x27/s11", NULL,
};

static const char *const ignored[] = {NULL};

static unsigned add_vars(struct fe_var *vars, unsigned n)
{
    /* fa0 and fa1: most functions take and return no more. */
    int reg = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned x = 0;
        /* psABI, "Integer Register Convention": temporaries t1-t6. t0 is the millicode's
         * link register, t2 the static chain. */
        if (sscanf(vars[i].name, "x%u/", &x) == 1 && (x == 6 || (x >= 28 && x <= 31))) {
            vars[i].abi = FE_ABI_SCRATCH;
        } else if (x == 5 || x == 7 || (x >= 12 && x <= 17)) { /* arguments, not results */
            vars[i].abi = FE_ABI_DEAD_AT_RETURN;
        } else if (x >= 2 && x <= 4) { /* sp, gp, tp */
            vars[i].abi = FE_ABI_ALWAYS;
        }
        vars[i].syscall = (x >= 10 && x <= 15) || x == 17;
        vars[i].temporary = (x >= 5 && x <= 7) || (x >= 10 && x <= 17) || x >= 28;
        if (!strncmp(vars[i].name, "load_", 5)) { /* between LR and SC */
            vars[i].abi = FE_ABI_SCRATCH;
        }
        if (vars[i].name[0] == 'f' && vars[i].cls == FE_VAR_I64) {
            unsigned r = (unsigned)((vars[i].offset - offsetof(CPURISCVState, fpr)) / 8);
            vars[i].cls = FE_VAR_F64;
            vars[i].temporary = r < 8 || (r >= 10 && r <= 17) || r >= 28;
            if (r <= 7 || r >= 28) { /* ft0 to ft11 */
                vars[i].abi = FE_ABI_SCRATCH;
            } else if (r >= 12 && r <= 17) { /* fa2 to fa7 */
                vars[i].abi = FE_ABI_DEAD_AT_RETURN;
            }
            if (r == 10 || r == 11) {
                vars[i].reg = (int8_t)reg++;
            }
        }
    }
    return n;
}

static void normalize_mode(uint32_t *flags, uint64_t *cs_base)
{
    (void)flags;
    (void)cs_base;
}

static bool enter_mode(CPUArchState *env, bool checked)
{
    (void)env;
    (void)checked;
    return true;
}

/* Vector instructions: OP-V, and the vector widths of LOAD-FP and STORE-FP. */
static bool needs_mode(const uint8_t *insn)
{
    unsigned op = insn[0] & 0x7f, width = (insn[1] >> 4) & 7;
    return op == 0x57 || ((op == 0x07 || op == 0x27) && (width == 0 || width >= 5));
}

static bool is_link(unsigned reg)
{
    return reg == 1 || reg == 5;
}

/* The return-address-stack hints of the unprivileged manual, table "Return-address
 * stack prediction hints encoded in the register operands of a JALR instruction". */
static enum fe_branch branch_kind(const uint8_t *p)
{
    unsigned h = p[0] | p[1] << 8;
    if ((h & 3) == 3) {
        uint32_t w = h | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        unsigned rd = w >> 7 & 31, rs1 = w >> 15 & 31;
        switch (w & 0x7f) {
        case 0x6f: return is_link(rd) ? FE_BR_CALL : FE_BR_JUMP;
        case 0x67:
            if (is_link(rd)) {
                return FE_BR_CALL;
            }
            return is_link(rs1) ? FE_BR_RET : FE_BR_JUMP;
        case 0x63: return FE_BR_JUMP;
        default: return FE_BR_NONE;
        }
    }
    if ((h & 0xe003) == 0x8002 && (h & 0x7c) == 0 && (h >> 7 & 31) != 0) { /* c.jr, c.jalr */
        if (h & 0x1000) {
            return FE_BR_CALL;
        }
        return is_link(h >> 7 & 31) ? FE_BR_RET : FE_BR_JUMP;
    }
    if ((h & 0xe003) == 0xa001 || (h & 0xc003) == 0xc001) { /* c.j, c.beqz, c.bnez */
        return FE_BR_JUMP;
    }
    return FE_BR_NONE;
}

/* AMOSWAP without aq and rl into x0: what gcc up to 13 makes of atomic stores. */
static bool is_store(const uint8_t *p)
{
    uint32_t w = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
    return (w & 0xfe000fff) == 0x0800002f;
}

/* Zicbop's prefetch.r and prefetch.w. */
static bool prefetch(const uint8_t *p, struct guest_prefetch *x)
{
    uint32_t w = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
    unsigned kind = w >> 20 & 31;

    *x = (struct guest_prefetch){
        .base = (int32_t)(offsetof(CPURISCVState, gpr) + 8 * (w >> 15 & 31)),
        .index = -1,
        .offset = (int32_t)(w & 0xfe000000) >> 20,
        .store = kind == 3,
        .nearest = 3,
    };
    return (w & 0x7fff) == 0x6013 && (kind == 1 || kind == 3);
}

static uint64_t clean_pc(uint64_t pc)
{
    return pc;
}

static bool is_syscall(const char *helper, const int64_t *args, unsigned nargs)
{
    return !strcmp(helper, "raise_exception") && nargs == 2 && args[1] == RISCV_EXCP_U_ECALL;
}

/* csrr(env, csr), csrw(env, csr, value), csrrw(env, csr, value, mask) */
static bool is_fp_state(const char *helper, const int64_t *args, unsigned nargs)
{
    return (!strcmp(helper, "csrr") || !strcmp(helper, "csrw") || !strcmp(helper, "csrrw")) &&
           nargs >= 2 && (args[1] == CSR_FFLAGS || args[1] == CSR_FRM || args[1] == CSR_FCSR);
}

/* Descriptions of registers for a debugger, made anew for each CPU, which took up to half
 * of the time that it takes to start a thread. */
void __wrap_riscv_cpu_register_gdb_regs_for_features(CPUState *cs);
void __wrap_riscv_cpu_register_gdb_regs_for_features(CPUState *cs)
{
    (void)cs;
}

static void guest_syscall(CPUArchState *env)
{
    target_ulong ret;

    env->pc += 4;
    if (env->gpr[xA7] == TARGET_NR_riscv_flush_icache) {
        ret = 0;
    } else {
        ret = do_syscall(env, env->gpr[xA7], env->gpr[xA0], env->gpr[xA1], env->gpr[xA2],
                         env->gpr[xA3], env->gpr[xA4], env->gpr[xA5], 0, 0);
    }
    if (ret == (target_ulong)-QEMU_ERESTARTSYS) {
        env->pc -= 4;
    } else if (ret != (target_ulong)-QEMU_ESIGRETURN) {
        env->gpr[xA0] = ret;
    }
}

/* Not with numbers in integer registers. Before privileged architecture 1.11 the minimum
 * and maximum were other ones. */
static bool fp_native(CPUArchState *env)
{
    return riscv_has_ext(env, RVF) && !env_archcpu(env)->cfg.ext_zfinx &&
           env->priv_ver >= PRIV_VERSION_1_11_0;
}

/* Ties away from zero is not among the host's modes. */
static int fp_mode(CPUArchState *env)
{
    static const int modes[8] = {float_round_nearest_even,
                                 float_round_to_zero,
                                 float_round_down,
                                 float_round_up,
                                 -1,
                                 -1,
                                 -1,
                                 -1};

    return fp_native(env) ? modes[env->frm & 7] : float_round_nearest_even;
}

const struct guest_desc guest_desc = {
    .name = "riscv64",
    .machine = EM_RISCV,
    .insn_align = 2,
    /* "max" has the total store order extension, for which no program is written. */
    .default_cpu = "max,ztso=off",
    .pc_name = "pc",
    .pc_offset = offsetof(CPURISCVState, pc),
    .clean_pc = clean_pc,
    .int_regs = int_regs,
    .carried_regs = carried_regs,
    .ignored_globals = ignored,
    .add_vars = add_vars,
    /* The vector unit's state; blocks that need it are not translated. */
    .mode_mask = ~(uint32_t)(R_TB_FLAGS_VILL_MASK | R_TB_FLAGS_SEW_MASK | R_TB_FLAGS_LMUL_MASK |
                             R_TB_FLAGS_VL_EQ_VLMAX_MASK | R_TB_FLAGS_VTA_MASK |
                             R_TB_FLAGS_VMA_MASK | R_TB_FLAGS_VSTART_EQ_ZERO_MASK),
    .cs_base_mask = ~0ull,
    .normalize_mode = normalize_mode,
    .enter_mode = enter_mode,
    .branch_type_at = -1,
    .needs_mode = needs_mode,
    .branch_kind = branch_kind,
    .is_store = is_store,
    .prefetch = prefetch,
    .fp_flags = offsetof(CPURISCVState, fp_status.float_exception_flags),
    .fp_frm = offsetof(CPURISCVState, frm),
    .fp_rounding = offsetof(CPURISCVState, fp_status.float_rounding_mode),
    .fp_lo = offsetof(CPURISCVState, fp_status),
    .fp_hi = offsetof(CPURISCVState, fp_status) + sizeof(float_status),
    .fp_native = fp_native,
    .fp_mode = fp_mode,
    .is_syscall = is_syscall,
    .is_fp_state = is_fp_state,
    .do_syscall = guest_syscall,
    .syscall_number = offsetof(CPURISCVState, gpr[xA7]),
};
