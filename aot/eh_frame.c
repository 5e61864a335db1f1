/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eh_frame.c: the .eh_frame walker.
 *
 * The section is a chain of records, each a length and a body. A body starts with
 * an id: 0 for a CIE, which states how its functions' addresses are encoded; else
 * an FDE, one function, where the id is the distance back to its CIE:
 *
 *     CIE  len  0      version "zR" code_align data_align ra_reg auglen enc ...
 *     FDE  len  dist   pc_begin(enc) pc_range(enc) auglen lsda(enc) ...
 *
 * The LSDA, in .gcc_except_table, starts with the landing pads of ranges of code:
 *
 *     lp_enc lp_base(enc) tt_enc tt_offset cs_enc cs_size
 *     {start(cs_enc) length(cs_enc) pad(cs_enc) action}...
 *
 * All reads go through a cursor that cannot leave its record, and reading a CIE
 * costs a bounded number of steps, so that a hostile file can't make every FDE pay
 * for one long CIE.
 */
#include "eh_frame.h"

#include <string.h>

/* DW_EH_PE_*: the low four bits are the format, the next three what it is relative
 * to, the top bit an indirection that we'd need run-time memory for. */
enum {
    FMT_ABSPTR = 0x00,
    FMT_ULEB128 = 0x01,
    FMT_UDATA2 = 0x02,
    FMT_UDATA4 = 0x03,
    FMT_UDATA8 = 0x04,
    FMT_SLEB128 = 0x09,
    FMT_SDATA2 = 0x0a,
    FMT_SDATA4 = 0x0b,
    FMT_SDATA8 = 0x0c,
    FMT_MASK = 0x0f,
    REL_ABS = 0x00,
    REL_PC = 0x10,
    REL_DATA = 0x30,
    REL_MASK = 0xf0,
    ENC_INDIRECT = 0x80,
    ENC_OMIT = 0xff,
};

/* Real augmentations have at most five letters. */
#define MAX_AUGMENTATION 8

#define NO_ENCODING (-1)

struct cursor {
    const uint8_t *p, *end;
    uint64_t addr; /* guest address of p */
};

static bool take(struct cursor *c, void *out, size_t n)
{
    if ((size_t)(c->end - c->p) < n) {
        return false;
    }
    if (out) {
        memcpy(out, c->p, n);
    }
    c->p += n;
    c->addr += n;
    return true;
}

static bool take_leb(struct cursor *c, bool is_signed, uint64_t *out)
{
    uint64_t value = 0;
    uint8_t byte;
    unsigned shift = 0;

    do {
        if (shift >= 64 || !take(c, &byte, 1)) {
            return false;
        }
        value |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    if (is_signed && (byte & 0x40) && shift < 64) {
        value |= ~UINT64_C(0) << shift;
    }
    *out = value;
    return true;
}

/* Reads a value in encoding ENC; pcrel is relative to the value's own address. */
static bool take_encoded(struct cursor *c, int enc, uint64_t data_base, uint64_t *out)
{
    uint64_t at = c->addr, v8;
    uint32_t v4;
    uint16_t v2;
    bool ok;

    switch (enc & FMT_MASK) {
    case FMT_ABSPTR:
    case FMT_UDATA8:
    case FMT_SDATA8: ok = take(c, &v8, 8); break;
    case FMT_UDATA4:
    case FMT_SDATA4:
        ok = take(c, &v4, 4);
        if (ok) {
            v8 = (enc & FMT_MASK) == FMT_SDATA4 ? (uint64_t)(int64_t)(int32_t)v4 : v4;
        }
        break;
    case FMT_UDATA2:
    case FMT_SDATA2:
        ok = take(c, &v2, 2);
        if (ok) {
            v8 = (enc & FMT_MASK) == FMT_SDATA2 ? (uint64_t)(int64_t)(int16_t)v2 : v2;
        }
        break;
    case FMT_ULEB128: ok = take_leb(c, false, &v8); break;
    case FMT_SLEB128: ok = take_leb(c, true, &v8); break;
    default: ok = false; break;
    }
    if (!ok) {
        return false;
    }
    switch (enc & REL_MASK) {
    case REL_ABS: break;
    case REL_PC: v8 += at; break;
    case REL_DATA: v8 += data_base; break;
    default: return false;
    }
    *out = v8;
    return true;
}

struct record {
    struct cursor body; /* what follows the id */
    size_t id_off;      /* offset of the id in the section */
    uint32_t id;
    size_t end; /* offset of the next record */
};

static bool read_record(const struct eh_frame *eh, size_t off, struct record *rec)
{
    struct cursor c = {eh->data + off, eh->data + eh->size, eh->addr + off};
    uint32_t len4;
    uint64_t len;

    if (!take(&c, &len4, 4) || len4 == 0) {
        return false;
    }
    len = len4;
    if (len4 == UINT32_MAX && !take(&c, &len, 8)) {
        return false;
    }
    if (len > (size_t)(c.end - c.p)) {
        return false;
    }
    c.end = c.p + len;
    rec->id_off = (size_t)(c.p - eh->data);
    rec->end = rec->id_off + len;
    if (!take(&c, &rec->id, 4)) {
        return false;
    }
    rec->body = c;
    return true;
}

/* What a CIE says of its FDEs. */
struct cie {
    int enc;  /* of addresses, or NO_ENCODING */
    int lsda; /* of the LSDA's address, or NO_ENCODING */
};

/* Reads the CIE at OFF but for C->enc, which is the result. */
static int read_cie(const struct eh_frame *eh, size_t off, struct cie *cie)
{
    struct record rec;
    struct cursor *c = &rec.body;
    char aug[MAX_AUGMENTATION];
    uint8_t version, enc;
    uint64_t skip;
    size_t n = 0;
    int found = NO_ENCODING;

    if (!read_record(eh, off, &rec) || rec.id != 0 || !take(c, &version, 1) ||
        (version != 1 && version != 3)) {
        return NO_ENCODING;
    }
    do {
        if (n == sizeof(aug) || !take(c, &aug[n], 1)) {
            return NO_ENCODING;
        }
    } while (aug[n++]);
    if (aug[0] == '\0') {
        return FMT_ABSPTR | REL_ABS;
    }
    if (aug[0] != 'z') {
        return NO_ENCODING;
    }
    /* Both alignment factors, the return address register, the augmentation's length. */
    if (!take_leb(c, false, &skip) || !take_leb(c, true, &skip) ||
        !(version == 1 ? take(c, NULL, 1) : take_leb(c, false, &skip)) ||
        !take_leb(c, false, &skip)) {
        return NO_ENCODING;
    }
    for (n = 1; aug[n]; n++) {
        switch (aug[n]) {
        case 'R':
            if (!take(c, &enc, 1)) {
                return NO_ENCODING;
            }
            found = enc;
            break;
        case 'L':
            if (!take(c, &enc, 1)) {
                return NO_ENCODING;
            }
            cie->lsda = enc & ENC_INDIRECT ? NO_ENCODING : enc; /* or it is 0xff: none */
            break;
        case 'P':
            /* Only its length matters here, so that an indirect one is fine. */
            if (!take(c, &enc, 1) || !take_encoded(c, enc & FMT_MASK, 0, &skip)) {
                return NO_ENCODING;
            }
            break;
        case 'S': /* signal frame */
        case 'B': /* aarch64: return addresses signed with key B */
        case 'G': /* aarch64: tagged stack */ break;
        default: return found; /* what follows cannot be placed */
        }
    }
    return found == NO_ENCODING ? FMT_ABSPTR | REL_ABS : found;
}

/* The address of the exception table of an FDE whose augmentation data starts at C. */
static uint64_t read_lsda(struct cursor *c, int enc, uint64_t data_base)
{
    uint64_t len, addr, raw;

    if (enc == NO_ENCODING || !take_leb(c, false, &len) || len > (size_t)(c->end - c->p)) {
        return 0;
    }
    c->end = c->p + len;
    struct cursor again = *c;
    bool ok = take_encoded(&again, enc & FMT_MASK, 0, &raw) && raw &&
              take_encoded(c, enc, data_base, &addr);
    return ok ? addr : 0;
}

void eh_frame_walk(const struct eh_frame *eh, eh_frame_fn *fn, void *opaque)
{
    size_t cie = SIZE_MAX; /* the CIE that OF was read from */
    struct cie of = {NO_ENCODING, NO_ENCODING};
    struct record rec;

    for (size_t off = 0; read_record(eh, off, &rec); off = rec.end) {
        uint64_t addr, size;

        if (rec.id == 0) {
            continue;
        }
        if (rec.id > rec.id_off) {
            return;
        }
        if (cie != rec.id_off - rec.id) {
            cie = rec.id_off - rec.id;
            of.lsda = NO_ENCODING;
            of.enc = read_cie(eh, cie, &of);
        }
        if (of.enc != NO_ENCODING && take_encoded(&rec.body, of.enc, eh->data_base, &addr) &&
            take_encoded(&rec.body, of.enc & FMT_MASK, 0, &size) && size != 0) {
            fn(opaque, addr, size, read_lsda(&rec.body, of.lsda, eh->data_base));
        }
    }
}

size_t eh_landing_pads(const struct eh_frame *table, uint64_t func, size_t max,
                       landing_pad_fn *fn, void *opaque)
{
    struct cursor c = {table->data, table->data + table->size, table->addr};
    uint8_t enc;
    uint64_t base = func, size, start, pad;
    size_t n = 0;

    if (!take(&c, &enc, 1) || (enc != ENC_OMIT && !take_encoded(&c, enc, 0, &base)) ||
        !take(&c, &enc, 1) || (enc != ENC_OMIT && !take_leb(&c, false, &size)) ||
        !take(&c, &enc, 1) || !take_leb(&c, false, &size)) {
        return 0;
    }
    if (size < (size_t)(c.end - c.p)) {
        c.end = c.p + size;
    }
    while (n < max && take_encoded(&c, enc, 0, &start) && take_encoded(&c, enc, 0, &size) &&
           take_encoded(&c, enc, 0, &pad) && take_leb(&c, false, &size)) {
        n++;
        if (pad) {
            fn(opaque, base + pad);
        }
    }
    return n;
}

bool eh_frame_hdr_target(const struct eh_frame *hdr, uint64_t *addr)
{
    struct cursor c = {hdr->data, hdr->data + hdr->size, hdr->addr};
    uint8_t head[4]; /* version, then encodings: of the pointer, of the table's count, of it */

    return take(&c, head, sizeof(head)) && head[0] == 1 &&
           take_encoded(&c, head[1], hdr->data_base, addr);
}
