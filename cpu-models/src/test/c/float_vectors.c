/* Random operands and what the host's floating-point unit makes of them, for FloatVectorsTest.
 * A line: operation mode a b c result flags, hexadecimal; mode and flags as RISC-V numbers them.
 * cc -O1 -frounding-math -march=native float_vectors.c -lm && ./a.out 1000 */
#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252ull;

static uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 2685821657736338717ull;
}

static unsigned flags(void) {
    int set = fetestexcept(FE_ALL_EXCEPT);
    return (set & FE_INEXACT ? 1 : 0) | (set & FE_UNDERFLOW ? 2 : 0) | (set & FE_OVERFLOW ? 4 : 0)
         | (set & FE_DIVBYZERO ? 8 : 0) | (set & FE_INVALID ? 16 : 0);
}

/* Exponents close to each other and to the ends, significands with runs of zeros and ones. */
static uint64_t operand(int precision, int bits, uint64_t near) {
    int width = bits - precision;
    uint64_t fraction = next() >> (65 - precision);
    switch (next() % 6) {
    case 0: fraction &= ~0ull << next() % precision; break;
    case 1: fraction |= (1ull << next() % precision) - 1; break;
    case 2: fraction = next() % 3; break;
    }
    uint64_t exponent = next();
    switch (next() % 8) {
    case 0: exponent = next() % 3; break;
    case 1: exponent = (1ull << width) - 1 - next() % 3; break;
    case 2: exponent = (1ull << (width - 1)) + next() % 70; break;
    case 3: case 4: exponent = (near >> (precision - 1)) + next() % 5 - 2; break;
    }
    exponent &= (1ull << width) - 1;
    fraction &= (1ull << (precision - 1)) - 1;
    return (next() & 1) << (bits - 1) | exponent << (precision - 1) | fraction;
}

static const int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};

#define CASE(name, type, expression) \
    { \
        fesetround(modes[mode]); \
        feclearexcept(FE_ALL_EXCEPT); \
        volatile type result = (expression); \
        unsigned raised = flags(); \
        fesetround(FE_TONEAREST); \
        uint64_t out = 0; \
        memcpy(&out, (const void *)&result, sizeof result); \
        printf(name " %d %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64 " %x\n", mode, (uint64_t)x, \
               (uint64_t)y, (uint64_t)z, out, raised); \
    }

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    for (int i = 0; i < count; i++) {
        int mode = i & 3;
        {
            uint64_t x = operand(53, 64, 0), y = operand(53, 64, x), z = operand(53, 64, x);
            volatile double a, b, c;
            memcpy((void *)&a, &x, 8);
            memcpy((void *)&b, &y, 8);
            memcpy((void *)&c, &z, 8);
            CASE("add.d", double, a + b)
            CASE("sub.d", double, a - b)
            CASE("mul.d", double, a * b)
            CASE("div.d", double, a / b)
            CASE("sqrt.d", double, sqrt(a))
            CASE("fma.d", double, fma(a, b, c))
            CASE("narrow", float, (float)a)
            volatile int64_t n = (int64_t)x >> (y & 63);
            x = n;
            CASE("long.d", double, (double)n)
            CASE("long.s", float, (float)n)
        }
        {
            uint32_t x = operand(24, 32, 0), y = operand(24, 32, x), z = operand(24, 32, x);
            volatile float a, b, c;
            memcpy((void *)&a, &x, 4);
            memcpy((void *)&b, &y, 4);
            memcpy((void *)&c, &z, 4);
            CASE("add.s", float, a + b)
            CASE("sub.s", float, a - b)
            CASE("mul.s", float, a * b)
            CASE("div.s", float, a / b)
            CASE("sqrt.s", float, sqrtf(a))
            CASE("fma.s", float, fmaf(a, b, c))
            CASE("widen", double, (double)a)
        }
    }
    return 0;
}
