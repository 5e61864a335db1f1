# The output: executable, static, not writable places are errors, and an existing
# file survives a failed translation and is replaced by a good one.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")

rejects 1 "$guest" -o nowhere/out.elf
mkdir taken
rejects 1 "$guest" -o taken
[ -d taken ] || fail "the directory is gone"
[ -z "$(ls -A taken)" ] || fail "left a file in the directory"
: > file
rejects 1 "$guest" -o file/out.elf

echo precious > kept.elf
chmod 640 kept.elf
: > empty
"$HQEMU_AOT" empty -o kept.elf 2> /dev/null && fail "an empty input was accepted"
same precious "$(cat kept.elf)" "an existing output after a failed translation"
same 640 "$(stat -c %a kept.elf)" "its mode"

umask 022
"$HQEMU_AOT" "$guest" -o kept.elf
same 755 "$(stat -c %a kept.elf)" "mode of the output"
same hello "$(./kept.elf)" "the replaced output"

# While an output runs it can be replaced.
(echo line; sleep 2) | ./kept.elf cat > copy &
sleep 0.3
"$HQEMU_AOT" "$guest" -o kept.elf
wait
same line "$(cat copy)" "the running program"
same hello "$(./kept.elf)" "the output that replaced it"

umask 077
"$HQEMU_AOT" "$guest" -o private.elf
same 700 "$(stat -c %a private.elf)" "mode under umask 077"
umask 022
cp "$guest" in-place.elf
s=$(status "$HQEMU_AOT" in-place.elf -o in-place.elf)
if [ "$s" != 0 ]; then
  cmp "$guest" in-place.elf || fail "the input was damaged"
else
  same hello "$(./in-place.elf)" "output over input"
fi

readelf -lW private.elf > headers
if grep -q INTERP headers; then fail "the output is dynamically linked"; fi
readelf -hW private.elf | grep -q 'X86-64' || fail "the output is not for x86-64"
if grep -q 'RWE' headers; then fail "the output has a writable and executable segment"; fi
[ "$(ls -A | grep -vcE '^(stdout|stderr|file|kept.elf|empty|copy|private.elf|in-place.elf|headers|taken)$')" = 0 ] ||
  fail "files left behind: $(ls -A)"
