// SPDX-License-Identifier: GPL-2.0-or-later
// zlib: compress and uncompress text at several levels.
// bench: class=int n=9
// bench: source=zlib cflags=-I{src}
// bench: files="{src}/adler32.c {src}/compress.c {src}/crc32.c {src}/deflate.c"
// bench: files="{src}/inf*.c {src}/trees.c {src}/uncompr.c {src}/zutil.c"

#include "text.h"
#include <zlib.h>

enum { SIZE = 1 << 20 };

int main(int argc, char **argv)
{
    static char text[SIZE], back[SIZE];
    long n = bench_size(argc, argv);
    uLong limit = compressBound(SIZE);
    Bytef *packed = need(limit);
    uint64_t sum = 0;
    make_text(text, SIZE);
    for (long r = 0; r < n; r++) {
        static const int level[] = {1, 6, 3, 9};
        uLongf size = limit, back_size = SIZE;
        if (compress2(packed, &size, (Bytef *)text, SIZE, level[r % 4]) != Z_OK ||
            uncompress((Bytef *)back, &back_size, packed, size) != Z_OK ||
            memcmp(text, back, SIZE) != 0)
            return 1;
        sum = mix(mix(sum, size), crc32(adler32(1, packed, (uInt)size), packed, (uInt)size));
    }
    report(sum);
    return 0;
}
