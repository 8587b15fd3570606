package org.rustos.cpu.riscv.op;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * CHERI: what moves the address or the bounds of a capability. None of it traps: a method whose
 * name ends in {@code Keeps} says whether a tag that was set stays set, and what it does not stay
 * set for is what would have been a right that nobody gave (UCAM-CL-TR-987, chapter 7).
 */
public final class CapAddressOps {
    private CapAddressOps() {}

    public static boolean csetaddrKeeps(long meta, long addr, long to) {
        return !CheriCap.isSealed(meta) && CapBounds.sameBounds(meta, addr, to);
    }

    public static long cincoffset(long addr, long increment) {
        return addr + increment;
    }

    public static boolean cincoffsetKeeps(long meta, long addr, long increment) {
        return !CheriCap.isSealed(meta) && CapBounds.incrementKeepsBounds(meta, addr, increment);
    }

    public static long csetoffset(long meta, long addr, long offset) {
        return CapBounds.base(meta, addr) + offset;
    }

    public static boolean csetoffsetKeeps(long meta, long addr, long offset) {
        return cincoffsetKeeps(meta, addr, csetoffset(meta, addr, offset) - addr);
    }

    /** The meta that holds at least the bounds that were asked for; the address stays. */
    public static long csetbounds(long meta, long addr, long length) {
        return CapBounds.setBounds(meta, addr, length);
    }

    public static boolean csetboundsKeeps(long meta, long addr, long length) {
        return !CheriCap.isSealed(meta) && CapBounds.contains(meta, addr, addr, length);
    }

    public static boolean csetboundsexactKeeps(long meta, long addr, long length) {
        return csetboundsKeeps(meta, addr, length) && CapBounds.isExact(addr, length);
    }
}
