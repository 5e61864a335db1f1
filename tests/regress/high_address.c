/* An address with bits above the user address space: on riscv64 a fault, on aarch64 a
 * tag that is ignored. */
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    volatile int x = 5;
    int status;

    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        volatile int *p = (volatile int *)((uintptr_t)&x | (uintptr_t)0x5a << 56);
        _exit(*p);
    }
    waitpid(pid, &status, 0);
    printf("%d %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1,
           WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    return 0;
}
