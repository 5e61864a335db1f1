/* guest riscv64
 * cc riscv64-linux-gnu-gcc
 * flags -O1 -fno-tree-vectorize -ffp-contract=off
 * The sign of a NaN, which is not the guest's, on a number that is compared.
 */
#include "loops.h"

#define T double
#define U signed char
static __attribute__((noinline)) void loop0(T *y, const T *x,
    const T *z, T *w, U *u, T a, T b, long n)
{
    long j = 1;
    T s0 = a;
    for (long i = 2; i < n; i++) {
        u[i] = (U)(__builtin_copysign((y[i+1] / y[i+1]), (x[i] + x[i])) < x[3]);
    }
    y[60 + 0] = s0;
}
static void run_loop0(const struct args *g)
{
    loop0(g->y, g->x, g->z, g->w, g->u, (T)g->a, (T)g->b, g->n);
}
#undef T
#undef U

const struct loop loops[] = {
    {run_loop0, DOUBLE, INT8},
};
const unsigned loop_count = 1;
