// SPDX-License-Identifier: GPL-2.0-or-later
// std::sort, stable_sort, heaps and binary search over vectors.
// bench: class=int n=30 quick=7

#include "bench.h"
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 4321, sum = 0;
    for (long r = 0; r < n; r++) {
        std::vector<uint32_t> numbers(100000);
        for (auto &x : numbers)
            x = (uint32_t)(rng(&seed) >> 40);
        auto by_low_bits = [](uint32_t a, uint32_t b) { return (a & 0xff) < (b & 0xff); };
        std::stable_sort(numbers.begin(), numbers.end(), by_low_bits);
        sum = mix(sum, numbers[numbers.size() / 3]);
        std::sort(numbers.begin(), numbers.end());
        for (uint32_t i = 0; i < 20000; i++)
            sum += std::binary_search(numbers.begin(), numbers.end(), i * 800);
        std::make_heap(numbers.begin(), numbers.end(), std::greater<>());
        for (int i = 0; i < 20000; i++) {
            std::pop_heap(numbers.begin(), numbers.end() - i, std::greater<>());
            sum += numbers[numbers.size() - 1 - (size_t)i];
        }

        std::vector<std::string> words(8000);
        for (auto &w : words)
            w = "w" + std::to_string(rng(&seed) >> 44);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        sum = mix(sum,
                  std::accumulate(words.begin(), words.end(), words.size(),
                                  [](size_t s, const std::string &w) { return s * 3 + w[1]; }));
    }
    report(sum);
    return 0;
}
