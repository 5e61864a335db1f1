/* assert fails: a message and SIGABRT.
 * STATUS: signal 6 */
#include <assert.h>
#include <stdio.h>

int main(void)
{
    volatile int two = 2;
    printf("before\n");
    fflush(stdout);
    assert(two + two == 5);
    return 0;
}
