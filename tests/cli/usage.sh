# Bad usage: one line, status 2, no output file.
. "$TESTS/cli/lib.bash"

guest=$(hello "${GUESTS%% *}")
rejects 2
rejects 2 -o out.elf
rejects 2 "$guest"
rejects 2 "$guest" -o
rejects 2 "$guest" "$guest" -o out.elf
rejects 2 "$guest" -o out.elf -o out2.elf extra
rejects 2 --no-such-option "$guest" -o out.elf
rejects 2 -Q "$guest" -o out.elf
rejects 2 -O9 "$guest" -o out.elf
rejects 2 -Ofast "$guest" -o out.elf
rejects 2 -j0 "$guest" -o out.elf
rejects 2 -jx "$guest" -o out.elf
rejects 2 -d nosuchstage "$guest" -o out.elf
rejects 2 --faults=loud "$guest" -o out.elf
rejects 2 --report=xml "$guest" -o out.elf
rejects "[12]" --march=nosuchcpu "$guest" -o out.elf
rejects "[12]" --cpu nosuchmodel "$guest" -o out.elf
[ ! -e out2.elf ] || fail "left an output file"
