/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c: the pipeline.
 *
 *     guest.elf -> load -> discover -> lift, optimise, codegen -> link -> host.elf
 */
#include "codegen.h"
#include "elf_image.h"
#include "emit.h"
#include "find_flush.h"
#include "find_handlers.h"
#include "helper_bodies.h"
#include "libc_match.h"
#include "lift.h" /* host_instructions() */
#include "link.h"
#include "message.h"
#include "options.h"
#include "profile.h"
#include "program.h"
#include "report.h"
#include "scratch.h"
#include "target.h"
#include "xalloc.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where a position-independent program is loaded; the runtime's loader does the same
 * (QEMU's ELF_ET_DYN_BASE for both 64-bit guests). */
static const uint64_t PIE_BASE = 0x5500000000ull;

static int map_image(struct program *p)
{
    const struct elf_image *img = p->img;

    for (size_t i = 0; i < img->nsegments; i++) {
        const struct elf_segment *s = &img->segments[i];
        if (p->fe->map(img->lo + p->bias, img->hi + p->bias, s->vaddr + p->bias,
                       img->file + s->offset, s->filesz, s->memsz, s->x)) {
            return -1;
        }
    }
    return 0;
}

static void discover_progress(uint64_t bytes)
{
    message_progress("finding code: %llu KiB", (unsigned long long)bytes >> 10);
}

/* Without the file helpers stay calls; it is part of every installation. */
static void load_helper_bodies(const struct options *o, const struct fe *fe)
{
    char dir[PATH_MAX - 64], path[PATH_MAX];

    if (data_dir(dir, sizeof(dir))) {
        snprintf(path, sizeof(path), "%s/helpers-%s.bc", dir, fe->name);
        if (!helper_bodies_load(path)) {
            message_note(o->verbose, "no helpers' bodies: %s", path);
        }
    }
}

static int translate(const struct options *o, const struct target *host, struct program *p)
{
    struct report_facts facts = {0};
    struct codegen_result objects;
    struct stat st;
    char err[1024];
    double t0 = message_now();

    if (p->fe->init(o->cpu, err, sizeof(err))) {
        message_error("%s", err);
        return 1;
    }
    if (map_image(p)) {
        message_error("%s: not enough address space for it", o->input);
        return 1;
    }
    message_note(o->verbose, "%s: %s, %zu symbols, %zu unwind ranges", o->input, p->fe->name,
                 p->img->nsymbols, p->img->nfdes);
    load_helper_bodies(o, p->fe);
    p->checks_branches = p->img->checks_branches && p->fe->landing;
    discover(p, discover_progress);
    message_progress_end();
    p->exact_faults =
        o->faults == FAULTS_EXACT || (o->faults == FAULTS_AUTO && installs_fault_handler(p));
    message_note(o->verbose, "faults: %s", p->exact_faults ? "exact" : "fallback");
    p->flushes = flushes_denormals(p);
    message_note(o->verbose && p->flushes, "denormal numbers: flushed to zero");
    /* From here on the set of functions and blocks is closed. */
    find_returns(p);
    close_jumps(p);
    scan_program(p);
    find_clobbers(p);
    if (o->libc_native && !p->exact_faults) {
        inline_calls(p);
    }
    analyse_liveness(p);
    if (o->libc_native && !p->exact_faults) {
        recognise_libc(p);
    }
    double t1 = message_now();
    message_note(o->verbose, "found %zu functions in %.2f s", p->nfuncs, t1 - t0);
    report_dumps(p, o);
    if (!o->output) {
        facts.discover_seconds = t1 - t0;
        return report_print(p, o, &facts);
    }

    const char *work_dir = scratch_folder();
    if (!work_dir) {
        return 1;
    }
    if (codegen(p, o, host, work_dir, &objects, err, sizeof(err))) {
        message_error("%s", err);
        codegen_result_free(&objects);
        return 1;
    }
    double t2 = message_now();
    message_note(o->verbose, "%zu object files in %.2f s", objects.nobjects, t2 - t1);
    int status = link_host(o, p->fe->name, objects.objects, objects.nobjects, work_dir, err,
                           sizeof(err));
    facts.nentries = objects.nentries;
    codegen_result_free(&objects);
    if (status) {
        message_error("%s", err);
        return 1;
    }
    facts.discover_seconds = t1 - t0;
    facts.codegen_seconds = t2 - t1;
    facts.link_seconds = message_now() - t2;
    facts.output_size = stat(o->output, &st) ? 0 : (uint64_t)st.st_size;
    report_summary(p, o, &facts);
    return report_print(p, o, &facts);
}

static int run(int argc, char **argv)
{
    struct options o;
    struct elf_image img;
    struct program p = {.img = &img};
    struct target host;
    char err[512];

    scratch_init();
    xalloc_at_end(scratch_remove);
    int status = options_parse(&o, argc, argv);
    if (status >= 0) {
        return status;
    }
    if (o.output && link_check_output(&o, err, sizeof(err))) {
        message_error("%s", err);
        return 1;
    }
    if (elf_image_load(&img, o.input, err, sizeof(err))) {
        message_error("%s: %s", o.input, err);
        return 1;
    }
    if (o.profile && profile_read(&img, o.profile, err, sizeof(err))) {
        message_error("%s", err);
        elf_image_free(&img);
        return 1;
    }
    p.fe = fe_for_machine(img.machine);
    if (!p.fe) {
        message_error("%s: this build has no frontend for its machine", o.input);
        elf_image_free(&img);
        return 1;
    }
    p.bias = img.is_pie ? PIE_BASE : 0;
    target_find(&host, o.march);
    host_instructions(host.needs);
    status = translate(&o, &host, &p);
    scratch_remove();
    target_free(&host);
    program_free(&p);
    elf_image_free(&img);
    return status;
}

int main(int argc, char **argv)
{
    int status = emit_is_child(argc, argv) ? emit_child(argv) : run(argc, argv);

    scratch_check();
    /* LLVM's and QEMU's destructors would run under the feet of QEMU's RCU thread. */
    fflush(NULL);
    _exit(status);
}
