/* The user-level counters and the vendor-independent probing a program may do. */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    uint64_t a, b;
    __asm__ volatile("rdcycle %0\n nop\n rdcycle %1" : "=r"(a), "=r"(b));
    printf("cycle %d\n", b >= a);
    __asm__ volatile("rdtime %0\n nop\n rdtime %1" : "=r"(a), "=r"(b));
    printf("time %d\n", b >= a);
    __asm__ volatile("rdinstret %0\n nop\n rdinstret %1" : "=r"(a), "=r"(b));
    printf("instret %d\n", b >= a);
    long t, g;
    __asm__ volatile("mv %0, tp\n mv %1, gp" : "=r"(t), "=r"(g));
    printf("tp %d gp %d\n", t != 0, g != 0);
    return 0;
}
