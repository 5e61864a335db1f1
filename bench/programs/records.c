// SPDX-License-Identifier: GPL-2.0-or-later
// A system-programming mix: records, enumerations, short strings, small calls.
// bench: class=int n=28000000 quick=7000000

#include "bench.h"

enum kind { RED, GREEN, BLUE, GREY };

struct record {
    struct record *link;
    enum kind kind;
    int number;
    char text[32];
};

static struct record *current, *following;
static int global_number;
static int rows[50][50];

#define NOINLINE __attribute__((noinline))

static NOINLINE enum kind change_kind(enum kind k)
{
    switch (k) {
    case RED: return global_number > 100 ? RED : GREY;
    case GREEN: return BLUE;
    case BLUE: return GREEN;
    default: return RED;
    }
}

static NOINLINE int add_two(int a, int b)
{
    return a + 2 + b;
}

static NOINLINE int same_letter(char a, char b)
{
    char copy = a;
    if (copy != b)
        return 0;
    global_number++;
    return 1;
}

static NOINLINE int text_after(const char *a, const char *b)
{
    int i = 2;
    while (i <= 2)
        if (same_letter(a[i], b[i + 1]))
            i += 3;
        else
            i++;
    return strcmp(a, b) > 0 ? (global_number = i + 7, 1) : 0;
}

static NOINLINE void fill_rows(int *row, int cells[50][50], int at, int value)
{
    int i = at + 5;
    row[i] = value;
    row[i + 1] = row[i];
    row[i + 20] = i;
    for (int k = i; k <= i + 1; k++)
        cells[i][k] = i;
    cells[i][i - 1]++;
    cells[i + 10][i] = row[i];
}

static NOINLINE void follow(struct record *r)
{
    struct record *next = r->link;
    *next = *current;
    r->number = 5;
    next->number = r->number;
    next->link = r->link;
    if (next->kind == RED) {
        next->number = add_two(6, r->number & 7);
        next->kind = change_kind(r->kind);
    } else {
        *r = *next;
    }
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    static struct record a, b;
    int row[50] = {0}, x = 1, y = 2, z = 3;
    uint64_t sum = 0;
    current = &a;
    following = &b;
    a = (struct record){&b, RED, 40, "A PROGRAM OF RECORDS, FIRST"};
    for (long i = 0; i < n; i++) {
        char text[32] = "A PROGRAM OF RECORDS, SECOND";
        text[3] = (char)('A' + i % 5);
        a.kind = RED;
        a.link = &b;
        y = add_two(x, (int)(i & 15));
        int after = text_after(a.text, text);
        while (x < y) {
            z = 5 * x - y;
            x += 3;
        }
        fill_rows(row, rows, x & 7, z);
        follow(current);
        y = y * x;
        x = y / ((z & 7) + 3);
        x = (7 * (y - z) - x) & 0xff;
        sum = sum * 5 + (uint64_t)(x + after + b.number + (int)b.kind);
    }
    report(mix(mix_bytes(sum, row, sizeof row), (uint64_t)global_number));
    return 0;
}
