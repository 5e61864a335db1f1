# Dumps of every stage are made and change nothing.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")
"$HQEMU_AOT" "$guest" -o plain.elf
for stage in elf blocks tcg ir opt asm link; do
  "$HQEMU_AOT" -d $stage --dfilter main "$guest" -o dumped.elf > dump 2>&1 ||
    fail "-d $stage: status $?"
  cmp plain.elf dumped.elf || fail "-d $stage changes the output"
  [ -s dump ] || fail "-d $stage prints nothing"
done
"$HQEMU_AOT" -d elf,tcg,ir --dfilter main "$guest" -o dumped.elf > dump 2>&1
cmp plain.elf dumped.elf
