/* Signals: raise, kill, masks, pending, nesting, SA_ flags, alternate stack,
 * sigsuspend, sigwait, queued values, EINTR and restart. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t depth, order[20], n_order;
static char *alt;

static void nested(int sig)
{
    int me = ++depth;
    order[n_order++] = sig * 10 + me;
    if (sig == SIGUSR1)
        raise(SIGUSR2);
    order[n_order++] = -(sig * 10 + me);
    depth--;
}

static void info(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("signal %d code %d pid %d value %d\n", sig, si->si_code, si->si_pid == getpid(),
           si->si_code == SI_QUEUE ? si->si_value.sival_int : 0);
}

static void on_alt(int sig)
{
    char here;
    printf("signal %d on the alternate stack: %d\n", sig, &here >= alt && &here < alt + SIGSTKSZ);
}

static void nothing(int sig)
{
    (void)sig;
}

static void set(int sig, void (*f)(int), int flags)
{
    struct sigaction sa = {.sa_handler = f, .sa_flags = flags};
    sigemptyset(&sa.sa_mask);
    if (sigaction(sig, &sa, NULL))
        perror("sigaction");
}

static void *kicker(void *arg)
{
    usleep(20000);
    pthread_kill(*(pthread_t *)arg, SIGUSR1);
    return NULL;
}

static void *writer(void *arg)
{
    usleep(60000);
    if (write(*(int *)arg, "x", 1) != 1)
        perror("write");
    return NULL;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    set(SIGUSR1, nested, 0);
    set(SIGUSR2, nested, 0);
    raise(SIGUSR1);
    for (int i = 0; i < n_order; i++)
        printf("%d ", (int)order[i]);
    printf("\n");

    /* A masked one waits until the handler is done. */
    struct sigaction sa = {.sa_handler = nested};
    sigemptyset(&sa.sa_mask);
    sigaddset(&sa.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &sa, NULL);
    n_order = 0;
    kill(getpid(), SIGUSR1);
    for (int i = 0; i < n_order; i++)
        printf("%d ", (int)order[i]);
    printf("\n");

    sigset_t mask, pending, old;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    sigaddset(&mask, SIGHUP);
    sigprocmask(SIG_BLOCK, &mask, &old);
    set(SIGHUP, nothing, 0);
    raise(SIGHUP);
    raise(SIGUSR2);
    sigpending(&pending);
    printf("pending %d %d %d\n", sigismember(&pending, SIGHUP), sigismember(&pending, SIGUSR2),
           sigismember(&pending, SIGUSR1));
    int sig;
    sigemptyset(&pending);
    sigaddset(&pending, SIGHUP);
    sigwait(&pending, &sig);
    printf("waited for %d\n", sig == SIGHUP);
    n_order = 0;
    sigsuspend(&old);
    printf("suspended, errno %d, %d handler calls\n", errno == EINTR, (int)n_order / 2);
    sigprocmask(SIG_SETMASK, &old, NULL);

    sa.sa_sigaction = info;
    sa.sa_flags = SA_SIGINFO;
    sigaction(SIGRTMIN, &sa, NULL);
    sigaction(SIGUSR1, &sa, NULL);
    union sigval v = {.sival_int = 4711};
    sigqueue(getpid(), SIGRTMIN, v);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);

    stack_t ss = {.ss_sp = alt = malloc(SIGSTKSZ), .ss_size = SIGSTKSZ};
    printf("sigaltstack %d\n", sigaltstack(&ss, NULL));
    set(SIGUSR2, on_alt, SA_ONSTACK);
    raise(SIGUSR2);

    set(SIGHUP, nested, SA_RESETHAND);
    raise(SIGHUP);
    sigaction(SIGHUP, NULL, &sa);
    printf("reset %d\n", sa.sa_handler == SIG_DFL);
    signal(SIGHUP, SIG_IGN);
    raise(SIGHUP);
    printf("ignored\n");

    int fd[2];
    char c;
    pthread_t t, self = pthread_self();
    if (pipe(fd))
        return 1;
    set(SIGUSR1, nothing, 0);
    pthread_create(&t, NULL, kicker, &self);
    long r = read(fd[0], &c, 1);
    printf("read %ld %d\n", r, errno == EINTR);
    pthread_join(t, NULL);
    set(SIGUSR1, nothing, SA_RESTART);
    pthread_t w;
    pthread_create(&w, NULL, writer, &fd[1]);
    pthread_create(&t, NULL, kicker, &self);
    r = read(fd[0], &c, 1);
    printf("restarted read %ld %c\n", r, c);
    pthread_join(t, NULL);
    pthread_join(w, NULL);
    return 0;
}
