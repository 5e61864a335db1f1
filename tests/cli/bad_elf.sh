# Damaged ELF files, made from a good one: never a crash, always status 1.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  good=$(hello "$g")
  # Behind the last byte of a segment come symbols, which nobody needs.
  size=$(readelf -lW "$good" | awk '$1 == "LOAD" && $5 !~ /^0x0+$/ { print $2, $5 }' |
    while read -r offset n; do echo $((offset + n)); done | sort -n | tail -n 1)
  for n in 4 16 20 52 63 64 65 100 120 200 $((size / 4)) $((size / 2)) $((size - 1)); do
    head -c "$n" "$good" > truncated
    bad truncated
  done

  python3 - "$good" <<'PY'
import struct, sys
good = bytearray(open(sys.argv[1], "rb").read())
phoff, = struct.unpack_from("<Q", good, 32)
phnum, = struct.unpack_from("<H", good, 56)
loads = [phoff + 56 * i for i in range(phnum)
         if struct.unpack_from("<I", good, phoff + 56 * i)[0] == 1]

def variant(name, *patches):
    b = bytearray(good)
    for fmt, at, value in patches:
        struct.pack_into(fmt, b, at, value)
    open("bad-" + name, "wb").write(b)

first, second = loads[0], loads[-1]
vaddr, = struct.unpack_from("<Q", good, first + 16)
variant("magic", ("<B", 1, 0x46))
variant("class32", ("<B", 4, 1))
variant("class0", ("<B", 4, 0))
variant("bigendian", ("<B", 5, 2))
variant("version", ("<B", 6, 9))
variant("type-none", ("<H", 16, 0))
variant("type-rel", ("<H", 16, 1))
variant("type-core", ("<H", 16, 4))
variant("type-odd", ("<H", 16, 0xbeef))
variant("machine-x86", ("<H", 18, 62))
variant("machine-0", ("<H", 18, 0))
variant("machine-ppc", ("<H", 18, 21))
variant("entry-0", ("<Q", 24, 0))
variant("entry-far", ("<Q", 24, 0x7ffffffff000))
variant("phoff-past-end", ("<Q", 32, len(good)))
variant("phoff-wraps", ("<Q", 32, 2**64 - 8))
variant("phnum-0", ("<H", 56, 0))
variant("phnum-huge", ("<H", 56, 0xfffe))
variant("phentsize", ("<H", 54, 8))
variant("offset-past-end", ("<Q", first + 8, len(good) + 4096))
variant("offset-wraps", ("<Q", first + 8, 2**64 - 4096))
variant("filesz-past-end", ("<Q", first + 32, len(good) * 2), ("<Q", first + 40, len(good) * 2))
variant("filesz-huge", ("<Q", first + 32, 2**63), ("<Q", first + 40, 2**63))
variant("filesz-above-memsz", ("<Q", first + 40, 16))
variant("vaddr-wraps", ("<Q", first + 16, 2**64 - 4096))
variant("vaddr-kernel", ("<Q", first + 16, 0xffff800000000000))
variant("memsz-huge", ("<Q", second + 40, 2**62))
variant("unaligned", ("<Q", first + 16, vaddr + 4), ("<Q", first + 8, 0))
variant("overlap", ("<Q", second + 16, vaddr), ("<Q", second + 24, vaddr))
variant("no-exec", *(("<I", l + 4, 4) for l in loads))
variant("no-load", *(("<I", l, 6) for l in loads))
PY
  for f in bad-*; do
    bad "$f"
  done
  rm -f bad-*
done
