/* Local sockets, poll, select, epoll, eventfd, timerfd, signalfd and shared
 * futexes between a parent and its child. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int sv[2];
    char buf[100];
    setvbuf(stdout, NULL, _IOLBF, 0);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    pid_t p = fork();
    if (p == 0) {
        close(sv[0]);
        ssize_t n;
        while ((n = read(sv[1], buf, sizeof buf)) > 0) {
            for (int i = 0; i < n; i++)
                buf[i] ^= 32;
            if (write(sv[1], buf, n) != n)
                _exit(1);
        }
        _exit(0);
    }
    close(sv[1]);
    struct pollfd pf = {sv[0], POLLIN, 0};
    printf("poll %d\n", poll(&pf, 1, 10));
    for (int i = 0; i < 3; i++) {
        if (write(sv[0], "Hello", 5) != 5)
            return 1;
        printf("poll %d %d ", poll(&pf, 1, 5000), pf.revents == POLLIN);
        ssize_t n = recv(sv[0], buf, sizeof buf, 0);
        printf("%.*s\n", (int)n, buf);
    }
    shutdown(sv[0], SHUT_WR);
    int st;
    waitpid(p, &st, 0);
    printf("child %d, end %ld\n", st, (long)read(sv[0], buf, 1));

    /* A datagram with a file descriptor in it. */
    int dv[2], pv[2];
    socketpair(AF_UNIX, SOCK_DGRAM, 0, dv);
    if (pipe(pv))
        return 1;
    struct iovec iov = {"x", 1};
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } u = {{0}};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = u.space,
                         .msg_controllen = sizeof u.space};
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &pv[1], sizeof(int));
    printf("sendmsg %ld\n", (long)sendmsg(dv[0], &msg, 0));
    iov.iov_base = buf;
    printf("recvmsg %ld\n", (long)recvmsg(dv[1], &msg, 0));
    int passed;
    memcpy(&passed, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof passed);
    printf("%d ", write(passed, "through", 7) == 7);
    printf("%ld\n", (long)read(pv[0], buf, 100));

    int ep = epoll_create1(0), ev = eventfd(3, EFD_NONBLOCK), tf = timerfd_create(CLOCK_MONOTONIC, 0);
    struct epoll_event e = {.events = EPOLLIN, .data.u64 = 0x123456789}, out[4];
    epoll_ctl(ep, EPOLL_CTL_ADD, ev, &e);
    e.data.u64 = 0xabcdef0123;
    epoll_ctl(ep, EPOLL_CTL_ADD, tf, &e);
    uint64_t v = 4;
    if (write(ev, &v, 8) != 8)
        return 1;
    printf("epoll %d %llx\n", epoll_wait(ep, out, 4, 1000), (unsigned long long)out[0].data.u64);
    printf("eventfd %ld %d ", (long)read(ev, &v, 8), (int)v);
    printf("%ld %d\n", (long)read(ev, &v, 8), errno == EAGAIN);
    struct itimerspec it = {{0, 0}, {0, 5000000}};
    timerfd_settime(tf, 0, &it, NULL);
    printf("epoll %d %llx\n", epoll_wait(ep, out, 4, 5000), (unsigned long long)out[0].data.u64);
    printf("timerfd %ld %d\n", (long)read(tf, &v, 8), (int)v);

    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int sf = signalfd(-1, &set, 0);
    kill(getpid(), SIGUSR1);
    struct signalfd_siginfo si;
    printf("signalfd %d ", read(sf, &si, sizeof si) == sizeof si);
    printf("%d\n", (int)si.ssi_signo);

    fd_set fds;
    FD_ZERO(&fds);
    FD_SET(pv[0], &fds);
    struct timeval tv = {0, 1000};
    printf("select %d\n", select(pv[0] + 1, &fds, NULL, NULL, &tv));
    return 0;
}
