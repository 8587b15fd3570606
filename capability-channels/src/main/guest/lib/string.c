/* The four functions that the compiler may call by itself. */
#include "rustos.h"

void *memcpy(void *to, const void *from, size_t bytes)
{
    char *t = to;
    const char *f = from;
    while (bytes--)
        *t++ = *f++;
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    char *t = to;
    while (bytes--)
        *t++ = (char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const unsigned char *x = a, *y = b;
    for (; bytes--; x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}

size_t strlen(const char *text)
{
    const char *end = text;
    while (*end)
        end++;
    return (size_t)(end - text);
}
