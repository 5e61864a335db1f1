# HQEMU_PROFILE: a run records what the translator did not know; --profile makes use of it.
. "$TESTS/cli/lib.bash"

# left FILE: how often translated code was left for code that is not, by its statistics.
left() {
  sed -n 's/^hqemu: *\([0-9]*\) left for code that is not translated$/\1/p' "$1" | head -n 1
}

for g in $GUESTS; do
  "$(cc "$g")" -O2 -static "$TESTS/cli/profile.c" -o guest
  rm -f p
  "$HQEMU_AOT" -O1 guest -o first
  want=$(./first 40000)
  same "$want" "$(HQEMU_PROFILE=p HQEMU_STATS=1 ./first 40000 2> before)" "$g while recording"
  grep -vE '^hqemu-profile 1 [0-9a-f]{16} (run|block 0x[0-9a-f]+|entry 0x[0-9a-f]+ [0-9]+)$' p &&
    fail "$g: not lines of a profile"
  same 1 "$(grep -c ' run$' p)" "$g: runs in the profile"
  HQEMU_PROFILE=p ./first 20 > /dev/null
  HQEMU_PROFILE=p ./first 20 ./first 20 > /dev/null
  same 4 "$(grep -c ' run$' p)" "$g: runs after two more, one of which started another"

  # A crash may leave half a line; other programs' facts may be in the same file.
  { echo 'hqemu-profile 1 0123456789abcdef entry 0x400000 4'; cat p
    printf 'hqemu-profile 1 0123'; } > p2
  "$HQEMU_AOT" -O1 --profile p2 guest -o second
  same "$want" "$(HQEMU_STATS=1 ./second 40000 2> after)" "$g with a profile"
  [ "$(left before)" -ge 20000 ] || fail "$g: no test: left $(left before) times without a profile"
  [ "$(left after)" -lt 2000 ] || fail "$g: left $(left after) times with a profile"

  grep -v ' run$' p | sed 's/ 1 [0-9a-f]* / 1 0123456789abcdef /' > other
  rejects 1 --profile other guest -o out.elf
  grep -q 'another program' stderr || fail "$g: $(cat stderr)"
  s=0
  HQEMU_PROFILE=missing/p ./first > out 2> err || s=$?
  same 127 $s "$g: status when the profile cannot be written"
  [ -s err ] && [ ! -s out ] || fail "$g: the profile cannot be written: $(cat err out)"
done
for bad in '' 'something' 'hqemu-profile 1 x run' 'hqemu-profile 1 0123456789abcdef entry 0x10'; do
  printf '%s\n' "$bad" > bad
  rejects 1 --profile bad guest -o out.elf
done
: > empty
rejects 1 --profile empty guest -o out.elf
rejects 1 --profile no-such-file guest -o out.elf
rejects 2 guest -o out.elf --profile
