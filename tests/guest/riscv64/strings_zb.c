/* The strings program with the bit-manipulation extensions.
 * FLAGS: -march=rv64gc_zba_zbb_zbs */
#include "../strings.c"
