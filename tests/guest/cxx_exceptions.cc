// C++ exceptions: nested, rethrown, through many frames and C callbacks, with
// destructors, in constructors, exception_ptr, in threads, function try blocks.
// Landing pads are not discovered.
// FALLBACK: sometimes
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

int alive;

struct Tracker {
    int id;
    explicit Tracker(int i) : id(i)
    {
        alive++;
    }
    ~Tracker()
    {
        alive--;
        if (id < 3)
            std::printf("~%d ", id);
    }
};

struct Special : std::runtime_error {
    int code;
    Special(const std::string &s, int c) : std::runtime_error(s), code(c) {}
};

[[gnu::noinline]] int thrower(int n)
{
    Tracker t(n);
    if (n == 0)
        throw Special("bottom", 42);
    return thrower(n - 1) + 1;
}

[[gnu::noinline]] int catcher(int kind)
{
    try {
        switch (kind) {
        case 0: throw 1;
        case 1: throw 2.5;
        case 2: throw "text";
        case 3: throw std::out_of_range("range");
        case 4: return std::vector<int>().at(5);
        case 5: return std::stoi("no number");
        case 6: throw std::make_unique<int>(7);
        case 7: return *new int[std::size_t(-1) / 8 - (kind != 7)];
        default: return 100;
        }
    } catch (int i) {
        return i;
    } catch (double d) {
        return int(d * 10);
    } catch (const char *s) {
        return s[0];
    } catch (const std::out_of_range &) {
        return 200;
    } catch (const std::logic_error &) {
        return 300;
    } catch (const std::unique_ptr<int> &p) {
        return *p;
    } catch (const std::bad_alloc &) {
        return 400;
    } catch (...) {
        return -1;
    }
}

int compare(const void *a, const void *b)
{
    int x = *static_cast<const int *>(a), y = *static_cast<const int *>(b);
    if (x == 3 || y == 3)
        throw x + y;
    return x - y;
}

struct Member {
    explicit Member(int n)
    {
        if (n > 1)
            throw n;
    }
};

struct Whole {
    Tracker t{1};
    Member m;
    explicit Whole(int n) try : m(n) {
    } catch (int i) {
        throw i * 10;
    }
};

} // namespace

int main()
{
    try {
        thrower(50);
    } catch (const Special &e) {
        std::printf("caught %s %d, alive %d\n", e.what(), e.code, alive);
    }
    for (int i = 0; i < 9; i++)
        std::printf("%d ", catcher(i));
    std::printf("\n");

    try {
        try {
            throw std::runtime_error("inner");
        } catch (std::exception &e) {
            std::printf("first %s\n", e.what());
            try {
                std::throw_with_nested(std::logic_error("outer"));
            } catch (std::exception &f) {
                try {
                    std::rethrow_if_nested(f);
                } catch (std::exception &g) {
                    std::printf("nested %s in %s\n", g.what(), f.what());
                }
                throw;
            }
        }
    } catch (std::logic_error &e) {
        std::printf("again %s, uncaught %d\n", e.what(), std::uncaught_exceptions());
    }

    try {
        Whole w(5);
    } catch (int i) {
        std::printf("constructor %d alive %d\n", i, alive);
    }
    std::exception_ptr p;
    std::thread([&] {
        try {
            thrower(5);
        } catch (...) {
            p = std::current_exception();
        }
    }).join();
    try {
        std::rethrow_exception(p);
    } catch (const Special &e) {
        std::printf("from a thread %d\n", e.code);
    }

    long sum = 0;
    for (int i = 0; i < 2000; i++)
        try {
            sum += i % 3 ? i : throw i;
        } catch (int j) {
            sum -= j;
        }
    std::printf("%ld\n", sum);
    int list[] = {4, 1, 2};
    try {
        std::qsort(list, 3, sizeof *list, [](const void *a, const void *b) { return compare(a, b); });
        std::printf("%d %d %d\n", list[0], list[1], list[2]);
    } catch (int i) {
        std::printf("left qsort with %d\n", i);
    }
    std::printf("alive %d\n", alive);
    return 0;
}
