// SPDX-License-Identifier: GPL-2.0-or-later
// std::map and std::unordered_map with integer and string keys.
// bench: class=int n=5

#include "bench.h"
#include <map>
#include <string>
#include <unordered_map>

static uint64_t integer_maps(uint64_t *seed)
{
    std::map<uint32_t, uint32_t> ordered;
    std::unordered_map<uint32_t, uint32_t> hashed;
    for (int i = 0; i < 60000; i++) {
        uint32_t key = (uint32_t)(rng(seed) >> 46);
        ordered[key] += 3;
        hashed[key] += 3;
    }
    uint64_t sum = 0;
    for (uint32_t key = 0; key < 1u << 18; key += 3) {
        auto at = ordered.lower_bound(key);
        if (at != ordered.end())
            sum = mix(sum, at->first + at->second);
        auto found = hashed.find(key);
        if (found != hashed.end())
            sum += found->second;
    }
    for (auto at = ordered.begin(); at != ordered.end();)
        at = at->first % 3 ? ordered.erase(at) : std::next(at);
    return mix(sum, ordered.size() + hashed.size());
}

static uint64_t string_maps(uint64_t *seed)
{
    std::map<std::string, unsigned> ordered;
    std::unordered_map<std::string, unsigned> hashed;
    for (int i = 0; i < 40000; i++) {
        std::string key = "entry-" + std::to_string(rng(seed) >> 51);
        ordered[key]++;
        hashed[key]++;
    }
    uint64_t sum = hashed.size();
    for (auto &[key, count] : ordered)
        sum = mix(sum, count + key.size() + hashed[key]);
    return sum;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 31, sum = 0;
    for (long i = 0; i < n; i++) {
        sum = mix(sum, integer_maps(&seed));
        sum = mix(sum, string_maps(&seed));
    }
    report(sum);
    return 0;
}
