/* SPDX-License-Identifier: GPL-2.0-or-later */
/* host_cpu.c: does this machine have what the program was translated for? */
#include "runtime.h"
#include "image.h"

#include <cpuid.h>
#include <stdio.h>
#include <string.h>

/* LLVM's name, and whether this CPU has it: those that LLVM makes use of. */
#define FEATURES(X)                                                                            \
    X("sse3", "sse3")                                                                          \
    X("ssse3", "ssse3")                                                                        \
    X("sse4.1", "sse4.1")                                                                      \
    X("sse4.2", "sse4.2") X("popcnt", "popcnt") X("avx", "avx") X("avx2", "avx2")              \
        X("fma", "fma") X("bmi", "bmi") X("bmi2", "bmi2") X("lzcnt", "lzcnt")                  \
            X("movbe", "movbe") X("f16c", "f16c") X("aes", "aes") X("pclmul", "pclmul")        \
                X("gfni", "gfni") X("adx", "adx") X("avx512f", "avx512f")                      \
                    X("avx512vl", "avx512vl") X("avx512bw", "avx512bw")                        \
                        X("avx512dq", "avx512dq") X("avx512cd", "avx512cd")                    \
                            X("avx512ifma", "avx512ifma") X("avx512vbmi", "avx512vbmi")        \
                                X("avx512vbmi2", "avx512vbmi2")                                \
                                    X("avx512bitalg", "avx512bitalg")                          \
                                        X("avx512vpopcntdq", "avx512vpopcntdq")                \
                                            X("avx512vnni", "avx512vnni")                      \
                                                X("avx512bf16", "avx512bf16")

/* The compiler has no name for this one. */
static bool has_sha(void)
{
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

static bool has(const char *name, size_t n)
{
#define X(llvm, gcc)                                                                           \
    if (strlen(llvm) == n && !memcmp(name, llvm, n)) {                                         \
        return __builtin_cpu_supports(gcc) != 0;                                               \
    }
    FEATURES(X)
#undef X
    if (n == 3 && !memcmp(name, "sha", 3)) {
        return has_sha();
    }
    return true; /* nothing that code generation depends on */
}

bool hqemu_rt_check_cpu(void)
{
    const char *p = hqemu_image.host_features;

    __builtin_cpu_init();
    while (*p) {
        size_t n = strcspn(p, ",");
        if (*p == '+' && !has(p + 1, n - 1)) {
            fprintf(
                stderr,
                "error: this program was translated for a CPU with %.*s, which this machine "
                "lacks; translate it with --march=x86-64-v2 or the like\n",
                (int)n - 1, p + 1);
            return false;
        }
        p += n + (p[n] == ',');
    }
    return true;
}
