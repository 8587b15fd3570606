package org.rustos.cpu.riscv.op;

/** Zba and Zbb: addresses and bits. */
public final class BitOps {
    private static final long WORD = 0xffffffffL;
    private static final long LOW_BITS = 0x0101010101010101L;

    private BitOps() {}

    public static long addUw(long a, long b) {
        return (a & WORD) + b;
    }

    public static long sh1add(long a, long b) {
        return (a << 1) + b;
    }

    public static long sh2add(long a, long b) {
        return (a << 2) + b;
    }

    public static long sh3add(long a, long b) {
        return (a << 3) + b;
    }

    public static long sh1addUw(long a, long b) {
        return ((a & WORD) << 1) + b;
    }

    public static long sh2addUw(long a, long b) {
        return ((a & WORD) << 2) + b;
    }

    public static long sh3addUw(long a, long b) {
        return ((a & WORD) << 3) + b;
    }

    public static long slliUw(long a, long shift) {
        return (a & WORD) << shift;
    }

    public static long andn(long a, long b) {
        return a & ~b;
    }

    public static long orn(long a, long b) {
        return a | ~b;
    }

    public static long xnor(long a, long b) {
        return ~(a ^ b);
    }

    public static long clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    public static long clzw(long a) {
        return Integer.numberOfLeadingZeros((int) a);
    }

    public static long ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    public static long ctzw(long a) {
        return Integer.numberOfTrailingZeros((int) a);
    }

    public static long cpop(long a) {
        return Long.bitCount(a);
    }

    public static long cpopw(long a) {
        return Integer.bitCount((int) a);
    }

    public static long sextB(long a) {
        return (byte) a;
    }

    public static long sextH(long a) {
        return (short) a;
    }

    public static long zextH(long a) {
        return (char) a;
    }

    public static long min(long a, long b) {
        return Math.min(a, b);
    }

    public static long minu(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    public static long max(long a, long b) {
        return Math.max(a, b);
    }

    public static long maxu(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    public static long rol(long a, long b) {
        return Long.rotateLeft(a, (int) b);
    }

    public static long ror(long a, long b) {
        return Long.rotateRight(a, (int) b);
    }

    public static long rolw(long a, long b) {
        return Integer.rotateLeft((int) a, (int) b);
    }

    public static long rorw(long a, long b) {
        return Integer.rotateRight((int) a, (int) b);
    }

    /** Each byte becomes 255 unless it is 0. */
    public static long orcB(long a) {
        long any = a | a >>> 4 & 0x0f0f0f0f0f0f0f0fL;
        any |= any >>> 2 & 0x3f3f3f3f3f3f3f3fL;
        any |= any >>> 1;
        return (any & LOW_BITS) * 255;
    }

    public static long rev8(long a) {
        return Long.reverseBytes(a);
    }
}
