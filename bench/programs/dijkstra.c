// SPDX-License-Identifier: GPL-2.0-or-later
// Shortest paths on a grid with a binary heap.
// bench: class=int n=170

#include "bench.h"

enum { SIDE = 200, CELLS = SIDE * SIDE };
static uint8_t cost[CELLS];
static uint32_t distance[CELLS];
static struct item {
    uint32_t distance, cell;
} heap[4 * CELLS + 1];
static size_t heap_used;

static void push(struct item x)
{
    size_t i = heap_used++;
    for (; i && heap[(i - 1) / 2].distance > x.distance; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = x;
}

static struct item pop(void)
{
    struct item top = heap[0], x = heap[--heap_used];
    size_t i = 0, c;
    for (; (c = 2 * i + 1) < heap_used; i = c) {
        if (c + 1 < heap_used && heap[c + 1].distance < heap[c].distance)
            c++;
        if (heap[c].distance >= x.distance)
            break;
        heap[i] = heap[c];
    }
    heap[i] = x;
    return top;
}

static void search(uint32_t start)
{
    memset(distance, 0xff, sizeof distance);
    distance[start] = 0;
    push((struct item){0, start});
    while (heap_used) {
        struct item it = pop();
        if (it.distance != distance[it.cell])
            continue;
        uint32_t x = it.cell % SIDE, y = it.cell / SIDE;
        uint32_t near[4] = {x ? it.cell - 1 : it.cell, x + 1 < SIDE ? it.cell + 1 : it.cell,
                            y ? it.cell - SIDE : it.cell,
                            y + 1 < SIDE ? it.cell + SIDE : it.cell};
        for (int k = 0; k < 4; k++) {
            uint32_t d = it.distance + cost[near[k]];
            if (d < distance[near[k]]) {
                distance[near[k]] = d;
                push((struct item){d, near[k]});
            }
        }
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 73, sum = 0;
    for (int i = 0; i < CELLS; i++)
        cost[i] = (uint8_t)(1 + (rng(&seed) >> 58));
    for (long r = 0; r < n; r++) {
        search((uint32_t)(rng(&seed) % CELLS));
        for (int i = 0; i < CELLS; i += 101)
            sum = mix(sum, distance[i]);
    }
    report(sum);
    return 0;
}
