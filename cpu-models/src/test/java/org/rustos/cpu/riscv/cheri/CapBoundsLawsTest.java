package org.rustos.cpu.riscv.cheri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.math.BigInteger;

/** What must hold of bounds, whatever the numbers. */
class CapBoundsLawsTest {
    private static final int TRIES = 20_000;

    @Property(tries = TRIES)
    void everyBitPatternHasTheBoundsOfTheReference(
            @ForAll("words") long meta, @ForAll("words") long addr) {
        assertEquals(ReferenceBounds.decode(meta, addr), ReferenceBounds.of(meta, addr));
        BigInteger length =
                ReferenceBounds.of(meta, addr)
                        .top()
                        .subtract(ReferenceBounds.of(meta, addr).base())
                        .mod(BigInteger.TWO.pow(65));
        assertEquals(
                length.min(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
                ReferenceBounds.unsigned(CapBounds.length(meta, addr)));
    }

    @Property(tries = TRIES)
    void requestsAreCoveredAsTightlyAsTheFormatCan(
            @ForAll("words") long addr, @ForAll("words") long length) {
        ReferenceBounds wanted = ReferenceBounds.rounded(addr, length);
        Assume.that(wanted.fitsTheAddressSpace());
        long meta = CapBounds.setBounds(CheriCap.ROOT, addr, length);
        assertEquals(wanted, ReferenceBounds.of(meta, addr));
        assertTrue(CapBounds.contains(meta, addr, addr, length));
    }

    @Property(tries = TRIES)
    void boundsAreExactIfTheyAreWhatWasAskedFor(
            @ForAll("words") long addr, @ForAll("words") long length) {
        ReferenceBounds wanted = ReferenceBounds.rounded(addr, length);
        Assume.that(wanted.fitsTheAddressSpace());
        BigInteger base = ReferenceBounds.unsigned(addr);
        boolean same =
                wanted.base().equals(base)
                        && wanted.top().equals(base.add(ReferenceBounds.unsigned(length)));
        assertEquals(same, CapBounds.isExact(addr, length));
    }

    @Property(tries = TRIES)
    void exactBoundsCanBeAskedForAgainAndGiveTheSameBits(
            @ForAll("words") long addr, @ForAll("words") long length) {
        Assume.that(ReferenceBounds.rounded(addr, length).fitsTheAddressSpace());
        long meta = CapBounds.setBounds(CheriCap.ROOT, addr, length);
        long base = CapBounds.base(meta, addr);
        long rounded = CapBounds.topLow(meta, addr) - base;
        Assume.that(CapBounds.topHigh(meta, addr) == 0);
        assertTrue(CapBounds.isExact(base, rounded));
        long again = CapBounds.setBounds(CheriCap.ROOT, base, rounded);
        assertEquals(ReferenceBounds.of(meta, addr), ReferenceBounds.of(again, base));
    }

    @Property(tries = TRIES)
    void anAddressThatIncrementsMayReachKeepsTheBounds(
            @ForAll("words") long addr,
            @ForAll("words") long length,
            @ForAll("words") long increment) {
        Assume.that(ReferenceBounds.rounded(addr, length).fitsTheAddressSpace());
        long meta = CapBounds.setBounds(CheriCap.ROOT, addr, length);
        if (CapBounds.incrementKeepsBounds(meta, addr, increment)) {
            assertTrue(CapBounds.sameBounds(meta, addr, addr + increment));
        }
    }

    /** The format promises at least an eighth of the region below the base and above the top. */
    @Property(tries = TRIES)
    void addressesInAndNearTheBoundsCanBeReached(
            @ForAll("words") long addr, @ForAll("words") long length, @ForAll("words") long pick) {
        ReferenceBounds bounds = ReferenceBounds.rounded(addr, length);
        Assume.that(bounds.fitsTheAddressSpace() && length != 0);
        long meta = CapBounds.setBounds(CheriCap.ROOT, addr, length);
        long inside = addr + Long.remainderUnsigned(pick, length);
        assertTrue(CapBounds.sameBounds(meta, addr, inside));
        assertTrue(CapBounds.incrementKeepsBounds(meta, addr, inside - addr));
        int e = CapBounds.exponent(meta);
        long below = CapBounds.base(meta, addr) - (1L << Math.min(62, e + 10));
        assertTrue(CapBounds.sameBounds(meta, addr, below));
    }

    @Property(tries = TRIES)
    void alignmentAndLengthOfCramAndCrrlMakeBoundsExact(
            @ForAll("words") long addr, @ForAll("words") long length) {
        long mask = CapBounds.alignmentMask(length);
        long rounded = CapBounds.representableLength(length);
        Assume.that(rounded != 0 || length == 0);
        assertTrue(Long.compareUnsigned(rounded, length) >= 0);
        assertEquals(0, rounded & ~mask);
        Assume.that(ReferenceBounds.rounded(addr & mask, rounded).fitsTheAddressSpace());
        assertTrue(CapBounds.isExact(addr & mask, rounded));
        assertEquals(rounded, CapBounds.representableLength(rounded));
    }

    @Property(tries = TRIES)
    void narrowerRequestsWithinExactBoundsNeverGrowThem(
            @ForAll("words") long addr,
            @ForAll("words") long length,
            @ForAll("words") long at,
            @ForAll("words") long part) {
        Assume.that(ReferenceBounds.rounded(addr, length).fitsTheAddressSpace());
        Assume.that(length != 0);
        long meta = CapBounds.setBounds(CheriCap.ROOT, addr, length);
        long inner = addr + Long.remainderUnsigned(at, length);
        long size = Long.remainderUnsigned(part, length - (inner - addr));
        long narrowed = CapBounds.setBounds(meta, inner, size);
        ReferenceBounds outside = ReferenceBounds.of(meta, addr);
        ReferenceBounds inside = ReferenceBounds.of(narrowed, inner);
        assertTrue(inside.base().compareTo(outside.base()) >= 0);
        assertTrue(inside.top().compareTo(outside.top()) <= 0);
    }

    /** All magnitudes alike, runs of ones and zeros, and the edges. */
    @Provide
    Arbitrary<Long> words() {
        Arbitrary<Long> random = Arbitraries.longs().withoutEdgeCases();
        Arbitrary<Integer> shift = Arbitraries.integers().between(0, 63).withoutEdgeCases();
        Arbitrary<Long> sized = Combinators.combine(random, shift).as((value, s) -> value >>> s);
        Arbitrary<Long> power =
                Combinators.combine(shift, Arbitraries.longs().between(-9, 9))
                        .as((s, more) -> (1L << s) + more);
        return Arbitraries.oneOf(random, sized, power);
    }
}
