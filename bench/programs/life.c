// SPDX-License-Identifier: GPL-2.0-or-later
// Conway's game of life on a torus, one byte per cell.
// bench: class=int n=2200

#include "bench.h"

enum { W = 256, H = 256 };
static uint8_t grid[2][H][W];

static void step(uint8_t from[H][W], uint8_t to[H][W])
{
    for (int y = 0; y < H; y++) {
        const uint8_t *above = from[(y + H - 1) % H], *row = from[y],
                      *below = from[(y + 1) % H];
        for (int x = 0; x < W; x++) {
            int l = (x + W - 1) % W, r = (x + 1) % W;
            int n = above[l] + above[x] + above[r] + row[l] + row[r] + below[l] + below[x] +
                    below[r];
            to[y][x] = n == 3 || (n == 2 && row[x]);
        }
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 11;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            grid[0][y][x] = rng(&seed) >> 62 == 0;
    for (long i = 0; i < n; i++)
        step(grid[i & 1], grid[(i & 1) ^ 1]);
    report(mix_bytes(0, grid[n & 1], sizeof grid[0]));
    return 0;
}
