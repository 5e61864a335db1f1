// Order of construction and destruction of static objects, constructor attributes
// with priorities, function-local statics, atexit among them.
// PACK: no
#include <cstdio>
#include <cstdlib>

struct Loud {
    const char *name;
    explicit Loud(const char *n) : name(n)
    {
        std::printf("+%s\n", n);
    }
    ~Loud()
    {
        std::printf("-%s\n", name);
    }
};

static int computed = std::puts("initialiser");
Loud first("first"), second("second");
Loud early __attribute__((init_priority(200))) = Loud("early");
static int counter;
static int next = ++counter;

__attribute__((constructor(150))) static void before()
{
    std::puts("constructor 150");
}
__attribute__((destructor(150))) static void after()
{
    std::puts("destructor 150");
}

static Loud &lazy()
{
    static Loud l("lazy");
    return l;
}

template <int N> struct Chain {
    static int value;
};
template <int N> int Chain<N>::value = Chain<N - 1>::value * 2 + counter;
template <> int Chain<0>::value = computed > 0;

int main()
{
    std::puts("main");
    lazy();
    lazy();
    std::atexit([] { std::puts("atexit"); });
    std::printf("%d %d %d\n", next, Chain<4>::value, counter);
    Loud local("local");
    std::exit(0);
}
