/*
 * The C library's string functions on tagged pointers: a pointer that comes back has the tag
 * of the one that went in.
 * FLAGS: -fno-builtin
 * PACK: no
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TAG(p, t) ((char *)((uintptr_t)(p) | (uintptr_t)(t) << 56))

static char text[100] = "the quick brown fox jumps over the lazy dog", copy[200];

static void show(const char *what, const void *p, const void *base)
{
    if (!p)
        printf("%s null\n", what);
    else
        printf("%s %ld, tag %02x\n", what,
               (long)(((uintptr_t)p - (uintptr_t)base) << 8) >> 8, (int)((uintptr_t)p >> 56));
}

int main(void)
{
    static const unsigned tags[] = {0x01, 0x5a, 0x80, 0xff};

    for (int i = 0; i < 4; i++) {
        char *s = TAG(text, tags[i]), *d = TAG(copy, tags[3 - i]);
        show("memcpy", memcpy(d, s, 50), copy);
        show("memmove", memmove(d + 1, d, 20), copy);
        show("mempcpy", mempcpy(copy, s, 44), copy);
        show("memset", memset(d + 60, '-', 9), copy);
        show("memchr", memchr(s, 'q', 40), text);
        show("memchr", memchr(s, 'Q', 40), text);
        show("memrchr", memrchr(s, 'o', 40), text);
        show("rawmemchr", rawmemchr(s, 'z'), text);
        show("strchr", strchr(s, 'x'), text);
        show("strchr", strchr(s, 'X'), text);
        show("strrchr", strrchr(s, 'e'), text);
        show("strrchr", strrchr(s, 'E'), text);
        show("strchrnul", strchrnul(s, 'Y'), text);
        show("strcpy", strcpy(d, s + 4), copy);
        show("stpcpy", stpcpy(copy, s), copy);
        show("stpcpy", stpcpy(d, text), copy);
        show("strcat", strcat(d, s + 10), copy);
        show("strncpy", strncpy(d, s, 60), copy);
        show("stpncpy", stpncpy(d, s, 60), copy);
        show("strncat", strncat(d, s, 5), copy);
        show("strpbrk", strpbrk(s, TAG("zy", 3)), text);
        show("strstr", strstr(s, TAG("fox", 3)), text);
        show("memmem", memmem(s, 43, TAG("fox", 3), 3), text);
        printf("%zu %zu %zu %zu\n", strlen(s), strnlen(s, 7), strspn(s, TAG("eht", 9)),
               strcspn(s, "xyz"));
        printf("%d %d %d %d\n", memcmp(d, s, 20), strcmp(d, s), strncmp(s, "the Q", 5),
               strcmp(s, TAG(text, 7)));
        puts(copy);
    }
    return 0;
}
