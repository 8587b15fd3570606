package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.isa.AluOp;

/**
 * What is known of a number: its bits, and bounds of the whole and of its low half, each kept as
 * sharp as the others allow.
 *
 * @param id the same for copies of one number, so that a comparison of one tells of all; 0 if alone
 */
record Scalar(Tnum known, Interval whole, Interval low, int id) implements Value {
    static final Scalar UNKNOWN = new Scalar(Tnum.UNKNOWN, Interval.FULL64, Interval.FULL32, 0);
    static final Scalar ZERO = of(0);

    private static final int ROUNDS = 3;

    static Scalar of(long constant) {
        return new Scalar(
                Tnum.of(constant), Interval.of(64, constant), Interval.of(32, constant), 0);
    }

    /** Any number of so many bits, zero-extended. */
    static Scalar ofBits(int bits) {
        return bits == 64
                ? UNKNOWN
                : make(new Tnum(0, (1L << bits) - 1), Interval.FULL64, Interval.FULL32, 0);
    }

    static Scalar ofUnsigned(long min, long max) {
        return make(Tnum.UNKNOWN, Interval.unsigned(64, min, max), Interval.FULL32, 0);
    }

    static Scalar ofSigned(long min, long max) {
        return make(Tnum.UNKNOWN, Interval.signed(64, min, max), Interval.FULL32, 0);
    }

    /** What all parts together allow, or null if that is nothing. */
    static Scalar make(Tnum known, Interval whole, Interval low, int id) {
        Tnum bits = known;
        Interval all = whole;
        Interval half = low;
        for (int round = 0; round < ROUNDS; round++) {
            all = all.sharpen(bits);
            half = half.sharpen(bits);
            if (all.empty() || half.empty()) {
                return null;
            }
            half = half.intersect(halfOf(all));
            if (half.empty()) {
                return null;
            }
            bits = bits.intersect(Tnum.range(all.umin(), all.umax()));
            Tnum lowBits =
                    bits == null
                            ? null
                            : bits.cast(32).intersect(Tnum.range(half.umin(), half.umax()));
            if (lowBits == null) {
                return null;
            }
            bits = bits.withLow(lowBits);
            if (bits.mask() >>> 32 == 0) {
                long upper = bits.value() & ~0xffff_ffffL;
                all =
                        all.intersect(
                                Interval.unsigned(64, upper | half.umin(), upper | half.umax()));
            }
        }
        all = all.sharpen(bits);
        half = half.sharpen(bits);
        return all.empty() || half.empty() ? null : new Scalar(bits, all, half, id);
    }

    /** What bounds of the whole tell of its low half. */
    private static Interval halfOf(Interval whole) {
        Interval half = Interval.FULL32;
        if (whole.umin() >>> 32 == whole.umax() >>> 32) {
            half =
                    half.intersect(
                            Interval.unsigned(
                                    32, whole.umin() & 0xffff_ffffL, whole.umax() & 0xffff_ffffL));
        }
        if (whole.smin() == (int) whole.smin() && whole.smax() == (int) whole.smax()) {
            half = half.intersect(Interval.signed(32, whole.smin(), whole.smax()));
        }
        return half;
    }

    boolean constant() {
        return known.known();
    }

    long value() {
        return known.value();
    }

    boolean contains(long number) {
        return known.contains(number) && whole.contains(number) && low.contains(number);
    }

    boolean covers(Scalar other) {
        return known.covers(other.known) && whole.covers(other.whole) && low.covers(other.low);
    }

    Scalar withId(int next) {
        return id == next ? this : new Scalar(known, whole, low, next);
    }

    /** The low bits, zero-extended. */
    Scalar cast(int bits) {
        if (bits == 64 || Long.compareUnsigned(whole.umax(), (1L << bits) - 1) <= 0) {
            return this;
        }
        if (bits == 32) {
            Interval all = Interval.unsigned(64, low.umin(), low.umax());
            return checked(make(known.cast(32), all, low, 0));
        }
        return checked(make(known.cast(bits), Interval.FULL64, Interval.FULL32, 0));
    }

    /** The low bits, sign-extended. */
    Scalar extendSign(int bits) {
        long least = -1L << (bits - 1);
        if (whole.smin() >= least && whole.smax() <= ~least) {
            return this;
        }
        Interval all =
                bits == 32
                        ? Interval.signed(64, low.smin(), low.smax())
                        : Interval.signed(64, least, ~least);
        return checked(make(known.extendSign(bits), all, Interval.FULL32, 0));
    }

    /** The result of an operation. */
    static Scalar apply(AluOp op, int bits, Scalar a, Scalar b) {
        if (op == AluOp.MOV) {
            return b.cast(bits);
        }
        if (op.extendsSign()) {
            return b.extendSign(op.variant()).cast(bits);
        }
        Scalar left = a.cast(bits);
        Scalar right = b.cast(bits);
        if (left.constant() && (right.constant() || op == AluOp.NEG)) {
            return of(
                    bits == 64
                            ? op.apply(left.value(), right.value())
                            : op.apply32((int) left.value(), (int) right.value()) & 0xffff_ffffL);
        }
        Tnum tnum = BitRules.apply(op, bits, left.known, right.known).cast(bits);
        Interval half =
                bits == 32 || BitRules.lowHalfAlone(op, right)
                        ? left.low.apply(op, right.low)
                        : Interval.FULL32;
        Interval all = bits == 64 ? left.whole.apply(op, right.whole) : Interval.FULL64;
        return checked(make(tnum, all, half, 0));
    }

    private static Scalar checked(Scalar made) {
        if (made == null) {
            throw new IllegalStateException("an operation has no result");
        }
        return made;
    }

    @Override
    public String toString() {
        if (constant()) {
            long value = value();
            return Math.abs(value) < 4096 ? Long.toString(value) : "0x" + Long.toHexString(value);
        }
        StringBuilder text = new StringBuilder("number");
        boolean bounded = !whole.equals(Interval.FULL64);
        if (bounded && whole.smin() >= 0) {
            text.append('[').append(whole.umin()).append("..").append(whole.umax()).append(']');
        } else if (bounded) {
            text.append('[').append(whole.smin()).append("..").append(whole.smax()).append(']');
        }
        if (known.mask() != -1 && !known.equals(Tnum.range(whole.umin(), whole.umax()))) {
            text.append(" bits 0x").append(Long.toHexString(known.value()));
            text.append(" unknown 0x").append(Long.toHexString(known.mask()));
        }
        return text.toString();
    }
}
