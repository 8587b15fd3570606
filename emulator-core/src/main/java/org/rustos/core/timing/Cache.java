package org.rustos.core.timing;

import java.util.Arrays;

/**
 * One set-associative cache of tags. It holds no data and knows no cost; a line is an address
 * shifted right by 6. Replacement is true least-recently-used, or, in a cache that is {@link
 * Geometry#scattered}, a pseudo-random way.
 */
public final class Cache {
    /** Bytes of a line are {@code 1 << LINE_SHIFT}. */
    public static final int LINE_SHIFT = 6;

    /** What {@link #fill} returns when nothing was pushed out. */
    public static final long NONE = -1;

    private static final int PAGE_LINE_BITS = 6;
    private static final long PAGE_LINES = (1 << PAGE_LINE_BITS) - 1;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final int ways;

    /** A remainder without a division, or -1 if the number of ways is no power of two. */
    private final int waysMask;

    private final long setMask;
    private final boolean scattered;
    private long random = GOLDEN;
    private final long[] tags;

    /** Builds an empty cache. */
    public Cache(Geometry geometry) {
        this.ways = geometry.ways();
        this.waysMask = Integer.bitCount(ways) == 1 ? ways - 1 : -1;
        int sets = geometry.sets();
        if (Integer.bitCount(sets) != 1) {
            throw new IllegalArgumentException(
                    "number of sets must be a power of two: " + geometry);
        }
        this.setMask = sets - 1;
        this.scattered = geometry.scattered();
        this.tags = new long[sets * ways];
        Arrays.fill(tags, NONE);
    }

    /**
     * Size and shape.
     *
     * @param bytes capacity
     * @param ways associativity
     * @param scattered whether pages lie in sets by a hash of their number and a random way is
     *     replaced: as where the host behind a guest scatters its pages and ages are not kept
     *     exactly
     */
    public record Geometry(long bytes, int ways, boolean scattered) {
        /** A cache with exact ages whose sets follow from the address alone. */
        public Geometry(long bytes, int ways) {
            this(bytes, ways, false);
        }

        int sets() {
            return Math.toIntExact((bytes >> LINE_SHIFT) / ways);
        }
    }

    private int base(long line) {
        if (!scattered) {
            return (int) (line & setMask) * ways;
        }
        long page = (line >>> PAGE_LINE_BITS) * GOLDEN >>> 32;
        return (int) ((line & PAGE_LINES | page << PAGE_LINE_BITS) & setMask) * ways;
    }

    /** Whether the line is in; if so it becomes the most recently used. */
    public boolean hit(long line) {
        int base = base(line);
        if (tags[base] == line) {
            return true;
        }
        for (int i = base + 1; i < base + ways; i++) {
            if (tags[i] == line) {
                if (scattered) {
                    return true;
                }
                System.arraycopy(tags, base, tags, base + 1, i - base);
                tags[base] = line;
                return true;
            }
        }
        return false;
    }

    /** Whether the line is in, without touching its age. */
    public boolean contains(long line) {
        int base = base(line);
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
        int base = base(line);
        if (scattered) {
            return fillAnyWay(base, line);
        }
        long victim = tags[base + ways - 1];
        System.arraycopy(tags, base, tags, base + 1, ways - 1);
        tags[base] = line;
        return victim;
    }

    private long fillAnyWay(int base, long line) {
        for (int i = base; i < base + ways; i++) {
            if (tags[i] == NONE) {
                tags[i] = line;
                return NONE;
            }
        }
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        int way =
                base
                        + (waysMask >= 0
                                ? (int) (random >>> 33) & waysMask
                                : (int) ((random >>> 33) % ways));
        long victim = tags[way];
        tags[way] = line;
        return victim;
    }

    /**
     * Removes a line if it is in.
     *
     * @return whether it was in
     */
    public boolean invalidate(long line) {
        int base = base(line);
        for (int i = base; i < base + ways; i++) {
            if (tags[i] == line) {
                System.arraycopy(tags, i + 1, tags, i, base + ways - 1 - i);
                tags[base + ways - 1] = NONE;
                return true;
            }
        }
        return false;
    }

    /** Empties the cache. */
    public void clear() {
        Arrays.fill(tags, NONE);
    }
}
