/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fe_block.c: what can be said of blocks without any frontend.
 */
#include "frontend.h"

#include <stdlib.h>

const char *fe_opcode_name(unsigned opc)
{
    static const char *const names[] = {
#define OP(name, o, i, c) #name,
#include "tcg_opcodes.def"
#undef OP
    };
    return opc < FE_NB_OPS ? names[opc] : "?";
}

void fe_block_free(struct fe_block *b)
{
    if (b) {
        free(b->ops);
        free(b->args);
        free(b->temps);
        free(b);
    }
}
