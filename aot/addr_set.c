/* SPDX-License-Identifier: GPL-2.0-or-later */
/* addr_set.c: sets, lists and indices of addresses. */
#include "discover.h"
#include "xalloc.h"

#include <stdlib.h>

static size_t hash(uint64_t a)
{
    uint64_t h = a * 0x9e3779b97f4a7c15u;
    return (size_t)(h ^ h >> 32);
}

bool addr_set_has(const struct addr_set *s, uint64_t a)
{
    if (s->nslots == 0) {
        return false;
    }
    for (size_t i = hash(a) & (s->nslots - 1); s->slots[i]; i = (i + 1) & (s->nslots - 1)) {
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
    size_t i = hash(a) & (s->nslots - 1);
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

void addr_index_init(struct addr_index *x, size_t n)
{
    x->nslots = 4;
    while (x->nslots < 2 * n) {
        x->nslots *= 2;
    }
    x->slots = xcalloc(x->nslots, sizeof(*x->slots));
}

static struct addr_slot *slot(const struct addr_index *x, uint64_t addr)
{
    size_t i = hash(addr) & (x->nslots - 1);

    while (x->slots[i].at && x->slots[i].addr != addr) {
        i = (i + 1) & (x->nslots - 1);
    }
    return &x->slots[i];
}

void addr_index_add(struct addr_index *x, uint64_t addr, size_t at)
{
    *slot(x, addr) = (struct addr_slot){addr, at + 1};
}

size_t addr_index_find(const struct addr_index *x, uint64_t addr, size_t none)
{
    if (x->nslots == 0) {
        return none;
    }
    const struct addr_slot *s = slot(x, addr);
    return s->at ? s->at - 1 : none;
}

void addr_index_free(struct addr_index *x)
{
    free(x->slots);
    *x = (struct addr_index){0};
}
