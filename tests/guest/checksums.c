/* SHA-256, MD5, ChaCha20 and AES written in plain C: rotates, tables, mixing. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t rol(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static void hex(const char *what, const uint8_t *p, int n)
{
    printf("%-8s ", what);
    while (n--)
        printf("%02x", *p++);
    printf("\n");
}

static const uint32_t prime_roots[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha256(const uint8_t *p, size_t n, uint8_t out[32])
{
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (size_t at = 0; at < n + 9; at += 64) {
        uint8_t block[64] = {0};
        uint32_t w[64], v[8];
        if (at < n)
            memcpy(block, p + at, n - at < 64 ? n - at : 64);
        if (at <= n && n - at < 64)
            block[n - at] = 0x80;
        if (at + 64 >= n + 9)
            for (int i = 0; i < 8; i++)
                block[63 - i] = (uint64_t)n * 8 >> i * 8;
        for (int i = 0; i < 64; i++)
            w[i] = i < 16 ? (uint32_t)block[i * 4] << 24 | block[i * 4 + 1] << 16 |
                                block[i * 4 + 2] << 8 | block[i * 4 + 3]
                          : w[i - 16] + w[i - 7] +
                                (rol(w[i - 15], 25) ^ rol(w[i - 15], 14) ^ w[i - 15] >> 3) +
                                (rol(w[i - 2], 15) ^ rol(w[i - 2], 13) ^ w[i - 2] >> 10);
        memcpy(v, h, sizeof h);
        for (int i = 0; i < 64; i++) {
            uint32_t t1 = v[7] + (rol(v[4], 26) ^ rol(v[4], 21) ^ rol(v[4], 7)) +
                          ((v[4] & v[5]) ^ (~v[4] & v[6])) + prime_roots[i] + w[i];
            uint32_t t2 = (rol(v[0], 30) ^ rol(v[0], 19) ^ rol(v[0], 10)) +
                          ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            memmove(v + 1, v, 28);
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (int i = 0; i < 8; i++)
            h[i] += v[i];
    }
    for (int i = 0; i < 32; i++)
        out[i] = h[i / 4] >> (24 - i % 4 * 8);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
    x[a] += x[b]; x[d] = rol(x[d] ^ x[a], 16);
    x[c] += x[d]; x[b] = rol(x[b] ^ x[c], 12);
    x[a] += x[b]; x[d] = rol(x[d] ^ x[a], 8);
    x[c] += x[d]; x[b] = rol(x[b] ^ x[c], 7);
}

static void chacha(uint32_t x[16])
{
    uint32_t s[16];
    memcpy(s, x, sizeof s);
    for (int i = 0; i < 10; i++) {
        quarter(x, 0, 4, 8, 12);
        quarter(x, 1, 5, 9, 13);
        quarter(x, 2, 6, 10, 14);
        quarter(x, 3, 7, 11, 15);
        quarter(x, 0, 5, 10, 15);
        quarter(x, 1, 6, 11, 12);
        quarter(x, 2, 7, 8, 13);
        quarter(x, 3, 4, 9, 14);
    }
    for (int i = 0; i < 16; i++)
        x[i] += s[i];
}

static uint8_t sbox[256];

static void make_sbox(void)
{
    uint8_t p = 1, q = 1;
    do {
        p = p ^ (uint8_t)(p << 1) ^ (p & 0x80 ? 0x1b : 0);
        q ^= q << 1;
        q ^= q << 2;
        q ^= q << 4;
        q ^= q & 0x80 ? 0x09 : 0;
        uint8_t x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^
                    (q << 4 | q >> 4);
        sbox[p] = x ^ 0x63;
    } while (p != 1);
    sbox[0] = 0x63;
}

static uint8_t twice(uint8_t x)
{
    return x << 1 ^ (x >> 7) * 0x1b;
}

static void aes128(uint8_t s[16], const uint8_t key[16])
{
    uint8_t k[16], t[16], rc = 1;
    memcpy(k, key, 16);
    for (int round = 0;; round++) {
        for (int i = 0; i < 16; i++)
            s[i] ^= k[i];
        if (round == 10)
            return;
        for (int i = 0; i < 16; i++)
            t[i] = sbox[s[(i + i % 4 * 4) % 16]];
        for (int c = 0; c < 4; c++)
            for (int r = 0; r < 4; r++) {
                uint8_t *col = t + 4 * c;
                s[4 * c + r] = round == 9 ? col[r]
                                          : twice(col[r]) ^ twice(col[(r + 1) & 3]) ^
                                                col[(r + 1) & 3] ^ col[(r + 2) & 3] ^
                                                col[(r + 3) & 3];
            }
        for (int i = 0; i < 4; i++)
            k[i] ^= sbox[k[12 + (i + 1) % 4]] ^ (i ? 0 : rc);
        for (int i = 4; i < 16; i++)
            k[i] ^= k[i - 4];
        rc = twice(rc);
    }
}

int main(void)
{
    static uint8_t data[100000];
    uint8_t out[32];

    sha256((const uint8_t *)"abc", 3, out);
    hex("sha256", out, 32);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = i * i >> 3;
    sha256(data, sizeof data, out);
    hex("sha256", out, 32);

    uint32_t x[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    for (int i = 4; i < 16; i++)
        x[i] = i * 0x01010101;
    for (int i = 0; i < 1000; i++)
        chacha(x);
    hex("chacha", (uint8_t *)x, 64);

    make_sbox();
    uint8_t block[16], key[16];
    for (int i = 0; i < 16; i++) {
        block[i] = i * 17;
        key[i] = i;
    }
    aes128(block, key);
    hex("aes128", block, 16);
    for (int i = 0; i < 1000; i++)
        aes128(block, key);
    hex("aes128", block, 16);
    return 0;
}
