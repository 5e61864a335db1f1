/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault.c: where faults are, and accesses through tagged pointers.
 *
 * Translated aarch64 code leaves the tag in the address, since clearing it would cost
 * every access of every program. The host CPU refuses a non-canonical address with a
 * general protection fault, before anything has been changed. We find the register
 * that holds the tag, take the tag out, run the one instruction under the trap flag,
 * and put the register back.
 *
 * Only the address is decoded: prefixes, opcode map, ModRM, SIB (Intel SDM 2, chapter 2).
 */
#include "fault.h"
#include "image.h"
#include "runtime.h"

#include <stddef.h>
#include <string.h>
#include <ucontext.h>

enum { TRAP_FLAG = 0x100 };

__thread uint32_t hqemu_rt_in_libc;

bool hqemu_rt_in_text(uintptr_t pc)
{
    return pc >= (uintptr_t)hqemu_image.text_base && pc < (uintptr_t)hqemu_image.text_end;
}

/* Hardware register numbers in the order of ModRM. */
static const int gregs[16] = {
    REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
    REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
};

struct operand {
    int base, index, reg; /* register numbers, -1: none */
    unsigned scale;
    int32_t disp;
    unsigned length; /* of the instruction up to its immediate */
    uint8_t opcode;
    unsigned map; /* 0: one-byte opcodes, 1: 0F, 2: 0F38, 3: 0F3A */
    bool vector;  /* VEX or EVEX */
    bool opsize, rexw;
};

static void decode_modrm(struct operand *o, const uint8_t *p, unsigned r, unsigned x,
                         unsigned b)
{
    unsigned mod = p[0] >> 6, rm = p[0] & 7, n = 1;

    o->reg = (int)((p[0] >> 3 & 7) | r << 3);
    o->base = (int)(rm | b << 3);
    o->index = -1;
    if (rm == 4) {
        unsigned sib = p[n++];
        o->scale = sib >> 6;
        o->index = (int)((sib >> 3 & 7) | x << 3);
        if (o->index == 4) {
            o->index = -1;
        }
        o->base = (int)((sib & 7) | b << 3);
        if ((sib & 7) == 5 && mod == 0) {
            o->base = -1;
            mod = 2;
        }
    } else if (rm == 5 && mod == 0) {
        o->base = -1; /* relative to the instruction: no guest access */
        mod = 2;
    }
    if (mod == 1) {
        o->disp = (int8_t)p[n++];
    } else if (mod == 2) {
        memcpy(&o->disp, p + n, 4);
        n += 4;
    }
    o->length += n;
}

/* Decodes the memory operand of the instruction at P. False if it has none. */
static bool decode(const uint8_t *p, struct operand *o)
{
    const uint8_t *start = p;
    unsigned rex = 0;

    memset(o, 0, sizeof(*o));
    for (;; p++) {
        if (*p == 0x66) {
            o->opsize = true;
        } else if (*p == 0x64 || *p == 0x65) {
            return false; /* CPU state, not guest memory */
        } else if (*p != 0xf0 && *p != 0xf2 && *p != 0xf3 && *p != 0x2e && *p != 0x3e) {
            break;
        }
    }
    if (*p == 0xc5) {
        rex = (p[1] & 0x80) ? 0 : 4;
        o->vector = true;
        o->map = 1;
        p += 2;
    } else if (*p == 0xc4) {
        rex = (unsigned)((~p[1] >> 5 & 7) | (p[2] & 0x80 ? 8 : 0));
        o->vector = true;
        o->map = p[1] & 31;
        p += 3;
    } else if (*p == 0x62) {
        rex = (unsigned)(~p[1] >> 5 & 7);
        o->vector = true;
        o->map = p[1] & 7;
        p += 4;
    } else {
        if ((*p & 0xf0) == 0x40) {
            rex = *p++ & 15;
        }
        if (*p == 0x0f) {
            p++;
            o->map = *p == 0x38 ? 2 : *p == 0x3a ? 3 : 1;
            p += o->map > 1;
        }
    }
    o->rexw = (rex & 8) != 0;
    o->opcode = *p++;
    if (*p >> 6 == 3) {
        return false;
    }
    o->length = (unsigned)(p - start);
    decode_modrm(o, p, rex >> 2 & 1, rex >> 1 & 1, rex & 1);
    return true;
}

static uint64_t untag(uint64_t a)
{
    return (uint64_t)((int64_t)(a << 8) >> 8);
}

/* One instruction at a time per thread. */
static __thread struct {
    bool active, restore, was_blocked;
    int reg;
    uint64_t tagged;
} step;

/* The address that the instruction accesses, tag and all. */
static uint64_t address_of(const struct operand *o, const greg_t *g)
{
    uint64_t a = (uint64_t)(int64_t)o->disp;

    if (o->base >= 0) {
        a += (uint64_t)g[gregs[o->base]];
    }
    if (o->index >= 0) {
        a += (uint64_t)g[gregs[o->index]] << o->scale;
    }
    return a;
}

/* mov %reg, disp(%reg): the register is wanted as it is, and for the address. */
static bool store_itself(const struct operand *o, greg_t *g)
{
    uint64_t v = (uint64_t)g[gregs[o->reg]], addr = untag(address_of(o, g));

    if (o->vector || o->map || (o->opcode != 0x89 && o->opcode != 0x88)) {
        return false;
    }
    size_t n = o->opcode == 0x88 ? 1 : o->rexw ? 8 : o->opsize ? 2 : 4;
    memcpy((void *)addr, &v, n);
    g[REG_RIP] += o->length;
    return true;
}

/* True if the instruction writes its general register operand (and so forgets what we
 * would put back): all loads into one but compares and tests. */
static bool writes_reg(const struct operand *o)
{
    if (o->vector) {
        return o->map != 1; /* BMI; the vector moves have map 1 */
    }
    if (o->map == 0) {
        /* 03 add ... 33 xor, 63 movsxd, 69/6b imul, 8a/8b mov; not 3a/3b cmp */
        return (o->opcode < 0x38 && (o->opcode & 6) == 2) || o->opcode == 0x63 ||
               o->opcode == 0x69 || o->opcode == 0x6b || o->opcode == 0x8a || o->opcode == 0x8b;
    }
    /* cmovcc, imul, movzx, movsx, bsf, bsr, popcnt, lzcnt, tzcnt; movbe, crc32 */
    return (o->map == 1 && ((o->opcode & 0xf0) == 0x40 || o->opcode == 0xaf ||
                            o->opcode == 0xb6 || o->opcode == 0xb7 || o->opcode == 0xb8 ||
                            (o->opcode >= 0xbc && o->opcode <= 0xbf))) ||
           (o->map == 2 && o->opcode >= 0xf0);
}

/* Does the instruction read its general register operand as data? */
static bool reads_reg(const struct operand *o)
{
    if (o->vector) {
        return false;
    }
    /* 8-bit and full-width ALU operations, tests, exchanges, stores */
    return (o->map == 0 && (o->opcode < 0x40 || (o->opcode >= 0x84 && o->opcode <= 0x89))) ||
           (o->map == 1 && (o->opcode == 0xb0 || o->opcode == 0xb1 || o->opcode == 0xc0 ||
                            o->opcode == 0xc1 || o->opcode == 0xaf));
}

bool hqemu_rt_tagged_access(siginfo_t *info, void *context)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
    struct operand o;
    int reg;

    /* Such a fault comes without an address. */
    if (info->si_code != SI_KERNEL || step.active || !hqemu_rt_in_text((uintptr_t)g[REG_RIP]) ||
        !decode((const uint8_t *)g[REG_RIP], &o)) {
        return false;
    }
    /* The sum counts: an offset may be the difference of two pointers, tags included. */
    uint64_t address = address_of(&o, g), change = untag(address) - address;
    reg = o.base >= 0 ? o.base : o.index;
    if (change == 0 || reg < 0 || (o.base < 0 ? o.scale != 0 : o.base == o.index)) {
        return false;
    }
    if (hqemu_rt_drop_function((uint64_t)g[REG_RIP])) {
        return true;
    }
    if (o.reg == reg && !o.vector && reads_reg(&o)) {
        return store_itself(&o, g);
    }
    step.active = true;
    step.reg = reg;
    step.tagged = (uint64_t)g[gregs[reg]];
    step.restore = o.reg != reg || !writes_reg(&o);
    g[gregs[reg]] = (greg_t)(step.tagged + change);
    g[REG_EFL] |= TRAP_FLAG;
    /* A blocked trap would end the process. */
    sigset_t *mask = &((ucontext_t *)context)->uc_sigmask;
    step.was_blocked = sigismember(mask, SIGTRAP);
    sigdelset(mask, SIGTRAP);
    return true;
}

static void end_step(void *context)
{
    ucontext_t *uc = context;

    step.active = false;
    uc->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
    if (step.was_blocked) {
        sigaddset(&uc->uc_sigmask, SIGTRAP);
    }
}

bool hqemu_rt_tagged_done(void *context)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

    if (!step.active) {
        return false;
    }
    if (step.restore) {
        g[gregs[step.reg]] = (greg_t)step.tagged;
    }
    end_step(context);
    return true;
}

void hqemu_rt_tagged_undo(void *context)
{
    if (step.active) {
        greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
        g[gregs[step.reg]] = (greg_t)step.tagged;
        end_step(context);
    }
}

bool hqemu_rt_fault_pc(uintptr_t host_pc, uint64_t *guest_pc)
{
    const struct hqemu_fault_site *lo = hqemu_image.faults, *hi = hqemu_image.faults_end;

    while (lo < hi) {
        const struct hqemu_fault_site *mid = lo + (hi - lo) / 2;
        uintptr_t at = (uintptr_t)&mid->host + (uintptr_t)(intptr_t)mid->host;
        if (at == host_pc) {
            *guest_pc = hqemu_image.text_lo + mid->guest_pc;
            return true;
        }
        if (at < host_pc) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return false;
}
