/* Accesses by a null pointer that is known when the program is translated fault, like others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A null pointer that the compiler knows nothing of; a constant in its code. */
static inline void *null(void)
{
    void *p = NULL;
    __asm__("" : "+r"(p));
    return p;
}

static int x;
static double d;

__attribute__((noinline)) static void store_if(int c)
{
    int *p = null();
    if (c) {
        __asm__("" : "=r"(p) : "0"(&x));
    }
    *p = 5;
}

__attribute__((noinline)) static void use(int kind)
{
    switch (kind) {
    case 0: *(volatile int *)null() = 1; break;
    case 1: x = *(volatile int *)null(); break;
    case 2: *(volatile char *)null() = 1; break;
    case 3: d = *(volatile double *)null(); break;
    case 4: store_if(0); break;
    case 5: __atomic_fetch_add((int *)null(), 1, __ATOMIC_SEQ_CST); break;
    case 6: ((long *)null())[0] = 1, ((long *)null())[1] = 2; break;
    case 7: memcpy(&d, null(), sizeof(d)); break;
    case 8: ((void (*)(void))null())(); break;
    default: store_if(1); break;
    }
}

int main(void)
{
    for (int kind = 0; kind < 10; kind++) {
        int status = 0;
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            use(kind);
            _exit(x);
        }
        waitpid(pid, &status, 0);
        if (WIFSIGNALED(status)) {
            printf("%d: signal %d\n", kind, WTERMSIG(status));
        } else {
            printf("%d: exit %d\n", kind, WEXITSTATUS(status));
        }
    }
    return 0;
}
