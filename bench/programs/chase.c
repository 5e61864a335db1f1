// SPDX-License-Identifier: GPL-2.0-or-later
// Follows pointers around a random cycle, in the second-level cache and beyond.
// bench: class=mem n=2300000 quick=600000

#include "bench.h"

struct link {
    struct link *next;
    uint64_t value[7];
};

// One cycle through all links, in random order (Sattolo's shuffle).
static struct link *make_cycle(size_t count)
{
    struct link *links = need(count * sizeof *links);
    uint32_t *order = need(count * sizeof *order);
    uint64_t seed = 173;
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (size_t i = count - 1; i; i--) {
        size_t j = rng(&seed) % i;
        uint32_t t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    for (size_t i = 0; i < count; i++) {
        links[i].next = &links[order[i]];
        links[i].value[0] = i;
    }
    free(order);
    return links;
}

static uint64_t follow(const struct link *p, long steps)
{
    uint64_t sum = 0;
    while (steps--) {
        sum = sum * 3 + p->value[0];
        p = p->next;
    }
    return sum;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    const struct link *small = make_cycle(4 << 10), *large = make_cycle(256 << 10);
    uint64_t sum = follow(small, 4 * n);
    report(mix(sum, follow(large, n)));
    return 0;
}
