# Shared by the command-line cases: sourced, not run.

fail() {
  echo "failed: $*" >&2
  exit 1
}

skip() {
  echo "$*" >&2
  exit 77
}

# hello GUEST: the path of the prebuilt guest program.
hello() {
  local v=GUEST_HELLO_$1
  echo "${!v}"
}

# cc GUEST: its cross compiler.
cc() {
  local v=CC_$1
  echo "${!v}"
}

# translate GUEST [OPTION...]: makes ./hello-GUEST.
translate() {
  local g=$1
  shift
  "$HQEMU_AOT" "$@" "$(hello "$g")" -o "hello-$g" || fail "translation of hello for $g: status $?"
}

# status COMMAND...: prints the exit status.
status() {
  local s=0
  "$@" > /dev/null 2>&1 || s=$?
  echo $s
}

same() {
  [ "$1" = "$2" ] || fail "$3: expected '$1', got '$2'"
}

# rejects STATUS ARGUMENT...: the translator must fail with that status (a pattern), print
# nothing on standard output and exactly one line "hqemu-aot: error: ..." on
# standard error, and leave no file out.elf.
rejects() {
  local want=$1 s=0
  shift
  rm -rf out.elf
  "$HQEMU_AOT" "$@" > stdout 2> stderr || s=$?
  # shellcheck disable=SC2053 # a pattern
  [[ $s == $want ]] || fail "status of hqemu-aot $*: expected $want, got $s: $(head -c 300 stderr)"
  [ ! -s stdout ] || fail "hqemu-aot $*: output on stdout: $(head -c 200 stdout)"
  same 1 "$(wc -l < stderr)" "lines on stderr of hqemu-aot $* ($(head -c 300 stderr))"
  grep -q '^hqemu-aot: error: .' stderr || fail "hqemu-aot $*: message is '$(cat stderr)'"
  [ ! -e out.elf ] || fail "hqemu-aot $*: left an output file"
}

# bad FILE: an input that must be rejected.
bad() {
  rejects 1 "$1" -o out.elf
  [ "$(ls -A | grep -c 'out\.elf')" = 0 ] || fail "$1: left $(ls -A | grep 'out\.elf')"
}
