package org.rustos.kernel.ebpf.verify;

/**
 * A tristate number: of each bit is known that it is 0, that it is 1, or nothing. As in Linux, and
 * as proved sound in "Sound, Precise, and Fast Abstract Interpretation with Tristate Numbers" (CGO
 * 2022).
 *
 * @param value the bits known to be 1
 * @param mask the bits not known; never overlaps {@code value}
 */
record Tnum(long value, long mask) {
    static final Tnum UNKNOWN = new Tnum(0, -1);

    static Tnum of(long constant) {
        return new Tnum(constant, 0);
    }

    /** The smallest tristate number that contains an unsigned range. */
    static Tnum range(long min, long max) {
        long differing = min ^ max;
        if (differing == 0) {
            return of(min);
        }
        int bits = 64 - Long.numberOfLeadingZeros(differing);
        if (bits == 64) {
            return UNKNOWN;
        }
        long unknown = (1L << bits) - 1;
        return new Tnum(min & ~unknown, unknown);
    }

    boolean known() {
        return mask == 0;
    }

    boolean contains(long number) {
        return (number & ~mask) == value;
    }

    /** Whether every number of the other one is one of this. */
    boolean covers(Tnum other) {
        return (other.mask & ~mask) == 0 && value == (other.value & ~mask);
    }

    /** What both allow, or null if that is nothing. */
    Tnum intersect(Tnum other) {
        if (((value ^ other.value) & ~mask & ~other.mask) != 0) {
            return null;
        }
        long unknown = mask & other.mask;
        return new Tnum((value | other.value) & ~unknown, unknown);
    }

    /** The low bits, zero-extended. */
    Tnum cast(int bits) {
        long keep = bits == 64 ? -1 : (1L << bits) - 1;
        return new Tnum(value & keep, mask & keep);
    }

    /** The low half of another one under the upper half of this. */
    Tnum withLow(Tnum low) {
        return new Tnum(
                value & ~0xffff_ffffL | low.value & 0xffff_ffffL,
                mask & ~0xffff_ffffL | low.mask & 0xffff_ffffL);
    }

    Tnum add(Tnum b) {
        long sigma = mask + b.mask + value + b.value;
        long unknown = (sigma ^ (value + b.value)) | mask | b.mask;
        return new Tnum((value + b.value) & ~unknown, unknown);
    }

    Tnum sub(Tnum b) {
        long difference = value - b.value;
        long unknown = ((difference + mask) ^ (difference - b.mask)) | mask | b.mask;
        return new Tnum(difference & ~unknown, unknown);
    }

    Tnum and(Tnum b) {
        long one = value & b.value;
        return new Tnum(one, (value | mask) & (b.value | b.mask) & ~one);
    }

    Tnum or(Tnum b) {
        long one = value | b.value;
        return new Tnum(one, (mask | b.mask) & ~one);
    }

    Tnum xor(Tnum b) {
        long unknown = mask | b.mask;
        return new Tnum((value ^ b.value) & ~unknown, unknown);
    }

    /** Long multiplication: partial products of known bits exactly, of unknown ones as masks. */
    Tnum mul(Tnum b) {
        Tnum unknown = of(0);
        long known = value * b.value;
        long leftValue = value;
        long leftMask = mask;
        Tnum shifted = b;
        while (leftValue != 0 || leftMask != 0) {
            if ((leftValue & 1) != 0) {
                unknown = unknown.add(new Tnum(0, shifted.mask));
            } else if ((leftMask & 1) != 0) {
                unknown = unknown.add(new Tnum(0, shifted.value | shifted.mask));
            }
            leftValue >>>= 1;
            leftMask >>>= 1;
            shifted = shifted.shiftLeft(1);
        }
        return of(known).add(unknown);
    }

    Tnum shiftLeft(int count) {
        return new Tnum(value << count, mask << count);
    }

    Tnum shiftRight(int count) {
        return new Tnum(value >>> count, mask >>> count);
    }

    Tnum shiftRightSigned(int count) {
        return new Tnum(value >> count, mask >> count);
    }

    /** The low bits with their highest one repeated above them. */
    Tnum extendSign(int bits) {
        int unused = 64 - bits;
        return new Tnum(value << unused >> unused, mask << unused >> unused);
    }
}
