/* Loops of floating point operations on pointers with tags, which overlap or not.
 *
 * FALLBACK: yes
 */
#include <stdint.h>
#include <stdio.h>

#define NI __attribute__((noinline, noclone))

static NI void saxpy(float *y, const float *x, float a, int n)
{
    for (int i = 0; i < n; i++)
        y[i] += a * x[i];
}

static NI double dot(const double *x, const double *y, int n)
{
    double s = 0;
    for (int i = 0; i < n; i++)
        s += x[i] * y[i];
    return s;
}

static void *tag(void *p, unsigned t)
{
    return (void *)((uintptr_t)p | (uintptr_t)t << 56);
}

static float f[256];
static double d[256];

int main(void)
{
    for (int i = 0; i < 256; i++) {
        f[i] = (float)i * 0.25f;
        d[i] = i;
    }
    saxpy(tag(f + 1, 0x5a), tag(f, 0xa5), 0.5f, 60);
    saxpy(tag(f + 3, 0), tag(f, 0xa5), 0.5f, 60);
    saxpy(tag(f + 100, 7), tag(f, 0xa5), 0.5f, 60);
    for (int i = 0; i < 170; i += 3)
        printf("%a\n", f[i]);
    printf("%a\n", dot(tag(d, 0x11), tag(d + 40, 0x12), 50));
    printf("%a\n", dot(d, d + 40, 50));
    return 0;
}
