/* A loop that waits for another thread with plain relaxed loads must read memory in
 * every round. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int flag, data;

static void *setter(void *arg)
{
    (void)arg;
    usleep(20000);
    __atomic_store_n(&data, 42, __ATOMIC_RELAXED);
    __atomic_store_n(&flag, 1, __ATOMIC_RELEASE);
    return NULL;
}

int main(void)
{
    pthread_t t;

    pthread_create(&t, NULL, setter, NULL);
    while (!__atomic_load_n(&flag, __ATOMIC_RELAXED)) {
    }
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    pthread_join(t, NULL);
    printf("%d\n", __atomic_load_n(&data, __ATOMIC_RELAXED));
    return 0;
}
