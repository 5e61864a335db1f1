/* A computed goto whose table is chosen at run time, from label differences: where it goes
 * is not known to the translator, and scratch registers live on there. */
#include <stdio.h>

__attribute__((noinline)) static unsigned run(const unsigned char *code, unsigned a, int which)
{
    static const int one[] = {&&stop - &&stop, &&inc - &&stop, &&mul - &&stop, &&swap - &&stop};
    static const int two[] = {&&stop - &&stop, &&dec - &&stop, &&rot - &&stop, &&swap - &&stop};
    const int *to = which ? one : two;
    unsigned b = a * 3, c = a ^ 0x55, d = a + 77, e = a << 3;

    for (;;) {
        goto *(&&stop + to[*code++ & 3]);
    inc:
        a += b;
        c ^= a;
        continue;
    dec:
        a -= c;
        d += a;
        continue;
    mul:
        a *= d | 1;
        e ^= b;
        continue;
    rot:
        b = b << 7 | b >> 25;
        a ^= e;
        continue;
    swap:
        to = to == one ? two : one;
        e += c;
        continue;
    stop:
        break;
    }
    return a ^ b ^ c ^ d ^ e;
}

int main(void)
{
    unsigned char code[256];
    unsigned h = 0;

    for (unsigned n = 0; n < 200; n++) {
        for (unsigned i = 0; i < sizeof(code); i++) {
            h = h * 1664525u + 1013904223u;
            code[i] = i == sizeof(code) - 1 ? 0 : 1 + (h >> 24) % 3;
        }
        h ^= run(code, n, (int)(n & 1));
    }
    printf("%08x\n", h);
}
