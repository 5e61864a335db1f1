/* Event descriptors, memory files, directories. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    sigset_t set;
    struct epoll_event ev, evs[8];
    int ep = epoll_create1(EPOLL_CLOEXEC), sfd, tfd, efd;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN + 2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    sfd = signalfd(-1, &set, SFD_NONBLOCK);
    tfd = timerfd_create(CLOCK_MONOTONIC, 0);
    efd = eventfd(3, EFD_SEMAPHORE);
    int fds[3] = {sfd, tfd, efd};
    for (int i = 0; i < 3; i++) {
        ev.events = EPOLLIN;
        ev.data.u64 = 0x123456789abcull + (unsigned)i;
        printf("add %d\n", epoll_ctl(ep, EPOLL_CTL_ADD, fds[i], &ev));
    }
    union sigval sv = {.sival_int = 77};
    sigqueue(getpid(), SIGRTMIN + 2, sv);
    sv.sival_int = 78;
    sigqueue(getpid(), SIGRTMIN + 2, sv);
    kill(getpid(), SIGUSR1);
    struct itimerspec its = {{0, 0}, {0, 1000000}};
    timerfd_settime(tfd, 0, &its, NULL);
    usleep(20000);
    int n = epoll_wait(ep, evs, 8, 1000);
    uint64_t seen = 0;
    for (int i = 0; i < n; i++) {
        seen += evs[i].data.u64 - 0x123456789abcull + 1;
    }
    printf("epoll %d %d\n", n, (int)seen);
    struct signalfd_siginfo si;
    while (read(sfd, &si, sizeof(si)) == sizeof(si)) {
        printf("signalfd %d %d %d\n",
               (int)si.ssi_signo == SIGUSR1 ? 1 : (int)si.ssi_signo - SIGRTMIN, si.ssi_int,
               si.ssi_code);
    }
    uint64_t v = 0;
    printf("timerfd %zd", read(tfd, &v, 8));
    printf(" %d\n", (int)v);
    printf("eventfd %zd", read(efd, &v, 8));
    printf(" %d\n", (int)v);
    v = 5;
    printf("eventfd %zd\n", write(efd, &v, 8));

    char name[] = "/tmp/event_filesXXXXXX";
    char *dir = mkdtemp(name);
    int in = inotify_init1(IN_NONBLOCK);
    printf("inotify %d\n", inotify_add_watch(in, dir, IN_CREATE | IN_DELETE) >= 0);
    int dfd = open(dir, O_RDONLY | O_DIRECTORY);
    int fd = openat(dfd, "a b", O_CREAT | O_RDWR | O_EXCL, 0640);
    printf("openat %d %d\n", fd >= 0,
           openat(dfd, "a b", O_CREAT | O_EXCL, 0600) < 0 && errno == EEXIST);
    struct iovec iov[3] = {{"one", 3}, {" two", 4}, {" three\n", 7}};
    printf("writev %zd\n", writev(fd, iov, 3));
    char buf[100] = {0}, b2[5];
    struct iovec riov[2] = {{b2, 5}, {buf, 50}};
    printf("preadv %zd %.5s|%s", preadv(fd, riov, 2, 0), b2, buf);
    printf("lseek %ld %ld\n", (long)lseek(fd, 0, SEEK_END), (long)lseek(fd, -3, SEEK_CUR));
    printf("ftruncate %d\n", ftruncate(fd, 100000));
    struct stat st;
    fstat(fd, &st);
    printf("stat %ld %o %ld\n", (long)st.st_size, st.st_mode, (long)st.st_nlink);
    struct statx sx;
    printf("statx %d %ld\n", statx(dfd, "a b", 0, STATX_BASIC_STATS, &sx), (long)sx.stx_size);
    printf("link %d symlink %d\n", linkat(dfd, "a b", dfd, "c", 0), symlinkat("c", dfd, "d"));
    printf("readlink %zd\n", readlinkat(dfd, "d", buf, sizeof(buf)));
    printf("rename %d\n", (int)syscall(SYS_renameat2, dfd, "c", dfd, "e", 1));
    DIR *d = fdopendir(dup(dfd));
    struct dirent *e;
    int sum = 0, count = 0;
    while ((e = readdir(d))) {
        count++;
        for (char *p = e->d_name; *p; p++) {
            sum += *p;
        }
        sum += e->d_type;
    }
    closedir(d);
    printf("readdir %d %d\n", count, sum);
    char *p = mmap(NULL, 100000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    memcpy(p + 50000, "mapped", 7);
    pread(fd, buf, 7, 50000);
    printf("mmap %s msync %d\n", buf, msync(p, 100000, MS_SYNC));
    munmap(p, 100000);
    int mfd = memfd_create("x", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    off_t off = 0;
    printf("sendfile %zd\n", sendfile(mfd, fd, &off, 60000));
    printf("seal %d %d\n", fcntl(mfd, F_ADD_SEALS, F_SEAL_WRITE),
           write(mfd, "x", 1) < 0 && errno == EPERM);
    printf("copy %zd\n",
           copy_file_range(fd, &(off_t){0}, dfd, NULL, 10, 0) < 0 ? (ssize_t)-1 : 1);
    printf("fallocate %d\n", fallocate(fd, 0, 0, 200000));
    printf("lock %d\n",
           fcntl(fd, F_SETLK,
                 &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 10}));
    int sp[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, sp);
    char ctl[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec io = {"x", 1};
    struct msghdr mh = {
        .msg_iov = &io, .msg_iovlen = 1, .msg_control = ctl, .msg_controllen = sizeof(ctl)};
    struct cmsghdr *cm = CMSG_FIRSTHDR(&mh);
    cm->cmsg_level = SOL_SOCKET;
    cm->cmsg_type = SCM_RIGHTS;
    cm->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(cm), &fd, sizeof(int));
    printf("sendmsg %zd\n", sendmsg(sp[0], &mh, 0));
    memset(ctl, 0, sizeof(ctl));
    char ch;
    io = (struct iovec){&ch, 1};
    printf("recvmsg %zd", recvmsg(sp[1], &mh, 0));
    int got;
    memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&mh)), sizeof(got));
    printf(" %zd %.3s\n", pread(got, buf, 3, 0), buf);
    int avail = -1;
    write(sp[0], "hello", 5);
    printf("ioctl %d %d\n", ioctl(sp[1], FIONREAD, &avail), avail);
    struct pollfd pf[2] = {{sp[1], POLLIN, 0}, {sp[0], POLLIN, 0}};
    printf("poll %d %d %d\n", poll(pf, 2, 0), pf[0].revents, pf[1].revents);
    fd_set rs;
    FD_ZERO(&rs);
    FD_SET(sp[1], &rs);
    struct timespec ts = {0, 1000000};
    printf("pselect %d\n", pselect(sp[1] + 1, &rs, NULL, NULL, &ts, NULL));
    char ib[1000];
    ssize_t in_n = read(in, ib, sizeof(ib));
    printf("inotify %d\n", in_n > 0);
    unlinkat(dfd, "a b", 0);
    unlinkat(dfd, "e", 0);
    unlinkat(dfd, "c", 0);
    unlinkat(dfd, "d", 0);
    printf("rmdir %d\n", rmdir(dir));
    timer_t tm;
    struct sigevent se = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 2, .sigev_value.sival_int = 99};
    printf("timer_create %d", timer_create(CLOCK_MONOTONIC, &se, &tm));
    its.it_value.tv_nsec = 1000000;
    timer_settime(tm, 0, &its, NULL);
    siginfo_t inf;
    printf(" %d", sigwaitinfo(&set, &inf) - SIGRTMIN);
    printf(" %d %d\n", inf.si_value.sival_int, inf.si_code);
    ts = (struct timespec){0, 1000000};
    printf("sigtimedwait %d\n", sigtimedwait(&set, &inf, &ts) < 0 && errno == EAGAIN);
    printf("io_uring %ld\n", syscall(425, 8, buf));
    return 0;
}
