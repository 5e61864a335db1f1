/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * codegen.c: units of functions, lifted, optimised and emitted in parallel.
 *
 * Functions are dealt out in units of about the same size, in address order, so
 * that the result is the same however many threads there are. A unit is one LLVM
 * module in a context of its own; a thread does unit after unit. What one unit
 * needs of another is a symbol.
 */
#include "codegen.h"
#include "call_results.h"
#include "emit.h"
#include "entry_constants.h"
#include "fences.h"
#include "forward.h"
#include "lift.h"
#include "message.h"
#include "narrow_words.h"
#include "product_zeros.h"
#include "rotates.h"
#include "scalar_phis.h"
#include "split_returns.h"
#include "thunks.h"
#include "unroll.h"
#include "vector_words.h"
#include "vectorise.h"
#include "xalloc.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include <elf.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { UNIT_INSNS = 3000 }; /* guest instructions in a unit, about */

struct unit {
    struct func **funcs;
    size_t nfuncs;
    uint64_t guest_bytes;
    struct entry_fact *entries;
    size_t nentries;
    struct site_fact *sites; /* `entry` is relative to the unit's */
    size_t nsites;
    char *object;
};

struct job {
    const struct program *p;
    const struct options *o;
    const char *dir;
    struct emitter emitter;
    struct unit *units;
    struct unit **order; /* as they are done: the largest first */
    size_t nunits;
    atomic_size_t next;
    atomic_ullong done_bytes;
    atomic_ullong stage_us[3]; /* thread time of lift, optimise, emit; for -v */
    uint64_t total_bytes;
    atomic_bool failed;
    pthread_mutex_t lock; /* of err, and of dumps to stderr */
    char *err;
    size_t errlen;
};

/* At all levels. mem2reg does for the lifter's variables what sroa, which helpers' bodies want,
 * takes twice as long for. */
static const char promote[] = "always-inline,function(mem2reg,instsimplify)";

/* What each level is for: -O0 to debug the lifter, -O1 for speed of translation, -O2
 * as measured best on bench/, -O3 as LLVM's own. */
static const char *const pipelines[][3] = {
    {NULL},
    {"function(sroa,early-cse,simplifycfg,instcombine<no-verify-fixpoint>,simplifycfg,"
     "dse)"},
    {"function(sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)",
     /* after widen_loads(): */
     "function(jump-threading,simplifycfg,reassociate,"
     "loop-mssa(loop-rotate<no-header-duplication>,licm))",
     /* after unroll_loops(): */
     "function(gvn,dse,adce,instcombine<no-verify-fixpoint>,simplifycfg<switch-to-lookup>)"},
    {"default<O3>"},
};

static void fail(struct job *j, const char *what, const char *detail)
{
    pthread_mutex_lock(&j->lock);
    if (!atomic_load(&j->failed)) {
        snprintf(j->err, j->errlen, "%s: %s", what, detail);
        atomic_store(&j->failed, true);
    }
    pthread_mutex_unlock(&j->lock);
}

static bool filtered(const struct options *o, const struct func *f)
{
    return options_dump(o, f->name, f->entry, f->hi);
}

/* Prints those functions of the module that the user asked for. */
static void dump_ir(struct job *j, const struct unit *u, LLVMModuleRef mod)
{
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; i < u->nfuncs; i++) {
        char name[300];
        if (!filtered(j->o, u->funcs[i])) {
            continue;
        }
        func_symbol(name, sizeof(name), u->funcs[i]);
        LLVMValueRef fn = LLVMGetNamedFunction(mod, name);
        if (fn && !LLVMIsDeclaration(fn)) {
            char *s = LLVMPrintValueToString(fn);
            fprintf(stderr, "%s\n", s);
            LLVMDisposeMessage(s);
        }
    }
    pthread_mutex_unlock(&j->lock);
}

static LLVMTargetMachineRef new_machine(struct job *j)
{
    char err[256];
    LLVMTargetMachineRef tm = emit_machine(&j->emitter, err, sizeof(err));

    if (!tm) {
        fail(j, "LLVM", err);
    }
    return tm;
}

static bool write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f) {
        return false;
    }
    bool ok = fwrite(bytes, 1, n, f) == n;
    return fclose(f) == 0 && ok;
}

static void add_time(struct job *j, int stage, double *since)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
    if (stage >= 0) {
        atomic_fetch_add(&j->stage_us[stage], (unsigned long long)((now - *since) * 1e6));
    }
    *since = now;
}

/* LLVM's passes, and ours between and after them. */
static bool optimise(struct job *j, LLVMModuleRef mod, LLVMTargetMachineRef tm)
{
    const char *const *passes = pipelines[j->o->opt_level];
    LLVMPassBuilderOptionsRef po = LLVMCreatePassBuilderOptions();
    LLVMErrorRef e = LLVMRunPasses(mod, promote, tm, po);

    if (!e) {
        entry_constants(mod);
        find_rotates(mod);
    }
    if (!e && passes[0]) {
        e = LLVMRunPasses(mod, passes[0], tm, po);
    }
    if (!e && passes[1]) {
        widen_loads(mod);
        e = LLVMRunPasses(mod, passes[1], tm, po);
    }
    if (!e && passes[2]) {
        e = unroll_loops(mod, tm, po);
        e = e ? e : LLVMRunPasses(mod, passes[2], tm, po);
    }
    if (!e && vector_words(mod)) {
        e = LLVMRunPasses(mod, "function(adce)", tm, po);
    }
    LLVMDisposePassBuilderOptions(po);
    if (e) {
        char *s = LLVMGetErrorMessage(e);
        fail(j, "LLVM", s);
        LLVMDisposeErrorMessage(s);
        return false;
    }
    lower_carried(mod);
    scalar_phis(mod);
    forward_stores(mod);
    narrow_words(mod); /* vectorise_loops() knows counters of 32 bits as such */
    if (j->o->opt_level >= 2 && !j->p->flushes &&
        !vectorise_loops(mod, j->p->fe->machine == EM_AARCH64)) {
        fail(j, "LLVM", "a vectorised loop does not verify");
        return false;
    }
    split_returns(mod);
    gather_results(mod);
    hide_zero_factors(mod);
    lower_fences(mod);
    return true;
}

/* Prints the unit's code if the user asked for a function of it. */
static void dump_asm(struct job *j, const struct unit *u, LLVMModuleRef mod,
                     LLVMTargetMachineRef tm)
{
    double elsewhere;
    bool any = false;
    char err[256];

    for (size_t i = 0; i < u->nfuncs; i++) {
        any |= filtered(j->o, u->funcs[i]);
    }
    if (!any) {
        return;
    }
    LLVMModuleRef copy = LLVMCloneModule(mod);
    LLVMMemoryBufferRef buf =
        emit(&j->emitter, tm, copy, LLVMAssemblyFile, &elsewhere, err, sizeof(err));
    if (buf) {
        pthread_mutex_lock(&j->lock);
        fwrite(LLVMGetBufferStart(buf), 1, LLVMGetBufferSize(buf), stderr);
        pthread_mutex_unlock(&j->lock);
        LLVMDisposeMemoryBuffer(buf);
    }
    LLVMDisposeModule(copy);
}

/* Optimises MOD and writes it to u->object. */
static bool finish(struct job *j, struct unit *u, LLVMModuleRef mod, LLVMTargetMachineRef tm)
{
    double since, elsewhere;
    char err[1024];

    add_time(j, -1, &since);
    if (j->o->dump & DUMP_IR) {
        dump_ir(j, u, mod);
    }
    if (!optimise(j, mod, tm)) {
        return false;
    }
    add_time(j, 1, &since);
    if (j->o->dump & DUMP_OPT) {
        dump_ir(j, u, mod);
    }
    if (j->o->dump & DUMP_ASM) {
        dump_asm(j, u, mod, tm);
    }
    LLVMMemoryBufferRef obj =
        emit(&j->emitter, tm, mod, LLVMObjectFile, &elsewhere, err, sizeof(err));
    if (!obj) {
        fail(j, "LLVM", err);
        return false;
    }
    bool ok = write_file(u->object, LLVMGetBufferStart(obj), LLVMGetBufferSize(obj));
    if (!ok) {
        fail(j, "cannot write a temporary file", strerror(errno));
    }
    LLVMDisposeMemoryBuffer(obj);
    since -= elsewhere;
    add_time(j, 2, &since);
    return ok;
}

static void add_entry(struct unit *u, uint64_t pc, const struct func *f,
                      const struct func *code)
{
    u->entries = xgrow(u->entries, u->nentries, sizeof(*u->entries));
    u->entries[u->nentries++] = (struct entry_fact){pc, f, code};
}

struct places {
    struct unit *u;
    size_t entry; /* the function's own */
};

static void add_place(void *arg, const struct func *f, uint64_t pc, uint64_t enter,
                      unsigned site)
{
    struct places *p = arg;
    struct unit *u = p->u;

    if (enter == pc) {
        add_entry(u, pc, f, f);
        return;
    }
    u->sites = xgrow(u->sites, u->nsites, sizeof(*u->sites));
    u->sites[u->nsites++] = (struct site_fact){pc, enter, p->entry, site};
}

/* F's entries, those from FIRST on, once more for what it has inlined: its translation is
 * dropped when that code changes. */
static void add_inlined(struct unit *u, const struct func *f, size_t first)
{
    size_t last = u->nentries;

    for (unsigned i = 0; i < f->ninlined; i++) {
        for (size_t k = first; k < last; k++) {
            add_entry(u, u->entries[k].pc, f, f->inlined[i]);
        }
    }
}

static void lift_unit(struct unit *u, struct lifter *l)
{
    for (size_t i = 0; i < u->nfuncs; i++) {
        struct func *f = u->funcs[i];

        if (f->rejected) {
            lift_stub(l, f);
            continue;
        }
        const char *why = f->native ? lift_native(l, f) : lift_function(l, f);
        if (!why && LLVMVerifyFunction(l->fn, LLVMReturnStatusAction)) {
            why = "does not verify";
        }
        if (why) {
            f->rejected = why;
            lift_stub(l, f);
            continue;
        }
        struct places p = {u, u->nentries};
        add_entry(u, f->entry, f, f);
        func_places(l, f, add_place, &p);
        add_inlined(u, f, p.entry);
    }
}

static void do_unit(struct job *j, struct unit *u, LLVMTargetMachineRef tm)
{
    LLVMContextRef ctx = LLVMContextCreate();
    LLVMModuleRef mod = emit_module(ctx, tm, "guest");
    struct lifter *l = xcalloc(1, sizeof(*l));

    double since;

    add_time(j, -1, &since);
    lifter_init(l, j->p, ctx, mod);
    l->host_fma = j->emitter.host->has_fma;
    lift_unit(u, l);
    const char *why = bodies_define(l, tm);
    if (!why && !libc_define_shorts(l)) {
        why = "cannot link functions of libc_short.c";
    }
    if (why) {
        fail(j, "LLVM", why);
    }
    add_time(j, 0, &since);
    finish(j, u, mod, tm);
    lifter_free(l);
    free(l);
    LLVMDisposeModule(mod);
    LLVMContextDispose(ctx);
    atomic_fetch_add(&j->done_bytes, u->guest_bytes);
}

static void *worker(void *arg)
{
    struct job *j = arg;
    LLVMTargetMachineRef tm = new_machine(j);

    while (tm && !atomic_load(&j->failed)) {
        size_t i = atomic_fetch_add(&j->next, 1);
        if (i >= j->nunits) {
            break;
        }
        do_unit(j, j->order[i], tm);
    }
    if (tm) {
        LLVMDisposeTargetMachine(tm);
    }
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    const struct unit *x = *(struct unit *const *)a, *y = *(struct unit *const *)b;
    return x->guest_bytes != y->guest_bytes
               ? (x->guest_bytes < y->guest_bytes) - (x->guest_bytes > y->guest_bytes)
               : (x > y) - (x < y);
}

static void make_units(struct job *j, const struct program *p)
{
    size_t insns = 0;

    j->units = xcalloc(p->nfuncs + 1, sizeof(*j->units));
    for (size_t i = 0; i < p->nfuncs; i++) {
        struct func *f = p->funcs[i];
        if (j->nunits == 0 || insns + f->ninsns > UNIT_INSNS) {
            char path[4096];
            snprintf(path, sizeof(path), "%s/unit%zu.o", j->dir, j->nunits);
            j->units[j->nunits].object = xstrdup(path);
            j->units[j->nunits++].funcs = &p->funcs[i];
            insns = 0;
        }
        struct unit *u = &j->units[j->nunits - 1];
        u->nfuncs++;
        u->guest_bytes += f->guest_bytes;
        insns += f->ninsns;
        j->total_bytes += f->guest_bytes;
    }
    j->order = xcalloc(j->nunits + 1, sizeof(struct unit *));
    for (size_t i = 0; i < j->nunits; i++) {
        j->order[i] = &j->units[i];
    }
    qsort(j->order, j->nunits, sizeof(struct unit *), by_size);
}

static void show_progress(struct job *j, double start)
{
    unsigned long long done = atomic_load(&j->done_bytes);
    double share = j->total_bytes ? (double)done / (double)j->total_bytes : 1;
    double t = message_now() - start;

    message_progress("translating %llu of %llu KiB (%.0f %%), %.0f s left", done >> 10,
                     (unsigned long long)j->total_bytes >> 10, 100 * share,
                     share > 0.02 ? t / share - t : 0.0);
}

static int by_pc(const void *a, const void *b)
{
    const struct site_fact *x = a, *y = b;
    return x->pc != y->pc ? (x->pc > y->pc) - (x->pc < y->pc)
                          : (x->entry > y->entry) - (x->entry < y->entry);
}

/* All units' sites, sorted. */
static struct site_fact *collect_sites(const struct job *j, size_t *n)
{
    size_t nentries = 0;

    *n = 0;
    for (size_t i = 0; i < j->nunits; i++) {
        *n += j->units[i].nsites;
    }
    struct site_fact *sites = xcalloc(*n + 1, sizeof(*sites));
    *n = 0;
    for (size_t i = 0; i < j->nunits; i++) {
        for (size_t k = 0; k < j->units[i].nsites; k++) {
            sites[*n] = j->units[i].sites[k];
            sites[(*n)++].entry += nentries;
        }
        nentries += j->units[i].nentries;
    }
    qsort(sites, *n, sizeof(*sites), by_pc);
    return sites;
}

/* The module that binds it all together; last, since it lists all entries. */
static bool emit_thunks(struct job *j, struct codegen_result *r)
{
    LLVMTargetMachineRef tm = new_machine(j);
    if (!tm) {
        return false;
    }
    LLVMContextRef ctx = LLVMContextCreate();
    LLVMModuleRef mod = emit_module(ctx, tm, "thunks");
    struct lifter *l = xcalloc(1, sizeof(*l));
    struct unit u = {0};
    char path[4096];
    size_t n = 0, nsites;

    for (size_t i = 0; i < j->nunits; i++) {
        n += j->units[i].nentries;
    }
    struct site_fact *sites = collect_sites(j, &nsites);
    struct entry_fact *entries = xcalloc(n + 1, sizeof(*entries));
    n = 0;
    for (size_t i = 0; i < j->nunits; i++) {
        memcpy(entries + n, j->units[i].entries, j->units[i].nentries * sizeof(*entries));
        n += j->units[i].nentries;
    }
    r->nentries = n;
    struct image_facts facts = {
        .cpu_model = j->o->cpu ? j->o->cpu : j->p->fe->default_cpu,
        .elf = j->p->img->file,
        .elf_size = j->p->img->file_size,
        .entries = entries,
        .nentries = n,
        .sites = sites,
        .nsites = nsites,
        .host_features = j->emitter.host->needs,
        .target_features = j->emitter.host->features,
    };
    snprintf(path, sizeof(path), "%s/thunks.o", j->dir);
    u.object = path;
    lifter_init(l, j->p, ctx, mod);
    lift_thunks(l, &facts);
    bool ok = finish(j, &u, mod, tm);
    lifter_free(l);
    free(l);
    free(entries);
    free(sites);
    LLVMDisposeModule(mod);
    LLVMContextDispose(ctx);
    LLVMDisposeTargetMachine(tm);
    r->objects = xcalloc(j->nunits + 2, sizeof(*r->objects));
    r->objects[r->nobjects++] = xstrdup(path);
    for (size_t i = 0; i < j->nunits; i++) {
        r->objects[r->nobjects++] = j->units[i].object;
        j->units[i].object = NULL;
    }
    return ok;
}

/* Translates all units, in as many threads as may be, and shows how far that is. */
static void run_workers(struct job *j)
{
    double start = message_now();
    pthread_t *threads = xcalloc((size_t)j->o->jobs, sizeof(*threads));
    int nthreads = 0;

    for (int i = 0; i < j->o->jobs; i++) {
        pthread_attr_t attr;
        pthread_attr_init(&attr);
        pthread_attr_setstacksize(&attr, 64u << 20); /* LLVM recurses */
        if (!pthread_create(&threads[nthreads], &attr, worker, j)) {
            nthreads++;
        }
        pthread_attr_destroy(&attr);
    }
    if (nthreads == 0) {
        worker(j);
    }
    while (atomic_load(&j->next) < j->nunits && !atomic_load(&j->failed)) {
        struct timespec t = {0, 50000000};
        show_progress(j, start);
        nanosleep(&t, NULL);
    }
    for (int i = 0; i < nthreads; i++) {
        pthread_join(threads[i], NULL);
    }
    free(threads);
    message_progress_end();
}

int codegen(const struct program *p, const struct options *o, const struct target *host,
            const char *dir, struct codegen_result *result, char *err, size_t errlen)
{
    struct job j = {.p = p,
                    .o = o,
                    .dir = dir,
                    .emitter = {host, o->opt_level},
                    .err = err,
                    .errlen = errlen};

    memset(result, 0, sizeof(*result));
    emit_init();
    pthread_mutex_init(&j.lock, NULL);
    make_units(&j, p);
    run_workers(&j);
    message_note(o->verbose, "CPU seconds: lift %.1f, optimise %.1f, emit %.1f",
                 (double)j.stage_us[0] / 1e6, (double)j.stage_us[1] / 1e6,
                 (double)j.stage_us[2] / 1e6);
    bool ok = !atomic_load(&j.failed) && emit_thunks(&j, result);
    for (size_t i = 0; i < j.nunits; i++) {
        free(j.units[i].entries);
        free(j.units[i].sites);
        free(j.units[i].object);
    }
    free(j.units);
    free(j.order);
    pthread_mutex_destroy(&j.lock);
    return ok ? 0 : -1;
}

void codegen_result_free(struct codegen_result *r)
{
    for (size_t i = 0; i < r->nobjects; i++) {
        free(r->objects[i]);
    }
    free(r->objects);
}
