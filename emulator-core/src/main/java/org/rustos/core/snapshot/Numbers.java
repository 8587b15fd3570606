package org.rustos.core.snapshot;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** Arrays of numbers: small ones stand in the graph, large ones beside it. */
final class Numbers {
    /** From so many elements on an array stands beside the graph. */
    static final int LARGE = 256;

    /** Element types in the order of their codes. */
    static final List<Class<?>> TYPES =
            List.of(
                    boolean.class,
                    byte.class,
                    short.class,
                    char.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class);

    private Numbers() {}

    /** One number of an array as 64 bits. */
    static long get(Object array, int i) {
        return switch (array) {
            case boolean[] a -> a[i] ? 1 : 0;
            case byte[] a -> a[i];
            case short[] a -> a[i];
            case char[] a -> a[i];
            case int[] a -> a[i];
            case long[] a -> a[i];
            case float[] a -> Float.floatToRawIntBits(a[i]);
            case double[] a -> Double.doubleToRawLongBits(a[i]);
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    static void set(Object array, int i, long value) {
        switch (array) {
            case boolean[] a -> a[i] = value != 0;
            case byte[] a -> a[i] = (byte) value;
            case short[] a -> a[i] = (short) value;
            case char[] a -> a[i] = (char) value;
            case int[] a -> a[i] = (int) value;
            case long[] a -> a[i] = value;
            case float[] a -> a[i] = Float.intBitsToFloat((int) value);
            case double[] a -> a[i] = Double.longBitsToDouble(value);
            default -> throw new IllegalArgumentException(array.getClass().getName());
        }
    }

    static boolean same(Object a, Object b) {
        return switch (a) {
            case boolean[] x -> b instanceof boolean[] y && Arrays.equals(x, y);
            case byte[] x -> b instanceof byte[] y && Arrays.equals(x, y);
            case short[] x -> b instanceof short[] y && Arrays.equals(x, y);
            case char[] x -> b instanceof char[] y && Arrays.equals(x, y);
            case int[] x -> b instanceof int[] y && Arrays.equals(x, y);
            case long[] x -> b instanceof long[] y && Arrays.equals(x, y);
            case float[] x -> b instanceof float[] y && Arrays.equals(x, y);
            case double[] x -> b instanceof double[] y && Arrays.equals(x, y);
            default -> false;
        };
    }

    static Object copy(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    /** Writes length and numbers, runs of equal ones as one. */
    static void write(Object array, GraphBytes to) {
        int length = Array.getLength(array);
        to.putLong(length);
        for (int i = 0; i < length; ) {
            long value = get(array, i);
            int end = i + 1;
            while (end < length && get(array, end) == value) {
                end++;
            }
            to.putLong(end - i);
            to.putLong(value);
            i = end;
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param into null to make an array
     */
    static Object read(Class<?> type, Object into, GraphBytes from) throws SnapshotException {
        int length = from.getInt(0, Integer.MAX_VALUE);
        Object array = into == null ? Array.newInstance(type, length) : into;
        if (Array.getLength(array) != length) {
            throw new SnapshotException("an array in it has another length than here");
        }
        for (int i = 0; i < length; ) {
            int end = i + from.getInt(1, length - i);
            long value = from.getLong();
            while (i < end) {
                set(array, i++, value);
            }
        }
        return array;
    }
}
