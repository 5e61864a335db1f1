/* FALLBACK: yes
 * AOT: --faults=exact */
#include "tagged_pointers.c"
