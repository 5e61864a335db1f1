/* SPDX-License-Identifier: GPL-2.0-or-later */
/* codegen.h: lifting, optimising and emitting all functions, on all cores. */
#ifndef HQEMU_CODEGEN_H
#define HQEMU_CODEGEN_H

#include "options.h"
#include "program.h"
#include "target.h"

struct codegen_result {
    char **objects; /* paths of object files in the work folder */
    size_t nobjects;
    size_t nentries; /* places where translated code can be entered */
};

/*
 * Translates P's functions into object files in DIR, for the CPU HOST. Functions that cannot be
 * lifted or do not verify get f->rejected set. Returns 0, or -1 with a message in
 * ERR; the caller frees *RESULT in both cases. The result does not depend on the number of
 * threads. Main thread only: starts o->jobs others, and waits for them.
 */
int codegen(const struct program *p, const struct options *o, const struct target *host,
            const char *dir, struct codegen_result *result, char *err, size_t errlen);
void codegen_result_free(struct codegen_result *r);

#endif
