/* Reads standard input as text and counts; then at end of file.
 * STDIN: the quick brown fox\njumps over\n\nthe lazy dog 123 no newline */
#include <ctype.h>
#include <stdio.h>

int main(void)
{
    int c, lines = 0, words = 0, chars = 0, in = 0, upper = 0;
    while ((c = getchar()) != EOF) {
        chars++;
        lines += c == '\n';
        if (isspace(c))
            in = 0;
        else if (!in++)
            words++;
        upper += toupper(c) != c;
        putchar(toupper(c));
    }
    printf("\n%d lines %d words %d characters %d letters\n", lines, words, chars, upper);
    char buf[10];
    printf("%d %d\n", feof(stdin) != 0, fgets(buf, 10, stdin) == NULL);
    return 0;
}
