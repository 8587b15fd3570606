package org.rustos.cpu.riscv.op;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * CHERI: making capabilities from bits that have lost their tag, as after a swap. As in {@link
 * CapAddressOps}, {@code Keeps} says whether a set tag stays.
 */
public final class CapBuildOps {
    /** Everything but the bounds; bounds of 0 are those of NULL, which are all addresses. */
    private static final long OTHERS_OF_BOUNDS = -1L << 27;

    private CapBuildOps() {}

    /** What is asked for: a sentry stays one, another seal falls. */
    public static long cbuildcap(long requested) {
        boolean sentry = CheriCap.otype(requested) == CheriCap.OTYPE_SENTRY;
        return sentry ? requested : CheriCap.withOtype(requested, CheriCap.OTYPE_UNSEALED);
    }

    /**
     * Whether the request may be derived from an authority with a tag: it is a subset, and its bits
     * are those that deriving would give.
     */
    public static boolean cbuildcapKeeps(
            long authorityMeta, long authorityAddr, long requested, long requestedAddr) {
        long meta = cbuildcap(requested);
        return !CheriCap.isSealed(authorityMeta)
                && CapReadOps.subset(authorityMeta, authorityAddr, meta, requestedAddr)
                && ordered(meta, requestedAddr)
                && derived(authorityMeta, meta, requestedAddr) == meta;
    }

    /** The type as an address. */
    public static long ccopytype(long otypeMeta) {
        return CapReadOps.cgettype(otypeMeta);
    }

    public static boolean ccopytypeKeeps(long meta, long addr, long otypeMeta) {
        return !CheriCap.hasReservedOtype(otypeMeta)
                && CapAddressOps.csetaddrKeeps(meta, addr, ccopytype(otypeMeta));
    }

    private static boolean ordered(long meta, long addr) {
        long base = CapBounds.base(meta, addr);
        return CapBounds.topHigh(meta, addr) != 0
                || Long.compareUnsigned(base, CapBounds.topLow(meta, addr)) <= 0;
    }

    /** The authority, narrowed to what the request says. */
    private static long derived(long authorityMeta, long meta, long addr) {
        long base = CapBounds.base(meta, addr);
        boolean everything = CapBounds.topHigh(meta, addr) != 0 && base == 0;
        long bounds =
                everything
                        ? authorityMeta & OTHERS_OF_BOUNDS
                        : CapBounds.setBounds(
                                authorityMeta, base, CapBounds.topLow(meta, addr) - base);
        long permitted = CheriCap.andPermissions(bounds, CheriCap.permissions(meta));
        long flagged = CheriCap.withFlags(permitted, CheriCap.flags(meta));
        return CheriCap.withOtype(flagged, CheriCap.otype(meta));
    }
}
