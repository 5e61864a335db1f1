// std::thread, mutex, condition_variable, future, async, atomic, call_once,
// thread_local, shared_mutex.
// Landing pads are not discovered.
// FALLBACK: sometimes
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <mutex>
#include <numeric>
#include <queue>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

thread_local std::vector<int> mine;
std::atomic<int> destroyed;

struct Local {
    ~Local()
    {
        destroyed++;
    }
};
thread_local Local local;

class Pool {
    std::queue<std::packaged_task<long()>> tasks;
    std::mutex m;
    std::condition_variable cv;
    std::vector<std::thread> threads;
    bool stop = false;

    void run()
    {
        for (;;) {
            std::packaged_task<long()> t;
            {
                std::unique_lock<std::mutex> l(m);
                cv.wait(l, [&] { return stop || !tasks.empty(); });
                if (tasks.empty())
                    return;
                t = std::move(tasks.front());
                tasks.pop();
            }
            t();
        }
    }

  public:
    explicit Pool(int n)
    {
        for (int i = 0; i < n; i++)
            threads.emplace_back([this] { run(); });
    }
    std::future<long> add(std::function<long()> f)
    {
        std::packaged_task<long()> t(std::move(f));
        auto r = t.get_future();
        std::lock_guard<std::mutex> l(m);
        tasks.push(std::move(t));
        cv.notify_one();
        return r;
    }
    ~Pool()
    {
        {
            std::lock_guard<std::mutex> l(m);
            stop = true;
        }
        cv.notify_all();
        for (auto &t : threads)
            t.join();
    }
};

} // namespace

int main()
{
    std::vector<std::thread> t;
    std::mutex m;
    long sum = 0;
    std::atomic<long> fast{0};
    std::once_flag once;
    for (int i = 0; i < 4; i++)
        t.emplace_back([&, i] {
            std::call_once(once, [] { std::printf("once\n"); });
            (void)&local;
            for (int k = 0; k < 2000; k++) {
                mine.push_back(k * i);
                fast.fetch_add(k, std::memory_order_relaxed);
            }
            std::lock_guard<std::mutex> l(m);
            sum += std::accumulate(mine.begin(), mine.end(), 0L);
        });
    for (auto &x : t)
        x.join();
    std::printf("%ld %ld %zu\n", sum, fast.load(), mine.size());

    {
        Pool pool(3);
        std::vector<std::future<long>> r;
        for (long i = 0; i < 40; i++)
            r.push_back(pool.add([i]() -> long {
                if (i == 17)
                    throw std::runtime_error("task 17");
                long s = 0;
                for (long k = 0; k < 1000; k++)
                    s += k * i % 7;
                return s;
            }));
        long total = 0;
        for (auto &f : r)
            try {
                total += f.get();
            } catch (const std::exception &e) {
                std::printf("%s\n", e.what());
            }
        std::printf("%ld\n", total);
    }

    auto a = std::async(std::launch::async, [] { return 6; });
    auto b = std::async(std::launch::deferred, [] { return 7; });
    std::promise<std::string> p;
    auto f = p.get_future();
    std::thread setter([&] { p.set_value("promised"); });
    std::printf("%d %s\n", a.get() * b.get(), f.get().c_str());
    setter.join();

    std::shared_mutex sm;
    int value = 0, bad = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; i++)
        readers.emplace_back([&] {
            for (int k = 0; k < 200; k++) {
                std::shared_lock<std::shared_mutex> l(sm);
                if (value % 2)
                    bad++;
            }
        });
    for (int k = 0; k < 200; k++) {
        std::unique_lock<std::shared_mutex> l(sm);
        value++;
        value++;
    }
    for (auto &x : readers)
        x.join();
    std::printf("%d %d\n", value, bad);
    return 0;
}
