/* What a program sees of itself: arguments, environment, auxiliary vector, limits,
 * /proc/self, uname.
 * ARGS: one "two words" "" -x=ÿ */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

extern char **environ;
int data = 5;

int main(int argc, char **argv, char **envp)
{
    printf("%d:", argc);
    for (int i = 0; i <= argc; i++)
        printf(" [%s]", argv[i] ? argv[i] : "NULL");
    printf("\n%d %s %s\n", environ == envp, getenv("HQEMU_TEST"),
           getenv("NOT_SET") ? "set" : "not set");
    setenv("NEW", "value", 1);
    putenv("OTHER=x=y");
    unsetenv("HQEMU_TEST");
    printf("%s %s %d\n", getenv("NEW"), getenv("OTHER"), getenv("HQEMU_TEST") == NULL);

    unsigned long hidden = 0;
#ifdef __aarch64__
    hidden = 1ul << 25; /* USCAT: a feature of the model that translated code does without */
#endif
    printf("hwcap %lx %lx\n", getauxval(AT_HWCAP) & ~hidden, getauxval(AT_HWCAP2));
    printf("page %lu clock %lu secure %lu\n", getauxval(AT_PAGESZ), getauxval(AT_CLKTCK),
           getauxval(AT_SECURE));
    printf("random %d execfn %d uid %d\n", getauxval(AT_RANDOM) != 0, getauxval(AT_EXECFN) != 0,
           getauxval(AT_UID) == getuid());
    const Elf64_Phdr *ph = (void *)getauxval(AT_PHDR);
    int exec = 0, loads = 0;
    for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
        loads += ph[i].p_type == PT_LOAD;
        exec += ph[i].p_type == PT_LOAD && (ph[i].p_flags & PF_X) != 0;
    }
    printf("phent %lu loads %d executable %d entry %d base %lu\n", getauxval(AT_PHENT), loads,
           exec, getauxval(AT_ENTRY) != 0, getauxval(AT_BASE));

    struct utsname u;
    uname(&u);
    printf("%s %s\n", u.sysname, u.machine);
    struct rlimit rl;
    getrlimit(RLIMIT_STACK, &rl);
    printf("stack limit %d\n", rl.rlim_cur >= 1 << 20);

    char buf[4096];
    int n, fd = open("/proc/self/cmdline", O_RDONLY);
    n = read(fd, buf, sizeof buf);
    close(fd);
    /* All arguments of the process; the last four are those above. */
    const char *p = buf + n - 1;
    for (int i = 0; i < 4; i++)
        while (p > buf && *--p)
            ;
    printf("cmdline");
    for (p++; p < buf + n; p += strlen(p) + 1)
        printf(" [%s]", p);
    printf("\n");

    n = readlink("/proc/self/exe", buf, sizeof buf - 1);
    buf[n > 0 ? n : 0] = 0;
    fd = open(buf, O_RDONLY);
    printf("exe %d %d\n", n > 0 && buf[0] == '/', fd >= 0);
    n = read(fd, buf, 4);
    printf("elf %d\n", n == 4 && memcmp(buf, ELFMAG, 4) == 0);
    close(fd);

    /* The map of this process has the guest's code, data and stack in it. */
    FILE *f = fopen("/proc/self/maps", "r");
    unsigned long lo, hi;
    char perm[5], line[500];
    int code = 0, rw = 0, stack = 0;
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "%lx-%lx %4s", &lo, &hi, perm) == 3) {
            code += (uintptr_t)main - lo < hi - lo && perm[0] == 'r';
            rw += (uintptr_t)&data - lo < hi - lo && perm[1] == 'w';
            stack +=
                (uintptr_t)line - lo < hi - lo && perm[1] == 'w' && strstr(line, "[stack]");
        }
    printf("maps %d %d %d\n", code, rw, stack);
    f = fopen("/proc/self/stat", "r");
    int pid = 0;
    n = fscanf(f, "%d", &pid);
    printf("stat %d %d\n", n, pid == getpid());
    printf("cwd %d\n", getcwd(buf, sizeof buf) != NULL);
    return 0;
}
