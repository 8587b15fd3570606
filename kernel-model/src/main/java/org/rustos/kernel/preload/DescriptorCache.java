package org.rustos.kernel.preload;

import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.file.Payer;

/**
 * Copies of a process's descriptors next to the service, so that a check need not walk the table.
 * Each descriptor has one place, given by its slot: simple hardware or software would do the same,
 * and so two descriptors can push each other's copies out.
 */
final class DescriptorCache {
    /** Copies of 32 bytes. */
    private static final int ENTRIES_PER_LINE = 2;

    /** Never a handle, but a guest may ask for it. */
    private static final long EMPTY = 0;

    private final long firstLine;
    private final long[] handles;
    private final boolean[] unused;

    /**
     * An empty cache.
     *
     * @param firstLine first of {@link #lines} lines
     */
    DescriptorCache(int entries, long firstLine) {
        this.firstLine = firstLine;
        this.handles = new long[entries];
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

    /** Whether a copy is there; reads its place. */
    boolean holds(Payer payer, long handle) {
        payer.touch(line(handle));
        return contains(handle);
    }

    boolean contains(long handle) {
        return handle != EMPTY && handles[place(handle)] == handle;
    }

    /** Puts a copy in its place; true if it pushes out one that was fetched ahead in vain. */
    boolean put(Payer payer, long handle, boolean ahead) {
        payer.dirty(line(handle));
        int at = place(handle);
        boolean wasted = unused[at];
        handles[at] = handle;
        unused[at] = ahead;
        return wasted;
    }

    /** A copy was used; true if it had been fetched ahead and this is its first use. */
    boolean use(long handle) {
        int at = place(handle);
        boolean first = unused[at];
        unused[at] = false;
        return first;
    }

    /** Clears the copy of a descriptor that is no more; true if it was fetched ahead in vain. */
    boolean drop(long handle) {
        handles[place(handle)] = EMPTY;
        return use(handle);
    }
}
