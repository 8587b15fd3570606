package org.rustos.cpu.riscv.fp;

/** Order, extremes and classes of numbers. */
public final class FloatComparison {
    private FloatComparison() {}

    /** Quiet: only a signaling NaN is invalid. */
    public static boolean equal(FloatFormat format, long a, long b, FloatStatus status) {
        if (format.isNan(a) || format.isNan(b)) {
            format.nan(format.isSignalingNan(a) || format.isSignalingNan(b), status);
            return false;
        }
        return order(format, a) == order(format, b);
    }

    /** Signaling: any NaN is invalid. */
    public static boolean less(FloatFormat format, long a, long b, FloatStatus status) {
        return ordered(format, a, b, status) && order(format, a) < order(format, b);
    }

    /** Signaling: any NaN is invalid. */
    public static boolean lessOrEqual(FloatFormat format, long a, long b, FloatStatus status) {
        return ordered(format, a, b, status) && order(format, a) <= order(format, b);
    }

    /** minimumNumber of IEEE 754-2019: a number wins over a NaN, -0 over +0. */
    public static long minimum(FloatFormat format, long a, long b, FloatStatus status) {
        return extreme(format, a, b, true, status);
    }

    /** maximumNumber of IEEE 754-2019. */
    public static long maximum(FloatFormat format, long a, long b, FloatStatus status) {
        return extreme(format, a, b, false, status);
    }

    private static long extreme(
            FloatFormat format, long a, long b, boolean least, FloatStatus status) {
        if (format.isSignalingNan(a) || format.isSignalingNan(b)) {
            status.raise(FloatStatus.INVALID);
        }
        if (format.isNan(a)) {
            return format.isNan(b) ? format.canonicalNan() : b;
        }
        if (format.isNan(b)) {
            return a;
        }
        long x = order(format, a);
        long y = order(format, b);
        boolean first = x == y ? format.negative(a) == least : least ? x < y : x > y;
        return first ? a : b;
    }

    /** The mask of FCLASS: one bit of ten (RISC-V Unprivileged ISA, section 20.9). */
    public static int classOf(FloatFormat format, long bits) {
        if (format.isNan(bits)) {
            return format.isSignalingNan(bits) ? 1 << 8 : 1 << 9;
        }
        int away =
                format.isInfinite(bits)
                        ? 3
                        : format.isZero(bits) ? 0 : format.isSubnormal(bits) ? 1 : 2;
        return format.negative(bits) ? 1 << 3 - away : 1 << 4 + away;
    }

    private static boolean ordered(FloatFormat format, long a, long b, FloatStatus status) {
        boolean ordered = !format.isNan(a) && !format.isNan(b);
        if (!ordered) {
            status.raise(FloatStatus.INVALID);
        }
        return ordered;
    }

    /** An integer in the order of the numbers; both zeros are 0. */
    private static long order(FloatFormat format, long bits) {
        return format.negative(bits) ? -format.magnitude(bits) : format.magnitude(bits);
    }
}
