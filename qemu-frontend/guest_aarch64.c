/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest_aarch64.c: the aarch64 row of the guest table. */
#include "guest.h"
#include "qemu.h"
#include "user-internals.h"
#include "signal-common.h"
#include "user/safe-syscall.h"
#include "internals.h"
#include "cpregs.h"
#include "exec/helper-proto.h"

/* Stack pointer, link register, arguments, others. */
static const char *const int_regs[] = {
    "sp", "lr", "x0", "x1", "x2", "x3", "x4", "x19", "x20", "x21", NULL,
};

/* What is left of the callee-saved ones. */
static const char *const carried_regs[] = {
    "x29", "x22", "x23", "x24", "x25", "x26", "x27", "x28", NULL,
};

/* AArch32's registers. */
static const char *const ignored[] = {"r", NULL};

/* Of memory tags (which glibc's malloc() has, though hardly anybody turns them on), system
 * registers, cache lines and misaligned addresses: read in QEMU's target/arm/tcg/mte_helper.c,
 * op_helper.c, helper-a64.c and pauth_helper.c. Not
 * set_cp_reg64 and the rebuild_hflags that comes after it: with FPCR.NEP the next instruction,
 * also of a caller, looks at more of the vector registers. */
static const char *const faulting[] = {"irg",
                                       "addsubg",
                                       "ldg",
                                       "stg",
                                       "st2g",
                                       "stzgm",
                                       "mte_check",
                                       "lookup_cp_reg",
                                       "get_cp_reg",
                                       "dc_zva",
                                       "probe_access",
                                       "xpac",
                                       "unaligned_access",
                                       NULL};

/* AAPCS64, 6.1: what is undefined on entry to and return from a function. */
static void set_abi(struct fe_var *v)
{
    unsigned x;

    if (!strcmp(v->name, "NF") || !strcmp(v->name, "VF")) {
        v->meaning = FE_MEANS_SIGN;
    } else if (!strcmp(v->name, "ZF")) {
        v->meaning = FE_MEANS_ZERO;
    } else if (!strcmp(v->name, "exclusive_addr")) {
        v->meaning = FE_MEANS_ADDRESS;
    }
    if (v->cls == FE_VAR_I32 && v->name[1] == 'F') {
        v->abi = FE_ABI_SCRATCH;
        v->temporary = true;
    } else if (!strncmp(v->name, "exclusive_", 10)) {
        v->abi = FE_ABI_SCRATCH; /* between a load and a store exclusive */
    } else if (!strcmp(v->name, "sp")) {
        v->abi = FE_ABI_ALWAYS;
    } else if (sscanf(v->name, "x%u", &x) == 1) {
        v->temporary = x <= 18;
        v->syscall = x <= 5 || x == 8;
        if (x >= 9 && x <= 15) {
            v->abi = FE_ABI_SCRATCH;
        } else if ((x >= 2 && x <= 8) || (x >= 16 && x <= 18)) {
            /* Arguments; veneers may use x16, x17 at a call; x18 is the static chain. */
            v->abi = FE_ABI_DEAD_AT_RETURN;
        }
    }
}

enum { FLAG_STATE = offsetof(CPUARMState, banked_r13) };
QEMU_BUILD_BUG_ON(FLAG_STATE % 8 || sizeof(((CPUARMState *)0)->banked_r13) < 24);

static unsigned add_vars(struct fe_var *vars, unsigned n)
{
    static char names[32][4];

    for (unsigned i = 0; i < n; i++) {
        set_abi(&vars[i]);
    }

    for (unsigned i = 0; i < 32; i++) {
        snprintf(names[i], sizeof(names[i]), "q%u", i);
        vars[n++] = (struct fe_var){
            .name = names[i],
            .offset = (int32_t)offsetof(CPUARMState, vfp.zregs[i]),
            .cls = FE_VAR_V128,
            /* Most functions take and return no more than two. */
            .reg = (int8_t)(i < 2 ? (int)i : -1),
            /* Four may be returned; the low half of v8-v15 is preserved. */
            .abi = i < 4    ? 0
                   : i < 8  ? FE_ABI_DEAD_AT_RETURN
                   : i < 16 ? 0
                            : FE_ABI_SCRATCH,
            .temporary = i < 8 || i >= 16,
        };
    }
    /* For translated code: AArch32's banked stack pointers have no use here. */
    vars[n++] = (struct fe_var){
        .name = "flag_kind", .offset = FLAG_STATE, .cls = FE_VAR_I32, .reg = -1};
    vars[n++] = (struct fe_var){
        .name = "flag_a", .offset = FLAG_STATE + 8, .cls = FE_VAR_I64, .reg = -1};
    vars[n++] = (struct fe_var){
        .name = "flag_b", .offset = FLAG_STATE + 16, .cls = FE_VAR_I64, .reg = -1};
    return n;
}

static void settle_flags(CPUArchState *env)
{
    uint32_t *kind = (uint32_t *)((char *)env + FLAG_STATE);
    uint64_t a = *(uint64_t *)((char *)env + FLAG_STATE + 8);
    uint64_t b = *(uint64_t *)((char *)env + FLAG_STATE + 16);
    uint64_t r = a - b;

    switch (*kind) {
    case FE_FLAGS_SUB64:
        env->NF = (uint32_t)(r >> 32);
        env->ZF = r != 0;
        env->CF = a >= b;
        env->VF = (uint32_t)(((r ^ a) & (a ^ b)) >> 32);
        break;
    case FE_FLAGS_SUB32:
        env->NF = (uint32_t)r;
        env->ZF = (uint32_t)r;
        env->CF = (uint32_t)a >= (uint32_t)b;
        env->VF = (uint32_t)((r ^ a) & (a ^ b));
        break;
    case FE_FLAGS_LOGIC64:
        env->NF = (uint32_t)(a >> 32);
        env->ZF = a != 0;
        env->CF = env->VF = 0;
        break;
    case FE_FLAGS_LOGIC32:
        env->NF = env->ZF = (uint32_t)a;
        env->CF = env->VF = 0;
        break;
    case FE_FLAGS_WORDS:
        env->NF = (uint32_t)a;
        env->ZF = (uint32_t)(a >> 32);
        env->CF = (uint32_t)b;
        env->VF = (uint32_t)(b >> 32);
        break;
    default: break;
    }
    *kind = FE_FLAGS_SETTLED;
}

/*
 * Translated code leaves tags in addresses: a tagged pointer is not canonical on
 * the host and faults, and the fault handler then does the access. BTYPE is not 0 only
 * between an indirect branch and the next instruction, and only looked at on guarded pages.
 */
static void normalize_mode(uint32_t *flags, uint64_t *cs_base)
{
    (void)flags;
    *cs_base &=
        ~(uint64_t)(R_TBFLAG_A64_TBID_MASK | R_TBFLAG_A64_TBII_MASK | R_TBFLAG_A64_BTYPE_MASK);
}

/* Arm ARM, D8.4.4 "Branch target identification", with SCTLR_EL1.BT0 set as Linux does. The
 * breakpoint instructions land anywhere, too, but are no code to be entered. */
static unsigned landing(const uint8_t *p)
{
    enum { C = 1 << 1 | 1 << 2, J = 1 << 1 | 1 << 3 };

    switch (p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24) {
    case 0xd503233f: /* PACIASP */
    case 0xd503237f: /* PACIBSP */
    case 0xd503245f: return C;
    case 0xd503249f: return J;
    case 0xd50324df: return C | J;
    default: return 0;
    }
}

/* BR and BLR: 1 for a jump by way of x16 or x17, 2 for a call, 3 for other jumps. */
static unsigned branch_type(const uint8_t *p)
{
    uint32_t w = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24, rn = w >> 5 & 31;

    if ((w & 0xfe9f0000) != 0xd61f0000) {
        return 0;
    }
    switch (w >> 21 & 3) {
    case 0: return rn == 16 || rn == 17 ? 1 : 3;
    case 1: return 2;
    default: return 0;
    }
}

static bool enter_mode(CPUArchState *env, bool checked)
{
    if (checked && env->btype &&
        !(landing((const uint8_t *)(uintptr_t)env->pc) >> env->btype & 1)) {
        return false;
    }
    env->btype = 0;
    return true;
}

static bool needs_mode(const uint8_t *insn)
{
    (void)insn;
    return false;
}

/* Arm ARM, C4.1.94 "Branches, Exception Generating and System instructions". */
static enum fe_branch branch_kind(const uint8_t *p)
{
    uint32_t w = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;

    if ((w & 0xfe000000) == 0xd6000000) { /* unconditional branch (register) */
        switch (w >> 21 & 0xf) {
        case 0:
        case 8: return FE_BR_JUMP; /* BR, BRAA */
        case 1:
        case 9: return FE_BR_CALL; /* BLR, BLRAA */
        case 2: return FE_BR_RET;
        default: return FE_BR_NONE;
        }
    }
    if ((w & 0x7c000000) == 0x14000000) { /* B, BL */
        return w >> 31 ? FE_BR_CALL : FE_BR_JUMP;
    }
    if ((w & 0xfe000000) == 0x54000000 || (w & 0x7c000000) == 0x34000000) {
        return FE_BR_JUMP; /* B.cond, CBZ, CBNZ, TBZ, TBNZ */
    }
    return FE_BR_NONE;
}

static int32_t register_at(unsigned n)
{
    return (int32_t)(offsetof(CPUARMState, xregs) + 8 * n);
}

/* PRFM and PRFUM: Arm ARM, C4.1.96 "Loads and Stores". */
static bool prefetch(const uint8_t *p, struct guest_prefetch *x)
{
    enum { XZR = 31, EXTEND_W = 2, SIGNED = 4 };
    uint32_t w = p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
    unsigned what = w & 31, level = what >> 1 & 3, option = w >> 13 & 7, m = w >> 16 & 31;

    *x = (struct guest_prefetch){.base = register_at(w >> 5 & 31), .index = -1};
    if ((w & 0xffc00000) == 0xf9800000) { /* unsigned offset */
        x->offset = (int64_t)(w >> 10 & 0xfff) * 8;
    } else if ((w & 0xffe00c00) == 0xf8800000) { /* unscaled */
        x->offset = (int64_t)((uint64_t)(w >> 12 & 0x1ff) << 55) >> 55;
    } else if ((w & 0xffe00c00) == 0xf8a00800 && (option & 2)) { /* register */
        if (m != XZR) {
            x->index = register_at(m);
        }
        x->narrow = (option & 3) == EXTEND_W;
        x->sign = option & SIGNED;
        x->shift = w >> 12 & 1 ? 3 : 0;
    } else {
        return false;
    }
    x->store = what >> 3 == 2;
    x->nearest = what & 1 ? 0 : 3 - level;
    return (what >> 3 == 0 || x->store) && level < 3;
}

/* Tags are no part of an address. */
static uint64_t clean_pc(uint64_t pc)
{
    return (uint64_t)((int64_t)(pc << 8) >> 8);
}

static bool is_syscall(const char *helper, const int64_t *args, unsigned nargs)
{
    return !strcmp(helper, "exception_with_syndrome") && nargs == 3 && args[1] == EXCP_SWI;
}

#define SYSTEM_REGISTER(crn, crm, op2)                                                         \
    ((uint32_t)ENCODE_AA64_CP_REG(CP_REG_ARM64_SYSREG_CP, crn, crm, 3, 3, op2))

/* FPCR, which every libm function asks for the rounding mode (fp_mode() knows of its fields
 * that QEMU keeps elsewhere), and DCZID_EL0, which memset() looks at. */
static bool simple_register(CPUArchState *env, uint32_t reg, int32_t *offset, uint64_t *value)
{
    *offset = -1;
    if (reg == SYSTEM_REGISTER(4, 4, 0)) {
        *offset = offsetof(CPUARMState, vfp.fpcr);
        return true;
    }
    if (reg == SYSTEM_REGISTER(0, 0, 7)) {
        const ARMCPRegInfo *ri = get_arm_cp_reginfo(env_archcpu(env)->cp_regs, reg);
        *value = ri && ri->readfn ? ri->readfn(env, ri) : 0;
        return ri && ri->readfn;
    }
    return false;
}

/* lookup_cp_reg(env, register) comes before an access. */
static bool is_fp_state(const char *helper, const int64_t *args, unsigned nargs)
{
    return !strcmp(helper, "lookup_cp_reg") && nargs == 2 &&
           (uint32_t)args[1] == SYSTEM_REGISTER(4, 4, 0);
}

/* Descriptions of registers for a debugger, made anew for each CPU, which took up to half
 * of the time that it takes to start a thread. */
void __wrap_arm_cpu_register_gdb_regs_for_features(ARMCPU *cpu);
void __wrap_arm_cpu_register_gdb_regs_for_features(ARMCPU *cpu)
{
    (void)cpu;
}

static void guest_syscall(CPUArchState *env)
{
    abi_long ret;

    /* A system call leaves streaming mode. */
    aarch64_set_svcr(env, 0, R_SVCR_SM_MASK);
    /* SVC leaves the PC behind itself. */
    ret = do_syscall(env, env->xregs[8], env->xregs[0], env->xregs[1], env->xregs[2],
                     env->xregs[3], env->xregs[4], env->xregs[5], 0, 0);
    if (ret == -QEMU_ERESTARTSYS) {
        env->pc -= 4;
    } else if (ret != -QEMU_ESIGRETURN) {
        env->xregs[0] = ret;
    }
    /* An exception return clears the exclusive monitor. */
    env->exclusive_addr = -1;
}

/*
 * What this thread has signed with keys A and B: lift_pac.c, which finds the entries. At first
 * each has pointers that belong into another one. All have pointers of user space, without
 * tags: authenticating does not give back others.
 */
struct pac {
    uint64_t pointer, modifier, value;
};
#define ELSEWHERE                                                                              \
    {                                                                                          \
        .pointer = 4, .value = 4                                                               \
    }
#define NO_PACS                                                                                \
    {                                                                                          \
        [0] = ELSEWHERE, [FE_PAC_ENTRIES / 2] = ELSEWHERE                                      \
    }
extern __thread struct pac hqemu_pac[FE_PAC_ENTRIES];
__thread struct pac hqemu_pac[FE_PAC_ENTRIES] = NO_PACS;

static void forget_pacs(void)
{
    static const struct pac none[FE_PAC_ENTRIES] = NO_PACS;
    memcpy(hqemu_pac, none, sizeof(none));
}

static uint64_t remember_pac(struct pac *p, uint64_t pointer, uint64_t modifier, uint64_t value)
{
    if (pointer >> 47 == 0) {
        *p = (struct pac){pointer, modifier, value};
    }
    return value;
}

/* What translated code calls if it has not found the entry P of X. */
#define PAC_SIGN(name)                                                                         \
    uint64_t hqemu_##name(CPUARMState *env, uint64_t x, uint64_t modifier, struct pac *p);     \
    uint64_t hqemu_##name(CPUARMState *env, uint64_t x, uint64_t modifier, struct pac *p)      \
    {                                                                                          \
        return remember_pac(p, x, modifier, helper_##name(env, x, modifier));                  \
    }
#define PAC_AUTH(name)                                                                         \
    uint64_t hqemu_##name(CPUARMState *env, uint64_t x, uint64_t modifier, struct pac *p);     \
    uint64_t hqemu_##name(CPUARMState *env, uint64_t x, uint64_t modifier, struct pac *p)      \
    {                                                                                          \
        (void)p;                                                                               \
        return helper_##name(env, x, modifier);                                                \
    }
PAC_SIGN(pacia)
PAC_SIGN(pacib)
PAC_AUTH(autia)
PAC_AUTH(autib)
PAC_AUTH(autia_combined)
PAC_AUTH(autib_combined)

static bool fp_native(CPUArchState *env)
{
    (void)env;
    return true;
}

static unsigned fp_flushes(CPUArchState *env)
{
    uint64_t flags = env->vfp.fpsr | vfp_get_fpsr_from_host(env);

    if (!(env->vfp.fpcr & FPCR_FZ)) {
        return 0;
    }
    return GUEST_FLUSHES | (flags & FPSR_IDC ? GUEST_FLUSHED_INPUT : 0) |
           (flags & FPSR_IXC ? GUEST_INEXACT : 0);
}

/* Default NaNs are not the host's. AArch32's vector length and stride do nothing, but FPCR
 * shows them, which translated code would not. */
static int fp_mode(CPUArchState *env)
{
    if ((env->vfp.fpcr & (FPCR_DN | FPCR_FIZ | FPCR_AH | FPCR_NEP)) || env->vfp.vec_len ||
        env->vfp.vec_stride) {
        return -1;
    }
    return env->vfp.fp_status[FPST_A64].float_rounding_mode;
}

const struct guest_desc guest_desc = {
    .name = "aarch64",
    .machine = EM_AARCH64,
    .insn_align = 4,
    /* SVE would make every NEON write clear the rest of a 64-byte register, and the
     * architected pointer authentication cipher costs 100 ns a call. */
    .default_cpu = "max,sve=off,sme=off,pauth-impdef=on",
    .pc_name = "pc",
    .pc_offset = offsetof(CPUARMState, pc),
    .clean_pc = clean_pc,
    .int_regs = int_regs,
    .carried_regs = carried_regs,
    .ignored_globals = ignored,
    .faulting_helpers = faulting,
    .add_vars = add_vars,
    .mode_mask = ~0u,
    .cs_base_mask =
        ~(uint64_t)(R_TBFLAG_A64_TBID_MASK | R_TBFLAG_A64_TBII_MASK | R_TBFLAG_A64_BTYPE_MASK),
    .normalize_mode = normalize_mode,
    .enter_mode = enter_mode,
    .landing = landing,
    .branch_type = branch_type,
    .branch_type_at = offsetof(CPUARMState, btype),
    .needs_mode = needs_mode,
    .hidden_hwcap = 1ull << 25, /* HWCAP_USCAT: LDP and STP are not single-copy atomic */
    .top_byte_ignored = true,
    .release_is_sc = true,
    .branch_kind = branch_kind,
    .prefetch = prefetch,
    .fp_flags = offsetof(CPUARMState, vfp.fp_status[FPST_A64].float_exception_flags),
    .fp_rounding = offsetof(CPUARMState, vfp.fp_status[FPST_A64].float_rounding_mode),
    .fp_lo = offsetof(CPUARMState, vfp.fp_status),
    .fp_hi = offsetof(CPUARMState, vfp.fp_status[FPST_COUNT]),
    .fp_tiny_before = true,
    .fp_flush = FPCR_FZ,
    .fp_flushes = fp_flushes,
    .fp_native = fp_native,
    .fp_mode = fp_mode,
    .is_syscall = is_syscall,
    .settle_flags = settle_flags,
    .new_keys = forget_pacs,
    .simple_register = simple_register,
    .is_fp_state = is_fp_state,
    .do_syscall = guest_syscall,
    .syscall_number = offsetof(CPUARMState, xregs[8]),
};
