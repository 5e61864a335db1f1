# A fixed host CPU model, and a guest CPU model.
. "$TESTS/cli/lib.bash"

for g in $GUESTS; do
  qemu=QEMU_$g
  want=$("${!qemu}" "$(hello "$g")" work)
  translate "$g" --march=x86-64
  same "$want" "$("./hello-$g" work)" "$g --march=x86-64"
  translate "$g" --march=native
  same "$want" "$("./hello-$g" work)" "$g --march=native"
done
case " $GUESTS " in
*" aarch64 "*)
  translate aarch64 --cpu cortex-a57
  same hello "$(./hello-aarch64)" "--cpu cortex-a57"
  ;;
esac
