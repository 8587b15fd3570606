package org.rustos.cpu.riscv.op;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * CHERI: what can be asked about capabilities (UCAM-CL-TR-987, chapter 7). A capability is its meta
 * as stored in memory, its address and, where it counts, its tag.
 */
public final class CapReadOps {
    private static final int OTYPE_BITS = 18;

    private CapReadOps() {}

    public static long cgetperm(long meta) {
        return CheriCap.permissions(meta);
    }

    /** Reserved types are negative. */
    public static long cgettype(long meta) {
        int unused = Integer.SIZE - OTYPE_BITS;
        int otype = CheriCap.otype(meta);
        return CheriCap.hasReservedOtype(meta) ? otype << unused >> unused : otype;
    }

    public static long cgetbase(long meta, long addr) {
        return CapBounds.base(meta, addr);
    }

    public static long cgetlen(long meta, long addr) {
        return CapBounds.length(meta, addr);
    }

    /** At most 2^64 - 1. */
    public static long cgettop(long meta, long addr) {
        return CapBounds.topHigh(meta, addr) != 0 ? -1 : CapBounds.topLow(meta, addr);
    }

    public static long cgetsealed(long meta) {
        return CheriCap.isSealed(meta) ? 1 : 0;
    }

    public static long cgetoffset(long meta, long addr) {
        return addr - CapBounds.base(meta, addr);
    }

    public static long cgetflags(long meta) {
        return CheriCap.flags(meta);
    }

    public static long crrl(long length) {
        return CapBounds.representableLength(length);
    }

    public static long cram(long length) {
        return CapBounds.alignmentMask(length);
    }

    /** An address relative to the base of another capability; 0 without a tag. */
    public static long ctoptr(boolean tag, long addr, long baseMeta, long baseAddr) {
        return tag ? addr - CapBounds.base(baseMeta, baseAddr) : 0;
    }

    public static long csub(long a, long b) {
        return a - b;
    }

    /** Whether b allows nothing that a does not; tags and types are the caller's and nobody's. */
    public static boolean subset(long metaA, long addrA, long metaB, long addrB) {
        int permissions = CheriCap.permissionField(metaB);
        return boundsWithin(metaA, addrA, metaB, addrB)
                && (CheriCap.permissionField(metaA) & permissions) == permissions;
    }

    public static long ctestsubset(
            boolean tagA, long metaA, long addrA, boolean tagB, long metaB, long addrB) {
        return tagA == tagB && subset(metaA, addrA, metaB, addrB) ? 1 : 0;
    }

    public static long cseqx(
            boolean tagA, long metaA, long addrA, boolean tagB, long metaB, long addrB) {
        return tagA == tagB && metaA == metaB && addrA == addrB ? 1 : 0;
    }

    private static boolean boundsWithin(long metaA, long addrA, long metaB, long addrB) {
        long base = CapBounds.base(metaB, addrB);
        int high = CapBounds.topHigh(metaA, addrA) - CapBounds.topHigh(metaB, addrB);
        long topA = CapBounds.topLow(metaA, addrA);
        long topB = CapBounds.topLow(metaB, addrB);
        return Long.compareUnsigned(base, CapBounds.base(metaA, addrA)) >= 0
                && (high > 0 || high == 0 && Long.compareUnsigned(topB, topA) <= 0);
    }
}
