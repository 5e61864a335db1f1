/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elf_image_check.h: what must hold for every image that elf_image_load() accepts,
 * shared by the fuzzer and by the mutations of the unit test.
 */
#ifndef HQEMU_ELF_IMAGE_CHECK_H
#define HQEMU_ELF_IMAGE_CHECK_H

#include "aot/elf_image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUST(cond)                                                                             \
    do {                                                                                       \
        if (!(cond)) {                                                                         \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #cond);          \
            abort();                                                                           \
        }                                                                                      \
    } while (0)

static inline void must_be_sorted(const struct elf_range *r, size_t n, int disjoint)
{
    for (size_t i = 0; i < n; i++) {
        MUST(r[i].size > 0 && r[i].addr + r[i].size > r[i].addr);
        if (i) {
            MUST(r[i].addr >= r[i - 1].addr);
            MUST(!disjoint || r[i].addr - r[i - 1].addr >= r[i - 1].size);
        }
    }
}

static inline int must_be_exec(const struct elf_image *img, uint64_t addr, uint64_t size)
{
    const struct elf_segment *seg = elf_image_segment_at(img, addr);

    return seg && seg->x && size <= seg->vaddr + seg->memsz - addr;
}

/* Looks at every byte that the image offers and asks every question at every symbol. */
static inline void check_image(const struct elf_image *img)
{
    volatile unsigned sum = 0;
    size_t avail;

    MUST(img->nsegments > 0 && img->lo < img->hi && img->hi <= UINT64_C(1) << 47);
    MUST(img->lo % 4096 == 0 && img->hi % 4096 == 0);
    for (size_t i = 0; i < img->nsegments; i++) {
        const struct elf_segment *s = &img->segments[i];
        const uint8_t *p;

        MUST(s->memsz > 0 && s->filesz <= s->memsz && s->vaddr >= img->lo);
        MUST(s->vaddr + s->memsz <= img->hi);
        MUST(s->offset <= img->file_size && s->filesz <= img->file_size - s->offset);
        MUST(!i || s[-1].vaddr + s[-1].memsz <= s->vaddr);
        MUST(elf_image_segment_at(img, s->vaddr) == s);
        MUST(elf_image_segment_at(img, s->vaddr + s->memsz - 1) == s);
        MUST(elf_image_segment_at(img, s->vaddr + s->memsz) != s);
        p = elf_image_bytes(img, s->vaddr, &avail);
        MUST(avail == s->filesz && !p == !avail);
        for (size_t k = 0; k < avail; k++) {
            sum += p[k];
        }
    }
    MUST(must_be_exec(img, img->entry, 1));
    MUST(img->nexec_sections <= img->file_size);
    must_be_sorted(img->exec_sections, img->nexec_sections, 1);
    must_be_sorted(img->data_in_code, img->ndata_in_code, 1);
    must_be_sorted(img->fdes, img->nfdes, 0);
    for (size_t i = 0; i < img->nexec_sections; i++) {
        const struct elf_range *s = &img->exec_sections[i];

        MUST(must_be_exec(img, s->addr, s->size));
        MUST(elf_image_bytes(img, s->addr, &avail) && avail >= s->size);
    }
    for (size_t i = 0; i < img->ndata_in_code; i++) {
        MUST(must_be_exec(img, img->data_in_code[i].addr, img->data_in_code[i].size));
    }
    for (size_t i = 0; i < img->nfdes; i++) {
        MUST(must_be_exec(img, img->fdes[i].addr, img->fdes[i].size));
        elf_image_symbol_at(img, img->fdes[i].addr);
    }
    for (size_t i = 0; i < img->ncode_pointers; i++) {
        MUST(must_be_exec(img, img->code_pointers[i], 1));
        MUST(!i || img->code_pointers[i] > img->code_pointers[i - 1]);
    }
    for (size_t i = 0; i < img->nsymbols; i++) {
        const struct elf_symbol *s = &img->symbols[i], *at;

        MUST(!i || s->addr >= s[-1].addr);
        MUST(must_be_exec(img, s->addr, s->size));
        MUST(s->name && (const uint8_t *)s->name >= img->file &&
             (const uint8_t *)s->name <= img->file + img->file_size);
        /* Many symbols may share one long name: look at no more than its start. */
        MUST(strnlen(s->name, 64) <= 64);
        at = elf_image_symbol_at(img, s->addr + s->size / 2);
        MUST(!at || (at->is_func && at->addr <= s->addr + s->size / 2));
    }
    elf_image_symbol_at(img, img->entry);
    elf_image_symbol_at(img, 0);
    elf_image_symbol_at(img, img->hi);
    elf_image_symbol_at(img, UINT64_MAX);
    (void)sum;
}

#endif
