/* Calls and jumps as compilers emit them for far targets, auipc and jalr, which the linker is not
 * to make shorter.
 * FLAGS: -O2
 * VARIANTS: O2 stripped
 * LDFLAGS: -Wl,--no-relax */
#define main calls_main
#include "../calls.c"
#undef main
#define main tails_main
#include "../tail_calls.c"
#undef main
#define main zeros_main
#define calls zeros_calls
#define mix zeros_mix
#include "../count_zeros.c"
#undef main

int main(void)
{
    return calls_main() | tails_main() | zeros_main();
}
