/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_elf_image.c: the ELF reader on crafted files.
 *
 * make_image() builds one program that has a bit of everything; each case damages a
 * copy of it in one place and says what the reader must make of that. The end is a
 * seeded run of random damage. Build (from the root of the source tree) and run:
 *
 *     cc -std=c11 -g -Wall -Wextra -fsanitize=address,undefined -I. -o test_elf_image \
 *         tests/unit/test_elf_image.c aot/elf_image.c aot/eh_frame.c -lelf
 *     ./test_elf_image [mutations]
 *
 * With --seeds DIR it writes its valid images there, as a corpus for the fuzzer.
 */
#define _GNU_SOURCE
#include "aot/elf_image.h"
#include "aot/eh_frame.h"
#include "../fuzz/elf_image_check.h"

#include <elf.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned nchecks, nfailed;

#define CHECK(cond)                                                                            \
    do {                                                                                       \
        nchecks++;                                                                             \
        if (!(cond)) {                                                                         \
            nfailed++;                                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #cond);                 \
        }                                                                                      \
    } while (0)

/*
 * The image. Offsets in the file; addresses are BASE + offset, the data segment's
 * one page further.
 */
enum {
    PHDRS = 0x40,
    NPHDRS = 5,
    TEXT = 0x400,
    TEXT_SIZE = 0x200,
    RODATA = 0x600,
    HDR = 0x700,
    EH = 0x720,
    RELA = 0x900,
    RELR = 0xa00,
    DATA = 0x1000,
    INIT_ARRAY = 0x1000,
    FINI_ARRAY = 0x1010,
    WORDS = 0x1020,
    DYNAMIC = 0x1100,
    DATA_END = 0x1300,
    SYMTAB = 0x1300,
    STRTAB = 0x1600,
    SHSTRTAB = 0x1700,
    SHDRS = 0x1800,
    NSHDRS = 14,
    FILE_SIZE = SHDRS + NSHDRS * 64,
    DATA_SHIFT = 0x1000,
};

/* Sections, in the order of make_sections(). */
enum {
    S_NULL,
    S_TEXT,
    S_RODATA,
    S_EH_FRAME_HDR,
    S_EH_FRAME,
    S_RELA,
    S_RELR,
    S_INIT,
    S_FINI,
    S_DYNAMIC,
    S_SYMTAB,
    S_STRTAB,
    S_SHSTRTAB,
    S_PLT,
};

enum { P_TEXT, P_DATA, P_HDR, P_DYNAMIC, P_SPARE };

struct file {
    union {
        uint8_t b[FILE_SIZE];
        struct {
            Elf64_Ehdr ehdr;
            Elf64_Phdr phdrs[NPHDRS];
            uint8_t contents[SHDRS - PHDRS - NPHDRS * sizeof(Elf64_Phdr)];
            Elf64_Shdr shdrs[NSHDRS];
        };
    };
    size_t size;
    bool a64, pie;
    uint64_t base;
};

_Static_assert(offsetof(struct file, shdrs) == SHDRS, "the layout above");

#define EHDR(f) (&(f)->ehdr)
#define PHDR(f, i) (&(f)->phdrs[i])
#define SHDR(f, i) (&(f)->shdrs[i])

static void put64(struct file *f, size_t off, uint64_t v)
{
    memcpy(f->b + off, &v, 8);
}

static void put32(struct file *f, size_t off, uint64_t v)
{
    uint32_t w = (uint32_t)v;

    memcpy(f->b + off, &w, 4);
}

/* CIE (version 1, "zR" or "zPLR") at offset 0, four FDEs, terminator. */
static void make_eh_frame(struct file *f, uint8_t enc, const char *aug)
{
    size_t at = EH, start;
    const struct {
        uint64_t off, size;
    } fns[4] = {{TEXT + 0x40, 0x40}, {TEXT, 0x40}, {TEXT + 0x80, 0x10}, {0x100000, 0x10}};

    memset(f->b + EH, 0, RELA - EH);
    start = at += 4;
    put32(f, at, 0);
    at += 4;
    f->b[at++] = 1;
    strcpy((char *)f->b + at, aug);
    at += strlen(aug) + 1;
    f->b[at++] = 4;
    f->b[at++] = 0x78;
    f->b[at++] = 30;
    if (!strcmp(aug, "zPLR")) {
        f->b[at++] = 7;
        f->b[at++] = 0x9b; /* personality: indirect pcrel sdata4 */
        put32(f, at, 0x1234);
        at += 4;
        f->b[at++] = 0x1b;
    } else {
        f->b[at++] = 1;
    }
    f->b[at++] = enc;
    at = (at + 3) & ~(size_t)3;
    put32(f, start - 4, at - start);
    for (size_t i = 0; i < 4; i++) {
        uint64_t v = f->base + fns[i].off;

        start = at += 4;
        put32(f, at, at - EH);
        at += 4;
        if ((enc & 0x70) == 0x10) {
            v -= f->base + at;
        } else if ((enc & 0x70) == 0x30) {
            v -= f->base + HDR;
        }
        if ((enc & 7) == 3) {
            put32(f, at, v);
            put32(f, at + 4, fns[i].size);
            at += 8;
        } else {
            put64(f, at, v);
            put64(f, at + 8, fns[i].size);
            at += 16;
        }
        at += 4; /* augmentation length 0 and padding */
        put32(f, start - 4, at - start);
    }
}

static void add_symbol(struct file *f, unsigned i, const char *name, unsigned info,
                       unsigned shndx, uint64_t value, uint64_t size)
{
    static size_t used;
    Elf64_Sym sym = {.st_info = (unsigned char)info,
                     .st_shndx = (Elf64_Half)shndx,
                     .st_value = value,
                     .st_size = size};

    if (i == 0) {
        used = 1;
    } else {
        sym.st_name = (Elf64_Word)used;
        strcpy((char *)f->b + STRTAB + used, name);
        used += strlen(name) + 1;
    }
    memcpy(f->b + SYMTAB + i * sizeof(sym), &sym, sizeof(sym));
}

static unsigned make_symbols(struct file *f)
{
    uint64_t text = f->base + TEXT;
    const unsigned func = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), none = STT_NOTYPE;
    unsigned n = 0;

    add_symbol(f, n++, "", 0, 0, 0, 0);
    add_symbol(f, n++, "second", func, S_TEXT, text + 0x40, 0x40);
    add_symbol(f, n++, "_start", func, S_TEXT, text, 0x40);
    add_symbol(f, n++, "resolver", ELF64_ST_INFO(STB_LOCAL, STT_GNU_IFUNC), S_TEXT, text + 0x80,
               0);
    add_symbol(f, n++, "outer", func, S_TEXT, text + 0x100, 0x80);
    add_symbol(f, n++, "inner", func, S_TEXT, text + 0x110, 0x10);
    add_symbol(f, n++, "label", none, S_TEXT, text + 0x20, 0);
    add_symbol(f, n++, "$x", none, S_TEXT, text, 0);
    add_symbol(f, n++, "$d.1", none, S_TEXT, text + 0xc0, 0);
    add_symbol(f, n++, f->a64 ? "$x.2" : "$xrv64i2p1_m2p0", none, S_TEXT, text + 0xe0, 0);
    add_symbol(f, n++, "$d", none, S_RODATA, f->base + RODATA, 0);
    add_symbol(f, n++, "undefined", func, SHN_UNDEF, text + 4, 4);
    add_symbol(f, n++, "absolute", func, SHN_ABS, text + 4, 4);
    add_symbol(f, n++, "in_data", func, S_INIT, f->base + DATA + DATA_SHIFT, 8);
    add_symbol(f, n++, "huge", func, S_TEXT, text + 0x1f0, UINT64_MAX - 4);
    add_symbol(f, n++, "in_plt", func, S_PLT, f->base + RODATA + 0x80, 8);
    add_symbol(f, n++, "file.c", STT_FILE, S_TEXT, text, 0);
    return n;
}

static void set_section(struct file *f, unsigned i, const char *name, uint32_t type,
                        uint64_t flags, uint64_t off, uint64_t size)
{
    static size_t used;
    Elf64_Shdr *sh = SHDR(f, i);

    used = i == 1 ? 1 : used;
    memset(sh, 0, sizeof(*sh));
    strcpy((char *)f->b + SHSTRTAB + used, name);
    sh->sh_name = (Elf64_Word)used;
    used += strlen(name) + 1;
    sh->sh_type = type;
    sh->sh_flags = flags;
    sh->sh_offset = off;
    sh->sh_size = size;
    if (flags & SHF_ALLOC) {
        sh->sh_addr = f->base + off + (off >= DATA ? DATA_SHIFT : 0);
    }
}

static void make_sections(struct file *f, unsigned nsyms, unsigned nrela, unsigned nrelr)
{
    const uint64_t a = SHF_ALLOC, w = SHF_ALLOC | SHF_WRITE, x = SHF_ALLOC | SHF_EXECINSTR;

    set_section(f, S_TEXT, ".text", SHT_PROGBITS, x, TEXT, TEXT_SIZE);
    set_section(f, S_RODATA, ".rodata", SHT_PROGBITS, a, RODATA, 0x80);
    set_section(f, S_EH_FRAME_HDR, ".eh_frame_hdr", SHT_PROGBITS, a, HDR, 0x20);
    set_section(f, S_EH_FRAME, ".eh_frame", SHT_PROGBITS, a, EH, RELA - EH);
    set_section(f, S_RELA, ".rela.dyn", SHT_RELA, a, RELA, nrela * 24);
    set_section(f, S_RELR, ".relr.dyn", 19, a, RELR, nrelr * 8);
    set_section(f, S_INIT, ".init_array", SHT_INIT_ARRAY, w, INIT_ARRAY, 16);
    set_section(f, S_FINI, ".fini_array", SHT_FINI_ARRAY, w, FINI_ARRAY, 16);
    set_section(f, S_DYNAMIC, ".dynamic", SHT_DYNAMIC, w, DYNAMIC, 0x100);
    set_section(f, S_SYMTAB, ".symtab", SHT_SYMTAB, 0, SYMTAB, nsyms * sizeof(Elf64_Sym));
    set_section(f, S_STRTAB, ".strtab", SHT_STRTAB, 0, STRTAB, SHSTRTAB - STRTAB);
    set_section(f, S_SHSTRTAB, ".shstrtab", SHT_STRTAB, 0, SHSTRTAB, SHDRS - SHSTRTAB);
    set_section(f, S_PLT, ".plt", SHT_PROGBITS, x, RODATA + 0x80, 0x20);
    SHDR(f, S_RELA)->sh_entsize = 24;
    SHDR(f, S_RELR)->sh_entsize = 8;
    SHDR(f, S_SYMTAB)->sh_entsize = sizeof(Elf64_Sym);
    SHDR(f, S_SYMTAB)->sh_link = S_STRTAB;
}

/* text + 0x10..0x50 in steps of 0x10 come from: rela, rela (ifunc), init_array,
 * fini_array, relr; DT_INIT is text + 0x60. */
static void make_relocations(struct file *f, unsigned *nrela, unsigned *nrelr)
{
    uint64_t text = f->base + TEXT, data = f->base + DATA_SHIFT;
    Elf64_Rela rela[] = {
        {data + 0x1090, f->a64 ? 1027 : 3, (Elf64_Sxword)text + 0x10},
        {data + 0x1098, f->a64 ? 1032 : 58, (Elf64_Sxword)text + 0x20},
        {data + 0x1098, f->a64 ? 1027 : 3, (Elf64_Sxword)(data + WORDS)}, /* data */
        {data + 0x1098, f->a64 ? 1027 : 3, (Elf64_Sxword)text + 0x71},    /* misaligned */
        {data + 0x1098, 1, (Elf64_Sxword)text + 0x80},                    /* not RELATIVE */
        {data + 0x1098, f->a64 ? 1027 : 3, (Elf64_Sxword)text + 0x10},    /* again */
    };

    memcpy(f->b + RELA, rela, sizeof(rela));
    *nrela = sizeof(rela) / sizeof(rela[0]);
    put64(f, INIT_ARRAY, text + 0x30);
    put64(f, INIT_ARRAY + 8, 0);
    put64(f, FINI_ARRAY, text + 0x40);
    put64(f, FINI_ARRAY + 8, UINT64_MAX);
    put64(f, WORDS, f->base + RODATA);
    put64(f, WORDS + 8, text + 0x50);
    put64(f, WORDS + 16, text + 0x90); /* no bit for it */
    put64(f, WORDS + 24, text + 0x54);
    put64(f, WORDS + 63 * 8 - 0x40 * 8, 0);
    put64(f, RELR, data + WORDS);
    put64(f, RELR + 8, 1 | 1 << 1 | 1 << 3);
    *nrelr = 2;
}

static void make_dynamic(struct file *f, unsigned nrela, unsigned nrelr)
{
    uint64_t data = f->base + DATA_SHIFT;
    const Elf64_Dyn dyn[] = {
        {DT_FLAGS_1, {f->pie ? DF_1_PIE : 0}},
        {DT_RELA, {f->base + RELA}},
        {DT_RELASZ, {nrela * 24}},
        {36, {f->base + RELR}},
        {35, {nrelr * 8}},
        {DT_INIT_ARRAY, {data + INIT_ARRAY}},
        {DT_INIT_ARRAYSZ, {16}},
        {DT_FINI_ARRAY, {data + FINI_ARRAY}},
        {DT_FINI_ARRAYSZ, {16}},
        {DT_INIT, {f->base + TEXT + 0x60}},
        {DT_NULL, {0}},
    };

    memcpy(f->b + DYNAMIC, dyn, sizeof(dyn));
}

static struct file make_image(bool a64, bool pie)
{
    struct file f = {
        .size = FILE_SIZE, .a64 = a64, .pie = pie, .base = pie ? 0 : UINT64_C(0x400000)};
    unsigned nsyms, nrela, nrelr;

    *EHDR(&f) =
        (Elf64_Ehdr){.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                     .e_type = pie ? ET_DYN : ET_EXEC,
                     .e_machine = a64 ? EM_AARCH64 : EM_RISCV,
                     .e_version = EV_CURRENT,
                     .e_entry = f.base + TEXT,
                     .e_phoff = PHDRS,
                     .e_shoff = SHDRS,
                     .e_flags = a64 ? 0 : 5,
                     .e_ehsize = sizeof(Elf64_Ehdr),
                     .e_phentsize = sizeof(Elf64_Phdr),
                     .e_phnum = NPHDRS,
                     .e_shentsize = sizeof(Elf64_Shdr),
                     .e_shnum = NSHDRS,
                     .e_shstrndx = S_SHSTRTAB};
    *PHDR(&f, P_TEXT) = (Elf64_Phdr){.p_type = PT_LOAD,
                                     .p_flags = PF_R | PF_X,
                                     .p_vaddr = f.base,
                                     .p_filesz = DATA,
                                     .p_memsz = DATA};
    *PHDR(&f, P_DATA) = (Elf64_Phdr){.p_type = PT_LOAD,
                                     .p_flags = PF_R | PF_W,
                                     .p_offset = DATA,
                                     .p_vaddr = f.base + DATA + DATA_SHIFT,
                                     .p_filesz = DATA_END - DATA,
                                     .p_memsz = 0x2000};
    *PHDR(&f, P_HDR) = (Elf64_Phdr){
        .p_type = PT_GNU_EH_FRAME, .p_offset = HDR, .p_vaddr = f.base + HDR, .p_filesz = 0x20};
    *PHDR(&f, P_DYNAMIC) = (Elf64_Phdr){.p_type = PT_DYNAMIC,
                                        .p_offset = DYNAMIC,
                                        .p_vaddr = f.base + DYNAMIC + DATA_SHIFT,
                                        .p_filesz = 0x100};
    memset(f.b + TEXT, 0x13, TEXT_SIZE);
    memcpy(f.b + HDR, "\1\x1b\3\x3b", 4);
    put32(&f, HDR + 4, EH - (HDR + 4));
    make_eh_frame(&f, 0x1b, "zR");
    make_relocations(&f, &nrela, &nrelr);
    make_dynamic(&f, nrela, nrelr);
    nsyms = make_symbols(&f);
    make_sections(&f, nsyms, nrela, nrelr);
    return f;
}

/*
 * Loading.
 */

static char last_error[512];

static int load_bytes(struct elf_image *img, const void *bytes, size_t size)
{
    int fd = memfd_create("test", MFD_CLOEXEC), rc;
    char path[64];

    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size) {
        perror("memfd");
        exit(2);
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    last_error[0] = '\0';
    rc = elf_image_load(img, path, last_error, sizeof(last_error));
    close(fd);
    return rc;
}

static int load(struct elf_image *img, const struct file *f)
{
    return load_bytes(img, f->b, f->size);
}

static void check_error(int line, int rc, const struct elf_image *img, const char *want)
{
    static const struct elf_image zero;

    nchecks++;
    if (rc == 0 || !strstr(last_error, want) || strchr(last_error, '\n') ||
        memcmp(img, &zero, sizeof(zero))) {
        nfailed++;
        fprintf(stderr, "%s:%d: failed: want error \"%s\", got %s \"%s\"\n", __FILE__, line,
                want, rc ? "error" : "success", last_error);
    }
}

static void expect_bytes(int line, const void *bytes, size_t size, const char *want)
{
    struct elf_image img;
    int rc = load_bytes(&img, bytes, size);

    check_error(line, rc, &img, want);
    if (rc == 0) {
        elf_image_free(&img);
    }
}

static void expect_path(int line, const char *path, const char *want)
{
    struct elf_image img;
    int rc = elf_image_load(&img, path, last_error, sizeof(last_error));

    check_error(line, rc, &img, want);
    if (rc == 0) {
        elf_image_free(&img);
    }
}

/* Runs DAMAGE on a fresh static aarch64 image F (or the one stated) and expects WANT. */
#define ERROR_IN(a64, pie, want, ...)                                                          \
    do {                                                                                       \
        struct file f = make_image(a64, pie);                                                  \
        __VA_ARGS__;                                                                           \
        expect_bytes(__LINE__, f.b, f.size, want);                                             \
    } while (0)
#define ERROR(want, ...) ERROR_IN(true, false, want, __VA_ARGS__)

/* Runs DAMAGE, expects the file to load nevertheless, then runs the checks on IMG. */
#define LOADS_IN(a64, pie, damage, ...)                                                        \
    do {                                                                                       \
        struct file f = make_image(a64, pie);                                                  \
        struct elf_image img;                                                                  \
        int rc;                                                                                \
        damage;                                                                                \
        rc = load(&img, &f);                                                                   \
        CHECK(rc == 0);                                                                        \
        if (rc == 0) {                                                                         \
            check_image(&img);                                                                 \
            __VA_ARGS__;                                                                       \
            elf_image_free(&img);                                                              \
        } else {                                                                               \
            fprintf(stderr, "    %s\n", last_error);                                           \
        }                                                                                      \
    } while (0)
#define LOADS(damage, ...) LOADS_IN(true, false, damage, __VA_ARGS__)

/*
 * Cases.
 */

static void check_pointers(const struct elf_image *img, uint64_t text, bool want_init)
{
    const uint64_t want[] = {0x10, 0x20, 0x30, 0x40, 0x50, 0x54, 0x60};
    size_t n = want_init ? 7 : 6;

    CHECK(img->ncode_pointers == n);
    for (size_t i = 0; i < n && i < img->ncode_pointers; i++) {
        CHECK(img->code_pointers[i] == text + want[i]);
    }
}

static void check_fdes(const struct elf_image *img, uint64_t text)
{
    CHECK(img->nfdes == 3);
    if (img->nfdes == 3) {
        CHECK(img->fdes[0].addr == text && img->fdes[0].size == 0x40);
        CHECK(img->fdes[1].addr == text + 0x40 && img->fdes[1].size == 0x40);
        CHECK(img->fdes[2].addr == text + 0x80 && img->fdes[2].size == 0x10);
    }
}

static const char *name_at(const struct elf_image *img, uint64_t addr)
{
    const struct elf_symbol *sym = elf_image_symbol_at(img, addr);

    return sym ? sym->name : "";
}

static void check_symbols(const struct elf_image *img, uint64_t text)
{
    static const char *const names[] = {"_start", "label", "second", "resolver",
                                        "outer",  "inner", "huge",   "in_plt"};
    const size_t n = sizeof(names) / sizeof(names[0]);

    CHECK(img->nsymbols == n);
    for (size_t i = 0; i < n && i < img->nsymbols; i++) {
        CHECK(!strcmp(img->symbols[i].name, names[i]));
        CHECK(img->symbols[i].is_func == !!strcmp(names[i], "label"));
    }
    CHECK(!strcmp(name_at(img, text), "_start"));
    CHECK(!strcmp(name_at(img, text + 0x24), "_start"));
    CHECK(!strcmp(name_at(img, text + 0x40), "second"));
    CHECK(!strcmp(name_at(img, text + 0x7f), "second"));
    CHECK(!strcmp(name_at(img, text + 0x84), "resolver"));
    CHECK(!strcmp(name_at(img, text + 0x10c), "outer"));
    CHECK(!strcmp(name_at(img, text + 0x114), "inner"));
    CHECK(!strcmp(name_at(img, text + 0x130), "outer"));
    CHECK(!strcmp(name_at(img, text + 0x190), "inner")); /* after both: the last before it */
    CHECK(!strcmp(name_at(img, text + RODATA - TEXT + 0x84), "in_plt"));
    CHECK(!elf_image_symbol_at(img, text - 4));
    CHECK(!elf_image_symbol_at(img, text + DATA - TEXT + DATA_SHIFT));
    CHECK(img->ndata_in_code == 2);
    if (img->ndata_in_code == 2) {
        CHECK(img->data_in_code[0].addr == text + 0xc0 && img->data_in_code[0].size == 0x20);
        CHECK(img->data_in_code[1].addr == text + RODATA - TEXT &&
              img->data_in_code[1].size == 0x80);
    }
}

static void test_valid(bool a64, bool pie)
{
    uint64_t base = pie ? 0 : 0x400000, text = base + TEXT;
    size_t avail;

    LOADS_IN(a64, pie, (void)0, {
        CHECK(img.machine == (a64 ? EM_AARCH64 : EM_RISCV));
        CHECK(img.flags == (a64 ? 0 : 5));
        CHECK(img.is_pie == pie);
        CHECK(img.entry == text);
        CHECK(img.lo == base && img.hi == base + 0x4000);
        CHECK(img.file_size == FILE_SIZE && !memcmp(img.file, f.b, FILE_SIZE));
        CHECK(img.nsegments == 2);
        CHECK(img.segments[0].r && !img.segments[0].w && img.segments[0].x);
        CHECK(img.segments[1].r && img.segments[1].w && !img.segments[1].x);
        CHECK(elf_image_segment_at(&img, base) == &img.segments[0]);
        CHECK(elf_image_segment_at(&img, base + 0x3fff) == &img.segments[1]);
        CHECK(!elf_image_segment_at(&img, base + 0x4000));
        CHECK(!elf_image_segment_at(&img, base + 0x1000));
        CHECK(elf_image_bytes(&img, text, &avail) == img.file + TEXT && avail == DATA - TEXT);
        CHECK(elf_image_bytes(&img, base + 0x22ff, &avail) == img.file + 0x12ff && avail == 1);
        CHECK(!elf_image_bytes(&img, base + 0x2300, &avail));
        CHECK(img.nexec_sections == 2);
        CHECK(img.exec_sections[0].addr == text && img.exec_sections[0].size == TEXT_SIZE);
        check_symbols(&img, text);
        check_pointers(&img, text, true);
        check_fdes(&img, text);
    });
}

static void test_paths(void)
{
    char dir[] = "/tmp/test_elf_image.XXXXXX", fifo[64];

    expect_path(__LINE__, "/no/such/file", "cannot open: No such file or directory");
    expect_path(__LINE__, "/", "is a directory");
    expect_path(__LINE__, "/dev/null", "not a regular file");
    CHECK(mkdtemp(dir) != NULL);
    snprintf(fifo, sizeof(fifo), "%s/fifo", dir);
    CHECK(mkfifo(fifo, 0600) == 0);
    expect_path(__LINE__, fifo, "not a regular file"); /* and does not wait for a writer */
    unlink(fifo);
    rmdir(dir);
}

static void test_not_elf(void)
{
    expect_bytes(__LINE__, "", 0, "file is empty");
    expect_bytes(__LINE__, "#!/bin/sh\n", 10, "not an ELF file: it is a script");
    expect_bytes(__LINE__, "#!", 2, "not an ELF file: it is a script");
    expect_bytes(__LINE__, "#", 1, "not an ELF file");
    expect_bytes(__LINE__, "hello", 5, "not an ELF file");
    expect_bytes(__LINE__,
                 "\x7f"
                 "ELF",
                 4, "truncated ELF header");
    for (size_t size = 4; size < 64; size++) {
        ERROR("truncated ELF header", f.size = size);
    }
}

static void test_header(void)
{
    ERROR("32-bit program (i386)", f.b[EI_CLASS] = 1; EHDR(&f)->e_machine = EM_386);
    ERROR("32-bit program (riscv)", f.b[EI_CLASS] = 1; EHDR(&f)->e_machine = EM_RISCV);
    ERROR("32-bit program (arm)", f.b[EI_CLASS] = 1; EHDR(&f)->e_machine = EM_ARM);
    ERROR("32-bit program (powerpc)", f.b[EI_CLASS] = 1; f.b[EI_DATA] = 2; f.b[18] = 0;
          f.b[19] = EM_PPC);
    ERROR("invalid class 3", f.b[EI_CLASS] = 3);
    ERROR("invalid byte order 0", f.b[EI_DATA] = 0);
    ERROR("big-endian program (aarch64)", f.b[EI_DATA] = 2; f.b[18] = 0; f.b[19] = EM_AARCH64);
    ERROR("built for x86-64", EHDR(&f)->e_machine = EM_X86_64);
    ERROR("built for arm;", EHDR(&f)->e_machine = EM_ARM);
    ERROR("built for machine number 4660", EHDR(&f)->e_machine = 0x1234);
    ERROR("unknown ELF version 2", f.b[EI_VERSION] = 2);
    ERROR("unknown ELF version 7", EHDR(&f)->e_version = 7);
    ERROR("relocatable object", EHDR(&f)->e_type = ET_REL);
    ERROR("core dump", EHDR(&f)->e_type = ET_CORE);
    ERROR("not a program (ELF type 0)", EHDR(&f)->e_type = ET_NONE);
    ERROR_IN(false, false, "RVE", EHDR(&f)->e_flags |= 8);
    LOADS(EHDR(&f)->e_flags |= 8, (void)0);
    ERROR("no loadable segment", EHDR(&f)->e_phnum = 0);
    ERROR("invalid program header size 32", EHDR(&f)->e_phentsize = 32);
    ERROR("too many program headers", EHDR(&f)->e_phnum = 0xffff);
    ERROR("truncated program headers", EHDR(&f)->e_phoff = FILE_SIZE - 4 * 56);
    ERROR("truncated program headers", EHDR(&f)->e_phoff = UINT64_MAX - 8);
    ERROR("truncated program headers", f.size = PHDRS + NPHDRS * 56 - 1);
}

static void test_segments(void)
{
    const uint64_t top = UINT64_C(1) << 47;

    ERROR("no loadable segment", PHDR(&f, 0)->p_type = PHDR(&f, 1)->p_type = PT_NOTE);
    ERROR("no loadable segment", PHDR(&f, 1)->p_type = PT_NOTE;
          PHDR(&f, 0)->p_memsz = PHDR(&f, 0)->p_filesz = 0);
    ERROR("segment 0 lies outside the file", f.size = TEXT);
    ERROR("segment 1 lies outside the file", f.size = DATA_END - 1);
    ERROR("segment 1 lies outside the file", PHDR(&f, 1)->p_offset = -UINT64_C(0x1000));
    ERROR("segment 1 lies outside the file", PHDR(&f, 1)->p_filesz = PHDR(&f, 1)->p_memsz = -1);
    ERROR("segment 1 has more bytes", PHDR(&f, 1)->p_memsz = 1);
    ERROR("outside the user address space", PHDR(&f, 1)->p_vaddr = -UINT64_C(0x1000));
    ERROR("outside the user address space", PHDR(&f, 1)->p_vaddr = top - 0x1000);
    ERROR("outside the user address space", PHDR(&f, 1)->p_memsz = -UINT64_C(0x1000));
    ERROR("segments span", PHDR(&f, 1)->p_vaddr = top - 0x2000);
    ERROR("segments span", PHDR(&f, 1)->p_memsz = UINT64_C(64) << 30);
    LOADS(PHDR(&f, 1)->p_memsz = UINT64_C(63) << 30, CHECK(img.nsegments == 2));
    ERROR("segment 0 is misaligned", PHDR(&f, 0)->p_vaddr += 0x10);
    LOADS(PHDR(&f, 1)->p_vaddr += 0x10;
          PHDR(&f, 1)->p_filesz = 0, CHECK(img.segments[1].filesz == 0));
    ERROR("overlap", PHDR(&f, 1)->p_vaddr = f.base);
    ERROR("overlap", PHDR(&f, 0)->p_memsz = 0x2001);
    LOADS(PHDR(&f, 0)->p_memsz = 0x2000, CHECK(img.nsegments == 2));
    LOADS(Elf64_Phdr t = *PHDR(&f, 0); *PHDR(&f, 0) = *PHDR(&f, 1);
          *PHDR(&f, 1) = t, CHECK(img.segments[0].x && img.segments[0].vaddr == f.base));
    ERROR("entry point 0x402000 is not in an exec", EHDR(&f)->e_entry = 0x402000);
    ERROR("is not in an exec", EHDR(&f)->e_entry = -4);
    ERROR("is not in an exec", PHDR(&f, 0)->p_flags = PF_R);
    ERROR("misaligned", EHDR(&f)->e_entry += 2);
    LOADS_IN(false, false, EHDR(&f)->e_entry += 2, (void)0);
    ERROR_IN(false, false, "misaligned", EHDR(&f)->e_entry += 1);
}

static void set_interp(struct file *f, const char *name)
{
    strcpy((char *)f->b + RODATA, name);
    *PHDR(f, P_SPARE) =
        (Elf64_Phdr){.p_type = PT_INTERP, .p_offset = RODATA, .p_filesz = strlen(name) + 1};
}

static void set_dyn(struct file *f, unsigned i, uint64_t tag)
{
    put64(f, DYNAMIC + i * sizeof(Elf64_Dyn), tag);
}

static void test_dynamic(void)
{
    ERROR("dynamically linked (needs /lib/ld.so); only static", set_interp(&f, "/lib/ld.so"));
    ERROR_IN(false, true, "(needs /lib/ld.so)", set_interp(&f, "/lib/ld.so"));
    ERROR("(needs a?b)", set_interp(&f, "a\nb"));
    ERROR("(needs a dynamic loader)", set_interp(&f, "x"); PHDR(&f, P_SPARE)->p_offset = -1);
    ERROR_IN(true, true, "shared library", EHDR(&f)->e_entry = 0);
    ERROR_IN(true, true, "shared library", set_dyn(&f, 0, DT_SONAME));
    ERROR_IN(true, true, "shared library", set_dyn(&f, 0, DT_NEEDED));
    LOADS_IN(true, true, set_dyn(&f, 0, DT_DEBUG), CHECK(img.is_pie));
    LOADS_IN(true, true, set_dyn(&f, 9, DT_SONAME), CHECK(img.is_pie));
    LOADS_IN(true, true, PHDR(&f, P_DYNAMIC)->p_vaddr = -8, CHECK(img.is_pie));
    LOADS_IN(true, true, PHDR(&f, P_DYNAMIC)->p_filesz = -8, CHECK(img.is_pie));
}

static void no_sections(struct file *f)
{
    EHDR(f)->e_shoff = 0;
    EHDR(f)->e_shnum = EHDR(f)->e_shstrndx = 0;
}

/* Section headers that are missing or junk: all that segments tell is still there. */
#define WITHOUT_SECTIONS(damage)                                                               \
    LOADS_IN(true, true, damage, {                                                             \
        CHECK(img.nsymbols == 0 && img.ndata_in_code == 0);                                    \
        CHECK(img.nexec_sections == 1 && img.exec_sections[0].addr == f.base &&                \
              img.exec_sections[0].size == DATA);                                              \
        CHECK(img.ncode_pointers >= 7);                                                        \
        check_fdes(&img, f.base + TEXT);                                                       \
    })

static void test_no_sections(void)
{
    WITHOUT_SECTIONS(no_sections(&f));
    WITHOUT_SECTIONS(f.size = SHDRS);
    WITHOUT_SECTIONS(f.size = SHDRS + 64);
    WITHOUT_SECTIONS(f.size = FILE_SIZE - 1);
    WITHOUT_SECTIONS(EHDR(&f)->e_shoff = -1);
    WITHOUT_SECTIONS(EHDR(&f)->e_shoff = FILE_SIZE - 32);
    WITHOUT_SECTIONS(EHDR(&f)->e_shnum = 0xfeff);
    WITHOUT_SECTIONS(EHDR(&f)->e_shentsize = 1);
    WITHOUT_SECTIONS(EHDR(&f)->e_shnum = 0; SHDR(&f, 0)->sh_size = UINT64_C(1) << 40);
    WITHOUT_SECTIONS(memset(SHDR(&f, 0), 0xff, NSHDRS * 64));
    WITHOUT_SECTIONS(memset(SHDR(&f, 0), 0, NSHDRS * 64));
    /* A count in section 0 is fine if it is true. */
    LOADS(EHDR(&f)->e_shnum = 0;
          SHDR(&f, 0)->sh_size = NSHDRS, check_symbols(&img, f.base + TEXT));
}

static void test_bad_sections(void)
{
    uint64_t text = 0x400000 + TEXT;

    /* One bad table costs what was in it and nothing else. */
    LOADS(SHDR(&f, S_SYMTAB)->sh_offset = -8, CHECK(!img.nsymbols); check_fdes(&img, text));
    LOADS(SHDR(&f, S_SYMTAB)->sh_size = -8, CHECK(!img.nsymbols); check_fdes(&img, text));
    LOADS(SHDR(&f, S_SYMTAB)->sh_entsize = 0, CHECK(!img.nsymbols));
    LOADS(SHDR(&f, S_SYMTAB)->sh_entsize = 16, CHECK(!img.nsymbols));
    LOADS(SHDR(&f, S_SYMTAB)->sh_size = 5 * 24 + 1, CHECK(img.nsymbols <= 4));
    LOADS(SHDR(&f, S_SYMTAB)->sh_link = 99, CHECK(img.nsymbols && !*img.symbols[0].name));
    LOADS(SHDR(&f, S_STRTAB)->sh_size = -1, CHECK(img.nsymbols && !*img.symbols[0].name));
    LOADS(SHDR(&f, S_STRTAB)->sh_type = SHT_NOBITS, CHECK(!*img.symbols[0].name));
    /* Without its last NUL the last name is lost, the others are not. */
    LOADS(SHDR(&f, S_STRTAB)->sh_size = 8,
          CHECK(img.nsymbols && !strcmp(name_at(&img, text + 0x40), "second"));
          CHECK(!*name_at(&img, text)));
    LOADS(memset(f.b + STRTAB, 'a', SHSTRTAB - STRTAB), CHECK(!*img.symbols[0].name));
    LOADS(SHDR(&f, S_SYMTAB)->sh_type = SHT_DYNSYM, check_symbols(&img, text));
    LOADS(SHDR(&f, S_TEXT)->sh_size = -1,
          CHECK(img.nexec_sections == 1 && img.exec_sections[0].size == DATA));
    LOADS(SHDR(&f, S_PLT)->sh_addr = text, CHECK(img.nexec_sections == 1));
    LOADS(SHDR(&f, S_TEXT)->sh_flags = 0,
          CHECK(img.nexec_sections == 1 && img.exec_sections[0].addr == f.base));
    LOADS(EHDR(&f)->e_shstrndx = 77, check_symbols(&img, text));

    /* Relocations: sections or PT_DYNAMIC, whichever is there. */
    LOADS(PHDR(&f, P_DYNAMIC)->p_type = PT_NULL, check_pointers(&img, text, false));
    LOADS(for (int i = S_RELA; i <= S_FINI; i++) SHDR(&f, i)->sh_type = SHT_NULL,
          check_pointers(&img, text, true));
    LOADS(PHDR(&f, P_DYNAMIC)->p_type = PT_NULL; SHDR(&f, S_RELA)->sh_size = -24;
          SHDR(&f, S_RELR)->sh_offset = -1, CHECK(img.ncode_pointers == 2));
    LOADS(put64(&f, RELR, UINT64_MAX); put64(&f, RELR + 8, UINT64_MAX), (void)0);
    LOADS(put64(&f, RELR, UINT64_MAX - 1), (void)0);
    LOADS(put64(&f, DYNAMIC + 2 * 16 + 8, UINT64_MAX), (void)0);
    LOADS(memset(f.b + DYNAMIC, 0xff, 0x100), (void)0);
}

/* FDEs in the encoding, found through both ways. */
static void test_eh_frame_form(uint8_t enc, const char *aug)
{
    LOADS(make_eh_frame(&f, enc, aug), check_fdes(&img, f.base + TEXT));
    /* Without the header nothing says what datarel is relative to. */
    if ((enc & 0x70) != 0x30) {
        LOADS(make_eh_frame(&f, enc, aug);
              PHDR(&f, P_HDR)->p_vaddr = -4, check_fdes(&img, f.base + TEXT));
    }
}

static void count_fde(void *opaque, uint64_t addr, uint64_t size, uint64_t lsda)
{
    (void)addr;
    (void)size;
    (void)lsda;
    ++*(unsigned *)opaque;
}

static unsigned count_fdes(const struct file *f, size_t size)
{
    struct eh_frame eh = {f->b + EH, size, f->base + EH, 0};
    unsigned n = 0;

    eh_frame_walk(&eh, count_fde, &n);
    return n;
}

static void test_eh_frame(void)
{
    struct file f;

    for (int i = 0; i < 2; i++) {
        const char *aug = i ? "zPLR" : "zR";

        test_eh_frame_form(0x1b, aug); /* pcrel sdata4 */
        test_eh_frame_form(0x10, aug); /* pcrel absptr */
        test_eh_frame_form(0x1c, aug); /* pcrel sdata8 */
        test_eh_frame_form(0x00, aug); /* absptr */
        test_eh_frame_form(0x03, aug); /* absolute udata4 */
        test_eh_frame_form(0x3b, aug); /* datarel sdata4 */
    }
    /* The header's pointer may be wrong; the section's name still finds it. */
    LOADS(f.b[HDR] = 2, check_fdes(&img, f.base + TEXT));
    LOADS(f.b[HDR + 1] = 0xff, check_fdes(&img, f.base + TEXT));
    LOADS(put32(&f, HDR + 4, 0x7fffffff), check_fdes(&img, f.base + TEXT));
    LOADS(no_sections(&f); f.b[HDR + 1] = 0xff, CHECK(img.nfdes == 0));

    f = make_image(true, false);
    CHECK(count_fdes(&f, RELA - EH) == 4);
    for (size_t n = 0; n < RELA - EH; n++) {
        CHECK(count_fdes(&f, n) <= 4);
    }
    put32(&f, EH, 0);
    CHECK(count_fdes(&f, RELA - EH) == 0);
    put32(&f, EH, 0xfffffff0);
    CHECK(count_fdes(&f, RELA - EH) == 0);
    f = make_image(true, false);
    make_eh_frame(&f, 0x9b, "zR"); /* indirect */
    CHECK(count_fdes(&f, RELA - EH) == 0);
    make_eh_frame(&f, 0x1b, "zXR"); /* unknown letter: what follows can't be placed */
    CHECK(count_fdes(&f, RELA - EH) == 0);
    make_eh_frame(&f, 0x1b, "zR");
    memset(f.b + EH + 9, 'z', 0x40); /* an endless augmentation */
    CHECK(count_fdes(&f, RELA - EH) == 0);
}

static void note_pad(void *opaque, uint64_t addr)
{
    uint64_t *pads = opaque;

    pads[1 + pads[0]++ % 3] = addr;
}

/* An exception table: three calls, two of them with a landing pad. */
static void test_landing_pads(void)
{
    static const uint8_t bytes[] = {0xff, 0x9b, 0x10, 0x01, 14,   0x00, 0x04, 0x00, 0x00, 0x04,
                                    0x08, 0x20, 0x01, 0x0c, 0x80, 0x01, 0xa4, 0x01, 0x00, 0x77};
    struct eh_frame table = {bytes, sizeof(bytes), 0x5000, 0};
    uint64_t pads[4] = {0};

    CHECK(eh_landing_pads(&table, 0x1000, 100, note_pad, pads) == 3);
    CHECK(pads[0] == 2 && pads[1] == 0x1020 && pads[2] == 0x10a4);
    pads[0] = 0;
    CHECK(eh_landing_pads(&table, 0x1000, 2, note_pad, pads) == 2 && pads[0] == 1);
    for (table.size = 0; table.size < sizeof(bytes); table.size++) {
        CHECK(eh_landing_pads(&table, 0x1000, 100, note_pad, pads) <= 3);
    }
}

/*
 * Random damage. The seed is fixed, so that a failure comes back.
 */

static uint64_t rng_state = UINT64_C(0x9e3779b97f4a7c15);

static uint32_t rnd(uint32_t n)
{
    rng_state ^= rng_state << 13;
    rng_state ^= rng_state >> 7;
    rng_state ^= rng_state << 17;
    return (uint32_t)(rng_state >> 32) % n;
}

static void mutate(struct file *f)
{
    /* The places that hold numbers, from the most to the least deadly. */
    static const struct {
        unsigned from, to;
    } hot[] = {{24, 64},
               {PHDRS, PHDRS + NPHDRS * 56},
               {SHDRS, FILE_SIZE},
               {EH, EH + 0x90},
               {RELA, RELR + 16},
               {SYMTAB, SYMTAB + 17 * 24},
               {DYNAMIC, DYNAMIC + 176},
               {0, FILE_SIZE}};
    static const uint64_t odd[] = {
        0, 1, 7, 0x7fffffff, 0xffffffff, 0x7fffffffffffffff, 0xfffffffffffff000, UINT64_MAX};
    unsigned count = 1 + rnd(4);

    while (count--) {
        unsigned h = rnd(8), at = hot[h].from + rnd(hot[h].to - hot[h].from);
        unsigned width = 1u << rnd(4);
        uint64_t v = odd[rnd(8)];

        if (at + width > FILE_SIZE) {
            continue;
        }
        switch (rnd(4)) {
        case 0: f->b[at] ^= (uint8_t)(1u << rnd(8)); break;
        case 1: f->b[at] = (uint8_t)rnd(256); break;
        case 2: memcpy(f->b + (at & ~(width - 1)), &v, width); break;
        default:
            memcpy(&v, f->b + (at & ~7u), 8);
            v += rnd(33) - UINT64_C(16);
            memcpy(f->b + (at & ~7u), &v, 8);
            break;
        }
    }
    if (rnd(16) == 0) {
        f->size = rnd(FILE_SIZE + 1);
    }
}

static void test_mutations(unsigned n)
{
    unsigned loaded = 0;

    for (unsigned i = 0; i < n; i++) {
        struct file f = make_image(i & 1, i & 2);
        struct elf_image img;

        mutate(&f);
        if (load(&img, &f) == 0) {
            check_image(&img);
            elf_image_free(&img);
            loaded++;
        } else {
            MUST(last_error[0] && !strchr(last_error, '\n'));
        }
        nchecks++;
    }
    /* Neither all nor none, or the loop tests only half of the reader. */
    CHECK(n < 100 || (loaded > n / 10 && loaded < n - n / 10));
}

static int write_seeds(const char *dir)
{
    for (int i = 0; i < 4; i++) {
        struct file f = make_image(i & 1, i & 2);
        char path[4096];
        FILE *out;

        if (i == 3) {
            make_eh_frame(&f, 0x3b, "zPLR");
        }
        snprintf(path, sizeof(path), "%s/image-%d", dir, i);
        out = fopen(path, "wb");
        if (!out || fwrite(f.b, f.size, 1, out) != 1 || fclose(out)) {
            perror(path);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--seeds")) {
        return write_seeds(argv[2]);
    }
    for (int i = 0; i < 4; i++) {
        test_valid(i & 1, i & 2);
    }
    test_paths();
    test_not_elf();
    test_header();
    test_segments();
    test_dynamic();
    test_no_sections();
    test_bad_sections();
    test_eh_frame();
    test_landing_pads();
    test_mutations(argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 20000);
    if (nfailed) {
        fprintf(stderr, "%u of %u checks failed\n", nfailed, nchecks);
        return 1;
    }
    printf("%u checks passed\n", nchecks);
    return 0;
}
