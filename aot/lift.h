/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lift.h: guest functions as LLVM functions. Internal to the lifter.
 *
 * A guest function becomes one LLVM function in x86_regcallcc:
 *
 *     {pc, int registers, vector registers} f(pc, int registers, vector registers)
 *
 * Argument i and result i live in the same host register, so that a register that
 * a function leaves alone costs nothing. The incoming pc is 0 for the entry and an
 * inner entry's address otherwise; the returned pc says where the guest goes next.
 * All other CPU state is in memory (the GS segment) at every call and return.
 *
 * A struct lifter, with its module and context, belongs to one thread. What a function here
 * cannot do it says in l->error, which lift_function() looks at; the module is still well
 * formed then. Offsets are bytes from the CPU state pointer; values and types are LLVM's to
 * own.
 */
#ifndef HQEMU_LIFT_H
#define HQEMU_LIFT_H

#include "program.h"

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

enum { MAX_TEMPS = 512, MAX_SITES = 0xffff };

/* A loop: the header is an index in l->info, or of a group's dispatch (+ l->ninfo). */
struct loop {
    struct loop *up; /* the loop around it */
    unsigned header;
    bool has_sites; /* in it, or in loops in it */
    bool has_calls;
};

/* A guest value that is a known distance from the CPU state pointer, or a constant. */
struct temp_fact {
    enum { FACT_NONE, FACT_ENV } kind;
    int32_t offset;
};

/* What is known of a block before it is lifted. */
struct block_info {
    const struct block *b;
    LLVMBasicBlockRef bb;
    struct var_set dirty_in;  /* may differ from memory at the start */
    struct var_set dirty_end; /* at the end, before the jump there */
    struct var_set dirty_out;
    struct var_set
        early; /* stored where the block goes on: no block reads it from a register */
    struct var_set homed;       /* in memory at the start, and right there */
    struct var_set homed_out;   /* at some target of the jump at the block's end */
    struct var_set need_in;     /* wanted before it is next loaded */
    struct var_set reg_in;      /* in a register at the start; the rest of need_in in memory */
    struct var_set load;        /* loaded at the start, for the block itself */
    struct var_set reg_out;     /* in a register where the block goes on in the function */
    struct var_set table_in;    /* of a group's first block: in registers at its dispatch */
    struct var_set exit_live;   /* of the block; or of all that share its dispatch */
    unsigned group;             /* blocks with the same jump targets: the first one's index */
    LLVMBasicBlockRef dispatch; /* of a group's first block: where its jumps meet */
    bool dispatch_lifted;
    LLVMBasicBlockRef table_way; /* from the function's start to there */
    bool inner_entry;     /* the function can be entered there, straight from its start */
    unsigned number;      /* the same by a number instead of the pc; or 0 */
    unsigned table_entry; /* that goes by way of this group's dispatch, + 1; 0: not so */
    unsigned site;        /* by way of the header of the loop around it: its number; or 0 */
    LLVMBasicBlockRef resume_bb; /* of a site or number: see control_resume_block() */
    bool polls;                  /* at its start */
    /* Around quiet operations: see lift_fflags.c. */
    bool keeps_flags, flags_unread, restores_flags, flags_read;
    int flags_in, flags_out; /* the variable that has them, or NO_VAR, ANY */
    bool table_polls;        /* of a group's first block: the dispatch polls */
    struct var_set boxed_in; /* known to be boxed singles at the start: lift_single.c */
};

/* Control flow around what the host cannot do: from HEAD to FAST or COLD, and from both to
 * JOIN. MANY: there is more than one way to COLD, or more blocks than these. */
struct cold_path {
    LLVMBasicBlockRef head, fast, cold, join;
    bool many;
};

struct lifter {
    const struct program *p;
    const struct fe *fe;
    LLVMContextRef ctx;
    LLVMModuleRef mod;
    LLVMBuilderRef b;
    LLVMTypeRef i1, i8, i16, i32, i64, i128, f32, f64, v2i64, voidt, ptr, gsptr, state, fn_type;
    LLVMValueRef table, text_base; /* dispatch table and what it is relative to */
    unsigned md_tbaa, md_prof;
    LLVMValueRef tbaa_guest, tbaa_env, cold;
    struct body_use *bodies; /* lift_body.c: what of helpers' bodies the module uses */
    unsigned nbodies;
    LLVMModuleRef shorts; /* lift_libc.c: the bitcode that the module takes functions from */
    bool host_fma;        /* the host has FMA, so also SSE 4.1 and AVX */
    unsigned var_of_reg[1 + FE_MAX_INT_REGS + FE_MAX_VEC_REGS]; /* by place; 0 is the pc */

    /* The current function. */
    const struct func *f;
    LLVMValueRef fn;
    LLVMValueRef slot[FE_MAX_VARS];        /* allocas; promoted to registers by LLVM */
    LLVMValueRef known[FE_MAX_VARS];       /* present value, where that is certain */
    LLVMValueRef single_slot[FE_MAX_VARS]; /* of `singles`: allocas, see lift_single.c */
    struct var_set singles;                /* variables that are used as singles */
    bool slot_is_arg[FE_MAX_VARS];         /* the slot holds the value as it is handed on */
    struct block_info *info;
    unsigned ninfo;
    struct loop *loops, **loop_of; /* by index of a block, or of a dispatch (+ ninfo) */
    unsigned nloops, nsites, nnumbers;
    struct var_set touched;
    LLVMValueRef kept_flags; /* alloca: exception flags before a quiet compare */
    bool has_calls;
    unsigned flags_set;   /* by this instruction, if flag_of() knows them */
    struct var_set dirty; /* with exact faults: differs from memory, if it ever does, here */

    /* Floating point operations on vectors, in order. */
    struct cold_path *colds;
    unsigned ncold, cold_room;

    /* The current block. */
    struct block_info *cur;
    const struct var_set *live; /* what may be read where the function is left; NULL: all */
    const struct fe_block *blk;
    unsigned op_index;
    uint64_t insn_pc;
    bool pc_set;              /* the current instruction has set the pc */
    bool release_next;        /* the next store is a store-release */
    bool mode_may_change;     /* a helper with free access to the state ran */
    int fp_rm;                /* rounding mode of the next operations, or */
    uint64_t fp_rm_temp;      /*   FP_RM_DYNAMIC; what ends it (Arm)      */
    struct fp_chain *chain;   /* lift_fp_chain.c */
    bool replay;              /* its operations are lifted once more */
    bool no_chain;            /* not in this block */
    LLVMValueRef sign_copied; /* between two operations: see lift_single.c */
    struct var_set boxed;     /* known to be boxed singles here, of `singles` */
    LLVMValueRef val[MAX_TEMPS];
    LLVMValueRef tb_slot[MAX_TEMPS]; /* allocas of temps that live across labels */
    struct temp_fact fact[MAX_TEMPS];
    LLVMBasicBlockRef *labels;
    struct var_set *label_dirty; /* on the ways there so far; with exact faults */
    struct var_set *label_boxed; /* on all ways there so far */
    bool terminated;             /* the current LLVM block has its terminator */
    const char *error;           /* why the function cannot be lifted */
};

/* lift.c */
void lifter_init(struct lifter *l, const struct program *p, LLVMContextRef ctx,
                 LLVMModuleRef mod);
void lifter_free(struct lifter *l);
/* The calling convention of translated functions. */
void function_convention(struct lifter *l, LLVMValueRef fn);
void call_convention(struct lifter *l, LLVMValueRef call);
/* Lifts F into the module. NULL, or the reason why it cannot be. */
const char *lift_function(struct lifter *l, const struct func *f);
/* The same for a function whose work the host does (lift_libc.c). */
const char *lift_native(struct lifter *l, const struct func *f);
/* When the unit's functions have been lifted: what those call. False if that cannot be. */
bool libc_define_shorts(struct lifter *l);
/* Makes F's symbol the current function, with no blocks. */
void begin_function(struct lifter *l, const struct func *f);
/* Makes F's symbol lead back to the dispatcher, for a function that was not lifted. */
void lift_stub(struct lifter *l, const struct func *f);
/* Calls FN for each place beside its entry where F, which has been lifted, can be entered: with
 * ENTER, an address or a number, and a request for SITE if that is not 0. */
void func_places(struct lifter *l, const struct func *f,
                 void (*fn)(void *arg, const struct func *f, uint64_t pc, uint64_t enter,
                            unsigned site),
                 void *arg);
/* The symbol of F's translation. */
void func_symbol(char *buf, size_t n, const struct func *f);

/* lift_state.c: CPU state. */
LLVMTypeRef var_type(struct lifter *l, unsigned v);
LLVMValueRef env_ptr_at(struct lifter *l, int32_t offset); /* in the GS segment */
LLVMValueRef env_pointer(struct lifter *l);                /* as a plain pointer */
LLVMValueRef env_load(struct lifter *l, LLVMTypeRef type, int32_t offset);
void env_store(struct lifter *l, LLVMValueRef v, int32_t offset);
LLVMValueRef var_get(struct lifter *l, unsigned v);
void var_set(struct lifter *l, unsigned v, LLVMValueRef x);
void var_flush(struct lifter *l, const struct var_set *s);  /* registers to memory */
void var_reload(struct lifter *l, const struct var_set *s); /* memory to registers */
/* Brings those of WANTED that are not in HAVE from memory to registers. */
void var_supply(struct lifter *l, const struct var_set *wanted, const struct var_set *have);
void var_forget(struct lifter *l); /* control comes together: values are not certain */
int var_at(const struct lifter *l, int32_t offset, unsigned size); /* overlapping, or -1 */
LLVMValueRef state_pack(struct lifter *l, LLVMValueRef pc);
void state_unpack(struct lifter *l, LLVMValueRef agg);
void state_args(struct lifter *l, LLVMValueRef pc, LLVMValueRef *args);
unsigned state_nargs(const struct lifter *l);
/* Variable V as an argument: its type then, there and back. */
LLVMTypeRef arg_type(struct lifter *l, unsigned v);
LLVMValueRef to_arg(struct lifter *l, unsigned v, LLVMValueRef x);
LLVMValueRef from_arg(struct lifter *l, unsigned v, LLVMValueRef x);
void var_set_arg(struct lifter *l, unsigned v, LLVMValueRef x);

/* place_state.c: where CPU state is in registers. */
/* Everything that may be dirty here, with the register arguments. */
struct var_set dirty_here(struct lifter *l);
/* What is dirty and needed where. */
void analyse_state(struct lifter *l);
/* Stores what the current block has to, where it goes on to TO or jumps inside the function. */
void flush_on_way(struct lifter *l, const struct block_info *to);
void flush_at_jump(struct lifter *l);

/* The current function's block at PC, or NULL. */
struct block_info *block_info_at(struct lifter *l, uint64_t pc);
/* Calls FN for each block of the function that BI can go on to; CLEAN says that
 * all state is in memory on the way. */
void for_each_succ(struct lifter *l, struct block_info *bi,
                   void (*fn)(struct block_info *from, struct block_info *to, bool clean,
                              void *arg),
                   void *arg);
struct var_set flush_set(const struct block_info *bi);    /* what leaving from BI stores */
struct var_set header_flush(const struct block_info *bi); /* what its poll stores */
void scan_block(const struct fe *fe, struct block *b, bool exact); /* block_state.c */

/* carried.c: integers that are handed on in vector registers: there and back. */
LLVMValueRef to_carried(struct lifter *l, LLVMValueRef x);
LLVMValueRef from_carried(struct lifter *l, LLVMValueRef x);
/* Puts instructions in the place of those conversions, after LLVM's passes. */
void lower_carried(LLVMModuleRef mod);

/* wide_loads.c: loads of pieces of a number become one. Between LLVM's passes. */
void widen_loads(LLVMModuleRef mod);

/* lift_loops.c: the loops; sets polls, table_polls, and how blocks are entered. */
void find_loops(struct lifter *l);
void free_loops(struct lifter *l);
/* Control may come to BI from outside of the function. */
bool entered_from_outside(const struct lifter *l, const struct block_info *bi);
/* The innermost loop around block I, which is a site; NULL if it is none. */
struct loop *site_loop(struct lifter *l, unsigned i);
/* To come to it, the function is entered with *ENTER, an address or a number. False if it
 * cannot be. */
bool site_entry(struct lifter *l, unsigned i, uint64_t *enter);

/* lift_ops.c: one function for each opcode. */
void lift_op(struct lifter *l, const struct fe_op *o);
LLVMValueRef temp_get(struct lifter *l, uint64_t t);
void temp_set(struct lifter *l, uint64_t t, LLVMValueRef v);
LLVMTypeRef temp_type(struct lifter *l, uint64_t t);
LLVMValueRef float_behind(LLVMValueRef x); /* the float or double whose bits X is, or NULL */
LLVMValueRef intrinsic(struct lifter *l, const char *name, LLVMTypeRef *types, unsigned ntypes,
                       LLVMValueRef *args, unsigned nargs);
LLVMValueRef guest_load(struct lifter *l, LLVMTypeRef type, LLVMValueRef addr);
LLVMValueRef guest_store(struct lifter *l, LLVMValueRef v, LLVMValueRef addr);
LLVMValueRef guest_ptr(struct lifter *l, LLVMValueRef addr);
void guest_stored(struct lifter *l); /* after a store */
LLVMValueRef guest_bswap(struct lifter *l, LLVMValueRef v);

/* lift_exact.c: accesses that may fault, with all state in memory before. */
/* True if what O loads into temp T goes to a vector or floating point register. */
bool for_vector(struct lifter *l, const struct fe_op *o, uint64_t t);
void exact_sync(struct lifter *l);     /* what is dirty goes to memory */
void exact_sync_all(struct lifter *l); /* and so does the pc */
void exact_load(struct lifter *l, const struct fe_op *o);
void exact_store(struct lifter *l, const struct fe_op *o);
void exact_load_pair(struct lifter *l, const struct fe_op *o);
void exact_store_pair(struct lifter *l, const struct fe_op *o);

/* lift_flags.c: V as variable VAR has to have it; of those that mean the same, the one that
 * LLVM makes most of. */
LLVMValueRef plain_value(struct lifter *l, unsigned var, LLVMValueRef v);

/* lift_helpers.c: calls of QEMU's helpers, those known better in LLVM's terms. */
void lift_call(struct lifter *l, const struct fe_op *o);
/* Who makes code of a helper's call. */
enum helper_lifter {
    LIFTED_INLINE, /* lift_helpers.c */
    LIFTED_VEC,    /* lift_vec.c */
    LIFTED_FP_VEC, /* lift_fp_vec.c */
    LIFTED_FP,     /* lift_fp.c */
    LIFTED_HOST,   /* lift_host.c */
    LIFTED_BODY,   /* lift_body.c */
    LIFTED_SIGN,   /* lift_pac.c */
    LIFTED_AUTH,   /* the same; what may raise an exception */
    LIFTED_CALL,   /* nobody: the helper itself is called */
};
enum helper_lifter helper_lifter(const struct fe *fe, const struct fe_block *f,
                                 const struct fe_op *o);
/* What a call may do to CPU state behind the globals' back, so that it has to be in memory
 * around the call. */
struct call_effect {
    bool read_all, write_all; /* all variables */
    bool vectors;             /* all vector variables, both ways */
    bool inlined;             /* no call is made at all */
};
struct call_effect call_effect(const struct fe *fe, bool exact_faults, const struct fe_block *f,
                               const struct fe_op *o);
/* With exact faults, of guests with condition flags: which of NZCV variable V is, or -1;
 * operations before which those that an instruction has written are described
 * (enum fe_flag_kind). */
int flag_of(const struct fe *fe, unsigned v);
bool ends_flags(const struct fe_op *o);
void flags_describe(struct lifter *l);
void flags_settle(struct lifter *l); /* memory has the flags themselves */
bool is_atomic(const char *helper);
/* Where an exception may be raised next: all state comes to memory (with exact faults, of what
 * exact_sync_all() has left, the flags). */
void state_before_raise(struct lifter *l);

/* lift_pac.c: calls of the helpers that sign return addresses, and authenticate them. */
bool is_pac_sign(const struct fe *fe, const struct fe_op *o);
bool is_pac_authenticate(const struct fe *fe, const struct fe_op *o);
void lift_pac(struct lifter *l, const struct fe_op *o);

/* Gives V, a function or a call, the enum attribute NAME, whose value is VAL if it has one. */
void add_attr(struct lifter *l, LLVMValueRef v, const char *name, uint64_t val);
/* V, a number or vector, as something that LLVM knows nothing of. */
LLVMValueRef opaque(struct lifter *l, LLVMValueRef v);
/* A guest address without its top byte. */
enum { TAG_BITS = 8 };
LLVMValueRef untag(struct lifter *l, LLVMValueRef v);
/* Before an access at ADDR: raises the guest's SIGBUS if its alignment is not what O
 * wants. */
void check_alignment(struct lifter *l, const struct fe_op *o, LLVMValueRef addr, bool is_store);

/* lift_fp.c: floating point by the host's own. */
enum { FP_RM_DYNAMIC = -1, FP_COLD_ARGS = 6 };
/* True if O's helper is not called as others are. */
bool fp_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o);
bool lift_fp(struct lifter *l, const struct fe_op *o);
/* Around the call of a helper that may use the floating point state: NULL if not so. */
LLVMValueRef fp_begin_foreign(struct lifter *l, const struct fe_op *o);
void fp_end_foreign(struct lifter *l, LLVMValueRef token);

/* lift_fp_vec_chain.c: has tests share a branch. At a function's end. */
void vec_chains(struct lifter *l);

bool fp_is_compare(const struct fe_op *o);
/* Whether O may raise the host's flags; OWN_MODE: it has a rounding mode of its own. */
enum fp_noise { FP_QUIET, FP_MAY_BE_QUIET, FP_LOUD };
enum fp_noise fp_noise(const struct fe_op *o, bool own_mode);

/* lift_fp_vec.c: the same for vector registers given by address, the first of which is
 * the result. True if O is one of those; *NREGS are pointers to registers, and the first
 * is read, too, if *ACCUMULATES. */
bool fp_vec_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                    unsigned *nregs, bool *accumulates);
bool fp_gives_single(const struct fe_op *o);  /* the helper's result is a boxed single */
bool fp_takes_singles(const struct fe_op *o); /* so are its operands, or count as NaNs */

/* lift_fp_chain.c: operations that are tested for NaNs together. */
void chain_init(struct lifter *l);
void chain_free(struct lifter *l);
bool chain_open(const struct lifter *l);
/* All results are the guest's from here on. */
void chain_sync(struct lifter *l);
/* Around each operation. */
void chain_before(struct lifter *l, const struct fe_op *o);
void chain_after(struct lifter *l, const struct fe_op *o);
/* l->known[V] was loaded; variable V is about to change. */
void chain_var_read(struct lifter *l, unsigned v);
void chain_var_written(struct lifter *l, unsigned v);

/* lift_single.c: singles in registers of 64 bits. */
void find_singles(struct lifter *l);
LLVMValueRef box_single(struct lifter *l, LLVMValueRef x); /* as an integer */
/* The float in a box that X is for certain, or NULL. */
LLVMValueRef single_behind(struct lifter *l, LLVMValueRef x);
/* The single that X, or temp T, stands for. */
LLVMValueRef single_of(struct lifter *l, LLVMValueRef x);
LLVMValueRef temp_single(struct lifter *l, uint64_t t);
/* Operations on the bits of singles; false if O is none. */
bool lift_single_op(struct lifter *l, const struct fe_op *o);

/* lift_fflags.c: RISC-V's exception flags. */
bool is_fflags(const struct fe_block *f, const struct fe_op *o);
void lift_fflags(struct lifter *l, const struct fe_op *o);
void find_quiet_stretches(struct lifter *l);
bool is_frm_read(const struct fe_block *f, const struct fe_op *o);

/* lift_vec.c: helpers that are given vector registers by address; the first operand is
 * the result. vec_inlined() says which; lift_vec_call() lifts those, else false. */
bool vec_inlined(const struct fe_block *f, const struct fe_op *o);
bool lift_vec_call(struct lifter *l, const struct fe_op *o);

/* lift_lanes.c: instructions that come element by element. From operation FIRST, which follows
 * an insn_start, on: the number of operations that are one of those, or 0. lanes_scan()
 * calls ACCESS for each variable that it reads, then for each that it writes, all of it. */
unsigned lanes_scan(const struct fe *fe, const struct fe_block *f, unsigned first,
                    void (*access)(void *arg, unsigned var, bool store), void *arg);
unsigned lift_lanes(struct lifter *l, unsigned first);

/* lift_host.c: helpers that the host has instructions for. FEATURES are LLVM's, of the CPU that
 * the output is for. */
void host_instructions(const char *features);
bool host_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o);
void host_registers(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                    void (*access)(void *arg, int32_t offset, bool store), void *arg);
bool lift_host_call(struct lifter *l, const struct fe_op *o);

/* If temp T, argument of operation O, is the address of CPU state: how far from its start. */
bool state_offset(const struct fe_block *f, const struct fe_op *o, uint64_t t, int32_t *offset);
bool is_vector_register(const struct fe *fe, int32_t offset);

/* lift_body.c: helpers whose bodies become part of translated code: what arguments point to
 * is known, and nothing else is read or changed. body_registers() calls ACCESS for
 * each vector register that O reads, then for each that it changes. */
bool body_inlined(const struct fe *fe, const struct fe_block *f, const struct fe_op *o);
void body_registers(const struct fe *fe, const struct fe_block *f, const struct fe_op *o,
                    void (*access)(void *arg, int32_t offset, bool store), void *arg);
bool lift_body_call(struct lifter *l, const struct fe_op *o);
/* When the unit's functions have been lifted. NULL, or what went wrong. */
const char *bodies_define(struct lifter *l, LLVMTargetMachineRef tm);
/* Moves to MOD what of SRC, which is used up, its declarations name, and what that uses in
 * turn. False if that cannot be. */
bool link_wanted(LLVMModuleRef mod, LLVMModuleRef src);
/* FN, compiled from C, is for the host that translated code is for, and part of its callers. */
void adopt_body(struct lifter *l, LLVMValueRef fn);

/* lift_control.c: exits. */
void control_exit_tb(struct lifter *l, const struct fe_op *o);
void control_goto_ptr(struct lifter *l, const struct fe_op *o);
void control_syscall(struct lifter *l, const struct fe_op *o);
/* Branches to LIKELY if C, else to COLD, which is not expected. */
void cond_br_cold(struct lifter *l, LLVMValueRef c, LLVMBasicBlockRef likely,
                  LLVMBasicBlockRef cold);
void control_poll_header(struct lifter *l); /* at the start of a block that polls */
/* To BI, from an inner entry that has loaded what BI wants, if that is what it always is there
 * (entry_constants.h), or if nobody knows what that is. */
void control_enter(struct lifter *l, const struct block_info *bi);
/* On the way to BI from outside of the function: where the register arguments are known and the
 * rest is in memory, as after a call. */
LLVMBasicBlockRef control_resume_block(struct lifter *l, struct block_info *bi);
/* Where jumps of group G meet; not lifted yet, perhaps. */
LLVMBasicBlockRef control_dispatch(struct lifter *l, struct block_info *g);
const struct block_exit *exit_at(const struct block *b, unsigned op);
LLVMValueRef call_state(struct lifter *l, LLVMValueRef callee, LLVMValueRef pc, bool tail);

static inline LLVMValueRef const_i64(struct lifter *l, uint64_t v)
{
    return LLVMConstInt(l->i64, v, 0);
}

#endif
