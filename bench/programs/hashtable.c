// SPDX-License-Identifier: GPL-2.0-or-later
// An open-addressing hash table of strings: insert, find, delete.
// bench: class=int n=40 quick=10

#include "bench.h"

enum { SLOTS = 1 << 17, KEYS = 60000 };

struct slot {
    const char *key; // NULL: never used; deleted: was used
    uint64_t value;
};

static const char deleted[1];
static struct slot slots[SLOTS];
static char keys[KEYS][16];

static uint64_t hash(const char *s)
{
    uint64_t h = 0xcbf29ce484222325ull;
    for (; *s; s++)
        h = (h ^ (uint8_t)*s) * 0x100000001b3ull;
    return h ^ (h >> 32);
}

static struct slot *find(const char *key)
{
    struct slot *grave = NULL;
    for (uint64_t i = hash(key);; i++) {
        struct slot *s = &slots[i % SLOTS];
        if (!s->key)
            return grave ? grave : s;
        if (s->key == deleted)
            grave = grave ? grave : s;
        else if (strcmp(s->key, key) == 0)
            return s;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 77, sum = 0;
    for (int i = 0; i < KEYS; i++)
        snprintf(keys[i], sizeof keys[i], "k%llu", (unsigned long long)(rng(&seed) >> 30));
    for (long r = 0; r < n; r++) {
        memset(slots, 0, sizeof slots);
        for (int i = 0; i < KEYS; i++) {
            struct slot *s = find(keys[i]);
            s->key = keys[i];
            s->value = (uint64_t)i;
        }
        for (int i = 0; i < KEYS; i += 2)
            find(keys[i])->key = deleted;
        for (int i = 0; i < 2 * KEYS; i++) {
            struct slot *s = find(keys[rng(&seed) % KEYS]);
            if (s->key && s->key != deleted)
                sum += s->value;
        }
    }
    report(sum);
    return 0;
}
