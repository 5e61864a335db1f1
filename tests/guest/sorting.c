/* qsort, bsearch, a heap, a merge sort on lists and a radix sort. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 5000 };
static uint32_t seed = 42;

static uint32_t rnd(void)
{
    return seed = seed * 1664525 + 1013904223, seed >> 8;
}

static int by_int(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}
static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static int by_string(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct node {
    struct node *next;
    int key, order;
};

static struct node *merge(struct node *a, struct node *b)
{
    struct node head, *t = &head;
    while (a && b) {
        struct node **m = a->key <= b->key ? &a : &b;
        t = t->next = *m;
        *m = (*m)->next;
    }
    t->next = a ? a : b;
    return head.next;
}

static struct node *sort(struct node *l)
{
    if (!l || !l->next)
        return l;
    struct node *slow = l, *fast = l->next;
    while (fast && fast->next) {
        slow = slow->next;
        fast = fast->next->next;
    }
    fast = slow->next;
    slow->next = NULL;
    return merge(sort(l), sort(fast));
}

static void sift(int *h, int i, int n)
{
    for (int c; (c = 2 * i + 1) < n; i = c) {
        if (c + 1 < n && h[c + 1] > h[c])
            c++;
        if (h[i] >= h[c])
            return;
        int t = h[i];
        h[i] = h[c];
        h[c] = t;
    }
}

static void heap_sort(int *h, int n)
{
    for (int i = n / 2; i-- > 0;)
        sift(h, i, n);
    while (n > 1) {
        int t = h[0];
        h[0] = h[--n];
        h[n] = t;
        sift(h, 0, n);
    }
}

static void radix_sort(uint32_t *a, uint32_t *t, int n)
{
    for (int shift = 0; shift < 32; shift += 8) {
        int count[257] = {0};
        for (int i = 0; i < n; i++)
            count[(a[i] >> shift & 255) + 1]++;
        for (int i = 0; i < 256; i++)
            count[i + 1] += count[i];
        for (int i = 0; i < n; i++)
            t[count[a[i] >> shift & 255]++] = a[i];
        memcpy(a, t, n * sizeof *a);
    }
}

int main(void)
{
    static int a[N], b[N];
    static double d[N];
    static char text[N][8], *s[N];
    static struct node node[N];
    static uint32_t r[N], tmp[N];

    for (int i = 0; i < N; i++) {
        a[i] = b[i] = (int)(rnd() % 20000) - 10000;
        d[i] = a[i] / 7.0;
        snprintf(s[i] = text[i], 8, "%x", rnd() % 100000);
        node[i] = (struct node){i + 1 < N ? &node[i + 1] : NULL, a[i] / 100, i};
        r[i] = rnd() * 257;
    }
    qsort(a, N, sizeof *a, by_int);
    qsort(d, N, sizeof *d, by_double);
    qsort(s, N, sizeof *s, by_string);
    heap_sort(b, N);
    radix_sort(r, tmp, N);
    printf("%d %d %d %.3f %.3f %s %s\n", memcmp(a, b, sizeof a), a[0], a[N / 2], d[0], d[N - 1],
           s[0], s[N - 1]);
    int ok = 1;
    for (int i = 1; i < N; i++)
        ok &= r[i - 1] <= r[i] && d[i - 1] <= d[i] && strcmp(s[i - 1], s[i]) <= 0;
    for (struct node *p = sort(node); p->next; p = p->next)
        ok &= p->key < p->next->key || (p->key == p->next->key && p->order < p->next->order);
    printf("ok %d\n", ok);
    int found = 0;
    for (int k = -10000; k < 10000; k++) {
        int *p = bsearch(&k, a, N, sizeof *a, by_int);
        found += p && *p == k;
    }
    printf("found %d\n", found);
    return 0;
}
