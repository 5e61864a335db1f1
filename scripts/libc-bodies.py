#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""libc-bodies.py CC:LIBDIR ... > aot/libc_bodies.def

Makes the table of code bodies by which hqemu-aot recognises C library functions. Each
argument is a cross compiler and a folder with a static C library and its crt files:

    aarch64-linux-gnu-gcc:/usr/aarch64-linux-gnu/lib
    "riscv64-linux-gnu-gcc -fuse-ld=lld":DIR     (ld that is older than the library may fail)

The table has libc6-dev of Debian 12 and 13 and musl-dev of both, for both guests, as far as
there are any. What is left out, and why, is said on stderr.

A program that pulls in all functions of NATIVE is linked against it with its relocations
kept (ld -q), so that the table has the bytes as a linker leaves them, RISC-V's relaxations
done. Fields that depend on where things are get masked; what is called there has to be
recognised, too, by its own body.
"""
import re
import struct
import subprocess
import sys
import tempfile

# What does a function's work: the function of runtime/libc_native.c (and of the table in
# aot/lift_libc.c), by the name of the guest's. Exact values count: where C only promises a
# sign, the guest's code has one particular number.
NATIVE = {
    "memcpy": "MEMMOVE", "memmove": "MEMMOVE", "mempcpy": "MEMPCPY", "memset": "MEMSET",
    "memchr": "MEMCHR", "memrchr": "MEMRCHR", "rawmemchr": "RAWMEMCHR",
    "memcmp": "MEMCMP", "bcmp": "MEMCMP", "memcmpeq": "MEMCMP",
    "strlen": "STRLEN", "strnlen": "STRNLEN",
    "strcpy": "STRCPY", "stpcpy": "STPCPY", "strcat": "STRCAT",
    "strncpy": "STRNCPY", "stpncpy": "STPNCPY", "strncat": "STRNCAT",
    "strcmp": "STRCMP", "strncmp": "STRNCMP",
    "strchr": "STRCHR", "index": "STRCHR", "strrchr": "STRRCHR", "rindex": "STRRCHR",
    "strchrnul": "STRCHRNUL", "strspn": "STRSPN", "strcspn": "STRCSPN", "strpbrk": "STRPBRK",
    "strstr": "STRSTR", "memmem": "MEMMEM",
}
# Names that a C library gives one implementation among several, or the internal one.
SUFFIX = re.compile(r"_(generic|simd|advsimd|falkor|thunderx2?|a64fx|sve|mops|oryon1|nosimd|"
                    r"emag|kunpeng|kunpeng_64|zva64|mte|asimd|noalignment|default|aarch64)$")
# It does not matter where these are, or what they hold: reached only to die, and what an
# IFUNC's resolver chooses by.
ANYWHERE = {"__stack_chk_fail", "__stack_chk_guard", "_GLOBAL_OFFSET_TABLE_",
            "_dl_aarch64_cpu_features", "_dl_hwcap", "_dl_hwcap2"}

STT_FUNC, STT_GNU_IFUNC = 2, 10


class Elf:
    def __init__(self, path):
        d = self.data = open(path, "rb").read()
        self.machine = struct.unpack_from("<H", d, 18)[0]
        shoff, = struct.unpack_from("<Q", d, 40)
        num = struct.unpack_from("<H", d, 60)[0]
        self.sections = [struct.unpack_from("<IIQQQQIIQQ", d, shoff + 64 * i) for i in range(num)]
        self.symbols, self.relocs = [], []
        for s in self.sections:
            if s[1] == 2:  # SHT_SYMTAB
                strtab = self.sections[s[6]][4]
                for at in range(s[4], s[4] + s[5], 24):
                    name, info, _, shndx, value, size = struct.unpack_from("<IBBHQQ", d, at)
                    end = d.index(b"\0", strtab + name)
                    self.symbols.append((d[strtab + name:end].decode(), info & 15, shndx,
                                         value, size))
        for s in self.sections:
            if s[1] == 4 and s[7]:  # SHT_RELA of a section
                for at in range(s[4], s[4] + s[5], 24):
                    offset, info, addend = struct.unpack_from("<QQq", d, at)
                    self.relocs.append((offset, info & 0xffffffff, info >> 32, addend))
        self.relocs.sort()

    def bytes_at(self, addr, n):
        for s in self.sections:
            if s[2] & 2 and s[1] != 8 and s[3] <= addr and addr + n <= s[3] + s[5]:
                return self.data[s[4] + addr - s[3]:][:n]
        return None


# Relocation types: how many bytes, the bits that depend on the place, whether code follows
# the branch. None: has no bits of its own in linked code.
BRANCH, OTHER = "branch", "other"
FORMS = {
    183: {  # ELF for the Arm 64-bit architecture, "Static AArch64 relocations"
        282: ("JUMP26", BRANCH), 283: ("JUMP26", BRANCH),
        275: ("ADR", OTHER), 277: ("IMM12", OTHER), 311: ("ADR", OTHER),
        312: ("IMM12", OTHER), 313: ("IMM12", OTHER), 286: ("IMM12", OTHER),
        279: ("BR14", BRANCH), 280: ("BR19", BRANCH),
    },
    243: {  # RISC-V ELF psABI, "Relocations"
        16: ("B", BRANCH), 17: ("JAL", BRANCH), 44: ("CB", BRANCH), 45: ("CJ", BRANCH),
        18: ("CALL", BRANCH), 19: ("CALL", BRANCH),
        20: ("U", OTHER), 23: ("U", OTHER), 24: ("I", OTHER), 47: ("I", OTHER),
        0: None, 43: None, 51: None,
    },
}
MASKS = {  # bytes of the bits that depend on the place
    "JUMP26": 0x03ffffff, "ADR": 0x60ffffe0, "IMM12": 0x003ffc00,
    "JAL": 0xfffff000, "CJ": 0x1ffc, "CALL": 0xfff00000fffff000, "U": 0xfffff000,
    "I": 0xfff00000,
}
SIZES = {"CJ": 2, "CALL": 8}


def base_name(name):
    n = re.sub(r"^(__GI_|__libc_|__)", "", name)
    while SUFFIX.search(n):
        n = SUFFIX.sub("", n)
    return n


def fnv128(data):
    h = 0x6c62272e07bb014262b821756295c58d
    for b in data:
        h = ((h ^ b) * 0x0000000001000000000000000000013b) & (1 << 128) - 1
    return h


def hash_words(words):
    return fnv128(b"".join((w & 0xffffffff).to_bytes(4, "little") for w in words)) >> 64


def link(cc, libdir, out):
    with tempfile.TemporaryDirectory() as tmp:
        c = tmp + "/main.c"
        open(c, "w").write("int main(void) { return 0; }\n")
        libgcc = [subprocess.check_output([*cc, "-print-file-name=" + n], text=True).strip()
                  for n in ("libgcc.a", "libgcc_eh.a")]
        crt = [libdir + "/" + n for n in ("crt1.o", "crti.o")]
        undefined = [f"-Wl,-u,{p}{n}" for n in NATIVE for p in ("", "__")]
        # The linker of an older release takes libraries of a newer one for this purpose.
        subprocess.check_call([*cc, "-nostdlib", "-static", "-Wl,-q,-w", "-O2", "-o", out, *undefined,
                               *crt, c, "-Wl,--start-group", libdir + "/libc.a", *libgcc,
                               "-Wl,--end-group", libdir + "/crtn.o"])


class Library:
    def __init__(self, elf, glibc):
        self.elf = elf
        self.glibc = glibc
        self.by_addr = {}
        for name, kind, shndx, value, size in elf.symbols:
            if kind == STT_FUNC and shndx and size:
                self.by_addr.setdefault(value, []).append((name, size))
        self.rows = {}  # address: row or None
        self.ifuncs = {}  # address of the resolver: what it resolves
        for name, kind, shndx, value, size in elf.symbols:
            if kind == STT_GNU_IFUNC and shndx and base_name(name) in NATIVE:
                self.ifuncs[value] = base_name(name)
                self.by_addr.setdefault(value, []).append((name, size))
        self.adds = {(r[0], r[1]) for r in elf.relocs}
        # R_RISCV_GOT_HI20, PCREL_HI20
        self.hi20 = {r[0]: elf.symbols[r[2]][0] for r in elf.relocs if r[1] in (20, 23)}
        self.complaints = []

    def native_name(self, name):
        n = NATIVE.get(base_name(name))
        if n in ("MEMCMP", "STRCMP", "STRNCMP"):
            n += "_A64" if self.elf.machine == 183 and self.glibc else "_DIFF"
        return n

    def native(self, addr):
        names = [self.native_name(name) for name, _ in self.by_addr.get(addr, ())]
        return next((n for n in names if n), None) if addr not in self.ifuncs else None

    def ident(self, addr):
        if addr in self.ifuncs:
            return "AUX_IFUNC_" + self.native_name(self.ifuncs[addr])
        name, size = self.by_addr[addr][0]  # static functions' names are no identity
        return self.native(addr) or f"AUX_{re.sub(r'[^A-Z0-9]+', '_', name.upper())}_{size}"

    def row(self, addr):
        """(name, ident, bytes before it, masked bytes, fixups) of the function at ADDR, or None."""
        if addr not in self.rows:
            self.rows[addr] = None  # until known: recursion does not count
            self.rows[addr] = self.make_row(addr)
        return self.rows[addr]

    def hull(self, addr, size):
        """The function at ADDR with those that it jumps into without a relocation, which are
        in the same piece of its object file."""
        lo, hi = addr, addr + size
        if self.elf.machine != 183:
            return lo, hi
        relocs = {r[0] for r in self.elf.relocs}
        at = lo
        while at < hi:
            w = int.from_bytes(self.elf.bytes_at(at, 4), "little")
            target = a64_branch(at, w) if at not in relocs else None
            if target is not None and not lo <= target < hi:
                for a, names in self.by_addr.items():
                    if a <= target < a + names[0][1]:
                        lo, hi = min(lo, a), max(hi, a + names[0][1])
                        break
                else:
                    return None
                at = lo
            else:
                at += 4
        return lo, hi

    def data_fixup(self, hi, kind, lo, func):
        """What an address made of an auipc at HI and the instruction at LO leads to."""
        e = self.elf
        u = int.from_bytes(e.bytes_at(hi, 4), "little")
        i = int.from_bytes(e.bytes_at(lo, 4), "little")
        target = hi + sign(u & 0xfffff000, 32) + sign(i >> 20, 12)
        if i & 0x7f == 0x03:  # a load
            n = 1 << (i >> 12 & 3)
            data = e.bytes_at(target, n)
            return data and ("DATA", "ANY", n, fnv128(data) >> 64)
        if target in self.by_addr:
            return self.row(target) and ("ADDRESS", self.ident(target), 0, 0)
        n = 0
        while (target + 4 * n, 35) in self.adds:  # R_RISCV_ADD32
            n += 1
        words = [int.from_bytes(e.bytes_at(target + 4 * k, 4), "little") + target - func
                 for k in range(n)]
        return n and ("TABLE", "ANY", n, hash_words(words))

    def address_fixup(self, hi, lo, target, func):
        """What an adrp at HI and an add at LO make the address TARGET of."""
        if target in self.by_addr:
            return self.row(target) and ("ADDRESS", self.ident(target), 0, 0)
        # A jump table of words that are relative to themselves; the first may be no entry.
        n = 1
        while (target + 4 * n, 261) in self.adds:  # R_AARCH64_PREL32
            n += 1
        words = [int.from_bytes(self.elf.bytes_at(target + 4 * k, 4), "little") +
                 (target + 4 * k - func if k or (target, 261) in self.adds else 0)
                 for k in range(n)]
        return n > 1 and ("SELF_TABLE", "ANY", n, hash_words(words))

    def make_row(self, addr):
        e = self.elf
        name, size = self.by_addr[addr][0]
        hull = self.hull(addr, size)
        if not hull or hull[1] - hull[0] > 4096:
            self.complaints.append(f"{name}: jumps elsewhere")
            return None
        lo, hi = hull
        code = bytearray(e.bytes_at(lo, hi - lo))
        fixups, pages = [], {}  # pages: where the adrp for a symbol is
        for offset, kind, sym, addend in e.relocs:
            if not lo <= offset < hi:
                continue
            form = FORMS[e.machine].get(kind, "?")
            if form is None:
                continue
            if form == "?":
                self.complaints.append(f"{name}: relocation type {kind}")
                return None
            sname, stype, shndx, value, _ = e.symbols[sym]
            target = value + (addend if shndx else 0)
            at, data, want = offset - lo, None, None
            if kind == 275:
                pages[target] = offset
            if form[1] == BRANCH and lo <= target < hi:
                continue
            if sname in ANYWHERE:
                want = "ANY"
            elif form[1] == BRANCH and target in self.by_addr and self.row(target):
                want = self.ident(target)
            elif kind == 275:  # ADR_PREL_PG_HI21: the check is its other half's
                want = "ANY"
            elif kind == 277 and target in pages:
                more = self.address_fixup(pages[target], offset, target, lo)
                if more:
                    want = "ANY"
                    fixups.append((pages[target] - lo, more[0], more[1], at, *more[2:]))
            elif kind == 24 and lo <= target < hi:  # PCREL_LO12_I: the other half is there
                hi_sym = self.hi20.get(target, "")
                data = None if hi_sym in ANYWHERE else self.data_fixup(target, kind, offset, lo)
                want = "ANY" if data or hi_sym in ANYWHERE else None
            elif kind == 23:  # PCREL_HI20: the check is its other half's
                want = "ANY"
            if not want or form[0] not in MASKS:
                self.complaints.append(f"{name}: {form[0]} {sname}+{addend:#x}")
                return None
            n = SIZES.get(form[0], 4)
            v = int.from_bytes(code[at:at + n], "little") & ~MASKS[form[0]]
            code[at:at + n] = v.to_bytes(n, "little")
            fixups.append((at, form[0], want, 0, 0, 0))
            if data:
                fixups.append((target - lo, data[0], data[1], at, *data[2:]))
        return name, self.ident(addr), addr - lo, bytes(code), tuple(sorted(fixups))


def sign(v, bits):
    return v - (1 << bits) if v >> (bits - 1) & 1 else v


def a64_branch(at, w):
    """Where the direct branch W goes, if it is one."""
    if w & 0x7c000000 == 0x14000000:
        return at + 4 * sign(w & 0x3ffffff, 26)
    if w & 0xfe000000 == 0x54000000 or w & 0x7e000000 == 0x34000000:
        return at + 4 * sign(w >> 5 & 0x7ffff, 19)
    if w & 0x7e000000 == 0x36000000:
        return at + 4 * sign(w >> 5 & 0x3fff, 14)
    return None


def main():
    rows, aux = {}, set()
    for arg in sys.argv[1:]:
        cc, libdir = arg.rsplit(":", 1)
        with tempfile.NamedTemporaryFile() as out:
            link(cc.split(), libdir, out.name)
            elf = Elf(out.name)
        lib = Library(elf, any(s[0] == "__libc_single_threaded" for s in elf.symbols))
        for addr in sorted(lib.by_addr):
            if lib.native(addr):
                lib.row(addr)
        for c in lib.complaints:
            print(f"{arg}: {c}", file=sys.stderr)
        for r in lib.rows.values():
            if r:
                rows.setdefault((elf.machine, *r[1:]), r[0])
                if r[1].startswith("AUX_"):
                    aux.add(r[1])
    print("/* SPDX-License-Identifier: GPL-2.0-or-later */")
    print("/* Generated by scripts/libc-bodies.py. */")
    for a in sorted(aux):
        print(f"AUX({a})")
    machine = {183: "EM_AARCH64", 243: "EM_RISCV"}
    for (m, ident, before, code, fixups), name in sorted(
            rows.items(), key=lambda x: (x[0][0], x[0][1], x[1], len(x[0][3]), x[0][3])):
        h = fnv128(code)
        head = int.from_bytes(code[before:before + 2], "little")
        if any(x[0] == before for x in fixups):
            head = 0
        line = (f"BODY({machine[m]}, {ident}, {name}, {before}, {len(code)}, {head:#06x}, "
                f"{h >> 64:#018x}, {h & (1 << 64) - 1:#018x}, {len(fixups)}")
        if not fixups:
            line += ", {0}"
        for at, form, want, lo, n, value in fixups:
            line += f",\n     {{{at}, FIX_{form}, LIBC_{want}, {lo}, {n}, {value:#x}}}"
        print(line + ")")


main()
