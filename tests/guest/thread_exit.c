/* The process ends with the status that a second thread gives, while the first
 * one runs a loop without calls.
 * STATUS: exit 23 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *leave(void *arg)
{
    usleep(20000);
    printf("leaving\n");
    exit(23);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, leave, NULL);
    for (volatile unsigned long i = 0;; i++)
        ;
}
