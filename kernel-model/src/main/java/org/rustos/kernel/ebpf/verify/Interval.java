package org.rustos.kernel.ebpf.verify;

import static java.lang.Long.compareUnsigned;

import org.rustos.kernel.ebpf.isa.AluOp;

/**
 * Bounds of a number of 32 or 64 bits, read as unsigned and as signed: either says what the other
 * cannot. A 32-bit one keeps its unsigned bounds zero-extended and its signed ones sign-extended.
 */
record Interval(int bits, long umin, long umax, long smin, long smax) {
    static final Interval FULL64 = new Interval(64, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE);
    static final Interval FULL32 =
            new Interval(32, 0, 0xffff_ffffL, Integer.MIN_VALUE, Integer.MAX_VALUE);

    static Interval full(int bits) {
        return bits == 64 ? FULL64 : FULL32;
    }

    static Interval of(int bits, long constant) {
        return bits == 64
                ? new Interval(64, constant, constant, constant, constant)
                : new Interval(
                        32,
                        constant & 0xffff_ffffL,
                        constant & 0xffff_ffffL,
                        (int) constant,
                        (int) constant);
    }

    static Interval unsigned(int bits, long min, long max) {
        Interval full = full(bits);
        return new Interval(bits, min, max, full.smin, full.smax);
    }

    static Interval signed(int bits, long min, long max) {
        Interval full = full(bits);
        return new Interval(bits, full.umin, full.umax, min, max);
    }

    boolean empty() {
        return compareUnsigned(umin, umax) > 0 || smin > smax;
    }

    boolean contains(long number) {
        long unsigned = bits == 64 ? number : number & 0xffff_ffffL;
        long signed = bits == 64 ? number : (int) number;
        return compareUnsigned(umin, unsigned) <= 0
                && compareUnsigned(unsigned, umax) <= 0
                && smin <= signed
                && signed <= smax;
    }

    boolean covers(Interval other) {
        return compareUnsigned(umin, other.umin) <= 0
                && compareUnsigned(umax, other.umax) >= 0
                && smin <= other.smin
                && smax >= other.smax;
    }

    Interval intersect(Interval other) {
        return new Interval(
                bits,
                maxUnsigned(umin, other.umin),
                minUnsigned(umax, other.umax),
                Math.max(smin, other.smin),
                Math.min(smax, other.smax));
    }

    /** What each reading tells the other, and what the bits tell both. */
    Interval sharpen(Tnum bitsKnown) {
        Tnum known = bits == 64 ? bitsKnown : bitsKnown.cast(32);
        long sign = 1L << (bits - 1);
        long low = known.value() | known.mask() & sign;
        long high = known.value() | known.mask() & ~sign;
        Interval next =
                intersect(
                        new Interval(
                                bits,
                                known.value(),
                                known.value() | known.mask(),
                                bits == 64 ? low : (int) low,
                                bits == 64 ? high : (int) high));
        long narrow = bits == 64 ? -1 : 0xffff_ffffL;
        if (next.smin < 0 == next.smax < 0) {
            next = next.intersect(unsigned(bits, next.smin & narrow, next.smax & narrow));
        }
        boolean lowHalf = (next.umin & sign) == 0;
        if (lowHalf == ((next.umax & sign) == 0)) {
            long min = bits == 64 ? next.umin : (int) next.umin;
            long max = bits == 64 ? next.umax : (int) next.umax;
            next = next.intersect(signed(bits, min, max));
        }
        return next;
    }

    /** The bounds of the result of an operation, from those of its operands alone. */
    Interval apply(AluOp op, Interval b) {
        return switch (op) {
            case ADD -> add(b);
            case SUB -> sub(b);
            case NEG -> of(bits, 0).sub(this);
            case MUL -> mul(b);
            case DIV -> div(b);
            case MOD -> mod(b);
            case SDIV -> signedDiv(b);
            case SMOD -> signedMod(b);
            case AND -> unsigned(bits, 0, minUnsigned(umax, b.umax));
            case OR -> unsigned(bits, maxUnsigned(umin, b.umin), full(bits).umax);
            case LSH -> shiftLeft(b);
            case RSH -> shiftRight(b);
            case ARSH -> shiftRightSigned(b);
            case MOV -> b;
            case XOR, MOVSX8, MOVSX16, MOVSX32 -> full(bits);
        };
    }

    private Interval add(Interval b) {
        boolean low = carries(umin, b.umin);
        boolean whole = low == carries(umax, b.umax);
        return assemble(
                whole, narrow(umin + b.umin), narrow(umax + b.umax), smin, b.smin, smax, b.smax, 1);
    }

    private Interval sub(Interval b) {
        boolean low = compareUnsigned(umin, b.umax) < 0;
        boolean whole = low == compareUnsigned(umax, b.umin) < 0;
        return assemble(
                whole,
                narrow(umin - b.umax),
                narrow(umax - b.umin),
                smin,
                b.smax,
                smax,
                b.smin,
                -1);
    }

    /** Signed bounds are low1 + sign * low2 and high1 + sign * high2, if neither overflows. */
    private Interval assemble(
            boolean whole,
            long unsignedMin,
            long unsignedMax,
            long low1,
            long low2,
            long high1,
            long high2,
            int sign) {
        Interval full = full(bits);
        long low = sign > 0 ? low1 + low2 : low1 - low2;
        long high = sign > 0 ? high1 + high2 : high1 - high2;
        boolean exact =
                bits == 64
                        ? !overflows(low1, low2, low, sign) && !overflows(high1, high2, high, sign)
                        : low == (int) low && high == (int) high;
        return new Interval(
                bits,
                whole ? unsignedMin : full.umin,
                whole ? unsignedMax : full.umax,
                exact ? low : full.smin,
                exact ? high : full.smax);
    }

    private static boolean overflows(long a, long b, long result, int sign) {
        long other = sign > 0 ? b : ~b;
        return ((a ^ result) & (other ^ result)) < 0;
    }

    private boolean carries(long a, long b) {
        long sum = a + b;
        return bits == 64 ? compareUnsigned(sum, a) < 0 : sum > 0xffff_ffffL;
    }

    private Interval mul(Interval b) {
        boolean fits =
                bits == 64
                        ? Math.unsignedMultiplyHigh(umax, b.umax) == 0
                        : compareUnsigned(umax * b.umax, 0xffff_ffffL) <= 0;
        if (fits) {
            return unsigned(bits, umin * b.umin, umax * b.umax);
        }
        long limit = 1L << 31;
        boolean small = smin > -limit && smax < limit && b.smin > -limit && b.smax < limit;
        if (!small) {
            return full(bits);
        }
        long w = smin * b.smin;
        long x = smin * b.smax;
        long y = smax * b.smin;
        long z = smax * b.smax;
        long min = Math.min(Math.min(w, x), Math.min(y, z));
        long max = Math.max(Math.max(w, x), Math.max(y, z));
        boolean exact = bits == 64 || (min == (int) min && max == (int) max);
        return exact ? signed(bits, min, max) : full(bits);
    }

    private Interval div(Interval b) {
        if (b.umin == 0) {
            return b.umax == 0 ? of(bits, 0) : unsigned(bits, 0, umax);
        }
        return unsigned(bits, Long.divideUnsigned(umin, b.umax), Long.divideUnsigned(umax, b.umin));
    }

    private Interval mod(Interval b) {
        if (compareUnsigned(umax, b.umin) < 0 || b.umax == 0) {
            return this;
        }
        // A divisor of zero keeps the dividend.
        long max = b.umin == 0 ? umax : minUnsigned(umax, b.umax - 1);
        return unsigned(bits, 0, max);
    }

    private Interval signedDiv(Interval b) {
        boolean constant = b.smin == b.smax && b.smin != 0 && b.smin != -1;
        if (!constant) {
            return b.smin == 0 && b.smax == 0 ? of(bits, 0) : full(bits);
        }
        long c = b.smin;
        return c > 0 ? signed(bits, smin / c, smax / c) : signed(bits, smax / c, smin / c);
    }

    private Interval signedMod(Interval b) {
        if (b.smin != b.smax || b.smin == Long.MIN_VALUE) {
            return full(bits);
        }
        if (b.smin == 0) {
            return this;
        }
        long most = Math.abs(b.smin) - 1;
        return signed(
                bits, smin >= 0 ? 0 : Math.max(smin, -most), smax <= 0 ? 0 : Math.min(smax, most));
    }

    private Interval shiftLeft(Interval b) {
        if (b.umin != b.umax) {
            return full(bits);
        }
        int count = (int) b.umin & (bits - 1);
        long max = umax << count;
        boolean kept = narrow(max) >>> count == umax;
        return kept ? unsigned(bits, umin << count, max) : full(bits);
    }

    private Interval shiftRight(Interval b) {
        if (b.umin != b.umax) {
            return unsigned(bits, 0, umax);
        }
        int count = (int) b.umin & (bits - 1);
        return unsigned(bits, umin >>> count, umax >>> count);
    }

    private Interval shiftRightSigned(Interval b) {
        if (b.umin != b.umax) {
            return signed(bits, Math.min(smin, 0), Math.max(smax, -1));
        }
        int count = (int) b.umin & (bits - 1);
        return signed(bits, smin >> count, smax >> count);
    }

    private long narrow(long number) {
        return bits == 64 ? number : number & 0xffff_ffffL;
    }

    static long minUnsigned(long a, long b) {
        return compareUnsigned(a, b) < 0 ? a : b;
    }

    static long maxUnsigned(long a, long b) {
        return compareUnsigned(a, b) > 0 ? a : b;
    }
}
