# --faults: what the translator chooses by itself, and what the statistics say at run time.
. "$TESTS/cli/lib.bash"

cat > segv.c <<'END'
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
static sigjmp_buf env;
static void handler(int sig) { siglongjmp(env, sig); }
__attribute__((noinline)) static void install(void (*f)(int), int sig)
{
    struct sigaction sa = {.sa_handler = f};
    sigaction(sig, &sa, 0);
}
int main(int argc, char **argv)
{
    install(handler, argc > 5 ? SIGBUS : SIGSEGV);
    int sig = sigsetjmp(env, 1);
    if (sig == 0)
        *(volatile int *)0 = argc;
    printf("signal %d\n", sig);
    return 0;
}
END

# stopped HOST: how many handlers the statistics count.
stopped() {
  HQEMU_STATS=1 "$PWD/$1" 2>&1 > /dev/null |
    sed -n 's/^hqemu: *\([0-9]*\) fault handlers .*--faults=exact.*/\1/p'
}

for g in $GUESTS; do
  "$(cc "$g")" -O2 -s -static segv.c -o "segv-$g"
  "$HQEMU_AOT" -v -O0 "segv-$g" -o auto 2> log
  grep -q 'faults: exact' log || fail "$g: a handler for SIGSEGV was not found"
  "$HQEMU_AOT" -v -O0 --faults=fallback "segv-$g" -o stops 2> log
  grep -q 'faults: fallback' log || fail "$g: --faults=fallback"
  translate "$g" -v -O0 2> log
  grep -q 'faults: fallback' log || fail "$g: a handler was found where there is none"
  same "signal 11" "$(./auto)" "$g --faults=auto"
  same "signal 11" "$(./stops)" "$g --faults=fallback"
  same 0 "$(stopped auto)" "$g --faults=auto: handlers that stopped it"
  same 1 "$(stopped stops)" "$g --faults=fallback: handlers that stopped it"
done
