# What becomes of loops, as seen in the optimised code.
. "$TESTS/cli/lib.bash"

cat > loops.c <<'C'
enum { N = 300 };

double a[N][N];

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

void _start(void)
{
    eliminate();
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
done
