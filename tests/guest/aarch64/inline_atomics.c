/* The atomics program with load-exclusive loops instead of library calls.
 * FLAGS: -mno-outline-atomics */
#include "../atomics.c"
