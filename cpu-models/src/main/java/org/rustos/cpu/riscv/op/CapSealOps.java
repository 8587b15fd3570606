package org.rustos.cpu.riscv.op;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * CHERI: seals, flags and permissions. As in {@link CapAddressOps}, {@code Keeps} says whether a
 * set tag stays.
 */
public final class CapSealOps {
    private CapSealOps() {}

    public static long candperm(long meta, long mask) {
        return CheriCap.andPermissions(meta, mask);
    }

    public static long csetflags(long meta, long flags) {
        return CheriCap.withFlags(meta, flags);
    }

    /** Of CAndPerm and CSetFlags: a seal must not be moved to other rights. */
    public static boolean unsealed(long meta) {
        return !CheriCap.isSealed(meta);
    }

    /** The type is the address of the authority, whether or not it may be given. */
    public static long cseal(long meta, long authorityAddr) {
        return CheriCap.withOtype(meta, (int) authorityAddr & CheriCap.OTYPE_UNSEALED);
    }

    public static boolean csealKeeps(
            long meta, boolean authorityTag, long authorityMeta, long authorityAddr) {
        return !CheriCap.isSealed(meta)
                && authorityTag
                && maySeal(authorityMeta, authorityAddr)
                && points(authorityMeta, authorityAddr);
    }

    /** Whether CCSeal leaves the capability as it is: sealed already, or no type to give. */
    public static boolean ccsealPasses(
            long meta, boolean authorityTag, long authorityMeta, long authorityAddr) {
        return !authorityTag
                || CheriCap.isSealed(meta)
                || !points(authorityMeta, authorityAddr)
                || authorityAddr == -1;
    }

    /** Of CCSeal when it does not pass. */
    public static boolean ccsealKeeps(long authorityMeta, long authorityAddr) {
        return maySeal(authorityMeta, authorityAddr);
    }

    /** Without a seal, and global only if the authority is, too. */
    public static long cunseal(long meta, long authorityMeta) {
        boolean global = CheriCap.permits(authorityMeta, CheriCap.GLOBAL);
        long open = CheriCap.withOtype(meta, CheriCap.OTYPE_UNSEALED);
        return global ? open : CheriCap.andPermissions(open, ~(long) CheriCap.GLOBAL);
    }

    public static boolean cunsealKeeps(
            long meta, boolean authorityTag, long authorityMeta, long authorityAddr) {
        return authorityTag
                && !CheriCap.isSealed(authorityMeta)
                && !CheriCap.hasReservedOtype(meta)
                && authorityAddr == CheriCap.otype(meta)
                && CheriCap.permits(authorityMeta, CheriCap.UNSEAL)
                && points(authorityMeta, authorityAddr);
    }

    public static long csealentry(long meta) {
        return CheriCap.withOtype(meta, CheriCap.OTYPE_SENTRY);
    }

    /** Whether the address lies within the bounds, so that it may be used as a type. */
    private static boolean points(long meta, long addr) {
        return CapBounds.contains(meta, addr, addr, 1);
    }

    private static boolean maySeal(long authorityMeta, long authorityAddr) {
        return !CheriCap.isSealed(authorityMeta)
                && CheriCap.permits(authorityMeta, CheriCap.SEAL)
                && Long.compareUnsigned(authorityAddr, CheriCap.OTYPE_MAX) <= 0;
    }
}
