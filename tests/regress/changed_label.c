// Labels' addresses, and indices, in memory that somebody changes: the jump goes where its
// function does not look as if it could, and the values in scratch registers have to be there.
// FALLBACK: sometimes
#include <stdio.h>

#define VALUES(a, b)                                                                           \
    long v0 = (a) * (b), v1 = (a) + 2 * (b), v2 = (a) ^ (b), v3 = (a) - (b), v4 = (a) & (b),   \
         v5 = (a) | (b), v6 = (a)*3 + (b), v7 = (a)*5 - (b), v8 = (a)*7 ^ (b),                 \
         v9 = (a)*9 + (b), v10 = (a)*11 ^ (b), v11 = (a)*13 - (b), v12 = (b)*3 - (a);          \
    __asm__ volatile("" : "+r"(v0), "+r"(v1), "+r"(v2), "+r"(v3), "+r"(v4), "+r"(v5));         \
    __asm__ volatile(""                                                                        \
                     : "+r"(v6), "+r"(v7), "+r"(v8), "+r"(v9), "+r"(v10), "+r"(v11),           \
                       "+r"(v12))
#define SUM                                                                                    \
    (v0 + 2 * v1 + 3 * v2 + 4 * v3 + 5 * v4 + 6 * v5 + 7 * v6 + 8 * v7 + 9 * v8 + 10 * v9 +    \
     11 * v10 + 12 * v11 + 13 * v12)

__attribute__((noipa)) static void change(void **p, void *to)
{
    if (to) {
        *p = to;
    }
}

// A variable in the frame, and a callee.
__attribute__((noipa)) static long by_callee(long a, long b, void **other)
{
    void *p = &&one;

    *other = &&two;
    change(&p, a ? *other : NULL);
    VALUES(a, b);
    goto *p;
one:
    return v0;
two:
    return SUM;
}

// The same, but the function does it itself, by a pointer that is not known to be one to it.
__attribute__((noipa)) static void *same(void *p)
{
    return p;
}

__attribute__((noipa)) static long by_pointer(long a, long b)
{
    void *p;
    void **q = same(&p), *other = same(&&two);

    p = &&one;
    VALUES(a, b);
    if (a) {
        *q = other;
    }
    goto *p;
one:
    return v0;
two:
    return SUM;
}

// A table that is no constant.
__attribute__((noipa)) static long by_table(unsigned i, long a, long b, void *to)
{
    static void *table[] = {&&one, &&two};

    change(&table[i & 1], i & 4 ? to : NULL);
    if (i >= 8) {
        *(void **)to = &&three;
        return 0;
    }
    VALUES(a, b);
    goto *table[i & 1];
one:
    return v0;
two:
    return v1;
three:
    return SUM;
}

// An index that was in bounds when it was looked at.
__attribute__((noipa)) static void step(unsigned long *p)
{
    ++*p;
}

__attribute__((noipa)) static long by_index(unsigned long *i, long a, long b)
{
    static const int table[] = {&&one - &&one, &&two - &&one, &&three - &&one};

    if (*i >= 2) {
        return -1;
    }
    step(i);
    VALUES(a, b);
    goto *(&&one + table[*i]);
one:
    return v0;
two:
    return v1;
three:
    return SUM;
}

// Which table of offsets it is, in an object whose address others have.
struct object {
    long before[3];
    const int *table;
    long after;
};

static struct object *given;

__attribute__((noipa)) static void give(void *o)
{
    given = o;
}

__attribute__((noipa)) static void change_table(struct object *o, const int *table)
{
    o = o ? o : given;
    if (table) {
        o->table = table;
    }
}

#define JUMP                                                                                   \
    unsigned long k = i & 1;                                                                   \
    __asm__("" : "+r"(k));                                                                     \
    if (k > 1) {                                                                               \
        return -1;                                                                             \
    }                                                                                          \
    VALUES(a, b);                                                                              \
    goto *(&&one + o.table[k]);                                                                \
    one:                                                                                       \
    return v0;                                                                                 \
    two:                                                                                       \
    return v1;                                                                                 \
    three:                                                                                     \
    return SUM

__attribute__((noipa, optimize("O1"))) static long by_object(unsigned i, long a, long b)
{
    static const int table[] = {&&one - &&one, &&two - &&one, &&three - &&one};
    struct object o = {.table = table};

    change_table(&o, i & 2 ? table + 1 : NULL);
    JUMP;
}

__attribute__((noipa, optimize("O1"))) static long by_field(unsigned i, long a, long b)
{
    static const int table[] = {&&one - &&one, &&two - &&one, &&three - &&one};
    struct object o = {.table = table};

    change((void **)&o.table, i & 2 ? (void *)(table + 1) : NULL);
    JUMP;
}

__attribute__((noipa, optimize("O1"))) static long by_given(unsigned i, long a, long b)
{
    static const int table[] = {&&one - &&one, &&two - &&one, &&three - &&one};
    struct object o;

    give(&o);
    o.table = table;
    change_table(NULL, i & 2 ? table + 1 : NULL);
    JUMP;
}

// The frame's size is known only when it runs.
__attribute__((noipa, optimize("O1"))) static long by_variable(unsigned i, long a, long b)
{
    static const int table[] = {&&one - &&one, &&two - &&one, &&three - &&one};
    char before[16 + 16 * (i & 3)];
    struct object o = {.table = table};

    give(before);
    give(&o);
    change_table(NULL, i & 2 ? table + 1 : NULL);
    JUMP;
}

int main(void)
{
    void *other, *third;

    by_table(8, 0, 0, &third);
    for (unsigned i = 0; i < 8; i++) {
        long a = i * 1234567L, b = i + 99L;
        unsigned long at = i % 3;
        printf("%ld %ld %ld ", by_callee(a, b, &other), by_pointer(a, b),
               by_table(i, a, b, third));
        printf("%ld %ld %ld ", by_index(&at, a, b), by_object(i, a, b), by_field(i, a, b));
        printf("%ld %ld\n", by_given(i, a, b), by_variable(i, a, b));
    }
    return 0;
}
