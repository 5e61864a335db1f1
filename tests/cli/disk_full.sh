# No space for the output: an error, and neither a partial file nor a lost old one.
. "$TESTS/cli/lib.bash"

g=${GUESTS%% *}
guest=$(hello "$g")
mkdir small
mount -t tmpfs -o size=256k tmpfs small 2> /dev/null || skip "no permission to mount a tmpfs"
trap 'umount small' EXIT

rejects 1 "$guest" -o small/out.elf
[ -z "$(ls -A small)" ] || fail "left $(ls -A small)"
echo old > small/out2.elf
rejects 1 "$guest" -o small/out2.elf
same old "$(cat small/out2.elf)" "the old output"

# A limit on file size is met in the same way.
(ulimit -f 64; trap '' XFSZ; rejects 1 "$guest" -o limited.elf) || exit 1
[ ! -e limited.elf ] || fail "left a limited output"
