/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options.c: the command line. */
#include "options.h"
#include "message.h"
#include "frontend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    unsigned bit;
    const char *name, *help;
} stages[] = {
#define X(id, name, help) {DUMP_##id, name, help},
    DUMP_STAGES(X)
#undef X
};

static void usage(FILE *out)
{
    fprintf(out,
            "usage: hqemu-aot [options] guest.elf -o host.elf\n"
            "\n"
            "Translates a static Linux program for another machine into one native x86-64\n"
            "executable. Guests:");
    for (const char *const *n = fe_names; *n; n++) {
        fprintf(out, " %s", *n);
    }
    fprintf(out,
            ".\n"
            "\n"
            "  -o FILE            the executable to write\n"
            "  -O0 .. -O3         optimisation level (default -O2)\n"
            "  -j N               use N threads (default: all cores)\n"
            "  --march CPU        host CPU to translate for, an LLVM name such as x86-64-v3\n"
            "                     (default: native, this machine's)\n"
            "  --cpu MODEL        guest CPU model, as QEMU's -cpu\n"
            "  --faults WHAT      for guests that handle SIGSEGV or SIGBUS: exact keeps all\n"
            "                     registers right at each memory access; fallback stops\n"
            "                     translated code when a handler is installed; auto\n"
            "                     (default) is exact if the guest seems to install one\n"
            "  --libc WHAT        native (default): known functions of the guest's C library\n"
            "                     are done by the host's; translated: as all others\n"
            "  --profile FILE     what runs of an earlier translation have found out, which\n"
            "                     HQEMU_PROFILE=FILE made them write\n"
            "  -v                 say what is being done\n"
            "  --report[=json]    say at the end what was found, translated and left out;\n"
            "                     without -o: only what was found, nothing is translated\n"
            "  -d STAGE[,STAGE]   print stages of the translation to stderr:\n");
    for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
        fprintf(out, "                       %-8s %s\n", stages[i].name, stages[i].help);
    }
    fprintf(out, "  --dfilter WHAT     limit -d to a function's name, an address or LO..HI\n"
                 "  --version, --help\n"
                 "\n"
                 "The output looks at HQEMU_STATS=1 (report at exit how it ran),\n"
                 "HQEMU_PROFILE=FILE (add to FILE what the translator did not know)\n"
                 "and HQEMU_MODE=fallback (run nothing translated).\n");
}

static int bad(const char *what, const char *arg)
{
    message_error("%s '%s' (see --help)", what, arg);
    return 2;
}

static int parse_stages(struct options *o, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, ","), i;
        for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
            if (strlen(stages[i].name) == n && !strncmp(s, stages[i].name, n)) {
                o->dump |= stages[i].bit;
                break;
            }
        }
        if (i == sizeof(stages) / sizeof(stages[0])) {
            return bad("unknown stage", s);
        }
        s += n + (s[n] == ',');
    }
    return -1;
}

static void parse_filter(struct options *o, const char *s)
{
    char *end;
    uint64_t lo = strtoull(s, &end, 0);

    if (end == s || (*end && strncmp(end, "..", 2))) {
        o->filter_name = s;
        return;
    }
    o->filter_lo = lo;
    o->filter_hi = *end ? strtoull(end + 2, NULL, 0) : lo + 1;
}

bool options_dump(const struct options *o, const char *name, uint64_t lo, uint64_t hi)
{
    if (o->filter_name) {
        return !strcmp(o->filter_name, name);
    }
    return lo < o->filter_hi && hi > o->filter_lo;
}

/* The value of an option: what follows '=' or N letters, or the next argument. */
static const char *value(int argc, char **argv, int *i, size_t n)
{
    const char *a = argv[*i];

    if (a[n] == '=') {
        return a + n + 1;
    }
    if (a[n]) {
        return a + n;
    }
    return *i + 1 < argc ? argv[++*i] : NULL;
}

/* LLVM itself takes any name, and gives up later on one that it does not know. */
static bool known_march(const char *name)
{
    static const char *const names[] = {
        "native",    "x86-64",         "x86-64-v2",     "x86-64-v3",      "x86-64-v4",
        "nehalem",   "sandybridge",    "ivybridge",     "haswell",        "broadwell",
        "skylake",   "skylake-avx512", "cascadelake",   "icelake-client", "icelake-server",
        "alderlake", "sapphirerapids", "graniterapids", "znver1",         "znver2",
        "znver3",    "znver4",         "znver5",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!strcmp(name, names[i])) {
            return true;
        }
    }
    return false;
}

static bool is_long(const char *arg, const char *name, size_t *n)
{
    *n = strlen(name);
    return !strncmp(arg, name, *n) && (arg[*n] == 0 || arg[*n] == '=');
}

static bool parse_faults(struct options *o, const char *s)
{
    static const char *const names[] = {"auto", "exact", "fallback"}; /* enum faults */

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!strcmp(s, names[i])) {
            o->faults = (enum faults)i;
            return true;
        }
    }
    return false;
}

static bool parse_libc(struct options *o, const char *s)
{
    o->libc_native = !strcmp(s, "native");
    return o->libc_native || !strcmp(s, "translated");
}

static int parse_input(struct options *o, const char *a)
{
    if (o->input) {
        return bad("more than one input:", a);
    }
    o->input = a;
    return -1;
}

static int parse_threads(struct options *o, const char *s)
{
    char *end;
    long j = strtol(s, &end, 10);

    if (*end || j < 1 || j > 1024) {
        return bad("bad number of threads", s);
    }
    o->jobs = (int)j;
    return -1;
}

/* Options with a value V. *KNOWN: A is one. */
static int parse_with_value(struct options *o, int argc, char **argv, int *i, bool *known)
{
    static const char *const names[] = {"--dfilter", "--march", "--cpu", "--faults", "--libc",
                                        "--profile", "-o",      "-j",    "-d"};
    enum { DFILTER, MARCH, CPU, FAULTS, LIBC, PROFILE, OUTPUT, JOBS, DUMP, NONE };
    const char *a = argv[*i], *v;
    size_t n = 0;
    unsigned which = 0;

    while (which < NONE && !(which < OUTPUT ? is_long(a, names[which], &n)
                                            : !strncmp(a, names[which], n = 2))) {
        which++;
    }
    *known = which < NONE;
    if (!*known) {
        return -1;
    }
    v = value(argc, argv, i, n);
    if (!v || !*v) {
        return bad("missing value for", a);
    }
    switch (which) {
    case DFILTER: parse_filter(o, v); return -1;
    case MARCH: o->march = v; return known_march(v) ? -1 : bad("unknown host CPU", v);
    case CPU: o->cpu = v; return -1;
    case FAULTS: return parse_faults(o, v) ? -1 : bad("unknown way to handle faults", v);
    case LIBC: return parse_libc(o, v) ? -1 : bad("unknown way to treat the C library", v);
    case PROFILE: o->profile = v; return -1;
    case OUTPUT: o->output = v; return -1;
    case JOBS: return parse_threads(o, v);
    default: return parse_stages(o, v);
    }
}

/* What starts at argv[*I]; *I becomes its last word. -1 to go on, else the exit status. */
static int parse_one(struct options *o, int argc, char **argv, int *i)
{
    const char *a = argv[*i];
    bool known;

    if (!strcmp(a, "--help") || !strcmp(a, "-h")) {
        usage(stdout);
        return fflush(stdout) ? 1 : 0;
    }
    if (!strcmp(a, "--version")) {
        printf("hqemu-aot %s\n", HQEMU_VERSION);
        return fflush(stdout) ? 1 : 0;
    }
    if (!strncmp(a, "-O", 2)) {
        if (a[2] < '0' || a[2] > '3' || a[3]) {
            return bad("unknown optimisation level", a);
        }
        o->opt_level = a[2] - '0';
    } else if (!strcmp(a, "-v")) {
        o->verbose = true;
    } else if (!strcmp(a, "--report") || !strcmp(a, "--report=text")) {
        o->report = REPORT_TEXT;
    } else if (!strcmp(a, "--report=json")) {
        o->report = REPORT_JSON;
    } else {
        int status = parse_with_value(o, argc, argv, i, &known);
        if (known) {
            return status;
        }
        return a[0] == '-' && a[1] ? bad("unknown option", a) : parse_input(o, a);
    }
    return -1;
}

int options_parse(struct options *o, int argc, char **argv)
{
    bool files_only = false; /* after "--" */

    memset(o, 0, sizeof(*o));
    o->opt_level = 2;
    o->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
    o->filter_hi = UINT64_MAX;
    o->libc_native = true;
    for (int i = 1; i < argc; i++) {
        int status = -1;
        if (!files_only && !strcmp(argv[i], "--")) {
            files_only = true;
        } else {
            status = files_only ? parse_input(o, argv[i]) : parse_one(o, argc, argv, &i);
        }
        if (status >= 0) {
            return status;
        }
    }
    if (!o->input) {
        message_error("no input file (see --help)");
        return 2;
    }
    if (!o->output && o->report == REPORT_NONE) {
        message_error("no output file: -o is missing (see --help)");
        return 2;
    }
    return -1;
}
