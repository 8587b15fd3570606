package org.rustos.core.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The tags of a {@link PhysicalMemory} whose guest has capabilities: one bit says of 16 aligned
 * bytes that they were written as one valid capability. It is a bit beside RAM, so no store of data
 * can make one; {@link PhysicalMemory} clears it with everything else that it writes.
 *
 * <p>One byte holds the four tags of a line of 64 bytes, so that "this line holds a tag" is one
 * load for an engine that stores data.
 */
public final class TagMemory {
    /** Bytes that one tag speaks of. */
    public static final int GRANULE = 16;

    /** Bytes that one entry of {@link #lines} speaks of. */
    public static final int LINE = 64;

    private static final int GRANULE_SHIFT = 4;
    private static final int LINE_SHIFT = 6;
    private static final int ALL = 15;

    private final byte[] lines;
    private final List<LongConsumer> watchers = new ArrayList<>();

    TagMemory(long ramBytes) {
        lines = new byte[Math.toIntExact(ramBytes >> LINE_SHIFT)];
    }

    /** Whether the granule of an address holds a capability. */
    public boolean tag(long pa) {
        return (lines[line(pa)] & bit(pa)) != 0;
    }

    /** Marks the granule of an address; whoever does so has just written the capability. */
    public void set(long pa) {
        int line = line(pa);
        boolean first = lines[line] == 0;
        lines[line] |= (byte) bit(pa);
        if (first) {
            watchers.forEach(watcher -> watcher.accept(pa & -LINE));
        }
    }

    /**
     * Adds somebody who stores past {@link PhysicalMemory} to lines that hold no tag: he is told
     * the address of each line that gets its first one, also by a copy.
     */
    public void whenTagged(LongConsumer watcher) {
        watchers.add(watcher);
    }

    /**
     * The tags of a line: bit 0 is that of its lowest granule.
     *
     * @param pa of any byte of the line
     */
    public int lineTags(long pa) {
        return lines[line(pa)];
    }

    /** Whether no byte of a short write lies where a tag is, in at most two lines. */
    public boolean untagged(long pa, int bytes) {
        return (lines[line(pa)] | lines[line(pa + bytes - 1)]) == 0;
    }

    /** Whether no granule of a range of whole lines has a tag. */
    public boolean none(long pa, long bytes) {
        for (int line = line(pa); line <= line(pa + bytes - 1); line++) {
            if (lines[line] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Data was written. */
    public void clear(long pa, long bytes) {
        if (bytes <= 0) {
            return;
        }
        int first = line(pa);
        int last = line(pa + bytes - 1);
        int fromFirst = ALL << granule(pa) & ALL;
        int toLast = ALL >> 3 - granule(pa + bytes - 1);
        if (first == last) {
            lines[first] &= (byte) ~(fromFirst & toLast);
            return;
        }
        lines[first] &= (byte) ~fromFirst;
        for (int line = first + 1; line < last; line++) {
            lines[line] = 0;
        }
        lines[last] &= (byte) ~toLast;
    }

    /**
     * Bytes were moved: whole granules take their tags along, if they are granules at both ends;
     * what is cut has lost its own.
     */
    void copied(long from, long to, long bytes) {
        if ((from - to & GRANULE - 1) != 0) {
            clear(to, bytes);
            return;
        }
        long first = to + GRANULE - 1 & -GRANULE;
        long end = to + bytes & -GRANULE;
        if (end <= first) {
            clear(to, bytes);
            return;
        }
        boolean upwards = to > from;
        for (long i = 0; i < end - first; i += GRANULE) {
            long at = upwards ? end - GRANULE - i : first + i;
            put(at, tag(at - to + from));
        }
        clear(to, first - to);
        clear(end, to + bytes - end);
    }

    private void put(long pa, boolean tag) {
        if (tag) {
            set(pa);
        } else {
            lines[line(pa)] &= (byte) ~bit(pa);
        }
    }

    private static int line(long pa) {
        return (int) (pa >>> LINE_SHIFT);
    }

    private static int granule(long pa) {
        return (int) (pa >>> GRANULE_SHIFT) & 3;
    }

    private static int bit(long pa) {
        return 1 << granule(pa);
    }
}
