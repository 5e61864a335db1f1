// An exception that nobody catches: a message and SIGABRT.
// STATUS: signal 6
#include <cstdio>
#include <stdexcept>

int main()
{
    std::printf("before\n");
    std::fflush(stdout);
    throw std::runtime_error("nobody listens");
}
