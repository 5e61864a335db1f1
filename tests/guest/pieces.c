/* Numbers that are loaded and stored piece by piece, at places that overlap or not. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NOINLINE __attribute__((noinline))

struct u16 {
    uint16_t v;
} __attribute__((packed));
struct u32 {
    uint32_t v;
} __attribute__((packed));
struct u64 {
    uint64_t v;
} __attribute__((packed));
struct half {
    uint32_t v;
} __attribute__((packed, aligned(2)));

static uint8_t mem[256];
static uint64_t sum;

static void add(uint64_t v)
{
    sum = (sum ^ v) * 0x9e3779b97f4a7c15ull;
    sum ^= sum >> 29;
}

static void fill(void)
{
    for (unsigned i = 0; i < sizeof(mem); i++) {
        mem[i] = (uint8_t)(i * 37 + (i >> 3) + 129);
    }
}

static NOINLINE uint32_t little(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static NOINLINE uint32_t big(const uint8_t *p)
{
    return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

static NOINLINE int64_t sign(const uint8_t *p)
{
    return (int16_t)(p[0] | p[1] << 8) + (int32_t)((uint32_t)p[2] << 24 | (uint32_t)p[3] << 16);
}

static NOINLINE uint64_t big64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

/* All but one piece. */
static NOINLINE uint64_t hole(const uint8_t *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32;
}

/* Pieces are wanted as such, too. */
static NOINLINE uint64_t both(const uint8_t *p)
{
    uint32_t a = p[0], b = p[1], c = p[2], d = p[3];
    uint32_t v = a | b << 8 | c << 16 | d << 24;
    return v * (uint64_t)(a + 2 * b + 3 * c + 5 * d) + (a | b << 8);
}

/* In other places than they come from. */
static NOINLINE uint32_t mixed(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[3] << 24;
}

static NOINLINE void copy_each(uint8_t *d, const uint8_t *s)
{
    d[0] = s[0];
    d[1] = s[1];
    d[2] = s[2];
    d[3] = s[3];
}

static NOINLINE void copy_all(uint8_t *d, const uint8_t *s)
{
    uint8_t a = s[0], b = s[1], c = s[2], e = s[3];
    d[0] = a;
    d[1] = b;
    d[2] = c;
    d[3] = e;
}

/* Something is read, or written, between the stores. */
static NOINLINE unsigned copy_and_look(uint8_t *d, const uint8_t *s, const uint8_t *look,
                                       uint8_t *touch)
{
    uint8_t a = s[0], b = s[1], c = s[2], e = s[3];
    d[0] = a;
    d[1] = b;
    unsigned v = *look;
    d[2] = c;
    *touch = 0x5a;
    d[3] = e;
    return v;
}

static NOINLINE void swap(uint8_t *d, const uint8_t *s)
{
    uint8_t a = s[0], b = s[1], c = s[2], e = s[3];
    d[3] = a;
    d[2] = b;
    d[1] = c;
    d[0] = e;
}

static NOINLINE long match(const uint8_t *p, const uint8_t *q, const uint8_t *end)
{
    const uint8_t *start = p;
    for (; p < end; p += 8, q += 8) {
        uint64_t x, y;
        memcpy(&x, p, 8);
        memcpy(&y, q, 8);
        if (x != y) {
            return p - start + __builtin_ctzll(x ^ y) / 8;
        }
    }
    return p - start;
}

int main(void)
{
    fill();
    for (unsigned i = 0; i < 64; i++) {
        const uint8_t *p = mem + i;
        add(little(p));
        add(big(p));
        add((uint64_t)sign(p));
        add(big64(p));
        add(hole(p));
        add(both(p));
        add(mixed(p));
        add(((const struct u16 *)p)->v);
        add(((const struct u32 *)p)->v);
        add(((const struct u64 *)p)->v);
        add(((const struct half *)(mem + 2 * i))->v);
    }
    printf("loads %016llx\n", (unsigned long long)sum);
    for (int distance = -5; distance <= 5; distance++) {
        fill();
        copy_each(mem + 64 + distance, mem + 64);
        copy_all(mem + 96 + distance, mem + 96);
        swap(mem + 128 + distance, mem + 128);
        for (int k = -1; k <= 4; k++) {
            add(copy_and_look(mem + 160 + distance, mem + 160, mem + 160 + distance + k,
                              mem + 160 + distance + 3 - k));
        }
        ((struct u64 *)(mem + 200 + distance))->v = ((struct u64 *)(mem + 200))->v;
        ((struct u32 *)(mem + 220 + distance))->v = ((struct u32 *)(mem + 220))->v + 1;
        for (unsigned i = 0; i < sizeof(mem); i++) {
            add(mem[i]);
        }
        printf("copies %d %016llx\n", distance, (unsigned long long)sum);
    }
    memset(mem, 7, sizeof(mem));
    mem[100] = 8;
    printf("match %ld %ld\n", match(mem + 1, mem + 2, mem + 200),
           match(mem + 3, mem + 3, mem + 83));
    return 0;
}
