package org.rustos.cpu.riscv.fp;

/**
 * Between formats and integers: what is out of range becomes the nearest integer and is invalid.
 */
public final class FloatConversion {
    private static final int TOP = 62;

    private FloatConversion() {}

    /** Rounds a signed or unsigned 64-bit integer to a format. */
    public static long fromInteger(
            FloatFormat format, long value, boolean unsigned, int mode, FloatStatus status) {
        if (value == 0) {
            return format.zero(false);
        }
        boolean negative = !unsigned && value < 0;
        long magnitude = negative ? -value : value;
        int zeros = Long.numberOfLeadingZeros(magnitude);
        long significand =
                zeros == 0 ? FloatFormat.shiftRightJam(magnitude, 1) : magnitude << zeros - 1;
        return format.round(negative, 63 - zeros, significand, mode, status);
    }

    /** Converts between formats. */
    public static long convert(
            FloatFormat from, FloatFormat to, long bits, int mode, FloatStatus status) {
        if (from.isNan(bits)) {
            return to.nan(from.isSignalingNan(bits), status);
        }
        boolean negative = from.negative(bits);
        if (from.isInfinite(bits)) {
            return to.infinity(negative);
        }
        if (from.isZero(bits)) {
            return to.zero(negative);
        }
        return to.round(negative, from.exponent(bits), from.significand(bits), mode, status);
    }

    /**
     * Rounds to an integer of 32 or 64 bits.
     *
     * @return the integer, that of 32 bits sign-extended even if unsigned
     */
    public static long toInteger(
            FloatFormat format,
            long bits,
            int width,
            boolean unsigned,
            int mode,
            FloatStatus status) {
        boolean negative = format.negative(bits) && !format.isNan(bits);
        long limit = limit(width, unsigned, negative);
        if (format.isNan(bits) || format.isInfinite(bits)) {
            return invalid(limit, negative, width, status);
        }
        if (format.isZero(bits)) {
            return 0;
        }
        int exponent = format.exponent(bits);
        if (exponent > 63) {
            return invalid(limit, negative, width, status);
        }
        long significand = format.significand(bits);
        long whole;
        boolean inexact = false;
        if (exponent >= TOP) {
            whole = significand << exponent - TOP;
        } else {
            // Two more bits of room keep half and sticky apart for what is below 1.
            int drop = Math.min(TOP - exponent, TOP + 1);
            long kept = FloatFormat.shiftRightJam(significand, TOP - exponent - drop);
            inexact = (kept & (1L << drop) - 1) != 0;
            whole = FloatFormat.roundedInteger(negative, kept, drop, mode);
        }
        if (Long.compareUnsigned(whole, limit) > 0) {
            return invalid(limit, negative, width, status);
        }
        if (inexact) {
            status.raise(FloatStatus.INEXACT);
        }
        return extended(negative ? -whole : whole, width);
    }

    /** The greatest magnitude that fits. */
    private static long limit(int width, boolean unsigned, boolean negative) {
        if (unsigned) {
            return negative ? 0 : -1L >>> 64 - width;
        }
        long most = 1L << width - 1;
        return negative ? most : most - 1;
    }

    private static long invalid(long limit, boolean negative, int width, FloatStatus status) {
        status.raise(FloatStatus.INVALID);
        return extended(negative ? -limit : limit, width);
    }

    private static long extended(long value, int width) {
        return width == 32 ? (int) value : value;
    }
}
