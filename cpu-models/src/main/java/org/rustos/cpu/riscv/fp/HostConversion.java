package org.rustos.cpu.riscv.fp;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;

/**
 * Conversions at the speed of the host, where what it loses is seen by converting back; what is out
 * of range, NaN or rounded in a mode that the host lacks is {@link FloatConversion}'s.
 */
public final class HostConversion {
    private static final double BEYOND_LONG = 0x1p63;

    private HostConversion() {}

    /** To a signed or unsigned integer of 32 bits, sign-extended. */
    public static long toWord(
            FloatFormat format, long bits, boolean unsigned, int mode, FloatStatus status) {
        double value = value(format, bits);
        long whole = (long) rounded(value, mode);
        boolean fits = unsigned ? whole >>> 32 == 0 : whole == (int) whole;
        if (fits && settled(value, whole, mode, status)) {
            return (int) whole;
        }
        return FloatConversion.toInteger(format, bits, 32, unsigned, mode, status);
    }

    /** To a signed or unsigned integer of 64 bits. */
    public static long toLong(
            FloatFormat format, long bits, boolean unsigned, int mode, FloatStatus status) {
        double value = value(format, bits);
        long whole = (long) rounded(value, mode);
        boolean fits = (unsigned ? whole >= 0 : whole != Long.MIN_VALUE) && whole != Long.MAX_VALUE;
        if (fits && settled(value, whole, mode, status)) {
            return whole;
        }
        return FloatConversion.toInteger(format, bits, 64, unsigned, mode, status);
    }

    /** Any single is a double, but for the payload of a NaN. */
    public static long widen(long bits, int mode, FloatStatus status) {
        float value = Float.intBitsToFloat((int) bits);
        if (!Float.isNaN(value)) {
            return Double.doubleToRawLongBits(value);
        }
        return FloatConversion.convert(BINARY32, BINARY64, bits, mode, status);
    }

    public static long narrow(long bits, int mode, FloatStatus status) {
        double value = Double.longBitsToDouble(bits);
        float result = (float) value;
        float magnitude = Math.abs(result);
        boolean plain = magnitude > Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
        boolean nearest = mode == FloatFormat.NEAREST_EVEN && plain;
        if (result == value || nearest) {
            status.raise(result == value ? 0 : FloatStatus.INEXACT);
            return Float.floatToRawIntBits(result) & 0xffffffffL;
        }
        return FloatConversion.convert(BINARY64, BINARY32, bits, mode, status);
    }

    public static long doubleFrom(long value, int mode, FloatStatus status) {
        double result = value;
        boolean exact = (long) result == value && result != BEYOND_LONG;
        if (exact || mode == FloatFormat.NEAREST_EVEN) {
            status.raise(exact ? 0 : FloatStatus.INEXACT);
            return Double.doubleToRawLongBits(result);
        }
        return FloatConversion.fromInteger(BINARY64, value, false, mode, status);
    }

    public static long singleFrom(long value, int mode, FloatStatus status) {
        float result = value;
        boolean exact = (long) result == value && result != BEYOND_LONG;
        if (exact || mode == FloatFormat.NEAREST_EVEN) {
            status.raise(exact ? 0 : FloatStatus.INEXACT);
            return Float.floatToRawIntBits(result) & 0xffffffffL;
        }
        return FloatConversion.fromInteger(BINARY32, value, false, mode, status);
    }

    public static long doubleFromUnsigned(long value, int mode, FloatStatus status) {
        return value >= 0
                ? doubleFrom(value, mode, status)
                : FloatConversion.fromInteger(BINARY64, value, true, mode, status);
    }

    public static long singleFromUnsigned(long value, int mode, FloatStatus status) {
        return value >= 0
                ? singleFrom(value, mode, status)
                : FloatConversion.fromInteger(BINARY32, value, true, mode, status);
    }

    /** The same number, whatever the format; the payload of a NaN may be another. */
    static double value(FloatFormat format, long bits) {
        return format == BINARY64
                ? Double.longBitsToDouble(bits)
                : Float.intBitsToFloat((int) bits);
    }

    /** Conversion to an integer drops the fraction: that is the mode of a cast. */
    private static double rounded(double value, int mode) {
        return switch (mode) {
            case FloatFormat.TO_ZERO -> value;
            case FloatFormat.NEAREST_EVEN -> Math.rint(value);
            case FloatFormat.DOWN -> Math.floor(value);
            case FloatFormat.UP -> Math.ceil(value);
            default -> Double.NaN;
        };
    }

    /** Whether the integer is the result, with the flag that it deserves raised. */
    private static boolean settled(double value, long whole, int mode, FloatStatus status) {
        if (whole == value) {
            return true;
        }
        if (Double.isNaN(value) || mode == FloatFormat.NEAREST_MAX_MAGNITUDE) {
            return false;
        }
        status.raise(FloatStatus.INEXACT);
        return true;
    }
}
