/* Reading a row's name: programs have no C library. */
#ifndef TEXT_H
#define TEXT_H
#include <stdint.h>

/* The text behind prefix, or 0. */
static inline const char *behind(const char *text, const char *prefix)
{
    while (*prefix)
        if (*text++ != *prefix++)
            return 0;
    return text;
}

static inline int same(const char *a, const char *b)
{
    const char *rest = behind(a, b);
    return rest && *rest == 0;
}

static inline uint64_t number(const char **text)
{
    uint64_t value = 0;
    for (; **text >= '0' && **text <= '9'; ++*text)
        value = value * 10 + (uint64_t)(**text - '0');
    return value;
}
#endif
