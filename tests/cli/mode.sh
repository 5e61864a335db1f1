# HQEMU_MODE=translated forbids the fallback: status 120 and a line with the address, the
# function and the reason. A value that is not known is an error.
. "$TESTS/cli/lib.bash"

cat > program.c << 'END'
/* 1: runs code that it makes; 2: changes its own text; 3: goes on in the middle of a
 * function that is translated, after a signal. */
#ifdef __aarch64__
#define RETURN 0xd65f03c0u
#define SYS(n, a, b, c, d, e, f)                                                       \
    ({                                                                                 \
        register long x8 __asm__("x8") = n, x0 __asm__("x0") = (long)(a),              \
                         x1 __asm__("x1") = (long)(b), x2 __asm__("x2") = (long)(c),   \
                         x3 __asm__("x3") = (long)(d), x4 __asm__("x4") = (long)(e),   \
                         x5 __asm__("x5") = (long)(f);                                 \
        __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3),      \
                         "r"(x4), "r"(x5) : "memory");                                 \
        x0;                                                                            \
    })
__asm__(".globl _start\n_start: ldr x0, [sp]\n bl run\n mov x8, 93\n svc 0");
#else
#define RETURN 0x00008067u
#define SYS(n, a, b, c, d, e, f)                                                       \
    ({                                                                                 \
        register long a7 __asm__("a7") = n, a0 __asm__("a0") = (long)(a),              \
                         a1 __asm__("a1") = (long)(b), a2 __asm__("a2") = (long)(c),   \
                         a3 __asm__("a3") = (long)(d), a4 __asm__("a4") = (long)(e),   \
                         a5 __asm__("a5") = (long)(f);                                 \
        __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3),      \
                         "r"(a4), "r"(a5) : "memory");                                 \
        a0;                                                                            \
    })
__asm__(".globl _start\n_start: ld a0, 0(sp)\n call run\n li a7, 93\n ecall");
#endif
static volatile long handled;
static void on_signal(int sig)
{
    handled += sig;
}
__attribute__((noinline)) static long victim(long n)
{
    __asm__ volatile("");
    return n + 1;
}
long run(long argc);
long run(long argc)
{
    if (argc == 2) {
        volatile unsigned *p = (unsigned *)SYS(222, 0, 4096, 7, 0x22, -1, 0);
        p[0] = RETURN;
        ((void (*)(void))p)();
    } else if (argc == 3) {
        unsigned long at = (unsigned long)victim & ~4095ul;
        SYS(226, at, 8192, 7, 0, 0, 0);
        return victim(4);
    } else if (argc == 4) {
        struct {
            void (*handler)(int);
            unsigned long flags, mask, more;
        } sa = {on_signal, 0, 0, 0};
        SYS(134, 10, &sa, 0, 8, 0, 0);
        long self = SYS(172, 0, 0, 0, 0, 0, 0);
        for (int i = 0; i < 3; i++) {
            SYS(129, self, 10, 0, 0, 0, 0);
        }
        return handled;
    }
    return 5;
}
END

for g in $GUESTS; do
  "$(cc "$g")" -O1 -g0 -static -nostdlib -fno-stack-protector program.c -o guest-$g
  "$HQEMU_AOT" guest-$g -o host-$g
  same 5 "$(HQEMU_MODE=translated status ./host-$g)" "$g: everything translated"
  same 30 "$(HQEMU_MODE=translated status ./host-$g a b c)" "$g: signals"

  s=0
  HQEMU_MODE=translated ./host-$g made 2> err || s=$?
  same 120 $s "$g: code made at run time"
  same 1 "$(wc -l < err)" "$g: lines on stderr"
  grep -Eq "^hqemu: 0x[0-9a-f]+ would run in the fallback: it is not in the program's file$" err \
    || fail "$g: $(cat err)"
  same 5 "$(status ./host-$g made)" "$g: without HQEMU_MODE"
  same 5 "$(HQEMU_MODE= status ./host-$g made)" "$g: with an empty HQEMU_MODE"

  s=0
  HQEMU_MODE=translated ./host-$g drop it 2> err || s=$?
  same 120 $s "$g: changed text"
  grep -Eq "^hqemu: 0x[0-9a-f]+ in (run|victim|_start) would run in the fallback: its translation was dropped$" err \
    || fail "$g: $(cat err)"

  s=0
  HQEMU_MODE=both ./host-$g > out 2> err || s=$?
  same 127 $s "$g: unknown mode"
  same "error: HQEMU_MODE=both: must be 'fallback' or 'translated'" "$(cat err)" "$g: message"
done
