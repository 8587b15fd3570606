/* Doubles that round (fused multiply-add, inexact): three loops, all in the first-level cache. */
#include "speed.h"

enum { SIDE = 32 };

static double a[SIDE * SIDE], b[SIDE * SIDE], c[SIDE * SIDE];

__attribute__((noinline)) static void multiply(const double *x, const double *y, double *z)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            double sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += x[i * SIDE + k] * y[k * SIDE + j];
            z[i * SIDE + j] = sum;
        }
}

int main(int count, char **arguments)
{
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < SIDE * SIDE; i++) {
        a[i] = (double)(next(&seed) >> 12) / 4503599627370496.0;
        b[i] = (double)(next(&seed) >> 12) / 4503599627370496.0;
    }
    for (long i = repetitions(count, arguments); i > 0; i--)
        multiply(a, b, c);
    uint64_t sum = 1;
    for (int i = 0; i < SIDE * SIDE; i++) {
        union {
            double number;
            uint64_t word;
        } bits = {c[i]};
        sum = mix(sum, bits.word);
    }
    return finish(sum);
}
