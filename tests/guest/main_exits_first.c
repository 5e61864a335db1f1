/* The first thread ends by pthread_exit; the process goes on with the others and
 * ends with status 0. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_t first;

static void *last(void *arg)
{
    void *r;
    pthread_join(first, &r);
    printf("first thread gave %ld\n", (long)r);
    return arg;
}

int main(void)
{
    pthread_t t;
    first = pthread_self();
    pthread_create(&t, NULL, last, NULL);
    pthread_exit((void *)5);
}
