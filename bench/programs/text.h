// SPDX-License-Identifier: GPL-2.0-or-later
// Text for the compressors: made-up words, common ones more often, in lines.

#ifndef TEXT_H
#define TEXT_H

#include "bench.h"

static inline void make_text(char *out, size_t size)
{
    uint64_t seed = 101;
    for (size_t i = 0, column = 0; i < size; column++) {
        uint64_t r = rng(&seed);
        unsigned a = r >> 54, word = a * a >> 9, length = 2 + word % 8;
        for (unsigned k = 0; k < length && i < size; k++)
            out[i++] = "etaoinshrdlucmfwypvbgkjqxz"[(word * (2 * k + 3) + (word >> k)) % 26];
        if (i < size)
            out[i++] = (r & 15) == 0 ? '.' : (r & 15) == 1 ? ',' : ' ';
        if (column % 11 == 10 && i < size)
            out[i++] = '\n';
    }
}

#endif
