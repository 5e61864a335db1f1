/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c: what was found, translated and left out, and why. */
#include "report.h"
#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIN_UNREACHED = 16 }; /* bytes of a function; less may be padding */

struct totals {
    size_t functions, translated, native, rejected;
    uint64_t bytes, translated_bytes, text_bytes;
};

static struct totals count(const struct program *p)
{
    struct totals t = {0};

    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *f = p->funcs[i];
        t.functions++;
        t.bytes += f->guest_bytes;
        t.native += f->native != NULL;
        if (f->rejected) {
            t.rejected++;
        } else {
            t.translated++;
            t.translated_bytes += f->guest_bytes;
        }
    }
    for (size_t i = 0; i < p->img->nexec_sections; i++) {
        t.text_bytes += p->img->exec_sections[i].size;
    }
    return t;
}

/* Reasons and how many functions each left out; calls FN for each. */
static void for_each_reason(const struct program *p,
                            void (*fn)(const char *why, size_t n, void *arg), void *arg)
{
    for (size_t i = 0; i < p->nfuncs; i++) {
        const char *why = p->funcs[i]->rejected;
        size_t n = 0;
        bool seen = !why;
        for (size_t k = 0; k < i && !seen; k++) {
            seen = p->funcs[k]->rejected && !strcmp(p->funcs[k]->rejected, why);
        }
        if (seen) {
            continue;
        }
        for (size_t k = i; k < p->nfuncs; k++) {
            n += p->funcs[k]->rejected && !strcmp(p->funcs[k]->rejected, why);
        }
        fn(why, n, arg);
    }
}

/* Code in F's range that is in no function's blocks; COVERED is code_coverage()'s. */
static uint64_t unreached(const struct program *p, const struct func *f, const uint8_t *covered)
{
    uint64_t n = 0;

    for (uint64_t a = f->lo; a < f->hi; a++) {
        n += !covered[a - p->text_lo];
    }
    return n;
}

/* Calls FN for each jump whose targets are not known in a function that it may be the only
 * way through. Others are calls in tail position. */
static size_t for_each_unresolved(const struct program *p,
                                  void (*fn)(const struct func *f, uint64_t pc,
                                             uint64_t unreached, void *arg),
                                  void *arg)
{
    uint8_t *covered = code_coverage(p);
    size_t n = 0;

    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *f = p->funcs[i];
        for (unsigned k = 0; k < f->nblocks && !f->guessed; k++) {
            const struct block *b = f->blocks[k];
            if (!ends_in_jump(b) || b->njump_targets) {
                continue;
            }
            uint64_t bytes = unreached(p, f, covered);
            if (bytes >= MIN_UNREACHED) {
                n++;
                if (fn) {
                    fn(f, b->fe->last_pc, bytes, arg);
                }
            }
        }
    }
    free(covered);
    return n;
}

static void reason_short(const char *why, size_t n, void *arg)
{
    int *k = arg;
    fprintf(stderr, "%s%zu %s", (*k)++ ? ", " : " (", n, why);
}

void report_summary(const struct program *p, const struct options *o,
                    const struct report_facts *f)
{
    struct totals t = count(p);
    int k = 0;

    fprintf(stderr, "hqemu-aot: %s: %zu functions, %llu KiB of guest code, %.1f %% translated",
            o->output, t.functions, (unsigned long long)t.bytes >> 10,
            t.bytes ? 100.0 * (double)t.translated_bytes / (double)t.bytes : 0.0);
    if (t.rejected) {
        fprintf(stderr, "; left out: %zu", t.rejected);
        for_each_reason(p, reason_short, &k);
        fputs(k ? ")" : "", stderr);
    }
    fprintf(stderr, "; %.1f s, %llu KiB\n",
            f->discover_seconds + f->codegen_seconds + f->link_seconds,
            (unsigned long long)f->output_size >> 10);
}

static void json_string(const char *s)
{
    putchar('"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            printf("\\%c", c);
        } else if (c < 32 || c > 126) {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

static void reason_text(const char *why, size_t n, void *arg)
{
    (void)arg;
    printf("  %-8zu %s\n", n, why);
}

static void reason_json(const char *why, size_t n, void *arg)
{
    int *k = arg;
    printf("%s{\"reason\": ", (*k)++ ? ", " : "");
    json_string(why);
    printf(", \"functions\": %zu}", n);
}

static void unresolved_text(const struct func *f, uint64_t pc, uint64_t bytes, void *arg)
{
    (void)arg;
    printf("    0x%llx in 0x%llx %s: %llu bytes not reached\n", (unsigned long long)pc,
           (unsigned long long)f->entry, f->name, (unsigned long long)bytes);
}

static void unresolved_json(const struct func *f, uint64_t pc, uint64_t bytes, void *arg)
{
    int *k = arg;
    printf("%s{\"jump\": \"0x%llx\", \"entry\": \"0x%llx\", \"name\": ", (*k)++ ? ", " : "",
           (unsigned long long)pc, (unsigned long long)f->entry);
    json_string(f->name);
    printf(", \"bytes\": %llu}", (unsigned long long)bytes);
}

static void report_json(const struct program *p, const struct options *o,
                        const struct report_facts *f)
{
    struct totals t = count(p);
    int k = 0;

    printf("{\"input\": ");
    json_string(o->input);
    printf(", \"output\": ");
    json_string(o->output ? o->output : "");
    printf(", \"guest\": \"%s\", \"functions\": %zu, \"translated_functions\": %zu, "
           "\"native_functions\": %zu, "
           "\"guest_bytes\": %llu, \"translated_bytes\": %llu, \"text_bytes\": %llu, "
           "\"entries\": %zu, \"output_bytes\": %llu, ",
           p->fe->name, t.functions, t.translated, t.native, (unsigned long long)t.bytes,
           (unsigned long long)t.translated_bytes, (unsigned long long)t.text_bytes,
           f->nentries, (unsigned long long)f->output_size);
    printf("\"seconds\": {\"discover\": %.3f, \"codegen\": %.3f, \"link\": %.3f}, ",
           f->discover_seconds, f->codegen_seconds, f->link_seconds);
    printf("\"left_out\": [");
    for_each_reason(p, reason_json, &k);
    printf("], \"left_out_functions\": [");
    k = 0;
    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *fn = p->funcs[i];
        if (fn->rejected) {
            printf("%s{\"entry\": \"0x%llx\", \"name\": ", k++ ? ", " : "",
                   (unsigned long long)fn->entry);
            json_string(fn->name);
            printf(", \"reason\": ");
            json_string(fn->rejected);
            putchar('}');
        }
    }
    printf("], \"unresolved_jumps\": [");
    k = 0;
    for_each_unresolved(p, unresolved_json, &k);
    printf("]}\n");
}

static void report_text(const struct program *p, const struct options *o,
                        const struct report_facts *f)
{
    struct totals t = count(p);

    printf("input             %s (%s)\n", o->input, p->fe->name);
    if (o->output) {
        printf("output            %s, %llu bytes\n", o->output,
               (unsigned long long)f->output_size);
    }
    printf("executable bytes  %llu\n", (unsigned long long)t.text_bytes);
    printf("found             %zu functions, %llu bytes\n", t.functions,
           (unsigned long long)t.bytes);
    printf("translated        %zu functions, %llu bytes, %zu entries\n", t.translated,
           (unsigned long long)t.translated_bytes, f->nentries);
    printf("of the C library  %zu functions are the host's\n", t.native);
    printf("seconds           discover %.2f, codegen %.2f, link %.2f\n", f->discover_seconds,
           f->codegen_seconds, f->link_seconds);
    printf("left out          %zu functions\n", t.rejected);
    for_each_reason(p, reason_text, NULL);
    for (size_t i = 0; i < p->nfuncs; i++) {
        if (p->funcs[i]->rejected) {
            printf("    0x%llx %s: %s\n", (unsigned long long)p->funcs[i]->entry,
                   p->funcs[i]->name, p->funcs[i]->rejected);
        }
    }
    printf("unresolved        %zu jumps\n", for_each_unresolved(p, NULL, NULL));
    for_each_unresolved(p, unresolved_text, NULL);
}

int report_print(const struct program *p, const struct options *o, const struct report_facts *f)
{
    if (o->report == REPORT_JSON) {
        report_json(p, o, f);
    } else if (o->report == REPORT_TEXT) {
        report_text(p, o, f);
    }
    if (fflush(stdout)) {
        message_error("cannot write the report: %s", strerror(errno));
        return 1;
    }
    return 0;
}

/* --- Dumps ------------------------------------------------------------------------- */

static void dump_elf(const struct program *p)
{
    const struct elf_image *img = p->img;

    fprintf(stderr, "entry 0x%llx, %s, load bias 0x%llx\n", (unsigned long long)img->entry,
            img->is_pie ? "position-independent" : "fixed", (unsigned long long)p->bias);
    for (size_t i = 0; i < img->nsegments; i++) {
        const struct elf_segment *s = &img->segments[i];
        fprintf(stderr, "segment 0x%llx +0x%llx (file 0x%llx +0x%llx) %c%c%c\n",
                (unsigned long long)s->vaddr, (unsigned long long)s->memsz,
                (unsigned long long)s->offset, (unsigned long long)s->filesz, s->r ? 'r' : '-',
                s->w ? 'w' : '-', s->x ? 'x' : '-');
    }
    fprintf(stderr, "%zu symbols, %zu unwind ranges, %zu code pointers in relocations\n",
            img->nsymbols, img->nfdes, img->ncode_pointers);
}

static const char *exit_name(enum exit_kind k)
{
    static const char *const names[] = {"direct", "indirect", "syscall", "leave"};
    return names[k];
}

static void dump_tcg(const struct fe_block *f)
{
    for (unsigned i = 0; i < f->nops; i++) {
        const struct fe_op *o = &f->ops[i];
        fprintf(stderr, "    %s%s%s", fe_opcode_name(o->opc), o->helper ? " " : "",
                o->helper ? o->helper->name : "");
        for (unsigned k = 0; k < (unsigned)o->nout + o->nin + o->nconst; k++) {
            uint64_t a = f->args[o->args + k];
            if (k >= (unsigned)o->nout + o->nin) {
                fprintf(stderr, " $0x%llx", (unsigned long long)a);
            } else if (f->temps[a].kind == FE_CONST) {
                fprintf(stderr, " =0x%llx", (unsigned long long)f->temps[a].val);
            } else if (f->temps[a].kind == FE_GLOBAL) {
                fprintf(stderr, " g%lld", (long long)f->temps[a].val);
            } else if (f->temps[a].kind == FE_ENV) {
                fprintf(stderr, " env");
            } else {
                fprintf(stderr, " t%llu", (unsigned long long)a);
            }
        }
        fputc('\n', stderr);
    }
}

static void dump_vars(const struct fe *fe, const char *what, const struct var_set *s)
{
    fputs(what, stderr);
    for (unsigned v = 0; v < fe->nvars; v++) {
        if (var_in(s, v)) {
            fprintf(stderr, " %s", fe->vars[v].name);
        }
    }
}

static void dump_block(const struct program *p, const struct block *b, bool with_ops)
{
    fprintf(stderr, "  block 0x%llx..0x%llx", (unsigned long long)b->pc,
            (unsigned long long)block_end(b));
    for (unsigned e = 0; e < b->nexits; e++) {
        fprintf(stderr, " %s%s 0x%llx", exit_name(b->exits[e].kind),
                b->fe->branch == FE_BR_CALL ? " call" : "",
                (unsigned long long)b->exits[e].target);
    }
    if (b->njump_targets) {
        fprintf(stderr, " (%u jump targets%s)", b->njump_targets,
                b->jump_open ? ", perhaps others" : "");
    }
    dump_vars(p->fe, " live", &b->live_in);
    fputc('\n', stderr);
    if (with_ops) {
        dump_tcg(b->fe);
    }
}

void report_dumps(const struct program *p, const struct options *o)
{
    if (o->dump & DUMP_ELF) {
        dump_elf(p);
    }
    if (!(o->dump & (DUMP_BLOCKS | DUMP_TCG))) {
        return;
    }
    for (size_t i = 0; i < p->nfuncs; i++) {
        const struct func *f = p->funcs[i];
        if (!options_dump(o, f->name, f->entry, f->hi)) {
            continue;
        }
        fprintf(stderr, "function 0x%llx..0x%llx %s%s%s\n", (unsigned long long)f->lo,
                (unsigned long long)f->hi, f->name, f->rejected ? ": " : "",
                f->rejected ? f->rejected : "");
        for (unsigned k = 0; k < f->nblocks; k++) {
            dump_block(p, f->blocks[k], o->dump & DUMP_TCG);
        }
    }
}
