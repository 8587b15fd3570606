package org.rustos.kernel;

import org.rustos.core.cpu.KernelPaths;

/**
 * Gives kernel objects addresses, so that touching one costs what the caches say.
 *
 * <p>The objects themselves live in Java; only their line addresses (physical address shifted right
 * by 6, above all RAM) are real to the timing model. Addresses are handed out in order, so two runs
 * agree.
 */
public final class KernelHeap {
    private long next = KernelPaths.HEAP_LINE;

    /**
     * The first line of a new object.
     *
     * @param lines size of the object in 64-byte lines, at least 1
     */
    public long allocate(int lines) {
        long line = next;
        next += lines;
        return line;
    }
}
