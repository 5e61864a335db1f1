/* SPDX-License-Identifier: GPL-2.0-or-later */
/* addr_set.c: sets and lists of addresses. */
#include "discover.h"
#include "xalloc.h"

#include <stdlib.h>

bool addr_set_has(const struct addr_set *s, uint64_t a)
{
    if (s->nslots == 0) {
        return false;
    }
    for (size_t i = (a * 0x9e3779b97f4a7c15u) & (s->nslots - 1); s->slots[i];
         i = (i + 1) & (s->nslots - 1)) {
        if (s->slots[i] == a) {
            return true;
        }
    }
    return false;
}

bool addr_set_add(struct addr_set *s, uint64_t a)
{
    if (a == 0 || addr_set_has(s, a)) {
        return false;
    }
    if ((s->n + 1) * 2 > s->nslots) {
        struct addr_set old = *s;
        s->nslots = old.nslots ? old.nslots * 2 : 1024;
        s->slots = xcalloc(s->nslots, sizeof(*s->slots));
        s->n = 0;
        for (size_t i = 0; i < old.nslots; i++) {
            if (old.slots[i]) {
                addr_set_add(s, old.slots[i]);
            }
        }
        free(old.slots);
    }
    size_t i = (a * 0x9e3779b97f4a7c15u) & (s->nslots - 1);
    while (s->slots[i]) {
        i = (i + 1) & (s->nslots - 1);
    }
    s->slots[i] = a;
    s->n++;
    return true;
}

int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

uint64_t *addr_set_sorted(const struct addr_set *s, size_t *n)
{
    uint64_t *list = xcalloc(s->n + 1, sizeof(*list));

    *n = 0;
    for (size_t i = 0; i < s->nslots; i++) {
        if (s->slots[i]) {
            list[(*n)++] = s->slots[i];
        }
    }
    qsort(list, *n, sizeof(*list), compare_u64);
    return list;
}

void addr_set_clear(struct addr_set *s)
{
    free(s->slots);
    *s = (struct addr_set){0};
}

void worklist_push(struct worklist *w, uint64_t a)
{
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 256;
        w->items = xrealloc(w->items, w->cap, sizeof(*w->items));
    }
    w->items[w->n++] = a;
}
