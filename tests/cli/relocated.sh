# One file is all that is needed: it runs when moved, copied, read-only, without
# the input, with an empty environment, in an empty root directory.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  cp "$(hello "$g")" guest.elf
  "$HQEMU_AOT" guest.elf -o host.elf
  rm guest.elf
  mkdir -p "sub dir"
  mv host.elf "sub dir/moved.elf"
  chmod 555 "sub dir/moved.elf"
  same hello "$("./sub dir/moved.elf")" "$g moved"
  same hello "$(cd / && env -i "$OLDPWD/sub dir/moved.elf")" "$g empty environment"
  mkdir -p root
  cp "sub dir/moved.elf" root/program
  if PATH=$PATH:/usr/sbin:/sbin chroot root /program > out 2> err; then
    same hello "$(cat out)" "$g in an empty root"
  elif grep -qi 'permitted' err; then
    echo "no chroot here"
  else
    fail "$g in an empty root: $(cat err)"
  fi
  rm -rf root "sub dir"
done
