// SPDX-License-Identifier: GPL-2.0-or-later
// Linear feedback shift registers: a chain of dependent shifts and masks.
// bench: class=int n=250000000

#include "bench.h"

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint32_t galois = 0xace1u, fibonacci = 0x1234567u;
    uint64_t sum = 0;
    for (long i = 0; i < n; i++) {
        galois = (galois >> 1) ^ (-(galois & 1) & 0xa3000000u);
        uint32_t bit =
            (fibonacci ^ (fibonacci >> 10) ^ (fibonacci >> 30) ^ (fibonacci >> 31)) & 1;
        fibonacci = (fibonacci << 1) | bit;
        sum += galois ^ fibonacci;
    }
    report(mix(sum, galois));
    return 0;
}
