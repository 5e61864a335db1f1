/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dispatch.c: which guest addresses have translated code.
 *
 * A table with a slot for each possible instruction of the guest's text, holding
 * the host code's distance from hqemu_text_base, 0 if there is none. Translated
 * code reads it too, for indirect branches, without any lock: a slot is one aligned
 * 32-bit word, and distance 0 is the miss stub.
 */
#include "runtime.h"
#include "image.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool hqemu_rt_enabled;

static uint32_t *slot_in(uint32_t *table, uint64_t pc)
{
    uint64_t off = pc - hqemu_image.text_lo;

    if (pc < hqemu_image.text_lo || pc >= hqemu_image.text_hi || off % hqemu_image.unit) {
        return NULL;
    }
    return &table[off / hqemu_image.unit];
}

static uint32_t *slot_of(uint64_t pc)
{
    return slot_in(hqemu_image.table, pc);
}

void hqemu_rt_table_init(bool (*writable)(uint64_t pc), bool (*takes_any_call)(uint64_t pc))
{
    for (uint64_t i = 0; i < hqemu_image.nentries; i++) {
        const struct hqemu_entry *e = &hqemu_image.entries[i];
        uint32_t *slot = slot_of(e->guest_pc);
        if (slot && !writable(e->lo) && !writable(e->hi - 1)) {
            *slot = (uint32_t)(e->host_pc - (uint64_t)hqemu_image.text_base);
            if (hqemu_image.checks_branches && takes_any_call(e->guest_pc)) {
                *slot_in(hqemu_image.branch_table, e->guest_pc) = *slot;
            }
        }
    }
}

const void *hqemu_rt_lookup(uint64_t pc)
{
    const uint32_t *slot = slot_of(pc);

    return slot && *slot ? hqemu_image.text_base + *slot : NULL;
}

/* The first site at OFF or after it. */
static uint64_t site_from(uint32_t off)
{
    uint64_t lo = 0, hi = hqemu_image.nsites;

    while (lo < hi) {
        uint64_t mid = (lo + hi) / 2;
        if (hqemu_image.sites[mid].guest_pc < off) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

const void *hqemu_rt_lookup_site(uint64_t pc, uint64_t *enter, uint16_t *number)
{
    /* Where it was found last; any thread's. */
    enum { RECENT = 1 << 10 };
    static _Atomic(const struct hqemu_site *) recent[RECENT];
    uint64_t off = pc - hqemu_image.text_lo;
    _Atomic(const struct hqemu_site *) *cache = &recent[off / hqemu_image.unit % RECENT];
    const struct hqemu_site *s = atomic_load_explicit(cache, memory_order_relaxed);

    if (pc < hqemu_image.text_lo || pc >= hqemu_image.text_hi) {
        return NULL;
    }
    if (!s || s->guest_pc != off) {
        uint64_t i = site_from((uint32_t)off);
        s = &hqemu_image.sites[i];
        if (i == hqemu_image.nsites || s->guest_pc != off) {
            return NULL;
        }
        atomic_store_explicit(cache, s, memory_order_relaxed);
    }
    /* Several functions may have the code at PC. One whose translation was dropped has
     * no slot any more. */
    for (; s < hqemu_image.sites + hqemu_image.nsites && s->guest_pc == off; s++) {
        const struct hqemu_entry *e = &hqemu_image.entries[s->entry];
        const uint32_t *slot = slot_of(e->guest_pc);
        if (slot && *slot) {
            *enter = s->enter & HQEMU_ENTER_NUMBER ? s->enter & ~HQEMU_ENTER_NUMBER
                                                   : hqemu_image.text_lo + s->enter;
            *number = (uint16_t)s->number;
            return (const void *)e->host_pc;
        }
    }
    return NULL;
}

const struct hqemu_entry *hqemu_rt_function_of(uint64_t pc)
{
    const struct hqemu_entry *best = NULL;

    for (uint64_t i = 0; i < hqemu_image.nentries; i++) {
        const struct hqemu_entry *e = &hqemu_image.entries[i];
        bool own = e->lo <= e->function && e->function < e->hi; /* not inlined code */
        if (own && e->lo <= pc && pc < e->hi && (!best || e->lo > best->lo)) {
            best = e;
        }
    }
    return best;
}

/*
 * Other translated code calls this function directly. From now on such a call comes
 * straight back with the function's own address, as from the miss stub:
 *
 *     movabs $entry, %rax ; ret
 *
 * This goes into the room that lift.c left before the function; then a short jump to it
 * goes over the first instruction, at once. So a thread that is anywhere in the function
 * finds nothing changed under its feet.
 */
static void patch_entry(const struct hqemu_entry *e)
{
    enum { ROOM = 16 };
    uint8_t code[11] = {0x48, 0xb8};
    uint8_t *at = (uint8_t *)e->host_pc;
    uintptr_t page = (uintptr_t)(at - ROOM) & ~(uintptr_t)4095;
    static const uint8_t jump[2] = {0xeb, (uint8_t)(-ROOM - 2)};
    uint16_t first;

    memcpy(code + 2, &e->function, 8);
    code[10] = 0xc3;
    memcpy(&first, jump, 2);
    if (mprotect((void *)page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC)) {
        return;
    }
    memcpy(at - ROOM, code, sizeof(code));
    atomic_store((_Atomic uint16_t *)(void *)at, first);
    mprotect((void *)page, 8192, PROT_READ | PROT_EXEC);
}

/* Takes E out of the table, and its function's direct callers with it. False if it was
 * not there any more. */
static bool drop_entry(const struct hqemu_entry *e)
{
    uint32_t *slot = slot_of(e->guest_pc);

    if (!slot || !*slot) {
        return false;
    }
    *slot = 0;
    *slot_in(hqemu_image.branch_table, e->guest_pc) = 0;
    if (e->guest_pc == e->function) {
        patch_entry(e);
    }
    return true;
}

bool hqemu_rt_drop_function(uint64_t host_pc)
{
    const struct hqemu_entry *f = NULL;

    for (uint64_t i = 0; i < hqemu_image.nentries; i++) {
        const struct hqemu_entry *e = &hqemu_image.entries[i];
        if (e->host_pc <= host_pc && (!f || e->host_pc > f->host_pc)) {
            f = e;
        }
    }
    for (uint64_t i = 0; f && i < hqemu_image.nentries; i++) {
        const struct hqemu_entry *e = &hqemu_image.entries[i];
        if (e->function == f->function) {
            drop_entry(e);
        }
    }
    return f && f->host_pc == host_pc;
}

bool hqemu_rt_invalidate(uint64_t start, uint64_t last)
{
    bool any = false;

    if (last < hqemu_image.text_lo || start >= hqemu_image.text_hi) {
        return false;
    }
    for (uint64_t i = 0; i < hqemu_image.nentries; i++) {
        const struct hqemu_entry *e = &hqemu_image.entries[i];
        if (e->lo <= last && e->hi > start && drop_entry(e)) {
            hqemu_rt_stats_event(EV_INVALIDATE);
            any = true;
        }
    }
    return any;
}
