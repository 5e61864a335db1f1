/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frontend.h: guest code as plain operations.
 *
 * QEMU's guest frontends decode guest instructions into TCG operations; this is
 * the only door through which the rest of the project sees them. No QEMU type
 * appears here. There is one `struct fe` for each guest.
 *
 * Threads: every function of a `struct fe` must be called from the thread that
 * called init(). The returned blocks are plain data that any thread may read.
 */
#ifndef HQEMU_FRONTEND_H
#define HQEMU_FRONTEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opcodes, from QEMU's own tcg-opc.h: OP(name, outputs, inputs, constants). */
enum fe_opcode {
#define OP(name, o, i, c) FE_OP_##name,
#include "tcg_opcodes.def"
#undef OP
    FE_NB_OPS
};

/* Values as in TCGType. */
enum fe_type { FE_I32, FE_I64, FE_I128, FE_V64, FE_V128, FE_V256 };

/* A condition is the sum of these bits as in TCGCond (include/tcg/tcg-cond.h). */
enum fe_cond {
    FE_NEVER = 0,
    FE_ALWAYS = 1,
    FE_EQ = 8,
    FE_NE = 9,
    FE_TSTEQ = 12,
    FE_TSTNE = 13,
    FE_LT = 2,
    FE_GE = 3,
    FE_GT = 6,
    FE_LE = 7,
    FE_LTU = 10,
    FE_GEU = 11,
    FE_GTU = 14,
    FE_LEU = 15,
};

enum fe_temp_kind { FE_EBB, FE_TB, FE_GLOBAL, FE_ENV, FE_CONST };

struct fe_temp {
    uint8_t type; /* enum fe_type */
    uint8_t kind; /* enum fe_temp_kind */
    int64_t val;  /* FE_CONST: the value; FE_GLOBAL: index into fe->vars */
};

/* Call flags as in TCG_CALL_*. */
enum {
    FE_CALL_NO_READ_GLOBALS = 1,
    FE_CALL_NO_WRITE_GLOBALS = 2,
    FE_CALL_NO_SIDE_EFFECTS = 4,
    FE_CALL_NO_RETURN = 8,
    /* Not QEMU's: looks at the guest's registers only for the handler of a SIGSEGV or SIGBUS
     * that it raises. */
    FE_CALL_FAULTS = 16,
};

/* Helper argument and return types: 3 bits each in typemask, return value first. */
enum fe_dh {
    FE_DH_VOID = 0,
    FE_DH_NORETURN = 1,
    FE_DH_I32 = 2,
    FE_DH_S32 = 3,
    FE_DH_I64 = 4,
    FE_DH_S64 = 5,
    FE_DH_PTR = 6,
    FE_DH_I128 = 7
};

struct fe_helper {
    const char *name; /* without "helper_"; owned by the frontend, never freed */
    uint32_t typemask;
    uint8_t flags; /* FE_CALL_* */
};

/* A memory operation. */
struct fe_memop {
    uint8_t size_log2;
    bool sign, bswap;
    uint8_t align_log2; /* 0: none required */
    bool atomic16;      /* a 16-byte access that must be single-copy atomic */
    bool pair;          /* rather two accesses of half the size */
    bool store;         /* of an atomic exchange: no more than a store, without order */
};

struct fe_op {
    uint8_t opc;  /* enum fe_opcode */
    uint8_t type; /* of vector ops: enum fe_type */
    uint8_t vece; /* of vector ops: log2 of the element's bytes */
    uint8_t nout, nin, nconst;
    struct fe_memop mem;            /* of qemu_ld*, qemu_st*, calls of atomic helpers */
    uint32_t args;                  /* first of nout+nin+nconst in block->args */
    const struct fe_helper *helper; /* of call */
};

/* Where a block's control flow goes, beside what its ops say. */
enum fe_branch { FE_BR_NONE, FE_BR_JUMP, FE_BR_CALL, FE_BR_RET };

/* What fe->translate gives: one straight piece of guest code. Owned by the caller
 * (fe_block_free). Outputs and inputs in `args` are indices into `temps`;
 * constants are values, label numbers, or for exit_tb 0, 1 (the goto_tb slot) and
 * -1 (leave to the main loop). */
struct fe_block {
    uint64_t pc;
    uint32_t size; /* bytes of guest code */
    uint32_t ninsns, nops, nargs, ntemps, nlabels;
    enum fe_branch branch; /* kind of the last instruction */
    unsigned branch_type;  /* of an indirect one: as fe->landing() has it, or 0 */
    struct fe_op *ops;
    uint64_t *args;
    struct fe_temp *temps;
    uint64_t last_pc; /* address of the last instruction */
};

/* What the procedure call standard says of a register, as far as it is undefined; and
 * whether it is always there, as a signal handler wants its stack and globals. */
enum {
    FE_ABI_DEAD_AT_CALL = 1,
    FE_ABI_DEAD_AT_RETURN = 2,
    FE_ABI_SCRATCH = 3,
    FE_ABI_ALWAYS = 4
};

/* What of a variable's value counts: its sign or whether it is zero, of 32 bits; an address
 * without its tag, which translated code may have left in it. */
enum fe_meaning { FE_MEANS_ALL, FE_MEANS_SIGN, FE_MEANS_ZERO, FE_MEANS_ADDRESS };

/*
 * With exact faults, memory holds what set aarch64's condition flags instead of the flags: a
 * kind and two operands, in three variables of translated code's own. The runtime makes
 * flags of them (settle_flags of guest.h) wherever somebody else may look.
 */
enum fe_flag_kind {
    FE_FLAGS_SETTLED, /* nothing: the flags are in their own variables */
    FE_FLAGS_SUB64,
    FE_FLAGS_SUB32, /* a - b */
    FE_FLAGS_LOGIC64,
    FE_FLAGS_LOGIC32, /* a, carry and overflow clear */
    FE_FLAGS_WORDS,   /* N and Z in the halves of a, C and V in those of b */
};

/* Entries of the runtime's table of signed return addresses (lift_pac.c). */
enum { FE_PAC_LOG2 = 10, FE_PAC_ENTRIES = 1 << FE_PAC_LOG2 };

/* A piece of CPU state that translated code may keep in a host register. */
enum fe_var_class { FE_VAR_I32, FE_VAR_I64, FE_VAR_F64, FE_VAR_V128 };

struct fe_var {
    const char *name;
    int32_t offset;  /* bytes from the CPU state pointer */
    uint8_t cls;     /* enum fe_var_class */
    int8_t reg;      /* place among the register arguments of its kind, or -1 */
    uint8_t abi;     /* FE_ABI_* */
    uint8_t meaning; /* enum fe_meaning */
    bool temporary;  /* nobody counts on its value over a call: neither callee-saved nor the
                        link register, which has the return address */
    bool syscall;    /* the kernel reads it: the number or an argument of a system call */
    bool carried;    /* an integer that is an argument in a vector register */
};

/* In bytes. */
static inline unsigned fe_var_size(const struct fe_var *v)
{
    return v->cls == FE_VAR_I32 ? 4 : v->cls == FE_VAR_V128 ? 16 : 8;
}

/* V has bytes in common with the SIZE bytes at OFFSET from the CPU state pointer. */
static inline bool fe_var_overlaps(const struct fe_var *v, int32_t offset, unsigned size)
{
    return offset < v->offset + (int32_t)fe_var_size(v) && v->offset < offset + (int32_t)size;
}

enum { FE_MAX_VARS = 192, FE_MAX_INT_REGS = 10, FE_MAX_VEC_REGS = 16 };

struct fe {
    const char *name;        /* "aarch64" */
    uint16_t machine;        /* EM_* */
    unsigned insn_align;     /* bytes */
    const char *default_cpu; /* QEMU -cpu argument; NULL: QEMU's default */

    /* Valid after init(). */
    struct fe_var *vars;
    unsigned nvars;
    unsigned pc_var; /* index of the program counter in vars */
    int flag_kind;   /* index of enum fe_flag_kind's variable, the operands after it; or -1 */
    unsigned nint_regs, nvec_regs;
    int32_t env_self;              /* offsets from the CPU state pointer: where the runtime */
    int32_t exit_request;          /*   keeps that pointer; 32-bit, negative: leave soon;   */
    int32_t stack_limit;           /*   lowest host stack address for a new frame           */
    bool release_is_sc;            /* a release store is ordered before later acquire loads */
    int32_t fp_flags, fp_rounding; /* of the float_status that scalar code uses, or -1 */
    int32_t fp_frm;                /* RISC-V's rounding mode as the guest sees it, or 0 */
    int32_t fp_lo, fp_hi;          /* hull of every float_status */
    bool fp_tiny_before;           /* underflow is found before rounding */
    uint64_t fp_flush;             /* what is set in a register of modes to flush to zero */
    uint32_t mode_mask;            /* bits of tb_flags and tb_cs_base that must be so */
    uint64_t cs_base_mask;         /*   at run time                                   */
    uint32_t tb_flags;             /* CPU mode that blocks are translated for */
    uint64_t tb_cs_base;

    /* Brings QEMU up with CPU model MODEL (NULL: default). 0, or -1 with a message in ERR. */
    int (*init)(const char *model, char *err, size_t errlen);
    /* Makes N bytes at BYTES, followed by zeros up to MEMSZ, visible as guest code at
     * VADDR. [LO, HI) is the hull of all calls' ranges; the first call fixes it. */
    int (*map)(uint64_t lo, uint64_t hi, uint64_t vaddr, const void *bytes, size_t n,
               size_t memsz, bool exec);
    /* Translates at most MAX_INSNS instructions at PC; NULL if that is not possible
     * (unmapped or not executable). The caller frees it. The block ends at the first branch, at
     * the last instruction allowed, or where QEMU ends a block. */
    struct fe_block *(*translate)(uint64_t pc, unsigned max_insns);
    /* True if a call of HELPER with these constant arguments is a system call. */
    bool (*is_syscall)(const char *helper, const int64_t *args, unsigned nargs);
    /* True if it accesses floating point modes or flags. QEMU's main loop need not look
     * at anything after that, though the block may ask for it. */
    bool (*is_fp_state)(const char *helper, const int64_t *args, unsigned nargs);
    /* Guests with branch target identification (else NULL): a set (1 << type) of the types
     * of indirect branches that may go to INSN in a program that asks for the check. */
    unsigned (*landing)(const uint8_t *insn);
    int32_t branch_type; /* where the type of the last branch is until the next instruction */
};

/* B may be NULL. Any thread. */
void fe_block_free(struct fe_block *b);

/* All guests that this build knows, NULL-terminated. */
extern const char *const fe_names[];
/* That of ELF machine MACHINE (EM_*), ours to keep; NULL if there is none. */
struct fe *fe_for_machine(uint16_t machine);

/* Name of an opcode, for dumps. */
const char *fe_opcode_name(unsigned opc);

#endif
