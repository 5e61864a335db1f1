/* The calls program without compressed instructions.
 * FLAGS: -march=rv64g */
#include "../calls.c"
