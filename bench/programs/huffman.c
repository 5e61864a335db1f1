// SPDX-License-Identifier: GPL-2.0-or-later
// Huffman coding of blocks: build the tree, write bits, read them back.
// bench: class=int n=120

#include "bench.h"

enum { SIZE = 1 << 17, SYMBOLS = 256 };
static uint8_t data[SIZE], packed[2 * SIZE], unpacked[SIZE];

static struct {
    uint32_t weight;
    int16_t child[2]; // -1: a leaf
} tree[2 * SYMBOLS];

static struct {
    uint64_t bits;
    unsigned length;
} code[SYMBOLS];

static int heap[SYMBOLS], heap_used;

static void sift_up(int node)
{
    int i = heap_used++;
    while (i && tree[heap[(i - 1) / 2]].weight > tree[node].weight) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = node;
}

static int take_least(void)
{
    int least = heap[0], node = heap[--heap_used], i = 0;
    for (;;) {
        int c = 2 * i + 1;
        if (c >= heap_used)
            break;
        if (c + 1 < heap_used && tree[heap[c + 1]].weight < tree[heap[c]].weight)
            c++;
        if (tree[heap[c]].weight >= tree[node].weight)
            break;
        heap[i] = heap[c];
        i = c;
    }
    heap[i] = node;
    return least;
}

static void assign(int node, uint64_t bits, unsigned length)
{
    if (tree[node].child[0] < 0) {
        code[node].bits = bits;
        code[node].length = length;
        return;
    }
    assign(tree[node].child[0], bits, length + 1);
    assign(tree[node].child[1], bits | UINT64_C(1) << length, length + 1);
}

static int build(void)
{
    int next = SYMBOLS;
    for (int i = 0; i < SYMBOLS; i++) {
        tree[i].weight = 1;
        tree[i].child[0] = tree[i].child[1] = -1;
    }
    for (int i = 0; i < SIZE; i++)
        tree[data[i]].weight++;
    heap_used = 0;
    for (int i = 0; i < SYMBOLS; i++)
        sift_up(i);
    while (heap_used > 1) {
        int a = take_least(), b = take_least();
        tree[next].child[0] = (int16_t)a;
        tree[next].child[1] = (int16_t)b;
        tree[next].weight = tree[a].weight + tree[b].weight;
        sift_up(next++);
    }
    assign(heap[0], 0, 0);
    return heap[0];
}

static size_t encode(void)
{
    uint64_t buffer = 0;
    unsigned filled = 0;
    uint8_t *out = packed;
    for (int i = 0; i < SIZE; i++) {
        buffer |= code[data[i]].bits << filled;
        filled += code[data[i]].length;
        for (; filled >= 8; filled -= 8, buffer >>= 8)
            *out++ = (uint8_t)buffer;
    }
    *out++ = (uint8_t)buffer;
    return (size_t)(out - packed);
}

static void decode(int root)
{
    size_t bit = 0;
    for (int i = 0; i < SIZE; i++) {
        int node = root;
        while (tree[node].child[0] >= 0) {
            node = tree[node].child[packed[bit >> 3] >> (bit & 7) & 1];
            bit++;
        }
        unpacked[i] = (uint8_t)node;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 29, sum = 0;
    for (long r = 0; r < n; r++) {
        for (int i = 0; i < SIZE; i++) {
            uint64_t x = rng(&seed);
            data[i] = (uint8_t)((x & 0xff) * (x >> 56) >> 8);
        }
        int root = build();
        sum = mix(sum, encode());
        decode(root);
        if (memcmp(data, unpacked, SIZE) != 0)
            return 1;
    }
    report(sum);
    return 0;
}
