# What the caller and the program see of each other: arguments, argv[0],
# environment, exit status, death by signal, standard streams, /proc/self/exe.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  translate "$g"
  host=$PWD/hello-$g

  same "[$host]
[args]
[one]
[two words]
[]
[--help]
[-v]
[*]" "$("$host" args one "two words" "" --help -v '*')" "$g arguments"
  same "[./hello-$g]
[args]" "$("./hello-$g" args)" "$g argv[0]"
  same "[another name]
[args]" "$(exec -a "another name" "$host" args)" "$g argv[0] from exec"
  same "a value" "$("$host" env HQEMU_TEST)" "$g environment"
  same "(not set)" "$(env -u HQEMU_TEST "$host" env HQEMU_TEST)" "$g unset variable"
  same "(not set)" "$(env -i "$host" env PATH)" "$g empty environment"
  same "QEMU_CPU is the guest's" "$(QEMU_CPU="QEMU_CPU is the guest's" "$host" env QEMU_CPU)" \
    "$g QEMU_ variables belong to the guest"

  for s in 0 1 77 125 126 127 128 255; do
    same $s "$(status "$host" exit $s)" "$g exit status"
    same $s "$(HQEMU_MODE=fallback status "$host" exit $s)" "$g exit status in the fallback"
  done
  for s in 1 2 6 9 11 13 14 15; do
    same $((128 + s)) "$(status "$host" signal $s)" "$g death by signal $s"
  done

  same "$host" "$("$host" exe)" "$g /proc/self/exe"
  same "$host" "$(cd / && "$OLDPWD/hello-$g" exe)" "$g /proc/self/exe from elsewhere"
  ln -sf "hello-$g" "link-$g"
  same "$host" "$("./link-$g" exe)" "$g /proc/self/exe through a link"

  seq 1 50000 > numbers
  "$host" cat < numbers > copy
  cmp numbers copy || fail "$g stdin from a file"
  cat numbers | "$host" cat | "$host" cat > copy
  cmp numbers copy || fail "$g a pipeline"
  same "" "$("$host" cat < /dev/null)" "$g empty stdin"
  same 1 "$("$host" cat < numbers | head -n 1)" "$g a reader that leaves"
  (st=0; "$host" cat < numbers || st=$?; echo $st > pipe-status) | true
  same 141 "$(cat pipe-status)" "$g death by SIGPIPE"
  "$host" both > out 2> err
  same "to stdout" "$(cat out)" "$g stdout"
  same "to stderr" "$(cat err)" "$g stderr"
  same 1 "$(status "$host" cat <&-)" "$g closed stdin"
done
