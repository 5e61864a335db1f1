/* The switches program without compressed instructions.
 * FLAGS: -march=rv64g */
#include "../switches.c"
