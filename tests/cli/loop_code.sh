# What becomes of loops, as seen in the optimised code.
. "$TESTS/cli/lib.bash"

cat > loops.c <<'C'
enum { N = 300 };

double a[N][N];
unsigned char text[1000];
unsigned table[256];

__attribute__((noinline)) void eliminate(void)
{
    for (int k = 0; k < N; k++) {
        for (int i = k + 1; i < N; i++) {
            double f = a[i][k] *= 3.0;
            for (int j = k + 1; j < N; j++) {
                a[i][j] -= f * a[k][j];
            }
        }
    }
}

__attribute__((noinline)) unsigned checksum(const unsigned char *p, unsigned long n)
{
    unsigned c = 0;
    while (n--) {
        c = table[(c ^ *p++) & 0xff] ^ (c >> 8);
    }
    return c;
}

void _start(void)
{
    eliminate();
    while (checksum(text, sizeof(text))) {
    }
    for (;;) {
    }
}
C

# code GUEST FUNCTION: prints it.
code() {
  "$HQEMU_AOT" -d opt --dfilter "$2" "loops.$1" -o out.elf 2>&1 > out || fail "$1: status $?"
}

for g in $GUESTS; do
  $(cc "$g") -O2 -static -nostdlib loops.c -o "loops.$g"
  # A counter of 32 bits that runs to a constant, which riscv64 has in a register.
  code "$g" eliminate > eliminate
  grep -q '<4 x double>' eliminate || fail "$g: a loop over doubles is not vectorised"

  # Four rounds for one poll, whatever their number.
  code "$g" checksum > checksum
  same 1 "$(grep -c 'load volatile' checksum)" "polls of a checksum's loop for $g"
  same 4 "$(grep -c 'load i8' checksum)" "loads of a checksum's loop for $g"
done
