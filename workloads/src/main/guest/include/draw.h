/* Numbers that follow from a seed, the same as org.rustos.workloads.program.Draws makes. */
#ifndef DRAW_H
#define DRAW_H
#include <stdint.h>

/* One to one: different words stay different, and 0 stays 0. */
static inline uint64_t scatter(uint64_t word)
{
    word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9u;
    word = (word ^ word >> 27) * 0x94d049bb133111ebu;
    return word ^ word >> 31;
}

static inline uint64_t next_draw(uint64_t *state)
{
    return scatter(*state += 0x9e3779b97f4a7c15u);
}
#endif
