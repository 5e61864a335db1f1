/* A program that makes its own text writable and patches a function of its own,
 * which was called before: translated code must notice.
 * FLAGS: -O2
 * Changed code is the fallback's.
 * FALLBACK: yes */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

__attribute__((noipa, aligned(64))) static long victim(long x)
{
    __asm__ volatile("" : "+r"(x));
    return x * 3 + 1;
}

__attribute__((noipa, aligned(64))) static long donor(long x)
{
    __asm__ volatile("" : "+r"(x));
    return x * 5 + 2;
}

__attribute__((noipa, aligned(64))) static long loop(int n)
{
    long s = 1;
    for (int i = 0; i < n; i++)
        s = victim(s) & 0xffffff;
    return s;
}

static int swap(uint8_t *a, uint8_t *b)
{
    uint8_t t[16];
    memcpy(t, a, sizeof t);
    memcpy(a, b, sizeof t);
    memcpy(b, t, sizeof t);
    __builtin___clear_cache((char *)a, (char *)a + sizeof t);
    __builtin___clear_cache((char *)b, (char *)b + sizeof t);
    return 0;
}

int main(void)
{
    uintptr_t v = (uintptr_t)victim, d = (uintptr_t)donor;
    uintptr_t lo = (v < d ? v : d) & -4096, hi = ((v > d ? v : d) + 64 + 4095) & -4096;

    printf("%ld %ld\n", loop(1000), donor(7));
    if (mprotect((void *)lo, hi - lo, PROT_READ | PROT_WRITE | PROT_EXEC))
        perror("mprotect");
    printf("%ld\n", loop(1000));
    swap((uint8_t *)v, (uint8_t *)d);
    printf("%ld %ld\n", loop(1000), donor(7));
    swap((uint8_t *)v, (uint8_t *)d);
    printf("%ld %ld\n", loop(1000), donor(7));
    mprotect((void *)lo, hi - lo, PROT_READ | PROT_EXEC);
    printf("%ld\n", loop(1000));
    return 0;
}
