/*
 * memcpy() over code that has run, in several pages: each is write-protected by then.
 * FLAGS: -fno-builtin
 * STDERR: ignore
 * FALLBACK: yes
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGES = 6, SIZE = PAGES * 4096 };

typedef int function(void);

/* return VALUE */
static void emit(unsigned char *at, unsigned value)
{
#ifdef __aarch64__
    uint32_t code[2] = {0x52800000 | value << 5, 0xd65f03c0};
#else
    uint32_t code[2] = {0x00000513 | value << 20, 0x00008067};
#endif
    memcpy(at, code, sizeof(code));
}

int main(void)
{
    unsigned char *code = mmap(NULL, SIZE + 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned char *source = malloc(SIZE);

    mprotect(code + SIZE, 4096, PROT_NONE);
    for (int round = 0; round < 4; round++) {
        int sum = 0;
        memset(source, 0, SIZE);
        for (int i = 0; i < PAGES; i++) {
            emit(source + i * 4096 + 128, (unsigned)(round * 100 + i));
        }
        memcpy(code, source, SIZE);
        __builtin___clear_cache((char *)code, (char *)code + SIZE);
        for (int i = 0; i < PAGES; i++) {
            sum = sum * 3 + ((function *)(code + i * 4096 + 128))();
        }
        printf("%d\n", sum);
        fflush(stdout);
    }
    /* And of a few bytes. */
    for (int round = 0; round < 4; round++) {
        unsigned char *at = code + round % 2 * 4096 + 128;
        emit(at, (unsigned)(700 + round));
        __builtin___clear_cache((char *)at, (char *)at + 8);
        printf("%d\n", ((function *)at)());
        fflush(stdout);
    }
    /* And then into what is not there. */
    pid_t child = fork();
    if (child == 0) {
        memset(code, 0, SIZE + 1);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    printf("signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    return 0;
}
