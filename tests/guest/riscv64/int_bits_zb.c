/* The int_bits program with the bit-manipulation extensions.
 * FLAGS: -march=rv64gc_zba_zbb_zbc_zbs */
#include "../int_bits.c"
