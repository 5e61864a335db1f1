# A reader of the messages that goes away, closed streams, and a signal.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")
"$HQEMU_AOT" --help | head -n 1 > /dev/null
"$HQEMU_AOT" "$guest" -o a.elf < /dev/null > /dev/null 2>&1
same hello "$(./a.elf)" "output"
"$HQEMU_AOT" "$guest" -o b.elf <&- >&- 2>&- || fail "closed streams: status $?"
same hello "$(./b.elf)" "output with closed streams"

# Terminated: no output, no temporary files.
setsid -w "$HQEMU_AOT" "$guest" -o c.elf > /dev/null 2>&1 &
pid=$!
sleep 0.3
kill -TERM "$pid" 2> /dev/null || true
pkill -TERM -P "$pid" 2> /dev/null || true
wait "$pid" || true
if [ -e c.elf ]; then
  same hello "$(./c.elf)" "an output that was ready before the interrupt"
fi
left=$(ls -A | grep -vE '^[abc]\.elf$' || true)
same "" "$left" "files left behind"
