package org.rustos.cpu.x86;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the timing blocks of one address space, so that each is decoded and priced once: a direct
 * mapped table for the hot path before a complete map.
 */
final class BlockCache {
    private static final int MASK = (1 << 13) - 1;

    private final TimingBlock[] front = new TimingBlock[MASK + 1];
    private final Map<Long, TimingBlock> all = new HashMap<>();

    /** The block that starts at an address, or null. */
    TimingBlock get(long start) {
        TimingBlock block = front[slot(start)];
        return block != null && block.start == start ? block : behind(start);
    }

    private TimingBlock behind(long start) {
        TimingBlock block = all.get(start);
        if (block != null) {
            front[slot(start)] = block;
        }
        return block;
    }

    void put(TimingBlock block) {
        front[slot(block.start)] = block;
        all.put(block.start, block);
    }

    /**
     * Drops the blocks that touch a range.
     *
     * @param bytes {@link Long#MAX_VALUE} for everything
     * @return whether there were any
     */
    boolean drop(long start, long bytes) {
        long end = bytes == Long.MAX_VALUE ? Long.MAX_VALUE : start + bytes;
        boolean dropped = all.values().removeIf(b -> b.start < end && b.end > start);
        if (dropped) {
            Arrays.fill(front, null);
        }
        return dropped;
    }

    private static int slot(long start) {
        return (int) (start ^ start >>> 13) & MASK;
    }
}
