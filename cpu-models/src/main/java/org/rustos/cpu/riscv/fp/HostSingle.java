package org.rustos.cpu.riscv.fp;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY32;
import static org.rustos.cpu.riscv.fp.FloatFormat.NEAREST_EVEN;

/**
 * binary32 at the speed of the host, by the rule of {@link HostDouble}. Doubles hold products of
 * singles exactly, so that rounding is seen by comparing.
 */
public final class HostSingle {
    private HostSingle() {}

    /** A finite sum never underflows: what is that small is exact. */
    public static long add(long a, long b, int mode, FloatStatus status) {
        float x = number(a);
        float y = number(b);
        float r = x + y;
        if (mode == NEAREST_EVEN
                && Math.abs(r) <= Float.MAX_VALUE
                && (status.inexact() || exactSum(x, y, r))) {
            return bits(r);
        }
        return FloatArithmetic.add(BINARY32, a, b, mode, status);
    }

    public static long subtract(long a, long b, int mode, FloatStatus status) {
        float x = number(a);
        float y = number(b);
        float r = x - y;
        if (mode == NEAREST_EVEN
                && Math.abs(r) <= Float.MAX_VALUE
                && (status.inexact() || exactSum(x, -y, r))) {
            return bits(r);
        }
        return FloatArithmetic.subtract(BINARY32, a, b, mode, status);
    }

    public static long multiply(long a, long b, int mode, FloatStatus status) {
        double product = (double) number(a) * number(b);
        float r = (float) product;
        if (mode == NEAREST_EVEN && plain(r) && (status.inexact() || r == product)) {
            return bits(r);
        }
        return FloatArithmetic.multiply(BINARY32, a, b, mode, status);
    }

    public static long divide(long a, long b, int mode, FloatStatus status) {
        float x = number(a);
        float y = number(b);
        float r = x / y;
        if (mode == NEAREST_EVEN && plain(r) && (status.inexact() || (double) r * y == x)) {
            return bits(r);
        }
        return FloatArithmetic.divide(BINARY32, a, b, mode, status);
    }

    /** Two roundings are one here: a double holds more than twice the digits (Figueroa, 1995). */
    public static long squareRoot(long a, int mode, FloatStatus status) {
        float x = number(a);
        float r = (float) Math.sqrt(x);
        if (mode == NEAREST_EVEN && plain(r) && (status.inexact() || (double) r * r == x)) {
            return bits(r);
        }
        return FloatArithmetic.squareRoot(BINARY32, a, mode, status);
    }

    /** a * b + c with one rounding: the sum is exact as a double, or rounded to odd before. */
    public static long fused(long a, long b, long c, int mode, FloatStatus status) {
        double product = (double) number(a) * number(b);
        double z = number(c);
        double sum = product + z;
        boolean exact = HostDouble.exactSum(product, z, sum);
        float r = (float) (exact ? sum : odd(product, z, sum));
        if (mode == NEAREST_EVEN && plain(r) && (status.inexact() || exact && r == sum)) {
            return bits(r);
        }
        return FloatArithmetic.fused(BINARY32, a, b, c, mode, status);
    }

    /**
     * Of the two doubles around an inexact sum the odd one: rounding that to a single is rounding
     * once (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums").
     */
    private static double odd(double x, double y, double sum) {
        long bits = Double.doubleToRawLongBits(sum);
        if ((bits & 1) != 0) {
            return sum;
        }
        double part = sum - x;
        double lost = x - (sum - part) + (y - part);
        return Double.longBitsToDouble(lost > 0 == sum > 0 ? bits + 1 : bits - 1);
    }

    private static boolean plain(float result) {
        float magnitude = Math.abs(result);
        return magnitude > Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
    }

    private static boolean exactSum(float x, float y, float sum) {
        float part = sum - x;
        return x - (sum - part) + (y - part) == 0;
    }

    private static float number(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long bits(float number) {
        return Float.floatToRawIntBits(number) & 0xffffffffL;
    }
}
