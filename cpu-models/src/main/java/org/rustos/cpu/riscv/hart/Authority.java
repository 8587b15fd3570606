package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * A capability that every instruction or every access is held against, PCC or DDC: kept decoded,
 * because it is asked much more often than it changes.
 */
final class Authority {
    private long meta;
    private long address;
    private boolean tag;
    private long base;

    /** The greatest address inside; below the base if there is none. */
    private long last;

    private boolean empty;

    Authority() {
        set(CheriCap.ROOT, 0, true);
    }

    void set(long newMeta, long newAddress, boolean newTag) {
        meta = newMeta;
        address = newAddress;
        tag = newTag;
        base = CapBounds.base(meta, address);
        last = CapBounds.topLow(meta, address) - 1;
        boolean whole = CapBounds.topHigh(meta, address) != 0 && last == -1;
        empty = !whole && (last == -1 || Long.compareUnsigned(base, last) > 0);
    }

    long meta() {
        return meta;
    }

    long address() {
        return address;
    }

    boolean tag() {
        return tag;
    }

    /** Whether a tag is there that another address does not lose. */
    boolean tagAt(long other) {
        return tag && CapBounds.sameBounds(meta, address, other);
    }

    boolean contains(long at, int size) {
        long end = at + (size - 1);
        return !empty
                && Long.compareUnsigned(at, base) >= 0
                && Long.compareUnsigned(end, last) <= 0
                && Long.compareUnsigned(at, end) <= 0;
    }

    boolean everywhere() {
        return base == 0 && last == -1 && !empty;
    }

    /** Whether it may be used for this at all, wherever. */
    boolean grants(int permissions) {
        return tag && !CheriCap.isSealed(meta) && CheriCap.permits(meta, permissions);
    }
}
