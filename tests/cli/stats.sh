# HQEMU_STATS prints on stderr only, at every way to end; the program's own output
# is unchanged. HQEMU_MODE=fallback translates nothing.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  translate "$g"
  host=$PWD/hello-$g
  HQEMU_STATS=1 "$host" work > out 2> err
  same "$("$host" work)" "$(cat out)" "$g stdout with statistics"
  [ -s err ] || fail "$g: no statistics"
  HQEMU_STATS=1 "$host" both > out 2> err
  same "to stdout" "$(cat out)" "$g stdout"
  grep -q '^to stderr$' err || fail "$g: the program's stderr is lost"
  "$host" work 2> err > /dev/null
  [ ! -s err ] || fail "$g: statistics without being asked"
  s=0
  HQEMU_STATS=1 "$host" exit 3 > out 2> err || s=$?
  same 3 $s "$g exit status with statistics"
  [ -s err ] || fail "$g: no statistics at exit 3"
  HQEMU_MODE=fallback HQEMU_STATS=1 "$host" work > out 2> fallback
  same "$("$host" work)" "$(cat out)" "$g fallback"
  [ -s fallback ] || fail "$g: no statistics in the fallback"
done
