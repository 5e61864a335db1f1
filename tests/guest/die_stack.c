/* Endless recursion ends with SIGSEGV, as does one that a handler reports from an
 * alternate stack first.
 * STATUS: signal 11
 * AOT: --faults=exact */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile int depth_limit = -1;

__attribute__((noinline)) static long down(long n, volatile char *p)
{
    volatile char frame[200];
    frame[n % 200] = *p;
    return n == depth_limit ? 0 : down(n + 1, frame) + frame[0];
}

static void handler(int sig)
{
    static const char text[] = "stack overflow seen\n";
    (void)!write(1, text, sizeof text - 1);
    signal(sig, SIG_DFL);
}

int main(void)
{
    stack_t ss = {.ss_sp = malloc(65536), .ss_size = 65536};
    sigaltstack(&ss, NULL);
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
    sigaction(SIGSEGV, &sa, NULL);
    char c = 0;
    printf("%ld\n", down(0, &c));
    return 0;
}
