/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sanitize.c: in builds with sanitizers only.
 *
 * The RCU threads of QEMU's frontends call malloc_trim(), which the sanitizers leave to the C
 * library, whose allocator nobody else uses then: two threads that come first may find it half
 * initialised and crash.
 */
#include <malloc.h>

int malloc_trim(size_t pad)
{
    (void)pad;
    return 0;
}
