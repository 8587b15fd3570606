package org.rustos.cpu.riscv.fp;

/**
 * Addition, multiplication, fused multiply-add, division and square root: each computes enough bits
 * exactly, keeps the rest as one sticky bit and rounds once, in {@link FloatFormat}.
 */
public final class FloatArithmetic {
    private static final int TOP = 62;

    private FloatArithmetic() {}

    public static long add(FloatFormat format, long a, long b, int mode, FloatStatus status) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, status);
        }
        boolean negative = format.negative(a);
        if (format.isInfinite(a)) {
            boolean opposed = format.isInfinite(b) && format.negative(b) != negative;
            return opposed ? format.nan(true, status) : a;
        }
        if (format.isInfinite(b)) {
            return b;
        }
        if (format.isZero(a)) {
            return format.isZero(b) ? sumOfZeros(format, a, b, mode) : b;
        }
        if (format.isZero(b)) {
            return a;
        }
        boolean swap = format.magnitude(a) < format.magnitude(b);
        return addOrdered(format, swap ? b : a, swap ? a : b, mode, status);
    }

    public static long subtract(FloatFormat format, long a, long b, int mode, FloatStatus status) {
        boolean nan = format.isNan(b);
        return add(format, a, nan ? b : b ^ format.signBit(), mode, status);
    }

    /** Adds two finite numbers of which the first has the greater magnitude. */
    private static long addOrdered(
            FloatFormat format, long a, long b, int mode, FloatStatus status) {
        boolean negative = format.negative(a);
        int exponent = format.exponent(a);
        // One bit lower than elsewhere, so that the sum has room for its carry.
        long x = format.significand(a) >>> 1;
        long y =
                FloatFormat.shiftRightJam(
                        format.significand(b) >>> 1, exponent - format.exponent(b));
        long sum = format.negative(b) == negative ? x + y : x - y;
        if (sum == 0) {
            return format.zero(mode == FloatFormat.DOWN);
        }
        int up = Long.numberOfLeadingZeros(sum) - 1;
        return format.round(negative, exponent + 1 - up, sum << up, mode, status);
    }

    private static long sumOfZeros(FloatFormat format, long a, long b, int mode) {
        return a == b ? a : format.zero(mode == FloatFormat.DOWN);
    }

    public static long multiply(FloatFormat format, long a, long b, int mode, FloatStatus status) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, status);
        }
        boolean negative = format.negative(a) != format.negative(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return format.isZero(a) || format.isZero(b)
                    ? format.nan(true, status)
                    : format.infinity(negative);
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.zero(negative);
        }
        long x = format.significand(a);
        long y = format.significand(b);
        long high = Math.multiplyHigh(x, y);
        long low = x * y;
        int up = Long.numberOfLeadingZeros(high) - 1;
        long product = high << up | low >>> 64 - up | (low << up == 0 ? 0 : 1);
        int exponent = format.exponent(a) + format.exponent(b) + 2 - up;
        return format.round(negative, exponent, product, mode, status);
    }

    public static long divide(FloatFormat format, long a, long b, int mode, FloatStatus status) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, status);
        }
        boolean negative = format.negative(a) != format.negative(b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b) ? format.nan(true, status) : format.infinity(negative);
        }
        if (format.isInfinite(b)) {
            return format.zero(negative);
        }
        if (format.isZero(b)) {
            if (format.isZero(a)) {
                return format.nan(true, status);
            }
            status.raise(FloatStatus.DIVIDE_BY_ZERO);
            return format.infinity(negative);
        }
        if (format.isZero(a)) {
            return format.zero(negative);
        }
        int exponent = format.exponent(a) - format.exponent(b);
        long quotient = quotient(format.significand(a) >>> 10, format.significand(b) >>> 10);
        int up = Long.numberOfLeadingZeros(quotient) - 1;
        return format.round(negative, exponent + 2 - up, quotient << up, mode, status);
    }

    /** x * 2^60 / y for significands of 53 bits, ten bits at a time; bit 0 is sticky. */
    private static long quotient(long x, long y) {
        long result = x / y;
        long rest = x % y;
        for (int i = 0; i < 6; i++) {
            rest <<= 10;
            result = result << 10 | rest / y;
            rest %= y;
        }
        return rest == 0 ? result : result | 1;
    }

    public static long squareRoot(FloatFormat format, long a, int mode, FloatStatus status) {
        if (format.isNan(a)) {
            return nan(format, a, a, status);
        }
        if (format.isZero(a)) {
            return a;
        }
        if (format.negative(a)) {
            return format.nan(true, status);
        }
        if (format.isInfinite(a)) {
            return a;
        }
        int exponent = format.exponent(a);
        // An even exponent leaves the highest bit in a pair of its own.
        long radicand = format.significand(a) << 1 >>> ((exponent & 1) == 0 ? 1 : 0);
        long root = 0;
        long rest = 0;
        for (int i = 0; i < TOP - 4; i++) {
            rest = rest << 2 | radicand >>> 62;
            radicand <<= 2;
            long trial = root << 2 | 1;
            root <<= 1;
            if (rest >= trial) {
                rest -= trial;
                root |= 1;
            }
        }
        long sticky = rest == 0 && radicand == 0 ? 0 : 1;
        return format.round(false, exponent >> 1, root << 5 | sticky, mode, status);
    }

    /** a * b + c with one rounding; an invalid product counts even where c is a quiet NaN. */
    public static long fused(
            FloatFormat format, long a, long b, long c, int mode, FloatStatus status) {
        boolean invalid =
                format.isInfinite(a) && format.isZero(b)
                        || format.isZero(a) && format.isInfinite(b);
        if (invalid || format.isNan(a) || format.isNan(b) || format.isNan(c)) {
            boolean signaling =
                    format.isSignalingNan(a)
                            || format.isSignalingNan(b)
                            || format.isSignalingNan(c);
            return format.nan(invalid || signaling, status);
        }
        boolean negative = format.negative(a) != format.negative(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            boolean opposed = format.isInfinite(c) && format.negative(c) != negative;
            return opposed ? format.nan(true, status) : format.infinity(negative);
        }
        if (format.isInfinite(c)) {
            return c;
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.isZero(c) ? sumOfZeros(format, format.zero(negative), c, mode) : c;
        }
        if (format.isZero(c)) {
            return multiply(format, a, b, mode, status);
        }
        return fusedFinite(format, a, b, c, mode, status);
    }

    /**
     * Product and addend as 128-bit integers whose unit is 2^(exponent - 124). Bits are lost (into
     * the sticky bit) only where one is so far below the other that they cannot cancel.
     */
    private static long fusedFinite(
            FloatFormat format, long a, long b, long c, int mode, FloatStatus status) {
        boolean negative = format.negative(a) != format.negative(b);
        long x = format.significand(a);
        long y = format.significand(b);
        long high = Math.multiplyHigh(x, y);
        long low = x * y;
        int exponent = format.exponent(a) + format.exponent(b);
        long addHigh = format.significand(c) >>> 2;
        long addLow = format.significand(c) << 62;
        int distance = exponent - format.exponent(c);
        if (distance > 0) {
            long jammed = jamLow(addHigh, addLow, distance);
            addHigh = jamHigh(addHigh, distance);
            addLow = jammed;
        } else if (distance < 0) {
            long jammed = jamLow(high, low, -distance);
            high = jamHigh(high, -distance);
            low = jammed;
            exponent -= distance;
        }
        if (format.negative(c) == negative) {
            low += addLow;
            high += addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
        } else {
            high -= addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
            low -= addLow;
            if (high < 0) {
                negative = !negative;
                high = ~high + (low == 0 ? 1 : 0);
                low = -low;
            }
            if ((high | low) == 0) {
                return format.zero(mode == FloatFormat.DOWN);
            }
        }
        return normalized(format, negative, exponent, high, low, mode, status);
    }

    private static long normalized(
            FloatFormat format,
            boolean negative,
            int exponent,
            long high,
            long low,
            int mode,
            FloatStatus status) {
        int e = exponent;
        long upper = high;
        long lower = low;
        if (upper == 0) {
            upper = lower >>> 1;
            lower = lower << 63;
            e -= 63;
        }
        int up = Long.numberOfLeadingZeros(upper) - 1;
        if (up > 0) {
            upper = upper << up | lower >>> 64 - up;
            lower <<= up;
        }
        return format.round(negative, e + 2 - up, upper | (lower == 0 ? 0 : 1), mode, status);
    }

    private static long jamHigh(long high, int count) {
        return count > 63 ? 0 : high >>> count;
    }

    private static long jamLow(long high, long low, int count) {
        if (count < 64) {
            return high << 64 - count | low >>> count | (low << 64 - count == 0 ? 0 : 1);
        }
        return FloatFormat.shiftRightJam(high, count - 64) | (low == 0 ? 0 : 1);
    }

    private static long nan(FloatFormat format, long a, long b, FloatStatus status) {
        return format.nan(format.isSignalingNan(a) || format.isSignalingNan(b), status);
    }
}
