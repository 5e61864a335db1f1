/* AOT: --faults=exact */
#include "tagged_pointers.c"
