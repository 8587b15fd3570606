package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.isa.JumpOp;

/**
 * What a comparison that came out true tells of its two numbers.
 *
 * @param left null, as {@code right}, if it cannot come out so
 */
record Refinement(Scalar left, Scalar right) {
    static final Refinement NEVER = new Refinement(null, null);

    boolean possible() {
        return left != null && right != null;
    }

    /** What is known where the jump is taken, or where it is not. */
    static Refinement of(JumpOp op, int bits, Scalar a, Scalar b, boolean taken) {
        if (op == JumpOp.JSET) {
            return taken ? someBit(bits, a, b) : noBit(bits, a, b);
        }
        return holds(taken ? op : op.opposite(), bits, a, b);
    }

    private static Refinement holds(JumpOp op, int bits, Scalar a, Scalar b) {
        return switch (op) {
            case JEQ -> equal(bits, a, b);
            case JNE -> different(bits, a, b);
            case JGT -> above(bits, a, b, true, false);
            case JGE -> above(bits, a, b, false, false);
            case JSGT -> above(bits, a, b, true, true);
            case JSGE -> above(bits, a, b, false, true);
            case JLT -> above(bits, b, a, true, false).swapped();
            case JLE -> above(bits, b, a, false, false).swapped();
            case JSLT -> above(bits, b, a, true, true).swapped();
            case JSLE -> above(bits, b, a, false, true).swapped();
            case JSET -> throw new IllegalArgumentException("not a comparison");
        };
    }

    private Refinement swapped() {
        return new Refinement(right, left);
    }

    private static Interval part(Scalar of, int bits) {
        return bits == 64 ? of.whole() : of.low();
    }

    /** A number with sharper bounds of the whole or of the low half; null if nothing is left. */
    private static Scalar with(Scalar old, Tnum known, Interval bounds) {
        if (bounds.empty()) {
            return null;
        }
        return bounds.bits() == 64
                ? Scalar.make(known, bounds, old.low(), old.id())
                : Scalar.make(known, old.whole(), bounds, old.id());
    }

    private static Refinement equal(int bits, Scalar a, Scalar b) {
        Interval common = part(a, bits).intersect(part(b, bits));
        Tnum known = a.known().cast(bits).intersect(b.known().cast(bits));
        if (known == null || common.empty()) {
            return NEVER;
        }
        Tnum left = bits == 64 ? known : a.known().withLow(known);
        Tnum right = bits == 64 ? known : b.known().withLow(known);
        return new Refinement(with(a, left, common), with(b, right, common));
    }

    private static Refinement different(int bits, Scalar a, Scalar b) {
        return new Refinement(without(bits, a, b), without(bits, b, a));
    }

    private static Scalar without(int bits, Scalar from, Scalar other) {
        Interval not = part(other, bits);
        Interval old = part(from, bits);
        if (not.umin() != not.umax()) {
            return from;
        }
        if (old.umin() == old.umax()) {
            return old.umin() == not.umin() ? null : from;
        }
        Interval bounds =
                new Interval(
                        bits,
                        old.umin() == not.umin() ? old.umin() + 1 : old.umin(),
                        old.umax() == not.umax() ? old.umax() - 1 : old.umax(),
                        old.smin() == not.smin() ? old.smin() + 1 : old.smin(),
                        old.smax() == not.smax() ? old.smax() - 1 : old.smax());
        return with(from, from.known(), bounds);
    }

    private static Refinement above(int bits, Scalar a, Scalar b, boolean strict, boolean signed) {
        Interval high = part(a, bits);
        Interval low = part(b, bits);
        Interval full = Interval.full(bits);
        int gap = strict ? 1 : 0;
        if (signed) {
            boolean none = strict && (low.smin() == full.smax() || high.smax() == full.smin());
            if (none) {
                return NEVER;
            }
            high = high.intersect(Interval.signed(bits, low.smin() + gap, full.smax()));
            low = low.intersect(Interval.signed(bits, full.smin(), part(a, bits).smax() - gap));
        } else {
            boolean none = strict && (low.umin() == full.umax() || high.umax() == 0);
            if (none) {
                return NEVER;
            }
            high = high.intersect(Interval.unsigned(bits, low.umin() + gap, full.umax()));
            low = low.intersect(Interval.unsigned(bits, 0, part(a, bits).umax() - gap));
        }
        return new Refinement(with(a, a.known(), high), with(b, b.known(), low));
    }

    private static Refinement someBit(int bits, Scalar a, Scalar b) {
        Tnum left = a.known().cast(bits);
        Tnum right = b.known().cast(bits);
        if (((left.value() | left.mask()) & (right.value() | right.mask())) == 0) {
            return NEVER;
        }
        boolean single = right.known() && Long.bitCount(right.value()) == 1;
        if (!single) {
            return new Refinement(a, b);
        }
        long bit = right.value();
        Tnum known = new Tnum(a.known().value() | bit, a.known().mask() & ~bit);
        return new Refinement(Scalar.make(known, a.whole(), a.low(), a.id()), b);
    }

    private static Refinement noBit(int bits, Scalar a, Scalar b) {
        Tnum left = a.known().cast(bits);
        Tnum right = b.known().cast(bits);
        if ((left.value() & right.value()) != 0) {
            return NEVER;
        }
        long zero = right.value();
        Tnum known = new Tnum(a.known().value(), a.known().mask() & ~zero);
        return new Refinement(Scalar.make(known, a.whole(), a.low(), a.id()), b);
    }
}
