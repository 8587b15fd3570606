/* What the files under /data contain, so that a program can tell whether it read the right bytes. The Java
   side writes the same (org.rustos.workloads.FilePattern). */
#ifndef PATTERN_H
#define PATTERN_H
#include "rustos.h"

static inline uint8_t pattern_byte(uint64_t offset)
{
    return (uint8_t)(offset * 31 + (offset >> 12) * 17 + 7);
}

/* Uses every byte once, and notices a swapped one. bytes: rounded down to whole words. */
__attribute__((noinline, unused)) static uint64_t checksum(const void *buffer, uint64_t bytes)
{
    const uint64_t *word = buffer;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < bytes / 8; i++)
        sum = (sum << 7 | sum >> 57) + word[i];
    return sum;
}

/* What checksum gives for this part of a file. */
__attribute__((noinline, unused)) static uint64_t pattern_checksum(uint64_t offset, uint64_t bytes)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < bytes / 8; i++) {
        uint64_t word = 0;
        for (int j = 7; j >= 0; j--)
            word = word << 8 | pattern_byte(offset + 8 * i + (uint64_t)j);
        sum = (sum << 7 | sum >> 57) + word;
    }
    return sum;
}
#endif
