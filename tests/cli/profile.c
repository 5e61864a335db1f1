/* Comes back into the middle of a loop, time and again, by longjmp. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static jmp_buf back;

__attribute__((noinline)) static void thrower(int i)
{
    longjmp(back, i % 7 + 1);
}

__attribute__((noinline)) static int rounds(volatile int n)
{
    volatile int i, sum = 0;

    for (i = 0; i < n; i++) {
        int r = setjmp(back);
        if (!r) {
            thrower(i);
        }
        sum += r;
    }
    return sum;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        execv(argv[2], argv + 2);
    }
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
