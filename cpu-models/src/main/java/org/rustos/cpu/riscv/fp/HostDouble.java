package org.rustos.cpu.riscv.fp;

import static org.rustos.cpu.riscv.fp.FloatFormat.BINARY64;
import static org.rustos.cpu.riscv.fp.FloatFormat.NEAREST_EVEN;

/**
 * binary64 at the speed of the host, whose unit rounds to nearest even as RISC-V does but shows no
 * flags. A result stands only if at most the inexact flag could follow from it, and that flag is
 * set already or certainly not due; everything else, doubt included, is {@link FloatArithmetic}'s.
 * So doubt costs time once: the flag is sticky.
 */
public final class HostDouble {
    private static final long FRACTION = (1L << 52) - 1;
    private static final long IMPLICIT = FRACTION + 1;
    private static final long EXPONENT = 0x7ffL << 52;
    private static final long ABOVE_TINY = IMPLICIT + 1 << 1;
    private static final long PLAIN = (EXPONENT << 1) - ABOVE_TINY;

    private HostDouble() {}

    /** A finite sum never underflows: what is that small is exact. */
    public static long add(long a, long b, int mode, FloatStatus status) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double r = x + y;
        long bits = Double.doubleToRawLongBits(r);
        if (mode == NEAREST_EVEN && finite(bits) && (status.inexact() || exactSum(x, y, r))) {
            return bits;
        }
        return FloatArithmetic.add(BINARY64, a, b, mode, status);
    }

    public static long subtract(long a, long b, int mode, FloatStatus status) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double r = x - y;
        long bits = Double.doubleToRawLongBits(r);
        if (mode == NEAREST_EVEN && finite(bits) && (status.inexact() || exactSum(x, -y, r))) {
            return bits;
        }
        return FloatArithmetic.subtract(BINARY64, a, b, mode, status);
    }

    public static long multiply(long a, long b, int mode, FloatStatus status) {
        double r = Double.longBitsToDouble(a) * Double.longBitsToDouble(b);
        long bits = Double.doubleToRawLongBits(r);
        if (mode == NEAREST_EVEN && plain(bits) && (status.inexact() || exactProduct(a, b))) {
            return bits;
        }
        return FloatArithmetic.multiply(BINARY64, a, b, mode, status);
    }

    public static long divide(long a, long b, int mode, FloatStatus status) {
        double r = Double.longBitsToDouble(a) / Double.longBitsToDouble(b);
        long bits = Double.doubleToRawLongBits(r);
        if (mode == NEAREST_EVEN && plain(bits) && (status.inexact() || isProduct(a, bits, b))) {
            return bits;
        }
        return FloatArithmetic.divide(BINARY64, a, b, mode, status);
    }

    public static long squareRoot(long a, int mode, FloatStatus status) {
        long bits = Double.doubleToRawLongBits(Math.sqrt(Double.longBitsToDouble(a)));
        if (mode == NEAREST_EVEN && plain(bits) && (status.inexact() || isProduct(a, bits, bits))) {
            return bits;
        }
        return FloatArithmetic.squareRoot(BINARY64, a, mode, status);
    }

    /** a * b + c with one rounding. */
    public static long fused(long a, long b, long c, int mode, FloatStatus status) {
        if (mode == NEAREST_EVEN && HostUnit.FUSED) {
            double x = Double.longBitsToDouble(a);
            double y = Double.longBitsToDouble(b);
            double r = Math.fma(x, y, Double.longBitsToDouble(c));
            long bits = Double.doubleToRawLongBits(r);
            if (plain(bits) && (status.inexact() || exactFused(a, b, c))) {
                return bits;
            }
        }
        return FloatArithmetic.fused(BINARY64, a, b, c, mode, status);
    }

    private static boolean finite(long bits) {
        return (bits & EXPONENT) != EXPONENT;
    }

    /**
     * Finite, and so far from the subnormal numbers that it was not tiny before rounding either:
     * above the least normal number, below infinity, in one comparison without the sign.
     */
    private static boolean plain(long bits) {
        return Long.compareUnsigned((bits << 1) - ABOVE_TINY, PLAIN) < 0;
    }

    /** Knuth's TwoSum: what rounding took away is 0. An overflow on the way ends in a NaN. */
    static boolean exactSum(double x, double y, double sum) {
        double part = sum - x;
        return x - (sum - part) + (y - part) == 0;
    }

    /** Whether the significands of two normal numbers have a product of 53 bits. */
    private static boolean exactProduct(long a, long b) {
        if ((a & EXPONENT) == 0 || (b & EXPONENT) == 0) {
            return false;
        }
        long x = a & FRACTION | IMPLICIT;
        long y = b & FRACTION | IMPLICIT;
        int zerosX = Long.numberOfTrailingZeros(x);
        int zerosY = Long.numberOfTrailingZeros(y);
        return zerosX + zerosY >= 52 && (x >>> zerosX) * (y >>> zerosY) >>> 53 == 0;
    }

    /** Whether a is exactly b * c. */
    private static boolean isProduct(long a, long b, long c) {
        double product = Double.longBitsToDouble(b) * Double.longBitsToDouble(c);
        return product == Double.longBitsToDouble(a)
                && plain(Double.doubleToRawLongBits(product))
                && exactProduct(b, c);
    }

    /** Whether product and sum are both exact; a rounded product may still be made up for. */
    private static boolean exactFused(long a, long b, long c) {
        double product = Double.longBitsToDouble(a) * Double.longBitsToDouble(b);
        double z = Double.longBitsToDouble(c);
        return plain(Double.doubleToRawLongBits(product))
                && exactProduct(a, b)
                && exactSum(product, z, product + z);
    }
}
