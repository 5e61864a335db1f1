/*
 * Tagged pointers in the guest's own string functions, which also add differences of pointers
 * to pointers. With exact faults, as other programs of the pack want them, nothing is done by
 * the host's functions.
 * FLAGS: -fno-builtin
 * AOT: --faults=exact
 * FALLBACK: yes
 */
#include "libc_tagged.c"
