/* What the programs share: a count of repetitions as argument, a checksum as output. */
#ifndef SPEED_H
#define SPEED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static inline long repetitions(int count, char **arguments)
{
    return count > 1 ? atol(arguments[1]) : 1;
}

static inline int finish(uint64_t sum)
{
    printf("%016llx\n", (unsigned long long)sum);
    return 0;
}

/* Numbers that look random and are always the same (xorshift64). */
static inline uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x100000001b3u + (sum >> 47);
}

#endif
