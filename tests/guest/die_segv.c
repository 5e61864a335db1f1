/* Death by SIGSEGV in the middle of buffered and unbuffered output.
 * STATUS: signal 11 */
#include <stdio.h>

static volatile int *volatile p;

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    printf("before\n");
    fprintf(stderr, "on stderr\n");
    *p = 1;
    printf("after\n");
    return 0;
}
