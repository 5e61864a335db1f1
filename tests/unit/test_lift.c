/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_lift.c: the lifter, opcode by opcode.
 *
 * For each opcode of QEMU's list, small blocks are made by hand that have just that
 * operation, in its variations: widths, conditions, constant operands, element sizes,
 * results that overwrite operands. They are lifted, compiled and run on special and
 * random operands, and the whole CPU state is compared with what a plain C model of the
 * opcode (by QEMU's docs/devel/tcg-ops.rst) makes of it.
 *
 * The table `rows` says how each opcode is tested. An opcode that QEMU's list has and
 * the table has not is a failure.
 *
 *     test_lift [-v] [OPCODE]     -v prints the IR of what fails
 */
#define _GNU_SOURCE
#include "lift_families.h"

#include <asm/prctl.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Orc.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- The table ----------------------------------------------------------------------- */

#define ROW(name, n, f, ...) [FE_OP_##name] = {.family = &f, .bits = (n), __VA_ARGS__}
#define ONE(name, n, c, ...) ROW(name, n, plain, .calc = calc_##c, __VA_ARGS__)
#define BOTH(name, ...)                                                                        \
    ONE(name##_i32, 32, name, __VA_ARGS__), ONE(name##_i64, 64, name, __VA_ARGS__)
#define DIV2(name, d)                                                                          \
    ROW(name##_i32, 32, div2, .calc = calc_##name, .domain = (d)),                             \
        ROW(name##_i64, 64, div2, .calc = calc_##name, .domain = (d))
#define VEC(name, c, ...) ROW(name##_vec, 64, vector, .calc = calc_##c, __VA_ARGS__)
#define STATE(name, n, s, sgn) ROW(name, n, state, .size = (s), .sign = (sgn))
#define NEVER(name) ROW(name, 64, never, )

/* clang-format off */
static const struct row rows[FE_NB_OPS] = {
    BOTH(mov),
    /* Arithmetic */
    BOTH(add), BOTH(sub), BOTH(mul), BOTH(neg), BOTH(add2), BOTH(sub2), BOTH(mulu2),
    BOTH(muls2), BOTH(muluh), BOTH(mulsh),
    BOTH(div, .domain = SIGNED_DIVISOR), BOTH(divu, .domain = DIVISOR),
    BOTH(rem, .domain = SIGNED_DIVISOR), BOTH(remu, .domain = DIVISOR),
    DIV2(div2, SIGNED_DIVISOR), DIV2(divu2, DIVISOR),
    /* Logic */
    BOTH(and), BOTH(or), BOTH(xor), BOTH(not), BOTH(andc), BOTH(orc), BOTH(eqv), BOTH(nand),
    BOTH(nor), BOTH(clz), BOTH(ctz), BOTH(ctpop),
    /* Shifts, fields and bytes */
    BOTH(shl, .domain = COUNT), BOTH(shr, .domain = COUNT), BOTH(sar, .domain = COUNT),
    BOTH(rotl, .domain = COUNT), BOTH(rotr, .domain = COUNT),
    BOTH(deposit, .consts = FIELD), BOTH(extract, .consts = FIELD),
    BOTH(sextract, .consts = FIELD), BOTH(extract2, .consts = POSITION),
    BOTH(bswap16, .consts = SWAP, .size = 16), BOTH(bswap32, .consts = SWAP, .size = 32),
    ONE(bswap64_i64, 64, bswap64, .consts = SWAP, .size = 64),
    /* Extension */
    BOTH(ext8s), BOTH(ext16s), BOTH(ext8u), BOTH(ext16u),
    ONE(ext32s_i64, 64, ext32s), ONE(ext32u_i64, 64, ext32u),
    ONE(ext_i32_i64, 32, ext32s, .out_bits = 64), ONE(extu_i32_i64, 32, ext32u, .out_bits = 64),
    ONE(extrl_i64_i32, 64, mov, .out_bits = 32), ONE(extrh_i64_i32, 64, extrh, .out_bits = 32),
    /* Conditions and control */
    BOTH(setcond, .consts = COND), BOTH(negsetcond, .consts = COND), BOTH(movcond, .consts = COND),
    ROW(brcond_i32, 32, branch, .consts = COND), ROW(brcond_i64, 64, branch, .consts = COND),
    ROW(br, 64, branch, .consts = COND), ROW(set_label, 64, branch, .consts = COND),
    ROW(exit_tb, 64, leaving), ROW(goto_tb, 64, leaving), ROW(goto_ptr, 64, leaving),
    ROW(call, 64, calls), ROW(insn_start, 64, calls), ROW(mb, 64, barrier),
    ROW(discard, 64, discard),
    /* CPU state: register, memory */
    STATE(ld8u_i32, 32, 8, false), STATE(ld8s_i32, 32, 8, true),
    STATE(ld16u_i32, 32, 16, false), STATE(ld16s_i32, 32, 16, true),
    STATE(ld_i32, 32, 32, false),
    STATE(st8_i32, 32, 8, false), STATE(st16_i32, 32, 16, false), STATE(st_i32, 32, 32, false),
    STATE(ld8u_i64, 64, 8, false), STATE(ld8s_i64, 64, 8, true),
    STATE(ld16u_i64, 64, 16, false), STATE(ld16s_i64, 64, 16, true),
    STATE(ld32u_i64, 64, 32, false), STATE(ld32s_i64, 64, 32, true),
    STATE(ld_i64, 64, 64, false),
    STATE(st8_i64, 64, 8, false), STATE(st16_i64, 64, 16, false),
    STATE(st32_i64, 64, 32, false), STATE(st_i64, 64, 64, false),
    ROW(ld_vec, 64, vec_state), ROW(st_vec, 64, vec_state), ROW(dupm_vec, 64, vec_state),
    /* Guest memory */
    ROW(qemu_ld_i32, 32, memory), ROW(qemu_st_i32, 32, memory), ROW(qemu_st8_i32, 32, memory),
    ROW(qemu_ld_i64, 64, memory), ROW(qemu_st_i64, 64, memory),
    ROW(qemu_ld_i128, 128, memory), ROW(qemu_st_i128, 128, memory),
    /* Vectors: by element, as the scalar operation */
    VEC(mov, mov), VEC(dup, mov, .scalar = 1),
    VEC(add, add), VEC(sub, sub), VEC(mul, mul), VEC(neg, neg), VEC(abs, abs),
    VEC(ssadd, ssadd), VEC(usadd, usadd), VEC(sssub, sssub), VEC(ussub, ussub),
    VEC(smin, smin), VEC(umin, umin), VEC(smax, smax), VEC(umax, umax),
    VEC(and, and), VEC(or, or), VEC(xor, xor), VEC(not, not), VEC(andc, andc), VEC(orc, orc),
    VEC(eqv, eqv), VEC(nand, nand), VEC(nor, nor), VEC(bitsel, bitsel),
    VEC(shli, shl, .consts = IMM_COUNT), VEC(shri, shr, .consts = IMM_COUNT),
    VEC(sari, sar, .consts = IMM_COUNT), VEC(rotli, rotl, .consts = IMM_COUNT),
    VEC(shls, shl, .domain = COUNT, .scalar = 2), VEC(shrs, shr, .domain = COUNT, .scalar = 2),
    VEC(sars, sar, .domain = COUNT, .scalar = 2), VEC(rotls, rotl, .domain = COUNT, .scalar = 2),
    VEC(shlv, shl, .domain = COUNT), VEC(shrv, shr, .domain = COUNT),
    VEC(sarv, sar, .domain = COUNT), VEC(rotlv, rotl, .domain = COUNT),
    VEC(rotrv, rotr, .domain = COUNT),
    VEC(cmp, negsetcond, .consts = COND), VEC(cmpsel, movcond, .consts = COND),
    /* Of 32-bit hosts, of plugins, of QEMU's code generator */
    NEVER(brcond2_i32), NEVER(setcond2_i32), NEVER(dup2_vec), NEVER(plugin_cb),
    NEVER(plugin_mem_cb), NEVER(last_generic), NEVER(x86_shufps_vec), NEVER(x86_blend_vec),
    NEVER(x86_packss_vec), NEVER(x86_packus_vec), NEVER(x86_psrldq_vec),
    NEVER(x86_vperm2i128_vec), NEVER(x86_punpckl_vec), NEVER(x86_punpckh_vec),
    NEVER(x86_vpshldi_vec), NEVER(x86_vpshldv_vec), NEVER(x86_vpshrdv_vec),
};
/* clang-format on */

/* --- Running ------------------------------------------------------------------------- */

static void fail(const struct test *t, const char *format, ...)
{
    static unsigned last_opc = FE_NB_OPS, count;
    va_list ap;

    nfailed++;
    count = t->opc == last_opc ? count + 1 : 1;
    last_opc = t->opc;
    if (count > 3) {
        return; /* of one opcode, the first are enough */
    }
    fprintf(stderr, "%s type %d bits %u constants %llx %llx form %u out %d",
            fe_opcode_name(t->opc), t->type, t->bits, (unsigned long long)t->c[0],
            (unsigned long long)t->c[1], t->form, t->out);
    if (t->konst >= 0) {
        fprintf(stderr, " operand %d = %llx", t->konst, (unsigned long long)t->kval);
    }
    fprintf(stderr, ": ");
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fprintf(stderr, "\n");
}

enum { CROSS = NSPECIALS * NSPECIALS, RUNS = CROSS + 64 };

/* State number I: special operands in all pairs, then random ones. */
static void fill(const struct test *t, struct cpu *c, unsigned i)
{
    for (size_t at = 0; at < sizeof(*c); at += 8) {
        uint64_t r = random64();
        memcpy((char *)c + at, &r, 8);
    }
    for (unsigned k = 0; k < 4; k++) {
        unsigned s = k == 0 ? i : k == 1 ? i / NSPECIALS : (unsigned)random64() % 64;
        if (i < CROSS && s < CROSS) {
            c->x[k] = special(s, 64);
            c->w[k] = (uint32_t)special(s, 32);
        }
    }
    c->self = &cpu;
    c->stack_limit = 0;
    c->exit_request = 0;
    c->ret = next_pc(t);
    if (t->row->family->prepare) {
        t->row->family->prepare(t, c);
    }
}

static const char *difference(const struct cpu *got, const struct cpu *want)
{
    static char text[200];
    static const struct {
        const char *name;
        size_t at, size;
    } fields[] = {
#define FIELD_(f) {#f, offsetof(struct cpu, f), sizeof(((struct cpu *)0)->f)}
        FIELD_(ret),  FIELD_(pc),   FIELD_(x[0]), FIELD_(x[1]), FIELD_(x[2]),
        FIELD_(x[3]), FIELD_(f),    FIELD_(d[0]), FIELD_(d[1]), FIELD_(w[0]),
        FIELD_(w[1]), FIELD_(w[2]), FIELD_(w[3]), FIELD_(e[0]), FIELD_(e[1]),
        FIELD_(q),    FIELD_(v),    FIELD_(u),    FIELD_(mem),
    };

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        for (size_t k = 0; k < fields[i].size; k += 8) {
            uint64_t g = 0, w = 0;
            size_t n = fields[i].size - k < 8 ? fields[i].size - k : 8;
            memcpy(&g, (const char *)got + fields[i].at + k, n);
            memcpy(&w, (const char *)want + fields[i].at + k, n);
            if (g != w) {
                snprintf(text, sizeof(text), "%s+%zu is %llx, not %llx", fields[i].name, k,
                         (unsigned long long)g, (unsigned long long)w);
                return text;
            }
        }
    }
    return "the state outside of the variables has changed";
}

/* The return address comes back, unless a helper does not return. */
static void call_test(const struct test *t)
{
    if (!setjmp(no_return)) {
        cpu.ret = t->run();
    }
}

static void run_test(const struct test *t)
{
    struct cpu before, want;

    for (unsigned i = 0; i < RUNS; i++) {
        fill(t, &before, i);
        memcpy(&cpu, &before, sizeof(cpu));
        call_test(t);
        memcpy(&want, &before, sizeof(want));
        t->row->family->model(t, &want, &cpu);
        if (memcmp(&want, &cpu, sizeof(cpu))) {
            fail(t, "with x %llx %llx %llx %llx w %x %x %x %x: %s",
                 (unsigned long long)before.x[0], (unsigned long long)before.x[1],
                 (unsigned long long)before.x[2], (unsigned long long)before.x[3], before.w[0],
                 before.w[1], before.w[2], before.w[3], difference(&cpu, &want));
            return;
        }
    }
}

static void check_error(LLVMErrorRef e)
{
    if (e) {
        fprintf(stderr, "LLVM: %.300s\n", LLVMGetErrorMessage(e));
        exit(1);
    }
}

/* What the runtime has, for lifted code to go to: returns the pc it is given, marked. */
static void define_stub(struct lifter *l, const char *name, uint64_t mark)
{
    LLVMValueRef fn = LLVMGetNamedFunction(l->mod, name);
    if (!fn) {
        return;
    }
    LLVMPositionBuilderAtEnd(l->b, LLVMAppendBasicBlockInContext(l->ctx, fn, ""));
    LLVMValueRef pc = LLVMBuildOr(l->b, LLVMGetParam(fn, 0), const_i64(l, mark), "");
    LLVMBuildRet(l->b, LLVMBuildInsertValue(l->b, LLVMGetPoison(l->state), pc, 0, ""));
}

/* C's way into a lifted function. */
static void define_entry(struct lifter *l, size_t i)
{
    char name[32];
    LLVMValueRef f = l->fn, zero = const_i64(l, 0);

    snprintf(name, sizeof(name), "run%zu", i);
    LLVMValueRef fn = LLVMAddFunction(l->mod, name, LLVMFunctionType(l->i64, NULL, 0, 0));
    LLVMPositionBuilderAtEnd(l->b, LLVMAppendBasicBlockInContext(l->ctx, fn, ""));
    LLVMValueRef r = LLVMBuildCall2(l->b, l->fn_type, f, &zero, 1, "");
    call_convention(l, r);
    LLVMSetTailCallKind(r, LLVMTailCallKindNoTail); /* it saves no register, but this has to */
    LLVMBuildRet(l->b, LLVMBuildExtractValue(l->b, r, 0, ""));
}

static void lift_test(struct lifter *l, struct test *t, size_t i, bool verbose)
{
    const char *why = lift_function(l, &t->func);

    if (verbose) {
        char *s = LLVMPrintValueToString(l->fn);
        fprintf(stderr, "%s\n", s);
        LLVMDisposeMessage(s);
    }
    if (!why && LLVMVerifyFunction(l->fn, LLVMPrintMessageAction)) {
        why = "does not verify";
        fail(t, "%s", why);
    } else if (!why && t->reject) {
        fail(t, "is lifted, though it cannot be right");
    } else if (why && !t->reject) {
        fail(t, "is not lifted: %s", why);
    } else if (t->row->family == &barrier && !has_barrier(t, l->fn)) {
        fail(t, "has no barrier");
    }
    if (why) {
        lift_stub(l, &t->func);
    }
    define_entry(l, i);
}

static LLVMTargetMachineRef new_target(LLVMCodeGenOptLevel level)
{
    LLVMTargetRef target;
    char *msg = NULL, *name = LLVMGetHostCPUName(), *features = LLVMGetHostCPUFeatures();

    if (LLVMGetTargetFromTriple("x86_64-pc-linux-gnu", &target, &msg)) {
        fprintf(stderr, "LLVM: %s\n", msg);
        exit(1);
    }
    LLVMTargetMachineRef tm = LLVMCreateTargetMachine(
        target, "x86_64-pc-linux-gnu", name, features, level, LLVMRelocPIC, LLVMCodeModelSmall);
    LLVMDisposeMessage(name);
    LLVMDisposeMessage(features);
    return tm;
}

static LLVMOrcLLJITRef new_jit(LLVMCodeGenOptLevel level)
{
    static const struct {
        const char *name;
        void *address;
    } symbols[] = {
        {"helper_unit_pure", helper_unit_pure},   {"helper_unit_wide", helper_unit_wide},
        {"helper_unit_read", helper_unit_read},   {"helper_unit_write", helper_unit_write},
        {"helper_unit_raise", helper_unit_raise}, {"hqemu_mode_ok", hqemu_mode_ok},
        {"hqemu_unaligned", hqemu_unaligned},
    };
    enum { N = sizeof(symbols) / sizeof(symbols[0]) };
    LLVMOrcCSymbolMapPair pairs[N];
    LLVMOrcLLJITRef jit;

    LLVMOrcLLJITBuilderRef builder = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(
        builder, LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(new_target(level)));
    check_error(LLVMOrcCreateLLJIT(&jit, builder));
    for (unsigned i = 0; i < N; i++) {
        pairs[i].Name = LLVMOrcLLJITMangleAndIntern(jit, symbols[i].name);
        pairs[i].Sym = (LLVMJITEvaluatedSymbol){
            (uintptr_t)symbols[i].address,
            {LLVMJITSymbolGenericFlagsExported | LLVMJITSymbolGenericFlagsCallable, 0}};
    }
    check_error(LLVMOrcJITDylibDefine(LLVMOrcLLJITGetMainJITDylib(jit),
                                      LLVMOrcAbsoluteSymbols(pairs, N)));
    return jit;
}

static void analyse(struct program *p)
{
    for (size_t i = 0; i < ntests; i++) {
        tests[i]->block = tests[i]->unscanned;
        memset(&tests[i]->func.own, 0, sizeof(struct var_set));
        memset(&tests[i]->func.through, 0, sizeof(struct var_set));
        memset(&tests[i]->func.weak, 0, sizeof(struct var_set));
        memset(&tests[i]->func.ret_live, 0, sizeof(struct var_set));
    }
    scan_program(p);
    analyse_liveness(p);
}

/* Lifts and compiles all tests, with PASSES, and runs them. */
static void run_all(struct program *p, const char *passes, LLVMCodeGenOptLevel level,
                    bool verbose)
{
    static struct lifter l;
    LLVMOrcThreadSafeContextRef context = LLVMOrcCreateNewThreadSafeContext();
    LLVMContextRef ctx = LLVMOrcThreadSafeContextGetContext(context);
    LLVMModuleRef mod = LLVMModuleCreateWithNameInContext("test", ctx);
    LLVMOrcLLJITRef jit = new_jit(level);
    LLVMTargetMachineRef tm = new_target(level);

    LLVMSetTarget(mod, LLVMOrcLLJITGetTripleString(jit));
    LLVMSetDataLayout(mod, LLVMOrcLLJITGetDataLayoutStr(jit));
    analyse(p);
    lifter_init(&l, p, ctx, mod);
    for (size_t i = 0; i < ntests; i++) {
        lift_test(&l, tests[i], i, verbose);
    }
    define_stub(&l, "hqemu_text_base", 0);
    define_stub(&l, "hqemu_leave", LEFT);
    define_stub(&l, "hqemu_syscall", SYSCALL);
    /* A dispatch table that knows no address: all entries lead to hqemu_text_base. */
    LLVMTypeRef table_type = LLVMArrayType2(l.i32, (p->text_hi - p->text_lo) / NINSN + 1);
    LLVMValueRef table = LLVMAddGlobal(mod, table_type, "table");
    LLVMSetInitializer(table, LLVMConstNull(table_type));
    LLVMReplaceAllUsesWith(l.table, table);
    LLVMDeleteGlobal(l.table);
    lifter_free(&l);

    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    check_error(LLVMRunPasses(mod, passes, tm, options));
    lower_carried(mod);
    LLVMDisposePassBuilderOptions(options);
    LLVMDisposeTargetMachine(tm);
    check_error(LLVMOrcLLJITAddLLVMIRModule(jit, LLVMOrcLLJITGetMainJITDylib(jit),
                                            LLVMOrcCreateNewThreadSafeModule(mod, context)));
    LLVMOrcDisposeThreadSafeContext(context);
    for (size_t i = 0; i < ntests; i++) {
        char name[32];
        LLVMOrcExecutorAddress address;
        snprintf(name, sizeof(name), "run%zu", i);
        check_error(LLVMOrcLLJITLookup(jit, &address, name));
        tests[i]->run = (uint64_t(*)(void))address;
        if (!tests[i]->reject) {
            run_test(tests[i]);
        }
    }
    check_error(LLVMOrcDisposeLLJIT(jit));
}

static void make_func(struct test *t, size_t i)
{
    t->func.entry = t->func.lo = text_lo + i * 4 * NINSN;
    t->func.hi = t->func.entry + 2 * NINSN;
    t->func.name = (char *)"test";
    t->func.blocks = t->blocks;
    t->func.nblocks = 1;
    t->blocks[0] = &t->block;
    t->block.pc = t->fe.pc = t->fe.last_pc = t->func.entry;
    t->block.fe = &t->fe;
    t->fe.size = 2 * NINSN;
    t->fe.ninsns = 2;
    t->fe.branch = FE_BR_JUMP;
    OP_(t, FE_OP_insn_start, t->func.entry);
    t->row->family->build(t);
    if (t->block.nexits == 0) {
        OP_(t, FE_OP_exit_tb, 0);
        exit_to(t, EXIT_DIRECT, next_pc(t));
    }
    t->unscanned = t->block;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && !strcmp(argv[1], "-v");
    const char *only = argc > 1 + verbose ? argv[1 + verbose] : NULL;
    struct program p = {.fe = &fe};
    unsigned nopcodes = 0;

    for (unsigned i = 0; i < FE_NB_OPS; i++) {
        size_t had = ntests;
        if (only && strcmp(only, fe_opcode_name(i))) {
            continue;
        }
        if (rows[i].family) {
            rows[i].family->cases(&rows[i], i);
        }
        if (ntests == had) {
            fprintf(stderr, "%s: has no case\n", fe_opcode_name(i));
            nfailed++;
        } else {
            nopcodes += rows[i].family != &never;
        }
    }
    p.nfuncs = ntests;
    p.funcs = calloc(ntests + 1, sizeof(*p.funcs));
    for (size_t i = 0; i < ntests; i++) {
        make_func(tests[i], i);
        p.funcs[i] = &tests[i]->func;
    }
    p.text_lo = text_lo;
    p.text_hi = text_lo + ntests * 4 * NINSN;

    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser(); /* for inline assembly */
    syscall(SYS_arch_prctl, ARCH_SET_GS, &cpu);
    run_all(&p, "function(mem2reg)", LLVMCodeGenLevelNone, verbose);
    run_all(&p, "default<O2>", LLVMCodeGenLevelDefault, false);
    /* Accesses to guest memory, and what is in memory there, are made differently. */
    p.exact_faults = exact_faults = true;
    run_all(&p, "default<O2>", LLVMCodeGenLevelDefault, false);
    printf("%u opcodes, %zu blocks, %u failed\n", nopcodes, ntests, nfailed);
    free(p.funcs);
    return nfailed || !ntests;
}
