// SPDX-License-Identifier: GPL-2.0-or-later
// Sums and sorts doubles through layers of C++ abstraction: wrapped values,
// iterators and function objects that an optimiser should see through.
// bench: class=fp n=2500 quick=600

#include "bench.h"
#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <vector>

struct wrapped {
    double value;
    wrapped(double v = 0) : value(v) {}
    wrapped operator+(const wrapped &o) const
    {
        return wrapped(value + o.value);
    }
    wrapped operator*(const wrapped &o) const
    {
        return wrapped(value * o.value);
    }
    bool operator<(const wrapped &o) const
    {
        return value < o.value;
    }
};

template <class T> struct doubly {
    T inner;
    doubly(double v = 0) : inner(v) {}
    doubly(const T &t) : inner(t) {}
    doubly operator+(const doubly &o) const
    {
        return doubly(inner + o.inner);
    }
    doubly operator*(const doubly &o) const
    {
        return doubly(inner * o.inner);
    }
    bool operator<(const doubly &o) const
    {
        return inner < o.inner;
    }
};

static double plain(double x)
{
    return x;
}
static double plain(const wrapped &x)
{
    return x.value;
}
template <class T> static double plain(const doubly<T> &x)
{
    return plain(x.inner);
}

// An iterator that only forwards, and one that walks backwards over any other.
template <class It> struct forwarding {
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = typename std::iterator_traits<It>::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = value_type *;
    using reference = value_type &;
    It it;
    reference operator*() const
    {
        return *it;
    }
    forwarding &operator++()
    {
        ++it;
        return *this;
    }
    forwarding &operator--()
    {
        --it;
        return *this;
    }
    bool operator==(const forwarding &o) const
    {
        return it == o.it;
    }
    bool operator!=(const forwarding &o) const
    {
        return it != o.it;
    }
};

template <class It, class T, class F>
static __attribute__((noinline)) T fold(It from, It to, T t, F f)
{
    for (; from != to; ++from)
        t = f(t, *from);
    return t;
}

template <class T> static double sums(std::vector<T> &data)
{
    using it = typename std::vector<T>::iterator;
    using forward = forwarding<it>;
    using backward = std::reverse_iterator<forward>;
    forward first{data.begin()}, last{data.end()};
    T a = fold(data.begin(), data.end(), T(0.0), std::plus<T>());
    T b = fold(first, last, T(0.0), [](const T &x, const T &y) { return x + y * y; });
    T c = fold(backward(last), backward(first), T(1.0),
               [](const T &x, const T &y) { return x * T(0.5) + y; });
    return plain(a) + plain(b) + plain(c);
}

template <class T> static double sorts(const std::vector<double> &numbers)
{
    std::vector<T> data(numbers.begin(), numbers.end());
    std::sort(data.begin(), data.begin() + 1500);
    auto least = std::min_element(data.begin() + 1500, data.end());
    return plain(data[700]) + plain(*least);
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint64_t seed = 107, sum = 0;
    std::vector<double> numbers(2000);
    for (long r = 0; r < n; r++) {
        for (size_t i = (size_t)r % 3; i < numbers.size(); i += 3)
            numbers[i] = rng_double(&seed);
        std::vector<wrapped> one(numbers.begin(), numbers.end());
        std::vector<doubly<doubly<wrapped>>> three(numbers.begin(), numbers.end());
        sum = mix_double(sum, sums(numbers));
        sum = mix_double(sum, sums(one));
        sum = mix_double(sum, sums(three));
        sum = mix_double(sum, sorts<wrapped>(numbers));
        sum = mix_double(sum, sorts<doubly<wrapped>>(numbers));
    }
    report(sum);
    return 0;
}
