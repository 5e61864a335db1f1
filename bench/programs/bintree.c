// SPDX-License-Identifier: GPL-2.0-or-later
// Builds, walks and frees binary trees: malloc, free and pointers.
// bench: class=int n=20 quick=19

#include "bench.h"

struct tree {
    struct tree *left, *right;
};

static struct tree *grow(int depth)
{
    struct tree *t = need(sizeof *t);
    t->left = depth ? grow(depth - 1) : NULL;
    t->right = depth ? grow(depth - 1) : NULL;
    return t;
}

static long count(const struct tree *t)
{
    return t ? 1 + count(t->left) + count(t->right) : 0;
}

static void fell(struct tree *t)
{
    if (!t)
        return;
    fell(t->left);
    fell(t->right);
    free(t);
}

int main(int argc, char **argv)
{
    int n = (int)bench_size(argc, argv);
    struct tree *lasting = grow(n);
    for (int depth = 4; depth <= n; depth += 4) {
        long total = 0, trees = 1L << (n - depth);
        for (long i = 0; i < trees; i++) {
            struct tree *t = grow(depth);
            total += count(t);
            fell(t);
        }
        printf("%ld trees of depth %d: %ld\n", trees, depth, total);
    }
    printf("%ld\n", count(lasting));
    fell(lasting);
    return 0;
}
