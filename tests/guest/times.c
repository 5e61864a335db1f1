/* Clocks go forward, sleeps last, dates are computed. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t c)
{
    struct timespec ts;
    clock_gettime(c, &ts);
    return ts.tv_sec + ts.tv_nsec / 1e9;
}

int main(void)
{
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
                                       CLOCK_THREAD_CPUTIME_ID, CLOCK_BOOTTIME};
    for (int c = 0; c < 5; c++) {
        double last = now(clocks[c]), t;
        int back = 0;
        for (int i = 0; i < 1000; i++) {
            t = now(clocks[c]);
            back += t < last;
            last = t;
        }
        printf("clock %d: %d steps back\n", (int)clocks[c], back);
    }
    double a = now(CLOCK_MONOTONIC);
    usleep(20000);
    struct timespec ts = {0, 10000000};
    nanosleep(&ts, NULL);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, NULL);
    double b = now(CLOCK_MONOTONIC);
    printf("slept %d\n", b - a >= 0.04 && b - a < 30);

    time_t t = time(NULL);
    struct timeval tv;
    gettimeofday(&tv, NULL);
    printf("time %d\n", tv.tv_sec - t <= 2 && t > 1600000000);
    clock_t c0 = clock();
    for (volatile int i = 0; i < 1000000; i++)
        ;
    printf("clock %d\n", clock() >= c0);
    struct tms tm0;
    printf("times %d\n", times(&tm0) != (clock_t)-1);
    struct rusage ru;
    printf("rusage %d %d\n", getrusage(RUSAGE_SELF, &ru), ru.ru_utime.tv_sec >= 0);
    clock_getres(CLOCK_MONOTONIC, &ts);
    printf("resolution %d\n", ts.tv_sec == 0 && ts.tv_nsec > 0);

    char text[100];
    for (long when = 0; when < 4000000000; when += 777777777) {
        t = when;
        struct tm *tm = gmtime(&t);
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j %U", tm);
        printf("%s %d\n", text, timegm(tm) == t);
    }
    struct tm tm = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30};
    t = mktime(&tm);
    printf("%ld %d %d\n", (long)t, tm.tm_mon, tm.tm_mday);
    return 0;
}
