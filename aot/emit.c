/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * emit.c: LLVM's code generator.
 *
 * The register coalescer joins copies between blocks first. Those within a block then join
 * registers that live in much of the function, and each costs as much as the function is long:
 * nine tenths of the time for a large interpreter. Joined in the order of the code
 * (-join-globalcopies=false) they cost next to nothing, but small functions keep more moves.
 * LLVM has that as an option of the process, so very large functions get a process of their
 * own.
 */
#include "emit.h"
#include "child.h"

#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A function with so many phis is very large; it has some 25,000 instructions. Measured. */
enum { LARGE_PHIS = 4000 };

enum { STACK = 64 << 20 }; /* of the other process: LLVM recurses */

/* The other process by its name: no command line of a user's has it. */
static char child_name[] = "hqemu-aot: emit";
static const char triple[] = "x86_64-pc-linux-gnu";

static void init_llvm(bool large)
{
    const char *args[] = {"hqemu-aot",
                          /* Guest jump targets are some instructions apart: a jump table that
                           * is mostly holes still beats a tree of compares. */
                          "-jump-table-density=2", "-max-jump-table-size=1048576",
                          /* looks for AVX-512 mask moves; quadratic */
                          "-disable-x86-domain-reassignment",
                          /* at -O0: takes a bit cast of a double for an address */
                          "-fast-isel=false",
                          /* walks all instructions to find none */
                          "-live-debug-variables=false",
                          /* what looks through phis recurses for ever in a cycle of one and a
                           * bit cast */
                          "-rewrite-phi-limit=1",
                          /* nothing out-of-order hosts would notice */
                          "-disable-post-ra",
                          /* last: see above */
                          "-join-globalcopies=false"};
    int n = (int)(sizeof(args) / sizeof(args[0]));

    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
    LLVMParseCommandLineOptions(large ? n : n - 1, args, NULL);
}

void emit_init(void)
{
    init_llvm(false);
}

LLVMTargetMachineRef emit_machine(const struct emitter *e, char *err, size_t errlen)
{
    LLVMTargetRef target;
    char *msg = NULL;

    if (LLVMGetTargetFromTriple(triple, &target, &msg)) {
        snprintf(err, errlen, "%s", msg);
        LLVMDisposeMessage(msg);
        return NULL;
    }
    return LLVMCreateTargetMachine(target, triple, e->host->cpu, e->host->features,
                                   e->opt_level == 0   ? LLVMCodeGenLevelNone
                                   : e->opt_level == 1 ? LLVMCodeGenLevelLess
                                                       : LLVMCodeGenLevelDefault,
                                   LLVMRelocPIC, LLVMCodeModelSmall);
}

LLVMModuleRef emit_module(LLVMContextRef ctx, LLVMTargetMachineRef tm, const char *name)
{
    LLVMModuleRef mod = LLVMModuleCreateWithNameInContext(name, ctx);
    LLVMTargetDataRef td = LLVMCreateTargetDataLayout(tm);

    LLVMSetTarget(mod, triple);
    LLVMSetModuleDataLayout(mod, td);
    LLVMDisposeTargetData(td);
    return mod;
}

static bool is_large(LLVMValueRef fn)
{
    size_t n = 0;

    for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(fn); b; b = LLVMGetNextBasicBlock(b)) {
        LLVMValueRef v = LLVMGetFirstInstruction(b);
        for (; v && LLVMIsAPHINode(v); v = LLVMGetNextInstruction(v)) {
            n++;
        }
    }
    return n >= LARGE_PHIS;
}

static bool has_large_function(LLVMModuleRef mod)
{
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        if (is_large(f)) {
            return true;
        }
    }
    return false;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t done = write(fd, bytes, n);
        if (done <= 0) {
            return false;
        }
        bytes += done;
        n -= (size_t)done;
    }
    return true;
}

/* All of the file FD; NULL if it is empty or does not come. */
static LLVMMemoryBufferRef read_all(int fd)
{
    struct stat st;

    if (fstat(fd, &st) || st.st_size == 0) {
        return NULL;
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) {
        return NULL;
    }
    LLVMMemoryBufferRef buf =
        LLVMCreateMemoryBufferWithMemoryRangeCopy(p, (size_t)st.st_size, "emit");
    munmap(p, (size_t)st.st_size);
    return buf;
}

/* Runs this program once more, from IN to OUT. */
static bool run_child(const struct emitter *e, LLVMCodeGenFileType type, int in, int out,
                      double *seconds)
{
    char level[] = {(char)('0' + e->opt_level), 0};
    char kind[] = {(char)('0' + type), 0};
    char *argv[] = {child_name, e->host->cpu, e->host->features, level, kind, NULL};
    posix_spawn_file_actions_t files;
    struct rusage usage;
    pid_t pid;
    int status;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool ok =
        !child_start(&pid, "/proc/self/exe", argv, &files) && !child_wait(pid, &status, &usage);
    posix_spawn_file_actions_destroy(&files);
    if (!ok || !WIFEXITED(status) || WEXITSTATUS(status)) {
        return false;
    }
    *seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    return true;
}

/* NULL: it could not be done so. */
static LLVMMemoryBufferRef emit_elsewhere(const struct emitter *e, LLVMModuleRef mod,
                                          LLVMCodeGenFileType type, double *seconds)
{
    LLVMMemoryBufferRef code = NULL;
    int in = memfd_create("bitcode", MFD_CLOEXEC), out = memfd_create("code", MFD_CLOEXEC);

    if (in >= 0 && out >= 0) {
        LLVMMemoryBufferRef bitcode = LLVMWriteBitcodeToMemoryBuffer(mod);
        bool ok = write_all(in, LLVMGetBufferStart(bitcode), LLVMGetBufferSize(bitcode)) &&
                  lseek(in, 0, SEEK_SET) == 0;
        LLVMDisposeMemoryBuffer(bitcode);
        code = ok && run_child(e, type, in, out, seconds) ? read_all(out) : NULL;
    }
    if (in >= 0) {
        close(in);
    }
    if (out >= 0) {
        close(out);
    }
    return code;
}

LLVMMemoryBufferRef emit(const struct emitter *e, LLVMTargetMachineRef tm, LLVMModuleRef mod,
                         LLVMCodeGenFileType type, double *elsewhere, char *err, size_t errlen)
{
    LLVMMemoryBufferRef code = NULL;
    char *msg = NULL;

    *elsewhere = 0;
    if (e->opt_level > 0 && has_large_function(mod)) {
        code = emit_elsewhere(e, mod, type, elsewhere);
    }
    if (!code && LLVMTargetMachineEmitToMemoryBuffer(tm, mod, type, &msg, &code)) {
        snprintf(err, errlen, "%s", msg);
        LLVMDisposeMessage(msg);
        return NULL;
    }
    return code;
}

bool emit_is_child(int argc, char **argv)
{
    return argc == 5 && !strcmp(argv[0], child_name);
}

int emit_child(char **argv)
{
    const struct target host = {.cpu = argv[1], .features = argv[2]};
    const struct emitter e = {&host, atoi(argv[3])};
    LLVMContextRef ctx = LLVMContextCreate();
    LLVMMemoryBufferRef bitcode, code;
    LLVMModuleRef mod;
    struct rlimit stack;
    char err[100], *msg;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    getrlimit(RLIMIT_STACK, &stack);
    stack.rlim_cur = stack.rlim_max < STACK ? stack.rlim_max : STACK;
    setrlimit(RLIMIT_STACK, &stack);
    init_llvm(true);
    LLVMTargetMachineRef tm = emit_machine(&e, err, sizeof(err));
    if (!tm || LLVMCreateMemoryBufferWithSTDIN(&bitcode, &msg) ||
        LLVMParseBitcodeInContext2(ctx, bitcode, &mod) ||
        LLVMTargetMachineEmitToMemoryBuffer(tm, mod, (LLVMCodeGenFileType)atoi(argv[4]), &msg,
                                            &code) ||
        !write_all(STDOUT_FILENO, LLVMGetBufferStart(code), LLVMGetBufferSize(code))) {
        return 1;
    }
    return 0;
}
