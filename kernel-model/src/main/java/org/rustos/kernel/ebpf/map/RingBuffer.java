package org.rustos.kernel.ebpf.map;

import org.rustos.kernel.ebpf.MapSpec;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Records from programs to a reader. Space is counted as Linux counts it (an 8-byte header, rounded
 * to 8), from the reservation until the reader took the record.
 */
public final class RingBuffer extends BpfMap {
    private static final int HEADER = 8;

    private final Queue<byte[]> submitted = new ArrayDeque<>();
    private long used;
    private long lost;

    RingBuffer(MapSpec spec) {
        super(spec);
    }

    /** Takes space for a record; false if there is none. */
    public boolean reserve(long size) {
        long whole = whole(size);
        if (size < 0 || whole > spec().maxEntries() - used) {
            lost++;
            return false;
        }
        used += whole;
        return true;
    }

    /** Makes a reserved record visible to the reader. */
    public void submit(byte[] record) {
        submitted.add(record);
    }

    /** Gives the space of a reserved record back. */
    public void discard(long size) {
        used -= whole(size);
    }

    /** The oldest record, or null. */
    public byte[] take() {
        byte[] record = submitted.poll();
        if (record != null) {
            discard(record.length);
        }
        return record;
    }

    /** Records that found no space. */
    public long lost() {
        return lost;
    }

    private static long whole(long size) {
        return (size + HEADER + 7) & ~7L;
    }
}
