// Virtual calls, multiple and virtual inheritance, RTTI, member pointers, lambdas,
// std::function, variadic templates, operators.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <typeinfo>
#include <variant>
#include <vector>

namespace {

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
    virtual const char *name() const
    {
        return "shape";
    }
};
struct Square : Shape {
    double a;
    explicit Square(double x) : a(x) {}
    double area() const override
    {
        return a * a;
    }
    const char *name() const override
    {
        return "square";
    }
};
struct Circle : Shape {
    double r;
    explicit Circle(double x) : r(x) {}
    double area() const override
    {
        return 3 * r * r;
    }
};
struct Named {
    std::string label = "none";
    virtual void rename(const std::string &s)
    {
        label = s;
    }
    virtual ~Named() = default;
};
struct NamedSquare final : Square, Named {
    NamedSquare() : Square(3) {}
    void rename(const std::string &s) override
    {
        label = s + "!";
    }
    const char *name() const override
    {
        return label.c_str();
    }
};

struct Base {
    int b = 1;
    virtual int who()
    {
        return b;
    }
    virtual ~Base() = default;
};
struct Left : virtual Base {
    int l = 2;
    int who() override
    {
        return l * 10 + b;
    }
};
struct Right : virtual Base {
    int r = 3;
    virtual int right()
    {
        return r * 100;
    }
};
struct Bottom : Left, Right {
    int d = 4;
    int who() override
    {
        return Left::who() + Right::right() + d;
    }
};

template <typename... T> int total(T... t)
{
    return (0 + ... + static_cast<int>(t));
}

struct Matrix {
    long a, b, c, d;
    Matrix operator*(const Matrix &o) const
    {
        return {a * o.a + b * o.c, a * o.b + b * o.d, c * o.a + d * o.c, c * o.b + d * o.d};
    }
};

struct Counter {
    int n = 0;
    int step(int k)
    {
        return n += k;
    }
};

} // namespace

int main()
{
    std::vector<std::unique_ptr<Shape>> shapes;
    for (int i = 0; i < 9; i++)
        if (i % 3 == 0)
            shapes.push_back(std::make_unique<Square>(i));
        else if (i % 3 == 1)
            shapes.push_back(std::make_unique<Circle>(i));
        else
            shapes.push_back(std::make_unique<NamedSquare>());
    double sum = 0;
    for (auto &s : shapes) {
        if (auto *n = dynamic_cast<Named *>(s.get()))
            n->rename("n" + std::to_string(int(sum)));
        sum += s->area();
        std::printf("%s:%g%s ", s->name(), s->area(),
                    typeid(*s) == typeid(Circle) ? " circle" : "");
    }
    std::printf("\n%g\n", sum);

    Bottom bottom;
    Base *base = &bottom;
    Right *right = &bottom;
    std::printf("%d %d %d %d\n", base->who(), right->who(), right->right(),
                dynamic_cast<Left *>(right) == static_cast<Left *>(&bottom));
    try {
        (void)dynamic_cast<Right &>(*std::make_unique<Left>());
    } catch (const std::bad_cast &) {
        std::printf("bad cast\n");
    }

    int captured = 10;
    std::function<int(int)> f = [&captured](int x) { return captured += x; };
    auto twice = [](auto g, int x) { return g(g(x)); };
    std::printf("%d %d %d\n", f(5), twice(f, 1), captured);
    std::function<long(int)> fact = [&](int n) { return n < 2 ? 1L : n * fact(n - 1); };
    std::printf("%ld %d\n", fact(20), total(1, 2.5, 'c', true));

    int (Counter::*step)(int) = &Counter::step;
    int Counter::*field = &Counter::n;
    Counter c;
    (c.*step)(3);
    (c.*step)(4);
    std::printf("%d\n", c.*field);

    Matrix m{1, 1, 1, 0}, r{1, 0, 0, 1};
    for (int i = 0; i < 80; i++)
        r = r * m;
    std::printf("%ld\n", r.b);

    std::variant<int, std::string, double> v = 3;
    for (int i = 0; i < 3; i++) {
        std::visit([](auto &x) {
            if constexpr (std::is_same_v<std::decay_t<decltype(x)>, std::string>)
                std::printf("string %s\n", x.c_str());
            else
                std::printf("number %g\n", double(x));
        }, v);
        if (i == 0)
            v = std::string("text");
        else
            v = 2.5;
    }
    auto shared = std::make_shared<int>(5);
    std::weak_ptr<int> weak = shared;
    auto again = shared;
    std::printf("%ld %d\n", shared.use_count(), weak.expired());
    shared.reset();
    again.reset();
    std::printf("%d\n", weak.expired());
    return 0;
}
