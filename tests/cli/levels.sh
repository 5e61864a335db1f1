# Every optimisation level gives a program that works; the same with one job and
# with two, byte for byte; twice the same.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  guest=$(hello "$g")
  qemu=QEMU_$g
  want=$("${!qemu}" "$guest" work)
  for o in -O0 -O1 -O2 -O3; do
    "$HQEMU_AOT" $o "$guest" -o "level$o.elf" || fail "$g $o: status $?"
    same "$want" "$("./level$o.elf" work)" "$g $o"
  done
  "$HQEMU_AOT" -j1 "$guest" -o one.elf
  "$HQEMU_AOT" -j2 "$guest" -o two.elf
  cmp one.elf two.elf || fail "$g: -j1 and -j2 differ"
  mkdir -p elsewhere
  cp "$guest" elsewhere/copy
  (cd elsewhere && "$HQEMU_AOT" -j 2 copy -o ../three.elf)
  cmp one.elf three.elf || fail "$g: the output depends on where the input is"
  same "$want" "$(./two.elf work)" "$g -j2"
done
