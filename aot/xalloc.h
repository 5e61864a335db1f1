/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xalloc.h: memory, or the end of the translator with one line and status 1. For all whose size
 * follows from a program that has been read; the reader of files (elf_image.c) gives an error
 * of its own. What these give is the caller's, to be given to free(). Any thread; not in a
 * signal handler.
 */
#ifndef HQEMU_XALLOC_H
#define HQEMU_XALLOC_H

#include <stddef.h>

/* Sizes are in bytes, N and SIZE those of an array and of an element. Never NULL, except
 * perhaps for 0 bytes. */
void *xmalloc(size_t bytes) __attribute__((malloc));
void *xcalloc(size_t n, size_t size) __attribute__((malloc));
void *xrealloc(void *array, size_t n, size_t size);
char *xstrdup(const char *s) __attribute__((malloc));
/* Room for one more element in an array that holds N of SIZE bytes: ARRAY, or where it is now.
 * The array is only grown by this, so that its room is always the next power of two, and need
 * not be kept. */
void *xgrow(void *array, size_t n, size_t size);
/* Has FN called before such an end, by the thread that has found no memory. Before other
 * threads are started. */
void xalloc_at_end(void (*fn)(void));

#endif
