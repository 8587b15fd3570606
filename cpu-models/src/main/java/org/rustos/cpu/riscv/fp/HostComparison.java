package org.rustos.cpu.riscv.fp;

/** Order at the speed of the host; NaNs and two zeros are {@link FloatComparison}'s. */
public final class HostComparison {
    private HostComparison() {}

    public static boolean equal(FloatFormat format, long a, long b, FloatStatus status) {
        double x = HostConversion.value(format, a);
        double y = HostConversion.value(format, b);
        return x == y || !(x < y || x > y) && FloatComparison.equal(format, a, b, status);
    }

    public static boolean less(FloatFormat format, long a, long b, FloatStatus status) {
        double x = HostConversion.value(format, a);
        double y = HostConversion.value(format, b);
        return x < y || !(x >= y) && FloatComparison.less(format, a, b, status);
    }

    public static boolean lessOrEqual(FloatFormat format, long a, long b, FloatStatus status) {
        double x = HostConversion.value(format, a);
        double y = HostConversion.value(format, b);
        return x <= y || !(x > y) && FloatComparison.lessOrEqual(format, a, b, status);
    }

    public static long minimum(FloatFormat format, long a, long b, FloatStatus status) {
        double x = HostConversion.value(format, a);
        double y = HostConversion.value(format, b);
        return x < y ? a : x > y ? b : FloatComparison.minimum(format, a, b, status);
    }

    public static long maximum(FloatFormat format, long a, long b, FloatStatus status) {
        double x = HostConversion.value(format, a);
        double y = HostConversion.value(format, b);
        return x > y ? a : x < y ? b : FloatComparison.maximum(format, a, b, status);
    }
}
