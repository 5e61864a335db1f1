# Jump tables: no jump of tests/guest/switch_forms.c, as several compilers and levels make
# them, has unknown targets; nor does losing the symbols make any unknown.
. "$TESTS/cli/lib.bash"

# unresolved FILE: how many jumps with unknown targets are in the program's own functions.
unresolved() {
  "$HQEMU_AOT" --report=json "$1" > report.json
  python3 - "$2" <<'PY'
import json, sys
print(sum(1 for j in json.load(open("report.json"))["unresolved_jumps"]
          if sys.argv[1] == "all" or not j["name"].startswith(("_", "register_", "deregister_"))
          and j["name"]))
PY
}

for g in $GUESTS; do
  gcc=$(cc "$g")
  triple=$(basename "${gcc%-gcc}")
  compilers=("$gcc")
  if clang-19 --target="$triple" --version > /dev/null 2>&1; then
    compilers+=("clang-19 --target=$triple --sysroot=/usr/$triple -isystem /usr/$triple/include
                 --gcc-toolchain=/usr")
  fi
  for c in "${compilers[@]}"; do
    for o in -O0 -O2 -Os "-O2 -fPIE"; do
      # shellcheck disable=SC2086 # lists
      $c $o -w -c "$TESTS/guest/switch_forms.c" -o forms.o
      pie=
      [[ $o != *PIE* ]] || pie=-static-pie
      # shellcheck disable=SC2086
      "$gcc" -static $pie forms.o -o forms
      same 0 "$(unresolved forms own)" "unresolved jumps, $c $o"
      all=$(unresolved forms all)
      "${gcc%gcc}strip" forms
      stripped=$(unresolved forms all)
      [ "$stripped" -le "$all" ] ||
        fail "unresolved jumps, $c $o: $all with symbols, $stripped without"
    done
  done
done
