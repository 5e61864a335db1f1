/* loops.h: between the driver of the loop test (loops.c) and the loops that it generates. */
#ifndef LOOPS_H
#define LOOPS_H

#include <stdint.h>

enum type { FLOAT, DOUBLE, INT8, INT16, INT32, INT64, UINT32 };

struct args {
    void *y, *x, *z, *w, *u; /* elements of the loop's type; u: of the other type */
    double a, b;
    long n;
};

struct loop {
    void (*run)(const struct args *);
    enum type type, other;
};

extern const struct loop loops[];
extern const unsigned loop_count;

/* Instructions that a compiler may make calls of, and what stands in for those that riscv64 has
 * not. */
#ifdef __aarch64__
#define FLOOR(x) __builtin_floor(x)
#define RINT(x) __builtin_rint(x)
#define MINMAX_INSN(name, type, size)                                                          \
    static inline type name##_##type(type x, type y)                                           \
    {                                                                                          \
        type r;                                                                                \
        __asm__("f" #name "nm %" size "0, %" size "1, %" size "2" : "=w"(r) : "w"(x), "w"(y)); \
        return r;                                                                              \
    }
#else
#define FLOOR(x) (double)(long)(x)
#define RINT(x) (double)(int)(x)
#define MINMAX_INSN(name, type, size)                                                          \
    static inline type name##_##type(type x, type y)                                           \
    {                                                                                          \
        type r;                                                                                \
        __asm__("f" #name "." size " %0, %1, %2" : "=f"(r) : "f"(x), "f"(y));                  \
        return r;                                                                              \
    }
#endif
MINMAX_INSN(max, float, "s")
MINMAX_INSN(max, double, "d")
MINMAX_INSN(min, float, "s")
MINMAX_INSN(min, double, "d")

#endif
