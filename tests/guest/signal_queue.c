/* Real-time signals: order and number of queued ones, priorities, timer overruns,
 * signalfd, sigtimedwait; nesting and masks; restarted system calls; jumps out of
 * alternate stacks; sigsuspend and ppoll with a mask. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int got[64], value[64], n_got;

static void note(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    got[n_got] = sig;
    value[n_got++] = si->si_value.sival_int;
}

static void handle(int sig, void (*f)(int, siginfo_t *, void *), int flags)
{
    struct sigaction sa = {.sa_sigaction = f, .sa_flags = SA_SIGINFO | flags};
    sigemptyset(&sa.sa_mask);
    sigaction(sig, &sa, NULL);
}

static void block(int how, int a, int b)
{
    sigset_t s;
    sigemptyset(&s);
    sigaddset(&s, a);
    sigaddset(&s, b);
    pthread_sigmask(how, &s, NULL);
}

static void queue_in_order(void)
{
    int lo = SIGRTMIN + 1, hi = SIGRTMIN + 5;

    handle(lo, note, 0);
    handle(hi, note, 0);
    block(SIG_BLOCK, lo, hi);
    for (int i = 0; i < 6; i++) {
        union sigval v = {.sival_int = i};
        sigqueue(getpid(), i & 1 ? lo : hi, v);
    }
    n_got = 0;
    block(SIG_UNBLOCK, lo, lo);
    int first = n_got;
    block(SIG_UNBLOCK, hi, hi);
    printf("queued: %d then %d:", first, n_got);
    for (int i = 0; i < n_got; i++)
        printf(" %d=%d", got[i] - SIGRTMIN, value[i]);
    printf("\n");

    block(SIG_BLOCK, SIGUSR1, lo);
    handle(SIGUSR1, note, 0);
    for (int i = 0; i < 5; i++) {
        kill(getpid(), SIGUSR1);
        kill(getpid(), lo);
    }
    n_got = 0;
    block(SIG_UNBLOCK, SIGUSR1, lo);
    int standard = 0, rt = 0;
    for (int i = 0; i < n_got; i++) {
        standard += got[i] == SIGUSR1;
        rt += got[i] == lo;
    }
    printf("standard %d, real-time %d\n", standard, rt);
}

static void by_descriptor(void)
{
    struct signalfd_siginfo si;
    struct pollfd p = {.events = POLLIN};
    union sigval v = {.sival_int = 77};
    sigset_t s;

    block(SIG_BLOCK, SIGUSR2, SIGRTMIN + 2);
    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    sigaddset(&s, SIGRTMIN + 2);
    int fd = signalfd(-1, &s, SFD_NONBLOCK);
    p.fd = fd;
    printf("empty %d %d\n", poll(&p, 1, 0), read(fd, &si, sizeof(si)) < 0 && errno == EAGAIN);
    kill(getpid(), SIGUSR2);
    sigqueue(getpid(), SIGRTMIN + 2, v);
    for (int i = 0; i < 2; i++) {
        int ready = poll(&p, 1, 1000);
        if (read(fd, &si, sizeof(si)) == sizeof(si))
            printf("signalfd %d: signal %s value %d own %d\n", ready,
                   si.ssi_signo == SIGUSR2 ? "usr2" : "rt", si.ssi_int,
                   si.ssi_pid == (unsigned)getpid());
    }
    close(fd);

    struct timespec ms = {0, 2000000};
    siginfo_t info;
    printf("timed out %d\n", sigtimedwait(&s, &info, &ms) < 0 && errno == EAGAIN);
    v.sival_int = 78;
    sigqueue(getpid(), SIGRTMIN + 2, v);
    int sig = sigtimedwait(&s, &info, &ms);
    printf("waited %d value %d\n", sig - SIGRTMIN, info.si_value.sival_int);
    block(SIG_UNBLOCK, SIGUSR2, SIGRTMIN + 2);
}

static volatile int depth, deepest;

static void nest(int sig, siginfo_t *si, void *uc)
{
    if (++depth > deepest)
        deepest = depth;
    if (depth < 40)
        raise(sig);
    depth--;
    note(sig, si, uc);
}

static void nesting(void)
{
    n_got = 0;
    handle(SIGUSR1, nest, SA_NODEFER);
    raise(SIGUSR1);
    printf("nested %d deep, %d calls\n", deepest, n_got);
    depth = deepest = n_got = 0;
    handle(SIGUSR1, note, SA_RESETHAND);
    raise(SIGUSR1);
    struct sigaction sa;
    sigaction(SIGUSR1, NULL, &sa);
    printf("reset %d after %d\n", sa.sa_handler == SIG_DFL, n_got);
}

static void *shoot(void *to)
{
    for (int i = 0; i < 3; i++) {
        usleep(3000);
        pthread_kill(*(pthread_t *)to, SIGUSR1);
    }
    usleep(3000);
    return NULL;
}

static void restarting(void)
{
    pthread_t self = pthread_self(), t;
    int p[2];
    char c = 0;

    n_got = 0;
    handle(SIGUSR1, note, SA_RESTART);
    if (pipe(p))
        return;
    if (fork() == 0) {
        usleep(40000);
        if (write(p[1], "x", 1) != 1)
            _exit(1);
        _exit(0);
    }
    pthread_create(&t, NULL, shoot, &self);
    ssize_t n = read(p[0], &c, 1);
    pthread_join(t, NULL);
    printf("restarted read %zd '%c', signals %d\n", n, c, n_got > 0);
    wait(NULL);

    n_got = 0;
    handle(SIGUSR1, note, 0);
    pthread_create(&t, NULL, shoot, &self);
    n = read(p[0], &c, 1);
    printf("interrupted read %zd %s\n", n, n < 0 && errno == EINTR ? "EINTR" : "");
    pthread_join(t, NULL);
    printf("signals %d\n", n_got > 0);
    close(p[0]);
    close(p[1]);
}

static sigjmp_buf back;
static char *stack_lo;

static void jump_out(int sig, siginfo_t *si, void *uc)
{
    char here;
    note(sig, si, uc);
    siglongjmp(back, (char *)&here >= stack_lo && (char *)&here < stack_lo + SIGSTKSZ ? 2 : 1);
}

static void alternate_stack(void)
{
    stack_t ss = {.ss_size = SIGSTKSZ}, old;
    volatile int on_it = 0;

    ss.ss_sp = stack_lo = malloc(SIGSTKSZ);
    sigaltstack(&ss, NULL);
    handle(SIGUSR2, jump_out, SA_ONSTACK);
    n_got = 0;
    for (volatile int i = 0; i < 30; i++) {
        int r = sigsetjmp(back, 1);
        if (r == 0)
            raise(SIGUSR2);
        on_it += r == 2;
        sigaltstack(NULL, &old);
        on_it -= (old.ss_flags & SS_ONSTACK) != 0;
    }
    printf("jumped out of the alternate stack %d times\n", on_it);
    ss.ss_flags = SS_DISABLE;
    sigaltstack(&ss, NULL);
    sigaltstack(NULL, &old);
    printf("disabled %d\n", old.ss_flags == SS_DISABLE);
    free(stack_lo);
}

static void suspending(void)
{
    sigset_t none, was;
    pthread_t self = pthread_self(), t;

    sigemptyset(&none);
    handle(SIGUSR1, note, 0);
    block(SIG_BLOCK, SIGUSR1, SIGUSR1);
    n_got = 0;
    raise(SIGUSR1);
    int before = n_got, r = sigsuspend(&none), e = errno;
    pthread_sigmask(SIG_SETMASK, NULL, &was);
    printf("sigsuspend %d %d, handled %d then %d, still blocked %d\n", r, e == EINTR, before,
           n_got, sigismember(&was, SIGUSR1));
    pthread_create(&t, NULL, shoot, &self);
    struct timespec long_time = {20, 0};
    r = ppoll(NULL, 0, &long_time, &none);
    printf("ppoll %d %d, handled %d\n", r, errno == EINTR, n_got);
    pthread_join(t, NULL);
    block(SIG_UNBLOCK, SIGUSR1, SIGUSR1);
}

static void overrun(void)
{
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 4};
    struct itimerspec every = {{0, 1000000}, {0, 1000000}}, off = {{0, 0}, {0, 0}};
    struct timespec hold = {0, 20000000};
    timer_t t;

    handle(SIGRTMIN + 4, note, 0);
    block(SIG_BLOCK, SIGRTMIN + 4, SIGRTMIN + 4);
    n_got = 0;
    timer_create(CLOCK_MONOTONIC, &ev, &t);
    timer_settime(t, 0, &every, NULL);
    nanosleep(&hold, NULL);
    timer_settime(t, 0, &off, NULL);
    block(SIG_UNBLOCK, SIGRTMIN + 4, SIGRTMIN + 4);
    printf("timer: %d signal, overrun %d\n", n_got, timer_getoverrun(t) > 5);
    timer_delete(t);
}

int main(void)
{
    queue_in_order();
    by_descriptor();
    nesting();
    restarting();
    alternate_stack();
    suspending();
    overrun();
    return 0;
}
