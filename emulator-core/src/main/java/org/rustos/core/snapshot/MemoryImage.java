package org.rustos.core.snapshot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The content of page frames at one moment. Pages that did not change since the image before share
 * its copy, and so do pages of zeros.
 *
 * @param pages by frame, null where no frame is in use
 */
record MemoryImage(byte[][] pages) {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    private static final byte[] ZEROS = new byte[PAGE_SIZE];

    /** A page of zeros, the same each time. */
    static byte[] zeros() {
        return ZEROS;
    }

    /** Whether a page of an image holds nothing but zeros. */
    static boolean zeros(byte[] page) {
        return Arrays.equals(page, ZEROS);
    }

    /**
     * Takes an image.
     *
     * @param before the last one of the same memory, or null
     */
    static MemoryImage of(MemorySegment ram, BitSet frames, MemoryImage before) {
        byte[][] pages = new byte[frames.length()][];
        for (int f = frames.nextSetBit(0); f >= 0; f = frames.nextSetBit(f + 1)) {
            byte[] old = before == null || f >= before.pages.length ? null : before.pages[f];
            pages[f] = page(ram, f, old == null ? ZEROS : old);
        }
        return new MemoryImage(pages);
    }

    private static byte[] page(MemorySegment ram, int frame, byte[] old) {
        long from = (long) frame << PAGE_SHIFT;
        long difference =
                MemorySegment.mismatch(
                        ram, from, from + PAGE_SIZE, MemorySegment.ofArray(old), 0, PAGE_SIZE);
        if (difference < 0) {
            return old;
        }
        byte[] page = new byte[PAGE_SIZE];
        MemorySegment.copy(ram, ValueLayout.JAVA_BYTE, from, page, 0, PAGE_SIZE);
        return page;
    }

    /**
     * Puts the pages back.
     *
     * @param touched frames that may hold anything; those of them that have no page become zeros
     */
    void restore(MemorySegment ram, BitSet touched) throws SnapshotException {
        if (pages.length > ram.byteSize() >> PAGE_SHIFT) {
            throw new SnapshotException("it has more memory than the machine");
        }
        for (int f = touched.nextSetBit(0); f >= 0; f = touched.nextSetBit(f + 1)) {
            if (f >= pages.length || pages[f] == null) {
                put(ram, f, ZEROS);
            }
        }
        for (int f = 0; f < pages.length; f++) {
            if (pages[f] != null) {
                put(ram, f, pages[f]);
            }
        }
    }

    /** Past those who watch for writes: what they know is restored as well. */
    private static void put(MemorySegment ram, int frame, byte[] page) {
        long to = (long) frame << PAGE_SHIFT;
        MemorySegment.copy(page, 0, ram, ValueLayout.JAVA_BYTE, to, page.length);
    }
}
