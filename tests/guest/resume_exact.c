/* AOT: --faults=exact
 * ARGS: 40 */
#include "resume.c"
