// SPDX-License-Identifier: GPL-2.0-or-later
// A five-point stencil, Jacobi iterations of the heat equation.
// bench: class=fp n=2800 quick=700

#include "bench.h"
#include <math.h>

enum { SIDE = 400 };
static double grid[2][SIDE][SIDE];

static double relax(double from[SIDE][SIDE], double to[SIDE][SIDE])
{
    double change = 0;
    for (int y = 1; y < SIDE - 1; y++)
        for (int x = 1; x < SIDE - 1; x++) {
            double v =
                0.25 * (from[y - 1][x] + from[y + 1][x] + from[y][x - 1] + from[y][x + 1]);
            change += fabs(v - from[y][x]);
            to[y][x] = v;
        }
    return change;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    double change = 0;
    for (int i = 0; i < SIDE; i++)
        grid[0][0][i] = grid[1][0][i] = grid[0][i][0] = grid[1][i][0] = (double)i / SIDE;
    for (long r = 0; r < n; r++)
        change = relax(grid[r & 1], grid[(r & 1) ^ 1]);
    printf("%.15g %.15g\n", change, grid[0][SIDE / 5][SIDE / 3]);
    return 0;
}
