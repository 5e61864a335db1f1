/* SPDX-License-Identifier: GPL-2.0-or-later */
/* profile.c: reading a profile. */
#include "profile.h"
#include "../runtime/profile_format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rarer entries are decoded, but no way into a function of their own. */
enum { MIN_ENTRIES = 8 };

/* A fact about an address. */
struct fact {
    uint64_t addr, entries;
};

struct facts {
    struct fact *items;
    size_t n, cap;
};

static bool add_fact(struct facts *f, uint64_t addr, uint64_t entries)
{
    if (f->n == f->cap) {
        f->cap = f->cap ? f->cap * 2 : 256;
        void *more = realloc(f->items, f->cap * sizeof(*f->items));
        if (!more) {
            return false;
        }
        f->items = more;
    }
    f->items[f->n++] = (struct fact){addr, entries};
    return true;
}

static int by_addr(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    return (x->addr > y->addr) - (x->addr < y->addr);
}

/* Parses LINE, without its end. -1: that is none; 0: it is about another program. */
static int parse(const char *line, uint64_t hash, struct fact *fact)
{
    unsigned long long h, addr = 0, n = 0;
    char kind[8];
    int at = 0;

    if (sscanf(line, HQEMU_PROFILE_HEAD "%16llx %7s%n", &h, kind, &at) != 2) {
        return -1;
    }
    line += at;
    if (!strcmp(kind, "run")) {
        at = 0;
    } else if (!strcmp(kind, "block")
                   ? sscanf(line, " 0x%llx%n", &addr, &at) != 1
                   : strcmp(kind, "entry") != 0 ||
                         sscanf(line, " 0x%llx %llu%n", &addr, &n, &at) != 2) {
        return -1;
    }
    *fact = (struct fact){addr, n};
    return line[at] ? -1 : h == hash;
}

/* Sums up the facts about each address, as places of IMG. */
static bool add_places(struct elf_image *img, struct facts *f)
{
    struct elf_place *places =
        realloc(img->places, (img->nplaces + f->n + 1) * sizeof(*places));

    if (!places) {
        return false;
    }
    img->places = places;
    if (f->n) {
        qsort(f->items, f->n, sizeof(*f->items), by_addr);
    }
    for (size_t i = 0; i < f->n;) {
        struct fact sum = f->items[i];
        while (++i < f->n && f->items[i].addr == sum.addr) {
            sum.entries += f->items[i].entries;
        }
        places[img->nplaces++] = (struct elf_place){sum.addr, sum.entries >= MIN_ENTRIES, true};
    }
    elf_image_sort_places(img);
    return true;
}

int profile_read(struct elf_image *img, const char *file, char *err, size_t errlen)
{
    uint64_t hash = hqemu_profile_hash(img->file, img->file_size);
    FILE *in = fopen(file, "r");
    struct facts facts = {0};
    bool ours = false, any = false, ok = true;
    unsigned long number = 0;
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;

    *err = 0;
    if (!in) {
        snprintf(err, errlen, "%s: %s", file, strerror(errno));
        return -1;
    }
    /* What has no end was being written when the process died. */
    while (ok && (len = getline(&line, &cap, in)) > 0 && line[len - 1] == '\n') {
        struct fact fact;
        line[len - 1] = 0;
        int is = parse(line, hash, &fact);
        number++;
        if (is < 0) {
            snprintf(err, errlen, "%s:%lu: not a line of a profile", file, number);
        }
        ok = is >= 0;
        any = true;
        ours |= is > 0;
        if (is > 0 && fact.addr && !add_fact(&facts, fact.addr, fact.entries)) {
            ok = false;
        }
    }
    if (ok && ferror(in)) {
        snprintf(err, errlen, "%s: %s", file, strerror(errno));
        ok = false;
    }
    if (ok && !ours) {
        snprintf(err, errlen, "%s: %s", file,
                 any ? "a profile of another program, or of another build of it"
                     : "nothing in it");
        ok = false;
    }
    if (ok && !add_places(img, &facts)) {
        ok = false;
    }
    if (!ok && !*err) {
        snprintf(err, errlen, "out of memory");
    }
    free(facts.items);
    free(line);
    fclose(in);
    return ok ? 0 : -1;
}
