package org.rustos.kernel.ebpf.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.ebpf.isa.AluOp;
import org.rustos.kernel.ebpf.isa.JumpOp;

import java.util.Random;

/**
 * Whatever is known of numbers before an operation, the true result is among those allowed after.
 */
final class ScalarTest {
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        7,
        8,
        31,
        32,
        63,
        64,
        255,
        256,
        0x7fff,
        0x8000,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -2,
        -128
    };

    private static long number(Random random) {
        long edge = EDGES[random.nextInt(EDGES.length)];
        return switch (random.nextInt(4)) {
            case 0 -> edge;
            case 1 -> edge + random.nextInt(9) - 4;
            case 2 -> random.nextInt(256) - 64;
            default -> random.nextLong() >>> random.nextInt(64);
        };
    }

    /** Something that is true of a number. */
    private static Scalar about(Random random, long x) {
        Tnum bits = Tnum.UNKNOWN;
        Interval whole = Interval.FULL64;
        Interval low = Interval.FULL32;
        if (random.nextInt(4) == 0) {
            return Scalar.of(x);
        }
        if (random.nextBoolean()) {
            long mask = random.nextLong() & (random.nextBoolean() ? -1 : number(random));
            bits = new Tnum(x & ~mask, mask);
        }
        if (random.nextBoolean()) {
            long other = number(random);
            whole =
                    whole.intersect(
                            Interval.unsigned(
                                    64,
                                    Interval.minUnsigned(x, other),
                                    Interval.maxUnsigned(x, other)));
        }
        if (random.nextBoolean()) {
            long other = number(random);
            whole = whole.intersect(Interval.signed(64, Math.min(x, other), Math.max(x, other)));
        }
        if (random.nextBoolean()) {
            int other = (int) number(random);
            low =
                    low.intersect(
                            Interval.signed(
                                    32, Math.min((int) x, other), Math.max((int) x, other)));
        }
        Scalar made = Scalar.make(bits, whole, low, 0);
        assertTrue(made != null && made.contains(x), () -> "lost " + x);
        return made;
    }

    @Property(tries = 1000)
    void resultsOfOperationsAreAllowed(@ForAll long seed) {
        Random random = new Random(seed);
        long x = number(random);
        long y = number(random);
        Scalar a = about(random, x);
        Scalar b = about(random, y);
        for (AluOp op : AluOp.values()) {
            assertTrue(
                    Scalar.apply(op, 64, a, b).contains(op.apply(x, y)),
                    () -> "%s of %d in %s and %d in %s".formatted(op, x, a, y, b));
            assertTrue(
                    Scalar.apply(op, 32, a, b)
                            .contains(op.apply32((int) x, (int) y) & 0xffff_ffffL),
                    () -> "32-bit %s of %d in %s and %d in %s".formatted(op, x, a, y, b));
        }
        for (int bits = 8; bits <= 64; bits *= 2) {
            long shift = 64 - bits;
            assertTrue(a.cast(bits).contains(x << shift >>> shift));
            assertTrue(a.extendSign(bits).contains(x << shift >> shift));
        }
    }

    @Property(tries = 1000)
    void comparisonsLoseNothing(@ForAll long seed) {
        Random random = new Random(seed);
        long x = number(random);
        long y = random.nextInt(3) == 0 ? x : number(random);
        Scalar a = about(random, x);
        Scalar b = about(random, y);
        for (JumpOp op : JumpOp.values()) {
            for (int bits = 32; bits <= 64; bits += 32) {
                boolean taken = bits == 64 ? op.test(x, y) : op.test32((int) x, (int) y);
                Refinement told = Refinement.of(op, bits, a, b, taken);
                String what = "%s/%d of %d in %s and %d in %s".formatted(op, bits, x, a, y, b);
                assertTrue(told.possible(), what);
                assertTrue(told.left().contains(x) && told.right().contains(y), what);
            }
        }
    }

    @Test
    void knowsWhatItCanKnow() {
        Scalar byteRead = Scalar.ofBits(8);
        assertEquals("number[0..255]", byteRead.toString());
        Scalar doubled = Scalar.apply(AluOp.LSH, 64, byteRead, Scalar.of(1));
        assertEquals(510, doubled.whole().umax());
        assertEquals(0x1fe, doubled.known().mask());
        Refinement below = Refinement.of(JumpOp.JLT, 64, Scalar.UNKNOWN, Scalar.of(8), true);
        assertEquals(new Tnum(0, 7), below.left().known());
        assertEquals(7, below.left().low().umax());
        Refinement none = Refinement.of(JumpOp.JGT, 64, byteRead, Scalar.of(255), true);
        assertTrue(!none.possible());
    }
}
