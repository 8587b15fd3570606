package org.rustos.cpu.riscv.cheri;

/**
 * The one place that knows where the fields of a capability stand. A capability is two longs and a
 * tag: {@code meta}, the upper 64 bits <em>as stored in memory</em> (so that NULL is 0), and {@code
 * addr}, the lower 64 bits. Everything is static on primitives, because engines call it for every
 * instruction.
 *
 * <p>Layout of {@code meta ^ NULL_MASK} (CHERI ISAv9, section 3.5, 128-bit format): software
 * permissions 63..60, hardware permissions 59..48, reserved 47..46, flags 45, otype 44..27, bounds
 * 26..0 ({@link CapBounds}).
 */
public final class CheriCap {
    /** Upper half of NULL before memory encoding: otype -1, internal exponent 52, T bit 12. */
    static final long NULL_MASK = 0x0000_1fff_fc01_8004L;

    /** The capability without authority; its address is any integer. */
    public static final long NULL = 0;

    /** All permissions over the whole address space, unsealed, integer mode: what reset gives. */
    public static final long ROOT = 0xffff_0000_0000_0000L;

    /** Hardware permissions, by the bit that CGetPerm and CAndPerm use. */
    public static final int GLOBAL = 1;

    public static final int EXECUTE = 1 << 1;
    public static final int LOAD = 1 << 2;
    public static final int STORE = 1 << 3;
    public static final int LOAD_CAP = 1 << 4;
    public static final int STORE_CAP = 1 << 5;
    public static final int STORE_LOCAL_CAP = 1 << 6;
    public static final int SEAL = 1 << 7;
    public static final int CINVOKE = 1 << 8;
    public static final int UNSEAL = 1 << 9;
    public static final int ACCESS_SYSTEM_REGISTERS = 1 << 10;
    public static final int SET_CID = 1 << 11;

    /** The otype of a capability that is not sealed. */
    public static final int OTYPE_UNSEALED = 0x3ffff;

    /** The otype of a sealed entry: jumping to it unseals it. */
    public static final int OTYPE_SENTRY = 0x3fffe;

    /** The greatest otype that CSeal may give; those above are reserved. */
    public static final int OTYPE_MAX = 0x3fffb;

    private static final int OTYPE_SHIFT = 27;
    private static final int FLAGS_SHIFT = 45;
    private static final int PERMS_SHIFT = 48;
    private static final int HARDWARE_PERMS = 0xfff;
    private static final int SOFTWARE_PERMS_SHIFT = 15;

    private CheriCap() {}

    /** The permission field as it stands: 12 hardware bits below, 4 software bits in 15..12. */
    public static int permissionField(long meta) {
        return (int) (meta >>> PERMS_SHIFT);
    }

    /** Permissions as CGetPerm gives them: hardware in bits 11..0, software in 18..15. */
    public static int permissions(long meta) {
        int field = permissionField(meta);
        return field & HARDWARE_PERMS | field >> 12 << SOFTWARE_PERMS_SHIFT;
    }

    /** What CAndPerm does to the permissions; bits 14..12 of the mask are ignored. */
    public static long andPermissions(long meta, long mask) {
        long field = mask & HARDWARE_PERMS | (mask >>> SOFTWARE_PERMS_SHIFT & 0xf) << 12;
        return meta & (field << PERMS_SHIFT | (1L << PERMS_SHIFT) - 1);
    }

    /** Whether every one of some hardware permissions is there. */
    public static boolean permits(long meta, int permissions) {
        return (permissionField(meta) & permissions) == permissions;
    }

    /** The type of a sealed capability, 18 bits; {@link #OTYPE_UNSEALED} without a seal. */
    public static int otype(long meta) {
        return (int) ((meta ^ NULL_MASK) >>> OTYPE_SHIFT) & OTYPE_UNSEALED;
    }

    /**
     * The same capability with another type; {@link #OTYPE_UNSEALED} takes the seal off.
     *
     * @param otype 18 bits
     */
    public static long withOtype(long meta, int otype) {
        long others = meta & ~((long) OTYPE_UNSEALED << OTYPE_SHIFT);
        return others | (long) (otype ^ OTYPE_UNSEALED) << OTYPE_SHIFT;
    }

    /**
     * Whether it is sealed, entries included: it can be used and changed by no plain instruction.
     */
    public static boolean isSealed(long meta) {
        return otype(meta) != OTYPE_UNSEALED;
    }

    /** Whether the type is one of those that only the architecture gives, unsealed included. */
    public static boolean hasReservedOtype(long meta) {
        return otype(meta) > OTYPE_MAX;
    }

    /** The flags field: 1 is capability mode, 0 integer mode. */
    public static int flags(long meta) {
        return (int) (meta >>> FLAGS_SHIFT) & 1;
    }

    /** The same capability with other flags; only bit 0 counts. */
    public static long withFlags(long meta, long flags) {
        return meta & ~(1L << FLAGS_SHIFT) | (flags & 1) << FLAGS_SHIFT;
    }
}
