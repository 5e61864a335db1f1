/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * elf_image.c: reads a guest ELF file, which may be hostile.
 *
 * Two kinds of information, two rules. What the kernel needs to start the program
 * (ELF header, program headers) is mandatory: it is read here byte by byte, and any
 * flaw is an error. The rest (sections, symbols, relocations, unwind data) only
 * helps to find code: it is read afterwards, the sections through libelf, and a
 * flawed part of it is passed over, because a stripped or damaged table must not
 * keep a program that runs from being translated.
 *
 * Segments are not read through libelf: it refuses a file whose section headers
 * are damaged, and such a file still runs.
 *
 * Time and memory are linear in the size of the file. No table is trusted to be
 * disjoint from another, so what a file could make us read again and again draws on
 * one budget (relocations), or is read once (the first symbol table of its type).
 */
#define _POSIX_C_SOURCE 200809L
#include "elf_image.h"
#include "eh_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE UINT64_C(4096)
#define ADDRESS_END (UINT64_C(1) << 47) /* of user space on an x86-64 host */
#define MAX_HULL (UINT64_C(64) << 30)   /* a larger one is a mistake or an attack */
#define MAX_FILE (UINT64_C(4) << 30)
#define MAX_PHDRS (65536 / sizeof(Elf64_Phdr)) /* Linux refuses more */

/* How many symbols elf_image_symbol_at() looks at for one that encloses the address. */
#define SYMBOL_LOOKBACK 1024

/* Not in every elf.h. */
#ifndef SHT_RELR
#define SHT_RELR 19
#define DT_RELRSZ 35
#define DT_RELR 36
#endif
#ifndef EF_RISCV_RVE
#define EF_RISCV_RVE 0x0008
#endif
#ifndef R_RISCV_IRELATIVE
#define R_RISCV_IRELATIVE 58
#endif

#define ONLY "only static aarch64 and riscv64 programs can be translated"

/* The dynamic entries that matter, by tag; all tags in use are below DYN_TAGS. */
#define DYN_TAGS 37

struct reader {
    struct elf_image *img;
    char *err;
    size_t errlen;
    Elf64_Ehdr ehdr;
    uint64_t dyn[DYN_TAGS];
    uint64_t dyn_seen; /* bit t: tag t is present */
    uint64_t dyn_flags1;
    Elf *elf;        /* NULL if the section headers are of no use */
    size_t budget;   /* relocations that may still be looked at */
    size_t max_pads; /* records of exception tables, likewise */
    bool oom;        /* some array could not grow */
};

static int fail(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static int fail(struct reader *r, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(r->err, r->errlen, fmt, ap);
    va_end(ap);
    return -1;
}

static uint64_t load64(const uint8_t *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof(v));
    return v;
}

/* Appends an element to an array that holds N, whose room is always the next power
 * of two, so that no capacity needs to be kept. */
#define PUSH(r, array, n, ...)                                                                 \
    do {                                                                                       \
        void *room_ = make_room((r), (array), (n), sizeof(*(array)));                          \
        if (room_) {                                                                           \
            (array) = room_;                                                                   \
            (array)[(n)++] = (__VA_ARGS__);                                                    \
        }                                                                                      \
    } while (0)

static void *make_room(struct reader *r, void *array, size_t n, size_t size)
{
    void *p;

    if (n && (n & (n - 1))) {
        return array;
    }
    p = realloc(array, (n ? 2 * n : 1) * size);
    if (!p) {
        r->oom = true;
    }
    return p;
}

/* qsort() must not be given a null array, even an empty one. */
static void sort(void *array, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
    if (n > 1) {
        qsort(array, n, size, cmp);
    }
}

static int order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_range(const void *pa, const void *pb)
{
    const struct elf_range *a = pa, *b = pb;

    return a->addr != b->addr ? order(a->addr, b->addr) : order(a->size, b->size);
}

/* RANGES are sorted and disjoint. */
static const struct elf_range *range_at(const struct elf_range *ranges, size_t n, uint64_t addr)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (addr < ranges[mid].addr) {
            hi = mid;
        } else if (addr - ranges[mid].addr >= ranges[mid].size) {
            lo = mid + 1;
        } else {
            return &ranges[mid];
        }
    }
    return NULL;
}

/* The executable segment that holds all of [ADDR, ADDR + SIZE), or NULL. */
static const struct elf_segment *exec_segment(const struct elf_image *img, uint64_t addr,
                                              uint64_t size)
{
    const struct elf_segment *seg = elf_image_segment_at(img, addr);

    return seg && seg->x && size <= seg->memsz - (addr - seg->vaddr) ? seg : NULL;
}

/*
 * The file. It is read, not mapped: a file that someone truncates while it is being
 * translated must not end in SIGBUS.
 */

static int read_open_file(struct reader *r, int fd)
{
    struct stat st;
    uint8_t *buf;
    size_t size, got = 0;

    if (fstat(fd, &st)) {
        return fail(r, "cannot read: %s", strerror(errno));
    }
    if (S_ISDIR(st.st_mode)) {
        return fail(r, "is a directory");
    }
    if (!S_ISREG(st.st_mode)) {
        return fail(r, "not a regular file");
    }
    if ((uint64_t)st.st_size > MAX_FILE) {
        return fail(r, "file is larger than %" PRIu64 " GiB", MAX_FILE >> 30);
    }
    size = (size_t)st.st_size;
    /* One more byte, always 0, is the name of symbols that have none. */
    buf = malloc(size + 1);
    if (!buf) {
        return fail(r, "out of memory");
    }
    r->img->file = buf;
    while (got < size) {
        ssize_t n = read(fd, buf + got, size - got);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail(r, "cannot read: %s", strerror(errno));
        }
        if (n == 0) {
            break;
        }
        got += (size_t)n;
    }
    if (got == 0) {
        return fail(r, "file is empty");
    }
    buf[got] = 0;
    r->img->file_size = got;
    r->budget = got / 4;
    return 0;
}

static int read_file(struct reader *r, const char *path)
{
    /* O_NONBLOCK: opening a FIFO must not wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    int rc;

    if (fd < 0) {
        return fail(r, "cannot open: %s", strerror(errno));
    }
    rc = read_open_file(r, fd);
    close(fd);
    return rc;
}

/*
 * The mandatory part: ELF header and program headers.
 */

static const char *machine_name(unsigned machine, char *buf, size_t size)
{
    static const struct {
        unsigned machine;
        const char *name;
    } names[] = {
        {EM_386, "i386"},        {EM_X86_64, "x86-64"},   {EM_ARM, "arm"},
        {EM_AARCH64, "aarch64"}, {EM_RISCV, "riscv"},     {EM_PPC, "powerpc"},
        {EM_PPC64, "powerpc64"}, {EM_S390, "s390"},       {EM_MIPS, "mips"},
        {EM_SPARC, "sparc"},     {EM_SPARCV9, "sparc64"}, {EM_68K, "m68k"},
        {EM_SH, "sh"},           {EM_PARISC, "hppa"},     {EM_IA_64, "ia64"},
        {EM_ALPHA, "alpha"},     {0x9026, "alpha"},       {EM_XTENSA, "xtensa"},
        {EM_BPF, "bpf"},         {258, "loongarch"},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].machine == machine) {
            return names[i].name;
        }
    }
    snprintf(buf, size, "machine number %u", machine);
    return buf;
}

static int check_header(struct reader *r)
{
    const uint8_t *file = r->img->file;
    size_t size = r->img->file_size;
    const Elf64_Ehdr *eh = &r->ehdr;
    unsigned machine;
    const char *name;
    char buf[40];

    if (size >= 2 && !memcmp(file, "#!", 2)) {
        return fail(r, "not an ELF file: it is a script");
    }
    if (size < SELFMAG || memcmp(file, ELFMAG, SELFMAG)) {
        return fail(r, "not an ELF file");
    }
    /* e_machine is at the same place in both classes; name it in what follows. */
    if (size < 20) {
        return fail(r, "truncated ELF header (the file has %zu bytes)", size);
    }
    if (file[EI_DATA] != ELFDATA2LSB && file[EI_DATA] != ELFDATA2MSB) {
        return fail(r, "invalid byte order %u in the ELF header", file[EI_DATA]);
    }
    if (file[EI_CLASS] != ELFCLASS64 && file[EI_CLASS] != ELFCLASS32) {
        return fail(r, "invalid class %u in the ELF header", file[EI_CLASS]);
    }
    machine =
        file[EI_DATA] == ELFDATA2LSB ? file[18] + 256u * file[19] : file[19] + 256u * file[18];
    name = machine_name(machine, buf, sizeof(buf));
    if (file[EI_CLASS] == ELFCLASS32) {
        return fail(r, "a 32-bit program (%s); " ONLY, name);
    }
    if (file[EI_DATA] == ELFDATA2MSB) {
        return fail(r, "a big-endian program (%s); " ONLY, name);
    }
    if (machine != EM_AARCH64 && machine != EM_RISCV) {
        return fail(r, "built for %s; " ONLY, name);
    }
    if (size < sizeof(*eh)) {
        return fail(r, "truncated ELF header (the file has %zu bytes)", size);
    }
    memcpy(&r->ehdr, file, sizeof(*eh));
    if (file[EI_VERSION] != EV_CURRENT || eh->e_version != EV_CURRENT) {
        return fail(r, "unknown ELF version %u",
                    file[EI_VERSION] != EV_CURRENT ? file[EI_VERSION] : eh->e_version);
    }
    switch (eh->e_type) {
    case ET_EXEC:
    case ET_DYN: break;
    case ET_REL: return fail(r, "a relocatable object file, not a linked program");
    case ET_CORE: return fail(r, "a core dump, not a program");
    default: return fail(r, "not a program (ELF type %u)", eh->e_type);
    }
    if (machine == EM_RISCV && (eh->e_flags & EF_RISCV_RVE)) {
        return fail(r, "built for riscv with 16 registers (RVE), which is not supported");
    }
    if (eh->e_phnum == 0) {
        return fail(r, "no loadable segment");
    }
    if (eh->e_phentsize != sizeof(Elf64_Phdr)) {
        return fail(r, "invalid program header size %u", eh->e_phentsize);
    }
    if (eh->e_phnum > MAX_PHDRS) {
        return fail(r, "too many program headers (%u)", eh->e_phnum);
    }
    if (eh->e_phoff > size || size - eh->e_phoff < eh->e_phnum * sizeof(Elf64_Phdr)) {
        return fail(r, "truncated program headers");
    }
    r->img->machine = eh->e_machine;
    r->img->flags = eh->e_flags;
    r->img->is_pie = eh->e_type == ET_DYN;
    r->img->entry = eh->e_entry;
    return 0;
}

static Elf64_Phdr phdr_at(const struct reader *r, unsigned i)
{
    Elf64_Phdr ph;

    memcpy(&ph, r->img->file + r->ehdr.e_phoff + i * sizeof(ph), sizeof(ph));
    return ph;
}

static bool find_phdr(const struct reader *r, uint32_t type, Elf64_Phdr *ph)
{
    for (unsigned i = 0; i < r->ehdr.e_phnum; i++) {
        *ph = phdr_at(r, i);
        if (ph->p_type == type) {
            return true;
        }
    }
    return false;
}

static bool in_file(const struct reader *r, uint64_t offset, uint64_t size)
{
    return offset <= r->img->file_size && size <= r->img->file_size - offset;
}

/* A program with an interpreter. Its name is shown, cut and made printable. */
static int fail_dynamic(struct reader *r, const Elf64_Phdr *ph)
{
    char name[128] = "a dynamic loader";
    size_t n;

    if (in_file(r, ph->p_offset, ph->p_filesz) && ph->p_filesz > 1) {
        n = ph->p_filesz < sizeof(name) ? ph->p_filesz : sizeof(name) - 1;
        memcpy(name, r->img->file + ph->p_offset, n);
        name[n] = '\0';
        for (char *p = name; *p; p++) {
            if (*p < ' ' || *p > '~') {
                *p = '?';
            }
        }
    }
    return fail(r, "dynamically linked (needs %s); only static programs can be translated",
                name);
}

static int check_segment(struct reader *r, unsigned i, const Elf64_Phdr *ph)
{
    if (ph->p_filesz > ph->p_memsz) {
        return fail(r, "segment %u has more bytes in the file than in memory", i);
    }
    if (ph->p_filesz && !in_file(r, ph->p_offset, ph->p_filesz)) {
        return fail(r, "segment %u lies outside the file (truncated file?)", i);
    }
    if (ph->p_vaddr > ADDRESS_END || ph->p_memsz > ADDRESS_END - ph->p_vaddr) {
        return fail(r, "segment %u at 0x%" PRIx64 " lies outside the user address space", i,
                    ph->p_vaddr);
    }
    if (ph->p_filesz && (ph->p_vaddr - ph->p_offset) % PAGE) {
        return fail(r,
                    "segment %u is misaligned: address 0x%" PRIx64 ", file offset 0x%" PRIx64,
                    i, ph->p_vaddr, ph->p_offset);
    }
    return 0;
}

static int by_segment(const void *pa, const void *pb)
{
    const struct elf_segment *a = pa, *b = pb;

    return order(a->vaddr, b->vaddr);
}

/* Little-endian, as the file. */
static uint32_t word_at(const struct reader *r, uint64_t offset)
{
    uint32_t w;

    memcpy(&w, r->img->file + offset, sizeof(w));
    return w;
}

/* GNU properties: notes of one kind, each holds a list of {type, size, data}. */
static void read_properties(struct reader *r)
{
    enum { HEADER = 16, ALIGN = 8 }; /* of a note, with its name */
    const uint32_t feature_1_and = 0xc0000000, bti = 1;

    for (unsigned i = 0; r->img->machine == EM_AARCH64 && i < r->ehdr.e_phnum; i++) {
        Elf64_Phdr ph = phdr_at(r, i);
        uint64_t at = ph.p_offset + HEADER, end;

        if (ph.p_type != PT_GNU_PROPERTY || ph.p_filesz < HEADER ||
            !in_file(r, ph.p_offset, ph.p_filesz)) {
            continue;
        }
        end = at + word_at(r, ph.p_offset + 4);
        if (end > ph.p_offset + ph.p_filesz) {
            end = ph.p_offset + ph.p_filesz;
        }
        while (end > at && end - at >= 8) {
            uint64_t size = word_at(r, at + 4);
            if (word_at(r, at) == feature_1_and && size == 4 && end - at >= 12) {
                r->img->checks_branches |= word_at(r, at + 8) & bti;
            }
            at += 8 + (size + ALIGN - 1) / ALIGN * ALIGN;
        }
    }
}

static int read_segments(struct reader *r)
{
    struct elf_image *img = r->img;
    const struct elf_segment *seg, *last;
    Elf64_Phdr ph;

    if (find_phdr(r, PT_INTERP, &ph)) {
        return fail_dynamic(r, &ph);
    }
    for (unsigned i = 0; i < r->ehdr.e_phnum; i++) {
        ph = phdr_at(r, i);
        if (ph.p_type != PT_LOAD) {
            continue;
        }
        if (check_segment(r, i, &ph)) {
            return -1;
        }
        if (ph.p_memsz) {
            PUSH(r, img->segments, img->nsegments,
                 (struct elf_segment){.vaddr = ph.p_vaddr,
                                      .memsz = ph.p_memsz,
                                      .filesz = ph.p_filesz,
                                      .offset = ph.p_offset,
                                      .r = ph.p_flags & PF_R,
                                      .w = ph.p_flags & PF_W,
                                      .x = ph.p_flags & PF_X});
        }
    }
    if (r->oom) {
        return fail(r, "out of memory");
    }
    if (!img->nsegments) {
        return fail(r, "no loadable segment");
    }
    sort(img->segments, img->nsegments, sizeof(*img->segments), by_segment);
    for (size_t i = 1; i < img->nsegments; i++) {
        seg = &img->segments[i];
        if (seg->vaddr - seg[-1].vaddr < seg[-1].memsz) {
            return fail(r, "the segments at 0x%" PRIx64 " and 0x%" PRIx64 " overlap",
                        seg[-1].vaddr, seg->vaddr);
        }
    }
    last = &img->segments[img->nsegments - 1];
    img->lo = img->segments[0].vaddr & -PAGE;
    img->hi = (last->vaddr + last->memsz + PAGE - 1) & -PAGE;
    if (img->hi - img->lo > MAX_HULL) {
        return fail(r, "the segments span %" PRIu64 " GiB of memory; the limit is %" PRIu64,
                    (img->hi - img->lo) >> 30, MAX_HULL >> 30);
    }
    return 0;
}

/* Guest bytes at ADDR, at most SIZE; *SIZE is cut to what the file has of them. */
static const uint8_t *guest_bytes(const struct reader *r, uint64_t addr, uint64_t *size)
{
    size_t avail;
    const uint8_t *p = elf_image_bytes(r->img, addr, &avail);

    if (!p) {
        *size = 0;
    } else if (avail < *size) {
        *size = avail;
    }
    return p;
}

static void read_dynamic(struct reader *r)
{
    Elf64_Phdr ph;
    Elf64_Dyn d;
    uint64_t size;
    const uint8_t *p;

    if (!find_phdr(r, PT_DYNAMIC, &ph)) {
        return;
    }
    size = ph.p_filesz;
    p = guest_bytes(r, ph.p_vaddr, &size);
    for (; size >= sizeof(d); p += sizeof(d), size -= sizeof(d)) {
        memcpy(&d, p, sizeof(d));
        if (d.d_tag == DT_NULL) {
            return;
        }
        if (d.d_tag > 0 && d.d_tag < DYN_TAGS) {
            r->dyn[d.d_tag] = d.d_un.d_val;
            r->dyn_seen |= UINT64_C(1) << d.d_tag;
        } else if (d.d_tag == DT_FLAGS_1) {
            r->dyn_flags1 = d.d_un.d_val;
        }
    }
}

static bool has_dyn(const struct reader *r, unsigned tag)
{
    return r->dyn_seen >> tag & 1;
}

/* Instructions lie at multiples of this. */
static unsigned insn_align(const struct elf_image *img)
{
    return img->machine == EM_AARCH64 ? 4 : 2;
}

static int check_entry(struct reader *r)
{
    struct elf_image *img = r->img;

    /* A static PIE and a shared library are both ET_DYN without an interpreter. */
    if (img->is_pie && (!img->entry || ((has_dyn(r, DT_SONAME) || has_dyn(r, DT_NEEDED)) &&
                                        !(r->dyn_flags1 & DF_1_PIE)))) {
        return fail(r, "a shared library, not a program");
    }
    if (!exec_segment(img, img->entry, 1)) {
        return fail(r, "the entry point 0x%" PRIx64 " is not in an executable segment",
                    img->entry);
    }
    if (img->entry % insn_align(img)) {
        return fail(r, "the entry point 0x%" PRIx64 " is misaligned", img->entry);
    }
    return 0;
}

/*
 * The optional part. From here nothing fails but memory.
 */

/* Checks the section table before libelf sees it: libelf allocates by the count in
 * the file before it compares it with the file's size. */
static void open_sections(struct reader *r)
{
    const Elf64_Ehdr *eh = &r->ehdr;
    size_t size = r->img->file_size;
    uint64_t count = eh->e_shnum;
    Elf64_Shdr sh;

    if (!eh->e_shoff || eh->e_shentsize != sizeof(sh) || !in_file(r, eh->e_shoff, sizeof(sh))) {
        return;
    }
    if (count == 0) {
        /* Too many for the header: section 0 has the count. */
        memcpy(&sh, r->img->file + eh->e_shoff, sizeof(sh));
        count = sh.sh_size;
    }
    if (count == 0 || count > (size - eh->e_shoff) / sizeof(sh)) {
        return;
    }
    if (elf_version(EV_CURRENT) == EV_NONE) {
        return;
    }
    /* It takes a plain pointer, but only reads. */
    r->elf = elf_memory((char *)r->img->file, size);
}

/* The file's bytes of a section; NULL if it has none or lies outside the file. */
static const uint8_t *section_bytes(Elf_Scn *scn, uint64_t *size)
{
    Elf_Data *data = elf_rawdata(scn, NULL);

    *size = data && data->d_buf ? data->d_size : 0;
    return *size ? data->d_buf : NULL;
}

struct strings {
    const char *base;
    uint64_t size; /* up to and including the last NUL */
};

static struct strings read_strings(const struct reader *r, size_t index)
{
    Elf_Scn *scn = elf_getscn(r->elf, index);
    struct strings s = {NULL, 0};

    if (scn) {
        s.base = (const char *)section_bytes(scn, &s.size);
        while (s.size && s.base[s.size - 1]) {
            s.size--;
        }
    }
    return s;
}

static const char *string_at(const struct reader *r, const struct strings *s, uint64_t offset)
{
    return offset < s->size ? s->base + offset : (const char *)r->img->file + r->img->file_size;
}

static void read_exec_sections(struct reader *r)
{
    struct elf_image *img = r->img;
    const uint64_t want = SHF_ALLOC | SHF_EXECINSTR;
    Elf_Scn *scn = NULL;
    size_t kept = 0;

    while (r->elf && (scn = elf_nextscn(r->elf, scn))) {
        const struct elf_segment *seg;
        GElf_Shdr sh;

        if (!gelf_getshdr(scn, &sh) || (sh.sh_flags & want) != want ||
            sh.sh_type == SHT_NOBITS || !sh.sh_size) {
            continue;
        }
        seg = exec_segment(img, sh.sh_addr, sh.sh_size);
        if (seg && sh.sh_addr - seg->vaddr + sh.sh_size <= seg->filesz) {
            PUSH(r, img->exec_sections, img->nexec_sections,
                 (struct elf_range){sh.sh_addr, sh.sh_size});
        }
    }
    sort(img->exec_sections, img->nexec_sections, sizeof(*img->exec_sections), by_range);
    for (size_t i = 0; i < img->nexec_sections; i++) {
        const struct elf_range *s = &img->exec_sections[i];

        if (!kept ||
            s->addr - img->exec_sections[kept - 1].addr >= img->exec_sections[kept - 1].size) {
            img->exec_sections[kept++] = *s;
        }
    }
    img->nexec_sections = kept;

    /* Headers that do not know where the program starts are not to be believed. */
    if (range_at(img->exec_sections, img->nexec_sections, img->entry)) {
        return;
    }
    img->nexec_sections = 0;
    free(img->exec_sections);
    img->exec_sections = NULL;
    for (size_t i = 0; i < img->nsegments; i++) {
        const struct elf_segment *seg = &img->segments[i];

        if (seg->x && seg->filesz) {
            PUSH(r, img->exec_sections, img->nexec_sections,
                 (struct elf_range){seg->vaddr, seg->filesz});
        }
    }
}

static void read_relro(struct reader *r)
{
    Elf64_Phdr ph;

    if (find_phdr(r, PT_GNU_RELRO, &ph)) {
        r->img->relro = (struct elf_range){ph.p_vaddr, ph.p_memsz};
    }
}

static void read_got(struct reader *r)
{
    Elf_Scn *scn = NULL;
    size_t strndx;

    if (!r->elf || elf_getshdrstrndx(r->elf, &strndx)) {
        return;
    }
    struct strings names = read_strings(r, strndx);
    while ((scn = elf_nextscn(r->elf, scn))) {
        GElf_Shdr sh;
        if (gelf_getshdr(scn, &sh) && (sh.sh_flags & SHF_ALLOC) &&
            !strcmp(string_at(r, &names, sh.sh_name), ".got")) {
            r->img->got = (struct elf_range){sh.sh_addr, sh.sh_size};
            return;
        }
    }
}

/*
 * Symbols. A mapping symbol says what the bytes from its address on are: "$x" code,
 * "$d" data. Both may carry a suffix: ".42", and on riscv "$x" the name of an ISA.
 */

struct mapping {
    uint64_t addr, end; /* up to the end of its section */
    bool data;
};

struct mappings {
    struct mapping *list;
    size_t n;
};

static bool is_mapping_symbol(const struct elf_image *img, const Elf64_Sym *sym,
                              const char *name)
{
    if (ELF64_ST_TYPE(sym->st_info) != STT_NOTYPE || name[0] != '$' ||
        (name[1] != 'x' && name[1] != 'd')) {
        return false;
    }
    return name[2] == '\0' || name[2] == '.' || (img->machine == EM_RISCV && name[1] == 'x');
}

static void add_mapping(struct reader *r, struct mappings *maps, const Elf64_Sym *sym,
                        const struct elf_segment *seg, bool data)
{
    uint64_t end = seg->vaddr + seg->memsz;
    Elf_Scn *scn = elf_getscn(r->elf, sym->st_shndx);
    GElf_Shdr sh;

    if (sym->st_shndx < SHN_LORESERVE && gelf_getshdr(scn, &sh) &&
        sym->st_value >= sh.sh_addr && sym->st_value - sh.sh_addr < sh.sh_size &&
        sh.sh_size - (sym->st_value - sh.sh_addr) < end - sym->st_value) {
        end = sh.sh_addr + sh.sh_size;
    }
    PUSH(r, maps->list, maps->n, (struct mapping){sym->st_value, end, data});
}

static void add_symbol(struct reader *r, struct mappings *maps, const struct strings *strs,
                       const Elf64_Sym *sym)
{
    struct elf_image *img = r->img;
    const struct elf_segment *seg;
    unsigned type = ELF64_ST_TYPE(sym->st_info);
    const char *name;
    uint64_t room;

    if (sym->st_shndx == SHN_UNDEF ||
        (sym->st_shndx >= SHN_LORESERVE && sym->st_shndx != SHN_XINDEX) ||
        type == STT_SECTION || type == STT_FILE || type == STT_TLS) {
        return;
    }
    seg = exec_segment(img, sym->st_value, 1);
    if (!seg) {
        return;
    }
    name = string_at(r, strs, sym->st_name);
    if (is_mapping_symbol(img, sym, name)) {
        add_mapping(r, maps, sym, seg, name[1] == 'd');
        return;
    }
    room = seg->vaddr + seg->memsz - sym->st_value;
    PUSH(r, img->symbols, img->nsymbols,
         (struct elf_symbol){.addr = sym->st_value,
                             .size = sym->st_size < room ? sym->st_size : room,
                             .name = name,
                             .is_func = type == STT_FUNC || type == STT_GNU_IFUNC});
}

static void read_symbol_table(struct reader *r, struct mappings *maps, uint32_t type)
{
    GElf_Shdr sh = {0};
    struct strings strs;
    Elf_Scn *scn = NULL;
    const uint8_t *p;
    uint64_t size;
    Elf64_Sym sym;

    while (r->elf && (scn = elf_nextscn(r->elf, scn))) {
        if (gelf_getshdr(scn, &sh) && sh.sh_type == type) {
            break;
        }
    }
    if (!scn || sh.sh_entsize != sizeof(sym)) {
        return;
    }
    strs = read_strings(r, sh.sh_link);
    p = section_bytes(scn, &size);
    for (; size >= sizeof(sym); p += sizeof(sym), size -= sizeof(sym)) {
        memcpy(&sym, p, sizeof(sym));
        add_symbol(r, maps, &strs, &sym);
    }
}

/* Functions and larger ones last among those at one address: a search for the last
 * symbol at or before an address finds the best. All names point into one buffer,
 * so that their order makes the result the same in every run. */
static int by_symbol(const void *pa, const void *pb)
{
    const struct elf_symbol *a = pa, *b = pb;

    if (a->addr != b->addr) {
        return order(a->addr, b->addr);
    }
    if (a->is_func != b->is_func) {
        return a->is_func - b->is_func;
    }
    return a->size != b->size ? order(a->size, b->size)
                              : order((uintptr_t)a->name, (uintptr_t)b->name);
}

/* Code last among those at one address, so that an empty piece of data is empty. */
static int by_mapping(const void *pa, const void *pb)
{
    const struct mapping *a = pa, *b = pb;

    if (a->addr != b->addr) {
        return order(a->addr, b->addr);
    }
    return a->data != b->data ? b->data - a->data : order(a->end, b->end);
}

static void add_data_in_code(struct reader *r, const struct mappings *maps)
{
    struct elf_image *img = r->img;

    for (size_t i = 0; i < maps->n; i++) {
        const struct mapping *m = &maps->list[i];
        uint64_t end = i + 1 < maps->n && m[1].addr < m->end ? m[1].addr : m->end;
        struct elf_range *last =
            img->ndata_in_code ? &img->data_in_code[img->ndata_in_code - 1] : NULL;

        if (!m->data || end == m->addr) {
            continue;
        }
        if (last && last->addr + last->size == m->addr) {
            last->size += end - m->addr;
        } else {
            PUSH(r, img->data_in_code, img->ndata_in_code,
                 (struct elf_range){m->addr, end - m->addr});
        }
    }
}

static void read_symbols(struct reader *r)
{
    struct elf_image *img = r->img;
    struct mappings maps = {NULL, 0};

    read_symbol_table(r, &maps, SHT_SYMTAB);
    read_symbol_table(r, &maps, SHT_DYNSYM);
    sort(img->symbols, img->nsymbols, sizeof(*img->symbols), by_symbol);
    sort(maps.list, maps.n, sizeof(*maps.list), by_mapping);
    add_data_in_code(r, &maps);
    free(maps.list);
}

/*
 * Code pointers. The tables are found through sections and through PT_DYNAMIC: a
 * static program that is not a PIE has only the first, one without section headers
 * only the second.
 */

static void add_code_pointer(struct reader *r, uint64_t value)
{
    struct elf_image *img = r->img;

    if (value % insn_align(img) == 0 &&
        range_at(img->exec_sections, img->nexec_sections, value)) {
        PUSH(r, img->code_pointers, img->ncode_pointers, value);
    }
}

static void add_rela(struct reader *r, const uint8_t *p, uint64_t size)
{
    bool a64 = r->img->machine == EM_AARCH64;
    uint32_t relative = a64 ? R_AARCH64_RELATIVE : R_RISCV_RELATIVE;
    uint32_t irelative = a64 ? R_AARCH64_IRELATIVE : R_RISCV_IRELATIVE;
    Elf64_Rela rela;

    for (; size >= sizeof(rela) && r->budget; p += sizeof(rela), size -= sizeof(rela)) {
        memcpy(&rela, p, sizeof(rela));
        r->budget--;
        if (ELF64_R_TYPE(rela.r_info) == relative || ELF64_R_TYPE(rela.r_info) == irelative) {
            add_code_pointer(r, (uint64_t)rela.r_addend);
        }
        if (ELF64_R_TYPE(rela.r_info) == irelative) {
            struct elf_ifunc f = {rela.r_offset, (uint64_t)rela.r_addend};
            PUSH(r, r->img->ifuncs, r->img->nifuncs, f);
        }
    }
}

static void add_words(struct reader *r, const uint8_t *p, uint64_t size)
{
    for (; size >= 8 && r->budget; p += 8, size -= 8) {
        r->budget--;
        add_code_pointer(r, load64(p));
    }
}

static void add_word_at(struct reader *r, uint64_t addr)
{
    uint64_t size = 8;
    const uint8_t *p = guest_bytes(r, addr, &size);

    add_words(r, p, size);
}

/* An even word is the address of a place to relocate; an odd one a bit map of the 63
 * places that follow the last one named. */
static void add_relr(struct reader *r, const uint8_t *p, uint64_t size)
{
    uint64_t next = 0;

    for (; size >= 8 && r->budget; p += 8, size -= 8) {
        uint64_t word = load64(p);

        r->budget--;
        if (!(word & 1)) {
            add_word_at(r, word);
            next = word + 8;
            continue;
        }
        for (uint64_t bits = word >> 1, at = next; bits; bits >>= 1, at += 8) {
            if (bits & 1) {
                add_word_at(r, at);
            }
        }
        next += 63 * 8;
    }
}

typedef void add_fn(struct reader *r, const uint8_t *p, uint64_t size);

static void add_from_sections(struct reader *r)
{
    Elf_Scn *scn = NULL;

    while (r->elf && (scn = elf_nextscn(r->elf, scn))) {
        add_fn *add;
        const uint8_t *p;
        uint64_t size;
        GElf_Shdr sh;

        if (!gelf_getshdr(scn, &sh) || !(sh.sh_flags & SHF_ALLOC)) {
            continue;
        }
        switch (sh.sh_type) {
        case SHT_RELA: add = add_rela; break;
        case SHT_RELR: add = add_relr; break;
        case SHT_PREINIT_ARRAY:
        case SHT_INIT_ARRAY:
        case SHT_FINI_ARRAY: add = add_words; break;
        default: continue;
        }
        p = section_bytes(scn, &size);
        add(r, p, size);
    }
}

static void add_from_dynamic(struct reader *r)
{
    static const struct {
        unsigned addr, size;
        add_fn *add;
    } tables[] = {
        {DT_RELA, DT_RELASZ, add_rela},
        {DT_JMPREL, DT_PLTRELSZ, add_rela},
        {DT_RELR, DT_RELRSZ, add_relr},
        {DT_PREINIT_ARRAY, DT_PREINIT_ARRAYSZ, add_words},
        {DT_INIT_ARRAY, DT_INIT_ARRAYSZ, add_words},
        {DT_FINI_ARRAY, DT_FINI_ARRAYSZ, add_words},
    };

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (has_dyn(r, tables[i].addr) && has_dyn(r, tables[i].size)) {
            uint64_t size = r->dyn[tables[i].size];
            const uint8_t *p = guest_bytes(r, r->dyn[tables[i].addr], &size);

            tables[i].add(r, p, size);
        }
    }
    if (has_dyn(r, DT_INIT)) {
        add_code_pointer(r, r->dyn[DT_INIT]);
    }
    if (has_dyn(r, DT_FINI)) {
        add_code_pointer(r, r->dyn[DT_FINI]);
    }
}

static int by_value(const void *pa, const void *pb)
{
    return order(*(const uint64_t *)pa, *(const uint64_t *)pb);
}

/* Drops what is there twice; sorted. Returns how many are left. */
static size_t unique(uint64_t *values, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (!kept || values[i] != values[kept - 1]) {
            values[kept++] = values[i];
        }
    }
    return kept;
}

static void read_code_pointers(struct reader *r)
{
    struct elf_image *img = r->img;

    add_from_sections(r);
    add_from_dynamic(r);
    sort(img->code_pointers, img->ncode_pointers, sizeof(*img->code_pointers), by_value);
    img->ncode_pointers = unique(img->code_pointers, img->ncode_pointers);
}

/*
 * Unwind data.
 */

static int by_place(const void *pa, const void *pb)
{
    const struct elf_place *a = pa, *b = pb;
    return (a->addr > b->addr) - (a->addr < b->addr);
}

void elf_image_sort_places(struct elf_image *img)
{
    size_t n = 0;

    sort(img->places, img->nplaces, sizeof(*img->places), by_place);
    for (size_t i = 0; i < img->nplaces; i++) {
        if (n && img->places[n - 1].addr == img->places[i].addr) {
            img->places[n - 1].entry |= img->places[i].entry;
            img->places[n - 1].profile |= img->places[i].profile;
        } else {
            img->places[n++] = img->places[i];
        }
    }
    img->nplaces = n;
}

static void add_landing_pad(void *opaque, uint64_t addr)
{
    struct reader *r = opaque;

    if (exec_segment(r->img, addr, 1)) {
        PUSH(r, r->img->places, r->img->nplaces, (struct elf_place){addr, true, false});
    }
}

static void add_fde(void *opaque, uint64_t addr, uint64_t size, uint64_t lsda)
{
    struct reader *r = opaque;
    struct eh_frame table = {.addr = lsda};

    if (!exec_segment(r->img, addr, size)) {
        return;
    }
    PUSH(r, r->img->fdes, r->img->nfdes, (struct elf_range){addr, size});
    table.data = lsda ? elf_image_bytes(r->img, lsda, &table.size) : NULL;
    if (table.data) {
        /* As many as the file has room for: each takes at least four bytes. */
        r->max_pads -= eh_landing_pads(&table, addr, r->max_pads, add_landing_pad, r);
    }
}

static void fdes_from_header(struct reader *r)
{
    struct eh_frame eh = {0};
    Elf64_Phdr ph;
    uint64_t addr, size;

    if (!find_phdr(r, PT_GNU_EH_FRAME, &ph)) {
        return;
    }
    size = ph.p_filesz;
    eh.data = guest_bytes(r, ph.p_vaddr, &size);
    eh.size = size;
    eh.addr = eh.data_base = ph.p_vaddr;
    if (!eh.data || !eh_frame_hdr_target(&eh, &addr)) {
        return;
    }
    eh.data = elf_image_bytes(r->img, addr, &eh.size);
    eh.addr = addr;
    if (eh.data) {
        eh_frame_walk(&eh, add_fde, r);
    }
}

static void fdes_from_section(struct reader *r)
{
    struct strings names;
    Elf_Scn *scn = NULL;
    size_t strndx;

    if (!r->elf || elf_getshdrstrndx(r->elf, &strndx)) {
        return;
    }
    names = read_strings(r, strndx);
    while ((scn = elf_nextscn(r->elf, scn))) {
        struct eh_frame eh = {0};
        uint64_t size;
        GElf_Shdr sh;

        if (!gelf_getshdr(scn, &sh) || strcmp(string_at(r, &names, sh.sh_name), ".eh_frame")) {
            continue;
        }
        eh.data = section_bytes(scn, &size);
        eh.size = size;
        eh.addr = sh.sh_addr;
        if (eh.data) {
            eh_frame_walk(&eh, add_fde, r);
        }
        return;
    }
}

static void read_fdes(struct reader *r)
{
    struct elf_image *img = r->img;

    r->max_pads = img->file_size / 4;
    fdes_from_header(r);
    if (!img->nfdes) {
        fdes_from_section(r);
    }
    sort(img->fdes, img->nfdes, sizeof(*img->fdes), by_range);
    elf_image_sort_places(img);
}

int elf_image_load(struct elf_image *img, const char *path, char *err, size_t errlen)
{
    struct reader r = {.img = img, .err = err, .errlen = errlen};
    int rc = -1;

    memset(img, 0, sizeof(*img));
    if (read_file(&r, path) || check_header(&r) || read_segments(&r)) {
        goto out;
    }
    read_dynamic(&r);
    if (check_entry(&r)) {
        goto out;
    }
    /* From here the program is known to be one that its own kernel would start. */

    open_sections(&r);
    read_exec_sections(&r);
    read_got(&r);
    read_relro(&r);
    read_symbols(&r);
    read_code_pointers(&r);
    read_fdes(&r);
    read_properties(&r);
    rc = r.oom ? fail(&r, "out of memory") : 0;
out:
    if (r.elf) {
        elf_end(r.elf);
    }
    if (rc) {
        elf_image_free(img);
    }
    return rc;
}

void elf_image_free(struct elf_image *img)
{
    free((void *)img->file);
    free(img->segments);
    free(img->symbols);
    free(img->data_in_code);
    free(img->fdes);
    free(img->places);
    free(img->exec_sections);
    free(img->code_pointers);
    free(img->ifuncs);
    memset(img, 0, sizeof(*img));
}

/*
 * Look-ups.
 */

const struct elf_segment *elf_image_segment_at(const struct elf_image *img, uint64_t addr)
{
    size_t lo = 0, hi = img->nsegments;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct elf_segment *seg = &img->segments[mid];

        if (addr < seg->vaddr) {
            hi = mid;
        } else if (addr - seg->vaddr >= seg->memsz) {
            lo = mid + 1;
        } else {
            return seg;
        }
    }
    return NULL;
}

const uint8_t *elf_image_bytes(const struct elf_image *img, uint64_t addr, size_t *avail)
{
    const struct elf_segment *seg = elf_image_segment_at(img, addr);

    if (!seg || addr - seg->vaddr >= seg->filesz) {
        *avail = 0;
        return NULL;
    }
    *avail = seg->filesz - (addr - seg->vaddr);
    return img->file + seg->offset + (addr - seg->vaddr);
}

const struct elf_symbol *elf_image_symbol_at(const struct elf_image *img, uint64_t addr)
{
    const struct elf_range *section = range_at(img->exec_sections, img->nexec_sections, addr);
    const struct elf_segment *seg = elf_image_segment_at(img, addr);
    const struct elf_symbol *nearest = NULL;
    size_t lo = 0, hi = img->nsymbols;
    uint64_t start;

    if (!seg || !seg->x) {
        return NULL;
    }
    start = section ? section->addr : seg->vaddr;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (img->symbols[mid].addr <= addr) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    /* The first function that we meet going back need not reach ADDR, while a larger
     * one around it does. */
    for (unsigned i = 0; i < SYMBOL_LOOKBACK && lo > 0; i++) {
        const struct elf_symbol *sym = &img->symbols[--lo];

        if (sym->addr < start) {
            break;
        }
        if (!sym->is_func) {
            continue;
        }
        if (addr - sym->addr < sym->size) {
            return sym;
        }
        if (!nearest) {
            nearest = sym;
        }
    }
    return section ? nearest : NULL;
}
