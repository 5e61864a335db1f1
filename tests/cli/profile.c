/* Calls code that nothing leads to, in the middle of a function, at an address that is made up
 * as the program runs. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__aarch64__)
#define NEXT "add w0, w0, #3\n"
#else
#define NEXT ".option norvc\naddiw a0, a0, 3\n"
#endif
__asm__(".text\n.balign 16\n.globl outer\n.type outer, %function\n"
        "outer:\n" NEXT "ret\n" NEXT NEXT "ret\n.size outer, .-outer\n");

int outer(int n);

static volatile int distance;

__attribute__((noinline)) static int rounds(int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++) {
        int (*f)(int) = (int (*)(int))(void *)((char *)outer + distance);
        sum = i & 1 ? f(sum) : outer(sum);
    }
    return sum;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        execv(argv[2], argv + 2);
    }
    distance = getpid() ? 8 : 0;
    if (chdir("/")) {
        return 1;
    }
    pid_t child = fork();
    int sum = rounds(argc > 1 ? atoi(argv[1]) : 1000);
    if (child) {
        wait(NULL);
        printf("%d\n", sum);
    }
    return 0;
}
