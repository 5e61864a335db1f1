// SPDX-License-Identifier: GPL-2.0-or-later
// AES-128 by its definition: substitution table, shifts, multiplication in GF(256).
// bench: class=int n=380000

#include "bench.h"

static uint8_t sbox[256], inverse[256];

static uint8_t twice(uint8_t x)
{
    return (uint8_t)(x << 1 ^ (x >> 7) * 0x1b);
}

static uint8_t times(uint8_t a, uint8_t b)
{
    uint8_t product = 0;
    for (; b; b >>= 1, a = twice(a))
        if (b & 1)
            product ^= a;
    return product;
}

static void make_tables(void)
{
    for (unsigned i = 0; i < 256; i++) {
        uint8_t x = 0;
        for (unsigned j = 1; i && j < 256; j++)
            if (times((uint8_t)i, (uint8_t)j) == 1)
                x = (uint8_t)j;
        uint8_t y = 0x63;
        for (int r = 0; r < 5; r++)
            y ^= (uint8_t)(x << r | x >> (8 - r));
        sbox[i] = y;
        inverse[y] = (uint8_t)i;
    }
}

static void expand(const uint8_t key[16], uint8_t round[11][16])
{
    uint8_t constant = 1, *w = round[0];
    memcpy(w, key, 16);
    for (int i = 16; i < 176; i += 4) {
        uint8_t t[4];
        memcpy(t, w + i - 4, 4);
        if (i % 16 == 0) {
            uint8_t first = t[0];
            t[0] = sbox[t[1]] ^ constant;
            t[1] = sbox[t[2]];
            t[2] = sbox[t[3]];
            t[3] = sbox[first];
            constant = twice(constant);
        }
        for (int k = 0; k < 4; k++)
            w[i + k] = w[i - 16 + k] ^ t[k];
    }
}

static void add_key(uint8_t s[16], const uint8_t key[16])
{
    for (int i = 0; i < 16; i++)
        s[i] ^= key[i];
}

static void shift_rows(uint8_t s[16], const uint8_t box[256], int by)
{
    uint8_t t[16];
    for (int c = 0; c < 4; c++)
        for (int r = 0; r < 4; r++)
            t[4 * c + r] = box[s[4 * ((c + by * r) & 3) + r]];
    memcpy(s, t, 16);
}

static void mix_columns(uint8_t s[16])
{
    for (uint8_t *c = s; c < s + 16; c += 4) {
        uint8_t all = c[0] ^ c[1] ^ c[2] ^ c[3], first = c[0];
        for (int r = 0; r < 3; r++)
            c[r] ^= all ^ twice(c[r] ^ c[r + 1]);
        c[3] ^= all ^ twice(c[3] ^ first);
    }
}

static void encrypt(uint8_t s[16], uint8_t key[11][16])
{
    add_key(s, key[0]);
    for (int round = 1; round <= 10; round++) {
        shift_rows(s, sbox, 1);
        if (round < 10)
            mix_columns(s);
        add_key(s, key[round]);
    }
}

static void decrypt(uint8_t s[16], uint8_t key[11][16])
{
    for (int round = 10; round >= 1; round--) {
        add_key(s, key[round]);
        for (int i = 0; round < 10 && i < 3; i++) // three more of them undo one
            mix_columns(s);
        shift_rows(s, inverse, 3);
    }
    add_key(s, key[0]);
}

int main(int argc, char **argv)
{
    static uint8_t data[1 << 12], back[1 << 12];
    long n = bench_size(argc, argv);
    uint8_t key[16], round[11][16];
    uint64_t sum = 0;
    make_tables();
    for (int i = 0; i < 16; i++) {
        key[i] = (uint8_t)i;
        data[i] = (uint8_t)(i * 0x11);
    }
    expand(key, round);
    for (long i = 0; i < n; i++) {
        uint8_t *block = data + i * 16 % (long)sizeof data;
        uint8_t *copy = back + i * 16 % (long)sizeof back;
        encrypt(block, round);
        memcpy(copy, block, 16);
        if (i == 0) // the example of the standard
            printf("%02x%02x%02x%02x\n", block[0], block[1], block[2], block[3]);
        decrypt(copy, round);
        sum = mix_bytes(sum, copy, 4);
        if (i % 256 == 255)
            expand(block, round);
    }
    report(mix_bytes(sum, data, sizeof data));
    return 0;
}
