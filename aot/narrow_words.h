/* SPDX-License-Identifier: GPL-2.0-or-later */
/* narrow_words.h: see narrow_words.c. */
#ifndef HQEMU_NARROW_WORDS_H
#define HQEMU_NARROW_WORDS_H

#include <llvm-c/Core.h>

/* Makes arithmetic on shifted 32-bit integers such on plain ones. After LLVM's passes, which
 * would undo it. Any thread, on modules of its own. */
void narrow_words(LLVMModuleRef mod);

#endif
