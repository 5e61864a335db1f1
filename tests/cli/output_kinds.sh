# Outputs that are no files, long names, names that look like options.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")
mkfifo pipe
rejects 1 "$guest" -o pipe
[ -p pipe ] || fail "a pipe was replaced"
if mknod null c 1 3 2> mknod.err; then
  rejects 1 "$guest" -o null
  [ -c null ] || fail "a device was replaced"
fi
rejects 1 "$guest" -o new/
rejects 1 "$guest" -o nowhere/x

long=$(printf 'd%.0s' {1..255})
"$HQEMU_AOT" "$guest" -o "$long"
same hello "$("./$long")" "a name of 255 bytes"
cp "$guest" -- -x.elf
"$HQEMU_AOT" -o ./-o -- -x.elf
same hello "$(./-o)" "names with hyphens"
echo old > target
ln -s target link
"$HQEMU_AOT" "$guest" -o link
same old "$(cat target)" "what a link pointed to, as with other linkers"

# Two at once: the last one wins, both are whole.
"$HQEMU_AOT" "$guest" -o both & p=$!
"$HQEMU_AOT" "$guest" -o both
wait $p
same hello "$(./both)" "the output of two translations at once"
rm -f both
same "" "$(find . -name '.hqemu*')" "files left behind"
