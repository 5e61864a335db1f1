# Files that are no guest program: one clear line, status 1, no output file.
. "$TESTS/cli/lib.bash"

bad missing.elf
mkdir directory
bad directory
: > empty
bad empty
bad /dev/null
printf '\177EL' > magic3
bad magic3
printf '\177ELF' > magic4
bad magic4
printf '#!/bin/sh\necho hello\n' > script
bad script
head -c 100000 /dev/zero > zeros
bad zeros
awk 'BEGIN { for (i = 0; i < 20000; i++) print "line", i * 7919 % 10007 }' > text
bad text
bad /bin/true                      # another machine's program: this one's
mkfifo pipe
(sleep 0.2; echo text) > pipe &
bad pipe
wait
