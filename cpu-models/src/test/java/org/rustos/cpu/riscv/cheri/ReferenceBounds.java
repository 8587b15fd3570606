package org.rustos.cpu.riscv.cheri;

import java.math.BigInteger;

/**
 * A second opinion on bounds: the same definitions said in plain arithmetic on integers of any
 * size, by regions and rounding instead of by bit fields.
 */
record ReferenceBounds(BigInteger base, BigInteger top) {
    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);
    private static final BigInteger TWO_65 = BigInteger.TWO.pow(65);

    /** Bounds of a capability: base and top are placed in the region of 2^(E+14) around addr. */
    static ReferenceBounds decode(long meta, long addr) {
        long bits = meta ^ 0x0000_1fff_fc01_8004L;
        boolean internal = (bits >> 26 & 1) == 1;
        long b = bits & 0x3fff;
        long t = bits >> 14 & 0xfff;
        int e = 0;
        if (internal) {
            e = (int) Math.min(52, t % 8 * 8 + b % 8);
            b -= b % 8;
            t -= t % 8;
        }
        // T = B + length: the length's two highest bits are 01 with an exponent, 00 without.
        long least = b + (internal ? 0x1000 : 0);
        long highest = least / 0x1000 + (t < b % 0x1000 ? 1 : 0);
        t += highest % 4 * 0x1000;

        BigInteger region = BigInteger.TWO.pow(e + 14);
        BigInteger edge = scale((b / 0x800 + 7) % 8 * 0x800, e);
        BigInteger start = unsigned(addr).subtract(unsigned(addr).subtract(edge).mod(region));
        BigInteger base = start.add(scale(b, e).subtract(start).mod(region)).mod(TWO_64);
        BigInteger top = start.add(scale(t, e).subtract(start).mod(region)).mod(TWO_65);
        int halves = top.shiftRight(63).intValue() - base.shiftRight(63).intValue();
        if (e < 51 && Math.floorMod(halves, 4) > 1) {
            top = top.flipBit(64);
        }
        return new ReferenceBounds(base, top);
    }

    /** The smallest bounds with the format's alignment that hold the request. */
    static ReferenceBounds rounded(long addr, long length) {
        BigInteger base = unsigned(addr);
        BigInteger top = base.add(unsigned(length));
        int e = unsigned(length).bitLength() - 13;
        if (e < 0) {
            return new ReferenceBounds(base, top);
        }
        ReferenceBounds first = aligned(base, top, e + 3);
        boolean fits = first.top.subtract(first.base).bitLength() <= e + 13;
        return fits ? first : aligned(base, top, e + 4);
    }

    static ReferenceBounds of(long meta, long addr) {
        BigInteger high = BigInteger.valueOf(CapBounds.topHigh(meta, addr)).shiftLeft(64);
        return new ReferenceBounds(
                unsigned(CapBounds.base(meta, addr)),
                high.add(unsigned(CapBounds.topLow(meta, addr))));
    }

    boolean fitsTheAddressSpace() {
        return top.compareTo(TWO_64) <= 0;
    }

    static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return value < 0 ? signed.add(TWO_64) : signed;
    }

    private static ReferenceBounds aligned(BigInteger base, BigInteger top, int bits) {
        BigInteger unit = BigInteger.TWO.pow(bits);
        return new ReferenceBounds(base.subtract(base.mod(unit)), top.add(top.negate().mod(unit)));
    }

    private static BigInteger scale(long mantissa, int e) {
        return BigInteger.valueOf(mantissa).shiftLeft(e);
    }
}
