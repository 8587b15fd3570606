package org.rustos.cpu.riscv.cheri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields, and capabilities worked out by hand from the figures of the specification. */
class CheriCapTest {
    @Test
    void nullSpansTheAddressSpaceWithoutAuthority() {
        assertEquals(0, CapBounds.base(CheriCap.NULL, 0x1234));
        assertEquals(0, CapBounds.topLow(CheriCap.NULL, 0x1234));
        assertEquals(1, CapBounds.topHigh(CheriCap.NULL, 0x1234));
        assertEquals(-1, CapBounds.length(CheriCap.NULL, 0x1234));
        assertEquals(52, CapBounds.exponent(CheriCap.NULL));
        assertEquals(CheriCap.OTYPE_UNSEALED, CheriCap.otype(CheriCap.NULL));
        assertEquals(0, CheriCap.permissions(CheriCap.NULL));
        assertEquals(0, CheriCap.flags(CheriCap.NULL));
        assertFalse(CheriCap.isSealed(CheriCap.NULL));
    }

    @Test
    void theRootHasEveryPermissionInTheNumberingOfCgetperm() {
        assertEquals(0x78fff, CheriCap.permissions(CheriCap.ROOT));
        assertTrue(CheriCap.permits(CheriCap.ROOT, CheriCap.LOAD | CheriCap.SET_CID));
    }

    /**
     * Before the NULL mask, whose lowest 27 bits are 0x4018004. First: 0x1000 bytes have bit 12 of
     * the length, so IE with E = 0, and B = T = 0: only IE stands, 0x4000000. Second: 256 bytes
     * have IE 0, B = 0x12345 mod 2^14 = 0x2345, T = 0x12445 mod 2^12 = 0x445: 0x1116345. Third: 1
     * MiB has E = 20 - 12 = 8, so 1 stands in T's three low bits and 0 in B's; neither bound has
     * more: 0x4004000. Fourth: 0x1001 bytes are rounded to 0x1008, T = 0x008: 0x4020000.
     */
    @ParameterizedTest
    @CsvSource({
        "0,           0x1000,   0xffff000000018004, 0,           0x1000,      true",
        "0x12345,     0x100,    0xffff00000510e341, 0x12345,     0x12445,     true",
        "0x100000000, 0x100000, 0xffff00000001c004, 0x100000000, 0x100100000, true",
        "0,           0x1001,   0xffff000000038004, 0,           0x1008,      false",
    })
    void boundsAreEncodedAsInTheFigure(
            String addr, String length, String meta, String base, String top, boolean exact) {
        long at = Long.decode(addr);
        long bytes = Long.decode(length);
        long made = CapBounds.setBounds(CheriCap.ROOT, at, bytes);
        assertEquals(meta, "0x" + Long.toHexString(made));
        assertEquals(Long.decode(base), CapBounds.base(made, at));
        assertEquals(Long.decode(top), CapBounds.topLow(made, at));
        assertEquals(0, CapBounds.topHigh(made, at));
        assertEquals(exact, CapBounds.isExact(at, bytes));
    }

    /**
     * 0x100 bytes at 0x12345: the region of 2^14 begins an eighth below B's block of 2^11, at
     * 0x11800, and ends at 0x15800.
     */
    @ParameterizedTest
    @CsvSource({"0x11800, true", "0x117ff, false", "0x157ff, true", "0x15800, false"})
    void addressesOutsideTheRegionAreNotRepresentable(String target, boolean representable) {
        long meta = CapBounds.setBounds(CheriCap.ROOT, 0x12345, 0x100);
        assertEquals(
                representable, CapBounds.sameBounds(meta, 0x12345, Long.decode(target)), target);
    }

    /** The quick check leaves out the last unit of the region, as its carry is unknown. */
    @ParameterizedTest
    @CsvSource({"0x11800, true", "0x117ff, false", "0x157fe, true", "0x157ff, false"})
    void hardwareLeavesOutTheLastUnitOfTheRegion(String target, boolean representable) {
        long meta = CapBounds.setBounds(CheriCap.ROOT, 0x12345, 0x100);
        long increment = Long.decode(target) - 0x12345;
        assertEquals(
                representable, CapBounds.incrementKeepsBounds(meta, 0x12345, increment), target);
    }

    @ParameterizedTest
    @CsvSource({
        "0,                  -1,   0",
        "0xfff,              -1,   0xfff",
        "0x1000,             -8,   0x1000",
        "0x1001,             -8,   0x1008",
        "0x1fff,             -16,  0x2000",
        "0x2000,             -16,  0x2000",
        "0x7fffffffffffffff, -0x40000000000000, 0x8000000000000000",
    })
    void lengthsRoundUpToWhatTheirExponentCanSay(String length, String mask, String rounded) {
        long bytes = Long.decode(length);
        assertEquals(Long.decode(mask), CapBounds.alignmentMask(bytes));
        assertEquals(
                Long.parseUnsignedLong(rounded.replace("0x", ""), 16),
                CapBounds.representableLength(bytes));
    }

    @Property
    void sealAndFlagsTouchNothingElse(
            @ForAll long meta, @ForAll @IntRange(max = 0x3ffff) int otype, @ForAll boolean flag) {
        long sealed = CheriCap.withOtype(meta, otype);
        assertEquals(otype, CheriCap.otype(sealed));
        assertEquals(meta, CheriCap.withOtype(sealed, CheriCap.otype(meta)));
        long flagged = CheriCap.withFlags(meta, flag ? 1 : 0);
        assertEquals(flag ? 1 : 0, CheriCap.flags(flagged));
        assertEquals(meta, CheriCap.withFlags(flagged, CheriCap.flags(meta)));
    }

    @Property
    void permissionsOnlyGo(@ForAll long meta, @ForAll long mask) {
        long less = CheriCap.andPermissions(meta, mask);
        assertEquals(CheriCap.permissions(meta) & mask & 0x78fff, CheriCap.permissions(less));
        assertEquals(meta << 16, less << 16);
    }
}
