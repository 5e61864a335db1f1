/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elf_image.h: the loaded view of a guest ELF file.
 *
 * elf_image_load() is the first stage of the pipeline. From there on the image
 * is known to be well formed: every segment lies inside the file and inside the
 * user address space, segments are sorted by address and do not overlap, and no
 * later stage reads the file's headers again.
 */
#ifndef HQEMU_ELF_IMAGE_H
#define HQEMU_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One PT_LOAD. Addresses are guest addresses as in the file (a static PIE's start
 * near 0; the caller adds its load bias). */
struct elf_segment {
    uint64_t vaddr;  /* first byte */
    uint64_t memsz;  /* bytes in memory; >= filesz */
    uint64_t filesz; /* bytes that come from the file */
    uint64_t offset; /* where they start in the file */
    bool r, w, x;
};

/* A function or data symbol, or an executable range known from unwind data. */
struct elf_symbol {
    uint64_t addr;    /* guest address as in the file */
    uint64_t size;    /* bytes, ends in the same segment; 0 if the file does not say */
    const char *name; /* borrowed from the image; "" if unknown */
    bool is_func;     /* STT_FUNC or STT_GNU_IFUNC */
};

struct elf_range {
    uint64_t addr, size;
};

/* A word that start-up code fills with what a resolver function returns. */
struct elf_ifunc {
    uint64_t slot, resolver;
};

/* A place inside the code that nothing in the code leads to. */
struct elf_place {
    uint64_t addr;
    bool entry;   /* often enough to be a way into its function */
    bool profile; /* known from a profile */
};

struct elf_image {
    const uint8_t *file; /* the whole file, read-only */
    size_t file_size;
    uint16_t machine;     /* EM_* */
    uint32_t flags;       /* e_flags */
    bool is_pie;          /* ET_DYN without PT_INTERP */
    bool checks_branches; /* a GNU property asks for aarch64's branch target identification */
    uint64_t entry;
    uint64_t lo, hi; /* [lo, hi): hull of all segments, page aligned */
    struct elf_segment *segments;
    size_t nsegments;
    struct elf_symbol *symbols; /* sorted by address; only those inside executable
                                   segments and defined; no mapping symbols ($x, $d) */
    size_t nsymbols;
    struct elf_range *data_in_code; /* from mapping symbols ($d .. $x): ranges inside
                                       executable segments that are data; sorted */
    size_t ndata_in_code;
    struct elf_range *fdes; /* function ranges from .eh_frame (found through
                               PT_GNU_EH_FRAME or, failing that, the section); sorted */
    size_t nfdes;
    struct elf_place *places; /* where functions go on after an exception, from the same data,
                                 and what profile_read() adds; sorted, unique */
    size_t nplaces;
    struct elf_range *exec_sections; /* SHF_EXECINSTR sections if there are section headers
                                        (that know of the entry point), else what executable
                                        segments have in the file; sorted, disjoint */
    size_t nexec_sections;
    uint64_t *code_pointers; /* values found in relocations (R_*_RELATIVE and IRELATIVE
                                addends, relr), in .init_array/.fini_array and in DT_INIT/
                                DT_FINI that lie in one of exec_sections (an executable
                                segment often holds .rodata too) and where an instruction
                                can start; sorted, unique */
    size_t ncode_pointers;
    struct elf_ifunc *ifuncs; /* from R_*_IRELATIVE; in the file's order */
    size_t nifuncs;
    struct elf_range got;   /* section .got: addresses that only the linker, or start-up code,
                               writes; empty if the file does not say */
    struct elf_range relro; /* PT_GNU_RELRO: what only start-up code writes; or empty */
};

/*
 * Reads and checks PATH. On success returns 0 and fills *IMG, which the caller
 * frees with elf_image_free(). On failure returns -1, writes one line without a
 * newline (it names the problem, not the file) to ERR, and leaves nothing behind.
 * Hostile files are expected: never crashes, never allocates more than a small
 * multiple of the file's size. Not thread-safe for one image; no global state.
 */
int elf_image_load(struct elf_image *img, const char *path, char *err, size_t errlen);
void elf_image_free(struct elf_image *img);

/* To be called when places were added. */
void elf_image_sort_places(struct elf_image *img);

/* The segment that holds ADDR, or NULL. */
const struct elf_segment *elf_image_segment_at(const struct elf_image *img, uint64_t addr);

/* File bytes at guest address ADDR: returns a pointer and sets *AVAIL to how many
 * bytes from the file follow in that segment; NULL if none. */
const uint8_t *elf_image_bytes(const struct elf_image *img, uint64_t addr, size_t *avail);

/* The function symbol that covers ADDR (by size, or the last one before it within
 * the same executable section), or NULL. */
const struct elf_symbol *elf_image_symbol_at(const struct elf_image *img, uint64_t addr);

#endif
