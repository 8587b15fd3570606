package org.rustos.cpu.riscv.fp;

import java.math.BigInteger;

/**
 * The definition of rounding on exact fractions: slow, and without any trick that the arithmetic
 * under test uses. Knows the fifth mode, which no host has.
 */
final class ExactResult {
    private final int precision;
    private final int bias;
    private long bits;
    private int flags;

    private ExactResult(FloatFormat format) {
        precision = format == FloatFormat.BINARY32 ? 24 : 53;
        bias = format == FloatFormat.BINARY32 ? 127 : 1023;
    }

    long bits() {
        return bits;
    }

    int flags() {
        return flags;
    }

    /** Rounds numerator / denominator, both positive. */
    static ExactResult of(
            FloatFormat format,
            boolean negative,
            BigInteger numerator,
            BigInteger denominator,
            int mode) {
        ExactResult result = new ExactResult(format);
        result.round(negative, numerator, denominator, mode);
        return result;
    }

    private void round(boolean negative, BigInteger n, BigInteger d, int mode) {
        int exponent = n.bitLength() - d.bitLength();
        if (scaled(n, -exponent).compareTo(scaled(d, exponent)) < 0) {
            exponent--;
        }
        int least = 1 - bias;
        int unit = Math.max(exponent, least) - (precision - 1);
        BigInteger integer = rounded(negative, n, d, unit, mode);
        boolean inexact = !exact(n, d, unit);
        BigInteger free = rounded(negative, n, d, exponent - (precision - 1), mode);
        boolean tiny = exponent < least && !(exponent == least - 1 && free.bitLength() > precision);
        if (inexact) {
            flags |= FloatStatus.INEXACT | (tiny ? FloatStatus.UNDERFLOW : 0);
        }
        if (integer.bitLength() > precision) {
            integer = integer.shiftRight(1);
            unit++;
        }
        long sign = negative ? 1L << (precision == 24 ? 31 : 63) : 0;
        long infinity = (2L * bias + 1) << precision - 1;
        if (unit + precision - 1 > bias) {
            flags |= FloatStatus.OVERFLOW | FloatStatus.INEXACT;
            boolean away =
                    mode == FloatFormat.NEAREST_EVEN
                            || mode == FloatFormat.NEAREST_MAX_MAGNITUDE
                            || mode == (negative ? FloatFormat.DOWN : FloatFormat.UP);
            bits = sign | (away ? infinity : infinity - 1);
            return;
        }
        boolean normal = integer.bitLength() == precision;
        long stored = normal ? unit + precision - 1 + bias : 0;
        bits = sign | stored << precision - 1 | integer.longValue() & (1L << precision - 1) - 1;
    }

    private static BigInteger rounded(
            boolean negative, BigInteger n, BigInteger d, int unit, int mode) {
        BigInteger[] parts = scaled(n, -unit).divideAndRemainder(scaled(d, unit));
        int half = parts[1].shiftLeft(1).compareTo(scaled(d, unit));
        boolean up =
                switch (mode) {
                    case FloatFormat.NEAREST_EVEN -> half > 0 || half == 0 && parts[0].testBit(0);
                    case FloatFormat.TO_ZERO -> false;
                    case FloatFormat.DOWN -> negative && parts[1].signum() != 0;
                    case FloatFormat.UP -> !negative && parts[1].signum() != 0;
                    default -> half >= 0;
                };
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    private static boolean exact(BigInteger n, BigInteger d, int unit) {
        return scaled(n, -unit).mod(scaled(d, unit)).signum() == 0;
    }

    private static BigInteger scaled(BigInteger value, int power) {
        return power > 0 ? value.shiftLeft(power) : value;
    }
}
