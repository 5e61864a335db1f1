/* The atomics program with the large-system-extension instructions.
 * FLAGS: -march=armv8.1-a */
#include "../atomics.c"
