/* Load, add, store: the loop that an engine must do best. */
#include "speed.h"

enum { WORDS = 2048 };

static uint64_t words[WORDS];

__attribute__((noinline)) static void pass(uint64_t *array, uint64_t step)
{
    for (int i = 0; i < WORDS; i++)
        array[i] += step;
}

int main(int count, char **arguments)
{
    for (long i = repetitions(count, arguments); i > 0; i--)
        pass(words, (uint64_t)i);
    uint64_t sum = 1;
    for (int i = 0; i < WORDS; i++)
        sum = mix(sum, words[i]);
    return finish(sum);
}
