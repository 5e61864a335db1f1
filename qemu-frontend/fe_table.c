/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fe_table.c: the guests of this build. */
#include "frontend.h"

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
