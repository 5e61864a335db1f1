/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vector_words.h: integers of 32 bits that are kept in vector registers. */
#ifndef HQEMU_VECTOR_WORDS_H
#define HQEMU_VECTOR_WORDS_H

#include <llvm-c/Core.h>

#include <stdbool.h>

/* After LLVM's passes and before scalar_phis(). Whether anything has changed: then there is
 * dead code. Any thread, on modules of its own. */
bool vector_words(LLVMModuleRef mod);

#endif
