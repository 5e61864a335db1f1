/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mode.c: HQEMU_MODE: which of the two sides may run guest code.
 *
 *     fallback      only the embedded QEMU
 *     translated    only translated code: the first guest instruction that would run in
 *                   the fallback ends the process, with its address and the reason
 *
 * One thing is allowed in the second mode. Translated code is entered at functions, at loops
 * and where calls return; a thread that goes on elsewhere in a function (after a signal, say)
 * runs in the fallback up to the next of those. That is no gap in the translation, so it is no
 * error as long as the function is translated.
 */
#include "runtime.h"
#include "image.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fallback_only, translated_only;

bool hqemu_rt_mode_init(void)
{
    const char *mode = getenv("HQEMU_MODE");

    if (!mode || !*mode) {
        return true;
    }
    fallback_only = !strcmp(mode, "fallback");
    translated_only = !strcmp(mode, "translated");
    if (!fallback_only && !translated_only) {
        fprintf(stderr, "error: HQEMU_MODE=%s: must be 'fallback' or 'translated'\n", mode);
        return false;
    }
    return true;
}

bool hqemu_rt_mode_fallback(void)
{
    return fallback_only;
}

bool hqemu_rt_mode_translated(void)
{
    return translated_only;
}

/* The function symbol of the guest's file that PC is in, or NULL. The file has been checked
 * by the translator, so there is no more here than what keeps a reader inside it. */
static const char *symbol_at(uint64_t pc, uint64_t *start)
{
    const uint8_t *elf = hqemu_image.elf;
    Elf64_Ehdr eh;
    Elf64_Shdr sh, names;
    const char *found = NULL;

    memcpy(&eh, elf, sizeof(eh));
    for (unsigned i = 0; eh.e_shoff && i < eh.e_shnum; i++) {
        uint64_t at = eh.e_shoff + (uint64_t)i * eh.e_shentsize;
        if (at + sizeof(sh) > hqemu_image.elf_size) {
            break;
        }
        memcpy(&sh, elf + at, sizeof(sh));
        at = eh.e_shoff + (uint64_t)sh.sh_link * eh.e_shentsize;
        if (sh.sh_type != SHT_SYMTAB || sh.sh_offset + sh.sh_size > hqemu_image.elf_size ||
            at + sizeof(names) > hqemu_image.elf_size) {
            continue;
        }
        memcpy(&names, elf + at, sizeof(names));
        for (uint64_t k = 0; k + sizeof(Elf64_Sym) <= sh.sh_size; k += sizeof(Elf64_Sym)) {
            Elf64_Sym s;
            memcpy(&s, elf + sh.sh_offset + k, sizeof(s));
            uint64_t lo = s.st_value + hqemu_image.load_bias,
                     name = names.sh_offset + s.st_name;
            if (ELF64_ST_TYPE(s.st_info) == STT_FUNC && lo <= pc && pc - lo < s.st_size &&
                name < hqemu_image.elf_size) {
                *start = lo;
                found = (const char *)elf + name;
            }
        }
    }
    return found;
}

/* Why the code at PC is not translated; NULL if it is a part of a function that is. */
static const char *why_not(uint64_t pc, const struct hqemu_entry *f, const char *symbol,
                           uint64_t start)
{
    if (pc < hqemu_image.text_lo || pc >= hqemu_image.text_hi) {
        return "it is not in the program's file";
    }
    /* The range of a function in several pieces has others in it. */
    if (!f || (symbol && start != f->function && !hqemu_rt_lookup(start))) {
        for (uint64_t i = 0; f && i < hqemu_image.nentries; i++) {
            if (hqemu_image.entries[i].guest_pc == start) {
                return "its translation was dropped";
            }
        }
        return "it is not translated (hqemu-aot --report says why)";
    }
    return hqemu_rt_lookup(f->function) ? NULL : "its translation was dropped";
}

void hqemu_rt_fallback_runs(uint64_t pc, const char *why)
{
    const struct hqemu_entry *f = hqemu_rt_function_of(pc);
    uint64_t start = 0;
    const char *name = symbol_at(pc, &start);
    char line[400];

    why = why ? why : why_not(pc, f, name, start);
    if (!why) {
        return;
    }
    name = name ? name : f ? f->name : "";
    int n =
        snprintf(line, sizeof(line), "hqemu: 0x%llx%s%.200s would run in the fallback: %s\n",
                 (unsigned long long)pc, *name ? " in " : "", name, why);
    if (write(STDERR_FILENO, line, (size_t)n) < 0) {
        /* The status says it too. */
    }
    hqemu_rt_stats_report();
    _exit(HQEMU_STATUS_FALLBACK);
}
