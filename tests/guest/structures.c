/* Pointer-heavy data structures: hash table, red-black-like treap, trie, matrix. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 88172645463325252u;

static uint64_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

/* Open addressing, growing. */
static struct {
    uint64_t *key;
    int *value;
    size_t size, used;
} h;

static int *lookup(uint64_t k);

static void grow(void)
{
    uint64_t *key = h.key;
    int *value = h.value;
    size_t size = h.size;
    h.size = size ? size * 2 : 16;
    h.key = calloc(h.size, sizeof *h.key);
    h.value = calloc(h.size, sizeof *h.value);
    h.used = 0;
    for (size_t i = 0; i < size; i++)
        if (key[i])
            *lookup(key[i]) = value[i];
    free(key);
    free(value);
}

static int *lookup(uint64_t k)
{
    if (h.used * 4 >= h.size * 3)
        grow();
    size_t i = (k * 0x9e3779b97f4a7c15u >> 20) & (h.size - 1);
    while (h.key[i] && h.key[i] != k)
        i = (i + 1) & (h.size - 1);
    if (!h.key[i]) {
        h.key[i] = k;
        h.used++;
    }
    return &h.value[i];
}

struct treap {
    struct treap *l, *r;
    uint64_t key, prio;
    int count;
};

static int count(struct treap *t)
{
    return t ? t->count : 0;
}

static struct treap *update(struct treap *t)
{
    t->count = 1 + count(t->l) + count(t->r);
    return t;
}

static struct treap *insert(struct treap *t, uint64_t key)
{
    if (!t) {
        t = calloc(1, sizeof *t);
        t->key = key;
        t->prio = rnd();
        return update(t);
    }
    struct treap **side = key < t->key ? &t->l : &t->r, *c;
    *side = c = insert(*side, key);
    if (c->prio > t->prio) {
        if (side == &t->l) {
            t->l = c->r;
            c->r = update(t);
        } else {
            t->r = c->l;
            c->l = update(t);
        }
        return update(c);
    }
    return update(t);
}

static uint64_t nth(struct treap *t, int n)
{
    int left = count(t->l);
    return n < left ? nth(t->l, n) : n == left ? t->key : nth(t->r, n - left - 1);
}

struct trie {
    struct trie *next[26];
    int words;
};

static void add_word(struct trie *t, const char *w)
{
    for (; *w; w++) {
        if (!t->next[*w - 'a'])
            t->next[*w - 'a'] = calloc(1, sizeof *t);
        t = t->next[*w - 'a'];
    }
    t->words++;
}

static void walk(struct trie *t, char *buf, int depth, int *left)
{
    if (t->words && (*left)-- > 0)
        printf("%.*s:%d ", depth, buf, t->words);
    for (int i = 0; i < 26; i++)
        if (t->next[i]) {
            buf[depth] = 'a' + i;
            walk(t->next[i], buf, depth + 1, left);
        }
}

int main(void)
{
    for (int i = 0; i < 50000; i++)
        ++*lookup(rnd() % 10007 + 1);
    int most = 0;
    for (size_t i = 0; i < h.size; i++)
        most = h.value[i] > most ? h.value[i] : most;
    printf("%zu keys, most %d\n", h.used, most);

    struct treap *t = NULL;
    for (int i = 0; i < 10000; i++)
        t = insert(t, rnd() % 1000000);
    printf("%d: %llu %llu %llu\n", count(t), (unsigned long long)nth(t, 0),
           (unsigned long long)nth(t, 5000), (unsigned long long)nth(t, 9999));

    struct trie root = {0};
    char word[8];
    for (int i = 0; i < 3000; i++) {
        int n = 1 + rnd() % 4;
        for (int k = 0; k < n; k++)
            word[k] = 'a' + rnd() % 6;
        word[n] = 0;
        add_word(&root, word);
    }
    int left = 12;
    walk(&root, word, 0, &left);
    printf("\n%d words in all\n", 12 - left);

    static int m[60][60], n[60][60], p[60][60];
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 60; j++) {
            m[i][j] = i * j % 17;
            n[i][j] = (i ^ j) - 5;
        }
    for (int i = 0; i < 60; i++)
        for (int j = 0; j < 60; j++)
            for (int k = 0; k < 60; k++)
                p[i][j] += m[i][k] * n[k][j];
    printf("%d %d\n", p[3][4], p[59][58]);
    return 0;
}
