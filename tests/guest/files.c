/* Files: stdio, seek, append, truncate, pread and pwrite, vectors, directories,
 * links, stat, rename, locks, temporary files, errors. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
    char buf[200] = "";
    struct stat st;

    FILE *f = fopen("text", "w+");
    for (int i = 0; i < 2000; i++)
        fprintf(f, "line %d\n", i);
    printf("tell %ld\n", ftell(f));
    fseek(f, 500, SEEK_SET);
    printf("%s", fgets(buf, sizeof buf, f));
    printf("%s", fgets(buf, sizeof buf, f));
    fseek(f, -9, SEEK_END);
    fgets(buf, sizeof buf, f);
    printf("%s eof %d", buf, feof(f));
    printf(" %d %d\n", fgetc(f) == EOF, feof(f) != 0);
    fclose(f);
    f = fopen("text", "a");
    fputs("appended\n", f);
    fclose(f);
    stat("text", &st);
    printf("size %ld mode %o links %ld\n", (long)st.st_size, st.st_mode & S_IFMT,
           (long)st.st_nlink);

    int fd = open("data", O_RDWR | O_CREAT | O_TRUNC, 0640);
    for (int i = 0; i < 100; i++)
        if (pwrite(fd, &i, sizeof i, i * 4) != 4)
            return 1;
    int v[2];
    printf("pread %ld", (long)pread(fd, v, 8, 4 * 41));
    printf(" %d %d\n", v[0], v[1]);
    struct iovec iov[] = {{"one ", 4}, {"two ", 4}, {"three", 5}};
    lseek(fd, 1000, SEEK_SET);
    printf("writev %ld\n", (long)writev(fd, iov, 3));
    lseek(fd, 998, SEEK_SET);
    printf("read %ld ", (long)read(fd, buf, 100));
    printf("%d %.13s\n", buf[0], buf + 2);
    ftruncate(fd, 1004);
    fstat(fd, &st);
    printf("size %ld mode %o\n", (long)st.st_size, st.st_mode & 0777);
    printf("flags %x\n", fcntl(fd, F_GETFL) & O_ACCMODE);
    int two = dup(fd);
    lseek(fd, 5, SEEK_SET);
    printf("dup %ld lock %d\n", (long)lseek(two, 0, SEEK_CUR), flock(fd, LOCK_EX));
    close(two);
    close(fd);

    mkdir("dir", 0755);
    rename("data", "dir/moved");
    link("text", "dir/hard");
    symlink("../text", "dir/soft");
    for (int i = 0; i < 5; i++) {
        snprintf(buf, sizeof buf, "dir/file%d", i);
        close(creat(buf, 0600));
    }
    struct dirent **list;
    int n = scandir("dir", &list, NULL, by_name);
    for (int i = 0; i < n; i++)
        printf("%s:%d ", list[i]->d_name, list[i]->d_type);
    printf("\n");
    stat("text", &st);
    printf("links %ld\n", (long)st.st_nlink);
    n = readlink("dir/soft", buf, sizeof buf);
    printf("%.*s\n", n, buf);
    lstat("dir/soft", &st);
    printf("symlink %d\n", S_ISLNK(st.st_mode));

    printf("%d %s\n", open("none", O_RDONLY), strerror(errno));
    printf("%d %s\n", mkdir("dir", 0755), strerror(errno));
    printf("%d %s\n", rmdir("dir"), strerror(errno));
    printf("%ld %s\n", (long)read(99, buf, 1), strerror(errno));
    printf("%ld %s\n", (long)write(1, (void *)8, 1), strerror(errno));
    printf("%d %s\n", open("text/x", O_RDONLY), strerror(errno));
    printf("access %d %d\n", access("text", R_OK), access("none", F_OK));

    chdir("dir");
    f = fopen("file0", "w");
    setvbuf(f, NULL, _IONBF, 0);
    fputs("unbuffered", f);
    printf("text %d\n", stat("file0", &st) == 0 && st.st_size == 10);
    fclose(f);
    chmod("file1", 0444);
    stat("file1", &st);
    printf("mode %o\n", st.st_mode & 0777);
    f = tmpfile();
    fputs("temporary", f);
    rewind(f);
    printf("%s\n", fgets(buf, sizeof buf, f));
    unlink("soft");
    printf("unlinked %d\n", access("soft", F_OK));
    return 0;
}
