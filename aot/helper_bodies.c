/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * helper_bodies.c: which of QEMU's helpers can be part of translated code.
 *
 * The build compiles QEMU's files of helpers to LLVM bitcode a second time. A body can
 * be used if it touches no memory but what its arguments point to, which LLVM's own
 * analysis has written down as attributes. What it does with each pointer is there
 * too; and where all accesses are at constant offsets, as those to the CPU state by
 * its pointer are, which bytes these are.
 */
#include "helper_bodies.h"
#include "xalloc.h"

#include <llvm-c/BitReader.h>
#include <llvm-c/Core.h>
#include <llvm-c/Target.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of the one guest that this process translates. */
static struct helper_body *bodies;
static size_t nbodies;
static bool filled; /* the rows have more than their names */
static const char *bitcode;
static size_t bitcode_size;

static LLVMAttributeRef attr_at(LLVMValueRef fn, unsigned at, const char *name)
{
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    return LLVMGetEnumAttributeAtIndex(fn, at, kind);
}

static bool has_attr(LLVMValueRef fn, unsigned at, const char *name)
{
    return attr_at(fn, at, name) != NULL;
}

/* Attribute "memory" has two bits, read and write, for each of: what arguments point to,
 * memory that the module cannot see, and all other. */
static bool only_arguments(LLVMValueRef fn)
{
    LLVMAttributeRef a = attr_at(fn, (unsigned)LLVMAttributeFunctionIndex, "memory");
    /* To "write" what the module cannot see is what assumptions are said to do. */
    return a && (LLVMGetEnumAttributeValue(a) & ~(3u | 2u << 2)) == 0 &&
           has_attr(fn, (unsigned)LLVMAttributeFunctionIndex, "nounwind");
}

/* Adds the bytes that P, which is OFFSET from the parameter, is used for. */
static bool add_uses(struct helper_param *x, LLVMTargetDataRef td, LLVMValueRef p,
                     int64_t offset)
{
    for (LLVMUseRef u = LLVMGetFirstUse(p); u; u = LLVMGetNextUse(u)) {
        LLVMValueRef i = LLVMGetUser(u);
        LLVMTypeRef t;

        switch (LLVMIsAInstruction(i) ? LLVMGetInstructionOpcode(i) : LLVMCall) {
        case LLVMLoad: t = LLVMTypeOf(i); break;
        case LLVMStore:
            if (LLVMGetOperand(i, 0) == p) {
                return false;
            }
            t = LLVMTypeOf(LLVMGetOperand(i, 0));
            break;
        case LLVMGetElementPtr: {
            LLVMValueRef n = LLVMGetOperand(i, 1);
            if (LLVMGetNumOperands(i) != 2 || !LLVMIsAConstantInt(n) ||
                LLVMGetTypeKind(LLVMGetGEPSourceElementType(i)) != LLVMIntegerTypeKind ||
                LLVMGetIntTypeWidth(LLVMGetGEPSourceElementType(i)) != 8 ||
                !add_uses(x, td, i, offset + LLVMConstIntGetSExtValue(n))) {
                return false;
            }
            continue;
        }
        default: return false;
        }
        int64_t end = offset + (int64_t)LLVMStoreSizeOfType(td, t);
        if (offset < INT32_MIN || end > INT32_MAX) {
            return false;
        }
        x->lo = x->lo == x->hi || offset < x->lo ? (int32_t)offset : x->lo;
        x->hi = end > x->hi ? (int32_t)end : x->hi;
    }
    return true;
}

static void describe(struct helper_body *h, LLVMValueRef fn, LLVMTargetDataRef td)
{
    h->nparams = LLVMCountParams(fn);
    for (unsigned i = 0; i < h->nparams; i++) {
        LLVMValueRef p = LLVMGetParam(fn, i);
        struct helper_param *x = &h->params[i];
        bool none = has_attr(fn, i + 1, "readnone") || !LLVMGetFirstUse(p);

        x->pointer = LLVMGetTypeKind(LLVMTypeOf(p)) == LLVMPointerTypeKind;
        x->reads = x->pointer && !none && !has_attr(fn, i + 1, "writeonly");
        x->writes = x->pointer && !none && !has_attr(fn, i + 1, "readonly");
        x->bounded = x->pointer && add_uses(x, td, p, 0);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct helper_body *)a)->name, ((const struct helper_body *)b)->name);
}

/* The name of FN as helper_body() knows it, or NULL. */
static const char *helper_name(LLVMValueRef fn)
{
    static const char prefix[] = "helper_";
    const char *name = LLVMGetValueName(fn);

    return strncmp(name, prefix, sizeof(prefix) - 1) ? NULL : name + sizeof(prefix) - 1;
}

/* The rows' names, by what can be said without the functions' code. */
static void make_table(LLVMModuleRef mod)
{
    size_t n = 0;

    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        n++;
    }
    bodies = xcalloc(n + 1, sizeof(*bodies));
    for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
        if (!LLVMIsDeclaration(f) && helper_name(f) &&
            LLVMCountParams(f) <= MAX_HELPER_PARAMS && only_arguments(f)) {
            bodies[nbodies++].name = xstrdup(helper_name(f));
        }
    }
    qsort(bodies, nbodies, sizeof(*bodies), by_name);
}

static struct helper_body *find_row(const char *name)
{
    struct helper_body key = {.name = (char *)(uintptr_t)name};
    return nbodies ? bsearch(&key, bodies, nbodies, sizeof(*bodies), by_name) : NULL;
}

/* The file as a module of CTX, or NULL; without the functions' code if LAZY. */
static LLVMModuleRef parse(LLVMContextRef ctx, bool lazy)
{
    LLVMModuleRef mod;
    LLVMMemoryBufferRef buf =
        LLVMCreateMemoryBufferWithMemoryRange(bitcode, bitcode_size, "helpers", 0);

    if (lazy) { /* the module takes the buffer */
        return LLVMGetBitcodeModuleInContext2(ctx, buf, &mod) ? NULL : mod;
    }
    bool failed = LLVMParseBitcodeInContext2(ctx, buf, &mod);
    LLVMDisposeMemoryBuffer(buf);
    return failed ? NULL : mod;
}

/* All that there is to say about the rows. Many programs call no helper that has one, and to
 * parse the code takes as long as all else that is done for a small one. */
static void fill_table(void)
{
    LLVMContextRef ctx = LLVMContextCreate();
    LLVMModuleRef mod = parse(ctx, false);

    if (mod) {
        LLVMTargetDataRef td = LLVMGetModuleDataLayout(mod);
        for (LLVMValueRef f = LLVMGetFirstFunction(mod); f; f = LLVMGetNextFunction(f)) {
            struct helper_body *h = helper_name(f) ? find_row(helper_name(f)) : NULL;
            if (h) {
                describe(h, f, td);
            }
        }
        LLVMDisposeModule(mod);
        filled = true;
    }
    LLVMContextDispose(ctx);
}

bool helper_bodies_load(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0) {
        return false;
    }
    if (fstat(fd, &st) || st.st_size == 0) {
        close(fd);
        return false;
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED) {
        return false;
    }
    bitcode = p;
    bitcode_size = (size_t)st.st_size;
    LLVMContextRef ctx = LLVMContextCreate();
    LLVMModuleRef mod = parse(ctx, true);
    if (mod) {
        make_table(mod);
        LLVMDisposeModule(mod);
    } else {
        munmap(p, bitcode_size);
        bitcode = NULL;
        bitcode_size = 0;
    }
    LLVMContextDispose(ctx);
    return bitcode != NULL;
}

const struct helper_body *helper_body(const char *name)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const struct helper_body *h = find_row(name);

    if (h) {
        pthread_once(&once, fill_table);
    }
    return h && filled ? h : NULL;
}

const char *helper_bodies_bitcode(size_t *size)
{
    *size = bitcode_size;
    return bitcode;
}
