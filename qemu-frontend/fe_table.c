/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fe_table.c: the guests of this build, and names that all of them share. */
#include "frontend.h"

#include <stdlib.h>

/* GUEST(name): one line for each guest, written by the build. */
#define GUEST(name) struct fe *fe_entry_##name(void);
#include "guests.def"
#undef GUEST

const char *const fe_names[] = {
#define GUEST(name) #name,
#include "guests.def"
#undef GUEST
    NULL,
};

struct fe *fe_for_machine(uint16_t machine)
{
    struct fe *(*const entries[])(void) = {
#define GUEST(name) fe_entry_##name,
#include "guests.def"
#undef GUEST
    };
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        struct fe *fe = entries[i]();
        if (fe->machine == machine) {
            return fe;
        }
    }
    return NULL;
}

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
