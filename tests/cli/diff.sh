# Random instruction sequences at a fixed seed, and those that once showed a bug: the
# same registers, flags and memory translated as under the reference.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  qemu=QEMU_$g
  "$TESTS/diff/run" --guest "$g" --seed 1 --count 600 --aot "$HQEMU_AOT" \
    --qemu "$(dirname "${!qemu}")" --out "$TMP/diff" > log 2>&1 || { cat log; fail "$g"; }
done
