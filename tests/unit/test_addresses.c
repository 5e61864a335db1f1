/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_addresses.c: the index of addresses against a list that is searched. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX = 3000 };

static unsigned nchecks, nfailed;

static void check(size_t got, size_t want, uint64_t addr, size_t n)
{
    nchecks++;
    if (got != want) {
        nfailed++;
        fprintf(stderr, "%zu addresses: 0x%llx is at %zu, not %zu\n", n,
                (unsigned long long)addr, got, want);
    }
}

static size_t search(const uint64_t *list, size_t n, uint64_t addr)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == addr) {
            return i;
        }
    }
    return n;
}

/* N addresses, each STEP further, or anywhere if STEP is 0. */
static void test(size_t n, uint64_t start, uint64_t step)
{
    static uint64_t list[MAX];
    struct addr_index x = {0};

    addr_index_init(&x, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t any = (uint64_t)random() << 33 ^ (uint64_t)random() << 2;
        list[i] = step ? start + i * step : any;
        if (search(list, i, list[i]) < i) {
            list[i] = start + i; /* no address twice; not a multiple of 4 */
        }
        addr_index_add(&x, list[i], i);
    }
    for (size_t i = 0; i < n; i++) {
        check(addr_index_find(&x, list[i], n), i, list[i], n);
        uint64_t other = list[i] + (step ? step / 2 : 4);
        check(addr_index_find(&x, other, n), search(list, n, other), other, n);
    }
    check(addr_index_find(&x, 0, n), search(list, n, 0), 0, n);
    addr_index_free(&x);
}

int main(void)
{
    const struct addr_index none = {0};

    check(addr_index_find(&none, 4, 7), 7, 4, 0);
    for (size_t n = 0; n < 70; n++) {
        test(n, 0, 4);
        test(n, 0x400001, 0);
    }
    test(MAX, 0x400000, 2);
    test(MAX, 0x400000, 1 << 20);
    test(MAX, 0xffffffffff000001, 0);
    if (nfailed) {
        fprintf(stderr, "%u of %u checks failed\n", nfailed, nchecks);
        return 1;
    }
    printf("%u checks passed\n", nchecks);
    return 0;
}
