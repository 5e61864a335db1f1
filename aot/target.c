/* SPDX-License-Identifier: GPL-2.0-or-later */
/* target.c: the host CPU that the output is for. */
#include "target.h"
#include "xalloc.h"

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

#include <stdlib.h>
#include <string.h>

bool has_feature(const char *features, const char *name)
{
    while (*features) {
        size_t n = strcspn(features, ",");
        if (strlen(name) == n && !memcmp(features, name, n)) {
            return true;
        }
        features += n + (features[n] == ',');
    }
    return false;
}

/* What a named CPU has that a program may come to miss elsewhere. */
static const char *march_features(const char *march)
{
#define V2 "+sse3,+ssse3,+sse4.1,+sse4.2,+popcnt"
#define V3 V2 ",+avx,+avx2,+fma,+bmi,+bmi2,+lzcnt,+movbe,+f16c"
#define V4 V3 ",+avx512f,+avx512vl,+avx512bw,+avx512dq,+avx512cd"
    static const char *const v2[] = {"x86-64-v2", "nehalem"};
    static const char *const v4[] = {"x86-64-v4",      "skylake-avx512", "cascadelake",
                                     "icelake-client", "icelake-server", "sapphirerapids",
                                     "graniterapids",  "znver4",         "znver5"};

    if (!strcmp(march, "x86-64")) {
        return "";
    }
    for (size_t i = 0; i < sizeof(v2) / sizeof(v2[0]); i++) {
        if (!strcmp(march, v2[i])) {
            return V2;
        }
    }
    for (size_t i = 0; i < sizeof(v4) / sizeof(v4[0]); i++) {
        if (!strcmp(march, v4[i])) {
            return V4;
        }
    }
    return !strcmp(march, "sandybridge") || !strcmp(march, "ivybridge") ? V2 ",+avx" : V3;
}

void target_find(struct target *t, const char *march)
{
    if (march && strcmp(march, "native")) {
        t->cpu = xstrdup(march);
        t->features = xstrdup("");
        t->needs = march_features(march);
    } else {
        char *cpu = LLVMGetHostCPUName(), *features = LLVMGetHostCPUFeatures();
        t->cpu = xstrdup(cpu);
        t->features = xstrdup(features);
        t->needs = t->features;
        LLVMDisposeMessage(cpu);
        LLVMDisposeMessage(features);
    }
    t->has_fma = has_feature(t->needs, "+fma");
}

void target_free(struct target *t)
{
    free(t->cpu);
    free(t->features);
}
