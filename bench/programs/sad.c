// SPDX-License-Identifier: GPL-2.0-or-later
// Motion search: the best place for 16x16 blocks, by sums of differences.
// bench: class=simd n=180

#include "simd.h"

enum { WIDTH = 256, HEIGHT = 128, REACH = 12, BLOCK = 16 };
static uint8_t before[HEIGHT][WIDTH], now[HEIGHT][WIDTH];

static unsigned block_sad(int x, int y, int dx, int dy)
{
    unsigned sum = 0;
    for (int row = 0; row < BLOCK; row++)
        sum += u8_sad(u8_load(&now[y + row][x]), u8_load(&before[y + dy + row][x + dx]));
    return sum;
}

static uint64_t search(void)
{
    uint64_t sum = 0;
    for (int y = BLOCK; y + 2 * BLOCK <= HEIGHT; y += BLOCK)
        for (int x = BLOCK; x + 2 * BLOCK <= WIDTH; x += BLOCK) {
            unsigned least = ~0u;
            int best = 0;
            for (int dy = -REACH; dy <= REACH; dy++)
                for (int dx = -REACH; dx <= REACH; dx++) {
                    unsigned s = block_sad(x, y, dx, dy);
                    if (s < least) {
                        least = s;
                        best = dy * 64 + dx;
                    }
                }
            sum = mix(sum, least + (uint64_t)(best + 4096));
        }
    return sum;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 167, sum = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            before[y][x] = (uint8_t)(((x * x + 3 * y * y) >> 4) + (int)(rng(&seed) >> 61));
    for (long r = 0; r < n; r++) {
        int dx = (int)(r % 21) - 10, dy = (int)(r % 17) - 8;
        for (int y = BLOCK; y < HEIGHT - BLOCK; y++)
            for (int x = BLOCK; x < WIDTH - BLOCK; x++)
                now[y][x] = (uint8_t)(before[y + dy][x + dx] + (r & 3));
        sum = mix(sum, search());
    }
    report(sum);
    return 0;
}
