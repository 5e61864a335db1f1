// SPDX-License-Identifier: GPL-2.0-or-later
// Virtual calls on a shuffled array of shapes.
// bench: class=int n=4000 quick=1000

#include "bench.h"
#include <memory>
#include <vector>

struct shape {
    virtual ~shape() = default;
    virtual uint64_t area() const = 0;
    virtual void grow(unsigned by) = 0;
};

struct square : shape {
    unsigned side = 1;
    uint64_t area() const override
    {
        return (uint64_t)side * side;
    }
    void grow(unsigned by) override
    {
        side = (side + by) & 0xfff;
    }
};

struct rectangle : square {
    unsigned width = 3;
    uint64_t area() const override
    {
        return (uint64_t)side * width;
    }
};

struct triangle : shape {
    unsigned base = 2, height = 5;
    uint64_t area() const override
    {
        return (uint64_t)base * height / 2;
    }
    void grow(unsigned by) override
    {
        base = (base + by) & 0x7ff;
        height ^= by;
    }
};

struct cube : square {
    uint64_t area() const override
    {
        return 6 * square::area();
    }
    void grow(unsigned by) override
    {
        square::grow(by + 1);
    }
};

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 9, sum = 0;
    std::vector<std::unique_ptr<shape>> shapes;
    for (int i = 0; i < 10000; i++) {
        switch (rng(&seed) >> 62) {
        case 0: shapes.push_back(std::make_unique<square>()); break;
        case 1: shapes.push_back(std::make_unique<rectangle>()); break;
        case 2: shapes.push_back(std::make_unique<triangle>()); break;
        default: shapes.push_back(std::make_unique<cube>()); break;
        }
    }
    for (long i = 0; i < n; i++)
        for (auto &s : shapes) {
            s->grow((unsigned)i & 7);
            sum += s->area();
        }
    report(sum);
    return 0;
}
