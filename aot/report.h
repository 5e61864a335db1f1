/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.h: what became of the program. Main thread only. */
#ifndef HQEMU_REPORT_H
#define HQEMU_REPORT_H

#include "codegen.h"
#include "options.h"
#include "program.h"

struct report_facts {
    double discover_seconds, codegen_seconds, link_seconds; /* wall clock */
    uint64_t output_size;                                   /* bytes; 0: not known */
    size_t nentries; /* places where translated code can be entered */
};

/* The one-line summary, to stderr. */
void report_summary(const struct program *p, const struct options *o,
                    const struct report_facts *f);
/* --report, to stdout. 0, or 1 after a message. */
int report_print(const struct program *p, const struct options *o,
                 const struct report_facts *f);
/* -d elf and -d blocks, -d tcg. */
void report_dumps(const struct program *p, const struct options *o);

#endif
