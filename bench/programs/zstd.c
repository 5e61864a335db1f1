// SPDX-License-Identifier: GPL-2.0-or-later
// Zstandard: compress and uncompress text at several levels.
// bench: class=int n=6 quick=2
// bench: source=libzstd cflags="-I{src}/lib -DZSTD_DISABLE_ASM"
// bench: files="{src}/lib/common/*.c {src}/lib/compress/*.c {src}/lib/decompress/*.c"

#include "text.h"
#include <zstd.h>

enum { SIZE = 1 << 21 };

int main(int argc, char **argv)
{
    static char text[SIZE], back[SIZE];
    long n = bench_size(argc, argv);
    size_t limit = ZSTD_compressBound(SIZE);
    char *packed = need(limit);
    uint64_t sum = 0;
    make_text(text, SIZE);
    for (long r = 0; r < n; r++) {
        static const int level[] = {1, 7, 3, 12};
        size_t size = ZSTD_compress(packed, limit, text, SIZE, level[r % 4]);
        if (ZSTD_isError(size) || ZSTD_decompress(back, SIZE, packed, size) != SIZE ||
            memcmp(text, back, SIZE) != 0)
            return 1;
        sum = mix_bytes(mix(sum, size), packed, 100);
    }
    report(sum);
    return 0;
}
