# Well-formed ELF files of a kind that cannot be translated.
. "$TESTS/cli/lib.bash"

echo 'int main(void) { return 0; }' > main.c
for g in $GUESTS; do
  cc=$(cc "$g")
  "$cc" -c main.c -o object.o
  bad object.o
  "$cc" -shared -fPIC main.c -o shared.so
  bad shared.so
  "$cc" main.c -o dynamic
  bad dynamic
  grep -qi dynamic stderr || fail "the message for a dynamic program: $(cat stderr)"
done
