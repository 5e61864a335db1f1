/*
 * Functions that count zeros at one end of a number, which calls of may be replaced, and others
 * that look like it and are not: a table that changes, one wrong entry, one wrong number, a
 * side effect, a caller that reads what the function leaves in a temporary.
 */
#include <inttypes.h>
#include <stdio.h>

#define KEEP __attribute__((noinline, noclone))

#define R2(n) n, n
#define R4(n) R2(n), R2(n)
#define R8(n) R4(n), R4(n)
#define R16(n) R8(n), R8(n)
#define R32(n) R16(n), R16(n)
#define R64(n) R32(n), R32(n)
#define WIDTHS(first) first, 1, R2(2), R4(3), R8(4), R16(5), R32(6), R64(7), R64(8), R64(8)

static const uint8_t widths[256] = {WIDTHS(0)};
static const uint8_t wrong_widths[256] = {WIDTHS(0), [77] = 6};
static uint8_t own_widths[256] = {WIDTHS(0)};
static const uint8_t *volatile hidden = own_widths;
static const uint8_t *changing = widths;
static int calls;

KEEP static int width(uint64_t x)
{
    int n = 0;
    for (; x > 255; x >>= 8) {
        n += 8;
    }
    return n + widths[x];
}

KEEP static int leading(uint64_t x)
{
    int n = 56;
    while (n && !(x >> n & 255)) {
        n -= 8;
    }
    return 64 - n - widths[x >> n];
}

KEEP static int trailing(uint64_t x)
{
    int n = 56;
    x &= -x;
    while (n && !(x >> n)) {
        n -= 8;
    }
    return n + widths[x >> n] - 1;
}

KEEP static int first_set(uint64_t x)
{
    return x ? trailing(x) + 1 : -7;
}

KEEP static int down(uint64_t x)
{
    x &= -x;
    int n = 1000;
    for (; x > 1; x >>= 1) {
        n--;
    }
    return n;
}

/* Halving: no table, no loop. */
KEEP static int halves(uint64_t x)
{
    int n = 0;
    if (!(x >> 32)) {
        n += 32;
        x <<= 32;
    }
    if (!(x >> 48)) {
        n += 16;
        x <<= 16;
    }
    if (!(x >> 56)) {
        n += 8;
        x <<= 8;
    }
    if (!(x >> 60)) {
        n += 4;
        x <<= 4;
    }
    if (!(x >> 62)) {
        n += 2;
        x <<= 2;
    }
    return x >> 63 ? n : n + 1;
}

KEEP static int wrong_entry(uint64_t x)
{
    int n = 56;
    while (n && !(x >> n & 255)) {
        n -= 8;
    }
    return 64 - n - wrong_widths[x >> n];
}

KEEP static int wrong_number(uint64_t x)
{
    int n = 56;
    uint64_t y = x;
    x &= -x;
    while (n && !(x >> n)) {
        n -= 8;
    }
    return n + widths[x >> n] - 1 + (y == 0x123456789abcdef0);
}

KEEP static int wrong_step(uint64_t x)
{
    int n = 56;
    x &= -x;
    while (n && !(x >> n)) {
        n -= 8;
    }
    return (n + widths[x >> n] - 1) ^ (n == 24);
}

KEEP static int own_table(uint64_t x)
{
    int n = 56;
    while (n && !(x >> n & 255)) {
        n -= 8;
    }
    return 64 - n - own_widths[x >> n];
}

KEEP static int changing_table(uint64_t x)
{
    int n = 56;
    while (n && !(x >> n & 255)) {
        n -= 8;
    }
    return 64 - n - changing[x >> n];
}

KEEP static int counted(uint64_t x)
{
    int n = 56;
    calls++;
    while (n && !(x >> n & 255)) {
        n -= 8;
    }
    return 64 - n - widths[x >> n];
}

/* Of the lower half only. */
KEEP static int half(uint64_t x)
{
    uint32_t y = (uint32_t)x;
    int n = 24;
    y &= -y;
    while (n && !(y >> n)) {
        n -= 8;
    }
    return n + widths[y >> n] - 1;
}

/* The compiler's own. */
extern int __clzdi2(uint64_t), __ctzdi2(uint64_t), __ffsdi2(uint64_t), __popcountdi2(uint64_t);

/* A caller that adds what the function has left in a temporary. */
#ifdef __riscv
__asm__(".text\n .type loud, @function\n .type listening, @function\n .type deaf, @function\n"
        "loud: neg a4, a0\n and a0, a0, a4\n li a5, 0\n li t3, 1\n"
        "1: bgeu t3, a0, 2f\n srli a0, a0, 1\n addi a5, a5, 1\n j 1b\n"
        "2: mv a0, a5\n addi a5, a5, 5\n ret\n"
        ".globl listening, deaf\n"
        "listening: addi sp, sp, -16\n sd ra, 8(sp)\n li a5, 7\n jal loud\n add a0, a0, a5\n"
        " ld ra, 8(sp)\n addi sp, sp, 16\n ret\n"
        "deaf: addi sp, sp, -16\n sd ra, 8(sp)\n jal loud\n"
        " ld ra, 8(sp)\n addi sp, sp, 16\n ret\n");
#else
__asm__(".text\n .type loud, %function\n .type listening, %function\n .type deaf, %function\n"
        "loud: neg x4, x0\n and x0, x0, x4\n mov x5, #0\n"
        "1: cmp x0, #1\n b.ls 2f\n lsr x0, x0, #1\n add x5, x5, #1\n b 1b\n"
        "2: mov x0, x5\n add x5, x5, #5\n ret\n"
        ".globl listening, deaf\n"
        "listening: stp x29, x30, [sp, #-16]!\n mov x5, #7\n bl loud\n add x0, x0, x5\n"
        " ldp x29, x30, [sp], #16\n ret\n"
        "deaf: stp x29, x30, [sp, #-16]!\n bl loud\n ldp x29, x30, [sp], #16\n ret\n");
#endif
extern uint64_t listening(uint64_t), deaf(uint64_t);

/* The work of the functions above, on its own in a loop with other values around. */
KEEP static uint64_t mix(uint64_t x)
{
    uint64_t h = 1, live = x ^ 0x9e3779b97f4a7c15, more = ~x;
    h = h * 31 + (uint64_t)width(x);
    h = h * 31 + (uint64_t)leading(x) + (live ^= h);
    h = h * 31 + (uint64_t)trailing(x) + more;
    h = h * 31 + (uint64_t)first_set(x);
    h = h * 31 + (uint64_t)down(x);
    h = h * 31 + (uint64_t)halves(x) + (more ^= live);
    h = h * 31 + (uint64_t)wrong_entry(x);
    h = h * 31 + (uint64_t)wrong_number(x);
    h = h * 31 + (uint64_t)wrong_step(x);
    h = h * 31 + (uint64_t)own_table(x);
    h = h * 31 + (uint64_t)changing_table(x);
    h = h * 31 + (uint64_t)counted(x) + live;
    h = h * 31 + (uint64_t)half(x);
    h = h * 31 + listening(x);
    h = h * 31 + deaf(x) + more;
    h = h * 31 + (uint64_t)__ffsdi2(x) + (uint64_t)__popcountdi2(x);
    return x ? h * 31 + (uint64_t)__clzdi2(x) + 100 * (uint64_t)__ctzdi2(x) : h;
}

static void show(uint64_t x)
{
    printf("%016" PRIx64 ": %d %d %d %d %d %d, %d %d %d %d %d %d %d, %" PRIu64 " %" PRIu64
           ", %016" PRIx64 "\n",
           x, width(x), leading(x), trailing(x), first_set(x), down(x), halves(x),
           wrong_entry(x), wrong_number(x), wrong_step(x), own_table(x), changing_table(x),
           counted(x), half(x), listening(x), deaf(x), mix(x));
}

int main(void)
{
    uint64_t sum = 0, seed = 1;

    show(0);
    show(0x123456789abcdef0);
    show(77);
    show(77ull << 40);
    for (unsigned k = 0; k < 64; k++) {
        uint64_t at = 1ull << k;
        if (k % 7 == 0) {
            show(at);
        }
        for (unsigned i = 0; i < 50; i++) {
            seed = seed * 6364136223846793005 + 1442695040888963407;
            uint64_t noise = seed ^ seed >> 29;
            sum = sum * 17 + mix(at | (noise & (at - 1)));
            sum = sum * 17 + mix(at | (noise & -at));
            sum = sum * 17 + mix(at);
        }
    }
    ((uint8_t *)hidden)[3] = 1;
    changing = own_widths;
    show(3);
    show(0x300);
    printf("%016" PRIx64 " %d\n", sum, calls);
    return 0;
}
