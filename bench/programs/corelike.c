// SPDX-License-Identifier: GPL-2.0-or-later
// An embedded-style mix: linked list, matrix, state machine, all through a CRC.
// bench: class=int n=28000 quick=7000

#include "bench.h"

static uint16_t crc16(uint16_t crc, uint16_t value)
{
    for (int i = 0; i < 16; i++) {
        unsigned carry = (crc ^ value) & 1;
        crc >>= 1;
        value >>= 1;
        if (carry)
            crc ^= 0xa001;
    }
    return crc;
}

// The list: find, reverse and merge sort by two orders.

struct node {
    struct node *next;
    int16_t key, place;
};

enum { NODES = 160 };
static struct node pool[NODES];

static int by_key(const struct node *a, const struct node *b)
{
    return a->key - b->key;
}

static int by_place(const struct node *a, const struct node *b)
{
    return a->place - b->place;
}

typedef int compare_fn(const struct node *, const struct node *);

static struct node *list_merge(struct node *a, struct node *b, compare_fn *compare)
{
    struct node *head = NULL, **tail = &head;
    while (a && b) {
        struct node **least = compare(a, b) <= 0 ? &a : &b;
        *tail = *least;
        tail = &(*least)->next;
        *least = (*least)->next;
    }
    *tail = a ? a : b;
    return head;
}

static struct node *list_sort(struct node *list, compare_fn *compare)
{
    if (!list || !list->next)
        return list;
    struct node *slow = list, *fast = list->next;
    while (fast && fast->next) {
        slow = slow->next;
        fast = fast->next->next;
    }
    struct node *half = slow->next;
    slow->next = NULL;
    return list_merge(list_sort(list, compare), list_sort(half, compare), compare);
}

static struct node *list_reverse(struct node *list)
{
    struct node *out = NULL;
    while (list) {
        struct node *next = list->next;
        list->next = out;
        out = list;
        list = next;
    }
    return out;
}

static uint16_t list_work(uint16_t crc, int round)
{
    for (int i = 0; i < NODES; i++) {
        pool[i].next = i + 1 < NODES ? &pool[i + 1] : NULL;
        pool[i].key = (int16_t)((i * 7919 + round * 31) & 0x3ff);
        pool[i].place = (int16_t)i;
    }
    struct node *list = pool;
    for (int wanted = 0; wanted < 16; wanted++) {
        struct node *p = list;
        while (p && (p->key & 0x3f) != wanted)
            p = p->next;
        crc = crc16(crc, p ? (uint16_t)p->place : 0xffff);
        list = list_reverse(list);
    }
    list = list_sort(list, by_key);
    for (struct node *p = list; p; p = p->next)
        crc = crc16(crc, (uint16_t)p->key);
    list = list_sort(list, by_place);
    return crc16(crc, (uint16_t)list->key);
}

// The matrix: multiply by a constant, a vector and another matrix.

enum { SIDE = 12 };
static int16_t left[SIDE][SIDE], right[SIDE][SIDE];
static int32_t product[SIDE][SIDE];

static uint16_t matrix_work(uint16_t crc, int round)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = (int16_t)(round + i * j);
            right[i][j] = (int16_t)((round ^ i) - j);
        }
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    int32_t clipped = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int32_t bits = (product[i][j] >> 2) & 0x7f;
            clipped += bits > 64 ? 10 : bits;
        }
    return crc16(crc, (uint16_t)clipped);
}

// The state machine: is the text before each comma a number, and of what kind?

enum state {
    START,
    SIGN,
    INTEGER,
    POINT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    SCIENTIFIC,
    INVALID,
    STATES
};

static enum state next_state(enum state s, char c)
{
    int digit = c >= '0' && c <= '9';
    switch (s) {
    case START:
        return digit ? INTEGER : c == '+' || c == '-' ? SIGN : c == '.' ? POINT : INVALID;
    case SIGN: return digit ? INTEGER : c == '.' ? POINT : INVALID;
    case INTEGER: return digit ? INTEGER : c == '.' ? FRACTION : c == 'e' ? EXPONENT : INVALID;
    case POINT: return digit ? FRACTION : INVALID;
    case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : INVALID;
    case EXPONENT: return digit ? SCIENTIFIC : c == '+' || c == '-' ? EXPONENT_SIGN : INVALID;
    case EXPONENT_SIGN: return digit ? SCIENTIFIC : INVALID;
    case SCIENTIFIC: return digit ? SCIENTIFIC : INVALID;
    default: return INVALID;
    }
}

static uint16_t state_work(uint16_t crc, int round)
{
    static const char text[] =
        "5012,+1.5,-874,.7e2,x19,+122,-.12e-4,3e+2,9e,8.,-0.4x,123e4,++1,"
        "110.700,+0.64400,5.500e+3,-.123e-2,T0.3e-1F,1234.0e-T2,34.0e-T^,";
    unsigned count[STATES] = {0};
    enum state s = START;
    for (const char *p = text; *p; p++) {
        char c = *p;
        if ((p - text) % 23 == round % 23 && c != ',')
            c ^= 1;
        if (c == ',') {
            count[s]++;
            s = START;
        } else {
            s = next_state(s, c);
        }
    }
    for (int i = 0; i < STATES; i++)
        crc = crc16(crc, (uint16_t)count[i]);
    return crc;
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    uint16_t crc = 0;
    for (long i = 0; i < n; i++) {
        crc = list_work(crc, (int)i);
        crc = matrix_work(crc, (int)i);
        crc = state_work(crc, (int)i);
    }
    printf("%04x\n", crc);
    return 0;
}
