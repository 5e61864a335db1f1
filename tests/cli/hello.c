/* The guest of the command-line tests: does what its first argument says. It has
 * no C library, so that it is translated in a moment.
 * FLAGS: -ffreestanding -fno-stack-protector -fno-builtin
 * LDFLAGS: -static -nostdlib */

#include "raw_call.h"

enum { READ = 63, WRITE = 64, READLINKAT = 78, EXIT_GROUP = 94, KILL = 129, GETPID = 172 };

#if defined __aarch64__
__asm__(".globl _start\n_start: mov x0, sp\n b start");
#else
__asm__(".globl _start\n_start:\n.option push\n.option norelax\n la gp, __global_pointer$\n"
        ".option pop\n mv a0, sp\n tail start");
#endif

static char greeting[] = "hello\n"; /* a data segment */

static long length(const char *s)
{
    long n = 0;
    while (s[n])
        n++;
    return n;
}

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static void say(int fd, const char *s)
{
    call(WRITE, fd, (long)s, length(s), 0);
}

static long number(const char *s)
{
    long n = 0;
    while (*s)
        n = n * 10 + *s++ - '0';
    return n;
}

static const char *variable(char **envp, const char *name)
{
    long n = length(name);
    for (; *envp; envp++) {
        long i = 0;
        while (i < n && (*envp)[i] == name[i])
            i++;
        if (i == n && (*envp)[n] == '=')
            return *envp + n + 1;
    }
    return "(not set)";
}

__attribute__((noinline)) static unsigned long work(long rounds)
{
    unsigned long x = 1;
    for (long i = 0; i < rounds; i++)
        x = x * 6364136223846793005u + (x >> 33) + (unsigned long)i;
    return x;
}

static int run(int argc, char **argv, char **envp)
{
    char buf[4096];
    const char *what = argc > 1 ? argv[1] : "", *arg = argc > 2 ? argv[2] : "";
    long n;

    if (same(what, "args")) {
        for (int i = 0; i < argc; i++) {
            say(1, "[");
            say(1, argv[i]);
            say(1, "]\n");
        }
    } else if (same(what, "env")) {
        say(1, variable(envp, arg));
        say(1, "\n");
    } else if (same(what, "exit")) {
        return (int)number(arg);
    } else if (same(what, "signal")) {
        call(KILL, call(GETPID, 0, 0, 0, 0), number(arg), 0, 0);
    } else if (same(what, "exe")) {
        n = call(READLINKAT, -100, (long)"/proc/self/exe", (long)buf, sizeof buf);
        call(WRITE, 1, (long)buf, n, 0);
        say(1, "\n");
    } else if (same(what, "cat")) {
        while ((n = call(READ, 0, (long)buf, sizeof buf, 0)) > 0)
            if (call(WRITE, 1, (long)buf, n, 0) != n)
                return 1;
        return n < 0;
    } else if (same(what, "both")) {
        say(1, "to stdout\n");
        say(2, "to stderr\n");
    } else if (same(what, "work")) {
        unsigned long x = work(5000000);
        for (int i = 15; i >= 0; i--, x >>= 4)
            buf[i] = "0123456789abcdef"[x & 15];
        buf[16] = '\n';
        call(WRITE, 1, (long)buf, 17, 0);
    } else {
        say(1, greeting);
    }
    return 0;
}

__attribute__((used)) void start(long *sp)
{
    int argc = (int)*sp;
    char **argv = (char **)(sp + 1);
    call(EXIT_GROUP, run(argc, argv, argv + argc + 1), 0, 0, 0);
    __builtin_unreachable();
}
