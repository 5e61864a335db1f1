# A guest without symbols and without section headers works.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  triple=$(cc "$g")
  "${triple%gcc}strip" "$(hello "$g")" -o stripped
  "$HQEMU_AOT" stripped -o stripped.elf
  qemu=QEMU_$g
  want=$("${!qemu}" "$(hello "$g")" work)
  same "$want" "$(./stripped.elf work)" "$g stripped"
  python3 - stripped headerless <<'PY'
import struct, sys
b = bytearray(open(sys.argv[1], "rb").read())
shoff, = struct.unpack_from("<Q", b, 40)
struct.pack_into("<Q", b, 40, 0)
struct.pack_into("<HHH", b, 58, 64, 0, 0)
open(sys.argv[2], "wb").write(b[:shoff])
PY
  "$HQEMU_AOT" headerless -o headerless.elf
  same "$want" "$(./headerless.elf work)" "$g without section headers"
done
