package org.rustos.kernel.cap;

/**
 * What all kernel objects share: where their first line lies, for timing, and the epoch that takes
 * back every capability to the object at once.
 */
public final class ObjectHeader {
    private final long line;
    private long epoch = 1;

    /**
     * A header at a place of the kernel's heap.
     *
     * @param line physical address shifted right by 6, at or above {@code KernelPaths.HEAP_LINE}
     */
    public ObjectHeader(long line) {
        this.line = line;
    }

    /** The cache line that a check of this object reads. */
    public long line() {
        return line;
    }

    /** Starts at 1; capabilities of an earlier epoch are dead. */
    public long epoch() {
        return epoch;
    }

    /** Takes back every capability to the object, in constant time, from the next use on. */
    public void advanceEpoch() {
        epoch++;
    }
}
