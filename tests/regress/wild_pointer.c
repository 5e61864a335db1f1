/*
 * STATUS: signal 11
 * STDERR: ignore
 *
 * A pointer that is no address, with or without its top byte.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    volatile int *p =
        (volatile int *)(uintptr_t)(0x0123456789abcdefu & ~(uint64_t)(getenv("HOME") != NULL));

    printf("reading\n");
    fflush(stdout);
    return *p;
}
