/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward.h: wide loads of what narrower stores have just written. */
#ifndef HQEMU_FORWARD_H
#define HQEMU_FORWARD_H

#include <llvm-c/Core.h>

/* After LLVM's passes. Any thread, on modules of its own. */
void forward_stores(LLVMModuleRef mod);

#endif
