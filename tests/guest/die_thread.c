/* A fault in a second thread ends the whole process.
 * STATUS: signal 11 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *fault(void *arg)
{
    usleep(10000);
    *(volatile int *)arg = 1;
    return NULL;
}

int main(void)
{
    pthread_t t;
    setvbuf(stdout, NULL, _IONBF, 0);
    printf("before\n");
    pthread_create(&t, NULL, fault, (void *)16);
    for (;;)
        pause();
}
