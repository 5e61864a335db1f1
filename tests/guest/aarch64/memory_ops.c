/* The instructions that copy and set memory, whose helpers find their registers by number: also
 * those that are scratch registers, and those of a caller. */
#include <stdint.h>
#include <stdio.h>

static uint8_t to[20000], from[20000];

static void show(const char *what, uint64_t a, uint64_t b, uint64_t n)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < sizeof(to); i++)
        sum = sum * 31 + to[i];
    printf("%-8s %lld %lld %lld %016llx\n", what, (long long)(a - (uintptr_t)to), (long long)b,
           (long long)n, (unsigned long long)sum);
}

#define SET(p, n, v)                                                                          \
    __asm__ volatile(".arch_extension mops\n setp [%0]!, %1!, %2\n setm [%0]!, %1!, %2\n"      \
                     " sete [%0]!, %1!, %2"                                                   \
                     : "+r"(p), "+r"(n)                                                       \
                     : "r"(v)                                                                 \
                     : "memory", "cc")
#define COPY(cpy, p, q, n)                                                                    \
    __asm__ volatile(".arch_extension mops\n " cpy "p [%0]!, [%1]!, %2!\n " cpy               \
                     "m [%0]!, [%1]!, %2!\n " cpy "e [%0]!, [%1]!, %2!"                       \
                     : "+r"(p), "+r"(q), "+r"(n)                                              \
                     :                                                                        \
                     : "memory", "cc")

/* x9, x10 and x11 are neither arguments nor preserved. */
void set_scratch(void);
uint64_t call_scratch(void *p, uint64_t n, uint64_t v);
__asm__(".text\n.arch_extension mops\n"
        "set_scratch: setp [x9]!, x10!, x11\n setm [x9]!, x10!, x11\n sete [x9]!, x10!, x11\n"
        " ret\n"
        "call_scratch: stp x29, x30, [sp, #-16]!\n mov x9, x0\n mov x10, x1\n mov x11, x2\n"
        " bl set_scratch\n mov x0, x9\n ldp x29, x30, [sp], #16\n ret\n");

int main(void)
{
    for (unsigned i = 0; i < sizeof(from); i++)
        from[i] = (uint8_t)(i * 37 + (i >> 5));

    for (uint64_t size = 0; size < sizeof(to); size = size * 3 + 1) {
        uint8_t *p = to + size % 7, *q = from + size % 5;
        uint64_t n = size;
        SET(p, n, size + 3);
        show("set", (uintptr_t)p, 0, n);
        p = to + size % 11, n = size;
        COPY("cpyf", p, q, n);
        show("forward", (uintptr_t)p, q - from, n);
        p = to + 9, q = to, n = size;
        COPY("cpy", p, q, n);
        show("up", (uintptr_t)p, q - to, n);
        p = to, q = to + 5, n = size;
        COPY("cpy", p, q, n);
        show("down", (uintptr_t)p, q - to, n);
    }
    uint64_t end = call_scratch(to + 100, 5000, 0x1f2);
    show("scratch", end, 0, 0);
    return 0;
}
