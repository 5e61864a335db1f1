/* The guest of the command-line tests: does what its first argument says. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";

    if (strcmp(what, "args") == 0) {
        for (int i = 0; i < argc; i++)
            printf("[%s]\n", argv[i]);
    } else if (strcmp(what, "env") == 0) {
        const char *v = getenv(argv[2]);
        printf("%s\n", v ? v : "(not set)");
    } else if (strcmp(what, "exit") == 0) {
        return atoi(argv[2]);
    } else if (strcmp(what, "signal") == 0) {
        raise(atoi(argv[2]));
    } else if (strcmp(what, "exe") == 0) {
        char path[4096];
        ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
        printf("%.*s\n", (int)n, path);
    } else if (strcmp(what, "cat") == 0) {
        char buf[4096];
        size_t n;
        while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
            fwrite(buf, 1, n, stdout);
    } else if (strcmp(what, "both") == 0) {
        fprintf(stdout, "to stdout\n");
        fprintf(stderr, "to stderr\n");
    } else if (strcmp(what, "work") == 0) {
        unsigned long x = 1;
        for (long i = 0; i < 5000000; i++)
            x = x * 6364136223846793005u + (x >> 33) + (unsigned long)i;
        printf("%lx\n", x);
    } else {
        printf("hello\n");
    }
    return 0;
}
