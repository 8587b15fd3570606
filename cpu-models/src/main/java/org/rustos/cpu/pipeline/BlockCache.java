package org.rustos.cpu.pipeline;

import org.rustos.core.memory.CodeFrames;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Keeps the timing blocks of one address space, so that each is looked for once: a direct mapped
 * table for the hot path before a complete map.
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
     * Drops the blocks that touch a range. The frames of those whose bytes were watched here count
     * as changed: nobody compares them from now on.
     *
     * @param bytes {@link Long#MAX_VALUE} for everything
     */
    void drop(long start, long bytes, CodeFrames code) {
        long end = bytes == Long.MAX_VALUE ? Long.MAX_VALUE : start + bytes;
        boolean dropped = false;
        for (Iterator<TimingBlock> i = all.values().iterator(); i.hasNext(); ) {
            TimingBlock block = i.next();
            if (block.start < end && block.end > start) {
                block.comparedNoMore(code);
                i.remove();
                dropped = true;
            }
        }
        if (dropped) {
            Arrays.fill(front, null);
        }
    }

    private static int slot(long start) {
        return (int) (start ^ start >>> 13) & MASK;
    }
}
