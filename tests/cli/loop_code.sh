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

__attribute__((noinline)) void mix(double x, double y, double z)
{
    for (int i = 0; i < N; i++) {
        a[0][i] = x * a[1][i] + y * a[2][i] + z * a[3][i];
    }
}

typedef long visit(long);
static long one(long x) { return x + 1; }
static long two(long x) { return 2 * x; }
visit *visits[2] = {one, two};

__attribute__((noinline)) long walk(visit **from, visit **to, long rounds, long step, long mask)
{
    long sum = 0;
    for (long i = 0; i < rounds; i += step) {
        for (visit *volatile *p = from; p != to; p++) {
            sum += (*p)(i);
        }
        sum &= mask;
    }
    return sum;
}

void _start(void)
{
    eliminate();
    mix(1, 2, 3);
    while (checksum(text, sizeof(text)) + (unsigned)walk(visits, visits + 2, 1000, 3, 0xffff)) {
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
  $(cc "$g") -O2 -fno-tree-vectorize -ffp-contract=off -static -nostdlib loops.c -o "loops.$g"
  # A counter of 32 bits that runs to a constant, which riscv64 has in a register.
  code "$g" eliminate > eliminate
  grep -q '<4 x double>' eliminate || fail "$g: a loop over doubles is not vectorised"

  # The products are tested by one compare, which the vectoriser has to know.
  code "$g" mix > mix
  same 3 "$(grep -c 'fmul.v4f64' mix)" "products of four rounds for $g"
  case $g in
    aarch64) same 1 "$(grep -c 'call i32 @llvm.x86.avx.vtestz' mix)" "tests of one round for $g" ;;
  esac

  # Four rounds for one poll, whatever their number.
  code "$g" checksum > checksum
  same 1 "$(grep -c 'load volatile' checksum)" "polls of a checksum's loop for $g"
  same 4 "$(grep -c 'load i8' checksum)" "loads of a checksum's loop for $g"

  # What only the outer loop computes with does not move in each round of the inner one.
  code "$g" walk > walk
  moves=$(awk '/^[0-9]+:/ {n = 0}
               /bitcast (i64|double)/ {n++}
               /= call x86_regcallcc .* %[0-9]+\(/ {print n}' walk)
  [ -n "$moves" ] || fail "$g: no call in a loop"
  [ "$moves" -le 1 ] || fail "$g: $moves moves before an inner loop's call"
done
