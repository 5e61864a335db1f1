# Random loops of floating point operations at a fixed seed: the same memory and exception flags
# translated as under the reference.
. "$TESTS/cli/lib.bash"

count=3 loops=24
[ "$PLAN" != quick ] || count=1 loops=8
for g in $GUESTS; do
  qemu=QEMU_$g
  "$TESTS/diff/loops" --guest "$g" --seed 1 --count $count --loops $loops --aot "$HQEMU_AOT" \
    --qemu "$(dirname "${!qemu}")" --out "$TMP/loops" > log 2>&1 || { cat log; fail "$g"; }
done
