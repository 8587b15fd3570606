/* A mix in the manner of CoreMark: list, matrix, state machine, checksum. One repetition is a turn. */
#include "../mix.h"
#include "speed.h"

int main(int count, char **arguments)
{
    struct node *list = prepare();
    u32 sum = 1;
    for (long i = repetitions(count, arguments); i > 0; i--)
        sum = turn(&list, sum);
    return finish(sum);
}
