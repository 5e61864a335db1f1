/* mmap, munmap, mremap, mprotect, msync, brk, file mappings, fixed addresses, and
 * system calls that get bad pointers. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    long page = sysconf(_SC_PAGESIZE);
    printf("page %ld\n", page);
    uint8_t *m = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("aligned %d zero %d\n", (uintptr_t)m % page == 0, m[5 * page + 17]);
    for (int i = 0; i < 16; i++)
        m[i * page] = i;
    munmap(m + 4 * page, 2 * page);
    uint8_t *again = mmap(m + 4 * page, 2 * page, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("fixed %d new %d old %d\n", again == m + 4 * page, again[0], m[6 * page]);
    uint8_t *moved = mremap(m + 8 * page, 8 * page, 32 * page, MREMAP_MAYMOVE);
    printf("mremap %d %d %d\n", moved[0], moved[7 * page], moved[31 * page]);
    madvise(moved, page, MADV_DONTNEED);
    printf("dontneed %d %d\n", moved[0], moved[page]);
    printf("mprotect %d\n", mprotect(m, page, PROT_READ));
    printf("misaligned %d %d\n", mprotect(m + 1, page, PROT_READ), errno == EINVAL);

    int fd = open("file", O_RDWR | O_CREAT, 0600);
    for (int i = 0; i < 3000; i++)
        dprintf(fd, "%d,", i);
    char *shared = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *private = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, page);
    printf("%.10s %.10s\n", shared + 100, private);
    memcpy(shared + page, "SHARED", 6);
    memcpy(private + 20, "PRIVATE", 7);
    msync(shared, page * 3, MS_SYNC);
    char buf[40] = "";
    pread(fd, buf, 30, page);
    printf("%s\n%.30s\n", buf, private);

    char *brk0 = sbrk(0);
    char *grown = sbrk(100000);
    memset(grown, 7, 100000);
    printf("brk %d %d\n", grown == brk0, (char *)sbrk(0) - brk0 == 100000);
    sbrk(-100000);
    printf("shrunk %d\n", (char *)sbrk(0) == brk0);

    munmap(m, page);
    printf("write %ld %d\n", (long)write(fd, m, 10), errno == EFAULT);
    printf("read %ld %d\n", (long)pread(fd, m, 10, 0), errno == EFAULT);
    printf("open %d %d\n", open((char *)m, O_RDONLY), errno == EFAULT);
    printf("mincore %d %d\n", mincore(m, page, (unsigned char *)buf), errno == ENOMEM);

    /* Many small maps with different protection. */
    long sum = 0;
    for (int i = 0; i < 200; i++) {
        uint8_t *p = mmap(NULL, page * (1 + i % 5), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        p[i] = i;
        sum += p[i];
        if (i % 3)
            munmap(p, page * (1 + i % 5));
        else
            mprotect(p, page, PROT_NONE);
    }
    printf("sum %ld\n", sum);
    return 0;
}
