package org.rustos.core.timing;

import java.util.Arrays;

/**
 * One set-associative cache of tags with true least-recently-used replacement. It holds no data and
 * knows no cost; a line is an address shifted right by 6.
 */
public final class Cache {
    /** Bytes of a line are {@code 1 << LINE_SHIFT}. */
    public static final int LINE_SHIFT = 6;

    /** What {@link #fill} returns when nothing was pushed out. */
    public static final long NONE = -1;

    private final int ways;
    private final long setMask;
    private final long[] tags;

    /** Builds an empty cache. */
    public Cache(Geometry geometry) {
        this.ways = geometry.ways();
        int sets = geometry.sets();
        if (Integer.bitCount(sets) != 1) {
            throw new IllegalArgumentException(
                    "number of sets must be a power of two: " + geometry);
        }
        this.setMask = sets - 1;
        this.tags = new long[sets * ways];
        Arrays.fill(tags, NONE);
    }

    /**
     * Size and shape.
     *
     * @param bytes capacity
     * @param ways associativity
     */
    public record Geometry(long bytes, int ways) {
        int sets() {
            return Math.toIntExact((bytes >> LINE_SHIFT) / ways);
        }
    }

    /** Whether the line is in; if so it becomes the most recently used. */
    public boolean hit(long line) {
        int base = (int) (line & setMask) * ways;
        if (tags[base] == line) {
            return true;
        }
        for (int i = base + 1; i < base + ways; i++) {
            if (tags[i] == line) {
                System.arraycopy(tags, base, tags, base + 1, i - base);
                tags[base] = line;
                return true;
            }
        }
        return false;
    }

    /** Whether the line is in, without touching its age. */
    public boolean contains(long line) {
        int base = (int) (line & setMask) * ways;
        for (int i = base; i < base + ways; i++) {
            if (tags[i] == line) {
                return true;
            }
        }
        return false;
    }

    /**
     * Puts a line that is not in as most recently used; returns the line pushed out or {@link
     * #NONE}.
     */
    public long fill(long line) {
        int base = (int) (line & setMask) * ways;
        long victim = tags[base + ways - 1];
        System.arraycopy(tags, base, tags, base + 1, ways - 1);
        tags[base] = line;
        return victim;
    }

    /** Removes a line if it is in. */
    public void invalidate(long line) {
        int base = (int) (line & setMask) * ways;
        for (int i = base; i < base + ways; i++) {
            if (tags[i] == line) {
                System.arraycopy(tags, i + 1, tags, i, base + ways - 1 - i);
                tags[base + ways - 1] = NONE;
                return;
            }
        }
    }

    /** Empties the cache. */
    public void clear() {
        Arrays.fill(tags, NONE);
    }
}
