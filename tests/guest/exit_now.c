/* _exit: no handlers, no flush.
 * STATUS: exit 5 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void never(void)
{
    write(1, "never\n", 6);
}

int main(void)
{
    atexit(never);
    write(1, "written\n", 8);
    printf("lost");
    _exit(5);
}
