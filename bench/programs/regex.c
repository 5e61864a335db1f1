// SPDX-License-Identifier: GPL-2.0-or-later
// A backtracking matcher: literals, '.', classes, '*', '+', '?', groups, '|'.
// bench: class=int n=350 quick=80

#include "bench.h"

// A pattern is parsed into nodes; a match continues with the node's `next`.
struct node {
    enum { CHAR, ANY, SET, SPLIT, END } kind;
    uint8_t c;
    uint8_t set[32];
    struct node *next, *other; // SPLIT tries next, then other
};

static struct node nodes[256];
static int used;
static const char *at; // parser position
static uint64_t steps;

static struct node *node(int kind, struct node *next)
{
    struct node *n = &nodes[used++];
    memset(n, 0, sizeof *n);
    n->kind = kind;
    n->next = next;
    return n;
}

// A piece of pattern: where to enter, and the node whose `next` leaves it.
struct piece {
    struct node *in, *out;
};

static struct piece parse_alternatives(void);

static struct piece parse_atom(void)
{
    struct node *n;
    char c = *at++;
    if (c == '(') {
        struct piece p = parse_alternatives();
        at++; // ')'
        return p;
    }
    if (c == '[') {
        n = node(SET, NULL);
        int negated = *at == '^';
        at += negated;
        while (*at != ']') {
            uint8_t from = (uint8_t)*at++, to = from;
            if (*at == '-') {
                to = (uint8_t)at[1];
                at += 2;
            }
            for (unsigned i = from; i <= to; i++)
                n->set[i / 8] |= (uint8_t)(1u << i % 8);
        }
        at++;
        for (int i = 0; negated && i < 32; i++)
            n->set[i] = (uint8_t)~n->set[i];
    } else {
        n = node(c == '.' ? ANY : CHAR, NULL);
        n->c = (uint8_t)c;
    }
    return (struct piece){n, n};
}

static struct piece parse_repeat(void)
{
    struct piece p = parse_atom();
    while (*at == '*' || *at == '+' || *at == '?') {
        char c = *at++;
        struct node *join = node(SPLIT, NULL); // leaves by `next`, no other
        struct node *split = node(SPLIT, p.in);
        split->other = join;
        p.out->next = c == '?' ? join : split;
        p = (struct piece){c == '+' ? p.in : split, join};
    }
    return p;
}

static struct piece parse_sequence(void)
{
    struct node *empty = node(SPLIT, NULL);
    struct piece all = {empty, empty};
    while (*at && *at != '|' && *at != ')') {
        struct piece p = parse_repeat();
        all.out->next = p.in;
        all.out = p.out;
    }
    return all;
}

static struct piece parse_alternatives(void)
{
    struct piece p = parse_sequence();
    while (*at == '|') {
        at++;
        struct piece q = parse_sequence();
        struct node *split = node(SPLIT, p.in), *join = node(SPLIT, NULL);
        split->other = q.in;
        p.out->next = q.out->next = join;
        p = (struct piece){split, join};
    }
    return p;
}

static struct node *compile(const char *pattern)
{
    used = 0;
    at = pattern;
    struct piece p = parse_alternatives();
    p.out->next = node(END, NULL);
    return p.in;
}

// The end of the match of n at s, or NULL.
static const char *match(const struct node *n, const char *s)
{
    for (;; n = n->next) {
        steps++;
        switch (n->kind) {
        case END: return s;
        case SPLIT:
            if (n->other) {
                const char *end = match(n->next, s);
                if (end)
                    return end;
                n = n->other;
                if (n->kind == END)
                    return s;
            }
            continue;
        case CHAR:
            if ((uint8_t)*s++ != n->c)
                return NULL;
            break;
        case ANY:
            if (!*s++)
                return NULL;
            break;
        case SET:
            if (!*s || !(n->set[(uint8_t)*s / 8] >> (uint8_t)*s % 8 & 1))
                return NULL;
            s++;
            break;
        }
    }
}

int main(int argc, char **argv)
{
    static const char *const pattern[] = {
        "[a-z]+@[a-z]+[.](org|net|com)",
        "(a|b|c)*dd*(e|f)",
        "[0-9][0-9]?:[0-9][0-9]( [ap]m)?",
        "(([a-z0-9]+)[-])+[a-z]+",
        ".*zz",
    };
    enum { TEXT = 4000 };
    static char text[TEXT + 1];
    long n = bench_size(argc, argv);
    uint64_t seed = 8, sum = 0;
    for (long r = 0; r < n; r++) {
        for (int i = 0; i < TEXT; i++)
            text[i] = "abcdefz0129:-@. "[rng(&seed) >> 60];
        for (int i = 100; i + 30 < TEXT; i += 400)
            memcpy(text + i, r & 1 ? "user@place.org" : "at 12:30 pm zz", 14);
        for (int i = 0; i < TEXT; i += 80)
            text[i] = 0;
        for (unsigned k = 0; k < sizeof pattern / sizeof pattern[0]; k++) {
            const struct node *re = compile(pattern[k]);
            for (int i = 0; i < TEXT; i++) {
                const char *end = match(re, text + i);
                if (end)
                    sum = mix(sum, (uint64_t)(end - text));
            }
        }
    }
    report(mix(sum, steps));
    return 0;
}
