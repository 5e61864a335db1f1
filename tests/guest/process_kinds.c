/* Processes that run others: vfork and exec, posix_spawn, exec while threads run, a file
 * for another machine; limits and what exceeding them does; personality; the auxiliary
 * vector in /proc; exit while threads run; thousands of short threads; fork from a
 * thread, fork in a handler. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

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

static void *spin(void *arg)
{
    for (volatile unsigned long n = 0;; n++)
        ;
    return arg;
}

static void start_spinning(int n)
{
    pthread_t t;
    for (int i = 0; i < n; i++)
        pthread_create(&t, NULL, spin, NULL);
}

static void running_others(void)
{
    char *sh[] = {"sh", "-c", "echo \"$0 $1 $X\"; exit 3", "spawned", "by", NULL};
    char *env[] = {"X=x", NULL};
    pid_t p;

    for (volatile int i = 0; i < 8; i++) {
        if ((p = vfork()) == 0) {
            execl("/bin/sh", "sh", "-c", i == 7 ? "exit 4" : ":", (char *)NULL);
            _exit(99);
        }
        int st;
        if (i < 7 && (waitpid(p, &st, 0) != p || st != 0))
            printf("vfork %d: %x\n", i, st);
    }
    report("vfork and exec", p);
    int error = posix_spawn(&p, "/bin/sh", NULL, NULL, sh, env);
    report("spawned", p); /* it has written its line by then */
    printf("spawn %d\n", error);
    fflush(stdout);
    if ((p = fork()) == 0) {
        start_spinning(3);
        usleep(2000);
        execl("/bin/sh", "sh", "-c", "exit 6", (char *)NULL);
        _exit(99);
    }
    report("exec while threads run", p);
    if ((p = fork()) == 0) {
        start_spinning(3);
        usleep(2000);
        exit(7);
    }
    report("exit while threads run", p);
    if ((p = fork()) == 0) {
        start_spinning(3);
        usleep(2000);
        raise(SIGTERM);
    }
    report("killed while threads run", p);
}

/* The kernel does not run a file that is nothing but a header. */
static void other_formats(void)
{
    char text[] = "#!/bin/sh\nexit 8\n", junk[64] = "neither";
    const char *names[] = {"script", "junk"};
    const void *data[] = {text, junk};
    size_t sizes[] = {sizeof(text) - 1, sizeof(junk)};

    for (int i = 0; i < 2; i++) {
        int fd = open(names[i], O_CREAT | O_WRONLY | O_TRUNC, 0755);
        if (fd < 0 || write(fd, data[i], sizes[i]) != (ssize_t)sizes[i])
            perror(names[i]);
        close(fd);
        pid_t p = fork();
        if (p == 0) {
            execl(names[i], names[i], (char *)NULL);
            _exit(errno == ENOEXEC ? 98 : 99);
        }
        report(names[i], p);
        unlink(names[i]);
    }
}

static void limits(void)
{
    struct rlimit r = {40, 50}, was;
    pid_t p;

    getrlimit(RLIMIT_NOFILE, &was);
    if (setrlimit(RLIMIT_NOFILE, &(struct rlimit){40, was.rlim_max}))
        perror("setrlimit");
    getrlimit(RLIMIT_NOFILE, &r);
    int n = 0;
    int fds[100];
    while (n < 100 && (fds[n] = dup(0)) >= 0)
        n++;
    printf("files: limit %d, highest %d, EMFILE %d\n", (int)r.rlim_cur, n ? fds[n - 1] : -1,
           errno == EMFILE);
    while (n)
        close(fds[--n]);
    setrlimit(RLIMIT_NOFILE, &was);

    fflush(stdout);
    if ((p = fork()) == 0) {
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, 1000});
        int fd = open("limited", O_CREAT | O_WRONLY, 0644);
        char buf[600] = "";
        ssize_t a = write(fd, buf, 600), b = write(fd, buf, 600);
        printf("written %zd %zd\n", a, b);
        fflush(stdout);
        signal(SIGXFSZ, SIG_DFL);
        if (write(fd, buf, 600) < 0)
            _exit(1);
        _exit(2);
    }
    report("file size", p);
    unlink("limited");
    if ((p = fork()) == 0) {
        setrlimit(RLIMIT_CPU, &(struct rlimit){1, 2});
        spin(NULL);
    }
    report("CPU time", p);
    printf("persona %d\n", personality(0xffffffff));
}

static void auxv(void)
{
    ElfW(auxv_t) v[64];
    int fd = open("/proc/self/auxv", O_RDONLY);
    ssize_t n = read(fd, v, sizeof(v)) / (ssize_t)sizeof(*v);
    int same = 0, other = 0;

    close(fd);
    for (ssize_t i = 0; i < n && v[i].a_type != AT_NULL; i++) {
        if (v[i].a_type == AT_PHDR || v[i].a_type == AT_ENTRY || v[i].a_type == AT_PAGESZ ||
            v[i].a_type == AT_RANDOM || v[i].a_type == AT_PHNUM || v[i].a_type == AT_UID) {
            same += getauxval(v[i].a_type) == v[i].a_un.a_val;
            other += getauxval(v[i].a_type) != v[i].a_un.a_val;
        }
    }
    printf("auxv: %d the same, %d not\n", same, other);
}

static _Atomic long done;

static void *count(void *arg)
{
    atomic_fetch_add(&done, (long)arg);
    return arg;
}

static void *fork_here(void *arg)
{
    pid_t p = fork();
    int st;
    if (p == 0) {
        pthread_t t;
        void *r;
        pthread_create(&t, NULL, count, (void *)5L);
        pthread_join(t, &r);
        _exit((int)(long)r + (int)(long)arg);
    }
    waitpid(p, &st, 0);
    return (void *)(long)WEXITSTATUS(st);
}

static volatile pid_t handlers_child;

static void forking_handler(int sig)
{
    pid_t p = fork();
    if (p == 0)
        _exit(sig);
    handlers_child = p;
}

static void threads(void)
{
    pthread_t t;
    pthread_attr_t a;
    void *r;

    for (long i = 0; i < 600; i++) {
        pthread_create(&t, NULL, count, (void *)1L);
        pthread_join(t, NULL);
    }
    pthread_attr_init(&a);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    for (long i = 0; i < 600; i++)
        while (pthread_create(&t, &a, count, (void *)1L))
            usleep(1000);
    while (atomic_load(&done) < 1200)
        usleep(1000);
    printf("threads %ld\n", atomic_load(&done));
    long sum = 0;
    for (long i = 0; i < 10; i++) {
        pthread_create(&t, NULL, fork_here, (void *)i);
        pthread_join(t, &r);
        sum += (long)r;
    }
    printf("forks from threads %ld\n", sum);
    signal(SIGUSR1, forking_handler);
    raise(SIGUSR1);
    fflush(stdout);
    report("fork in a handler", handlers_child);
}

int main(void)
{
    running_others();
    other_formats();
    limits();
    auxv();
    threads();
    return 0;
}
