/* FLAGS: -march=armv8.3-a
 * AOT: --faults=exact
 */
#include "pac.c"
