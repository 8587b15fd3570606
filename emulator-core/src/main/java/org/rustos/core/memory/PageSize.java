package org.rustos.core.memory;

/** The page sizes that every ISA of ours has: 4 KiB and 2 MiB. */
public enum PageSize {
    SMALL(12),
    LARGE(21);

    private final int shift;

    PageSize(int shift) {
        this.shift = shift;
    }

    /** log2 of the size in bytes. */
    public int shift() {
        return shift;
    }

    public long bytes() {
        return 1L << shift;
    }
}
