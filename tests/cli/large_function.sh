# A function so large that another process compiles it, and the same without such a process.
. "$TESTS/cli/lib.bash"

# An interpreter: its registers live around calls in each of its instructions.
{
  cat <<'C'
#include "raw_call.h"

typedef unsigned long word;

__attribute__((noinline)) static word mix(word a, word b)
{
    return (a ^ b >> 7) * 0x9e3779b97f4a7c15;
}

__attribute__((noipa)) word run(const unsigned short *p, word a, word b, word c, word d,
                                          word e)
{
    for (;;) {
        switch (*p++) {
C
  for i in {0..139}; do
    echo "case $i: if (a % $((i + 3)) > b % $((i + 5))) { c += mix(a, $i); if (c & 1) a ^= mix(b, d); }"
    echo "else { b -= c ^ d; e += $i; } break;"
  done
  cat <<'C'
        default:
            return a ^ b ^ c ^ d ^ e;
        }
    }
}

static unsigned short program[10001];

void _start(void)
{
    word x = 1, sum = 0;
    for (int i = 0; i < 10000; i++) {
        program[i] = (x = mix(x, i)) % 140;
    }
    program[10000] = 1000;
    for (int i = 0; i < 100; i++) {
        sum = mix(sum, run(program, sum, i, x, 5, 7));
    }
    call(64, 1, (long)&sum, sizeof(sum), 0);
    call(93, 0, 0, 0, 0);
}
C
} > large.c

# There are no files in memory to talk to such a process by.
cat > none.c <<'C'
#include <errno.h>

int memfd_create(const char *name, unsigned flags)
{
    (void)name, (void)flags;
    errno = ENOSYS;
    return -1;
}
C
"${CC:-gcc}" -shared -fPIC none.c -o none.so

for g in $GUESTS; do
  qemu=QEMU_$g
  $(cc "$g") -O2 -I "$TESTS/cli" -static -nostdlib -fno-builtin large.c -o "large.$g"
  want=$("${!qemu}" "./large.$g" | od -A n -t x8)
  "$HQEMU_AOT" -d opt --dfilter run "large.$g" -o elsewhere.elf 2> code || fail "$g: status $?"
  phis=$(grep -c ' = phi ' code)
  [ "$phis" -ge 4000 ] || fail "$g: the function has $phis phis"
  same "$want" "$(./elsewhere.elf | od -A n -t x8)" "$g"
  "$HQEMU_AOT" "large.$g" -o again.elf || fail "$g: status $?"
  cmp elsewhere.elf again.elf || fail "$g: not the same twice"
  LD_PRELOAD=$PWD/none.so "$HQEMU_AOT" "large.$g" -o here.elf || fail "$g: status $?"
  same "$want" "$(./here.elf | od -A n -t x8)" "$g, compiled here"
  ! cmp -s elsewhere.elf here.elf || fail "$g: no other process has compiled anything"
  "$HQEMU_AOT" -d asm --dfilter run "large.$g" -o out.elf 2> code || fail "$g: status $?"
  grep -q '^run\.g' code || fail "$g: no assembly"
done
