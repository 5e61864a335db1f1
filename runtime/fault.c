/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fault.c: where faults are, and accesses through tagged pointers.
 *
 * Translated aarch64 code leaves the tag in the address, since clearing it would cost
 * every access of every program. The host CPU refuses a non-canonical address with a
 * general protection fault, before anything has been changed. A copy of the instruction,
 * in which another register that has the clean address takes the place of the one with the tag,
 * is run under the trap flag. So it does not matter what else the instruction does with that
 * register.
 *
 * Only the address is decoded: prefixes, opcode map, ModRM, SIB (Intel SDM 2, chapter 2).
 */
#include "fault.h"
#include "image.h"
#include "runtime.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
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

enum { INSN_MAX = 15 };

/* How the top bits of register numbers are encoded: REX; VEX or EVEX, which have them inverted.
 */
enum extension { EXT_NONE, EXT_REX, EXT_VEX };

struct operand {
    int base, index; /* register numbers, -1: none */
    unsigned scale;
    int32_t disp;
    unsigned named; /* mask of the registers that are named beside base; some are none */
    enum extension ext;
    unsigned ext_at, modrm_at; /* offsets in the instruction */
    bool sib;
};

static void decode_modrm(struct operand *o, const uint8_t *p, unsigned r, unsigned x,
                         unsigned b)
{
    unsigned mod = p[0] >> 6, rm = p[0] & 7, n = 1;

    o->named |= 1u << ((p[0] >> 3 & 7) | r << 3);
    o->base = (int)(rm | b << 3);
    o->index = -1;
    if (rm == 4) {
        unsigned sib = p[n++];
        o->sib = true;
        o->scale = sib >> 6;
        o->index = (int)((sib >> 3 & 7) | x << 3);
        if (o->index == 4) {
            o->index = -1;
        } else {
            o->named |= 1u << o->index;
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
    }
}

/* Decodes the memory operand of the instruction at P. False if it has none. */
static bool decode(const uint8_t *p, struct operand *o)
{
    const uint8_t *start = p;
    unsigned rex = 0;

    memset(o, 0, sizeof(*o));
    for (;; p++) {
        if (*p == 0x64 || *p == 0x65) {
            return false; /* CPU state, not guest memory */
        }
        if (*p != 0x66 && *p != 0xf0 && *p != 0xf2 && *p != 0xf3 && *p != 0x2e && *p != 0x3e) {
            break;
        }
    }
    o->ext_at = (unsigned)(p - start);
    if (*p == 0xc5) {
        rex = (p[1] & 0x80) ? 0 : 4;
        o->named |= 1u << (~p[1] >> 3 & 15);
        p += 2;
    } else if (*p == 0xc4 || *p == 0x62) {
        rex = (unsigned)(~p[1] >> 5 & 7);
        o->named |= 1u << (~p[2] >> 3 & 15);
        o->ext = EXT_VEX;
        o->ext_at++;
        p += *p == 0x62 ? 4 : 3;
    } else {
        if ((*p & 0xf0) == 0x40) {
            o->ext = EXT_REX;
            rex = *p++ & 15;
        }
        if (*p == 0x0f) {
            p++;
            p += *p == 0x38 || *p == 0x3a;
        }
    }
    p++; /* opcode */
    if (*p >> 6 == 3) {
        return false;
    }
    o->modrm_at = (unsigned)(p - start);
    decode_modrm(o, p, rex >> 2 & 1, rex >> 1 & 1, rex & 1);
    return true;
}

static uint64_t untag(uint64_t a)
{
    return (uint64_t)((int64_t)(a << 8) >> 8);
}

/* The address that the instruction accesses, tag and all (EVEX scales the displacement,
 * which does not reach the tag). */
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

/* Makes register TO, which is below 8, the base of the instruction at CODE, or its index if it
 * has no base. */
static void replace_register(const struct operand *o, uint8_t *code, unsigned to)
{
    bool index = o->base < 0;
    uint8_t *p = code + o->modrm_at + o->sib, *ext = code + o->ext_at;
    unsigned shift = index ? 3 : 0;

    *p = (uint8_t)((*p & ~(7u << shift)) | to << shift);
    if (o->ext == EXT_REX) {
        *ext &= (uint8_t) ~(index ? 2u : 1u);
    } else if (o->ext == EXT_VEX) {
        *ext |= index ? 0x40 : 0x20;
    }
}

/* A register that the instruction does not name, and that none uses without naming it; neither
 * rsp nor rbp, which are encoded differently. Three of four may be named. The last one is rcx:
 * shifts count with it, but name fewer. */
static unsigned unused_register(const struct operand *o)
{
    static const uint8_t candidates[] = {6, 7, 3, 1}; /* rsi rdi rbx rcx */
    size_t i = 0;

    while (i < sizeof(candidates) - 1 && o->named >> candidates[i] & 1) {
        i++;
    }
    return candidates[i];
}

/* Where copies of instructions are run: a slot for each thread that is at it. */
struct slot {
    atomic_flag used;
    uint8_t code[INSN_MAX];
};
enum { SLOTS = 4096 / sizeof(struct slot) };

static struct slot *get_slot(void)
{
    static _Atomic(struct slot *) page;
    struct slot *s = atomic_load(&page);

    if (!s) {
        void *p = mmap(NULL, SLOTS * sizeof(*s), PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) {
            return NULL;
        }
        if (atomic_compare_exchange_strong(&page, &s, p)) {
            s = p;
        } else {
            munmap(p, SLOTS * sizeof(*s));
        }
    }
    for (unsigned i = 0;; i = (i + 1) % SLOTS) {
        if (!atomic_flag_test_and_set(&s[i].used)) {
            return &s[i];
        }
    }
}

/* One instruction at a time per thread. */
static __thread struct {
    struct slot *slot; /* NULL: none */
    bool was_blocked;
    int reg; /* that stands in for another, and its value */
    greg_t value;
    greg_t pc;
} step;

bool hqemu_rt_tagged_access(siginfo_t *info, void *context)
{
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
    struct operand o;

    /* Such a fault comes without an address. */
    if (info->si_code != SI_KERNEL || step.slot || !hqemu_rt_in_text((uintptr_t)g[REG_RIP]) ||
        !decode((const uint8_t *)g[REG_RIP], &o)) {
        return false;
    }
    /* The sum counts: an offset may be the difference of two pointers, tags included. */
    uint64_t address = address_of(&o, g), change = untag(address) - address;
    int reg = o.base >= 0 ? o.base : o.index;
    if (change == 0 || reg < 0 || untag(address) >> 47) {
        return false; /* nor would the clean address be one of the host's */
    }
    if (hqemu_rt_drop_function((uint64_t)g[REG_RIP])) {
        return true;
    }
    step.slot = get_slot();
    if (!step.slot) {
        return false;
    }
    unsigned to = unused_register(&o);
    memcpy(step.slot->code, (const void *)g[REG_RIP], INSN_MAX);
    replace_register(&o, step.slot->code, to);
    step.reg = gregs[to];
    step.value = g[step.reg];
    step.pc = g[REG_RIP];
    uint64_t clean = (uint64_t)g[gregs[reg]] + (o.base >= 0 ? change : change >> o.scale);
    g[step.reg] = (greg_t)clean;
    g[REG_RIP] = (greg_t)step.slot->code;
    g[REG_EFL] |= TRAP_FLAG;
    /* A blocked trap would end the process. */
    sigset_t *mask = &((ucontext_t *)context)->uc_sigmask;
    step.was_blocked = sigismember(mask, SIGTRAP);
    sigdelset(mask, SIGTRAP);
    return true;
}

/* Back to translated code, LENGTH bytes after the instruction. */
static void end_step(void *context, greg_t length)
{
    ucontext_t *uc = context;
    greg_t *g = uc->uc_mcontext.gregs;

    g[step.reg] = step.value;
    g[REG_RIP] = step.pc + length;
    g[REG_EFL] &= ~TRAP_FLAG;
    if (step.was_blocked) {
        sigaddset(&uc->uc_sigmask, SIGTRAP);
    }
    atomic_flag_clear(&step.slot->used);
    step.slot = NULL;
}

bool hqemu_rt_tagged_done(void *context)
{
    if (!step.slot) {
        return false;
    }
    end_step(context,
             ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] - (greg_t)step.slot->code);
    return true;
}

void hqemu_rt_tagged_undo(void *context)
{
    if (step.slot) {
        end_step(context, 0);
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
