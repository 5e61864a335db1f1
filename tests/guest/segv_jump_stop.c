/* The same where a handler stops translated code.
 * FALLBACK: yes
 * AOT: --faults=fallback
 * VARIANTS: O2 */
#include "segv_jump.c"
