/* Loads and stores of every size at every alignment, sign and zero extended,
 * across page borders, and through unions. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define UNALIGNED(type, p)                                                                     \
    ({                                                                                         \
        type t_;                                                                               \
        memcpy(&t_, (p), sizeof t_);                                                           \
        t_;                                                                                    \
    })

static void dump(const uint8_t *p, int n)
{
    for (int i = 0; i < n; i++)
        printf("%02x", p[i]);
    printf("\n");
}

union pun {
    double d;
    uint64_t q;
    float f[2];
    uint32_t w[2];
    int16_t h[4];
    int8_t b[8];
};

struct __attribute__((packed)) odd {
    char c;
    int32_t i;
    char e;
    int64_t l;
    uint16_t s;
    double d;
};

int main(void)
{
    uint8_t *m = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    volatile int zero = 0;
    uint8_t *p = m + 4096 - 16 + zero;

    for (int i = 0; i < 32; i++)
        p[i] = i * 37 + 129;
    for (int i = 0; i < 20; i++) {
        volatile uint8_t *v = p + i;
        printf("%d: %d %u %d %u %d %u %lld\n", i, (int8_t)v[0], v[0], UNALIGNED(int16_t, p + i),
               UNALIGNED(uint16_t, p + i), UNALIGNED(int32_t, p + i), UNALIGNED(uint32_t, p + i),
               (long long)UNALIGNED(int64_t, p + i));
    }
    for (int i = 0; i < 16; i++) {
        uint64_t q = 0x0123456789abcdef * (i + 1);
        memcpy(p + i, &q, 8);
        memcpy(p + 31 - i, &q, 1);
        memcpy(p + 20 - i, (char *)&q + 2, 2);
        memcpy(p + i / 2, (char *)&q + 1, 4);
    }
    dump(p, 32);

    union pun u = {.d = -1.5};
    printf("%llx %x %d %d %g\n", (unsigned long long)u.q, u.w[1], u.h[3], u.b[7], u.f[1]);
    u.b[6] = 0x12;
    u.h[0] = -2;
    printf("%a\n", u.d);

    struct odd o[3];
    memset(o, 0, sizeof o);
    for (int i = 0; i < 3; i++)
        o[i] = (struct odd){'a' + i, -i - 1, 'x', 1ll << (40 + i), 65535 - i, i / 3.0};
    dump((uint8_t *)o, sizeof o);
    for (int i = 0; i < 3; i++)
        printf("%c %d %c %lld %u %g\n", o[i].c, o[i].i, o[i].e, (long long)o[i].l, o[i].s, o[i].d);
    return 0;
}
