/* Jumps through tables in the forms that compilers make of switches and of labels as values. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOINLINE __attribute__((noinline, noclone))

static uint32_t seed = 1;
static uint32_t next(void)
{
    return seed = seed * 1664525u + 1013904223u;
}
NOINLINE static uint32_t mix(uint32_t a, uint32_t b)
{
    return (a ^ b) * 2654435761u;
}

/* Small cases, guarded. */
NOINLINE static unsigned small(unsigned x, unsigned a)
{
    switch (x) {
    case 0: return a + 1;
    case 1: return a * 3;
    case 2: return a ^ 0x55;
    case 3: return a - 7;
    case 4: return a << 2;
    case 5: return mix(a, 3);
    case 6: return a >> 1;
    case 9: return a | 5;
    default: return a;
    }
}

/* Signed index with an offset, 64 bits. */
NOINLINE static long offset(long x, long a)
{
    switch (x) {
    case -5: a += 3; break;
    case -4: a *= 5; /* fall through */
    case -3: a ^= 11; break;
    case -2: a = mix((unsigned)a, 1); break;
    case -1: a -= 1; break;
    case 0: a += mix((unsigned)a, 9); break;
    case 1: a /= 3; break;
    case 2: a = -a; break;
    case 3: a ^= 77; break;
    case 4: a++; break;
    }
    return a;
}

/* No guard: the compiler is told that all values are handled. */
NOINLINE static unsigned all(unsigned x, unsigned a)
{
    switch (x & 7) {
    case 0: return a + 1;
    case 1: return mix(a, 1);
    case 2: return a ^ 2;
    case 3: return mix(a, 5) + 1;
    case 4: return a - 3;
    case 5: return a * 7;
    case 6: return mix(a, 6) ^ a;
    case 7: return ~a;
    }
    return 0;
}

NOINLINE static unsigned unreachable(unsigned char x, unsigned a)
{
    switch (x) {
    case 0: return mix(a, 1) + 1;
    case 1: return mix(a, 2) * 2;
    case 2: return mix(a, 3) ^ a;
    case 3: return a - mix(a, 4);
    case 4: return mix(a, 5) >> 3;
    case 5: return a + 5;
    default: __builtin_unreachable();
    }
}

#define C10(n, op)                                                                             \
    case n: a = mix(a, n) op; break;                                                           \
    case n + 1:                                                                                \
        a ^= mix(a, n + 1);                                                                    \
        p[a & 15] = a;                                                                         \
        break;                                                                                 \
    case n + 2: a += p[n & 15]; break;                                                         \
    case n + 3:                                                                                \
        a = mix(a, p[3]);                                                                      \
        p[1]++;                                                                                \
        break;                                                                                 \
    case n + 4: a = mix(mix(a, 4), n); break;                                                  \
    case n + 5:                                                                                \
        p[n & 7] ^= a;                                                                         \
        a *= 3;                                                                                \
        break;                                                                                 \
    case n + 6: a -= mix(p[2], n); break;                                                      \
    case n + 7:                                                                                \
        memmove(p, p + 1, 60);                                                                 \
        a += p[3];                                                                             \
        break;                                                                                 \
    case n + 8: a = a << 3 ^ mix(a, 9); break;                                                 \
    case n + 9:                                                                                \
        a += 1;                                                                                \
        p[9] += a;                                                                             \
        break;

/* Big: the entries need 16 bits, there is a loop and many live values. */
NOINLINE static unsigned big(const unsigned char *code, unsigned n, unsigned *p)
{
    unsigned a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i2 = 9, j = 10, k = 11;
    for (unsigned i = 0; i < n; i++) {
        switch (code[i]) {
            C10(0, +1)
            C10(10, -1) C10(20, ^3) C10(30, *5) C10(40, +7) C10(50, ^8) C10(60, +1) C10(70, -1)
                C10(80, ^3) C10(90, *5) C10(100, +7) C10(110, ^8) case 120 : b += c;
            break;
        case 121: c += d ^ a; break;
        case 122: d = mix(e, f); break;
        case 123: f += g * h; break;
        case 124: h ^= i2 + j; break;
        case 125: k = mix(j, b); break;
        case 126:
            e -= k;
            i2++;
            break;
        case 127:
            j = mix(i2, c);
            g--;
            break;
        default: a ^= b + c + d + e + f + g + h + i2 + j + k; break;
        }
        if ((a & 0x3ff) == 1) {
            a = mix(a, b);
        }
    }
    return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i2 ^ j ^ k;
}

/* Computed goto: labels in a static table, one jump for each. */
NOINLINE static unsigned labels(const unsigned char *code, unsigned a)
{
    static const void *const to[] = {&&stop, &&inc, &&dec, &&mul, &&call, &&skip};
    unsigned b = 0;
#define NEXT goto *to[*code++ % 6]
    NEXT;
inc:
    a++;
    NEXT;
dec:
    a -= 3;
    b ^= a;
    NEXT;
mul:
    a *= 17;
    NEXT;
call:
    a = mix(a, b);
    NEXT;
skip:
    code++;
    NEXT;
stop:
    return a ^ b;
}

/* The table is writable and one of two. */
NOINLINE static unsigned two_tables(const unsigned char *code, unsigned a, int which)
{
    static void *one[] = {&&stop, &&inc, &&mul, &&swap},
                *other[] = {&&stop, &&dec, &&call, &&swap};
    void **to = which ? one : other;
    for (;;) {
        goto *to[*code++ & 3];
    inc:
        a++;
        continue;
    dec:
        a -= 3;
        continue;
    mul:
        a *= 17;
        continue;
    call:
        a = mix(a, 2);
        continue;
    swap:
        to = to == one ? other : one;
        a ^= 9;
        continue;
    stop:
        break;
    }
    return a;
}

/* Differences of labels. */
NOINLINE static unsigned relative(const unsigned char *code, unsigned a)
{
    static const int to[] = {&&stop - &&stop, &&inc - &&stop, &&dec - &&stop, &&mul - &&stop,
                             &&call - &&stop};
    for (;;) {
        goto *(&&stop + to[*code++ % 5]);
    inc:
        a++;
        continue;
    dec:
        a -= 3;
        continue;
    mul:
        a *= 17;
        continue;
    call:
        a = mix(a, 2);
        continue;
    stop:
        break;
    }
    return a;
}

/* Labels on the stack. */
NOINLINE static unsigned on_stack(unsigned n, unsigned a)
{
    void *to[4] = {&&l0, &&l1, &&l2, &&l3};
    for (unsigned i = 0; i < n; i++) {
        goto *to[next() >> 20 & 3];
    l0:
        a += 1;
        continue;
    l1:
        a = mix(a, i);
        continue;
    l2:
        a ^= i;
        to[3] = to[i & 1];
        continue;
    l3:
        a -= i;
        continue;
    }
    return a;
}

/* A label that was stored away. */
struct thread {
    void *resume;
    int n;
    unsigned a;
};
NOINLINE static unsigned resume(struct thread *t)
{
    if (t->resume) {
        goto * t->resume;
    }
    t->resume = &&first;
    return 1;
first:
    t->a = mix(t->a, 1);
    t->resume = &&second;
    return 2;
second:
    t->a += 5;
    t->resume = t->n++ & 1 ? &&first : &&third;
    return 3;
third:
    t->a ^= 0x1234;
    t->resume = &&second;
    return 4;
}

/* Two switches over the same value, and one inside the other. */
NOINLINE static unsigned nested(unsigned x, unsigned y, unsigned a)
{
    switch (x) {
    case 0: a += 3; break;
    case 1:
        switch (y) {
        case 0: a = mix(a, 1); break;
        case 1: a += 1; break;
        case 2: a = mix(a, 2) + 1; break;
        case 3: a = mix(a, 3) - 4; break;
        case 4: a ^= 9; break;
        case 5: a = mix(a, 5); break;
        case 6: a = mix(a, 6) * 3; break;
        }
        break;
    case 2: a = mix(a, 7); break;
    case 3: a ^= mix(a, 8); break;
    case 4: a += mix(a, 9); break;
    case 5: a = a * mix(a, 10); break;
    }
    a = mix(a, 77);
    switch (x) {
    case 0: return a + mix(a, 1);
    case 1: return a - mix(a, 2);
    case 2: return a ^ mix(a, 3);
    case 3: return a * mix(a, 4);
    case 4: return a | mix(a, 5);
    case 5: return a & mix(a, 6);
    case 6: return a + 99;
    }
    return a;
}

NOINLINE static void duff(unsigned char *to, const unsigned char *from, unsigned n)
{
    unsigned rounds = (n + 7) / 8;
    switch (n % 8) {
    case 0: do { *to++ = *from++;    /* fall through */
        case 7: *to++ = *from++;     /* fall through */
        case 6: *to++ = *from++ ^ 1; /* fall through */
        case 5: *to++ = *from++;     /* fall through */
        case 4: *to++ = *from++ ^ 2; /* fall through */
        case 3: *to++ = *from++;     /* fall through */
        case 2: *to++ = *from++ ^ 3; /* fall through */
        case 1: *to++ = *from++;
        } while (--rounds > 0);
    }
}

/* The index is checked once, long before, with a call in between. */
NOINLINE static unsigned far_guard(unsigned x, unsigned n, unsigned a)
{
    if (x > 6) {
        return 0;
    }
    for (unsigned i = 0; i < n; i++) {
        a = mix(a, i);
        switch (x) {
        case 0:
            a += mix(a, 1);
            x = 3;
            break;
        case 1:
            a -= mix(a, 2);
            x = 0;
            break;
        case 2:
            a ^= mix(a, 3);
            x = 6;
            break;
        case 3:
            a *= mix(a, 4);
            x = 2;
            break;
        case 4:
            a |= mix(a, 5);
            x = 1;
            break;
        case 5:
            a &= mix(a, 6);
            x = 4;
            break;
        case 6:
            a += 99;
            x = 5;
            break;
        }
    }
    return a;
}

int main(void)
{
    unsigned h = 0, p[16] = {0};
    unsigned char code[4096], copy[4096];
    struct thread t = {0};

    for (unsigned i = 0; i < sizeof(code); i++) {
        code[i] = (unsigned char)(next() >> 20);
    }
    for (unsigned i = 0; i < 3000; i++) {
        unsigned r = next() >> 16;
        h = mix(h, small(r % 12, i)) + mix(1, (unsigned)offset((long)(r % 14) - 6, i));
        h = mix(h, all(r, i)) + unreachable((unsigned char)(r % 6), i);
        h = mix(h, nested(r % 8, r / 8 % 8, i)) + far_guard(r % 8, 5, i);
    }
    printf("%08x\n", h);
    printf("%08x\n", big(code, sizeof(code), p));
    code[4000] = code[4001] = code[4002] = code[4003] = 0;
    for (unsigned i = 0; i < 3000; i++) {
        h = mix(h, labels(code + i, i)) + two_tables(code + i, i, i & 1) +
            relative(code + i, i);
        h = mix(h, resume(&t));
    }
    printf("%08x %08x\n", h, t.a);
    printf("%08x\n", on_stack(10000, 1));
    for (unsigned i = 1; i < 100; i++) {
        duff(copy, code, i * 7);
        h = mix(h, copy[i]);
    }
    printf("%08x\n", h);
}
