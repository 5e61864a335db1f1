/* The interpreter program without compressed instructions.
 * FLAGS: -march=rv64g */
#include "../interpreter.c"
