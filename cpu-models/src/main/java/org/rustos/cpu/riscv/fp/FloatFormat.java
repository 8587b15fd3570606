package org.rustos.cpu.riscv.fp;

/**
 * The one place where a result is rounded: what binary32 and binary64 have in common once their
 * widths are parameters. Inside, a finite number is sign, exponent and a significand whose highest
 * bit is bit 62: its value is significand * 2^(exponent - 62).
 */
public enum FloatFormat {
    BINARY32(24, 127),
    BINARY64(53, 1023);

    public static final int NEAREST_EVEN = 0;
    public static final int TO_ZERO = 1;
    public static final int DOWN = 2;
    public static final int UP = 3;
    public static final int NEAREST_MAX_MAGNITUDE = 4;

    private static final int TOP = 62;

    private final int precision;
    private final int bias;
    private final long signBit;
    private final long infinity;
    private final long fraction;

    FloatFormat(int precision, int bias) {
        this.precision = precision;
        this.bias = bias;
        fraction = (1L << precision - 1) - 1;
        infinity = (2L * bias + 1) << precision - 1;
        signBit = infinity + fraction + 1;
    }

    /** The NaN of every invalid operation. */
    public long canonicalNan() {
        return infinity | fraction + 1 >> 1;
    }

    public long infinity(boolean negative) {
        return zero(negative) | infinity;
    }

    public long zero(boolean negative) {
        return negative ? signBit : 0;
    }

    public long signBit() {
        return signBit;
    }

    boolean negative(long bits) {
        return (bits & signBit) != 0;
    }

    long magnitude(long bits) {
        return bits & signBit - 1;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignalingNan(long bits) {
        return isNan(bits) && (bits & fraction + 1 >> 1) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    boolean isSubnormal(long bits) {
        return magnitude(bits) <= fraction && !isZero(bits);
    }

    /** Exponent of a number that is finite and not 0. */
    int exponent(long bits) {
        int stored = (int) (magnitude(bits) >>> precision - 1);
        return stored != 0
                ? stored - bias
                : 1 - bias - (Long.numberOfLeadingZeros(magnitude(bits)) - (64 - precision));
    }

    /** Significand of a number that is finite and not 0, highest bit at 62. */
    long significand(long bits) {
        long magnitude = magnitude(bits);
        return magnitude <= fraction
                ? magnitude << Long.numberOfLeadingZeros(magnitude) - 1
                : (magnitude & fraction | fraction + 1) << TOP - (precision - 1);
    }

    /** The canonical NaN, and the invalid flag if an operand was a signaling one. */
    long nan(boolean signaling, FloatStatus status) {
        if (signaling) {
            status.raise(FloatStatus.INVALID);
        }
        return canonicalNan();
    }

    /**
     * Rounds a number that is not 0.
     *
     * @param significand highest bit at 62; bit 0 stands for everything below it
     */
    long round(boolean negative, int exponent, long significand, int mode, FloatStatus status) {
        int least = 1 - bias;
        long kept = significand;
        boolean tiny = false;
        int e = exponent;
        if (exponent < least) {
            tiny = exponent < least - 1 || !reachesNormal(negative, significand, mode);
            kept = shiftRightJam(significand, least - exponent);
            e = least;
        }
        long result = roundedInteger(negative, kept, TOP + 1 - precision, mode);
        if ((kept & (1L << TOP + 1 - precision) - 1) != 0) {
            status.raise(tiny ? FloatStatus.INEXACT | FloatStatus.UNDERFLOW : FloatStatus.INEXACT);
        }
        if (result >>> precision != 0) {
            result >>>= 1;
            e++;
        }
        if (e > bias) {
            status.raise(FloatStatus.OVERFLOW | FloatStatus.INEXACT);
            return overflow(negative, mode);
        }
        long stored = result > fraction ? (long) (e + bias) << precision - 1 : 0;
        return zero(negative) | stored | result & fraction;
    }

    /** Tininess is judged after rounding: as if the exponent had no lower limit. */
    private boolean reachesNormal(boolean negative, long significand, int mode) {
        return roundedInteger(negative, significand, TOP + 1 - precision, mode) >>> precision != 0;
    }

    private long overflow(boolean negative, int mode) {
        boolean away =
                switch (mode) {
                    case TO_ZERO -> false;
                    case DOWN -> negative;
                    case UP -> !negative;
                    default -> true;
                };
        return zero(negative) | (away ? infinity : infinity - 1);
    }

    /** Drops bits of a significand and rounds what is left; the lowest bit may stand for more. */
    static long roundedInteger(boolean negative, long significand, int drop, int mode) {
        long kept = significand >>> drop;
        long rest = significand & (1L << drop) - 1;
        long half = 1L << drop - 1;
        boolean up =
                switch (mode) {
                    case NEAREST_EVEN -> rest > half || rest == half && (kept & 1) != 0;
                    case TO_ZERO -> false;
                    case DOWN -> negative && rest != 0;
                    case UP -> !negative && rest != 0;
                    default -> rest >= half;
                };
        return up ? kept + 1 : kept;
    }

    /** Shifts to the right; bit 0 remembers whether a 1 was lost. */
    static long shiftRightJam(long value, int count) {
        if (count == 0) {
            return value;
        }
        if (count > 63) {
            return value == 0 ? 0 : 1;
        }
        return value >>> count | (value << 64 - count == 0 ? 0 : 1);
    }
}
