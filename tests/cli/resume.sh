# Frames that are gone from the host's stack, as after each switch of coroutines, go on in
# translated code: nothing of the program is translated at run time, in loops or not.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  cc=CC_$g
  ${!cc} -O2 -static -w "$TESTS/guest/resume.c" -o "resume-$g"
  ${!cc} -O2 -static -w -s "$TESTS/guest/resume.c" -o "stripped-$g"
  for p in resume stripped; do
    "$HQEMU_AOT" "$p-$g" -o "$p-$g-host" 2> /dev/null
    HQEMU_STATS=1 "./$p-$g-host" 40 > out 2> err
    blocks=$(sed -n 's/^hqemu: *\([0-9]*\) blocks translated at run time$/\1/p' err)
    [ "$blocks" -le 20 ] || fail "$g $p: $blocks blocks ran in the fallback: $(grep 0x err | head -3)"
    missed=$(sed -n 's/^hqemu: *\([0-9]*\) left for code that is not translated$/\1/p' err)
    [ "$missed" -le 20 ] || fail "$g $p: left $missed times"
  done
done

for g in $GUESTS; do
  cc=CC_$g
  ${!cc} -O2 -static -s -fno-toplevel-reorder -fno-reorder-blocks-and-partition "$TESTS/cli/resume_behind.c" -o "behind-$g"
  "$HQEMU_AOT" "behind-$g" -o "behind-$g-host" 2> /dev/null
  HQEMU_STATS=1 "./behind-$g-host" > out 2> err
  missed=$(sed -n 's/^hqemu: *\([0-9]*\) left for code that is not translated$/\1/p' err)
  [ "$missed" -le 20 ] || fail "$g behind: left $missed times"
done
