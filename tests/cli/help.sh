# --help and --version
. "$TESTS/cli/lib.bash"

"$HQEMU_AOT" --help > out 2> err || fail "--help: status $?"
[ ! -s err ] || fail "--help prints on stderr"
grep -qi usage out || fail "--help without a usage line"
for option in -O -j -v --profile --report -d --dfilter --march --cpu --version --help -o; do
  grep -q -e "$option" out || fail "--help does not mention $option"
done
[ "$(awk '{ if (length($0) > m) m = length($0) } END { print m }' out)" -le 100 ] ||
  fail "--help has lines of more than 100 characters"

"$HQEMU_AOT" --version > out 2> err || fail "--version: status $?"
[ ! -s err ] || fail "--version prints on stderr"
grep -q '^hqemu-aot .*[0-9]\.[0-9]' out || fail "--version: $(head -n 1 out)"
