// SPDX-License-Identifier: GPL-2.0-or-later
// Parses a JSON text into a tree, walks it, prints it again.
// bench: class=int n=600 quick=140

#include "bench.h"

struct value {
    enum { NIL, FALSE_, TRUE_, NUMBER, STRING, ARRAY, OBJECT } kind;
    long number;
    char *string;       // also the key's value for members
    char *key;          // of a member of an object
    struct value *next; // in the list that holds it
    struct value *first;
};

static struct value pool[1 << 16];
static size_t pool_used;
static char chars[1 << 20];
static size_t chars_used;
static const char *p;

static void skip(void)
{
    while (*p == ' ' || *p == '\n' || *p == '\t')
        p++;
}

static char *parse_string(void)
{
    char *out = chars + chars_used, *start = out;
    for (p++; *p != '"'; p++) {
        if (*p != '\\') {
            *out++ = *p;
            continue;
        }
        switch (*++p) {
        case 'n': *out++ = '\n'; break;
        case 't': *out++ = '\t'; break;
        case 'u': {
            unsigned c = (unsigned)strtoul((char[5]){p[1], p[2], p[3], p[4], 0}, NULL, 16);
            p += 4;
            if (c < 0x80) {
                *out++ = (char)c;
            } else if (c < 0x800) {
                *out++ = (char)(0xc0 | c >> 6);
                *out++ = (char)(0x80 | (c & 0x3f));
            } else {
                *out++ = (char)(0xe0 | c >> 12);
                *out++ = (char)(0x80 | (c >> 6 & 0x3f));
                *out++ = (char)(0x80 | (c & 0x3f));
            }
            break;
        }
        default: *out++ = *p;
        }
    }
    p++;
    *out++ = 0;
    chars_used = (size_t)(out - chars);
    return start;
}

static long parse_number(void)
{
    int negative = *p == '-';
    p += negative;
    long n = 0;
    while (*p >= '0' && *p <= '9')
        n = n * 10 + (*p++ - '0');
    return negative ? -n : n;
}

static struct value *parse(void)
{
    struct value *v = &pool[pool_used++], **tail = &v->first;
    memset(v, 0, sizeof *v);
    skip();
    switch (*p) {
    case 'n':
        v->kind = NIL;
        p += 4;
        break;
    case 'f':
        v->kind = FALSE_;
        p += 5;
        break;
    case 't':
        v->kind = TRUE_;
        p += 4;
        break;
    case '"':
        v->kind = STRING;
        v->string = parse_string();
        break;
    case '[':
    case '{': {
        char close = *p == '[' ? ']' : '}';
        v->kind = *p == '[' ? ARRAY : OBJECT;
        for (p++, skip(); *p != close; skip()) {
            char *key = NULL;
            if (*p == ',') {
                p++;
                skip();
            }
            if (v->kind == OBJECT) {
                key = parse_string();
                skip();
                p++; // ':'
            }
            *tail = parse();
            (*tail)->key = key;
            tail = &(*tail)->next;
        }
        p++;
        break;
    }
    default: v->kind = NUMBER; v->number = parse_number();
    }
    return v;
}

static char *out;

static void print_string(const char *s)
{
    *out++ = '"';
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            *out++ = '\\';
        *out++ = *s;
    }
    *out++ = '"';
}

static void print(const struct value *v)
{
    static const char *const word[] = {"null", "false", "true"};
    switch (v->kind) {
    case NUMBER: {
        char digits[24], *d = digits + sizeof digits;
        unsigned long n =
            v->number < 0 ? 0 - (unsigned long)v->number : (unsigned long)v->number;
        do {
            *--d = (char)('0' + n % 10);
        } while (n /= 10);
        if (v->number < 0)
            *--d = '-';
        while (d < digits + sizeof digits)
            *out++ = *d++;
        break;
    }
    case STRING: print_string(v->string); break;
    case ARRAY:
    case OBJECT:
        *out++ = v->kind == ARRAY ? '[' : '{';
        for (const struct value *m = v->first; m; m = m->next) {
            if (m->key) {
                print_string(m->key);
                *out++ = ':';
            }
            print(m);
            if (m->next)
                *out++ = ',';
        }
        *out++ = v->kind == ARRAY ? ']' : '}';
        break;
    default:
        for (const char *w = word[v->kind]; *w; w++)
            *out++ = *w;
    }
}

// A text of records with every kind of value.
static void make_text(char *s)
{
    uint64_t seed = 71;
    s += sprintf(s, "[\n");
    for (int i = 0; i < 3000; i++) {
        uint64_t x = rng(&seed);
        s += sprintf(
            s,
            "%s  {\"id\": %d, \"name\": \"user %x\", \"tags\": [\"a\\n%d\", \"\\u00e9%d\"],"
            " \"score\": -%d, \"ok\": %s, \"deep\": {\"x\": [1, [2, [%d]]], \"y\": null}}",
            i ? ",\n" : "", i, (unsigned)(x >> 40), i % 7, i % 11, (int)(x & 0x3fff),
            x >> 63 ? "true" : "false", i * 3);
    }
    sprintf(s, "\n]\n");
}

int main(int argc, char **argv)
{
    static char text[1 << 20], again[1 << 20];
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    make_text(text);
    for (long i = 0; i < n; i++) {
        pool_used = chars_used = 0;
        p = i ? again : text; // from the second round on: what was printed
        struct value *v = parse();
        out = again;
        print(v);
        *out = 0;
        sum = mix(sum, pool_used + chars_used + (size_t)(out - again));
    }
    report(mix_bytes(sum, again, strlen(again)));
    return 0;
}
