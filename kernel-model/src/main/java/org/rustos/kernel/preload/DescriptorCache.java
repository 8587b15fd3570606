package org.rustos.kernel.preload;

import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.file.Payer;

/**
 * Copies of descriptors next to the service, so that a check need not walk the table. Each
 * descriptor has one place, given by its slot: simple hardware or software would do the same, and
 * so two processes that share the cache can push each other's copies out.
 */
final class DescriptorCache {
    /** Copies of 32 bytes. */
    private static final int ENTRIES_PER_LINE = 2;

    private static final long EMPTY = 0;

    private final long firstLine;
    private final long[] handles;
    private final Preloading[] owners;
    private final boolean[] unused;

    /**
     * An empty cache.
     *
     * @param firstLine first of {@link #lines} lines
     */
    DescriptorCache(int entries, long firstLine) {
        this.firstLine = firstLine;
        this.handles = new long[entries];
        this.owners = new Preloading[entries];
        this.unused = new boolean[entries];
    }

    static int lines(int entries) {
        return Math.ceilDiv(entries, ENTRIES_PER_LINE);
    }

    private int place(long handle) {
        return CSpace.slot(handle) % handles.length;
    }

    private long line(long handle) {
        return firstLine + place(handle) / ENTRIES_PER_LINE;
    }

    /** Whether an owner's copy is there; reads its place. */
    boolean holds(Payer payer, Preloading owner, long handle) {
        payer.touch(line(handle));
        return contains(owner, handle);
    }

    boolean contains(Preloading owner, long handle) {
        int at = place(handle);
        return owners[at] == owner && handles[at] == handle;
    }

    /** Puts a copy in its place; whoever was there loses it. */
    void put(Payer payer, Preloading owner, long handle, boolean ahead) {
        payer.dirty(line(handle));
        int at = place(handle);
        if (unused[at]) {
            owners[at].wasted();
        }
        owners[at] = owner;
        handles[at] = handle;
        unused[at] = ahead;
    }

    /** A copy was used; true if it had been fetched ahead and this is its first use. */
    boolean use(long handle) {
        int at = place(handle);
        boolean first = unused[at];
        unused[at] = false;
        return first;
    }

    /** Clears the copy of a descriptor that is no more; false if there is none. */
    boolean drop(Preloading owner, long handle) {
        int at = place(handle);
        if (!contains(owner, handle)) {
            return false;
        }
        if (unused[at]) {
            owner.wasted();
        }
        owners[at] = null;
        handles[at] = EMPTY;
        unused[at] = false;
        return true;
    }
}
