// Containers and algorithms of the standard library.
#include <algorithm>
#include <array>
#include <bitset>
#include <cstdio>
#include <deque>
#include <list>
#include <map>
#include <numeric>
#include <queue>
#include <random>
#include <set>
#include <stack>
#include <string>
#include <unordered_map>
#include <vector>

int main()
{
    std::mt19937_64 rng(12345);
    std::vector<long> v(3000);
    for (auto &x : v)
        x = long(rng() % 10000);
    std::vector<long> w = v;
    std::sort(v.begin(), v.end());
    std::stable_sort(w.begin(), w.end(), std::greater<>());
    std::printf("%ld %ld %d\n", v.front(), w.front(), std::equal(v.begin(), v.end(), w.rbegin()));
    v.erase(std::unique(v.begin(), v.end()), v.end());
    std::printf("unique %zu sum %ld\n", v.size(), std::accumulate(v.begin(), v.end(), 0L));
    auto it = std::lower_bound(v.begin(), v.end(), 5000);
    std::printf("bound %ld %ld\n", *it, long(it - v.begin()));
    std::nth_element(w.begin(), w.begin() + 1500, w.end());
    std::printf("median %ld max %ld\n", w[1500], *std::max_element(w.begin(), w.end()));
    std::rotate(v.begin(), v.begin() + 10, v.end());
    std::reverse(v.begin(), v.begin() + 100);
    std::partial_sum(v.begin(), v.end(), v.begin());
    std::printf("partial %ld\n", v.back());
    std::array<int, 5> perm{1, 2, 3, 4, 5};
    int n = 0;
    while (std::next_permutation(perm.begin(), perm.end()))
        n += perm[0] * perm[4];
    std::printf("permutations %d\n", n);

    std::map<std::string, int> count;
    std::unordered_map<long, std::vector<int>> groups;
    std::multiset<int> bag;
    for (int i = 0; i < 5000; i++) {
        count["k" + std::to_string(rng() % 300)]++;
        groups[long(rng() % 97)].push_back(i);
        bag.insert(int(rng() % 50));
    }
    int most = 0;
    std::string who;
    for (auto &[k, c] : count)
        if (c > most) {
            most = c;
            who = k;
        }
    std::size_t largest = 0;
    for (auto &g : groups)
        largest = std::max(largest, g.second.size());
    std::printf("%zu %s %d %zu %zu %zu\n", count.size(), who.c_str(), most, groups.size(), largest,
                bag.count(7));
    count.erase(count.begin(), count.find("k200"));
    std::printf("%zu %s\n", count.size(), count.begin()->first.c_str());

    std::deque<int> d;
    std::list<int> l;
    std::priority_queue<int, std::vector<int>, std::greater<int>> q;
    std::stack<int> s;
    for (int i = 0; i < 1000; i++) {
        if (i % 3)
            d.push_back(i);
        else
            d.push_front(i);
        l.insert(i % 2 ? l.begin() : l.end(), i);
        q.push(int(rng() % 100000));
        s.push(i);
    }
    l.sort();
    l.remove_if([](int x) { return x % 7 == 0; });
    long mix = 0;
    for (int i = 0; i < 500; i++) {
        mix = mix * 7 + q.top() + d[std::size_t(i)] - s.top();
        q.pop();
        s.pop();
    }
    std::printf("%ld %zu %d\n", mix, l.size(), l.back());

    std::bitset<200> bits;
    for (std::size_t i = 2; i < 200; i++)
        bits[i] = true;
    for (std::size_t i = 2; i < 15; i++)
        if (bits[i])
            for (std::size_t k = i * i; k < 200; k += i)
                bits.reset(k);
    std::printf("primes %zu\n", bits.count());
    std::vector<bool> flags(1000);
    for (std::size_t i = 0; i < 1000; i += 7)
        flags[i] = !flags[i / 2];
    std::printf("flags %ld\n", long(std::count(flags.begin(), flags.end(), true)));

    std::uniform_int_distribution<int> die(1, 6);
    std::normal_distribution<double> bell(0, 1);
    std::mt19937 small(7);
    int rolls = 0;
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
        rolls += die(small);
        sum += bell(small);
    }
    std::printf("%d %a\n", rolls, sum);
    return 0;
}
