// SPDX-License-Identifier: GPL-2.0-or-later
// A byte-oriented LZ77 coder with a hash table of positions, and its decoder.
// bench: class=int n=140

#include "bench.h"
#include <stddef.h>

enum { SIZE = 1 << 19, HASH_BITS = 14, MIN_MATCH = 4, WINDOW = 65535 };
static uint8_t data[SIZE], packed[SIZE * 2], unpacked[SIZE];
static uint32_t head[1 << HASH_BITS];

static uint32_t read32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

// A count of 15 in the token goes on in bytes of up to 255.
static uint8_t *put_count(uint8_t *out, size_t n)
{
    for (; n >= 255; n -= 255)
        *out++ = 255;
    *out++ = (uint8_t)n;
    return out;
}

static uint8_t *put_block(uint8_t *out, const uint8_t *literal, size_t count, size_t match,
                          size_t distance)
{
    size_t m = match ? match - MIN_MATCH : 0;
    *out++ = (uint8_t)((count < 15 ? count : 15) << 4 | (m < 15 ? m : 15));
    if (count >= 15)
        out = put_count(out, count - 15);
    memcpy(out, literal, count);
    out += count;
    *out++ = (uint8_t)distance; // 0: the last block
    *out++ = (uint8_t)(distance >> 8);
    if (m >= 15)
        out = put_count(out, m - 15);
    return out;
}

static size_t pack(void)
{
    uint8_t *out = packed;
    size_t literal = 0, i = 0;
    memset(head, 0, sizeof head);
    while (i + MIN_MATCH < SIZE) {
        uint32_t h = read32(data + i) * 2654435761u >> (32 - HASH_BITS);
        size_t from = head[h], length = 0;
        head[h] = (uint32_t)i;
        if (from < i && i - from <= WINDOW && read32(data + from) == read32(data + i))
            for (length = MIN_MATCH;
                 i + length < SIZE && data[from + length] == data[i + length];)
                length++;
        if (!length) {
            i++;
            continue;
        }
        out = put_block(out, data + literal, i - literal, length, i - from);
        i += length;
        literal = i;
    }
    out = put_block(out, data + literal, SIZE - literal, 0, 0);
    return (size_t)(out - packed);
}

static size_t get_count(const uint8_t **in, size_t n)
{
    if (n == 15) {
        uint8_t b;
        do {
            b = *(*in)++;
            n += b;
        } while (b == 255);
    }
    return n;
}

static size_t unpack(void)
{
    const uint8_t *in = packed;
    uint8_t *out = unpacked;
    for (;;) {
        unsigned token = *in++;
        size_t count = get_count(&in, token >> 4);
        memcpy(out, in, count);
        out += count;
        in += count;
        size_t distance = in[0] | (size_t)in[1] << 8;
        in += 2;
        if (!distance)
            return (size_t)(out - unpacked);
        size_t match = get_count(&in, token & 15) + MIN_MATCH;
        for (; match; match--, out++)
            *out = out[-(ptrdiff_t)distance];
    }
}

// Words of varying commonness, so that there is something to find.
static void make_data(void)
{
    uint64_t seed = 19;
    for (size_t i = 0; i < SIZE;) {
        unsigned r = rng(&seed) >> 54, word = r * r >> 10;
        for (unsigned k = 0; k < 3 + word % 6 && i < SIZE; k++)
            data[i++] = (uint8_t)('a' + (word * (k + 3) + (word >> k)) % 26);
        if (i < SIZE)
            data[i++] = ' ';
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    make_data();
    for (long i = 0; i < n; i++) {
        data[i * 31 % SIZE] ^= 1;
        size_t size = pack();
        if (unpack() != SIZE || memcmp(data, unpacked, SIZE) != 0)
            return 1;
        sum = mix(sum, size);
    }
    report(sum);
    return 0;
}
