/* Branches that nobody can foresee: quicksort with insertion sort below 12, new numbers each time. */
#include "speed.h"

enum { NUMBERS = 4096, FEW = 12 };

static int32_t numbers[NUMBERS];

static void insert(int32_t *first, int32_t *last)
{
    for (int32_t *p = first + 1; p <= last; p++) {
        int32_t value = *p;
        int32_t *q = p;
        for (; q > first && q[-1] > value; q--)
            *q = q[-1];
        *q = value;
    }
}

__attribute__((noinline)) static void sort(int32_t *first, int32_t *last)
{
    while (last - first >= FEW) {
        int32_t pivot = first[(last - first) / 2];
        int32_t *low = first, *high = last;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high) {
                int32_t swap = *low;
                *low++ = *high;
                *high-- = swap;
            }
        }
        sort(first, high);
        first = low;
    }
    insert(first, last);
}

int main(int count, char **arguments)
{
    uint64_t seed = 88172645463325252u, sum = 1;
    for (long i = repetitions(count, arguments); i > 0; i--) {
        for (int k = 0; k < NUMBERS; k++)
            numbers[k] = (int32_t)next(&seed);
        sort(numbers, numbers + NUMBERS - 1);
        for (int k = 1; k < NUMBERS; k++)
            if (numbers[k - 1] > numbers[k])
                return 1;
        sum = mix(sum, (uint64_t)numbers[i % NUMBERS]);
    }
    return finish(sum);
}
