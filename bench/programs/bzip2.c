// SPDX-License-Identifier: GPL-2.0-or-later
// bzip2: compress and uncompress text.
// bench: class=int n=8
// bench: source=bzip2 cflags=-I{src}
// bench: files="{src}/blocksort.c {src}/bzlib.c {src}/compress.c {src}/crctable.c"
// bench: files="{src}/decompress.c {src}/huffman.c {src}/randtable.c"

#include "text.h"
#include <bzlib.h>

enum { SIZE = 1 << 19 };

int main(int argc, char **argv)
{
    static char text[SIZE], back[SIZE], packed[SIZE * 2];
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    make_text(text, SIZE);
    for (long r = 0; r < n; r++) {
        unsigned size = sizeof packed, back_size = SIZE;
        text[r * 1000 % SIZE] = '#';
        if (BZ2_bzBuffToBuffCompress(packed, &size, text, SIZE, 9, 0, 0) != BZ_OK ||
            BZ2_bzBuffToBuffDecompress(back, &back_size, packed, size, 0, 0) != BZ_OK ||
            memcmp(text, back, SIZE) != 0)
            return 1;
        sum = mix_bytes(mix(sum, size), packed, 100);
    }
    report(sum);
    return 0;
}
