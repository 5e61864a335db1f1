// SPDX-License-Identifier: GPL-2.0-or-later
// Throws and catches, a few frames deep, with destructors on the way.
// bench: class=int n=140000 quick=35000

#include "bench.h"
#include <stdexcept>
#include <string>

static uint64_t destroyed;

struct guard {
    uint64_t weight;
    ~guard()
    {
        destroyed += weight;
    }
};

static __attribute__((noinline)) long deep(int depth, long i)
{
    guard g{(uint64_t)depth};
    if (depth)
        return deep(depth - 1, i) + 1;
    if (i % 3 == 0)
        throw std::runtime_error("three");
    if (i % 5 == 0)
        throw std::out_of_range(std::to_string(i));
    if (i % 7 == 0)
        throw i;
    return i;
}

static __attribute__((noinline)) long between(long i)
{
    try {
        return deep((int)(i % 6), i);
    } catch (const std::out_of_range &e) {
        if (i % 2)
            throw;
        return (long)std::string(e.what()).size();
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    for (long i = 0; i < n; i++) {
        try {
            sum = mix(sum, (uint64_t)between(i));
        } catch (const std::exception &e) {
            sum = mix(sum, (uint8_t)e.what()[0]);
        } catch (long value) {
            sum = mix(sum, (uint64_t)value * 2);
        }
    }
    report(mix(sum, destroyed));
    return 0;
}
