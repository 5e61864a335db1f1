/* FLAGS: -march=armv8.5-a+memtag
 * AOT: --faults=exact */
#include "memory_tags.c"
