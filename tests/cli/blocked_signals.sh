# Started with signals blocked: code that changes still runs (QEMU's own binaries die of a
# blocked SIGSEGV of their own), what is blocked stays so for the guest, and a fault ends it.
. "$TESTS/cli/lib.bash"

cat > blocked.c <<'C'
#include "raw_call.h"

typedef unsigned long word;

static unsigned page[2048] __attribute__((aligned(4096)));

/* Writes a function that returns N to the page, and calls it. */
static int made(unsigned n)
{
#ifdef __aarch64__
    page[0] = 0x52800000 | n << 5; /* mov w0, #n */
    page[1] = 0xd65f03c0;          /* ret */
    __asm__ volatile("dc cvau, %0; dsb ish; ic ivau, %0; dsb ish; isb" : : "r"(page) : "memory");
#else
    page[0] = 0x00000513 | n << 20; /* li a0, n */
    page[1] = 0x00008067;           /* ret */
    __asm__ volatile("fence.i" : : : "memory");
#endif
    return ((int (*)(void))page)();
}

void _start(void)
{
    word mask = 0;
    int sum = 0;

    call(226, (long)page, sizeof(page), 7, 0); /* mprotect */
    for (unsigned i = 0; i < 200; i++) {
        sum += made(i);
    }
    call(135, 0, 0, (long)&mask, 8); /* rt_sigprocmask */
    sum = sum == 199 * 100 ? 3 : 4;
    if (mask >> 10 & 1) { /* SIGSEGV */
        sum += 10;
    }
    if (mask >> 11 & 1) { /* SIGUSR2 */
        *(volatile int *)8 = 1;
    }
    call(93, sum, 0, 0, 0);
}
C

cat > block.py <<'PY'
import os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE,
                                          *map(int, sys.argv[2:])})
os.execv(sys.argv[1], sys.argv[1:2])
PY

for g in $GUESTS; do
  $(cc "$g") -O2 -I "$TESTS/cli" -static -nostdlib blocked.c -o blocked.guest
  "$HQEMU_AOT" blocked.guest -o blocked.elf || fail "$g: status $?"
  same 3 "$(status ./blocked.elf)" "$g: status"
  same 13 "$(status python3 block.py ./blocked.elf)" "$g: status with SIGSEGV blocked"
  same 139 "$(status python3 block.py ./blocked.elf 12)" "$g: status after a fault"
done
