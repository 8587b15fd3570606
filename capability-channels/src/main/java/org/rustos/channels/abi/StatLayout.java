package org.rustos.channels.abi;

/** What STAT writes, the same for every ISA; only {@code syscall} uses Linux's own structure. */
public final class StatLayout {
    public static final int SIZE = 64;

    /** u64. */
    public static final int OBJECT = 0;

    /** u64, bytes. */
    public static final int BYTES = 8;

    /** u32, Linux mode bits (file type and permissions). */
    public static final int MODE = 16;

    /** u32. */
    public static final int LINKS = 20;

    /** u64, nanoseconds. */
    public static final int MODIFIED = 24;

    private StatLayout() {}
}
