"""What the differential test knows of each guest: which instructions of QEMU's decoder can run
in a random sequence, which registers they may use, how branches are encoded."""

import re
from dataclasses import dataclass

import decodetree
from decodetree import Field, get, put


@dataclass(eq=False)
class Item:
    """One instruction of a sequence (two that must stay together: size 8), or a transfer of
    control between instructions."""
    kind: str               # insn, branch (to target), call, tail (of function), ret, switch
    word: int = 0
    size: int = 4
    pattern: object = None
    target: object = None   # Item (None: the end), or a Function; of a switch: a list
    counts: bool = False    # a loop would not end without it
    status: int = 0         # of the trial under the reference: 0 good


class Registers:
    """A few registers that the instructions of one sequence share, so that they depend on
    each other."""

    def __init__(self, rng, guest):
        self.rng = rng
        self.guest = guest
        self.hot = [rng.choice(guest.writable) for _ in range(4)]
        self.hot_fp = [rng.randrange(32) for _ in range(4)]
        self.hot_base = rng.choice(guest.BASES)
        self.near = rng.random() < .5       # accesses meet each other

    def base(self, choice):
        if self.hot_base in choice and self.rng.random() < .6:
            return self.hot_base
        return self.rng.choice(choice)

    def dest(self):
        return self.rng.choice(self.hot if self.rng.random() < .8 else self.guest.writable)

    def source(self):
        p = self.rng.random()
        if p < .75:
            return self.rng.choice(self.hot)
        return self.rng.choice(self.guest.writable) if p < .9 else self.rng.randrange(32)

    def fp(self):
        return self.rng.choice(self.hot_fp) if self.rng.random() < .85 else self.rng.randrange(32)


def grouped(words):
    return [Item("insn", w, 4, counts=True) for w in words]


def pieces(rng, regs, load, store, join):
    """A number that is loaded byte by byte, and put together or stored elsewhere, as compilers do
    it where accesses have to be aligned. Sometimes something is not as it should be."""
    n = len(regs)
    at, to, swapped = rng.randrange(64), rng.randrange(64), rng.getrandbits(1)
    loads = [load(r, at + i) for i, r in enumerate(regs)]
    if rng.random() < .3:
        rng.shuffle(loads)
    if rng.random() < .1:
        loads[-1] = load(regs[-1], to)
    stores = [store(r, to + i) for i, r in enumerate(regs)]
    joins = [w for i in range(1, n) for w in join(regs[0], regs[i], 8 * (n - 1 - i if swapped else i))]
    if rng.random() < .15:
        loads.insert(rng.randrange(1, n), rng.choice(stores))
    what = rng.random()
    return loads + (joins if what < .5 else stores if what < .8 else stores + joins)


TRANSFER = "control flow: generated as such"
OTHER_WIDTH = "RV128 or RV32"


class Guest:
    def __init__(self, qemu_target):
        self.patterns = []      # those that can be generated
        self.excluded = {}      # pattern -> why not
        self.branches = []
        self.traps = []         # what must not be taken for a pattern that comes later
        for file in self.files:
            for p in decodetree.load(qemu_target / file):
                why = self.exclude(p)
                p.traps = [t for t in self.traps if not (t.value ^ p.value) & t.mask & p.mask]
                if why == "branch":
                    self.branches.append(p)
                elif why:
                    self.excluded[p] = why
                    if why not in (OTHER_WIDTH, TRANSFER):
                        self.traps.append(p)
                else:
                    p.kind = self.classify(p)
                    self.patterns.append(p)
        self.by_kind = {}
        for p in self.patterns:
            self.by_kind.setdefault(p.kind, {}).setdefault(p.name, []).append(p)

    def instruction(self, rng, regs, kinds):
        """A random instruction of one of the kinds, or None if the try failed."""
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        name = rng.choice(list(self.by_kind[kind]))
        p = rng.choice(self.by_kind[kind][name])
        word = p.value | rng.getrandbits(p.width) & ~p.mask & (1 << p.width) - 1
        word = self.operands(rng, regs, p, word)
        if word is None or any(t.width == p.width and t.matches(word) for t in p.traps):
            return None
        return self.finish(rng, Item("insn", word, p.width // 8, p))

    def finish(self, rng, item):
        return item

    def branch(self, rng, regs, target):
        p = rng.choice(self.branches)
        word = p.value | rng.getrandbits(p.width) & ~p.mask & (1 << p.width) - 1
        return Item("branch", self.branch_operands(rng, regs, p, word), p.width // 8, p, target)

    def switch(self, rng, regs, targets):
        """A jump table: word has its index and two temporary registers, and whether the
        index is masked or compared."""
        a, b = rng.sample(self.temporaries, 2)
        compared = rng.getrandbits(1)
        word = rng.choice(regs.hot) | a << 8 | b << 16 | compared << 24
        return Item("switch", word, self.switch_sizes[compared], target=targets)

    def group(self, rng, kinds):
        return None

    def switch_lines(self, item, labels, unique):
        """Its code, as compilers write it, and its table."""
        i, a, b = (item.word >> k & 31 for k in (0, 8, 16))
        code, table = self.switch_code(i, a, b, item.word >> 24 & 1, labels, unique)
        return [*code, ".section .rodata", ".balign 4", f".Ltable{unique}:", *table, ".text"]

    def displace(self, item, distance):
        """The word of a branch with its displacement filled in."""
        f = item.pattern.fields["imm"]
        return put(item.word, f, distance >> (2 if f.function == "times_4" else 1))


def wanted(name, table):
    for pattern, what in table:
        if re.fullmatch(pattern, name):
            return what
    return None


# ---------------------------------------------------------------- aarch64


class Aarch64(Guest):
    name = "aarch64"
    words = 99              # of inputs, as in driver.c
    triple = "aarch64-linux-gnu"
    cpu = "max,sve=off,sme=off,pauth-impdef=on"
    files = ["arm/tcg/a64.decode"]
    cc_flags = []

    # x23 loop count, x24 x25 offsets, x26 base, x27 and sp bases with write-back, x28 context,
    # x30 return address
    writable = [*range(0, 23), 29]

    BASE, BASE_STEP, SP, OFFSET32, OFFSET = 26, 27, 31, 24, 25
    BASES = (BASE, BASE_STEP, SP)
    counter = 23

    EXCLUDE = [
        (r"B|BL|RET", TRANSFER),
        (r"BR|BLR|BRAZ|BLRAZ|RETA|BRA|BLRA|ERETA?", "indirect branch"),
        (r"SVC|HVC|SMC|BRK|HLT", "exception"),
        (r"WF[EI]T?|MSR_i_.*", "privileged or waits"),
        # Leaves QEMU's code while there is one thread, and with that ends a reservation.
        (r"YIELD", "ends a reservation under QEMU, which no CPU has to"),
        (r"PACI[AB](Z|SP)|AUTI[AB](Z|SP)", "return address"),
        (r"AUT.*|LDRA", "traps if the code is wrong: AUTI[AB] are generated as such"),
        (r"SYS", "system register: a few are generated as such"),
        (r"IRG|ST2?G|STZ2?G|LDG|STGP|STZ?GM|LDGM", "memory tags"),
        (r"CPYF?[PME]|SET[PME]", "operands have to fit together: generated as such"),
        (r"SETG[PME]", "memory tags"),
    ]
    KINDS = [
        (r"LDADD|LDCLR|LDEOR|LDSET|LD[SU]M(AX|IN)|SWP|CASP?|STXR|LDXR|STXP|LDXP|STLR|LDAR|"
         r"LDAPR|STLR_i|LDAPR_i", "atomic"),
        (r"(STP|LDP|STR|LDR)_v.*|(LD|ST)_(mult|single|single_repl)", "vmem"),
        (r"STP|LDP|STR(_i)?|LDR(_i)?", "mem"),
        (r"LD_lit(_v)?", "literal"),
        (r"CRC32C?", "crc"),
        (r"AES.*|SHA(1|256|512).*|SM[34].*|PMULL_p64|RAX1|XAR|EOR3|BCAX", "crypto"),
        (r"CFINV|XAFLAG|AXFLAG|RMIF|SETF\d+|CCMP|(ADD|SUB|AND)S_\w+|ADCS|SBCS|BICS.*|SUBPS",
         "flags"),
        (r"NOP|ESB|DSB.*|ISB|SB|CLREX|XPACLRI", "barrier"),
    ]
    WEIGHTS = {"int": 5, "flags": 4, "mem": 3, "vmem": 2, "atomic": 2, "fp": 6, "simd": 8,
               "crypto": 1, "crc": .5, "literal": .2, "barrier": .2, "system": 1}
    INT_RESULT = re.compile(r"UMOV|SMOV|FMOV_\w\w|FCVT\w+_g|FJCVTZS|[SU]CVTF_g|DUP_general|"
                            r"INS_general|FCMP|FCCMP")
    SP_RESULT = re.compile(r"(ADD|SUB|AND|ORR|EOR)_i|(ADD|SUB)_ext|ADDG_i|SUBG_i")

    def __init__(self, qemu_target):
        super().__init__(qemu_target)
        rt = {"rt": Field([(0, 5)])}

        def system(name, word, fields=rt):
            p = decodetree.Pattern(name, 32, 0xffffffff & ~(0x1f if fields else 0), word, fields)
            p.kind, p.row, p.traps = "system", name, []
            self.patterns.append(p)
            self.by_kind.setdefault("system", {}).setdefault(name, []).append(p)

        for name, reg in (("NZCV", 0x4200), ("FPCR", 0x4400), ("FPSR", 0x4420),
                          ("TPIDR", 0xd040)):
            system(f"MRS_{name}", 0xd53b0000 | reg)
            system(f"MSR_{name}", 0xd51b0000 | reg)
        system("MRS_CTR", 0xd53b0020)
        system("MRS_DCZID", 0xd53b00e0)
        system("DC_ZVA", 0xd50b7420)

    def exclude(self, p):
        if re.fullmatch(r"CBZ|TBZ|B_cond|B", p.name):
            return "branch"
        return wanted(p.name, self.EXCLUDE)

    def classify(self, p):
        kind = wanted(p.name, self.KINDS)
        if kind:
            return kind
        if p.mask >> 25 & 7 == 7 and p.value >> 25 & 7 == 7:
            # Bit 28 set and bit 30 set or not: scalar; else vectors
            return "fp" if p.value >> 28 & 1 else "simd"
        return "int"

    def operands(self, rng, regs, p, word):
        f = p.fields

        def has(name):
            return isinstance(f.get(name), Field)

        def set_reg(name, value):
            nonlocal word
            if has(name) and len(f[name].segments) == 1 and f[name].segments[0][1] == 5:
                word = put(word, f[name], value)

        vector = p.kind in ("fp", "simd", "crypto") and not self.INT_RESULT.fullmatch(p.name)
        source = regs.fp if vector else regs.source
        for name in ("rn", "rm", "ra", "rs", "rt", "rt2"):
            set_reg(name, source())
        if p.kind in ("fp", "simd") and self.INT_RESULT.fullmatch(p.name):
            set_reg("rn", regs.fp() if rng.random() < .5 else regs.source())
            set_reg("rd", regs.dest())
        else:
            set_reg("rd", regs.fp() if vector else regs.dest())
        if not vector and rng.random() < .05 and not self.SP_RESULT.fullmatch(p.name):
            set_reg("rd", 31)

        if p.name in ("ADD_i", "SUB_i") and not word >> 22 & 1 and rng.random() < .1:
            word = put(word, f["imm"], rng.randrange(5) * 16) | 31 << 5 | 31
        if p.kind in ("mem", "vmem", "atomic", "literal"):
            to_vector = p.kind == "vmem" or p.name == "LD_lit_v"
            for name in ("rt", "rt2", "rs"):
                set_reg(name, regs.fp() if to_vector else
                        31 if rng.random() < .05 else regs.dest())
            if p.name == "CASP":
                for name in ("rt", "rs"):
                    set_reg(name, rng.randrange(0, 11) * 2)
        if p.kind == "literal":
            return put(word, f["imm"], rng.randrange(-4, 4))
        if p.name == "DC_ZVA":
            return word & ~31 | rng.choice((self.BASE, self.BASE_STEP))
        if p.name.startswith("MRS_"):
            set_reg("rt", regs.dest())
        if p.kind not in ("mem", "vmem", "atomic"):
            return word

        plain = [self.BASE, self.BASE_STEP, self.SP]
        step = [self.BASE_STEP, self.SP]
        writes = f.get("w") == 1 or has("p") and word >> 23 & 1
        if p.kind == "atomic":
            base = self.BASE
            if p.name in ("STLR_i", "LDAPR_i"):
                word = put(word, f["imm"], rng.randrange(-16, 16) * rng.choice((1, 8, 8)))
        else:
            base = regs.base(step if writes else plain)
        set_reg("rn", base)
        if p.name in ("STR_i", "LDR_i", "STR_v_i", "LDR_v_i"):
            if f["imm"].function == "uimm_scaled":
                limit = 4 if regs.near else 32 if rng.random() < .9 else 128
                word = word & ~(0xfff << 10) | rng.randrange(limit) << 10
            elif regs.near and rng.random() < .8:
                word = put(word, f["imm"], rng.randrange(-2, 9) * 4)
            elif writes:
                word = put(word, f["imm"], rng.randrange(-32, 32) * rng.choice((1, 8)) % 512)
        elif p.name in ("STP", "LDP", "STP_v", "LDP_v") and regs.near:
            word = put(word, f["imm"], rng.randrange(-1, 4))
        elif p.name in ("STR", "LDR", "STR_v", "LDR_v"):
            option = rng.choice((2, 3, 3, 6, 7))
            rm = self.OFFSET32 if option in (2, 6) and rng.random() < .8 else self.OFFSET
            if option == 2:
                rm = self.OFFSET32
            word = put(put(word, f["opt"], option), f["rm"], 31 if rng.random() < .05 else rm)
        elif has("rm"):     # (LD|ST)_(mult|single): 31 means post-index by the size
            if writes:
                set_reg("rm", 31 if rng.random() < .6 else self.OFFSET)
            else:
                set_reg("rm", 0)
        return word

    def finish(self, rng, item):
        # Mostly modes that translated code can have: all but the rounding is cleared before.
        if item.pattern.name == "MSR_FPCR" and rng.random() < .8:
            rt = rng.choice(self.writable)
            clear = 0x926a0400 | rt << 5 | rt       # and xT, xT, #0xc00000
            item.word = clear | (item.word & ~31 | rt) << 32
            item.size = 8
        return item

    def branch_operands(self, rng, regs, p, word):
        if "rt" in p.fields:
            word = put(word, p.fields["rt"], regs.source())
        return word

    def exclusive(self, rng, regs):
        """A load and a store that belong together, and a branch if the store failed."""
        size = rng.randrange(4)
        order = rng.getrandbits(1) << 15
        rt, rt2, rs = regs.dest(), regs.dest(), regs.dest()
        pair = size >= 2 and rng.random() < .3
        load = find(self.patterns, "LDXP" if pair else "LDXR")
        store = find(self.patterns, "STXP" if pair else "STXR")
        common = size << 30 | order | self.BASE << 5
        top = 0x3fffffff if not pair else 0xbfffffff
        second = rt2 << 10 if pair else 31 << 10
        a = load.value & top | common | 31 << 16 | second | rt
        b = store.value & top | common | rs << 16 | second | regs.source()
        again = Item("branch", 0x35000000 | rs, 4, find(self.branches, "CBZ"))
        return (Item("insn", a, 4, load, counts=True), Item("insn", b, 4, store, counts=True),
                again)

    def group(self, rng, kinds):
        """Instructions that make sense only together, or None."""
        d, s, n = rng.sample(self.writable, 3)
        options = rng.getrandbits(4)

        def insns(*words):
            return grouped(words)

        def pointer(reg):
            return 0x91000000 | rng.randrange(1500) << 10 | self.BASE << 5 | reg

        if "mem" in kinds and rng.random() < .04:
            count = 0xd2800000 | rng.choice((rng.randrange(20), rng.randrange(400))) << 5 | n
            if rng.random() < .5:       # SETP, SETM, SETE
                word = 0x19c00400 | (s if rng.random() < .8 else 31) << 16 | options % 4 << 12 | \
                    n << 5 | d
                return insns(pointer(d), count, word, word | 1 << 14, word | 2 << 14)
            word = rng.choice((0x19000400, 0x1d000400)) | s << 16 | options << 12 | n << 5 | d
            return insns(pointer(d), pointer(s), count, word, word | 1 << 22, word | 2 << 22)
        if "mem" in kinds and rng.random() < .03:
            b = self.BASE << 5
            return grouped(pieces(
                rng, rng.sample(self.writable, rng.choice((2, 4, 4, 8))),
                lambda r, at: 0x39400000 | at << 10 | b | r,
                lambda r, at: 0x39000000 | at << 10 | b | r,
                lambda to, r, by: [0xaa000000 | r << 16 | by << 10 | to << 5 | to]))
        if "int" in kinds and rng.random() < .01:       # PACI[AB], AUTI[AB], with Z or not
            word = 0xdac10000 | (31 << 5 | 1 << 13 if options & 1 else s << 5) | \
                (options >> 1 & 1) << 10 | d
            return insns(pointer(d), word, word | 1 << 12)
        return None

    def loop(self, rng, count):
        """(setting the counter, counting, branching back)"""
        n = self.counter
        init = Item("insn", 0xd2800000 | count << 5 | n, 4, find(self.patterns, "MOVZ"), counts=True)
        if rng.random() < .5:
            step = Item("insn", 0xd1000400 | n << 5 | n, 4, find(self.patterns, "SUB_i"), counts=True)
            back = Item("branch", 0xb5000000 | n, 4, find(self.branches, "CBZ"))
        else:
            step = Item("insn", 0xf1000400 | n << 5 | n, 4, find(self.patterns, "SUBS_i"), counts=True)
            back = Item("branch", 0x54000001, 4, find(self.branches, "B_cond"))
        return init, step, back

    temporaries = writable
    switch_sizes = (28, 32)

    def switch_code(self, i, a, b, compared, labels, unique):
        code = [f"cmp w{i}, #{len(labels) - 1}", f"b.hi {labels[0]}"] if compared else \
            [f"and w{a}, w{i}, #{len(labels) - 1}"]
        code += [f"adrp x{b}, .Ltable{unique}", f"add x{b}, x{b}, :lo12:.Ltable{unique}",
                 f"ldrh w{a}, [x{b}, w{i if compared else a}, uxtw #1]",
                 f"adr x{b}, .Lbase{unique}", f"add x{b}, x{b}, w{a}, sxth #2", f"br x{b}",
                 f".Lbase{unique}:"]
        return code, [f".hword ({n} - .Lbase{unique}) / 4" for n in labels]

    insn_directive = {4: ".inst 0x%08x"}
    # Tells the translator that the program may set FPCR.FZ
    flushing = [".type flushing, %function", "flushing:", "mrs x0, fpcr", "orr x0, x0, #0x1000000",
                "msr fpcr, x0", "ret", ".size flushing, . - flushing"]
    ret = "ret"
    call = "bl %s"
    tail = "b %s"
    # Around the body of a function that calls others: at most 16 levels
    save = "str x30, [x28, #1920 + 8 * %d]"
    restore = "ldr x30, [x28, #1920 + 8 * %d]"
    leave = "b %s"

    def word_name(self, i):
        if i < 31:
            return f"x{i}"
        if 32 <= i < 96:
            return f"v{(i - 32) // 2}.d[{i & 1}]"
        return {31: "sp", 96: "nzcv", 97: "fpcr", 98: "fpsr"}[i]


# ---------------------------------------------------------------- riscv64


class Riscv64(Guest):
    name = "riscv64"
    words = 65
    triple = "riscv64-linux-gnu"
    cpu = "max,ztso=off"
    files = ["riscv/insn32.decode", "riscv/insn16.decode"]
    cc_flags = ["-mno-relax", "-mcmodel=medany", "-msmall-data-limit=0"]

    # ra return address, sp s0 s1 bases, gp context, tp loop count
    writable = [0, 5, 6, 7, *range(10, 32)]

    BASES = (2, 8, 9)
    ATOMIC_BASES = (8, 9)
    counter = 4

    LOADS = r"l[bhwd]u?|flw|fld|flh|c_fld|c_lbu|c_lhu?"
    STORES = r"s[bhwd]|fsw|fsd|fsh|c_fsd|c_s[bh]"
    EXCLUDE = [
        (r"v.*", "vector"),
        (r"jalr?", TRANSFER),
        (r"ecall|ebreak|illegal|c64_illegal", "exception"),
        (r"[msu]n?ret|mnret|wfi|sfence.*|[hs]f?inval.*|hfence.*|h[ls]v.*|sctrclr|wrs_.*",
         "privileged or waits"),
        (r"sspush|sspopchk|ssrdp|ssamoswap_.|lpad", "shadow stack, landing pads"),
        (r"cm_.*", "Zcmp, Zcmt: not with the D extension"),
        (r"[ls]q|ldu|c_f[ls]w|\w+(?<!fcvt_)(?<!fclass)id|(add|sub|sll|srl|sra|mul|div|rem)u?d|divud|remud",
         OTHER_WIDTH),
        (r"aes32.*|sha512\w*[hlr]|rev8_32|zip|unzip|fmvh_x_d|fmvp_d_x", OTHER_WIDTH),
        (r"cbo_(clean|flush|inval)", "privileged or waits"),
    ]
    KINDS = [
        (r"lr_.|sc_.|amo.*", "atomic"),
        (r"f[ls][whd]|c_f[ls]d", "fmem"),
        (LOADS + "|" + STORES + "|cbo_.*", "mem"),
        (r"csr.*", "csr"),
        (r"aes64.*|sha.*|sm[34].*|brev8|xperm.|clmul.?", "crypto"),
        (r"mul\w*|div\w*|rem\w*", "muldiv"),
        (r"fence.*|pause|mop_.*|c_mop_n", "barrier"),
        (r"f.*", "fp"),
        (r"sh[123]add.*|andn|orn|xnor|\w*(max|min)u?|rol.*|ror.*|rev8.*|orc_b|[csz]ext.*|"
         r"[cs]ext_.|clz.*|ctz.*|cpop.*|bclr.*|bext.*|binv.*|bset.*|pack.*|slli_uw|add_uw|czero.*",
         "bits"),
    ]
    WEIGHTS = {"int": 6, "bits": 4, "muldiv": 3, "mem": 3, "fmem": 2, "atomic": 2, "fp": 10,
               "crypto": 1, "csr": 1, "barrier": .3}

    def exclude(self, p):
        if p.name in ("beq", "bne", "blt", "bge", "bltu", "bgeu"):
            return "branch"
        if p.name == "jal" and p.fields.get("rd") != 1:
            return "branch"
        return wanted(p.name, self.EXCLUDE)

    def classify(self, p):
        return wanted(p.name, self.KINDS) or "int"

    def operands(self, rng, regs, p, word):
        f = p.fields
        float_regs = p.kind in ("fp", "fmem")

        def choose(field, pick, short):
            nonlocal word
            if isinstance(field, Field):
                if field.function == "ex_rvc_register":
                    word = put(word, field, short())
                elif field.segments[0][1] == 5:
                    word = put(word, field, pick())

        either = (lambda: regs.fp() if rng.random() < .5 else regs.source()) if float_regs \
            else regs.source
        hot_short = [r - 8 for r in regs.hot if 10 <= r < 16]

        def short_dest():
            return rng.choice(hot_short) if hot_short and rng.random() < .7 else rng.randrange(2, 8)

        for name in ("rs1", "rs2", "rs3"):
            choose(f.get(name), either, short_dest if rng.random() < .9 else
                   lambda: rng.randrange(8))
        # A float result may go anywhere, but most instructions do not say which it is.
        choose(f.get("rd"), regs.dest, short_dest)
        if p.name == "addi" and f.get("rd") == 2:       # c.addi16sp
            return put(word, f["imm"], rng.randrange(-4, 5))
        if p.name == "addi" and p.width == 32 and rng.random() < .1:
            return put(word & ~0xf8f80 | 2 << 15 | 2 << 7, f["imm"], rng.randrange(-4, 5) * 16)
        if f.get("rd") in (1, 2, 3, 4, 8, 9):
            return None
        if "rm" in f and rng.random() < .5:
            word = put(word, f["rm"], 7)
        if p.kind == "csr":
            word = put(word, f["csr"], rng.choice((1, 1, 2, 3)))
            if rng.random() < .5:
                word = put(word, f["rs1"], rng.randrange(8))
        if p.name.startswith("amocas") and get(word, f["rd"]) == 0:
            return None     # QEMU 10.0 writes the old value to its constant 0
        if p.name == "amocas_q":
            word = put(put(word, f["rd"], rng.randrange(5, 16) * 2), f["rs2"],
                       rng.randrange(0, 16) * 2)
        if p.kind in ("mem", "fmem", "atomic"):
            bases = self.ATOMIC_BASES if p.kind == "atomic" else self.BASES
            choose(f.get("rs1"), lambda: regs.base(bases), lambda: rng.randrange(2))
            if p.width == 32 and "imm" in f:
                word = put(word, f["imm"], rng.randrange(8) * 4 if regs.near and rng.random() < .9
                           else rng.randrange(-1024, 1024))
        return word

    def finish(self, rng, item):
        # QEMU 10.0 takes the rounding of Zfa for free of side effects: if the result is
        # not used, the flags are lost. So it is stored.
        if re.match(r"fround", item.pattern.name):
            fsd = find(self.patterns, "fsd")
            rd = get(item.word, item.pattern.fields["rd"])
            store = put(fsd.value | rng.choice(self.BASES) << 15 | rd << 20,
                        fsd.fields["imm"], rng.randrange(-128, 128) * 8)
            item.word |= store << 32
            item.size = 8
        return item

    def branch_operands(self, rng, regs, p, word):
        for name in ("rs1", "rs2"):
            if isinstance(p.fields.get(name), Field):
                if p.fields[name].function == "ex_rvc_register":
                    word = put(word, p.fields[name], rng.randrange(8))
                else:
                    word = put(word, p.fields[name], regs.source())
        if p.name == "jal" and isinstance(p.fields["rd"], Field):
            word = put(word, p.fields["rd"], 0)
        return word

    def exclusive(self, rng, regs):
        size = rng.choice("wd")
        load, store = find(self.patterns, "lr_" + size), find(self.patterns, "sc_" + size)
        base = rng.choice(self.ATOMIC_BASES) << 15
        order = rng.getrandbits(2) << 25
        failed = regs.dest()
        bne = [p for p in self.branches if p.name == "bne" and p.width == 32][0]
        return (Item("insn", load.value | base | order | regs.dest() << 7, 4, load, counts=True),
                Item("insn", store.value | base | order | regs.source() << 20 | failed << 7,
                     4, store, counts=True),
                Item("branch", bne.value | failed << 15, 4, bne))

    def group(self, rng, kinds):
        """Instructions that make sense together, or None."""
        if "mem" not in kinds or rng.random() >= .06:
            return None
        b, to = rng.choice(self.BASES), rng.choice(self.BASES)
        return grouped(pieces(
            rng, rng.sample(self.writable[1:], rng.choice((2, 4, 4, 8))),
            lambda r, at: at << 20 | b << 15 | 4 << 12 | r << 7 | 0x03,
            lambda r, at: r << 20 | to << 15 | (at & 31) << 7 | at >> 5 << 25 | 0x23,
            lambda to, r, by: [by << 20 | r << 15 | 1 << 12 | r << 7 | 0x13,
                               r << 20 | to << 15 | 6 << 12 | to << 7 | 0x33]))

    def loop(self, rng, count):
        n = self.counter
        addi = [p for p in self.patterns if p.name == "addi" and p.width == 32][0]
        bne = [p for p in self.branches if p.name == "bne" and p.width == 32][0]
        init = Item("insn", addi.value | count << 20 | n << 7, 4, addi, counts=True)
        step = Item("insn", addi.value | 0xfff << 20 | n << 15 | n << 7, 4, addi, counts=True)
        return init, step, Item("branch", bne.value | n << 15, 4, bne)

    temporaries = [6, 7, *range(10, 32)]    # a jump through t0 would be taken for a return
    switch_sizes = (32, 36)

    def switch_code(self, i, a, b, compared, labels, unique):
        code = [f"li x{b}, {len(labels) - 1}", f"bltu x{b}, x{i}, {labels[0]}",
                f"slli x{a}, x{i}, 2"] if compared else \
            [f"andi x{a}, x{i}, {len(labels) - 1}", f"slli x{a}, x{a}, 2"]
        code += [f"lla x{b}, .Ltable{unique}", f"add x{a}, x{a}, x{b}", f"lw x{a}, 0(x{a})",
                 f"add x{a}, x{a}, x{b}", f"jr x{a}"]
        return code, [f".word {n} - .Ltable{unique}" for n in labels]

    insn_directive = {4: ".insn 4, 0x%08x", 2: ".insn 2, 0x%04x"}
    ret = "ret"
    call = "jal ra, %s"
    tail = "jal zero, %s"
    save = "sd ra, 1920 + 8 * %d(gp)"
    restore = "ld ra, 1920 + 8 * %d(gp)"
    leave = "jal zero, %s"

    def word_name(self, i):
        return f"x{i}" if i < 32 else f"f{i - 32}" if i < 64 else "fcsr"


def find(patterns, name):
    return next(p for p in patterns if p.name == name)


GUESTS = {"aarch64": Aarch64, "riscv64": Riscv64}
