# The C library's functions are recognised, with symbols and without, by all of their code: one
# instruction that is another makes a function unknown.
. "$TESTS/cli/lib.bash"

# natives FILE [OPTION...]: how many functions are the host's.
natives() {
  "$HQEMU_AOT" --report=json --faults=fallback "$@" | python3 -c 'import json, sys
print(json.load(sys.stdin)["native_functions"])'
}

for g in $GUESTS; do
  triple=$(basename "$(cc "$g")" -gcc)
  "$(cc "$g")" -O2 -static -w "$TESTS/guest/strings.c" -o guest
  all=$(natives guest)
  [ "$all" -ge 8 ] || fail "$g: only $all functions recognised"
  same 0 "$(natives guest --libc=translated)" "$g: with --libc=translated"
  same 0 "$(natives guest --faults=exact)" "$g: with exact faults"
  "$triple-strip" -o stripped guest
  some=$(natives stripped)
  [ "$some" -ge $((all * 2 / 3)) ] || fail "$g: stripped, only $some of $all recognised"

  # The last but one instruction of strchrnul, which nothing else here is recognised by.
  python3 - "$triple-nm" <<'PY'
import subprocess, sys
for line in subprocess.check_output([sys.argv[1], "-S", "guest"], text=True).splitlines():
    f = line.split()
    if f[-1] == "__strchrnul":
        addr, size = int(f[0], 16), int(f[1], 16)
data = bytearray(open("guest", "rb").read())
phoff, = [int.from_bytes(data[32:40], "little")]
for i in range(int.from_bytes(data[56:58], "little")):
    ph = data[phoff + 56 * i:phoff + 56 * (i + 1)]
    kind, offset, vaddr, filesz = (int.from_bytes(ph[a:b], "little")
                                   for a, b in ((0, 4), (8, 16), (16, 24), (32, 40)))
    if kind == 1 and vaddr <= addr < vaddr + filesz:
        data[offset + addr - vaddr + size - 8] ^= 1
open("changed", "wb").write(data)
PY
  less=$(natives changed)
  [ "$less" -lt "$all" ] || fail "$g: a changed function is recognised"
done
same 2 "$(status "$HQEMU_AOT" --libc=none guest)" "status of --libc=none"
