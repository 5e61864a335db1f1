/* A position-independent static executable, which relocates itself.
 * FLAGS: -fPIE
 * LDFLAGS: -static-pie */
#include <stdio.h>
#include <stdlib.h>

static int a = 1, b = 2;
static int *const table[] = {&a, &b};
static int (*const calls[])(const char *) = {puts, atoi};

int main(void)
{
    calls[0]("relocated");
    printf("%d %d\n", *table[0] + *table[1], calls[1]("41") + *table[0]);
    return 0;
}
