/* Integers: three loops, rows by columns, all in the first-level cache. */
#include "speed.h"

enum { SIDE = 48 };

static int32_t a[SIDE * SIDE], b[SIDE * SIDE], c[SIDE * SIDE];

__attribute__((noinline)) static void multiply(const int32_t *x, const int32_t *y, int32_t *z)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += x[i * SIDE + k] * y[k * SIDE + j];
            z[i * SIDE + j] = sum;
        }
}

int main(int count, char **arguments)
{
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < SIDE * SIDE; i++) {
        a[i] = (int32_t)(next(&seed) & 0xffff);
        b[i] = (int32_t)(next(&seed) & 0xffff);
    }
    for (long i = repetitions(count, arguments); i > 0; i--)
        multiply(a, b, c);
    uint64_t sum = 1;
    for (int i = 0; i < SIDE * SIDE; i++)
        sum = mix(sum, (uint32_t)c[i]);
    return finish(sum);
}
