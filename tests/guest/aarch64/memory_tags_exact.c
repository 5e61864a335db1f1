/* FLAGS: -march=armv8.5-a+memtag
 * FALLBACK: yes
 * AOT: --faults=exact */
#include "memory_tags.c"
