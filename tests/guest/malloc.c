/* The heap: random malloc, calloc, realloc, free and aligned_alloc with checked
 * contents. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 500 };
static struct {
    uint8_t *p;
    size_t n;
    uint8_t tag;
} slot[SLOTS];
static uint32_t seed = 1;

static uint32_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    return seed ^= seed << 5;
}

static int good(int i)
{
    for (size_t k = 0; k < slot[i].n; k += k < 64 ? 1 : 61)
        if (slot[i].p[k] != slot[i].tag)
            return 0;
    return 1;
}

int main(void)
{
    long bad = 0, total = 0, moved = 0;

    for (int step = 0; step < 20000; step++) {
        int i = rnd() % SLOTS;
        size_t n = rnd() % 10 == 0 ? rnd() % 200000 : rnd() % 600;
        bad += !good(i);
        switch (slot[i].p ? 1 + rnd() % 2 : 0) {
        case 0:
            if (rnd() % 8 == 0) {
                size_t align = 16u << rnd() % 8;
                slot[i].p = aligned_alloc(align, (n + align) / align * align);
                bad += (uintptr_t)slot[i].p % align != 0;
            } else if (rnd() % 4 == 0) {
                slot[i].p = calloc(n + 1, 1);
                for (size_t k = 0; k < n; k++)
                    bad += slot[i].p[k] != 0;
            } else
                slot[i].p = malloc(n + 1);
            break;
        case 1:
            free(slot[i].p);
            slot[i].p = NULL;
            n = 0;
            break;
        case 2: {
            uint8_t *q = realloc(slot[i].p, n + 1);
            size_t kept = n < slot[i].n ? n : slot[i].n;
            for (size_t k = 0; k < kept; k += 7)
                bad += q[k] != slot[i].tag;
            slot[i].p = q;
            moved++;
            break;
        }
        }
        slot[i].n = n;
        slot[i].tag = rnd();
        if (n)
            memset(slot[i].p, slot[i].tag, n);
        total += n;
    }
    printf("bad %ld total %ld realloc %ld\n", bad, total, moved);
    for (int i = 0; i < SLOTS; i++)
        free(slot[i].p);

    /* A large block comes from mmap and goes back. */
    char *huge = malloc(64 << 20);
    huge[0] = 1;
    huge[(64 << 20) - 1] = 2;
    huge = realloc(huge, 80 << 20);
    printf("%d %d\n", huge[0], huge[(64 << 20) - 1]);
    free(huge);
    printf("%d\n", malloc(SIZE_MAX / 2 - (size_t)(bad != 0)) == NULL);
    return 0;
}
