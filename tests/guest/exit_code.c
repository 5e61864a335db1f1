/* exit with handlers in reverse order and output still in the buffer.
 * STATUS: exit 77 */
#include <stdio.h>
#include <stdlib.h>

static void first(void)
{
    printf(" first handler, last call\n");
}

static void second(void)
{
    printf(" second handler");
}

int main(void)
{
    atexit(first);
    atexit(second);
    printf("no newline");
    exit(256 + 77);
}
