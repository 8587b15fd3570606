/* A loop body of 10,000 instructions (flat-body.S): code that nothing runs often. */
#include "speed.h"

uint64_t flat_body(uint64_t *words, uint64_t seed);

static uint64_t words[512];

int main(int count, char **arguments)
{
    uint64_t sum = 1;
    for (long i = repetitions(count, arguments); i > 0; i--)
        sum = mix(sum, flat_body(words, sum + (uint64_t)i));
    return finish(sum);
}
