/* Starting the first thread makes QEMU forget all code that it has made, also the block
 * from which translated code was entered: nobody may return there. Both threads have new
 * code to make at once.
 * The code made at run time is the fallback's.
 * FALLBACK: yes */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __aarch64__
static const unsigned RETURN = 0xd65f03c0;
#else
static const unsigned RETURN = 0x00008067;
#endif

static volatile int stop;

static void *make_code(void *arg)
{
    do {
        void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        memcpy(p, &RETURN, sizeof(RETURN));
        __builtin___clear_cache((char *)p, (char *)p + 4);
        ((void (*)(void))p)();
        munmap(p, 4096);
    } while (!stop);
    return arg;
}

static void *nothing(void *arg)
{
    return arg;
}

int main(void)
{
    int good = 0, status;

    stop = 1;
    make_code(NULL);
    stop = 0;
    for (int i = 0; i < 40; i++) {
        if (fork() == 0) {
            pthread_t maker, t;
            pthread_create(&maker, NULL, make_code, NULL);
            for (int k = 0; k < 20; k++) {
                pthread_create(&t, NULL, nothing, NULL);
                pthread_join(t, NULL);
            }
            stop = 1;
            pthread_join(maker, NULL);
            _exit(0);
        }
        good += wait(&status) > 0 && status == 0;
    }
    printf("%d\n", good);
    return 0;
}
