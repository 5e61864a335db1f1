# --report as text and as JSON; -v and -d do not disturb the output file.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  guest=$(hello "$g")
  "$HQEMU_AOT" --report "$guest" -o a.elf > text 2>&1
  grep -qi function text || fail "the report does not speak of functions: $(head -n 5 text)"
  "$HQEMU_AOT" --report=json "$guest" -o b.elf > report.json 2> err
  if grep -v '^hqemu-aot: ' err; then fail "--report=json prints on stderr: $(head -n 3 err)"; fi
  python3 - <<'PY' || fail "bad JSON report: $(head -c 500 report.json)"
import json
r = json.load(open("report.json"))
assert isinstance(r, dict) and r, "an object with something in it"
PY
  "$HQEMU_AOT" --report "$guest" > found
  grep -q '^found .* functions' found || fail "no report without an output: $(head -n 5 found)"
  "$HQEMU_AOT" -v "$guest" -o c.elf > v.out 2>&1
  for f in a b c; do
    same hello "$(./$f.elf)" "$f.elf"
  done
  cmp a.elf b.elf && cmp b.elf c.elf || fail "reporting changes the output"
done

# Without an output only the first half of the work is done.
"$HQEMU_AOT" --report "$(hello "${GUESTS%% *}")" > found.txt || fail "no report without an output"
grep -q '^found ' found.txt || fail "the report without an output: $(cat found.txt)"
