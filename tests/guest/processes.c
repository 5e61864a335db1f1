/* fork, wait, pipes, exec of a host program, exit codes, vfork, orphans. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void report(const char *what, pid_t pid)
{
    int st;
    if (waitpid(pid, &st, 0) != pid)
        perror("waitpid");
    else if (WIFEXITED(st))
        printf("%s: exit %d\n", what, WEXITSTATUS(st));
    else
        printf("%s: signal %d\n", what, WTERMSIG(st));
    fflush(stdout);
}

static int fib(int n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(void)
{
    pid_t p;
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int private = 1;
    setvbuf(stdout, NULL, _IOLBF, 0);

    if ((p = fork()) == 0)
        _exit(7);
    report("_exit", p);
    if ((p = fork()) == 0)
        exit(300);
    report("exit", p);
    if ((p = fork()) == 0) {
        printf("child computes %d\n", fib(15));
        exit(fib(10));
    }
    report("work", p);
    if ((p = fork()) == 0)
        raise(SIGTERM);
    report("SIGTERM", p);
    if ((p = fork()) == 0) {
        pause();
        exit(1);
    }
    kill(p, SIGKILL);
    report("SIGKILL", p);
    if ((p = fork()) == 0)
        **(volatile int *volatile *)shared = 1;
    report("fault", p);
    if ((p = fork()) == 0)
        for (;;)
            ;
    kill(p, SIGINT);
    report("loop", p);
    if ((p = vfork()) == 0)
        _exit(11);
    report("vfork", p);

    /* Private and shared memory after fork. */
    if ((p = fork()) == 0) {
        *shared = 42;
        private = 42;
        _exit(private);
    }
    report("memory", p);
    printf("shared %d private %d\n", *shared, private);

    /* A pipeline of three processes. */
    int a[2], b[2];
    if (pipe(a) || pipe(b))
        return 1;
    if ((p = fork()) == 0) {
        close(a[0]);
        for (int i = 0; i < 1000; i++)
            dprintf(a[1], "%d\n", i);
        _exit(0);
    }
    pid_t q = fork();
    if (q == 0) {
        close(a[1]);
        close(b[0]);
        FILE *in = fdopen(a[0], "r"), *out = fdopen(b[1], "w");
        int n;
        while (fscanf(in, "%d", &n) == 1)
            if (n % 7 == 0)
                fprintf(out, "%d\n", n * n);
        fclose(out);
        _exit(3);
    }
    close(a[0]);
    close(a[1]);
    close(b[1]);
    FILE *in = fdopen(b[0], "r");
    long sum = 0, n;
    while (fscanf(in, "%ld", &n) == 1)
        sum += n;
    report("source", p);
    report("filter", q);
    printf("sum %ld\n", sum);

    printf("no child: %d %d\n", waitpid(-1, NULL, 0), errno == ECHILD);
    if ((p = fork()) == 0) {
        execl("/nonexistent/program", "x", (char *)NULL);
        _exit(errno == ENOENT ? 55 : 56);
    }
    report("exec fails", p);
    if ((p = fork()) == 0) {
        execl("/bin/sh", "sh", "-c", "echo from the shell, $0 $1; exit 9", "zero", "one",
              (char *)NULL);
        _exit(127);
    }
    report("exec host shell", p);
    FILE *f = popen("echo popen; cat", "w");
    fprintf(f, "written\n");
    printf("pclose %d system %d\n", pclose(f), system("exit 4") >> 8);
    return 0;
}
