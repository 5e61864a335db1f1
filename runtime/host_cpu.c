/* SPDX-License-Identifier: GPL-2.0-or-later */
/* host_cpu.c: does this machine have what the program was translated for? */
#include "runtime.h"
#include "image.h"

#include <cpuid.h>
#include <stdio.h>
#include <string.h>

/* The compiler has no name for this one. */
static bool has_sha(void)
{
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

/* This CPU has the feature that LLVM calls NAME, N bytes long. */
static bool has(const char *name, size_t n)
{
#define FEATURE(s)                                                                             \
    {                                                                                          \
        s, __builtin_cpu_supports(s) != 0                                                      \
    }
    const struct {
        const char *name;
        bool there;
    } features[] = {
        /* Those that LLVM makes use of. */
        FEATURE("sse3"),        FEATURE("ssse3"),        FEATURE("sse4.1"),
        FEATURE("sse4.2"),      FEATURE("popcnt"),       FEATURE("avx"),
        FEATURE("avx2"),        FEATURE("fma"),          FEATURE("bmi"),
        FEATURE("bmi2"),        FEATURE("lzcnt"),        FEATURE("movbe"),
        FEATURE("f16c"),        FEATURE("aes"),          FEATURE("pclmul"),
        FEATURE("gfni"),        FEATURE("adx"),          FEATURE("avx512f"),
        FEATURE("avx512vl"),    FEATURE("avx512bw"),     FEATURE("avx512dq"),
        FEATURE("avx512cd"),    FEATURE("avx512ifma"),   FEATURE("avx512vbmi"),
        FEATURE("avx512vbmi2"), FEATURE("avx512bitalg"), FEATURE("avx512vpopcntdq"),
        FEATURE("avx512vnni"),  FEATURE("avx512bf16"),   {"sha", has_sha()},
    };
#undef FEATURE

    for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
        if (strlen(features[i].name) == n && !memcmp(name, features[i].name, n)) {
            return features[i].there;
        }
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
