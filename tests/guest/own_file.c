// The program reads its own file, by the link that /proc has to it.
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__aarch64__)
enum { MACHINE = EM_AARCH64 };
#else
enum { MACHINE = EM_RISCV };
#endif

static void show(const char *path, int flags)
{
    static unsigned char chunk[65536];
    uint64_t hash = 14695981039346656037u;
    struct stat st;
    Elf64_Ehdr *h;
    ssize_t n;
    int fd = open(path, flags);

    if (fd < 0) {
        printf("cannot open it: %s\n", strerror(errno));
        return;
    }
    while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            hash = (hash ^ chunk[i]) * 1099511628211u;
        }
    }
    fstat(fd, &st);
    h = mmap(NULL, sizeof(*h), PROT_READ, MAP_PRIVATE, fd, 0);
    if (h == MAP_FAILED) {
        perror("mmap");
        return;
    }
    printf("%lld bytes, hash %016llx, own machine %d, regular %d, write %zd %s, flags %d, %d\n",
           (long long)st.st_size, (unsigned long long)hash, h->e_machine == MACHINE,
           S_ISREG(st.st_mode), write(fd, "x", 1), strerror(errno), fcntl(fd, F_GETFD),
           fcntl(fd, F_GETFL) & O_ACCMODE);
    munmap(h, sizeof(*h));
    close(fd);
}

int main(void)
{
    char path[64];

    show("/proc/self/exe", O_RDONLY);
    show("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof(path), "/proc/%d/exe", (int)getpid());
    show(path, O_RDONLY);
    show("/proc/self/exe/x", O_RDONLY);
    return 0;
}
