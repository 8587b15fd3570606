package org.rustos.cpu.riscv.cheri;

/**
 * The arithmetic of CHERI Concentrate for 128 bits: two bounds of 64 and 65 bits live in 27 bits
 * relative to the address, so some requests are rounded and some addresses cannot be reached.
 * Nothing here allocates.
 *
 * <p>The field, after removing {@link CheriCap#NULL_MASK}: bit 26 internal exponent (IE), 25..14
 * low bits of the top T, 13..0 the base B. With IE the three lowest bits of T and B hold the
 * exponent E; T's two highest bits are implied. Names are those of CHERI ISAv9, sections 3.5.4 and
 * 3.5.5.
 */
public final class CapBounds {
    /** Bits of B and T. */
    private static final int MANTISSA = 14;

    /** Greatest exponent that means anything; greater stored ones count as this. */
    private static final int MAX_EXPONENT = 52;

    private static final int MANTISSA_MASK = (1 << MANTISSA) - 1;
    private static final int T_STORED_MASK = (1 << MANTISSA - 2) - 1;
    private static final int IE_BIT = 1 << 26;
    private static final int FIELD_MASK = (1 << 27) - 1;

    /** Mantissa bits that are left when the exponent takes three. */
    private static final int SHORT_MASK = (1 << MANTISSA - 3) - 1;

    /** In the result of {@link #encode}: bounds were rounded. */
    private static final int INEXACT = 1 << 27;

    private CapBounds() {}

    /** The exponent E, 0..52: bounds are multiples of 2^E, of 2^(E+3) with an internal exponent. */
    public static int exponent(long meta) {
        return Math.min(MAX_EXPONENT, storedExponent(field(meta)));
    }

    /** The lowest address that may be used. */
    public static long base(long meta, long addr) {
        int field = field(meta);
        int e = Math.min(MAX_EXPONENT, storedExponent(field));
        int b = bottom(field);
        int limit = edge(b);
        int correction = below(b, limit) - below(middle(addr, e), limit);
        return place(above(addr, e) + correction, b, e);
    }

    /** Bits 63..0 of the first address past the end. */
    public static long topLow(long meta, long addr) {
        int field = field(meta);
        int e = Math.min(MAX_EXPONENT, storedExponent(field));
        int t = top(field);
        return place(topAbove(addr, e, bottom(field), t), t, e);
    }

    /**
     * Bit 64 of the first address past the end. Where the representable space wraps around the
     * address space, this bit is what keeps base and top within 2^64 of each other.
     */
    public static int topHigh(long meta, long addr) {
        int field = field(meta);
        int e = Math.min(MAX_EXPONENT, storedExponent(field));
        int t = top(field);
        long above = topAbove(addr, e, bottom(field), t);
        int bit64 = e > 50 ? t >> 64 - e & 1 : (int) (above >>> 50 - e) & 1;
        if (e >= MAX_EXPONENT - 1) {
            return bit64;
        }
        int highest = bit64 << 1 | (int) (place(above, t, e) >>> 63);
        int ahead = highest - (int) (base(meta, addr) >>> 63) & 3;
        return ahead > 1 ? bit64 ^ 1 : bit64;
    }

    /**
     * What CGetLen gives: top - base, at most 2^64 - 1. Untagged bits may hold a top below the
     * base; the difference is then taken modulo 2^65.
     */
    public static long length(long meta, long addr) {
        long base = base(meta, addr);
        long top = topLow(meta, addr);
        int high = topHigh(meta, addr) - (Long.compareUnsigned(top, base) < 0 ? 1 : 0) & 1;
        return high == 0 ? top - base : -1;
    }

    /**
     * Whether {@code size} bytes at {@code at} lie within the bounds.
     *
     * @param size unsigned, so up to 2^64 - 1
     */
    public static boolean contains(long meta, long addr, long at, long size) {
        if (Long.compareUnsigned(at, base(meta, addr)) < 0) {
            return false;
        }
        long end = at + size;
        int endHigh = Long.compareUnsigned(end, at) < 0 ? 1 : 0;
        int topHigh = topHigh(meta, addr);
        return endHigh < topHigh
                || endHigh == topHigh && Long.compareUnsigned(end, topLow(meta, addr)) <= 0;
    }

    /** Whether two addresses give one meta the same bounds: the test of CSetAddr. */
    public static boolean sameBounds(long meta, long addr, long other) {
        return base(meta, addr) == base(meta, other)
                && topLow(meta, addr) == topLow(meta, other)
                && topHigh(meta, addr) == topHigh(meta, other);
    }

    /**
     * Whether an address may be incremented without a change of bounds, judged as hardware does it:
     * from the middle bits alone, so it may refuse what {@link #sameBounds} would allow. The test
     * of CIncOffset and CSetOffset.
     */
    public static boolean incrementKeepsBounds(long meta, long addr, long increment) {
        int field = field(meta);
        int e = storedExponent(field);
        if (e >= MAX_EXPONENT - 2) {
            return true;
        }
        int i = (int) (increment >>> e) & MANTISSA_MASK;
        int limit = edge(bottom(field)) << MANTISSA - 3;
        int room = limit - (int) (addr >>> e) & MANTISSA_MASK;
        long overflow = increment >> Math.min(63, e + MANTISSA);
        return overflow == 0
                ? i < (room - 1 & MANTISSA_MASK)
                : overflow == -1 && i >= room && room != 0;
    }

    /**
     * The meta whose bounds hold {@code length} bytes from {@code addr}, rounded outwards where the
     * format asks for it. Other fields stay; whether the tag may stay is the caller's question
     * ({@link #contains}, {@link CheriCap#isSealed}).
     *
     * @param length unsigned
     */
    public static long setBounds(long meta, long addr, long length) {
        long field = encode(addr, length) & FIELD_MASK;
        return meta & ~(long) FIELD_MASK | (field ^ CheriCap.NULL_MASK) & FIELD_MASK;
    }

    /** Whether {@link #setBounds} would give exactly the bounds that were asked for. */
    public static boolean isExact(long addr, long length) {
        return (encode(addr, length) & INEXACT) == 0;
    }

    /** CRAM: the mask of base addresses for which bounds of this length are exact. */
    public static long alignmentMask(long length) {
        int field = encode(0, length);
        return (field & IE_BIT) == 0 ? -1 : -1L << storedExponent(field) + 3;
    }

    /** CRRL: the length rounded up to one that has exact bounds; 0 where that is 2^64. */
    public static long representableLength(long length) {
        long mask = alignmentMask(length);
        return length + ~mask & mask;
    }

    /** The bounds field (before the NULL mask) for a request, and {@link #INEXACT}. */
    private static int encode(long base, long length) {
        int e = MAX_EXPONENT - 1 - Math.min(MAX_EXPONENT - 1, Long.numberOfLeadingZeros(length));
        long top = base + length;
        if (e == 0 && (length >>> MANTISSA - 2) == 0) {
            return (int) (top & T_STORED_MASK) << MANTISSA | (int) base & MANTISSA_MASK;
        }
        int carry = Long.compareUnsigned(top, base) < 0 ? 1 : 0;
        long lost = (1L << e + 3) - 1;
        boolean baseLost = (base & lost) != 0;
        boolean topLost = (top & lost) != 0;
        int b = (int) (base >>> e + 3) & SHORT_MASK;
        int t = shortTop(carry, top, e, topLost);
        if ((t - b & 1 << MANTISSA - 4) != 0) {
            // The length outgrew its exponent, by the rounding of top or of base.
            baseLost |= (b & 1) != 0;
            topLost |= (t & 1) != 0;
            e++;
            b = (int) (base >>> e + 3) & SHORT_MASK;
            t = shortTop(carry, top, e, topLost);
        }
        int stored = (t << 3 & T_STORED_MASK | e >> 3) << MANTISSA | b << 3 | e & 7;
        return IE_BIT | stored | (baseLost || topLost ? INEXACT : 0);
    }

    private static int shortTop(int carry, long top, int e, boolean roundUp) {
        long shifted = top >>> e + 3 | (long) carry << 64 - (e + 3);
        return (int) (roundUp ? shifted + 1 : shifted) & SHORT_MASK;
    }

    private static int field(long meta) {
        return (int) (meta ^ CheriCap.NULL_MASK) & FIELD_MASK;
    }

    private static int storedExponent(int field) {
        return (field & IE_BIT) == 0 ? 0 : field >> MANTISSA - 3 & 0x38 | field & 7;
    }

    private static int bottom(int field) {
        int b = field & MANTISSA_MASK;
        return (field & IE_BIT) == 0 ? b : b & ~7;
    }

    private static int top(int field) {
        boolean internal = (field & IE_BIT) != 0;
        int stored = field >> MANTISSA & T_STORED_MASK;
        int t = internal ? stored & ~7 : stored;
        int b = bottom(field);
        int carry = t < (b & T_STORED_MASK) ? 1 : 0;
        int highest = (b >> MANTISSA - 2) + carry + (internal ? 1 : 0) & 3;
        return highest << MANTISSA - 2 | t;
    }

    /** R of the specification: the three highest bits at which the representable space begins. */
    private static int edge(int b) {
        return (b >> MANTISSA - 3) - 1 & 7;
    }

    /** 1 if a mantissa lies below the edge and so in the upper of the two regions. */
    private static int below(int mantissa, int limit) {
        return mantissa >> MANTISSA - 3 < limit ? 1 : 0;
    }

    private static int middle(long addr, int e) {
        return (int) (addr >>> e) & MANTISSA_MASK;
    }

    private static long above(long addr, int e) {
        return e + MANTISSA > 63 ? 0 : addr >>> e + MANTISSA;
    }

    private static long topAbove(long addr, int e, int b, int t) {
        int limit = edge(b);
        return above(addr, e) + below(t, limit) - below(middle(addr, e), limit);
    }

    private static long place(long above, int mantissa, int e) {
        long high = e + MANTISSA > 63 ? 0 : above << e + MANTISSA;
        return high | (long) mantissa << e;
    }
}
