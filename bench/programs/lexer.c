// SPDX-License-Identifier: GPL-2.0-or-later
// Splits C-like text into tokens, with a table of identifiers.
// bench: class=int n=1000 quick=250

#include "bench.h"

enum token { END, NAME, KEYWORD, INTEGER, TEXT_, OPERATOR, TOKENS };

static const char *const keywords[] = {"if",     "else", "while", "for",    "return", "int",
                                       "struct", "void", "char",  "static", "switch", "case"};

enum { NAMES = 1024 };
static struct name {
    const char *start;
    size_t length;
    unsigned uses;
} names[NAMES];

static const char *p;
static uint64_t value;

static int is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c >= '0' && c <= '9');
}

static void intern(const char *s, size_t length)
{
    unsigned h = 0;
    for (size_t i = 0; i < length; i++)
        h = h * 131 + (uint8_t)s[i];
    for (;; h++) {
        struct name *n = &names[h % NAMES];
        if (!n->start) {
            n->start = s;
            n->length = length;
        }
        if (n->length == length && memcmp(n->start, s, length) == 0) {
            value = ++n->uses;
            return;
        }
    }
}

static int is_keyword(const char *s, size_t length)
{
    for (unsigned i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (keywords[i][0] == s[0] && strlen(keywords[i]) == length &&
            memcmp(keywords[i], s, length) == 0)
            return 1;
    return 0;
}

static void skip_blank(void)
{
    for (;;) {
        while (*p == ' ' || *p == '\n' || *p == '\t')
            p++;
        if (p[0] == '/' && p[1] == '/') {
            while (*p && *p != '\n')
                p++;
        } else if (p[0] == '/' && p[1] == '*') {
            for (p += 2; p[0] != '*' || p[1] != '/'; p++)
                ;
            p += 2;
        } else {
            return;
        }
    }
}

static enum token next(void)
{
    skip_blank();
    const char *start = p;
    if (!*p)
        return END;
    if (*p >= '0' && *p <= '9') {
        int base = p[0] == '0' && p[1] == 'x' ? 16 : 10;
        if (base == 16)
            p += 2;
        for (value = 0;; p++) {
            if (*p >= '0' && *p <= '9')
                value = value * (unsigned)base + (unsigned)(*p - '0');
            else if (base == 16 && *p >= 'a' && *p <= 'f')
                value = value * 16 + (unsigned)(*p - 'a' + 10);
            else
                return INTEGER;
        }
    }
    if (is_name(*p)) {
        while (is_name(*p))
            p++;
        size_t length = (size_t)(p - start);
        if (is_keyword(start, length))
            return KEYWORD;
        intern(start, length);
        return NAME;
    }
    if (*p == '"') {
        for (p++; *p != '"'; p++)
            p += *p == '\\';
        p++;
        value = (uint64_t)(p - start);
        return TEXT_;
    }
    switch (*p++) {
    case '<':
    case '>': p += *p == p[-1]; __attribute__((fallthrough));
    case '=':
    case '!':
    case '+':
    case '-': p += *p == '='; break;
    case '&':
    case '|': p += *p == p[-1]; break;
    default: break;
    }
    value = (uint64_t)(p - start);
    return OPERATOR;
}

static void make_text(char *s)
{
    uint64_t seed = 13;
    for (int i = 0; i < 600; i++) {
        unsigned a = rng(&seed) >> 56, b = rng(&seed) >> 56, c = rng(&seed) >> 48;
        s += sprintf(s,
                     "static int function_%u(struct thing *arg%u, char c)\n{\n"
                     "    // comment number %d, to be skipped\n"
                     "    if (arg%u->field_%u >= 0x%x && c != %u) {\n"
                     "        /* inside */ value <<= %u; print(\"text \\\"%u\\\"\\n\", c++);\n"
                     "        while (i%u < limit) { total += array[i%u] * 3; i%u++; }\n"
                     "    } else\n        return total_%u == 0 || other;\n}\n\n",
                     a, b, i, b, c & 63, c, a, a & 31, c, a & 7, a & 7, a & 7, b & 15);
    }
}

int main(int argc, char **argv)
{
    static char text[1 << 20];
    long n = bench_size(argc, argv);
    uint64_t sum = 0;
    make_text(text);
    for (long i = 0; i < n; i++) {
        uint64_t count[TOKENS] = {0};
        enum token t;
        for (p = text; (t = next()) != END;) {
            count[t]++;
            sum = sum * 7 + value + t;
        }
        sum = mix_bytes(sum, count, sizeof count);
    }
    report(sum);
    return 0;
}
