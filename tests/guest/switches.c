/* Switch statements: dense, sparse, nested, with ranges, in loops, on 64-bit values. */
#include <stdint.h>
#include <stdio.h>

#define NOINLINE __attribute__((noinline))

NOINLINE int dense(int x)
{
    switch (x) {
    case 0: return 17;
    case 1: return 3;
    case 2: return x * 5;
    case 3: return -x;
    case 4: x += 2; /* fall through */
    case 5: x *= 3; /* fall through */
    case 6: return x ^ 1;
    case 7: return 99;
    case 8: return x << 3;
    case 9: return 1000 / x;
    case 11: return x % 4;
    case 12: return 0;
    default: return -1;
    }
}

NOINLINE int negative(int x)
{
    switch (x) {
    case -5: return 1;
    case -4: return 20;
    case -3: return 300;
    case -2: return x;
    case -1: return x * x;
    case 0: return 5;
    case 1: return 66;
    case 2: return 777;
    default: return x + 1000;
    }
}

NOINLINE const char *sparse(uint32_t x)
{
    switch (x) {
    case 0: return "zero";
    case 10: return "ten";
    case 300: return "hundreds";
    case 1000: return "thousand";
    case 65536: return "64K";
    case 1000000: return "million";
    case 0x80000000: return "sign";
    case 0xffffffff: return "all";
    case 'a' ... 'z': return "letter";
    default: return "other";
    }
}

NOINLINE int wide(uint64_t x)
{
    switch (x) {
    case 0x100000000: return 1;
    case 0x100000001: return 20;
    case 0x100000002: return 300;
    case 0x100000003: return (int)x * 7;
    case 0x100000004: return 9;
    case 0x100000005: return 11;
    case 1: return -1;
    default: return -2;
    }
}

NOINLINE int byte_switch(unsigned char c)
{
    switch (c & 15) {
    case 0: return c + 1;
    case 1: return c * 3;
    case 2: return c - 77;
    case 3: return c ^ 0x55;
    case 4: return c << 2;
    case 5: return c >> 1;
    case 6: return ~c;
    case 7: return c * c;
    case 8: return c % 7;
    case 9: return c / 3;
    case 10: return 4;
    case 11: return c | 0x100;
    case 12: return c & 0x33;
    case 13: return -c;
    case 14: return c + 1000;
    default: return 15;
    }
}

/* A small state machine over text: a switch within a switch within a loop. */
NOINLINE void scan(const char *s)
{
    enum { START, WORD, NUMBER, STRING } state = START;
    int words = 0, numbers = 0, strings = 0, errors = 0;

    for (;; s++) {
        switch (state) {
        case START:
            switch (*s) {
            case 0: goto done;
            case ' ': case '\t': continue;
            case '"': state = STRING; continue;
            case '0' ... '9': state = NUMBER; continue;
            case 'a' ... 'z': case 'A' ... 'Z': case '_': state = WORD; continue;
            default: errors++; continue;
            }
        case WORD:
            if ((*s >= 'a' && *s <= 'z') || *s == '_')
                continue;
            words++;
            state = START;
            s--;
            continue;
        case NUMBER:
            if (*s >= '0' && *s <= '9')
                continue;
            numbers++;
            state = START;
            s--;
            continue;
        case STRING:
            if (*s == 0) {
                errors++;
                goto done;
            }
            if (*s != '"')
                continue;
            strings++;
            state = START;
            continue;
        }
    }
done:
    printf("%d words %d numbers %d strings %d errors\n", words, numbers, strings, errors);
}

int main(void)
{
    for (int i = -8; i < 16; i++)
        printf("%d %d %d\n", i, dense(i), negative(i));
    static volatile uint32_t v[] = {0, 1, 10, 300, 'a', 'm', 'z', 'z' + 1, 1000, 65536, 1000000,
                                    0x80000000, 0xffffffff};
    for (unsigned i = 0; i < sizeof v / sizeof *v; i++)
        printf("%x %s\n", v[i], sparse(v[i]));
    for (volatile int i = -2; i < 8; i++)
        printf("%d ", wide(0x100000000 + i));
    printf("%d %d\n", wide(1), wide(2));
    long sum = 0;
    for (int round = 0; round < 1000; round++)
        for (int i = 0; i < 256; i++)
            sum = sum * 3 + byte_switch(i + round);
    printf("%ld\n", sum);
    scan("one two_three 45 \"a string\" six7 8nine \"\" % _x \"open");
    scan("");
    return 0;
}
